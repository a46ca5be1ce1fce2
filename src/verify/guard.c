/* Who is to act against whom, and who has to agree. */
#include "verify/guard.h"

__extension__ typedef __int128 wide;

/* --- Guards ------------------------------------------------------------------------------ */

/* What a condition asks for: marks the parties of which some option has to be above its first level
 * for the condition to hold, or to fail. */
typedef struct {
    const ent_model *model;
    bool *does;     /* by party */
    bool *asked[2]; /* by definition, whether it was looked at: for it to fail, or to hold */
} asking;

/* Whether the comparison does not come out like this where the option is at its first level. */
static bool asks_for_deeds(const ent_expression *comparison, bool holds)
{
    return ent_compare_levels(comparison->comparison, 0, comparison->level) != holds;
}

static void ask(const asking *a, const ent_expression *condition, bool holds)
{
    const ent_vocabulary *vocabulary = &a->model->vocabulary;
    bool counts_down =
        condition->kind == ENT_COUNT && condition->most < (int64_t)condition->child_count;
    if (condition->kind == ENT_LEVEL && asks_for_deeds(condition, holds)) {
        uint32_t mover = a->model->options.items[condition->index].mover;
        if (!ent_is_body(a->model, mover))
            a->does[mover] = true;
    }
    if (condition->kind == ENT_DEFINED && !a->asked[holds][condition->index]) {
        a->asked[holds][condition->index] = true;
        ask(a, vocabulary->defined.items[condition->index].condition, holds);
    }
    for (size_t i = 0; i < condition->child_count; i++) {
        bool either =
            counts_down || condition->kind == ENT_IFF || (condition->kind == ENT_IF && i == 0);
        bool same = condition->kind != ENT_NOT;
        ask(a, condition->children[i], same == holds);
        if (either)
            ask(a, condition->children[i], !holds);
    }
}

/* The one party that sets the trigger off; ENT_NOBODY where there is none, or more than one. */
static bool find_doer(const ent_judge *judge, const ent_expression *trigger, ent_arena *arena,
                      uint32_t *doer)
{
    size_t defined = judge->model->vocabulary.defined.count;
    asking a = {.model = judge->model,
                .does = ent_arena_array(arena, judge->parties, sizeof(bool))};
    a.asked[0] = ent_arena_array(arena, defined, sizeof(bool));
    a.asked[1] = ent_arena_array(arena, defined, sizeof(bool));
    *doer = ENT_NOBODY;
    if (arena->exhausted)
        return false;
    ask(&a, trigger, true);
    for (uint32_t party = 0; party < judge->parties; party++) {
        if (!a.does[party])
            continue;
        if (*doer != ENT_NOBODY) {
            *doer = ENT_NOBODY;
            return true;
        }
        *doer = party;
    }
    return true;
}

bool ent_judge_find_guards(const ent_judge *judge, ent_arena *arena, ent_judge_guards *guards)
{
    for (uint32_t body = judge->parties; body < judge->movers; body++) {
        const ent_expression *trigger = ent_mover_body(judge->model, body)->trigger.expression;
        uint32_t doer = ENT_NOBODY;
        if (trigger != NULL && !find_doer(judge, trigger, arena, &doer))
            return false;
        if (doer == ENT_NOBODY)
            continue;
        ent_judge_guard *guard = ENT_PUSH(arena, guards);
        if (guard == NULL)
            return false;
        *guard = (ent_judge_guard){body, doer};
    }
    return true;
}

bool ent_judge_acts(ent_judge *judge, const ent_judge_guard *guard, bool all, uint32_t state)
{
    const ent_body *body = ent_mover_body(judge->model, guard->body);
    ent_judge_no_consent(judge);
    for (size_t i = 0; i < body->members.count; i++)
        if (all || body->members.items[i] != guard->against)
            ent_judge_consent(judge, body->members.items[i]);
    return ent_judge_decides(judge, guard->body, state);
}

bool ent_judge_guarded(ent_judge *judge, const ent_judge_guards *guards, uint32_t state)
{
    for (size_t i = 0; i < guards->count; i++)
        if (!ent_judge_acts(judge, &guards->items[i], false, state))
            return false;
    return true;
}

/* --- Agreement --------------------------------------------------------------------------- */

static bool prefers(const ent_judge *judge, uint32_t party, uint32_t state)
{
    return judge->keys[party][state] > judge->keys[party][ent_judge_start(judge)];
}

/* Those consent that prefer the state to the start. */
static void gather_consents(ent_judge *judge, uint32_t state)
{
    ent_judge_no_consent(judge);
    for (uint32_t party = 0; party < judge->parties; party++)
        if (prefers(judge, party, state))
            ent_judge_consent(judge, party);
}

static bool changes(const ent_judge *judge, uint32_t mover, uint32_t state)
{
    uint32_t start = ent_judge_start(judge);
    for (uint32_t i = 0; i < judge->options; i++)
        if (judge->model->options.items[i].mover == mover &&
            ent_judge_level(judge, start, i) != ent_judge_level(judge, state, i))
            return true;
    return false;
}

/* Whether the mover, by the consents that were given, lets the change to the state happen. */
static bool lets(ent_judge *judge, uint32_t mover, uint32_t state)
{
    if (!changes(judge, mover, state))
        return true;
    if (ent_is_body(judge->model, mover))
        return ent_judge_decides(judge, mover, ent_judge_start(judge));
    return ((judge->consents[mover / 64] >> (mover % 64)) & 1u) != 0;
}

static bool all_let(ent_judge *judge, uint32_t state)
{
    for (uint32_t mover = 0; mover < judge->movers; mover++)
        if (!lets(judge, mover, state))
            return false;
    return true;
}

bool ent_judge_package(const ent_judge *judge, uint32_t state)
{
    uint32_t start = ent_judge_start(judge);
    for (uint32_t i = 0; i < judge->options; i++)
        if (!ent_judge_permits(judge, i, ent_judge_level(judge, start, i),
                               ent_judge_level(judge, state, i)))
            return false;
    return state != start;
}

bool ent_judge_blocks(ent_judge *judge, uint32_t party, uint32_t state)
{
    if (prefers(judge, party, state))
        return false;
    gather_consents(judge, state);
    if (all_let(judge, state))
        return false; /* it can be agreed as it is */
    ent_judge_consent(judge, party);
    return all_let(judge, state);
}

bool ent_judge_refuses(ent_judge *judge, uint32_t party, uint32_t state)
{
    if (prefers(judge, party, state))
        return false;
    ent_judge_no_consent(judge);
    for (uint32_t other = 0; other < judge->parties; other++)
        if (other != party)
            ent_judge_consent(judge, other);
    return !all_let(judge, state);
}

bool ent_judge_accepts(ent_judge *judge, uint32_t mover, uint32_t state)
{
    gather_consents(judge, state);
    return lets(judge, mover, state);
}

/* A weight without its sign, in units of the last of 15 places. */
static wide size_of(ent_decimal weight)
{
    wide size = weight.value < 0 ? -(wide)weight.value : weight.value;
    for (uint32_t i = weight.places; i < 15; i++)
        size *= 10;
    return size;
}

const ent_want *ent_judge_loss(ent_judge *judge, uint32_t party, uint32_t state)
{
    const ent_preference *preference = &judge->model->parties.items[party].preference;
    const ent_want *greatest = NULL;
    if (judge->keys[party][state] == judge->keys[party][ent_judge_start(judge)])
        return NULL; /* entries may tell equal states apart */
    for (size_t i = 0; i < preference->wants.count; i++) {
        const ent_want *want = &preference->wants.items[i];
        bool now = ent_judge_holds(judge, want->condition.expression, ent_judge_start(judge));
        if (now == ent_judge_holds(judge, want->condition.expression, state))
            continue;
        if (preference->kind != ENT_BY_WEIGHTS)
            return want; /* the first that tells them apart decides */
        bool speaks_for_start = now == (want->weight.value > 0);
        if (speaks_for_start &&
            (greatest == NULL || size_of(want->weight) > size_of(greatest->weight)))
            greatest = want;
    }
    return greatest;
}
