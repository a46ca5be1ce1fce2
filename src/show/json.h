/* Small helps for writing JSON with jansson. */
#ifndef ENT_SHOW_JSON_H
#define ENT_SHOW_JSON_H

#include <jansson.h>

#include "ask/why.h"
#include "base/text.h"

static inline void ent_json_free(json_t **value)
{
    json_decref(*value);
}
#define ENT_AUTO_JSON ENT_AUTO(ent_json_free) json_t

/* Adds the value as one line. ENT_NO_RESOURCE when it, or the text, could not be made. */
ent_status ent_add_json(ent_text *out, const json_t *value);

/* {"number": …, "code": …}, and with `options` the level of each option. */
json_t *ent_json_state(const ent_game *game, uint64_t code, bool options);

/* Adds what the answer is about: "set": {"attack": "no"} when options are fixed by the request, and
 * what show/case.h says. */
void ent_json_add_pins(json_t *answer, const ent_model *model);

/* ["ra", "sel"] */
json_t *ent_json_parties(const ent_model *model, const ent_party_list *parties);

/* ["trump-air"]: the statements that an entry of a preference rests on. */
json_t *ent_json_grounds(const ent_model *model, const ent_want *want);

/* The answer with the model's title before it, and behind it what was fixed with --set. Takes the
 * answer over; NULL when it is NULL. */
json_t *ent_json_titled(const ent_model *model, json_t *answer);

#endif
