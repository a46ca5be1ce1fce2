/* What is told of a quantity, estimated from draws. */
#ifndef ENT_SWEEP_ESTIMATE_H
#define ENT_SWEEP_ESTIMATE_H

#include "sweep/effects.h"

/* The mean and the standard deviation. */
void ent_estimate_mean(const ent_total *total, uint32_t quantity, ent_measured *measured);

/* The effect of a doubt; it has a place for the mean of each outcome already. */
void ent_estimate_effect(const ent_total *total, uint32_t quantity, uint32_t doubt,
                         ent_effect *effect);

#endif
