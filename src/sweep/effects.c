/* Effects from all combinations, and estimates of them from draws. */
#include "sweep/effects.h"

#include <math.h>

#include "sweep/groups.h"

/* Of the normal distribution, and of Student's with ENT_GROUPS - 1 degrees of freedom: 2.5 % are
 * above. */
static const double normal_quantile = 1.959963984540054;
static const double student_quantile = 1.998340542520741;

static double within_unit(double value)
{
    return value < 0 ? 0 : value > 1 ? 1 : value;
}

ent_figure ent_share(const ent_total *total, double weight)
{
    double n = (double)total->cases;
    if (total->plan->exact || n < 1)
        return (ent_figure){.known = n >= 1, .value = within_unit(weight)};
    double share = weight / n;
    double z2 = normal_quantile * normal_quantile;
    double middle = (share + z2 / (2 * n)) / (1 + z2 / n);
    double reach =
        normal_quantile / (1 + z2 / n) * sqrt(share * (1 - share) / n + z2 / (4 * n * n));
    /* At the ends the interval has the share as its bound, up to rounding. */
    return (ent_figure){.known = true,
                        .bounded = true,
                        .value = share,
                        .low = weight <= 0 ? 0 : within_unit(middle - reach),
                        .high = weight >= n ? 1 : within_unit(middle + reach)};
}

/* --- From all combinations -------------------------------------------------------------- */

static bool says_yes(const ent_total *total, uint64_t number, ent_answer answer)
{
    return (total->yes[number] >> answer) & 1u;
}

/* The probability of what the other doubts are in this case. */
static double chance_of_others(const ent_total *total, uint64_t number, uint32_t doubt)
{
    const ent_plan *plan = total->plan;
    double chance = 1;
    ent_plan_outcomes(plan, number, total->outcomes);
    for (uint32_t i = 0; i < plan->doubt_count; i++)
        chance *= i == doubt ? 1 : plan->doubts[i].chances[total->outcomes[i]];
    return chance;
}

/* Whether the answer is yes in some possible case and no in another. */
static bool varies(const ent_total *total, ent_answer answer)
{
    bool seen[2] = {false, false};
    for (uint64_t k = 0; k < total->cases && !(seen[0] && seen[1]); k++)
        if (chance_of_others(total, k, UINT32_MAX) > 0)
            seen[says_yes(total, k, answer)] = true;
    return seen[0] && seen[1];
}

static ent_effect exact_effect(const ent_total *total, ent_answer answer, uint32_t doubt)
{
    const ent_chances *own = &total->plan->doubts[doubt];
    double given[ENT_OUTCOMES_MOST] = {0}; /* the probability of yes for each outcome */
    double mean = 0;
    double left = 0; /* the variance that is left when all others are known */
    double between = 0;
    uint64_t stride = 1;
    for (uint32_t i = 0; i < doubt; i++)
        stride *= total->plan->doubts[i].outcomes;
    for (uint64_t k = 0; k < total->cases; k++) {
        if (k / stride % own->outcomes != 0)
            continue;
        double chance = chance_of_others(total, k, doubt);
        double yes = 0;
        for (uint32_t a = 0; a < own->outcomes; a++)
            if (says_yes(total, k + a * stride, answer)) {
                yes += own->chances[a];
                given[a] += chance;
            }
        left += chance * yes * (1 - yes);
        mean += chance * yes;
    }
    for (uint32_t a = 0; a < own->outcomes; a++)
        between += own->chances[a] * (given[a] - mean) * (given[a] - mean);
    double variance = mean * (1 - mean);
    return (ent_effect){.first = {.known = true, .value = within_unit(between / variance)},
                        .total = {.known = true, .value = within_unit(left / variance)}};
}

/* --- From draws ------------------------------------------------------------------------- */

/* Counts of one doubt and answer in all groups, or in all but one. */
typedef struct {
    double draws;
    double yes;
    double flips;
    uint32_t outcomes;
    double drawn[ENT_OUTCOMES_MOST]; /* by outcome */
    double yes_of[ENT_OUTCOMES_MOST];
} counts;

typedef struct {
    const ent_total *total;
    ent_answer answer;
    uint32_t doubt;
    size_t counter; /* the first of the doubt's outcomes */
    size_t flips;   /* the word that counts its flips */
} place;

static place place_of(const ent_total *total, ent_answer answer, uint32_t doubt)
{
    size_t counter = 1;
    for (uint32_t i = 0; i < doubt; i++)
        counter += total->plan->doubts[i].outcomes;
    return (place){.total = total,
                   .answer = answer,
                   .doubt = doubt,
                   .counter = counter,
                   .flips = ent_counter_count(total->plan) * ENT_COUNTER_WORDS +
                            (size_t)doubt * ENT_ANSWERS + answer};
}

static void add_group(counts *to, const place *at, uint32_t group, double sign)
{
    const uint64_t *words = at->total->groups + group * at->total->group_words;
    to->draws += sign * (double)words[0];
    to->yes += sign * (double)words[1 + at->answer];
    to->flips += sign * (double)words[at->flips];
    for (uint32_t a = 0; a < to->outcomes; a++) {
        const uint64_t *counter = words + (at->counter + a) * ENT_COUNTER_WORDS;
        to->drawn[a] += sign * (double)counter[0];
        to->yes_of[a] += sign * (double)counter[1 + at->answer];
    }
}

typedef struct {
    double first;
    double total;
} pair;

/* The variance between the means of outcomes, less what chance alone makes of it; and half the
 * frequency of flips (Jansen 1999). Both over the variance of the answer. */
static pair estimate(const counts *c)
{
    double n = c->draws;
    double mean = c->yes / n;
    double variance = mean * (1 - mean);
    double between = 0;
    for (uint32_t a = 0; a < c->outcomes; a++) {
        if (c->drawn[a] < 1)
            continue;
        double part = c->drawn[a] / n;
        double own = c->yes_of[a] / c->drawn[a];
        between += part * (own - mean) * (own - mean);
        if (c->drawn[a] > 1)
            between -= (1 - part) / n * own * (1 - own) * c->drawn[a] / (c->drawn[a] - 1);
    }
    return (pair){.first = between / variance,
                  .total = c->flips / (2 * n) * (n - 1) / n / variance};
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
static ent_effect drawn_effect(const place *at, const counts *all)
{
    pair whole = estimate(all);
    pair mean = {0, 0};
    pair squares = {0, 0};
    bool bounded = all->draws >= 2 * ENT_GROUPS;
    for (uint32_t g = 0; g < ENT_GROUPS && bounded; g++) {
        counts rest = *all;
        add_group(&rest, at, g, -1);
        if (rest.yes < 1 || rest.yes > rest.draws - 1) {
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
    return (ent_effect){.first = with_interval(whole.first, first > 0 ? first : 0, bounded),
                        .total = with_interval(whole.total, total > 0 ? total : 0, bounded)};
}

void ent_find_effects(const ent_total *total, ent_answer answer, ent_effect *effects)
{
    const ent_plan *plan = total->plan;
    bool any = plan->exact && varies(total, answer);
    for (uint32_t i = 0; i < plan->doubt_count; i++) {
        effects[i] = (ent_effect){0};
        if (plan->exact) {
            if (any)
                effects[i] = exact_effect(total, answer, i);
            continue;
        }
        place at = place_of(total, answer, i);
        counts all = {.outcomes = plan->doubts[i].outcomes};
        for (uint32_t g = 0; g < ENT_GROUPS; g++)
            add_group(&all, &at, g, 1);
        if (all.yes >= 1 && all.yes < all.draws)
            effects[i] = drawn_effect(&at, &all);
    }
}
