/* What carries the answer: a table of what is taken away and what that changes. */
#include "show/evidence.h"
#include "show/words.h"

enum { LABEL_LEAST = 28 /* columns for what is taken away; with fewer, no table */ };

typedef struct {
    ent_text *out;
    const ent_style *style;
    const ent_carriers *carriers;
    size_t shown;
    size_t widths[ENT_CARRY_QUESTIONS]; /* of the columns; 0: not asked */
} page;

static const char *const heads[ENT_CARRY_QUESTIONS] = {"agree", "act", "hold", "all three"};

/* "+3 −12 ◆" */
static void add_change(ent_text *out, const ent_carry_change *change)
{
    if (change->enter > 0) {
        ent_text_add(out, "+");
        ent_add_number(out, change->enter);
    }
    if (change->leave > 0) {
        ent_text_add(out, change->enter > 0 ? " −" : "−");
        ent_add_number(out, change->leave);
    }
    if (change->turns)
        ent_text_add(out, " ◆");
}

/* "lavrov-nbc (2 entries)", "Russia, assumed: “attack”" */
void ent_add_carrier(ent_text *out, const ent_carriers *carriers, const ent_carrier *carrier)
{
    const ent_model *model = carriers->game->model;
    if (carrier->statement != ENT_NOBODY) {
        ent_text_add(out, model->statements.items[carrier->statement].id);
        if (carrier->entries > 1)
            ent_text_print(out, " (%u entries)", carrier->entries);
        return;
    }
    const ent_party *party = &model->parties.items[carrier->party];
    ent_text_print(out, "%s, assumed: “%s”", party->name,
                   party->preference.wants.items[carrier->entry].condition.text);
}

/* "no state", "12 states" */
static void add_states(ent_text *out, uint64_t states)
{
    if (states == 0)
        ent_text_add(out, "no state");
    else
        ent_add_count(out, states, "state", "states");
}

/* "12 states can be agreed, but none in the target", and so on, for what is asked. */
static void add_answers(ent_text *out, const ent_carriers *carriers)
{
    const ent_carry_answer *a = carriers->answers;
    bool target = carriers->game->model->target.expression != NULL;
    ent_text_add(out, "As things are, ");
    if (a[ENT_CARRY_AGREE].asked) {
        add_states(out, a[ENT_CARRY_AGREE].states);
        ent_text_print(out, " can be agreed%s; ",
                       !target || a[ENT_CARRY_AGREE].states == 0 ? ""
                       : a[ENT_CARRY_AGREE].yes                  ? ", in the target too"
                                                                 : ", but none in the target");
    }
    if (a[ENT_CARRY_ACT].asked) {
        ent_text_add(out, "a body would act in ");
        add_states(out, a[ENT_CARRY_ACT].states);
        ent_text_add(out, " of its trigger; ");
    }
    add_states(out, a[ENT_CARRY_HOLD].states);
    ent_text_print(out, "%s hold%s", target ? " of the target" : "",
                   a[ENT_CARRY_HOLD].states < 2 ? "s" : "");
    if (a[ENT_CARRY_ALL].asked) {
        ent_text_add(out, "; ");
        if (a[ENT_CARRY_ALL].states == 0)
            ent_text_add(out, "none");
        else
            ent_add_number(out, a[ENT_CARRY_ALL].states);
        ent_text_print(out, " of them do%s all three", a[ENT_CARRY_ALL].states < 2 ? "es" : "");
    }
    ent_text_add(out, ".");
}

static void measure(page *p)
{
    for (int q = 0; q < ENT_CARRY_QUESTIONS; q++) {
        if (!p->carriers->answers[q].asked)
            continue;
        p->widths[q] = ent_width_of(heads[q]);
        for (size_t i = 0; i < p->shown; i++) {
            ENT_AUTO_TEXT cell = ent_text_part(p->out);
            add_change(&cell, &p->carriers->list.items[i].changes[q]);
            if (ent_width_of(ent_text_string(&cell)) > p->widths[q])
                p->widths[q] = ent_width_of(ent_text_string(&cell));
        }
    }
}

/* The columns that are left for what is taken away. */
static size_t label_width(const page *p)
{
    size_t taken = 2;
    size_t widest = 0;
    for (int q = 0; q < ENT_CARRY_QUESTIONS; q++)
        taken += p->widths[q] == 0 ? 0 : p->widths[q] + 2;
    if (taken + LABEL_LEAST > p->style->width)
        return 0;
    for (size_t i = 0; i < p->shown; i++) {
        ENT_AUTO_TEXT label = ent_text_part(p->out);
        ent_add_carrier(&label, p->carriers, &p->carriers->list.items[i]);
        if (ent_width_of(ent_text_string(&label)) > widest)
            widest = ent_width_of(ent_text_string(&label));
    }
    return widest < p->style->width - taken ? widest : p->style->width - taken;
}

/* A cell, and what keeps it from the one before; nothing follows in the last. */
static void add_cell(const page *p, int q, const char *words)
{
    ent_text_add(p->out, "  ");
    if (q == ENT_CARRY_QUESTIONS - 1)
        ent_text_add(p->out, words);
    else
        ent_add_padded(p->out, words, p->widths[q]);
}

static void show_row(const page *p, size_t width, const char *label, const ent_carrier *carrier)
{
    ENT_AUTO_TEXT line = ent_text_part(p->out);
    page row = *p;
    row.out = &line;
    ent_text_add(&line, "  ");
    ent_add_padded(&line, label, width);
    for (int q = 0; q < ENT_CARRY_QUESTIONS; q++) {
        ENT_AUTO_TEXT cell = ent_text_part(&line);
        if (p->widths[q] == 0)
            continue;
        if (carrier == NULL)
            ent_text_add(&cell, heads[q]);
        else
            add_change(&cell, &carrier->changes[q]);
        add_cell(&row, q, ent_text_string(&cell));
    }
    size_t length = line.length;
    while (length > 0 && line.data[length - 1] == ' ')
        length--;
    ent_text_add_bytes(p->out, ent_text_string(&line), length);
    ent_text_add(p->out, "\n");
}

/* "Russia, assumed: “attack” → agree +3, hold −12 ◆" */
static void show_sentence(const page *p, const char *label, const ent_carrier *carrier)
{
    ENT_AUTO_TEXT words = ent_text_part(p->out);
    const char *between = " → ";
    ent_text_add(&words, label);
    for (int q = 0; q < ENT_CARRY_QUESTIONS; q++) {
        const ent_carry_change *change = &carrier->changes[q];
        if (change->enter == 0 && change->leave == 0 && !change->turns)
            continue;
        ent_text_print(&words, "%s%s ", between, heads[q]);
        add_change(&words, change);
        between = ", ";
    }
    ent_text_add(p->out, "  ");
    (void)ent_add_wrapped(p->out, p->style, 2, 6, ent_text_string(&words));
    ent_text_add(p->out, "\n");
}

static void show_rows(page *p)
{
    measure(p);
    size_t width = label_width(p);
    if (width > 0)
        show_row(p, width, "without", NULL);
    for (size_t i = 0; i < p->shown; i++) {
        const ent_carrier *carrier = &p->carriers->list.items[i];
        ENT_AUTO_TEXT label = ent_text_part(p->out);
        ent_add_carrier(&label, p->carriers, carrier);
        if (width > 0)
            show_row(p, width, ent_text_string(&label), carrier);
        else
            show_sentence(p, ent_text_string(&label), carrier);
    }
}

/* What the table leaves out. */
static void show_rest(const page *p)
{
    const ent_carriers *carriers = p->carriers;
    size_t idle = carriers->list.count - carriers->carrying;
    ENT_AUTO_TEXT words = ent_text_part(p->out);
    if (p->shown < carriers->carrying)
        ent_text_print(&words, "%zu more change less (--top N). ", carriers->carrying - p->shown);
    if (idle > 0 && carriers->carrying > 0)
        ent_text_print(&words, "Without any one of the other %zu nothing changes. ", idle);
    else if (idle > 0)
        ent_text_print(&words, "Without any one of all %zu nothing changes. ", idle);
    if (carriers->unwatched > 0)
        ent_text_add(&words, "Some bodies have too many moves for it to be said when they act.");
    if (words.length > 0)
        ent_add_paragraph(p->out, p->style, 2, ent_text_string(&words));
}

void ent_show_carriers(ent_text *out, const ent_style *style, const ent_carriers *carriers,
                       size_t top)
{
    page p = {.out = out, .style = style, .carriers = carriers};
    p.shown = top < carriers->carrying ? top : carriers->carrying;
    ENT_AUTO_TEXT words = ent_text_part(out);
    ENT_AUTO_TEXT section = ent_text_part(out);
    ent_text_print(&section, "What carries the answer (%s)", ent_concept_word(carriers->concept));
    ent_text_add(out, "\n");
    ent_look_on(out, style, ENT_BOLD);
    (void)ent_add_wrapped(out, style, 0, 0, ent_text_string(&section));
    ent_look_off(out, style, ENT_BOLD);
    ent_text_add(out, "\n");
    if (carriers->missing != NULL) {
        ent_text_print(&words, "Not asked: %s.", carriers->missing);
        ent_add_paragraph(out, style, 2, ent_text_string(&words));
        return;
    }
    add_answers(&words, carriers);
    if (p.shown > 0)
        ent_text_add(&words, " Without one of these, states come in (+) and go out (−), and an "
                             "answer turns from no to yes or back (◆):");
    ent_add_paragraph(out, style, 2, ent_text_string(&words));
    show_rows(&p);
    show_rest(&p);
}
