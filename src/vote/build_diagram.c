/*
 * Building a diagram from the quotas of a game. What a coalition of the first k members leaves open
 * is told by what each quota still needs. Levels are made from the top with such states as nodes,
 * and then reduced from the bottom.
 */
#include <string.h>

#include "base/machine.h"
#include "vote/diagram.h"

#define REACHED INT64_C(0)
#define IMPOSSIBLE INT64_MAX

/* What the members of a level and after can add up to, for one quota. */
typedef struct {
    int64_t total;
    int64_t *sums; /* all possible ones, ascending; NULL where they are too many */
    size_t count;
} suffix;

/* The states of one level: for each quota what it still needs. */
typedef struct {
    ENT_LIST(int64_t) needs; /* quotas for each state */
    ent_branch *branches;    /* by state: where it leads, as states of the next level */
    uint32_t *slots;         /* a hash table of states, plus one */
    size_t slot_count;
    size_t count;
} states;

typedef struct {
    const ent_simple_game *game;
    ent_diagram *diagram;
    ent_arena arena;
    size_t quotas;
    suffix *suffixes; /* by level and quota */
    size_t sums_left; /* that may still be kept in suffixes */
    states *levels;   /* members + 1 */
    size_t state_count;
} builder;

enum { SUMS_MOST = 1 << 14 };

typedef struct {
    double importance;
    size_t first; /* the first quota that it counts for */
} rank;

static rank rank_of(const ent_simple_game *game, uint32_t member)
{
    rank r = {.first = game->quotas.count};
    for (size_t q = game->quotas.count; q-- > 0;) {
        const ent_quota *quota = &game->quotas.items[q];
        r.importance += (double)quota->weights[member] / (double)quota->least;
        r.first = quota->weights[member] > 0 ? q : r.first;
    }
    return r;
}

/* Members that count for much come first: then early levels have few states. Of those that count
 * for as much, the members of a quota come together: then few quotas are open at a time. */
static bool precedes(rank a, rank b)
{
    return a.importance > b.importance || (a.importance == b.importance && a.first < b.first);
}

static ent_status choose_order(builder *b)
{
    uint32_t members = b->game->members;
    uint32_t *order = ent_arena_array(&b->diagram->arena, members, sizeof *order);
    rank *of = ent_arena_array(&b->arena, members, sizeof *of);
    if (order == NULL || of == NULL)
        return ENT_NO_RESOURCE;
    for (uint32_t i = 0; i < members; i++) {
        of[i] = rank_of(b->game, i);
        uint32_t k = i;
        for (; k > 0 && precedes(of[i], of[order[k - 1]]); k--)
            order[k] = order[k - 1];
        order[k] = i;
    }
    b->diagram->order = order;
    return ENT_OK;
}

/* The sums of the next level, each without and with `weight`, in order and once. */
static ent_status merge_sums(builder *b, const suffix *next, int64_t weight, suffix *merged)
{
    *merged = *next;
    merged->total += weight;
    if (weight == 0 || next->sums == NULL)
        return ENT_OK;
    merged->sums = NULL;
    merged->count = 0;
    if (next->count > SUMS_MOST / 2 || 2 * next->count > b->sums_left)
        return ENT_OK;
    b->sums_left -= 2 * next->count;
    merged->sums = ent_arena_array(&b->arena, 2 * next->count, sizeof *merged->sums);
    if (merged->sums == NULL)
        return ENT_NO_RESOURCE;
    size_t i = 0;
    size_t k = 0;
    while (k < next->count) {
        int64_t without = i < next->count ? next->sums[i] : INT64_MAX;
        int64_t with = next->sums[k] + weight;
        int64_t least = without < with ? without : with;
        i += without == least;
        k += with == least;
        merged->sums[merged->count++] = least;
    }
    return ENT_OK;
}

static ent_status find_suffixes(builder *b)
{
    static const int64_t nothing[] = {0};
    uint32_t members = b->game->members;
    b->suffixes = ent_arena_array(&b->arena, (members + 1) * b->quotas, sizeof *b->suffixes);
    if (b->suffixes == NULL)
        return ENT_NO_RESOURCE;
    for (size_t q = 0; q < b->quotas; q++)
        b->suffixes[members * b->quotas + q] = (suffix){.sums = (int64_t *)nothing, .count = 1};
    for (uint32_t level = members; level-- > 0;)
        for (size_t q = 0; q < b->quotas; q++) {
            int64_t weight = b->game->quotas.items[q].weights[b->diagram->order[level]];
            if (merge_sums(b, &b->suffixes[(level + 1) * b->quotas + q], weight,
                           &b->suffixes[level * b->quotas + q]) != ENT_OK)
                return ENT_NO_RESOURCE;
        }
    return ENT_OK;
}

/* Needs between which the members left cannot tell the difference become the same. */
static int64_t canonical_need(const suffix *left, int64_t need)
{
    if (need <= 0)
        return REACHED;
    if (need > left->total)
        return IMPOSSIBLE;
    if (left->sums == NULL)
        return need;
    size_t low = 0;
    size_t high = left->count - 1;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (left->sums[middle] < need)
            low = middle + 1;
        else
            high = middle;
    }
    return left->sums[low];
}

static void settle(const ent_formula *formula, int64_t *needs, int64_t value)
{
    if (formula->part_count == 0)
        needs[formula->quota] = value;
    for (uint32_t i = 0; i < formula->part_count; i++)
        settle(formula->parts[i], needs, value);
}

/* Whether the formula is decided: ENT_LOSES, ENT_WINS, or 2 for not yet. What cannot matter any
 * more in a decided part is forgotten. */
static uint32_t judge(const ent_formula *formula, int64_t *needs)
{
    if (formula->part_count == 0) {
        int64_t need = needs[formula->quota];
        return need == REACHED ? ENT_WINS : need == IMPOSSIBLE ? ENT_LOSES : 2;
    }
    uint32_t reached = 0;
    uint32_t open = 0;
    for (uint32_t i = 0; i < formula->part_count; i++) {
        uint32_t verdict = judge(formula->parts[i], needs);
        reached += verdict == ENT_WINS;
        open += verdict == 2;
    }
    if (reached >= formula->least) {
        settle(formula, needs, REACHED);
        return ENT_WINS;
    }
    if (reached + open < formula->least) {
        settle(formula, needs, IMPOSSIBLE);
        return ENT_LOSES;
    }
    return 2;
}

static uint64_t hash_of(const int64_t *needs, size_t count)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < count; i++) {
        hash = (hash ^ (uint64_t)needs[i]) * UINT64_C(0x9e3779b97f4a7c15);
        hash ^= hash >> 29;
    }
    return hash;
}

/* The slot in which the state stands, or would stand. */
static size_t slot_of(const states *s, const int64_t *needs, size_t quotas)
{
    size_t slot = (size_t)hash_of(needs, quotas) & (s->slot_count - 1);
    while (s->slots[slot] != 0 && memcmp(&s->needs.items[(s->slots[slot] - 1) * quotas], needs,
                                         quotas * sizeof *needs) != 0)
        slot = (slot + 1) & (s->slot_count - 1);
    return slot;
}

static bool grow_slots(ent_memory *memory, states *s, size_t quotas)
{
    states larger = *s;
    larger.slot_count = s->slot_count == 0 ? 64 : 2 * s->slot_count;
    larger.slots = ent_allocate(memory, larger.slot_count * sizeof *larger.slots);
    if (larger.slots == NULL)
        return false;
    for (size_t i = 0; i < s->count; i++)
        larger.slots[slot_of(&larger, &s->needs.items[i * quotas], quotas)] = (uint32_t)i + 1;
    ent_release(memory, s->slots, s->slot_count * sizeof *s->slots);
    *s = larger;
    return true;
}

static void forget_slots(builder *b, states *s)
{
    ent_release(b->arena.memory, s->slots, s->slot_count * sizeof *s->slots);
    s->slots = NULL;
    s->slot_count = 0;
}

/* The state's index, from 2 on; ENT_NO_PAIR when there is no room. */
static uint32_t find_state(builder *b, states *s, const int64_t *needs)
{
    if (2 * (s->count + 1) > s->slot_count && !grow_slots(b->arena.memory, s, b->quotas))
        return ENT_NO_PAIR;
    size_t slot = slot_of(s, needs, b->quotas);
    if (s->slots[slot] == 0) {
        b->diagram->too_large = b->state_count == b->diagram->nodes_most;
        if (b->diagram->too_large)
            return ENT_NO_PAIR;
        b->state_count++;
        for (size_t q = 0; q < b->quotas; q++) {
            int64_t *place = ENT_PUSH(&b->arena, &s->needs);
            if (place == NULL)
                return ENT_NO_PAIR;
            *place = needs[q];
        }
        s->slots[slot] = (uint32_t)++s->count;
    }
    return s->slots[slot] + 1;
}

/* The state of `level` after a member that adds to each quota its weight, or nothing. */
static uint32_t step(builder *b, uint32_t level, const int64_t *from, const uint32_t *member,
                     states *next, int64_t *needs)
{
    for (size_t q = 0; q < b->quotas; q++) {
        int64_t need = from[q];
        if (need != IMPOSSIBLE && member != NULL)
            need -= b->game->quotas.items[q].weights[*member];
        needs[q] = need == IMPOSSIBLE ? IMPOSSIBLE
                                      : canonical_need(&b->suffixes[level * b->quotas + q], need);
    }
    uint32_t verdict = judge(b->game->formula, needs);
    return verdict != 2 ? verdict : find_state(b, next, needs);
}

/* Fills the branches of one level's states, and the states of the next. */
static ent_status expand(builder *b, uint32_t level, states *next, int64_t *needs)
{
    const uint32_t member = b->diagram->order[level];
    const states *from = &b->levels[level];
    ent_branch *branches = ent_arena_array(&b->arena, from->count, sizeof *branches);
    if (from->count > 0 && branches == NULL)
        return ENT_NO_RESOURCE;
    for (size_t i = 0; i < from->count; i++) {
        const int64_t *state = &from->needs.items[i * b->quotas];
        branches[i] = (ent_branch){step(b, level + 1, state, NULL, next, needs),
                                   step(b, level + 1, state, &member, next, needs)};
        if (branches[i].lo == ENT_NO_PAIR || branches[i].hi == ENT_NO_PAIR)
            return ENT_NO_RESOURCE;
    }
    b->levels[level].branches = branches;
    return ENT_OK;
}

/* Makes all levels of states. The root is state 2 of the first. */
static ent_status expand_all(builder *b)
{
    uint32_t members = b->game->members;
    int64_t *needs = ent_arena_array(&b->arena, b->quotas, sizeof *needs);
    if (needs == NULL)
        return ENT_NO_RESOURCE;
    for (size_t q = 0; q < b->quotas; q++)
        needs[q] = canonical_need(&b->suffixes[q], b->game->quotas.items[q].least);
    if (find_state(b, &b->levels[0], needs) == ENT_NO_PAIR)
        return ENT_NO_RESOURCE;
    for (uint32_t level = 0; level < members; level++) {
        if (expand(b, level, &b->levels[level + 1], needs) != ENT_OK)
            return ENT_NO_RESOURCE;
        forget_slots(b, &b->levels[level]);
    }
    return ENT_OK;
}

/* Keeps what the quotas need in the states of a level, the first of each node. */
static ent_status keep_needs(builder *b, ent_level *at, const states *from, const uint32_t *nodes)
{
    at->needs_count = at->nodes.count;
    at->needs = ent_arena_array(&b->diagram->arena, at->needs_count * b->quotas, sizeof(int64_t));
    if (at->needs == NULL)
        return ENT_NO_RESOURCE;
    for (size_t q = 0; q < b->quotas; q++)
        at->needs[ENT_LOSES * b->quotas + q] = IMPOSSIBLE;
    for (size_t i = from->count; i-- > 0;)
        memcpy(&at->needs[nodes[i + 2] * b->quotas], &from->needs.items[i * b->quotas],
               b->quotas * sizeof *at->needs);
    return ENT_OK;
}

/* From the last level up: states with the same branches become one node. */
static ent_status reduce(builder *b)
{
    ent_diagram *d = b->diagram;
    uint32_t *below = NULL; /* state of the level below to node */
    for (uint32_t level = d->members; level-- > 0;) {
        const states *here = &b->levels[level];
        uint32_t *nodes = ent_arena_array(&b->arena, here->count + 2, sizeof *nodes);
        if (nodes == NULL)
            return ENT_NO_RESOURCE;
        nodes[ENT_WINS] = ENT_WINS;
        for (size_t i = 0; i < here->count; i++) {
            ent_branch branch = here->branches[i];
            if (below != NULL)
                branch = (ent_branch){below[branch.lo], below[branch.hi]};
            nodes[i + 2] = ent_diagram_node(d, level, branch);
            if (nodes[i + 2] == ENT_NO_PAIR)
                return ENT_NO_RESOURCE;
        }
        if (keep_needs(b, &d->levels[level], here, nodes) != ENT_OK)
            return ENT_NO_RESOURCE;
        below = nodes;
    }
    d->root = below == NULL ? ENT_LOSES : below[2];
    return ENT_OK;
}

/* Gives every level its two decided nodes. */
static ent_status begin_levels(ent_diagram *d)
{
    d->levels = ent_arena_array(&d->arena, d->members + 1, sizeof *d->levels);
    if (d->levels == NULL)
        return ENT_NO_RESOURCE;
    for (uint32_t level = 0; level <= d->members; level++)
        if (ent_diagram_node(d, level, (ent_branch){ENT_LOSES, ENT_LOSES}) != ENT_LOSES ||
            ent_diagram_node(d, level, (ent_branch){ENT_WINS, ENT_WINS}) != ENT_WINS)
            return ENT_NO_RESOURCE;
    return ENT_OK;
}

uint64_t ent_diagram_bytes(const ent_simple_game *game, uint64_t nodes)
{
    /* Lists and tables double, and lists leave their old items behind: up to four times their
     * items. A sum of a suffix comes with each node. */
    enum { BYTES_A_NODE = 128, BYTES_A_QUOTA = 5 * sizeof(int64_t), BYTES_A_LEVEL = 2048 };
    uint64_t levels = (uint64_t)game->members + 1;
    return levels * (BYTES_A_LEVEL + game->quotas.count * sizeof(suffix)) +
           nodes * (BYTES_A_NODE + game->quotas.count * BYTES_A_QUOTA);
}

size_t ent_diagram_nodes_within_memory(const ent_simple_game *game, size_t limit)
{
    uint64_t none = ent_diagram_bytes(game, 0);
    uint64_t bytes = ent_memory_available() / 2;
    uint64_t most = bytes > none ? (bytes - none) / (ent_diagram_bytes(game, 1) - none) : 0;
    return most < limit ? (size_t)most : limit;
}

ent_status ent_diagram_build(ent_diagram *diagram, const ent_simple_game *game, size_t nodes_most,
                             ent_memory *memory)
{
    *diagram = (ent_diagram){.memory = memory,
                             .arena = ent_arena_new(memory),
                             .members = game->members,
                             .nodes_most = nodes_most};
    builder b = {.game = game,
                 .diagram = diagram,
                 .arena = ent_arena_new(memory),
                 .quotas = game->quotas.count,
                 .sums_left = nodes_most};
    diagram->quota_count = b.quotas;
    b.levels = ent_arena_array(&b.arena, (size_t)game->members + 1, sizeof *b.levels);
    ent_status status = b.levels == NULL ? ENT_NO_RESOURCE : begin_levels(diagram);
    if (status == ENT_OK)
        status = choose_order(&b);
    if (status == ENT_OK)
        status = find_suffixes(&b);
    if (status == ENT_OK)
        status = expand_all(&b);
    if (status == ENT_OK)
        status = reduce(&b);
    for (uint32_t level = 0; b.levels != NULL && level <= game->members; level++)
        forget_slots(&b, &b.levels[level]);
    ent_arena_free(&b.arena);
    return status;
}
