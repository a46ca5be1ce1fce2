/* "What would have to be true?" in the brief. */
#include "show/brief_parts.h"
#include "show/need.h"
#include "show/words.h"

/* "it can be agreed, can act and holds", of today's state or of some arrangement. */
static void add_aim(ent_text *out, const ent_brief *brief)
{
    if (brief->design.start_aimed)
        ent_text_print(out, "state %llu, today's, %s", ent_number(brief->game, brief->start),
                       brief->design.guards.count > 0 ? "can act and holds" : "holds");
    else
        ent_text_print(out, "an arrangement does %s",
                       brief->design.guards.count > 0 ? "all three" : "both");
}

static void add_answer(ent_text *out, const ent_brief *brief, size_t found)
{
    const ent_need *need = &brief->need;
    if (found > 0) {
        ent_text_add(out, "The smallest changes after which ");
        add_aim(out, brief);
        ent_text_add(out, brief->need.wanted_count == 1 ? ", each enough by itself:"
                                                        : ", each enough by itself (→ which):");
        return;
    }
    ent_text_add(out,
                 "More than a rule that asks for fewer, an option that loses directions, or "
                 "one or two entries of one party's preference that move or turn round, before ");
    add_aim(out, brief);
    ent_text_add(out, " (");
    ent_add_count(out, need->tried, "such change was tried", "such changes were tried");
    ent_text_add(out, need->capped ? ", not all that there are)." : ").");
}

static void add_change(const ent_brief_page *page, const ent_needed *needed)
{
    ENT_AUTO_TEXT words = ent_text_part(page->out);
    ent_add_change(&words, &page->brief->need, needed);
    ent_add_point(page, 2, ent_text_string(&words));
}

/* The first of each sort, then the second, and so on. */
static void add_changes(const ent_brief_page *page, size_t found)
{
    const ent_need *need = &page->brief->need;
    size_t told = found < page->detail.changes ? found : page->detail.changes;
    size_t left = told;
    for (size_t i = 0; left > 0; i++)
        for (int sort = 0; sort < ENT_NEED_SORTS && left > 0; sort++)
            if (i < need->found[sort].count) {
                add_change(page, &need->found[sort].items[i]);
                left--;
            }
    if (told == found)
        return;
    ENT_AUTO_TEXT words = ent_text_part(page->out);
    ent_text_print(&words, "… and %zu more: entente need MODEL %s --viable", found - told,
                   page->brief->design.start_aimed ? "STATE" : "CONDITION");
    ent_add_point(page, 2, ent_text_string(&words));
}

void ent_show_brief_need(const ent_brief_page *page)
{
    if (page->brief->need_missing)
        ent_add_question(page, "WHAT IT TAKES",
                         "Not looked for, as the model is large: entente need MODEL STATE does.");
    if (!page->brief->has_need)
        return;
    size_t found = 0;
    for (int sort = 0; sort < ENT_NEED_SORTS; sort++)
        found += page->brief->need.found[sort].count;
    ENT_AUTO_TEXT answer = ent_text_part(page->out);
    add_answer(&answer, page->brief, found);
    ent_add_question(page, "WHAT IT TAKES", ent_text_string(&answer));
    add_changes(page, found);
}
