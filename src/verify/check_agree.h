/* What the checks of `agree` share: which states are packages, and which of them are agreeable. */
#ifndef ENT_VERIFY_CHECK_AGREE_H
#define ENT_VERIFY_CHECK_AGREE_H

#include "verify/check.h"

/* Which packages should be chosen: by the parties' orders alone, then by weights. */
typedef enum {
    ENT_CHOOSE_FALLBACK,
    ENT_CHOOSE_NASH,
    ENT_CHOOSE_KALAI_SMORODINSKY,
    ENT_CHOOSE_EGALITARIAN,
    ENT_CHOOSE_UTILITARIAN,
} ent_choice;
enum { ENT_CHOICES = 5 };

typedef struct {
    ent_check *check;
    ent_arena *scratch; /* lives as long as the check of the answer */
    const json_t *answer;
    uint32_t start;
    bool *package;             /* by state; under `where`, those that satisfy it */
    bool *agreeable;           /* by state */
    bool *target;              /* by state: packages in the target; none where there is no target */
    uint32_t *agreed;          /* the agreeable states, in order */
    uint32_t count;            /* … and how many they are */
    bool *pareto;              /* by state, as the answer lists them; NULL: it does not */
    bool *chosen[ENT_CHOICES]; /* by state; NULL where a choice means nothing */
    bool **at_start;           /* by party: which of its entries hold at the start */
} ent_agree_check;

/* Whether the party prefers the first state to the second. */
static inline bool ent_agree_prefers(const ent_agree_check *a, uint32_t party, uint32_t to,
                                     uint32_t from)
{
    const uint32_t *keys = a->check->judge.keys[party];
    return keys[to] > keys[from];
}

/* The entry of the party's preference that tells the package and the start apart; NULL where the
 * party is indifferent between them. */
const ent_want *ent_agree_decider(const ent_agree_check *a, uint32_t party, uint32_t package);

/* Whether the number under `key` is this one. */
void ent_agree_number(const ent_agree_check *a, ent_claim_kind kind, const ent_json_path *up,
                      const json_t *object, const char *key, uint64_t truth);

/*
 * Whether the list under `key` has the numbers of the states that are `inside`, in order; or, where
 * they are too many to be listed, whether `truncated` stands in its place. `what` says what such a
 * state is.
 */
void ent_agree_numbers(const ent_agree_check *a, const ent_json_path *up, const json_t *object,
                       const char *key, const char *truncated, const bool *inside,
                       const char *what);

/* Each of these checks a part of the answer. The last needs what the two before it found. */
ent_status ent_check_obstacles(const ent_agree_check *a);
ent_status ent_check_choices(ent_agree_check *a);
ent_status ent_check_bargaining(ent_agree_check *a);
ent_status ent_check_described(const ent_agree_check *a);

/* A package that is told of: which state, and for each party what changes. False, reported, where
 * it is no state. */
bool ent_check_package(const ent_agree_check *a, const ent_json_path *path, const json_t *object,
                       uint32_t *state);

/* Up to so many states are listed by their numbers. */
enum { ENT_AGREE_LISTED = 1000000 };

#endif
