/* States in which a body would act, 64 moves at a time. */
#include "ask/acting.h"

#include <string.h>

enum { LANES = 64 };

/* Moves that were gathered, and where the rule's switches and the members' consents hold in them.
 */
typedef struct {
    const ent_game *game;
    const ent_rule *rule;
    uint32_t body;
    ent_arena arena;
    uint64_t *planes;
    uint64_t *consents;
    uint64_t *stack;
    uint64_t from[LANES];
    uint32_t lanes;
    ent_set *acting;
} gathering;

uint64_t ent_positions_of(const ent_game *game, uint32_t body)
{
    uint64_t positions = 1;
    for (uint32_t i = 0; i < game->space.digit_count; i++)
        if (game->space.digits[i].mover == body && game->space.digits[i].moves != ENT_MOVES_FIXED)
            positions *= game->space.digits[i].radix;
    return positions;
}

static bool raises(const gathering *g, uint64_t from, uint64_t to)
{
    const ent_space *space = &g->game->space;
    for (uint32_t i = 0; i < space->digit_count; i++)
        if (space->digits[i].mover == g->body &&
            ent_level_of(space, to, i) > ent_level_of(space, from, i))
            return true;
    return false;
}

static void settle(gathering *g)
{
    uint64_t lanes = g->lanes == LANES ? ~UINT64_C(0) : (UINT64_C(1) << g->lanes) - 1;
    uint64_t decided = ent_run(&g->rule->program, g->planes, g->consents, g->stack) & lanes;
    for (; decided != 0; decided &= decided - 1)
        ent_set_add(g->acting, g->from[__builtin_ctzll(decided)]);
    memset(g->planes, 0, g->rule->switches.count * sizeof *g->planes);
    memset(g->consents, 0, g->game->party_count * sizeof *g->consents);
    g->lanes = 0;
}

static void gather(gathering *g, uint64_t from, uint64_t to)
{
    uint32_t lane = g->lanes++;
    g->from[lane] = from;
    for (size_t k = 0; k < g->rule->switches.count; k++)
        g->planes[k] |= (uint64_t)ent_set_has(&g->rule->switch_sets[k], from) << lane;
    for (size_t i = 0; i < g->rule->body->members.count; i++) {
        uint32_t member = g->rule->body->members.items[i];
        g->consents[member] |= (uint64_t)ent_prefers(g->game, member, to, from) << lane;
    }
    if (g->lanes == LANES)
        settle(g);
}

static void look_at(gathering *g, uint64_t from)
{
    ent_walk walk = ent_walk_from(g->game, g->body, from);
    while (!ent_set_has(g->acting, from) && ent_walk_next(&walk))
        if (raises(g, from, walk.code))
            gather(g, from, walk.code);
}

ent_status ent_keep_acting(const ent_game *game, uint32_t body, ent_set *states)
{
    ENT_AUTO_SET acting = {0};
    gathering g = {.game = game,
                   .rule = ent_rule_of(game, body),
                   .body = body,
                   .arena = ent_arena_new(game->memory),
                   .acting = &acting};
    g.planes = ent_arena_array(&g.arena, g.rule->switches.count, sizeof *g.planes);
    g.consents = ent_arena_array(&g.arena, game->party_count, sizeof *g.consents);
    g.stack = ent_arena_array(&g.arena, g.rule->program.depth, sizeof *g.stack);
    bool ready = g.planes != NULL && g.consents != NULL && g.stack != NULL &&
                 ent_set_new(&acting, game->memory, states->bits) == ENT_OK;
    for (uint64_t from = ready ? ent_set_next(states, 0) : UINT64_MAX; from != UINT64_MAX;
         from = ent_set_next(states, from + 1))
        look_at(&g, from);
    if (ready) {
        settle(&g);
        ent_set_copy(states, &acting);
    }
    ent_arena_free(&g.arena);
    return ready ? ENT_OK : ENT_NO_RESOURCE;
}
