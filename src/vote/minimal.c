/* Listing minimal winning coalitions: the ways through the automaton that accepts them. */
#include <string.h>

#include "vote/automaton.h"
#include "vote/power.h"

enum { STATES_MOST = 1 << 24 };

typedef struct {
    ent_automaton automaton;
    bool **alive; /* by level and state: some way from here is accepted */
    size_t words;
    size_t most;
    ent_arena *arena;
    ent_coalitions *found;
    ENT_LIST(uint64_t) bits;
    uint64_t *now; /* the coalition that is being read */
} lister;

static ent_status find_alive(lister *l, ent_arena *scratch)
{
    const ent_automaton *a = &l->automaton;
    l->alive = ent_arena_array(scratch, (size_t)a->members + 1, sizeof *l->alive);
    if (l->alive == NULL)
        return ENT_NO_RESOURCE;
    for (uint32_t level = a->members + 1; level-- > 0;) {
        size_t count = level < a->members ? a->stages[level].states.count : 2;
        bool *alive = ent_arena_array(scratch, count, sizeof *alive);
        if (alive == NULL)
            return ENT_NO_RESOURCE;
        for (size_t i = 1; i < count; i++)
            alive[i] = level == a->members ||
                       l->alive[level + 1][a->stages[level].states.items[i].out] ||
                       l->alive[level + 1][a->stages[level].states.items[i].in];
        l->alive[level] = alive;
    }
    return ENT_OK;
}

static ent_status add_coalition(lister *l)
{
    if (l->found->count == l->most) {
        l->found->complete = false;
        return ENT_OK;
    }
    for (size_t i = 0; i < l->words; i++) {
        uint64_t *word = ENT_PUSH(l->arena, &l->bits);
        if (word == NULL)
            return ENT_NO_RESOURCE;
        *word = l->now[i];
    }
    l->found->count++;
    return ENT_OK;
}

static ent_status follow(lister *l, uint32_t level, uint32_t state)
{
    if (!l->alive[level][state] || !l->found->complete)
        return ENT_OK;
    if (level == l->automaton.members)
        return add_coalition(l);
    const ent_arc *arc = &l->automaton.stages[level].states.items[state];
    uint32_t member = l->automaton.order[level];
    l->now[member / 64] |= UINT64_C(1) << (member % 64);
    ent_status status = follow(l, level + 1, arc->in);
    l->now[member / 64] &= ~(UINT64_C(1) << (member % 64));
    return status == ENT_OK ? follow(l, level + 1, arc->out) : status;
}

static ent_status list_proper(lister *l, ent_diagram *diagram, ent_arena *scratch)
{
    ent_status status = ent_automaton_make(&l->automaton, diagram, ENT_READS_MINIMAL, STATES_MOST);
    l->now = ent_arena_array(scratch, l->words, sizeof *l->now);
    if (status != ENT_OK || l->now == NULL)
        return ENT_NO_RESOURCE;
    status = find_alive(l, scratch);
    return status == ENT_OK ? follow(l, 0, l->automaton.first) : status;
}

ent_status ent_list_minimal(const ent_simple_game *game, size_t most, ent_arena *arena,
                            ent_coalitions *coalitions)
{
    *coalitions = (ent_coalitions){.complete = true};
    if (game->kind == ENT_GAME_NEVER)
        return ENT_OK;
    if (game->kind == ENT_GAME_ALWAYS) { /* the empty coalition */
        coalitions->words = ent_arena_array(arena, ent_coalition_words(game), sizeof(uint64_t));
        coalitions->complete = most > 0;
        coalitions->count = most > 0;
        return coalitions->words == NULL ? ENT_NO_RESOURCE : ENT_OK;
    }
    ENT_AUTO_DIAGRAM diagram = {0};
    ent_arena scratch = ent_arena_new(arena->memory);
    lister l = {
        .words = ent_coalition_words(game), .most = most, .arena = arena, .found = coalitions};
    size_t nodes_most = ent_diagram_nodes_within_memory(game, STATES_MOST);
    ent_status status = ent_diagram_build(&diagram, game, nodes_most, arena->memory);
    if (status == ENT_OK)
        status = list_proper(&l, &diagram, &scratch);
    ent_automaton_free(&l.automaton);
    coalitions->words = l.bits.items;
    ent_arena_free(&scratch);
    return status;
}
