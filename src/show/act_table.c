/* Drawing tables of power: a row for each member, or for several that are interchangeable. */
#include "show/act_table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "show/words.h"

enum {
    BAR = 10,
    NAME_LEAST = 6,
    NAME_MOST = 28,
    ROWS_MOST = 30,
    NAMED_MOST = 40,  /* members by name that share a row */
    SHARED_LEAST = 5, /* fewer interchangeable members have a row each */
};

/* Values that differ by less are the same, but for rounding. */
#define NEARLY_NOTHING 1e-12

/* One column of figures: the values by member, NULL where they are not known. */
typedef struct {
    const char *head;
    const char *under;
    const double *values;
    const double *errors; /* of estimates; NULL for exact figures */
    const bool *marks;    /* members with a ◆; NULL for none */
    const char *full;     /* what it is called where it does not fit */
} column;

typedef struct {
    uint32_t member; /* the first of them */
    uint32_t count;  /* members that share the row */
} row;

typedef struct {
    const ent_act_page *page;
    const column *columns;
    size_t count;
    size_t shown; /* columns that fit */
    size_t name_width;
    bool bar;               /* the first column is drawn as a bar, too */
    const uint32_t *alike;  /* by member: the first that it may share a row with; NULL: none */
    const double *order[2]; /* what the rows are sorted by, the largest first; may be NULL */
    bool *told_rest;        /* that columns have no room was said before; NULL: it is said again */
    row *rows;
    size_t row_count;
} grid;

static size_t figure_width(const column *c)
{
    size_t width = c->errors != NULL ? 15 : 6 + 2 * (size_t)(c->marks != NULL);
    size_t head = ent_width_of(c->head);
    size_t under = ent_width_of(c->under);
    width = head > width ? head : width;
    return under > width ? under : width;
}

/* What the figures themselves take of it: a mark stands behind them. */
static size_t digits_width(const column *c)
{
    return c->marks != NULL ? figure_width(c) - 2 : figure_width(c);
}

static size_t bar_width(const grid *g)
{
    return g->bar && g->page->style->width >= 60 ? BAR + 2 : 0;
}

/* Compares two members as rows: 1 when a comes before b. */
static bool comes_before(const grid *g, uint32_t a, uint32_t b)
{
    for (int i = 0; i < 2; i++)
        if (g->order[i] != NULL && fabs(g->order[i][a] - g->order[i][b]) > NEARLY_NOTHING)
            return g->order[i][a] > g->order[i][b];
    return a < b;
}

/* Sorts rows by merging, so that it needs no state beside the grid. */
static void sort_rows(const grid *g, row *rows, size_t count, row *work)
{
    if (count < 2)
        return;
    size_t half = count / 2;
    sort_rows(g, rows, half, work);
    sort_rows(g, rows + half, count - half, work);
    memcpy(work, rows, count * sizeof *rows);
    size_t left = 0;
    size_t right = half;
    for (size_t i = 0; i < count; i++) {
        bool takes_left = right == count ||
                          (left < half && !comes_before(g, work[right].member, work[left].member));
        rows[i] = work[takes_left ? left++ : right++];
    }
}

static uint32_t count_alike(const grid *g, uint32_t first)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < g->page->body->member_count; i++)
        count += g->alike[i] == first;
    return count;
}

static bool make_rows(grid *g, ent_arena *arena)
{
    uint32_t members = g->page->body->member_count;
    g->rows = ent_arena_array(arena, members, sizeof *g->rows);
    row *work = ent_arena_array(arena, members, sizeof *work);
    if (g->rows == NULL || work == NULL)
        return false;
    for (uint32_t i = 0; i < members; i++) {
        uint32_t count = g->alike == NULL ? 1 : count_alike(g, g->alike[i]);
        bool shares = count >= SHARED_LEAST;
        if (!shares || g->alike[i] == i)
            g->rows[g->row_count++] = (row){.member = i, .count = shares ? count : 1};
    }
    sort_rows(g, g->rows, g->row_count, work);
    return true;
}

static void add_name(ent_text *out, const grid *g, const row *r)
{
    ent_text_add(out, ent_member_name(g->page, r->member));
    if (r->count > 1)
        ent_text_print(out, " and %u like it", r->count - 1);
}

/* As many columns as fit beside names of a readable width. */
static void fit(grid *g)
{
    size_t width = 0;
    for (size_t i = 0; i < g->row_count; i++) {
        ENT_AUTO_TEXT name = ent_text_part(g->page->out);
        add_name(&name, g, &g->rows[i]);
        size_t length = ent_width_of(ent_text_string(&name));
        width = length > width ? length : width;
    }
    width = width > NAME_MOST ? NAME_MOST : width < NAME_LEAST ? NAME_LEAST : width;
    size_t room = g->page->style->width - g->page->indent - bar_width(g);
    for (g->shown = 0; g->shown < g->count; g->shown++) {
        size_t figure = 2 + figure_width(&g->columns[g->shown]);
        if (g->shown > 0 && room < figure + width)
            break;
        room -= figure;
    }
    g->name_width = width < room ? width : room;
}

static void add_right(ent_text *out, const char *words, size_t columns)
{
    size_t width = ent_width_of(words);
    ent_text_add_repeated(out, " ", width < columns ? columns - width : 0);
    ent_text_add(out, words);
}

/* Adds the line without the spaces that it ends in. */
static void add_line(ent_text *out, const ent_text *line)
{
    size_t length = line->length;
    while (length > 0 && line->data[length - 1] == ' ')
        length--;
    ent_text_add_bytes(out, ent_text_string(line), length);
    ent_text_add(out, "\n");
}

static void add_heads(const grid *g, bool under)
{
    ENT_AUTO_TEXT line = ent_text_part(g->page->out);
    ent_text_add_repeated(&line, " ", g->page->indent + g->name_width + bar_width(g));
    for (size_t i = 0; i < g->shown; i++) {
        const column *c = &g->columns[i];
        ent_text_add(&line, "  ");
        add_right(&line, under ? c->under : c->head, digits_width(c));
        ent_text_add(&line, c->marks != NULL ? "  " : "");
    }
    add_line(g->page->out, &line);
}

/* A share of the bar in eighths of a column. */
static void add_bar(ent_text *out, double share)
{
    static const char *const eighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
    unsigned length = (unsigned)(share * BAR * 8 + 0.5);
    length = length == 0 && share > 0 ? 1 : length;
    ent_text_add_repeated(out, "█", length / 8);
    ent_text_add(out, eighths[length % 8]);
    ent_text_add_repeated(out, " ", BAR - (length + 7) / 8);
}

/* Four decimals; what is not zero does not look like it. */
static void add_figure(ent_text *out, double value)
{
    if (value != 0 && fabs(value) < 0.00005)
        ent_text_add(out, value > 0 ? "<.0001" : ">-.0001");
    else
        ent_text_print(out, "%.4f", value);
}

static void add_cell(ent_text *out, const column *c, uint32_t member)
{
    ENT_AUTO_TEXT cell = ent_text_part(out);
    if (c->values == NULL) {
        ent_text_add(&cell, "–");
    } else if (c->errors != NULL && c->values[member] == 0) {
        ent_text_add(&cell, "never critical");
    } else {
        add_figure(&cell, c->values[member]);
        if (c->errors != NULL) {
            ent_text_add(&cell, " ± ");
            add_figure(&cell, c->errors[member]);
        }
    }
    ent_text_add(out, "  ");
    add_right(out, ent_text_string(&cell), digits_width(c));
    if (c->marks != NULL)
        ent_text_add(out, c->marks[member] ? " ◆" : "  ");
}

static double largest(const column *c, uint32_t members)
{
    double most = 0;
    for (uint32_t i = 0; c->values != NULL && i < members; i++)
        most = c->values[i] > most ? c->values[i] : most;
    return most;
}

static void add_row(const grid *g, const row *r, double most)
{
    ent_text *out = g->page->out;
    ENT_AUTO_TEXT line = ent_text_part(out);
    ENT_AUTO_TEXT name = ent_text_part(out);
    add_name(&name, g, r);
    ent_text_add_repeated(&line, " ", g->page->indent);
    ent_add_padded(&line, ent_text_string(&name), g->name_width);
    if (bar_width(g) > 0) {
        ent_text_add(&line, "  ");
        add_bar(&line, most > 0 ? g->columns[0].values[r->member] / most : 0);
    }
    for (size_t i = 0; i < g->shown; i++)
        add_cell(&line, &g->columns[i], r->member);
    add_line(out, &line);
}

/* Columns and rows that are left out. */
static void add_rest(const grid *g, size_t rows)
{
    ENT_AUTO_TEXT words = ent_text_part(g->page->out);
    if (rows < g->row_count)
        ent_text_print(&words, "… and %zu more rows (--top N)", g->row_count - rows);
    if (g->shown < g->count && (g->told_rest == NULL || !*g->told_rest)) {
        ent_text_add(&words, words.length > 0 ? "; no room for " : "No room for ");
        for (size_t i = g->shown; i < g->count; i++)
            ent_text_print(&words, "%s%s", i > g->shown ? ", " : "", g->columns[i].full);
        ent_text_add(&words, " (--json has them)");
        if (g->told_rest != NULL)
            *g->told_rest = true;
    }
    if (words.length > 0)
        ent_add_paragraph(g->page->out, g->page->style, g->page->indent, ent_text_string(&words));
}

/* Who the rows shared by several members stand for. */
static void add_shared(const grid *g, size_t rows, bool *like)
{
    uint32_t members = g->page->body->member_count;
    for (size_t i = 0; i < rows; i++) {
        const row *r = &g->rows[i];
        if (r->count == 1)
            continue;
        ENT_AUTO_TEXT words = ent_text_part(g->page->out);
        ent_text_print(&words, "like %s: ", ent_member_name(g->page, r->member));
        for (uint32_t m = 0; m < members; m++)
            like[m] = m != r->member && g->alike[m] == g->alike[r->member];
        if (r->count == members)
            ent_text_add(&words, "all other members");
        else
            ent_add_members(&words, g->page, like, NAMED_MOST);
        ent_add_paragraph(g->page->out, g->page->style, g->page->indent, ent_text_string(&words));
    }
}

static void draw(grid *g)
{
    ent_arena arena = ent_arena_new(g->page->out->memory);
    bool *like = ent_arena_array(&arena, g->page->body->member_count, sizeof *like);
    if (like == NULL || !make_rows(g, &arena)) {
        ent_text_exhaust(g->page->out);
        ent_arena_free(&arena);
        return;
    }
    size_t most = g->page->view->top > 0 ? g->page->view->top : ROWS_MOST;
    size_t rows = g->row_count < most ? g->row_count : most;
    double scale = largest(&g->columns[0], g->page->body->member_count);
    fit(g);
    ent_text_add(g->page->out, "\n");
    add_heads(g, false);
    for (size_t i = 0, two = 0; i < g->shown && two == 0; i++)
        if (g->columns[i].under[0] != '\0') {
            add_heads(g, true);
            two = 1;
        }
    for (size_t i = 0; i < rows; i++)
        add_row(g, &g->rows[i], scale);
    add_shared(g, rows, like);
    add_rest(g, rows);
    ent_arena_free(&arena);
}

void ent_add_power_table(const ent_act_page *page, const ent_act_variant *variant)
{
    double *const *index = variant->power.index;
    const column columns[] = {
        {"Shapley–", "Shubik", index[ENT_SHAPLEY_SHUBIK], NULL, NULL, "Shapley–Shubik"},
        {"Banzhaf", "share", index[ENT_BANZHAF], NULL, NULL, "Banzhaf (normalised)"},
        {"Banzhaf", "absolute", index[ENT_BANZHAF_ABSOLUTE], NULL, NULL, "Banzhaf (absolute)"},
        {"Coleman", "prevent", index[ENT_COLEMAN_PREVENT], NULL, NULL, "Coleman (prevent)"},
        {"Coleman", "initiate", index[ENT_COLEMAN_INITIATE], NULL, NULL, "Coleman (initiate)"},
        {"Johnston", "", index[ENT_JOHNSTON], NULL, NULL, "Johnston"},
        {"Deegan–", "Packel", index[ENT_DEEGAN_PACKEL], NULL, NULL, "Deegan–Packel"},
        {"Holler–", "Packel", index[ENT_HOLLER_PACKEL], NULL, NULL, "Holler–Packel"},
    };
    const double *first = index[ENT_SHAPLEY_SHUBIK];
    const double *second = index[ENT_BANZHAF];
    grid g = {.page = page,
              .columns = columns,
              .count = sizeof columns / sizeof *columns,
              .bar = first != NULL,
              .alike = variant->power.class_of,
              .told_rest = page->told_rest,
              .order = {first, second}};
    draw(&g);
}

void ent_add_estimate_table(const ent_act_page *page, const ent_act_variant *variant)
{
    const ent_estimate *e = &variant->estimate;
    const column columns[] = {
        {"Shapley–Shubik", "estimate", e->shapley, e->shapley_error, NULL, "Shapley–Shubik"},
        {"Banzhaf absolute", "estimate", e->banzhaf, e->banzhaf_error, NULL, "Banzhaf (absolute)"},
    };
    grid g = {.page = page,
              .columns = columns,
              .count = 2,
              .bar = true,
              .order = {e->shapley, e->banzhaf}};
    draw(&g);
}

void ent_add_chance_table(const ent_act_page *page, const ent_act_variant *variant)
{
    ent_arena arena = ent_arena_new(page->out->memory);
    uint32_t members = page->body->member_count;
    double *difference = ent_arena_array(&arena, members, sizeof *difference);
    double *consent = ent_arena_array(&arena, members, sizeof *consent);
    uint32_t *alike = ent_arena_array(&arena, members, sizeof *alike);
    if (difference == NULL || consent == NULL || alike == NULL) {
        ent_text_exhaust(page->out);
        ent_arena_free(&arena);
        return;
    }
    for (uint32_t i = 0; i < members; i++) {
        difference[i] = variant->chance_with[i] - variant->chance_without[i];
        consent[i] = page->act->request.consents->of_party[page->body->members[i]];
        alike[i] = i;
        for (uint32_t k = 0; k < i && variant->measured && alike[i] == i; k++)
            if (alike[k] == k && consent[k] == consent[i] &&
                variant->power.class_of[k] == variant->power.class_of[i])
                alike[i] = k;
    }
    const column columns[] = {
        {"its", "effect", difference, NULL, NULL, "its effect"},
        {"acts if it", "consents", variant->chance_with, NULL, NULL, "acts if it consents"},
        {"acts if", "it does not", variant->chance_without, NULL, NULL, "acts if it does not"},
        {"consents", "", consent, NULL, NULL, "its probability of consent"},
    };
    grid g = {.page = page,
              .columns = columns,
              .count = 4,
              .bar = true,
              .alike = alike,
              .order = {difference}};
    draw(&g);
    ent_arena_free(&arena);
}

/* Members that are interchangeable in every one of the variants. */
static void find_alike(const ent_act_page *page, const size_t *variants, size_t count,
                       uint32_t *alike)
{
    const ent_act_variant *all = page->body->variants.items;
    for (uint32_t i = 0; i < page->body->member_count; i++) {
        alike[i] = i;
        for (uint32_t k = 0; k < i && alike[i] == i; k++) {
            bool same = alike[k] == k;
            for (size_t v = 0; v < count && same; v++) {
                const uint32_t *class_of = all[variants[v]].power.class_of;
                same = class_of != NULL && class_of[i] == class_of[k];
            }
            alike[i] = same ? k : i;
        }
    }
}

void ent_add_comparison(const ent_act_page *page, const size_t *variants, size_t count)
{
    ent_arena arena = ent_arena_new(page->out->memory);
    uint32_t members = page->body->member_count;
    uint32_t *alike = ent_arena_array(&arena, members, sizeof *alike);
    column *columns = ent_arena_array(&arena, count, sizeof *columns);
    for (size_t v = 0; v < count && columns != NULL; v++) {
        const ent_act_variant *variant = &page->body->variants.items[variants[v]];
        bool *vetoes = ent_arena_array(&arena, members, sizeof *vetoes);
        char *head = ent_arena_print(&arena, "(%zu)", v + 1);
        for (uint32_t i = 0; i < members && vetoes != NULL; i++)
            vetoes[i] = variant->game.kind == ENT_GAME_PROPER &&
                        !variant->acts_without[page->body->members[i]];
        const double *shares = variant->measured       ? variant->power.index[ENT_SHAPLEY_SHUBIK]
                               : variant->has_estimate ? variant->estimate.shapley
                                                       : NULL;
        columns[v] = (column){.head = head == NULL ? "" : head,
                              .under = "",
                              .values = shares,
                              .marks = vetoes,
                              .full = head == NULL ? "" : head};
    }
    if (alike == NULL || columns == NULL || arena.exhausted) {
        ent_text_exhaust(page->out);
    } else {
        find_alike(page, variants, count, alike);
        grid g = {.page = page,
                  .columns = columns,
                  .count = count,
                  .alike = alike,
                  .order = {columns[0].values, count > 1 ? columns[1].values : NULL}};
        draw(&g);
    }
    ent_arena_free(&arena);
}
