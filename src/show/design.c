/* Which arrangement would do all three, in words. */
#include "show/design.h"

#include "show/agree_table.h"
#include "show/words.h"

static void add_section(const ent_design_page *page, const char *words)
{
    ent_text_add(page->out, "\n");
    ent_look_on(page->out, page->style, ENT_BOLD);
    (void)ent_add_wrapped(page->out, page->style, 0, 0, words);
    ent_look_off(page->out, page->style, ENT_BOLD);
    ent_text_add(page->out, "\n");
}

/* "can be agreed, can act and holds" */
static void add_demands(ent_text *out, const ent_design *design, bool one)
{
    ent_text_print(out, "can be agreed%s and %s", design->guards.count > 0 ? ", can act" : "",
                   one ? "holds" : "hold");
}

/* "Yes: 3 of the 400 arrangements can be agreed, can act and hold" */
static void add_verdict(ent_text *out, const ent_design *design)
{
    uint64_t viable = design->counts[ENT_ALL_DEMANDS];
    uint64_t all = design->counts[0];
    if (all == 1) {
        ent_text_print(out, "%s: the only arrangement (state of the target) ",
                       viable == 1 ? "Yes" : "No");
        ent_text_add(out, viable == 1 ? "" : "is not one that ");
        add_demands(out, design, true);
        return;
    }
    ent_text_add(out, viable == 0 ? "No: none" : viable == all ? "Yes: all" : "Yes: ");
    if (viable > 0 && viable < all)
        ent_add_number(out, viable);
    ent_text_add(out, " of the ");
    ent_add_number(out, all);
    ent_text_add(out, " arrangements (states of the target) ");
    add_demands(out, design, viable < 2);
}

static void add_where(ent_text *out, const ent_design *design)
{
    if (design->request.where != NULL)
        ent_text_print(out, " Only arrangements with %s are looked at.",
                       design->request.where->text);
}

/* "Nash: 0. GMR: 4.": how many do all three under the other concepts. */
static void add_other_concepts(ent_text *out, const ent_design *design)
{
    bool alike = true;
    for (int c = 0; c < ENT_CONCEPTS; c++)
        alike = alike && design->viable_under[c] == design->counts[ENT_ALL_DEMANDS];
    if (alike) {
        ent_text_add(out, " It is the same under every other stability concept.");
        return;
    }
    for (int c = 0; c < ENT_CONCEPTS; c++) {
        if (c == (int)design->request.concept)
            continue;
        ent_text_print(out, " %s: ", ent_concept_word((ent_concept)c));
        ent_add_number(out, design->viable_under[c]);
        ent_text_add(out, ".");
    }
}

/* "Today already: state 4 is in the target, can act and holds. …" */
static void add_today(ent_text *out, const ent_design *design, bool glossed)
{
    ent_concept concept = design->request.concept;
    ent_text_print(out, "Today already: state %llu is in the target%s and holds%s%s%s. ",
                   ent_number(design->game, design->start),
                   design->guards.count > 0 ? ", can act" : "", glossed ? " (" : ", if ",
                   glossed ? ent_concept_word(concept) : ent_concept_phrase(concept),
                   glossed ? ")" : "");
    ent_text_add(out, "Nothing has to be agreed for it. ");
    ent_text_add(out, design->counts[0] == 1 ? "No other state satisfies the target."
                                             : "Would another do, by agreement? ");
}

void ent_add_design_answer(ent_text *out, const ent_design *design, bool glossed)
{
    bool today = ent_start_works(design);
    if (today)
        add_today(out, design, glossed);
    if (design->counts[0] == 0) {
        ent_text_add(out, "No: there is no arrangement. No feasible state satisfies the target.");
    } else if (!today || design->counts[0] > 1) {
        add_verdict(out, design);
        if (today)
            ent_text_add(out, ".");
        else if (glossed)
            ent_text_print(out, " (%s).", ent_concept_word(design->request.concept));
        else
            ent_text_print(out, ", if %s.", ent_concept_phrase(design->request.concept));
        add_other_concepts(out, design);
    }
    add_where(out, design);
}

static void add_answer(const ent_design_page *page)
{
    ENT_AUTO_TEXT words = ent_text_part(page->out);
    ent_add_design_answer(&words, page->design, false);
    ent_text_add(page->out, "\n");
    ent_add_paragraph(page->out, page->style, 0, ent_text_string(&words));
}

/* What is asked of the bodies. */
static void add_guards(const ent_design_page *page)
{
    const ent_design *design = page->design;
    ENT_AUTO_TEXT words = ent_text_part(page->out);
    if (design->guards.count == 0) {
        ent_text_add(&words, "Nothing is asked of what bodies can do: none has a trigger that one "
                             "party sets off.");
    } else {
        ent_text_add(&words, "An arrangement can act when ");
        for (size_t i = 0; i < design->guards.count; i++) {
            const ent_guard *guard = &design->guards.items[i];
            ent_text_add(&words, i == 0 ? "" : i + 1 == design->guards.count ? " and " : ", ");
            ent_add_mover(&words, design->game->model, guard->body, false);
            ent_text_print(&words, " can act against %s",
                           design->game->model->parties.items[guard->against].name);
        }
        ent_text_add(&words, ".");
    }
    ent_add_paragraph(page->out, page->style, 2, ent_text_string(&words));
}

/* "and" or ", but": the start, where it is in the target itself. */
static void add_start(const ent_design_page *page)
{
    const ent_design *design = page->design;
    ENT_AUTO_TEXT words = ent_text_part(page->out);
    bool acts = (design->start_meets & (1u << ENT_CAN_ACT)) != 0;
    bool holds = (design->start_meets & (1u << ENT_WILL_HOLD)) != 0;
    ent_text_print(&words, "Today is state %llu", ent_number(design->game, design->start));
    if (design->start_aimed) {
        ent_text_add(&words,
                     ", which is in the target itself: nothing has to be agreed for it. It ");
        if (design->guards.count > 0)
            ent_text_print(&words, "%s act %s ", acts ? "can" : "cannot",
                           acts == holds ? "and" : "but");
        ent_text_add(&words, holds ? "holds" : "does not hold");
    }
    ent_text_add(&words, ".");
    ent_add_paragraph(page->out, page->style, 2, ent_text_string(&words));
}

/* "Agreement excludes most: 0 of 400 can be agreed. Without that, 98 would remain." */
void ent_add_scarcest_demand(const ent_design_page *page)
{
    static const char *const names[ENT_DEMANDS] = {"Agreement", "That the bodies can act",
                                                   "Stability"};
    static const char *const one[ENT_DEMANDS] = {"can be agreed", "can act", "holds"};
    static const char *const many[ENT_DEMANDS] = {"can be agreed", "can act", "hold"};
    const ent_design *design = page->design;
    ent_demand scarcest = ent_scarcest_demand(design);
    uint64_t met = design->counts[1u << scarcest];
    ENT_AUTO_TEXT words = ent_text_part(page->out);
    ent_text_print(&words, "%s excludes most: ", names[scarcest]);
    if (met == 0)
        ent_text_add(&words, "none");
    else
        ent_add_number(&words, met);
    ent_text_add(&words, " of ");
    ent_add_number(&words, design->counts[0]);
    ent_text_print(&words, " %s. Were that not asked, ", met < 2 ? one[scarcest] : many[scarcest]);
    uint64_t rest = design->counts[ENT_ALL_DEMANDS & ~(1u << scarcest)];
    if (rest == 0)
        ent_text_add(&words, "none");
    else
        ent_add_number(&words, rest);
    ent_text_add(&words, " would remain.");
    ent_add_paragraph(page->out, page->style, 2, ent_text_string(&words));
}

/* "would lose “not donbas” (zelenskyy-donbas)" */
static void add_loss(ent_text *out, const ent_model *model, const ent_refusal *refusal)
{
    if (refusal->want == NULL) {
        ent_text_add(out, "would neither gain nor lose");
        return;
    }
    ent_text_print(out, "would %s “%s”", refusal->want->weight.value < 0 ? "get" : "lose",
                   refusal->want->condition.text);
    ent_add_grounds(out, model, refusal->want);
}

/* "consensus cannot change from Y to N (it is fixed)" */
static void add_stuck(ent_text *out, const ent_design *design, const ent_shortfall *shortfall)
{
    static const char *const moves[] = {[ENT_MOVES_ANY] = "",
                                        [ENT_MOVES_UP] = "it only goes up",
                                        [ENT_MOVES_DOWN] = "it only goes down",
                                        [ENT_MOVES_FIXED] = "it is fixed"};
    const ent_game *game = design->game;
    for (size_t i = 0; i < shortfall->stuck.count; i++) {
        uint32_t option = shortfall->stuck.items[i];
        uint32_t from = ent_level_of(&game->space, design->start, option);
        uint32_t to = ent_level_of(&game->space, shortfall->code, option);
        ent_text_print(out, "%s%s cannot change from %s to %s (%s)", i == 0 ? "" : ", ",
                       game->model->options.items[option].id,
                       ent_level_cell(game->model, option, from),
                       ent_level_cell(game->model, option, to),
                       moves[game->model->options.items[option].moves]);
    }
}

static void add_refusals(ent_text *out, const ent_design *design, const ent_shortfall *shortfall)
{
    const ent_model *model = design->game->model;
    size_t count = shortfall->refusal.count;
    add_stuck(out, design, shortfall);
    if (count == 1)
        ent_text_add(out, shortfall->any_refusal ? "only the consent of "
                                                 : "missing is, among others, the consent of ");
    else if (count > 1)
        ent_text_add(out, shortfall->any_refusal ? "only one more consent is missing: "
                                                 : "missing are the consents of ");
    for (size_t i = 0; i < count; i++) {
        const ent_refusal *refusal = &shortfall->refusal.items[i];
        ent_text_print(out, "%s%s",
                       i == 0                   ? ""
                       : shortfall->any_refusal ? "; or "
                                                : "; and ",
                       model->parties.items[refusal->party].name);
        if (count == 1)
            ent_text_add(out, shortfall->any_refusal ? " is missing" : "");
        ent_text_add(out, ", which ");
        add_loss(out, model, refusal);
    }
    for (size_t i = 0; i < shortfall->undecided.count; i++) {
        ent_text_add(out, i > 0 ? " and " : count > 0 ? "; and " : "");
        ent_text_add(out, i == 0 ? "too few members gain by it to carry it in " : "");
        ent_add_mover(out, model, shortfall->undecided.items[i], false);
    }
}

static void add_idle(ent_text *out, const ent_design *design, const ent_shortfall *shortfall)
{
    const ent_model *model = design->game->model;
    for (size_t i = 0; i < shortfall->idle.count; i++) {
        const ent_idle_guard *idle = &shortfall->idle.items[i];
        const char *against = model->parties.items[idle->guard->against].name;
        ent_text_add(out, i == 0 ? "" : "; ");
        ent_add_mover(out, model, idle->guard->body, false);
        if (idle->blocked)
            ent_text_print(out, " would need the consent of %s, against which it is to act",
                           against);
        else
            ent_text_print(out, " cannot act against %s: all its members together are not enough",
                           against);
    }
}

static void add_leaver(ent_text *out, const ent_design *design, const ent_shortfall *shortfall,
                       const ent_leaver *leaver)
{
    const ent_game *game = design->game;
    const ent_step *step = &leaver->opinion.leaves;
    const ent_want *want = NULL;
    bool party = !ent_mover_is_body(game, leaver->mover);
    ent_add_mover(out, game->model, leaver->mover, false);
    ent_text_print(out, " would leave it for %llu by ", ent_number(game, step->to));
    ent_add_changes(out, game, shortfall->code, step->to);
    if (party && ent_deciding_want(game, leaver->mover, shortfall->code, step->to, &want) != ENT_OK)
        ent_text_exhaust(out);
    ent_add_decider(out, game->model, want);
    if (step->consents.count > 0) {
        ent_text_add(out, ", with the consent of ");
        ent_add_parties(out, game->model, &step->consents);
    }
    if (!party || design->request.concept == ENT_NASH)
        return;
    ent_text_add(out, leaver->opinion.worst.count == 0
                          ? ", and no answer of the others makes it regret that"
                          : ", and stays better off whatever the others answer");
}

/* "31 (and 7 like it) cannot be agreed: only the consent of Ukraine is missing, …" */
void ent_add_shortfall(const ent_design_page *page, const ent_shortfall *shortfall)
{
    static const char *const fails[ENT_DEMANDS] = {
        " cannot be agreed: ", " cannot act: ", " does not hold: "};
    bool several = page->says_changes && shortfall->count > 1;
    const ent_design *design = page->design;
    ENT_AUTO_TEXT words = ent_text_part(page->out);
    ent_text_print(&words, "%llu", ent_number(design->game, shortfall->code));
    if (page->says_changes) {
        ent_text_add(&words, " (");
        ent_add_changes(&words, design->game, design->start, shortfall->code);
        ent_text_add(&words, ")");
    }
    if (shortfall->count > 1) {
        ent_text_add(&words, page->says_changes ? " and " : " (and ");
        ent_add_number(&words, shortfall->count - 1);
        ent_text_add(&words, page->says_changes ? " like it" : " like it)");
    }
    ent_text_add(&words, several && shortfall->failed == ENT_WILL_HOLD ? " do not hold: "
                                                                       : fails[shortfall->failed]);
    if (shortfall->failed == ENT_CAN_AGREE)
        add_refusals(&words, design, shortfall);
    else if (shortfall->failed == ENT_CAN_ACT)
        add_idle(&words, design, shortfall);
    for (size_t i = 0; i < shortfall->leavers.count; i++) {
        ent_text_add(&words, i == 0 ? "" : "; ");
        add_leaver(&words, design, shortfall, &shortfall->leavers.items[i]);
    }
    ent_text_add(&words, ".");
    ent_text_add_repeated(page->out, " ", 2);
    (void)ent_add_wrapped(page->out, page->style, 2, 4, ent_text_string(&words));
    ent_text_add(page->out, "\n");
}

/* "98 fail agreement only, …" and how many kinds of them are not shown. */
static void add_rest(const ent_design_page *page)
{
    const ent_design *design = page->design;
    uint64_t told = 0;
    uint64_t all = 0;
    for (size_t i = 0; i < design->nearest.count; i++)
        told += design->nearest.items[i].count;
    for (int d = 0; d < ENT_DEMANDS; d++)
        all += design->single[d];
    if (told == all)
        return;
    ENT_AUTO_TEXT words = ent_text_part(page->out);
    ent_add_count(&words, all - told, "other fails", "others fail");
    ent_text_add(&words, " one condition only, for more or other parties and bodies (--top N).");
    ent_add_paragraph(page->out, page->style, 2, ent_text_string(&words));
}

static void add_nearest(ent_design_page *page)
{
    const ent_design *design = page->design;
    if (design->nearest.count == 0) {
        if (!design->start_aimed || design->counts[0] > 1)
            ent_add_paragraph(page->out, page->style, 2,
                              "No arrangement fails one condition only: none comes near.");
        return;
    }
    add_section(page, "What comes nearest: these fail one condition only");
    ent_add_nearest_table(page);
    ent_text_add(page->out, "\n");
    for (size_t i = 0; i < design->nearest.count; i++)
        ent_add_shortfall(page, &design->nearest.items[i]);
    add_rest(page);
}

static void add_viable(ent_design_page *page)
{
    const ent_design *design = page->design;
    add_section(page, design->listed ? "The arrangements" : "The arrangements, by kind");
    ent_add_viable_table(page);
    if (design->listed)
        return;
    bool mixed = false;
    for (size_t i = 0; i < design->shown.list.count; i++)
        mixed = mixed || design->shown.list.items[i].states < design->shown.list.items[i].all;
    ent_add_paragraph(page->out, page->style, 2,
                      mixed ? "each column is a pattern: how many arrangements it has, and one of "
                              "them; – any level; ~ not all states of the pattern are meant"
                            : "each column is a pattern: how many arrangements it has, and one of "
                              "them; – any level");
}

/* Options that cannot change, so that other levels of them cannot be agreed. */
static void add_fixed(const ent_design_page *page)
{
    const ent_design *design = page->design;
    const ent_option_list *vary = &design->request.vary;
    for (size_t i = 0; i < vary->count; i++) {
        const ent_option *option = &design->game->model->options.items[vary->items[i]];
        if (option->moves != ENT_MOVES_FIXED || option->pinned)
            continue;
        ENT_AUTO_TEXT words = ent_text_part(page->out);
        ent_text_print(&words,
                       "%s is fixed: nothing else than its level today can be agreed. --set %s=… "
                       "asks what if it had been another.",
                       option->id, option->id);
        ent_add_paragraph(page->out, page->style, 2, ent_text_string(&words));
    }
}

static void add_regimes(const ent_design_page *page)
{
    const ent_design *design = page->design;
    const ent_option_list *vary = &design->request.vary;
    if (design->regimes.count == 0)
        return;
    ENT_AUTO_TEXT title = ent_text_part(page->out);
    ent_text_add(&title, "Compared by ");
    for (size_t i = 0; i < vary->count; i++)
        ent_text_print(&title, "%s%s",
                       i == 0                 ? ""
                       : i + 1 == vary->count ? " and "
                                              : ", ",
                       design->game->model->options.items[vary->items[i]].id);
    ent_text_print(&title, " (%s)", ent_concept_word(design->request.concept));
    add_section(page, ent_text_string(&title));
    ent_add_regime_table(page);
    add_fixed(page);
    if (design->regimes_left == 0)
        return;
    ENT_AUTO_TEXT words = ent_text_part(page->out);
    ent_add_count(&words, design->regimes_left, "other combination occurs",
                  "other combinations occur");
    ent_text_add(&words, " in no arrangement.");
    ent_add_paragraph(page->out, page->style, 2, ent_text_string(&words));
}

/* The conditions one by one, and the arrangements that come nearest where none meets all. */
static void add_conditions(ent_design_page *page)
{
    const ent_design *design = page->design;
    ENT_AUTO_TEXT title = ent_text_part(page->out);
    ent_text_print(&title, "How many arrangements meet which conditions (%s)",
                   ent_concept_word(design->request.concept));
    add_section(page, ent_text_string(&title));
    ent_add_demand_table(page);
    if (design->counts[ENT_ALL_DEMANDS] == 0)
        add_nearest(page);
}

void ent_show_design(ent_text *out, const ent_style *style, const ent_design *design)
{
    ent_design_page page = {
        .out = out, .style = style, .design = design, .arena = ent_arena_new(out->memory)};
    bool today = ent_start_works(design);
    bool viable = design->counts[ENT_ALL_DEMANDS] > 0;
    add_answer(&page);
    if (design->counts[0] > 0) {
        bool others = design->counts[0] > 1 || !today;
        if (!viable && others)
            ent_add_scarcest_demand(&page);
        if (!today)
            add_start(&page);
        add_guards(&page);
        if (viable)
            add_viable(&page);
        if (others)
            add_conditions(&page);
        add_regimes(&page);
    }
    ent_arena_free(&page.arena);
}
