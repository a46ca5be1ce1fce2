/* Whether two models are the same game: compared state by state, from the definitions alone. */
#ifndef ENT_TESTS_SUPPORT_SAME_GAME_H
#define ENT_TESTS_SUPPORT_SAME_GAME_H

#include "model/model.h"

enum { SAME_GAME_OPTIONS = 10 /* at most */ };

/*
 * True when both have the same parties and options by id, the same directions, feasible states and
 * preferences. Options have two levels; their order may differ. `why` tells the first difference.
 */
bool ent_test_same_game(const ent_model *a, const ent_model *b, const char **why);

/* Whether the state with these levels is feasible. */
bool ent_test_feasible(const ent_model *model, const uint8_t *levels);

/* Below, equal to or above 0 as the party likes x less than, as much as or more than y. */
int ent_test_compare(const ent_model *model, const ent_preference *preference, const uint8_t *x,
                     const uint8_t *y);

#endif
