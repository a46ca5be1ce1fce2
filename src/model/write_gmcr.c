/* Writing .gmcr files, in the newest spelling. */
#include <jansson.h>
#include <string.h>

#include "model/gmcr_writer.h"
#include "model/slug.h"

typedef struct {
    const ent_model *model;
    ent_report *report;
    ent_text *out;
    ent_arena *scratch;
    ent_cube_scope scope;
    uint32_t *bits;  /* of each option of the model, its place in the file */
    uint32_t *order; /* of each place in the file, the option of the model */
    ent_cube_list infeasible;
    bool ranked; /* the file lists the states of each ranking */
    ent_code_list codes;
    size_t errors_before;
    bool exhausted;
} writer;

static bool failed(const writer *w)
{
    return w->exhausted || w->report->errors > w->errors_before;
}

static void free_json(json_t **value)
{
    json_decref(*value);
}
#define AUTO_JSON ENT_AUTO(free_json) json_t
#define AUTO_ARENA ENT_AUTO(ent_arena_free) ent_arena

static int add_bytes(const char *bytes, size_t length, void *out)
{
    ent_text_add_bytes(out, bytes, length);
    return ((ent_text *)out)->exhausted ? -1 : 0;
}

/* Writes the value on what is left of the line. NULL means that making it took too much memory. */
static void write_value(writer *w, const json_t *value)
{
    if (value == NULL || json_dump_callback(value, add_bytes, w->out, JSON_ENCODE_ANY) != 0)
        w->exhausted = true;
}

/* Appends to a list, and takes the value over. */
static void append(writer *w, json_t *list, json_t *value)
{
    if (value == NULL || json_array_append_new(list, value) != 0)
        w->exhausted = true;
}

static void set(writer *w, json_t *object, const char *key, json_t *value)
{
    if (value == NULL || json_object_set_new(object, key, value) != 0)
        w->exhausted = true;
}

/* Every option has its place: those of a party stand together, in the order of the parties. */
static bool group_options(writer *w)
{
    const ent_model *model = w->model;
    uint32_t next = 0;
    w->bits = ent_arena_array(w->scratch, model->options.count, sizeof *w->bits);
    w->order = ent_arena_array(w->scratch, model->options.count, sizeof *w->order);
    if (w->bits == NULL || w->order == NULL)
        return false;
    for (uint32_t party = 0; party < model->parties.count; party++)
        for (uint32_t i = 0; i < model->options.count; i++)
            if (model->options.items[i].mover == party) {
                w->bits[i] = next;
                w->order[next++] = i;
            }
    for (uint32_t i = 0; i < model->options.count; i++)
        if (w->bits[i] != i) {
            ent_note(w->report, model->options.items[i].place,
                     "options are regrouped by decision maker: states get other numbers");
            break;
        }
    w->scope =
        (ent_cube_scope){.vocabulary = &model->vocabulary, .bits = w->bits, .work = ENT_CUBE_WORK};
    return true;
}

/* The states where the condition holds, or does not, as cubes. Reports what cannot be done. */
static bool find_cubes(writer *w, const ent_condition *condition, bool holds, ent_arena *arena,
                       ent_cube_list *cubes)
{
    switch (ent_cubes_where(&w->scope, condition->expression, holds, arena, cubes)) {
    case ENT_OK:
        return true;
    case ENT_NO_RESOURCE:
        w->exhausted = true;
        return false;
    default:
        (void)ent_error(w->report, condition->place,
                        "'%.60s%s' needs more than %d patterns in a .gmcr file", condition->text,
                        strlen(condition->text) > 60 ? "…" : "", ENT_CUBES_MOST);
        return false;
    }
}

/* What the constraints exclude. */
static void find_infeasible(writer *w)
{
    for (size_t i = 0; i < w->model->constraints.count && !w->exhausted; i++) {
        const ent_condition *constraint = &w->model->constraints.items[i];
        ent_cube_list cubes;
        if (!find_cubes(w, constraint, false, w->scratch, &cubes))
            continue;
        for (size_t j = 0; j < cubes.count; j++) {
            if (cubes.items[j].mask == 0) {
                (void)ent_error(w->report, constraint->place, "this constraint leaves no state");
                return;
            }
            if (w->infeasible.count == ENT_INFEASIBLES_MOST) {
                (void)ent_error(w->report, constraint->place,
                                "a .gmcr file is written with at most %d infeasible patterns",
                                ENT_INFEASIBLES_MOST);
                return;
            }
            ent_cube *item = ENT_PUSH(w->scratch, &w->infeasible);
            if (item == NULL)
                w->exhausted = true;
            else
                *item = cubes.items[j];
        }
    }
}

/* The first party whose states a file would list one by one. */
static const ent_party *first_ranking(const ent_model *model)
{
    for (size_t i = 0; i < model->parties.count; i++)
        if (model->parties.items[i].preference.kind == ENT_BY_RANKING)
            return &model->parties.items[i];
    return NULL;
}

/* Numbers the feasible states, where rankings are to be listed; else sees that there is one. */
static void find_states(writer *w)
{
    const ent_party *ranking = first_ranking(w->model);
    ent_cube_space space;
    w->ranked = ranking != NULL;
    if (!ent_cube_space_make(&space, &w->infeasible, (uint32_t)w->model->options.count, w->scratch))
        w->exhausted = true;
    if (failed(w))
        return;
    ent_search_end end = ent_cube_space_find(
        &space, (ent_cube){0}, w->ranked ? ENT_RANKED_STATES : 0, w->scratch, &w->codes);
    if (end == ENT_SEARCH_NO_MEMORY)
        w->exhausted = true;
    else if (end == ENT_SEARCH_ALL && w->codes.count == 0)
        (void)ent_error(w->report, (ent_place){0}, "the constraints leave no state");
    else if (end != ENT_SEARCH_ALL && ranking != NULL)
        (void)ent_error(w->report, ranking->preference.place,
                        "a .gmcr file lists the states of a ranking one by one, "
                        "and is written with at most %d",
                        ENT_RANKED_STATES);
}

static json_t *make_cube(writer *w, ent_cube cube)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < w->model->options.count; i++)
        if ((cube.mask >> i) & 1u)
            append(w, list, json_pack("[is]", (int)i, (cube.value >> i) & 1u ? "Y" : "N"));
    return list;
}

/* One pattern stands as it is, several as members of a compound condition. */
static json_t *make_condition(writer *w, const ent_cube_list *cubes)
{
    if (cubes->count == 1)
        return make_cube(w, cubes->items[0]);
    json_t *members = json_array();
    for (size_t i = 0; i < cubes->count; i++)
        append(w, members, make_cube(w, cubes->items[i]));
    json_t *compound = json_object();
    set(w, compound, "compound", json_true());
    set(w, compound, "members", members);
    return compound;
}

static json_t *make_preferences(writer *w, const ent_preference *preference)
{
    json_t *list = json_array();
    for (size_t i = 0; i < preference->wants.count && !w->ranked && !w->exhausted; i++) {
        AUTO_ARENA arena = ent_arena_new(w->scratch->memory);
        ent_cube_list cubes;
        if (!find_cubes(w, &preference->wants.items[i].condition, true, &arena, &cubes))
            continue;
        if (cubes.count > 0) /* what never holds decides nothing */
            append(w, list, make_condition(w, &cubes));
    }
    return list;
}

static json_t *make_ranking(writer *w, const ent_preference *preference)
{
    AUTO_ARENA arena = ent_arena_new(w->scratch->memory);
    ent_ranked_state *states = NULL;
    json_t *list = json_array();
    if (ent_gmcr_rank(w->model, preference, w->bits, &w->codes, &arena, &states) != ENT_OK) {
        w->exhausted = true;
        return list;
    }
    for (size_t i = 0; i < w->codes.count;) {
        size_t end = i + 1;
        while (end < w->codes.count && states[end].class == states[i].class)
            end++;
        json_t *tie = end - i > 1 ? json_array() : NULL;
        json_t *to = tie != NULL ? tie : list;
        for (; i < end; i++)
            append(w, to, json_integer(states[i].number));
        if (tie != NULL)
            append(w, list, tie);
    }
    return list;
}

/* The id stands beside the name where reading would make another one of the name. */
static void set_names(writer *w, json_t *object, const char *id, const char *name)
{
    const char *slug = ent_slug(w->scratch, name);
    set(w, object, "name", json_string(name));
    if (slug == NULL)
        w->exhausted = true;
    else if (strcmp(slug, id) != 0)
        set(w, object, "id", json_string(id));
}

static json_t *make_option(writer *w, const ent_option *option)
{
    json_t *object = json_object();
    set_names(w, object, option->id, option->text);
    set(w, object, "permittedDirection",
        json_string(option->moves == ENT_MOVES_UP     ? "fwd"
                    : option->moves == ENT_MOVES_DOWN ? "back"
                                                      : "both"));
    return object;
}

static json_t *make_party(writer *w, uint32_t index)
{
    const ent_party *party = &w->model->parties.items[index];
    json_t *object = json_object();
    json_t *options = json_array();
    set_names(w, object, party->id, party->name);
    for (uint32_t i = 0; i < w->model->options.count; i++)
        if (w->model->options.items[w->order[i]].mover == index)
            append(w, options, json_integer(i));
    set(w, object, "options", options);
    set(w, object, "preferences", make_preferences(w, &party->preference));
    if (w->ranked && !w->exhausted)
        set(w, object, "preferenceRanking", make_ranking(w, &party->preference));
    return object;
}

/* Writes `"key": [`, and before every item of the list a new line. */
static void begin_list(writer *w, const char *key)
{
    ent_text_print(w->out, ",\n  \"%s\": [", key);
}

static void write_item(writer *w, size_t index, json_t *value)
{
    AUTO_JSON *owned = value;
    ent_text_add(w->out, index == 0 ? "\n    " : ",\n    ");
    write_value(w, owned);
}

static void write_file(writer *w)
{
    const ent_model *model = w->model;
    ent_text_add(w->out, "{\n  \"program\": \"entente\"");
    if (model->has_title) {
        AUTO_JSON *title = json_string(model->title);
        ent_text_add(w->out, ",\n  \"title\": ");
        write_value(w, title);
    }
    ent_text_print(w->out, ",\n  \"useManualPreferenceRanking\": %s", w->ranked ? "true" : "false");
    begin_list(w, "options");
    for (size_t i = 0; i < model->options.count && !w->exhausted; i++)
        write_item(w, i, make_option(w, &model->options.items[w->order[i]]));
    ent_text_add(w->out, "\n  ]");
    begin_list(w, "decisionMakers");
    for (uint32_t i = 0; i < model->parties.count && !w->exhausted; i++)
        write_item(w, i, make_party(w, i));
    ent_text_add(w->out, "\n  ]");
    begin_list(w, "infeasibles");
    for (size_t i = 0; i < w->infeasible.count && !w->exhausted; i++)
        write_item(w, i, make_cube(w, w->infeasible.items[i]));
    ent_text_add(w->out, w->infeasible.count > 0 ? "\n  ]\n}\n" : "]\n}\n");
}

ent_status ent_write_gmcr(const ent_model *model, bool drop, ent_text *out, ent_report *report)
{
    size_t errors_before = report->errors;
    if (ent_gmcr_report_losses(model, drop, report) != ENT_OK)
        return ENT_WRONG_MODEL;
    AUTO_ARENA scratch = ent_arena_new(model->arena.memory);
    ENT_AUTO_TEXT text = ent_text_new(out->memory);
    writer w = {.model = model,
                .report = report,
                .out = &text,
                .scratch = &scratch,
                .errors_before = errors_before};
    if (!group_options(&w))
        return ent_out_of_memory(report);
    find_infeasible(&w);
    find_states(&w);
    if (!failed(&w))
        write_file(&w);
    if (!failed(&w))
        ent_text_add_bytes(out, ent_text_string(&text), text.length);
    if (w.exhausted || scratch.exhausted || text.exhausted || out->exhausted ||
        report->arena.exhausted)
        return ent_out_of_memory(report);
    return failed(&w) ? ENT_WRONG_MODEL : ENT_OK;
}
