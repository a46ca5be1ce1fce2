/* Tails of sums: Chernoff (1952), Hoeffding (1963). */
#include "vote/tails.h"

/* -ln(2^-bits), and more for what doubles round. */
static double log_of(double bits)
{
    return bits * 0.6931471805599454 + 0.25;
}

/* A sum as a place, within 0 and the limit, rounded away from the middle. */
static uint64_t bounded(double sum, uint64_t limit)
{
    return sum <= 0 ? 0 : sum >= (double)limit ? limit : (uint64_t)sum;
}

/*
 * By Markov's inequality for exp(lambda * sum), the chance of a sum of at least x is at most
 * exp(k - lambda x), where k adds up ln(1 - t + t exp(lambda w)); and likewise below.
 */
static void narrow(const uint64_t *weights, uint32_t count, double t, double bits, uint64_t limit,
                   double lambda, ent_window *windows)
{
    const double log_tail = log_of(bits);
    const double steepest = 600;
    double up = 0;
    double down = 0;
    double up_term = 0;
    double down_term = 0;
    for (uint32_t i = 0; i < count; i++) {
        double weight = (double)weights[i];
        if (lambda * weight > steepest)
            return;
        if (i == 0 || weights[i] != weights[i - 1]) {
            up_term = log1p(t * expm1(lambda * weight));
            down_term = log1p(t * expm1(-lambda * weight));
        }
        up += up_term;
        down += down_term;
        uint64_t to = bounded((up + log_tail) / lambda * (1 + 1e-9) + 2, limit);
        uint64_t from = bounded((-down - log_tail) / lambda * (1 - 1e-9) - 2, limit);
        windows[i].to = to < windows[i].to ? to : windows[i].to;
        windows[i].from = from > windows[i].from ? from : windows[i].from;
    }
}

void ent_find_windows(const uint64_t *weights, uint32_t count, double t, double bits,
                      uint64_t limit, ent_window *windows)
{
    uint64_t total = 0;
    for (uint32_t i = 0; i < count; i++) {
        total += weights[i];
        windows[i] = (ent_window){.from = 0, .to = total < limit ? total + 1 : limit};
    }
    double steepest = 600 / (double)weights[0];
    double lambda = 16 / (double)total;
    while (lambda < steepest) {
        narrow(weights, count, t, bits, limit, lambda, windows);
        lambda *= 1.4142;
    }
    for (uint32_t i = 1; i < count; i++) {
        if (windows[i].to < windows[i - 1].to)
            windows[i].to = windows[i - 1].to;
        if (windows[i].from < windows[i - 1].from)
            windows[i].from = windows[i - 1].from;
    }
}

ent_window ent_wide_window(const uint64_t *weights, uint32_t count, double t, double bits,
                           uint64_t limit)
{
    double total = 0;
    double squares = 0;
    for (uint32_t i = 0; i < count; i++) {
        total += (double)weights[i];
        squares += (double)weights[i] * (double)weights[i];
    }
    double reach = sqrt(log_of(bits) / 2 * squares) * (1 + 1e-9) + 2;
    return (ent_window){.from = bounded(t * total - reach, limit),
                        .to = bounded(t * total + reach, limit)};
}
