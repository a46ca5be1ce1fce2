/* Memory and size, explained. */
#include "game/budget.h"

#include <stdlib.h>

static uint32_t levels_of_option(const ent_model *model, size_t option)
{
    return model->vocabulary.options.items[option].level_count;
}

void ent_explain_weight(const ent_model *model, ent_report *report)
{
    enum { NAMED = 5 };
    size_t heaviest[NAMED];
    size_t named = 0;
    for (size_t i = 0; i < model->options.count; i++) {
        size_t at = named < NAMED ? named++ : NAMED;
        while (at > 0 && levels_of_option(model, heaviest[at - 1]) < levels_of_option(model, i)) {
            if (at < NAMED)
                heaviest[at] = heaviest[at - 1];
            at--;
        }
        if (at < NAMED)
            heaviest[at] = i;
    }
    ent_text list = ent_text_new(report->arena.memory);
    for (size_t i = 0; i < named; i++)
        ent_text_print(&list, "%s%s (x%u)", i == 0 ? "" : ", ",
                       model->options.items[heaviest[i]].id, levels_of_option(model, heaviest[i]));
    ent_note(report, (ent_place){0},
             "the options that multiply the combinations most: %s; '--set OPTION=LEVEL' fixes one",
             ent_text_string(&list));
    ent_text_free(&list);
}
