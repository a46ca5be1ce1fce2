/* The verb evidence: what is known, and what carries the answer? */
#include "ask/evidence.h"
#include "cli/session.h"
#include "cli/verbs.h"
#include "show/evidence.h"
#include "show/words.h"

enum { TOP = 12 };

static ent_status ask(ent_session *s, ent_evidence *evidence)
{
    ent_meter meter = ent_meter_begin("solving without each");
    ent_status status = ent_ask_evidence(evidence, &s->game, s->arguments->concept,
                                         ent_meter_hook(), &meter, &s->report);
    (void)ent_meter_end(&meter);
    return status;
}

static ent_status show(ent_session *s, const ent_evidence *evidence)
{
    const ent_arguments *a = s->arguments;
    ent_sink sink = ent_session_sink(s);
    ent_status status = ENT_OK;
    if (a->json) {
        status = ent_evidence_json(&sink.text, evidence, a->top != 0 ? (size_t)a->top : SIZE_MAX);
    } else {
        ent_add_heading(&sink.text, &s->style, &s->game, -1);
        ent_show_evidence(&sink.text, &s->style, evidence, a->top != 0 ? (size_t)a->top : TOP);
    }
    return ent_session_flush(s, &sink, status);
}

ent_status ent_verb_evidence(const ent_arguments *arguments)
{
    ent_session s;
    ent_session_begin(&s, arguments);
    ent_evidence evidence = {0};
    ent_status status = ent_session_read(&s, arguments->operands[0]);
    if (status == ENT_OK)
        status = ent_session_make_game(&s);
    if (status == ENT_OK)
        status = ask(&s, &evidence);
    if (status == ENT_OK)
        status = show(&s, &evidence);
    ent_evidence_free(&evidence);
    return ent_session_end(&s, status);
}
