/* Making a game, and the small questions that are asked state by state. */
#include "game/game.h"

#include <string.h>

ent_status ent_rule_init(ent_rule *rule, const ent_game *game, const ent_body *body,
                         ent_arena *arena)
{
    const ent_space *space = &game->space;
    *rule = (ent_rule){.body = body};
    ent_status status = ent_compile_rule(&game->model->vocabulary, body->rule.expression, arena,
                                         &rule->program, &rule->switches);
    if (status != ENT_OK)
        return status;
    rule->switch_sets = ent_arena_array(arena, rule->switches.count, sizeof *rule->switch_sets);
    if (rule->switch_sets == NULL)
        return ENT_NO_RESOURCE;
    for (size_t i = 0; i < rule->switches.count; i++) {
        if (ent_set_new(&rule->switch_sets[i], game->memory, space->codes) != ENT_OK ||
            ent_select(space, rule->switches.items[i], &rule->switch_sets[i]) != ENT_OK)
            return ENT_NO_RESOURCE;
    }
    return ENT_OK;
}

void ent_rule_free(ent_rule *rule)
{
    for (size_t i = 0; rule->switch_sets != NULL && i < rule->switches.count; i++)
        ent_set_free(&rule->switch_sets[i]);
}

static ent_status build_parts(ent_game *game)
{
    const ent_model *model = game->model;
    game->keys = ent_arena_array(&game->space.arena, game->party_count, sizeof *game->keys);
    game->rules = ent_arena_array(&game->space.arena, model->bodies.count, sizeof *game->rules);
    if (game->keys == NULL || game->rules == NULL)
        return ENT_NO_RESOURCE;
    for (uint32_t p = 0; p < game->party_count; p++) {
        ent_status status =
            ent_keys_build(&game->space, &model->parties.items[p].preference, &game->keys[p]);
        if (status != ENT_OK)
            return status;
    }
    for (size_t b = 0; b < model->bodies.count; b++) {
        ent_status status =
            ent_rule_init(&game->rules[b], game, &model->bodies.items[b], &game->space.arena);
        if (status != ENT_OK)
            return status;
    }
    return ENT_OK;
}

ent_status ent_game_init(ent_game *game, const ent_model *model, int threads, ent_report *report)
{
    *game = (ent_game){.model = model,
                       .memory = model->arena.memory,
                       .party_count = (uint32_t)model->parties.count,
                       .mover_count = ent_mover_count(model)};
    ent_status status = ent_space_init(&game->space, model, threads, report);
    if (status != ENT_OK)
        return status;
    return build_parts(game) == ENT_OK ? ENT_OK : ent_out_of_memory(report);
}

void ent_game_free(ent_game *game)
{
    for (uint32_t p = 0; game->keys != NULL && p < game->party_count; p++)
        ent_column_free(&game->keys[p]);
    for (size_t b = 0; game->rules != NULL && b < game->model->bodies.count; b++)
        ent_rule_free(&game->rules[b]);
    ent_space_free(&game->space);
    *game = (ent_game){0};
}

ent_status ent_rank_keys(const ent_game *game, uint32_t party, uint32_t *ranks)
{
    const ent_column *keys = &game->keys[party];
    memset(ranks, 0, ((size_t)keys->top + 1) * sizeof *ranks);
    for (uint64_t code = 0; code < keys->count; code++)
        ranks[ent_column_get(keys, code)] = 1;
    uint32_t rank = 0;
    for (uint32_t key = keys->top; key > 0; key--)
        ranks[key] = ranks[key] != 0 ? ++rank : 0;
    return ENT_OK;
}

ent_status ent_rule_select(const ent_game *game, const ent_rule *rule, const uint64_t *consents,
                           ent_set *set)
{
    ent_arena arena = ent_arena_new(game->memory);
    uint64_t *planes = ent_arena_array(&arena, rule->switches.count, sizeof *planes);
    uint64_t *words = ent_arena_array(&arena, game->party_count, sizeof *words);
    uint64_t *stack = ent_arena_array(&arena, rule->program.depth, sizeof *stack);
    ent_status status = planes == NULL || words == NULL || stack == NULL ? ENT_NO_RESOURCE : ENT_OK;
    for (uint32_t p = 0; p < game->party_count && status == ENT_OK; p++)
        words[p] = (consents[p / 64] >> (p % 64)) & 1u ? ~UINT64_C(0) : 0;
    for (size_t i = 0; i < ent_set_words(set->bits) && status == ENT_OK; i++) {
        for (size_t k = 0; k < rule->switches.count; k++)
            planes[k] = rule->switch_sets[k].words[i];
        set->words[i] =
            ent_run(&rule->program, planes, words, stack) & game->space.feasible.words[i];
    }
    ent_arena_free(&arena);
    return status;
}

static uint32_t digit_value(const ent_digit *digit, uint64_t code)
{
    return (uint32_t)(code / digit->stride % digit->radix);
}

/* The lowest and highest value that a digit may be moved to. */
static void digit_range(const ent_digit *digit, uint32_t from, uint32_t *low, uint32_t *high)
{
    *low = digit->moves == ENT_MOVES_ANY || digit->moves == ENT_MOVES_DOWN ? 0 : from;
    *high = digit->moves == ENT_MOVES_ANY || digit->moves == ENT_MOVES_UP ? digit->radix - 1 : from;
}

/* Sets the mover's options to the lowest levels that it may choose. */
static uint64_t lowest_reachable(const ent_walk *walk)
{
    const ent_space *space = &walk->game->space;
    uint64_t code = walk->from;
    for (uint32_t i = 0; i < space->digit_count; i++) {
        const ent_digit *digit = &space->digits[i];
        if (digit->mover != walk->mover)
            continue;
        uint32_t value = digit_value(digit, walk->from);
        uint32_t low = 0;
        uint32_t high = 0;
        digit_range(digit, value, &low, &high);
        code -= (value - low) * digit->stride;
    }
    return code;
}

/* The next code of the product of ranges, counting up; false past the last. */
static bool advance(ent_walk *walk)
{
    const ent_space *space = &walk->game->space;
    for (uint32_t i = 0; i < space->digit_count; i++) {
        const ent_digit *digit = &space->digits[i];
        if (digit->mover != walk->mover)
            continue;
        uint32_t low = 0;
        uint32_t high = 0;
        digit_range(digit, digit_value(digit, walk->from), &low, &high);
        uint32_t value = digit_value(digit, walk->code);
        if (value < high) {
            walk->code += digit->stride;
            return true;
        }
        walk->code -= (value - low) * digit->stride;
    }
    return false;
}

ent_walk ent_walk_from(const ent_game *game, uint32_t mover, uint64_t from)
{
    return (ent_walk){.game = game, .mover = mover, .from = from, .code = from};
}

bool ent_walk_next(ent_walk *walk)
{
    for (;;) {
        if (!walk->begun) {
            walk->begun = true;
            walk->code = lowest_reachable(walk);
        } else if (!advance(walk)) {
            return false;
        }
        if (walk->code != walk->from && ent_set_has(&walk->game->space.feasible, walk->code))
            return true;
    }
}
