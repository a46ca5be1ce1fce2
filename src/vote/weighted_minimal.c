/*
 * Minimal winning coalitions, modulo primes. With the members in descending order of weight, a
 * coalition is minimal exactly when it wins by the last of its members. Two tables meet at each
 * member: the ways to a deficit among those before it, and the ways to end there among those after.
 * The first is built up forward and then undone member by member, so that it is kept only once.
 */
#include "vote/weighted_parts.h"

#include "base/threads.h"
#include "base/vector.h"
#include "vote/sweep.h"

enum {
    CACHED_PLACES = 64 * 1024, /* of twice four bytes */
    CHUNK = 1024,              /* places that all loops pass over together */
    LINE_PLACES = 16,          /* to a cache line */
    NARROW = 16,               /* weights too small for vectors, which must not overlap */
};

/* The deficits that can come up between two members: reached by those before, and within the reach
 * of those after. */
typedef struct {
    uint64_t from, to;
} span;

typedef struct {
    const ent_weighted_game *game;
    const span *spans; /* before each member, and after the last */
    const ent_step *forward;
    const ent_step *backward; /* mirrored: place q - 1 - y, the lightest member first */
    uint32_t prime;
    uint32_t *before; /* ways to each deficit among the members before */
    uint32_t *after;  /* ways from each deficit to an end among the members after */
    uint32_t *row;
} bench;

/* Member number i in descending order. */
static uint64_t weight_of(const ent_weighted_game *game, size_t i)
{
    return game->weights[game->count - 1 - i];
}

/* The two stretches must not overlap. */
static ENT_VECTOR void add(uint32_t *restrict to, const uint32_t *restrict from, uint64_t count,
                           uint32_t prime)
{
    ENT_SIMD
    for (uint64_t i = 0; i < count; i++) {
        uint32_t sum = to[i] + from[i];
        uint32_t less = sum - prime;
        to[i] = less < sum ? less : sum;
    }
}

static ENT_VECTOR void subtract(uint32_t *restrict to, const uint32_t *restrict from,
                                uint64_t count, uint32_t prime)
{
    ENT_SIMD
    for (uint64_t i = 0; i < count; i++) {
        uint32_t difference = to[i] - from[i];
        uint32_t more = difference + prime;
        to[i] = more < difference ? more : difference;
    }
}

static ENT_VECTOR void add_one(uint32_t *to, uint64_t count, uint32_t prime)
{
    ENT_SIMD
    for (uint64_t i = 0; i < count; i++)
        to[i] = to[i] + 1 == prime ? 0 : to[i] + 1;
}

static ENT_VECTOR uint64_t total(const uint32_t *items, uint64_t count)
{
    uint64_t sum = 0;
    for (uint64_t i = 0; i < count; i++)
        sum += items[i];
    return sum;
}

/* The sum of at most CHUNK products, of which four fit in a word. */
static ENT_VECTOR uint32_t inner_product(const uint32_t *a, const uint32_t *b, uint64_t count,
                                         uint32_t prime)
{
    uint64_t low = 0;
    uint64_t high = 0;
    uint64_t quarter = count / 4;
    for (uint64_t i = 0; i < quarter; i++) {
        uint64_t sum = (uint64_t)a[i] * b[i];
        sum += (uint64_t)a[i + quarter] * b[i + quarter];
        sum += (uint64_t)a[i + 2 * quarter] * b[i + 2 * quarter];
        sum += (uint64_t)a[i + 3 * quarter] * b[i + 3 * quarter];
        low += sum & UINT32_MAX;
        high += sum >> 32;
    }
    for (uint64_t i = 4 * quarter; i < count; i++)
        low += (uint64_t)a[i] * b[i] % prime;
    uint64_t unit = (UINT64_C(1) << 32) % prime;
    return (uint32_t)((high % prime * unit + low) % prime);
}

static void step_forward(void *context, size_t step, uint64_t from, uint64_t to)
{
    const bench *b = context;
    ent_add_ahead(b->before, from, to, weight_of(b->game, step), b->prime);
}

/* Undoes the member in the first table, between two deficits. */
static void undo(const bench *b, size_t member, uint64_t from, uint64_t to)
{
    uint64_t weight = weight_of(b->game, member);
    const ent_step *done = &b->forward[member];
    from = from > done->from ? from : done->from;
    to = to < done->to ? to : done->to;
    if (weight >= NARROW && from < to)
        subtract(b->before + from, b->before + from + weight, to - from, b->prime);
    for (uint64_t y = to; weight < NARROW && y-- > from;)
        b->before[y] = ent_modular_difference(b->before[y], b->before[y + weight], b->prime);
}

/* Coalitions that the member is in; and the member joins the second table. The deficits are all
 * less than its weight, where it ends the coalition, or none is. */
static uint32_t meet(const bench *b, size_t member, uint64_t from, uint64_t to)
{
    uint64_t weight = weight_of(b->game, member);
    const uint32_t *before = b->before + from;
    uint32_t *after = b->after + from;
    uint32_t met = 0;
    if (from < weight) {
        met = (uint32_t)(total(before, to - from) % b->prime);
        add_one(after, to - from, b->prime);
        return met;
    }
    met = inner_product(before, after - weight, to - from, b->prime);
    if (weight >= NARROW)
        add(after, after - weight, to - from, b->prime);
    for (uint64_t y = to; weight < NARROW && y-- > from;)
        b->after[y] = ent_modular_sum(b->after[y], b->after[y - weight], b->prime);
    return met;
}

static uint64_t least_of(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static void step_backward(void *context, size_t step, uint64_t mirrored_from, uint64_t mirrored_to)
{
    const bench *b = context;
    size_t member = b->game->count - 1 - step;
    uint64_t weight = weight_of(b->game, member);
    uint64_t longest = weight < NARROW ? CHUNK : least_of(CHUNK, weight);
    uint64_t from = b->game->least - mirrored_to;
    uint32_t *count = &b->row[1 + b->game->kind[step]];
    for (uint64_t end = b->game->least - mirrored_from; end > from;) {
        uint64_t start = end - least_of(end - from, longest);
        uint64_t line = (start + LINE_PLACES - 1) / LINE_PLACES * LINE_PLACES;
        start = start > from && line < end ? line : start;
        if (start < weight && weight < end)
            start = weight;
        undo(b, member, start, end);
        uint32_t met = meet(b, member, start, end);
        /* Members of equal weight have equal counts; the last in this order is the first here. */
        if (step == 0 || b->game->kind[step] != b->game->kind[step - 1])
            *count = ent_modular_sum(*count, met, b->prime);
        end = start;
    }
}

static void count_modulo(const bench *b)
{
    const ent_weighted_game *game = b->game;
    for (uint64_t y = 0; y < game->least; y++)
        b->before[y] = b->after[y] = 0;
    b->before[game->least - 1] = 1;
    ent_sweep(b->forward, game->count, CACHED_PLACES, step_forward, (void *)(uintptr_t)b);
    ent_sweep(b->backward, game->count, CACHED_PLACES, step_backward, (void *)(uintptr_t)b);
    b->row[0] = b->after[game->least - 1];
}

static bool plan(const ent_weighted_game *game, bench *b, ent_arena *arena)
{
    span *spans = ent_arena_array(arena, (size_t)game->count + 1, sizeof *spans);
    ent_step *forward = ent_arena_array(arena, game->count, sizeof *forward);
    ent_step *backward = ent_arena_array(arena, game->count, sizeof *backward);
    if (spans == NULL || forward == NULL || backward == NULL)
        return false;
    uint64_t limit = game->least;
    uint64_t reached = 0;
    for (size_t i = 0; i <= game->count; i++) {
        spans[i] = (span){.from = reached < limit ? limit - 1 - reached : 0,
                          .to = least_of(game->total - reached, limit)};
        reached += i < game->count ? weight_of(game, i) : 0;
    }
    for (size_t i = 0; i < game->count; i++) {
        uint64_t weight = weight_of(game, i);
        forward[i] =
            (ent_step){.from = spans[i + 1].from,
                       .to = least_of(spans[i + 1].to, weight < limit ? limit - weight : 0),
                       .lag = weight};
        backward[game->count - 1 - i] =
            (ent_step){.from = limit - spans[i].to, .to = limit - spans[i].from, .lag = weight};
    }
    b->spans = spans;
    b->forward = forward;
    b->backward = backward;
    return true;
}

uint64_t ent_count_minimal_bytes(uint64_t least, int threads)
{
    return ent_residue_bytes(least, 2 * (uint64_t)threads);
}

ent_status ent_count_minimal(ent_weighted_task *task, uint32_t *rows)
{
    ent_arena arena = ent_arena_new(task->memory);
    size_t width = 1 + (size_t)task->game->distinct_count;
    uint64_t least = task->game->least;
    size_t bytes = ent_count_minimal_bytes(least, task->threads);
    uint32_t *tables = ent_allocate(task->memory, bytes);
    bench plain = {.game = task->game};
    bool able = tables != NULL && plan(task->game, &plain, &arena);
    task->stage.parts = task->primes->count;
#pragma omp parallel for num_threads(task->threads) schedule(dynamic) if (task->threads > 1)
    for (uint32_t i = 0; i < (able ? task->primes->count : 0); i++) {
        bench b = plain;
        b.prime = task->primes->items[i];
        b.before = tables + (size_t)ent_thread() * 2 * ent_residue_room(least);
        b.after = b.before + ent_residue_room(least);
        b.row = rows + i * width;
        count_modulo(&b);
        ent_stage_advance(&task->stage, 1);
    }
    ent_release(task->memory, tables, bytes);
    ent_arena_free(&arena);
    return able ? ENT_OK : ENT_NO_RESOURCE;
}
