/* What the model expects of its own answers, as YAML. */
#include "model/write_tests.h"

#include <stdio.h>

#include "model/yaml_text.h"

typedef struct {
    const ent_model *model;
    ent_text *out;
} writer;

/* The expected sets of one mover, or the equilibria: "KEY: {nash: [...], ...}". */
static void write_sets(const writer *w, size_t indent, const char *key, uint32_t mover)
{
    const ent_expectations *expectations = &w->model->expectations;
    bool any = false;
    for (size_t i = 0; i < expectations->sets.count; i++) {
        const ent_expected_set *set = &expectations->sets.items[i];
        if (set->mover != mover)
            continue;
        if (!any)
            ent_text_print(w->out, "%*s%s:\n", (int)indent, "", key);
        any = true;
        ent_text_print(w->out, "%*s%s: ", (int)indent + 2, "", ent_concept_id(set->concept));
        ent_yaml_flow list = ent_yaml_open(w->out, indent + 4, "[");
        for (size_t j = 0; j < set->numbers.count; j++) {
            char number[24];
            (void)snprintf(number, sizeof number, "%llu",
                           (unsigned long long)set->numbers.items[j]);
            ent_yaml_item(&list, number);
        }
        ent_text_add(w->out, "]\n");
    }
}

/* The lines of one expectation; in a list the first of them begins with a dash. */
typedef struct {
    const writer *writer;
    const ent_body *body;
    size_t indent;
    bool dash;
} lines;

static void begin_line(lines *l, const char *key)
{
    ent_text *out = l->writer->out;
    ent_text_print(out, "%*s%s%s: ", (int)l->indent - 2, "", l->dash ? "- " : "  ", key);
    l->dash = false;
}

static void write_number(lines *l, const char *key, const ent_expected_number *number)
{
    if (number->text == NULL)
        return;
    begin_line(l, key);
    ent_text_print(l->writer->out, "%s\n", number->text);
}

static const char *member_id(const lines *l, uint32_t position)
{
    return l->writer->model->parties.items[l->body->members.items[position]].id;
}

static void write_members(lines *l, const char *key, const ent_expected_members *members)
{
    if (!members->said)
        return;
    begin_line(l, key);
    ent_yaml_flow list = ent_yaml_open(l->writer->out, l->indent + 2, "[");
    for (size_t i = 0; i < members->positions.count; i++)
        ent_yaml_item(&list, member_id(l, members->positions.items[i]));
    ent_text_add(l->writer->out, "]\n");
}

static void write_measure(lines *l, const ent_expected_measure *measure)
{
    begin_line(l, ent_measure_id(measure->measure));
    ent_yaml_flow list = ent_yaml_open(l->writer->out, l->indent + 2, "{");
    for (size_t i = 0; i < measure->shares.count; i++)
        ent_yaml_pair(&list, member_id(l, measure->shares.items[i].position),
                      measure->shares.items[i].number.text);
    ent_text_add(l->writer->out, "}\n");
}

static void write_variant(lines *l, const ent_expected_power *power)
{
    if (power->when.expression != NULL) {
        ent_yaml_line(l->writer->out, l->indent - 2,
                      l->dash ? "- when:" : "  when:", power->when.text);
        l->dash = false;
    }
    write_number(l, "winning", &power->winning);
    write_number(l, "minimal", &power->minimal);
    write_members(l, "vetoes", &power->vetoes);
    write_members(l, "dummies", &power->dummies);
    write_number(l, "collectivity", &power->collectivity);
    for (size_t i = 0; i < power->measures.count; i++)
        write_measure(l, &power->measures.items[i]);
}

/* The expectations of a body stand together. */
static void write_power(const writer *w)
{
    const ent_expectations *expectations = &w->model->expectations;
    size_t count = expectations->powers.count;
    if (count > 0)
        ent_text_add(w->out, "  power:\n");
    for (size_t i = 0; i < count;) {
        const ent_expected_power *power = &expectations->powers.items[i];
        size_t end = i + 1;
        while (end < count && power[end - i].mover == power->mover)
            end++;
        ent_text_print(w->out, "    %s:\n", ent_mover_id(w->model, power->mover));
        bool list = end - i > 1;
        for (; i < end; i++) {
            lines l = {.writer = w,
                       .body = ent_mover_body(w->model, power->mover),
                       .indent = list ? 8 : 6,
                       .dash = list};
            write_variant(&l, &expectations->powers.items[i]);
        }
    }
}

void ent_write_tests(const ent_model *model, ent_text *out)
{
    const writer w = {.model = model, .out = out};
    const ent_expectations *expectations = &model->expectations;
    bool stable = false;
    for (size_t i = 0; i < expectations->sets.count; i++)
        stable = stable || expectations->sets.items[i].mover != ENT_NOBODY;
    if (expectations->sets.count == 0 && expectations->powers.count == 0 &&
        expectations->states == 0 && expectations->source == NULL)
        return;
    ent_text_add(out, "\ntests:\n");
    if (expectations->source != NULL)
        ent_yaml_line(out, 2, "source:", expectations->source);
    if (expectations->states > 0)
        ent_text_print(out, "  states: %llu\n", (unsigned long long)expectations->states);
    write_sets(&w, 2, "equilibria", ENT_NOBODY);
    if (stable)
        ent_text_add(out, "  stable:\n");
    for (uint32_t mover = 0; stable && mover < ent_mover_count(model); mover++)
        write_sets(&w, 4, ent_mover_id(model, mover), mover);
    write_power(&w);
}
