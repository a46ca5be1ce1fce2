/* What .gmcr files say that is not applied: the user is told where it would change a result. */
#include "model/gmcr_reader.h"

static void check_misperceptions(ent_gmcr_reader *reader, const ent_node *list,
                                 const ent_party *party)
{
    for (const ent_node *item = list->first; item != NULL && !reader->exhausted;
         item = item->next) {
        ent_gmcr_condition condition;
        if (!ent_gmcr_condition_read(reader, item, &condition))
            continue;
        bool matches = false;
        for (size_t i = 0; i < condition.cubes.count && !matches; i++) {
            ent_code_list codes;
            matches = ent_cube_space_find(&reader->space, condition.cubes.items[i], 0,
                                          &reader->scratch, &codes) != ENT_SEARCH_ALL;
        }
        if (!matches)
            continue;
        ent_warn(reader->report, item->place,
                 "misperceptions are not applied: here '%s' sees every feasible state",
                 party->name);
        return;
    }
}

void ent_gmcr_warn_misperceptions(ent_gmcr_reader *reader)
{
    const ent_party *party = reader->model->parties.items;
    for (const ent_node *item = reader->makers->first; item != NULL; item = item->next, party++) {
        const ent_node *list = ent_gmcr_list(reader, item, "misperceptions");
        if (list != NULL)
            check_misperceptions(reader, list, party);
    }
}

/* Notes who stands in the coalition; false when somebody stands there for the second time. */
static bool add_member(ent_gmcr_reader *reader, const ent_node *node, bool *seen, bool *partition)
{
    size_t index = 0;
    if (!ent_gmcr_index(reader, node, "a decision maker", SIZE_MAX, &index))
        return false;
    if (index >= reader->makers->count || seen[index])
        *partition = false;
    else
        seen[index] = true;
    return true;
}

void ent_gmcr_warn_coalitions(ent_gmcr_reader *reader, const ent_node *root)
{
    const ent_node *list = ent_gmcr_list(reader, root, "coalitions");
    bool *seen = ent_arena_array(&reader->scratch, reader->makers->count, 1);
    bool partition = true;
    if (seen == NULL)
        reader->exhausted = true;
    if (list == NULL || seen == NULL)
        return;
    for (const ent_node *item = list->first; item != NULL; item = item->next) {
        const ent_node *member = item->kind == ENT_SEQUENCE ? item->first : item;
        for (; member != NULL; member = item->kind == ENT_SEQUENCE ? member->next : NULL)
            if (!add_member(reader, member, seen, &partition))
                return;
    }
    for (size_t i = 0; i < reader->makers->count; i++)
        partition = partition && seen[i];
    if (!partition)
        ent_note(reader->report, list->place,
                 "the coalitions do not have every decision maker once: they are passed over");
    for (const ent_node *item = list->first; partition && item != NULL; item = item->next)
        if (item->kind == ENT_SEQUENCE && item->count > 1)
            ent_warn(reader->report, item->place,
                     "coalitions are not applied: these decision makers act each for itself");
}
