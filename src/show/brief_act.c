/* "Can it act?" in the brief. */
#include "show/act_words.h"
#include "show/brief_parts.h"
#include "show/words.h"

enum { ANSWER_COLUMN = 18, BODIES_MOST = 6, SHORT = 300 /* bytes */ };

void ent_add_question(ent_text *out, const ent_style *style, const char *question,
                      const char *answer)
{
    ent_text_add(out, "\n");
    ent_look_on(out, style, ENT_BOLD);
    ent_add_padded(out, question, ANSWER_COLUMN);
    ent_look_off(out, style, ENT_BOLD);
    (void)ent_add_wrapped(out, style, ANSWER_COLUMN, ANSWER_COLUMN, answer);
    ent_text_add(out, "\n");
}

/* In how many variants the body can act against the party that sets its trigger off; where it has
 * no such party, at all. */
static size_t count_able(const ent_act_body *body, bool *unable)
{
    size_t able = 0;
    for (size_t i = 0; i < body->variants.count; i++) {
        const ent_act_variant *variant = &body->variants.items[i];
        unable[i] = body->aim != ENT_NOBODY ? !variant->acts_without[body->aim]
                                            : variant->game.kind == ENT_GAME_NEVER;
        able += !unable[i];
    }
    return able;
}

/* "the Council of guarantors cannot act against Russia if consensus and russia-in" */
static void add_inability(ent_text *out, const ent_act *act, const ent_act_body *body,
                          const bool *unable, size_t able)
{
    ent_add_mover(out, act->game->model, body->mover, false);
    ent_text_add(out, " cannot act");
    if (body->aim != ENT_NOBODY)
        ent_text_print(out, " against %s", act->game->model->parties.items[body->aim].name);
    if (able > 0) {
        ent_text_add(out, " ");
        ent_add_terms(out, body, unable);
    }
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

/* What is said of a body, as one paragraph. The sentences come unbroken and are broken here. */
static void add_body(ent_text *out, const ent_style *style, const ent_act *act,
                     const ent_act_body *body)
{
    static const ent_style unbroken = {.width = SIZE_MAX / 2};
    ENT_AUTO_TEXT words = ent_text_part(out);
    const ent_act_view view = {.brief = true};
    const ent_act_page page = {
        .out = &words, .style = &unbroken, .act = act, .body = body, .view = &view, .indent = 2};
    ent_text_print(&words, "%s (", ent_mover_name(act->game->model, body->mover));
    ent_add_count(&words, body->member_count, "member", "members");
    ent_text_add(&words, "): ");
    ent_add_aim(&page);
    if (!add_requirements(&words, &page)) {
        size_t length = words.length;
        ent_add_vetoes(&page);
        ent_text_add(&words, words.length == length ? "No single member can stop it. " : "");
    }
    if (body->trigger.condition != NULL)
        ent_add_trigger_sentence(&words, &body->trigger);
    ent_text_add_repeated(out, " ", 2);
    (void)ent_add_wrapped(out, style, 2, 4, ent_text_string(&words));
    ent_text_add(out, "\n");
}

void ent_show_brief_act(ent_text *out, const ent_style *style, const ent_act *act)
{
    if (act->bodies.count == 0)
        return;
    ENT_AUTO_TEXT answer = ent_text_part(out);
    add_answer(&answer, act);
    ent_add_question(out, style, "CAN IT ACT?", ent_text_string(&answer));
    for (size_t i = 0; i < act->bodies.count && i < BODIES_MOST; i++)
        add_body(out, style, act, &act->bodies.items[i]);
    if (act->bodies.count > BODIES_MOST) {
        ENT_AUTO_TEXT words = ent_text_part(out);
        ent_text_print(&words, "… and %zu other bodies: entente act MODEL",
                       act->bodies.count - BODIES_MOST);
        ent_add_paragraph(out, style, 2, ent_text_string(&words));
    }
}

void ent_show_no_brief_act(ent_text *out, const ent_style *style, const char *why)
{
    ENT_AUTO_TEXT answer = ent_text_part(out);
    ent_text_print(&answer, "Not known: %s.", why);
    ent_add_question(out, style, "CAN IT ACT?", ent_text_string(&answer));
}
