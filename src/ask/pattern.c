/* Patterns by best-first splitting, counted on 64 states at a time. */
#include "ask/pattern.h"

#include <stdlib.h>
#include <string.h>

#include "base/vector.h"

/* How many states of a part lie at or above each level of each option, by plane. */
typedef struct {
    uint64_t *all;
    uint64_t *in;
} plane_counts;

/* A part of the state space that may still be split. */
typedef struct {
    ent_pattern pattern;
    plane_counts counts;
    uint32_t option; /* the best split: below `level` or not; ENT_NOBODY when there is none */
    uint32_t level;
    double gain;
} part;

typedef struct {
    const ent_game *game;
    const ent_set *set;
    ent_arena *arena;
    ENT_LIST(part) parts;
    uint32_t planes;
} splitting;

/* Whether a window can hold states that fit, by the options that are constant in every window. */
static bool may_fit(const ent_space *space, const ent_pattern *pattern, size_t window)
{
    for (uint32_t i = 0; i < space->digit_count; i++) {
        const ent_digit *digit = &space->digits[i];
        if (digit->stride % 64 != 0 || (pattern->low[i] == digit->lowest &&
                                        pattern->high[i] == digit->lowest + digit->radix - 1))
            continue;
        uint32_t level = ent_level_of(space, (uint64_t)window * 64, i);
        if (level < pattern->low[i] || level > pattern->high[i])
            return false;
    }
    return true;
}

/* The states of a window that fit the pattern. */
static uint64_t fitting(const ent_space *space, const ent_window *window,
                        const ent_pattern *pattern, uint64_t bits)
{
    for (uint32_t i = 0; i < space->digit_count && bits != 0; i++) {
        const ent_scale *option = &space->model->vocabulary.options.items[i];
        const uint64_t *planes = window->planes + option->first_plane;
        if (pattern->low[i] > 0)
            bits &= planes[pattern->low[i] - 1];
        if (pattern->high[i] + 1u < option->level_count)
            bits &= ~planes[pattern->high[i]];
    }
    return bits;
}

ENT_VECTOR static void count_window(uint32_t planes, const ent_window *window, uint64_t all,
                                    uint64_t in, const plane_counts *counts)
{
    for (uint32_t k = 0; k < planes; k++) {
        uint64_t plane = window->planes[k];
        if (plane == 0)
            continue;
        counts->all[k] += (uint64_t)__builtin_popcountll(all & plane);
        if (in != 0)
            counts->in[k] += (uint64_t)__builtin_popcountll(in & plane);
    }
}

static ent_status new_counts(const splitting *s, ent_arena *arena, plane_counts *counts)
{
    counts->all = ent_arena_array(arena, s->planes, sizeof *counts->all);
    counts->in = ent_arena_array(arena, s->planes, sizeof *counts->in);
    return counts->all == NULL || counts->in == NULL ? ENT_NO_RESOURCE : ENT_OK;
}

/* What one thread has counted of a part. */
typedef struct {
    ent_arena arena;
    ent_window window;
    plane_counts counts;
    ent_pattern found;
    ent_status status;
} tally;

static void begin_tally(const splitting *s, tally *t)
{
    *t = (tally){.arena = ent_arena_new(s->game->memory), .found.example = UINT64_MAX};
    t->status = new_counts(s, &t->arena, &t->counts);
    if (t->status == ENT_OK)
        t->status = ent_window_init(&t->window, &s->game->space, 0);
}

static void tally_window(const splitting *s, const ent_pattern *pattern, tally *t, size_t i)
{
    const ent_space *space = &s->game->space;
    if (t->status != ENT_OK || space->feasible.words[i] == 0 || !may_fit(space, pattern, i))
        return;
    ent_window_move(&t->window, space, i);
    uint64_t all = fitting(space, &t->window, pattern, space->feasible.words[i]);
    uint64_t in = all & s->set->words[i];
    if (all == 0)
        return;
    if (in != 0 && t->found.example == UINT64_MAX)
        t->found.example = (uint64_t)i * 64 + (uint64_t)__builtin_ctzll(in);
    t->found.all += (uint64_t)__builtin_popcountll(all);
    t->found.states += (uint64_t)__builtin_popcountll(in);
    count_window(s->planes, &t->window, all, in, &t->counts);
}

/* Adds a thread's tally to the part, and frees it. */
static void end_tally(const splitting *s, tally *t, part *p, ent_status *status)
{
    if (t->status != ENT_OK)
        *status = t->status;
    for (uint32_t k = 0; k < s->planes && t->status == ENT_OK; k++) {
        p->counts.all[k] += t->counts.all[k];
        p->counts.in[k] += t->counts.in[k];
    }
    p->pattern.all += t->found.all;
    p->pattern.states += t->found.states;
    if (t->found.example < p->pattern.example)
        p->pattern.example = t->found.example;
    ent_window_free(&t->window);
    ent_arena_free(&t->arena);
}

/* Counts the part's states, its members, and both at or above each level. */
static ent_status measure(splitting *s, part *p)
{
    size_t words = ent_set_words(s->game->space.codes);
    ent_status status = ENT_OK;
#pragma omp parallel num_threads(s->game->space.threads) if (words > 1024)
    {
        tally t;
#pragma omp critical(ent_pattern_tally)
        begin_tally(s, &t);
#pragma omp for schedule(static)
        for (size_t i = 0; i < words; i++)
            tally_window(s, &p->pattern, &t, i);
#pragma omp critical(ent_pattern_tally)
        end_tally(s, &t, p, &status);
    }
    return status;
}

/* Mixedness of n states of which k are members: 0 when pure, n/2 at worst (Gini impurity). */
static double mixedness(uint64_t k, uint64_t n)
{
    return n == 0 ? 0 : 2.0 * (double)k * (double)(n - k) / (double)n;
}

/* Finds the split that leaves the two sides least mixed. */
static void choose_split(const splitting *s, part *p)
{
    const ent_vocabulary *vocabulary = &s->game->model->vocabulary;
    double before = mixedness(p->pattern.states, p->pattern.all);
    p->option = ENT_NOBODY;
    p->gain = 0;
    for (uint32_t i = 0; i < s->game->space.digit_count; i++)
        for (uint32_t level = p->pattern.low[i] + 1u; level <= p->pattern.high[i]; level++) {
            uint32_t plane = vocabulary->options.items[i].first_plane + level - 1;
            uint64_t all = p->counts.all[plane];
            uint64_t in = p->counts.in[plane];
            if (all == 0 || all == p->pattern.all)
                continue;
            double after =
                mixedness(in, all) + mixedness(p->pattern.states - in, p->pattern.all - all);
            double gain = before - after + 1e-9 * before; /* a useless split is better than none */
            if (gain > p->gain || p->option == ENT_NOBODY) {
                p->gain = gain;
                p->option = i;
                p->level = level;
            }
        }
}

static ent_status new_part(const splitting *s, const ent_pattern *pattern, part *p)
{
    size_t options = s->game->space.digit_count;
    *p = (part){.option = ENT_NOBODY, .pattern.example = UINT64_MAX};
    p->pattern.low = (uint8_t *)ent_arena_copy(s->arena, (const char *)pattern->low, options);
    p->pattern.high = (uint8_t *)ent_arena_copy(s->arena, (const char *)pattern->high, options);
    if (p->pattern.low == NULL || p->pattern.high == NULL)
        return ENT_NO_RESOURCE;
    return new_counts(s, s->arena, &p->counts);
}

/* Keeps a part that was counted, unless it lies wholly outside of the set. */
static ent_status keep_part(splitting *s, part *p)
{
    if (p->pattern.states == 0)
        return ENT_OK;
    if (p->pattern.states < p->pattern.all)
        choose_split(s, p);
    part *kept = ENT_PUSH(s->arena, &s->parts);
    if (kept == NULL)
        return ENT_NO_RESOURCE;
    *kept = *p;
    return ENT_OK;
}

/* Counts what is left of `whole` without `half`. */
static void subtract(const splitting *s, const part *whole, const part *half, part *rest)
{
    for (uint32_t k = 0; k < s->planes; k++) {
        rest->counts.all[k] = whole->counts.all[k] - half->counts.all[k];
        rest->counts.in[k] = whole->counts.in[k] - half->counts.in[k];
    }
    rest->pattern.all = whole->pattern.all - half->pattern.all;
    rest->pattern.states = whole->pattern.states - half->pattern.states;
}

/* The part that is worth splitting most; NULL when every part is pure. */
static part *most_mixed(splitting *s)
{
    part *best = NULL;
    for (size_t i = 0; i < s->parts.count; i++) {
        part *p = &s->parts.items[i];
        if (p->option != ENT_NOBODY && (best == NULL || p->gain > best->gain))
            best = p;
    }
    return best;
}

/* Counts the lower half only: the upper one is what it leaves. */
static ent_status split(splitting *s, size_t index)
{
    const part whole = s->parts.items[index];
    s->parts.items[index] = s->parts.items[--s->parts.count];
    part lower;
    part upper;
    if (new_part(s, &whole.pattern, &lower) != ENT_OK ||
        new_part(s, &whole.pattern, &upper) != ENT_OK)
        return ENT_NO_RESOURCE;
    lower.pattern.high[whole.option] = (uint8_t)(whole.level - 1);
    upper.pattern.low[whole.option] = (uint8_t)whole.level;
    if (measure(s, &lower) != ENT_OK)
        return ENT_NO_RESOURCE;
    subtract(s, &whole, &lower, &upper);
    ent_status status = keep_part(s, &lower);
    return status == ENT_OK ? keep_part(s, &upper) : status;
}

/* Finds the first member of a part that was counted by subtraction. */
static ent_status find_example(const splitting *s, ent_pattern *pattern)
{
    const ent_space *space = &s->game->space;
    ent_window window;
    if (ent_window_init(&window, space, 0) != ENT_OK)
        return ENT_NO_RESOURCE;
    for (size_t i = 0; i < ent_set_words(space->codes) && pattern->example == UINT64_MAX; i++) {
        if (s->set->words[i] == 0 || !may_fit(space, pattern, i))
            continue;
        ent_window_move(&window, space, i);
        uint64_t in = fitting(space, &window, pattern, s->set->words[i]);
        if (in != 0)
            pattern->example = (uint64_t)i * 64 + (uint64_t)__builtin_ctzll(in);
    }
    ent_window_free(&window);
    return ENT_OK;
}

/* Narrows the ranges to the levels that members have. */
static void tighten(const splitting *s, part *p)
{
    for (uint32_t i = 0; i < s->game->space.digit_count; i++) {
        const uint64_t *in = p->counts.in + s->game->model->vocabulary.options.items[i].first_plane;
        while (p->pattern.low[i] < p->pattern.high[i] && in[p->pattern.low[i]] == p->pattern.states)
            p->pattern.low[i]++;
        while (p->pattern.high[i] > p->pattern.low[i] && in[p->pattern.high[i] - 1] == 0)
            p->pattern.high[i]--;
    }
}

static int by_size(const void *a, const void *b)
{
    const ent_pattern *left = a;
    const ent_pattern *right = b;
    if (left->states != right->states)
        return left->states < right->states ? 1 : -1;
    return (left->example > right->example) - (left->example < right->example);
}

/* A pattern of everything; pinned options at their level. */
static void make_whole(const ent_game *game, ent_pattern *pattern)
{
    for (uint32_t i = 0; i < game->space.digit_count; i++) {
        const ent_digit *digit = &game->space.digits[i];
        pattern->low[i] = (uint8_t)digit->lowest;
        pattern->high[i] = (uint8_t)(digit->lowest + digit->radix - 1);
    }
}

/* The undivided part: every feasible state. */
static ent_status begin(splitting *s)
{
    part whole;
    ent_arena own = ent_arena_new(s->game->memory);
    ent_pattern everything = {.low = ent_arena_array(&own, s->game->space.digit_count, 1),
                              .high = ent_arena_array(&own, s->game->space.digit_count, 1)};
    ent_status status = own.exhausted ? ENT_NO_RESOURCE : ENT_OK;
    if (status == ENT_OK) {
        make_whole(s->game, &everything);
        status = new_part(s, &everything, &whole);
    }
    ent_arena_free(&own);
    if (status == ENT_OK)
        status = measure(s, &whole);
    return status == ENT_OK ? keep_part(s, &whole) : status;
}

/* Hands out the parts as patterns, the largest first. */
static ent_status hand_out(splitting *s, ent_patterns *patterns)
{
    for (size_t i = 0; i < s->parts.count; i++) {
        part *p = &s->parts.items[i];
        ent_pattern *pattern = ENT_PUSH(s->arena, &patterns->list);
        if (pattern == NULL || find_example(s, &p->pattern) != ENT_OK)
            return ENT_NO_RESOURCE;
        tighten(s, p);
        *pattern = p->pattern;
    }
    if (patterns->list.count > 1)
        qsort(patterns->list.items, patterns->list.count, sizeof *patterns->list.items, by_size);
    return ENT_OK;
}

ent_status ent_find_patterns(const ent_game *game, const ent_set *set, size_t most,
                             ent_arena *arena, ent_patterns *patterns)
{
    splitting s = {
        .game = game, .set = set, .arena = arena, .planes = game->model->vocabulary.option_planes};
    ent_status status = begin(&s);
    for (part *next = most_mixed(&s); status == ENT_OK && next != NULL && s.parts.count < most;
         next = most_mixed(&s))
        status = split(&s, (size_t)(next - s.parts.items));
    return status == ENT_OK ? hand_out(&s, patterns) : status;
}
