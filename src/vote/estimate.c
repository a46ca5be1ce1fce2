/*
 * Estimates by sampling. Coalitions are drawn uniformly for Banzhaf's index, orders of the members
 * for Shapley and Shubik's; the pivot of an order is the member with whom the coalition of those
 * before it begins to win.
 */
#include <math.h>
#include <string.h>

#include "vote/power.h"

/* splitmix64 (Steele, Lea & Flood 2014, Fast splittable pseudorandom number generators). */
static uint64_t draw(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9e3779b97f4a7c15);
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

/* A number below `bound`, each as likely (Lemire 2019). */
static uint32_t draw_below(uint64_t *state, uint32_t bound)
{
    uint64_t product = (draw(state) >> 32) * bound;
    uint32_t threshold = (uint32_t)(0 - bound) % bound;
    while ((uint32_t)product < threshold)
        product = (draw(state) >> 32) * bound;
    return (uint32_t)(product >> 32);
}

typedef struct {
    const ent_simple_game *game;
    uint64_t state;
    uint64_t *coalition;
    uint32_t *order;
    uint64_t *critical; /* by member: draws in which it was */
    uint64_t *pivotal;
    uint64_t winning;
} sampler;

static void flip(uint64_t *coalition, uint32_t member)
{
    coalition[member / 64] ^= UINT64_C(1) << (member % 64);
}

static void sample_coalition(sampler *s)
{
    uint32_t n = s->game->members;
    for (size_t i = 0; i < ent_coalition_words(s->game); i++)
        s->coalition[i] = draw(&s->state);
    if (n % 64 != 0)
        s->coalition[n / 64] &= (UINT64_C(1) << n % 64) - 1;
    bool wins = ent_wins(s->game, s->coalition);
    s->winning += wins;
    for (uint32_t i = 0; i < n; i++) {
        if (ent_coalition_has(s->coalition, i) != wins)
            continue; /* no member can undo a win by joining, or a loss by leaving */
        flip(s->coalition, i);
        s->critical[i] += ent_wins(s->game, s->coalition) != wins;
        flip(s->coalition, i);
    }
}

/* The pivot is found by halving: whether the first k of the order win is monotone in k. */
static void sample_order(sampler *s)
{
    uint32_t n = s->game->members;
    for (uint32_t i = n; i > 1; i--) {
        uint32_t k = draw_below(&s->state, i);
        uint32_t kept = s->order[i - 1];
        s->order[i - 1] = s->order[k];
        s->order[k] = kept;
    }
    uint32_t loses = 0;
    uint32_t wins = n;
    while (wins - loses > 1) {
        uint32_t middle = loses + (wins - loses) / 2;
        memset(s->coalition, 0, ent_coalition_words(s->game) * sizeof *s->coalition);
        for (uint32_t i = 0; i < middle; i++)
            flip(s->coalition, s->order[i]);
        if (ent_wins(s->game, s->coalition))
            wins = middle;
        else
            loses = middle;
    }
    s->pivotal[s->order[wins - 1]]++;
}

static double share(uint64_t count, uint64_t draws, double *error)
{
    double p = (double)count / (double)draws;
    *error = sqrt(p * (1 - p) / (double)draws);
    return p;
}

static ent_status sampler_init(sampler *s, ent_arena *scratch)
{
    uint32_t n = s->game->members;
    s->coalition = ent_arena_array(scratch, ent_coalition_words(s->game), sizeof *s->coalition);
    s->order = ent_arena_array(scratch, n, sizeof *s->order);
    s->critical = ent_arena_array(scratch, n, sizeof *s->critical);
    s->pivotal = ent_arena_array(scratch, n, sizeof *s->pivotal);
    if (scratch->exhausted)
        return ENT_NO_RESOURCE;
    for (uint32_t i = 0; i < n; i++)
        s->order[i] = i;
    return ENT_OK;
}

static void run(sampler *s, ent_estimate *estimate, const ent_power_options *options)
{
    enum { DRAWS_BETWEEN = 1024 }; /* two reports of progress */
    for (uint64_t k = 0; k < estimate->draws; k++) {
        if (k % DRAWS_BETWEEN == 0 && options->progress != NULL)
            options->progress(options->progress_context, (double)k / (double)estimate->draws);
        sample_coalition(s);
        if (s->game->kind == ENT_GAME_PROPER)
            sample_order(s);
    }
    estimate->collectivity = share(s->winning, estimate->draws, &estimate->collectivity_error);
    for (uint32_t i = 0; i < s->game->members; i++) {
        estimate->banzhaf[i] = share(s->critical[i], estimate->draws, &estimate->banzhaf_error[i]);
        estimate->shapley[i] = share(s->pivotal[i], estimate->draws, &estimate->shapley_error[i]);
    }
}

ent_status ent_estimate_power(ent_estimate *estimate, const ent_simple_game *game, uint64_t draws,
                              uint64_t seed, const ent_power_options *options, ent_arena *arena)
{
    uint32_t n = game->members;
    double *numbers = ent_arena_array(arena, 4 * (size_t)n, sizeof *numbers);
    if (numbers == NULL)
        return ENT_NO_RESOURCE;
    *estimate = (ent_estimate){.draws = draws,
                               .seed = seed,
                               .banzhaf = numbers,
                               .banzhaf_error = numbers + n,
                               .shapley = numbers + 2 * (size_t)n,
                               .shapley_error = numbers + 3 * (size_t)n};
    ent_arena scratch = ent_arena_new(arena->memory);
    sampler s = {.game = game, .state = seed};
    ent_status status = sampler_init(&s, &scratch);
    if (status == ENT_OK)
        run(&s, estimate, options);
    ent_arena_free(&scratch);
    return status;
}
