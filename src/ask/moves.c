/* Listing moves. */
#include "ask/moves.h"

static bool can_move(const ent_game *game, uint32_t mover)
{
    for (uint32_t i = 0; i < game->space.digit_count; i++) {
        const ent_digit *digit = &game->space.digits[i];
        if (digit->mover == mover && digit->radix > 1 && digit->moves != ENT_MOVES_FIXED)
            return true;
    }
    return false;
}

ent_status ent_move_book_turn(ent_move_book *book, const ent_rule *rules, const ent_digit *bound)
{
    size_t switches = 0;
    size_t depth = 0;
    for (uint32_t b = 0; b < book->game->mover_count - book->game->party_count; b++) {
        switches = rules[b].switches.count > switches ? rules[b].switches.count : switches;
        depth = rules[b].program.depth > depth ? rules[b].program.depth : depth;
    }
    book->rules = rules;
    book->bound = bound;
    ent_arena_free(&book->bench);
    book->planes = ent_arena_array(&book->bench, switches, sizeof *book->planes);
    book->stack = ent_arena_array(&book->bench, depth, sizeof *book->stack);
    return book->bench.exhausted ? ENT_NO_RESOURCE : ENT_OK;
}

ent_status ent_move_book_init(ent_move_book *book, const ent_game *game, uint64_t room)
{
    *book = (ent_move_book){.game = game,
                            .arena = ent_arena_new(game->memory),
                            .bench = ent_arena_new(game->memory),
                            .room = room};
    book->lists = ent_arena_array(&book->arena, game->space.codes, sizeof(ent_move_list *));
    book->movers = ent_arena_array(&book->arena, game->mover_count, sizeof *book->movers);
    if (book->arena.exhausted)
        return ENT_NO_RESOURCE;
    for (uint32_t m = 0; m < game->mover_count; m++)
        if (can_move(game, m))
            book->movers[book->mover_count++] = m;
    return ent_move_book_turn(book, game->rules, NULL);
}

void ent_move_book_free(ent_move_book *book)
{
    ent_arena_free(&book->bench);
    ent_arena_free(&book->arena);
}

/* Notes which of the members, by party, prefer which of the targets. */
static void note_wishes(const ent_game *game, uint64_t from, ent_move_list *list,
                        const uint32_t *members, size_t count)
{
    for (size_t m = 0; m < count; m++) {
        uint64_t *words = list->wishes + m * list->words;
        for (uint32_t k = 0; k < list->count; k++)
            if (ent_prefers(game, members[m], list->targets[k], from))
                words[k / ENT_MOVES_AT_ONCE] |= UINT64_C(1) << (k % ENT_MOVES_AT_ONCE);
    }
}

static bool fill(ent_move_book *book, uint32_t mover, uint64_t from, ent_move_list *list)
{
    const ent_game *game = book->game;
    bool body = ent_mover_is_body(game, mover);
    const uint32_t *members = body ? ent_rule_of(game, mover)->body->members.items : &mover;
    size_t member_count = body ? ent_rule_of(game, mover)->body->members.count : 1;
    uint32_t count = 0;
    for (ent_walk walk = ent_walk_from(game, mover, from); ent_walk_next(&walk);)
        if (++count > book->room)
            return false;
    book->room -= count;
    *list = (ent_move_list){.listed = true,
                            .count = count,
                            .words = (count + ENT_MOVES_AT_ONCE - 1) / ENT_MOVES_AT_ONCE};
    if (count == 0)
        return true;
    list->targets = ent_arena_array(&book->arena, count, sizeof *list->targets);
    list->wishes = ent_arena_array(&book->arena, list->words * member_count, sizeof *list->wishes);
    if (list->targets == NULL || list->wishes == NULL)
        return false;
    count = 0;
    for (ent_walk walk = ent_walk_from(game, mover, from); ent_walk_next(&walk);)
        list->targets[count++] = (uint32_t)walk.code;
    note_wishes(game, from, list, members, member_count);
    return true;
}

const ent_move_list *ent_moves_of(ent_move_book *book, uint32_t mover, uint64_t from)
{
    ent_move_list **lists = &book->lists[from];
    if (*lists == NULL)
        *lists = ent_arena_array(&book->arena, book->game->mover_count, sizeof **lists);
    if (*lists == NULL)
        return NULL;
    ent_move_list *list = &(*lists)[mover];
    return list->listed || fill(book, mover, from, list) ? list : NULL;
}

static bool goes_a_way_left(const ent_digit *bound, uint64_t from, uint64_t to)
{
    uint64_t before = from / bound->stride % bound->radix;
    uint64_t after = to / bound->stride % bound->radix;
    return after == before || bound->moves == ENT_MOVES_ANY ||
           (bound->moves == ENT_MOVES_UP && after > before) ||
           (bound->moves == ENT_MOVES_DOWN && after < before);
}

uint64_t ent_moves_there(const ent_move_book *book, uint32_t mover, const ent_move_list *list,
                         uint64_t from, uint32_t word)
{
    uint32_t first = word * ENT_MOVES_AT_ONCE;
    uint64_t there = ent_set_mask(list->count, word);
    if (book->bound == NULL || book->bound->mover != mover)
        return there;
    for (uint64_t bits = there; bits != 0; bits &= bits - 1) {
        uint32_t k = (uint32_t)__builtin_ctzll(bits);
        if (!goes_a_way_left(book->bound, from, list->targets[first + k]))
            there &= ~(UINT64_C(1) << k);
    }
    return there;
}

uint64_t ent_moves_decided(const ent_move_book *book, uint32_t body, uint64_t from,
                           const uint64_t *consents)
{
    const ent_rule *rule = &book->rules[body - book->game->party_count];
    for (size_t i = 0; i < rule->switches.count; i++)
        book->planes[i] = ent_set_has(&rule->switch_sets[i], from) ? ~UINT64_C(0) : 0;
    return ent_run(&rule->program, book->planes, consents, book->stack);
}
