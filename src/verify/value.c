/* Keys, secure values, stability, agreement. */
#include <stdlib.h>
#include <string.h>

#include "verify/judge.h"

__extension__ typedef unsigned __int128 unsigned_wide;

/* --- Keys -------------------------------------------------------------------------------- */

/* What states are compared by: words, the first the most important. */
typedef struct {
    uint64_t *words;
    size_t width;
} scores;

static ent_wide power_of_ten(uint32_t exponent)
{
    ent_wide power = 1;
    while (exponent-- > 0)
        power *= 10;
    return power;
}

enum { DECIMAL_PLACES = 15 /* of a weight, at most */ };

ent_wide ent_judge_worth(ent_judge *judge, const ent_preference *preference, uint32_t state)
{
    ent_wide sum = 0;
    for (size_t i = 0; i < preference->wants.count; i++) {
        const ent_want *want = &preference->wants.items[i];
        if (ent_judge_holds(judge, want->condition.expression, state))
            sum += want->weight.value * power_of_ten(DECIMAL_PLACES - want->weight.places);
    }
    return sum;
}

static void score_by_weights(ent_judge *judge, const ent_preference *preference, uint32_t state,
                             uint64_t *words)
{
    ent_wide sum = ent_judge_worth(judge, preference, state);
    unsigned_wide biased = (unsigned_wide)sum + ((unsigned_wide)1 << 127);
    words[0] = (uint64_t)(biased >> 64);
    words[1] = (uint64_t)biased;
}

static void score(ent_judge *judge, const ent_preference *preference, uint32_t state,
                  uint64_t *words)
{
    if (preference->kind == ENT_BY_WEIGHTS) {
        score_by_weights(judge, preference, state, words);
        return;
    }
    for (size_t i = 0; i < preference->wants.count; i++) {
        if (!ent_judge_holds(judge, preference->wants.items[i].condition.expression, state))
            continue;
        words[i / 64] |= UINT64_C(1) << (63 - i % 64);
        if (preference->kind == ENT_BY_RANKING)
            return; /* the first condition that holds decides */
    }
}

static int compare(const void *a, const void *b, void *context)
{
    const scores *by = context;
    uint32_t first = 0;
    uint32_t second = 0;
    memcpy(&first, a, sizeof first);
    memcpy(&second, b, sizeof second);
    for (size_t i = 0; i < by->width; i++) {
        uint64_t x = by->words[first * by->width + i];
        uint64_t y = by->words[second * by->width + i];
        if (x != y)
            return x < y ? -1 : 1;
    }
    return 0;
}

static ent_status rank_states(ent_judge *judge, const ent_preference *preference, uint32_t *keys,
                              ent_arena *scratch, ent_report *report)
{
    scores by = {.width =
                     preference->kind == ENT_BY_WEIGHTS ? 2 : (preference->wants.count + 63) / 64};
    by.words = ent_arena_array(scratch, judge->states, by.width * sizeof *by.words);
    uint32_t *order = ent_arena_array(scratch, judge->states, sizeof *order);
    if (by.words == NULL || order == NULL)
        return ent_out_of_memory(report);
    for (uint32_t state = 0; state < judge->states; state++) {
        order[state] = state;
        score(judge, preference, state, by.words + state * by.width);
    }
    qsort_r(order, judge->states, sizeof *order, compare, &by);
    for (uint32_t i = 1; i < judge->states; i++)
        keys[order[i]] = keys[order[i - 1]] + (compare(&order[i - 1], &order[i], &by) != 0);
    return ENT_OK;
}

ent_status ent_judge_keys(ent_judge *judge, uint32_t party, ent_report *report)
{
    if (judge->keys[party] != NULL)
        return ENT_OK;
    uint32_t *keys = ent_arena_array(&judge->arena, judge->states, sizeof *keys);
    if (keys == NULL)
        return ent_out_of_memory(report);
    const ent_preference *preference = &judge->model->parties.items[party].preference;
    ent_arena scratch = ent_arena_new(judge->arena.memory);
    ent_status status = preference->kind == ENT_INDIFFERENT
                            ? ENT_OK
                            : rank_states(judge, preference, keys, &scratch, report);
    ent_arena_free(&scratch);
    if (status == ENT_OK)
        judge->keys[party] = keys;
    return status;
}

uint32_t ent_judge_best(const ent_judge *judge, uint32_t party)
{
    uint32_t best = 0;
    for (uint32_t state = 0; state < judge->states; state++)
        if (judge->keys[party][state] > best)
            best = judge->keys[party][state];
    return best;
}

static ent_status all_keys(ent_judge *judge, ent_report *report)
{
    for (uint32_t party = 0; party < judge->parties; party++) {
        ent_status status = ent_judge_keys(judge, party, report);
        if (status != ENT_OK)
            return status;
    }
    return ENT_OK;
}

/* --- Counter-moves and secure values ----------------------------------------------------- */

/* Whether the move, known to be one of the mover, is possible or credible without the focal party.
 */
static bool is_counter(ent_judge *judge, uint32_t focal, uint32_t mover, bool credible,
                       uint32_t from, uint32_t to)
{
    if (!ent_is_body(judge->model, mover))
        return !credible || judge->keys[mover][to] > judge->keys[mover][from];
    const ent_body *body = ent_mover_body(judge->model, mover);
    ent_judge_no_consent(judge);
    for (size_t i = 0; i < body->members.count; i++) {
        uint32_t member = body->members.items[i];
        if (member != focal && (!credible || judge->keys[member][to] > judge->keys[member][from]))
            ent_judge_consent(judge, member);
    }
    return ent_judge_decides(judge, mover, from);
}

ent_status ent_judge_counters(ent_judge *judge, uint32_t focal, uint32_t mover, bool credible,
                              uint32_t from, uint32_t to, bool *legal, ent_report *report)
{
    *legal = false;
    if (mover == focal || !ent_judge_can_move(judge, mover, from, to))
        return ENT_OK;
    ent_status status = all_keys(judge, report);
    if (status == ENT_OK)
        *legal = is_counter(judge, focal, mover, credible, from, to);
    return status;
}

/* The states in the order of their values, least first; values are below `states`. */
static void order_by_value(const uint32_t *values, uint32_t states, uint32_t *counts,
                           uint32_t *order)
{
    for (uint32_t state = 0; state < states; state++)
        counts[values[state]]++;
    uint32_t sum = 0;
    for (uint32_t value = 0; value < states; value++) {
        uint32_t count = counts[value];
        counts[value] = sum;
        sum += count;
    }
    for (uint32_t state = 0; state < states; state++)
        order[counts[values[state]]++] = state;
}

/* Gives the value to every state that has none yet and from which the others can move to `state`,
 * and so on backwards. */
static void spread(ent_judge *judge, uint32_t focal, bool credible, uint32_t state, uint32_t value,
                   uint32_t *lowest, uint32_t *waiting)
{
    uint32_t count = 0;
    lowest[state] = value;
    waiting[count++] = state;
    while (count > 0) {
        uint32_t to = waiting[--count];
        for (uint32_t mover = 0; mover < judge->movers; mover++) {
            if (mover == focal)
                continue;
            ent_judge_walk walk = ent_judge_arrivals(judge, mover, to);
            for (uint32_t from = ent_judge_next(&walk); from != ENT_NO_STATE;
                 from = ent_judge_next(&walk))
                if (lowest[from] == UINT32_MAX &&
                    is_counter(judge, focal, mover, credible, from, to)) {
                    lowest[from] = value;
                    waiting[count++] = from;
                }
        }
    }
}

/*
 * For each state the least value among those that the others' moves can lead to from it. Searched
 * backwards: from the state of least value, then from the next that was not come upon, and so on.
 */
static ent_status least_reached(ent_judge *judge, uint32_t focal, bool credible,
                                const uint32_t *values, uint32_t *lowest, ent_report *report)
{
    ent_arena scratch = ent_arena_new(judge->arena.memory);
    uint32_t *counts = ent_arena_array(&scratch, judge->states, sizeof *counts);
    uint32_t *order = ent_arena_array(&scratch, judge->states, sizeof *order);
    uint32_t *waiting = ent_arena_array(&scratch, judge->states, sizeof *waiting);
    bool exhausted = scratch.exhausted;
    if (!exhausted) {
        order_by_value(values, judge->states, counts, order);
        memset(lowest, 0xFF, judge->states * sizeof *lowest);
        for (uint32_t i = 0; i < judge->states; i++)
            if (lowest[order[i]] == UINT32_MAX)
                spread(judge, focal, credible, order[i], values[order[i]], lowest, waiting);
    }
    ent_arena_free(&scratch);
    return exhausted ? ent_out_of_memory(report) : ENT_OK;
}

/* esc_party: the best that the party can still do by itself. */
static void find_escapes(const ent_judge *judge, uint32_t party, uint32_t *escapes)
{
    const uint32_t *keys = judge->keys[party];
    for (uint32_t state = 0; state < judge->states; state++) {
        escapes[state] = keys[state];
        ent_judge_walk walk = ent_judge_moves(judge, party, state);
        for (uint32_t to = ent_judge_next(&walk); to != ENT_NO_STATE; to = ent_judge_next(&walk))
            if (keys[to] > escapes[state])
                escapes[state] = keys[to];
    }
}

static ent_status secure_from_escapes(ent_judge *judge, uint32_t party, uint32_t *secure,
                                      ent_report *report)
{
    const uint32_t *keys = judge->keys[party];
    ent_arena scratch = ent_arena_new(judge->arena.memory);
    uint32_t *escapes = ent_arena_array(&scratch, judge->states, sizeof *escapes);
    ent_status status = ENT_OK;
    if (escapes == NULL) {
        status = ent_out_of_memory(report);
    } else {
        find_escapes(judge, party, escapes);
        status = least_reached(judge, party, false, escapes, secure, report);
    }
    ent_arena_free(&scratch);
    for (uint32_t state = 0; status == ENT_OK && state < judge->states; state++)
        if (keys[state] < secure[state])
            secure[state] = keys[state];
    return status;
}

ent_status ent_judge_secure(ent_judge *judge, uint32_t party, ent_concept concept,
                            ent_report *report)
{
    uint32_t **slot = &judge->secure[party * ENT_CONCEPTS + concept];
    if (*slot != NULL)
        return ENT_OK;
    ent_status status = all_keys(judge, report);
    if (status != ENT_OK)
        return status;
    if (concept == ENT_NASH) {
        *slot = judge->keys[party];
        return ENT_OK;
    }
    uint32_t *secure = ent_arena_array(&judge->arena, judge->states, sizeof *secure);
    if (secure == NULL)
        return ent_out_of_memory(report);
    if (concept == ENT_SMR)
        status = secure_from_escapes(judge, party, secure, report);
    else
        status =
            least_reached(judge, party, concept == ENT_SEQ, judge->keys[party], secure, report);
    if (status == ENT_OK)
        *slot = secure;
    return status;
}

/* --- Stability and agreement ------------------------------------------------------------- */

static bool gains_for_sure(const ent_judge *judge, uint32_t party, ent_concept concept,
                           uint32_t from, uint32_t to)
{
    return judge->secure[party * ENT_CONCEPTS + concept][to] > judge->keys[party][from];
}

/* Whether the mover, those who matter being sure to gain, would make the move. */
static bool would_depart(ent_judge *judge, uint32_t mover, ent_concept concept, uint32_t from,
                         uint32_t to)
{
    if (!ent_is_body(judge->model, mover))
        return gains_for_sure(judge, mover, concept, from, to);
    const ent_body *body = ent_mover_body(judge->model, mover);
    ent_judge_no_consent(judge);
    for (size_t i = 0; i < body->members.count; i++)
        if (gains_for_sure(judge, body->members.items[i], concept, from, to))
            ent_judge_consent(judge, body->members.items[i]);
    return ent_judge_decides(judge, mover, from);
}

static ent_status secure_for_mover(ent_judge *judge, uint32_t mover, ent_concept concept,
                                   ent_report *report)
{
    if (!ent_is_body(judge->model, mover))
        return ent_judge_secure(judge, mover, concept, report);
    const ent_body *body = ent_mover_body(judge->model, mover);
    ent_status status = ENT_OK;
    for (size_t i = 0; i < body->members.count && status == ENT_OK; i++)
        status = ent_judge_secure(judge, body->members.items[i], concept, report);
    return status;
}

ent_status ent_judge_departure(ent_judge *judge, uint32_t mover, ent_concept concept,
                               uint32_t state, uint32_t *departure, ent_report *report)
{
    *departure = ENT_NO_STATE;
    ent_status status = secure_for_mover(judge, mover, concept, report);
    if (status != ENT_OK)
        return status;
    ent_judge_walk walk = ent_judge_moves(judge, mover, state);
    for (uint32_t to = ent_judge_next(&walk); to != ENT_NO_STATE; to = ent_judge_next(&walk))
        if (would_depart(judge, mover, concept, state, to)) {
            *departure = to;
            return ENT_OK;
        }
    return ENT_OK;
}

ent_status ent_judge_departs(ent_judge *judge, uint32_t mover, ent_concept concept, uint32_t from,
                             uint32_t to, bool *departs, ent_report *report)
{
    ent_status status = secure_for_mover(judge, mover, concept, report);
    *departs = status == ENT_OK && ent_judge_can_move(judge, mover, from, to) &&
               would_depart(judge, mover, concept, from, to);
    return status;
}

bool ent_judge_permits_all(const ent_judge *judge, uint32_t from, uint32_t to)
{
    for (uint32_t i = 0; i < judge->options; i++)
        if (!ent_judge_permits(judge, i, ent_judge_level(judge, from, i),
                               ent_judge_level(judge, to, i)))
            return false;
    return true;
}

/* Whether every mover whose options change wants the change from `start` to `state`. */
static bool wanted(ent_judge *judge, uint32_t start, uint32_t state)
{
    for (uint32_t i = 0; i < judge->options; i++) {
        const ent_option *option = &judge->model->options.items[i];
        if (ent_judge_level(judge, start, i) == ent_judge_level(judge, state, i))
            continue;
        if (!ent_is_body(judge->model, option->mover)) {
            if (judge->keys[option->mover][state] <= judge->keys[option->mover][start])
                return false;
            continue;
        }
        ent_judge_no_consent(judge);
        for (uint32_t party = 0; party < judge->parties; party++)
            if (judge->keys[party][state] > judge->keys[party][start])
                ent_judge_consent(judge, party);
        if (!ent_judge_decides(judge, option->mover, start))
            return false;
    }
    return true;
}

ent_status ent_judge_agreeable(ent_judge *judge, uint32_t state, bool *agreeable,
                               ent_report *report)
{
    uint32_t start = ent_judge_start(judge);
    ent_status status = all_keys(judge, report);
    *agreeable = status == ENT_OK && start != ENT_NO_STATE && start != state &&
                 ent_judge_permits_all(judge, start, state) && wanted(judge, start, state);
    return status;
}
