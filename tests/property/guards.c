/* Triggers are lone options, so that whom they aim at is plain. */
#include "property/guards.h"

#include "test.h"

#include "ask/find.h"
#include "property/oracle.h"
#include "property/reading.h"

enum { PARTIES_MOST = 32 };

void guards_demand_all(ent_model *model, size_t index, ent_report *report)
{
    ent_body *body = &model->bodies.items[index];
    const ent_scale *option = &model->vocabulary.options.items[0];
    ent_source *source = ent_arena_allocate(&model->arena, sizeof *source);
    ent_text list = ent_text_new(model->arena.memory);
    for (size_t i = 0; i < body->members.count; i++)
        ent_text_print(&list, "%s%s", i == 0 ? "" : ", ",
                       model->parties.items[body->members.items[i]].id);
    const char *text = index % 2 == 0
                           ? ent_arena_print(&model->arena, "if %s = %s then all else all of {%s}",
                                             option->id, option->levels[0], ent_text_string(&list))
                           : "all";
    *source = (ent_source){"rule", text, strlen(text)};
    const ent_scope scope = {&model->vocabulary, body->id, body->members.items,
                             body->members.count};
    body->rule.text = text;
    assert_int_equal(
        ent_parse(&scope, ent_phrase_of(source, 0, source->length), &body->rule.expression, report),
        ENT_OK);
    ent_text_free(&list);
}

void guards_draw(ent_model *model, dice *d, ent_report *report)
{
    for (size_t b = 0; b < model->bodies.count; b++) {
        if (dice_below(d, 5) == 0)
            continue;
        const char *id = model->options.items[dice_below(d, (uint32_t)model->options.count)].id;
        ent_source *source = ent_arena_allocate(&model->arena, sizeof *source);
        assert_non_null(source);
        *source = (ent_source){"trigger", id, strlen(id)};
        assert_int_equal(ent_ask_condition(model, source, &model->bodies.items[b].trigger, report),
                         ENT_OK);
    }
}

void guards_draw_start(ent_model *model, dice *d)
{
    if (model->start != NULL)
        return;
    oracle *o = oracle_new(model);
    uint8_t *start = ent_arena_array(&model->arena, model->options.count, 1);
    assert_non_null(start);
    memcpy(start, oracle_levels(o, 1 + dice_below(d, oracle_states(o))), model->options.count);
    model->start = start;
    oracle_free(o);
}

uint32_t guards_aim(const ent_model *model, size_t body)
{
    const ent_expression *trigger = model->bodies.items[body].trigger.expression;
    if (trigger == NULL)
        return ENT_NOBODY;
    uint32_t mover = model->options.items[trigger->index].mover;
    return mover < model->parties.count ? mover : ENT_NOBODY;
}

bool guards_act_without(const ent_model *model, size_t body, const uint8_t *levels, uint32_t party)
{
    bool consents[PARTIES_MOST];
    assert_true(model->parties.count <= PARTIES_MOST);
    memset(consents, true, sizeof consents);
    if (party != ENT_NOBODY)
        consents[party] = false;
    const ent_body *of = &model->bodies.items[body];
    const reading in = {.model = model, .levels = levels, .body = of, .consents = consents};
    return reading_holds(&in, of->rule.expression);
}

bool guards_act(const ent_model *model, const uint8_t *levels)
{
    for (size_t b = 0; b < model->bodies.count; b++) {
        uint32_t aim = guards_aim(model, b);
        if (aim != ENT_NOBODY && !guards_act_without(model, b, levels, aim))
            return false;
    }
    return true;
}
