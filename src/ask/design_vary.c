/* Arrangements compared by the levels of some options: the forms of a guarantee, say. */
#include <string.h>

#include "ask/design.h"

static ent_status refuse_option(const ent_model *model, const ent_source *source, size_t begin,
                                size_t length, ent_report *report)
{
    const ent_place place = {source, begin, length};
    ent_arena arena = ent_arena_new(report->arena.memory);
    const char **ids = ent_arena_array(&arena, model->options.count + 1, sizeof *ids);
    for (size_t i = 0; ids != NULL && i < model->options.count; i++)
        ids[i] = model->options.items[i].id;
    const char *nearest =
        ids == NULL ? NULL : ent_nearest(source->text + begin, length, ids, model->options.count);
    (void)ent_error(report, place, "no option is named '%.*s'", (int)length, source->text + begin);
    if (nearest != NULL)
        ent_hint(report, "did you mean '%s'?", nearest);
    ent_arena_free(&arena);
    return ENT_WRONG_USE;
}

static ent_status read_one(ent_model *model, const ent_source *source, size_t begin, size_t end,
                           ent_option_list *options, ent_report *report)
{
    while (begin < end && source->text[begin] == ' ')
        begin++;
    while (end > begin && source->text[end - 1] == ' ')
        end--;
    const ent_name *name =
        ent_vocabulary_find(&model->vocabulary, source->text + begin, end - begin);
    if (name == NULL || name->kind != ENT_NAME_OPTION)
        return refuse_option(model, source, begin, end - begin, report);
    for (size_t i = 0; i < options->count; i++)
        if (options->items[i] == name->index) {
            (void)ent_error(report, (ent_place){source, begin, end - begin},
                            "option '%s' stands here twice", model->options.items[name->index].id);
            return ENT_WRONG_USE;
        }
    uint32_t *slot = ENT_PUSH(&model->arena, options);
    if (slot == NULL)
        return ent_out_of_memory(report);
    *slot = name->index;
    return ENT_OK;
}

static uint64_t levels_of(const ent_model *model, uint32_t option)
{
    return model->options.items[option].pinned
               ? 1
               : model->vocabulary.options.items[option].level_count;
}

ent_status ent_read_varied(ent_model *model, const ent_source *source, ent_option_list *options,
                           ent_report *report)
{
    *options = (ent_option_list){0};
    for (size_t begin = 0; begin <= source->length;) {
        const char *comma = memchr(source->text + begin, ',', source->length - begin);
        size_t end = comma == NULL ? source->length : (size_t)(comma - source->text);
        ent_status status = read_one(model, source, begin, end, options, report);
        if (status != ENT_OK)
            return status;
        begin = end + 1;
    }
    uint64_t regimes = 1;
    for (size_t i = 0; i < options->count && regimes <= UINT32_MAX; i++)
        regimes *= levels_of(model, options->items[i]);
    if (regimes <= ENT_REGIMES_MOST)
        return ENT_OK;
    (void)ent_error(report, (ent_place){source, 0, source->length},
                    "these options have %s%llu combinations of levels; at most %d can be compared",
                    regimes > UINT32_MAX ? "over " : "",
                    (unsigned long long)(regimes > UINT32_MAX ? UINT32_MAX : regimes),
                    ENT_REGIMES_MOST);
    ent_hint(report, "%s", "name fewer options, or fix some of them by --set OPTION=LEVEL");
    return ENT_WRONG_USE;
}

/* The place of a state's levels among all combinations, the first option changing slowest. */
static size_t regime_of(const ent_design *design, uint64_t code)
{
    size_t index = 0;
    for (size_t i = 0; i < design->request.vary.count; i++) {
        const ent_digit *digit = &design->game->space.digits[design->request.vary.items[i]];
        index = index * digit->radix + (size_t)(code / digit->stride % digit->radix);
    }
    return index;
}

static ent_status add_regime(ent_design *design, const ent_regime *counted, uint64_t code)
{
    const ent_option_list *vary = &design->request.vary;
    uint8_t *levels = ent_arena_array(&design->arena, vary->count, 1);
    ent_regime *regime = ENT_PUSH(&design->arena, &design->regimes);
    if (levels == NULL || regime == NULL)
        return ENT_NO_RESOURCE;
    for (size_t i = 0; i < vary->count; i++)
        levels[i] = (uint8_t)ent_level_of(&design->game->space, code, vary->items[i]);
    *regime = *counted;
    regime->levels = levels;
    return ENT_OK;
}

ent_status ent_compare_regimes(ent_design *design)
{
    ent_regime counted[ENT_REGIMES_MOST] = {0};
    uint64_t example[ENT_REGIMES_MOST] = {0};
    size_t all = 1;
    for (size_t i = 0; i < design->request.vary.count; i++)
        all *= design->game->space.digits[design->request.vary.items[i]].radix;
    const ent_set *target = &design->target;
    for (uint64_t at = ent_set_next(target, 0); at != UINT64_MAX;
         at = ent_set_next(target, at + 1)) {
        size_t index = regime_of(design, at);
        ent_regime *regime = &counted[index];
        example[index] = at;
        regime->arrangements++;
        regime->all += ent_set_has(&design->viable, at);
        for (int d = 0; d < ENT_DEMANDS; d++)
            regime->meets[d] += ent_set_has(&design->meets[d], at);
    }
    for (size_t i = 0; i < all; i++) {
        if (counted[i].arrangements == 0)
            design->regimes_left++;
        else if (add_regime(design, &counted[i], example[i]) != ENT_OK)
            return ENT_NO_RESOURCE;
    }
    return ENT_OK;
}
