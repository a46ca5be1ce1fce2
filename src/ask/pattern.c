/* Patterns by best-first splitting, counted on 64 states at a time. */
#include "ask/pattern.h"

#include <stdlib.h>
#include <string.h>

#include "base/threads.h"

/* How many states of a part lie at or above each level of each option (counts by plane). */
typedef struct {
    uint64_t *all;
    uint64_t *in;
} plane_counts;

/* A part of the state space that may still be split. */
typedef struct {
    ent_pattern pattern;
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
    plane_counts counts; /* of the part that is measured */
} splitting;

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

static void count_window(const splitting *s, const ent_window *window, uint64_t all, uint64_t in,
                         plane_counts *counts)
{
    for (uint32_t k = 0; k < s->planes; k++) {
        counts->all[k] += (uint64_t)__builtin_popcountll(all & window->planes[k]);
        counts->in[k] += (uint64_t)__builtin_popcountll(in & window->planes[k]);
    }
}

/* Counts the part's states, its members, and both at or above each level. */
static ent_status measure(splitting *s, part *p)
{
    const ent_space *space = &s->game->space;
    ent_window window;
    if (ent_window_init(&window, space, 0) != ENT_OK)
        return ENT_NO_RESOURCE;
    memset(s->counts.all, 0, s->planes * sizeof *s->counts.all);
    memset(s->counts.in, 0, s->planes * sizeof *s->counts.in);
    p->pattern.states = 0;
    p->pattern.all = 0;
    for (size_t i = 0; i < ent_set_words(space->codes); i++) {
        if (space->feasible.words[i] == 0)
            continue;
        ent_window_move(&window, space, i);
        uint64_t all = fitting(space, &window, &p->pattern, space->feasible.words[i]);
        uint64_t in = all & s->set->words[i];
        if (in != 0 && p->pattern.states == 0)
            p->pattern.example = (uint64_t)i * 64 + (uint64_t)__builtin_ctzll(in);
        p->pattern.all += (uint64_t)__builtin_popcountll(all);
        p->pattern.states += (uint64_t)__builtin_popcountll(in);
        if (all != 0)
            count_window(s, &window, all, in, &s->counts);
    }
    ent_window_free(&window);
    return ENT_OK;
}

/* Mixedness of n states of which k are members: 0 when pure, n/2 at worst (Gini impurity). */
static double mixedness(uint64_t k, uint64_t n)
{
    return n == 0 ? 0 : 2.0 * (double)k * (double)(n - k) / (double)n;
}

/* Finds the split that leaves the two sides least mixed. */
static void choose_split(splitting *s, part *p)
{
    const ent_vocabulary *vocabulary = &s->game->model->vocabulary;
    double before = mixedness(p->pattern.states, p->pattern.all);
    p->option = ENT_NOBODY;
    p->gain = 0;
    for (uint32_t i = 0; i < s->game->space.digit_count; i++)
        for (uint32_t level = p->pattern.low[i] + 1u; level <= p->pattern.high[i]; level++) {
            uint32_t plane = vocabulary->options.items[i].first_plane + level - 1;
            uint64_t all = s->counts.all[plane];
            uint64_t in = s->counts.in[plane];
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

static ent_status add_part(splitting *s, const ent_pattern *pattern)
{
    size_t options = s->game->space.digit_count;
    part *p = ENT_PUSH(s->arena, &s->parts);
    if (p == NULL)
        return ENT_NO_RESOURCE;
    *p = (part){.option = ENT_NOBODY};
    p->pattern.low = (uint8_t *)ent_arena_copy(s->arena, (const char *)pattern->low, options);
    p->pattern.high = (uint8_t *)ent_arena_copy(s->arena, (const char *)pattern->high, options);
    if (p->pattern.low == NULL || p->pattern.high == NULL || measure(s, p) != ENT_OK)
        return ENT_NO_RESOURCE;
    if (p->pattern.states == 0)
        s->parts.count--; /* wholly outside */
    else if (p->pattern.states < p->pattern.all)
        choose_split(s, p);
    return ENT_OK;
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

static ent_status split(splitting *s, size_t index)
{
    const part whole = s->parts.items[index];
    s->parts.items[index] = s->parts.items[--s->parts.count];
    uint8_t *low = whole.pattern.low;
    uint8_t *high = whole.pattern.high;
    uint8_t last = high[whole.option];
    high[whole.option] = (uint8_t)(whole.level - 1);
    ent_status status = add_part(s, &whole.pattern);
    high[whole.option] = last;
    low[whole.option] = (uint8_t)whole.level;
    return status == ENT_OK ? add_part(s, &whole.pattern) : status;
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

ent_status ent_find_patterns(const ent_game *game, const ent_set *set, size_t most,
                             ent_arena *arena, ent_patterns *patterns)
{
    ent_arena own = ent_arena_new(game->memory);
    splitting s = {.game = game, .set = set, .arena = arena};
    s.planes = game->model->vocabulary.option_planes;
    s.counts.all = ent_arena_array(&own, s.planes, sizeof(uint64_t));
    s.counts.in = ent_arena_array(&own, s.planes, sizeof(uint64_t));
    ent_pattern whole = {.low = ent_arena_array(&own, game->space.digit_count, 1),
                         .high = ent_arena_array(&own, game->space.digit_count, 1)};
    ent_status status = ENT_NO_RESOURCE;
    if (!own.exhausted) {
        make_whole(game, &whole);
        status = add_part(&s, &whole);
    }
    for (part *next = most_mixed(&s); status == ENT_OK && next != NULL && s.parts.count < most;
         next = most_mixed(&s))
        status = split(&s, (size_t)(next - s.parts.items));
    for (size_t i = 0; i < s.parts.count && status == ENT_OK; i++) {
        ent_pattern *pattern = ENT_PUSH(arena, &patterns->list);
        if (pattern == NULL)
            status = ENT_NO_RESOURCE;
        else
            *pattern = s.parts.items[i].pattern;
    }
    if (status == ENT_OK && patterns->list.count > 1)
        qsort(patterns->list.items, patterns->list.count, sizeof *patterns->list.items, by_size);
    ent_arena_free(&own);
    return status;
}
