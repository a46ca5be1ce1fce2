/*
 * Making automata from diagrams. While a coalition is read, a pair (v, u) of nodes is kept: v is
 * what the game has become; u wins where the game would win without one of the members that must be
 * critical. At the end they all are critical when v wins and u loses. Since u never wins where v
 * does not, a pair with u = v accepts nothing.
 */
#include "vote/automaton.h"

typedef struct {
    ent_automaton *automaton;
    ent_diagram *diagram;
    ent_reading reading;
    size_t states_most;
} maker;

typedef struct {
    uint32_t v;
    uint32_t u;
} pair;

/* The pairs of one level, in the order in which they were met, from state 1 on. */
typedef struct {
    ENT_LIST(pair) list;
    ent_pairs known;
} level_pairs;

static uint32_t find_pair(maker *m, ent_arena *arena, level_pairs *pairs, pair one)
{
    if (one.v == one.u || one.u == ENT_NO_PAIR)
        return one.u == ENT_NO_PAIR ? ENT_NO_PAIR : 0;
    uint32_t next = (uint32_t)pairs->list.count + 1;
    uint32_t state = ent_pairs_find(&pairs->known, m->diagram->memory, one.v, one.u, next);
    if (state != next || state == ENT_NO_PAIR)
        return state;
    pair *slot = ENT_PUSH(arena, &pairs->list);
    if (slot == NULL || ++m->automaton->state_count > m->states_most)
        return ENT_NO_PAIR;
    *slot = one;
    return state;
}

/* Where the pair leads; false when there is no room. */
static bool step(maker *m, uint32_t level, pair from, ent_arena *arena, level_pairs *next,
                 ent_arc *arc)
{
    ent_branch v = m->diagram->levels[level].nodes.items[from.v];
    ent_branch u = m->diagram->levels[level].nodes.items[from.u];
    bool minimal = m->reading == ENT_READS_MINIMAL;
    arc->out = find_pair(m, arena, next, (pair){v.lo, u.lo});
    uint32_t critical = m->reading == ENT_READS_WINNING
                            ? u.hi
                            : ent_diagram_either(m->diagram, level + 1, u.hi, v.lo);
    arc->in = find_pair(m, arena, next, (pair){v.hi, minimal ? critical : u.hi});
    arc->marked =
        m->reading == ENT_READS_CRITICAL ? find_pair(m, arena, next, (pair){v.hi, critical}) : 0;
    return arc->out != ENT_NO_PAIR && arc->in != ENT_NO_PAIR && arc->marked != ENT_NO_PAIR;
}

static ent_status expand(maker *m, uint32_t level, const level_pairs *now, ent_arena *arena,
                         level_pairs *next)
{
    ent_stage *stage = &m->automaton->stages[level];
    size_t count = now->list.count + 1;
    stage->states.items = ent_arena_array(&m->automaton->arena, count, sizeof *stage->states.items);
    if (stage->states.items == NULL)
        return ENT_NO_RESOURCE;
    stage->states.count = count;
    for (size_t i = 1; i < count; i++)
        if (!step(m, level, now->list.items[i - 1], arena, next, &stage->states.items[i]))
            return ENT_NO_RESOURCE;
    return ENT_OK;
}

static ent_status expand_all(maker *m)
{
    ent_memory *memory = m->diagram->memory;
    ent_arena arenas[2] = {ent_arena_new(memory), ent_arena_new(memory)};
    level_pairs now = {0};
    m->automaton->first = find_pair(m, &arenas[0], &now, (pair){m->diagram->root, ENT_LOSES});
    ent_status status = m->automaton->first == ENT_NO_PAIR ? ENT_NO_RESOURCE : ENT_OK;
    for (uint32_t level = 0; level < m->diagram->members && status == ENT_OK; level++) {
        level_pairs next = {0};
        status = expand(m, level, &now, &arenas[(level + 1) % 2], &next);
        ent_pairs_free(&now.known, memory);
        ent_arena_free(&arenas[level % 2]);
        arenas[level % 2] = ent_arena_new(memory);
        now = next;
    }
    ent_pairs_free(&now.known, memory);
    ent_arena_free(&arenas[0]);
    ent_arena_free(&arenas[1]);
    return status;
}

ent_status ent_automaton_make(ent_automaton *automaton, ent_diagram *diagram, ent_reading reading,
                              size_t states_most)
{
    *automaton = (ent_automaton){.arena = ent_arena_new(diagram->memory),
                                 .members = diagram->members,
                                 .order = diagram->order};
    maker m = {
        .automaton = automaton, .diagram = diagram, .reading = reading, .states_most = states_most};
    automaton->stages =
        ent_arena_array(&automaton->arena, diagram->members, sizeof *automaton->stages);
    if (diagram->members > 0 && automaton->stages == NULL)
        return ENT_NO_RESOURCE;
    return expand_all(&m);
}

void ent_automaton_free(ent_automaton *automaton)
{
    ent_arena_free(&automaton->arena);
    *automaton = (ent_automaton){0};
}
