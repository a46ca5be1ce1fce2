/* Drawing tables of states. */
#include "show/table.h"

#include "show/words.h"

enum { MOVER_MOST = 22, OPTION_MOST = 26, CELL_MOST = 10, CONCEPT_WIDTH = 4, INDENT = 2 };

typedef struct {
    const ent_style *style;
    const ent_game *game;
    const ent_table *table;
    ent_text *out;
    size_t mover_width;
    size_t option_width;
    size_t first; /* columns first … last - 1 are drawn */
    size_t last;
} drawing;

static void add_range(ent_text *out, const ent_model *model, uint32_t option, uint32_t low,
                      uint32_t high)
{
    uint32_t top = model->vocabulary.options.items[option].level_count - 1;
    if (low == high)
        ent_text_add(out, ent_level_cell(model, option, low));
    else if (low == 0 && high == top)
        ent_text_add(out, "–");
    else if (low == 0)
        ent_text_print(out, "≤%s", ent_level_cell(model, option, high));
    else if (high == top)
        ent_text_print(out, "≥%s", ent_level_cell(model, option, low));
    else
        ent_text_print(out, "%s…%s", ent_level_cell(model, option, low),
                       ent_level_cell(model, option, high));
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

static size_t smaller(size_t a, size_t b)
{
    return a < b ? a : b;
}

static size_t column_width(const drawing *d, size_t column)
{
    const ent_table_column *c = &d->table->columns[column];
    size_t width = 0;
    for (uint32_t i = 0; i < d->game->space.digit_count; i++) {
        ENT_AUTO_TEXT cell = ent_text_part(d->out);
        add_range(&cell, d->game->model, i, c->low[i], c->high[i]);
        width = larger(width, ent_width_of(ent_text_string(&cell)));
    }
    /* A level may be cut, a number may not. */
    width = larger(smaller(width, CELL_MOST), ent_width_of(c->head));
    for (size_t i = 0; i < d->table->row_count; i++)
        width = larger(width, smaller(ent_width_of(d->table->rows[i].cells[column]), CELL_MOST));
    return larger(width, c->under == NULL ? 0 : ent_width_of(c->under));
}

static size_t label_width(const drawing *d)
{
    return INDENT + d->mover_width + 2 + d->option_width + 3;
}

/* Draws one cell, right-aligned in its column. */
static void add_cell(const drawing *d, size_t column, const char *words)
{
    size_t width = column_width(d, column);
    size_t used = ent_width_of(words);
    ent_text_add_repeated(d->out, " ", 2 + (used < width ? width - used : 0));
    ent_add_padded(d->out, words, used < width ? used : width);
}

static void add_label(const drawing *d, const char *mover, const char *option, const char *arrow)
{
    ent_text_add_repeated(d->out, " ", INDENT);
    ent_add_padded(d->out, mover, d->mover_width);
    ent_text_add(d->out, "  ");
    ent_add_padded(d->out, option, d->option_width);
    ent_text_add(d->out, " ");
    ent_add_padded(d->out, arrow, 2);
}

static const char *arrow_of(ent_moves moves)
{
    switch (moves) {
    case ENT_MOVES_UP:
        return "↑";
    case ENT_MOVES_DOWN:
        return "↓";
    case ENT_MOVES_FIXED:
        return "=";
    case ENT_MOVES_ANY:
        return "";
    }
    return "";
}

static void add_heads(const drawing *d)
{
    bool under = false;
    add_label(d, "", "", "");
    for (size_t i = d->first; i < d->last; i++) {
        add_cell(d, i, d->table->columns[i].head);
        under = under || d->table->columns[i].under != NULL;
    }
    ent_text_add(d->out, "\n");
    if (!under)
        return;
    add_label(d, "", "", "");
    ent_look_on(d->out, d->style, ENT_DIM);
    for (size_t i = d->first; i < d->last; i++)
        add_cell(d, i, d->table->columns[i].under == NULL ? "" : d->table->columns[i].under);
    ent_look_off(d->out, d->style, ENT_DIM);
    ent_text_add(d->out, "\n");
}

/* The mover's name, or its id where the name is too long for the column. */
static const char *mover_label(const drawing *d, uint32_t mover)
{
    const char *name = ent_mover_name(d->game->model, mover);
    return ent_width_of(name) <= d->mover_width ? name : ent_mover_id(d->game->model, mover);
}

static void add_option_row(const drawing *d, uint32_t option, bool names_mover)
{
    const ent_model *model = d->game->model;
    const ent_option *o = &model->options.items[option];
    add_label(d, names_mover ? mover_label(d, o->mover) : "", o->id, arrow_of(o->moves));
    for (size_t i = d->first; i < d->last; i++) {
        const ent_table_column *c = &d->table->columns[i];
        ENT_AUTO_TEXT cell = ent_text_part(d->out);
        add_range(&cell, model, option, c->low[option], c->high[option]);
        add_cell(d, i, ent_text_string(&cell));
    }
    ent_text_add(d->out, "\n");
}

static bool is_alike(const ent_table_column *a, const ent_table_column *b, uint32_t option)
{
    return a->low[option] == b->low[option] && a->high[option] == b->high[option];
}

/* The first column of those that are compared. */
static size_t first_compared(const drawing *d)
{
    return d->table->reference && d->table->count > 1 ? 1 : 0;
}

/* True when the option stands alike in every column, of which there are several. Where the first
 * one is a reference, the others may also leave the option open, all of them. */
static bool is_idle(const drawing *d, uint32_t option)
{
    const ent_table_column *columns = d->table->columns;
    size_t first = first_compared(d);
    for (size_t i = first + 1; i < d->table->count; i++)
        if (!is_alike(&columns[i], &columns[first], option))
            return false;
    bool open = columns[first].low[option] < columns[first].high[option];
    return d->table->count > 1 && (open || is_alike(&columns[0], &columns[first], option));
}

/* "in all of them: attack N, …" and "either way: …" */
static void add_idle_note(const drawing *d, bool fixed, const char *words)
{
    ENT_AUTO_TEXT list = ent_text_part(d->out);
    for (uint32_t i = 0; i < d->game->space.digit_count; i++) {
        uint32_t low = d->table->columns[first_compared(d)].low[i];
        uint32_t high = d->table->columns[first_compared(d)].high[i];
        if (!is_idle(d, i) || (low == high) != fixed)
            continue;
        ent_text_print(&list, "%s%s", list.length == 0 ? words : ", ",
                       d->game->model->options.items[i].id);
        if (fixed)
            ent_text_print(&list, " %s", ent_level_cell(d->game->model, i, low));
    }
    if (list.length > 0)
        ent_add_paragraph(d->out, d->style, INDENT, ent_text_string(&list));
}

static void add_option_rows(const drawing *d)
{
    for (uint32_t mover = 0; mover < d->game->mover_count; mover++) {
        bool names_mover = true;
        for (uint32_t i = 0; i < d->game->space.digit_count; i++) {
            if (d->game->model->options.items[i].mover != mover ||
                (d->table->terse && is_idle(d, i)))
                continue;
            add_option_row(d, i, names_mover);
            names_mover = false;
        }
    }
}

static void add_rows(const drawing *d)
{
    for (size_t r = 0; r < d->table->row_count; r++) {
        add_label(d, d->table->rows[r].label, d->table->rows[r].detail, "");
        for (size_t i = d->first; i < d->last; i++)
            add_cell(d, i, d->table->rows[r].cells[i]);
        ent_text_add(d->out, "\n");
    }
}

static void add_mark_rows(const drawing *d)
{
    for (uint32_t c = 0; c < ENT_CONCEPTS; c++) {
        if (!(d->table->concept_rows & (1u << c)))
            continue;
        add_label(d, "equilibrium:", ent_concept_word((ent_concept)c), "");
        for (size_t i = d->first; i < d->last; i++)
            add_cell(d, i, d->table->columns[i].mask & (1u << c) ? "✓" : "·");
        ent_text_add(d->out, "\n");
    }
    if (!d->table->target_row)
        return;
    add_label(d, "target", "", "");
    for (size_t i = d->first; i < d->last; i++)
        add_cell(d, i, d->table->columns[i].target == NULL ? "" : d->table->columns[i].target);
    ent_text_add(d->out, "\n");
}

/* Cuts labels so that the widest column has its place beside them. */
static void fit_labels(drawing *d)
{
    size_t column = 0;
    for (size_t i = 0; i < d->table->count; i++)
        column = larger(column, 2 + column_width(d, i));
    size_t taken = label_width(d) - d->mover_width - d->option_width + smaller(column, 20);
    size_t room = smaller(2 * (d->style->width / 3), d->style->width - taken);
    if (d->mover_width + d->option_width <= room)
        return;
    d->option_width =
        smaller(d->option_width, larger(room / 2, room - smaller(room, d->mover_width)));
    d->mover_width = room - d->option_width;
}

static void choose_label_widths(drawing *d)
{
    const ent_model *model = d->game->model;
    d->mover_width = d->table->concept_rows != 0 ? 12 : d->table->target_row ? 6 : 0;
    d->option_width = d->table->concept_rows != 0 ? CONCEPT_WIDTH : 0;
    for (uint32_t i = 0; i < d->game->space.digit_count; i++) {
        const ent_option *option = &model->options.items[i];
        size_t name = ent_width_of(ent_mover_name(model, option->mover));
        d->mover_width =
            larger(d->mover_width,
                   name <= MOVER_MOST ? name : ent_width_of(ent_mover_id(model, option->mover)));
        d->option_width = larger(d->option_width, ent_width_of(option->id));
    }
    for (size_t i = 0; i < d->table->row_count; i++) {
        d->mover_width = larger(d->mover_width, ent_width_of(d->table->rows[i].label));
        d->option_width = larger(d->option_width, ent_width_of(d->table->rows[i].detail));
    }
    d->mover_width = smaller(d->mover_width, MOVER_MOST);
    d->option_width = smaller(d->option_width, OPTION_MOST);
    fit_labels(d);
}

void ent_add_table(ent_text *out, const ent_style *style, const ent_game *game,
                   const ent_table *table)
{
    drawing d = {.style = style, .game = game, .table = table, .out = out};
    choose_label_widths(&d);
    for (d.first = 0; d.first < table->count; d.first = d.last) {
        size_t width = label_width(&d);
        d.last = d.first;
        while (d.last < table->count &&
               (d.last == d.first || width + 2 + column_width(&d, d.last) <= style->width))
            width += 2 + column_width(&d, d.last++);
        ent_text_add(out, d.first == 0 ? "" : "\n");
        add_heads(&d);
        add_option_rows(&d);
        add_rows(&d);
        add_mark_rows(&d);
    }
    if (table->terse) {
        add_idle_note(&d, true, table->alike != NULL ? table->alike : "in all of them: ");
        add_idle_note(&d, false, "either way in each of them: ");
    }
}
