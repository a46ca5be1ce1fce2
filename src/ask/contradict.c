/* Statements of one party that cannot both be meant: of the terms, and of a body's rule. */
#include <string.h>

#include "ask/evidence.h"
#include "ask/same_rule.h"

enum {
    PAIRS_MOST = 4096,      /* of claims that are looked through for two that exclude each other */
    RULE_CLAIMS_MOST = 1000 /* that are compared */
};

/* More words of sets than this would take long to compare, or much memory to keep. */
static const uint64_t work_most = UINT64_C(1) << 32;
static const uint64_t words_most = UINT64_C(1) << 26;

/* A statement that says something of the terms, and the feasible states in which all of that is
 * so. */
typedef struct {
    uint32_t statement;
    ent_set states;
} position;

typedef struct {
    ent_evidence *evidence;
    const ent_game *game;
    const ent_model *model;
    ENT_LIST(position) positions;
    ent_set probe[2];
} search;

static bool counts(const ent_statement *statement)
{
    return statement->by != ENT_NOBODY && !statement->later && statement->claims.count > 0;
}

/* Whether there is no room for a contradiction that was found, which is remembered. */
static bool is_full(const search *s)
{
    bool full = s->evidence->contradictions.count == ENT_CONTRADICTIONS_MOST;
    s->evidence->uncompared = s->evidence->uncompared || full;
    return full;
}

static ent_status note(search *s, uint32_t a, uint32_t b, const ent_claim *of_a,
                       const ent_claim *of_b)
{
    ent_contradiction *found = ENT_PUSH(&s->evidence->arena, &s->evidence->contradictions);
    const char *dates[] = {s->model->statements.items[a].date, s->model->statements.items[b].date};
    if (found == NULL)
        return ENT_NO_RESOURCE;
    *found = (ent_contradiction){{a, b}, {of_a, of_b}};
    if (dates[0] != NULL && dates[1] != NULL && strcmp(dates[1], dates[0]) < 0)
        *found = (ent_contradiction){{b, a}, {of_b, of_a}};
    return ENT_OK;
}

/* --- Of the terms --------------------------------------------------------------------------- */

/* The feasible states in which what is claimed of the terms is so. */
static ent_status select_claim(const search *s, const ent_claim *claim, ent_set *set)
{
    const ent_set *feasible = &s->game->space.feasible;
    if (ent_select(&s->game->space, claim->condition.expression, set) != ENT_OK)
        return ENT_NO_RESOURCE;
    for (size_t i = 0; claim->rejected && i < ent_set_words(set->bits); i++)
        set->words[i] = feasible->words[i] & ~set->words[i];
    return ENT_OK;
}

static bool speaks_of_terms(const ent_statement *statement)
{
    for (size_t i = 0; i < statement->claims.count && counts(statement); i++)
        if (statement->claims.items[i].body == ENT_NOBODY)
            return true;
    return false;
}

static ent_status add_position(search *s, uint32_t index)
{
    const ent_statement *statement = &s->model->statements.items[index];
    position *slot = ENT_PUSH(&s->evidence->arena, &s->positions);
    if (slot == NULL)
        return ENT_NO_RESOURCE;
    *slot = (position){.statement = index};
    if (ent_set_new(&slot->states, s->game->memory, s->game->space.codes) != ENT_OK)
        return ENT_NO_RESOURCE;
    ent_set_copy(&slot->states, &s->game->space.feasible);
    for (size_t i = 0; i < statement->claims.count; i++) {
        if (statement->claims.items[i].body != ENT_NOBODY)
            continue;
        if (select_claim(s, &statement->claims.items[i], &s->probe[0]) != ENT_OK)
            return ENT_NO_RESOURCE;
        ent_set_and(&slot->states, &s->probe[0]);
    }
    return ENT_OK;
}

/* Two claims that exclude each other, each of which may be so alone. */
static ent_status find_claims(search *s, const ent_statement *a, const ent_statement *b,
                              const ent_claim **of_a, const ent_claim **of_b)
{
    if (a->claims.count * b->claims.count > PAIRS_MOST)
        return ENT_OK;
    for (size_t i = 0; i < a->claims.count; i++) {
        const ent_claim *x = &a->claims.items[i];
        if (x->body != ENT_NOBODY)
            continue;
        if (select_claim(s, x, &s->probe[0]) != ENT_OK)
            return ENT_NO_RESOURCE;
        for (size_t k = 0; k < b->claims.count; k++) {
            const ent_claim *y = &b->claims.items[k];
            if (y->body != ENT_NOBODY)
                continue;
            if (select_claim(s, y, &s->probe[1]) != ENT_OK)
                return ENT_NO_RESOURCE;
            if (ent_set_count_both(&s->probe[0], &s->probe[1]) > 0)
                continue;
            *of_a = x;
            *of_b = y;
            return ENT_OK;
        }
    }
    return ENT_OK;
}

static ent_status compare_positions(search *s, const position *x, const position *y)
{
    const ent_statement *a = &s->model->statements.items[x->statement];
    const ent_statement *b = &s->model->statements.items[y->statement];
    const ent_claim *of_a = NULL;
    const ent_claim *of_b = NULL;
    if (a->by != b->by || ent_set_count_both(&x->states, &y->states) > 0 ||
        ent_set_next(&x->states, 0) == UINT64_MAX || ent_set_next(&y->states, 0) == UINT64_MAX ||
        is_full(s))
        return ENT_OK;
    ent_status status = find_claims(s, a, b, &of_a, &of_b);
    return status == ENT_OK ? note(s, x->statement, y->statement, of_a, of_b) : status;
}

static ent_status compare_terms(search *s)
{
    uint64_t words = ent_set_words(s->game->space.codes);
    uint64_t count = 0;
    for (size_t i = 0; i < s->model->statements.count; i++)
        count += speaks_of_terms(&s->model->statements.items[i]);
    if (count * words > words_most || count * count * words > work_most) {
        s->evidence->uncompared = true;
        return ENT_OK;
    }
    ent_status status = ENT_OK;
    for (uint32_t i = 0; i < s->model->statements.count && status == ENT_OK; i++)
        if (speaks_of_terms(&s->model->statements.items[i]))
            status = add_position(s, i);
    for (size_t i = 0; i < s->positions.count; i++)
        for (size_t k = i + 1; k < s->positions.count && status == ENT_OK; k++)
            status = compare_positions(s, &s->positions.items[i], &s->positions.items[k]);
    return status;
}

/* --- Of rules ------------------------------------------------------------------------------- */

/* Whether one claim supports just the rule that the other rejects. */
static ent_status are_opposed(const search *s, const ent_claim *x, const ent_claim *y,
                              bool *opposed)
{
    *opposed = false;
    if (x->body == ENT_NOBODY || x->body != y->body || x->rejected == y->rejected)
        return ENT_OK;
    return ent_same_rule(s->game, ent_mover_body(s->model, x->body), x->condition.expression,
                         y->condition.expression, opposed);
}

static ent_status compare_rules(search *s, uint32_t a, uint32_t b)
{
    const ent_statement *x = &s->model->statements.items[a];
    const ent_statement *y = &s->model->statements.items[b];
    ent_status status = ENT_OK;
    for (size_t i = 0; i < x->claims.count; i++)
        for (size_t k = 0; k < y->claims.count && status == ENT_OK; k++) {
            bool opposed = false;
            status = are_opposed(s, &x->claims.items[i], &y->claims.items[k], &opposed);
            if (status == ENT_OK && opposed && !is_full(s))
                status = note(s, a, b, &x->claims.items[i], &y->claims.items[k]);
        }
    return status;
}

static size_t rule_claims(const ent_statement *statement)
{
    size_t count = 0;
    for (size_t i = 0; i < statement->claims.count; i++)
        count += statement->claims.items[i].body != ENT_NOBODY;
    return count;
}

static ent_status compare_all_rules(search *s)
{
    const ent_model *model = s->model;
    ent_status status = ENT_OK;
    size_t claims = 0;
    for (size_t i = 0; i < model->statements.count; i++)
        claims += rule_claims(&model->statements.items[i]);
    if (claims > RULE_CLAIMS_MOST) {
        s->evidence->uncompared = true;
        return ENT_OK;
    }
    for (uint32_t a = 0; a < model->statements.count; a++) {
        const ent_statement *x = &model->statements.items[a];
        if (!counts(x) || rule_claims(x) == 0)
            continue;
        for (uint32_t b = a + 1; b < model->statements.count && status == ENT_OK; b++)
            if (counts(&model->statements.items[b]) && model->statements.items[b].by == x->by)
                status = compare_rules(s, a, b);
    }
    return status;
}

ent_status ent_find_contradictions(ent_evidence *evidence)
{
    const ent_game *game = evidence->game;
    search s = {.evidence = evidence, .game = game, .model = game->model};
    ent_status status = ENT_OK;
    for (int i = 0; i < 2 && status == ENT_OK; i++)
        status = ent_set_new(&s.probe[i], game->memory, game->space.codes);
    if (status == ENT_OK)
        status = compare_terms(&s);
    if (status == ENT_OK)
        status = compare_all_rules(&s);
    for (size_t i = 0; i < s.positions.count; i++)
        ent_set_free(&s.positions.items[i].states);
    for (int i = 0; i < 2; i++)
        ent_set_free(&s.probe[i]);
    return status;
}
