/* Counting coalitions one by one. Sums are exact: 20! and 2^20 times the shares fit in 64 bits. */
#include "verify/census.h"

#include <string.h>

static bool wins(const ent_census *census, uint32_t coalition)
{
    return (census->wins[coalition / 64] >> (coalition % 64)) & 1u;
}

static void try_coalitions(ent_census *census, ent_judge *judge, uint32_t body, uint32_t state)
{
    const ent_body *of = ent_mover_body(judge->model, body);
    uint32_t coalitions = UINT32_C(1) << census->members;
    for (uint32_t coalition = 0; coalition < coalitions; coalition++) {
        ent_judge_no_consent(judge);
        for (uint32_t i = 0; i < census->members; i++)
            if ((coalition >> i) & 1u)
                ent_judge_consent(judge, of->members.items[i]);
        if (ent_judge_decides(judge, body, state))
            census->wins[coalition / 64] |= UINT64_C(1) << (coalition % 64);
    }
}

static uint64_t factorial(uint32_t n)
{
    return n < 2 ? 1 : n * factorial(n - 1);
}

/* The members without whom the coalition loses. */
static uint32_t critical_in(const ent_census *census, uint32_t coalition)
{
    uint32_t critical = 0;
    for (uint32_t i = 0; i < census->members; i++) {
        uint32_t alone = UINT32_C(1) << i;
        if ((coalition & alone) != 0 && !wins(census, coalition & ~alone))
            critical |= alone;
    }
    return critical;
}

/* What a winning coalition adds to its critical member's indices. */
static void add_swing(ent_census *census, uint32_t member, uint32_t size, uint32_t critical_count)
{
    uint64_t orders = factorial(size - 1) * factorial(census->members - size);
    census->swings[member]++;
    census->part[ENT_CENSUS_SHAPLEY_SHUBIK][member] += orders;
    census->part[ENT_CENSUS_JOHNSTON][member] += ENT_CENSUS_SHARES / critical_count;
    if (critical_count == size) {
        census->part[ENT_CENSUS_DEEGAN_PACKEL][member] += ENT_CENSUS_SHARES / size;
        census->part[ENT_CENSUS_HOLLER_PACKEL][member]++;
    }
}

static void add_coalition(ent_census *census, uint32_t coalition)
{
    uint32_t critical = critical_in(census, coalition);
    uint32_t size = (uint32_t)__builtin_popcount(coalition);
    uint32_t critical_count = (uint32_t)__builtin_popcount(critical);
    census->winning++;
    census->minimal += critical_count == size;
    for (uint32_t i = 0; i < census->members; i++)
        if ((critical >> i) & 1u)
            add_swing(census, i, size, critical_count);
}

static uint64_t sum(const ent_census *census, const uint64_t *parts)
{
    uint64_t total = 0;
    for (uint32_t i = 0; i < census->members; i++)
        total += parts[i];
    return total;
}

static void divide(ent_census *census)
{
    uint64_t coalitions = UINT64_C(1) << census->members;
    static const ent_census_index of_swings[] = {ENT_CENSUS_BANZHAF_ABSOLUTE, ENT_CENSUS_BANZHAF,
                                                 ENT_CENSUS_PREVENT, ENT_CENSUS_INITIATE};
    for (size_t k = 0; k < sizeof of_swings / sizeof *of_swings; k++)
        memcpy(census->part[of_swings[k]], census->swings, sizeof census->swings);
    uint64_t *whole = census->whole;
    whole[ENT_CENSUS_BANZHAF_ABSOLUTE] = coalitions / 2;
    whole[ENT_CENSUS_BANZHAF] = sum(census, census->swings);
    whole[ENT_CENSUS_SHAPLEY_SHUBIK] = factorial(census->members);
    whole[ENT_CENSUS_JOHNSTON] = sum(census, census->part[ENT_CENSUS_JOHNSTON]);
    whole[ENT_CENSUS_DEEGAN_PACKEL] = sum(census, census->part[ENT_CENSUS_DEEGAN_PACKEL]);
    whole[ENT_CENSUS_HOLLER_PACKEL] = sum(census, census->part[ENT_CENSUS_HOLLER_PACKEL]);
    whole[ENT_CENSUS_PREVENT] = census->winning;
    whole[ENT_CENSUS_INITIATE] = coalitions - census->winning;
}

void ent_census_take(ent_census *census, ent_judge *judge, uint32_t body, uint32_t state)
{
    memset(census, 0, sizeof *census);
    census->members = (uint32_t)ent_mover_body(judge->model, body)->members.count;
    try_coalitions(census, judge, body, state);
    for (uint32_t coalition = 0; coalition < UINT32_C(1) << census->members; coalition++)
        if (wins(census, coalition))
            add_coalition(census, coalition);
    divide(census);
}

bool ent_census_interchangeable(const ent_census *census, uint32_t a, uint32_t b)
{
    uint32_t with_a = UINT32_C(1) << a;
    uint32_t with_b = UINT32_C(1) << b;
    for (uint32_t coalition = 0; coalition < UINT32_C(1) << census->members; coalition++)
        if ((coalition & (with_a | with_b)) == 0 &&
            wins(census, coalition | with_a) != wins(census, coalition | with_b))
            return false;
    return true;
}

/* The same, with `coalition` already consenting and the members from `next` on undecided. */
static long double chance_from(const ent_census *census, const long double *consent,
                               uint32_t coalition, uint32_t next)
{
    if (next == census->members)
        return wins(census, coalition) ? 1 : 0;
    long double p = consent[next];
    long double with = p > 0 ? chance_from(census, consent, coalition | 1u << next, next + 1) : 0;
    long double without = p < 1 ? chance_from(census, consent, coalition, next + 1) : 0;
    return p * with + (1 - p) * without;
}

long double ent_census_chance(const ent_census *census, const long double *consent)
{
    return chance_from(census, consent, 0, 0);
}
