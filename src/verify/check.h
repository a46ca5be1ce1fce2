/* What the checks of all kinds of answers share: where a claim stands, and reading it from JSON. */
#ifndef ENT_VERIFY_CHECK_H
#define ENT_VERIFY_CHECK_H

#include <jansson.h>

#include "verify/judge.h"
#include "verify/verify.h"

/* The way to a value inside a JSON value: the last step, and the way before it. */
typedef struct ent_json_path {
    const struct ent_json_path *up; /* NULL: the step starts from the outermost value */
    const char *key;                /* NULL: an item of a list */
    size_t index;
} ent_json_path;

static inline ent_json_path ent_json_key(const ent_json_path *up, const char *key)
{
    return (ent_json_path){.up = up, .key = key};
}

static inline ent_json_path ent_json_item(const ent_json_path *up, size_t index)
{
    return (ent_json_path){.up = up, .index = index};
}

/* Where the value at the path stands in the text of valid JSON; the start where it is not found. */
size_t ent_json_locate(const char *text, size_t length, const ent_json_path *path);

typedef struct {
    ent_judge judge;
    ent_verdict *verdict;
    ent_report *report;
    ent_place place;             /* of the outermost JSON value under check */
    bool foreign;                /* the answer is about another model: go no further */
    const ent_expression *where; /* the answer speaks of these states only; NULL: of all */
    double *consents;            /* of act: by party the probability claimed of it; -1: not yet */
} ent_check;

/* Counts claims that are looked at. */
void ent_check_count(ent_check *check, ent_claim_kind kind, uint64_t claims);

/* Remembers that something in the answer cannot be checked. */
static inline void ent_check_skip(ent_check *check, ent_unchecked what)
{
    check->verdict->unchecked[what] = true;
}

/* Where the value at the path stands in the answer. */
ent_place ent_check_place(const ent_check *check, const ent_json_path *path);

/* Reports that the value at the path is false or malformed. */
void ent_check_wrong(ent_check *check, const ent_json_path *path, const char *format, ...)
    ENT_PRINTF(3, 4);

/* The same, when it shows that the answer is about another model. */
void ent_check_foreign(ent_check *check, const ent_json_path *path, const char *format, ...)
    ENT_PRINTF(3, 4);

/* The member of an object, of the wanted type; otherwise NULL, reported. `path` leads to `object`.
 */
const json_t *ent_check_member(ent_check *check, const ent_json_path *path, const json_t *object,
                               const char *key, json_type type);

/* Whether `value` is an integer from `low` to `high`, which is stored; reported where not. */
bool ent_check_integer(ent_check *check, const ent_json_path *path, const json_t *value,
                       uint64_t low, uint64_t high, uint64_t *number);
bool ent_check_boolean(ent_check *check, const ent_json_path *path, const json_t *value,
                       bool *truth);

/* The condition that `value` is the text of; ENT_WRONG_MODEL, reported, where it is none. */
ent_status ent_check_condition(ent_check *check, const ent_json_path *path, const json_t *value,
                               ent_expression **condition);

/* The same of a rule of the body. */
ent_status ent_check_rule(ent_check *check, const ent_json_path *path, const json_t *value,
                          const ent_body *body, ent_expression **rule);

/* The mover with this id; false, reported, where there is none. */
bool ent_check_mover(ent_check *check, const ent_json_path *path, const json_t *value,
                     uint32_t *mover);

/*
 * The state that an object names by `number` and `code`, and by `options` where it has them; false,
 * reported, where they do not fit together.
 */
bool ent_check_state(ent_check *check, const ent_json_path *path, const json_t *object,
                     uint32_t *state);

/* Whether the options that an answer says were fixed (`set`) are those that the model has fixed. */
void ent_check_pins(ent_check *check, const json_t *answer);

/* Whether the answer is about the case of an uncertain model, and the day, that are in force. */
void ent_check_case(ent_check *check, const json_t *answer);

/* Whether the answer speaks of the state: it satisfies `where`. */
static inline bool ent_check_shows(ent_check *check, uint32_t state)
{
    return check->where == NULL || ent_judge_holds(&check->judge, check->where, state);
}

/* The first mover that would leave the state, and for which; ENT_NO_STATE in an equilibrium. */
ent_status ent_check_equilibrium(ent_check *check, ent_concept concept, uint32_t state,
                                 uint32_t *mover, uint32_t *departure);

/* The part of what `hold` printed that says who would leave which states. */
ent_status ent_check_departures(ent_check *check, const json_t *leaves);
ent_status ent_check_hold(ent_check *check, const json_t *answer);
ent_status ent_check_states_line(ent_check *check, const json_t *line);
ent_status ent_check_why(ent_check *check, const json_t *answer);
ent_status ent_check_act(ent_check *check, const json_t *answer);
ent_status ent_check_design(ent_check *check, const json_t *answer);
ent_status ent_check_need(ent_check *check, const json_t *answer);
ent_status ent_check_agree(ent_check *check, const json_t *answer);

#endif
