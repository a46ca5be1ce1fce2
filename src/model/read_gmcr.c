/* Reading .gmcr files: options, decision makers, and the order of what else there is. */
#include <string.h>

#include "model/gmcr_reader.h"
#include "model/slug.h"

enum { MAKERS_MOST = 1000 };

bool ent_gmcr_index(ent_gmcr_reader *reader, const ent_node *node, const char *what, size_t count,
                    size_t *index)
{
    *index = 0;
    bool number = node->kind == ENT_SCALAR && node->length > 0 && node->length < 16;
    for (size_t i = 0; number && i < node->length; i++) {
        number = node->text[i] >= '0' && node->text[i] <= '9';
        *index = *index * 10 + (size_t)(node->text[i] - '0');
    }
    if (!number) {
        (void)ent_error(reader->report, node->place, "the number of %s must stand here", what);
        return false;
    }
    if (*index < count)
        return true;
    (void)ent_error(reader->report, node->place,
                    "%zu is not the number of %s: they are counted from 0 to %zu", *index, what,
                    count - 1);
    return false;
}

const ent_node *ent_gmcr_list(ent_gmcr_reader *reader, const ent_node *mapping, const char *key)
{
    const ent_node *value = ent_node_get(mapping, key);
    if (value == NULL || ent_node_is_null(value))
        return NULL;
    if (value->kind == ENT_SEQUENCE)
        return value;
    (void)ent_error(reader->report, value->place, "'%s' must be a list, not %s", key,
                    ent_node_kind_text(value));
    return NULL;
}

/* Other programs write keys of their own: they are no error. */
static void warn_unknown(ent_gmcr_reader *reader, const ent_node *mapping, const char *const *known,
                         size_t count)
{
    for (const ent_node *key = mapping->first; key != NULL; key = key->next) {
        bool found = false;
        for (size_t i = 0; i < count && !found; i++)
            found = ent_node_is(key, known[i]);
        if (found)
            continue;
        ent_warn(reader->report, key->place, "the unknown key '%s' is passed over", key->text);
        const char *nearest = ent_nearest(key->text, key->length, known, count);
        if (nearest != NULL)
            ent_hint(reader->report, "did you mean '%s'?", nearest);
    }
}

#define WARN_UNKNOWN(reader, mapping, ...)                                                         \
    do {                                                                                           \
        static const char *const known_[] = {__VA_ARGS__};                                         \
        warn_unknown((reader), (mapping), known_, sizeof known_ / sizeof *known_);                 \
    } while (0)

/* The list under the key, which must be there and hold mappings, 1 to `most` of them. */
static const ent_node *required_list(ent_gmcr_reader *reader, const ent_node *root, const char *key,
                                     size_t most)
{
    size_t before = reader->report->errors;
    const ent_node *list = ent_gmcr_list(reader, root, key);
    if (list == NULL) {
        if (reader->report->errors == before)
            (void)ent_error(reader->report, root->place, "the file has no '%s'", key);
        return NULL;
    }
    if (list->count == 0 || list->count > most) {
        (void)ent_error(reader->report, list->place, "'%s' has %zu entries: there must be 1 to %zu",
                        key, list->count, most);
        return NULL;
    }
    for (const ent_node *item = list->first; item != NULL; item = item->next)
        if (item->kind != ENT_MAPPING)
            (void)ent_error(reader->report, item->place,
                            "an entry of '%s' must be an object with a name, not %s", key,
                            ent_node_kind_text(item));
    return reader->report->errors == before ? list : NULL;
}

/* The name of an option or decision maker, "" where it has none. */
static const char *name_of(ent_gmcr_reader *reader, const ent_node *item)
{
    const ent_node *name = ent_node_get(item, "name");
    if (name == NULL)
        return "";
    if (name->kind == ENT_SCALAR)
        return name->text; /* of the tree: what the model keeps is copied */
    (void)ent_error(reader->report, name->place, "a name must be a text, not %s",
                    ent_node_kind_text(name));
    return "";
}

/* The name as the model keeps it; the id where there is none. */
static const char *kept_name(ent_gmcr_reader *reader, const ent_node *item, const char *id)
{
    const char *name = name_of(reader, item);
    const char *copy =
        *name == '\0' ? id : ent_arena_copy(&reader->model->arena, name, strlen(name));
    return copy == NULL ? "" : copy; /* the arena remembers that memory ran out */
}

static ent_place name_place(const ent_node *item)
{
    const ent_node *name = ent_node_get(item, "name");
    return name == NULL ? item->place : name->place;
}

static bool is_free(const ent_gmcr_reader *reader, const char *id)
{
    size_t length = strlen(id);
    return ent_is_id(id, length) &&
           ent_vocabulary_find(&reader->model->vocabulary, id, length) == NULL;
}

/*
 * An id for item `number` (from 1): the one that it has itself, as files of ours do, else its name
 * as a slug; when that is taken with the owner's id before it, or the number after it.
 */
static const char *pick_id(ent_gmcr_reader *reader, const ent_node *item, const char *kind,
                           const char *owner, size_t number)
{
    ent_arena *arena = &reader->model->arena;
    const ent_node *own = ent_node_get(item, "id");
    if (own != NULL && own->kind == ENT_SCALAR && is_free(reader, own->text))
        return ent_arena_copy(arena, own->text, own->length);
    const char *id = ent_slug(arena, name_of(reader, item));
    if (id != NULL && *id == '\0')
        id = ent_arena_print(arena, "%s-%zu", kind, number);
    else if (id != NULL && !ent_is_id(id, strlen(id)))
        id = ent_arena_print(arena, "%s-%s", kind, id);
    if (id == NULL || is_free(reader, id))
        return id;
    const char *base = id;
    if (owner != NULL) {
        id = ent_arena_print(arena, "%s-%s", owner, base);
        if (id == NULL || is_free(reader, id))
            return id;
    }
    while (id != NULL && !is_free(reader, id))
        id = ent_arena_print(arena, "%s-%zu", base, number++);
    return id;
}

static ent_moves moves_of(ent_gmcr_reader *reader, const ent_node *item)
{
    static const struct {
        const char *key;
        const char *word;
        ent_moves moves;
    } words[] = {
        {"permittedDirection", "both", ENT_MOVES_ANY},  {"permittedDirection", "fwd", ENT_MOVES_UP},
        {"permittedDirection", "back", ENT_MOVES_DOWN}, {"reversible", "reversible", ENT_MOVES_ANY},
        {"reversible", "forward", ENT_MOVES_UP},        {"reversible", "backward", ENT_MOVES_DOWN},
        {"reversible", "true", ENT_MOVES_ANY},          {"reversible", "false", ENT_MOVES_UP},
    };
    const ent_node *direction = ent_node_get(item, "permittedDirection");
    const char *key = direction != NULL ? "permittedDirection" : "reversible";
    if (direction == NULL)
        direction = ent_node_get(item, "reversible");
    if (direction == NULL)
        return ENT_MOVES_ANY;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(words[i].key, key) == 0 && ent_node_is(direction, words[i].word))
            return words[i].moves;
    ent_warn(reader->report, direction->place,
             "this is no direction ('both', 'fwd' or 'back'): the option may move both ways");
    return ENT_MOVES_ANY;
}

static void add_option(ent_gmcr_reader *reader, size_t index, uint32_t mover)
{
    ent_model *model = reader->model;
    const ent_node *item = reader->options[index];
    const char **levels = ent_arena_array(&model->arena, 2, sizeof *levels);
    const char *id =
        pick_id(reader, item, "option", model->parties.items[mover].id, model->options.count + 1);
    ent_option *option = ENT_PUSH(&model->arena, &model->options);
    if (levels == NULL || id == NULL || option == NULL) {
        reader->exhausted = true;
        return;
    }
    levels[0] = "no";
    levels[1] = "yes";
    *option = (ent_option){.id = id,
                           .text = kept_name(reader, item, id),
                           .place = name_place(item),
                           .mover = mover,
                           .moves = moves_of(reader, item)};
    uint32_t at = 0;
    if (ent_vocabulary_add(&model->vocabulary, ENT_NAME_OPTION, id, option->place, reader->report,
                           &at) != ENT_OK) {
        reader->exhausted = true;
        return;
    }
    ent_vocabulary_set_levels(&model->vocabulary, at, levels, 2);
    reader->position[index] = at;
}

static void add_party(ent_gmcr_reader *reader, const ent_node *item)
{
    ent_model *model = reader->model;
    const char *id = pick_id(reader, item, "party", NULL, model->parties.count + 1);
    ent_party *party = ENT_PUSH(&model->arena, &model->parties);
    uint32_t at = 0;
    if (id == NULL || party == NULL) {
        reader->exhausted = true;
        return;
    }
    *party = (ent_party){.id = id, .name = kept_name(reader, item, id), .place = name_place(item)};
    party->preference.place = party->place;
    if (ent_vocabulary_add(&model->vocabulary, ENT_NAME_PARTY, id, party->place, reader->report,
                           &at) != ENT_OK)
        reader->exhausted = true;
}

typedef struct {
    uint32_t owner[ENT_CUBE_OPTIONS];
    size_t order[ENT_CUBE_OPTIONS]; /* indexes in the file, regrouped */
    size_t count;
} grouping;

/* Gives decision maker `maker` the options it lists. */
static void group_options(ent_gmcr_reader *reader, const ent_node *item, uint32_t maker,
                          grouping *groups)
{
    size_t before = reader->report->errors;
    const ent_node *list = ent_gmcr_list(reader, item, "options");
    if (list == NULL && reader->report->errors == before)
        (void)ent_error(reader->report, item->place, "this decision maker has no 'options'");
    for (const ent_node *entry = list == NULL ? NULL : list->first; entry != NULL;
         entry = entry->next) {
        size_t index = 0;
        if (!ent_gmcr_index(reader, entry, "an option", reader->option_count, &index))
            continue;
        if (groups->owner[index] == ENT_NOBODY) {
            groups->owner[index] = maker;
            groups->order[groups->count++] = index;
        } else if (groups->owner[index] != maker) {
            (void)ent_error(reader->report, entry->place,
                            "option %zu has a decision maker already: an option has only one",
                            index);
        }
    }
}

/* Declares decision makers and options, the options regrouped by decision maker. */
static void declare(ent_gmcr_reader *reader)
{
    size_t before = reader->report->errors;
    grouping groups = {0};
    uint32_t maker = 0;
    for (size_t i = 0; i < reader->option_count; i++)
        groups.owner[i] = ENT_NOBODY;
    for (const ent_node *item = reader->makers->first; item != NULL; item = item->next) {
        WARN_UNKNOWN(reader, item, "name", "options", "preferences", "preferenceRanking",
                     "preferenceVector", "misperceptions", "payoffs", "id");
        group_options(reader, item, maker++, &groups);
    }
    for (size_t i = 0; i < reader->option_count; i++) {
        WARN_UNKNOWN(reader, reader->options[i], "name", "permittedDirection", "reversible",
                     "image", "id");
        if (groups.owner[i] == ENT_NOBODY)
            (void)ent_error(reader->report, name_place(reader->options[i]),
                            "no decision maker has option %zu", i);
    }
    if (reader->report->errors != before)
        return;
    for (const ent_node *item = reader->makers->first; item != NULL; item = item->next)
        add_party(reader, item);
    for (size_t i = 0; i < groups.count && !reader->exhausted; i++)
        add_option(reader, groups.order[i], groups.owner[groups.order[i]]);
}

/* Whether rankings are in force; neither key means that they are not. */
static bool rankings_in_force(ent_gmcr_reader *reader, const ent_node *root)
{
    const ent_node *value = ent_node_get(root, "useManualPreferenceRanking");
    if (value == NULL)
        value = ent_node_get(root, "useManualPreferenceVectors");
    if (value == NULL || ent_node_is(value, "false") || ent_node_is(value, "0") ||
        ent_node_is_null(value))
        return false;
    if (!ent_node_is(value, "true") && !ent_node_is(value, "1"))
        (void)ent_error(reader->report, value->place, "this must be true or false");
    return true;
}

static void read_title(ent_gmcr_reader *reader, const ent_node *root)
{
    const ent_node *title = ent_node_get(root, "title");
    const ent_node *description = ent_node_get(root, "description");
    if (title != NULL && title->kind != ENT_SCALAR)
        (void)ent_error(reader->report, title->place, "a title must be a text, not %s",
                        ent_node_kind_text(title));
    else if (title != NULL && title->length > 0) {
        reader->model->title = ent_arena_copy(&reader->model->arena, title->text, title->length);
        reader->model->has_title = true;
    }
    if (description != NULL && description->kind == ENT_SCALAR && description->length > 0)
        ent_warn(reader->report, description->place, "the description is not kept");
}

static void read_root(ent_gmcr_reader *reader, const ent_node *root)
{
    WARN_UNKNOWN(reader, root, "options", "decisionMakers", "infeasibles", "mutexes",
                 "useManualPreferenceRanking", "useManualPreferenceVectors", "coalitions",
                 "coalitionsFull", "program", "version", "title", "description", "nodes");
    read_title(reader, root);
    size_t before = reader->report->errors;
    const ent_node *options = required_list(reader, root, "options", ENT_CUBE_OPTIONS);
    reader->makers = required_list(reader, root, "decisionMakers", MAKERS_MOST);
    if (options == NULL || reader->makers == NULL)
        return;
    for (const ent_node *item = options->first; item != NULL; item = item->next)
        reader->options[reader->option_count++] = item;
    declare(reader);
    if (reader->exhausted || reader->report->errors != before)
        return;
    ent_gmcr_read_infeasibles(reader, root);
    bool numbered = reader->report->errors == before;
    if (!rankings_in_force(reader, root))
        ent_gmcr_read_preferences(reader, root);
    else if (numbered)
        ent_gmcr_read_rankings(reader, root);
    ent_gmcr_warn_misperceptions(reader);
    ent_gmcr_warn_coalitions(reader, root);
}

ent_status ent_read_gmcr(ent_model *model, const ent_node *root, ent_report *report)
{
    ent_gmcr_reader reader = {.model = model, .report = report};
    reader.scratch = ent_arena_new(model->arena.memory);
    read_root(&reader, root);
    bool exhausted = reader.exhausted || reader.scratch.exhausted || model->arena.exhausted;
    ent_arena_free(&reader.scratch);
    return exhausted ? ent_out_of_memory(report) : ent_report_status(report);
}
