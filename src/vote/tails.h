/* Where the sum of weights of a random coalition is, but for a negligible chance. */
#ifndef ENT_VOTE_TAILS_H
#define ENT_VOTE_TAILS_H

#include "vote/precise_table.h"

/* Sums outside a window have less than this chance on either side. */
#define ENT_TAIL 0x1p-112

/*
 * windows[i]: for the first i + 1 members, each of which is in with chance t > 0; weights ascend
 * and are not 0. Ends never fall and are at most `limit`.
 */
void ent_find_windows(const uint64_t *weights, uint32_t count, double t, uint64_t limit,
                      ent_window *windows);

/* The same for all members, quick and not as near: Hoeffding's bound. */
ent_window ent_wide_window(const uint64_t *weights, uint32_t count, double t, uint64_t limit);

#endif
