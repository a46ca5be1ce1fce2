/*
 * Trying changes in order of size. What somebody would still leave is found by looking from the
 * wanted state; what may hold is solved as a whole.
 */
#include "ask/need.h"

#include <string.h>

#include "ask/find.h"
#include "ask/local.h"
#include "ask/viable.h"

enum {
    TRIES_MOST = 200000,
    WORK_SHIFT = 27,    /* of work_most, unless another is asked for */
    STEPS_LEAST = 4096, /* states looked at for a change, before it is solved */
};

/* A party's keys, in short. Two columns that differ agree in it by a chance of 2^-128 or so. */
typedef struct {
    uint64_t half[2];
} fingerprint;

typedef struct {
    ent_need *need;
    const ent_game *game;
    ent_report *report;
    ent_solution solution; /* of the game as it is */
    ent_local local;
    ent_set probe;         /* scratch */
    ent_set *hopeful;      /* by party: states that another mind of it may help … */
    ent_set *asking;       /* … those of them that it has to prefer to the start */
    uint64_t start;        /* where more is wanted than that a state holds */
    const uint64_t **rows; /* by party: see ent_mind; NULL while not needed */
    fingerprint *seen;     /* a hash table of the minds that were solved; all 0 where empty */
    size_t seen_slots;     /* a power of two */
    uint64_t work;         /* that is left: see work_most */
    ent_need_sort sort;
    ent_status status;
} search;

/* --- Who can matter ----------------------------------------------------------------------- */

/* Whether there is a wanted state that nobody leaves but movers that the change can help. */
static bool is_worth_a_try(search *s, const ent_change *change)
{
    ent_concept concept = s->need->request.concept;
    ent_set_copy(&s->probe, s->need->request.wanted);
    for (uint32_t m = 0; m < s->game->mover_count; m++)
        if (!ent_change_may_help(s->game->model, change, concept, m))
            ent_set_and(&s->probe, &s->solution.stable[concept][m]);
    return ent_set_next(&s->probe, 0) != UINT64_MAX;
}

/* --- What can be agreed, and act ---------------------------------------------------------- */

/* Keeps what can be agreed, and the start itself, for which nothing has to be agreed. */
static ent_status keep_agreed(const search *s, const ent_game *game, ent_set *set)
{
    bool there = ent_set_has(set, s->start);
    ent_status status = ent_keep_agreeable(game, s->start, set);
    if (there)
        ent_set_add(set, s->start);
    return status;
}

/* Keeps what can be agreed and act, where that is asked for. */
static ent_status keep_viable(const search *s, const ent_game *game, ent_set *set)
{
    if (!s->need->request.viable)
        return ENT_OK;
    ent_status status = ent_keep_guarded(game, set);
    return status == ENT_OK ? keep_agreed(s, game, set) : status;
}

/* Narrows what may be hoped for from the party's mind to what can be agreed, and act; and finds
 * what has to be better than the start for it. */
static ent_status ask_consent(search *s, uint32_t party)
{
    ent_set *hopeful = &s->hopeful[party];
    ent_set *asking = &s->asking[party];
    bool there = ent_set_has(hopeful, s->start);
    if (ent_keep_agreeable_if(s->game, s->start, party, true, hopeful) != ENT_OK ||
        ent_set_new(asking, s->game->memory, s->game->space.codes) != ENT_OK)
        return ENT_NO_RESOURCE;
    ent_set_copy(asking, hopeful);
    if (ent_keep_agreeable_if(s->game, s->start, party, false, asking) != ENT_OK)
        return ENT_NO_RESOURCE;
    for (size_t i = 0; i < ent_set_words(asking->bits); i++)
        asking->words[i] = hopeful->words[i] & ~asking->words[i];
    if (there)
        ent_set_add(hopeful, s->start);
    return ent_keep_guarded(s->game, hopeful);
}

/* Whether a party with this mind says no to the state. */
static bool is_refused(const search *s, const ent_mind *mind, uint64_t code)
{
    return mind != NULL && s->asking[mind->party].bits > 0 &&
           ent_set_has(&s->asking[mind->party], code) &&
           ent_mind_value(mind, code) <= ent_mind_value(mind, s->start);
}

/* --- Trying ------------------------------------------------------------------------------- */

static bool has_enough(const search *s, const ent_change *change)
{
    for (size_t i = 0; i < s->need->found[s->sort].count; i++)
        if (ent_change_exceeds(change, &s->need->found[s->sort].items[i].change))
            return true;
    return false;
}

/* Leaves in the probe those wanted states that are as they should be in a game. */
static ent_status select_good(search *s, const ent_solution *solution)
{
    const ent_need_request *request = &s->need->request;
    ent_set_copy(&s->probe, request->wanted);
    ent_set_and(&s->probe, &solution->equilibria[request->concept]);
    return keep_viable(s, solution->game, &s->probe);
}

static ent_status note(search *s, const ent_change *change, const ent_solution *solution)
{
    ent_need *need = s->need;
    if (select_good(s, solution) != ENT_OK)
        return ENT_NO_RESOURCE;
    uint64_t first = ent_set_next(&s->probe, 0);
    if (first == UINT64_MAX)
        return ENT_OK;
    ent_needed *needed = ENT_PUSH(&need->arena, &need->found[s->sort]);
    if (needed == NULL)
        return ENT_NO_RESOURCE;
    *needed = (ent_needed){*change, ent_set_count(&s->probe), first};
    return ENT_OK;
}

static ent_status solve(const search *s, const ent_game *game, ent_solution *solution)
{
    ent_solve_options options = {0};
    options.concepts[s->need->request.concept] = true;
    return ent_solve(solution, game, &options, s->report);
}

/* What it takes to solve a game, in states looked at. */
static uint64_t solving(const ent_game *game)
{
    return ENT_SOLVING_LOOKS * game->space.codes * game->mover_count;
}

static void spend(search *s, uint64_t work)
{
    s->need->capped |= work > s->work;
    s->work -= work > s->work ? s->work : work;
}

static ent_status judge(search *s, const ent_change *change, const ent_game *game)
{
    ent_solution solution = {0};
    spend(s, solving(game));
    ent_status status = solve(s, game, &solution);
    if (status == ENT_OK)
        status = note(s, change, &solution);
    ent_solution_free(&solution);
    return status;
}

/* Looks from a state whether somebody leaves it, for so many steps at the most. */
static ent_status look(search *s, const ent_mind *mind, uint64_t code, uint64_t *steps,
                       ent_verdict *verdict)
{
    s->local.steps = *steps < s->work ? *steps : s->work;
    uint64_t before = s->local.steps;
    ent_status status = ent_judge_state(&s->local, mind, code, verdict);
    *steps -= before - s->local.steps;
    spend(s, before - s->local.steps);
    s->need->capped |= s->work == 0;
    return status;
}

/* Whether one of the states may hold with another mind, or with what the local was turned to. */
static ent_status may_hold(search *s, const ent_mind *mind, const ent_set *states, bool *may)
{
    uint64_t steps = STEPS_LEAST + 2 * s->game->space.codes;
    *may = false;
    for (uint64_t code = ent_set_next(states, 0); code != UINT64_MAX && !*may && !s->need->capped;
         code = ent_set_next(states, code + 1)) {
        ent_verdict verdict = ENT_LEFT;
        if (is_refused(s, mind, code))
            continue;
        ent_status status = look(s, mind, code, &steps, &verdict);
        if (status != ENT_OK)
            return status;
        *may = verdict != ENT_LEFT;
    }
    return ENT_OK;
}

/* --- Minds that were solved before -------------------------------------------------------- */

static uint64_t mix(uint64_t hash, uint64_t value)
{
    hash = (hash ^ value) * UINT64_C(0x9E3779B97F4A7C15);
    return hash ^ (hash >> 32);
}

static fingerprint fingerprint_of(uint32_t party, const ent_column *keys)
{
    fingerprint print = {{mix(1, party), mix(2, party)}};
    for (uint64_t code = 0; code < keys->count; code++) {
        uint32_t key = ent_column_get(keys, code);
        print.half[0] = mix(print.half[0], key);
        print.half[1] = mix(print.half[1], key * UINT64_C(0xD1342543DE82EF95) + 1);
    }
    print.half[1] |= 1; /* not empty */
    return print;
}

/* Whether the party has been solved with just these keys, or has them; it is solved now. There is
 * always an empty slot: see set_up_seen. */
static bool is_seen(search *s, uint32_t party, const ent_column *keys)
{
    fingerprint print = fingerprint_of(party, keys);
    size_t slot = print.half[0] & (s->seen_slots - 1);
    for (; s->seen[slot].half[1] != 0; slot = (slot + 1) & (s->seen_slots - 1))
        if (s->seen[slot].half[0] == print.half[0] && s->seen[slot].half[1] == print.half[1])
            return true;
    s->seen[slot] = print;
    return false;
}

static ent_status set_up_seen(search *s)
{
    uint64_t most = s->work / solving(s->game) + s->game->party_count + 2;
    for (s->seen_slots = 64; s->seen_slots < 2 * most;)
        s->seen_slots *= 2;
    s->seen = ent_arena_array(&s->need->arena, s->seen_slots, sizeof *s->seen);
    for (uint32_t p = 0; p < s->game->party_count && s->seen != NULL; p++)
        (void)is_seen(s, p, &s->game->keys[p]);
    return s->seen == NULL ? ENT_NO_RESOURCE : ENT_OK;
}

/* --- Trying, continued -------------------------------------------------------------------- */

/* What makes up the changed mind; `keys` is filled where there are no rows. */
static ent_status make_mind(search *s, const ent_change *change, const ent_preference *preference,
                            ent_column *keys, ent_mind *mind)
{
    const ent_game *game = s->game;
    const ent_preference *old = &game->model->parties.items[change->mover].preference;
    const uint64_t **rows = &s->rows[change->mover];
    *mind = (ent_mind){.party = change->mover, .keys = keys};
    if (!ent_mind_has_rows(old))
        return ent_keys_build(&game->space, preference, keys);
    if (*rows == NULL && ent_mind_rows(game, change->mover, &s->need->arena, rows) != ENT_OK)
        return ENT_NO_RESOURCE;
    *mind = ent_mind_from_rows(change, (uint32_t)old->wants.count, *rows);
    return ENT_OK;
}

/* Another mind changes one party's keys and nothing else of the game. */
static ent_status solve_mind(search *s, const ent_change *change, const ent_column *keys,
                             ent_arena *scratch)
{
    const ent_game *game = s->game;
    ent_game changed = *game;
    changed.keys = ent_arena_array(scratch, game->party_count, sizeof *changed.keys);
    if (changed.keys == NULL)
        return ENT_NO_RESOURCE;
    if (is_seen(s, change->mover, keys))
        return ENT_OK;
    memcpy(changed.keys, game->keys, game->party_count * sizeof *changed.keys);
    changed.keys[change->mover] = *keys;
    return judge(s, change, &changed);
}

static ent_status try_mind(search *s, const ent_change *change, ent_arena *scratch)
{
    const ent_preference *old = &s->game->model->parties.items[change->mover].preference;
    bool rows = ent_mind_has_rows(old);
    ent_preference preference;
    ENT_AUTO_COLUMN keys = {0};
    ent_mind mind;
    bool may = false;
    if (!rows && ent_changed_preference(s->game->model, change, scratch, &preference) != ENT_OK)
        return ENT_NO_RESOURCE;
    ent_status status = make_mind(s, change, &preference, &keys, &mind);
    if (status == ENT_OK)
        status = may_hold(s, &mind, &s->hopeful[change->mover], &may);
    if (status != ENT_OK || !may)
        return status;
    if (rows && (ent_changed_preference(s->game->model, change, scratch, &preference) != ENT_OK ||
                 ent_keys_build(&s->game->space, &preference, &keys) != ENT_OK))
        return ENT_NO_RESOURCE;
    return solve_mind(s, change, &keys, scratch);
}

/* Turns the local to a game in which a rule or an option is another one, and asks it about those
 * states of the probe that are else as they should be. */
static ent_status look_at(search *s, const ent_game *changed, const ent_digit *bound, bool *may)
{
    ent_status status = keep_viable(s, changed, &s->probe);
    if (status != ENT_OK || ent_set_next(&s->probe, 0) == UINT64_MAX)
        return status;
    status = ent_local_turn(&s->local, changed->rules, bound);
    return status == ENT_OK ? may_hold(s, NULL, &s->probe, may) : status;
}

static ent_status look_with_rule(search *s, const ent_model *model, uint32_t body,
                                 ent_arena *scratch, bool *may)
{
    ent_game changed = *s->game;
    size_t count = changed.model->bodies.count;
    uint32_t index = body - changed.party_count;
    changed.rules = ent_arena_array(scratch, count, sizeof *changed.rules);
    if (changed.rules == NULL)
        return ENT_NO_RESOURCE;
    memcpy(changed.rules, s->game->rules, count * sizeof *changed.rules);
    ent_rule *rule = &changed.rules[index];
    ent_status status = ent_rule_init(rule, s->game, &model->bodies.items[index], scratch);
    if (status == ENT_OK)
        status = look_at(s, &changed, NULL, may);
    ent_rule_free(rule);
    return status;
}

/* The same for an option that loses a direction. */
static ent_status look_with_terms(search *s, const ent_change *change, ent_arena *scratch,
                                  bool *may)
{
    ent_game changed = *s->game;
    size_t count = changed.space.digit_count;
    changed.space.digits = ent_arena_array(scratch, count, sizeof *changed.space.digits);
    if (changed.space.digits == NULL)
        return ENT_NO_RESOURCE;
    memcpy(changed.space.digits, s->game->space.digits, count * sizeof *changed.space.digits);
    ent_digit *bound = &changed.space.digits[change->option];
    bound->moves = change->moves;
    return look_at(s, &changed, bound, may);
}

static ent_status try_model(search *s, const ent_change *change, ent_arena *scratch)
{
    ent_model model;
    bool may = false;
    ent_status status = ent_changed_model(s->game->model, change, scratch, &model);
    if (status == ENT_OK && s->sort == ENT_NEED_RULES)
        status = look_with_rule(s, &model, change->mover, scratch, &may);
    else if (status == ENT_OK)
        status = look_with_terms(s, change, scratch, &may);
    if (status != ENT_OK || !may)
        return status;
    ENT_AUTO_GAME changed = {0};
    status = ent_game_init(&changed, &model, s->game->space.threads, s->report);
    return status == ENT_OK ? judge(s, change, &changed) : status;
}

/* Tries one change; false when the search is over. */
static bool try_change(void *context, const ent_change *change)
{
    search *s = context;
    ent_need *need = s->need;
    if (has_enough(s, change))
        return true;
    if (need->capped || need->tried == need->request.tries_most) {
        need->capped = true;
        return false;
    }
    need->tried++;
    if (need->request.progress != NULL)
        need->request.progress(need->request.progress_context,
                               1 - (double)s->work / (double)need->request.work_most);
    ent_arena scratch = ent_arena_new(s->game->memory);
    s->status =
        s->sort == ENT_NEED_MINDS ? try_mind(s, change, &scratch) : try_model(s, change, &scratch);
    ent_arena_free(&scratch);
    return s->status == ENT_OK;
}

/* --- In order of size --------------------------------------------------------------------- */

static bool is_over(const search *s)
{
    return s->status != ENT_OK || s->need->capped ||
           s->need->found[s->sort].count >= s->need->request.top;
}

/* Changes of rules or of terms: they are few. */
static void search_list(search *s, ent_need_sort sort, const ent_change_list *list)
{
    s->sort = sort;
    for (size_t i = 0; i < list->count && s->status == ENT_OK && !s->need->capped; i++) {
        const ent_change *change = &list->items[i];
        if (i > 0 && change->size.places > list->items[i - 1].size.places && is_over(s))
            return;
        if (is_worth_a_try(s, change))
            (void)try_change(s, change);
    }
}

static void search_class(search *s, uint32_t entries, uint32_t places)
{
    for (uint32_t p = 0; p < s->game->party_count && s->status == ENT_OK; p++)
        if (s->hopeful[p].bits > 0 && places <= ent_mind_places_most(s->game->model, p) &&
            !s->need->capped &&
            !ent_each_mind_change(s->game->model, p, entries, places, try_change, s))
            s->status = ENT_NO_RESOURCE;
}

/*
 * Which states another mind of the party may help: those that would hold if it stayed wherever it
 * is and made, or joined in, whatever answer the others want of it. Everybody has as much to fear
 * then as any mind can bring about, and no body can count on the party to leave.
 */
static ent_status find_hope(search *s, uint32_t party)
{
    const ent_change any = {.kind = ENT_CHANGE_ORDER, .mover = party};
    const ent_mind obliging = {.party = party, .obliging = true};
    if (!is_worth_a_try(s, &any))
        return ENT_OK;
    ent_set *hopeful = &s->hopeful[party];
    if (ent_set_new(hopeful, s->game->memory, s->game->space.codes) != ENT_OK)
        return ENT_NO_RESOURCE;
    ent_set_copy(hopeful, &s->probe);
    ent_status status = s->need->request.viable ? ask_consent(s, party) : ENT_OK;
    for (uint64_t code = ent_set_next(hopeful, 0);
         code != UINT64_MAX && status == ENT_OK && !s->need->capped;
         code = ent_set_next(hopeful, code + 1)) {
        uint64_t steps = STEPS_LEAST + 2 * s->game->space.codes;
        ent_verdict verdict = ENT_TOO_FAR;
        status = look(s, &obliging, code, &steps, &verdict);
        if (verdict == ENT_LEFT)
            hopeful->words[code / 64] &= ~(UINT64_C(1) << (code % 64));
    }
    if (ent_set_next(hopeful, 0) == UINT64_MAX)
        ent_set_free(hopeful);
    return status;
}

static void search_minds(search *s)
{
    uint32_t most = 0;
    s->sort = ENT_NEED_MINDS;
    if (s->status == ENT_OK)
        s->status = ent_local_turn(&s->local, s->game->rules, NULL);
    for (uint32_t p = 0; p < s->game->party_count && s->status == ENT_OK; p++) {
        uint32_t places = ent_mind_places_most(s->game->model, p);
        s->status = find_hope(s, p);
        if (s->hopeful[p].bits > 0 && places > most)
            most = places;
    }
    for (uint32_t entries = 1; entries <= s->need->request.entries_most; entries++)
        for (uint32_t places = 1; places <= most && !is_over(s); places++)
            search_class(s, entries, places);
}

static void search_all(search *s)
{
    ent_change_list rules = {0};
    ent_change_list terms = {0};
    s->status = ent_list_rule_changes(s->game->model, &s->need->arena, &rules);
    if (s->status == ENT_OK)
        s->status = set_up_seen(s);
    if (s->status == ENT_OK)
        s->status = ent_list_term_changes(s->game->model, &s->need->arena, &terms);
    search_list(s, ENT_NEED_RULES, &rules);
    search_list(s, ENT_NEED_TERMS, &terms);
    if (!s->need->capped)
        search_minds(s);
}

/* --- Before anything is changed ----------------------------------------------------------- */

/* What the one wanted state lacks besides that it holds. */
static ent_status find_lacks(search *s)
{
    ent_need *need = s->need;
    ent_set_copy(&s->probe, need->request.wanted);
    ent_status status = ent_keep_guarded(s->game, &s->probe);
    need->idle = ent_set_next(&s->probe, 0) == UINT64_MAX;
    ent_set_copy(&s->probe, need->request.wanted);
    if (status == ENT_OK)
        status = keep_agreed(s, s->game, &s->probe);
    need->disagreed = ent_set_next(&s->probe, 0) == UINT64_MAX;
    return status;
}

static ent_status name_leavers(search *s)
{
    ent_need *need = s->need;
    if (need->wanted_count != 1)
        return ENT_OK;
    if (need->request.viable && find_lacks(s) != ENT_OK)
        return ENT_NO_RESOURCE;
    for (uint32_t m = 0; m < s->game->mover_count; m++) {
        if (ent_set_has(&s->solution.stable[need->request.concept][m], need->wanted_first))
            continue;
        uint32_t *leaver = ENT_PUSH(&need->arena, &need->leavers);
        if (leaver == NULL)
            return ENT_NO_RESOURCE;
        *leaver = m;
    }
    return ENT_OK;
}

static ent_status prepare_viable(search *s)
{
    ent_arena arena = ent_arena_new(s->game->memory);
    ent_guards guards = {0};
    ent_status status = ent_find_guards(s->game, &arena, &guards);
    (void)ent_start_code(s->game, &s->start);
    s->need->guarded = guards.count > 0;
    ent_guards_free(&guards);
    ent_arena_free(&arena);
    return status;
}

static ent_status look_first(search *s)
{
    ent_need *need = s->need;
    s->hopeful = ent_arena_array(&need->arena, s->game->party_count, sizeof *s->hopeful);
    s->asking = ent_arena_array(&need->arena, s->game->party_count, sizeof *s->asking);
    s->rows = ent_arena_array(&need->arena, s->game->party_count, sizeof *s->rows);
    if (s->hopeful == NULL || s->asking == NULL || s->rows == NULL ||
        ent_set_new(&s->probe, s->game->memory, s->game->space.codes) != ENT_OK)
        return ENT_NO_RESOURCE;
    ent_status status = solve(s, s->game, &s->solution);
    if (status != ENT_OK)
        return status;
    need->wanted_count = ent_set_count(need->request.wanted);
    need->wanted_first = ent_set_next(need->request.wanted, 0);
    if (need->request.viable && prepare_viable(s) != ENT_OK)
        return ENT_NO_RESOURCE;
    if (select_good(s, &s->solution) != ENT_OK)
        return ENT_NO_RESOURCE;
    need->holding_count = ent_set_count(&s->probe);
    need->holding_first = ent_set_next(&s->probe, 0);
    return name_leavers(s);
}

static ent_status refuse_large(const ent_game *game, ent_report *report)
{
    (void)ent_error(report, (ent_place){0},
                    "the %llu combinations of options are too many for this question, which solves "
                    "the model again for each change: %llu are the most",
                    (unsigned long long)game->space.codes, (unsigned long long)ENT_NEED_CODES_MOST);
    ent_hint(report, "%s", "'--set OPTION=LEVEL' fixes an option and so leaves fewer");
    return ENT_NO_RESOURCE;
}

static void free_search(search *s)
{
    for (uint32_t p = 0; s->hopeful != NULL && p < s->game->party_count; p++)
        ent_set_free(&s->hopeful[p]);
    for (uint32_t p = 0; s->asking != NULL && p < s->game->party_count; p++)
        ent_set_free(&s->asking[p]);
    ent_local_free(&s->local);
    ent_solution_free(&s->solution);
    ent_set_free(&s->probe);
}

ent_status ent_ask_need(ent_need *need, const ent_game *game, const ent_need_request *request,
                        ent_report *report)
{
    *need = (ent_need){.game = game, .arena = ent_arena_new(game->memory), .request = *request};
    search s = {.need = need, .game = game, .report = report};
    size_t errors = report->errors;
    if (game->space.codes > ENT_NEED_CODES_MOST)
        return refuse_large(game, report);
    if (request->tries_most == 0)
        need->request.tries_most = TRIES_MOST;
    if (request->entries_most == 0)
        need->request.entries_most = 2;
    if (request->work_most == 0)
        need->request.work_most = UINT64_C(1) << WORK_SHIFT;
    s.work = need->request.work_most;
    s.status = look_first(&s);
    if (s.status == ENT_OK && need->holding_count == 0)
        s.status = ent_local_init(&s.local, game, request->concept);
    if (s.status == ENT_OK && need->holding_count == 0)
        search_all(&s);
    free_search(&s);
    bool told = report->errors > errors;
    return s.status == ENT_NO_RESOURCE && !told ? ent_out_of_memory(report) : s.status;
}

void ent_need_free(ent_need *need)
{
    ent_arena_free(&need->arena);
}
