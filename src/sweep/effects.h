/*
 * What cases have of a quantity: its mean and how far it spreads, and how much each doubt matters
 * to it, by first-order and total effects (Sobol' 1993; Homma & Saltelli 1996), exactly or from
 * draws (docs/semantics.md, "When the model is uncertain"). An answer is a quantity that is 0 or 1.
 */
#ifndef ENT_SWEEP_EFFECTS_H
#define ENT_SWEEP_EFFECTS_H

#include "sweep/total.h"

/* A number with its interval of 95 %, if it was estimated. */
typedef struct {
    bool known;   /* false: it has no meaning, as nothing varies */
    bool bounded; /* it is an estimate with an interval; else exact, or of too few draws */
    double value;
    double low;
    double high;
} ent_figure;

typedef struct {
    ent_figure first; /* of the doubt by itself */
    ent_figure total; /* with all that it does together with others */
    ent_figure
        *means; /* of the quantity, by outcome of the doubt; not known for one that never came */
} ent_effect;

typedef struct {
    ent_figure mean;  /* of an answer, the probability of yes */
    double deviation; /* the standard deviation */
    uint32_t least;
    uint32_t most;
    ent_effect *effects; /* by doubt */
} ent_measured;

/* A probability from the weight of the cases that count for it, by Wilson's interval (1927). */
ent_figure ent_share(const ent_total *total, double weight);

/* All there is to tell of a quantity; what it points to lives in the arena. Of combinations, all
 * must be in the total. Takes O(combinations × doubts), or O(groups × outcomes). */
ent_status ent_find_measured(const ent_total *total, uint32_t quantity, ent_arena *arena,
                             ent_measured *measured);

#endif
