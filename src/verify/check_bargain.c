/* Checking the cardinal solutions that `agree --json` gives: gains are whole numbers, in units of
 * 10^-15, and so are what is made of them. */
#include <string.h>

#include "verify/check_agree.h"

__extension__ typedef unsigned __int128 natural;

enum {
    FIGURE_WORDS = 4,          /* two numbers of 128 bits, multiplied */
    MULTIPLICATIONS = 1 << 28, /* of words, for products of all gains: more are not made */
};

typedef struct {
    ent_agree_check *a;
    uint32_t parties;
    uint32_t *candidates; /* agreeable packages that leave nobody worse off */
    uint32_t count;
    ent_wide **gains; /* by party, then key: of the candidates */
    ent_wide *most;   /* by party */
} table;

static natural gain_of(const table *t, uint32_t party, uint32_t state)
{
    return (natural)t->gains[party][t->a->check->judge.keys[party][state]];
}

/* --- Whole numbers of any size, the lowest word first ---------------------------------------- */

/* Sets product, of count + 2 words, to number * factor. */
static void multiply(const uint64_t *number, size_t count, natural factor, uint64_t *product)
{
    const uint64_t by[2] = {(uint64_t)factor, (uint64_t)(factor >> 64)};
    memset(product, 0, (count + 2) * sizeof *product);
    for (size_t k = 0; k < 2; k++) {
        natural carry = 0;
        for (size_t i = 0; i < count; i++) {
            carry += (natural)number[i] * by[k] + product[i + k];
            product[i + k] = (uint64_t)carry;
            carry >>= 64;
        }
        product[count + k] = (uint64_t)carry;
    }
}

static int compare(const uint64_t *x, const uint64_t *y, size_t count)
{
    while (count-- > 0)
        if (x[count] != y[count])
            return x[count] < y[count] ? -1 : 1;
    return 0;
}

/* Compares a / b with c / d. */
static int compare_fractions(natural a, natural b, natural c, natural d)
{
    const uint64_t left[2] = {(uint64_t)a, (uint64_t)(a >> 64)};
    const uint64_t right[2] = {(uint64_t)c, (uint64_t)(c >> 64)};
    uint64_t x[FIGURE_WORDS];
    uint64_t y[FIGURE_WORDS];
    multiply(left, 2, d, x);
    multiply(right, 2, b, y);
    return compare(x, y, FIGURE_WORDS);
}

/* --- Candidates and gains -------------------------------------------------------------------- */

static ent_status find_candidates(table *t)
{
    const ent_agree_check *a = t->a;
    t->candidates = ent_arena_array(a->scratch, a->count, sizeof *t->candidates);
    if (t->candidates == NULL)
        return ent_out_of_memory(a->check->report);
    for (uint32_t i = 0; i < a->count; i++) {
        bool harmless = true;
        for (uint32_t p = 0; p < t->parties && harmless; p++)
            harmless = !ent_agree_prefers(a, p, a->start, a->agreed[i]);
        if (harmless)
            t->candidates[t->count++] = a->agreed[i];
    }
    return ENT_OK;
}

/* A key stands for one worth, so that it is worked out once. */
static ent_status find_gains_of(table *t, uint32_t party)
{
    ent_judge *judge = &t->a->check->judge;
    const ent_preference *preference = &judge->model->parties.items[party].preference;
    const uint32_t *keys = judge->keys[party];
    ent_wide today = ent_judge_worth(judge, preference, t->a->start);
    ent_arena *arena = t->a->scratch;
    t->gains[party] =
        ent_arena_array(arena, (size_t)ent_judge_best(judge, party) + 1, sizeof(ent_wide));
    if (t->gains[party] == NULL)
        return ent_out_of_memory(t->a->check->report);
    for (uint32_t i = 0; i < t->count; i++) {
        uint32_t state = t->candidates[i];
        ent_wide *gain = &t->gains[party][keys[state]];
        if (*gain == 0 && keys[state] != keys[t->a->start])
            *gain = ent_judge_worth(judge, preference, state) - today;
        t->most[party] = *gain > t->most[party] ? *gain : t->most[party];
    }
    return ENT_OK;
}

static ent_status find_gains(table *t)
{
    t->gains = ent_arena_array(t->a->scratch, t->parties, sizeof(ent_wide *));
    t->most = ent_arena_array(t->a->scratch, t->parties, sizeof *t->most);
    ent_status status =
        t->a->scratch->exhausted ? ent_out_of_memory(t->a->check->report) : find_candidates(t);
    for (uint32_t p = 0; p < t->parties && status == ENT_OK; p++)
        status = find_gains_of(t, p);
    return status;
}

/* --- Solutions ------------------------------------------------------------------------------- */

/* What a solution makes as large as it can, as a fraction. */
typedef struct {
    natural over;
    natural under;
} figure;

static figure least_share(const table *t, uint32_t state)
{
    figure least = {1, 1};
    for (uint32_t p = 0; p < t->parties; p++) {
        natural most = (natural)t->most[p];
        if (most == 0 || compare_fractions(gain_of(t, p, state), most, least.over, least.under) > 0)
            continue;
        least = (figure){gain_of(t, p, state), most};
    }
    return least;
}

static figure least_gain(const table *t, uint32_t state)
{
    figure least = {gain_of(t, 0, state), 1};
    for (uint32_t p = 1; p < t->parties; p++)
        if (gain_of(t, p, state) < least.over)
            least.over = gain_of(t, p, state);
    return least;
}

static figure sum_of_gains(const table *t, uint32_t state)
{
    figure sum = {0, 1};
    for (uint32_t p = 0; p < t->parties; p++)
        sum.over += gain_of(t, p, state);
    return sum;
}

/* Marks the candidates of which the figure is largest. */
static void mark_largest(const table *t, figure (*figure_of)(const table *, uint32_t), bool *chosen)
{
    figure best = {0, 1};
    for (uint32_t i = 0; i < t->count; i++) {
        figure here = figure_of(t, t->candidates[i]);
        if (compare_fractions(here.over, here.under, best.over, best.under) > 0)
            best = here;
    }
    for (uint32_t i = 0; i < t->count; i++) {
        figure here = figure_of(t, t->candidates[i]);
        chosen[t->candidates[i]] =
            compare_fractions(here.over, here.under, best.over, best.under) == 0;
    }
}

/* The product of the gains of those who can gain, into `product`; `spare` is as large. */
static void multiply_gains(const table *t, uint32_t state, uint64_t *product, uint64_t *spare,
                           size_t width)
{
    size_t count = 1;
    memset(product, 0, width * sizeof *product);
    product[0] = 1;
    for (uint32_t p = 0; p < t->parties; p++) {
        if (t->most[p] == 0)
            continue;
        multiply(product, count, gain_of(t, p, state), spare);
        count += 2;
        memcpy(product, spare, count * sizeof *product);
    }
}

static ent_status mark_largest_product(const table *t, bool *chosen)
{
    size_t width = 2 * (size_t)t->parties + 1;
    uint64_t *best = ent_arena_array(t->a->scratch, width, sizeof *best);
    uint64_t *here = ent_arena_array(t->a->scratch, width, sizeof *here);
    uint64_t *spare = ent_arena_array(t->a->scratch, width, sizeof *spare);
    if (t->a->scratch->exhausted)
        return ent_out_of_memory(t->a->check->report);
    for (uint32_t i = 0; i < t->count; i++) {
        multiply_gains(t, t->candidates[i], here, spare, width);
        if (compare(here, best, width) > 0)
            memcpy(best, here, width * sizeof *best);
    }
    for (uint32_t i = 0; i < t->count; i++) {
        multiply_gains(t, t->candidates[i], here, spare, width);
        chosen[t->candidates[i]] = compare(here, best, width) == 0;
    }
    return ENT_OK;
}

/* --- What the answer says -------------------------------------------------------------------- */

/* Where the products are too many, what the answer lists is taken for chosen. */
static void believe(const table *t, const json_t *list, bool *chosen)
{
    for (size_t i = 0; i < json_array_size(list); i++) {
        json_int_t number = json_integer_value(json_array_get(list, i));
        if (number >= 1 && number <= (json_int_t)t->a->check->judge.states)
            chosen[number - 1] = true;
    }
    ent_check_skip(t->a->check, ENT_UNCHECKED_PRODUCT);
}

static ent_status check_nash(const table *t, const ent_json_path *path, const json_t *object,
                             bool *chosen)
{
    uint64_t each = 4 * (uint64_t)t->parties * t->parties + 1;
    if (each * t->count > MULTIPLICATIONS) {
        believe(t, json_object_get(object, "nash"), chosen);
        return ENT_OK;
    }
    ent_status status = mark_largest_product(t, chosen);
    if (status != ENT_OK)
        return status;
    ent_check_count(t->a->check, ENT_CLAIM_CHOICE, t->count);
    ent_agree_numbers(t->a, path, object, "nash", "truncated", chosen, "the solution of Nash");
    return ENT_OK;
}

static void check_others(const table *t, const ent_json_path *path, const json_t *object)
{
    static const struct {
        const char *key;
        const char *what;
        figure (*figure_of)(const table *, uint32_t);
    } solutions[] = {
        {"kalai_smorodinsky", "the solution of Kalai and Smorodinsky", least_share},
        {"egalitarian", "the egalitarian solution", least_gain},
        {"utilitarian", "the utilitarian solution", sum_of_gains},
    };
    for (size_t k = 0; k < sizeof solutions / sizeof *solutions; k++) {
        bool *chosen = t->a->chosen[ENT_CHOOSE_KALAI_SMORODINSKY + k];
        mark_largest(t, solutions[k].figure_of, chosen);
        ent_check_count(t->a->check, ENT_CLAIM_CHOICE, t->count);
        ent_agree_numbers(t->a, path, object, solutions[k].key, "truncated", chosen,
                          solutions[k].what);
    }
}

static bool is_cardinal(const ent_model *model)
{
    for (size_t p = 0; p < model->parties.count; p++)
        if (model->parties.items[p].preference.kind != ENT_BY_WEIGHTS)
            return false;
    return true;
}

ent_status ent_check_bargaining(ent_agree_check *a)
{
    const ent_json_path path = ent_json_key(NULL, "bargaining");
    const json_t *object = json_object_get(a->answer, "bargaining");
    table t = {.a = a, .parties = a->check->judge.parties};
    if (!is_cardinal(a->check->judge.model)) {
        if (object != NULL)
            ent_check_foreign(a->check, &path, "the model has parties without weights");
        return ENT_OK;
    }
    object = ent_check_member(a->check, NULL, a->answer, "bargaining", JSON_OBJECT);
    if (object == NULL)
        return ENT_OK;
    for (int c = ENT_CHOOSE_NASH; c < ENT_CHOICES; c++)
        a->chosen[c] = ent_arena_array(a->scratch, a->check->judge.states, sizeof(bool));
    ent_status status =
        a->scratch->exhausted ? ent_out_of_memory(a->check->report) : find_gains(&t);
    if (status != ENT_OK)
        return status;
    ent_agree_number(a, ENT_CLAIM_CHOICE, &path, object, "candidates", t.count);
    status = check_nash(&t, &path, object, a->chosen[ENT_CHOOSE_NASH]);
    if (status == ENT_OK)
        check_others(&t, &path, object);
    return status;
}
