/* What the checks of `act` share: a variant of a body's rule, and claims by member. */
#ifndef ENT_VERIFY_CHECK_ACT_H
#define ENT_VERIFY_CHECK_ACT_H

#include "verify/census.h"
#include "verify/check.h"

typedef struct {
    ent_check *check;
    uint32_t body; /* a mover */
    const uint32_t *members;
    uint32_t member_count;
    uint32_t *member_of; /* by party: its position among the members, ENT_NOBODY for others */
    ent_arena *scratch;  /* lives as long as the check of the body */
} ent_act_check;

/* A variant of the body's rule, and one of its states. */
typedef struct {
    const ent_act_check *of;
    ent_json_path path;
    const json_t *object;
    uint32_t state;
    bool whole;               /* the answer does not say that something is missing */
    const ent_census *census; /* NULL: there are too many coalitions to try them all */
} ent_variant_check;

/* A list of coalitions that an answer names, in ascending order of their words. */
typedef struct {
    const uint64_t *words;
    size_t count;
    size_t width; /* words of a coalition; a bit by member */
} ent_coalition_list;

static inline const char *ent_act_member_id(const ent_act_check *act, uint32_t member)
{
    return ent_mover_id(act->check->judge.model, act->members[member]);
}

/* Whether a coalition, or the body, decides without the member `except`; ENT_NOBODY leaves out
 * none. NULL is the empty coalition. */
bool ent_act_wins(const ent_variant_check *v, const uint64_t *coalition, uint32_t except);
bool ent_act_rest_wins(const ent_variant_check *v, uint32_t except);

/* The position of the member with this id; false, reported, where there is none. */
bool ent_act_member(const ent_act_check *act, const ent_json_path *path, const json_t *value,
                    uint32_t *member);

/*
 * The value for each member in an object, in values[member]; a member may be missing where
 * `sparse`, and has NULL. False, reported, when the object is none or speaks of others.
 */
bool ent_act_by_member(const ent_act_check *act, const ent_json_path *path, const json_t *object,
                       bool sparse, const json_t **values);

/* Each of these checks a part of a variant, or of the body. */
ent_status ent_check_coalitions(const ent_variant_check *v);
ent_status ent_check_measures(const ent_variant_check *v);
void ent_check_chance(const ent_variant_check *v);
ent_status ent_check_trigger(const ent_act_check *act, const ent_json_path *path,
                             const json_t *trigger);

#endif
