/* The brief as a page of text: as much as fits on it. */
#include "show/brief.h"

#include <string.h>

#include "show/brief_parts.h"
#include "show/words.h"

enum {
    ANSWER_COLUMN = 18,
    BESIDE_LEAST = 60, /* columns; a narrower page has the answer below the question */
    PAGE_LINES = 59,
    PAGE_WIDTH = 100,
};

/* From the most to the least that is told; the page has the first that fits. */
static const ent_brief_detail details[] = {
    {.blockers = 2,
     .bodies = 6,
     .holds = 2,
     .breaks = 2,
     .nearest = 3,
     .changes = 3,
     .table = true},
    {.blockers = 2, .bodies = 6, .holds = 2, .breaks = 2, .nearest = 3, .changes = 3},
    {.blockers = 2, .bodies = 6, .holds = 1, .breaks = 1, .nearest = 2, .changes = 3},
    {.blockers = 1, .bodies = 6, .holds = 1, .breaks = 1, .nearest = 2, .changes = 3},
    {.blockers = 1, .bodies = 5, .holds = 1, .breaks = 1, .nearest = 2, .changes = 2},
    {.blockers = 1, .bodies = 3, .holds = 1, .breaks = 1, .nearest = 1, .changes = 1},
    {.blockers = 1, .bodies = 1, .holds = 1, .breaks = 1, .nearest = 1, .changes = 1},
};

void ent_add_question(const ent_brief_page *page, const char *question, const char *answer)
{
    ent_text_add(page->out, "\n");
    ent_look_on(page->out, page->style, ENT_BOLD);
    bool beside = page->style->width >= BESIDE_LEAST;
    if (beside)
        ent_add_padded(page->out, question, ANSWER_COLUMN);
    else
        ent_text_print(page->out, "%s\n  ", question);
    ent_look_off(page->out, page->style, ENT_BOLD);
    size_t column = beside ? ANSWER_COLUMN : 2;
    (void)ent_add_wrapped(page->out, page->style, column, column, answer);
    ent_text_add(page->out, "\n");
}

void ent_add_point(const ent_brief_page *page, size_t indent, const char *words)
{
    ent_text_add_repeated(page->out, " ", indent);
    (void)ent_add_wrapped(page->out, page->style, indent, indent + 2, words);
    ent_text_add(page->out, "\n");
}

/* What happened in fact, beside what the model says. */
static void add_history(const ent_brief_page *page)
{
    const ent_history *history = &page->brief->game->model->history;
    if (!history->said)
        return;
    ENT_AUTO_TEXT words = ent_text_part(page->out);
    ent_text_print(&words, "The guarantee: %s. Challenged: %s. The guarantors acted: %s.",
                   history->outcome, history->challenged, history->acted);
    if (history->note != NULL)
        ent_text_print(&words, " %s", history->note);
    ent_add_question(page, "WHAT HAPPENED", ent_text_string(&words));
}

static void add_page(const ent_brief_page *page, double seconds)
{
    ent_add_heading(page->out, page->style, page->brief->game, seconds);
    ent_show_brief_agree(page);
    ent_show_brief_act(page);
    ent_show_brief_hold(page);
    ent_show_brief_design(page);
    ent_show_brief_need(page);
    add_history(page);
    ent_show_brief_grounds(page);
}

static size_t count_lines(const ent_text *text)
{
    size_t lines = 0;
    for (size_t i = 0; i < text->length; i++)
        lines += text->data[i] == '\n';
    return lines;
}

/* The most that fits on a page of the usual width; on a narrower one the same is told. */
static ent_brief_detail choose_detail(ent_text *out, const ent_style *style, const ent_brief *brief)
{
    const size_t last = sizeof details / sizeof *details - 1;
    const ent_style usual = {.width = style->width > PAGE_WIDTH ? style->width : PAGE_WIDTH};
    for (size_t i = 0; i < last; i++) {
        ENT_AUTO_TEXT draft = ent_text_part(out);
        const ent_brief_page page = {&draft, &usual, brief, details[i]};
        add_page(&page, 0);
        if (count_lines(&draft) <= PAGE_LINES)
            return details[i];
    }
    return details[last];
}

void ent_show_brief(ent_text *out, const ent_style *style, const ent_brief *brief, double seconds,
                    size_t top)
{
    const ent_brief_detail asked = {top, top, top, top, top, top, .table = true};
    const ent_brief_page page = {out, style, brief,
                                 top > 0 ? asked : choose_detail(out, style, brief)};
    add_page(&page, seconds);
}
