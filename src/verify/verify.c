/* Reading an answer, recognising its kind, and having it checked. */
#include "verify/verify.h"

#include <string.h>

#include "verify/check.h"

const char *ent_claim_kind_text(ent_claim_kind kind)
{
    static const char *const texts[ENT_CLAIM_KINDS] = {
        "sizes",      "states",   "ranks",    "stabilities", "equilibria", "moves",
        "agreements", "targets",  "variants", "coalitions",  "roles",      "power",
        "chances",    "triggers", "changes",  "obstacles",   "choices",    "effects",
    };
    return texts[kind];
}

const char *ent_answer_kind_text(ent_answer_kind kind)
{
    static const char *const texts[] = {"hold", "states", "why", "act", "design", "need", "agree"};
    return texts[kind];
}

const char *ent_unchecked_text(ent_unchecked what)
{
    static const char *const texts[ENT_UNCHECKED_KINDS] = {
        "that no minimal coalition is missing (there are too many coalitions to try them all)",
        "counts and indices of power, except against each other (too many coalitions)",
        "dummies and interchangeable members (too many coalitions)",
        "the chance to act (too many coalitions)",
        "estimates",
        "that no smaller change would do, and how many were tried",
        "that changed rules are what the change makes of them (too many coalitions or conditions)",
        "that no other kind of arrangements comes nearer (there are too many kinds)",
        "the Pareto frontier (too many packages to compare each with each)",
        "the solution of Nash (too many products of gains)",
    };
    return texts[what];
}

static void release_json(json_t **json)
{
    json_decref(*json);
}

/* Reads the next JSON value at `offset`, which moves behind it. NULL: wrong, or no memory. */
static json_t *read_value(const ent_source *answer, size_t *offset, ent_report *report,
                          ent_status *status)
{
    json_error_t error = {0};
    json_t *value = json_loadb(answer->text + *offset, answer->length - *offset,
                               JSON_REJECT_DUPLICATES | JSON_DISABLE_EOF_CHECK, &error);
    if (value == NULL) {
        size_t at = *offset + (error.position > 0 ? (size_t)error.position : 0);
        ent_place place = {answer, at < answer->length ? at : answer->length, 1};
        if (json_error_code(&error) == json_error_out_of_memory)
            *status = ent_out_of_memory(report);
        else
            *status = ent_error(report, place, "this is not JSON: %s", error.text);
        return NULL;
    }
    *offset += (size_t)error.position;
    return value;
}

static bool skip_space(const ent_source *answer, size_t *offset)
{
    while (*offset < answer->length && strchr(" \t\r\n", answer->text[*offset]) != NULL)
        ++*offset;
    return *offset < answer->length;
}

static bool recognise(const json_t *value, ent_answer_kind *kind)
{
    if (json_object_get(value, "equilibria") != NULL)
        *kind = ENT_ANSWER_HOLD;
    else if (json_object_get(value, "state") != NULL && json_object_get(value, "movers") != NULL)
        *kind = ENT_ANSWER_WHY;
    else if (json_object_get(value, "number") != NULL && json_object_get(value, "stable") != NULL)
        *kind = ENT_ANSWER_STATES;
    else if (json_object_get(value, "variants") != NULL || json_object_get(value, "bodies") != NULL)
        *kind = ENT_ANSWER_ACT;
    else if (json_object_get(value, "arrangements") != NULL)
        *kind = ENT_ANSWER_DESIGN;
    else if (json_object_get(value, "wanted") != NULL)
        *kind = ENT_ANSWER_NEED;
    else if (json_object_get(value, "packages") != NULL &&
             json_object_get(value, "agreeable") != NULL)
        *kind = ENT_ANSWER_AGREE;
    else
        return false;
    return true;
}

static ent_status check_value(ent_check *check, ent_answer_kind kind, const json_t *value)
{
    if (kind != ENT_ANSWER_STATES) {
        ent_check_pins(check, value);
        ent_check_case(check, value);
    }
    if (check->foreign)
        return ENT_OK;
    switch (kind) {
    case ENT_ANSWER_HOLD:
        return ent_check_hold(check, value);
    case ENT_ANSWER_STATES:
        return ent_check_states_line(check, value);
    case ENT_ANSWER_WHY:
        return ent_check_why(check, value);
    case ENT_ANSWER_ACT:
        return ent_check_act(check, value);
    case ENT_ANSWER_DESIGN:
        return ent_check_design(check, value);
    case ENT_ANSWER_NEED:
        return ent_check_need(check, value);
    case ENT_ANSWER_AGREE:
        return ent_check_agree(check, value);
    }
    return ENT_OK;
}

/* Whether the lines of `states` stand in number order, each once. */
static void check_order(ent_check *check, const json_t *line, json_int_t *before)
{
    const ent_json_path path = ent_json_key(NULL, "number");
    const json_t *number = json_object_get(line, "number");
    if (!json_is_integer(number))
        return; /* reported already */
    if (json_integer_value(number) <= *before)
        ent_check_wrong(check, &path, "the lines do not stand in the order of their numbers");
    *before = json_integer_value(number);
}

/* The value that begins at `offset`, then what follows it. */
static ent_status check_next(ent_check *check, const ent_source *answer, size_t *offset,
                             bool *first, json_int_t *before)
{
    ent_status status = ENT_OK;
    ent_answer_kind kind = ENT_ANSWER_HOLD;
    size_t start = *offset;
    ENT_AUTO(release_json) json_t *value = read_value(answer, offset, check->report, &status);
    check->place = (ent_place){answer, start, *offset - start};
    if (value == NULL) {
        check->verdict->wrong += status == ENT_WRONG_MODEL;
        return status;
    }
    bool known = recognise(value, &kind);
    if (*first)
        check->verdict->answer = kind;
    if (!known || (!*first && (kind != ENT_ANSWER_STATES || check->verdict->answer != kind))) {
        check->verdict->wrong++;
        (void)ent_error(check->report, (ent_place){answer, start, 1},
                        *first ? "this is no answer that can be verified"
                               : "here something follows that does not belong to the answer");
        ent_hint(check->report,
                 "'entente help verify' says which verbs give such answers with --json");
        return ENT_WRONG_MODEL;
    }
    *first = false;
    status = check_value(check, kind, value);
    if (status == ENT_OK && kind == ENT_ANSWER_STATES)
        check_order(check, value, before);
    return status;
}

static void release_check(ent_check *check)
{
    ent_judge_free(&check->judge);
}

ent_status ent_verify(const ent_model *model, const ent_source *answer, ent_verdict *verdict,
                      ent_report *report)
{
    *verdict = (ent_verdict){.answer = ENT_ANSWER_HOLD};
    ENT_AUTO(release_check) ent_check check = {.verdict = verdict, .report = report};
    size_t offset = 0;
    bool first = true;
    json_int_t before = 0;
    if (!skip_space(answer, &offset)) {
        verdict->wrong++;
        return ent_error(report, (ent_place){answer, 0, 0}, "the answer is empty");
    }
    ent_status status = ent_judge_init(&check.judge, model, report);
    while (status == ENT_OK && !check.foreign && skip_space(answer, &offset))
        status = check_next(&check, answer, &offset, &first, &before);
    if (status == ENT_OK && verdict->wrong > 0)
        status = ENT_WRONG_MODEL;
    return status;
}
