/* What a .gmcr file cannot hold. */
#include <string.h>

#include "model/gmcr_writer.h"

typedef struct {
    const ent_model *model;
    bool drop;
    ent_report *report;
} check;

/* Something that the game rests on. */
static void refuse(const check *c, ent_place place, const char *what)
{
    (void)ent_error(c->report, place, "a .gmcr file cannot hold %s", what);
}

/* Something that is told about the game. */
static void lose(const check *c, ent_place place, const char *what)
{
    if (c->drop)
        ent_warn(c->report, place, "left out: a .gmcr file cannot hold %s", what);
    else
        refuse(c, place, what);
}

static void check_options(const check *c)
{
    const ent_model *model = c->model;
    if (model->options.count > ENT_CUBE_OPTIONS)
        (void)ent_error(c->report, model->options.items[ENT_CUBE_OPTIONS].place,
                        "a .gmcr file is written with at most %d options", ENT_CUBE_OPTIONS);
    for (size_t i = 0; i < model->options.count; i++) {
        const ent_option *option = &model->options.items[i];
        const ent_scale *scale = &model->vocabulary.options.items[i];
        if (scale->level_count != 2)
            refuse(c, option->place, "an option with more than two levels");
        else if (strcmp(scale->levels[0], "no") != 0 || strcmp(scale->levels[1], "yes") != 0)
            lose(c, option->place, "names of levels");
        if (option->moves == ENT_MOVES_FIXED)
            refuse(c, option->place, "an option that nobody may change");
    }
}

static void check_preference(const check *c, const ent_preference *preference)
{
    if (preference->kind == ENT_BY_WEIGHTS) {
        refuse(c, preference->place, "preferences by weights");
        return;
    }
    for (size_t i = 0; i < preference->wants.count; i++) {
        const ent_want *want = &preference->wants.items[i];
        if (want->because.count > 0)
            lose(c, want->condition.place, "the statements behind a preference");
        if (want->assumption != NULL)
            lose(c, want->condition.place, "the assumption behind a preference");
    }
}

static void check_doubt(const check *c, const ent_party *party)
{
    for (size_t i = 0; i < party->types.count; i++) {
        const ent_type *type = &party->types.items[i];
        if (type->id != NULL)
            lose(c, type->place, "a type of a party (the likeliest is written)");
        for (size_t j = 0; j < type->preference.wants.count; j++)
            if (type->preference.wants.items[j].uncertain)
                lose(c, type->preference.wants.items[j].condition.place,
                     "how likely an entry of a preference is");
    }
}

static void check_names(const check *c)
{
    const ent_vocabulary *vocabulary = &c->model->vocabulary;
    bool noted = false;
    for (size_t i = 0; i < vocabulary->names.count; i++) {
        const ent_name *name = &vocabulary->names.items[i];
        if (name->kind == ENT_NAME_WEIGHT)
            lose(c, name->place, "named weights");
        if (name->kind == ENT_NAME_DEFINED && !noted)
            ent_note(c->report, name->place,
                     "defined conditions are written out where they are used");
        noted = noted || name->kind == ENT_NAME_DEFINED;
    }
}

static void check_expectations(const check *c)
{
    const ent_expectations *expected = &c->model->expectations;
    if (expected->states != 0)
        lose(c, expected->states_place, "tests");
    else if (expected->sets.count > 0)
        lose(c, expected->sets.items[0].place, "tests");
    else if (expected->powers.count > 0)
        lose(c, expected->powers.items[0].place, "tests");
    else if (expected->source != NULL)
        lose(c, (ent_place){0}, "tests");
}

static void check_model(const check *c)
{
    const ent_model *model = c->model;
    if (model->as_of != NULL)
        lose(c, (ent_place){0}, "the date of the model");
    if (model->sources.count > 0)
        lose(c, (ent_place){0}, "the sources of the model");
    if (model->start != NULL)
        lose(c, model->start_place, "a start");
    if (model->target.expression != NULL)
        lose(c, model->target.place, "a target");
    for (size_t i = 0; i < model->statements.count; i++)
        lose(c, model->statements.items[i].place, "statements");
    if (model->history.said)
        lose(c, model->history.place, "what happened");
}

ent_status ent_gmcr_report_losses(const ent_model *model, bool drop, ent_report *report)
{
    size_t before = report->errors;
    const check c = {.model = model, .drop = drop, .report = report};
    check_model(&c);
    for (size_t i = 0; i < model->bodies.count; i++)
        refuse(&c, model->bodies.items[i].place, "a body with a decision rule");
    check_names(&c);
    check_options(&c);
    for (size_t i = 0; i < model->parties.count; i++) {
        check_doubt(&c, &model->parties.items[i]);
        check_preference(&c, &model->parties.items[i].preference);
    }
    check_expectations(&c);
    return report->errors == before ? ENT_OK : ENT_WRONG_MODEL;
}
