/*
 * The number of ways through an automaton, as a polynomial in z whose exponent is the size, is
 * computed at roots of unity modulo primes: sixteen points at a time, from the last level up (the
 * ways from a state to acceptance) and then from the first down (the ways to it). The ways that
 * pass a member's "in" are the product of both, summed over the level. Polynomials are then found
 * from their values, and integers from their remainders.
 */
#include "vote/count.h"

#include <string.h>

#include "base/threads.h"
#include "base/vector.h"
#include "vote/modular.h"

enum { LANES = 16 };

typedef struct {
    const ent_count_request *request;
    ent_primes primes;
    size_t points;     /* a power of two above the number of members */
    size_t *first;     /* by level: states before it; one more for the end */
    size_t widest;     /* states of the largest level */
    uint32_t **values; /* by member, and one for the total: [prime * points + point] */
} counting;

/* What one thread works on: one prime, sixteen points. */
typedef struct {
    ent_memory *memory;
    uint32_t *ways; /* from each state to acceptance */
    uint32_t *now;  /* from the first state to each of this level */
    uint32_t *next;
    size_t ways_size;
    size_t level_size;
    ent_modulus modulus;
    uint32_t point[LANES]; /* in Montgomery's form */
} workbench;

/* Bits of the largest count: 2^n coalitions, 3^n with marks. */
static uint64_t bits_needed(uint64_t members, ent_reading reading)
{
    return reading == ENT_READS_CRITICAL ? members * 8 / 5 + 2 : members + 1;
}

static size_t points_needed(uint32_t members)
{
    size_t points = LANES;
    while (points <= members)
        points *= 2;
    return points;
}

uint64_t ent_count_bytes(uint32_t members, uint32_t classes, size_t states, int threads)
{
    uint64_t benches = (uint64_t)(threads > 0 ? threads : ent_threads_most());
    uint64_t bits = bits_needed(members, ENT_READS_CRITICAL);
    uint64_t values = points_needed(members) * ent_primes_needed(bits) * sizeof(uint32_t);
    uint64_t results = ((uint64_t)members + 1) * (sizeof(ent_natural) + bits / 8 + 16);
    return benches * 3 * states * LANES * sizeof(uint32_t) +
           ((uint64_t)classes + 1) * (values + results);
}

uint64_t ent_count_work(uint32_t members, size_t states, ent_reading reading)
{
    return points_needed(members) / LANES * ent_primes_needed(bits_needed(members, reading)) *
           (uint64_t)states;
}

static inline void lanes_add(const ent_modulus *modulus, uint32_t *restrict to,
                             const uint32_t *restrict what)
{
    ENT_SIMD
    for (int i = 0; i < LANES; i++)
        to[i] = ent_mod_add(modulus, to[i], what[i]);
}

static inline void lanes_scale(const ent_modulus *modulus, uint32_t *restrict to,
                               const uint32_t *restrict from, const uint32_t *restrict by)
{
    ENT_SIMD
    for (int i = 0; i < LANES; i++)
        to[i] = ent_mod_montgomery(modulus, from[i], by[i]);
}

/* The ways from the states of a level, from those of the next. */
ENT_VECTOR static void pull(const ent_stage *stage, ent_reading reading, const ent_modulus *modulus,
                            const uint32_t *point, const uint32_t *below, uint32_t *here)
{
    const ent_modulus p = *modulus;
    memset(here, 0, LANES * sizeof *here);
    for (size_t i = 1; i < stage->states.count; i++) {
        const ent_arc arc = stage->states.items[i];
        uint32_t *to = here + i * LANES;
        uint32_t scaled[LANES];
        memcpy(to, below + (size_t)arc.out * LANES, sizeof scaled);
        if (reading == ENT_READS_CRITICAL) {
            lanes_add(&p, to, below + (size_t)arc.in * LANES);
            lanes_scale(&p, scaled, below + (size_t)arc.marked * LANES, point);
        } else {
            lanes_scale(&p, scaled, below + (size_t)arc.in * LANES, point);
        }
        lanes_add(&p, to, scaled);
    }
}

/* The ways to the states of the next level, from those of this one; `with` gathers the ways that
 * take the member in (or mark it), all the way to acceptance. */
ENT_VECTOR static void push(const ent_stage *stage, ent_reading reading, const ent_modulus *modulus,
                            const uint32_t *point, const uint32_t *now, const uint32_t *below,
                            uint32_t *next, uint32_t *with)
{
    const ent_modulus p = *modulus;
    for (size_t i = 1; i < stage->states.count; i++) {
        const ent_arc arc = stage->states.items[i];
        const uint32_t *from = now + i * LANES;
        uint32_t scaled[LANES];
        uint32_t whole[LANES];
        size_t counted = reading == ENT_READS_CRITICAL ? arc.marked : arc.in;
        lanes_add(&p, next + (size_t)arc.out * LANES, from);
        if (reading == ENT_READS_CRITICAL)
            lanes_add(&p, next + (size_t)arc.in * LANES, from);
        lanes_scale(&p, scaled, from, point);
        lanes_add(&p, next + counted * LANES, scaled);
        lanes_scale(&p, whole, scaled, below + counted * LANES);
        lanes_add(&p, with, whole);
    }
}

static bool is_counted(const counting *c, uint32_t member)
{
    return c->request->class_of[member] == member;
}

/* Puts sixteen values of the polynomial of `which` where they belong. */
static void keep(const counting *c, uint32_t which, size_t block, const uint32_t *values)
{
    memcpy(c->values[which] + block * LANES, values, LANES * sizeof *values);
}

/* All levels for the workbench's prime and points. */
static void count_block(const counting *c, workbench *w, size_t block)
{
    const ent_automaton *a = c->request->automaton;
    ent_reading reading = c->request->reading;
    uint32_t *end = w->ways + c->first[a->members] * LANES;
    memset(end, 0, (size_t)2 * LANES * sizeof *end);
    for (int i = 0; i < LANES; i++)
        end[LANES + i] = 1;
    for (uint32_t level = a->members; level-- > 0;)
        pull(&a->stages[level], reading, &w->modulus, w->point,
             w->ways + c->first[level + 1] * LANES, w->ways + c->first[level] * LANES);
    keep(c, a->members, block, w->ways + (size_t)a->first * LANES);
    memset(w->now, 0, w->level_size);
    for (int i = 0; i < LANES; i++)
        w->now[(size_t)a->first * LANES + (size_t)i] = 1;
    for (uint32_t level = 0; level < a->members; level++) {
        uint32_t with[LANES] = {0};
        uint32_t *next = w->next;
        memset(next, 0, (c->first[level + 2] - c->first[level + 1]) * LANES * sizeof *next);
        push(&a->stages[level], reading, &w->modulus, w->point, w->now,
             w->ways + c->first[level + 1] * LANES, next, with);
        w->next = w->now;
        w->now = next;
        for (int i = 0; i < LANES; i++)
            with[i] = ent_mod_montgomery(&w->modulus, with[i], w->modulus.square);
        if (is_counted(c, a->order[level]))
            keep(c, a->order[level], block, with);
    }
}

/* The prime and the points of a block. */
static void set_points(const counting *c, workbench *w, size_t block)
{
    size_t blocks_a_prime = c->points / LANES;
    uint32_t prime = c->primes.items[block / blocks_a_prime];
    w->modulus = ent_modulus_of(prime);
    uint32_t root = ent_modular_power(w->modulus.root, ENT_ROOTS / c->points, prime);
    uint32_t point = ent_modular_power(root, block % blocks_a_prime * LANES, prime);
    for (int i = 0; i < LANES; i++) {
        w->point[i] = ent_mod_montgomery(&w->modulus, point, w->modulus.square);
        point = ent_modular_product(point, root, prime);
    }
}

static void workbench_free(workbench *w)
{
    ent_release(w->memory, w->ways, w->ways_size);
    ent_release(w->memory, w->now, w->level_size);
    ent_release(w->memory, w->next, w->level_size);
}

static bool workbench_init(workbench *w, const counting *c, ent_memory *memory)
{
    size_t states = c->first[c->request->automaton->members + 1];
    *w = (workbench){.memory = memory,
                     .ways_size = states * LANES * sizeof(uint32_t),
                     .level_size = c->widest * LANES * sizeof(uint32_t)};
    w->ways = ent_allocate(memory, w->ways_size);
    w->now = ent_allocate(memory, w->level_size);
    w->next = ent_allocate(memory, w->level_size);
    return w->ways != NULL && w->now != NULL && w->next != NULL;
}

static ent_status count_blocks(const counting *c, ent_memory *memory)
{
    enum { THREADS_MOST = 64 };
    const ent_power_options *options = c->request->options;
    size_t blocks = c->points / LANES * c->primes.count;
    int threads = options->threads > 0 ? options->threads : ent_threads_most();
    threads = threads > THREADS_MOST ? THREADS_MOST : threads;
    threads = (size_t)threads > blocks ? (int)blocks : threads;
    workbench benches[THREADS_MOST] = {0};
    ent_status status = ENT_OK;
    for (int t = 0; t < threads; t++)
        if (!workbench_init(&benches[t], c, memory))
            status = ENT_NO_RESOURCE;
    size_t done = 0;
    if (status == ENT_OK) {
#pragma omp parallel for schedule(dynamic) num_threads(threads)
        for (size_t block = 0; block < blocks; block++) {
            set_points(c, &benches[ent_thread()], block);
            count_block(c, &benches[ent_thread()], block);
            size_t now_done = 0;
#pragma omp atomic capture
            now_done = ++done;
            if (ent_thread() == 0 && options->progress != NULL)
                options->progress(options->progress_context, (double)now_done / (double)blocks);
        }
    }
    for (int t = 0; t < threads; t++)
        workbench_free(&benches[t]);
    return status;
}

static ent_status lay_out(counting *c, ent_arena *scratch)
{
    const ent_automaton *a = c->request->automaton;
    c->first = ent_arena_array(scratch, (size_t)a->members + 2, sizeof *c->first);
    c->values = ent_arena_array(scratch, (size_t)a->members + 1, sizeof *c->values);
    if (c->first == NULL || c->values == NULL)
        return ENT_NO_RESOURCE;
    for (uint32_t level = 0; level <= a->members; level++) {
        size_t states = level < a->members ? a->stages[level].states.count : 2;
        c->first[level + 1] = c->first[level] + states;
        c->widest = states > c->widest ? states : c->widest;
    }
    for (uint32_t i = 0; i <= a->members; i++) {
        if (i < a->members && !is_counted(c, i))
            continue;
        c->values[i] = ent_arena_array(scratch, c->primes.count * c->points, sizeof **c->values);
        if (c->values[i] == NULL)
            return ENT_NO_RESOURCE;
    }
    return ENT_OK;
}

/* The coefficients, from the values. */
static ent_status recover(const counting *c, uint32_t which, ent_tally *tally, ent_arena *arena,
                          ent_natural **coefficients)
{
    uint32_t members = c->request->automaton->members;
    uint32_t *values = c->values[which];
    *coefficients = ent_arena_array(arena, (size_t)members + 1, sizeof **coefficients);
    if (*coefficients == NULL)
        return ENT_NO_RESOURCE;
    for (uint32_t k = 0; k < c->primes.count; k++) {
        ent_modulus modulus = ent_modulus_of(c->primes.items[k]);
        ent_mod_interpolate(&modulus, values + k * c->points, c->points);
    }
    for (size_t s = 0; s <= members; s++) {
        ent_residues_join(&c->primes, values + s, c->points, tally);
        if (!ent_tally_read(tally, arena, &(*coefficients)[s]))
            return ENT_NO_RESOURCE;
    }
    return ENT_OK;
}

static ent_status recover_all(const counting *c, ent_size_counts *counts, ent_arena *scratch,
                              ent_arena *arena)
{
    uint32_t members = c->request->automaton->members;
    ent_tally tally = ent_tally_new(scratch, ent_residues_limbs(&c->primes));
    counts->with = ent_arena_array(arena, members, sizeof *counts->with);
    if (counts->with == NULL || tally.limbs == NULL)
        return ENT_NO_RESOURCE;
    ent_status status = recover(c, members, &tally, arena, &counts->total);
    for (uint32_t i = 0; i < members && status == ENT_OK; i++) {
        uint32_t first = c->request->class_of[i];
        if (first == i)
            status = recover(c, i, &tally, arena, &counts->with[i]);
        else
            counts->with[i] = counts->with[first];
    }
    return status;
}

ent_status ent_count_accepted(ent_size_counts *counts, const ent_count_request *request,
                              ent_arena *arena)
{
    ent_arena scratch = ent_arena_new(arena->memory);
    counting c = {.request = request, .points = points_needed(request->automaton->members)};
    ent_status status =
        c.points > ENT_ROOTS ||
                !ent_primes_make(
                    &c.primes, bits_needed(request->automaton->members, request->reading), &scratch)
            ? ENT_NO_RESOURCE
            : lay_out(&c, &scratch);
    if (status == ENT_OK)
        status = count_blocks(&c, arena->memory);
    if (status == ENT_OK)
        status = recover_all(&c, counts, &scratch, arena);
    ent_arena_free(&scratch);
    return status;
}
