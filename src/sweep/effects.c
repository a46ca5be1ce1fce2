/* Means and effects from all combinations; and what is told of draws. */
#include "sweep/effects.h"

#include <math.h>
#include <string.h>

#include "sweep/estimate.h"

static const double normal_quantile = 1.959963984540054; /* 2.5 % are above */

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

/* Counted from the least, so that little is lost by rounding. */
static double value_of(const ent_total *total, uint64_t number, uint32_t quantity)
{
    return (double)ent_quantity_of(&total->counts[number], quantity) - total->least[quantity];
}

/* A walk over all combinations, with the probability of what all doubts but one are. */
typedef struct {
    const ent_total *total;
    uint32_t without; /* this doubt; UINT32_MAX for none */
    uint64_t number;
} walk;

static bool is_over(const walk *w)
{
    return w->number == w->total->cases;
}

static double chance_at(const walk *w)
{
    return w->total->chances[0];
}

/* The chances of the doubts from each one on, multiplied: those after `changed` stand. */
static void multiply(const walk *w, uint32_t changed)
{
    const ent_plan *plan = w->total->plan;
    double *chances = w->total->chances;
    for (uint32_t i = changed; i-- > 0;)
        chances[i] =
            chances[i + 1] * (i == w->without ? 1 : plan->doubts[i].chances[w->total->outcomes[i]]);
}

static walk begin_walk(const ent_total *total, uint32_t without)
{
    const walk w = {.total = total, .without = without};
    uint32_t doubts = total->plan->doubt_count;
    memset(total->outcomes, 0, doubts);
    total->chances[doubts] = 1;
    multiply(&w, doubts);
    return w;
}

static void step(walk *w)
{
    const ent_plan *plan = w->total->plan;
    uint8_t *outcomes = w->total->outcomes;
    uint32_t i = 0;
    w->number++;
    while (i < plan->doubt_count && outcomes[i] + 1u == plan->doubts[i].outcomes)
        outcomes[i++] = 0;
    if (i == plan->doubt_count)
        return;
    outcomes[i]++;
    multiply(w, i + 1);
}

/* Of several cases; the mean is counted from the least. */
typedef struct {
    double mean;
    double variance;
} moments;

static moments look_at_all(const ent_total *total, uint32_t quantity)
{
    moments all = {0, 0};
    for (walk w = begin_walk(total, UINT32_MAX); !is_over(&w); step(&w))
        all.mean += chance_at(&w) * value_of(total, w.number, quantity);
    for (walk w = begin_walk(total, UINT32_MAX); !is_over(&w); step(&w)) {
        double off = value_of(total, w.number, quantity) - all.mean;
        all.variance += chance_at(&w) * off * off;
    }
    return all;
}

/* At the cases that differ in the outcome of one doubt only. */
static moments look_along(const ent_total *total, uint32_t quantity, const ent_chances *own,
                          uint64_t first, uint64_t stride)
{
    moments along = {0, 0};
    for (uint32_t a = 0; a < own->outcomes; a++)
        along.mean += own->chances[a] * value_of(total, first + a * stride, quantity);
    for (uint32_t a = 0; a < own->outcomes; a++) {
        double off = value_of(total, first + a * stride, quantity) - along.mean;
        along.variance += own->chances[a] * off * off;
    }
    return along;
}

static void find_effect(const ent_total *total, uint32_t quantity, uint32_t doubt,
                        const moments *all, ent_effect *effect)
{
    const ent_chances *own = &total->plan->doubts[doubt];
    double given[ENT_OUTCOMES_MOST] = {0}; /* the mean for each outcome */
    double left = 0;                       /* the variance left when all others are known */
    double between = 0;
    uint64_t stride = 1;
    for (uint32_t i = 0; i < doubt; i++)
        stride *= total->plan->doubts[i].outcomes;
    for (walk w = begin_walk(total, doubt); !is_over(&w); step(&w)) {
        if (total->outcomes[doubt] != 0)
            continue;
        left += chance_at(&w) * look_along(total, quantity, own, w.number, stride).variance;
        for (uint32_t a = 0; a < own->outcomes; a++)
            given[a] += chance_at(&w) * value_of(total, w.number + a * stride, quantity);
    }
    for (uint32_t a = 0; a < own->outcomes; a++) {
        between += own->chances[a] * (given[a] - all->mean) * (given[a] - all->mean);
        effect->means[a] =
            (ent_figure){.known = own->chances[a] > 0, .value = total->least[quantity] + given[a]};
    }
    if (total->least[quantity] == total->most[quantity])
        return;
    effect->first = (ent_figure){.known = true, .value = within_unit(between / all->variance)};
    effect->total = (ent_figure){.known = true, .value = within_unit(left / all->variance)};
}

static void look_at_combinations(const ent_total *total, uint32_t quantity, ent_measured *measured)
{
    const moments all = look_at_all(total, quantity);
    measured->mean = (ent_figure){.known = true, .value = total->least[quantity] + all.mean};
    measured->deviation = measured->least < measured->most ? sqrt(all.variance) : 0;
    for (uint32_t i = 0; i < total->plan->doubt_count; i++)
        find_effect(total, quantity, i, &all, &measured->effects[i]);
}

/* --- From either ------------------------------------------------------------------------ */

static ent_status make_room(const ent_plan *plan, ent_arena *arena, ent_measured *measured)
{
    measured->effects = ent_arena_array(arena, plan->doubt_count, sizeof *measured->effects);
    for (uint32_t i = 0; measured->effects != NULL && i < plan->doubt_count; i++) {
        ent_effect *effect = &measured->effects[i];
        effect->means = ent_arena_array(arena, plan->doubts[i].outcomes, sizeof *effect->means);
    }
    return arena->exhausted ? ENT_NO_RESOURCE : ENT_OK;
}

static void look_at_draws(const ent_total *total, uint32_t quantity, ent_measured *measured)
{
    ent_estimate_mean(total, quantity, measured);
    for (uint32_t i = 0; i < total->plan->doubt_count; i++)
        ent_estimate_effect(total, quantity, i, &measured->effects[i]);
}

ent_status ent_find_measured(const ent_total *total, uint32_t quantity, ent_arena *arena,
                             ent_measured *measured)
{
    const ent_plan *plan = total->plan;
    *measured = (ent_measured){.least = total->least[quantity], .most = total->most[quantity]};
    if (make_room(plan, arena, measured) != ENT_OK)
        return ENT_NO_RESOURCE;
    if (plan->exact)
        look_at_combinations(total, quantity, measured);
    else
        look_at_draws(total, quantity, measured);
    if (quantity < ENT_NUMBERS)
        measured->mean = ent_share(total, total->answers[quantity]);
    return ENT_OK;
}
