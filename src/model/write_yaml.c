/* Writing a model as YAML, so that reading it again gives the same model. */
#include <string.h>

#include "model/model.h"
#include "model/write_tests.h"
#include "model/yaml_text.h"

typedef struct {
    const ent_model *model;
    ent_text *out;
} writer;

/* The words of a condition, for as long as `scratch` lives. */
static const char *words_of(const writer *w, const ent_condition *condition, ent_text *scratch)
{
    if (condition->text != NULL)
        return condition->text;
    scratch->length = 0;
    ent_expression_print(&w->model->vocabulary, condition->expression, scratch);
    w->out->exhausted |= scratch->exhausted;
    return ent_text_string(scratch);
}

/* "KEY: CONDITION" as a line. */
static void write_condition(const writer *w, size_t indent, const char *key,
                            const ent_condition *condition)
{
    ENT_AUTO_TEXT scratch = ent_text_new(w->out->memory);
    ent_yaml_line(w->out, indent, key, words_of(w, condition, &scratch));
}

static void heading(const writer *w, const char *key)
{
    ent_text_print(w->out, "\n%s:\n", key);
}

static bool is_said(const char *text)
{
    return text != NULL && text[strspn(text, " \t\r\n")] != '\0';
}

/* "  ID: ", with the values below each other where ids are short. */
static void begin_entry(const writer *w, size_t indent, const char *id, size_t widest)
{
    ent_text_print(w->out, "%*s%s: ", (int)indent, "", id);
    if (widest <= 24 && widest > strlen(id))
        ent_text_add_repeated(w->out, " ", widest - strlen(id));
}

static size_t wider(size_t widest, const char *id)
{
    return strlen(id) > widest ? strlen(id) : widest;
}

static void write_head(const writer *w)
{
    const ent_model *model = w->model;
    ent_text_add(w->out, "entente: 1\n");
    if (model->has_title)
        ent_yaml_line(w->out, 0, "title:", model->title);
    if (model->as_of != NULL)
        ent_yaml_line(w->out, 0, "as-of:", model->as_of);
    if (model->sources.count == 1)
        ent_yaml_line(w->out, 0, "source:", model->sources.items[0]);
    else if (model->sources.count > 1)
        ent_text_add(w->out, "source:\n");
    for (size_t i = 0; model->sources.count > 1 && i < model->sources.count; i++)
        ent_yaml_line(w->out, 2, "-", model->sources.items[i]);
}

static void write_parties(const writer *w)
{
    heading(w, "parties");
    for (size_t i = 0; i < w->model->parties.count; i++) {
        const ent_party *party = &w->model->parties.items[i];
        ENT_AUTO_TEXT key = ent_text_new(w->out->memory);
        ent_text_print(&key, "%s:", party->id);
        w->out->exhausted |= key.exhausted;
        ent_yaml_line(w->out, 2, ent_text_string(&key),
                      is_said(party->name) ? party->name : party->id);
    }
}

static void write_bodies(const writer *w)
{
    for (size_t i = 0; i < w->model->bodies.count; i++) {
        const ent_body *body = &w->model->bodies.items[i];
        if (i == 0)
            heading(w, "bodies");
        ent_text_print(w->out, "  %s:\n", body->id);
        if (is_said(body->name) && strcmp(body->name, body->id) != 0)
            ent_yaml_line(w->out, 4, "name:", body->name);
        ent_yaml_flow members = ent_yaml_open(w->out, 6, "    members: [");
        for (size_t j = 0; j < body->members.count; j++)
            ent_yaml_item(&members, w->model->parties.items[body->members.items[j]].id);
        ent_text_add(w->out, "]\n");
        write_condition(w, 4, "rule:", &body->rule);
        if (body->trigger.expression != NULL)
            write_condition(w, 4, "trigger:", &body->trigger);
    }
}

static bool is_binary(const ent_scale *scale)
{
    return scale->level_count == 2 && strcmp(scale->levels[0], "no") == 0 &&
           strcmp(scale->levels[1], "yes") == 0;
}

static const char *text_of_option(const ent_option *option)
{
    bool own = is_said(option->text) && strcmp(option->text, option->id) != 0;
    return own ? option->text : NULL;
}

static const char *const moves_words[] = {"any", "up", "down", "fixed"};

static void write_levels(const ent_scale *scale, size_t indent, ent_text *out)
{
    ent_yaml_flow list = ent_yaml_open(out, indent, "levels: [");
    for (uint32_t i = 0; i < scale->level_count; i++)
        ent_yaml_item(&list, scale->levels[i]);
    ent_text_add(out, "]");
}

/* "{by: …, levels: […], moves: …, text: …}" */
static void add_option(const writer *w, size_t index, ent_text *out)
{
    const ent_option *option = &w->model->options.items[index];
    const ent_scale *scale = &w->model->vocabulary.options.items[index];
    ent_text_print(out, "{by: %s", ent_mover_id(w->model, option->mover));
    if (!is_binary(scale)) {
        ent_text_add(out, ", ");
        write_levels(scale, 6, out);
    }
    if (option->moves != ENT_MOVES_ANY)
        ent_text_print(out, ", moves: %s", moves_words[option->moves]);
    if (text_of_option(option) != NULL) {
        ent_text_add(out, ", text: ");
        ent_yaml_inline(out, text_of_option(option));
    }
    ent_text_add(out, "}\n");
}

/* The same, one key a line. */
static void write_long_option(const writer *w, size_t index)
{
    const ent_option *option = &w->model->options.items[index];
    const ent_scale *scale = &w->model->vocabulary.options.items[index];
    ent_text_print(w->out, "  %s:\n    by: %s\n", option->id,
                   ent_mover_id(w->model, option->mover));
    if (!is_binary(scale)) {
        ent_text_add(w->out, "    ");
        write_levels(scale, 6, w->out);
        ent_text_add(w->out, "\n");
    }
    if (option->moves != ENT_MOVES_ANY)
        ent_text_print(w->out, "    moves: %s\n", moves_words[option->moves]);
    if (text_of_option(option) != NULL)
        ent_yaml_line(w->out, 4, "text:", text_of_option(option));
}

static void write_options(const writer *w)
{
    const ent_model *model = w->model;
    size_t widest = 0;
    for (size_t i = 0; i < model->options.count; i++)
        widest = wider(widest, model->options.items[i].id);
    heading(w, "options");
    for (size_t i = 0; i < model->options.count; i++) {
        ENT_AUTO_TEXT line = ent_text_new(w->out->memory);
        add_option(w, i, &line);
        w->out->exhausted |= line.exhausted;
        size_t before = 4 + (widest <= 24 ? widest : strlen(model->options.items[i].id));
        if (before + ent_display_width(ent_text_string(&line), line.length) > ENT_YAML_WIDTH) {
            write_long_option(w, i);
            continue;
        }
        begin_entry(w, 2, model->options.items[i].id, widest);
        ent_text_add(w->out, ent_text_string(&line));
    }
}

static void write_weights(const writer *w)
{
    const ent_model *model = w->model;
    for (size_t i = 0; i < model->vocabulary.weights.count; i++) {
        const ent_weight *weight = &model->vocabulary.weights.items[i];
        if (i == 0)
            heading(w, "weights");
        begin_entry(w, 2, weight->id, 0);
        ent_yaml_flow entry = ent_yaml_open(w->out, 6, "{");
        for (size_t p = 0; p < model->parties.count; p++)
            if (weight->of_party[p] != 0)
                ent_yaml_pair(
                    &entry, model->parties.items[p].id,
                    ent_decimal_words((ent_decimal){weight->of_party[p], weight->places}).text);
        ent_text_add(w->out, "}\n");
    }
}

static void write_definitions(const writer *w)
{
    for (size_t i = 0; i < w->model->vocabulary.defined.count; i++) {
        const ent_definition *definition = &w->model->vocabulary.defined.items[i];
        ENT_AUTO_TEXT key = ent_text_new(w->out->memory);
        if (i == 0)
            heading(w, "define");
        ent_text_print(&key, "%s:", definition->id);
        w->out->exhausted |= key.exhausted;
        write_condition(w, 2, ent_text_string(&key),
                        &(ent_condition){.expression = definition->condition});
    }
}

static void write_start(const writer *w)
{
    const ent_model *model = w->model;
    if (model->start == NULL)
        return;
    ent_text_add(w->out, "\n");
    ent_yaml_flow entry = ent_yaml_open(w->out, 2, "start: {");
    for (size_t i = 0; i < model->options.count; i++)
        if (model->start[i] != 0)
            ent_yaml_pair(&entry, model->options.items[i].id,
                          model->vocabulary.options.items[i].levels[model->start[i]]);
    ent_text_add(w->out, "}\n");
}

static void write_game(const writer *w)
{
    const ent_model *model = w->model;
    write_parties(w);
    write_bodies(w);
    write_options(w);
    write_weights(w);
    write_definitions(w);
    for (size_t i = 0; i < model->constraints.count; i++) {
        if (i == 0)
            heading(w, "constraints");
        write_condition(w, 2, "-", &model->constraints.items[i]);
    }
    write_start(w);
    if (model->target.expression != NULL)
        write_condition(w, 0, "target:", &model->target);
}

static bool is_bare(const ent_want *want)
{
    return want->because.count == 0 && want->assumption == NULL && !want->uncertain;
}

/* Whether all wants fit into one line of brackets; `room` is what the line has left. */
static bool is_short(const writer *w, const ent_preference *preference, size_t room)
{
    size_t width = 0;
    for (size_t i = 0; i < preference->wants.count; i++) {
        const ent_want *want = &preference->wants.items[i];
        ENT_AUTO_TEXT scratch = ent_text_new(w->out->memory);
        const char *words = words_of(w, &want->condition, &scratch);
        width += strlen(words) + 4;
        if (!is_bare(want) || width > room || !ent_yaml_is_plain(words))
            return false;
    }
    return true;
}

static void write_grounds(const writer *w, size_t indent, const ent_statement_list *because,
                          const char *assumption)
{
    if (because->count > 0) {
        ent_text_add_repeated(w->out, " ", indent);
        ent_yaml_flow list = ent_yaml_open(w->out, indent + 2, "because: [");
        for (size_t i = 0; i < because->count; i++)
            ent_yaml_item(&list, w->model->statements.items[because->items[i]].id);
        ent_text_add(w->out, "]\n");
    } else if (assumption != NULL) {
        ent_yaml_line(w->out, indent, "assumption:", assumption);
    }
}

/* Plain, with its sign: a number in quotes is none. */
static void write_number(const writer *w, size_t indent, const char *key, ent_decimal number)
{
    ent_text_print(w->out, "%*s%s %s\n", (int)indent, "", key, ent_decimal_words(number).text);
}

static void write_wants(const writer *w, size_t indent, const ent_preference *preference)
{
    for (size_t i = 0; i < preference->wants.count; i++) {
        const ent_want *want = &preference->wants.items[i];
        bool weighted = preference->kind == ENT_BY_WEIGHTS;
        if (is_bare(want) && !weighted) {
            write_condition(w, indent, "-", &want->condition);
            continue;
        }
        write_condition(w, indent, "- want:", &want->condition);
        if (weighted)
            write_number(w, indent + 2, "weight:", want->weight);
        if (want->uncertain)
            write_number(w, indent + 2, "probability:", want->probability);
        write_grounds(w, indent + 2, &want->because, want->assumption);
    }
}

/* Weights without grounds, as a mapping from condition to number; false where that cannot be. */
static bool write_weighing(const writer *w, size_t indent, const ent_preference *preference)
{
    if (!is_short(w, preference, SIZE_MAX))
        return false;
    for (size_t i = 0; i < preference->wants.count; i++) {
        const char *words = preference->wants.items[i].condition.text;
        if (words == NULL || strlen(words) > 60)
            return false;
        for (size_t j = 0; j < i; j++)
            if (strcmp(words, preference->wants.items[j].condition.text) == 0)
                return false;
    }
    for (size_t i = 0; i < preference->wants.count; i++) {
        const ent_want *want = &preference->wants.items[i];
        ent_text_print(w->out, "%*s%s: %s\n", (int)indent, "", want->condition.text,
                       ent_decimal_words(want->weight).text);
    }
    return true;
}

static const char *const forms[] = {"", "priorities", "weights", "ranking"};

/* "OPENING[CONDITION, …]CLOSING" as a line, where that is short; else false. */
static bool write_short(const writer *w, size_t indent, const char *opening, const char *closing,
                        const ent_preference *preference)
{
    bool weighted = preference->kind == ENT_BY_WEIGHTS;
    if (preference->wants.count > 0 && (weighted || !is_short(w, preference, 70)))
        return false;
    ent_yaml_flow list = ent_yaml_open(w->out, indent, opening);
    ENT_AUTO_TEXT scratch = ent_text_new(w->out->memory);
    for (size_t i = 0; i < preference->wants.count; i++)
        ent_yaml_item(&list, words_of(w, &preference->wants.items[i].condition, &scratch));
    ent_text_print(w->out, "%s\n", closing);
    return true;
}

/* The entries, below the key that says their form. */
static void write_form(const writer *w, size_t indent, const ent_preference *preference)
{
    ENT_AUTO_TEXT opening = ent_text_new(w->out->memory);
    ent_text_print(&opening, "%*s%s: [", (int)indent, "", forms[preference->kind]);
    w->out->exhausted |= opening.exhausted;
    if (write_short(w, indent + 4, ent_text_string(&opening), "]", preference))
        return;
    ent_text_print(w->out, "%*s%s:\n", (int)indent, "", forms[preference->kind]);
    if (preference->kind != ENT_BY_WEIGHTS || !write_weighing(w, indent + 2, preference))
        write_wants(w, indent + 2, preference);
}

static void write_type(const writer *w, const ent_type *type)
{
    ent_text_print(w->out, "      %s:\n", type->id);
    if (type->name != NULL && strcmp(type->name, type->id) != 0)
        ent_yaml_line(w->out, 8, "name:", type->name);
    write_number(w, 8, "probability:", type->probability);
    write_grounds(w, 8, &type->because, type->assumption);
    write_form(w, 8, &type->preference);
}

static void write_preference(const writer *w, const ent_party *party)
{
    bool named = party->types.count > 0 && party->types.items[0].id != NULL;
    const ent_preference *preference =
        party->types.count > 0 ? &party->types.items[0].preference : &party->preference;
    bool plain = preference->kind == ENT_BY_PRIORITIES;
    ENT_AUTO_TEXT opening = ent_text_new(w->out->memory);
    ent_text_print(&opening, plain ? "  %s: [" : "  %s: {%s: [", party->id,
                   forms[preference->kind]);
    w->out->exhausted |= opening.exhausted;
    if (!named && write_short(w, 6, ent_text_string(&opening), plain ? "]" : "]}", preference))
        return;
    ent_text_print(w->out, "  %s:\n", party->id);
    if (named)
        ent_text_add(w->out, "    types:\n");
    for (size_t i = 0; named && i < party->types.count; i++)
        write_type(w, &party->types.items[i]);
    if (!named && plain)
        write_wants(w, 4, preference);
    else if (!named)
        write_form(w, 4, preference);
}

static void write_preferences(const writer *w)
{
    bool any = false;
    for (size_t i = 0; i < w->model->parties.count; i++) {
        const ent_party *party = &w->model->parties.items[i];
        if (party->preference.kind == ENT_INDIFFERENT)
            continue;
        if (!any)
            heading(w, "preferences");
        any = true;
        write_preference(w, party);
    }
}

static void write_claim(const writer *w, const ent_claim *claim)
{
    if (claim->body == ENT_NOBODY) {
        write_condition(w, 6, "-", &claim->condition);
        return;
    }
    ent_yaml_line(w->out, 6, "- body:", ent_mover_id(w->model, claim->body));
    write_condition(w, 8, "rule:", &claim->condition);
}

static void write_claims(const writer *w, const ent_statement *statement, bool rejected)
{
    bool any = false;
    for (size_t i = 0; i < statement->claims.count; i++) {
        if (statement->claims.items[i].rejected != rejected)
            continue;
        if (!any)
            ent_text_print(w->out, "    %s:\n", rejected ? "rejects" : "says");
        any = true;
        write_claim(w, &statement->claims.items[i]);
    }
}

static void write_statement(const writer *w, const ent_statement *statement)
{
    const struct {
        const char *key;
        const char *text;
    } lines[] = {
        {"name:", strcmp(statement->name, statement->id) == 0 ? NULL : statement->name},
        {"by:", statement->by == ENT_NOBODY ? NULL : w->model->parties.items[statement->by].id},
        {"speaker:", statement->speaker},
        {"date:", statement->date},
        {"venue:", statement->venue},
        {"source:", statement->source},
        {"reliability:", statement->reliability},
        {"text:", statement->text},
    };
    bool empty = statement->claims.count == 0;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        empty = empty && lines[i].text == NULL;
    ent_text_print(w->out, "  %s:%s\n", statement->id, empty ? " {}" : "");
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++)
        if (lines[i].text != NULL)
            ent_yaml_line(w->out, 4, lines[i].key, lines[i].text);
    write_claims(w, statement, false);
    write_claims(w, statement, true);
}

static void write_history(const writer *w)
{
    const ent_history *history = &w->model->history;
    if (!history->said)
        return;
    heading(w, "history");
    ent_yaml_line(w->out, 2, "outcome:", history->outcome);
    ent_yaml_line(w->out, 2, "challenged:", history->challenged);
    ent_yaml_line(w->out, 2, "acted:", history->acted);
    if (history->note != NULL)
        ent_yaml_line(w->out, 2, "note:", history->note);
}

ent_status ent_write_yaml(const ent_model *model, ent_text *out, ent_report *report)
{
    writer w = {.model = model, .out = out};
    write_head(&w);
    write_game(&w);
    write_preferences(&w);
    for (size_t i = 0; i < model->statements.count; i++) {
        if (i == 0)
            heading(&w, "statements");
        write_statement(&w, &model->statements.items[i]);
    }
    write_history(&w);
    ent_write_tests(model, out);
    return out->exhausted ? ent_out_of_memory(report) : ENT_OK;
}
