/* Listing states. */
#include "show/states.h"

#include "ask/find.h"
#include "show/case.h"
#include "show/words.h"

/* What every row needs: the ranks by key, and the start. */
typedef struct {
    const ent_states *states;
    ent_arena arena;
    uint32_t **ranks; /* by party, by key */
    bool has_start;
    uint64_t start;
    bool stairs; /* names one below the other, as side by side they would not fit */
} listing;

static ent_status begin(listing *l, const ent_states *states)
{
    const ent_game *game = states->game;
    *l = (listing){.states = states, .arena = ent_arena_new(game->memory)};
    l->has_start = ent_start_code(game, &l->start);
    l->ranks = ent_arena_array(&l->arena, game->party_count, sizeof *l->ranks);
    for (uint32_t p = 0; l->ranks != NULL && p < game->party_count; p++) {
        l->ranks[p] =
            ent_arena_array(&l->arena, (size_t)game->keys[p].top + 1, sizeof *l->ranks[p]);
        if (l->ranks[p] == NULL)
            return ENT_NO_RESOURCE;
        ent_rank_keys(game, p, l->ranks[p]);
    }
    return l->ranks == NULL ? ENT_NO_RESOURCE : ENT_OK;
}

static uint32_t rank_of(const listing *l, uint32_t party, uint64_t code)
{
    return l->ranks[party][ent_column_get(&l->states->game->keys[party], code)];
}

static void add_stable_json(ent_text *out, const listing *l, ent_concept concept, uint64_t code)
{
    const ent_game *game = l->states->game;
    ent_text_print(out, "\"%s\":{", ent_concept_id(concept));
    for (uint32_t m = 0; m < game->mover_count; m++)
        ent_text_print(out, "%s\"%s\":%s", m == 0 ? "" : ",", ent_mover_id(game->model, m),
                       ent_set_has(&l->states->solution->stable[concept][m], code) ? "true"
                                                                                   : "false");
    ent_text_add(out, "}");
}

/* Ids and levels are letters, digits, '-' and '_': they need no escapes. */
static ent_status add_json_row(ent_text *out, const listing *l, uint64_t code)
{
    const ent_game *game = l->states->game;
    ent_text_print(out, "{\"number\":%llu,\"code\":%llu,\"options\":{", ent_number(game, code),
                   (unsigned long long)ent_shown_code(&game->space, code));
    for (uint32_t i = 0; i < game->space.digit_count; i++) {
        const ent_scale *scale = &game->model->vocabulary.options.items[i];
        ent_text_print(out, "%s\"%s\":\"%s\"", i == 0 ? "" : ",", scale->id,
                       scale->levels[ent_level_of(&game->space, code, i)]);
    }
    ent_text_add(out, "},\"rank\":{");
    for (uint32_t p = 0; p < game->party_count; p++)
        ent_text_print(out, "%s\"%s\":%u", p == 0 ? "" : ",", ent_mover_id(game->model, p),
                       rank_of(l, p, code));
    ent_text_add(out, "},\"stable\":{");
    bool first = true;
    for (int c = 0; c < ENT_CONCEPTS; c++) {
        if (l->states->solution->equilibria[c].words == NULL)
            continue;
        ent_text_add(out, first ? "" : ",");
        add_stable_json(out, l, (ent_concept)c, code);
        first = false;
    }
    ent_text_add(out, "}");
    bool agreeable = false;
    if (l->has_start) {
        if (ent_is_agreeable(game, l->start, code, &agreeable) != ENT_OK)
            return ENT_NO_RESOURCE;
        ent_text_print(out, ",\"agreeable\":%s", agreeable ? "true" : "false");
    }
    ent_text_add(out, "}\n");
    return ENT_OK;
}

typedef ent_status (*add_row)(ent_text *, const listing *, uint64_t);

static ent_status add_rows(ent_sink *sink, const listing *l, add_row add)
{
    uint64_t rows = 0;
    for (uint64_t code = ent_set_next(l->states->shown, 0);
         code != UINT64_MAX && rows < l->states->most;
         code = ent_set_next(l->states->shown, code + 1), rows++) {
        ent_status status = add(&sink->text, l, code);
        if (status == ENT_OK)
            status = ent_sink_relieve(sink);
        if (status != ENT_OK)
            return status;
    }
    return ENT_OK;
}

ent_status ent_states_json(ent_sink *sink, const ent_states *states)
{
    listing l;
    ent_status status = begin(&l, states);
    if (status == ENT_OK)
        status = add_rows(sink, &l, add_json_row);
    ent_arena_free(&l.arena);
    return status;
}

static size_t digits_of(unsigned long long number)
{
    size_t digits = 1;
    while (number >= 10) {
        number /= 10;
        digits++;
    }
    return digits;
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

static size_t option_width(const listing *l, uint32_t option)
{
    const ent_game *game = l->states->game;
    const ent_scale *scale = &game->model->vocabulary.options.items[option];
    size_t width = l->stairs ? 0 : ent_width_of(scale->id);
    for (uint32_t level = 0; level < scale->level_count; level++)
        width = larger(width, ent_width_of(ent_level_cell(game->model, option, level)));
    return width;
}

static size_t rank_width(const listing *l, uint32_t party)
{
    const ent_game *game = l->states->game;
    size_t name = l->stairs ? 0 : ent_width_of(ent_mover_id(game->model, party));
    return larger(name, digits_of(game->keys[party].top));
}

static size_t gap(const listing *l)
{
    return l->stairs ? 1 : 2;
}

/* The width of a row whose state is the start and an equilibrium under every concept. */
static size_t row_width(const listing *l)
{
    const ent_game *game = l->states->game;
    size_t width = digits_of(game->space.states) + sizeof "  | | Nash GMR SMR SEQ (start)" - 1;
    for (uint32_t i = 0; i < game->space.digit_count; i++)
        width += gap(l) + option_width(l, i);
    for (uint32_t p = 0; p < game->party_count; p++)
        width += 1 + rank_width(l, p);
    return width;
}

/* A step of the stairs: posts that lead down to the columns before, then the column's name. */
static void add_stair(ent_text *out, const listing *l, size_t step)
{
    const ent_game *game = l->states->game;
    size_t options = game->space.digit_count;
    ent_text_add_repeated(out, " ", digits_of(game->space.states));
    for (size_t i = 0; i <= step && i < options; i++) {
        ent_text_add_repeated(out, " ", gap(l));
        if (i < step)
            ent_add_padded(out, "│", option_width(l, (uint32_t)i));
        else
            ent_text_add(out, game->model->vocabulary.options.items[i].id);
    }
    if (step >= options)
        ent_text_add(out, "   ");
    for (size_t p = 0; p + options <= step; p++) {
        ent_text_add_repeated(out, " ", rank_width(l, (uint32_t)p));
        ent_text_add(out, p + options < step ? "│" : ent_mover_id(game->model, (uint32_t)p));
    }
    ent_text_add(out, "\n");
}

static void add_text_head(ent_text *out, const ent_style *style, const listing *l)
{
    const ent_game *game = l->states->game;
    ent_look_on(out, style, ENT_BOLD);
    for (size_t i = 0; l->stairs && i < game->space.digit_count + game->party_count; i++)
        add_stair(out, l, i);
    ent_text_add_repeated(out, " ", digits_of(game->space.states));
    for (uint32_t i = 0; i < game->space.digit_count; i++) {
        ent_text_add_repeated(out, " ", gap(l));
        ent_add_padded(out, l->stairs ? "│" : game->model->vocabulary.options.items[i].id,
                       option_width(l, i));
    }
    ent_text_add(out, "  |");
    for (uint32_t p = 0; p < game->party_count; p++) {
        ent_text_add_repeated(out, " ", l->stairs ? rank_width(l, p) : 1);
        ent_add_padded(out, l->stairs ? "│" : ent_mover_id(game->model, p),
                       l->stairs ? 1 : rank_width(l, p));
    }
    ent_text_add(out, " | equilibrium");
    ent_look_off(out, style, ENT_BOLD);
    ent_text_add(out, "\n");
}

static ent_status add_text_row(ent_text *out, const listing *l, uint64_t code)
{
    const ent_game *game = l->states->game;
    ent_text_print(out, "%*llu", (int)digits_of(game->space.states), ent_number(game, code));
    for (uint32_t i = 0; i < game->space.digit_count; i++) {
        ent_text_add_repeated(out, " ", gap(l));
        ent_add_padded(out, ent_level_cell(game->model, i, ent_level_of(&game->space, code, i)),
                       option_width(l, i));
    }
    ent_text_add(out, "  |");
    for (uint32_t p = 0; p < game->party_count; p++)
        ent_text_print(out, " %*u", (int)rank_width(l, p), rank_of(l, p, code));
    ent_text_add(out, " |");
    for (int c = 0; c < ENT_CONCEPTS; c++) {
        const ent_set *equilibria = &l->states->solution->equilibria[c];
        if (equilibria->words != NULL && ent_set_has(equilibria, code))
            ent_text_print(out, " %s", ent_concept_word((ent_concept)c));
    }
    if (l->has_start && code == l->start)
        ent_text_add(out, " (start)");
    ent_text_add(out, "\n");
    return ENT_OK;
}

ent_status ent_show_states(ent_sink *sink, const ent_style *style, const ent_states *states)
{
    listing l;
    ent_status status = begin(&l, states);
    if (status == ENT_OK) {
        l.stairs = row_width(&l) > style->width;
        ent_add_case(&sink->text, style, states->game->model);
        add_text_head(&sink->text, style, &l);
        status = add_rows(sink, &l, add_text_row);
    }
    if (status == ENT_OK) {
        uint64_t count = ent_set_count(states->shown);
        if (count > states->most) {
            ent_text_add(&sink->text, "… and ");
            ent_add_number(&sink->text, count - states->most);
            ent_text_add(&sink->text, " more (--top N, --where CONDITION)\n");
        }
        ent_add_paragraph(
            &sink->text, style, 0,
            "After the first bar: each party's rank of the state, 1 = most preferred.");
    }
    ent_arena_free(&l.arena);
    return status;
}
