/* What is uncertain, in the words of the model. */
#include "sweep/store.h"

static const char *const present_or_not[] = {"absent", "present"};

/* "CONDITION", or "TYPE: CONDITION" where the party may be something else. */
static const char *entry_name(const ent_party *party, const ent_doubt *doubt, ent_arena *arena)
{
    const ent_type *type = &party->types.items[doubt->type];
    const char *condition = type->preference.wants.items[doubt->entry].condition.text;
    return party->types.count == 1 ? condition
                                   : ent_arena_print(arena, "%s: %s", type->id, condition);
}

static const char *const *type_names(const ent_party *party, ent_arena *arena)
{
    const char **names = ent_arena_array(arena, party->types.count, sizeof *names);
    for (size_t i = 0; names != NULL && i < party->types.count; i++)
        names[i] = party->types.items[i].id;
    return (const char *const *)names;
}

const ent_store_doubt *ent_store_describe(const ent_model *model, const ent_doubt_list *doubts,
                                          ent_arena *arena)
{
    ent_store_doubt *words = ent_arena_array(arena, doubts->count, sizeof *words);
    for (size_t i = 0; words != NULL && i < doubts->count; i++) {
        const ent_doubt *doubt = &doubts->items[i];
        const ent_party *party = &model->parties.items[doubt->party];
        bool type = doubt->kind == ENT_DOUBT_TYPE;
        words[i] = (ent_store_doubt){.party = party->id,
                                     .name = type ? "type" : entry_name(party, doubt, arena),
                                     .outcomes = type ? type_names(party, arena) : present_or_not};
        if (words[i].name == NULL || words[i].outcomes == NULL)
            return NULL;
    }
    return words;
}
