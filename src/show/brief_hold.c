/* "Will it hold?" in the brief. */
#include "show/brief_parts.h"
#include "show/table.h"
#include "show/words.h"

enum { TEMPTED_MOST = 2, LEAVERS_MOST = 4 };

/* --- The answer --------------------------------------------------------------------------- */

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
    ent_text_print(out, " states%s hold%s", aim, holding < 2 ? "s" : "");
}

/* What the other concepts say, each with a gloss; several that say the same in one breath. */
static void add_other_concepts(ent_text *out, const ent_brief *brief)
{
    static const char *const expects[ENT_CONCEPTS] = {
        [ENT_NASH] = "no answer (Nash)",
        [ENT_GMR] = "any possible answer (GMR)",
        [ENT_SMR] = "any possible answer, and may then move once more (SMR)",
        [ENT_SEQ] = "the answers that the others would really give (SEQ)"};
    bool first = true;
    for (int c = 0; c < ENT_CONCEPTS; c++) {
        if (c == (int)brief->concept || brief->solution->equilibria[c].words == NULL)
            continue;
        ent_text_add(out, first ? " If everybody expects " : "; ");
        ent_text_print(out, "%s: ", expects[c]);
        ent_add_number(out, brief->holding[c]);
        first = false;
    }
    ent_text_add(out, first ? "" : ".");
}

static void add_answer(ent_text *out, const ent_brief *brief)
{
    if (brief->target_count == 0) {
        ent_text_add(out, "The target cannot be reached: no feasible state satisfies it.");
        return;
    }
    add_holding(out, brief, brief->holding[brief->concept]);
    ent_text_print(out, " if %s.", ent_concept_phrase(brief->concept));
    add_other_concepts(out, brief);
}

/* Whether today's state holds; and "Target states that each would leave: Russia 230." */
static void add_start(ent_text *out, const ent_brief *brief)
{
    if (!brief->has_start)
        return;
    ent_text_print(out, "The start, state %llu, ", ent_number(brief->game, brief->start));
    ent_text_add(out, brief->start_mask & (1u << brief->concept)
                          ? brief->start_mask & (1u << ENT_NASH)
                                ? "holds: nobody gains by leaving it. "
                                : "holds: whoever is tempted to leave it is deterred. "
                          : "does not hold itself. ");
}

static void add_breakers(ent_text *out, const ent_brief *brief)
{
    const ent_model *model = brief->game->model;
    size_t count = 0;
    for (uint32_t m = 0; m < brief->game->mover_count; m++) {
        if (brief->breakers[m] == 0 || count++ >= LEAVERS_MOST)
            continue;
        if (count == 1)
            ent_text_add(out, model->target.expression != NULL
                                  ? "Target states that each would leave: "
                                  : "States that each would leave: ");
        ent_text_print(out, "%s%s ", count > 1 ? ", " : "", ent_mover_name(model, m));
        ent_add_number(out, brief->breakers[m]);
    }
    if (count > LEAVERS_MOST)
        ent_text_print(out, " and %zu others", count - LEAVERS_MOST);
    ent_text_add(out, count > 0 ? "." : "");
}

/* --- Kinds of states ---------------------------------------------------------------------- */

static const ent_brief_case *case_at(const ent_brief *brief, size_t index)
{
    size_t holding = brief->holds.count;
    return index < holding ? &brief->holds.items[index] : &brief->breaks.items[index - holding];
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Adds the column of one kind; false when there is no memory. */
static bool add_column(ent_arena *arena, const ent_brief *brief, const ent_brief_case *one,
                       bool holds, ent_table_column *column)
{
    bool part = one->pattern.states < one->pattern.all;
    *column = (ent_table_column){
        .head = ent_arena_print(arena, "%llu", ent_number(brief->game, one->pattern.example)),
        .under = ent_arena_print(arena, "%s%llu", part ? "~x" : "x",
                                 (unsigned long long)one->pattern.states),
        .low = one->pattern.low,
        .high = one->pattern.high,
        .mask = holds ? 1u << brief->concept : 0};
    return part;
}

/* The kinds of states as a table: those that hold first. */
static void add_table(const ent_brief_page *page)
{
    const ent_brief *brief = page->brief;
    size_t holds = smaller(page->detail.holds, brief->holds.count);
    size_t count = holds + smaller(page->detail.breaks, brief->breaks.count);
    ent_arena arena = ent_arena_new(page->out->memory);
    ent_table_column *columns = ent_arena_array(&arena, count, sizeof *columns);
    bool mixed = false;
    for (size_t i = 0; columns != NULL && i < count; i++) {
        const ent_brief_case *one = case_at(brief, i < holds ? i : brief->holds.count + i - holds);
        mixed |= add_column(&arena, brief, one, i < holds, &columns[i]);
    }
    if (arena.exhausted) {
        ent_text_exhaust(page->out);
    } else if (count > 0) {
        ent_text_add(page->out, "\n");
        ent_add_table(page->out, page->style, brief->game,
                      &(ent_table){.columns = columns,
                                   .count = count,
                                   .concept_rows = 1u << brief->concept,
                                   .terse = true});
        ent_add_paragraph(page->out, page->style, 2,
                          mixed ? "each column is a kind of states: one of them, and how many; "
                                  "– any level; ~ not all states that look like this are meant"
                                : "each column is a kind of states: one of them, and how many; "
                                  "– any level");
        ent_text_add(page->out, "\n");
    }
    ent_arena_free(&arena);
}

/* Whether an option tells kinds of states apart, and this kind from some. */
static bool is_telling(const ent_brief *brief, const ent_pattern *pattern, uint32_t option)
{
    uint32_t low = pattern->low[option];
    uint32_t high = pattern->high[option];
    bool wide = true;
    bool alike = true;
    for (size_t i = 0; i < brief->holds.count + brief->breaks.count; i++) {
        const ent_pattern *other = &case_at(brief, i)->pattern;
        alike = alike && other->low[option] == low && other->high[option] == high;
        wide = wide && other->low[option] >= low && other->high[option] <= high;
    }
    return !alike && !wide;
}

/* "troops at most training" */
static void add_range(ent_text *out, const ent_model *model, const ent_pattern *pattern,
                      uint32_t option)
{
    uint32_t low = pattern->low[option];
    uint32_t high = pattern->high[option];
    if (low == high) {
        ent_add_level(out, model, option, low);
        return;
    }
    const ent_scale *scale = &model->vocabulary.options.items[option];
    if (low == 0)
        ent_text_print(out, "%s at most %s", scale->id, scale->levels[high]);
    else if (high + 1 == scale->level_count)
        ent_text_print(out, "%s at least %s", scale->id, scale->levels[low]);
    else
        ent_text_print(out, "%s from %s to %s", scale->id, scale->levels[low], scale->levels[high]);
}

/* "289 and 143 like it, with troops = force: "; with a table, what they look like stands there. */
static void add_kind(ent_text *out, const ent_brief_page *page, const ent_brief_case *one)
{
    const ent_game *game = page->brief->game;
    const ent_pattern *pattern = &one->pattern;
    ent_text_print(out, "%llu", ent_number(game, pattern->example));
    if (pattern->states > 1) {
        ent_text_add(out, " and ");
        ent_add_number(out, pattern->states - 1);
        ent_text_add(out, " like it");
    }
    bool any = false;
    for (uint32_t i = 0; i < game->space.digit_count && !page->detail.table; i++) {
        if (!is_telling(page->brief, pattern, i))
            continue;
        ent_text_add(out, any ? ", " : " (");
        add_range(out, game->model, pattern, i);
        any = true;
    }
    ent_text_add(out, any ? "): " : ": ");
}

/* --- What deters, and who breaks ---------------------------------------------------------- */

/* "the States with troops would answer by coalition-response (United Kingdom consents)" */
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
    ent_add_decider(out, brief->game->model, want);
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

/* A body whose members would like a move of it well enough to decide it, and yet do not. */
static void add_tempted_body(ent_text *out, const ent_brief *brief, uint32_t body)
{
    ent_text_add(out, "Enough members of ");
    ent_add_mover(out, brief->game->model, body, false);
    ent_text_add(out, " would like a move of it, but not in view of the answers that they expect.");
}

/* What keeps each tempted mover from moving: the first temptation of each. */
static void add_deterrence(ent_text *out, const ent_brief *brief, const ent_brief_case *one)
{
    size_t count = 0;
    for (uint32_t mover = 0; mover < brief->game->mover_count; mover++) {
        const ent_opinion *opinion = &one->opinions[mover];
        const ent_set *quiet = &brief->solution->stable[ENT_NASH][mover];
        if (quiet->words == NULL ? opinion->temptations.count == 0
                                 : ent_set_has(quiet, one->pattern.example))
            continue;
        if (count++ >= TEMPTED_MOST)
            continue;
        ent_text_add(out, count > 1 ? " " : "");
        if (opinion->temptations.count > 0)
            add_temptation(out, brief, mover, one->pattern.example, &opinion->temptations.items[0]);
        else
            add_tempted_body(out, brief, mover);
    }
    if (count == 0)
        ent_text_add(out, "nobody is tempted to leave it.");
    else if (count > TEMPTED_MOST)
        ent_text_add(out, " Others are tempted and deterred too.");
}

/* "Russia would move to 18 by attack (“attack or donbas”), and stays better off …" */
static void add_departure(ent_text *out, const ent_brief *brief, uint32_t mover, uint64_t code,
                          const ent_opinion *opinion)
{
    bool body = ent_mover_is_body(brief->game, mover);
    ent_add_mover(out, brief->game->model, mover, true);
    ent_text_print(out, " would move to %llu by ", ent_number(brief->game, opinion->leaves.to));
    ent_add_changes(out, brief->game, code, opinion->leaves.to);
    if (!body)
        add_decider(out, brief, mover, code, opinion->leaves.to);
    if (opinion->leaves.consents.count > 0) {
        ent_text_add(out, ", with the consent of ");
        ent_add_parties(out, brief->game->model, &opinion->leaves.consents);
    }
    if (!body)
        ent_text_add(out, opinion->worst.count == 0
                              ? ", and no answer of the others makes it regret that"
                              : ", and stays better off whatever the others answer");
    ent_text_add(out, ".");
}

static void add_departures(ent_text *out, const ent_brief *brief, const ent_brief_case *one)
{
    size_t count = 0;
    for (uint32_t mover = 0; mover < brief->game->mover_count; mover++) {
        if (one->opinions[mover].stable || count++ >= TEMPTED_MOST)
            continue;
        ent_text_add(out, count > 1 ? " " : "");
        add_departure(out, brief, mover, one->pattern.example, &one->opinions[mover]);
    }
    if (count > TEMPTED_MOST)
        ent_text_add(out, " Others would leave it too.");
}

/* "What holds, and what deters (2 of at least 4 kinds; --top N):" and the kinds below it. */
static void add_cases(const ent_brief_page *page, bool holding)
{
    const ent_brief *brief = page->brief;
    size_t count = holding ? brief->holds.count : brief->breaks.count;
    size_t told = smaller(count, holding ? page->detail.holds : page->detail.breaks);
    if (count == 0)
        return;
    ENT_AUTO_TEXT head = ent_text_part(page->out);
    ent_text_add(&head,
                 holding ? "What holds, and what deters" : "What does not, and who would break it");
    if (told < count && told == 1)
        ent_text_add(&head, " (the largest kind, by an example; --top N has more)");
    else if (told < count)
        ent_text_print(&head, " (the %zu largest kinds, each by an example; --top N has more)",
                       told);
    ent_text_add(&head, ":");
    ent_add_paragraph(page->out, page->style, 2, ent_text_string(&head));
    for (size_t i = 0; i < told; i++) {
        const ent_brief_case *one = holding ? &brief->holds.items[i] : &brief->breaks.items[i];
        ENT_AUTO_TEXT words = ent_text_part(page->out);
        add_kind(&words, page, one);
        if (holding)
            add_deterrence(&words, brief, one);
        else
            add_departures(&words, brief, one);
        ent_add_point(page, 4, ent_text_string(&words));
    }
}

void ent_show_brief_hold(const ent_brief_page *page)
{
    ENT_AUTO_TEXT answer = ent_text_part(page->out);
    ENT_AUTO_TEXT more = ent_text_part(page->out);
    add_answer(&answer, page->brief);
    ent_add_question(page, "WILL IT HOLD?", ent_text_string(&answer));
    add_start(&more, page->brief);
    add_breakers(&more, page->brief);
    if (more.length > 0)
        ent_add_paragraph(page->out, page->style, 2, ent_text_string(&more));
    if (page->detail.table)
        add_table(page);
    add_cases(page, true);
    add_cases(page, false);
}
