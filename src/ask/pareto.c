/*
 * The Pareto frontier by divide and conquer. States become points: for each party that tells them
 * apart, a rank that grows with preference. Equal points are taken together. With the points sorted
 * by all coordinates in turn, best first, no point dominates one before it; so the frontier of a
 * range is that of its first half, and what that leaves of the frontier of the second half.
 */
#include "ask/pareto.h"

#include <string.h>

#include "base/vector.h"

enum {
    PAIRS_FEW = 20000,  /* pairs that are compared one by one */
    BOXED = 56,         /* coordinates that points are sorted out by; more are only compared */
    TASK_LEAST = 20000, /* points that are worth a thread's while */

    VECTOR = 16,     /* bytes of a row that are worked on at once */
    SLIM = 8,        /* places of the narrowest rows: one vector of two bytes each */
    BLOCK = 32,      /* points that are compared with another at once … */
    BLOCK_LEAST = 8, /* … where there are so many … */
    TURNS_LEAST = 4, /* … and so many others */
};

typedef struct routines routines;

typedef struct {
    size_t count;
    uint32_t width;  /* coordinates of a point */
    uint32_t stride; /* places of a row: the others are zero */
    const routines *with;
    bool *beaten;         /* by point */
    const uint32_t *most; /* by coordinate */
    void *rows;           /* coordinates, of two or four bytes each, and … */
    uint32_t *ids;        /* … whose they are; all lists are parts of these two … */
    void *spare_rows;     /* … and have room to be split in the same place here */
    uint32_t *spare_ids;
} field;

/* Points whose rows follow each other. */
typedef struct {
    size_t first;
    size_t count;
} list;

/* The least and the largest coordinates of a list. */
typedef struct {
    int32_t low[BOXED];
    int32_t high[BOXED];
} box;

/* What depends on the width of a coordinate. */
struct routines {
    void (*find_box)(const field *f, list l, box *b);

    /* Moves the points that do not lie wholly above the bounds (or below them) to the end of a
     * list; gives how many are left. */
    size_t (*trim)(const field *f, list l, const int32_t *bounds, bool above);

    /* The same with points that have been beaten in the meantime. */
    size_t (*drop_beaten)(const field *f, list l);

    /* Marks the weak points that a strong one covers, by whole rows: in the coordinates that were
     * settled before, the strong are at least as good anyway. */
    void (*compare_pairs)(const field *f, list strong, list weak);

    /* Splits a list: coordinates of `bound` or more come first; gives how many they are. */
    size_t (*split)(const field *f, list l, uint32_t dimension, int32_t bound);

    void (*move)(const field *f, size_t to, list l);
    int32_t (*at)(const field *f, size_t place, uint32_t dimension);
    void (*put)(const field *f, size_t place, uint32_t dimension, int32_t value);
};

#define VALUE int16_t
#define STRIDE(f) ((uint32_t)SLIM)
#define NAME(x) x##_slim
#include "ask/pareto_of_width.h"

#define VALUE int16_t
#define STRIDE(f) ((f)->stride)
#define NAME(x) x##_2
#include "ask/pareto_of_width.h"

#define VALUE int32_t
#define STRIDE(f) ((f)->stride)
#define NAME(x) x##_4
#include "ask/pareto_of_width.h"

/* A bound that halves the points about evenly, by the middle of a small sample; above `low`. */
static int32_t middle(const field *f, list l, uint32_t dimension, int32_t low)
{
    enum { SAMPLE = 31 };
    int32_t sample[SAMPLE];
    for (size_t i = 0; i < SAMPLE; i++) {
        int32_t value = f->with->at(f, l.first + i * l.count / SAMPLE, dimension);
        size_t k = i;
        for (; k > 0 && sample[k - 1] > value; k--)
            sample[k] = sample[k - 1];
        sample[k] = value;
    }
    return sample[SAMPLE / 2] > low ? sample[SAMPLE / 2] : low + 1;
}

/* Marks the weak points that a strong one covers, where the strong are known to be as good as the
 * weak but for one coordinate: only the best of them in that one matters. */
static void compare_best(const field *f, int32_t best, list weak, uint32_t dimension)
{
    for (size_t i = weak.first; i < weak.first + weak.count; i++)
        if (f->with->at(f, i, dimension) <= best)
            f->beaten[f->ids[i]] = true;
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
static void filter(const field *f, list strong, list weak, uint64_t open)
{
    weak.count = f->with->drop_beaten(f, weak);
    if (strong.count == 0 || weak.count == 0)
        return;
    if (strong.count * weak.count <= PAIRS_FEW) {
        f->with->compare_pairs(f, strong, weak);
        return;
    }
    box s = {0};
    box w = {0};
    f->with->find_box(f, strong, &s);
    f->with->find_box(f, weak, &w);
    uint32_t last = 0;
    if (!find_open(f, &s, &w, &open, &last))
        return;
    if (f->width <= BOXED && (open & (open - 1)) == 0) {
        compare_best(f, open == 0 ? INT32_MAX : s.high[last], weak, last);
        return;
    }
    strong.count = f->with->trim(f, strong, w.low, true);
    weak.count = f->with->trim(f, weak, s.high, false);
    if (strong.count * weak.count <= PAIRS_FEW || open == 0) {
        f->with->compare_pairs(f, strong, weak);
        return;
    }
    int32_t low = s.low[last] < w.low[last] ? s.low[last] : w.low[last];
    int32_t bound = middle(f, strong.count > weak.count ? strong : weak, last, low);
    size_t s_high = f->with->split(f, strong, last, bound);
    size_t w_high = f->with->split(f, weak, last, bound);
    const list s_up = {strong.first, s_high};
    const list s_down = {strong.first + s_high, strong.count - s_high};
    const list w_up = {weak.first, w_high};
    const list w_down = {weak.first + w_high, weak.count - w_high};
    filter(f, s_up, w_down, open & ~(UINT64_C(1) << last));
#pragma omp task if (strong.count + weak.count > TASK_LEAST)
    filter(f, s_up, w_up, open);
    filter(f, s_down, w_down, open);
#pragma omp taskwait
}

/* Brings the frontier of a list to its beginning; gives its length. */
static size_t find_front(const field *f, list l)
{
    if (l.count == 1)
        return 1;
    uint64_t all = (UINT64_C(1) << (f->width < BOXED ? f->width : BOXED)) - 2;
    const list halves[] = {{l.first, l.count / 2}, {l.first + l.count / 2, (l.count + 1) / 2}};
    size_t better = 0;
#pragma omp task shared(better) if (halves[0].count > TASK_LEAST)
    better = find_front(f, halves[0]);
    size_t worse = find_front(f, halves[1]);
#pragma omp taskwait
    const list rest = {l.first + better, worse};
    f->with->move(f, rest.first, (list){halves[1].first, worse});
    filter(f, (list){l.first, better}, rest, all);
    return better + f->with->drop_beaten(f, rest);
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

/* Makes a point of all states with equal rows; `point_of` says which, by position in the order.
 * Ranks are moved down so that as many as can fit the width; this keeps their order. */
static void make_points(const crowd *c, field *f, int32_t down, uint32_t *point_of)
{
    const int32_t *last = NULL;
    for (size_t i = 0; i < c->count; i++) {
        const int32_t *row = c->rows + (size_t)c->order[i] * c->game->party_count;
        if (last == NULL || memcmp(row, last, f->width * sizeof *row) != 0) {
            for (uint32_t d = 0; d < f->width; d++)
                f->with->put(f, f->count, d, row[d] - down);
            f->ids[f->count] = (uint32_t)f->count;
            f->count++;
        }
        point_of[i] = (uint32_t)f->count - 1;
        last = row;
    }
}

static bool is_narrow(const crowd *c)
{
    bool narrow = true;
    for (uint32_t d = 0; d < c->width; d++)
        narrow = narrow && c->most[d] <= UINT16_MAX;
    return narrow;
}

static ent_status find(crowd *c, ent_set *frontier)
{
    if (gather(c) != ENT_OK)
        return ENT_NO_RESOURCE;
    if (c->width == 0)
        return ENT_OK;
    bool narrow = is_narrow(c);
    uint32_t lanes = narrow ? LANES_2 : LANES_4;
    uint32_t stride = (c->width + lanes - 1) / lanes * lanes;
    size_t vectors = 0;
    if (!ent_multiply(c->count, stride / lanes, &vectors))
        return ENT_NO_RESOURCE;
    field f = {.width = c->width,
               .stride = stride,
               .with = !narrow          ? &routines_4
                       : stride == SLIM ? &routines_slim
                                        : &routines_2,
               .most = c->most,
               .beaten = ent_arena_array(c->arena, c->count, sizeof *f.beaten),
               .rows = ent_arena_array(c->arena, vectors, VECTOR),
               .ids = ent_arena_array(c->arena, c->count, sizeof *f.ids),
               .spare_rows = ent_arena_array(c->arena, vectors, VECTOR),
               .spare_ids = ent_arena_array(c->arena, c->count, sizeof *f.spare_ids)};
    uint32_t *point_of = ent_arena_array(c->arena, c->count, sizeof *point_of);
    if (c->arena->exhausted || sort_states(c, f.spare_ids) != ENT_OK)
        return ENT_NO_RESOURCE;
    make_points(c, &f, narrow ? -INT16_MIN : 0, point_of);
    if (f.width == 1)
        memset(f.beaten + 1, true, f.count - 1);
    else
#pragma omp parallel num_threads(c->game->space.threads) if (f.count > TASK_LEAST)
#pragma omp single
        (void)find_front(&f, (list){0, f.count});
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
