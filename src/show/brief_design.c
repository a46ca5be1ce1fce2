/* "Which arrangement does all three?" in the brief. */
#include "show/brief_parts.h"
#include "show/design.h"
#include "show/words.h"

enum { NUMBERS_MOST = 8 };

/* "31, 47 and 9 others": arrangements that do all three. */
static void add_viable(const ent_brief_page *page, const ent_design *design)
{
    ENT_AUTO_TEXT words = ent_text_part(page->out);
    uint64_t count = design->counts[ENT_ALL_DEMANDS];
    uint64_t told = 0;
    ent_text_add(&words, count == 1 ? "It is state " : "They are states ");
    for (uint64_t code = ent_set_next(&design->viable, 0);
         code != UINT64_MAX && told < NUMBERS_MOST; code = ent_set_next(&design->viable, code + 1))
        ent_text_print(&words, "%s%llu", told++ == 0 ? "" : ", ", ent_number(design->game, code));
    if (told < count) {
        ent_text_add(&words, " and ");
        ent_add_count(&words, count - told, "other", "others");
    }
    ent_text_add(&words, ".");
    ent_add_paragraph(page->out, page->style, 2, ent_text_string(&words));
}

/* What excludes most, and the arrangements that fail one condition only. */
static void add_nearest(const ent_brief_page *page, const ent_design *design)
{
    const ent_design_page told = {
        .out = page->out, .style = page->style, .design = design, .says_changes = true};
    ent_add_scarcest_demand(&told);
    for (size_t i = 0; i < design->nearest.count && i < page->detail.nearest; i++)
        ent_add_shortfall(&told, &design->nearest.items[i]);
}

/* Today's state, where it is an arrangement that fails: nothing has to be agreed for it. */
static void add_failing_start(ent_text *out, const ent_brief *brief)
{
    const ent_design *design = &brief->design;
    bool acts = (design->start_meets & (1u << ENT_CAN_ACT)) != 0;
    bool holds = (design->start_meets & (1u << ENT_WILL_HOLD)) != 0;
    ent_text_print(out,
                   "No: today's state, %llu, is in the target, so that nothing has to be agreed "
                   "for it, but it ",
                   ent_number(brief->game, brief->start));
    ent_text_print(out, "%s%s%s (%s).", acts ? "" : "cannot act", acts || holds ? "" : " and ",
                   holds ? "" : "does not hold", ent_concept_word(brief->concept));
    if (design->counts[0] > 1)
        ent_text_print(out, " None of the other states of the target can be agreed%s and holds.",
                       design->guards.count > 0 ? ", can act" : "");
}

void ent_show_brief_design(const ent_brief_page *page)
{
    const ent_brief *brief = page->brief;
    const ent_design *design = &brief->design;
    if (!brief->has_design)
        return;
    bool viable = design->counts[ENT_ALL_DEMANDS] > 0;
    bool fails = design->start_aimed && !viable && !ent_start_works(design);
    ENT_AUTO_TEXT answer = ent_text_part(page->out);
    if (fails)
        add_failing_start(&answer, brief);
    else
        ent_add_design_answer(&answer, design, true);
    if (design->guards.count == 0)
        ent_text_add(&answer,
                     " Nothing is asked of what bodies can do: none has a trigger that one "
                     "party sets off.");
    ent_add_question(page, "ALL THREE?", ent_text_string(&answer));
    if (viable)
        add_viable(page, design);
    else if (!fails && design->counts[0] > (design->start_aimed ? 1 : 0))
        add_nearest(page, design);
}
