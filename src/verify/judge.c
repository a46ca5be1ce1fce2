/* States, moves and rules. */
#include "verify/judge.h"

#include <string.h>

static uint32_t level_count(const ent_judge *judge, uint32_t option)
{
    return judge->model->vocabulary.options.items[option].level_count;
}

static ent_status too_large(ent_report *report, const char *what, int most)
{
    (void)ent_error(report, (ent_place){0},
                    "the model has too many %s to try them one by one: at most %d", what, most);
    ent_hint(report, "fixing options, or fewer levels, makes it smaller");
    return ENT_NO_RESOURCE;
}

static ent_status count_codes(ent_judge *judge, ent_report *report)
{
    judge->codes = 1;
    for (uint32_t option = 0; option < judge->options; option++) {
        if (option < ENT_JUDGE_OPTIONS)
            judge->place_value[option] = (uint32_t)judge->codes;
        judge->codes *= level_count(judge, option);
        if (judge->codes > ENT_JUDGE_CODES)
            return too_large(report, "combinations of levels", ENT_JUDGE_CODES);
    }
    return ENT_OK;
}

static bool feasible(ent_judge *judge)
{
    const ent_valuation valuation = {.levels = judge->levels, .defined = judge->defined};
    const ent_model *model = judge->model;
    if (model->constraints.count > 0)
        ent_evaluate_definitions(&model->vocabulary, judge->levels, judge->defined);
    for (size_t i = 0; i < model->constraints.count; i++)
        if (!ent_evaluate(model->constraints.items[i].expression, &valuation))
            return false;
    return true;
}

/* Counts the levels up as an odometer does, the first option fastest. */
static void step(ent_judge *judge)
{
    for (uint32_t i = 0; i < judge->options; i++) {
        if (++judge->levels[i] < level_count(judge, i))
            return;
        judge->levels[i] = 0;
    }
}

static ent_status find_states(ent_judge *judge, ent_report *report)
{
    judge->state_of = ent_arena_array(&judge->arena, judge->codes, sizeof *judge->state_of);
    if (judge->state_of == NULL)
        return ent_out_of_memory(report);
    for (uint64_t code = 0; code < judge->codes; code++) {
        judge->state_of[code] = feasible(judge) ? judge->states++ : ENT_NO_STATE;
        if (judge->states > ENT_JUDGE_STATES)
            return too_large(report, "states", ENT_JUDGE_STATES);
        step(judge);
    }
    if (judge->states == 0)
        return ent_refuse_without_states(judge->model, report);
    judge->code_of = ent_arena_array(&judge->arena, judge->states, sizeof *judge->code_of);
    if (judge->code_of == NULL)
        return ent_out_of_memory(report);
    for (uint32_t code = 0; code < judge->codes; code++)
        if (judge->state_of[code] != ENT_NO_STATE)
            judge->code_of[judge->state_of[code]] = code;
    judge->visited = ENT_NO_STATE;
    return ENT_OK;
}

static ent_status count_moves(const ent_judge *judge, ent_report *report)
{
    uint64_t moves = 0;
    for (uint32_t mover = 0; mover < judge->movers; mover++) {
        uint64_t from_one = 1;
        for (uint32_t option = 0; option < judge->options; option++)
            if (judge->model->options.items[option].mover == mover)
                from_one *= level_count(judge, option);
        moves += from_one;
    }
    return moves * judge->states > ENT_JUDGE_MOVES ? too_large(report, "moves", ENT_JUDGE_MOVES)
                                                   : ENT_OK;
}

static bool make_room(ent_judge *judge)
{
    ent_arena *arena = &judge->arena;
    size_t secure = (size_t)judge->parties * ENT_CONCEPTS;
    judge->defined = ent_arena_array(arena, judge->model->vocabulary.defined.count, sizeof(bool));
    judge->consents = ent_arena_array(arena, judge->consent_words, sizeof(uint64_t));
    judge->keys = ent_arena_array(arena, judge->parties, sizeof(uint32_t *));
    judge->secure = ent_arena_array(arena, secure, sizeof(uint32_t *));
    return !arena->exhausted;
}

ent_status ent_judge_init(ent_judge *judge, const ent_model *model, ent_report *report)
{
    *judge = (ent_judge){.model = model, .arena = ent_arena_new(report->arena.memory)};
    judge->parties = (uint32_t)model->parties.count;
    judge->movers = ent_mover_count(model);
    judge->options = (uint32_t)model->options.count;
    judge->consent_words = (judge->parties + 63) / 64;
    ent_status status = count_codes(judge, report);
    if (status != ENT_OK)
        return status;
    if (!make_room(judge))
        return ent_out_of_memory(report);
    status = find_states(judge, report);
    return status == ENT_OK ? count_moves(judge, report) : status;
}

ent_status ent_judge_alike(ent_judge *judge, const ent_judge *like, const ent_model *model,
                           ent_report *report)
{
    *judge = *like;
    judge->model = model;
    judge->arena = ent_arena_new(like->arena.memory);
    judge->visited = ENT_NO_STATE;
    if (!make_room(judge))
        return ent_out_of_memory(report);
    for (uint32_t party = 0; party < judge->parties; party++)
        if (model->parties.items[party].preference.wants.items ==
            like->model->parties.items[party].preference.wants.items)
            judge->keys[party] = like->keys[party];
    return ENT_OK;
}

void ent_judge_free(ent_judge *judge)
{
    if (judge->arena.memory != NULL)
        ent_arena_free(&judge->arena);
}

static uint8_t level_in_code(const ent_judge *judge, uint32_t code, uint32_t option)
{
    return (uint8_t)(code / judge->place_value[option] % level_count(judge, option));
}

uint8_t ent_judge_level(const ent_judge *judge, uint32_t state, uint32_t option)
{
    return level_in_code(judge, judge->code_of[state], option);
}

/* Makes the levels and definitions those of the state. */
static void visit(ent_judge *judge, uint32_t state)
{
    if (judge->visited == state)
        return;
    for (uint32_t option = 0; option < judge->options; option++)
        judge->levels[option] = ent_judge_level(judge, state, option);
    ent_evaluate_definitions(&judge->model->vocabulary, judge->levels, judge->defined);
    judge->visited = state;
}

bool ent_judge_holds(ent_judge *judge, const ent_expression *condition, uint32_t state)
{
    visit(judge, state);
    const ent_valuation valuation = {.levels = judge->levels, .defined = judge->defined};
    return ent_evaluate(condition, &valuation);
}

uint32_t ent_judge_start(const ent_judge *judge)
{
    if (judge->model->start == NULL)
        return ENT_NO_STATE;
    uint32_t code = 0;
    for (uint32_t option = 0; option < judge->options; option++)
        code += judge->model->start[option] * judge->place_value[option];
    return judge->state_of[code];
}

static bool permitted(ent_moves moves, uint8_t from, uint8_t to)
{
    return from == to || moves == ENT_MOVES_ANY || (moves == ENT_MOVES_UP && to > from) ||
           (moves == ENT_MOVES_DOWN && to < from);
}

bool ent_judge_permits(const ent_judge *judge, uint32_t option, uint8_t from, uint8_t to)
{
    return permitted(judge->model->options.items[option].moves, from, to);
}

bool ent_judge_can_move(const ent_judge *judge, uint32_t mover, uint32_t from, uint32_t to)
{
    for (uint32_t i = 0; i < judge->options; i++) {
        const ent_option *option = &judge->model->options.items[i];
        uint8_t before = ent_judge_level(judge, from, i);
        uint8_t after = ent_judge_level(judge, to, i);
        if (before != after && (option->mover != mover || !permitted(option->moves, before, after)))
            return false;
    }
    return from != to;
}

/* A walk over the states that the mover's options lead to, changes being read backwards or not. */
static ent_judge_walk walk_from(const ent_judge *judge, uint32_t mover, uint32_t state,
                                bool backwards)
{
    ent_judge_walk walk = {.judge = judge, .origin = state, .code = judge->code_of[state]};
    for (uint32_t i = 0; i < judge->options; i++) {
        const ent_option *option = &judge->model->options.items[i];
        if (option->mover != mover || option->moves == ENT_MOVES_FIXED)
            continue;
        uint8_t level = level_in_code(judge, judge->code_of[state], i);
        uint8_t top = (uint8_t)(level_count(judge, i) - 1);
        bool rises = option->moves == ENT_MOVES_ANY || (option->moves == ENT_MOVES_UP) != backwards;
        bool falls = option->moves == ENT_MOVES_ANY || (option->moves == ENT_MOVES_UP) == backwards;
        uint32_t k = walk.count++;
        walk.option[k] = i;
        walk.low[k] = walk.at[k] = falls ? 0 : level;
        walk.high[k] = rises ? top : level;
        walk.code -= (uint32_t)(level - walk.low[k]) * judge->place_value[i];
    }
    return walk;
}

ent_judge_walk ent_judge_moves(const ent_judge *judge, uint32_t mover, uint32_t state)
{
    return walk_from(judge, mover, state, false);
}

ent_judge_walk ent_judge_arrivals(const ent_judge *judge, uint32_t mover, uint32_t state)
{
    return walk_from(judge, mover, state, true);
}

uint32_t ent_judge_next(ent_judge_walk *walk)
{
    const ent_judge *judge = walk->judge;
    while (!walk->over) {
        uint32_t state = judge->state_of[walk->code];
        uint32_t k = 0;
        while (k < walk->count && walk->at[k] == walk->high[k]) {
            walk->code -=
                (uint32_t)(walk->at[k] - walk->low[k]) * judge->place_value[walk->option[k]];
            walk->at[k] = walk->low[k];
            k++;
        }
        walk->over = k == walk->count;
        if (!walk->over) {
            walk->at[k]++;
            walk->code += judge->place_value[walk->option[k]];
        }
        if (state != ENT_NO_STATE && state != walk->origin)
            return state;
    }
    return ENT_NO_STATE;
}

bool ent_judge_is_member(const ent_judge *judge, uint32_t body, uint32_t party)
{
    const ent_body *of = ent_mover_body(judge->model, body);
    for (size_t i = 0; i < of->members.count; i++)
        if (of->members.items[i] == party)
            return true;
    return false;
}

void ent_judge_no_consent(ent_judge *judge)
{
    memset(judge->consents, 0, judge->consent_words * sizeof *judge->consents);
}

void ent_judge_consent(ent_judge *judge, uint32_t party)
{
    judge->consents[party / 64] |= UINT64_C(1) << (party % 64);
}

bool ent_judge_satisfies(ent_judge *judge, const ent_expression *rule, uint32_t state)
{
    visit(judge, state);
    const ent_valuation valuation = {judge->levels, judge->defined, judge->consents};
    return ent_evaluate(rule, &valuation);
}

bool ent_judge_decides(ent_judge *judge, uint32_t body, uint32_t state)
{
    return ent_judge_satisfies(judge, ent_mover_body(judge->model, body)->rule.expression, state);
}
