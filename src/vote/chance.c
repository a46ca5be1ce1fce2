/* The probability that a body acts, when its members consent independently of each other. */
#include "vote/diagram.h"
#include "vote/power.h"

enum { NODES_MOST = 1 << 24 };

typedef struct {
    const ent_diagram *diagram;
    const double *chance; /* by member */
    double **acts;        /* by level and node: that it acts from there */
    double **comes;       /* that the node is come to */
} walk;

static ent_status make_room(walk *w, ent_arena *scratch)
{
    size_t levels = (size_t)w->diagram->members + 1;
    w->acts = ent_arena_array(scratch, levels, sizeof *w->acts);
    w->comes = ent_arena_array(scratch, levels, sizeof *w->comes);
    if (w->acts == NULL || w->comes == NULL)
        return ENT_NO_RESOURCE;
    for (size_t k = 0; k < levels; k++) {
        size_t nodes = w->diagram->levels[k].nodes.count;
        w->acts[k] = ent_arena_array(scratch, nodes, sizeof **w->acts);
        w->comes[k] = ent_arena_array(scratch, nodes, sizeof **w->comes);
        if (w->acts[k] == NULL || w->comes[k] == NULL)
            return ENT_NO_RESOURCE;
    }
    return ENT_OK;
}

static void pull(walk *w)
{
    const ent_diagram *d = w->diagram;
    w->acts[d->members][ENT_WINS] = 1;
    for (uint32_t k = d->members; k-- > 0;) {
        double p = w->chance[d->order[k]];
        for (size_t i = 0; i < d->levels[k].nodes.count; i++) {
            ent_branch branch = d->levels[k].nodes.items[i];
            w->acts[k][i] = (1 - p) * w->acts[k + 1][branch.lo] + p * w->acts[k + 1][branch.hi];
        }
    }
}

static void push(walk *w, double *with, double *without)
{
    const ent_diagram *d = w->diagram;
    w->comes[0][d->root] = 1;
    for (uint32_t k = 0; k < d->members; k++) {
        uint32_t member = d->order[k];
        double p = w->chance[member];
        for (size_t i = 0; i < d->levels[k].nodes.count; i++) {
            ent_branch branch = d->levels[k].nodes.items[i];
            double comes = w->comes[k][i];
            with[member] += comes * w->acts[k + 1][branch.hi];
            without[member] += comes * w->acts[k + 1][branch.lo];
            w->comes[k + 1][branch.hi] += p * comes;
            w->comes[k + 1][branch.lo] += (1 - p) * comes;
        }
    }
}

static ent_status walk_diagram(const ent_simple_game *game, const double *chance, double *acts,
                               double *with, double *without, ent_arena *scratch,
                               ent_report *report)
{
    ENT_AUTO_DIAGRAM diagram = {0};
    walk w = {.diagram = &diagram, .chance = chance};
    size_t most = ent_diagram_nodes_within_memory(game, NODES_MOST);
    if (ent_diagram_build(&diagram, game, most, scratch->memory) != ENT_OK) {
        if (!diagram.too_large)
            return ent_out_of_memory(report);
        (void)ent_error(report, (ent_place){0},
                        "the rule is too entangled: its decision diagram has more than %zu nodes",
                        most);
        return ENT_NO_RESOURCE;
    }
    if (make_room(&w, scratch) != ENT_OK)
        return ent_out_of_memory(report);
    pull(&w);
    push(&w, with, without);
    *acts = w.acts[0][diagram.root];
    return ENT_OK;
}

ent_status ent_chance_to_act(const ent_simple_game *game, const double *chance, double *acts,
                             double *with, double *without, ent_arena *arena, ent_report *report)
{
    bool always = game->kind == ENT_GAME_ALWAYS;
    for (uint32_t i = 0; i < game->members; i++)
        with[i] = without[i] = always;
    *acts = always;
    if (game->kind != ENT_GAME_PROPER)
        return ENT_OK;
    ent_arena scratch = ent_arena_new(arena->memory);
    ent_status status = walk_diagram(game, chance, acts, with, without, &scratch, report);
    ent_arena_free(&scratch);
    return status;
}
