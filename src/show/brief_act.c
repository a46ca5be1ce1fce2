/* "Can it act?" in the brief. */
#include "show/act_words.h"
#include "show/brief_parts.h"
#include "show/words.h"

enum { SHORT = 300 /* bytes */ };

/* Whether the body cannot act, in this variant, against the party that sets its trigger off; where
 * there is no such party, at all. */
static bool is_unable(const ent_act_body *body, const ent_act_variant *variant)
{
    return body->aim != ENT_NOBODY ? !variant->acts_without[body->aim]
                                   : variant->game.kind == ENT_GAME_NEVER;
}

/* In how many variants the body is able to act. */
static size_t count_able(const ent_act_body *body, bool *unable)
{
    size_t able = 0;
    for (size_t i = 0; i < body->variants.count; i++) {
        unable[i] = is_unable(body, &body->variants.items[i]);
        able += !unable[i];
    }
    return able;
}

/* "the Council of guarantors cannot act against Russia if consensus and russia-in (352 of 1,520
 * states)" */
static void add_inability(ent_text *out, const ent_act *act, const ent_act_body *body,
                          const bool *unable, size_t able)
{
    ent_add_mover(out, act->game->model, body->mover, false);
    ent_text_add(out, " cannot act");
    if (body->aim != ENT_NOBODY)
        ent_text_print(out, " against %s", act->game->model->parties.items[body->aim].name);
    if (able == 0)
        return;
    ent_text_add(out, " ");
    ent_add_terms(out, body, unable);
    uint64_t states = 0;
    for (size_t i = 0; i < body->variants.count; i++)
        states += unable[i] ? body->variants.items[i].states : 0;
    ent_text_add(out, " (");
    ent_add_number(out, states);
    ent_text_add(out, " of ");
    ent_add_count(out, act->game->space.states, "state)", "states)");
}

/* The answer in a sentence: where some body cannot act. */
static void add_answer(ent_text *out, const ent_act *act)
{
    ENT_AUTO_TEXT unable_words = ent_text_part(out);
    ent_arena arena = ent_arena_new(out->memory);
    size_t limited = 0;
    size_t never = 0;
    for (size_t i = 0; i < act->bodies.count; i++) {
        const ent_act_body *body = &act->bodies.items[i];
        bool *unable = ent_arena_array(&arena, body->variants.count, sizeof *unable);
        if (unable == NULL)
            break;
        size_t able = count_able(body, unable);
        never += able == 0;
        if (able == body->variants.count)
            continue;
        ent_text_add(&unable_words, limited++ > 0 ? "; " : "");
        add_inability(&unable_words, act, body, unable, able);
    }
    if (arena.exhausted)
        ent_text_exhaust(out);
    ent_arena_free(&arena);
    if (limited == 0)
        ent_text_add(out, "Yes, if enough members consent.");
    else
        ent_text_print(out, "%s %s.", never == act->bodies.count ? "No:" : "Not always:",
                       ent_text_string(&unable_words));
}

/* What it takes to act, on each terms, where that can be said shortly. */
static bool add_requirements(ent_text *out, const ent_act_page *page)
{
    const ent_act_body *body = page->body;
    ENT_AUTO_TEXT words = ent_text_part(out);
    for (size_t i = 0; i < body->variants.count; i++) {
        const ent_act_variant *variant = &body->variants.items[i];
        if (!ent_is_plain(variant))
            return false;
        if (variant->same_as != i)
            continue;
        if (variant->states < page->act->game->space.states) {
            ENT_AUTO_TEXT terms = ent_text_part(out);
            (void)ent_add_terms_of_game(&terms, body, i);
            ent_add_capital(&words, ent_text_string(&terms));
            ent_text_add(&words, terms.length > 0 ? ": " : "");
        }
        ent_add_requirements(&words, page, variant);
        ent_text_add(&words, " ");
    }
    if (words.length <= SHORT)
        ent_text_add(out, ent_text_string(&words));
    return words.length <= SHORT;
}

/* Whether the answer above has not said already that the body is unable on some terms. */
static bool is_able(const ent_act_body *body)
{
    for (size_t i = 0; i < body->variants.count; i++)
        if (is_unable(body, &body->variants.items[i]))
            return false;
    return true;
}

/* What is said of a body, as one paragraph. The sentences come unbroken and are broken here. */
static void add_body(const ent_brief_page *brief_page, const ent_act *act, const ent_act_body *body)
{
    static const ent_style unbroken = {.width = SIZE_MAX / 2};
    ENT_AUTO_TEXT words = ent_text_part(brief_page->out);
    const ent_act_view view = {.brief = true};
    const ent_act_page page = {
        .out = &words, .style = &unbroken, .act = act, .body = body, .view = &view, .indent = 2};
    ent_text_print(&words, "%s (", ent_mover_name(act->game->model, body->mover));
    ent_add_count(&words, body->member_count, "member", "members");
    ent_text_add(&words, "): ");
    if (is_able(body))
        ent_add_aim(&page);
    if (!add_requirements(&words, &page)) {
        size_t length = words.length;
        ent_add_vetoes(&page);
        ent_text_add(&words, words.length == length ? "No single member can stop it. " : "");
    }
    if (body->trigger.condition != NULL)
        ent_add_trigger_sentence(&words, &body->trigger);
    ent_add_point(brief_page, 2, ent_text_string(&words));
}

void ent_show_brief_act(const ent_brief_page *page)
{
    const ent_brief *brief = page->brief;
    ENT_AUTO_TEXT answer = ent_text_part(page->out);
    if (brief->act_missing != NULL) {
        ent_text_print(&answer, "Not known: %s.", brief->act_missing);
        ent_add_question(page, "CAN IT ACT?", ent_text_string(&answer));
        return;
    }
    size_t count = brief->act.bodies.count;
    if (count == 0)
        return;
    add_answer(&answer, &brief->act);
    ent_add_question(page, "CAN IT ACT?", ent_text_string(&answer));
    for (size_t i = 0; i < count && i < page->detail.bodies; i++)
        add_body(page, &brief->act, &brief->act.bodies.items[i]);
    if (count > page->detail.bodies) {
        ENT_AUTO_TEXT words = ent_text_part(page->out);
        ent_text_print(&words, "… and %zu other %s: entente act MODEL", count - page->detail.bodies,
                       count - page->detail.bodies == 1 ? "body" : "bodies");
        ent_add_paragraph(page->out, page->style, 2, ent_text_string(&words));
    }
}
