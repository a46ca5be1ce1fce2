/* Asking everybody about 64 packages. */
#include "ask/ballot.h"

#include "base/vector.h"

/* Where keys are above and below the key `with`. */
#define COMPARE(type, name)                                                                        \
    ENT_VECTOR static void name(const type *keys, uint64_t count, type with, uint64_t *above,      \
                                uint64_t *below)                                                   \
    {                                                                                              \
        uint64_t more = 0;                                                                         \
        uint64_t less = 0;                                                                         \
        for (uint64_t i = 0; i < count; i++) {                                                     \
            more |= (uint64_t)(keys[i] > with) << i;                                               \
            less |= (uint64_t)(keys[i] < with) << i;                                               \
        }                                                                                          \
        *above = more;                                                                             \
        *below = less;                                                                             \
    }
COMPARE(uint8_t, compare_bytes)
COMPARE(uint16_t, compare_halves)
COMPARE(uint32_t, compare_words)

static void compare(const ent_column *column, size_t index, uint32_t with, uint64_t *above,
                    uint64_t *below)
{
    uint64_t first = (uint64_t)index * 64;
    uint64_t count = column->count - first < 64 ? column->count - first : 64;
    if (column->width == 1)
        compare_bytes((const uint8_t *)column->data + first, count, (uint8_t)with, above, below);
    else if (column->width == 2)
        compare_halves((const uint16_t *)column->data + first, count, (uint16_t)with, above, below);
    else
        compare_words((const uint32_t *)column->data + first, count, with, above, below);
}

static uint64_t run_rule(ent_ballot *ballot, uint32_t body, const uint64_t *consents)
{
    return ent_run(&ballot->game->rules[body].program, ballot->switches[body], consents,
                   ballot->window.stack);
}

/* What the rule of each body is at the start, and whose consent it cannot do without. */
static bool prepare_bodies(ent_ballot *b)
{
    const ent_game *game = b->game;
    size_t bodies = game->model->bodies.count;
    b->switches = ent_arena_array(&b->arena, bodies, sizeof *b->switches);
    b->member = ent_arena_array(&b->arena, bodies * game->party_count, sizeof *b->member);
    b->needed = ent_arena_array(&b->arena, bodies * game->party_count, sizeof *b->needed);
    if (b->switches == NULL || b->member == NULL || b->needed == NULL)
        return false;
    for (uint32_t body = 0; body < bodies; body++) {
        const ent_rule *rule = &game->rules[body];
        b->switches[body] = ent_arena_array(&b->arena, rule->switches.count, sizeof(uint64_t));
        if (b->switches[body] == NULL)
            return false;
        for (size_t k = 0; k < rule->switches.count; k++)
            b->switches[body][k] = ent_set_has(&rule->switch_sets[k], b->start) ? ~UINT64_C(0) : 0;
        for (size_t m = 0; m < rule->body->members.count; m++)
            b->member[body * game->party_count + rule->body->members.items[m]] = true;
        for (uint32_t p = 0; p < game->party_count; p++)
            b->better[p] = ~UINT64_C(0);
        for (uint32_t p = 0; p < game->party_count; p++) {
            b->better[p] = 0;
            b->needed[body * game->party_count + p] = run_rule(b, body, b->better) == 0;
            b->better[p] = ~UINT64_C(0);
        }
    }
    return true;
}

static bool make_room(ent_ballot *b)
{
    uint32_t parties = b->game->party_count;
    uint32_t movers = b->game->mover_count;
    b->levels = ent_arena_array(&b->arena, b->game->space.digit_count, 1);
    b->better = ent_arena_array(&b->arena, parties, sizeof *b->better);
    b->worse = ent_arena_array(&b->arena, parties, sizeof *b->worse);
    b->changes = ent_arena_array(&b->arena, movers, sizeof *b->changes);
    b->accepts = ent_arena_array(&b->arena, movers, sizeof *b->accepts);
    b->blocks = ent_arena_array(&b->arena, parties, sizeof *b->blocks);
    b->refuses = ent_arena_array(&b->arena, parties, sizeof *b->refuses);
    return !b->arena.exhausted;
}

ent_status ent_ballot_init(ent_ballot *ballot, const ent_game *game, uint64_t start,
                           const ent_set *within, uint32_t depth)
{
    *ballot = (ent_ballot){
        .game = game, .within = within, .start = start, .arena = ent_arena_new(game->memory)};
    for (size_t body = 0; body < game->model->bodies.count; body++)
        if (game->rules[body].program.depth > depth)
            depth = game->rules[body].program.depth;
    if (!make_room(ballot) || ent_window_init(&ballot->window, &game->space, depth) != ENT_OK ||
        !prepare_bodies(ballot))
        return ENT_NO_RESOURCE;
    ent_levels_of(&game->space, start, ballot->levels);
    return ENT_OK;
}

void ent_ballot_free(ent_ballot *ballot)
{
    ent_window_free(&ballot->window);
    ent_arena_free(&ballot->arena);
}

/* What changes, and leaves out what no option permits. */
static void find_changes(ent_ballot *b)
{
    const ent_space *space = &b->game->space;
    for (uint32_t m = 0; m < b->game->mover_count; m++)
        b->changes[m] = 0;
    for (uint32_t i = 0; i < space->digit_count; i++) {
        const ent_scale *scale = &b->game->model->vocabulary.options.items[i];
        const uint64_t *planes = b->window.planes + scale->first_plane;
        uint32_t level = b->levels[i];
        uint64_t up = level + 1 < scale->level_count ? planes[level] : 0;
        uint64_t down = level > 0 ? ~planes[level - 1] : 0;
        ent_moves moves = space->digits[i].moves;
        if (moves == ENT_MOVES_UP || moves == ENT_MOVES_FIXED)
            b->packages &= ~down;
        if (moves == ENT_MOVES_DOWN || moves == ENT_MOVES_FIXED)
            b->packages &= ~up;
        b->changes[space->digits[i].mover] |= up | down;
    }
}

static void find_consents(ent_ballot *b, size_t index)
{
    const ent_game *game = b->game;
    for (uint32_t p = 0; p < game->party_count; p++) {
        compare(&game->keys[p], index, ent_column_get(&game->keys[p], b->start), &b->better[p],
                &b->worse[p]);
        b->better[p] &= b->packages;
        b->worse[p] &= b->packages;
        b->accepts[p] = ~b->changes[p] | b->better[p];
    }
    for (uint32_t m = game->party_count; m < game->mover_count; m++) {
        bool concerned = (b->changes[m] & b->packages) != 0;
        b->accepts[m] =
            ~b->changes[m] | (concerned ? run_rule(b, m - game->party_count, b->better) : 0);
    }
    b->agreeable = b->packages;
    for (uint32_t m = 0; m < game->mover_count; m++)
        b->agreeable &= b->accepts[m];
}

/* Where the party's consent, added alone, makes up for what is missing. */
static uint64_t would_unblock(ent_ballot *b, uint32_t party)
{
    const ent_game *game = b->game;
    uint64_t left = b->packages & ~b->agreeable & ~b->better[party];
    for (uint32_t p = 0; p < game->party_count && left != 0; p++)
        left &= p == party ? ~UINT64_C(0) : b->accepts[p];
    uint64_t own = b->better[party];
    b->better[party] = ~UINT64_C(0);
    for (uint32_t m = game->party_count; m < game->mover_count && left != 0; m++) {
        uint32_t body = m - game->party_count;
        bool asked = (left & ~b->accepts[m]) != 0;
        if (asked && b->member[body * game->party_count + party])
            left &= b->accepts[m] | run_rule(b, body, b->better);
        else
            left &= b->accepts[m];
    }
    b->better[party] = own;
    return left;
}

static void find_obstacles(ent_ballot *b)
{
    const ent_game *game = b->game;
    for (uint32_t p = 0; p < game->party_count; p++) {
        uint64_t concerned = b->changes[p];
        for (uint32_t m = game->party_count; m < game->mover_count; m++)
            if (b->needed[(m - game->party_count) * game->party_count + p])
                concerned |= b->changes[m];
        b->refuses[p] = b->packages & concerned & ~b->better[p];
        b->blocks[p] = would_unblock(b, p);
    }
}

bool ent_ballot_move(ent_ballot *ballot, size_t index)
{
    const ent_space *space = &ballot->game->space;
    ballot->packages = space->feasible.words[index];
    if (ballot->within != NULL)
        ballot->packages &= ballot->within->words[index];
    if (ballot->start / 64 == index)
        ballot->packages &= ~(UINT64_C(1) << (ballot->start % 64));
    if (ballot->packages == 0)
        return false;
    ent_window_move(&ballot->window, space, index);
    find_changes(ballot);
    if (ballot->packages == 0)
        return false;
    find_consents(ballot, index);
    find_obstacles(ballot);
    return true;
}
