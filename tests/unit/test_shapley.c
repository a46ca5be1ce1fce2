/* What the Shapley-Shubik index is put together from, against exact numbers: no part may be further
 * off than it says. */
#include "test.h"

#include "vote/precise_table.h"
#include "vote/quadrature.h"
#include "vote/tails.h"

enum { MOST = 60 };

static uint64_t next_draw(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005u + 1442695040888963407u;
    return *seed >> 33;
}

/* A product of 1 + z x^w, where z is 2^-halvings. */
typedef struct {
    uint32_t members;
    unsigned halvings;
    uint64_t weights[MOST];
    uint64_t total;
} product;

static product draw_product(uint64_t *seed, uint32_t members, unsigned halvings)
{
    product p = {.members = members, .halvings = halvings};
    for (uint32_t i = 0; i < members; i++) {
        p.weights[i] = (i == 0 ? 1 : p.weights[i - 1]) + next_draw(seed) % (i % 7 == 0 ? 400 : 60);
        p.total += p.weights[i];
    }
    return p;
}

/* By sum of weights: the coefficients, times 2^(members * halvings). */
static ent_fixed_magnitude *coefficients(const product *p)
{
    ent_fixed_magnitude *numbers = calloc(p->total + 1, sizeof *numbers);
    assert_non_null(numbers);
    numbers[0] = 1;
    for (uint32_t i = 0; i < p->members; i++)
        for (uint64_t sum = p->total + 1; sum-- > 0;) {
            numbers[sum] <<= p->halvings;
            if (sum >= p->weights[i])
                numbers[sum] += numbers[sum - p->weights[i]];
        }
    return numbers;
}

/* The same for windows that leave nothing out. */
static void reach_all(const product *p, uint64_t limit, ent_window *windows)
{
    uint64_t reach = 1;
    for (uint32_t i = 0; i < p->members; i++) {
        reach += p->weights[i];
        windows[i] = (ent_window){.from = 0, .to = reach < limit ? reach : limit};
    }
}

static void check_tails(const product *p, const ent_precise_table *table, int exponent)
{
    ent_fixed_magnitude *numbers = coefficients(p);
    int shift = ENT_FIXED_BITS - exponent - (int)(p->members * p->halvings);
    double all = p->members * log2(1 + ldexp(1, -(int)p->halvings));
    double most = 1 + table->lost * exp2(all + ENT_FIXED_BITS - exponent);
    ent_fixed_magnitude sum = 0;
    for (uint64_t x = 0; x < table->limit; x++) {
        sum += x <= p->total ? numbers[x] : 0;
        ent_fixed expected = (ent_fixed)(sum << shift);
        double off = (double)(ent_precise_tail(table, table->limit - 1 - x) - expected);
        if (fabs(off) > most)
            fail_msg("sums up to %llu: %.3g steps off, expected at most %.3g",
                     (unsigned long long)x, off, most);
    }
    free(numbers);
}

/* A table up to a limit; with odds that are given as a double slightly off and what is missing. */
static void check_table(const product *p, uint64_t limit)
{
    double *room = aligned_alloc(64, ent_precise_room(limit) * sizeof *room);
    ent_window windows[MOST];
    ent_precise_table table;
    double odds = ldexp(1, -(int)p->halvings);
    double near = p->halvings == 0 ? odds : nextafter(odds, 1);
    int exponent = (int)(p->members * log2(1 + odds)) + 1;
    assert_non_null(room);
    reach_all(p, limit, windows);
    ent_precise_begin(&table, limit, room, near, odds - near);
    ent_precise_add(&table, p->weights, windows, p->members);
    ent_precise_sum(&table, exponent);
    assert_true(table.lost < 0x1p-75);
    assert_true(ent_precise_tail(&table, limit) == 0);
    check_tails(p, &table, exponent);
    free(room);
}

TEST(tables_are_no_further_off_than_they_say)
{
    uint64_t seed = 5;
    for (unsigned halvings = 0; halvings < 4; halvings++)
        for (uint32_t members = 1; members <= (halvings == 0 ? MOST : 20); members += 19) {
            product p = draw_product(&seed, members, halvings);
            check_table(&p, p.total / 2 + 1);
            check_table(&p, p.total + 1);
            check_table(&p, p.total + 100);
        }
}

/* Bernstein's polynomials, of which every one that comes up is a sum with factors from 0 to 1. Half
 * of the sum of what the rule misses by is the most that it can miss such a sum by. */
static double left_out_by(const ent_quadrature *rule, uint32_t degree)
{
    double all = 0;
    for (uint32_t k = 0; k <= degree; k++) {
        double off = -1.0 / (degree + 1);
        double binomial = lgamma(degree + 1) - lgamma(k + 1) - lgamma(degree - k + 1);
        for (uint32_t i = 0; i < rule->count; i++) {
            double t = ent_fixed_double(rule->nodes[i].place);
            double weight = ent_fixed_double(rule->nodes[i].weight);
            off += weight * exp(binomial + k * log(t) + (degree - k) * log1p(-t));
            if (2 * i + 1 < rule->points)
                off += weight * exp(binomial + (degree - k) * log(t) + k * log1p(-t));
        }
        all += fabs(off);
    }
    return all / 2;
}

TEST(rules_leave_out_no_more_than_they_say)
{
    static const uint32_t degrees[] = {0, 1, 2, 7, 40, 189, 600};
    ent_memory memory = ent_memory_system();
    for (size_t i = 0; i < sizeof degrees / sizeof *degrees; i++)
        for (int bits = 4; bits <= 34; bits += 3) {
            ent_arena arena = ent_arena_new(&memory);
            ent_quadrature rule;
            double left_out = 1;
            uint32_t points = ent_quadrature_points(degrees[i], bits, &left_out);
            assert_true(left_out < exp2(-bits));
            assert_true(points <= degrees[i] / 2 + 1);
            assert_true(ent_quadrature_make(&rule, points, 1, &arena));
            assert_true(left_out_by(&rule, degrees[i]) <= left_out + 1e-11);
            ent_arena_free(&arena);
        }
}

/* Outside of a window less than 2^-bits, on either side. */
TEST(windows_leave_out_no_more_than_they_say)
{
    uint64_t seed = 9;
    for (unsigned halvings = 0; halvings < 4; halvings++) {
        product p = draw_product(&seed, 20, halvings);
        ent_fixed_magnitude *numbers = coefficients(&p);
        ent_window windows[MOST];
        double odds = ldexp(1, -(int)halvings);
        for (int bits = 3; bits < 40; bits += 6) {
            ent_find_windows(p.weights, p.members, odds / (1 + odds), bits, p.total + 1, windows);
            ent_window last = windows[p.members - 1];
            double all = exp2(p.members * (log2(1 + odds) + halvings));
            double below = 0;
            double above = 0;
            for (uint64_t x = 0; x <= p.total; x++) {
                below += x < last.from ? (double)numbers[x] : 0;
                above += x >= last.to ? (double)numbers[x] : 0;
            }
            assert_true(below <= all * exp2(-bits));
            assert_true(above <= all * exp2(-bits));
        }
        free(numbers);
    }
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(tables_are_no_further_off_than_they_say),
              cmocka_unit_test(rules_leave_out_no_more_than_they_say),
              cmocka_unit_test(windows_leave_out_no_more_than_they_say));
}
