/* Which members are interchangeable: no coalition changes its fate when they change places. */
#ifndef ENT_VOTE_CLASSES_H
#define ENT_VOTE_CLASSES_H

#include "vote/diagram.h"
#include "vote/natural.h"

/* Members with the same weights in all quotas, which are interchangeable in any game. Fills
 * class_of, by member: the first member of its class. */
void ent_find_classes(const ent_simple_game *game, uint32_t *class_of);

/* Joins classes that are interchangeable in this game. Only members with as many swings can be. */
ent_status ent_join_classes(const ent_diagram *diagram, const ent_natural *swings,
                            uint32_t *class_of);

/* The same for a game of one quota, without a diagram: there members with as many swings are
 * interchangeable, because swings rise strictly with desirability (Taylor & Zwicker 1999, ch. 3).
 */
void ent_join_classes_of_quota(uint32_t members, const ent_natural *swings, uint32_t *class_of);

#endif
