/* Finding states by what the user wrote, and the small questions that every answer asks. */
#ifndef ENT_ASK_FIND_H
#define ENT_ASK_FIND_H

#include "game/game.h"

/* Parses a condition that was given outside the model's file. The source must outlive it. */
ent_status ent_ask_condition(ent_model *model, const ent_source *source, ent_condition *condition,
                             ent_report *report);

/* The code of STATE as the user names it: a number, or a condition that one state satisfies. */
ent_status ent_find_state(const ent_game *game, ent_model *model, const ent_source *source,
                          uint64_t *code, ent_report *report);

/* The feasible states that the user names: by a number, or by a condition that some satisfy. `set`
 * is to be freed in every case. */
ent_status ent_find_states(const ent_game *game, ent_model *model, const ent_source *source,
                           ent_set *set, ent_report *report);

/* The mover with this id; ENT_WRONG_USE with the nearest id where there is none. */
ent_status ent_find_mover(const ent_model *model, const char *id, uint32_t *mover,
                          ent_report *report);

/* Applies "OPTION=LEVEL" as ent_pin_option does. */
ent_status ent_apply_setting(ent_model *model, const ent_source *source, ent_report *report);

/* Applies each "PARTY=TYPE": what if the party were of this type. The rest stays as likely as it
 * is.
 */
ent_status ent_apply_types(ent_model *model, const ent_source *sources, size_t count,
                           ent_report *report);

/* Replaces the start by the one state that satisfies "OPTION=LEVEL, …" with every other option at
 * its first level. */
ent_status ent_apply_start(ent_model *model, const ent_source *source, ent_report *report);

/* The code of the start; false where the model has none, or one that pinned options exclude. */
bool ent_start_code(const ent_game *game, uint64_t *code);

/* Whether everyone whose consent is needed prefers `to` to `from`, and every change is possible
 * (docs/semantics.md §6). */
ent_status ent_is_agreeable(const ent_game *game, uint64_t from, uint64_t to, bool *agreeable);

#endif
