/*
 * Measuring power: through a decision diagram, which any rule has, while it fits; where one quota
 * decides and its members are many, through tables over sums of weights.
 */
#include "vote/power.h"

#include <string.h>

#include "base/machine.h"
#include "vote/classes.h"
#include "vote/count.h"
#include "vote/indices.h"
#include "vote/weighted.h"

enum {
    NODES_BEFORE_TABLES = 1 << 18, /* one quota with more of them is counted by sums of weights */
};

#define NODES_MOST ((size_t)UINT32_MAX / 2)

/* Visits (see ent_count_work) after which one quota is counted by sums of weights: some seconds;
 * and after which an index of the others is left out: some minutes. */
#define WORK_BEFORE_TABLES UINT64_C(300000000)
#define WORK_MOST UINT64_C(5000000000)

typedef struct {
    ent_power *power;
    const ent_simple_game *game;
    const ent_power_options *options;
    uint64_t memory_most;
    uint64_t work_most; /* for an index that may be left out */
    ent_diagram diagram;
    ent_arena *arena;
    ent_report *report;
} measuring;

static ent_status begin(ent_power *power, const ent_simple_game *game, ent_arena *arena)
{
    uint32_t n = game->members;
    *power = (ent_power){.members = n,
                         .swings = ent_arena_array(arena, n, sizeof *power->swings),
                         .veto = ent_arena_array(arena, n, sizeof *power->veto),
                         .dummy = ent_arena_array(arena, n, sizeof *power->dummy),
                         .class_of = ent_arena_array(arena, n, sizeof *power->class_of)};
    if (power->swings == NULL || power->veto == NULL || power->dummy == NULL ||
        power->class_of == NULL)
        return ENT_NO_RESOURCE;
    ent_find_classes(game, power->class_of);
    return ENT_OK;
}

/* A member has a veto when all others together lose. */
static ent_status find_vetoes(ent_power *power, const ent_simple_game *game, ent_arena *arena)
{
    size_t words = ent_coalition_words(game);
    uint64_t *others = ent_arena_array(arena, words, sizeof *others);
    if (others == NULL)
        return ENT_NO_RESOURCE;
    for (uint32_t i = 0; i < game->members; i++) {
        memset(others, 0xff, words * sizeof *others);
        others[i / 64] &= ~(UINT64_C(1) << (i % 64));
        power->veto[i] = !ent_wins(game, others);
        power->dummy[i] = ent_natural_is_zero(power->swings[i]);
    }
    return ENT_OK;
}

/* A rule that consents do not change: nobody is critical, and shares of nothing are not defined. */
static ent_status measure_constant(measuring *m)
{
    ent_power *power = m->power;
    bool always = m->game->kind == ENT_GAME_ALWAYS;
    ent_tally tally = ent_tally_new(m->arena, m->game->members / 64 + 2);
    if (tally.limbs == NULL)
        return ENT_NO_RESOURCE;
    ent_tally_scale(&tally, 0, always);
    power->minimal_known = true;
    if (!ent_tally_read(&tally, m->arena, &power->minimal)) /* the empty coalition, or none */
        return ENT_NO_RESOURCE;
    for (uint32_t i = 0; i < m->game->members; i++)
        ent_tally_scale(&tally, 2, 0);
    if (!ent_tally_read(&tally, m->arena, &power->winning))
        return ENT_NO_RESOURCE;
    return ent_indices_of_swings(power, m->arena);
}

/* Bytes for a diagram with so many nodes, an automaton with as many states, and counting. */
static uint64_t bytes_needed(const measuring *m, size_t nodes)
{
    uint32_t classes = 0;
    for (uint32_t i = 0; i < m->game->members; i++)
        classes += m->power->class_of[i] == i;
    return ent_diagram_bytes(m->game, nodes) + nodes * sizeof(ent_arc) +
           ent_count_bytes(m->game->members, classes, nodes, m->options->threads);
}

/* States that an automaton may have so that it, and counting with it, fit. */
static size_t states_most(const measuring *m)
{
    uint64_t none = bytes_needed(m, 0);
    if (none >= m->memory_most)
        return 0;
    uint64_t most = (m->memory_most - none) / (bytes_needed(m, 1) - none);
    return most < NODES_MOST ? (size_t)most : NODES_MOST;
}

/* … and, for an index that may be left out, so that counting does not take too long. */
static size_t optional_states_most(const measuring *m, ent_reading reading)
{
    uint64_t most = m->work_most / ent_count_work(m->game->members, 1, reading);
    return most < states_most(m) ? (size_t)most : states_most(m);
}

typedef ent_status (*fill_indices)(ent_power *power, const ent_size_counts *counts,
                                   ent_arena *arena);

/* Counts by one reading of the diagram and fills the indices that rest on it. Where that would take
 * too much, nothing is filled. */
static ent_status measure_by(measuring *m, ent_reading reading, fill_indices fill)
{
    ENT_AUTO_AUTOMATON automaton = {0};
    size_t most = reading == ENT_READS_WINNING ? states_most(m) : optional_states_most(m, reading);
    ent_status status = ent_automaton_make(&automaton, &m->diagram, reading, most);
    bool fits = automaton.state_count <= most && !m->diagram.too_large;
    if (status != ENT_OK || !fits)
        return fits ? status : ENT_OK;
    ent_arena scratch = ent_arena_new(m->arena->memory);
    ent_size_counts counts = {0};
    const ent_count_request request = {.automaton = &automaton,
                                       .reading = reading,
                                       .class_of = m->power->class_of,
                                       .options = m->options};
    status = ent_count_accepted(&counts, &request, &scratch);
    if (status == ENT_OK)
        status = fill(m->power, &counts, m->arena);
    ent_arena_free(&scratch);
    return status;
}

static ent_status refuse(measuring *m)
{
    (void)ent_error(m->report, (ent_place){0},
                    "counting the winning coalitions of %u members would need more than the "
                    "%.3g GiB of memory that may be taken",
                    m->game->members, (double)m->memory_most / (1024.0 * 1024.0 * 1024.0));
    return ENT_NO_RESOURCE;
}

/* What rests on minimal winning coalitions and on critical members. */
static ent_status measure_rest(measuring *m)
{
    ent_status status = measure_by(m, ENT_READS_MINIMAL, ent_indices_of_minimal);
    if (status == ENT_OK && !m->diagram.too_large)
        status = measure_by(m, ENT_READS_CRITICAL, ent_indices_of_critical);
    return status;
}

static ent_status measure_by_diagram(measuring *m)
{
    ent_status status = measure_by(m, ENT_READS_WINNING, ent_indices_of_winning);
    if (status == ENT_OK && m->power->index[ENT_BANZHAF] == NULL)
        return refuse(m);
    if (status == ENT_OK)
        status = ent_join_classes(&m->diagram, m->power->swings, m->power->class_of);
    return status == ENT_OK ? measure_rest(m) : status;
}

/* Whether tables can count it, be it with one thread. */
static bool tables_fit(const measuring *m)
{
    return m->game->quotas.count == 1 &&
           ent_weighted_bytes(&m->game->quotas.items[0], m->game->members, 1) <= m->memory_most;
}

static ent_status measure_by_tables(measuring *m)
{
    const ent_quota *quota = &m->game->quotas.items[0];
    uint32_t members = m->game->members;
    ent_power_options options = *m->options;
    ent_weighted_counts counts = {0};
    ent_power *power = m->power;
    options.memory_most = m->memory_most;
    ent_status status = ent_weighted_count(&counts, quota, members, &options, m->arena, m->report);
    if (status != ENT_OK)
        return status;
    power->winning = counts.winning;
    power->swings = counts.swings;
    power->minimal = counts.minimal;
    power->minimal_known = true;
    if (counts.shapley != NULL)
        power->index[ENT_SHAPLEY_SHUBIK] = counts.shapley;
    ent_join_classes_of_quota(members, power->swings, power->class_of);
    status = ent_indices_of_swings(power, m->arena);
    if (status == ENT_OK && counts.minimal_with != NULL)
        status = ent_indices_of_membership(power, counts.minimal_with, m->arena);
    return status;
}

/* Says which indices were left out. */
static ent_status note_missing(measuring *m)
{
    static const struct {
        ent_index index;
        const char *name;
    } optional[] = {{ENT_SHAPLEY_SHUBIK, "Shapley–Shubik"},
                    {ENT_JOHNSTON, "Johnston"},
                    {ENT_DEEGAN_PACKEL, "Deegan–Packel"},
                    {ENT_HOLLER_PACKEL, "Holler–Packel"}};
    char *names = NULL;
    for (size_t i = 0; i < sizeof optional / sizeof *optional; i++) {
        if (m->power->index[optional[i].index] != NULL)
            continue;
        names = ent_arena_print(m->arena, "%s%s%s", names == NULL ? "" : names,
                                names == NULL ? "" : ", ", optional[i].name);
        if (names == NULL)
            return ENT_NO_RESOURCE;
    }
    if (names == NULL)
        return ENT_OK;
    m->power->missing =
        ent_arena_print(m->arena,
                        "%s: left out, because counting coalitions by size would take too long or "
                        "more than %.3g GiB of memory",
                        names, (double)m->memory_most / (1024.0 * 1024.0 * 1024.0));
    return m->power->missing == NULL ? ENT_NO_RESOURCE : ENT_OK;
}

static ent_status measure_proper(measuring *m)
{
    bool tables = tables_fit(m);
    size_t most = states_most(m);
    size_t nodes_most = tables && NODES_BEFORE_TABLES < most ? NODES_BEFORE_TABLES : most;
    m->work_most = tables ? WORK_BEFORE_TABLES : WORK_MOST;
    ent_status status = ent_diagram_build(&m->diagram, m->game, nodes_most, m->arena->memory);
    bool built = status == ENT_OK;
    m->diagram.nodes_most = most;
    if (!built && !m->diagram.too_large)
        return status;
    if (!built && !tables)
        return refuse(m);
    if (!built)
        ent_diagram_free(&m->diagram);
    bool many = !built || ent_count_work(m->game->members, m->diagram.node_count,
                                         ENT_READS_WINNING) > WORK_BEFORE_TABLES;
    if (tables && many) {
        status = measure_by_tables(m);
        if (status == ENT_OK && built)
            status = measure_rest(m);
    } else {
        status = measure_by_diagram(m);
        if (status == ENT_OK && tables && !m->power->minimal_known)
            status = measure_by_tables(m); /* they at least count minimal coalitions */
    }
    return status == ENT_OK ? note_missing(m) : status;
}

ent_status ent_measure_power(ent_power *power, const ent_simple_game *game,
                             const ent_power_options *options, ent_arena *arena, ent_report *report)
{
    measuring m = {.power = power,
                   .game = game,
                   .options = options,
                   .memory_most = options->memory_most,
                   .arena = arena,
                   .report = report};
    uint64_t available = ent_memory_available() / 2;
    if (m.memory_most == 0 || m.memory_most > available)
        m.memory_most = available;
    size_t told = report->errors;
    ent_status status = begin(power, game, arena);
    if (status == ENT_OK)
        status = game->kind == ENT_GAME_PROPER ? measure_proper(&m) : measure_constant(&m);
    ent_diagram_free(&m.diagram);
    if (status == ENT_OK)
        status = find_vetoes(power, game, arena);
    return status == ENT_NO_RESOURCE && report->errors == told ? ent_out_of_memory(report) : status;
}
