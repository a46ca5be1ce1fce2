/* What the answers rest on, in the brief. */
#include "show/brief_parts.h"
#include "show/evidence.h"
#include "show/words.h"

enum { CARRIERS_TOLD = 3 };

/* "without lavrov-nbc; or Russia's assumed “attack”": those that turn an answer, else those that
 * move most states. */
static void add_carriers(ent_text *out, const ent_carriers *carriers)
{
    size_t turning = 0;
    while (turning < carriers->list.count && carriers->list.items[turning].turns > 0)
        turning++;
    if (carriers->carrying == 0) {
        ent_text_add(out, " Nothing would change without any single one of them.");
        return;
    }
    ent_text_add(out, turning > 0 ? " An answer turns without any one of these: "
                                  : " No answer turns without any single one; most states change "
                                    "sides without: ");
    size_t count = turning > 0 ? turning : carriers->carrying;
    for (size_t i = 0; i < count && i < CARRIERS_TOLD; i++) {
        ent_text_add(out, i > 0 ? "; " : "");
        ent_add_carrier(out, carriers, &carriers->list.items[i]);
    }
    if (turning > CARRIERS_TOLD)
        ent_text_print(out, "; and %zu more", turning - CARRIERS_TOLD);
    ent_text_add(out, ".");
}

void ent_show_brief_grounds(const ent_brief_page *page)
{
    const ent_brief *brief = page->brief;
    const ent_model *model = brief->game->model;
    if (model->statements.count == 0)
        return;
    ENT_AUTO_TEXT words = ent_text_part(page->out);
    ent_add_count(&words, model->statements.count, "statement", "statements");
    ent_text_print(&words, "; %zu of %zu preference entries rest on none and are assumed.",
                   brief->assumptions, brief->wants);
    if (brief->has_carriers)
        add_carriers(&words, &brief->carriers);
    ent_text_add(&words, " entente evidence MODEL has all.");
    ent_add_question(page, "RESTS ON", ent_text_string(&words));
}
