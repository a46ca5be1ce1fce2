/* The sets of arrangements that meet each demand, and what they have in common. */
#include "ask/design.h"

#include "ask/find.h"
#include "ask/hold.h"

static ent_status make_set(ent_design *design, ent_set *set)
{
    return ent_set_new(set, design->game->memory, design->game->space.codes);
}

static ent_status select_target(ent_design *design)
{
    const ent_game *game = design->game;
    const ent_condition *where = design->request.where;
    ENT_AUTO_SET within = {0};
    if (make_set(design, &design->target) != ENT_OK ||
        ent_select(&game->space, game->model->target.expression, &design->target) != ENT_OK)
        return ENT_NO_RESOURCE;
    if (where == NULL)
        return ENT_OK;
    if (make_set(design, &within) != ENT_OK ||
        ent_select(&game->space, where->expression, &within) != ENT_OK)
        return ENT_NO_RESOURCE;
    ent_set_and(&design->target, &within);
    return ENT_OK;
}

static ent_status select_agreeable(ent_design *design)
{
    ent_set *agreeable = &design->meets[ENT_CAN_AGREE];
    ent_set_copy(agreeable, &design->target);
    return ent_keep_agreeable(design->game, design->start, agreeable);
}

static ent_status select_acting(ent_design *design)
{
    ent_set *acting = &design->meets[ENT_CAN_ACT];
    ent_set_copy(acting, &design->target);
    ent_status status = ent_find_guards(design->game, &design->arena, &design->guards);
    for (size_t i = 0; i < design->guards.count && status == ENT_OK; i++)
        ent_set_and(acting, &design->guards.items[i].acts);
    return status;
}

static ent_status select_all(ent_design *design)
{
    const ent_set *equilibria = &design->solution->equilibria[design->request.concept];
    if (select_target(design) != ENT_OK || make_set(design, &design->viable) != ENT_OK)
        return ENT_NO_RESOURCE;
    for (int d = 0; d < ENT_DEMANDS; d++)
        if (make_set(design, &design->meets[d]) != ENT_OK)
            return ENT_NO_RESOURCE;
    if (select_agreeable(design) != ENT_OK || select_acting(design) != ENT_OK)
        return ENT_NO_RESOURCE;
    ent_set_copy(&design->meets[ENT_WILL_HOLD], &design->target);
    ent_set_and(&design->meets[ENT_WILL_HOLD], equilibria);
    return ENT_OK;
}

/* How many arrangements meet at least these demands; `work` holds them afterwards. */
static uint64_t count_meeting(const ent_design *design, uint32_t demands, ent_set *work)
{
    ent_set_copy(work, &design->target);
    for (uint32_t d = 0; d < ENT_DEMANDS; d++)
        if (demands & (1u << d))
            ent_set_and(work, &design->meets[d]);
    return ent_set_count(work);
}

static void count(ent_design *design)
{
    const ent_set *equilibria = design->solution->equilibria;
    (void)count_meeting(design, ENT_ALL_DEMANDS & ~(1u << ENT_WILL_HOLD), &design->viable);
    for (int c = 0; c < ENT_CONCEPTS; c++) {
        design->holding[c] = ent_set_count_both(&design->target, &equilibria[c]);
        design->viable_under[c] = ent_set_count_both(&design->viable, &equilibria[c]);
    }
    for (uint32_t demands = 0; demands <= ENT_ALL_DEMANDS; demands++)
        design->counts[demands] = count_meeting(design, demands, &design->viable);
}

static void look_at_start(ent_design *design)
{
    uint64_t start = design->start;
    design->start_aimed = ent_set_has(&design->target, start);
    if (!design->start_aimed)
        return;
    for (uint32_t d = 0; d < ENT_DEMANDS; d++)
        if (ent_set_has(&design->meets[d], start))
            design->start_meets |= 1u << d;
}

bool ent_start_works(const ent_design *design)
{
    const uint32_t rest = ENT_ALL_DEMANDS & ~(1u << ENT_CAN_AGREE);
    return design->start_aimed && (design->start_meets & rest) == rest;
}

static ent_status list_viable(ent_design *design)
{
    const ent_set *set = &design->viable;
    for (uint64_t at = ent_set_next(set, 0); at != UINT64_MAX; at = ent_set_next(set, at + 1)) {
        ent_pattern *pattern = ENT_PUSH(&design->arena, &design->shown.list);
        uint8_t *levels = ent_arena_array(&design->arena, design->game->space.digit_count, 1);
        if (pattern == NULL || levels == NULL)
            return ENT_NO_RESOURCE;
        ent_levels_of(&design->game->space, at, levels);
        *pattern =
            (ent_pattern){.low = levels, .high = levels, .states = 1, .all = 1, .example = at};
    }
    return ENT_OK;
}

static bool fits(const ent_design *design, const ent_pattern *pattern, uint64_t code)
{
    for (uint32_t i = 0; i < design->game->space.digit_count; i++) {
        uint32_t level = ent_level_of(&design->game->space, code, i);
        if (level < pattern->low[i] || level > pattern->high[i])
            return false;
    }
    return true;
}

/* Under which concepts the arrangements of each pattern hold. Patterns are disjoint. */
static void count_shown(ent_design *design)
{
    const ent_set *set = &design->viable;
    for (uint64_t at = ent_set_next(set, 0); at != UINT64_MAX; at = ent_set_next(set, at + 1)) {
        uint32_t mask = ent_equilibrium_mask(design->solution, at);
        size_t k = 0;
        while (k < design->shown.list.count && !fits(design, &design->shown.list.items[k], at))
            k++;
        for (uint32_t c = 0; c < ENT_CONCEPTS && k < design->shown.list.count; c++)
            design->shown_under[k][c] += (mask >> c) & 1u;
    }
}

static ent_status show_viable(ent_design *design)
{
    uint64_t viable = design->counts[ENT_ALL_DEMANDS];
    if (viable == 0)
        return ENT_OK;
    design->listed = viable <= design->request.listed_most;
    ent_status status = design->listed ? list_viable(design)
                                       : ent_find_patterns(design->game, &design->viable,
                                                           design->request.patterns_most,
                                                           &design->arena, &design->shown);
    if (status != ENT_OK)
        return status;
    design->shown_under =
        ent_arena_array(&design->arena, design->shown.list.count, sizeof *design->shown_under);
    if (design->shown_under == NULL)
        return ENT_NO_RESOURCE;
    count_shown(design);
    return ENT_OK;
}

ent_demand ent_scarcest_demand(const ent_design *design)
{
    uint32_t least = 0;
    for (uint32_t d = 1; d < ENT_DEMANDS; d++) {
        uint64_t met = design->counts[1u << d];
        uint64_t fewest = design->counts[1u << least];
        uint64_t rest = design->counts[ENT_ALL_DEMANDS & ~(1u << d)];
        if (met < fewest ||
            (met == fewest && rest > design->counts[ENT_ALL_DEMANDS & ~(1u << least)]))
            least = d;
    }
    return (ent_demand)least;
}

static ent_status answer(ent_design *design)
{
    ent_status status = select_all(design);
    if (status != ENT_OK)
        return status;
    count(design);
    look_at_start(design);
    status = show_viable(design);
    if (status == ENT_OK && design->counts[ENT_ALL_DEMANDS] == 0)
        status = ent_find_shortfalls(design);
    if (status == ENT_OK && design->request.vary.count > 0)
        status = ent_compare_regimes(design);
    return status;
}

ent_status ent_ask_design(ent_design *design, const ent_game *game, const ent_solution *solution,
                          const ent_design_request *request, ent_report *report)
{
    *design = (ent_design){.game = game,
                           .solution = solution,
                           .arena = ent_arena_new(game->memory),
                           .request = *request};
    (void)ent_start_code(game, &design->start);
    return answer(design) == ENT_OK ? ENT_OK : ent_out_of_memory(report);
}

void ent_design_free(ent_design *design)
{
    ent_set_free(&design->target);
    ent_set_free(&design->viable);
    for (int d = 0; d < ENT_DEMANDS; d++)
        ent_set_free(&design->meets[d]);
    ent_guards_free(&design->guards);
    ent_arena_free(&design->arena);
}
