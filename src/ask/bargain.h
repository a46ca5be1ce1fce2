/*
 * Choosing among agreeable states (docs/semantics.md §6): fallback bargaining from the parties'
 * orders alone, and four cardinal solutions where all parties have weights. All that are best are
 * given, and nothing is rounded.
 */
#ifndef ENT_ASK_BARGAIN_H
#define ENT_ASK_BARGAIN_H

#include "game/game.h"

/* The states of `set` whose worst rank over all parties (dense, among the states of the set) is
 * least; that rank is the depth, 0 for an empty set. */
ent_status ent_fall_back(const ent_game *game, const ent_set *set, ent_set *choice,
                         uint32_t *depth);

typedef enum {
    ENT_NASH_PRODUCT,
    ENT_KALAI_SMORODINSKY,
    ENT_EGALITARIAN,
    ENT_UTILITARIAN,
} ent_bargain;

enum { ENT_BARGAINS = 4 };

typedef struct {
    uint64_t candidates; /* states of the set that leave nobody worse off than the start */
    bool nash_is_zero;   /* none of them gives every party that can gain a gain */
    bool *gains;         /* by party: can gain at all; in the arena */
} ent_bargaining;

/* Whether all parties have weights. */
bool ent_is_cardinal(const ent_model *model);

/* The four solutions, into sets that were made for them, for a cardinal model. */
ent_status ent_bargain_from(const ent_game *game, uint64_t start, const ent_set *set,
                            ent_set solutions[ENT_BARGAINS], ent_arena *arena,
                            ent_bargaining *bargaining);

#endif
