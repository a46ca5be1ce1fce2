/*
 * Shapley-Shubik indices. A member's index is the integral over t from 0 to 1 of the chance that it
 * is critical when every other member consents with chance t (Owen 1972), a polynomial in t.
 * For t up to 1/2 the chance comes from the table of the product of 1 + z x^w, z = t / (1 - t),
 * divided by the member's own factor; for larger t from the same table of the dual game at 1 - t.
 * All errors are bounded, and an index is given only where both ends of the bound round to the same
 * double (Ziv 1991).
 */
#include "vote/weighted_parts.h"

#include "base/threads.h"
#include "vote/precise_table.h"
#include "vote/quadrature.h"
#include "vote/tails.h"

static const double places_most = 0x1p37; /* updates of a table that are not too many */
enum { MEMBERS_MOST = 10000 };            /* of whom it is worth asking */

/* One place t of the quadrature, and 1 - t: a table up to the larger quota serves both. */
typedef struct {
    ent_node node;
    uint64_t quotas[2]; /* descending */
    unsigned quota_count;
    unsigned times;
    double error; /* of what it adds to a sum */
} job;

typedef struct {
    ent_weighted_task *task;
    double bits; /* so many are right behind the point, but for what tables round, which is more */
    job *jobs;
    uint32_t job_count;
    ent_fixed central; /* the weight of 1/2 */
    uint64_t limit;    /* the larger quota */
    int threads;
    const ent_natural *swings;
    double *tables;      /* by thread: a table */
    ent_window *windows; /* by thread: a window for each member */
    ent_fixed *sums;     /* by distinct weight */
    double error;        /* of the sums */
} study;

/* An index is about the member's share of all weights. To be rounded it should have some bits more
 * than a double; small games have many ties and cost nothing. */
static double bits_wanted(const ent_weighted_game *game)
{
    enum { SMALL = 64, BITS = 70, BITS_MOST = 100 };
    double share = log2((double)game->total / (double)game->weights[0]);
    return game->count <= SMALL ? BITS_MOST : fmin(BITS + share, BITS_MOST);
}

/* Chance of what is outside of a window, or beyond the terms of a series. All together, at every
 * member on either side, and where places are skipped, this comes to less than 2^-bits. */
static double tail_bits(const study *s)
{
    return s->bits + log2(8.0 * s->task->game->count + 16);
}

static bool make_jobs(study *s, ent_arena *arena)
{
    const ent_weighted_game *game = s->task->game;
    uint32_t members = game->count;
    uint64_t dual = ent_dual_quota(game);
    double left_out = 0;
    ent_quadrature rule;
    uint32_t points = ent_quadrature_points(members - 1, s->bits - 2, &left_out) | 1;
    if (!ent_quadrature_make(&rule, points, members, arena))
        return false;
    s->job_count = rule.count - 1;
    s->central = rule.nodes[s->job_count].weight;
    s->jobs = ent_arena_array(arena, s->job_count, sizeof *s->jobs);
    if (s->jobs == NULL)
        return false;
    for (uint32_t k = 0; k < s->job_count; k++)
        s->jobs[k] = (job){.node = rule.nodes[k],
                           .quotas = {s->limit, game->least + dual - s->limit},
                           .quota_count = dual == game->least ? 1 : 2,
                           .times = dual == game->least ? 2 : 1};
    s->error = left_out + rule.error + exp2(-s->bits);
    return true;
}

/* Whether members can be critical, with sums of weights in the window. */
static bool is_live(const study *s, uint64_t quota, ent_window window)
{
    uint64_t heaviest = s->task->game->weights[s->task->game->count - 1];
    return window.from < quota && (window.to >= quota || window.to + heaviest > quota);
}

static void keep_live(const study *s, job *j, ent_window window)
{
    unsigned live = 0;
    for (unsigned i = 0; i < j->quota_count; i++)
        if (is_live(s, j->quotas[i], window))
            j->quotas[live++] = j->quotas[i];
    j->quota_count = live;
}

/* Leaves those quotas that matter at the place, and finds the windows up to the larger one. */
static bool find_windows(const study *s, job *j, ent_window *windows)
{
    const ent_weighted_game *game = s->task->game;
    double t = ent_fixed_double(j->node.place);
    uint64_t limit = 0;
    keep_live(s, j, ent_wide_window(game->weights, game->count, t, tail_bits(s), game->total));
    while (j->quota_count > 0 && limit != j->quotas[0]) {
        limit = j->quotas[0];
        ent_find_windows(game->weights, game->count, t, tail_bits(s), limit, windows);
        keep_live(s, j, windows[game->count - 1]);
    }
    return j->quota_count > 0;
}

static double work_of(const study *s, job *j, ent_window *windows)
{
    double places = 0;
    if (!find_windows(s, j, windows))
        return 0;
    for (uint32_t i = 0; i < s->task->game->count; i++)
        places += (double)(windows[i].to - windows[i].from);
    return places;
}

/* The odds of a place, exactly as a sum of two doubles, and powers of the chance not to be in. */
typedef struct {
    double z, z_rest;
    ent_fixed_magnitude exact; /* times 2^127 */
    ent_fixed power;           /* (1 - t)^(n - 1) times 2^exponent; at least 1/2 */
    int exponent;
    uint64_t terms_most; /* of a series in z; what is beyond has a chance below 2^-tail_bits */
} odds;

static odds odds_of(ent_fixed t, uint32_t members, double tail_bits)
{
    const double unlimited = 0x1p62;
    ent_fixed one = ent_fixed_one();
    ent_fixed z = ent_fixed_product(t, ent_fixed_inverse(one - t));
    z = z > one ? one : z;
    odds o = {.z = ent_fixed_double(z), .power = one};
    o.terms_most = (uint64_t)fmin(tail_bits / -log2(o.z) + 2, unlimited);
    o.z_rest = ent_fixed_double(z - ent_fixed_from(o.z));
    ent_fixed rest = (ent_fixed)ldexp(o.z_rest, 127);
    o.exact = (ent_fixed_magnitude)ldexp(o.z, 127) + (ent_fixed_magnitude)rest;
    for (uint32_t i = 1; i < members; i++) {
        o.power = ent_fixed_product(o.power, one - t);
        if (o.power < one / 2) {
            o.power *= 2;
            o.exponent++;
        }
    }
    return o;
}

static ent_fixed times_odds(ent_fixed a, const odds *o)
{
    if (a < 0)
        return -(ent_fixed)ent_fixed_scaled((ent_fixed_magnitude)-a, o->exact, 127);
    return (ent_fixed)ent_fixed_scaled((ent_fixed_magnitude)a, o->exact, 127);
}

/* The table's mass from the quota less the weight up to the quota, once it is divided by the factor
 * of one member of that weight: a series with alternating signs, from its far end. */
static ent_fixed critical_mass(const ent_precise_table *table, uint64_t quota, uint64_t weight,
                               const odds *o)
{
    uint64_t first = table->limit - quota;
    uint64_t end = table->limit - table->live.from;
    uint64_t terms = first < end ? (end - first - 1) / weight + 1 : 0;
    if (terms > o->terms_most)
        terms = o->terms_most;
    ent_fixed mass = 0;
    ent_fixed beyond = ent_precise_tail(table, first + terms * weight);
    for (uint64_t k = terms; k-- > 0;) {
        ent_fixed tail = ent_precise_tail(table, first + k * weight);
        mass = tail - beyond - times_odds(mass, o);
        beyond = tail;
    }
    return mass;
}

/* swings / 2^others, which is at most 1; less than two steps off. */
static ent_fixed share_of(ent_natural swings, uint32_t others)
{
    ent_fixed_magnitude share = 0;
    for (size_t i = 0; i < swings.count; i++) {
        int64_t shift = ENT_FIXED_BITS + 64 * (int64_t)i - others;
        if (shift >= 0)
            share += (ent_fixed_magnitude)swings.limbs[i] << shift;
        else if (shift > -64)
            share += swings.limbs[i] >> -shift;
    }
    return (ent_fixed)share;
}

/* What the place 1/2 contributes is known: there all coalitions have the same chance. */
static void add_central(study *s)
{
    const ent_weighted_game *game = s->task->game;
    for (uint32_t d = 0; d < game->distinct_count; d++)
        s->sums[d] =
            ent_fixed_product(share_of(s->swings[d], game->count + game->zeros - 1), s->central);
}

/* Adds what one place contributes to every distinct weight's sum. */
static void add_chances(study *s, const job *j, const ent_precise_table *table, const odds *o)
{
    const ent_weighted_game *game = s->task->game;
    for (uint32_t d = 0; d < game->distinct_count; d++) {
        if (ent_natural_is_zero(s->swings[d]))
            continue;
        ent_fixed mass = 0;
        for (unsigned i = 0; i < j->quota_count; i++)
            mass += critical_mass(table, j->quotas[i], game->distinct[d], o);
        ent_fixed chance = 4 * ent_fixed_product(mass, o->power);
        ent_fixed share = ent_fixed_product(chance, j->node.weight) * (ent_fixed)j->times;
#pragma omp critical(ent_shapley_sums)
        s->sums[d] += share;
    }
}

static void do_job(study *s, job *j, ent_window *windows, double *room)
{
    const ent_weighted_game *game = s->task->game;
    ent_precise_table table;
    odds o = odds_of(j->node.place, game->count, tail_bits(s));
    if (!find_windows(s, j, windows))
        return;
    ent_precise_begin(&table, j->quotas[0], room, o.z, o.z_rest);
    ent_precise_add(&table, game->weights, windows, game->count);
    ent_precise_sum(&table, o.exponent + 2); /* the product at x = 1 is at most 2^that */
    add_chances(s, j, &table, &o);
    /* Dividing by a factor passes errors on, without enlarging their sum. */
    uint64_t terms = j->quotas[0] / game->weights[0];
    double error = 2 * table.lost + 4 * (2 * (double)terms + 5) * 0x1p-120 + game->count * 0x1p-104;
    j->error = error * ent_fixed_double(j->node.weight) * j->times * j->quota_count;
}

static void do_jobs(study *s)
{
    uint32_t members = s->task->game->count;
#pragma omp parallel for num_threads(s->threads) schedule(dynamic) if (s->threads > 1)
    for (uint32_t i = 0; i < s->job_count; i++) {
        do_job(s, &s->jobs[i], s->windows + (size_t)ent_thread() * members,
               s->tables + (size_t)ent_thread() * ent_precise_room(s->limit));
        ent_stage_advance(&s->task->stage, 1);
    }
    /* In this order, however many threads there were. */
    for (uint32_t i = 0; i < s->job_count; i++)
        s->error += s->jobs[i].error;
}

static bool is_too_much(const study *s)
{
    double places = 0;
    uint32_t members = s->task->game->count;
#pragma omp parallel for num_threads(s->threads) schedule(dynamic) reduction(+ : places)           \
    if (s->threads > 1)
    for (uint32_t i = 0; i < s->job_count; i++)
        places += work_of(s, &s->jobs[i], s->windows + (size_t)ent_thread() * members);
    return places > places_most;
}

/* Rounds, where the bound allows. */
static bool round_sums(const study *s, double *shapley)
{
    const ent_weighted_game *game = s->task->game;
    ent_fixed off = ent_fixed_from(1.01 * (s->error + 8.0 * s->job_count * 0x1p-120)) + 1;
    ent_fixed total = -ent_fixed_one();
    for (uint32_t d = 0; d < game->distinct_count; d++) {
        ent_fixed sum = s->sums[d];
        shapley[d] = ent_fixed_double(sum);
        if (ent_natural_is_zero(s->swings[d]))
            continue;
        if (sum <= off || ent_fixed_double(sum - off) != ent_fixed_double(sum + off))
            return false;
    }
    for (uint32_t i = 0; i < game->count; i++)
        total += s->sums[game->kind[i]];
    return total <= off * (ent_fixed)game->count && -total <= off * (ent_fixed)game->count;
}

uint64_t ent_shapley_bytes(uint64_t least, uint64_t dual, uint32_t members, int threads)
{
    uint64_t limit = least > dual ? least : dual;
    uint64_t each = (uint64_t)members * sizeof(ent_window);
    uint64_t bytes = 0;
    if (limit > UINT64_MAX / 32 ||
        __builtin_mul_overflow(ent_precise_room(limit), sizeof(double), &bytes) ||
        __builtin_add_overflow(bytes, each, &bytes) ||
        __builtin_mul_overflow(bytes, (uint64_t)threads, &bytes))
        return UINT64_MAX;
    return bytes;
}

static bool make_study(study *s, ent_weighted_task *task, const ent_natural *swings,
                       ent_arena *arena)
{
    const ent_weighted_game *game = task->game;
    uint64_t dual = ent_dual_quota(game);
    size_t threads = (size_t)task->threads;
    *s = (study){
        .task = task,
        .bits = bits_wanted(game),
        .limit = game->least > dual ? game->least : dual,
        .threads = task->threads,
        .swings = swings,
        .windows = ent_arena_array(arena, game->count * threads, sizeof *s->windows),
        .sums = ent_arena_array(arena, game->distinct_count, sizeof *s->sums),
    };
    return s->windows != NULL && s->sums != NULL && make_jobs(s, arena);
}

/* With tables of their own for each thread, from a cache line on. */
static ent_status run(study *s)
{
    size_t bytes = ent_precise_room(s->limit) * sizeof *s->tables * (size_t)s->threads;
    s->tables = ent_allocate(s->task->memory, bytes);
    if (s->tables == NULL)
        return ENT_NO_RESOURCE;
    s->task->stage.parts = s->job_count;
    do_jobs(s);
    ent_release(s->task->memory, s->tables, bytes);
    return ENT_OK;
}

ent_status ent_compute_shapley(ent_weighted_task *task, const ent_natural *swings, double *shapley,
                               bool *known)
{
    study s;
    ent_arena arena = ent_arena_new(task->memory);
    *known = false;
    if (task->game->count > MEMBERS_MOST)
        return ENT_OK;
    ent_status status = ENT_NO_RESOURCE;
    if (make_study(&s, task, swings, &arena)) {
        bool able = !is_too_much(&s);
        add_central(&s);
        status = able ? run(&s) : ENT_OK;
        *known = able && status == ENT_OK && round_sums(&s, shapley);
    }
    ent_arena_free(&arena);
    return status;
}
