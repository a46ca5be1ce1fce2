/* What bodies can do, as text: in sentences first, figures after. */
#include "show/act.h"

#include <math.h>
#include <string.h>

#include "show/act_table.h"
#include "show/words.h"

enum {
    GAMES_MOST = 8, /* different games of one rule that are told at length */
    FEW_GAMES = 3,  /* … and in the brief view */
    CHANGES_MOST = 4,
    NAMES_MOST = 8,
    MEMBERS_MOST = 40,
};

static size_t chosen(const ent_act_page *page, size_t otherwise)
{
    return page->view->top > 0 ? page->view->top : otherwise;
}

static void add_title(const ent_act_page *page)
{
    ENT_AUTO_TEXT words = ent_text_part(page->out);
    ent_text_add(&words, "Can ");
    ent_add_mover(&words, page->act->game->model, page->body->mover, false);
    ent_text_add(&words, " act?");
    ent_text_add(page->out, "\n");
    ent_look_on(page->out, page->style, ENT_BOLD);
    (void)ent_add_wrapped(page->out, page->style, 0, 2, ent_text_string(&words));
    ent_look_off(page->out, page->style, ENT_BOLD);
    ent_text_add(page->out, "\n");
}

static void add_member_line(const ent_act_page *page)
{
    uint32_t count = page->body->member_count;
    ENT_AUTO_TEXT words = ent_text_part(page->out);
    bool *all = ent_allocate(page->out->memory, count * sizeof *all);
    if (all == NULL) {
        ent_text_exhaust(page->out);
        return;
    }
    memset(all, true, count * sizeof *all);
    ent_add_count(&words, count, "member", "members");
    ent_text_add(&words, ": ");
    ent_add_members(&words, page, all, MEMBERS_MOST);
    ent_text_add(&words, ".");
    ent_add_paragraph(page->out, page->style, 2, ent_text_string(&words));
    ent_release(page->out->memory, all, count * sizeof *all);
}

/* "If consensus (480 states): …": the terms, and what they take. */
static void add_game(const ent_act_page *page, size_t index, size_t number)
{
    const ent_act_variant *variant = &page->body->variants.items[index];
    ENT_AUTO_TEXT terms = ent_text_part(page->out);
    ENT_AUTO_TEXT words = ent_text_part(page->out);
    uint64_t states = ent_add_terms_of_game(&terms, page->body, index);
    if (page->body->condition_count > 0) {
        if (number > 0)
            ent_text_print(&words, "(%zu) ", number);
        ent_add_capital(&words, ent_text_string(&terms));
        ent_text_add(&words, ", ");
        ent_add_count(&words, states, "state", "states");
        ent_text_add(page->out, "\n  ");
        ent_look_on(page->out, page->style, ENT_BOLD);
        (void)ent_add_wrapped(page->out, page->style, 2, 4, ent_text_string(&words));
        ent_look_off(page->out, page->style, ENT_BOLD);
        ent_text_add(page->out, "\n");
    }
    ENT_AUTO_TEXT needs = ent_text_part(page->out);
    ent_add_requirements(&needs, page, variant);
    ent_add_opponents(&needs, page, variant);
    ent_add_paragraph(page->out, page->style, page->indent, ent_text_string(&needs));
}

/* "124 of the 128 coalitions can act (Coleman's power of the collectivity to act: 0.9688)." */
static void add_collectivity(const ent_act_page *page, const ent_act_variant *variant)
{
    ENT_AUTO_TEXT words = ent_text_part(page->out);
    ent_add_natural(&words, variant->power.winning);
    if (page->body->member_count < 60) {
        ent_text_add(&words, " of the ");
        ent_add_number(&words, 1ULL << page->body->member_count);
    }
    ent_text_print(
        &words, " coalitions %s enough: Coleman's power of the collectivity to act is ",
        variant->power.winning.count == 1 && variant->power.winning.limbs[0] == 1 ? "is" : "are");
    ent_add_share(&words, variant->power.collectivity);
    ent_text_add(&words, ".");
    ent_add_paragraph(page->out, page->style, page->indent, ent_text_string(&words));
}

/* Members that matter, when they are all interchangeable; else 0. */
static uint32_t count_alike(const ent_act_page *page, const ent_act_variant *variant,
                            uint32_t *first)
{
    const ent_power *power = &variant->power;
    uint32_t count = 0;
    for (uint32_t i = 0; i < page->body->member_count; i++) {
        if (power->dummy[i])
            continue;
        if (count == 0)
            *first = i;
        if (power->class_of[i] != power->class_of[*first])
            return 0;
        count++;
    }
    return count;
}

/* Where all are alike there is little to say, and no need for a table. */
static void add_alike(const ent_act_page *page, const ent_act_variant *variant, uint32_t count,
                      uint32_t first)
{
    double *const *index = variant->power.index;
    ENT_AUTO_TEXT words = ent_text_part(page->out);
    if (count == page->body->member_count)
        ent_text_add(&words, "Each member");
    else
        ent_text_print(&words, "Each of these %u", count);
    ent_text_print(&words, " has 1/%u of the power by every index (absolute Banzhaf index ", count);
    ent_add_share(&words, index[ENT_BANZHAF_ABSOLUTE][first]);
    ent_text_add(&words, "; Coleman's power to prevent ");
    ent_add_share(&words, index[ENT_COLEMAN_PREVENT][first]);
    ent_text_add(&words, ", to initiate ");
    ent_add_share(&words, index[ENT_COLEMAN_INITIATE][first]);
    ent_text_add(&words, ").");
    ent_add_paragraph(page->out, page->style, page->indent, ent_text_string(&words));
}

static void add_power(const ent_act_page *page, const ent_act_variant *variant)
{
    double *const *index = variant->power.index;
    uint32_t first = 0;
    uint32_t alike = count_alike(page, variant, &first);
    bool known = index[ENT_BANZHAF_ABSOLUTE] != NULL && index[ENT_COLEMAN_PREVENT] != NULL &&
                 index[ENT_COLEMAN_INITIATE] != NULL;
    add_collectivity(page, variant);
    if (alike > 1 && known)
        add_alike(page, variant, alike, first);
    else if (alike != 1)
        ent_add_power_table(page, variant);
}

static void add_estimate(const ent_act_page *page, const ent_act_variant *variant)
{
    ENT_AUTO_TEXT words = ent_text_part(page->out);
    const ent_estimate *e = &variant->estimate;
    if (!variant->measured)
        ent_text_print(&words, "Not measured (%s). ", variant->unmeasured);
    ent_text_add(&words, "Estimates from ");
    ent_add_count(&words, e->draws, "random draw", "random draws");
    ent_text_print(&words, " (seed %llu), ± standard error. Power of the collectivity to act: ",
                   (unsigned long long)e->seed);
    if (e->collectivity > 0)
        ent_text_print(&words, "%.4f ± %.4f.", e->collectivity, e->collectivity_error);
    else
        ent_text_add(&words, "no coalition that was drawn is enough.");
    ent_text_add(page->out, "\n");
    ent_add_paragraph(page->out, page->style, page->indent, ent_text_string(&words));
    ent_add_estimate_table(page, variant);
}

/* "It acts with probability 0.43." */
static void add_chance(const ent_act_page *page, const ent_act_variant *variant)
{
    ENT_AUTO_TEXT words = ent_text_part(page->out);
    ent_text_add(&words, "With these chances of consent it acts with probability ");
    ent_add_share(&words, variant->chance);
    ent_text_add(&words, ".");
    ent_text_add(page->out, page->view->brief || page->view->compare ? "" : "\n");
    ent_add_paragraph(page->out, page->style, page->indent, ent_text_string(&words));
    if (!page->view->brief && !page->view->compare && variant->game.kind == ENT_GAME_PROPER)
        ent_add_chance_table(page, variant);
}

/* "us 0.6, ru 0.1; all others 0.5, which is assumed." */
static void add_consents(const ent_act_page *page)
{
    const ent_consents *consents = page->act->request.consents;
    const ent_act_body *body = page->body;
    ENT_AUTO_TEXT words = ent_text_part(page->out);
    ent_text_add(&words, "Chances of consent, each independent of the others: ");
    size_t others = 0;
    for (uint32_t i = 0; i < body->member_count; i++) {
        others += !consents->given[body->members[i]];
        if (consents->given[body->members[i]])
            ent_text_print(&words, "%s %.4g, ", ent_member_name(page, i),
                           consents->of_party[body->members[i]]);
    }
    if (others > 0)
        ent_text_print(&words, "%s %.4g%s.",
                       others == body->member_count ? "every member" : "every other member",
                       consents->other, consents->other_given ? "" : ", which is assumed");
    else
        words.data[words.length - 2] = '.';
    ent_text_add(page->out, "\n");
    ent_add_paragraph(page->out, page->style, 2, ent_text_string(&words));
    ent_text_add(page->out, page->body->condition_count == 0 ? "\n" : "");
}

static void add_no_chance(const ent_act_page *page, const ent_act_variant *variant)
{
    ENT_AUTO_TEXT words = ent_text_part(page->out);
    ent_text_print(&words, "The probability that it acts is not known: %s.", variant->no_chance);
    ent_text_add(page->out, "\n");
    ent_add_paragraph(page->out, page->style, page->indent, ent_text_string(&words));
}

static void add_figures(const ent_act_page *page, const ent_act_variant *variant)
{
    bool proper = variant->game.kind == ENT_GAME_PROPER;
    if (proper && variant->measured && !page->view->brief && !page->view->compare)
        add_power(page, variant);
    if (proper && variant->has_estimate && !page->view->brief)
        add_estimate(page, variant);
    if (variant->has_chance)
        add_chance(page, variant);
    else if (variant->no_chance != NULL)
        add_no_chance(page, variant);
}

/* "From (1) to (2), Russia and China get a veto." */
static void add_veto_change(ent_text *out, const ent_act_page *page, const ent_act_variant *from,
                            const ent_act_variant *to, bool gains, bool *marks)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < page->body->member_count; i++) {
        bool before =
            from->game.kind == ENT_GAME_PROPER && !from->acts_without[page->body->members[i]];
        bool after = to->game.kind == ENT_GAME_PROPER && !to->acts_without[page->body->members[i]];
        marks[i] = gains ? after && !before : before && !after;
        count += marks[i];
    }
    if (count == 0)
        return;
    ent_text_add(out, " ");
    if (count == page->body->member_count && count > 2)
        ent_text_print(out, "All %u members", count);
    else
        ent_add_members(out, page, marks, NAMES_MOST);
    ent_text_print(out, gains ? " get%s a veto." : " lose%s the veto.", count == 1 ? "s" : "");
}

/* The largest change of a share of power in one direction. */
static void add_share_change(ent_text *out, const ent_act_page *page, const double *from,
                             const double *to, double sign, bool *marks)
{
    double most = 0;
    uint32_t first = 0;
    for (uint32_t i = 0; i < page->body->member_count; i++)
        if (sign * (to[i] - from[i]) > most + 1e-12) {
            most = sign * (to[i] - from[i]);
            first = i;
        }
    if (most < 0.00005)
        return;
    uint32_t count = 0;
    for (uint32_t i = 0; i < page->body->member_count; i++) {
        marks[i] = fabs(to[i] - to[first]) < 1e-12 && fabs(from[i] - from[first]) < 1e-12;
        count += marks[i];
    }
    ent_text_add(out, " ");
    ent_add_members(out, page, marks, NAMES_MOST);
    ent_text_print(out, " %s%s most: %.4f → %.4f%s.", sign > 0 ? "gain" : "lose",
                   count == 1 ? "s" : "", from[first], to[first], count == 1 ? "" : " each");
}

/* "It gets harder to act: 0.9688 → 0.0312 of the coalitions are enough." */
static void add_ease_change(ent_text *out, const ent_act_variant *from, const ent_act_variant *to)
{
    bool proper = from->game.kind == ENT_GAME_PROPER && to->game.kind == ENT_GAME_PROPER;
    double before = from->measured ? from->power.collectivity : 0;
    double after = to->measured ? to->power.collectivity : 0;
    if (to->game.kind == ENT_GAME_NEVER)
        ent_text_add(out, " It cannot act.");
    else if (to->game.kind == ENT_GAME_ALWAYS)
        ent_text_add(out, " It acts without anybody's consent.");
    else if (from->game.kind == ENT_GAME_NEVER)
        ent_text_add(out, " It can act.");
    else if (from->game.kind == ENT_GAME_ALWAYS)
        ent_text_add(out, " It needs consent.");
    if (proper && from->measured && to->measured && fabs(after - before) > 1e-12 * before) {
        ent_text_add(out, after > before ? " It gets easier to act: " : " It gets harder to act: ");
        ent_add_share(out, before);
        ent_text_add(out, " → ");
        ent_add_share(out, after);
        ent_text_add(out, " of the coalitions are enough.");
    }
    if (from->has_chance && to->has_chance && fabs(to->chance - from->chance) > 1e-12) {
        ent_text_add(out, " The probability that it acts: ");
        ent_add_share(out, from->chance);
        ent_text_add(out, " → ");
        ent_add_share(out, to->chance);
        ent_text_add(out, ".");
    }
}

static void add_change(const ent_act_page *page, const size_t *games, size_t number)
{
    const ent_act_variant *from = &page->body->variants.items[games[0]];
    const ent_act_variant *to = &page->body->variants.items[games[number]];
    bool *marks = ent_allocate(page->out->memory, page->body->member_count * sizeof *marks);
    if (marks == NULL) {
        ent_text_exhaust(page->out);
        return;
    }
    ENT_AUTO_TEXT words = ent_text_part(page->out);
    add_ease_change(&words, from, to);
    if (to->game.kind == ENT_GAME_PROPER) {
        add_veto_change(&words, page, from, to, true, marks);
        add_veto_change(&words, page, from, to, false, marks);
    }
    const double *before = from->measured ? from->power.index[ENT_SHAPLEY_SHUBIK] : NULL;
    const double *after = to->measured ? to->power.index[ENT_SHAPLEY_SHUBIK] : NULL;
    if (before != NULL && after != NULL) {
        add_share_change(&words, page, before, after, 1, marks);
        add_share_change(&words, page, before, after, -1, marks);
    }
    ENT_AUTO_TEXT whole = ent_text_part(page->out);
    ent_text_print(&whole, "From (1) to (%zu):%s", number + 1,
                   words.length > 0 ? ent_text_string(&words) : " nobody's power changes by much.");
    ent_add_paragraph(page->out, page->style, page->indent, ent_text_string(&whole));
    ent_release(page->out->memory, marks, page->body->member_count * sizeof *marks);
}

/* The variants side by side. */
static void add_comparison(const ent_act_page *page, const size_t *games, size_t count)
{
    ent_text_add(page->out, "\n");
    ent_add_paragraph(page->out, page->style, 2,
                      "Shares of power (Shapley–Shubik) side by side; ◆ can stop it alone:");
    ent_add_comparison(page, games, count);
    ent_text_add(page->out, "\n");
    for (size_t i = 1; i < count && i <= chosen(page, CHANGES_MOST); i++)
        add_change(page, games, i);
}

static void add_left_games(const ent_act_page *page, size_t left)
{
    ENT_AUTO_TEXT words = ent_text_part(page->out);
    ent_text_add(&words, "… and ");
    ent_add_count(&words, left, "more variant", "more variants");
    ent_text_add(&words, " of the rule (--top N, --json).");
    ent_text_add(page->out, "\n");
    ent_add_paragraph(page->out, page->style, 2, ent_text_string(&words));
}

static void add_told_games(const ent_act_page *page, const size_t *games, size_t count)
{
    size_t most = chosen(page, GAMES_MOST);
    size_t told = count < most ? count : most;
    for (size_t i = 0; i < told; i++) {
        add_game(page, games[i], page->view->compare ? i + 1 : 0);
        add_figures(page, &page->body->variants.items[games[i]]);
    }
    if (told < count)
        add_left_games(page, count - told);
    if (page->view->compare && told > 1)
        add_comparison(page, games, told);
}

/* One game cannot be compared: it is shown as without --compare. */
static void add_only_game(const ent_act_page *page, size_t game)
{
    const ent_act_view view = {.brief = page->view->brief, .top = page->view->top};
    ent_act_page plain = *page;
    plain.view = &view;
    add_told_games(&plain, &game, 1);
    if (page->view->compare) {
        ent_text_add(page->out, "\n");
        ent_add_paragraph(page->out, page->style, 2,
                          "There is nothing to compare: the rule is the same in every state.");
    }
}

/* Variants with the same game are told of together; the brief view of many is who can do what
 * alone. */
static void add_games(const ent_act_page *page)
{
    ent_arena arena = ent_arena_new(page->out->memory);
    const ent_act_body *body = page->body;
    size_t *games = ent_arena_array(&arena, body->variants.count, sizeof *games);
    size_t count = 0;
    for (size_t i = 0; games != NULL && i < body->variants.count; i++)
        if (body->variants.items[i].same_as == i)
            games[count++] = i;
    if (count > 1) {
        ent_add_vetoes(page);
        ent_add_deciders(page);
    }
    if (page->act->request.consents != NULL)
        add_consents(page);
    if (games == NULL)
        ent_text_exhaust(page->out);
    else if (count == 1)
        add_only_game(page, games[0]);
    else if (!page->view->brief || page->view->compare || count <= FEW_GAMES ||
             page->act->request.consents != NULL)
        add_told_games(page, games, count);
    ent_arena_free(&arena);
}

static void show_body(const ent_act_page *page)
{
    add_title(page);
    add_member_line(page);
    ent_add_aim(page);
    add_games(page);
    ent_add_trigger(page);
}

void ent_show_act(ent_text *out, const ent_style *style, const ent_act *act,
                  const ent_act_view *view)
{
    bool told_rest = false;
    if (act->bodies.count == 0) {
        ent_text_add(out, "\n");
        ent_add_paragraph(out, style, 0,
                          "The model has no bodies: every option belongs to a party, which "
                          "decides for itself.");
    }
    for (size_t i = 0; i < act->bodies.count; i++) {
        size_t conditions = act->bodies.items[i].condition_count;
        const ent_act_page page = {.out = out,
                                   .style = style,
                                   .act = act,
                                   .body = &act->bodies.items[i],
                                   .view = view,
                                   .indent = conditions > 0 ? 4 : 2,
                                   .told_rest = &told_rest};
        show_body(&page);
    }
    if (!view->brief)
        return;
    ent_text_add(out, "\n");
    ent_add_paragraph(out, style, 0,
                      "Name a body for each member's power: entente act MODEL BODY.");
}
