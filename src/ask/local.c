/* Following the others' moves from one state, region by region. */
#include "ask/local.h"

#include <string.h>

enum {
    SLOTS = 1024,         /* of the table at first */
    MOVES_MOST = 1 << 22, /* kept in the book */
    BYTES_MOST = 1 << 26, /* of regions that are kept */
    GATES_A_STEP = 32,    /* passing so many takes as long as looking at a state */
};

typedef struct {
    uint32_t from;
    uint32_t to;
} gate;

struct ent_region {
    uint32_t focal; /* whose others move */
    uint32_t pivot; /* whose mind is left open; ENT_NOBODY for none */
    uint32_t start;
    bool whole;       /* else it ends where it was bad enough */
    uint32_t worst;   /* the least key that the focal party is left with */
    uint32_t *states; /* where the focal party is the pivot: all of them */
    gate *gates;
    size_t count; /* of states or gates */
};

/* --- Setting up --------------------------------------------------------------------------- */

ent_status ent_local_init(ent_local *local, const ent_game *game, ent_concept concept)
{
    uint64_t codes = game->space.codes;
    *local = (ent_local){.game = game,
                         .concept = concept,
                         .arena = ent_arena_new(game->memory),
                         .regions = ent_arena_new(game->memory),
                         .slot_count = SLOTS,
                         .held_most = BYTES_MOST};
    local->queue = ent_arena_array(&local->arena, codes, sizeof *local->queue);
    local->path = ent_arena_array(&local->arena, codes, sizeof *local->path);
    local->met = ent_arena_array(&local->arena, codes, sizeof *local->met);
    local->passed = ent_arena_array(&local->arena, codes, sizeof *local->passed);
    local->leaver = ent_arena_array(&local->arena, codes, sizeof *local->leaver);
    local->consents = ent_arena_array(&local->arena, game->party_count, sizeof(uint64_t));
    local->certain = ent_arena_array(&local->arena, game->party_count, sizeof(uint64_t));
    local->slots = ent_arena_array(&local->regions, local->slot_count, sizeof *local->slots);
    ent_status status = ent_move_book_init(&local->book, game, MOVES_MOST);
    return local->arena.exhausted || local->regions.exhausted ? ENT_NO_RESOURCE : status;
}

void ent_local_free(ent_local *local)
{
    if (local->game == NULL)
        return;
    ent_move_book_free(&local->book);
    ent_arena_free(&local->regions);
    ent_arena_free(&local->arena);
}

static ent_status forget_regions(ent_local *local)
{
    ent_arena_free(&local->regions);
    local->region_count = 0;
    local->held = 0;
    local->slot_count = SLOTS;
    local->slots = ent_arena_array(&local->regions, local->slot_count, sizeof *local->slots);
    return local->slots == NULL ? ENT_NO_RESOURCE : ENT_OK;
}

ent_status ent_local_turn(ent_local *local, const ent_rule *rules, const ent_digit *bound)
{
    ent_status status = ent_move_book_turn(&local->book, rules, bound);
    return status == ENT_OK ? forget_regions(local) : status;
}

/* Counts the steps down; false, and the local gives up, when there are not so many left. */
static bool spend(ent_local *local, uint64_t steps)
{
    local->given_up |= local->steps < steps;
    local->steps -= local->given_up ? 0 : steps;
    return !local->given_up;
}

/* --- Regions ------------------------------------------------------------------------------ */

static const ent_move_list *moves_of(ent_local *local, uint32_t mover, uint32_t from)
{
    const ent_move_list *list = ent_moves_of(&local->book, mover, from);
    local->given_up |= list == NULL;
    return list;
}

/* Which moves of a word the mover makes, as one of the others: those that it makes whatever the
 * pivot thinks, and those that it makes if the pivot wants them. */
typedef struct {
    uint64_t firm;
    uint64_t open;
} answers;

static answers answers_of_body(ent_local *local, const ent_region *region, uint32_t body,
                               const ent_move_list *list, uint32_t from, uint32_t word)
{
    const ent_body *b = ent_rule_of(local->game, body)->body;
    bool possible = local->concept == ENT_GMR || local->concept == ENT_SMR;
    bool hangs = false;
    for (size_t i = 0; i < b->members.count; i++) {
        uint32_t party = b->members.items[i];
        uint64_t wishes = possible ? ~UINT64_C(0) : list->wishes[i * list->words + word];
        bool is_pivot = party == region->pivot && party != region->focal;
        local->consents[party] = party == region->focal || is_pivot ? 0 : wishes;
        hangs |= is_pivot;
    }
    answers found = {.firm = ent_moves_decided(&local->book, body, from, local->consents)};
    if (hangs) {
        local->consents[region->pivot] = ~UINT64_C(0);
        found.open = ent_moves_decided(&local->book, body, from, local->consents) & ~found.firm;
    }
    return found;
}

static answers answers_of(ent_local *local, const ent_region *region, uint32_t mover,
                          const ent_move_list *list, uint32_t from, uint32_t word)
{
    uint64_t there = ent_moves_there(&local->book, mover, list, from, word);
    answers found = {.firm = there};
    if (ent_mover_is_body(local->game, mover))
        found = answers_of_body(local, region, mover, list, from, word);
    else if (mover == region->pivot)
        found = (answers){.open = there};
    else if (local->concept == ENT_SEQ)
        found.firm = list->wishes[word];
    return (answers){found.firm & there, found.open & there};
}

/* The key that the focal party is left with in a state: under SMR after it has made the best of it.
 */
static uint32_t key_in(ent_local *local, uint32_t party, uint32_t code)
{
    const ent_column *keys = &local->game->keys[party];
    uint32_t best = ent_column_get(keys, code);
    if (local->concept != ENT_SMR)
        return best;
    const ent_move_list *list = moves_of(local, party, code);
    for (uint32_t word = 0; list != NULL && word < list->words; word++)
        for (uint64_t bits = ent_moves_there(&local->book, party, list, code, word); bits != 0;
             bits &= bits - 1) {
            uint32_t k = word * ENT_MOVES_AT_ONCE + (uint32_t)__builtin_ctzll(bits);
            uint32_t key = ent_column_get(keys, list->targets[k]);
            best = key > best ? key : best;
        }
    return best;
}

/* A region in the making. */
typedef struct {
    ent_local *local;
    ent_region *region;
    ent_arena *arena;
    size_t reached; /* states in the queue */
    ENT_LIST(gate) gates;
} growth;

static void reach(growth *g, uint32_t code)
{
    if (g->local->met[code] == g->local->mets)
        return;
    g->local->met[code] = g->local->mets;
    g->local->queue[g->reached++] = code;
}

/* Adds what one mover makes of a state. */
static bool grow_by(growth *g, uint32_t mover, uint32_t from)
{
    ent_local *local = g->local;
    const ent_move_list *list = moves_of(local, mover, from);
    for (uint32_t word = 0; list != NULL && word < list->words; word++) {
        const uint32_t *targets = list->targets + (size_t)word * ENT_MOVES_AT_ONCE;
        answers found = answers_of(local, g->region, mover, list, from, word);
        for (uint64_t bits = found.firm; bits != 0; bits &= bits - 1)
            reach(g, targets[__builtin_ctzll(bits)]);
        for (uint64_t bits = found.open; bits != 0; bits &= bits - 1) {
            uint32_t to = targets[__builtin_ctzll(bits)];
            if (local->met[to] == local->mets)
                continue;
            gate *slot = ENT_PUSH(g->arena, &g->gates);
            if (slot == NULL)
                return false;
            *slot = (gate){from, to};
        }
    }
    return list != NULL;
}

/* Follows the others until nothing is new, or until the focal party is left with no more than
 * `enough`. */
static bool grow(growth *g, uint32_t enough)
{
    ent_local *local = g->local;
    ent_region *region = g->region;
    bool own = region->focal == region->pivot;
    region->worst = UINT32_MAX;
    reach(g, region->start);
    for (size_t at = 0; at < g->reached; at++) {
        uint32_t from = local->queue[at];
        uint32_t key = own ? 0 : key_in(local, region->focal, from);
        region->worst = key < region->worst ? key : region->worst;
        if (local->given_up)
            return false;
        if (!own && region->worst <= enough)
            return true;
        if (!spend(local, 1))
            return false;
        for (uint32_t i = 0; i < local->book.mover_count; i++)
            if (local->book.movers[i] != region->focal && !grow_by(g, local->book.movers[i], from))
                return false;
    }
    region->whole = true;
    return true;
}

/* Keeps what a whole region leads on to; of a party's own, what it is made of. */
static bool keep(growth *g)
{
    ent_local *local = g->local;
    ent_region *region = g->region;
    if (!region->whole)
        return true;
    bool own = region->focal == region->pivot;
    size_t count = 0;
    for (size_t i = 0; i < g->gates.count; i++)
        if (local->met[g->gates.items[i].to] != local->mets)
            g->gates.items[count++] = g->gates.items[i];
    region->count = own ? g->reached : count;
    size_t bytes = own ? g->reached * sizeof *region->states : count * sizeof *region->gates;
    void *kept = bytes == 0 ? NULL : ent_arena_allocate(&local->regions, bytes);
    if (bytes == 0)
        return true;
    if (kept == NULL)
        return false;
    memcpy(kept, own ? (void *)local->queue : (void *)g->gates.items, bytes);
    region->states = own ? kept : NULL;
    region->gates = own ? NULL : kept;
    local->held += bytes;
    return true;
}

static ent_region **slot_of(ent_region **slots, size_t slot_count, uint32_t focal, uint32_t pivot,
                            uint32_t start)
{
    uint64_t hash = ((uint64_t)focal << 32 ^ pivot) * UINT64_C(0x9E3779B97F4A7C15) ^ start;
    size_t at = (size_t)((hash * UINT64_C(0xD1342543DE82EF95)) >> 32) & (slot_count - 1);
    while (slots[at] != NULL &&
           (slots[at]->focal != focal || slots[at]->pivot != pivot || slots[at]->start != start))
        at = (at + 1) & (slot_count - 1);
    return &slots[at];
}

/* A slot for one region more: the table is at most half full. */
static bool make_room(ent_local *local)
{
    if (2 * (local->region_count + 1) <= local->slot_count)
        return true;
    size_t count = 2 * local->slot_count;
    ent_region **slots = ent_arena_array(&local->regions, count, sizeof *slots);
    if (slots == NULL)
        return false;
    for (size_t i = 0; i < local->slot_count; i++)
        if (local->slots[i] != NULL)
            *slot_of(slots, count, local->slots[i]->focal, local->slots[i]->pivot,
                     local->slots[i]->start) = local->slots[i];
    local->slots = slots;
    local->slot_count = count;
    return true;
}

/* The region; NULL, and the local gives up, when it would go too far or there is no memory. */
static const ent_region *region_of(ent_local *local, uint32_t focal, uint32_t pivot, uint32_t start,
                                   uint32_t enough)
{
    if (!make_room(local)) {
        local->given_up = true;
        return NULL;
    }
    ent_region **slot = slot_of(local->slots, local->slot_count, focal, pivot, start);
    if (*slot != NULL && ((*slot)->whole || (*slot)->worst <= enough))
        return *slot;
    ent_region *region =
        *slot != NULL ? *slot : ent_arena_allocate(&local->regions, sizeof *region);
    ent_arena scratch = ent_arena_new(local->game->memory);
    growth g = {.local = local, .region = region, .arena = &scratch};
    bool grown = false;
    if (region != NULL) {
        *region = (ent_region){.focal = focal, .pivot = pivot, .start = start};
        local->mets++;
        grown = grow(&g, enough) && keep(&g);
    }
    if (scratch.exhausted)
        local->regions.exhausted = true;
    ent_arena_free(&scratch);
    if (!grown) {
        if (*slot != NULL)
            (*slot)->worst = UINT32_MAX;
        local->given_up = true;
        return NULL;
    }
    if (*slot == NULL) {
        *slot = region;
        local->region_count++;
        local->held += sizeof *region + 2 * sizeof(ent_region *);
    }
    return region;
}

/* --- Answers ------------------------------------------------------------------------------ */

static bool changes(const ent_mind *mind, uint32_t party)
{
    return mind != NULL && mind->party == party;
}

/* Under SMR a party with another mind may still escape from a state to one with a higher value. */
static bool escapes(ent_local *local, const ent_mind *mind, uint32_t code, uint64_t value)
{
    const ent_move_list *list =
        local->concept == ENT_SMR ? moves_of(local, mind->party, code) : NULL;
    for (uint32_t k = 0; list != NULL && k < list->count; k++)
        if (ent_mind_value(mind, list->targets[k]) > value)
            return true;
    return false;
}

static bool is_answered_to_changed(ent_local *local, const ent_mind *mind, uint32_t to,
                                   uint64_t from)
{
    const ent_region *region = region_of(local, mind->party, mind->party, to, 0);
    if (region == NULL || !spend(local, region->count / GATES_A_STEP))
        return false;
    uint64_t value = ent_mind_value(mind, from);
    for (size_t i = 0; i < region->count; i++)
        if (ent_mind_value(mind, region->states[i]) <= value &&
            !escapes(local, mind, region->states[i], value))
            return true;
    return false;
}

static bool opens(const ent_mind *mind, const gate *g)
{
    return mind->obliging || ent_mind_value(mind, g->to) > ent_mind_value(mind, g->from);
}

/* Whether the others can answer a move of a party to `to` so that it has not gained. */
static bool is_answered(ent_local *local, const ent_mind *mind, uint32_t party, uint32_t to,
                        uint64_t from)
{
    if (local->concept == ENT_NASH)
        return false;
    if (changes(mind, party))
        return is_answered_to_changed(local, mind, to, from);
    uint32_t enough = ent_column_get(&local->game->keys[party], from);
    uint32_t pivot = local->concept == ENT_SEQ && mind != NULL ? mind->party : ENT_NOBODY;
    size_t left = 0;
    local->passes++;
    local->path[left++] = to;
    local->passed[to] = local->passes;
    while (left > 0) {
        const ent_region *region = region_of(local, party, pivot, local->path[--left], enough);
        if (region == NULL || region->worst <= enough)
            return region != NULL;
        if (!spend(local, region->count / GATES_A_STEP))
            return false;
        for (size_t i = 0; i < region->count; i++) {
            const gate *g = &region->gates[i];
            if (local->passed[g->to] == local->passes || !opens(mind, g))
                continue;
            local->passed[g->to] = local->passes;
            local->path[left++] = g->to;
        }
    }
    return false;
}

/* --- Departures --------------------------------------------------------------------------- */

/* Which of 64 moves a party wants at first sight; `k` is its place among the mover's members. */
static uint64_t wishes_of(const ent_mind *mind, uint32_t party, const ent_move_list *list, size_t k,
                          uint64_t from, uint32_t word)
{
    if (!changes(mind, party))
        return list->wishes[k * list->words + word];
    uint64_t wishes = 0;
    uint64_t value = mind->obliging ? 0 : ent_mind_value(mind, from);
    const uint32_t *targets = list->targets + (size_t)word * ENT_MOVES_AT_ONCE;
    for (uint64_t bits = mind->obliging ? 0 : ent_set_mask(list->count, word); bits != 0;
         bits &= bits - 1) {
        uint32_t i = (uint32_t)__builtin_ctzll(bits);
        if (ent_mind_value(mind, targets[i]) > value)
            wishes |= UINT64_C(1) << i;
    }
    return wishes;
}

static bool party_leaves(ent_local *local, const ent_mind *mind, uint32_t party,
                         const ent_move_list *list, uint64_t from)
{
    for (uint32_t word = 0; word < list->words; word++) {
        const uint32_t *targets = list->targets + (size_t)word * ENT_MOVES_AT_ONCE;
        uint64_t bits = wishes_of(mind, party, list, 0, from, word) &
                        ent_moves_there(&local->book, party, list, from, word);
        for (; bits != 0 && !local->given_up; bits &= bits - 1)
            if (!is_answered(local, mind, party, targets[__builtin_ctzll(bits)], from))
                return !local->given_up;
    }
    return false;
}

/* Whether a move that its members want at first sight is still decided by those who gain for sure.
 */
static bool is_carried(ent_local *local, const ent_mind *mind, uint32_t body, uint32_t k,
                       uint32_t to, uint64_t from)
{
    const ent_body *b = ent_rule_of(local->game, body)->body;
    memset(local->certain, 0, local->game->party_count * sizeof *local->certain);
    for (size_t i = 0; i < b->members.count; i++)
        local->certain[b->members.items[i]] = (local->consents[b->members.items[i]] >> k) & 1u;
    for (size_t i = 0; i < b->members.count; i++) {
        uint32_t party = b->members.items[i];
        if (local->certain[party] == 0 || !is_answered(local, mind, party, to, from))
            continue;
        local->certain[party] = 0;
        if ((ent_moves_decided(&local->book, body, from, local->certain) & 1u) == 0)
            return false;
    }
    return !local->given_up;
}

static bool body_leaves(ent_local *local, const ent_mind *mind, uint32_t body,
                        const ent_move_list *list, uint64_t from)
{
    const ent_body *b = ent_rule_of(local->game, body)->body;
    for (uint32_t word = 0; word < list->words; word++) {
        const uint32_t *targets = list->targets + (size_t)word * ENT_MOVES_AT_ONCE;
        uint64_t bits = ent_moves_there(&local->book, body, list, from, word);
        uint64_t done = 0;
        while (bits != 0 && !local->given_up) {
            for (size_t i = 0; i < b->members.count; i++) /* answers use this scratch as well */
                local->consents[b->members.items[i]] =
                    wishes_of(mind, b->members.items[i], list, i, from, word);
            bits &= ent_moves_decided(&local->book, body, from, local->consents) & ~done;
            if (bits == 0)
                break;
            uint32_t k = (uint32_t)__builtin_ctzll(bits);
            if (is_carried(local, mind, body, k, targets[k], from))
                return true;
            done |= UINT64_C(1) << k;
            bits &= bits - 1;
        }
    }
    return false;
}

static bool leaves(ent_local *local, const ent_mind *mind, uint32_t mover, uint64_t from)
{
    const ent_move_list *list = moves_of(local, mover, (uint32_t)from);
    if (list == NULL)
        return false;
    return ent_mover_is_body(local->game, mover) ? body_leaves(local, mind, mover, list, from)
                                                 : party_leaves(local, mind, mover, list, from);
}

ent_status ent_judge_state(ent_local *local, const ent_mind *mind, uint64_t code,
                           ent_verdict *verdict)
{
    *verdict = ENT_LEFT;
    local->given_up = false;
    if (local->held > local->held_most && forget_regions(local) != ENT_OK)
        return ENT_NO_RESOURCE;
    if (leaves(local, mind, local->leaver[code], code))
        return ENT_OK;
    for (uint32_t i = 0; i < local->book.mover_count && !local->given_up; i++) {
        uint32_t mover = local->book.movers[i];
        if (mover == local->leaver[code] || !leaves(local, mind, mover, code))
            continue;
        local->leaver[code] = mover;
        return ENT_OK;
    }
    *verdict = local->given_up ? ENT_TOO_FAR : ENT_STAYS;
    return local->regions.exhausted || local->book.arena.exhausted ? ENT_NO_RESOURCE : ENT_OK;
}
