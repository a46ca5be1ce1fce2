/* Which doubts matter to a sweep's answers, and to how many states make them so. */
#include "show/sweep_parts.h"
#include "show/words.h"

typedef ent_sweep_page page;

enum { EFFECT = 8, PAIR = 2 * EFFECT + 1, LABEL_LEAST = 26 };

/* The effects on three quantities: on the answers, or on the numbers behind them. */
typedef struct {
    const ent_measured *of;  /* by answer */
    uint32_t from;           /* the first of the quantities */
    bool shown[ENT_ANSWERS]; /* those that vary */
    uint32_t count;
    uint32_t first; /* by which the doubts are ordered */
    size_t label;   /* columns of the doubts' names; 0: there is no room for a table */
} effect_table;

static effect_table lay_out(const page *p, uint32_t from)
{
    const ent_sweep_answer *answer = p->answer;
    effect_table table = {.of = answer->measured + from, .from = from};
    for (uint32_t a = 0; a < ENT_ANSWERS; a++)
        if (table.of[a].effects[0].total.known) {
            table.shown[a] = true;
            table.first = a;
            table.count++;
        }
    size_t figures = 2 + table.count * PAIR;
    table.label = p->style->width < figures + LABEL_LEAST ? 0 : p->style->width - figures;
    return table;
}

/* The doubts, those first that matter most to a quantity. */
static uint32_t *order_doubts(page *p, const ent_measured *by)
{
    uint32_t count = p->answer->plan->doubt_count;
    uint32_t *order = ent_arena_array(&p->arena, count, sizeof *order);
    for (uint32_t i = 0; order != NULL && i < count; i++) {
        uint32_t at = i;
        for (; at > 0 && by->effects[order[at - 1]].total.value < by->effects[i].total.value; at--)
            order[at] = order[at - 1];
        order[at] = i;
    }
    return order;
}

static void add_right(ent_text *out, const char *words, size_t width)
{
    size_t used = ent_width_of(words);
    ent_text_add_repeated(out, " ", used < width ? width - used : 0);
    ent_text_add(out, words);
}

static void add_head(const page *p, const effect_table *table)
{
    for (int line = 0; line < 2; line++) {
        ent_text_add_repeated(p->out, " ", table->label);
        for (uint32_t a = 0; a < ENT_ANSWERS; a++) {
            if (!table->shown[a])
                continue;
            if (line == 0)
                add_right(p->out, ent_quantity_words(table->from + a), PAIR);
            else {
                add_right(p->out, "alone", PAIR - EFFECT);
                add_right(p->out, "in all", EFFECT);
            }
        }
        ent_text_add(p->out, "\n");
    }
}

static void add_effect(ent_text *out, const ent_figure *effect, size_t width)
{
    ENT_AUTO_TEXT words = ent_text_part(out);
    ent_add_percent(&words, effect->value);
    add_right(out, ent_text_string(&words), width);
}

/* A name that is too long has lines of its own above the figures. */
static void add_row(const page *p, const effect_table *table, uint32_t doubt, const char *name)
{
    bool fits = ent_width_of(name) <= table->label - 2;
    if (!fits)
        ent_add_paragraph(p->out, p->style, 2, name);
    ent_text_add(p->out, "  ");
    ent_add_padded(p->out, fits ? name : "", table->label - 2);
    for (uint32_t a = 0; a < ENT_ANSWERS; a++) {
        if (!table->shown[a])
            continue;
        add_effect(p->out, &table->of[a].effects[doubt].first, PAIR - EFFECT);
        add_effect(p->out, &table->of[a].effects[doubt].total, EFFECT);
    }
    ent_text_add(p->out, "\n");
}

/* Where there is no room for columns. */
static void add_sentence(const page *p, const effect_table *table, uint32_t doubt, const char *name)
{
    ENT_AUTO_TEXT words = ent_text_part(p->out);
    ent_text_print(&words, "%s:", name);
    const char *before = " ";
    for (uint32_t a = 0; a < ENT_ANSWERS; a++) {
        if (!table->shown[a])
            continue;
        ent_text_print(&words, "%s%s ", before, ent_quantity_words(table->from + a));
        ent_add_percent(&words, table->of[a].effects[doubt].first.value);
        ent_text_add(&words, " alone, ");
        ent_add_percent(&words, table->of[a].effects[doubt].total.value);
        ent_text_add(&words, " in all");
        before = "; ";
    }
    ent_add_paragraph(p->out, p->style, 2, ent_text_string(&words));
}

static void add_doubt_row(const page *p, const effect_table *table, uint32_t doubt)
{
    ENT_AUTO_TEXT name = ent_text_part(p->out);
    ent_add_doubt(&name, p->answer, doubt);
    if (table->label > 0)
        add_row(p, table, doubt, ent_text_string(&name));
    else
        add_sentence(p, table, doubt, ent_text_string(&name));
}

static void add_table(page *p, const effect_table *table, size_t most)
{
    size_t count = p->answer->plan->doubt_count;
    uint32_t *order = order_doubts(p, &table->of[table->first]);
    if (order == NULL)
        ent_text_exhaust(p->out);
    if (table->label > 0)
        add_head(p, table);
    size_t shown = count < most ? count : most;
    for (size_t i = 0; order != NULL && i < shown; i++)
        add_doubt_row(p, table, order[i]);
    if (shown < count)
        ent_text_print(p->out, "  … and %zu more (--top N)\n", count - shown);
}

/* --- What the figures mean -------------------------------------------------------------- */

static double reach_of(const ent_figure *figure)
{
    double below = figure->value - figure->low;
    double above = figure->high - figure->value;
    return !figure->bounded ? 0 : below > above ? below : above;
}

/* By how much the least certain of the effects may be off. */
static double widest_reach(const page *p, const effect_table *table)
{
    double widest = 0;
    for (uint32_t a = 0; a < ENT_ANSWERS; a++)
        for (uint32_t i = 0; table->shown[a] && i < p->answer->plan->doubt_count; i++) {
            const ent_effect *effect = &table->of[a].effects[i];
            double first = reach_of(&effect->first);
            double total = reach_of(&effect->total);
            widest = first > widest ? first : widest;
            widest = total > widest ? total : widest;
        }
    return widest;
}

static void add_meaning(const page *p, const effect_table *table, const char *meaning)
{
    ENT_AUTO_TEXT words = ent_text_part(p->out);
    double reach = widest_reach(p, table);
    ent_text_add(&words, meaning);
    if (reach > 0)
        ent_text_print(&words, " Each is an estimate, off by %.1f points at the most (95 %%).",
                       reach * 100);
    else if (!p->answer->plan->exact)
        ent_text_add(&words, " The draws are too few to say how far these estimates are off.");
    ent_add_paragraph(p->out, p->style, 2, ent_text_string(&words));
}

/* --- The doubt that matters most -------------------------------------------------------- */

static uint32_t find_leading(const page *p, const ent_measured *number)
{
    uint32_t leading = 0;
    for (uint32_t i = 1; i < p->answer->plan->doubt_count; i++)
        if (number->effects[i].total.value > number->effects[leading].total.value)
            leading = i;
    return leading;
}

/* "Ravonia", "whether Torland wants “respond”" */
static void add_question(ent_text *out, const ent_sweep_answer *answer, const ent_doubt *doubt)
{
    const ent_party *party = &answer->game->model->parties.items[doubt->party];
    const ent_type *type = &party->types.items[doubt->type];
    if (doubt->kind == ENT_DOUBT_TYPE) {
        ent_text_print(out, "%s", party->name);
        return;
    }
    ent_text_print(out, "whether %s", party->name);
    if (party->types.count > 1)
        ent_text_print(out, ", if %s,", type->name);
    ent_text_print(out, " wants “%s”", type->preference.wants.items[doubt->entry].condition.text);
}

static const char *outcome_words(const ent_sweep_answer *answer, const ent_doubt *doubt,
                                 uint32_t outcome)
{
    if (doubt->kind == ENT_DOUBT_TYPE)
        return answer->game->model->parties.items[doubt->party].types.items[outcome].name;
    return outcome == 1 ? "it does" : "not";
}

/* "How many hold depends most on Ravonia: on average 170.2 if bold, 98.4 if meek." */
static void add_leading(const page *p, uint32_t number)
{
    ENT_AUTO_TEXT words = ent_text_part(p->out);
    const ent_measured *of = &p->answer->measured[number];
    uint32_t leading = find_leading(p, of);
    const ent_doubt *doubt = &p->answer->job->doubts.items[leading];
    const char *before = "";
    ent_text_print(&words, "How many %s depends most on ", ent_quantity_words(number));
    add_question(&words, p->answer, doubt);
    ent_text_add(&words, ": on average ");
    for (uint32_t i = 0; i < doubt->outcomes; i++) {
        uint32_t k = doubt->kind == ENT_DOUBT_ENTRY ? doubt->outcomes - 1 - i : i;
        const ent_figure *mean = &of->effects[leading].means[k];
        if (!mean->known)
            continue;
        ent_text_add(&words, before);
        ent_add_mean(&words, mean->value);
        ent_text_print(&words, " if %s", outcome_words(p->answer, doubt, k));
        before = ", ";
    }
    ent_text_add(&words, ".");
    ent_add_paragraph(p->out, p->style, 2, ent_text_string(&words));
}

/* --- Both ------------------------------------------------------------------------------- */

#define GOES_BACK                                                                                  \
    " goes back to a doubt: alone, and with all that it does together with others (first-order "   \
    "and total Sobol indices)."

static void add_answers(page *p, const effect_table *table, size_t most)
{
    add_meaning(p, table, "How much of the uncertainty about each answer" GOES_BACK);
    add_table(p, table, most);
}

static void add_numbers(page *p, const effect_table *table, bool after, size_t most)
{
    if (after)
        ent_text_add(p->out, "\n");
    add_meaning(p, table,
                after ? "The same for how many states can be agreed, hold and do all three."
                      : "The answers were the same in all cases, but not how many states make them "
                        "so. How much of the uncertainty about each number" GOES_BACK);
    add_table(p, table, most);
    for (uint32_t a = 0; a < ENT_ANSWERS; a++)
        if (table->shown[a])
            add_leading(p, table->from + a);
}

void ent_show_doubts(ent_sweep_page *p, size_t most)
{
    if (p->answer->plan->doubt_count == 0)
        return;
    const effect_table answers = lay_out(p, 0);
    const effect_table numbers = lay_out(p, ENT_NUMBERS);
    ent_add_section(p, "Which doubts matter");
    if (answers.count > 0)
        add_answers(p, &answers, most);
    if (numbers.count > 0 && p->answer->arrangements > 1)
        add_numbers(p, &numbers, answers.count > 0, most);
    if (answers.count + numbers.count == 0)
        ent_add_paragraph(p->out, p->style, 2,
                          p->answer->arrangements > 1
                              ? "None: these answers and numbers were the same in all cases."
                              : "None: these answers were the same in all cases.");
}
