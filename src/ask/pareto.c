/*
 * The Pareto frontier by divide and conquer. States become points: for each party that tells them
 * apart, a rank that grows with preference. Equal points are taken together. With the points sorted
 * by all coordinates in turn, best first, no point dominates one before it; so the frontier of a
 * range is that of its first half, and what that leaves of the frontier of the second half.
 */
#include "ask/pareto.h"

#include <string.h>

enum {
    PAIRS_FEW = 1000,   /* pairs that are compared one by one */
    BOXED = 60,         /* coordinates that points are sorted out by; more are only compared */
    TASK_LEAST = 20000, /* points that are worth a thread's while */

    LANES = 4, /* coordinates that are compared at once */
};

typedef struct {
    size_t count;
    uint32_t width;       /* coordinates of a point */
    uint32_t stride;      /* places of a point: the others are zero */
    int32_t *points;      /* `stride` for each, sorted */
    bool *beaten;         /* by point */
    const uint32_t *most; /* by coordinate */
    uint32_t *ids;        /* all lists of points are parts of it … */
    uint32_t *spare;      /* … and have room to be split in the same place here */
} field;

/* Coordinates are compared LANES at a time. */
typedef int32_t lanes __attribute__((vector_size(4 * LANES)));

static inline lanes load(const field *f, uint32_t point, uint32_t first)
{
    lanes row;
    memcpy(&row, f->points + (size_t)point * f->stride + first, sizeof row);
    return row;
}

static int32_t at(const field *f, uint32_t point, uint32_t dimension)
{
    return f->points[(size_t)point * f->stride + dimension];
}

/* The least and the largest coordinates of a list of points. */
typedef struct {
    int32_t low[BOXED];
    int32_t high[BOXED];
} box;

static uint32_t boxed(const field *f)
{
    return f->stride < BOXED ? f->stride : BOXED;
}

static void find_box(const field *f, const uint32_t *ids, size_t count, box *b)
{
    for (uint32_t first = 0; first < boxed(f); first += LANES) {
        lanes low = load(f, ids[0], first);
        lanes high = low;
        for (size_t i = 1; i < count; i++) {
            lanes row = load(f, ids[i], first);
            lanes less = row < low;
            lanes more = row > high;
            low = (row & less) | (low & ~less);
            high = (row & more) | (high & ~more);
        }
        memcpy(b->low + first, &low, sizeof low);
        memcpy(b->high + first, &high, sizeof high);
    }
}

static inline bool is_zero(lanes mask)
{
    uint64_t words[2];
    memcpy(words, &mask, sizeof mask);
    return (words[0] | words[1]) == 0;
}

/* Whether point a is nowhere below point b. */
static inline bool covers(const field *f, uint32_t a, uint32_t b)
{
    lanes below = {0};
    for (uint32_t first = 0; first < f->stride; first += LANES)
        below |= load(f, a, first) < load(f, b, first);
    return is_zero(below);
}

/* Moves the points that do not lie wholly above `low`, or wholly below `high`, to the end of a
 * list; gives how many are left. */
static size_t trim(const field *f, uint32_t *ids, size_t count, const box *low, const box *high)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t id = ids[i];
        lanes outside = {0};
        for (uint32_t first = 0; first < boxed(f); first += LANES) {
            lanes bound;
            memcpy(&bound, low != NULL ? low->low + first : high->high + first, sizeof bound);
            lanes row = load(f, id, first);
            outside |= low != NULL ? row < bound : row > bound;
        }
        ids[i] = ids[kept];
        ids[kept] = id;
        kept += is_zero(outside);
    }
    return kept;
}

/* Compares whole points: in the coordinates that were settled before, the strong are at least as
 * good anyway. */
static void compare_pairs(const field *f, const uint32_t *strong, size_t strong_count,
                          const uint32_t *weak, size_t weak_count)
{
    for (size_t w = 0; w < weak_count; w++)
        for (size_t s = 0; s < strong_count && !f->beaten[weak[w]]; s++)
            f->beaten[weak[w]] = covers(f, strong[s], weak[w]);
}

/* Splits a list in place, with the help of `spare`: coordinates of `bound` or more come first. */
static size_t split(const field *f, uint32_t *ids, size_t count, uint32_t dimension, int32_t bound)
{
    uint32_t *spare = f->spare + (ids - f->ids);
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
static int32_t middle(const field *f, const uint32_t *ids, size_t count, uint32_t dimension,
                      int32_t low)
{
    enum { SAMPLE = 31 };
    int32_t sample[SAMPLE];
    for (size_t i = 0; i < SAMPLE; i++) {
        int32_t value = at(f, ids[i * count / SAMPLE], dimension);
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

/* Marks the weak points that a strong one covers, where the strong are known to be as good as the
 * weak but for one coordinate: only the best of them in that one matters. */
static void compare_best(const field *f, int32_t best, const uint32_t *weak, size_t weak_count,
                         uint32_t dimension)
{
    for (size_t w = 0; w < weak_count; w++)
        f->beaten[weak[w]] = f->beaten[weak[w]] || at(f, weak[w], dimension) <= best;
}

/*
 * Closes the coordinates in which all the strong are at least as good as all the weak, and gives
 * that of the others in which the two lists have most in common. False when there is one in which
 * no strong point is good enough.
 */
static bool find_open(const field *f, const box *s, const box *w, uint64_t *open, uint32_t *widest)
{
    double most = -1;
    for (uint32_t d = 1; d < f->width && d < BOXED; d++) {
        if (s->high[d] < w->low[d])
            return false;
        if (s->low[d] >= w->high[d])
            *open &= ~(UINT64_C(1) << d);
        if (!((*open >> d) & 1u))
            continue;
        int32_t low = s->low[d] > w->low[d] ? s->low[d] : w->low[d];
        int32_t high = s->high[d] < w->high[d] ? s->high[d] : w->high[d];
        double share = (double)(high - low + 1) / f->most[d];
        if (share > most) {
            most = share;
            *widest = d;
        }
    }
    return true;
}

/*
 * Marks the weak points that a strong one covers. In coordinate 0 and in those that are not `open`
 * (a bit for each), all strong points are known to be at least as good as all weak ones. Both lists
 * may be reordered.
 */
static void filter(const field *f, uint32_t *strong, size_t strong_count, uint32_t *weak,
                   size_t weak_count, uint64_t open)
{
    weak_count = drop_beaten(f, weak, weak_count);
    if (strong_count == 0 || weak_count == 0)
        return;
    if (strong_count * weak_count <= PAIRS_FEW) {
        compare_pairs(f, strong, strong_count, weak, weak_count);
        return;
    }
    box s = {0};
    box w = {0};
    find_box(f, strong, strong_count, &s);
    find_box(f, weak, weak_count, &w);
    uint32_t last = 0;
    if (!find_open(f, &s, &w, &open, &last))
        return;
    if (f->width <= BOXED && (open & (open - 1)) == 0) {
        compare_best(f, open == 0 ? INT32_MAX : s.high[last], weak, weak_count, last);
        return;
    }
    strong_count = trim(f, strong, strong_count, &w, NULL);
    weak_count = trim(f, weak, weak_count, NULL, &s);
    if (strong_count * weak_count <= PAIRS_FEW || open == 0) {
        compare_pairs(f, strong, strong_count, weak, weak_count);
        return;
    }
    int32_t low = s.low[last] < w.low[last] ? s.low[last] : w.low[last];
    int32_t bound = strong_count > weak_count ? middle(f, strong, strong_count, last, low)
                                              : middle(f, weak, weak_count, last, low);
    size_t s_high = split(f, strong, strong_count, last, bound);
    size_t w_high = split(f, weak, weak_count, last, bound);
    filter(f, strong, s_high, weak + w_high, weak_count - w_high, open & ~(UINT64_C(1) << last));
#pragma omp task if (strong_count + weak_count > TASK_LEAST)
    filter(f, strong, s_high, weak, w_high, open);
    filter(f, strong + s_high, strong_count - s_high, weak + w_high, weak_count - w_high, open);
#pragma omp taskwait
}

/* The frontier of the points first … end - 1, as a list; gives its length. */
static size_t find_front(const field *f, uint32_t first, uint32_t end, uint32_t *ids)
{
    if (end - first == 1) {
        ids[0] = first;
        return 1;
    }
    uint32_t middle_point = first + (end - first) / 2;
    uint64_t all = (UINT64_C(1) << (f->width < BOXED ? f->width : BOXED)) - 2;
    size_t half = middle_point - first;
    size_t better = 0;
#pragma omp task shared(better) if (half > TASK_LEAST)
    better = find_front(f, first, middle_point, ids);
    size_t worse = find_front(f, middle_point, end, ids + half);
#pragma omp taskwait
    memmove(ids + better, ids + half, worse * sizeof *ids);
    filter(f, ids, better, ids + better, worse, all);
    return better + drop_beaten(f, ids + better, worse);
}

/* States on their way to becoming points. */
typedef struct {
    const ent_game *game;
    const ent_set *set;
    ent_arena *arena;
    size_t count;
    uint32_t *codes;
    int32_t *rows;  /* for each state party_count places, of which `width` are in use */
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
        c->rows[i * c->game->party_count + c->width] =
            (int32_t)ranks[ent_column_get(keys, c->codes[i])];
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
    const int32_t *rows = c->rows + place;
    size_t stride = c->game->party_count;
    uint32_t most = c->most[place];
    for (size_t i = 0; i < c->count; i++)
        begins[most - (uint32_t)rows[i * stride] + 1]++;
    for (uint32_t r = 0; r < most; r++)
        begins[r + 1] += begins[r];
    for (size_t i = 0; i < c->count; i++)
        spare[begins[most - (uint32_t)rows[c->order[i] * stride]]++] = c->order[i];
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
        const int32_t *row = c->rows + (size_t)c->order[i] * c->game->party_count;
        const int32_t *end = f->points + f->count * f->stride;
        if (f->count == 0 || memcmp(row, end - f->stride, f->width * sizeof *row) != 0)
            memcpy(f->points + f->count++ * f->stride, row, f->width * sizeof *row);
        point_of[i] = (uint32_t)f->count - 1;
    }
}

static ent_status find(crowd *c, ent_set *frontier)
{
    if (gather(c) != ENT_OK)
        return ENT_NO_RESOURCE;
    if (c->width == 0)
        return ENT_OK;
    uint32_t stride = (c->width + LANES - 1) / LANES * LANES;
    size_t places = 0;
    if (!ent_multiply(c->count, stride, &places))
        return ENT_NO_RESOURCE;
    field f = {.width = c->width,
               .stride = stride,
               .most = c->most,
               .points = ent_arena_array(c->arena, places, sizeof *f.points),
               .beaten = ent_arena_array(c->arena, c->count, sizeof *f.beaten),
               .ids = ent_arena_array(c->arena, c->count, sizeof *f.ids),
               .spare = ent_arena_array(c->arena, c->count, sizeof *f.spare)};
    uint32_t *point_of = ent_arena_array(c->arena, c->count, sizeof *point_of);
    if (c->arena->exhausted || sort_states(c, f.spare) != ENT_OK)
        return ENT_NO_RESOURCE;
    make_points(c, &f, point_of);
    if (f.width == 1)
        memset(f.beaten + 1, true, f.count - 1);
    else
#pragma omp parallel num_threads(c->game->space.threads) if (f.count > TASK_LEAST)
#pragma omp single
        (void)find_front(&f, 0, (uint32_t)f.count, f.ids);
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
