/* Answers as JSON values: what their verbs print, without the title, for the brief, which has them
 * all. Each is NULL when there is no memory. */
#ifndef ENT_SHOW_JSON_ANSWERS_H
#define ENT_SHOW_JSON_ANSWERS_H

#include <jansson.h>

#include "ask/act.h"
#include "ask/agree.h"
#include "ask/carry.h"
#include "ask/design.h"
#include "ask/need.h"

json_t *ent_json_agree(const ent_agree *agree);
json_t *ent_json_design(const ent_design *design);
json_t *ent_json_need(const ent_need *need, const char *wanted);

/* What carries the answers: the first `top`. */
json_t *ent_json_carriers(const ent_carriers *carriers, size_t top);

/* A list of all bodies. */
json_t *ent_json_act(ent_memory *memory, const ent_act *act);

/* Whether a state is stable for a mover, with the witnesses. */
json_t *ent_json_opinion(const ent_game *game, uint32_t mover, const ent_opinion *opinion);

#endif
