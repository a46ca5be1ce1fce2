/* Words for states, moves and movers. */
#include "show/words.h"

#include <string.h>

enum { QUOTED_MOST = 80 };

#include "show/case.h"

const char *ent_concept_word(ent_concept concept)
{
    static const char *const words[] = {"Nash", "GMR", "SMR", "SEQ"};
    return words[concept];
}

const char *ent_concept_phrase(ent_concept concept)
{
    switch (concept) {
    case ENT_NASH:
        return "nobody expects an answer (Nash)";
    case ENT_GMR:
        return "everybody expects any answer that is possible (general metarationality, GMR)";
    case ENT_SMR:
        return "everybody expects any answer that is possible, and may then move once more "
               "(symmetric metarationality, SMR)";
    case ENT_SEQ:
        return "everybody expects the answers that the others would really give (sequential "
               "stability, SEQ)";
    }
    return "";
}

static bool is_yes_no(const ent_scale *scale)
{
    return scale->level_count == 2 && strcmp(scale->levels[0], "no") == 0 &&
           strcmp(scale->levels[1], "yes") == 0;
}

const char *ent_level_cell(const ent_model *model, uint32_t option, uint32_t level)
{
    const ent_scale *scale = &model->vocabulary.options.items[option];
    if (is_yes_no(scale))
        return level == 0 ? "N" : "Y";
    return scale->levels[level];
}

void ent_add_level(ent_text *out, const ent_model *model, uint32_t option, uint32_t level)
{
    const ent_scale *scale = &model->vocabulary.options.items[option];
    if (is_yes_no(scale))
        ent_text_print(out, "%s%s", level == 0 ? "not " : "", scale->id);
    else
        ent_text_print(out, "%s = %s", scale->id, scale->levels[level]);
}

void ent_add_changes(ent_text *out, const ent_game *game, uint64_t from, uint64_t to)
{
    bool first = true;
    for (uint32_t i = 0; i < game->space.digit_count; i++) {
        uint32_t level = ent_level_of(&game->space, to, i);
        if (level == ent_level_of(&game->space, from, i))
            continue;
        ent_text_add(out, first ? "" : ", ");
        first = false;
        ent_add_level(out, game->model, i, level);
    }
}

void ent_add_parties(ent_text *out, const ent_model *model, const ent_party_list *parties)
{
    for (size_t i = 0; i < parties->count; i++) {
        ent_text_add(out, i == 0 ? "" : i + 1 == parties->count ? " and " : ", ");
        ent_text_add(out, model->parties.items[parties->items[i]].name);
    }
}

/* Whether a body's name stands without an article: "Any guarantor alone", "Egypt and Israel". */
static bool is_bare(const ent_model *model, const char *name)
{
    static const char *const words[] = {"Any ", "Each ", "Either ", "Every ", "All ", "Both "};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strncmp(name, words[i], strlen(words[i])) == 0)
            return true;
    for (size_t p = 0; p < model->parties.count; p++) {
        size_t length = strlen(model->parties.items[p].name);
        if (strncmp(name, model->parties.items[p].name, length) == 0 &&
            (name[length] == '\0' || name[length] == ',' || name[length] == ' '))
            return true;
    }
    return false;
}

void ent_add_mover(ent_text *out, const ent_model *model, uint32_t mover, bool capital)
{
    const char *name = ent_mover_name(model, mover);
    if (ent_is_body(model, mover) && !is_bare(model, name)) {
        bool has_article = strncmp(name, "the ", 4) == 0 || strncmp(name, "The ", 4) == 0;
        ent_text_add(out, capital ? "The " : "the ");
        name += has_article ? 4 : 0;
    }
    ent_text_add(out, name);
}

void ent_add_decider(ent_text *out, const ent_model *model, const ent_want *want)
{
    if (want == NULL || strlen(want->condition.text) > QUOTED_MOST)
        return;
    bool assumed = want->because.count == 0 && model->statements.count > 0;
    ent_text_print(out, " (%s“%s”%s)", want->weight.value < 0 ? "without " : "",
                   want->condition.text, assumed ? ", assumed" : "");
}

void ent_add_capital(ent_text *out, const char *words)
{
    if (words[0] >= 'a' && words[0] <= 'z')
        ent_text_print(out, "%c%s", words[0] - 'a' + 'A', words + 1);
    else
        ent_text_add(out, words);
}

unsigned long long ent_number(const ent_game *game, uint64_t code)
{
    return (unsigned long long)ent_number_of(&game->space, code);
}

void ent_add_count(ent_text *out, unsigned long long count, const char *one, const char *many)
{
    ent_add_number(out, count);
    ent_text_print(out, " %s", count == 1 ? one : many);
}

/* Options that the user fixed: what the numbers below are numbers of. */
static void add_pins(ent_text *out, const ent_style *style, const ent_model *model)
{
    ent_text words = ent_text_part(out);
    for (size_t i = 0; i < model->options.count; i++)
        if (model->options.items[i].pinned)
            ent_text_print(
                &words, "%s%s = %s", words.length == 0 ? "what if " : ", ",
                model->options.items[i].id,
                model->vocabulary.options.items[i].levels[model->options.items[i].pinned_level]);
    if (words.length > 0) {
        ent_text_add(&words, " (states are numbered without the others)");
        ent_add_paragraph(out, style, 0, ent_text_string(&words));
    }
    ent_text_free(&words);
}

void ent_add_title(ent_text *out, const ent_style *style, const ent_game *game, double seconds)
{
    const ent_model *model = game->model;
    ent_look_on(out, style, ENT_BOLD);
    size_t at = ent_add_wrapped(out, style, 0, 0, model->title);
    ent_look_off(out, style, ENT_BOLD);
    const char *as = model->known_by != NULL ? "as known by" : "as of";
    const char *date = model->known_by != NULL ? model->known_by : model->as_of;
    if (date != NULL) {
        size_t width = strlen(as) + 1 + ent_width_of(date);
        bool fits = at + width + 2 <= style->width;
        ent_text_add(out, fits ? "" : "\n");
        ent_text_add_repeated(out, " ", fits ? style->width - width - at : 0);
        ent_text_print(out, "%s %s", as, date);
    }
    ent_text_add(out, "\n");
    ent_text sizes = ent_text_part(out);
    ent_add_count(&sizes, model->parties.count, "party", "parties");
    ent_text_add(&sizes, " · ");
    if (model->bodies.count > 0) {
        ent_add_count(&sizes, model->bodies.count, "body", "bodies");
        ent_text_add(&sizes, " · ");
    }
    ent_add_count(&sizes, model->options.count, "option", "options");
    ent_text_add(&sizes, " · ");
    ent_add_count(&sizes, game->space.states, "feasible state", "feasible states");
    if (seconds >= 1)
        ent_text_print(&sizes, " · solved in %.1f s", seconds);
    else if (seconds >= 0)
        ent_text_print(&sizes, " · solved in %.*f ms", seconds < 0.01 ? 1 : 0, seconds * 1e3);
    ent_add_paragraph(out, style, 0, ent_text_string(&sizes));
    add_pins(out, style, model);
    ent_text_free(&sizes);
}

void ent_add_heading(ent_text *out, const ent_style *style, const ent_game *game, double seconds)
{
    ent_add_title(out, style, game, seconds);
    ent_add_case(out, style, game->model);
}
