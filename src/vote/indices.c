/*
 * Every index is a fraction of two natural numbers, and the double that is given is the one nearest
 * to it. Fractions within a sum are brought to the common denominator n!.
 */
#include "vote/indices.h"

/* Room for counts, sums of them and their products with n!, and for one index's numbers. */
typedef struct {
    ent_power *power;
    ent_arena *arena;
    ent_arena scratch;
    size_t limbs;
    ent_natural *factorial; /* 0 … members */
    ent_natural *share;     /* n! / s; [0] is not used */
    ent_natural *numbers;   /* by member */
    ent_tally tally;
    ent_tally sum;
} workshop;

static void workshop_free(workshop *w)
{
    ent_arena_free(&w->scratch);
}

/* n! has fewer than n log2(n) bits; counts have at most 2n. */
static size_t limbs_needed(uint32_t members)
{
    size_t bits_each = 2;
    while (members >> bits_each != 0)
        bits_each++;
    return (size_t)members * (bits_each + 2) / 64 + 4;
}

static ent_status fill_factorials(workshop *w)
{
    uint32_t n = w->power->members;
    w->factorial = ent_arena_array(&w->scratch, (size_t)n + 1, sizeof *w->factorial);
    w->share = ent_arena_array(&w->scratch, (size_t)n + 1, sizeof *w->share);
    if (w->factorial == NULL || w->share == NULL)
        return ENT_NO_RESOURCE;
    ent_tally_clear(&w->tally);
    ent_tally_scale(&w->tally, 0, 1);
    for (uint32_t s = 0; s <= n; s++) {
        ent_tally_scale(&w->tally, s > 0 ? s : 1, 0);
        if (!ent_tally_read(&w->tally, &w->scratch, &w->factorial[s]))
            return ENT_NO_RESOURCE;
    }
    for (uint32_t s = 1; s <= n; s++) {
        ent_tally_clear(&w->tally);
        ent_tally_add(&w->tally, w->factorial[n]);
        ent_tally_divide(&w->tally, s);
        if (!ent_tally_read(&w->tally, &w->scratch, &w->share[s]))
            return ENT_NO_RESOURCE;
    }
    return ENT_OK;
}

static ent_status workshop_init(workshop *w, ent_power *power, ent_arena *arena)
{
    *w = (workshop){.power = power,
                    .arena = arena,
                    .scratch = ent_arena_new(arena->memory),
                    .limbs = limbs_needed(power->members)};
    w->tally = ent_tally_new(&w->scratch, w->limbs);
    w->sum = ent_tally_new(&w->scratch, w->limbs);
    w->numbers = ent_arena_array(&w->scratch, power->members, sizeof *w->numbers);
    if (w->tally.limbs == NULL || w->sum.limbs == NULL || w->numbers == NULL)
        return ENT_NO_RESOURCE;
    return fill_factorials(w);
}

/* index[i] = numbers[i] / whole; left undefined where the whole is 0. */
static ent_status fill_index(workshop *w, ent_index index, const ent_natural *numbers,
                             ent_natural whole)
{
    ent_power *power = w->power;
    if (ent_natural_is_zero(whole))
        return ENT_OK;
    double *values = ent_arena_array(w->arena, power->members, sizeof *values);
    if (values == NULL)
        return ENT_NO_RESOURCE;
    for (uint32_t i = 0; i < power->members; i++) {
        uint32_t first = power->class_of[i];
        if (first < i)
            values[i] = values[first];
        else if (ent_natural_ratio(&w->scratch, numbers[i], whole, &values[i]) != ENT_OK)
            return ENT_NO_RESOURCE;
    }
    power->index[index] = values;
    return ENT_OK;
}

/* The sum of numbers by member, in the arena. */
static ent_status sum_up(workshop *w, const ent_natural *numbers, ent_natural *sum)
{
    ent_tally_clear(&w->sum);
    for (uint32_t i = 0; i < w->power->members; i++)
        ent_tally_add(&w->sum, numbers[i]);
    return ent_tally_read(&w->sum, w->arena, sum) ? ENT_OK : ENT_NO_RESOURCE;
}

static ent_status fill_shares(workshop *w, ent_index index, const ent_natural *numbers)
{
    ent_natural sum;
    ent_status status = sum_up(w, numbers, &sum);
    return status == ENT_OK ? fill_index(w, index, numbers, sum) : status;
}

static ent_status sum_sizes(workshop *w, const ent_natural *by_size, ent_natural *sum)
{
    ent_tally_clear(&w->sum);
    for (uint32_t s = 0; s <= w->power->members; s++)
        ent_tally_add(&w->sum, by_size[s]);
    return ent_tally_read(&w->sum, w->arena, sum) ? ENT_OK : ENT_NO_RESOURCE;
}

static ent_natural power_of_two(workshop *w, uint32_t exponent)
{
    size_t limbs = exponent / 64 + 1;
    uint64_t *number = ent_arena_array(&w->scratch, limbs, sizeof *number);
    if (number == NULL)
        return (ent_natural){0};
    number[limbs - 1] = UINT64_C(1) << exponent % 64;
    return (ent_natural){.limbs = number, .count = limbs};
}

static ent_status fill_swing_indices(workshop *w)
{
    ent_power *power = w->power;
    uint32_t n = power->members;
    ent_natural all = power_of_two(w, n);
    ent_natural half = power_of_two(w, n > 0 ? n - 1 : 0);
    ent_natural losing;
    if (all.count == 0 || half.count == 0)
        return ENT_NO_RESOURCE;
    ent_tally_clear(&w->sum);
    ent_tally_add(&w->sum, all);
    ent_tally_subtract(&w->sum, power->winning);
    if (!ent_tally_read(&w->sum, &w->scratch, &losing) ||
        ent_natural_ratio(&w->scratch, power->winning, all, &power->collectivity) != ENT_OK ||
        fill_index(w, ENT_BANZHAF_ABSOLUTE, power->swings, half) != ENT_OK ||
        fill_index(w, ENT_COLEMAN_PREVENT, power->swings, power->winning) != ENT_OK ||
        fill_index(w, ENT_COLEMAN_INITIATE, power->swings, losing) != ENT_OK)
        return ENT_NO_RESOURCE;
    return fill_shares(w, ENT_BANZHAF, power->swings);
}

ent_status ent_indices_of_swings(ent_power *power, ent_arena *arena)
{
    workshop w;
    ent_status status = workshop_init(&w, power, arena);
    if (status == ENT_OK)
        status = fill_swing_indices(&w);
    workshop_free(&w);
    return status;
}

/* The coalitions of s members in which `member` is critical: those that win with it, less those
 * that win already without it, which have s - 1. Adds them, each `factor` times, to the tally. */
static void add_swings(ent_tally *tally, const ent_size_counts *winning, uint32_t member,
                       uint32_t s, ent_natural factor, ent_tally *less)
{
    ent_natural with = winning->with[member][s];
    ent_natural smaller = s > 0 ? winning->total[s - 1] : (ent_natural){0};
    ent_natural smaller_with = s > 0 ? winning->with[member][s - 1] : (ent_natural){0};
    ent_tally_clear(less);
    ent_tally_add(less, with);
    ent_tally_add(less, smaller_with);
    ent_tally_subtract(less, smaller);
    ent_tally_add_product(tally, ent_tally_view(less), factor);
}

static ent_status fill_winning(workshop *w, const ent_size_counts *winning)
{
    static const uint64_t one_limb[] = {1};
    const ent_natural one = {.limbs = one_limb, .count = 1};
    ent_power *power = w->power;
    uint32_t n = power->members;
    ent_status status = sum_sizes(w, winning->total, &power->winning);
    for (uint32_t i = 0; i < n && status == ENT_OK; i++) {
        if (power->class_of[i] < i) {
            power->swings[i] = power->swings[power->class_of[i]];
            continue;
        }
        ent_tally_clear(&w->tally);
        for (uint32_t s = 1; s <= n; s++)
            add_swings(&w->tally, winning, i, s, one, &w->sum);
        if (!ent_tally_read(&w->tally, w->arena, &power->swings[i]))
            status = ENT_NO_RESOURCE;
    }
    return status;
}

/* The sum over sizes of swings (s-1)! (n-s)! / n!. */
static ent_status fill_shapley(workshop *w, const ent_size_counts *winning)
{
    uint32_t n = w->power->members;
    ent_natural *weight = ent_arena_array(&w->scratch, (size_t)n + 1, sizeof *weight);
    if (weight == NULL)
        return ENT_NO_RESOURCE;
    for (uint32_t s = 1; s <= n; s++) {
        ent_tally_clear(&w->tally);
        ent_tally_add_product(&w->tally, w->factorial[s - 1], w->factorial[n - s]);
        if (!ent_tally_read(&w->tally, &w->scratch, &weight[s]))
            return ENT_NO_RESOURCE;
    }
    for (uint32_t i = 0; i < n; i++) {
        ent_tally_clear(&w->tally);
        if (w->power->class_of[i] == i)
            for (uint32_t s = 1; s <= n; s++)
                add_swings(&w->tally, winning, i, s, weight[s], &w->sum);
        if (!ent_tally_read(&w->tally, &w->scratch, &w->numbers[i]))
            return ENT_NO_RESOURCE;
    }
    return fill_index(w, ENT_SHAPLEY_SHUBIK, w->numbers, w->factorial[n]);
}

ent_status ent_indices_of_winning(ent_power *power, const ent_size_counts *winning,
                                  ent_arena *arena)
{
    workshop w;
    ent_status status = workshop_init(&w, power, arena);
    if (status == ENT_OK)
        status = fill_winning(&w, winning);
    if (status == ENT_OK)
        status = fill_swing_indices(&w);
    if (status == ENT_OK)
        status = fill_shapley(&w, winning);
    workshop_free(&w);
    return status;
}

static ent_status fill_membership(workshop *w, const ent_natural *with)
{
    return fill_shares(w, ENT_HOLLER_PACKEL, with);
}

ent_status ent_indices_of_membership(ent_power *power, const ent_natural *with, ent_arena *arena)
{
    workshop w;
    ent_status status = workshop_init(&w, power, arena);
    if (status == ENT_OK)
        status = fill_membership(&w, with);
    workshop_free(&w);
    return status;
}

/* Deegan and Packel: each minimal coalition shares one unit among its members. */
static ent_status fill_deegan_packel(workshop *w, const ent_size_counts *minimal)
{
    ent_power *power = w->power;
    uint32_t n = power->members;
    ent_natural whole;
    for (uint32_t i = 0; i < n; i++) {
        ent_tally_clear(&w->tally);
        for (uint32_t s = 1; s <= n; s++)
            ent_tally_add_product(&w->tally, minimal->with[i][s], w->share[s]);
        if (!ent_tally_read(&w->tally, &w->scratch, &w->numbers[i]))
            return ENT_NO_RESOURCE;
    }
    ent_tally_clear(&w->tally);
    ent_tally_add_product(&w->tally, power->minimal, w->factorial[n]);
    if (!ent_tally_read(&w->tally, &w->scratch, &whole))
        return ENT_NO_RESOURCE;
    return fill_index(w, ENT_DEEGAN_PACKEL, w->numbers, whole);
}

static ent_status fill_minimal(workshop *w, const ent_size_counts *minimal)
{
    ent_power *power = w->power;
    ent_status status = sum_sizes(w, minimal->total, &power->minimal);
    power->minimal_known = status == ENT_OK;
    for (uint32_t s = 0; s <= power->members; s++) {
        if (ent_natural_is_zero(minimal->total[s]))
            continue;
        power->smallest = power->smallest == 0 ? s : power->smallest;
        power->largest = s;
    }
    for (uint32_t i = 0; i < power->members && status == ENT_OK; i++)
        status = sum_sizes(w, minimal->with[i], &w->numbers[i]);
    return status == ENT_OK ? fill_membership(w, w->numbers) : status;
}

ent_status ent_indices_of_minimal(ent_power *power, const ent_size_counts *minimal,
                                  ent_arena *arena)
{
    workshop w;
    ent_status status = workshop_init(&w, power, arena);
    if (status == ENT_OK)
        status = fill_minimal(&w, minimal);
    if (status == ENT_OK)
        status = fill_deegan_packel(&w, minimal);
    workshop_free(&w);
    return status;
}

/*
 * Johnston: a winning coalition with c critical members gives each of them 1/c. With a(t) the
 * number of ways to mark t critical members of a winning coalition, the member among them, the sum
 * of 1/c is the alternating sum of a(t)/t, because the sum of (-1)^(t-1) C(c-1, t-1) / t is 1/c.
 */
static ent_status fill_johnston(workshop *w, const ent_size_counts *critical)
{
    uint32_t n = w->power->members;
    for (uint32_t i = 0; i < n; i++) {
        ent_tally_clear(&w->tally);
        ent_tally_clear(&w->sum);
        for (uint32_t t = 1; t <= n; t++)
            ent_tally_add_product(t % 2 == 1 ? &w->tally : &w->sum, critical->with[i][t],
                                  w->share[t]);
        ent_tally_subtract(&w->tally, ent_tally_view(&w->sum));
        if (!ent_tally_read(&w->tally, &w->scratch, &w->numbers[i]))
            return ENT_NO_RESOURCE;
    }
    return fill_shares(w, ENT_JOHNSTON, w->numbers);
}

ent_status ent_indices_of_critical(ent_power *power, const ent_size_counts *critical,
                                   ent_arena *arena)
{
    workshop w;
    ent_status status = workshop_init(&w, power, arena);
    if (status == ENT_OK)
        status = fill_johnston(&w, critical);
    workshop_free(&w);
    return status;
}
