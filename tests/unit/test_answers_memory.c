/* Every answer, as text and as JSON, while the n-th allocation fails, for every n. */
#include "ask/act.h"
#include "ask/brief.h"
#include "ask/check.h"
#include "ask/design.h"
#include "ask/find.h"
#include "ask/hold.h"
#include "ask/need.h"
#include "show/act.h"
#include "show/brief.h"
#include "show/design.h"
#include "show/hold.h"
#include "show/need.h"
#include "show/states.h"
#include "show/why.h"
#include "show/words.h"
#include "test.h"

#include "support/failing.h"

static const char model_text[] =
    "entente: 1\n"
    "as-of: 2025-08-24\n"
    "parties: {ra: Ravonia, sel: Selland, tor: Torland}\n"
    "bodies: {council: {members: [ra, sel, tor], rule: if consensus then all else majority, "
    "trigger: attack}}\n"
    "options:\n"
    "  attack: ra\n"
    "  respond: council\n"
    "  consensus: {by: council, moves: fixed}\n"
    "  troops: {by: tor, levels: [none, training, frontline], moves: up}\n"
    "define: {peace: not attack}\n"
    "constraints: [if respond then attack]\n"
    "start: {}\n"
    "target: peace\n"
    "statements: {s: {by: ra, date: 2025-08-24, says: [consensus]}}\n"
    "preferences:\n"
    "  ra: [{want: not respond, because: [s]}, {want: attack, assumption: as shown}]\n"
    "  sel: {weights: {peace: 2, respond: 1.5}}\n"
    "  tor: {ranking: [peace, respond]}\n"
    "tests: {states: 18, equilibria: {nash: [1]}, stable: {council: {seq: [2]}}}\n";

static const ent_style style = {.width = 60, .color = true};
static const bool all[ENT_CONCEPTS] = {true, true, true, true};

static ent_status finish(ent_status status, ent_text *out)
{
    if (status == ENT_OK && out->exhausted)
        status = ENT_NO_RESOURCE;
    ent_text_free(out);
    return status;
}

static ent_status ask_hold(const ent_game *game, const ent_solution *solution, size_t listed,
                           ent_report *report)
{
    ent_hold_request request = {.concepts = {true, true, true, true},
                                .concept = ENT_SEQ,
                                .listed_most = listed,
                                .patterns_most = 4,
                                .examples_most = 3};
    ent_hold hold;
    ent_text out = ent_text_new(game->memory);
    ent_status status = ent_ask_hold(&hold, game, solution, &request, report);
    if (status == ENT_OK) {
        ent_add_heading(&out, &style, game, 0.1);
        ent_show_hold(&out, &style, &hold);
        status = ent_hold_json(&out, &hold);
    }
    ent_hold_free(&hold);
    return finish(status, &out);
}

static ent_status ask_why(const ent_game *game, uint64_t code, ent_report *report)
{
    ent_why why;
    ent_text out = ent_text_new(game->memory);
    ent_status status = ent_explain(&why, game, code, ENT_NOBODY, all, report);
    for (int c = 0; c < ENT_CONCEPTS && status == ENT_OK; c++)
        ent_show_why(&out, &style, &why, (ent_concept)c);
    if (status == ENT_OK)
        status = ent_why_json(&out, &why);
    ent_why_free(&why);
    return finish(status, &out);
}

static ent_status ask_brief(const ent_game *game, const ent_solution *solution, ent_report *report)
{
    ent_brief brief;
    ent_text out = ent_text_new(game->memory);
    const ent_brief_request request = {.concept = ENT_SEQ, .cases_most = 3};
    ent_status status = ent_ask_brief(&brief, game, solution, &request, report);
    if (status == ENT_OK) {
        ent_show_brief(&out, &style, &brief, 0.1, 0);
        status = ent_brief_json(&out, &brief);
    }
    ent_brief_free(&brief);
    return finish(status, &out);
}

static ent_status ask_act(const ent_game *game, ent_report *report)
{
    double chance[] = {0.25, 0.5, 0.75};
    bool given[] = {true, true, false};
    const ent_consents consents = {.of_party = chance, .given = given, .other = 0.75};
    const ent_act_request request = {
        .body = ENT_NOBODY, .minimal_most = 10, .consents = &consents, .power = {.threads = 1}};
    ent_act act;
    ent_text out = ent_text_new(game->memory);
    ent_status status = ent_ask_act(&act, game, &request, report);
    for (int view = 0; view < 4 && status == ENT_OK; view++)
        ent_show_act(&out, &style, &act,
                     &(ent_act_view){.compare = view % 2 == 1, .brief = view >= 2});
    for (int all_of_them = 0; all_of_them < 2 && status == ENT_OK; all_of_them++)
        status = ent_act_json(&out, &act, all_of_them == 1);
    ent_act_free(&act);
    return finish(status, &out);
}

static ent_status ask_need(const ent_game *game, ent_concept concept, uint64_t first, uint64_t last,
                           ent_report *report)
{
    ent_set wanted = {0};
    ent_need need = {0};
    const ent_need_request request = {.concept = concept,
                                      .wanted = &wanted,
                                      .viable = first == last,
                                      .top = 100,
                                      .tries_most = 100};
    ent_text out = ent_text_new(game->memory);
    ent_status status = ent_set_new(&wanted, game->memory, game->space.codes);
    if (status == ENT_OK) {
        for (uint64_t number = first; number <= last; number += 6)
            ent_set_add(&wanted, ent_code_of_number(&game->space, number));
        status = ent_ask_need(&need, game, &request, report);
    }
    if (status == ENT_OK) {
        ent_show_need(&out, &style, &need, "peace", 3);
        status = ent_need_json(&out, &need, "peace");
    }
    ent_need_free(&need);
    ent_set_free(&wanted);
    return finish(status, &out);
}

/* What holds, what Ravonia leaves, several states, and another concept. */
static ent_status ask_need_all(const ent_game *game, ent_report *report)
{
    ent_status status = ask_need(game, ENT_SEQ, 1, 1, report);
    if (status == ENT_OK)
        status = ask_need(game, ENT_SEQ, 4, 4, report);
    if (status == ENT_OK)
        status = ask_need(game, ENT_SEQ, 4, 16, report);
    if (status == ENT_OK)
        status = ask_need(game, ENT_NASH, 2, 2, report);
    return status;
}

/* Of the states of the target none can be agreed; of all states one can, and holds under GMR. */
static ent_status ask_design(ent_model *model, const ent_game *game, const ent_solution *solution,
                             bool in_target, size_t listed, ent_report *report)
{
    static const ent_source any = {"any", "true", 4};
    static const ent_source vary = {"vary", "consensus, troops", 17};
    const ent_condition target = model->target;
    ent_design design = {0};
    ent_design_request request = {.concept = in_target ? ENT_SEQ : ENT_GMR,
                                  .where = in_target ? &model->target : NULL,
                                  .listed_most = listed,
                                  .patterns_most = 2,
                                  .nearest_most = 10};
    ent_text out = ent_text_new(game->memory);
    ent_status status = ent_read_varied(model, &vary, &request.vary, report);
    if (status == ENT_OK && !in_target)
        status = ent_ask_condition(model, &any, &model->target, report);
    if (status == ENT_OK)
        status = ent_ask_design(&design, game, solution, &request, report);
    if (status == ENT_OK) {
        assert_true((design.counts[ENT_ALL_DEMANDS] == 0) == in_target);
        ent_show_design(&out, &style, &design);
        status = ent_design_json(&out, &design);
    }
    ent_design_free(&design);
    model->target = target;
    return finish(status, &out);
}

static bool swallow(void *context, const char *bytes, size_t length)
{
    (void)context;
    return bytes != NULL && length > 0;
}

static ent_status list_states(const ent_game *game, const ent_solution *solution)
{
    ent_sink sink = {.text = ent_text_new(game->memory), .write = swallow};
    const ent_states states = {
        .game = game, .solution = solution, .shown = &game->space.feasible, .most = 7};
    ent_status status = ent_show_states(&sink, &style, &states);
    if (status == ENT_OK)
        status = ent_states_json(&sink, &states);
    if (status == ENT_OK)
        status = ent_sink_flush(&sink);
    ent_text_free(&sink.text);
    return status;
}

static ent_status ask_all(ent_model *model, const ent_game *game, const ent_solution *solution,
                          ent_report *report)
{
    ent_status status = ask_hold(game, solution, 100, report);
    if (status == ENT_OK)
        status = ask_hold(game, solution, 1, report);
    for (uint64_t code = ent_set_next(&game->space.feasible, 0);
         code != UINT64_MAX && status == ENT_OK;
         code = ent_set_next(&game->space.feasible, code + 1))
        status = ask_why(game, code, report);
    if (status == ENT_OK)
        status = ask_brief(game, solution, report);
    if (status == ENT_OK)
        status = ask_act(game, report);
    for (size_t i = 0; i < 3 && status == ENT_OK; i++)
        status = ask_design(model, game, solution, i == 0, i / 2, report);
    if (status == ENT_OK)
        status = ask_need_all(game, report);
    if (status == ENT_OK)
        status = list_states(game, solution);
    return status;
}

static ent_status run(ent_test_failing *f)
{
    const ent_source source = {"pact.yaml", model_text, sizeof model_text - 1};
    const ent_solve_options options = {
        .concepts = {true, true, true, true}, .keeps = f->left % 2 == 0, .kept = ENT_SEQ};
    ent_report report = ent_report_new(&f->memory);
    ent_model model;
    ent_game game = {0};
    ent_solution solution = {0};
    ent_model_init(&model, &f->memory);
    ent_status status = ent_read_model(&model, &source, &report);
    if (status == ENT_OK)
        status = ent_game_init(&game, &model, 1, &report);
    if (status == ENT_OK)
        status = ent_solve(&solution, &game, &options, &report);
    if (status == ENT_OK)
        status = ask_all(&model, &game, &solution, &report);
    ent_check check;
    bool failed = f->failed;
    if (status == ENT_OK) /* the tests of this model are wrong on purpose */
        assert_int_equal(ent_ask_check(&check, &game, &solution, &report), ENT_WRONG_MODEL);
    if (!failed && f->failed) /* words were lost, but not that something is wrong */
        status = ENT_NO_RESOURCE;
    ent_solution_free(&solution);
    if (game.model != NULL)
        ent_game_free(&game);
    ent_model_free(&model);
    ent_report_free(&report);
    return status;
}

TEST(every_answer_bears_each_failing_allocation)
{
    size_t n = 0;
    for (bool failed = true; failed; n += 1 + n / 64) {
        ent_test_failing f = {.left = n, .memory = {.hook = ent_test_fail_once}};
        f.memory.context = &f;
        ent_status status = run(&f);
        failed = f.failed;
        if (status != (failed ? ENT_NO_RESOURCE : ENT_OK))
            fail_msg("allocation %zu fails: status %d", n, (int)status);
        assert_int_equal(f.memory.live, 0);
    }
    assert_true(n > 500);
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(every_answer_bears_each_failing_allocation));
}
