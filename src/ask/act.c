/* Can it act? Each variant of a rule as a simple game, measured; and the trigger. */
#include "ask/act.h"

#include <string.h>

typedef struct {
    ent_act *act;
    ent_act_body *body;
    ent_report *report;
    bool *holds;       /* by switch of the rule: the conditions of one variant */
    uint64_t *consent; /* a bit by member */
    double *chance;    /* by member */
} asking;

/* Truth values of conditions become those of switches, some of which read alike. */
static ent_status make_game(asking *a, ent_act_variant *variant)
{
    const ent_game *game = a->act->game;
    const ent_rule *rule = ent_rule_of(game, a->body->mover);
    const ent_settled_rule settled = {.rule = rule->body->rule.expression,
                                      .switches = rule->switches.items,
                                      .holds = a->holds,
                                      .switch_count = rule->switches.count,
                                      .members = a->body->members,
                                      .member_count = a->body->member_count};
    for (size_t i = 0; i < rule->switches.count; i++)
        a->holds[i] = ent_set_has(&rule->switch_sets[i], variant->example);
    return ent_simple_game_make(&variant->game, &settled, &a->act->arena);
}

static bool same_quota(const ent_simple_game *x, uint32_t i, const ent_simple_game *y, uint32_t k)
{
    const ent_quota *a = &x->quotas.items[i];
    const ent_quota *b = &y->quotas.items[k];
    return a->least == b->least &&
           memcmp(a->weights, b->weights, x->members * sizeof *a->weights) == 0;
}

static bool same_formula(const ent_simple_game *x, const ent_formula *a, const ent_simple_game *y,
                         const ent_formula *b)
{
    if (a->part_count != b->part_count)
        return false;
    if (a->part_count == 0)
        return same_quota(x, a->quota, y, b->quota);
    bool same = a->least == b->least;
    for (uint32_t i = 0; i < a->part_count && same; i++)
        same = same_formula(x, a->parts[i], y, b->parts[i]);
    return same;
}

static bool same_game(const ent_simple_game *x, const ent_simple_game *y)
{
    return x->kind == y->kind &&
           (x->kind != ENT_GAME_PROPER || same_formula(x, x->formula, y, y->formula));
}

/* Who the body can act without: all members but one, for each party. */
static ent_status find_opponents(const asking *a, ent_act_variant *variant)
{
    const ent_act_body *body = a->body;
    size_t parties = a->act->game->party_count;
    variant->acts_without = ent_arena_array(&a->act->arena, parties, sizeof *variant->acts_without);
    if (variant->acts_without == NULL)
        return ENT_NO_RESOURCE;
    for (uint32_t i = 0; i < body->member_count; i++)
        a->consent[i / 64] |= UINT64_C(1) << (i % 64);
    bool acts = ent_wins(&variant->game, a->consent);
    for (size_t p = 0; p < parties; p++)
        variant->acts_without[p] = acts;
    for (uint32_t i = 0; i < body->member_count; i++) {
        a->consent[i / 64] &= ~(UINT64_C(1) << (i % 64));
        variant->acts_without[body->members[i]] = ent_wins(&variant->game, a->consent);
        a->consent[i / 64] |= UINT64_C(1) << (i % 64);
    }
    return ENT_OK;
}

/* Keeps the reason why something is not known, where there will be estimates beside it; else it is
 * an error. */
static ent_status forgive(const asking *a, const ent_report *said, const char *what,
                          const char **reason)
{
    const char *why = said->list.count > 0 ? said->list.items[0].message : "out of memory";
    if (a->act->request.draws == 0 && (said->exhausted || said->list.count == 0))
        return ent_out_of_memory(a->report);
    if (a->act->request.draws == 0) {
        (void)ent_error(a->report, a->body->body->rule.place, "'%s', %s: %s", a->body->body->id,
                        what, why);
        ent_hint(a->report, "%s", "--estimate gives figures by random draws, and goes on");
        return ENT_NO_RESOURCE;
    }
    *reason = ent_arena_copy(&a->act->arena, why, strlen(why));
    return *reason == NULL ? ENT_NO_RESOURCE : ENT_OK;
}

/* Lists the minimal winning coalitions where they were counted and are few enough. */
static ent_status list_minimal(const asking *a, ent_act_variant *variant)
{
    const ent_power *power = &variant->power;
    size_t most = a->act->request.minimal_most;
    uint64_t count = 0;
    if (!power->minimal_known || !ent_natural_fits(power->minimal, &count) || count > most)
        return ENT_OK;
    return ent_list_minimal(&variant->game, most, &a->act->arena, &variant->minimal);
}

/* Measures; what is too large for it is left to an estimate, where one was asked for. */
static ent_status measure(const asking *a, ent_act_variant *variant)
{
    const ent_act_request *request = &a->act->request;
    ent_arena *arena = &a->act->arena;
    ENT_AUTO_REPORT said = ent_report_new(a->act->game->memory);
    ent_status status =
        ent_measure_power(&variant->power, &variant->game, &request->power, arena, &said);
    variant->measured = status == ENT_OK;
    if (status == ENT_OK)
        return list_minimal(a, variant);
    return forgive(a, &said, "power of its members", &variant->unmeasured);
}

static ent_status find_chances(const asking *a, ent_act_variant *variant)
{
    uint32_t members = a->body->member_count;
    ent_arena *arena = &a->act->arena;
    variant->chance_with = ent_arena_array(arena, members, sizeof *variant->chance_with);
    variant->chance_without = ent_arena_array(arena, members, sizeof *variant->chance_without);
    if (variant->chance_with == NULL || variant->chance_without == NULL)
        return ENT_NO_RESOURCE;
    for (uint32_t i = 0; i < members; i++)
        a->chance[i] = a->act->request.consents->of_party[a->body->members[i]];
    ENT_AUTO_REPORT said = ent_report_new(a->act->game->memory);
    ent_status status =
        ent_chance_to_act(&variant->game, a->chance, &variant->chance, variant->chance_with,
                          variant->chance_without, arena, &said);
    variant->has_chance = status == ENT_OK;
    return status == ENT_OK ? ENT_OK
                            : forgive(a, &said, "chance that it acts", &variant->no_chance);
}

static ent_status answer_variant(const asking *a, ent_act_variant *variant)
{
    const ent_act_request *request = &a->act->request;
    ent_status status = find_opponents(a, variant);
    bool measures = request->members_most == 0 || a->body->member_count <= request->members_most;
    if (status == ENT_OK && measures)
        status = measure(a, variant);
    if (status == ENT_OK && request->draws > 0) {
        variant->has_estimate = true;
        status = ent_estimate_power(&variant->estimate, &variant->game, request->draws,
                                    request->seed, &request->power, &a->act->arena);
    }
    if (status == ENT_OK && request->consents != NULL)
        status = find_chances(a, variant);
    return status;
}

/* What was found for a variant with the same game serves for this one too. */
static void share(ent_act_variant *variant, const ent_act_variant *with, size_t index)
{
    bool *holds = variant->holds;
    uint64_t states = variant->states;
    uint64_t example = variant->example;
    *variant = *with;
    variant->holds = holds;
    variant->states = states;
    variant->example = example;
    variant->same_as = index;
}

static ent_status answer_variants(asking *a)
{
    for (size_t i = 0; i < a->body->variants.count; i++) {
        ent_act_variant *variant = &a->body->variants.items[i];
        if (make_game(a, variant) != ENT_OK)
            return ENT_NO_RESOURCE;
        variant->same_as = i;
        for (size_t k = 0; k < i && variant->same_as == i; k++)
            if (a->body->variants.items[k].same_as == k &&
                same_game(&variant->game, &a->body->variants.items[k].game))
                share(variant, &a->body->variants.items[k], k);
        ent_status status = variant->same_as == i ? answer_variant(a, variant) : ENT_OK;
        if (status != ENT_OK)
            return status;
    }
    return ENT_OK;
}

/* Whose options a condition is about. */
typedef struct {
    const ent_model *model;
    bool *owners;  /* by party */
    bool *seen[2]; /* by definition: was looked into, as one that does not hold, and that does */
} search;

/* Whether the comparison asks for more than an option's first level. */
static bool asks_for_more(const ent_expression *condition, bool holds)
{
    switch (condition->comparison) {
    case ENT_GT:
        return holds;
    case ENT_GE:
        return holds && condition->level > 0;
    case ENT_LT:
        return !holds && condition->level > 0;
    case ENT_LE:
        return !holds;
    case ENT_EQ:
        return holds == (condition->level > 0);
    case ENT_NE:
        return holds == (condition->level == 0);
    }
    return false;
}

/* Marks the parties that do something where the condition holds, or where it does not. */
static void mark_owners(const search *s, const ent_expression *condition, bool holds)
{
    const ent_vocabulary *vocabulary = &s->model->vocabulary;
    if (condition->kind == ENT_DEFINED && !s->seen[holds][condition->index]) {
        s->seen[holds][condition->index] = true;
        mark_owners(s, vocabulary->defined.items[condition->index].condition, holds);
    }
    if (condition->kind == ENT_LEVEL && asks_for_more(condition, holds)) {
        uint32_t mover = s->model->options.items[condition->index].mover;
        if (!ent_is_body(s->model, mover))
            s->owners[mover] = true;
    }
    bool denies = condition->kind == ENT_NOT;
    bool counts = condition->kind == ENT_COUNT;
    for (size_t i = 0; i < condition->child_count; i++) {
        bool either = condition->kind == ENT_IFF || (condition->kind == ENT_IF && i == 0) ||
                      (counts && condition->most < (int64_t)condition->child_count);
        if (!denies || either)
            mark_owners(s, condition->children[i], holds);
        if (denies || either)
            mark_owners(s, condition->children[i], !holds);
    }
}

ent_status ent_find_aim(const ent_model *model, const ent_condition *when, ent_arena *arena,
                        uint32_t *aim)
{
    size_t defined = model->vocabulary.defined.count;
    const search s = {.model = model,
                      .owners = ent_arena_array(arena, model->parties.count, sizeof *s.owners),
                      .seen = {ent_arena_array(arena, defined, sizeof *s.seen[0]),
                               ent_arena_array(arena, defined, sizeof *s.seen[1])}};
    if (s.owners == NULL || s.seen[0] == NULL || s.seen[1] == NULL)
        return ENT_NO_RESOURCE;
    mark_owners(&s, when->expression, true);
    size_t count = 0;
    *aim = ENT_NOBODY;
    for (uint32_t p = 0; p < model->parties.count; p++) {
        count += s.owners[p];
        *aim = s.owners[p] ? p : *aim;
    }
    *aim = count == 1 ? *aim : ENT_NOBODY;
    return ENT_OK;
}

static ent_status answer_trigger(const asking *a)
{
    const ent_act_request *request = &a->act->request;
    const ent_condition *when = request->when != NULL ? request->when : &a->body->body->trigger;
    if (when->expression == NULL)
        return ENT_OK;
    if (ent_find_aim(a->act->game->model, when, &a->act->arena, &a->body->aim) != ENT_OK)
        return ENT_NO_RESOURCE;
    return ent_ask_trigger(a->body, a->act->game, when, &request->power, &a->act->arena, a->report);
}

static ent_status answer_body(ent_act *act, uint32_t mover, ent_report *report)
{
    const ent_game *game = act->game;
    ent_act_body *body = ENT_PUSH(&act->arena, &act->bodies);
    if (body == NULL)
        return ENT_NO_RESOURCE;
    const ent_body *of = ent_mover_body(game->model, mover);
    *body = (ent_act_body){.body = of,
                           .mover = mover,
                           .members = of->members.items,
                           .member_count = (uint32_t)of->members.count,
                           .aim = ENT_NOBODY};
    asking a = {.act = act, .body = body, .report = report};
    size_t switches = ent_rule_of(game, mover)->switches.count;
    a.holds = ent_arena_array(&act->arena, switches, sizeof *a.holds);
    a.consent = ent_arena_array(&act->arena, body->member_count / 64 + 1, sizeof *a.consent);
    a.chance = ent_arena_array(&act->arena, body->member_count, sizeof *a.chance);
    if (a.holds == NULL || a.consent == NULL || a.chance == NULL)
        return ENT_NO_RESOURCE;
    ent_status status = ent_find_variants(body, game, &act->arena, report);
    if (status == ENT_OK)
        status = answer_variants(&a);
    return status == ENT_OK ? answer_trigger(&a) : status;
}

ent_status ent_ask_act(ent_act *act, const ent_game *game, const ent_act_request *request,
                       ent_report *report)
{
    *act = (ent_act){.game = game, .arena = ent_arena_new(game->memory), .request = *request};
    ent_status status = ENT_OK;
    for (uint32_t m = game->party_count; m < game->mover_count && status == ENT_OK; m++)
        if (request->body == ENT_NOBODY || request->body == m)
            status = answer_body(act, m, report);
    if (status == ENT_NO_RESOURCE && ent_report_status(report) == ENT_OK)
        return ent_out_of_memory(report);
    return status;
}

void ent_act_free(ent_act *act)
{
    ent_arena_free(&act->arena);
}
