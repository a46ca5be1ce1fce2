/* Arrangements that fail one demand only, by who is in the way; and the witness of each failure. */
#include <stdlib.h>
#include <string.h>

#include "ask/ballot.h"
#include "ask/design.h"

/* Kinds are told apart by a bit for each mover, and two more. */
typedef struct {
    ent_design *design;
    ent_ballot ballot; /* everybody's say on the 64 arrangements that are looked at */
    size_t mark_words;
    uint64_t *marks; /* of the arrangement that is looked at */
    size_t *slots;   /* a hash table of indexes into the kinds, plus one */
    ENT_LIST(ent_shortfall) kinds;
    ent_arena arena;
} sorting;

enum { SLOTS = 4 * ENT_KINDS_MOST };

static void mark(const sorting *s, uint32_t bit)
{
    s->marks[bit / 64] |= UINT64_C(1) << (bit % 64);
}

static uint32_t stuck_bit(const sorting *s)
{
    return s->design->game->mover_count;
}

static uint32_t single_bit(const sorting *s)
{
    return s->design->game->mover_count + 1;
}

/* Who does not agree: parties that cannot be done without, bodies that do not decide. */
static void mark_refusals(const sorting *s, unsigned bit)
{
    const ent_game *game = s->design->game;
    if (!((s->ballot.packages >> bit) & 1u)) {
        mark(s, stuck_bit(s));
        return;
    }
    for (uint32_t p = 0; p < game->party_count; p++) {
        if ((s->ballot.refuses[p] >> bit) & 1u)
            mark(s, p);
        if ((s->ballot.blocks[p] >> bit) & 1u)
            mark(s, single_bit(s));
    }
    for (uint32_t m = game->party_count; m < game->mover_count; m++)
        if (!((s->ballot.accepts[m] >> bit) & 1u))
            mark(s, m);
}

static void mark_obstacles(const sorting *s, ent_demand failed, uint64_t code)
{
    const ent_design *design = s->design;
    memset(s->marks, 0, s->mark_words * sizeof *s->marks);
    if (failed == ENT_CAN_AGREE)
        mark_refusals(s, (unsigned)(code % 64));
    for (size_t i = 0; failed == ENT_CAN_ACT && i < design->guards.count; i++)
        if (!ent_set_has(&design->guards.items[i].acts, code))
            mark(s, design->guards.items[i].body);
    const ent_set *stable = design->solution->stable[design->request.concept];
    for (uint32_t m = 0; failed == ENT_WILL_HOLD && m < design->game->mover_count; m++)
        if (!ent_set_has(&stable[m], code))
            mark(s, m);
}

/* How much the parties like it, compared with the start; larger is nearer. */
static uint64_t nearness_of(const ent_design *design, uint64_t code)
{
    const ent_game *game = design->game;
    uint64_t losers = 0;
    uint64_t gainers = 0;
    for (uint32_t p = 0; p < game->party_count; p++) {
        losers += ent_prefers(game, p, design->start, code);
        gainers += ent_prefers(game, p, code, design->start);
    }
    return (game->party_count - losers) << 32 | gainers;
}

static uint64_t hash_of(const sorting *s, ent_demand failed)
{
    uint64_t hash = (uint64_t)failed + 1;
    for (size_t i = 0; i < s->mark_words; i++)
        hash = (hash ^ s->marks[i] ^ (hash >> 29)) * UINT64_C(0x9e3779b97f4a7c15);
    return hash >> 32;
}

/* The slot of the kind with these marks, or the empty one in which it would stand. */
static size_t slot_of(const sorting *s, ent_demand failed)
{
    size_t slot = (size_t)(hash_of(s, failed) % SLOTS);
    for (; s->slots[slot] != 0; slot = (slot + 1) % SLOTS) {
        const ent_shortfall *kind = &s->kinds.items[s->slots[slot] - 1];
        if (kind->failed == failed &&
            memcmp(kind->marks, s->marks, s->mark_words * sizeof *s->marks) == 0)
            break;
    }
    return slot;
}

static uint32_t count_obstacles(const sorting *s)
{
    uint32_t obstacles = 0;
    for (uint32_t m = 0; m < s->design->game->mover_count; m++)
        obstacles += (uint32_t)(s->marks[m / 64] >> (m % 64)) & 1u;
    uint32_t stuck = stuck_bit(s);
    uint32_t single = single_bit(s);
    if ((s->marks[stuck / 64] >> (stuck % 64)) & 1u)
        return UINT32_MAX; /* no consent would help */
    return (s->marks[single / 64] >> (single % 64)) & 1u ? 1 : obstacles;
}

static ent_shortfall *find_kind(sorting *s, ent_demand failed)
{
    size_t slot = slot_of(s, failed);
    if (s->slots[slot] != 0)
        return &s->kinds.items[s->slots[slot] - 1];
    if (s->kinds.count == ENT_KINDS_MOST)
        return NULL;
    uint64_t *marks = ent_arena_array(&s->design->arena, s->mark_words, sizeof *marks);
    ent_shortfall *kind = ENT_PUSH(&s->arena, &s->kinds);
    if (marks == NULL || kind == NULL) {
        s->arena.exhausted = true;
        return NULL;
    }
    memcpy(marks, s->marks, s->mark_words * sizeof *marks);
    *kind = (ent_shortfall){.failed = failed, .marks = marks, .obstacles = count_obstacles(s)};
    s->slots[slot] = s->kinds.count;
    return kind;
}

static ent_status sort_one(sorting *s, ent_demand failed, uint64_t code)
{
    mark_obstacles(s, failed, code);
    s->design->single[failed]++;
    ent_shortfall *kind = find_kind(s, failed);
    if (s->arena.exhausted)
        return ENT_NO_RESOURCE;
    if (kind == NULL) {
        s->design->unsorted++;
        return ENT_OK;
    }
    uint64_t nearness = nearness_of(s->design, code);
    if (kind->count == 0 || nearness > kind->nearness) {
        kind->nearness = nearness;
        kind->code = code;
    }
    kind->count++;
    return ENT_OK;
}

/* The arrangements among 64 that fail this demand and no other; the start is none of them. */
static uint64_t failing_only(const ent_design *design, uint32_t failed, size_t index)
{
    uint64_t bits = design->target.words[index];
    for (uint32_t d = 0; d < ENT_DEMANDS; d++)
        bits &= d == failed ? ~design->meets[d].words[index] : design->meets[d].words[index];
    if (design->start / 64 == index)
        bits &= ~(UINT64_C(1) << (design->start % 64));
    return bits;
}

static ent_status sort_all(sorting *s)
{
    const ent_design *design = s->design;
    for (size_t i = 0; i < ent_set_words(design->target.bits); i++)
        for (uint32_t d = 0; d < ENT_DEMANDS; d++) {
            uint64_t bits = failing_only(design, d, i);
            if (bits != 0 && d == ENT_CAN_AGREE && !ent_ballot_move(&s->ballot, i))
                s->ballot.packages = 0;
            for (; bits != 0; bits &= bits - 1)
                if (sort_one(s, (ent_demand)d,
                             (uint64_t)i * 64 + (uint64_t)__builtin_ctzll(bits)) != ENT_OK)
                    return ENT_NO_RESOURCE;
        }
    return ENT_OK;
}

static int nearest_first(const void *a, const void *b)
{
    const ent_shortfall *left = a;
    const ent_shortfall *right = b;
    if (left->obstacles != right->obstacles)
        return left->obstacles < right->obstacles ? -1 : 1;
    if (left->nearness != right->nearness)
        return left->nearness > right->nearness ? -1 : 1;
    if (left->code != right->code)
        return left->code < right->code ? -1 : 1;
    return (int)left->failed - (int)right->failed;
}

static ent_status add_refusal(const sorting *s, ent_shortfall *shortfall, uint32_t party)
{
    const ent_design *design = s->design;
    ent_refusal *refusal = ENT_PUSH(&s->design->arena, &shortfall->refusal);
    if (refusal == NULL)
        return ENT_NO_RESOURCE;
    *refusal = (ent_refusal){.party = party};
    if (!ent_prefers(design->game, party, design->start, shortfall->code))
        return ENT_OK; /* entries may tell equal states apart: none of them is a loss */
    return ent_deciding_want(design->game, party, shortfall->code, design->start, &refusal->want);
}

static ent_status add_stuck(const sorting *s, ent_shortfall *shortfall)
{
    const ent_space *space = &s->design->game->space;
    for (uint32_t i = 0; i < space->digit_count; i++) {
        uint32_t from = ent_level_of(space, s->design->start, i);
        uint32_t to = ent_level_of(space, shortfall->code, i);
        ent_moves moves = space->digits[i].moves;
        bool permitted = from == to || moves == ENT_MOVES_ANY ||
                         (moves == ENT_MOVES_UP && to > from) ||
                         (moves == ENT_MOVES_DOWN && to < from);
        uint32_t *slot = permitted ? NULL : ENT_PUSH(&s->design->arena, &shortfall->stuck);
        if (!permitted && slot == NULL)
            return ENT_NO_RESOURCE;
        if (slot != NULL)
            *slot = i;
    }
    return ENT_OK;
}

/* Whether a member of the body is named already. */
static bool has_refuser(const sorting *s, const ent_shortfall *shortfall, uint32_t body)
{
    const ent_body *of = ent_rule_of(s->design->game, body)->body;
    for (size_t i = 0; i < shortfall->refusal.count; i++)
        for (size_t k = 0; k < of->members.count; k++)
            if (of->members.items[k] == shortfall->refusal.items[i].party)
                return true;
    return false;
}

/* Parties of which any one, or of which each, would have to consent. */
static ent_status add_refusals(sorting *s, ent_shortfall *shortfall)
{
    const ent_game *game = s->design->game;
    unsigned bit = (unsigned)(shortfall->code % 64);
    if (!ent_ballot_move(&s->ballot, (size_t)(shortfall->code / 64)) ||
        !((s->ballot.packages >> bit) & 1u))
        return add_stuck(s, shortfall);
    for (uint32_t p = 0; p < game->party_count; p++)
        shortfall->any_refusal = shortfall->any_refusal || ((s->ballot.blocks[p] >> bit) & 1u) != 0;
    const uint64_t *says = NULL;
    for (uint32_t p = 0; p < game->party_count; p++) {
        says = shortfall->any_refusal ? &s->ballot.blocks[p] : &s->ballot.refuses[p];
        if (((*says >> bit) & 1u) && add_refusal(s, shortfall, p) != ENT_OK)
            return ENT_NO_RESOURCE;
    }
    for (uint32_t m = game->party_count; m < game->mover_count && !shortfall->any_refusal; m++) {
        bool decides = ((s->ballot.accepts[m] >> bit) & 1u) || has_refuser(s, shortfall, m);
        uint32_t *slot = decides ? NULL : ENT_PUSH(&s->design->arena, &shortfall->undecided);
        if (!decides && slot == NULL)
            return ENT_NO_RESOURCE;
        if (slot != NULL)
            *slot = m;
    }
    return ENT_OK;
}

static ent_status add_idle(const ent_design *design, ent_shortfall *shortfall, ent_arena *arena)
{
    const ent_game *game = design->game;
    ENT_AUTO_SET acts = {0};
    uint64_t *consents = ent_arena_array(arena, ent_party_words(game), sizeof *consents);
    if (consents == NULL || ent_set_new(&acts, game->memory, game->space.codes) != ENT_OK)
        return ENT_NO_RESOURCE;
    memset(consents, 0xff, ent_party_words(game) * sizeof *consents);
    for (size_t i = 0; i < design->guards.count; i++) {
        const ent_guard *guard = &design->guards.items[i];
        if (ent_set_has(&guard->acts, shortfall->code))
            continue;
        ent_idle_guard *idle = ENT_PUSH(arena, &shortfall->idle);
        if (idle == NULL ||
            ent_rule_select(game, ent_rule_of(game, guard->body), consents, &acts) != ENT_OK)
            return ENT_NO_RESOURCE;
        *idle = (ent_idle_guard){.guard = guard, .blocked = ent_set_has(&acts, shortfall->code)};
    }
    return ENT_OK;
}

static ent_status add_leavers(const ent_design *design, const ent_explainer *explainer,
                              ent_shortfall *shortfall)
{
    const ent_set *stable = design->solution->stable[design->request.concept];
    for (uint32_t m = 0; m < design->game->mover_count; m++) {
        if (ent_set_has(&stable[m], shortfall->code))
            continue;
        ent_leaver *leaver = ENT_PUSH(explainer->arena, &shortfall->leavers);
        if (leaver == NULL)
            return ENT_NO_RESOURCE;
        *leaver = (ent_leaver){.mover = m};
        if (ent_form_opinion(explainer, m, shortfall->code, &leaver->opinion) != ENT_OK)
            return ENT_NO_RESOURCE;
    }
    return ENT_OK;
}

static ent_status witness(sorting *s, const ent_explainer *explainer, ent_shortfall *shortfall)
{
    switch (shortfall->failed) {
    case ENT_CAN_AGREE:
        return add_refusals(s, shortfall);
    case ENT_CAN_ACT:
        return add_idle(s->design, shortfall, &s->design->arena);
    case ENT_WILL_HOLD:
        return add_leavers(s->design, explainer, shortfall);
    }
    return ENT_OK;
}

static ent_status list_nearest(sorting *s)
{
    ent_design *design = s->design;
    ent_explainer explainer;
    ent_status status = ent_explainer_init(&explainer, design->game, design->solution,
                                           design->request.concept, &design->arena);
    design->kinds = s->kinds.count;
    if (s->kinds.count > 0)
        qsort(s->kinds.items, s->kinds.count, sizeof *s->kinds.items, nearest_first);
    for (size_t i = 0; i < s->kinds.count && i < design->request.nearest_most && status == ENT_OK;
         i++) {
        ent_shortfall *shortfall = ENT_PUSH(&design->arena, &design->nearest);
        status = ENT_NO_RESOURCE;
        if (shortfall != NULL) {
            *shortfall = s->kinds.items[i];
            status = witness(s, &explainer, shortfall);
        }
    }
    ent_explainer_free(&explainer);
    return status;
}

ent_status ent_find_shortfalls(ent_design *design)
{
    sorting s = {.design = design,
                 .arena = ent_arena_new(design->game->memory),
                 .mark_words = ((size_t)design->game->mover_count + 2 + 63) / 64};
    s.marks = ent_arena_array(&s.arena, s.mark_words, sizeof *s.marks);
    s.slots = ent_arena_array(&s.arena, SLOTS, sizeof *s.slots);
    ent_status status = s.marks == NULL || s.slots == NULL ? ENT_NO_RESOURCE : ENT_OK;
    if (status == ENT_OK) {
        status = ent_ballot_init(&s.ballot, design->game, design->start, NULL, 1);
        if (status == ENT_OK)
            status = sort_all(&s);
        if (status == ENT_OK)
            status = list_nearest(&s);
        ent_ballot_free(&s.ballot);
    }
    ent_arena_free(&s.arena);
    return status;
}
