/* Bargaining solutions over finitely many states, exactly. */
#include "ask/bargain.h"

#include <string.h>

#include "vote/natural.h"

__extension__ typedef __int128 wide;
__extension__ typedef unsigned __int128 natural;

static void empty(ent_set *set)
{
    memset(set->words, 0, ent_set_words(set->bits) * sizeof *set->words);
}

/* Raises the depth of each state to the party's rank of it. */
static ent_status deepen(const ent_game *game, const ent_set *set, uint32_t party,
                         ent_column *depths)
{
    const ent_column *keys = &game->keys[party];
    size_t bytes = ((size_t)keys->top + 1) * sizeof(uint32_t);
    uint32_t *ranks = ent_allocate(game->memory, bytes);
    if (ranks == NULL)
        return ENT_NO_RESOURCE;
    for (uint64_t at = ent_set_next(set, 0); at != UINT64_MAX; at = ent_set_next(set, at + 1))
        ranks[ent_column_get(keys, at)] = 1;
    uint32_t rank = 0;
    for (size_t key = keys->top; key > 0; key--)
        ranks[key] = ranks[key] != 0 ? ++rank : 0;
    for (uint64_t at = ent_set_next(set, 0); at != UINT64_MAX; at = ent_set_next(set, at + 1)) {
        uint32_t here = ranks[ent_column_get(keys, at)];
        if (here > ent_column_get(depths, at))
            ent_column_put(depths, at, here);
    }
    ent_release(game->memory, ranks, bytes);
    return ENT_OK;
}

ent_status ent_fall_back(const ent_game *game, const ent_set *set, ent_set *choice, uint32_t *depth)
{
    *depth = 0;
    empty(choice);
    if (ent_set_next(set, 0) == UINT64_MAX)
        return ENT_OK;
    uint32_t top = 1;
    for (uint32_t p = 0; p < game->party_count; p++)
        top = game->keys[p].top > top ? game->keys[p].top : top;
    ENT_AUTO_COLUMN depths = {0};
    ent_status status = ent_column_new(&depths, game->memory, set->bits, top);
    for (uint32_t p = 0; p < game->party_count && status == ENT_OK; p++)
        status = deepen(game, set, p, &depths);
    if (status != ENT_OK)
        return status;
    *depth = UINT32_MAX;
    for (uint64_t at = ent_set_next(set, 0); at != UINT64_MAX; at = ent_set_next(set, at + 1))
        *depth = ent_column_get(&depths, at) < *depth ? ent_column_get(&depths, at) : *depth;
    for (uint64_t at = ent_set_next(set, 0); at != UINT64_MAX; at = ent_set_next(set, at + 1))
        if (ent_column_get(&depths, at) == *depth)
            ent_set_add(choice, at);
    return ENT_OK;
}

bool ent_is_cardinal(const ent_model *model)
{
    for (size_t p = 0; p < model->parties.count; p++)
        if (model->parties.items[p].preference.kind != ENT_BY_WEIGHTS)
            return false;
    return true;
}

/* What one party gains: by key, as a multiple of 10^-places. */
typedef struct {
    const ent_column *keys;
    wide *gains;
    wide most; /* over the candidates */
} purse;

typedef struct {
    const ent_game *game;
    ent_arena arena;
    ent_set candidates;
    uint32_t places; /* of all weights */
    purse *purses;   /* by party */
    uint32_t count;
    ent_tally product;
    ent_tally factor;
    ent_tally best;
} table;

static wide gain_of(const table *t, uint32_t party, uint64_t code)
{
    const purse *p = &t->purses[party];
    return p->gains[ent_column_get(p->keys, code)];
}

static wide scaled(ent_decimal weight, uint32_t places)
{
    wide value = weight.value;
    for (uint32_t i = weight.places; i < places; i++)
        value *= 10;
    return value;
}

/* The party's conditions, compiled. */
typedef struct {
    const ent_preference *preference;
    ent_program *programs;
    uint32_t depth;
    bool *known; /* by key */
} appraisal;

static wide worth_of(const table *t, const appraisal *a, const uint64_t *truths, unsigned bit)
{
    wide sum = 0;
    for (size_t i = 0; i < a->preference->wants.count; i++)
        if ((truths[i] >> bit) & 1u)
            sum += scaled(a->preference->wants.items[i].weight, t->places);
    return sum;
}

/* The party's utility of each key that a candidate or the start has. */
static void appraise(const table *t, const appraisal *a, uint64_t start, ent_window *window,
                     uint64_t *truths, purse *p)
{
    for (size_t i = 0; i < ent_set_words(t->candidates.bits); i++) {
        uint64_t bits = t->candidates.words[i];
        if (start / 64 == i)
            bits |= UINT64_C(1) << (start % 64);
        bool seen = false;
        for (; bits != 0; bits &= bits - 1) {
            unsigned bit = (unsigned)__builtin_ctzll(bits);
            uint32_t key = ent_column_get(p->keys, (uint64_t)i * 64 + bit);
            if (a->known[key])
                continue;
            if (!seen) {
                ent_window_move(window, &t->game->space, i);
                for (size_t k = 0; k < a->preference->wants.count; k++)
                    truths[k] = ent_run(&a->programs[k], window->planes, NULL, window->stack);
                seen = true;
            }
            a->known[key] = true;
            p->gains[key] = worth_of(t, a, truths, bit);
        }
    }
}

static ent_status compile(const table *t, appraisal *a, ent_arena *arena)
{
    size_t count = a->preference->wants.count;
    a->programs = ent_arena_array(arena, count, sizeof *a->programs);
    if (a->programs == NULL)
        return ENT_NO_RESOURCE;
    for (size_t i = 0; i < count; i++) {
        if (ent_compile(&t->game->model->vocabulary,
                        a->preference->wants.items[i].condition.expression, arena,
                        &a->programs[i]) != ENT_OK)
            return ENT_NO_RESOURCE;
        a->depth = a->programs[i].depth > a->depth ? a->programs[i].depth : a->depth;
    }
    return ENT_OK;
}

/* Fills the purse of a party. */
static ent_status fill_purse(table *t, uint32_t party, uint64_t start, ent_arena *scratch)
{
    purse *p = &t->purses[party];
    p->keys = &t->game->keys[party];
    size_t keys = (size_t)p->keys->top + 1;
    appraisal a = {.preference = &t->game->model->parties.items[party].preference,
                   .depth = 1,
                   .known = ent_arena_array(scratch, keys, sizeof *a.known)};
    uint64_t *truths = ent_arena_array(scratch, a.preference->wants.count, sizeof *truths);
    ent_window window = {0};
    p->gains = ent_arena_array(&t->arena, keys, sizeof *p->gains);
    if (a.known == NULL || truths == NULL || p->gains == NULL ||
        compile(t, &a, scratch) != ENT_OK ||
        ent_window_init(&window, &t->game->space, a.depth) != ENT_OK)
        return ENT_NO_RESOURCE;
    appraise(t, &a, start, &window, truths, p);
    ent_window_free(&window);
    wide today = p->gains[ent_column_get(p->keys, start)];
    for (size_t key = 0; key < keys; key++)
        if (a.known[key]) {
            p->gains[key] -= today;
            p->most = p->gains[key] > p->most ? p->gains[key] : p->most;
        }
    return ENT_OK;
}

/* The states of the set that leave nobody worse off than the start. */
static ent_status find_candidates(table *t, const ent_set *set, uint64_t start)
{
    if (ent_set_new(&t->candidates, t->game->memory, set->bits) != ENT_OK)
        return ENT_NO_RESOURCE;
    for (uint64_t at = ent_set_next(set, 0); at != UINT64_MAX; at = ent_set_next(set, at + 1)) {
        bool harmless = true;
        for (uint32_t p = 0; p < t->count && harmless; p++)
            harmless = !ent_prefers(t->game, p, start, at);
        if (harmless)
            ent_set_add(&t->candidates, at);
    }
    return ENT_OK;
}

static ent_status prepare(table *t, const ent_set *set, uint64_t start)
{
    for (uint32_t p = 0; p < t->count; p++) {
        const ent_preference *preference = &t->game->model->parties.items[p].preference;
        for (size_t i = 0; i < preference->wants.count; i++)
            if (preference->wants.items[i].weight.places > t->places)
                t->places = preference->wants.items[i].weight.places;
    }
    t->purses = ent_arena_array(&t->arena, t->count, sizeof *t->purses);
    size_t limbs = 2 * ((size_t)t->count + 1);
    t->product = ent_tally_new(&t->arena, limbs);
    t->factor = ent_tally_new(&t->arena, limbs);
    t->best = ent_tally_new(&t->arena, limbs);
    if (t->arena.exhausted || find_candidates(t, set, start) != ENT_OK)
        return ENT_NO_RESOURCE;
    ent_status status = ENT_OK;
    for (uint32_t p = 0; p < t->count && status == ENT_OK; p++) {
        ent_arena scratch = ent_arena_new(t->game->memory);
        status = fill_purse(t, p, start, &scratch);
        ent_arena_free(&scratch);
    }
    return status;
}

/* A number of 256 bits, the high half first. */
typedef struct {
    natural high;
    natural low;
} product;

static product multiply(natural a, natural b)
{
    const natural mask = UINT64_MAX;
    natural low = (a & mask) * (b & mask);
    natural cross = (a >> 64) * (b & mask) + (low >> 64);
    natural other = (a & mask) * (b >> 64) + (cross & mask);
    return (product){.high = (a >> 64) * (b >> 64) + (cross >> 64) + (other >> 64),
                     .low = (other << 64) | (low & mask)};
}

static int compare_products(product a, product b)
{
    if (a.high != b.high)
        return a.high < b.high ? -1 : 1;
    return (a.low > b.low) - (a.low < b.low);
}

/* What a solution makes as large as it can. A state's figure is a fraction of whole numbers that
 * are not negative; or the product that stands in the table. */
typedef struct {
    natural numerator;
    natural denominator;
} figure;

static int compare_figures(figure a, figure b)
{
    return compare_products(multiply(a.numerator, b.denominator),
                            multiply(b.numerator, a.denominator));
}

static figure least_share(const table *t, uint64_t code)
{
    figure least = {1, 1};
    for (uint32_t p = 0; p < t->count; p++) {
        if (t->purses[p].most == 0)
            continue;
        figure share = {(natural)gain_of(t, p, code), (natural)t->purses[p].most};
        if (compare_figures(share, least) < 0)
            least = share;
    }
    return least;
}

static figure figure_of(const table *t, ent_bargain solution, uint64_t code)
{
    if (solution == ENT_KALAI_SMORODINSKY)
        return least_share(t, code);
    natural sum = 0;
    natural least = (natural)gain_of(t, 0, code);
    for (uint32_t p = 0; p < t->count; p++) {
        natural gain = (natural)gain_of(t, p, code);
        sum += gain;
        least = gain < least ? gain : least;
    }
    return (figure){solution == ENT_EGALITARIAN ? least : sum, 1};
}

/* Puts the product of the gains into the table. */
static void multiply_gains(table *t, uint64_t code)
{
    const uint64_t one = 1;
    ent_tally_clear(&t->product);
    ent_tally_add(&t->product, (ent_natural){&one, 1});
    for (uint32_t p = 0; p < t->count; p++) {
        if (t->purses[p].most == 0)
            continue;
        natural gain = (natural)gain_of(t, p, code);
        const uint64_t limbs[2] = {(uint64_t)gain, (uint64_t)(gain >> 64)};
        ent_natural factor = {limbs, limbs[1] != 0 ? 2 : limbs[0] != 0 ? 1 : 0};
        ent_tally_clear(&t->factor);
        ent_tally_add_product(&t->factor, ent_tally_view(&t->product), factor);
        ent_tally last = t->product;
        t->product = t->factor;
        t->factor = last;
    }
}

static void find_largest_product(table *t, ent_set *solution, bool *is_zero)
{
    const ent_set *from = &t->candidates;
    ent_tally_clear(&t->best);
    for (int round = 0; round < 2; round++)
        for (uint64_t at = ent_set_next(from, 0); at != UINT64_MAX;
             at = ent_set_next(from, at + 1)) {
            multiply_gains(t, at);
            int than = ent_natural_compare(ent_tally_view(&t->product), ent_tally_view(&t->best));
            if (round == 1 && than == 0)
                ent_set_add(solution, at);
            if (than > 0) {
                ent_tally last = t->best;
                t->best = t->product;
                t->product = last;
            }
        }
    *is_zero = ent_natural_is_zero(ent_tally_view(&t->best));
}

static void find_largest(const table *t, ent_bargain kind, ent_set *solution)
{
    const ent_set *from = &t->candidates;
    figure best = {0, 1};
    for (int round = 0; round < 2; round++)
        for (uint64_t at = ent_set_next(from, 0); at != UINT64_MAX;
             at = ent_set_next(from, at + 1)) {
            figure here = figure_of(t, kind, at);
            int than = compare_figures(here, best);
            if (round == 1 && than == 0)
                ent_set_add(solution, at);
            if (than > 0)
                best = here;
        }
}

static ent_status solve(table *t, ent_set solutions[ENT_BARGAINS], ent_arena *arena,
                        ent_bargaining *bargaining)
{
    bargaining->candidates = ent_set_count(&t->candidates);
    bargaining->gains = ent_arena_array(arena, t->count, sizeof *bargaining->gains);
    if (bargaining->gains == NULL)
        return ENT_NO_RESOURCE;
    for (uint32_t p = 0; p < t->count; p++)
        bargaining->gains[p] = t->purses[p].most > 0;
    for (int k = 0; k < ENT_BARGAINS; k++) {
        empty(&solutions[k]);
        if (k == ENT_NASH_PRODUCT)
            find_largest_product(t, &solutions[k], &bargaining->nash_is_zero);
        else
            find_largest(t, (ent_bargain)k, &solutions[k]);
    }
    return ENT_OK;
}

ent_status ent_bargain_from(const ent_game *game, uint64_t start, const ent_set *set,
                            ent_set solutions[ENT_BARGAINS], ent_arena *arena,
                            ent_bargaining *bargaining)
{
    table t = {.game = game, .arena = ent_arena_new(game->memory), .count = game->party_count};
    *bargaining = (ent_bargaining){0};
    ent_status status = prepare(&t, set, start);
    if (status == ENT_OK)
        status = solve(&t, solutions, arena, bargaining);
    ent_set_free(&t.candidates);
    ent_arena_free(&t.arena);
    return status;
}
