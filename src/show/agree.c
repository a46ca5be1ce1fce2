/* What can be agreed, in words. */
#include "show/agree.h"

#include "show/agree_table.h"
#include "show/words.h"

enum { NAMED = 6 /* state numbers in a sentence */, LOSSES_TOLD = 4 };

static void add_section(const ent_agree_page *page, const char *words)
{
    ent_text_add(page->out, "\n");
    ent_look_on(page->out, page->style, ENT_BOLD);
    (void)ent_add_wrapped(page->out, page->style, 0, 0, words);
    ent_look_off(page->out, page->style, ENT_BOLD);
    ent_text_add(page->out, "\n");
}

/* "3, 7 and 9"; the first of many, and how many more. */
static void add_numbers(ent_text *out, const ent_agree *agree, const ent_set *set, uint64_t count)
{
    uint64_t named = count <= NAMED ? count : NAMED - 1;
    uint64_t at = ent_set_next(set, 0);
    for (uint64_t i = 0; i < named; i++, at = ent_set_next(set, at + 1))
        ent_text_print(out, "%s%llu",
                       i == 0           ? ""
                       : i + 1 == count ? " and "
                                        : ", ",
                       ent_number(agree->game, at));
    if (named < count) {
        ent_text_add(out, " and ");
        ent_add_count(out, count - named, "other", "others");
    }
}

static void add_refusal(ent_text *out, const ent_agree *agree)
{
    if (agree->packages == 0) {
        ent_text_add(out, agree->request.where != NULL
                              ? "No: no package that the options permit satisfies the filter."
                              : "No: no other state can be reached.");
        return;
    }
    ent_text_add(out, "No: none of the ");
    ent_add_count(out, agree->packages, "package", "packages");
    ent_text_add(out, " is preferred to today by everyone whose consent it needs.");
}

static void add_target(ent_text *out, const ent_agree *agree)
{
    if (agree->marks[ENT_MARK_TARGET].words == NULL)
        return;
    uint64_t aimed = agree->marked[ENT_MARK_TARGET];
    if (agree->target_count == 0) {
        ent_text_add(out, " No package at all reaches the target.");
        return;
    }
    ent_text_add(out, " ");
    if (agree->count == 0) {
        ent_add_count(out, agree->target_count, "package reaches", "packages reach");
        ent_text_add(out, " the target.");
        return;
    }
    if (aimed == agree->count) {
        ent_text_add(out, aimed == 1 ? "It reaches the target, of "
                                     : "All of them reach the target, of ");
    } else {
        if (aimed == 0)
            ent_text_add(out, "None");
        else
            ent_add_number(out, aimed);
        ent_text_print(out, " of them reach%s the target, of ", aimed < 2 ? "es" : "");
    }
    ent_add_number(out, agree->target_count);
    ent_text_print(out, " that %s.", agree->target_count == 1 ? "does" : "do");
}

void ent_add_agree_answer(ent_text *out, const ent_agree *agree)
{
    if (agree->count == 0) {
        add_refusal(out, agree);
    } else {
        bool aimless =
            agree->marks[ENT_MARK_TARGET].words != NULL && agree->marked[ENT_MARK_TARGET] == 0;
        ent_text_add(out, aimless ? "Nothing that is aimed at: " : "Yes: ");
        ent_add_number(out, agree->count);
        ent_text_add(out, " of the ");
        ent_add_count(out, agree->packages, "package", "packages");
        ent_text_print(out, " %s preferred to today by everyone whose consent %s.",
                       agree->count == 1 ? "is" : "are",
                       agree->count == 1 ? "it needs" : "they need");
    }
    if (agree->count > 0 && agree->lone != ENT_NOBODY)
        ent_text_print(out, " %s a move of %s alone.", agree->count == 1 ? "That is" : "Each is",
                       agree->game->model->parties.items[agree->lone].name);
    add_target(out, agree);
    ent_text_print(out, " Today is state %llu", ent_number(agree->game, agree->start));
    const ent_condition *target = &agree->game->model->target;
    bool aimed = false;
    if (target->expression != NULL &&
        ent_holds(&agree->game->space, target->expression, agree->start, &aimed) != ENT_OK)
        ent_text_exhaust(out);
    ent_text_add(out, aimed ? ", which is in the target" : "");
    if (agree->request.where != NULL)
        ent_text_print(out, "; only packages with %s are looked at", agree->request.where->text);
    ent_text_add(out, ".");
}

static void add_answer(const ent_agree_page *page)
{
    ENT_AUTO_TEXT words = ent_text_part(page->out);
    ent_add_agree_answer(&words, page->agree);
    ent_text_add(page->out, "\n");
    ent_add_paragraph(page->out, page->style, 0, ent_text_string(&words));
}

static void add_frontier(ent_text *out, const ent_agree *agree)
{
    const ent_set *frontier = &agree->marks[ENT_MARK_PARETO];
    uint64_t count = agree->marked[ENT_MARK_PARETO];
    if (count == agree->count) {
        ent_text_add(out, "All of them are on the Pareto frontier: none is at least as good for "
                          "every party as another and better for one.");
        return;
    }
    ent_text_add(out, "On the Pareto frontier: ");
    add_numbers(out, agree, frontier, count);
    ent_text_add(out,
                 ". Every other one can be replaced by one of these that is worse for no party "
                 "and better for some.");
}

void ent_add_fallback(ent_text *out, const ent_agree *agree)
{
    ent_text_add(out, "Fallback bargaining chooses ");
    uint64_t chosen = agree->marked[ENT_MARK_FALLBACK];
    add_numbers(out, agree, &agree->marks[ENT_MARK_FALLBACK], chosen);
    uint64_t efficient =
        ent_set_count_both(&agree->marks[ENT_MARK_FALLBACK], &agree->marks[ENT_MARK_PARETO]);
    if (efficient < chosen) {
        ent_text_add(out, " (");
        ent_add_number(out, efficient);
        ent_text_add(out, " on the frontier)");
    }
    if (chosen == agree->count && chosen > 1)
        ent_text_add(out, ": all of them, equally.");
    else if (agree->depth == 1)
        ent_text_add(out, ": no party has one that it likes better.");
    else
        ent_text_print(out,
                       ": to every party at least rank %lu among them (equal ones share a rank); "
                       "each other one ranks lower for somebody.",
                       (unsigned long)agree->depth);
}

/* Where somebody can gain nothing, the least gain is zero everywhere. */
static void add_gainless(ent_text *out, const ent_agree *agree)
{
    for (uint32_t p = 0; p < agree->game->party_count; p++)
        if (!agree->bargaining.gains[p]) {
            ent_text_print(out, " (%s can gain nothing, so that the least gain is always zero.)",
                           agree->game->model->parties.items[p].name);
            return;
        }
}

/* "Nash product: 3. …": the cardinal solutions, where parties have weights. */
static void add_bargains(const ent_agree_page *page)
{
    static const char *const words[ENT_BARGAINS] = {
        "Largest product of gains (Nash): ",
        "Largest least share of the most that each could gain (Kalai–Smorodinsky): ",
        "Largest least gain (egalitarian): ", "Largest sum of gains (utilitarian): "};
    const ent_agree *agree = page->agree;
    if (agree->marks[ENT_MARK_BARGAIN].words == NULL)
        return;
    ENT_AUTO_TEXT text = ent_text_part(page->out);
    if (agree->bargaining.candidates == 0) {
        ent_text_add(&text,
                     "Each of them leaves some party worse off than today, so that bargaining "
                     "over weights chooses none.");
        ent_add_paragraph(page->out, page->style, 2, ent_text_string(&text));
        return;
    }
    ent_text_add(&text, "By weights, among ");
    ent_add_count(&text, agree->bargaining.candidates, "package", "packages");
    ent_text_add(&text, agree->bargaining.candidates == 1 ? " that leaves" : " that leave");
    ent_text_add(&text, " nobody worse off than today:");
    ent_add_paragraph(page->out, page->style, 2, ent_text_string(&text));
    for (int k = 0; k < ENT_BARGAINS; k++) {
        ENT_AUTO_TEXT line = ent_text_part(page->out);
        ent_text_add(&line, words[k]);
        add_numbers(&line, agree, &agree->marks[ENT_MARK_BARGAIN + k],
                    agree->marked[ENT_MARK_BARGAIN + k]);
        ent_text_add(&line, ".");
        if (k == ENT_NASH_PRODUCT && agree->bargaining.nash_is_zero)
            ent_text_add(&line, " (None gives something to everyone who could gain: all products "
                                "are zero.)");
        if (k == ENT_EGALITARIAN)
            add_gainless(&line, agree);
        ent_text_add_repeated(page->out, " ", 4);
        (void)ent_add_wrapped(page->out, page->style, 4, 6, ent_text_string(&line));
        ent_text_add(page->out, "\n");
    }
}

static void add_choice(const ent_agree_page *page)
{
    const ent_agree *agree = page->agree;
    ENT_AUTO_TEXT frontier = ent_text_part(page->out);
    add_frontier(&frontier, agree);
    ent_add_paragraph(page->out, page->style, 2, ent_text_string(&frontier));
    ENT_AUTO_TEXT fallback = ent_text_part(page->out);
    ent_add_fallback(&fallback, agree);
    ent_add_paragraph(page->out, page->style, 2, ent_text_string(&fallback));
    add_bargains(page);
}

static void add_packages(ent_agree_page *page)
{
    const ent_agree *agree = page->agree;
    if (agree->count == 0)
        return;
    add_section(page, agree->listed ? "What can be agreed" : "What can be agreed, by kind");
    ent_add_package_table(page, &agree->shown, false);
    if (!agree->listed) {
        bool mixed = false;
        for (size_t i = 0; i < agree->shown.count; i++)
            mixed =
                mixed || agree->shown.items[i].pattern.states < agree->shown.items[i].pattern.all;
        ent_add_paragraph(page->out, page->style, 2,
                          mixed ? "each column is a pattern: how many packages it has, and one of "
                                  "them; – any level; ~ not all states of the pattern are meant; "
                                  "below, a number says how many bear the mark"
                                : "each column is a pattern: how many packages it has, and one of "
                                  "them; – any level; below, a number says how many bear the mark");
    }
    if (agree->count == 1)
        return;
    add_section(page, "Which of them to choose");
    if (!agree->listed && agree->choices.count > 0)
        ent_add_package_table(page, &agree->choices, false);
    add_choice(page);
}

/* "would lose “not donbas” (zelenskyy-donbas) in 48" */
static void add_loss(ent_text *out, const ent_agree *agree, const ent_loss *loss)
{
    if (loss->want == NULL) {
        ent_text_add(out, "neither gain nor lose");
    } else {
        ent_text_print(out, "%s “%s”", loss->want->weight.value < 0 ? "get" : "lose",
                       loss->want->condition.text);
        ent_add_grounds(out, agree->game->model, loss->want);
    }
    ent_text_add(out, " in ");
    ent_add_number(out, loss->count);
    ent_text_print(out, loss->count == 1 ? " (%llu)" : " (the nearest: %llu)",
                   ent_number(agree->game, loss->nearest));
}

static void add_losses(ent_text *out, const ent_agree *agree, const ent_agree_party *party,
                       size_t most)
{
    for (size_t i = 0; i < party->losses.count && i < most; i++) {
        ent_text_add(out, i == 0 ? ". There it would " : "; ");
        add_loss(out, agree, &party->losses.items[i]);
    }
    if (party->losses.count > most)
        ent_text_print(out, "; something else in the rest");
    ent_text_add(out, ".");
}

static void add_in_target(ent_text *out, uint64_t count)
{
    ent_text_add(out, ", ");
    if (count == 0)
        ent_text_add(out, "none");
    else
        ent_add_number(out, count);
    ent_text_add(out, " of them in the target");
}

void ent_add_blocker(ent_text *out, const ent_agree *agree, uint32_t index, size_t losses_most)
{
    const ent_agree_party *party = &agree->parties[index];
    ent_text_add(out, agree->game->model->parties.items[index].name);
    if (party->refused > 0) {
        ent_text_add(out, " refuses ");
        ent_add_count(out, party->refused, "package", "packages");
        ent_text_add(out, " that cannot be had without it");
    }
    ent_text_add(out, party->refused > 0 ? "; its consent alone is missing for "
                                         : ": its consent alone is missing for ");
    ent_add_number(out, party->blocked);
    if (agree->marks[ENT_MARK_TARGET].words != NULL)
        add_in_target(out, party->blocked_in_target);
    add_losses(out, agree, party, losses_most);
}

static void add_blocker(const ent_agree_page *page, uint32_t index)
{
    ENT_AUTO_TEXT words = ent_text_part(page->out);
    ent_add_blocker(&words, page->agree, index, LOSSES_TOLD);
    ent_text_add_repeated(page->out, " ", 2);
    (void)ent_add_wrapped(page->out, page->style, 2, 4, ent_text_string(&words));
    ent_text_add(page->out, "\n");
}

uint32_t ent_next_blocker(const ent_agree *agree, uint32_t last)
{
    uint32_t next = ENT_NOBODY;
    for (uint32_t p = 0; p < agree->game->party_count; p++) {
        uint64_t blocked = agree->parties[p].blocked;
        bool after = last == ENT_NOBODY || blocked < agree->parties[last].blocked ||
                     (blocked == agree->parties[last].blocked && p > last);
        if (blocked > 0 && after && (next == ENT_NOBODY || blocked > agree->parties[next].blocked))
            next = p;
    }
    return next;
}

/* "Never alone: United Kingdom (912), France (912)." */
static void add_partners(const ent_agree_page *page)
{
    const ent_agree *agree = page->agree;
    ENT_AUTO_TEXT words = ent_text_part(page->out);
    for (uint32_t p = 0; p < agree->game->party_count; p++) {
        if (agree->parties[p].refused == 0 || agree->parties[p].blocked > 0)
            continue;
        ent_text_print(&words, "%s%s (",
                       words.length > 0   ? ", "
                       : agree->near == 0 ? "They refuse: "
                                          : "Others refuse, but never alone: ",
                       agree->game->model->parties.items[p].name);
        ent_add_number(&words, agree->parties[p].refused);
        ent_text_add(&words, ")");
    }
    if (words.length == 0)
        return;
    ent_text_add(&words, ".");
    ent_add_paragraph(page->out, page->style, 2, ent_text_string(&words));
}

static void add_blockers(const ent_agree_page *page)
{
    for (uint32_t p = ent_next_blocker(page->agree, ENT_NOBODY); p != ENT_NOBODY;
         p = ent_next_blocker(page->agree, p))
        add_blocker(page, p);
    add_partners(page);
}

static void add_obstacles(ent_agree_page *page)
{
    const ent_agree *agree = page->agree;
    if (agree->count == agree->packages)
        return;
    add_section(page,
                agree->count == 0 ? "Who stands in the way" : "Who stands in the way of the rest");
    ENT_AUTO_TEXT words = ent_text_part(page->out);
    if (agree->near == 0) {
        ent_text_add(&words, "Each lacks the consent of more than one party.");
    } else {
        ent_add_count(&words, agree->near, "package lacks", "packages lack");
        ent_text_add(&words, " the consent of one party only");
        if (agree->marks[ENT_MARK_TARGET].words != NULL)
            add_in_target(&words, agree->near_in_target);
        ent_text_add(&words, ".");
    }
    ent_add_paragraph(page->out, page->style, 2, ent_text_string(&words));
    add_blockers(page);
    if (agree->misses.count == 0)
        return;
    add_section(page, "Nearest to an agreement");
    ent_add_package_table(page, &agree->misses, true);
}

static void add_legend(const ent_agree_page *page)
{
    if (page->agree->shown.count == 0 && page->agree->misses.count == 0)
        return;
    add_section(page, "What decides");
    ent_add_paragraph(page->out, page->style, 2,
                      "+ better than today, − worse, = the same, ± not the same in all; the number "
                      "says which entry of the party's preferences decides:");
    ent_add_package_deciders(page);
}

static bool begin(ent_agree_page *page)
{
    const ent_game *game = page->agree->game;
    page->used = ent_arena_array(&page->arena, game->party_count, sizeof *page->used);
    for (uint32_t p = 0; page->used != NULL && p < game->party_count; p++)
        page->used[p] = ent_arena_array(
            &page->arena, game->model->parties.items[p].preference.wants.count, sizeof(bool));
    return !page->arena.exhausted;
}

void ent_show_agree(ent_text *out, const ent_style *style, const ent_agree *agree)
{
    ent_agree_page page = {
        .out = out, .style = style, .agree = agree, .arena = ent_arena_new(out->memory)};
    if (begin(&page)) {
        add_answer(&page);
        add_packages(&page);
        add_obstacles(&page);
        add_legend(&page);
    } else {
        ent_text_exhaust(out);
    }
    ent_arena_free(&page.arena);
}
