/* Whether two rules of a body are the same rule. */
#ifndef ENT_ASK_SAME_RULE_H
#define ENT_ASK_SAME_RULE_H

#include "game/game.h"

enum { ENT_SAME_RULE_MEMBERS = 12 };

/*
 * They are the same when they print alike; or, for bodies of up to ENT_SAME_RULE_MEMBERS members,
 * when they decide alike for all consents in every feasible state. Larger ones, and rules that ask
 * about more than 16 conditions together, are compared by how they print only.
 */
ent_status ent_same_rule(const ent_game *game, const ent_body *body, const ent_expression *a,
                         const ent_expression *b, bool *same);

#endif
