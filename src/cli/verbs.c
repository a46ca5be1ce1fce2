/* The verbs that ask the solver. */
#include "cli/verbs.h"

#include <string.h>

#include "ask/brief.h"
#include "ask/check.h"
#include "ask/find.h"
#include "ask/hold.h"
#include "cli/session.h"
#include "show/brief.h"
#include "show/hold.h"
#include "show/states.h"
#include "show/why.h"
#include "show/words.h"

static const bool all_concepts[ENT_CONCEPTS] = {true, true, true, true};

enum {
    LISTED = 14,          /* equilibria that hold shows one by one */
    PATTERNS = 8,         /* patterns of each block beyond that */
    EXAMPLES = 4,         /* departures named for each mover */
    EXAMPLES_JSON = 1000, /* … and in JSON */
    CASES = 4,            /* kinds of states that the brief looks for, of each sort */
    ROWS = 1000,          /* rows of states on a terminal page */
};

static size_t chosen(uint64_t top, size_t otherwise)
{
    return top != 0 ? (size_t)top : otherwise;
}

ent_status ent_verb_brief(const ent_arguments *arguments)
{
    ent_session s;
    ent_session_begin(&s, arguments);
    ent_brief brief = {0};
    ent_status status = ent_session_read(&s, arguments->operands[0]);
    if (status == ENT_OK)
        status = ent_session_solve(&s, all_concepts, true);
    if (status == ENT_OK) {
        ent_meter meter = ent_meter_begin("looking for changes");
        const ent_brief_request request = {.concept = arguments->concept,
                                           .cases_most = chosen(arguments->top, CASES),
                                           .progress = ent_meter_hook(),
                                           .progress_context = &meter};
        status = ent_ask_brief(&brief, &s.game, &s.solution, &request, &s.report);
        (void)ent_meter_end(&meter);
    }
    if (status == ENT_OK) {
        ent_sink sink = ent_session_sink(&s);
        if (arguments->json)
            status = ent_brief_json(&sink.text, &brief);
        else
            ent_show_brief(&sink.text, &s.style, &brief, s.seconds, (size_t)arguments->top);
        status = ent_session_flush(&s, &sink, status);
    }
    ent_brief_free(&brief);
    return ent_session_end(&s, status);
}

static ent_status show_check(ent_session *s, size_t compared)
{
    const ent_model *model = &s->model;
    ent_sink sink = ent_session_sink(s);
    ent_text_print(&sink.text, "%s: ok, ", s->file.source.name);
    ent_add_count(&sink.text, model->parties.count, "party", "parties");
    ent_text_add(&sink.text, ", ");
    ent_add_count(&sink.text, model->bodies.count, "body", "bodies");
    ent_text_add(&sink.text, ", ");
    ent_add_count(&sink.text, model->options.count, "option", "options");
    ent_text_add(&sink.text, ", ");
    ent_add_count(&sink.text, s->game.space.states, "state", "states");
    if (compared > 0) {
        ent_text_add(&sink.text, "; its ");
        ent_add_count(&sink.text, compared, "test holds", "tests hold");
    }
    ent_text_add(&sink.text, "\n");
    return ent_session_flush(s, &sink, ENT_OK);
}

static ent_status check_file(const ent_arguments *arguments, const char *path)
{
    ent_session s;
    ent_session_begin(&s, arguments);
    ent_check check = {0};
    bool concepts[ENT_CONCEPTS] = {false};
    ent_status status = ent_session_read(&s, path);
    if (status == ENT_OK) {
        ent_tested_concepts(&s.model, concepts);
        status = ent_session_solve(&s, concepts, false);
    }
    if (status == ENT_OK)
        status = ent_ask_check(&check, &s.game, &s.solution, &s.report);
    if (status == ENT_OK)
        status = show_check(&s, check.compared);
    return ent_session_end(&s, status);
}

ent_status ent_verb_check(const ent_arguments *arguments)
{
    ent_status worst = ENT_OK;
    for (int i = 0; i < arguments->operand_count; i++) {
        ent_status status = check_file(arguments, arguments->operands[i]);
        worst = status > worst ? status : worst;
    }
    return worst;
}

static ent_status select_shown(const ent_session *s, ent_set *shown)
{
    const ent_condition *where = ent_session_where(s);
    if (ent_set_new(shown, s->game.memory, s->game.space.codes) != ENT_OK)
        return ENT_NO_RESOURCE;
    ent_set_copy(shown, &s->game.space.feasible);
    return where == NULL ? ENT_OK : ent_select(&s->game.space, where->expression, shown);
}

ent_status ent_verb_states(const ent_arguments *arguments)
{
    ent_session s;
    ent_session_begin(&s, arguments);
    ENT_AUTO_SET shown = {0};
    ent_status status = ent_session_read(&s, arguments->operands[0]);
    if (status == ENT_OK)
        status = ent_session_solve(&s, arguments->concepts, false);
    if (status == ENT_OK && select_shown(&s, &shown) != ENT_OK)
        status = ent_out_of_memory(&s.report);
    if (status == ENT_OK) {
        const ent_states states = {.game = &s.game,
                                   .solution = &s.solution,
                                   .shown = &shown,
                                   .most = arguments->top != 0 ? arguments->top
                                           : arguments->json   ? UINT64_MAX
                                                               : ROWS};
        ent_sink sink = ent_session_sink(&s);
        status = arguments->json ? ent_states_json(&sink, &states)
                                 : ent_show_states(&sink, &s.style, &states);
        status = ent_session_flush(&s, &sink, status);
    }
    ent_set_free(&shown);
    return ent_session_end(&s, status);
}

ent_status ent_verb_hold(const ent_arguments *arguments)
{
    ent_session s;
    ent_session_begin(&s, arguments);
    ent_hold hold = {0};
    ent_status status = ent_session_read(&s, arguments->operands[0]);
    if (status == ENT_OK)
        status = ent_session_solve(&s, arguments->concepts, true);
    if (status == ENT_OK) {
        ent_hold_request request = {
            .concept = arguments->concept,
            .where = ent_session_where(&s),
            .listed_most = arguments->json ? 0 : chosen(arguments->top, LISTED),
            .patterns_most = arguments->json ? 1 : chosen(arguments->top, PATTERNS),
            .examples_most = chosen(arguments->top, arguments->json ? EXAMPLES_JSON : EXAMPLES)};
        memcpy(request.concepts, arguments->concepts, sizeof request.concepts);
        status = ent_ask_hold(&hold, &s.game, &s.solution, &request, &s.report);
    }
    if (status == ENT_OK) {
        ent_sink sink = ent_session_sink(&s);
        if (arguments->json) {
            status = ent_hold_json(&sink.text, &hold);
        } else {
            ent_add_heading(&sink.text, &s.style, &s.game, s.seconds);
            ent_show_hold(&sink.text, &s.style, &hold);
        }
        status = ent_session_flush(&s, &sink, status);
    }
    ent_hold_free(&hold);
    return ent_session_end(&s, status);
}

static ent_status explain_state(ent_session *s, const ent_source *state, ent_why *why)
{
    const ent_arguments *a = s->arguments;
    uint64_t code = 0;
    uint32_t mover = ENT_NOBODY;
    ent_status status = ent_find_state(&s->game, &s->model, state, &code, &s->report);
    if (status == ENT_OK && a->operand_count == 3)
        status = ent_find_mover(&s->model, a->operands[2], &mover, &s->report);
    if (status == ENT_OK)
        status = ent_explain(why, &s->game, code, mover, a->concepts, &s->report);
    return status;
}

ent_status ent_verb_why(const ent_arguments *arguments)
{
    static const bool none[ENT_CONCEPTS] = {false};
    ent_session s;
    ent_session_begin(&s, arguments);
    ent_why why = {0};
    const ent_source state = {
        .name = "STATE", .text = arguments->operands[1], .length = strlen(arguments->operands[1])};
    ent_status status = ent_session_read(&s, arguments->operands[0]);
    if (status == ENT_OK)
        status = ent_session_solve(&s, none, false);
    if (status == ENT_OK)
        status = explain_state(&s, &state, &why);
    if (status == ENT_OK) {
        ent_sink sink = ent_session_sink(&s);
        if (arguments->json) {
            status = ent_why_json(&sink.text, &why);
        } else {
            ent_add_heading(&sink.text, &s.style, &s.game, -1);
            ent_show_why(&sink.text, &s.style, &why, arguments->concept);
        }
        status = ent_session_flush(&s, &sink, status);
    }
    ent_why_free(&why);
    return ent_session_end(&s, status);
}
