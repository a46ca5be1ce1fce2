/* Taking statements and assumptions away, one at a time. */
#include "ask/carry.h"

#include <stdlib.h>
#include <string.h>

#include "ask/acting.h"
#include "ask/find.h"
#include "ask/viable.h"

enum { SMALL = 1 << 14 /* codes that one thread solves before others have begun */ };

/* More moves of a body than this would take long, as they are looked at anew for each removal. */
static const uint64_t moves_most = UINT64_C(1) << 26;

/* The four sets; of acting, one for each body that has a trigger. */
typedef struct {
    ent_set agree;
    ent_set hold;
    ent_set all;
    ent_set *acting;
} answers;

typedef struct {
    ent_carriers *out;
    ent_game game; /* the game, solved by as many threads as it is worth */
    ent_report *report;
    bool has_start;
    uint64_t start;
    ent_set target;    /* every feasible state where the model has none */
    ent_set able;      /* where all guards can act */
    uint32_t *bodies;  /* with a trigger whose moves can be looked at */
    ent_set *triggers; /* by such body */
    size_t body_count;
    answers base;
    answers changed;
} search;

/* --- The answers to a game ------------------------------------------------------------------ */

static ent_status make_answers(const search *s, answers *a)
{
    uint64_t codes = s->game.space.codes;
    a->acting = ent_arena_array(&s->out->arena, s->body_count, sizeof *a->acting);
    if (a->acting == NULL || ent_set_new(&a->agree, s->game.memory, codes) != ENT_OK ||
        ent_set_new(&a->hold, s->game.memory, codes) != ENT_OK ||
        ent_set_new(&a->all, s->game.memory, codes) != ENT_OK)
        return ENT_NO_RESOURCE;
    for (size_t b = 0; b < s->body_count; b++)
        if (ent_set_new(&a->acting[b], s->game.memory, codes) != ENT_OK)
            return ENT_NO_RESOURCE;
    return ENT_OK;
}

static void free_answers(const search *s, answers *a)
{
    ent_set_free(&a->agree);
    ent_set_free(&a->hold);
    ent_set_free(&a->all);
    for (size_t b = 0; a->acting != NULL && b < s->body_count; b++)
        ent_set_free(&a->acting[b]);
}

static ent_status find_holding(const search *s, const ent_game *game, answers *a)
{
    ent_solve_options options = {0};
    ENT_AUTO_SOLUTION solution = {0};
    options.concepts[s->out->concept] = true;
    ent_status status = ent_solve(&solution, game, &options, s->report);
    if (status != ENT_OK)
        return status;
    ent_set_copy(&a->hold, &s->target);
    ent_set_and(&a->hold, &solution.equilibria[s->out->concept]);
    return ENT_OK;
}

static ent_status answer(const search *s, const ent_game *game, answers *a)
{
    ent_status status = find_holding(s, game, a);
    ent_set_copy(&a->agree, &game->space.feasible);
    if (s->has_start && status == ENT_OK)
        status = ent_keep_agreeable(game, s->start, &a->agree);
    ent_set_copy(&a->all, &a->hold);
    ent_set_and(&a->all, &a->agree);
    ent_set_and(&a->all, &s->able);
    for (size_t b = 0; b < s->body_count && status == ENT_OK; b++) {
        ent_set_copy(&a->acting[b], &s->triggers[b]);
        status = ent_keep_acting(game, s->bodies[b], &a->acting[b]);
    }
    return status;
}

/* --- What changes -------------------------------------------------------------------------- */

static bool is_empty(const ent_set *set)
{
    return ent_set_next(set, 0) == UINT64_MAX;
}

static void compare(ent_carry_change *change, const ent_set *before, const ent_set *after)
{
    uint64_t both = ent_set_count_both(before, after);
    change->enter += ent_set_count(after) - both;
    change->leave += ent_set_count(before) - both;
}

/* Whether some state of the target can be agreed. */
static bool can_agree(const search *s, const answers *a)
{
    return ent_set_count_both(&a->agree, &s->target) > 0;
}

static void weigh(const search *s, ent_carrier *carrier)
{
    const answers *before = &s->base;
    const answers *after = &s->changed;
    ent_carry_change *changes = carrier->changes;
    compare(&changes[ENT_CARRY_AGREE], &before->agree, &after->agree);
    compare(&changes[ENT_CARRY_HOLD], &before->hold, &after->hold);
    compare(&changes[ENT_CARRY_ALL], &before->all, &after->all);
    changes[ENT_CARRY_AGREE].turns = can_agree(s, before) != can_agree(s, after);
    changes[ENT_CARRY_HOLD].turns = is_empty(&before->hold) != is_empty(&after->hold);
    changes[ENT_CARRY_ALL].turns = is_empty(&before->all) != is_empty(&after->all);
    for (size_t b = 0; b < s->body_count; b++) {
        ent_carry_change *act = &changes[ENT_CARRY_ACT];
        compare(act, &before->acting[b], &after->acting[b]);
        act->turns = act->turns || is_empty(&before->acting[b]) != is_empty(&after->acting[b]);
    }
    for (int q = 0; q < ENT_CARRY_QUESTIONS; q++) {
        if (!s->out->answers[q].asked)
            changes[q] = (ent_carry_change){0};
        carrier->turns += changes[q].turns;
        carrier->states += changes[q].enter + changes[q].leave;
    }
}

/* --- Taking away --------------------------------------------------------------------------- */

bool ent_rests_only_on(const ent_model *model, const ent_want *want, uint32_t statement)
{
    bool rests = false;
    for (size_t i = 0; i < want->because.count; i++) {
        uint32_t other = want->because.items[i];
        rests = rests || other == statement;
        if (other != statement && !model->statements.items[other].later)
            return false;
    }
    return rests;
}

static bool vanishes(const search *s, const ent_carrier *carrier, uint32_t party, uint32_t entry)
{
    const ent_model *model = s->game.model;
    if (carrier->statement == ENT_NOBODY)
        return party == carrier->party && entry == carrier->entry;
    return ent_rests_only_on(model, &model->parties.items[party].preference.wants.items[entry],
                             carrier->statement);
}

/* The party's preference without what vanishes; gives how many entries that are. */
static ent_status leave_out(const search *s, const ent_carrier *carrier, uint32_t party,
                            ent_arena *scratch, ent_preference *preference, uint32_t *gone)
{
    *preference = s->game.model->parties.items[party].preference;
    const ent_want_list all = preference->wants;
    preference->wants.count = 0;
    preference->wants.items = ent_arena_array(scratch, all.count, sizeof *all.items);
    if (preference->wants.items == NULL)
        return ENT_NO_RESOURCE;
    for (uint32_t i = 0; i < all.count; i++)
        if (!vanishes(s, carrier, party, i))
            preference->wants.items[preference->wants.count++] = all.items[i];
    *gone = (uint32_t)(all.count - preference->wants.count);
    return ENT_OK;
}

static bool same_keys(const ent_column *a, const ent_column *b)
{
    return a->width == b->width && memcmp(a->data, b->data, (size_t)(a->count * a->width)) == 0;
}

/* The keys of all parties without what vanishes; `fresh` are those that were built for it. */
static ent_status build_keys(const search *s, ent_carrier *carrier, ent_arena *scratch,
                             ent_column *keys, ent_column *fresh, bool *differs)
{
    const ent_game *game = &s->game;
    memcpy(keys, game->keys, game->party_count * sizeof *keys);
    for (uint32_t p = 0; p < game->party_count; p++) {
        ent_preference preference;
        uint32_t gone = 0;
        if (leave_out(s, carrier, p, scratch, &preference, &gone) != ENT_OK)
            return ENT_NO_RESOURCE;
        if (gone == 0)
            continue;
        carrier->entries += gone;
        if (ent_keys_build(&game->space, &preference, &fresh[p]) != ENT_OK)
            return ENT_NO_RESOURCE;
        *differs = *differs || !same_keys(&fresh[p], &keys[p]);
        keys[p] = fresh[p];
    }
    return ENT_OK;
}

static ent_status try_without(search *s, ent_carrier *carrier)
{
    ent_arena scratch = ent_arena_new(s->game.memory);
    uint32_t parties = s->game.party_count;
    ent_game changed = s->game;
    ent_column *fresh = ent_arena_array(&scratch, parties, sizeof *fresh);
    bool differs = false;
    ent_status status = ENT_NO_RESOURCE;
    changed.keys = ent_arena_array(&scratch, parties, sizeof *changed.keys);
    if (fresh != NULL && changed.keys != NULL)
        status = build_keys(s, carrier, &scratch, changed.keys, fresh, &differs);
    if (status == ENT_OK && differs)
        status = answer(s, &changed, &s->changed);
    if (status == ENT_OK && differs)
        weigh(s, carrier);
    for (uint32_t p = 0; fresh != NULL && p < parties; p++)
        ent_column_free(&fresh[p]);
    ent_arena_free(&scratch);
    return status;
}

/* --- All of them --------------------------------------------------------------------------- */

static ent_status list_carriers(search *s)
{
    const ent_model *model = s->game.model;
    ent_carriers *out = s->out;
    for (uint32_t i = 0; i < model->statements.count; i++) {
        ent_carrier *slot =
            model->statements.items[i].later ? NULL : ENT_PUSH(&out->arena, &out->list);
        if (slot != NULL)
            *slot = (ent_carrier){.statement = i, .party = ENT_NOBODY};
    }
    for (uint32_t p = 0; p < model->parties.count; p++) {
        const ent_want_list *wants = &model->parties.items[p].preference.wants;
        for (uint32_t i = 0; i < wants->count; i++) {
            ent_carrier *slot =
                wants->items[i].because.count > 0 ? NULL : ENT_PUSH(&out->arena, &out->list);
            if (slot != NULL)
                *slot = (ent_carrier){.statement = ENT_NOBODY, .party = p, .entry = i};
        }
    }
    return out->arena.exhausted ? ENT_NO_RESOURCE : ENT_OK;
}

/* Who turns more answers, then who moves more states; else in the order of the file. */
static int most_first(const void *a, const void *b)
{
    const ent_carrier *x = a;
    const ent_carrier *y = b;
    if (x->turns != y->turns)
        return x->turns > y->turns ? -1 : 1;
    if (x->states != y->states)
        return x->states > y->states ? -1 : 1;
    if (x->statement != y->statement)
        return x->statement < y->statement ? -1 : 1;
    if (x->party != y->party)
        return x->party < y->party ? -1 : 1;
    return (x->entry > y->entry) - (x->entry < y->entry);
}

static bool is_too_much(const ent_carriers *carriers, uint64_t codes)
{
    uint64_t removals = carriers->list.count;
    return codes > ENT_CARRY_CODES_MOST || removals > ENT_CARRY_REMOVALS_MOST ||
           removals * codes > ENT_CARRY_WORK_MOST;
}

static ent_status try_all(search *s, ent_progress progress, void *context)
{
    ent_carriers *out = s->out;
    ent_status status = ENT_OK;
    for (size_t i = 0; i < out->list.count && status == ENT_OK; i++) {
        if (progress != NULL)
            progress(context, (double)i / (double)out->list.count);
        status = try_without(s, &out->list.items[i]);
    }
    if (status == ENT_OK && out->list.count > 0)
        qsort(out->list.items, out->list.count, sizeof *out->list.items, most_first);
    while (out->carrying < out->list.count &&
           (out->list.items[out->carrying].turns > 0 || out->list.items[out->carrying].states > 0))
        out->carrying++;
    return status;
}

/* --- Before anything is taken away --------------------------------------------------------- */

static ent_status find_triggers(search *s)
{
    const ent_game *game = &s->game;
    size_t bodies = game->mover_count - game->party_count;
    s->bodies = ent_arena_array(&s->out->arena, bodies, sizeof *s->bodies);
    s->triggers = ent_arena_array(&s->out->arena, bodies, sizeof *s->triggers);
    if (s->bodies == NULL || s->triggers == NULL)
        return ENT_NO_RESOURCE;
    for (uint32_t m = game->party_count; m < game->mover_count; m++) {
        const ent_condition *trigger = &ent_rule_of(game, m)->body->trigger;
        ent_set *states = &s->triggers[s->body_count];
        if (trigger->expression == NULL)
            continue;
        if (ent_set_new(states, game->memory, game->space.codes) != ENT_OK)
            return ENT_NO_RESOURCE;
        s->bodies[s->body_count++] = m;
        if (ent_select(&game->space, trigger->expression, states) != ENT_OK)
            return ENT_NO_RESOURCE;
        if (ent_set_count(states) <= moves_most / ent_positions_of(game, m))
            continue;
        ent_set_free(&s->triggers[--s->body_count]);
        s->out->unwatched++;
    }
    return ENT_OK;
}

static ent_status find_able(search *s)
{
    ent_guards guards = {0};
    ent_set_copy(&s->able, &s->game.space.feasible);
    ent_status status = ent_find_guards(&s->game, &s->out->arena, &guards);
    for (size_t i = 0; i < guards.count && status == ENT_OK; i++)
        ent_set_and(&s->able, &guards.items[i].acts);
    ent_guards_free(&guards);
    return status;
}

static ent_status prepare(search *s)
{
    const ent_game *game = &s->game;
    const ent_expression *target = game->model->target.expression;
    if (ent_set_new(&s->target, game->memory, game->space.codes) != ENT_OK ||
        ent_set_new(&s->able, game->memory, game->space.codes) != ENT_OK)
        return ENT_NO_RESOURCE;
    ent_set_copy(&s->target, &game->space.feasible);
    if (target != NULL && ent_select(&game->space, target, &s->target) != ENT_OK)
        return ENT_NO_RESOURCE;
    s->has_start = ent_start_code(game, &s->start);
    ent_status status = find_able(s);
    if (status == ENT_OK)
        status = find_triggers(s);
    if (status == ENT_OK)
        status = make_answers(s, &s->base);
    if (status == ENT_OK)
        status = make_answers(s, &s->changed);
    return status == ENT_OK ? answer(s, game, &s->base) : status;
}

static void note_answers(const search *s)
{
    ent_carry_answer *a = s->out->answers;
    a[ENT_CARRY_AGREE] =
        (ent_carry_answer){s->has_start, can_agree(s, &s->base), ent_set_count(&s->base.agree)};
    a[ENT_CARRY_HOLD] =
        (ent_carry_answer){true, !is_empty(&s->base.hold), ent_set_count(&s->base.hold)};
    a[ENT_CARRY_ALL] = (ent_carry_answer){s->has_start && s->game.model->target.expression != NULL,
                                          !is_empty(&s->base.all), ent_set_count(&s->base.all)};
    a[ENT_CARRY_ACT] = (ent_carry_answer){.asked = s->body_count > 0, .yes = true};
    for (size_t b = 0; b < s->body_count; b++) {
        a[ENT_CARRY_ACT].states += ent_set_count(&s->base.acting[b]);
        a[ENT_CARRY_ACT].yes = a[ENT_CARRY_ACT].yes && !is_empty(&s->base.acting[b]);
    }
}

static void end(search *s)
{
    free_answers(s, &s->base);
    free_answers(s, &s->changed);
    for (size_t b = 0; s->triggers != NULL && b < s->body_count; b++)
        ent_set_free(&s->triggers[b]);
    ent_set_free(&s->target);
    ent_set_free(&s->able);
}

ent_status ent_find_carriers(ent_carriers *carriers, const ent_game *game, ent_concept concept,
                             ent_progress progress, void *progress_context, ent_report *report)
{
    *carriers =
        (ent_carriers){.game = game, .arena = ent_arena_new(game->memory), .concept = concept};
    search s = {.out = carriers, .game = *game, .report = report};
    size_t errors = report->errors;
    if (list_carriers(&s) != ENT_OK)
        return ent_out_of_memory(report);
    if (is_too_much(carriers, game->space.codes)) {
        carriers->missing =
            "this solves the model again without each statement and assumption, and there are too "
            "many of them for so many combinations of options; '--set OPTION=LEVEL' leaves fewer";
        return ENT_OK;
    }
    if (game->space.codes <= SMALL)
        s.game.space.threads = 1;
    ent_status status = prepare(&s);
    if (status == ENT_OK) {
        note_answers(&s);
        status = try_all(&s, progress, progress_context);
    }
    end(&s);
    bool told = report->errors > errors;
    return status == ENT_NO_RESOURCE && !told ? ent_out_of_memory(report) : status;
}

void ent_carriers_free(ent_carriers *carriers)
{
    ent_arena_free(&carriers->arena);
}
