/* Everything by adding up over all cases, again and again. */
#include "property/moments.h"

#include <math.h>

/* Which cases are meant: all; those in which a doubt has the outcome that it has in another case;
 * those in which all other doubts have. */
typedef enum { ALL, OUTCOME, OTHERS } filter;

typedef struct {
    filter by;
    size_t doubt;
    uint64_t as;
} which;

static bool is_meant(const moments_cases *cases, uint64_t number, const which *w)
{
    const uint8_t *outcomes = cases->outcomes[number];
    const uint8_t *others = cases->outcomes[w->as];
    if (w->by == OUTCOME)
        return outcomes[w->doubt] == others[w->doubt];
    for (size_t i = 0; i < cases->doubts && w->by == OTHERS; i++)
        if (i != w->doubt && outcomes[i] != others[i])
            return false;
    return true;
}

typedef struct {
    double weight;
    double mean;
    double variance;
} moments;

static moments moments_of(const moments_cases *cases, uint32_t quantity, which w)
{
    moments m = {0, 0, 0};
    double squares = 0;
    for (uint64_t k = 0; k < cases->count; k++) {
        double value = ent_quantity_of(&cases->counts[k], quantity);
        if (!is_meant(cases, k, &w))
            continue;
        m.weight += cases->weights[k];
        m.mean += cases->weights[k] * value;
        squares += cases->weights[k] * value * value;
    }
    m.mean /= m.weight > 0 ? m.weight : 1;
    m.variance = m.weight > 0 ? squares / m.weight - m.mean * m.mean : 0;
    return m;
}

static void hold_against(moments_difference *d, const char *what, double found, double right)
{
    if (d->what == NULL && !(fabs(found - right) <= 1e-9 * (1 + fabs(right))))
        *d = (moments_difference){what, found, right};
}

/* Each case stands for those that it is among, so these count as often as they are likely. */
static void compare_effect(const moments_cases *cases, uint32_t quantity, size_t doubt,
                           const ent_effect *found, moments_difference *d)
{
    const moments all = moments_of(cases, quantity, (which){.by = ALL});
    double between = 0;
    double left = 0;
    for (uint64_t k = 0; k < cases->count; k++) {
        const moments own = moments_of(cases, quantity, (which){OUTCOME, doubt, k});
        const moments rest = moments_of(cases, quantity, (which){OTHERS, doubt, k});
        between += cases->weights[k] * (own.mean - all.mean) * (own.mean - all.mean);
        left += cases->weights[k] * rest.variance;
        if (own.weight > 0)
            hold_against(d, "a mean given an outcome",
                         found->means[cases->outcomes[k][doubt]].value, own.mean);
    }
    if (all.variance < 1e-9)
        return;
    hold_against(d, "a first-order effect", found->first.value, between / all.variance);
    hold_against(d, "a total effect", found->total.value, left / all.variance);
}

moments_difference moments_compare(const moments_cases *cases, uint32_t quantity,
                                   const ent_measured *found)
{
    moments_difference d = {.what = NULL};
    const moments all = moments_of(cases, quantity, (which){.by = ALL});
    hold_against(&d, "a mean", found->mean.value, all.mean);
    hold_against(&d, "a variance", found->deviation * found->deviation, all.variance);
    for (size_t i = 0; i < cases->doubts; i++)
        compare_effect(cases, quantity, i, &found->effects[i], &d);
    return d;
}
