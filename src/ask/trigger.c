/*
 * What a body can do in the states of a trigger, and whether the members who gain by it decide it
 * (docs/semantics.md §7). Moves are taken 64 at a time, so that the rule is run once for all of
 * them, and counted by what changes.
 */
#include <stdlib.h>
#include <string.h>

#include "ask/act.h"

enum {
    LANES = 64,
    SLOTS_LEAST = 256,
    KINDS_LEAST = ENT_ACT_MOVES_MOST,
    KINDS_MOST = 1 << 16,
    COUNTS_MOST = 1 << 22, /* kinds times members */
    WORDS_A_REPORT = 1 << 10,
};

/* More moves than this would take hours. */
static const uint64_t moves_most = UINT64_C(1) << 33;

typedef struct {
    ent_act_body *body;
    const ent_game *game;
    const ent_rule *rule;
    ent_arena *arena;
    ent_arena scratch;
    uint64_t *planes;   /* by switch: where it holds, a bit for each lane */
    uint64_t *consents; /* by party */
    uint64_t *stack;
    uint64_t from[LANES];
    uint64_t to[LANES];
    uint32_t kind[LANES];
    uint32_t lanes;
    uint64_t *weights; /* by option: what its new level counts in the key of a change */
    uint32_t *slots;   /* a hash table of indexes into the kinds, plus one */
    size_t slot_count;
    size_t kinds_most;
    ENT_LIST(ent_act_move) kinds;
    uint64_t last_acting; /* the last state that was counted as acting */
} watch;

static const uint32_t no_kind = UINT32_MAX;

/* Each option of the body is a digit of the key: 0 where it stays, else one more than its level. */
static bool lay_out_keys(watch *w)
{
    const ent_space *space = &w->game->space;
    uint64_t weight = 1;
    w->weights = ent_arena_array(&w->scratch, space->digit_count, sizeof *w->weights);
    for (uint32_t i = 0; i < space->digit_count && w->weights != NULL; i++) {
        if (space->digits[i].mover != w->body->mover || space->digits[i].radix == 1)
            continue;
        w->weights[i] = weight;
        weight *= space->digits[i].radix + 1;
    }
    return w->weights != NULL;
}

static uint64_t key_of(const watch *w, uint64_t from, uint64_t to)
{
    const ent_space *space = &w->game->space;
    uint64_t key = 0;
    for (uint32_t i = 0; i < space->digit_count; i++) {
        if (w->weights[i] == 0)
            continue;
        uint32_t level = ent_level_of(space, to, i);
        if (level != ent_level_of(space, from, i))
            key += (level + 1) * w->weights[i];
    }
    return key;
}

static size_t slot_of(const watch *w, uint64_t key)
{
    size_t slot = (size_t)((key * UINT64_C(0x9e3779b97f4a7c15)) >> 32) & (w->slot_count - 1);
    while (w->slots[slot] != 0 && w->kinds.items[w->slots[slot] - 1].key != key)
        slot = (slot + 1) & (w->slot_count - 1);
    return slot;
}

static bool grow(watch *w)
{
    size_t count = w->slot_count == 0 ? SLOTS_LEAST : 2 * w->slot_count;
    uint32_t *slots = ent_arena_array(&w->scratch, count, sizeof *slots);
    if (slots == NULL)
        return false;
    w->slots = slots;
    w->slot_count = count;
    for (size_t i = 0; i < w->kinds.count; i++)
        slots[slot_of(w, w->kinds.items[i].key)] = (uint32_t)i + 1;
    return true;
}

static bool add_kind(watch *w, uint64_t key, uint64_t from, uint64_t to)
{
    const ent_space *space = &w->game->space;
    uint32_t members = w->body->member_count;
    ent_act_move *kind = ENT_PUSH(&w->scratch, &w->kinds);
    uint8_t *levels = ent_arena_array(&w->scratch, space->digit_count, sizeof *levels);
    uint64_t *withholds = ent_arena_array(&w->scratch, members, sizeof *withholds);
    uint64_t *blocks = ent_arena_array(&w->scratch, members, sizeof *blocks);
    if (kind == NULL || levels == NULL || withholds == NULL || blocks == NULL)
        return false;
    *kind = (ent_act_move){
        .key = key, .levels = levels, .withholds = withholds, .sole_blocker = blocks};
    for (uint32_t i = 0; i < space->digit_count; i++) {
        uint32_t level = ent_level_of(space, to, i);
        levels[i] = level == ent_level_of(space, from, i) ? ENT_UNCHANGED : (uint8_t)level;
    }
    return true;
}

/* Finds the kind of a move; `kind` is no_kind where there are too many. False without memory. */
static bool find_kind(watch *w, uint64_t from, uint64_t to, uint32_t *kind)
{
    uint64_t key = key_of(w, from, to);
    if (2 * w->kinds.count >= w->slot_count && !grow(w))
        return false;
    size_t slot = slot_of(w, key);
    *kind = no_kind;
    if (w->slots[slot] == 0 && w->kinds.count == w->kinds_most) {
        w->body->trigger.more_left = true;
        return true;
    }
    if (w->slots[slot] == 0) {
        if (!add_kind(w, key, from, to))
            return false;
        w->slots[slot] = (uint32_t)w->kinds.count;
    }
    *kind = w->slots[slot] - 1;
    return true;
}

/* Runs the rule on the moves that were gathered. */
static uint64_t decide(const watch *w)
{
    return ent_run(&w->rule->program, w->planes, w->consents, w->stack);
}

static void count_lanes(watch *w, uint64_t where, uint32_t member, bool blocks)
{
    for (; where != 0; where &= where - 1) {
        uint32_t kind = w->kind[__builtin_ctzll(where)];
        if (kind == no_kind)
            continue;
        ent_act_move *move = &w->kinds.items[kind];
        (blocks ? move->sole_blocker : move->withholds)[member]++;
    }
}

/* Counts who withholds its consent, and whose alone is missing. */
static void count_members(watch *w, uint64_t lanes, uint64_t decided)
{
    for (uint32_t m = 0; m < w->body->member_count; m++) {
        uint64_t *consents = &w->consents[w->body->members[m]];
        uint64_t withheld = lanes & ~*consents;
        count_lanes(w, withheld, m, false);
        if ((withheld & ~decided) == 0)
            continue;
        uint64_t before = *consents;
        *consents = ~UINT64_C(0);
        count_lanes(w, decide(w) & withheld & ~decided, m, true);
        *consents = before;
    }
}

/* Whether the move raises an option: one to a middle level may do so from below only. */
static bool raises(const watch *w, uint32_t lane)
{
    const ent_space *space = &w->game->space;
    for (uint32_t i = 0; i < space->digit_count; i++)
        if (w->weights[i] != 0 &&
            ent_level_of(space, w->to[lane], i) > ent_level_of(space, w->from[lane], i))
            return true;
    return false;
}

static void settle_lane(watch *w, uint32_t lane, bool decided)
{
    bool raised = raises(w, lane);
    if (w->kind[lane] != no_kind) {
        ent_act_move *move = &w->kinds.items[w->kind[lane]];
        move->possible++;
        move->decided += decided;
        move->acting += decided && raised;
        move->raises = move->raises || raised;
    }
    if (decided && raised && w->from[lane] != w->last_acting) {
        w->last_acting = w->from[lane];
        w->body->trigger.acting++;
    }
}

static void settle_lanes(watch *w)
{
    if (w->lanes == 0)
        return;
    uint64_t lanes = w->lanes == LANES ? ~UINT64_C(0) : (UINT64_C(1) << w->lanes) - 1;
    uint64_t decided = decide(w) & lanes;
    count_members(w, lanes, decided);
    for (uint32_t l = 0; l < w->lanes; l++)
        settle_lane(w, l, (decided >> l) & 1u);
    memset(w->planes, 0, w->rule->switches.count * sizeof *w->planes);
    memset(w->consents, 0, w->game->party_count * sizeof *w->consents);
    w->lanes = 0;
}

static bool gather(watch *w, uint64_t from, uint64_t to)
{
    uint32_t lane = w->lanes;
    if (!find_kind(w, from, to, &w->kind[lane]))
        return false;
    w->from[lane] = from;
    w->to[lane] = to;
    for (size_t k = 0; k < w->rule->switches.count; k++)
        w->planes[k] |= (uint64_t)ent_set_has(&w->rule->switch_sets[k], from) << lane;
    for (uint32_t m = 0; m < w->body->member_count; m++) {
        uint32_t p = w->body->members[m];
        w->consents[p] |= (uint64_t)ent_prefers(w->game, p, to, from) << lane;
    }
    w->lanes++;
    if (w->lanes == LANES)
        settle_lanes(w);
    return true;
}

static bool look_at(watch *w, const ent_set *states, const ent_power_options *options)
{
    uint64_t reported = 0;
    for (uint64_t from = ent_set_next(states, 0); from != UINT64_MAX;
         from = ent_set_next(states, from + 1)) {
        ent_walk walk = ent_walk_from(w->game, w->body->mover, from);
        while (ent_walk_next(&walk))
            if (!gather(w, from, walk.code))
                return false;
        if (options->progress != NULL && from / 64 >= reported + WORDS_A_REPORT) {
            reported = from / 64;
            options->progress(options->progress_context, (double)from / (double)states->bits);
        }
    }
    settle_lanes(w);
    return true;
}

static int most_possible_first(const void *a, const void *b)
{
    const ent_act_move *x = a;
    const ent_act_move *y = b;
    if (x->possible != y->possible)
        return x->possible > y->possible ? -1 : 1;
    if (x->decided != y->decided)
        return x->decided > y->decided ? -1 : 1;
    if (x->raises != y->raises)
        return x->raises ? -1 : 1;
    return x->key < y->key ? -1 : x->key > y->key;
}

/* A copy of some bytes in the arena that the answer lives in. */
static void *keep(const watch *w, const void *bytes, size_t count, size_t size)
{
    void *copy = ent_arena_array(w->arena, count, size);
    if (copy != NULL)
        memcpy(copy, bytes, count * size);
    return copy;
}

/* Keeps the kinds of moves that are possible most often. */
static bool keep_moves(watch *w)
{
    ent_act_trigger *trigger = &w->body->trigger;
    size_t count = w->kinds.count;
    if (count == 0)
        return true;
    qsort(w->kinds.items, count, sizeof *w->kinds.items, most_possible_first);
    size_t kept = count < ENT_ACT_MOVES_MOST ? count : ENT_ACT_MOVES_MOST;
    trigger->moves_left = count - kept;
    trigger->moves.items = keep(w, w->kinds.items, kept, sizeof *w->kinds.items);
    if (trigger->moves.items == NULL)
        return false;
    trigger->moves.count = trigger->moves.capacity = kept;
    for (size_t i = 0; i < kept; i++) {
        ent_act_move *move = &trigger->moves.items[i];
        uint32_t members = w->body->member_count;
        move->levels = keep(w, move->levels, w->game->space.digit_count, sizeof *move->levels);
        move->withholds = keep(w, move->withholds, members, sizeof *move->withholds);
        move->sole_blocker = keep(w, move->sole_blocker, members, sizeof *move->sole_blocker);
        if (move->levels == NULL || move->withholds == NULL || move->sole_blocker == NULL)
            return false;
    }
    return true;
}

/* The most moves that the body can have from one state. */
static uint64_t positions_of(const watch *w)
{
    uint64_t positions = 1;
    for (uint32_t i = 0; i < w->game->space.digit_count; i++)
        if (w->game->space.digits[i].mover == w->body->mover &&
            w->game->space.digits[i].moves != ENT_MOVES_FIXED)
            positions *= w->game->space.digits[i].radix;
    return positions;
}

static ent_status look(watch *w, const ent_condition *when, const ent_power_options *options)
{
    ent_act_trigger *trigger = &w->body->trigger;
    ENT_AUTO_SET states = {0};
    if (ent_set_new(&states, w->game->memory, w->game->space.codes) != ENT_OK ||
        ent_select(&w->game->space, when->expression, &states) != ENT_OK)
        return ENT_NO_RESOURCE;
    trigger->states = ent_set_count(&states);
    if (trigger->states > moves_most / positions_of(w)) {
        trigger->skipped =
            "there are too many moves in these states; a narrower --when, or options "
            "fixed by --set, would help";
        return ENT_OK;
    }
    return look_at(w, &states, options) && keep_moves(w) ? ENT_OK : ENT_NO_RESOURCE;
}

ent_status ent_ask_trigger(ent_act_body *body, const ent_game *game, const ent_condition *when,
                           const ent_power_options *options, ent_arena *arena, ent_report *report)
{
    watch w = {.body = body,
               .game = game,
               .rule = ent_rule_of(game, body->mover),
               .arena = arena,
               .scratch = ent_arena_new(game->memory),
               .last_acting = UINT64_MAX};
    body->trigger = (ent_act_trigger){.condition = when->text};
    size_t kinds = COUNTS_MOST / body->member_count;
    w.kinds_most = kinds < KINDS_LEAST ? KINDS_LEAST : kinds > KINDS_MOST ? KINDS_MOST : kinds;
    w.planes = ent_arena_array(&w.scratch, w.rule->switches.count, sizeof *w.planes);
    w.consents = ent_arena_array(&w.scratch, game->party_count, sizeof *w.consents);
    w.stack = ent_arena_array(&w.scratch, w.rule->program.depth, sizeof *w.stack);
    bool ready =
        w.planes != NULL && w.consents != NULL && w.stack != NULL && lay_out_keys(&w) && grow(&w);
    ent_status status = ready ? look(&w, when, options) : ENT_NO_RESOURCE;
    ent_arena_free(&w.scratch);
    return status == ENT_OK ? ENT_OK : ent_out_of_memory(report);
}
