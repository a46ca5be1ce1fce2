/*
 * What is done to lists of points, for coordinates of one width; included by pareto.c once for
 * each, after
 *     #define VALUE       the type
 *     #define STRIDE(f)   places of a row
 *     #define NAME(x)     x with a suffix of its own
 */

#define BOXES(f) (STRIDE(f) < BOXED ? STRIDE(f) : BOXED)

enum { NAME(LANES) = VECTOR / sizeof(VALUE) /* coordinates that are worked on at once */ };

typedef VALUE NAME(lanes) __attribute__((vector_size(VECTOR)));

static inline NAME(lanes) NAME(load)(const VALUE *row)
{
    NAME(lanes) lanes;
    memcpy(&lanes, row, sizeof lanes);
    return lanes;
}

static inline VALUE *NAME(row)(const field *f, size_t place)
{
    return (VALUE *)f->rows + place * STRIDE(f);
}

static inline bool NAME(is_zero)(NAME(lanes) mask)
{
    uint64_t words[VECTOR / 8];
    memcpy(words, &mask, sizeof mask);
    return (words[0] | words[1]) == 0;
}

static void NAME(find_box)(const field *f, list l, box *b)
{
    for (uint32_t first = 0; first < BOXES(f); first += NAME(LANES)) {
        const VALUE *row = NAME(row)(f, l.first) + first;
        NAME(lanes) low = NAME(load)(row);
        NAME(lanes) high = low;
        for (size_t i = 1; i < l.count; i++) {
            NAME(lanes) here = NAME(load)(row + i * STRIDE(f));
            NAME(lanes) less = here < low;
            NAME(lanes) more = here > high;
            low = (here & less) | (low & ~less);
            high = (here & more) | (high & ~more);
        }
        for (uint32_t d = 0; d < NAME(LANES); d++) {
            b->low[first + d] = low[d];
            b->high[first + d] = high[d];
        }
    }
}

/* Whether a row is nowhere below another one, over so many coordinates. */
static inline bool NAME(covers)(const VALUE *a, const VALUE *b, uint32_t count)
{
    NAME(lanes) below = {0};
    for (uint32_t first = 0; first < count; first += NAME(LANES))
        below |= NAME(load)(a + first) < NAME(load)(b + first);
    return NAME(is_zero)(below);
}

static inline void NAME(swap)(const field *f, size_t a, size_t b)
{
    uint32_t id = f->ids[a];
    f->ids[a] = f->ids[b];
    f->ids[b] = id;
    VALUE *left = NAME(row)(f, a);
    VALUE *right = NAME(row)(f, b);
    for (uint32_t first = 0; first < STRIDE(f); first += NAME(LANES)) {
        NAME(lanes) lanes = NAME(load)(left + first);
        memcpy(left + first, right + first, sizeof lanes);
        memcpy(right + first, &lanes, sizeof lanes);
    }
}

static size_t NAME(trim)(const field *f, list l, const int32_t *bounds, bool above)
{
    VALUE bound[BOXED];
    uint32_t places = BOXES(f);
    for (uint32_t d = 0; d < places; d++)
        bound[d] = (VALUE)bounds[d];
    size_t kept = 0;
    for (size_t i = 0; i < l.count; i++) {
        const VALUE *row = NAME(row)(f, l.first + i);
        bool stays = above ? NAME(covers)(row, bound, places) : NAME(covers)(bound, row, places);
        NAME(swap)(f, l.first + i, l.first + kept);
        kept += stays;
    }
    return kept;
}

static size_t NAME(drop_beaten)(const field *f, list l)
{
    size_t kept = 0;
    for (size_t i = 0; i < l.count; i++) {
        bool stays = !f->beaten[f->ids[l.first + i]];
        if (i != kept)
            NAME(swap)(f, l.first + i, l.first + kept);
        kept += stays;
    }
    return kept;
}

static void NAME(compare_few)(const field *f, list strong, list weak)
{
    const VALUE *rows = NAME(row)(f, strong.first);
    for (size_t w = 0; w < weak.count; w++) {
        const VALUE *row = NAME(row)(f, weak.first + w);
        bool beaten = f->beaten[f->ids[weak.first + w]];
        for (size_t s = 0; s < strong.count && !beaten; s++)
            beaten = NAME(covers)(rows + s * STRIDE(f), row, STRIDE(f));
        f->beaten[f->ids[weak.first + w]] = beaten;
    }
}

/* Notes with -1 which points of a block are below the row in one of so many coordinates; false when
 * all are. */
static inline bool NAME(note_below)(const VALUE *columns, const VALUE *row, uint32_t places,
                                    VALUE *below)
{
    VALUE all = -1;
    for (size_t k = 0; k < BLOCK; k++)
        below[k] = 0;
    for (uint32_t d = 0; d < places; d++) {
        const VALUE *column = columns + (size_t)d * BLOCK;
        VALUE bound = row[d];
        ENT_SIMD
        for (size_t k = 0; k < BLOCK; k++)
            below[k] = (VALUE)(below[k] | -(column[k] < bound));
    }
    for (size_t k = 0; k < BLOCK; k++)
        all = (VALUE)(all & below[k]);
    return all == 0;
}

/* A block of strong points, coordinate by coordinate; places that are left over repeat the first.
 */
static void NAME(turn)(const field *f, list strong, VALUE *columns)
{
    for (size_t k = 0; k < BLOCK; k++) {
        const VALUE *row = NAME(row)(f, strong.first + (k < strong.count ? k : 0));
        for (uint32_t d = 0; d < BOXES(f); d++)
            columns[(size_t)d * BLOCK + k] = row[d];
    }
}

ENT_VECTOR static void NAME(compare_block)(const field *f, list strong, list weak)
{
    VALUE columns[BOXED * BLOCK];
    VALUE below[BLOCK];
    NAME(turn)(f, strong, columns);
    for (size_t w = weak.first; w < weak.first + weak.count; w++) {
        const VALUE *row = NAME(row)(f, w);
        bool *beaten = &f->beaten[f->ids[w]];
        if (*beaten || !NAME(note_below)(columns, row, BOXES(f), below))
            continue;
        *beaten = STRIDE(f) == BOXES(f);
        for (size_t k = 0; k < strong.count && !*beaten; k++)
            *beaten = below[k] == 0 && NAME(covers)(NAME(row)(f, strong.first + k), row, STRIDE(f));
    }
}

static void NAME(compare_pairs)(const field *f, list strong, list weak)
{
    if (strong.count < BLOCK_LEAST || weak.count < TURNS_LEAST) {
        NAME(compare_few)(f, strong, weak);
        return;
    }
    for (size_t done = 0; done < strong.count; done += BLOCK) {
        size_t left = strong.count - done;
        const list block = {strong.first + done, left < BLOCK ? left : BLOCK};
        NAME(compare_block)(f, block, weak);
    }
}

static size_t NAME(split)(const field *f, list l, uint32_t dimension, int32_t bound)
{
    size_t bytes = STRIDE(f) * sizeof(VALUE);
    uint32_t *ids = f->ids + l.first;
    uint32_t *spare_ids = f->spare_ids + l.first;
    VALUE *rows = NAME(row)(f, l.first);
    VALUE *spare_rows = (VALUE *)f->spare_rows + l.first * STRIDE(f);
    size_t high = 0;
    size_t low = 0;
    for (size_t i = 0; i < l.count; i++) {
        const VALUE *row = rows + i * STRIDE(f);
        bool up = row[dimension] >= bound;
        uint32_t id = ids[i];
        ids[high] = id;
        spare_ids[low] = id;
        for (uint32_t first = 0; first < STRIDE(f); first += NAME(LANES)) {
            NAME(lanes) lanes = NAME(load)(row + first);
            memcpy(spare_rows + low * STRIDE(f) + first, &lanes, sizeof lanes);
            memcpy(rows + high * STRIDE(f) + first, &lanes, sizeof lanes);
        }
        high += up;
        low += !up;
    }
    memcpy(ids + high, spare_ids, low * sizeof *ids);
    memcpy(rows + high * STRIDE(f), spare_rows, low * bytes);
    return high;
}

static void NAME(move)(const field *f, size_t to, list l)
{
    memmove(f->ids + to, f->ids + l.first, l.count * sizeof *f->ids);
    memmove(NAME(row)(f, to), NAME(row)(f, l.first), l.count * STRIDE(f) * sizeof(VALUE));
}

static int32_t NAME(at)(const field *f, size_t place, uint32_t dimension)
{
    return NAME(row)(f, place)[dimension];
}

static void NAME(put)(const field *f, size_t place, uint32_t dimension, int32_t value)
{
    NAME(row)(f, place)[dimension] = (VALUE)value;
}

static const routines NAME(routines) = {
    .find_box = NAME(find_box),
    .trim = NAME(trim),
    .drop_beaten = NAME(drop_beaten),
    .compare_pairs = NAME(compare_pairs),
    .split = NAME(split),
    .move = NAME(move),
    .at = NAME(at),
    .put = NAME(put),
};

#undef VALUE
#undef STRIDE
#undef NAME
#undef BOXES
