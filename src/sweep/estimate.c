/* Means and effects from the sums that groups of draws have. */
#include "sweep/estimate.h"

#include <math.h>

#include "sweep/groups.h"

/* Of the normal distribution, and of Student's with ENT_GROUPS - 1 degrees of freedom: 2.5 % are
 * above. */
static const double normal_quantile = 1.959963984540054;
static const double student_quantile = 1.998340542520741;

/* From so many draws on, estimates have intervals. */
enum { DRAWS_LEAST = 2 * ENT_GROUPS };

/* Draws, with the sums of what was measured and of its squares. */
typedef struct {
    double draws;
    double sum;
    double squares;
} sample;

/* Samples of one quantity in all groups, or in all but one; and of one doubt. */
typedef struct {
    sample all;
    double changes;
    uint32_t outcomes;
    sample of[ENT_OUTCOMES_MOST]; /* by outcome */
} samples;

typedef struct {
    const ent_total *total;
    uint32_t quantity;
    size_t counter; /* the first of the doubt's outcomes */
    size_t changes; /* the word that adds up the squares of its changes */
} place;

static place place_of(const ent_total *total, uint32_t quantity, uint32_t doubt)
{
    size_t counter = 1;
    for (uint32_t i = 0; i < doubt; i++)
        counter += total->plan->doubts[i].outcomes;
    return (place){.total = total,
                   .quantity = quantity,
                   .counter = counter,
                   .changes = ent_counter_count(total->plan) * ENT_COUNTER_WORDS +
                              (size_t)doubt * ENT_QUANTITIES + quantity};
}

static void add_counter(sample *to, const double *counter, uint32_t quantity, double sign)
{
    to->draws += sign * counter[0];
    to->sum += sign * counter[1 + quantity];
    to->squares += sign * counter[1 + ENT_QUANTITIES + quantity];
}

static void add_group(samples *to, const place *at, uint32_t group, double sign)
{
    const double *words = at->total->groups + group * at->total->group_words;
    add_counter(&to->all, words, at->quantity, sign);
    to->changes += sign * words[at->changes];
    for (uint32_t a = 0; a < to->outcomes; a++)
        add_counter(&to->of[a], words + (at->counter + a) * ENT_COUNTER_WORDS, at->quantity, sign);
}

static double mean_of(const sample *s)
{
    return s->sum / s->draws;
}

/* The squares of the differences from the mean, added up; 0 where they are of rounding only. */
static double spread_of(const sample *s)
{
    static const double slack = 1e-12;
    double spread = s->squares - s->sum * mean_of(s);
    return spread > slack * s->squares ? spread : 0;
}

/* The mean with its interval, where there are draws enough that differ. */
static ent_figure mean_figure(const place *at, const sample *s)
{
    if (s->draws < 1)
        return (ent_figure){0};
    double value = ent_quantity_of(&at->total->origin, at->quantity) + mean_of(s);
    double spread = spread_of(s);
    double reach = normal_quantile * sqrt(spread / s->draws / (s->draws - 1));
    if (s->draws < DRAWS_LEAST || spread <= 0)
        return (ent_figure){.known = true, .value = value};
    return (ent_figure){.known = true,
                        .bounded = true,
                        .value = value,
                        .low = fmax(value - reach, 0),
                        .high =
                            at->quantity < ENT_NUMBERS ? fmin(value + reach, 1) : value + reach};
}

void ent_estimate_mean(const ent_total *total, uint32_t quantity, ent_measured *measured)
{
    const place at = {.total = total, .quantity = quantity};
    sample all = {0};
    for (uint32_t g = 0; g < ENT_GROUPS; g++)
        add_counter(&all, total->groups + g * total->group_words, quantity, 1);
    measured->mean = mean_figure(&at, &all);
    measured->deviation = all.draws < 2 ? 0 : sqrt(spread_of(&all) / (all.draws - 1));
}

typedef struct {
    double first;
    double total;
} pair;

/* The variance between the means of outcomes, less what chance alone makes of it; and half the mean
 * square of changes (Jansen 1999). Both over the variance of the quantity. */
static pair estimate(const samples *s)
{
    double n = s->all.draws;
    double mean = mean_of(&s->all);
    double variance = spread_of(&s->all) / n;
    double between = 0;
    for (uint32_t a = 0; a < s->outcomes; a++) {
        const sample *own = &s->of[a];
        if (own->draws < 1)
            continue;
        double part = own->draws / n;
        between += part * (mean_of(own) - mean) * (mean_of(own) - mean);
        if (own->draws > 1)
            between -= (1 - part) / n * spread_of(own) / (own->draws - 1);
    }
    return (pair){.first = between / variance,
                  .total = s->changes / (2 * n) * (n - 1) / n / variance};
}

static double within_unit(double value)
{
    return value < 0 ? 0 : value > 1 ? 1 : value;
}

static ent_figure with_interval(double value, double variance, bool bounded)
{
    double reach = student_quantile * sqrt(variance);
    return (ent_figure){.known = true,
                        .bounded = bounded,
                        .value = within_unit(value),
                        .low = bounded ? within_unit(value - reach) : 0,
                        .high = bounded ? within_unit(value + reach) : 0};
}

/* The jackknife: how the estimate varies when one group after the other is left out. */
static void find_indices(const place *at, const samples *all, ent_effect *effect)
{
    pair whole = estimate(all);
    pair mean = {0, 0};
    pair squares = {0, 0};
    bool bounded = all->all.draws >= DRAWS_LEAST;
    for (uint32_t g = 0; g < ENT_GROUPS && bounded; g++) {
        samples rest = *all;
        add_group(&rest, at, g, -1);
        if (spread_of(&rest.all) <= 0) {
            bounded = false;
            break;
        }
        pair without = estimate(&rest);
        mean.first += (without.first - whole.first) / ENT_GROUPS;
        mean.total += (without.total - whole.total) / ENT_GROUPS;
        squares.first += (without.first - whole.first) * (without.first - whole.first);
        squares.total += (without.total - whole.total) * (without.total - whole.total);
    }
    double share = (double)(ENT_GROUPS - 1) / ENT_GROUPS;
    double first = share * (squares.first - ENT_GROUPS * mean.first * mean.first);
    double total = share * (squares.total - ENT_GROUPS * mean.total * mean.total);
    effect->first = with_interval(whole.first, first > 0 ? first : 0, bounded);
    effect->total = with_interval(whole.total, total > 0 ? total : 0, bounded);
}

void ent_estimate_effect(const ent_total *total, uint32_t quantity, uint32_t doubt,
                         ent_effect *effect)
{
    const place at = place_of(total, quantity, doubt);
    samples all = {.outcomes = total->plan->doubts[doubt].outcomes};
    for (uint32_t g = 0; g < ENT_GROUPS; g++)
        add_group(&all, &at, g, 1);
    for (uint32_t a = 0; a < all.outcomes; a++)
        effect->means[a] = mean_figure(&at, &all.of[a]);
    if (spread_of(&all.all) > 0)
        find_indices(&at, &all, effect);
}
