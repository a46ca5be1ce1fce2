/* Putting the brief together. */
#include "ask/brief.h"

#include <string.h>

#include "ask/find.h"
#include "ask/hold.h"

enum {
    MEASURED_MOST = 20,        /* members of a body whose power is measured for the brief */
    COALITIONS_MOST = 1000,    /* and minimal winning coalitions that are looked at */
    LISTED_MOST = 10,          /* packages and arrangements described one by one */
    PATTERNS_MOST = 6,         /* patterns of more */
    NEAREST_MOST = 10,         /* kinds of those that nearly do */
    CHANGES_MOST = 5,          /* of each sort, that would suffice */
    NEED_WORK_MOST = 1 << 25,  /* a second or two */
    CARRY_WORK_MOST = 1 << 26, /* states looked at to find what carries the answers */
    NEED_CODES_MOST = 1 << 16, /* beyond so many, looking for changes takes too long for a page */
};

static ent_status add_case(ent_brief *brief, const ent_explainer *explainer,
                           const ent_pattern *pattern, ent_brief_case *one)
{
    uint32_t movers = brief->game->mover_count;
    *one =
        (ent_brief_case){.pattern = *pattern,
                         .opinions = ent_arena_array(&brief->arena, movers, sizeof *one->opinions)};
    ent_status status = one->opinions == NULL ? ENT_NO_RESOURCE : ENT_OK;
    for (uint32_t mover = 0; mover < movers && status == ENT_OK; mover++)
        status = ent_form_opinion(explainer, mover, pattern->example, &one->opinions[mover]);
    return status;
}

/* Sums up a set of target states and explains one of each kind. */
static ent_status add_cases(ent_brief *brief, const ent_explainer *explainer, const ent_set *set,
                            size_t most, bool holding)
{
    ent_patterns patterns = {0};
    if (ent_set_next(set, 0) == UINT64_MAX)
        return ENT_OK;
    ent_status status = ent_find_patterns(brief->game, set, most, &brief->arena, &patterns);
    for (size_t i = 0; i < patterns.list.count && status == ENT_OK; i++) {
        ent_brief_case *one = ENT_PUSH(&brief->arena, holding ? &brief->holds : &brief->breaks);
        status = one == NULL ? ENT_NO_RESOURCE
                             : add_case(brief, explainer, &patterns.list.items[i], one);
    }
    return status;
}

static ent_status sum_up(ent_brief *brief, const ent_explainer *explainer, size_t most)
{
    ENT_AUTO_SET set = {0};
    const ent_set *equilibria = &brief->solution->equilibria[brief->concept];
    if (ent_set_new(&set, brief->game->memory, brief->game->space.codes) != ENT_OK)
        return ENT_NO_RESOURCE;
    ent_set_copy(&set, &brief->target);
    ent_set_and(&set, equilibria);
    ent_status status = add_cases(brief, explainer, &set, most, true);
    for (size_t i = 0; i < ent_set_words(set.bits); i++)
        set.words[i] = brief->target.words[i] & ~equilibria->words[i];
    return status == ENT_OK ? add_cases(brief, explainer, &set, most, false) : status;
}

static ent_status count_breakers(ent_brief *brief)
{
    const ent_game *game = brief->game;
    brief->breakers = ent_arena_array(&brief->arena, game->mover_count, sizeof *brief->breakers);
    if (brief->breakers == NULL)
        return ENT_NO_RESOURCE;
    for (uint32_t mover = 0; mover < game->mover_count; mover++)
        brief->breakers[mover] =
            brief->target_count -
            ent_set_count_both(&brief->target, &brief->solution->stable[brief->concept][mover]);
    return ENT_OK;
}

static void count_assumptions(ent_brief *brief)
{
    const ent_model *model = brief->game->model;
    for (size_t p = 0; p < model->parties.count; p++) {
        const ent_preference *preference = &model->parties.items[p].preference;
        brief->wants += preference->wants.count;
        for (size_t i = 0; i < preference->wants.count; i++)
            brief->assumptions += preference->wants.items[i].because.count == 0;
    }
}

static ent_status select_target(ent_brief *brief)
{
    const ent_game *game = brief->game;
    const ent_expression *target = game->model->target.expression;
    if (ent_set_new(&brief->target, game->memory, game->space.codes) != ENT_OK)
        return ENT_NO_RESOURCE;
    ent_set_copy(&brief->target, &game->space.feasible);
    if (target != NULL && ent_select(&game->space, target, &brief->target) != ENT_OK)
        return ENT_NO_RESOURCE;
    brief->target_count = ent_set_count(&brief->target);
    for (int c = 0; c < ENT_CONCEPTS; c++)
        if (brief->solution->equilibria[c].words != NULL)
            brief->holding[c] = ent_set_count_both(&brief->target, &brief->solution->equilibria[c]);
    return ENT_OK;
}

/* What bodies can do. Where that cannot be said, the rest of the brief stands. */
static ent_status ask_bodies(ent_brief *brief)
{
    const ent_act_request bodies = {
        .body = ENT_NOBODY, .members_most = MEASURED_MOST, .minimal_most = COALITIONS_MOST};
    ENT_AUTO_REPORT said = ent_report_new(brief->game->memory);
    ent_status status = ent_ask_act(&brief->act, brief->game, &bodies, &said);
    if (status == ENT_OK || said.exhausted || said.list.count == 0)
        return status;
    const char *why = said.list.items[0].message;
    brief->act_missing = ent_arena_copy(&brief->arena, why, strlen(why));
    return brief->act_missing == NULL ? ENT_NO_RESOURCE : ENT_OK;
}

static ent_status ask_design(ent_brief *brief, ent_report *report)
{
    const ent_design_request arrangements = {.concept = brief->concept,
                                             .listed_most = LISTED_MOST,
                                             .patterns_most = PATTERNS_MOST,
                                             .nearest_most = NEAREST_MOST};
    return ent_ask_design(&brief->design, brief->game, brief->solution, &arrangements, report);
}

/* What is to do all three: today's state where it is an arrangement, else any arrangement. */
static ent_status choose_wanted(ent_brief *brief)
{
    const ent_design *design = &brief->design;
    if (ent_set_new(&brief->wanted, brief->game->memory, brief->game->space.codes) != ENT_OK)
        return ENT_NO_RESOURCE;
    if (design->start_aimed)
        ent_set_add(&brief->wanted, design->start);
    else
        ent_set_copy(&brief->wanted, &design->target);
    return ENT_OK;
}

static bool is_needed(const ent_brief *brief)
{
    const ent_design *design = &brief->design;
    return brief->has_design && !ent_start_works(design) && design->counts[0] > 0 &&
           design->counts[ENT_ALL_DEMANDS] == 0;
}

static ent_status ask_need(ent_brief *brief, const ent_brief_request *request, ent_report *report)
{
    bool needed = is_needed(brief);
    brief->has_need = needed && brief->game->space.codes <= NEED_CODES_MOST;
    brief->need_missing = needed && !brief->has_need;
    if (!brief->has_need)
        return ENT_OK;
    if (choose_wanted(brief) != ENT_OK)
        return ent_out_of_memory(report);
    const ent_need_request changes = {.concept = brief->concept,
                                      .wanted = &brief->wanted,
                                      .viable = true,
                                      .top = CHANGES_MOST,
                                      .work_most = NEED_WORK_MOST,
                                      .progress = request->progress,
                                      .progress_context = request->progress_context};
    return ent_ask_need(&brief->need, brief->game, &changes, report);
}

/* What carries the answers, where each statement and assumption can be taken away in a moment. */
static ent_status ask_carriers(ent_brief *brief, const ent_brief_request *request,
                               ent_report *report)
{
    const ent_game *game = brief->game;
    uint64_t removals = game->model->statements.count + brief->assumptions;
    uint64_t work = removals * ENT_SOLVING_LOOKS * game->mover_count * game->space.codes;
    brief->has_carriers = game->model->statements.count > 0 && work <= CARRY_WORK_MOST;
    if (!brief->has_carriers)
        return ENT_OK;
    return ent_find_carriers(&brief->carriers, game, brief->concept, request->progress,
                             request->progress_context, report);
}

ent_status ent_ask_brief(ent_brief *brief, const ent_game *game, const ent_solution *solution,
                         const ent_brief_request *request, ent_report *report)
{
    *brief = (ent_brief){.game = game,
                         .solution = solution,
                         .arena = ent_arena_new(game->memory),
                         .concept = request->concept};
    if (select_target(brief) != ENT_OK || count_breakers(brief) != ENT_OK)
        return ent_out_of_memory(report);
    count_assumptions(brief);
    brief->has_start = ent_start_code(game, &brief->start);
    if (brief->has_start)
        brief->start_mask = ent_equilibrium_mask(solution, brief->start);
    const ent_agree_request packages = {
        .listed_most = LISTED_MOST, .patterns_most = PATTERNS_MOST, .misses_most = NEAREST_MOST};
    ent_status status = ENT_OK;
    if (brief->has_start)
        status = ent_ask_agree(&brief->agree, game, &packages, report);
    if (status != ENT_OK)
        return status;
    if (ask_bodies(brief) != ENT_OK)
        return ent_out_of_memory(report);
    brief->has_design =
        brief->has_start && game->model->target.expression != NULL && brief->act_missing == NULL;
    status = brief->has_design ? ask_design(brief, report) : ENT_OK;
    if (status == ENT_OK)
        status = ask_need(brief, request, report);
    if (status == ENT_OK)
        status = ask_carriers(brief, request, report);
    if (status != ENT_OK)
        return status;
    ent_explainer explainer;
    status = ent_explainer_init(&explainer, game, solution, request->concept, &brief->arena);
    if (status == ENT_OK)
        status = sum_up(brief, &explainer, request->cases_most);
    ent_explainer_free(&explainer);
    return status == ENT_OK ? ENT_OK : ent_out_of_memory(report);
}

void ent_brief_free(ent_brief *brief)
{
    ent_act_free(&brief->act);
    ent_agree_free(&brief->agree);
    ent_design_free(&brief->design);
    ent_need_free(&brief->need);
    ent_carriers_free(&brief->carriers);
    ent_set_free(&brief->wanted);
    ent_set_free(&brief->target);
    ent_arena_free(&brief->arena);
}
