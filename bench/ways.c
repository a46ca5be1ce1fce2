/* Takes notes on the way to the engines. */
#include "ways.h"

#include "vote/diagram.h"
#include "vote/weighted.h"

static bench_ways ways;

/* The linker's names, with the signatures of what they stand for. NOLINTBEGIN */
__typeof__(ent_diagram_build) __real_ent_diagram_build, __wrap_ent_diagram_build;
__typeof__(ent_weighted_count) __real_ent_weighted_count, __wrap_ent_weighted_count;
/* NOLINTEND */

ent_status __wrap_ent_diagram_build(ent_diagram *diagram, const ent_simple_game *game,
                                    size_t nodes_most, ent_memory *memory)
{
    ent_status status = __real_ent_diagram_build(diagram, game, nodes_most, memory);
    ways.nodes = status == ENT_OK ? diagram->node_count : 0;
    return status;
}

ent_status __wrap_ent_weighted_count(ent_weighted_counts *counts, const ent_quota *quota,
                                     uint32_t members, const ent_power_options *options,
                                     ent_arena *arena, ent_report *report)
{
    ways.tables = true;
    return __real_ent_weighted_count(counts, quota, members, options, arena, report);
}

bench_ways bench_ways_take(void)
{
    bench_ways taken = ways;
    ways = (bench_ways){0};
    return taken;
}
