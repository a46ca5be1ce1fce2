/* Tables of packages. */
#include "show/agree_table.h"

#include "show/table.h"
#include "show/words.h"

const char *ent_mark_word(int mark)
{
    static const char *const words[ENT_MARKS] = {
        "target",        "Pareto frontier", "fallback choice", "Nash product",
        "Kalai–Smorod.", "least gain",      "sum of gains"};
    return words[mark];
}

/* A table in the making; its texts live in the page's arena. */
typedef struct {
    ent_agree_page *page;
    ENT_LIST(ent_table_column) columns; /* the start first */
    ENT_LIST(ent_table_row) rows;
} drafting;

static const char *number_text(ent_arena *arena, uint64_t number, const char *before)
{
    ENT_AUTO_TEXT text = ent_text_new(arena->memory);
    ent_text_add(&text, before);
    ent_add_number(&text, number);
    arena->exhausted = arena->exhausted || text.exhausted;
    return ent_arena_copy(arena, ent_text_string(&text), text.length);
}

static const char *code_text(drafting *d, uint64_t code)
{
    return ent_arena_print(&d->page->arena, "[%llu]",
                           (unsigned long long)ent_shown_code(&d->page->agree->game->space, code));
}

static void add_start_column(drafting *d)
{
    const ent_agree *agree = d->page->agree;
    ent_table_column *column = ENT_PUSH(&d->page->arena, &d->columns);
    uint8_t *levels = ent_arena_array(&d->page->arena, agree->game->space.digit_count, 1);
    if (column == NULL || levels == NULL)
        return;
    ent_levels_of(&agree->game->space, agree->start, levels);
    *column = (ent_table_column){
        .head = "today", .under = code_text(d, agree->start), .low = levels, .high = levels};
}

static void add_column(drafting *d, const ent_package *package)
{
    ent_arena *arena = &d->page->arena;
    const ent_pattern *pattern = &package->pattern;
    unsigned long long number = ent_number(d->page->agree->game, pattern->example);
    ent_table_column *column = ENT_PUSH(arena, &d->columns);
    if (column == NULL)
        return;
    *column = (ent_table_column){.low = pattern->low, .high = pattern->high};
    if (pattern->all > 1) {
        column->head =
            number_text(arena, pattern->states, pattern->states < pattern->all ? "~" : "");
        column->under = ent_arena_print(arena, "e.g. %llu", number);
    } else {
        column->head = ent_arena_print(arena, "%llu", number);
        column->under = code_text(d, pattern->example);
    }
}

static ent_table_row *add_row(drafting *d, const char *label, const char *detail)
{
    ent_arena *arena = &d->page->arena;
    const char **cells = ent_arena_array(arena, d->columns.count, sizeof *cells);
    ent_table_row *row = ENT_PUSH(arena, &d->rows);
    if (cells == NULL || row == NULL)
        return NULL;
    for (size_t i = 0; i < d->columns.count; i++)
        cells[i] = "";
    *row = (ent_table_row){label, detail, cells};
    return row;
}

/* "+2": better than today, by the party's second entry. */
static const char *effect_text(const ent_agree_page *page, ent_arena *arena, uint32_t party,
                               const ent_effect *effect)
{
    static const char *const signs[] = {"=", "+", "−", "±"};
    const ent_preference *preference = &page->agree->game->model->parties.items[party].preference;
    if (effect->decider == NULL)
        return signs[effect->change];
    size_t index = (size_t)(effect->decider - preference->wants.items);
    page->used[party][index] = true;
    return ent_arena_print(arena, "%s%zu", signs[effect->change], index + 1);
}

static bool is_unmoved(const ent_packages *packages, uint32_t party)
{
    for (size_t i = 0; i < packages->count; i++)
        if (packages->items[i].effects[party].change != ENT_SAME)
            return false;
    return true;
}

/* Parties to whom all packages are the same as today have no row. */
static void add_party_rows(drafting *d, const ent_packages *packages)
{
    const ent_game *game = d->page->agree->game;
    const char *label = "than today";
    for (uint32_t p = 0; p < game->party_count; p++) {
        if (is_unmoved(packages, p))
            continue;
        ent_table_row *row = add_row(d, label, game->model->parties.items[p].name);
        label = "";
        for (size_t i = 0; row != NULL && i < packages->count; i++)
            row->cells[i + 1] =
                effect_text(d->page, &d->page->arena, p, &packages->items[i].effects[p]);
    }
}

static void add_unmoved(const ent_agree_page *page, const ent_packages *packages)
{
    ENT_AUTO_TEXT words = ent_text_part(page->out);
    for (uint32_t p = 0; p < page->agree->game->party_count; p++)
        if (is_unmoved(packages, p))
            ent_text_print(&words, "%s%s",
                           words.length == 0 ? "the same as today in all of them for: " : ", ",
                           page->agree->game->model->parties.items[p].name);
    if (words.length > 0)
        ent_add_paragraph(page->out, page->style, 2, ent_text_string(&words));
}

static const char *mark_text(ent_arena *arena, const ent_package *package, int mark)
{
    if (package->marked[mark] == 0)
        return "·";
    if (package->marked[mark] == package->pattern.states)
        return mark == ENT_MARK_TARGET ? "◆" : "✓";
    return number_text(arena, package->marked[mark], "");
}

static void add_mark_rows(drafting *d, const ent_packages *packages)
{
    const ent_agree *agree = d->page->agree;
    for (int m = 0; m < ENT_MARKS; m++) {
        bool empty = agree->marks[m].words == NULL || agree->marked[m] == 0;
        if (empty || (agree->count == 1 && m != ENT_MARK_TARGET))
            continue;
        ent_table_row *row = add_row(d, "", ent_mark_word(m));
        for (size_t i = 0; row != NULL && i < packages->count; i++)
            row->cells[i + 1] = mark_text(&d->page->arena, &packages->items[i], m);
    }
}

static const char *blockers_text(drafting *d, const ent_package *package)
{
    const ent_model *model = d->page->agree->game->model;
    if (package->blockers.count > 2)
        return ent_arena_print(&d->page->arena, "1 of %zu", package->blockers.count);
    const char *first = model->parties.items[package->blockers.items[0]].id;
    if (package->blockers.count == 1)
        return first;
    return ent_arena_print(&d->page->arena, "%s|%s", first,
                           model->parties.items[package->blockers.items[1]].id);
}

static void add_miss_rows(drafting *d, const ent_packages *packages)
{
    const ent_agree *agree = d->page->agree;
    ent_table_row *row = add_row(d, "missing", "consent of");
    for (size_t i = 0; row != NULL && i < packages->count; i++)
        row->cells[i + 1] = blockers_text(d, &packages->items[i]);
    const ent_condition *target = &agree->game->model->target;
    row = target->expression == NULL ? NULL : add_row(d, "", ent_mark_word(ENT_MARK_TARGET));
    for (size_t i = 0; row != NULL && i < packages->count; i++) {
        bool holds = false;
        if (ent_holds(&agree->game->space, target->expression, packages->items[i].pattern.example,
                      &holds) != ENT_OK)
            d->page->arena.exhausted = true;
        row->cells[i + 1] = holds ? "◆" : "·";
    }
}

void ent_add_package_table(ent_agree_page *page, const ent_packages *packages, bool misses)
{
    drafting d = {.page = page};
    add_start_column(&d);
    for (size_t i = 0; i < packages->count; i++)
        add_column(&d, &packages->items[i]);
    add_party_rows(&d, packages);
    if (misses)
        add_miss_rows(&d, packages);
    else
        add_mark_rows(&d, packages);
    if (page->arena.exhausted) {
        ent_text_exhaust(page->out);
        return;
    }
    ent_add_table(page->out, page->style, page->agree->game,
                  &(ent_table){.columns = d.columns.items,
                               .count = d.columns.count,
                               .rows = d.rows.items,
                               .row_count = d.rows.count,
                               .reference = true,
                               .terse = true,
                               .alike = "as today in all of them: "});
    add_unmoved(page, packages);
}

void ent_add_grounds(ent_text *out, const ent_model *model, const ent_want *want)
{
    if (model->statements.count == 0)
        return;
    ent_text_add(out, want->because.count == 0 ? " (assumed" : " (");
    for (size_t i = 0; i < want->because.count; i++)
        ent_text_print(out, "%s%s", i == 0 ? "" : ", ",
                       model->statements.items[want->because.items[i]].id);
    ent_text_add(out, ")");
}

static void add_deciders_of(const ent_agree_page *page, uint32_t party)
{
    const ent_model *model = page->agree->game->model;
    const ent_preference *preference = &model->parties.items[party].preference;
    ENT_AUTO_TEXT words = ent_text_part(page->out);
    for (size_t i = 0; i < preference->wants.count; i++) {
        const ent_want *want = &preference->wants.items[i];
        if (!page->used[party][i])
            continue;
        if (words.length == 0)
            ent_text_print(&words, "%s: ", model->parties.items[party].name);
        else
            ent_text_add(&words, "; ");
        ent_text_print(&words, "%zu “%s”", i + 1, want->condition.text);
        ent_add_grounds(&words, model, want);
    }
    if (words.length == 0)
        return;
    ent_text_add_repeated(page->out, " ", 2);
    (void)ent_add_wrapped(page->out, page->style, 2, 4, ent_text_string(&words));
    ent_text_add(page->out, "\n");
}

void ent_add_package_deciders(const ent_agree_page *page)
{
    for (uint32_t p = 0; p < page->agree->game->party_count; p++)
        add_deciders_of(page, p);
}
