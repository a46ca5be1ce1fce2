/* Statements, assumptions and contradictions in words. */
#include "show/evidence.h"

#include <string.h>

#include "show/words.h"

enum { WIDEST_ID = 22 /* beside which what was said fits on a line */ };

typedef struct {
    ent_text *out;
    const ent_style *style;
    const ent_evidence *evidence;
    const ent_model *model;
    size_t widest; /* of the statements' ids */
} page;

static void add_section(const page *p, const char *words)
{
    ent_text_add(p->out, "\n");
    ent_look_on(p->out, p->style, ENT_BOLD);
    (void)ent_add_wrapped(p->out, p->style, 0, 0, words);
    ent_look_off(p->out, p->style, ENT_BOLD);
    ent_text_add(p->out, "\n");
}

/* A paragraph whose further lines are indented by four more. */
static void add_item(const page *p, size_t indent, const char *words)
{
    ent_text_add_repeated(p->out, " ", indent);
    (void)ent_add_wrapped(p->out, p->style, indent, indent + 4, words);
    ent_text_add(p->out, "\n");
}

/* "Ravonia “not respond”", "Ravonia, if bold, “attack” (0.75)", "Ravonia may be bold (0.4)"; after
 * another of the same party only what is new: ", “attack”", "; if meek, “attack”". */
static void add_bearing(ent_text *out, const ent_model *model, const ent_bearing *bearing,
                        const ent_bearing *before)
{
    const ent_want *want = bearing->want;
    const ent_type *type = bearing->type;
    bool same_party = before != NULL && before->party == bearing->party;
    bool same_list = same_party && want != NULL && before->want != NULL && before->type == type;
    if (!same_party)
        ent_text_print(out, "%s%s", before != NULL ? " · " : "",
                       model->parties.items[bearing->party].name);
    if (want == NULL) {
        ent_text_print(out, "%s may be %s (", same_party ? ";" : "", type->id);
        if (strcmp(type->name, type->id) != 0)
            ent_text_print(out, "%s, ", type->name);
        ent_text_print(out, "%s)", ent_decimal_words(type->probability).text);
        return;
    }
    if (type != NULL && !same_list)
        ent_text_print(out, "%s if %s,", same_party ? ";" : ",", type->id);
    ent_text_print(out, "%s “%s”", same_list ? "," : "", want->condition.text);
    if (want->uncertain)
        ent_text_print(out, " (%s)", ent_decimal_words(want->probability).text);
}

/* --- Statements ----------------------------------------------------------------------------- */

static const char *reliability_words(const ent_statement *statement)
{
    bool on_record =
        statement->reliability != NULL && strcmp(statement->reliability, "on-record") == 0;
    return on_record ? "on record" : statement->reliability;
}

/* "2025-08-24, Russia: Sergey Lavrov, NBC News interview (on record)" */
static void add_origin(ent_text *out, const ent_model *model, const ent_statement *statement)
{
    const char *where = statement->venue != NULL ? statement->venue : statement->source;
    const char *how = reliability_words(statement);
    if (statement->date != NULL)
        ent_text_add(out, statement->date);
    if (statement->by != ENT_NOBODY)
        ent_text_print(out, "%s%s", out->length > 0 ? ", " : "",
                       model->parties.items[statement->by].name);
    if (statement->speaker != NULL)
        ent_text_print(out, "%s%s",
                       statement->by != ENT_NOBODY ? ": "
                       : out->length > 0           ? ", "
                                                   : "",
                       statement->speaker);
    if (where != NULL)
        ent_text_print(out, "%s%s", out->length > 0 ? ", " : "", where);
    if (how != NULL)
        ent_text_print(out, "%s(%s)", out->length > 0 ? " " : "", how);
    if (out->length == 0)
        ent_text_add(out, "nothing is said of where it comes from");
}

static void add_claim(ent_text *out, const ent_model *model, const ent_claim *claim)
{
    ent_text_print(out, "“%s”", claim->condition.text);
    if (claim->body == ENT_NOBODY)
        return;
    ent_text_add(out, " as the rule of ");
    ent_add_mover(out, model, claim->body, false);
}

/* "wants “not troops” and “peace”; rejects “attack”" */
static void add_claims(ent_text *out, const ent_model *model, const ent_statement *statement)
{
    for (size_t i = 0; i < statement->claims.count; i++) {
        const ent_claim *claim = &statement->claims.items[i];
        bool first = i == 0 || claim[-1].rejected != claim->rejected;
        bool last = i + 1 == statement->claims.count || claim[1].rejected != claim->rejected;
        ent_text_add(out, first && i > 0 ? "; " : first ? "" : last ? " and " : ", ");
        if (first)
            ent_text_add(out, claim->rejected ? "rejects " : "wants ");
        add_claim(out, model, claim);
    }
}

static void add_line(const page *p, size_t indent, const ent_text *words)
{
    if (words->length == 0)
        return;
    ent_text_add_repeated(p->out, " ", indent);
    (void)ent_add_wrapped(p->out, p->style, indent, indent + 2, ent_text_string(words));
    ent_text_add(p->out, "\n");
}

static void show_bearings(const page *p, size_t indent, const ent_bearings *bears)
{
    ENT_AUTO_TEXT words = ent_text_part(p->out);
    for (size_t i = 0; i < bears->count; i++) {
        ent_text_add(&words, i == 0 ? "→ " : "");
        add_bearing(&words, p->model, &bears->items[i], i == 0 ? NULL : &bears->items[i - 1]);
    }
    add_line(p, indent, &words);
}

static void show_statement(const page *p, uint32_t index)
{
    const ent_statement *statement = &p->model->statements.items[index];
    size_t width = ent_width_of(statement->id);
    size_t indent = p->widest + 4;
    ENT_AUTO_TEXT origin = ent_text_part(p->out);
    ENT_AUTO_TEXT claims = ent_text_part(p->out);
    ent_text_print(p->out, "  %s", statement->id);
    if (width > p->widest) {
        indent = 6;
        ent_text_add(p->out, "\n");
        width = 0;
    }
    ent_text_add_repeated(p->out, " ", width == 0 ? indent : indent - 2 - width);
    if (statement->later)
        ent_text_add(&origin, "not yet known: ");
    ENT_AUTO_TEXT told = ent_text_part(p->out);
    add_origin(&told, p->model, statement);
    ent_text_add(&origin, ent_text_string(&told));
    (void)ent_add_wrapped(p->out, p->style, indent, indent, ent_text_string(&origin));
    ent_text_add(p->out, "\n");
    add_claims(&claims, p->model, statement);
    add_line(p, indent, &claims);
    show_bearings(p, indent, &p->evidence->bears[index]);
}

static void name_idle(const page *p)
{
    ENT_AUTO_TEXT words = ent_text_part(p->out);
    for (size_t i = 0; i < p->model->statements.count; i++)
        if (p->evidence->bears[i].count == 0)
            ent_text_print(&words, "%s%s", words.length == 0 ? "Nothing rests on: " : ", ",
                           p->model->statements.items[i].id);
    if (words.length > 0) {
        ent_text_add(&words, ".");
        add_item(p, 2, ent_text_string(&words));
    }
}

static void show_statements(page *p)
{
    size_t count = p->model->statements.count;
    if (count == 0) {
        ent_text_add(p->out, "\n");
        ent_add_paragraph(p->out, p->style, 0, "The model has no statements.");
        return;
    }
    for (size_t i = 0; i < count; i++) {
        size_t width = ent_width_of(p->model->statements.items[i].id);
        if (width > p->widest && width <= WIDEST_ID)
            p->widest = width;
    }
    if (p->style->width < 3 * WIDEST_ID)
        p->widest = 0;
    add_section(p, "What was said (→ what rests on it)");
    for (uint32_t i = 0; i < count; i++)
        show_statement(p, i);
    name_idle(p);
}

/* --- Assumptions ---------------------------------------------------------------------------- */

static void show_assumed(const page *p)
{
    const ent_bearings *assumed = &p->evidence->assumed;
    if (assumed->count == 0)
        return;
    add_section(p, "What is only assumed");
    for (size_t i = 0; i < assumed->count; i++) {
        const ent_bearing *bearing = &assumed->items[i];
        const char *reason =
            bearing->want != NULL ? bearing->want->assumption : bearing->type->assumption;
        ENT_AUTO_TEXT words = ent_text_part(p->out);
        add_bearing(&words, p->model, bearing, NULL);
        ent_text_print(&words, ": %s", reason != NULL ? reason : "no reason is given");
        add_item(p, 2, ent_text_string(&words));
    }
}

/* --- Contradictions ------------------------------------------------------------------------- */

/* "lavrov-nbc (2025-08-24) wants “consensus”" */
static void add_side(ent_text *out, const page *p, const ent_contradiction *one, int side)
{
    const ent_statement *statement = &p->model->statements.items[one->statements[side]];
    ent_text_add(out, statement->id);
    if (statement->date != NULL)
        ent_text_print(out, " (%s)", statement->date);
    ent_text_add(out, " ");
    if (one->claims[side] == NULL) {
        add_claims(out, p->model, statement);
        return;
    }
    ent_text_add(out, one->claims[side]->rejected ? "rejects " : "wants ");
    add_claim(out, p->model, one->claims[side]);
}

static void show_contradictions(const page *p)
{
    if (p->evidence->contradictions.count > 0)
        add_section(p, "What cannot all be meant");
    for (size_t i = 0; i < p->evidence->contradictions.count; i++) {
        const ent_contradiction *one = &p->evidence->contradictions.items[i];
        ENT_AUTO_TEXT words = ent_text_part(p->out);
        uint32_t by = p->model->statements.items[one->statements[0]].by;
        ent_text_print(&words, "%s: ", p->model->parties.items[by].name);
        add_side(&words, p, one, 0);
        ent_text_add(&words, ", and ");
        add_side(&words, p, one, 1);
        ent_text_add(&words, one->claims[0] == NULL ? ": not all of it can be so." : ".");
        add_item(p, 2, ent_text_string(&words));
    }
    if (p->evidence->uncompared)
        add_item(p, 2, "There is too much here for all of it to be compared.");
}

void ent_show_evidence(ent_text *out, const ent_style *style, const ent_evidence *evidence,
                       size_t top)
{
    page p = {.out = out, .style = style, .evidence = evidence, .model = evidence->game->model};
    show_statements(&p);
    show_assumed(&p);
    show_contradictions(&p);
    ent_show_carriers(out, style, &evidence->carriers, top);
}
