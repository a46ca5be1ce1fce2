/* The verb need: what would have to be true? */
#include <string.h>

#include "ask/find.h"
#include "ask/need.h"
#include "cli/session.h"
#include "cli/verbs.h"
#include "show/need.h"
#include "show/words.h"

enum { TOP = 5 };

static ent_status ask(ent_session *s, const ent_need_request *request, ent_need *need)
{
    ent_meter meter = ent_meter_begin("trying changes");
    ent_need_request shown = *request;
    shown.progress = ent_meter_hook();
    shown.progress_context = &meter;
    ent_status status = ent_ask_need(need, &s->game, &shown, &s->report);
    (void)ent_meter_end(&meter);
    return status;
}

static ent_status show(ent_session *s, const ent_need *need, const char *wanted)
{
    ent_sink sink = ent_session_sink(s);
    ent_status status = ENT_OK;
    if (s->arguments->json) {
        status = ent_need_json(&sink.text, need, wanted);
    } else {
        ent_add_heading(&sink.text, &s->style, &s->game, -1);
        ent_show_need(&sink.text, &s->style, need, wanted, need->request.top);
    }
    return ent_session_flush(s, &sink, status);
}

ent_status ent_verb_need(const ent_arguments *arguments)
{
    ent_session s;
    ent_session_begin(&s, arguments);
    ENT_AUTO_SET wanted = {0};
    ent_need need = {0};
    const char *text = arguments->operands[1];
    const ent_source source = {.name = "STATE", .text = text, .length = strlen(text)};
    ent_need_request request = {.concept = arguments->concept,
                                .wanted = &wanted,
                                .viable = arguments->viable,
                                .top = arguments->top != 0 ? (size_t)arguments->top : TOP};
    ent_status status = ent_session_read(&s, arguments->operands[0]);
    if (status == ENT_OK)
        status = ent_session_make_game(&s);
    if (status == ENT_OK)
        status = arguments->viable ? ent_session_require_start(&s) : ENT_OK;
    if (status == ENT_OK)
        status = ent_find_states(&s.game, &s.model, &source, &wanted, &s.report);
    if (status == ENT_OK)
        status = ask(&s, &request, &need);
    if (status == ENT_OK)
        status = show(&s, &need, text);
    ent_need_free(&need);
    ent_set_free(&wanted);
    return ent_session_end(&s, status);
}
