/* The answer of a sweep, in sentences and tables. */
#include "show/sweep_parts.h"

#include "show/table.h"
#include "show/words.h"

typedef ent_sweep_page page;

const char *ent_answer_id(ent_answer answer)
{
    static const char *const ids[ENT_ANSWERS] = {"agree", "hold", "viable"};
    return ids[answer];
}

const char *ent_quantity_words(uint32_t quantity)
{
    static const char *const words[ENT_QUANTITIES] = {"can be agreed", "holds", "does all three",
                                                      "can be agreed", "hold",  "do all three"};
    return words[quantity];
}

const char *ent_sum_id(uint32_t sum)
{
    return sum < ENT_CONCEPTS         ? ent_concept_id((ent_concept)sum)
           : sum == ENT_SUM_AGREEABLE ? "agreeable"
                                      : "viable";
}

static const ent_type *type_of(const ent_model *model, const ent_doubt *doubt, uint32_t type)
{
    return &model->parties.items[doubt->party].types.items[type];
}

const char *ent_outcome_id(const ent_model *model, const ent_doubt *doubt, uint32_t outcome)
{
    if (doubt->kind == ENT_DOUBT_TYPE)
        return type_of(model, doubt, outcome)->id;
    return outcome == 1 ? "present" : "absent";
}

/* "23.4 %"; what is nearly nothing or all is not rounded to it. */
void ent_add_percent(ent_text *out, double share)
{
    static const double whole = 1 - 1e-12; /* but for rounding */
    if (share > 0 && share < 0.0005)
        ent_text_add(out, "< 0.1 %");
    else if (share > 0.9995 && share < whole)
        ent_text_add(out, "> 99.9 %");
    else if (share <= 0 || share >= whole)
        ent_text_add(out, share <= 0 ? "0 %" : "100 %");
    else
        ent_text_print(out, "%.1f %%", share * 100);
}

void ent_add_mean(ent_text *out, double mean)
{
    if (mean >= 999.95)
        ent_add_number(out, (unsigned long long)(mean + 0.5));
    else if (mean >= 9.995)
        ent_text_print(out, "%.1f", mean);
    else
        ent_text_print(out, mean <= 0 ? "%.0f" : mean < 0.1 ? "%.2g" : "%.2f", mean);
}

static void add_interval(ent_text *out, const ent_figure *e)
{
    if (e->bounded)
        ent_text_print(out, " (%.1f–%.1f)", e->low * 100, e->high * 100);
}

void ent_add_doubt(ent_text *out, const ent_sweep_answer *answer, uint32_t doubt)
{
    const ent_model *model = answer->game->model;
    const ent_doubt *of = &answer->job->doubts.items[doubt];
    const ent_party *party = &model->parties.items[of->party];
    const ent_type *type = type_of(model, of, of->type);
    const double *chances = answer->plan->doubts[doubt].chances;
    ent_text_add(out, party->name);
    if (of->kind == ENT_DOUBT_ENTRY) {
        if (party->types.count > 1)
            ent_text_print(out, ", if %s,", type->name);
        ent_text_print(out, " wants “%s” (%.3g %%)",
                       type->preference.wants.items[of->entry].condition.text, chances[1] * 100);
        return;
    }
    for (uint32_t k = 0; k < of->outcomes; k++)
        ent_text_print(out, "%s%s (%.3g %%)",
                       k == 0                 ? ": "
                       : k + 1 < of->outcomes ? ", "
                                              : " or ",
                       type_of(model, of, k)->name, chances[k] * 100);
}

/* --- The answer in a sentence ----------------------------------------------------------- */

/* What is asked about: all three where the model has a start, else what holds. */
static ent_answer main_answer(const ent_sweep_answer *answer)
{
    return answer->job->has_start ? ENT_ANSWER_VIABLE : ENT_ANSWER_HOLD;
}

static void add_answer(const page *p)
{
    const ent_sweep_answer *answer = p->answer;
    ent_answer asked = main_answer(answer);
    const ent_figure *e = &answer->measured[asked].mean;
    bool drawn = !answer->plan->exact;
    ENT_AUTO_TEXT words = ent_text_part(p->out);
    const char *does = asked == ENT_ANSWER_VIABLE ? "can be agreed, can act and holds" : "holds";
    const char *what = answer->game->model->target.expression != NULL
                           ? "arrangement (state of the target)"
                           : "state";
    if (e->value <= 0)
        ent_text_print(&words, "No: %s no %s %s", drawn ? "in every draw" : "whatever turns out,",
                       what, does);
    else if (e->value >= 1 - 1e-12)
        ent_text_print(&words, "Yes: %s some %s %s",
                       drawn ? "in every draw" : "whatever turns out,", what, does);
    else {
        ent_text_add(&words, "Perhaps: with a probability of ");
        ent_add_percent(&words, e->value);
        add_interval(&words, e);
        ent_text_print(&words, " some %s %s", what, does);
    }
    ent_text_print(&words, ", if %s.", ent_concept_phrase(answer->concept));
    ent_text_add(p->out, "\n");
    ent_add_paragraph(p->out, p->style, 0, ent_text_string(&words));
}

static void add_method(const page *p)
{
    const ent_sweep_answer *answer = p->answer;
    const ent_plan *plan = answer->plan;
    ENT_AUTO_TEXT words = ent_text_part(p->out);
    if (plan->doubt_count == 0) {
        ent_text_add(&words,
                     "Nothing in this model is uncertain, so there is one case only and every "
                     "probability is 0 or 100 %. To say what is uncertain, give a party "
                     "'types:', or an entry of its preferences 'probability:' "
                     "(docs/model-file.md).");
    } else if (plan->exact) {
        ent_text_add(&words, "Looked at: all ");
        ent_add_count(&words, plan->cases, "combination", "combinations");
        ent_text_add(&words, " of ");
        ent_add_count(&words, plan->doubt_count, "doubt", "doubts");
        ent_text_add(&words, ", each weighed by how likely it is.");
    } else {
        ent_text_add(&words, "Looked at: ");
        ent_add_count(&words, plan->cases, "random draw", "random draws");
        ent_text_print(&words, " (seed %llu) of ", (unsigned long long)plan->seed);
        ent_add_count(&words, plan->doubt_count, "doubt", "doubts");
        ent_text_add(&words, ". Probabilities are estimates; in brackets, their 95 % intervals.");
    }
    ent_add_paragraph(p->out, p->style, 2, ent_text_string(&words));
    if (!answer->job->has_start)
        ent_add_paragraph(
            p->out, p->style, 2,
            "The model does not say where things stand, so it says nothing of what can "
            "be agreed (--start OPTION=LEVEL,...).");
}

void ent_add_section(const ent_sweep_page *p, const char *words)
{
    ent_text_add(p->out, "\n");
    ent_look_on(p->out, p->style, ENT_BOLD);
    (void)ent_add_wrapped(p->out, p->style, 0, 0, words);
    ent_look_off(p->out, p->style, ENT_BOLD);
    ent_text_add(p->out, "\n");
}

enum { LABEL = 16, FIGURE = 9 };

static void add_probabilities(const page *p)
{
    const ent_sweep_answer *answer = p->answer;
    ENT_AUTO_TEXT head = ent_text_part(p->out);
    ent_text_add(&head, "How likely it is that ");
    if (answer->arrangements == 1)
        ent_text_add(&head, "the one state");
    else {
        ent_text_add(&head, "one of ");
        ent_add_count(&head, answer->arrangements, "state", "states");
    }
    ent_text_add(&head, answer->game->model->target.expression != NULL ? " of the target …" : " …");
    ent_add_section(p, ent_text_string(&head));
    for (int a = 0; a < ENT_ANSWERS; a++) {
        ENT_AUTO_TEXT figure = ent_text_part(p->out);
        if (a != ENT_ANSWER_HOLD && !answer->job->has_start)
            continue;
        ent_add_percent(&figure, answer->measured[a].mean.value);
        size_t width = ent_width_of(ent_text_string(&figure));
        ent_text_add(p->out, "  ");
        ent_add_padded(p->out, ent_quantity_words((uint32_t)a), LABEL);
        ent_text_add_repeated(p->out, " ", width < FIGURE ? FIGURE - width : 0);
        ent_text_add(p->out, ent_text_string(&figure));
        add_interval(p->out, &answer->measured[a].mean);
        ent_text_add(p->out, "\n");
    }
}

/* "98 to 168, on average 123.4 (121.9–124.9), standard deviation 20.1" */
static void add_number(const page *p, const ent_measured *number)
{
    ENT_AUTO_TEXT words = ent_text_part(p->out);
    if (number->least == number->most) {
        ent_add_number(&words, number->least);
        ent_text_print(&words, " in every %s", p->answer->plan->exact ? "case" : "draw");
    } else {
        ent_add_number(&words, number->least);
        ent_text_add(&words, " to ");
        ent_add_number(&words, number->most);
        ent_text_add(&words, ", on average ");
        ent_add_mean(&words, number->mean.value);
        if (number->mean.bounded) {
            ent_text_add(&words, " (");
            ent_add_mean(&words, number->mean.low);
            ent_text_add(&words, "–");
            ent_add_mean(&words, number->mean.high);
            ent_text_add(&words, ")");
        }
        ent_text_add(&words, ", standard deviation ");
        ent_add_mean(&words, number->deviation);
    }
    (void)ent_add_wrapped(p->out, p->style, 2 + LABEL + 2, 2 + LABEL + 2, ent_text_string(&words));
    ent_text_add(p->out, "\n");
}

/* Of one state, the number is the answer. */
static void add_numbers(const page *p)
{
    const ent_sweep_answer *answer = p->answer;
    if (answer->arrangements <= 1 || answer->plan->doubt_count == 0)
        return;
    ent_add_section(p, "How many of them …");
    for (int a = 0; a < ENT_ANSWERS; a++) {
        uint32_t quantity = ENT_NUMBERS + (uint32_t)a;
        if (a != ENT_ANSWER_HOLD && !answer->job->has_start)
            continue;
        ent_text_add(p->out, "  ");
        ent_add_padded(p->out, ent_quantity_words(quantity), LABEL);
        ent_text_add(p->out, "  ");
        add_number(p, &answer->measured[quantity]);
    }
}

/* --- States ----------------------------------------------------------------------------- */

static const char *share_text(page *p, const ent_figure *share)
{
    ENT_AUTO_TEXT words = ent_text_part(p->out);
    ent_add_percent(&words, share->value);
    return ent_arena_copy(&p->arena, ent_text_string(&words), words.length);
}

static bool make_column(page *p, const ent_swept_state *state, ent_table_column *column)
{
    const ent_space *space = &p->answer->game->space;
    uint8_t *levels = ent_arena_array(&p->arena, space->digit_count, 1);
    if (levels == NULL)
        return false;
    ent_levels_of(space, state->code, levels);
    *column = (ent_table_column){
        .head = ent_arena_print(&p->arena, "%llu", (unsigned long long)state->number),
        .under = ent_arena_print(&p->arena, "[%llu]",
                                 (unsigned long long)ent_shown_code(space, state->code)),
        .low = levels,
        .high = levels};
    return true;
}

static bool make_row(page *p, uint32_t sum, const char *label, const char *detail,
                     ent_table_row *row)
{
    size_t count = p->answer->states.count;
    *row = (ent_table_row){.label = label, .detail = detail};
    row->cells = ent_arena_array(&p->arena, count, sizeof *row->cells);
    for (size_t i = 0; row->cells != NULL && i < count; i++)
        row->cells[i] = share_text(p, &p->answer->states.items[i].shares[sum]);
    return row->cells != NULL;
}

static bool add_table(page *p)
{
    const ent_sweep_answer *answer = p->answer;
    size_t count = answer->states.count;
    ent_table_column *columns = ent_arena_array(&p->arena, count, sizeof *columns);
    ent_table_row rows[3];
    size_t filled = 0;
    const char *holds = ent_arena_print(&p->arena, "holds (%s)", ent_concept_word(answer->concept));
    if (columns == NULL || holds == NULL)
        return false;
    for (size_t i = 0; i < count; i++)
        if (!make_column(p, &answer->states.items[i], &columns[i]))
            return false;
    if (answer->job->has_start &&
        (!make_row(p, ENT_SUM_VIABLE, "how likely", "does all three", &rows[filled++]) ||
         !make_row(p, ENT_SUM_AGREEABLE, "", "can be agreed", &rows[filled++])))
        return false;
    const char *label = filled == 0 ? "how likely" : "";
    if (!make_row(p, answer->concept, label, holds, &rows[filled++]))
        return false;
    const ent_table table = {
        .columns = columns, .count = count, .rows = rows, .row_count = filled, .terse = true};
    ent_add_table(p->out, p->style, answer->game, &table);
    return true;
}

static void add_states(page *p)
{
    const ent_sweep_answer *answer = p->answer;
    uint32_t by = answer->listed_by;
    uint64_t left = answer->ever[by];
    if (answer->states.count == 0)
        return;
    ent_add_section(p, by == ENT_SUM_VIABLE      ? "The arrangements that do all three most often"
                       : by == ENT_SUM_AGREEABLE ? "The arrangements that can be agreed most often"
                                                 : "The arrangements that hold most often");
    if (!add_table(p))
        ent_text_exhaust(p->out);
    if (left <= answer->states.count)
        return;
    ENT_AUTO_TEXT words = ent_text_part(p->out);
    ent_text_add(&words, "… and ");
    ent_add_number(&words, left - answer->states.count);
    ent_text_add(&words, " more in some case (--top N; --csv lists all)");
    ent_add_paragraph(p->out, p->style, 2, ent_text_string(&words));
}

void ent_show_sweep(ent_text *out, const ent_style *style, const ent_sweep_answer *answer,
                    size_t doubts_most)
{
    page p = {
        .out = out, .style = style, .answer = answer, .arena = ent_arena_new(answer->game->memory)};
    add_answer(&p);
    add_method(&p);
    add_probabilities(&p);
    add_numbers(&p);
    add_states(&p);
    ent_show_doubts(&p, doubts_most);
    if (p.arena.exhausted)
        ent_text_exhaust(out);
    ent_arena_free(&p.arena);
}
