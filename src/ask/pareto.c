/*
 * The Pareto frontier by divide and conquer. States become points: for each party that tells them
 * apart, a rank that grows with preference. Equal points are taken together. With the points sorted
 * by all coordinates in turn, best first, no point dominates one before it; so the frontier of a
 * range is that of its first half, and what that leaves of the frontier of the second half.
 */
#include "ask/pareto.h"

#include <string.h>

enum { PAIRS_FEW = 256 /* pairs that are compared one by one */ };

typedef struct {
    size_t count;
    uint32_t width;   /* coordinates of a point */
    uint32_t *points; /* `width` for each, sorted */
    bool *beaten;     /* by point */
    uint32_t *spare;  /* room for a list of points */
} field;

static uint32_t at(const field *f, uint32_t point, uint32_t dimension)
{
    return f->points[(size_t)point * f->width + dimension];
}

/* Whether point a is at least as good as b in the coordinates 1 … last. */
static bool covers(const field *f, uint32_t a, uint32_t b, uint32_t last)
{
    const uint32_t *left = f->points + (size_t)a * f->width;
    const uint32_t *right = f->points + (size_t)b * f->width;
    for (uint32_t d = 1; d <= last; d++)
        if (left[d] < right[d])
            return false;
    return true;
}

typedef struct {
    uint32_t low;
    uint32_t high;
} range;

static range range_of(const field *f, const uint32_t *ids, size_t count, uint32_t dimension)
{
    range r = {UINT32_MAX, 0};
    for (size_t i = 0; i < count; i++) {
        uint32_t value = at(f, ids[i], dimension);
        r.low = value < r.low ? value : r.low;
        r.high = value > r.high ? value : r.high;
    }
    return r;
}

static void compare_pairs(const field *f, const uint32_t *strong, size_t strong_count,
                          const uint32_t *weak, size_t weak_count, uint32_t last)
{
    for (size_t w = 0; w < weak_count; w++)
        for (size_t s = 0; s < strong_count && !f->beaten[weak[w]]; s++)
            f->beaten[weak[w]] = covers(f, strong[s], weak[w], last);
}

/* One coordinate left: only the best of the strong matters. */
static void compare_best(const field *f, const uint32_t *strong, size_t strong_count,
                         const uint32_t *weak, size_t weak_count)
{
    uint32_t best = range_of(f, strong, strong_count, 1).high;
    for (size_t w = 0; w < weak_count; w++)
        f->beaten[weak[w]] = f->beaten[weak[w]] || at(f, weak[w], 1) <= best;
}

/* Splits a list in place, with the help of `spare`: coordinates of `bound` or more come first. */
static size_t split(const field *f, uint32_t *ids, size_t count, uint32_t dimension, uint32_t bound,
                    uint32_t *spare)
{
    size_t high = 0;
    size_t low = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t id = ids[i];
        bool up = at(f, id, dimension) >= bound;
        ids[high] = id;
        spare[low] = id;
        high += up;
        low += !up;
    }
    memcpy(ids + high, spare, low * sizeof *ids);
    return high;
}

/* A bound that halves the points about evenly, by the middle of a small sample; above `low`. */
static uint32_t middle(const field *f, const uint32_t *ids, size_t count, uint32_t dimension,
                       uint32_t low)
{
    enum { SAMPLE = 31 };
    uint32_t sample[SAMPLE];
    for (size_t i = 0; i < SAMPLE; i++) {
        uint32_t value = at(f, ids[i * count / SAMPLE], dimension);
        size_t k = i;
        for (; k > 0 && sample[k - 1] > value; k--)
            sample[k] = sample[k - 1];
        sample[k] = value;
    }
    return sample[SAMPLE / 2] > low ? sample[SAMPLE / 2] : low + 1;
}

/* Moves the points that were beaten in the meantime to the end of a list; gives how many are left.
 */
static size_t drop_beaten(const field *f, uint32_t *ids, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t id = ids[i];
        ids[i] = ids[kept];
        ids[kept] = id;
        kept += !f->beaten[id];
    }
    return kept;
}

/*
 * Marks the weak points that a strong one covers in the coordinates 1 … last. Both lists may be
 * reordered; `spare` has room for the longer one.
 */
static void filter(const field *f, uint32_t *strong, size_t strong_count, uint32_t *weak,
                   size_t weak_count, uint32_t last, uint32_t *spare)
{
    weak_count = drop_beaten(f, weak, weak_count);
    if (strong_count == 0 || weak_count == 0)
        return;
    if (last == 1) {
        compare_best(f, strong, strong_count, weak, weak_count);
        return;
    }
    if (strong_count * weak_count <= PAIRS_FEW || strong_count == 1) {
        compare_pairs(f, strong, strong_count, weak, weak_count, last);
        return;
    }
    range s = range_of(f, strong, strong_count, last);
    range w = range_of(f, weak, weak_count, last);
    if (s.high < w.low)
        return;
    if (s.low >= w.high) {
        filter(f, strong, strong_count, weak, weak_count, last - 1, spare);
        return;
    }
    bool more_strong = strong_count > weak_count;
    uint32_t low = s.low < w.low ? s.low : w.low;
    uint32_t bound = more_strong ? middle(f, strong, strong_count, last, low)
                                 : middle(f, weak, weak_count, last, low);
    size_t s_high = split(f, strong, strong_count, last, bound, spare);
    size_t w_high = split(f, weak, weak_count, last, bound, spare);
    filter(f, strong, s_high, weak + w_high, weak_count - w_high, last - 1, spare);
    filter(f, strong, s_high, weak, w_high, last, spare);
    filter(f, strong + s_high, strong_count - s_high, weak + w_high, weak_count - w_high, last,
           spare);
}

/* The frontier of the points first … end - 1, as a list; gives its length. */
static size_t find_front(const field *f, uint32_t first, uint32_t end, uint32_t *ids)
{
    if (end - first == 1) {
        ids[0] = first;
        return 1;
    }
    uint32_t middle_point = first + (end - first) / 2;
    size_t better = find_front(f, first, middle_point, ids);
    size_t worse = find_front(f, middle_point, end, ids + better);
    filter(f, ids, better, ids + better, worse, f->width - 1, f->spare);
    return better + drop_beaten(f, ids + better, worse);
}

/* States on their way to becoming points. */
typedef struct {
    const ent_game *game;
    const ent_set *set;
    ent_arena *arena;
    size_t count;
    uint32_t *codes;
    uint32_t *rows; /* for each state party_count places, of which `width` are in use */
    uint32_t *most; /* the largest rank in each place */
    uint32_t width;
    uint32_t *order; /* of the states, best first */
} crowd;

/* The party's ranks in the next place of all rows, from 0 for the worst. */
static ent_status fill_ranks(crowd *c, uint32_t party)
{
    const ent_column *keys = &c->game->keys[party];
    size_t bytes = ((size_t)keys->top + 1) * sizeof(uint32_t);
    uint32_t *ranks = ent_allocate(c->game->memory, bytes);
    if (ranks == NULL)
        return ENT_NO_RESOURCE;
    for (size_t i = 0; i < c->count; i++)
        ranks[ent_column_get(keys, c->codes[i])] = 1;
    uint32_t next = 0;
    for (size_t key = 0; key <= keys->top; key++)
        if (ranks[key] != 0)
            ranks[key] = next++;
    for (size_t i = 0; i < c->count; i++)
        c->rows[i * c->game->party_count + c->width] = ranks[ent_column_get(keys, c->codes[i])];
    c->most[c->width] = next - 1;
    ent_release(c->game->memory, ranks, bytes);
    return ENT_OK;
}

static bool same_places(const crowd *c, uint32_t a, uint32_t b)
{
    for (size_t i = 0; i < c->count; i++)
        if (c->rows[i * c->game->party_count + a] != c->rows[i * c->game->party_count + b])
            return false;
    return true;
}

/* Whether the place filled last tells states apart, and otherwise than those before it. */
static bool is_telling(const crowd *c)
{
    if (c->most[c->width] == 0)
        return false;
    for (uint32_t d = 0; d < c->width; d++)
        if (c->most[d] == c->most[c->width] && same_places(c, d, c->width))
            return false;
    return true;
}

static ent_status gather(crowd *c)
{
    uint32_t parties = c->game->party_count;
    c->count = (size_t)ent_set_count(c->set);
    c->codes = ent_arena_array(c->arena, c->count, sizeof *c->codes);
    c->order = ent_arena_array(c->arena, c->count, sizeof *c->order);
    c->most = ent_arena_array(c->arena, parties, sizeof *c->most);
    size_t places = 0;
    if (!ent_multiply(c->count, parties, &places))
        return ENT_NO_RESOURCE;
    c->rows = ent_arena_array(c->arena, places, sizeof *c->rows);
    if (c->arena->exhausted)
        return ENT_NO_RESOURCE;
    size_t filled = 0;
    for (uint64_t code = ent_set_next(c->set, 0); code != UINT64_MAX;
         code = ent_set_next(c->set, code + 1))
        c->codes[filled++] = (uint32_t)code;
    for (uint32_t p = 0; p < parties; p++) {
        if (fill_ranks(c, p) != ENT_OK)
            return ENT_NO_RESOURCE;
        c->width += is_telling(c);
    }
    return ENT_OK;
}

/* Sorts the states by the ranks in one place, best first, keeping the order of equal ones. */
static ent_status sort_by_place(crowd *c, uint32_t place, uint32_t *spare)
{
    size_t bytes = ((size_t)c->most[place] + 2) * sizeof(size_t);
    size_t *begins = ent_allocate(c->game->memory, bytes);
    if (begins == NULL)
        return ENT_NO_RESOURCE;
    const uint32_t *rows = c->rows + place;
    size_t stride = c->game->party_count;
    uint32_t most = c->most[place];
    for (size_t i = 0; i < c->count; i++)
        begins[most - rows[i * stride] + 1]++;
    for (uint32_t r = 0; r < most; r++)
        begins[r + 1] += begins[r];
    for (size_t i = 0; i < c->count; i++)
        spare[begins[most - rows[c->order[i] * stride]]++] = c->order[i];
    memcpy(c->order, spare, c->count * sizeof *spare);
    ent_release(c->game->memory, begins, bytes);
    return ENT_OK;
}

static ent_status sort_states(crowd *c, uint32_t *spare)
{
    for (size_t i = 0; i < c->count; i++)
        c->order[i] = (uint32_t)i;
    for (uint32_t place = c->width; place-- > 0;)
        if (sort_by_place(c, place, spare) != ENT_OK)
            return ENT_NO_RESOURCE;
    return ENT_OK;
}

/* Makes a point of all states with equal rows; `point_of` says which, by position in the order. */
static void make_points(const crowd *c, field *f, uint32_t *point_of)
{
    for (size_t i = 0; i < c->count; i++) {
        const uint32_t *row = c->rows + (size_t)c->order[i] * c->game->party_count;
        const uint32_t *end = f->points + f->count * f->width;
        if (f->count == 0 || memcmp(row, end - f->width, f->width * sizeof *row) != 0)
            memcpy(f->points + f->count++ * f->width, row, f->width * sizeof *row);
        point_of[i] = (uint32_t)f->count - 1;
    }
}

static ent_status find(crowd *c, ent_set *frontier)
{
    if (gather(c) != ENT_OK)
        return ENT_NO_RESOURCE;
    if (c->width == 0)
        return ENT_OK;
    field f = {.width = c->width,
               .points = ent_arena_array(c->arena, c->count * c->width, sizeof *f.points),
               .beaten = ent_arena_array(c->arena, c->count, sizeof *f.beaten),
               .spare = ent_arena_array(c->arena, c->count, sizeof *f.spare)};
    uint32_t *ids = ent_arena_array(c->arena, c->count, sizeof *ids);
    uint32_t *point_of = ent_arena_array(c->arena, c->count, sizeof *point_of);
    if (c->arena->exhausted || sort_states(c, f.spare) != ENT_OK)
        return ENT_NO_RESOURCE;
    make_points(c, &f, point_of);
    if (f.width == 1)
        memset(f.beaten + 1, true, f.count - 1);
    else
        (void)find_front(&f, 0, (uint32_t)f.count, ids);
    memset(frontier->words, 0, ent_set_words(frontier->bits) * sizeof *frontier->words);
    for (size_t i = 0; i < c->count; i++)
        if (!f.beaten[point_of[i]])
            ent_set_add(frontier, c->codes[c->order[i]]);
    return ENT_OK;
}

ent_status ent_find_frontier(const ent_game *game, const ent_set *set, ent_set *frontier)
{
    ent_arena arena = ent_arena_new(game->memory);
    crowd c = {.game = game, .set = set, .arena = &arena};
    ent_set_copy(frontier, set); /* right for no state, and where all are alike */
    ent_status status = ent_set_next(set, 0) == UINT64_MAX ? ENT_OK : find(&c, frontier);
    ent_arena_free(&arena);
    return status;
}
