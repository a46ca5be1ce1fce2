/*
 * The kernels for one width; included by kernels.c once for each, after
 *     #define VALUE     the type
 *     #define NAME(x)   x with a suffix of its own
 */

#define MARK ((VALUE) ~(VALUE)0)

/* A tile of a column of FROM values into a local array of TO values. Bytes may alias anything: what
 * the loops need of the fiber is taken out of them. Types stand without
 * parentheses. NOLINTBEGIN(bugprone-macro-parentheses) */
#define DEFINE_LOAD(name, FROM, TO)                                                                \
    ENT_VECTOR static void name(const ent_fiber *fiber, uint64_t base, const void *column,         \
                                void *local)                                                       \
    {                                                                                              \
        TO *restrict to = local;                                                                   \
        const uint32_t *restrict places = fiber->places;                                           \
        size_t block = fiber->block;                                                               \
        for (uint32_t row = 0; row < fiber->rows; row++, to += fiber->row_places) {                \
            const FROM *restrict from = (const FROM *)column + base + fiber->row_offsets[row];     \
            if (places == NULL)                                                                    \
                for (size_t i = 0; i < block; i++)                                                 \
                    to[i] = from[i];                                                               \
            else                                                                                   \
                for (size_t i = 0; i < block; i++)                                                 \
                    to[places[i]] = from[i];                                                       \
        }                                                                                          \
    }

DEFINE_LOAD(NAME(load), VALUE, VALUE)
DEFINE_LOAD(NAME(load_wide), VALUE, uint32_t)
DEFINE_LOAD(NAME(load_bytes), uint8_t, VALUE)
#undef DEFINE_LOAD
/* NOLINTEND(bugprone-macro-parentheses) */

ENT_VECTOR static void NAME(store_wide)(const ent_fiber *fiber, uint64_t base,
                                        const uint32_t *local, void *column)
{
    const uint32_t *from = local;
    for (uint32_t row = 0; row < fiber->rows; row++, from += fiber->row_places) {
        VALUE *to = (VALUE *)column + base + fiber->row_offsets[row];
        if (fiber->places == NULL)
            for (uint64_t i = 0; i < fiber->block; i++)
                to[i] = (VALUE)from[i];
        else
            for (uint64_t i = 0; i < fiber->block; i++)
                to[i] = (VALUE)from[fiber->places[i]];
    }
}

static inline bool NAME(store)(const ent_fiber *fiber, uint64_t base, const VALUE *local,
                               VALUE *column, VALUE mark)
{
    VALUE changes = 0;
    const VALUE *restrict from = local;
    const uint32_t *restrict places = fiber->places;
    size_t block = fiber->block;
    for (uint32_t row = 0; row < fiber->rows; row++, from += fiber->row_places) {
        VALUE *restrict to = column + base + fiber->row_offsets[row];
        if (places == NULL)
            for (size_t i = 0; i < block; i++) {
                VALUE value = to[i] == mark ? mark : from[i];
                changes = (VALUE)(changes | (value ^ to[i]));
                to[i] = value;
            }
        else
            for (size_t i = 0; i < block; i++) {
                VALUE value = to[i] == mark ? mark : from[places[i]];
                changes = (VALUE)(changes | (value ^ to[i]));
                to[i] = value;
            }
    }
    return changes != 0;
}

ENT_VECTOR static bool NAME(store_minima)(const ent_fiber *fiber, uint64_t base, const void *local,
                                          void *column)
{
    return NAME(store)(fiber, base, local, column, MARK);
}

ENT_VECTOR static bool NAME(store_maxima)(const ent_fiber *fiber, uint64_t base, const void *local,
                                          void *column)
{
    return NAME(store)(fiber, base, local, column, 0);
}

static inline void NAME(least)(VALUE *restrict to, const VALUE *restrict from, size_t count)
{
    for (size_t i = 0; i < count; i++)
        to[i] = from[i] < to[i] ? from[i] : to[i];
}

static inline void NAME(greatest)(VALUE *restrict to, const VALUE *restrict from, size_t count)
{
    for (size_t i = 0; i < count; i++)
        to[i] = from[i] > to[i] ? from[i] : to[i];
}

/* Along one digit: up, every level takes from those above it; down, from those below; any, both. */
static inline void NAME(spread_digit)(const ent_fiber_digit *digit, size_t run, size_t places,
                                      VALUE *local,
                                      void (*take)(VALUE *restrict, const VALUE *restrict, size_t))
{
    size_t span = run * digit->radix;
    for (VALUE *group = local; group < local + places; group += span) {
        if (digit->moves != ENT_MOVES_DOWN)
            for (uint32_t level = digit->radix - 1; level > 0; level--)
                take(group + (level - 1) * run, group + level * run, run);
        if (digit->moves != ENT_MOVES_UP)
            for (uint32_t level = 1; level < digit->radix; level++)
                take(group + level * run, group + (level - 1) * run, run);
    }
}

ENT_VECTOR static void NAME(spread_minima)(const ent_fiber *fiber, void *local)
{
    size_t places = ent_tile_places(fiber);
    for (uint32_t i = 0; i < fiber->digit_count; i++) {
        size_t run = (size_t)fiber->digits[i].step * fiber->lanes;
        NAME(spread_digit)(&fiber->digits[i], run, places, local, NAME(least));
    }
}

ENT_VECTOR static void NAME(spread_maxima)(const ent_fiber *fiber, void *local)
{
    size_t places = ent_tile_places(fiber);
    for (uint32_t i = 0; i < fiber->digit_count; i++) {
        size_t run = (size_t)fiber->digits[i].step * fiber->lanes;
        NAME(spread_digit)(&fiber->digits[i], run, places, local, NAME(greatest));
    }
}

ENT_VECTOR static void NAME(minima_where)(void *local, size_t to, size_t from, uint64_t where,
                                          size_t count)
{
    VALUE *target = (VALUE *)local + to;
    const VALUE *source = (const VALUE *)local + from;
    for (size_t i = 0; i < count; i++) {
        VALUE candidate = (where >> i) & 1u ? source[i] : MARK;
        target[i] = candidate < target[i] ? candidate : target[i];
    }
}

/* best = min(best, from) where the grade there exceeds the grade here. */
static inline void NAME(take_better)(VALUE *restrict best, const VALUE *restrict from,
                                     const VALUE *restrict there, const VALUE *restrict here,
                                     size_t count)
{
    for (size_t i = 0; i < count; i++) {
        VALUE candidate = there[i] > here[i] ? from[i] : MARK;
        best[i] = candidate < best[i] ? candidate : best[i];
    }
}

/* Lanes are taken in short runs of fixed length, so that they stay in registers. */
ENT_VECTOR static void NAME(graded_pairs)(const ent_fiber *fiber, const void *grade_space,
                                          void *value_space)
{
    enum { RUN = 64 };
    const VALUE *grades = grade_space;
    VALUE *local = value_space;
    size_t lanes = fiber->lanes;
    for (uint32_t a = 0; a < fiber->positions; a++)
        for (size_t first = 0; first < lanes; first += RUN) {
            size_t count = lanes - first < RUN ? lanes - first : RUN;
            VALUE here[RUN] = {0};
            VALUE best[RUN];
            memcpy(here, grades + a * lanes + first, count * sizeof(VALUE));
            memset(best, 0xFF, sizeof best);
            uint32_t b = 0;
            ent_targets targets = ent_targets_of(fiber, a);
            while (ent_targets_next(&targets, &b)) {
                const VALUE *there = grades + b * lanes + first;
                const VALUE *from = local + b * lanes + first;
                if (count == RUN)
                    NAME(take_better)(best, from, there, here, RUN);
                else
                    NAME(take_better)(best, from, there, here, count);
            }
            NAME(least)(local + a * lanes + first, best, count);
        }
}

/* Enters the values of one group of freely connected places into the table, by grade. */
static inline void NAME(enter_group)(const ent_fiber *fiber, uint32_t cell, const uint32_t *grades,
                                     const VALUE *local, VALUE *table)
{
    size_t lanes = fiber->lanes;
    for (uint32_t k = 0; k < fiber->group_count; k++) {
        const VALUE *from = local + (cell + fiber->group[k]) * lanes;
        const uint32_t *grade = grades + (cell + fiber->group[k]) * lanes;
        for (size_t i = 0; i < lanes; i++) {
            VALUE *entry = &table[grade[i] * lanes + i];
            *entry = from[i] < *entry ? from[i] : *entry;
        }
    }
}

/* The table holds, for each grade and lane, the least value at that grade or above. */
ENT_VECTOR static void NAME(graded_table)(const ent_fiber *fiber, const uint32_t *grades,
                                          uint32_t grade_count, void *table_space, void *values)
{
    VALUE *table = table_space;
    VALUE *local = values;
    size_t lanes = fiber->lanes;
    for (uint32_t cell = 0; cell < fiber->positions; cell++) {
        if (!ent_begins_group(fiber, cell))
            continue;
        memset(table, 0xFF, ((size_t)grade_count + 1) * lanes * sizeof(VALUE));
        ent_reach targets = ent_reach_from(fiber, ENT_DIGITS_DIRECTED, cell);
        while (ent_reach_next(&targets))
            NAME(enter_group)(fiber, targets.position, grades, local, table);
        for (size_t grade = grade_count; grade-- > 0;)
            NAME(least)(table + grade * lanes, table + (grade + 1) * lanes, lanes);
        for (uint32_t k = 0; k < fiber->group_count; k++) {
            VALUE *to = local + (cell + fiber->group[k]) * lanes;
            const uint32_t *grade = grades + (cell + fiber->group[k]) * lanes;
            for (size_t i = 0; i < lanes; i++) {
                VALUE best = table[(grade[i] + (size_t)1) * lanes + i];
                to[i] = best < to[i] ? best : to[i];
            }
        }
    }
}

ENT_VECTOR static void NAME(keys_to_minima)(const void *keys, void *column, uint64_t begin,
                                            uint64_t end)
{
    const VALUE *from = keys;
    VALUE *to = column;
    for (uint64_t i = begin; i < end; i++)
        to[i] = from[i] == 0 ? MARK : from[i];
}

ENT_VECTOR static void NAME(minima_to_maxima)(const void *minima, void *column, uint64_t begin,
                                              uint64_t end)
{
    const VALUE *from = minima;
    VALUE *to = column;
    for (uint64_t i = begin; i < end; i++)
        to[i] = from[i] == MARK ? 0 : from[i];
}

ENT_VECTOR static void NAME(least_of)(const void *keys, void *column, uint64_t begin, uint64_t end)
{
    const VALUE *from = keys;
    VALUE *to = column;
    for (uint64_t i = begin; i < end; i++) {
        VALUE key = from[i] == 0 ? MARK : from[i];
        to[i] = key < to[i] ? key : to[i];
    }
}

ENT_VECTOR static uint64_t NAME(exceeds)(const void *best, const void *keys, uint64_t begin,
                                         size_t count)
{
    const VALUE *left = (const VALUE *)best + begin;
    const VALUE *right = (const VALUE *)keys + begin;
    uint8_t flags[64] = {0};
    for (size_t i = 0; i < count; i++)
        flags[i] = left[i] > right[i];
    return pack_flags(flags);
}

static const ent_kernels NAME(kernels) = {
    .load = NAME(load),
    .load_wide = NAME(load_wide),
    .load_bytes = NAME(load_bytes),
    .store_minima = NAME(store_minima),
    .store_maxima = NAME(store_maxima),
    .store_wide = NAME(store_wide),
    .spread_minima = NAME(spread_minima),
    .spread_maxima = NAME(spread_maxima),
    .minima_where = NAME(minima_where),
    .graded_pairs = NAME(graded_pairs),
    .graded_table = NAME(graded_table),
    .keys_to_minima = NAME(keys_to_minima),
    .minima_to_maxima = NAME(minima_to_maxima),
    .least_of = NAME(least_of),
    .exceeds = NAME(exceeds),
};

#undef MARK
#undef VALUE
#undef NAME
