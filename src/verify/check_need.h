/* What the checks of `need` share: what is wanted, and under which conditions it is had. */
#ifndef ENT_VERIFY_CHECK_NEED_H
#define ENT_VERIFY_CHECK_NEED_H

#include "verify/claims.h"
#include "verify/guard.h"

/* Compared in this order: the smaller change comes first. */
typedef struct {
    uint64_t minds;
    uint64_t entries;
    uint64_t places;
} ent_size_of_change;

typedef struct {
    ent_check *check;
    ent_arena *scratch; /* lives as long as the check of the answer */
    ent_concept concept;
    bool *wanted; /* by state */
    uint64_t wanted_count;
    bool viable; /* that it holds is not enough */
    ent_judge_guards guards;
} ent_need_check;

/* Whether `holds`, in the object that `path` leads to, says how many wanted states are as they
 * should be before this judge, and which is the first. */
ent_status ent_check_holds(const ent_need_check *n, ent_judge *judge, const ent_json_path *path,
                           const json_t *object, uint64_t *count);

/* One change of the list `sort` ("rules", "terms" or "minds"): that it is of its kind, how large it
 * is, and what comes of it. */
ent_status ent_check_change(const ent_need_check *n, const ent_json_path *path, const char *sort,
                            const json_t *object, ent_size_of_change *size);

#endif
