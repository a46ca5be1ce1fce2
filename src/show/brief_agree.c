/* "Can it be agreed?" in the brief. */
#include "show/agree.h"
#include "show/brief_parts.h"

enum { LOSSES_MOST = 1 };

/* Where little can be agreed: who stands in the way most often alone, and for what. */
static void add_blockers(const ent_brief_page *page, const ent_agree *agree)
{
    uint32_t party = ent_next_blocker(agree, ENT_NOBODY);
    for (size_t i = 0; i < page->detail.blockers && party != ENT_NOBODY; i++) {
        ENT_AUTO_TEXT words = ent_text_part(page->out);
        ent_add_blocker(&words, agree, party, LOSSES_MOST);
        ent_add_point(page, 2, ent_text_string(&words));
        party = ent_next_blocker(agree, party);
    }
}

void ent_show_brief_agree(const ent_brief_page *page)
{
    const ent_agree *agree = &page->brief->agree;
    if (!page->brief->has_start) {
        ent_add_question(page, "CAN IT BE AGREED?",
                         page->brief->game->model->start == NULL
                             ? "Not asked: the model does not say where things stand today (start; "
                               "or --start)."
                             : "Not asked: the model's start is not feasible like this; --start "
                               "gives another.");
        return;
    }
    ENT_AUTO_TEXT answer = ent_text_part(page->out);
    ent_add_agree_answer(&answer, agree);
    ent_add_question(page, "CAN IT BE AGREED?", ent_text_string(&answer));
    if (agree->count > 0) {
        ENT_AUTO_TEXT choice = ent_text_part(page->out);
        ent_add_fallback(&choice, agree);
        ent_add_paragraph(page->out, page->style, 2, ent_text_string(&choice));
    }
    add_blockers(page, agree);
}
