/* Where the sum of weights of a random coalition is, but for a negligible chance. */
#ifndef ENT_VOTE_TAILS_H
#define ENT_VOTE_TAILS_H

#include "vote/precise_table.h"

/*
 * windows[i]: for the first i + 1 members, each of which is in with chance t > 0; sums outside have
 * a chance below 2^-bits on either side. Weights ascend and are not 0. Ends never fall and are at
 * most `limit`.
 */
void ent_find_windows(const uint64_t *weights, uint32_t count, double t, double bits,
                      uint64_t limit, ent_window *windows);

/* The same for all members, quick and not as near: Hoeffding's bound. */
ent_window ent_wide_window(const uint64_t *weights, uint32_t count, double t, double bits,
                           uint64_t limit);

#endif
