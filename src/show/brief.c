/* The brief as a page of text. */
#include "show/brief.h"

#include <string.h>

#include "show/brief_parts.h"
#include "show/table.h"
#include "show/words.h"

enum { ASSUMPTIONS_TOLD = 4, QUOTED_MOST = 80 };

/* "In part: 170 of the 400 states of the target hold" */
static void add_holding(ent_text *out, const ent_brief *brief, uint64_t holding)
{
    uint64_t all = brief->target_count;
    const char *aim = brief->game->model->target.expression != NULL ? " of the target" : "";
    if (all == 1) {
        ent_text_print(out, "%s: the only state%s %s", holding == 1 ? "Yes" : "No", aim,
                       holding == 1 ? "holds" : "does not hold");
        return;
    }
    ent_text_add(out, holding == 0 ? "No: none" : holding == all ? "Yes: all" : "In part: ");
    if (holding > 0 && holding < all)
        ent_add_number(out, holding);
    ent_text_add(out, " of the ");
    ent_add_number(out, all);
    ent_text_print(out, " states%s hold%s", aim, holding == 1 ? "s" : "");
}

/* "170 of the 400 states of the target hold, if …; none when …" */
static void add_answer(ent_text *out, const ent_brief *brief)
{
    if (brief->target_count == 0) {
        ent_text_add(out, "The target cannot be reached: no feasible state satisfies it.");
        return;
    }
    add_holding(out, brief, brief->holding[brief->concept]);
    ent_text_print(out, " if %s.", ent_concept_phrase(brief->concept));
    for (int c = 0; c < ENT_CONCEPTS; c++) {
        if (c == (int)brief->concept || brief->solution->equilibria[c].words == NULL)
            continue;
        ent_text_print(out, " %s: ", ent_concept_word((ent_concept)c));
        ent_add_number(out, brief->holding[c]);
        ent_text_add(out, ".");
    }
}

static void add_start(ent_text *out, const ent_style *style, const ent_brief *brief)
{
    if (!brief->has_start && brief->game->model->start != NULL)
        ent_add_paragraph(out, style, 2,
                          "The model's start is not feasible like this; --start gives another.");
    if (!brief->has_start)
        return;
    ENT_AUTO_TEXT words = ent_text_part(out);
    ent_text_print(&words, "The start, state %llu, ", ent_number(brief->game, brief->start));
    ent_text_add(&words, brief->start_mask & (1u << brief->concept)
                             ? "holds: nobody gains by leaving it on its own."
                             : "does not hold itself.");
    ent_add_paragraph(out, style, 2, ent_text_string(&words));
}

/* How many of so many kinds the page has room for. */
static size_t told(const ent_brief *brief, size_t count)
{
    return brief->told > 0 && brief->told < count ? brief->told : count;
}

/* The kinds of states as a table: those that hold first. */
static void add_case_table(ent_text *out, const ent_style *style, const ent_brief *brief)
{
    ent_arena arena = ent_arena_new(out->memory);
    ENT_LIST(ent_table_column) columns = {0};
    bool mixed = false;
    size_t holding = told(brief, brief->holds.count);
    for (size_t i = 0; i < holding + told(brief, brief->breaks.count); i++) {
        bool holds = i < holding;
        const ent_brief_case *one =
            holds ? &brief->holds.items[i] : &brief->breaks.items[i - holding];
        bool part = one->pattern.states < one->pattern.all;
        mixed = mixed || part;
        ent_table_column *column = ENT_PUSH(&arena, &columns);
        if (column == NULL)
            break;
        *column = (ent_table_column){
            .head = ent_arena_print(&arena, "%llu", ent_number(brief->game, one->pattern.example)),
            .under = ent_arena_print(&arena, "%s%llu", part ? "~x" : "x",
                                     (unsigned long long)one->pattern.states),
            .low = one->pattern.low,
            .high = one->pattern.high,
            .mask = holds ? 1u << brief->concept : 0};
    }
    if (arena.exhausted) {
        ent_text_exhaust(out);
    } else if (columns.count > 0) {
        ent_text_add(out, "\n");
        ent_add_table(out, style, brief->game,
                      &(ent_table){.columns = columns.items,
                                   .count = columns.count,
                                   .concept_rows = 1u << brief->concept,
                                   .terse = true});
        ent_add_paragraph(out, style, 2,
                          mixed ? "each column is a kind of states: one of them, and how many; "
                                  "– any level; ~ not all states that look like this are meant"
                                : "each column is a kind of states: one of them, and how many; "
                                  "– any level");
    }
    ent_arena_free(&arena);
}

/* "144 states like 31": of a pattern that is mixed, "some". */
static void add_kind(ent_text *out, const ent_brief *brief, const ent_brief_case *one)
{
    ent_text_print(out, "%llu", ent_number(brief->game, one->pattern.example));
    if (one->pattern.states > 1)
        ent_text_print(out, " (and %llu like it)", (unsigned long long)one->pattern.states - 1);
    ent_text_add(out, ": ");
}

/* "; States with troops: coalition-response (United Kingdom and France consent)" */
static void add_answer_step(ent_text *out, const ent_brief *brief, const ent_step *step)
{
    ent_add_mover(out, brief->game->model, step->mover, false);
    ent_text_add(out, " would answer by ");
    ent_add_changes(out, brief->game, step->from, step->to);
    if (step->consents.count > 0) {
        ent_text_add(out, " (");
        ent_add_parties(out, brief->game->model, &step->consents);
        ent_text_add(out, step->consents.count == 1 ? " consents)" : " consent)");
    }
}

/* "“attack or donbas”": what decides between two states for a party. */
static void add_decider(ent_text *out, const ent_brief *brief, uint32_t party, uint64_t a,
                        uint64_t b)
{
    const ent_want *want = NULL;
    if (ent_deciding_want(brief->game, party, a, b, &want) != ENT_OK)
        ent_text_exhaust(out);
    if (want == NULL || strlen(want->condition.text) > QUOTED_MOST)
        return;
    bool assumed = want->because.count == 0 && brief->game->model->statements.count > 0;
    ent_text_print(out, " (“%s”%s)", want->condition.text, assumed ? ", assumed" : "");
}

/* A temptation and its answer in one sentence; `why` tells it at length. */
static void add_temptation(ent_text *out, const ent_brief *brief, uint32_t party, uint64_t code,
                           const ent_temptation *temptation)
{
    ent_text_print(out, "%s is tempted by ", brief->game->model->parties.items[party].name);
    ent_add_changes(out, brief->game, code, temptation->to);
    add_decider(out, brief, party, code, temptation->to);
    ent_text_add(out, ", but ");
    for (size_t i = 0; i < temptation->answer.count; i++) {
        ent_text_add(out, i == 0 ? "" : i + 1 == temptation->answer.count ? " and " : ", ");
        add_answer_step(out, brief, &temptation->answer.items[i]);
    }
    if (ent_prefers(brief->game, party, code, temptation->end)) {
        ent_text_add(out, ", which is worse for it");
        add_decider(out, brief, party, code, temptation->end);
    } else {
        ent_text_add(out, ", and nothing would be gained");
    }
    ent_text_add(out, ".");
}

/* What keeps each tempted party from moving: the first temptation of each. */
static void add_deterrence(ent_text *out, const ent_brief *brief, const ent_brief_case *one)
{
    bool any = false;
    for (uint32_t mover = 0; mover < brief->game->mover_count; mover++) {
        const ent_opinion *opinion = &one->opinions[mover];
        if (opinion->temptations.count == 0)
            continue;
        ent_text_add(out, any ? " " : "");
        add_temptation(out, brief, mover, one->pattern.example, &opinion->temptations.items[0]);
        any = true;
    }
    if (!any)
        ent_text_add(out, "nobody is tempted to leave it.");
}

static void add_breaker(ent_text *out, const ent_brief *brief, const ent_brief_case *one)
{
    bool first = true;
    for (uint32_t mover = 0; mover < brief->game->mover_count; mover++) {
        const ent_opinion *opinion = &one->opinions[mover];
        if (opinion->stable)
            continue;
        ent_text_add(out, first ? "" : " ");
        ent_add_mover(out, brief->game->model, mover, true);
        ent_text_print(out, " would move to %llu by ", ent_number(brief->game, opinion->leaves.to));
        ent_add_changes(out, brief->game, one->pattern.example, opinion->leaves.to);
        if (!ent_mover_is_body(brief->game, mover))
            add_decider(out, brief, mover, one->pattern.example, opinion->leaves.to);
        if (opinion->leaves.consents.count > 0) {
            ent_text_add(out, ", with the consent of ");
            ent_add_parties(out, brief->game->model, &opinion->leaves.consents);
        }
        if (!ent_mover_is_body(brief->game, mover))
            ent_text_add(out, opinion->worst.count == 0
                                  ? ", and no answer of the others makes it regret that"
                                  : ", and stays better off whatever the others answer");
        ent_text_add(out, ".");
        first = false;
    }
}

static void add_cases(ent_text *out, const ent_style *style, const ent_brief *brief, bool holding)
{
    size_t count = holding ? brief->holds.count : brief->breaks.count;
    if (count == 0)
        return;
    ent_text_add(out, "\n");
    ent_add_paragraph(out, style, 2,
                      holding ? "What holds, and what deters:"
                              : "What does not, and who would break it:");
    for (size_t i = 0; i < told(brief, count); i++) {
        const ent_brief_case *one = holding ? &brief->holds.items[i] : &brief->breaks.items[i];
        ENT_AUTO_TEXT words = ent_text_part(out);
        add_kind(&words, brief, one);
        if (holding)
            add_deterrence(&words, brief, one);
        else
            add_breaker(&words, brief, one);
        ent_text_add_repeated(out, " ", 4);
        (void)ent_add_wrapped(out, style, 4, 6, ent_text_string(&words));
        ent_text_add(out, "\n");
    }
    if (told(brief, count) < count) {
        ENT_AUTO_TEXT words = ent_text_part(out);
        ent_text_print(&words, "… and %zu more (--top N)", count - told(brief, count));
        ent_add_paragraph(out, style, 4, ent_text_string(&words));
    }
}

/* "Russia 230, the council 12": how many target states each would leave. */
static void add_breakers(ent_text *out, const ent_style *style, const ent_brief *brief)
{
    ENT_AUTO_TEXT words = ent_text_part(out);
    for (uint32_t m = 0; m < brief->game->mover_count; m++) {
        if (brief->breakers[m] == 0)
            continue;
        if (words.length > 0)
            ent_text_add(&words, ", ");
        else if (brief->game->model->target.expression != NULL)
            ent_text_add(&words, "Target states that each would leave: ");
        else
            ent_text_add(&words, "States that each would leave: ");
        ent_text_print(&words, "%s ", ent_mover_name(brief->game->model, m));
        ent_add_number(&words, brief->breakers[m]);
    }
    if (words.length == 0)
        return;
    ent_text_add(&words, ".");
    ent_add_paragraph(out, style, 2, ent_text_string(&words));
}

static void add_assumptions(ent_text *out, const ent_style *style, const ent_brief *brief)
{
    const ent_model *model = brief->game->model;
    if (model->statements.count == 0)
        return;
    ENT_AUTO_TEXT words = ent_text_part(out);
    ent_text_print(&words,
                   "%zu statements; %zu of %zu preference entries rest on none and are assumed",
                   model->statements.count, brief->assumptions, brief->wants);
    size_t told = 0;
    for (size_t p = 0; p < model->parties.count; p++) {
        const ent_preference *preference = &model->parties.items[p].preference;
        for (size_t i = 0; i < preference->wants.count; i++) {
            if (preference->wants.items[i].because.count > 0)
                continue;
            if (told++ < ASSUMPTIONS_TOLD)
                ent_text_print(&words, "%s%s “%s”", told == 1 ? ": " : ", ",
                               model->parties.items[p].name,
                               preference->wants.items[i].condition.text);
        }
    }
    if (told > ASSUMPTIONS_TOLD)
        ent_text_print(&words, " and %zu more", told - ASSUMPTIONS_TOLD);
    ent_text_add(&words, ".");
    ent_add_question(out, style, "RESTS ON", ent_text_string(&words));
}

/* What happened in fact, beside what the model says. */
static void add_history(ent_text *out, const ent_style *style, const ent_history *history)
{
    if (!history->said)
        return;
    ENT_AUTO_TEXT words = ent_text_part(out);
    ent_text_print(&words, "The guarantee: %s. Challenged: %s. The guarantors acted: %s.",
                   history->outcome, history->challenged, history->acted);
    if (history->note != NULL)
        ent_text_print(&words, " %s", history->note);
    ent_add_question(out, style, "WHAT HAPPENED", ent_text_string(&words));
}

void ent_show_brief(ent_text *out, const ent_style *style, const ent_brief *brief, double seconds)
{
    ent_add_heading(out, style, brief->game, seconds);
    ent_show_brief_agree(out, style, brief);
    ENT_AUTO_TEXT answer = ent_text_part(out);
    add_answer(&answer, brief);
    if (brief->act_missing == NULL)
        ent_show_brief_act(out, style, &brief->act);
    else
        ent_show_no_brief_act(out, style, brief->act_missing);
    ent_add_question(out, style, "WILL IT HOLD?", ent_text_string(&answer));
    add_start(out, style, brief);
    add_breakers(out, style, brief);
    add_case_table(out, style, brief);
    add_cases(out, style, brief, true);
    add_cases(out, style, brief, false);
    ent_show_brief_design(out, style, brief);
    add_history(out, style, &brief->game->model->history);
    add_assumptions(out, style, brief);
}
