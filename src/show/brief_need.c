/* "What would have to be true?" in the brief. */
#include "show/brief_parts.h"
#include "show/need.h"
#include "show/words.h"

/* "state 1, today's, hold", "an arrangement do all three". */
static void add_aim(ent_text *out, const ent_brief *brief)
{
    bool guarded = brief->design.guards.count > 0;
    if (brief->design.start_aimed)
        ent_text_print(out, "state %llu, today's, %s", ent_number(brief->game, brief->start),
                       guarded ? "able to act and hold" : "hold");
    else
        ent_text_print(out, "an arrangement do %s", guarded ? "all three" : "both");
}

static void add_answer(ent_text *out, const ent_brief *brief, size_t found, size_t told)
{
    const ent_need *need = &brief->need;
    if (found > 0) {
        ent_text_add(out, "Any one of these changes would make ");
        add_aim(out, brief);
        bool one = need->wanted_count == 1;
        if (told < found)
            ent_text_print(out, " (%zu of %zu%s)", told, found, one ? "" : "; → which");
        else
            ent_text_add(out, one ? "" : " (→ which)");
        ent_text_add(out, ":");
        return;
    }
    ent_text_add(out, "More than a rule that asks for fewer, an option that loses directions, or "
                      "one or two entries of one party's preference that move or turn round, to "
                      "make ");
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
static void add_changes(const ent_brief_page *page, size_t told)
{
    const ent_need *need = &page->brief->need;
    for (size_t i = 0; told > 0; i++)
        for (int sort = 0; sort < ENT_NEED_SORTS && told > 0; sort++)
            if (i < need->found[sort].count) {
                add_change(page, &need->found[sort].items[i]);
                told--;
            }
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
    size_t told = found < page->detail.changes ? found : page->detail.changes;
    add_answer(&answer, page->brief, found, told);
    ent_add_question(page, "WHAT IT TAKES", ent_text_string(&answer));
    add_changes(page, told);
}
