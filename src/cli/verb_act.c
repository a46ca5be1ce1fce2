/* The verb act: can it act? */
#include <string.h>

#include "ask/find.h"
#include "cli/session.h"
#include "cli/verbs.h"
#include "show/act.h"
#include "show/words.h"

enum {
    MINIMAL = 20000,       /* minimal winning coalitions that text sums up at most */
    MINIMAL_JSON = 100000, /* … and that JSON lists */
    SEED = 1,
};

static ent_status refuse_body(const ent_model *model, const char *id, ent_report *report)
{
    (void)ent_error(report, (ent_place){0}, "no body is named '%s'", id);
    ent_arena arena = ent_arena_new(report->arena.memory);
    size_t count = model->bodies.count;
    const char **ids = ent_arena_array(&arena, count + 1, sizeof *ids);
    for (size_t b = 0; ids != NULL && b < count; b++)
        ids[b] = model->bodies.items[b].id;
    const char *nearest = ids == NULL ? NULL : ent_nearest(id, strlen(id), ids, count);
    if (nearest != NULL)
        ent_hint(report, "did you mean '%s'?", nearest);
    else if (count == 0)
        ent_hint(report, "%s", "the model has no bodies");
    ent_arena_free(&arena);
    return ENT_WRONG_USE;
}

static ent_status find_body(ent_session *s, uint32_t *body)
{
    const ent_arguments *a = s->arguments;
    *body = ENT_NOBODY;
    if (a->operand_count < 2)
        return ENT_OK;
    const char *id = a->operands[1];
    const ent_name *name = ent_vocabulary_find(&s->model.vocabulary, id, strlen(id));
    if (name == NULL || name->kind != ENT_NAME_BODY)
        return refuse_body(&s->model, id, &s->report);
    *body = (uint32_t)s->model.parties.count + name->index;
    return ENT_OK;
}

static ent_status read_consents(ent_session *s, ent_act_request *request, ent_consents *consents)
{
    const char *text = s->arguments->consent;
    if (text == NULL)
        return ENT_OK;
    s->consent_source = (ent_source){.name = "--consent", .text = text, .length = strlen(text)};
    request->consents = consents;
    return ent_read_consents(&s->model, &s->consent_source, request->body, consents, &s->report);
}

static ent_status ask(ent_session *s, const ent_act_request *request, ent_act *act)
{
    ent_meter meter = ent_meter_begin("counting");
    ent_act_request shown = *request;
    shown.power.progress = ent_meter_hook();
    shown.power.progress_context = &meter;
    ent_status status = ent_ask_act(act, &s->game, &shown, &s->report);
    (void)ent_meter_end(&meter);
    return status;
}

static ent_status show(ent_session *s, const ent_act *act)
{
    const ent_arguments *a = s->arguments;
    ent_sink sink = ent_session_sink(s);
    ent_status status = ENT_OK;
    if (a->json) {
        status = ent_act_json(&sink.text, act, a->operand_count < 2);
    } else {
        const ent_act_view view = {.compare = a->compare,
                                   .brief = a->operand_count < 2 && act->bodies.count > 1,
                                   .top = (size_t)a->top};
        ent_add_heading(&sink.text, &s->style, &s->game, -1);
        ent_show_act(&sink.text, &s->style, act, &view);
    }
    return ent_session_flush(s, &sink, status);
}

ent_status ent_verb_act(const ent_arguments *arguments)
{
    ent_session s;
    ent_session_begin(&s, arguments);
    ent_act act = {0};
    ent_consents consents;
    ent_act_request request = {.minimal_most = arguments->json ? MINIMAL_JSON : MINIMAL,
                               .draws = arguments->estimate,
                               .seed = SEED,
                               .power = {.threads = arguments->threads}};
    ent_status status = ent_session_read(&s, arguments->operands[0]);
    if (status == ENT_OK)
        status = find_body(&s, &request.body);
    if (status == ENT_OK)
        status = read_consents(&s, &request, &consents);
    if (status == ENT_OK)
        status = ent_session_make_game(&s);
    if (status == ENT_OK) {
        request.when = ent_session_when(&s);
        status = ask(&s, &request, &act);
    }
    if (status == ENT_OK)
        status = show(&s, &act);
    ent_act_free(&act);
    return ent_session_end(&s, status);
}
