/* What the checks of `design` share: what each arrangement meets, and the kinds of shortfalls. */
#ifndef ENT_VERIFY_CHECK_DESIGN_H
#define ENT_VERIFY_CHECK_DESIGN_H

#include "verify/claims.h"
#include "verify/guard.h"

/* What is asked of an arrangement; as bits, 1 << ENT_MEETS_AGREE and so on. */
enum { ENT_MEETS_AGREE, ENT_MEETS_ACT, ENT_MEETS_HOLD, ENT_DEMANDS_MADE };
enum { ENT_MEETS_ALL = (1 << ENT_DEMANDS_MADE) - 1 };

typedef struct {
    ent_check *check;
    ent_arena *scratch; /* lives as long as the check of the answer */
    ent_concept concept;
    uint32_t start;
    ent_judge_guards guards;
    bool *target;                       /* by state: it is an arrangement */
    uint8_t *meets;                     /* by state, of arrangements: a bit by demand */
    uint8_t *stable;                    /* by state, of arrangements: a bit by concept */
    uint64_t counts[ENT_MEETS_ALL + 1]; /* of arrangements, by demands that are met at least */
} ent_design_check;

/* "agree", "act", "hold" */
const char *ent_demand_id(int demand);

/* Arrangements that fail one demand only, for the same parties and bodies. */
typedef struct {
    int fails;
    uint32_t state; /* the nearest to the start of them */
    uint32_t obstacles;
    uint64_t nearness;
    uint64_t count;
} ent_kind_of_failure;

typedef ENT_LIST(ent_kind_of_failure) ent_kinds_of_failure;

/* The kinds, the nearest first. */
ent_status ent_sort_failures(const ent_design_check *d, ent_kinds_of_failure *kinds);

/* What an answer says where no arrangement is viable. */
ent_status ent_check_nearest(const ent_design_check *d, const json_t *answer);

/* Arrangements counted by the levels of some options. */
ent_status ent_check_regimes(const ent_design_check *d, const json_t *list);

#endif
