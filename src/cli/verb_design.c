/* The verb design: which arrangement would do all three? */
#include <string.h>

#include "ask/design.h"
#include "cli/session.h"
#include "cli/verbs.h"
#include "show/design.h"
#include "show/words.h"

enum {
    LISTED = 10,        /* arrangements that are shown one by one */
    LISTED_JSON = 1000, /* … and described in JSON */
    PATTERNS = 6,       /* patterns of more */
    NEAREST = 4,        /* kinds of arrangements that fail one condition */
    NEAREST_JSON = 100,
};

static const bool all_concepts[ENT_CONCEPTS] = {true, true, true, true};

static size_t chosen(const ent_arguments *a, size_t in_text, size_t in_json)
{
    return a->top != 0 ? (size_t)a->top : a->json ? in_json : in_text;
}

static ent_status require_target(ent_session *s)
{
    if (s->model.target.expression != NULL)
        return ENT_OK;
    (void)ent_error(&s->report, (ent_place){0}, "the model does not say what is aimed at");
    ent_hint(&s->report, "say which states would do: --target CONDITION");
    return ENT_WRONG_USE;
}

static ent_status read_request(ent_session *s, ent_design_request *request)
{
    const ent_arguments *a = s->arguments;
    *request = (ent_design_request){.concept = a->concept,
                                    .where = ent_session_where(s),
                                    .listed_most = chosen(a, LISTED, LISTED_JSON),
                                    .patterns_most = chosen(a, PATTERNS, PATTERNS),
                                    .nearest_most = chosen(a, NEAREST, NEAREST_JSON)};
    if (a->vary == NULL)
        return ENT_OK;
    s->vary_source = (ent_source){.name = "--vary", .text = a->vary, .length = strlen(a->vary)};
    return ent_read_varied(&s->model, &s->vary_source, &request->vary, &s->report);
}

static ent_status show(ent_session *s, const ent_design *design)
{
    ent_sink sink = ent_session_sink(s);
    ent_status status = ENT_OK;
    if (s->arguments->json) {
        status = ent_design_json(&sink.text, design);
    } else {
        ent_add_heading(&sink.text, &s->style, &s->game, s->seconds);
        ent_show_design(&sink.text, &s->style, design);
    }
    return ent_session_flush(s, &sink, status);
}

ent_status ent_verb_design(const ent_arguments *arguments)
{
    ent_session s;
    ent_session_begin(&s, arguments);
    ent_design design = {0};
    ent_design_request request;
    ent_status status = ent_session_read(&s, arguments->operands[0]);
    if (status == ENT_OK)
        status = require_target(&s);
    if (status == ENT_OK)
        status = read_request(&s, &request);
    if (status == ENT_OK && s.model.start == NULL)
        status = ent_session_require_start(&s);
    if (status == ENT_OK)
        status = ent_session_solve(&s, all_concepts, true);
    if (status == ENT_OK)
        status = ent_session_require_start(&s);
    if (status == ENT_OK)
        status = ent_ask_design(&design, &s.game, &s.solution, &request, &s.report);
    if (status == ENT_OK)
        status = show(&s, &design);
    ent_design_free(&design);
    return ent_session_end(&s, status);
}
