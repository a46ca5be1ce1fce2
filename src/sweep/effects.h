/*
 * How much each doubt matters to the answers: first-order and total effects (Sobol' 1993; Homma &
 * Saltelli 1996), exactly or from draws (docs/semantics.md, "When the model is uncertain").
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
} ent_effect;

/* A probability from the weight of the cases that count for it, by Wilson's interval (1927). */
ent_figure ent_share(const ent_total *total, double weight);

/* The effects of every doubt on an answer; `effects` has a place for each doubt. Of combinations,
 * all must be in the total. Takes O(combinations × doubts²), or O(groups × outcomes). */
void ent_find_effects(const ent_total *total, ent_answer answer, ent_effect *effects);

#endif
