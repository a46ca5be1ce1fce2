/* Explanations in sentences. */
#include "show/why.h"

#include <string.h>

#include "show/table.h"
#include "show/words.h"

enum { TEMPTATIONS_TOLD = 4, QUOTED_MOST = 80 /* longer conditions would hide the sentence */ };

/* "“attack” is its first priority that differs" and the like. */
static void add_decider(ent_text *out, const ent_game *game, uint32_t party, uint64_t a, uint64_t b)
{
    const ent_want *want = NULL;
    if (ent_deciding_want(game, party, a, b, &want) != ENT_OK)
        ent_text_exhaust(out);
    if (want == NULL)
        return;
    if (strlen(want->condition.text) > QUOTED_MOST) {
        uint64_t better = ent_prefers(game, party, a, b) ? a : b;
        ent_text_print(out, "%llu stands higher in its order of preference",
                       ent_number(game, better));
        return;
    }
    static const char *const says[] = {
        "",
        " is its first priority on which the two differ",
        " weighs most of what speaks for it",
        " stands higher in its ranking",
    };
    ent_text_print(out, "“%s”%s", want->condition.text,
                   says[game->model->parties.items[party].preference.kind]);
}

static void add_step(ent_text *out, const ent_game *game, const ent_step *step, bool credible,
                     bool first)
{
    ent_text_add(out, first ? "But then " : ", then ");
    ent_add_mover(out, game->model, step->mover, false);
    ent_text_add(out, credible ? " would move to " : " could move to ");
    ent_text_print(out, "%llu by ", ent_number(game, step->to));
    ent_add_changes(out, game, step->from, step->to);
    if (!ent_mover_is_body(game, step->mover))
        return;
    if (step->consents.count == 0) {
        ent_text_add(out, " (no consent is needed)");
        return;
    }
    ent_text_add(out, " (with the consent of ");
    ent_add_parties(out, game->model, &step->consents);
    ent_text_add(out, ")");
}

static void add_end(ent_text *out, const ent_game *game, uint32_t party, uint64_t code,
                    uint64_t end, ent_concept concept)
{
    bool worse = ent_prefers(game, party, code, end);
    if (concept == ENT_SMR) {
        ent_text_print(out,
                       " In %llu, whatever it then does itself, it gets nothing better than %llu.",
                       ent_number(game, end), ent_number(game, code));
        return;
    }
    ent_text_print(out, " In %llu it is %s than in %llu", ent_number(game, end),
                   worse ? "worse off" : "no better off", ent_number(game, code));
    ent_text_add(out, worse ? ": " : ".");
    if (worse) {
        add_decider(out, game, party, code, end);
        ent_text_add(out, ".");
    }
}

static void add_temptation(ent_text *out, const ent_game *game, uint32_t party, uint64_t code,
                           const ent_temptation *temptation, ent_concept concept)
{
    ent_text_print(out, "%s could move to %llu by ", game->model->parties.items[party].name,
                   ent_number(game, temptation->to));
    ent_add_changes(out, game, code, temptation->to);
    ent_text_add(out, ". It would like that better: ");
    add_decider(out, game, party, code, temptation->to);
    ent_text_add(out, ". ");
    for (size_t i = 0; i < temptation->answer.count; i++)
        add_step(out, game, &temptation->answer.items[i], concept == ENT_SEQ, i == 0);
    ent_text_add(out, ".");
    add_end(out, game, party, code, temptation->end, concept);
}

static void tell_temptations(ent_text *out, const ent_style *style, const ent_why *why,
                             uint32_t party, const ent_opinion *opinion, ent_concept concept)
{
    size_t count = opinion->temptations.count;
    for (size_t i = 0; i < count && i < TEMPTATIONS_TOLD; i++) {
        ENT_AUTO_TEXT words = ent_text_part(out);
        add_temptation(&words, why->game, party, why->code, &opinion->temptations.items[i],
                       concept);
        if (count == 1)
            ent_text_add(&words, " So the move does not pay. No other move tempts it.");
        ent_add_paragraph(out, style, 2, ent_text_string(&words));
    }
    ENT_AUTO_TEXT words = ent_text_part(out);
    if (count == 0)
        ent_text_add(&words, "No move of its own leads to a state that it likes better.");
    else if (count > TEMPTATIONS_TOLD)
        ent_text_print(&words,
                       "%zu more moves tempt it, and each is answered so that it does not pay "
                       "(--json has them all).",
                       count - TEMPTATIONS_TOLD);
    else if (count > 1)
        ent_text_add(&words, "So none of these moves pays, and no other tempts it.");
    if (words.length > 0)
        ent_add_paragraph(out, style, 2, ent_text_string(&words));
}

static void tell_departure(ent_text *out, const ent_style *style, const ent_why *why,
                           uint32_t party, const ent_opinion *opinion, ent_concept concept)
{
    const ent_game *game = why->game;
    uint64_t to = opinion->leaves.to;
    ENT_AUTO_TEXT words = ent_text_part(out);
    ent_text_print(&words, "%s gains by moving to %llu by ", game->model->parties.items[party].name,
                   ent_number(game, to));
    ent_add_changes(&words, game, why->code, to);
    ent_text_add(&words, ": ");
    add_decider(&words, game, party, why->code, to);
    ent_text_add(&words, ".");
    if (concept != ENT_NASH && opinion->worst.count == 0)
        ent_text_add(&words, concept == ENT_SEQ
                                 ? " The others would do nothing that makes it regret the move."
                                 : " The others can do nothing that makes it regret the move.");
    if (concept != ENT_NASH && opinion->worst.count > 0) {
        ent_text_print(&words, " The worst that the others %s then bring about is %llu (",
                       concept == ENT_SEQ ? "would" : "could",
                       ent_number(game, opinion->worst_end));
        for (size_t i = 0; i < opinion->worst.count; i++) {
            const ent_step *step = &opinion->worst.items[i];
            ent_text_add(&words, i == 0 ? "" : "; ");
            ent_text_print(&words, "%s: ", ent_mover_name(game->model, step->mover));
            ent_add_changes(&words, game, step->from, step->to);
        }
        ent_text_print(&words,
                       concept == ENT_SMR ? "), from where it can still do better than %llu."
                                          : "), which it still likes better than %llu.",
                       ent_number(game, why->code));
    }
    ent_add_paragraph(out, style, 2, ent_text_string(&words));
}

static void tell_body(ent_text *out, const ent_style *style, const ent_why *why, uint32_t mover,
                      const ent_opinion *opinion)
{
    ENT_AUTO_TEXT words = ent_text_part(out);
    if (opinion->stable) {
        ent_text_print(&words,
                       "No move of it has the consent that its rule asks for (%s): each "
                       "member consents only to what it gains by for sure.",
                       ent_mover_body(why->game->model, mover)->rule.text);
    } else {
        ent_text_print(&words, "It would move to %llu by ",
                       ent_number(why->game, opinion->leaves.to));
        ent_add_changes(&words, why->game, why->code, opinion->leaves.to);
        if (opinion->leaves.consents.count > 0) {
            ent_text_add(&words, ": ");
            ent_add_parties(&words, why->game->model, &opinion->leaves.consents);
            ent_text_print(&words, " gain%s by it for sure, which is enough.",
                           opinion->leaves.consents.count == 1 ? "s" : "");
        } else {
            ent_text_add(&words, ": its rule asks for nobody's consent.");
        }
    }
    ent_add_paragraph(out, style, 2, ent_text_string(&words));
}

/* "Yes (GMR, SMR, SEQ), no (Nash)." */
static void add_verdicts(ent_text *out, const ent_why *why, const ent_mover_why *one)
{
    const char *const words[] = {"no", "yes"};
    bool begun = false;
    for (int wanted = 1; wanted >= 0; wanted--) {
        bool any = false;
        for (int c = 0; c < ENT_CONCEPTS; c++) {
            if (!why->concepts[c] || one->opinions[c].stable != (wanted == 1))
                continue;
            if (any)
                ent_text_add(out, ", ");
            else
                ent_text_print(out, "%s%s (", begun ? ", " : "", words[wanted]);
            ent_text_add(out, ent_concept_word((ent_concept)c));
            any = begun = true;
        }
        ent_text_add(out, any ? ")" : "");
    }
}

/* Adds the statements that an entry rests on, those that were not `named` before. */
static void add_statements(ent_text *out, const ent_model *model, const ent_want *want, bool *named)
{
    for (size_t k = 0; k < want->because.count; k++) {
        uint32_t index = want->because.items[k];
        const ent_statement *statement = &model->statements.items[index];
        if (named[index])
            continue;
        named[index] = true;
        ent_text_print(out, "%s%s", out->length == 0 ? "Rests on: " : ", ", statement->id);
        if (statement->date != NULL)
            ent_text_print(out, " (%s)", statement->date);
    }
}

/* "Rests on: lavrov-nbc (2025-08-24) and 1 assumption."; nothing when the model names no sources.
 */
static void add_reasons(ent_text *out, const ent_model *model, const ent_reasons *reasons)
{
    size_t assumptions = 0;
    size_t statements = model->statements.count;
    bool *named = ent_allocate(out->memory, statements * sizeof *named);
    if (named == NULL) {
        ent_text_exhaust(out);
        return;
    }
    for (size_t i = 0; i < reasons->count; i++) {
        add_statements(out, model, reasons->items[i].want, named);
        assumptions += reasons->items[i].want->because.count == 0;
    }
    if (assumptions > 0 && statements > 0)
        ent_text_print(out, "%s%zu assumption%s", out->length == 0 ? "Rests on: " : " and ",
                       assumptions, assumptions == 1 ? "" : "s");
    ent_text_add(out, out->length > 0 ? "." : "");
    ent_release(out->memory, named, statements * sizeof *named);
}

static void show_mover(ent_text *out, const ent_style *style, const ent_why *why,
                       const ent_mover_why *one, ent_concept told)
{
    const ent_opinion *opinion = &one->opinions[told];
    ENT_AUTO_TEXT title = ent_text_part(out);
    ent_text_print(&title, "State %llu: is it stable for ", ent_number(why->game, why->code));
    ent_add_mover(&title, why->game->model, one->mover, false);
    ent_text_add(&title, "? ");
    ENT_AUTO_TEXT verdicts = ent_text_part(out);
    add_verdicts(&verdicts, why, one);
    ent_text_print(&title, "%c%s.", ent_text_string(&verdicts)[0] == 'y' ? 'Y' : 'N',
                   ent_text_string(&verdicts) + (verdicts.length > 0));
    ent_text_add(out, "\n");
    ent_look_on(out, style, ENT_BOLD);
    (void)ent_add_wrapped(out, style, 0, 2, ent_text_string(&title));
    ent_look_off(out, style, ENT_BOLD);
    ent_text_add(out, "\n");
    if (ent_mover_is_body(why->game, one->mover))
        tell_body(out, style, why, one->mover, opinion);
    else if (opinion->stable && told != ENT_NASH)
        tell_temptations(out, style, why, one->mover, opinion, told);
    else if (opinion->stable)
        ent_add_paragraph(out, style, 2,
                          "No move of its own leads to a state that it likes better.");
    else
        tell_departure(out, style, why, one->mover, opinion, told);
    ENT_AUTO_TEXT reasons = ent_text_part(out);
    add_reasons(&reasons, why->game->model, &opinion->reasons);
    if (reasons.length > 0)
        ent_add_paragraph(out, style, 2, ent_text_string(&reasons));
}

/* The state itself, as a table with one column. */
static void show_state(ent_text *out, const ent_style *style, const ent_why *why)
{
    const ent_game *game = why->game;
    ent_arena arena = ent_arena_new(out->memory);
    uint8_t *levels = ent_arena_array(&arena, game->space.digit_count, 1);
    ent_table_column column = {.low = levels, .high = levels};
    column.head = ent_arena_print(&arena, "%llu", ent_number(game, why->code));
    column.under = ent_arena_print(&arena, "[%llu]",
                                   (unsigned long long)ent_shown_code(&game->space, why->code));
    if (arena.exhausted) {
        ent_text_exhaust(out);
    } else {
        ent_levels_of(&game->space, why->code, levels);
        ent_text_add(out, "\n");
        ent_add_table(out, style, game, &(ent_table){.columns = &column, .count = 1});
    }
    ent_arena_free(&arena);
}

void ent_show_why(ent_text *out, const ent_style *style, const ent_why *why, ent_concept told)
{
    show_state(out, style, why);
    ENT_AUTO_TEXT words = ent_text_part(out);
    ent_text_print(&words, "Moves and counter-moves are told for %s: %s.", ent_concept_word(told),
                   ent_concept_phrase(told));
    ent_text_add(out, "\n");
    ent_add_paragraph(out, style, 0, ent_text_string(&words));
    for (size_t i = 0; i < why->movers.count; i++)
        show_mover(out, style, why, &why->movers.items[i], told);
}
