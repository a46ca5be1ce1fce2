/* "Can it be agreed?" in the brief. */
#include "show/agree.h"
#include "show/brief_parts.h"

enum { BLOCKERS_MOST = 2, LOSSES_MOST = 1 };

/* Where little can be agreed: who stands in the way most often alone, and for what. */
static void add_blockers(ent_text *out, const ent_style *style, const ent_agree *agree)
{
    uint32_t party = ent_next_blocker(agree, ENT_NOBODY);
    for (int i = 0; i < BLOCKERS_MOST && party != ENT_NOBODY; i++) {
        ENT_AUTO_TEXT words = ent_text_part(out);
        ent_add_blocker(&words, agree, party, LOSSES_MOST);
        ent_text_add_repeated(out, " ", 2);
        (void)ent_add_wrapped(out, style, 2, 4, ent_text_string(&words));
        ent_text_add(out, "\n");
        party = ent_next_blocker(agree, party);
    }
}

void ent_show_brief_agree(ent_text *out, const ent_style *style, const ent_brief *brief)
{
    if (!brief->has_start)
        return;
    ENT_AUTO_TEXT answer = ent_text_part(out);
    ent_add_agree_answer(&answer, &brief->agree);
    ent_add_question(out, style, "CAN IT BE AGREED?", ent_text_string(&answer));
    if (brief->agree.count > 0) {
        ENT_AUTO_TEXT choice = ent_text_part(out);
        ent_add_fallback(&choice, &brief->agree);
        ent_add_paragraph(out, style, 2, ent_text_string(&choice));
    }
    if (brief->agree.near > 0)
        add_blockers(out, style, &brief->agree);
}
