/* Bodies that are to act against somebody, for random models, which have none; and a second reading
 * of where they can. */
#ifndef ENT_TESTS_PROPERTY_GUARDS_H
#define ENT_TESTS_PROPERTY_GUARDS_H

#include "model/model.h"
#include "property/random_model.h"

/* Gives a body a rule that demands all, perhaps under a condition. Such rules are rare among random
 * ones, and have the most to give up. */
void guards_demand_all(ent_model *model, size_t index, ent_report *report);

/* Gives most bodies a trigger: that one option is taken, whosoever's it is. */
void guards_draw(ent_model *model, dice *d, ent_report *report);

/* Gives a model without a start one of its states for it. */
void guards_draw_start(ent_model *model, dice *d);

/* The party whose option the body's trigger is; ENT_NOBODY where there is no trigger, or it is a
 * body's option, which sets off nothing. */
uint32_t guards_aim(const ent_model *model, size_t body);

/* Whether the body acts in a state with the consent of all but this party (ENT_NOBODY: of all). */
bool guards_act_without(const ent_model *model, size_t body, const uint8_t *levels, uint32_t party);

/* Whether every body that has an aim can act against it. */
bool guards_act(const ent_model *model, const uint8_t *levels);

#endif
