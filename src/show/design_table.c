/* The tables of the design. */
#include "show/design.h"
#include "show/table.h"
#include "show/words.h"

const char *ent_number_text(ent_arena *arena, uint64_t number, const char *before)
{
    ENT_AUTO_TEXT text = ent_text_new(arena->memory);
    ent_text_add(&text, before);
    ent_add_number(&text, number);
    arena->exhausted = arena->exhausted || text.exhausted;
    return ent_arena_copy(arena, ent_text_string(&text), text.length);
}

static void add_right(ent_text *out, const char *words, size_t width)
{
    size_t used = ent_width_of(words);
    ent_text_add_repeated(out, " ", used < width ? width - used : 0);
    ent_text_add(out, words);
}

static void add_right_number(ent_text *out, uint64_t number, size_t width)
{
    ENT_AUTO_TEXT words = ent_text_part(out);
    ent_add_number(&words, number);
    add_right(out, ent_text_string(&words), width);
}

static const char *const demand_words[ENT_DEMANDS] = {"can be agreed", "can act", "hold"};

static bool is_asked(const ent_design *design, uint32_t demand)
{
    return demand != ENT_CAN_ACT || design->guards.count > 0;
}

/* A row for each condition; a column for each of those that are met besides. */
void ent_add_demand_table(const ent_design_page *page)
{
    enum { LABEL = 15, GAP = 3, LEAST = 7 };
    const ent_design *design = page->design;
    ent_text *out = page->out;
    size_t last = 0;
    ent_text_add_repeated(out, " ", LABEL);
    for (uint32_t d = 0; d < ENT_DEMANDS; d++) {
        size_t width = ent_width_of(demand_words[d]);
        if (is_asked(design, d))
            add_right(out, demand_words[d], last = GAP + (width < LEAST ? LEAST : width));
    }
    ent_text_add(out, "\n");
    for (uint32_t row = 0; row < ENT_DEMANDS; row++) {
        if (!is_asked(design, row))
            continue;
        ent_text_add(out, "  ");
        ent_add_padded(out, demand_words[row], LABEL - 2);
        for (uint32_t d = 0; d < ENT_DEMANDS; d++) {
            size_t width = ent_width_of(demand_words[d]);
            width = GAP + (width < LEAST ? LEAST : width);
            if (is_asked(design, d) && d < row)
                ent_text_add_repeated(out, " ", width);
            else if (is_asked(design, d))
                add_right_number(out, design->counts[1u << row | 1u << d], width);
        }
        ent_text_add(out, "\n");
    }
    if (design->guards.count == 0)
        return; /* both at once stand in the table */
    ent_text_add(out, "  ");
    ent_add_padded(out, "all three", LABEL - 2);
    ent_text_add_repeated(out, " ", 2 * GAP + ent_width_of(demand_words[0]) + LEAST);
    add_right_number(out, design->counts[ENT_ALL_DEMANDS], last);
    ent_text_add(out, "\n");
}

/* How wide the columns of the regimes are. */
typedef struct {
    bool narrow; /* options and levels are cut, as there is no room for them */
    size_t figure;
    size_t all;
} regime_widths;

enum { REGIME_HEADS = 1 + ENT_DEMANDS, FIGURE_LEAST = 8, CUT = 4 };

static size_t level_width(const ent_design *design, uint32_t option, bool narrow)
{
    const ent_scale *scale = &design->game->model->vocabulary.options.items[option];
    size_t width = ent_width_of(scale->id);
    for (uint32_t level = 0; level < scale->level_count; level++) {
        size_t cell = ent_width_of(ent_level_cell(design->game->model, option, level));
        width = cell > width ? cell : width;
    }
    return narrow && width > CUT ? CUT : width;
}

static regime_widths choose_regime_widths(const ent_design_page *page)
{
    const ent_option_list *vary = &page->design->request.vary;
    ENT_AUTO_TEXT most = ent_text_part(page->out);
    ent_add_number(&most, page->design->counts[0]);
    size_t figure = 2 + ent_width_of(ent_text_string(&most));
    regime_widths widths = {.figure = figure < FIGURE_LEAST ? FIGURE_LEAST : figure};
    widths.all = widths.figure + 2;
    size_t width = REGIME_HEADS * widths.figure + widths.all;
    for (size_t i = 0; i < vary->count; i++)
        width += 2 + level_width(page->design, vary->items[i], false);
    widths.narrow = width > page->style->width;
    return widths;
}

static void add_regime_head(const ent_design_page *page, const regime_widths *widths)
{
    static const char *const heads[REGIME_HEADS] = {"states", "agreed", "can act", "hold"};
    const ent_design *design = page->design;
    const ent_option_list *vary = &design->request.vary;
    for (size_t i = 0; i < vary->count; i++) {
        ent_text_add(page->out, "  ");
        ent_add_padded(page->out, design->game->model->options.items[vary->items[i]].id,
                       level_width(design, vary->items[i], widths->narrow));
    }
    for (uint32_t k = 0; k < REGIME_HEADS; k++)
        if (k == 0 || is_asked(design, k - 1))
            add_right(page->out, heads[k], widths->figure);
    add_right(page->out, design->guards.count > 0 ? "all" : "both", widths->all);
    ent_text_add(page->out, "\n");
}

static void add_regime(const ent_design_page *page, const ent_regime *regime,
                       const regime_widths *widths)
{
    const ent_design *design = page->design;
    const ent_option_list *vary = &design->request.vary;
    for (size_t i = 0; i < vary->count; i++) {
        ent_text_add(page->out, "  ");
        ent_add_padded(page->out,
                       ent_level_cell(design->game->model, vary->items[i], regime->levels[i]),
                       level_width(design, vary->items[i], widths->narrow));
    }
    add_right_number(page->out, regime->arrangements, widths->figure);
    for (uint32_t d = 0; d < ENT_DEMANDS; d++)
        if (is_asked(design, d))
            add_right_number(page->out, regime->meets[d], widths->figure);
    add_right_number(page->out, regime->all, widths->all);
    ent_text_add(page->out, "\n");
}

void ent_add_regime_table(const ent_design_page *page)
{
    const ent_design *design = page->design;
    const regime_widths widths = choose_regime_widths(page);
    add_regime_head(page, &widths);
    for (size_t i = 0; i < design->regimes.count; i++)
        add_regime(page, &design->regimes.items[i], &widths);
}

/* A table of arrangements in the making; its texts live in the page's arena. */
typedef struct {
    ent_design_page *page;
    ENT_LIST(ent_table_column) columns; /* the start first */
    ENT_LIST(ent_table_row) rows;
} drafting;

static const char *code_text(const drafting *d, uint64_t code)
{
    const ent_space *space = &d->page->design->game->space;
    return ent_arena_print(&d->page->arena, "[%llu]",
                           (unsigned long long)ent_shown_code(space, code));
}

static void add_state_column(drafting *d, uint64_t code, const char *head)
{
    const ent_space *space = &d->page->design->game->space;
    ent_table_column *column = ENT_PUSH(&d->page->arena, &d->columns);
    uint8_t *levels = ent_arena_array(&d->page->arena, space->digit_count, 1);
    if (column == NULL || levels == NULL)
        return;
    ent_levels_of(space, code, levels);
    *column = (ent_table_column){
        .head = head, .under = code_text(d, code), .low = levels, .high = levels};
}

static const char *state_head(const drafting *d, uint64_t code)
{
    return ent_arena_print(&d->page->arena, "%llu", ent_number(d->page->design->game, code));
}

static void add_pattern_column(drafting *d, const ent_pattern *pattern)
{
    ent_arena *arena = &d->page->arena;
    ent_table_column *column = ENT_PUSH(arena, &d->columns);
    if (column == NULL)
        return;
    const char *before = pattern->states < pattern->all ? "~" : "";
    *column = (ent_table_column){
        .head = ent_number_text(arena, pattern->states, before),
        .under = ent_arena_print(arena, "e.g. %llu",
                                 ent_number(d->page->design->game, pattern->example)),
        .low = pattern->low,
        .high = pattern->high};
}

/* A row whose cell for the start is empty. */
static ent_table_row *add_row(drafting *d, const char *label, const char *detail)
{
    ent_table_row *row = ENT_PUSH(&d->page->arena, &d->rows);
    const char **cells = ent_arena_array(&d->page->arena, d->columns.count, sizeof *cells);
    if (row == NULL || cells == NULL)
        return NULL;
    cells[0] = "";
    *row = (ent_table_row){label, detail, cells};
    return row;
}

static void draw(drafting *d)
{
    const ent_design_page *page = d->page;
    if (page->arena.exhausted) {
        ent_text_exhaust(page->out);
        return;
    }
    ent_add_table(page->out, page->style, page->design->game,
                  &(ent_table){.columns = d->columns.items,
                               .count = d->columns.count,
                               .rows = d->rows.items,
                               .row_count = d->rows.count,
                               .terse = true,
                               .alike = "as today in all of them: "});
}

void ent_add_viable_table(ent_design_page *page)
{
    const ent_design *design = page->design;
    drafting d = {.page = page};
    add_state_column(&d, design->start, "today");
    for (size_t i = 0; i < design->shown.list.count; i++) {
        const ent_pattern *pattern = &design->shown.list.items[i];
        if (design->listed)
            add_state_column(&d, pattern->example, state_head(&d, pattern->example));
        else
            add_pattern_column(&d, pattern);
    }
    for (int c = 0; c < ENT_CONCEPTS; c++) {
        ent_table_row *row =
            add_row(&d, c == 0 ? "holds under" : "", ent_concept_word((ent_concept)c));
        for (size_t i = 0; row != NULL && i < design->shown.list.count; i++) {
            uint64_t holding = design->shown_under[i][c];
            row->cells[i + 1] = holding == 0 ? "·"
                                : holding == design->shown.list.items[i].states
                                    ? "✓"
                                    : ent_number_text(&page->arena, holding, "");
        }
    }
    draw(&d);
}

void ent_add_nearest_table(ent_design_page *page)
{
    const ent_design *design = page->design;
    drafting d = {.page = page};
    add_state_column(&d, design->start, "today");
    for (size_t i = 0; i < design->nearest.count; i++)
        add_state_column(&d, design->nearest.items[i].code,
                         state_head(&d, design->nearest.items[i].code));
    const char *label = "conditions";
    for (uint32_t demand = 0; demand < ENT_DEMANDS; demand++) {
        if (!is_asked(design, demand))
            continue;
        ent_table_row *row =
            add_row(&d, label, demand == ENT_WILL_HOLD ? "holds" : demand_words[demand]);
        label = "";
        for (size_t i = 0; row != NULL && i < design->nearest.count; i++)
            row->cells[i + 1] = design->nearest.items[i].failed == (ent_demand)demand ? "·" : "✓";
    }
    draw(&d);
}
