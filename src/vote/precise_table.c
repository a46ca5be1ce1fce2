/*
 * High parts are multiples of one grain, in doubles with a bias that makes additions round to it;
 * so they add up without error, and what a product has below the grain goes to the low part. Before
 * each group of members the table is scaled by a power of two, so that it does not outgrow its
 * bias.
 */
#include "vote/precise_table.h"

#include <string.h>

#include "base/vector.h"

enum {
    CACHED_PLACES = 8 * 1024, /* of twice eight bytes */
    GROUP_MOST = 8,           /* each member of a group may cost a bit of precision */
};

static const double grain = 0x1p-51;
static const double bias = 3; /* doubles between 2 and 4 are a grain apart */
static const double rounding = 0x1p-53;

/* z * a - near, where near is the product rounded to the grain: nearly exact. */
static inline double rest_of_product(double z, double a, double near)
{
#if ENT_HAS_FMA
    return __builtin_fma(z, a, -near);
#else
    const double splitter = 0x1p27 + 1; /* Dekker (1971) */
    double product = z * a;
    double z_spread = splitter * z;
    double a_spread = splitter * a;
    double z_high = z_spread - (z_spread - z);
    double a_high = a_spread - (a_spread - a);
    double z_low = z - z_high;
    double a_low = a - a_high;
    double error = z_high * a_high - product;
    error += z_high * a_low;
    error += z_low * a_high;
    error += z_low * a_low;
    return (product - near) + error;
#endif
}

static inline double plus_product(double sum, double a, double b)
{
#if ENT_HAS_FMA
    return __builtin_fma(a, b, sum);
#else
    return sum + a * b;
#endif
}

static ENT_VECTOR_FMA void add_ahead(double *high, double *low, uint64_t ahead, uint64_t count,
                                     double z, double z_rest)
{
    ENT_SIMD
    for (uint64_t i = 0; i < count; i++) {
        double factor = high[i + ahead] - bias;
        double sum = plus_product(high[i], z, factor);
        double rest = rest_of_product(z, factor, sum - high[i]);
        rest = plus_product(rest, z_rest, factor);
        rest = plus_product(rest, z, low[i + ahead]);
        high[i] = sum;
        low[i] += rest;
    }
}

/* What the high part loses below the grain goes to the low part, and the low part's grains to the
 * high part. */
static ENT_VECTOR_FMA void scale(double *high, double *low, uint64_t count, double factor)
{
    ENT_SIMD
    for (uint64_t i = 0; i < count; i++) {
        double exact = (high[i] - bias) * factor;
        double rounded = exact + bias;
        double rest = low[i] * factor + (exact - (rounded - bias));
        double grains = (rest + bias) - bias;
        high[i] = rounded + grains;
        low[i] = rest - grains;
    }
}

static ENT_VECTOR_FMA double largest(const double *high, uint64_t count)
{
    enum { LANES = 16 };
    double most[LANES];
    uint64_t i = 0;
    for (unsigned lane = 0; lane < LANES; lane++)
        most[lane] = bias;
    for (; i + LANES <= count; i += LANES)
        for (unsigned lane = 0; lane < LANES; lane++)
            most[lane] = high[i + lane] > most[lane] ? high[i + lane] : most[lane];
    for (; i < count; i++)
        most[0] = fmax(most[0], high[i]);
    for (unsigned lane = 1; lane < LANES; lane++)
        most[0] = fmax(most[0], most[lane]);
    return most[0];
}

/* High and low parts of a place begin at the same place of a cache line, and half a page apart from
 * each other: a machine may take places a page apart for the same. */
static uint64_t half_room(uint64_t limit)
{
    enum { PAGE_PLACES = 512 };
    return limit / PAGE_PLACES * PAGE_PLACES + PAGE_PLACES + PAGE_PLACES / 2;
}

uint64_t ent_precise_room(uint64_t limit)
{
    return 2 * half_room(limit);
}

void ent_precise_begin(ent_precise_table *table, uint64_t limit, double *room, double z,
                       double z_rest)
{
    *table = (ent_precise_table){.limit = limit,
                                 .live = {.from = 0, .to = 1},
                                 .exponent = 1,
                                 .top = 0.5,
                                 .z = z,
                                 .z_rest = z_rest};
    table->high = room;
    table->low = room + half_room(limit);
    table->high[limit - 1] = bias + 0.5;
    table->low[limit - 1] = 0;
}

/* A group of members, on its way through the table: first it is scaled, at last the largest number
 * is sought. */
typedef struct {
    ent_precise_table *table;
    const uint64_t *weights;
    uint32_t count;
    double factor;
    uint64_t fresh; /* places below have no number yet */
    double most;
} group;

static void scale_piece(const group *g, uint64_t from, uint64_t to)
{
    double *high = g->table->high;
    double *low = g->table->low;
    for (; from < to && from < g->fresh; from++) {
        high[from] = bias;
        low[from] = 0;
    }
    if (from < to)
        scale(high + from, low + from, to - from, g->factor);
}

/* The few places before a cache line begins come by themselves. */
static void add_piece(const ent_precise_table *t, uint64_t weight, uint64_t from, uint64_t to)
{
    enum { LINE_PLACES = 8 };
    uint64_t head = (LINE_PLACES - from % LINE_PLACES) % LINE_PLACES;
    head = head < to - from ? head : to - from;
    add_ahead(t->high + from, t->low + from, weight, head, t->z, t->z_rest);
    from += head;
    add_ahead(t->high + from, t->low + from, weight, to - from, t->z, t->z_rest);
}

static void work_on_piece(void *context, size_t step, uint64_t from, uint64_t to)
{
    group *g = context;
    ent_precise_table *t = g->table;
    if (step == 0)
        scale_piece(g, from, to);
    else if (step <= g->count)
        add_piece(t, g->weights[step - 1], from, to);
    else
        g->most = fmax(g->most, largest(t->high + from, to - from));
}

/*
 * Scaling rounds once, by less than 2^-53 of the low part and a grain; then low parts are within
 * half a grain. With a member, each low part gets the rest of a product, within half a grain, what
 * belongs to z_rest, within an eighth, and z times another low part; z is at most 1. Of these the
 * sums are rounded, and the products too where they are not fused with sums: together less than
 * 2^-53 of one and a half grains and twice the new low part.
 */
static void bound_errors(ent_precise_table *t, const group *g, const ent_step *steps)
{
    double share = log2(1 + t->z);
    double scaled = rounding * (t->low_most * g->factor + grain);
    double places = (double)(steps[0].to - steps[0].from);
    t->lost += 1.01 * scaled * places * exp2(t->exponent - t->members * share);
    t->low_most = 0.501 * grain;
    for (uint32_t i = 0; i < g->count; i++) {
        t->members++;
        t->low_most = (1 + t->z) * t->low_most + 0.75 * grain;
        places =
            steps[i + 1].from < steps[i + 1].to ? (double)(steps[i + 1].to - steps[i + 1].from) : 0;
        t->lost += 1.01 * rounding * (1.5 * grain + 2 * t->low_most) * places *
                   exp2(t->exponent - t->members * share);
    }
}

static void add_group(ent_precise_table *t, const uint64_t *weights, const ent_window *windows,
                      uint32_t count, ent_step *steps)
{
    uint64_t old_end = t->live.to;
    if (count > 0 && windows[count - 1].to > t->live.to)
        t->live.to = windows[count - 1].to;
    uint64_t limit = t->limit;
    /* The largest number must stay below 1 - a little for what the low parts add. */
    int shrink = 0;
    (void)frexp(1.001 * t->top * pow(1 + t->z, count), &shrink);
    group g = {.table = t,
               .weights = weights,
               .count = count,
               .factor = ldexp(1, -shrink),
               .fresh = limit - old_end,
               .most = bias};
    t->exponent += shrink;
    steps[0] = (ent_step){.from = limit - t->live.to, .to = limit - t->live.from};
    steps[count + 1] = steps[0];
    bound_errors(t, &g, steps);
    ent_sweep(steps, (size_t)count + 2, CACHED_PLACES, work_on_piece, &g);
    t->top = g.most - bias + t->low_most;
}

/* The steps of members, from steps[1]. */
static void lay_steps(const ent_precise_table *t, const uint64_t *weights,
                      const ent_window *windows, uint32_t count, ent_step *steps)
{
    for (uint32_t i = 0; i < count; i++) {
        uint64_t low = t->live.from + weights[i];
        steps[i + 1] = (ent_step){.lag = weights[i]};
        if (low < windows[i].to && low < t->limit) {
            steps[i + 1].from = t->limit - windows[i].to;
            steps[i + 1].to = t->limit - low;
        }
    }
}

void ent_precise_add(ent_precise_table *table, const uint64_t *weights, const ent_window *windows,
                     uint32_t count)
{
    ent_step steps[GROUP_MOST + 2];
    for (uint32_t done = 0; done < count;) {
        uint32_t taken = count - done < GROUP_MOST ? count - done : GROUP_MOST;
        lay_steps(table, weights + done, windows + done, taken, steps);
        add_group(table, weights + done, windows + done, taken, steps);
        done += taken;
        if (windows[done - 1].from > table->live.from)
            table->live.from = windows[done - 1].from;
    }
}

static void put_tail(ent_precise_table *table, uint64_t place, ent_fixed tail)
{
    uint64_t low = (uint64_t)tail;
    uint64_t high = (uint64_t)(tail >> 64);
    memcpy(&table->low[place], &low, sizeof low);
    memcpy(&table->high[place], &high, sizeof high);
}

static ent_fixed get_tail(const ent_precise_table *table, uint64_t place)
{
    uint64_t low = 0;
    uint64_t high = 0;
    memcpy(&low, &table->low[place], sizeof low);
    memcpy(&high, &table->high[place], sizeof high);
    return (ent_fixed)((ent_fixed_magnitude)high << 64 | low);
}

/* Numbers are below 1, so that the sum of all fits when so many bits are behind the point. */
static int bits_of_sums(double places)
{
    enum { BITS = 126, BITS_MOST = 112 /* of a number less than a grain, in a word */ };
    int magnitude = 0;
    (void)frexp(places, &magnitude);
    return BITS - magnitude < BITS_MOST ? BITS - magnitude : BITS_MOST;
}

void ent_precise_sum(ent_precise_table *table, int exponent)
{
    enum { GRAIN_BITS = 51 };
    ent_step steps[2];
    add_group(table, NULL, NULL, 0, steps); /* brings low parts below a grain */
    double places = (double)(table->live.to - table->live.from);
    int bits = bits_of_sums(places);
    const double unit = ldexp(1, bits);
    const int64_t units_per_grain = INT64_C(1) << (bits - GRAIN_BITS);
    ent_fixed tail = 0;
    for (uint64_t y = table->limit - table->live.from; y-- > table->limit - table->live.to;) {
        tail += (ent_fixed)(int64_t)((table->high[y] - bias) / grain) * units_per_grain;
        tail += (int64_t)(table->low[y] * unit);
        put_tail(table, y, tail);
    }
    table->shift = table->exponent - exponent + ENT_FIXED_BITS - bits;
    double share = exp2(table->exponent - table->members * log2(1 + table->z));
    table->lost += 1.01 * share * places / unit;
}

ent_fixed ent_precise_tail(const ent_precise_table *table, uint64_t place)
{
    uint64_t first = table->limit - table->live.to;
    if (place >= table->limit - table->live.from)
        return 0;
    ent_fixed tail = get_tail(table, place < first ? first : place);
    return table->shift < 0 ? tail >> -table->shift : tail * ((ent_fixed)1 << table->shift);
}
