/* From the user's words to states and movers. */
#include "ask/find.h"

#include <string.h>

#include "model/doubt.h"

ent_status ent_ask_condition(ent_model *model, const ent_source *source, ent_condition *condition,
                             ent_report *report)
{
    const ent_scope scope = {.vocabulary = &model->vocabulary};
    *condition = (ent_condition){.text = source->text, .place = {source, 0, source->length}};
    ent_status status =
        ent_parse(&scope, ent_phrase_of(source, 0, source->length), &condition->expression, report);
    return status == ENT_WRONG_MODEL ? ENT_WRONG_USE : status;
}

static bool read_number(const ent_source *source, uint64_t *number)
{
    const uint64_t most = UINT64_MAX / 10 - 1; /* more than there can be states */
    *number = 0;
    for (size_t i = 0; i < source->length; i++) {
        if (source->text[i] < '0' || source->text[i] > '9')
            return false;
        *number = *number > most ? most : *number * 10 + (uint64_t)(source->text[i] - '0');
    }
    return source->length > 0;
}

static ent_status find_by_number(const ent_game *game, const ent_source *source, uint64_t number,
                                 uint64_t *code, ent_report *report)
{
    if (number == 0 || number > game->space.states) {
        (void)ent_error(report, (ent_place){source, 0, source->length},
                        "there is no state %.*s: states are numbered from 1 to %llu",
                        source->length < 40 ? (int)source->length : 40, source->text,
                        (unsigned long long)game->space.states);
        return ENT_WRONG_USE;
    }
    *code = ent_code_of_number(&game->space, number);
    return ENT_OK;
}

static ent_status refuse_many(const ent_game *game, const ent_source *source, const ent_set *found,
                              ent_report *report)
{
    enum { NAMED = 5 };
    uint64_t count = ent_set_count(found);
    (void)ent_error(report, (ent_place){source, 0, source->length},
                    count == 0 ? "no state satisfies this"
                               : "%llu states satisfy this: name one by its number, or say more",
                    (unsigned long long)count);
    ent_text list = ent_text_new(report->arena.memory);
    uint64_t at = ent_set_next(found, 0);
    for (int i = 0; i < NAMED && at != UINT64_MAX; i++, at = ent_set_next(found, at + 1))
        ent_text_print(&list, "%s%llu", i == 0 ? "" : ", ",
                       (unsigned long long)ent_number_of(&game->space, at));
    if (count > 0)
        ent_hint(report, "the first are %s; 'entente states MODEL --where CONDITION' lists them",
                 ent_text_string(&list));
    ent_text_free(&list);
    return ENT_WRONG_USE;
}

ent_status ent_find_states(const ent_game *game, ent_model *model, const ent_source *source,
                           ent_set *set, ent_report *report)
{
    uint64_t number = 0;
    uint64_t code = 0;
    ent_condition condition;
    bool by_number = read_number(source, &number);
    ent_status status = by_number ? find_by_number(game, source, number, &code, report)
                                  : ent_ask_condition(model, source, &condition, report);
    if (status != ENT_OK)
        return status;
    if (ent_set_new(set, game->memory, game->space.codes) != ENT_OK)
        return ent_out_of_memory(report);
    if (by_number)
        ent_set_add(set, code);
    else if (ent_select(&game->space, condition.expression, set) != ENT_OK)
        return ent_out_of_memory(report);
    return ent_set_next(set, 0) == UINT64_MAX ? refuse_many(game, source, set, report) : ENT_OK;
}

ent_status ent_find_state(const ent_game *game, ent_model *model, const ent_source *source,
                          uint64_t *code, ent_report *report)
{
    ENT_AUTO_SET found = {0};
    ent_status status = ent_find_states(game, model, source, &found, report);
    if (status != ENT_OK)
        return status;
    if (ent_set_count(&found) != 1)
        return refuse_many(game, source, &found, report);
    *code = ent_set_next(&found, 0);
    return ENT_OK;
}

ent_status ent_find_mover(const ent_model *model, const char *id, uint32_t *mover,
                          ent_report *report)
{
    const ent_name *name = ent_vocabulary_find(&model->vocabulary, id, strlen(id));
    if (name != NULL && name->kind == ENT_NAME_PARTY)
        *mover = name->index;
    else if (name != NULL && name->kind == ENT_NAME_BODY)
        *mover = (uint32_t)model->parties.count + name->index;
    else {
        (void)ent_error(report, (ent_place){0}, "no party or body is named '%s'", id);
        ent_vocabulary_hint(&model->vocabulary, id, strlen(id), report);
        return ENT_WRONG_USE;
    }
    return ENT_OK;
}

/* Reads "OPTION=LEVEL" (or "OPTION", which means its second level) from a parsed condition. */
static ent_status read_setting(const ent_model *model, const ent_expression *expression,
                               uint32_t *option, uint32_t *level, ent_report *report)
{
    bool bare = expression->kind == ENT_LEVEL && expression->comparison == ENT_GT &&
                expression->level == 0 &&
                model->vocabulary.options.items[expression->index].level_count == 2;
    if (expression->kind != ENT_LEVEL || (expression->comparison != ENT_EQ && !bare)) {
        (void)ent_error(report, expression->place, "this must have the form OPTION=LEVEL");
        return ENT_WRONG_USE;
    }
    *option = expression->index;
    *level = bare ? 1 : expression->level;
    return ENT_OK;
}

ent_status ent_apply_setting(ent_model *model, const ent_source *source, ent_report *report)
{
    ent_condition condition;
    uint32_t option = 0;
    uint32_t level = 0;
    ent_status status = ent_ask_condition(model, source, &condition, report);
    if (status == ENT_OK)
        status = read_setting(model, condition.expression, &option, &level, report);
    if (status == ENT_WRONG_USE && memchr(source->text, ',', source->length) != NULL)
        ent_hint(report, "repeat --set for each option: --set OPTION=LEVEL --set OPTION=LEVEL");
    if (status != ENT_OK)
        return status;
    if (model->options.items[option].pinned) {
        (void)ent_error(report, condition.place, "option '%s' is set twice",
                        model->options.items[option].id);
        return ENT_WRONG_USE;
    }
    return ent_pin_option(model, option, level, report);
}

static bool has_types(const ent_party *party)
{
    return party->types.count > 1;
}

/* The party that "PARTY=TYPE" names before its sign, which stands at `sign`. */
static ent_status find_typed_party(const ent_model *model, const ent_source *source, size_t sign,
                                   uint32_t *party, ent_report *report)
{
    const ent_place place = {source, 0, sign};
    const ent_name *name = ent_vocabulary_find(&model->vocabulary, source->text, sign);
    if (name == NULL || name->kind != ENT_NAME_PARTY) {
        (void)ent_error(report, place, "no party is named '%.*s'", sign < 80 ? (int)sign : 80,
                        source->text);
        if (name == NULL)
            ent_vocabulary_hint(&model->vocabulary, source->text, sign, report);
        return ENT_WRONG_USE;
    }
    *party = name->index;
    if (has_types(&model->parties.items[*party]))
        return ENT_OK;
    (void)ent_error(report, place, "'%s' has no types: the model gives it one", name->id);
    return ENT_WRONG_USE;
}

static ent_status find_type(const ent_party *party, const ent_source *source, size_t begin,
                            uint32_t *type, ent_report *report)
{
    const char *ids[UINT8_MAX];
    const char *word = source->text + begin;
    size_t length = source->length - begin;
    for (uint32_t i = 0; i < party->types.count; i++) {
        ids[i] = party->types.items[i].id;
        if (strlen(ids[i]) == length && memcmp(ids[i], word, length) == 0) {
            *type = i;
            return ENT_OK;
        }
    }
    (void)ent_error(report, (ent_place){source, begin, length}, "'%s' has no type of this name",
                    party->id);
    const char *nearest = ent_nearest(word, length, ids, party->types.count);
    if (nearest != NULL)
        ent_hint(report, "did you mean '%s'?", nearest);
    else
        ent_hint(report, "the first of its types is '%s'", ids[0]);
    return ENT_WRONG_USE;
}

static bool is_type_of(const ent_doubt *doubt, uint32_t party)
{
    return doubt->kind == ENT_DOUBT_TYPE && doubt->party == party;
}

/* Reads "PARTY=TYPE": the doubt that this settles, and how. */
static ent_status read_typing(const ent_model *model, const ent_source *source, size_t *doubt,
                              uint32_t *type, ent_report *report)
{
    const char *sign = memchr(source->text, '=', source->length);
    uint32_t party = 0;
    if (sign == NULL) {
        (void)ent_error(report, (ent_place){source, 0, source->length},
                        "this must have the form PARTY=TYPE");
        return ENT_WRONG_USE;
    }
    size_t at = (size_t)(sign - source->text);
    ent_status status = find_typed_party(model, source, at, &party, report);
    if (status == ENT_OK)
        status = find_type(&model->parties.items[party], source, at + 1, type, report);
    *doubt = 0;
    while (status == ENT_OK && !is_type_of(&model->doubts.items[*doubt], party))
        ++*doubt;
    return status;
}

ent_status ent_apply_types(ent_model *model, const ent_source *sources, size_t count,
                           ent_report *report)
{
    uint8_t *outcomes = ent_arena_array(&model->arena, model->doubts.count, sizeof *outcomes);
    bool *chosen = ent_arena_array(&model->arena, model->doubts.count, sizeof *chosen);
    ent_status status = outcomes == NULL || chosen == NULL ? ENT_NO_RESOURCE : ENT_OK;
    if (status == ENT_OK)
        ent_likeliest_case(model, &model->doubts, outcomes);
    for (size_t i = 0; i < count && status == ENT_OK; i++) {
        size_t doubt = 0;
        uint32_t type = 0;
        status = read_typing(model, &sources[i], &doubt, &type, report);
        if (status == ENT_OK && chosen[doubt]) {
            (void)ent_error(report, (ent_place){&sources[i], 0, sources[i].length},
                            "the type of '%s' is given twice",
                            model->parties.items[model->doubts.items[doubt].party].id);
            status = ENT_WRONG_USE;
        }
        if (status == ENT_OK) {
            outcomes[doubt] = (uint8_t)type;
            chosen[doubt] = true;
        }
    }
    if (status == ENT_OK)
        status = ent_settle(model, &model->doubts, outcomes);
    return status == ENT_NO_RESOURCE ? ent_out_of_memory(report) : status;
}

/* One "OPTION=LEVEL" of a start, from `begin` to the comma or the end. */
static ent_status apply_start_part(ent_model *model, const ent_source *source, size_t begin,
                                   size_t end, uint8_t *start, ent_report *report)
{
    const ent_scope scope = {.vocabulary = &model->vocabulary};
    ent_expression *expression = NULL;
    uint32_t option = 0;
    uint32_t level = 0;
    ent_status status =
        ent_parse(&scope, ent_phrase_of(source, begin, end - begin), &expression, report);
    if (status != ENT_OK)
        return status == ENT_WRONG_MODEL ? ENT_WRONG_USE : status;
    status = read_setting(model, expression, &option, &level, report);
    if (status == ENT_OK)
        start[option] = (uint8_t)level;
    return status;
}

static ent_status check_start(const ent_model *model, const uint8_t *start,
                              const ent_source *source, ent_report *report)
{
    ent_arena arena = ent_arena_new(model->arena.memory);
    bool *defined = ent_arena_array(&arena, model->vocabulary.defined.count, sizeof *defined);
    ent_status status = defined == NULL ? ent_out_of_memory(report) : ENT_OK;
    if (status == ENT_OK)
        ent_evaluate_definitions(&model->vocabulary, start, defined);
    for (size_t i = 0; i < model->constraints.count && status == ENT_OK; i++) {
        const ent_condition *constraint = &model->constraints.items[i];
        const ent_valuation valuation = {.levels = start, .defined = defined};
        if (ent_evaluate(constraint->expression, &valuation))
            continue;
        (void)ent_error(report, (ent_place){source, 0, source->length},
                        "this start is not feasible: it breaks the constraint '%s'",
                        constraint->text);
        status = ENT_WRONG_USE;
    }
    ent_arena_free(&arena);
    return status;
}

ent_status ent_apply_start(ent_model *model, const ent_source *source, ent_report *report)
{
    uint8_t *start = ent_arena_array(&model->arena, model->options.count, 1);
    if (start == NULL)
        return ent_out_of_memory(report);
    for (size_t i = 0; i < model->options.count; i++)
        if (model->options.items[i].pinned)
            start[i] = (uint8_t)model->options.items[i].pinned_level;
    for (size_t begin = 0; begin <= source->length;) {
        const char *comma = memchr(source->text + begin, ',', source->length - begin);
        size_t end = comma == NULL ? source->length : (size_t)(comma - source->text);
        ent_status status = apply_start_part(model, source, begin, end, start, report);
        if (status != ENT_OK)
            return status;
        begin = end + 1;
    }
    ent_status status = check_start(model, start, source, report);
    if (status == ENT_OK)
        model->start = start;
    return status;
}

bool ent_start_code(const ent_game *game, uint64_t *code)
{
    if (game->model->start == NULL)
        return false;
    *code = ent_code_of(&game->space, game->model->start);
    return ent_set_has(&game->space.feasible, *code);
}

/* Whether option `i` changes from `from` to `to`, and in a direction that it has. */
static bool change_is_possible(const ent_digit *digit, uint32_t from, uint32_t to)
{
    return digit->moves == ENT_MOVES_ANY || (digit->moves == ENT_MOVES_UP && to >= from) ||
           (digit->moves == ENT_MOVES_DOWN && to <= from) || to == from;
}

static bool mover_accepts(const ent_game *game, uint32_t mover, uint64_t from, uint64_t to,
                          const ent_valuation *before)
{
    if (!ent_mover_is_body(game, mover))
        return ent_prefers(game, mover, to, from);
    return ent_evaluate(ent_rule_of(game, mover)->body->rule.expression, before);
}

ent_status ent_is_agreeable(const ent_game *game, uint64_t from, uint64_t to, bool *agreeable)
{
    const ent_space *space = &game->space;
    *agreeable = from != to;
    for (uint32_t i = 0; i < space->digit_count && *agreeable; i++)
        *agreeable = change_is_possible(&space->digits[i], ent_level_of(space, from, i),
                                        ent_level_of(space, to, i));
    if (!*agreeable)
        return ENT_OK;
    ent_arena arena = ent_arena_new(game->memory);
    uint8_t *levels = ent_arena_array(&arena, space->digit_count, 1);
    bool *defined = ent_arena_array(&arena, game->model->vocabulary.defined.count, sizeof *defined);
    uint64_t *gainers = ent_arena_array(&arena, ent_party_words(game), sizeof *gainers);
    ent_status status =
        levels == NULL || defined == NULL || gainers == NULL ? ENT_NO_RESOURCE : ENT_OK;
    if (status == ENT_OK) {
        ent_levels_of(space, from, levels);
        ent_evaluate_definitions(&game->model->vocabulary, levels, defined);
        for (uint32_t p = 0; p < game->party_count; p++)
            if (ent_prefers(game, p, to, from))
                gainers[p / 64] |= UINT64_C(1) << (p % 64);
        const ent_valuation before = {.levels = levels, .defined = defined, .consents = gainers};
        for (uint32_t i = 0; i < space->digit_count && *agreeable; i++)
            if (ent_level_of(space, to, i) != levels[i])
                *agreeable = mover_accepts(game, space->digits[i].mover, from, to, &before);
    }
    ent_arena_free(&arena);
    return status;
}
