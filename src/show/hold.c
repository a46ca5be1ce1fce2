/* Equilibria and departures, as text. */
#include "show/hold.h"

#include <string.h>

#include "show/table.h"
#include "show/words.h"

static void add_section(ent_text *out, const ent_style *style, const char *words)
{
    ent_text_add(out, "\n");
    ent_look_on(out, style, ENT_BOLD);
    (void)ent_add_wrapped(out, style, 0, 0, words);
    ent_look_off(out, style, ENT_BOLD);
    ent_text_add(out, "\n");
}

/* How many equilibria there are, under each concept. */
static void add_counts(ent_text *out, const ent_style *style, const ent_hold *hold)
{
    ENT_AUTO_TEXT line = ent_text_part(out);
    ent_text_add(&line, "Equilibria among ");
    ent_add_number(&line, hold->shown_count);
    const char *some = hold->shown_count == 1 ? " state" : " states";
    const char *fit = hold->shown_count == 1 ? " that satisfies" : " that satisfy";
    ent_text_print(&line, "%s%s%s:", some, hold->request.where != NULL ? fit : "",
                   hold->request.where != NULL ? " the filter" : "");
    ent_text_add(out, "\n");
    ent_add_paragraph(out, style, 0, ent_text_string(&line));
    for (uint32_t c = 0; c < ENT_CONCEPTS; c++) {
        if (!hold->request.concepts[c])
            continue;
        ent_text_add(out, "  ");
        ent_add_padded(out, ent_concept_word((ent_concept)c), 6);
        ENT_AUTO_TEXT number = ent_text_part(out);
        ent_add_number(&number, hold->equilibria[c]);
        ent_text_add_repeated(out, " ", number.length < 10 ? 10 - number.length : 0);
        ent_text_add(out, ent_text_string(&number));
        if (hold->target.words != NULL) {
            ent_text_add(out, "   in the target: ");
            ent_add_number(out, hold->in_target[c]);
            ent_text_add(out, " of ");
            ent_add_number(out, hold->target_count);
        }
        ent_text_add(out, "\n");
    }
}

static void add_mask_words(ent_text *out, uint32_t mask)
{
    uint32_t left = mask;
    for (uint32_t c = 0; c < ENT_CONCEPTS; c++) {
        if (!(mask & (1u << c)))
            continue;
        left &= ~(1u << c);
        ent_text_add(out, ent_concept_word((ent_concept)c));
        ent_text_add(out, left == 0 ? "" : (left & (left - 1)) == 0 ? " and " : ", ");
    }
}

/* Columns in the making: their texts and levels live in the arena. */
typedef struct {
    const ent_hold *hold;
    ent_arena arena;
    ENT_LIST(ent_table_column) list;
} columns;

static void add_state_column(columns *c, uint64_t code, uint32_t mask)
{
    const ent_game *game = c->hold->game;
    ent_table_column *column = ENT_PUSH(&c->arena, &c->list);
    uint8_t *levels = ent_arena_array(&c->arena, game->space.digit_count, 1);
    if (column == NULL || levels == NULL)
        return;
    ent_levels_of(&game->space, code, levels);
    bool aimed = c->hold->target.words != NULL && ent_set_has(&c->hold->target, code);
    *column = (ent_table_column){
        .head = ent_arena_print(&c->arena, "%llu", ent_number(game, code)),
        .under = ent_arena_print(&c->arena, "[%llu]",
                                 (unsigned long long)ent_shown_code(&game->space, code)),
        .low = levels,
        .high = levels,
        .target = aimed ? "◆" : "·",
        .mask = mask};
}

static void add_pattern_column(columns *c, const ent_pattern *pattern)
{
    ent_table_column *column = ENT_PUSH(&c->arena, &c->list);
    if (column == NULL)
        return;
    ent_text head = ent_text_new(c->arena.memory);
    ent_text_print(&head, "%s", pattern->states < pattern->all ? "~" : "");
    ent_add_number(&head, pattern->states);
    c->arena.exhausted = c->arena.exhausted || head.exhausted;
    *column =
        (ent_table_column){.head = ent_arena_copy(&c->arena, ent_text_string(&head), head.length),
                           .under = ent_arena_print(&c->arena, "e.g. %llu",
                                                    ent_number(c->hold->game, pattern->example)),
                           .low = pattern->low,
                           .high = pattern->high};
    ent_text_free(&head);
}

static void draw(ent_text *out, const ent_style *style, columns *c, uint32_t concept_rows,
                 bool target_row)
{
    const ent_table table = {.columns = c->list.items,
                             .count = c->list.count,
                             .concept_rows = concept_rows,
                             .target_row = target_row && c->hold->target.words != NULL};
    if (!c->arena.exhausted)
        ent_add_table(out, style, c->hold->game, &table);
    else
        ent_text_exhaust(out);
    ent_arena_free(&c->arena);
}

static uint32_t asked_mask(const ent_hold *hold)
{
    uint32_t mask = 0;
    for (uint32_t c = 0; c < ENT_CONCEPTS; c++)
        mask |= hold->request.concepts[c] ? 1u << c : 0;
    return mask;
}

static bool all_listed(const ent_hold *hold)
{
    for (size_t i = 0; i < hold->blocks.count; i++)
        if (hold->blocks.items[i].codes.count == 0)
            return false;
    return hold->blocks.count > 0;
}

/* All equilibria in one table, in order of their numbers, with a row for each concept. */
static void add_one_table(ent_text *out, const ent_style *style, const ent_hold *hold)
{
    columns c = {.hold = hold, .arena = ent_arena_new(out->memory)};
    for (uint64_t code = ent_set_next(&hold->shown, 0); code != UINT64_MAX;
         code = ent_set_next(&hold->shown, code + 1)) {
        uint32_t mask = ent_equilibrium_mask(hold->solution, code) & asked_mask(hold);
        if (mask != 0)
            add_state_column(&c, code, mask);
    }
    ent_text_add(out, "\n");
    draw(out, style, &c, asked_mask(hold), true);
}

static void add_block(ent_text *out, const ent_style *style, const ent_hold *hold,
                      const ent_hold_block *block)
{
    ENT_AUTO_TEXT title = ent_text_part(out);
    ent_add_number(&title, block->count);
    ent_text_add(&title, " under ");
    add_mask_words(&title, block->mask);
    ent_text_add(&title, block->mask == asked_mask(hold) ? "" : " only");
    if (hold->target.words != NULL) {
        ent_text_add(&title, ", ");
        ent_add_number(&title, block->in_target);
        ent_text_add(&title, " of them in the target");
    }
    add_section(out, style, ent_text_string(&title));
    columns c = {.hold = hold, .arena = ent_arena_new(out->memory)};
    bool mixed = false;
    for (size_t i = 0; i < block->codes.count; i++)
        add_state_column(&c, block->codes.items[i], block->mask);
    for (size_t i = 0; i < block->patterns.list.count; i++) {
        add_pattern_column(&c, &block->patterns.list.items[i]);
        mixed = mixed || block->patterns.list.items[i].states < block->patterns.list.items[i].all;
    }
    bool listed = block->codes.count > 0;
    draw(out, style, &c, 0, listed);
    if (!listed)
        ent_add_paragraph(out, style, 2,
                          mixed ? "each column is a pattern: how many states it has, and one of "
                                  "them; – any level; ~ not all states of the pattern are meant"
                                : "each column is a pattern: how many states it has, and one of "
                                  "them; – any level");
}

/* "31 → 47: attack", one after the other. */
static void add_moves(ent_text *out, const ent_hold *hold, const ent_departures *departures)
{
    for (size_t i = 0; i < departures->examples.count; i++) {
        const ent_step *step = &departures->examples.items[i];
        ent_text_print(out, "%s%llu → %llu by ", i == 0 ? "" : "; ",
                       ent_number(hold->game, step->from), ent_number(hold->game, step->to));
        ent_add_changes(out, hold->game, step->from, step->to);
    }
    if (departures->count > departures->examples.count) {
        ent_text_add(out, "; and from ");
        ent_add_number(out, departures->count - departures->examples.count);
        ent_text_add(out, " more");
    }
}

static void add_departures(ent_text *out, const ent_style *style, const ent_hold *hold)
{
    if (hold->scope_count == 0)
        return;
    ENT_AUTO_TEXT title = ent_text_part(out);
    bool aimed = hold->target.words != NULL;
    ent_text_add(&title, "Who would leave the other ");
    if (hold->scope_count == 1)
        ent_text_add(&title, aimed ? "target state" : "state");
    else
        ent_add_count(&title, hold->scope_count, "", aimed ? "target states" : "states");
    ent_text_print(&title, ", and where to (%s)", ent_concept_word(hold->request.concept));
    add_section(out, style, ent_text_string(&title));
    for (size_t i = 0; i < hold->departures.count; i++) {
        const ent_departures *departures = &hold->departures.items[i];
        if (departures->count == 0)
            continue;
        ENT_AUTO_TEXT line = ent_text_part(out);
        ent_add_mover(&line, hold->game->model, departures->mover, true);
        ent_text_add(&line, " leaves ");
        ent_add_number(&line, departures->count);
        ent_text_add(&line, ": ");
        add_moves(&line, hold, departures);
        ent_text_add_repeated(out, " ", 2);
        (void)ent_add_wrapped(out, style, 2, 4, ent_text_string(&line));
        ent_text_add(out, "\n");
    }
}

void ent_show_hold(ent_text *out, const ent_style *style, const ent_hold *hold)
{
    if (hold->shown_count == 0) {
        ent_text_add(out, "\n");
        ent_add_paragraph(out, style, 0, "No state satisfies the filter.");
        return;
    }
    add_counts(out, style, hold);
    if (all_listed(hold) && hold->blocks.count > 0 &&
        hold->request.listed_most >= hold->equilibria[hold->request.concept])
        add_one_table(out, style, hold);
    else
        for (size_t i = 0; i < hold->blocks.count; i++)
            add_block(out, style, hold, &hold->blocks.items[i]);
    add_departures(out, style, hold);
}
