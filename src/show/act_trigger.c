/* What a body would do in the states of its trigger, in sentences. */
#include "show/act_words.h"
#include "show/words.h"

enum { MOVES_MOST = 6 };

/* "council-response, not troops" at its new levels. */
static void add_move_words(ent_text *out, const ent_game *game, const ent_act_move *move)
{
    bool first = true;
    for (uint32_t i = 0; i < game->space.digit_count; i++) {
        if (move->levels[i] == ENT_UNCHANGED)
            continue;
        ent_text_add(out, first ? "" : ", ");
        ent_add_level(out, game->model, i, move->levels[i]);
        first = false;
    }
}

/* "Russia (always), Türkiye (12)": members with a count above 0, those of the largest first. */
static void add_counts(ent_text *out, const ent_act_page *page, const uint64_t *counts,
                       uint64_t all, const char *words)
{
    uint64_t next = 0;
    bool first = true;
    for (uint64_t below = UINT64_MAX;; below = next) {
        next = 0;
        for (uint32_t i = 0; i < page->body->member_count; i++)
            if (counts[i] < below && counts[i] > next)
                next = counts[i];
        if (next == 0)
            return;
        for (uint32_t i = 0; i < page->body->member_count; i++)
            if (counts[i] == next) {
                ent_text_print(out, "%s%s", first ? "" : ", ", ent_member_name(page, i));
                first = false;
            }
        ent_text_add(out, " (");
        if (next == all && words != NULL)
            ent_text_add(out, words);
        else
            ent_add_number(out, next);
        ent_text_add(out, ")");
    }
}

static bool nobody_gains(const ent_act_page *page, const ent_act_move *move)
{
    for (uint32_t i = 0; i < page->body->member_count; i++)
        if (move->withholds[i] < move->possible)
            return false;
    return move->decided == 0;
}

static void add_move(const ent_act_page *page, const ent_act_move *move)
{
    ENT_AUTO_TEXT words = ent_text_part(page->out);
    add_move_words(&words, page->act->game, move);
    ent_text_add(&words, ": possible in ");
    ent_add_number(&words, move->possible);
    ent_text_add(&words, ", decided in ");
    if (move->decided == 0)
        ent_text_add(&words, "none");
    else if (move->decided == move->possible)
        ent_text_add(&words, "all");
    else
        ent_add_number(&words, move->decided);
    ent_text_add(&words, " of them");
    if (move->acting < move->decided) {
        ent_text_add(&words, ", as a step up in ");
        if (move->acting == 0)
            ent_text_add(&words, "none");
        else
            ent_add_number(&words, move->acting);
    }
    ent_text_add_repeated(page->out, " ", 4);
    (void)ent_add_wrapped(page->out, page->style, 4, 6, ent_text_string(&words));
    ent_text_add(page->out, "\n");
    if (nobody_gains(page, move)) {
        ent_add_paragraph(page->out, page->style, 6, "nobody would gain by it");
        return;
    }
    ENT_AUTO_TEXT against = ent_text_part(page->out);
    add_counts(&against, page, move->withholds, move->possible, "always");
    if (against.length > 0) {
        ENT_AUTO_TEXT line = ent_text_part(page->out);
        ent_text_print(&line, "no gain in it for %s", ent_text_string(&against));
        ent_add_paragraph(page->out, page->style, 6, ent_text_string(&line));
    }
    ENT_AUTO_TEXT alone = ent_text_part(page->out);
    add_counts(&alone, page, move->sole_blocker, move->possible, "always");
    if (alone.length > 0) {
        ENT_AUTO_TEXT line = ent_text_part(page->out);
        ent_text_print(&line, "only one consent is missing: %s", ent_text_string(&alone));
        ent_add_paragraph(page->out, page->style, 6, ent_text_string(&line));
    }
}

/* The moves that do something; those that only take back are no acts. */
static void add_moves(const ent_act_page *page)
{
    const ent_act_trigger *trigger = &page->body->trigger;
    size_t most = page->view->top > 0 ? page->view->top : MOVES_MOST;
    size_t told = 0;
    size_t raising = 0;
    for (size_t i = 0; i < trigger->moves.count; i++) {
        if (!trigger->moves.items[i].raises)
            continue;
        raising++;
        if (told < most)
            add_move(page, &trigger->moves.items[i]);
        told += told < most;
    }
    size_t left = raising - told + trigger->moves_left;
    if (left == 0 && !trigger->more_left)
        return;
    ENT_AUTO_TEXT words = ent_text_part(page->out);
    ent_text_print(&words, "… and %s%zu other kinds of moves (%s--json)",
                   trigger->more_left ? "over " : "", left, told < raising ? "--top N, " : "");
    ent_add_paragraph(page->out, page->style, 4, ent_text_string(&words));
}

void ent_add_trigger_sentence(ent_text *out, const ent_act_trigger *trigger)
{
    if (trigger->states == 0) {
        ent_text_print(out, "No feasible state satisfies “%s”.", trigger->condition);
        return;
    }
    if (trigger->skipped != NULL) {
        ent_text_print(out, "When “%s”: ", trigger->condition);
        ent_add_count(out, trigger->states, "state", "states");
        ent_text_print(out, ", but %s.", trigger->skipped);
    } else if (trigger->moves.count == 0) {
        ent_text_print(out, "When “%s”, none of its options can be changed.", trigger->condition);
    } else {
        ent_text_add(out, "Of the ");
        ent_add_count(out, trigger->states, "state", "states");
        ent_text_print(out, " with “%s”, the members who would gain decide to act in ",
                       trigger->condition);
        if (trigger->acting == 0)
            ent_text_add(out, "none");
        else if (trigger->acting == trigger->states)
            ent_text_add(out, "all");
        else
            ent_add_number(out, trigger->acting);
        ent_text_add(out, ".");
    }
}

void ent_add_trigger(const ent_act_page *page)
{
    const ent_act_trigger *trigger = &page->body->trigger;
    if (trigger->condition == NULL)
        return;
    ENT_AUTO_TEXT words = ent_text_part(page->out);
    ent_add_trigger_sentence(&words, trigger);
    ent_text_add(page->out, "\n");
    ent_add_paragraph(page->out, page->style, 2, ent_text_string(&words));
    if (trigger->skipped == NULL)
        add_moves(page);
}
