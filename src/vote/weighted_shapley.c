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

static const double precision_bits = 96;  /* of the quadrature */
static const double places_most = 0x1p38; /* updates of a table that are not too many */

/* One place of the quadrature, on one side of 1/2. */
typedef struct {
    ent_node node;
    uint64_t limit; /* the quota of the game, or of its dual */
    unsigned times;
} job;

typedef struct {
    ent_weighted_task *task;
    job *jobs;
    uint32_t job_count;
    uint64_t limit; /* the larger quota */
    int threads;
    const ent_natural *swings;
    double *tables;      /* by thread: 2 * limit */
    ent_window *windows; /* by thread: a window for each member */
    ent_fixed *sums;     /* by distinct weight */
    double error;        /* of the sums */
} study;

static void add_job(study *s, ent_node node, uint64_t limit, unsigned times)
{
    s->jobs[s->job_count++] = (job){.node = node, .limit = limit, .times = times};
}

static bool make_jobs(study *s, ent_arena *arena)
{
    const ent_weighted_game *game = s->task->game;
    uint32_t members = game->count;
    uint64_t dual = ent_dual_quota(game);
    double left_out = 0;
    ent_quadrature rule;
    uint32_t points = ent_quadrature_points(members - 1, precision_bits, &left_out);
    s->jobs = ent_arena_array(arena, (size_t)points + 1, sizeof *s->jobs);
    if (s->jobs == NULL || !ent_quadrature_make(&rule, points, members, arena))
        return false;
    for (uint32_t k = 0; k < rule.count; k++) {
        bool central = points % 2 == 1 && k + 1 == rule.count;
        if (central || dual == game->least) {
            add_job(s, rule.nodes[k], game->least, central ? 1 : 2);
        } else {
            add_job(s, rule.nodes[k], game->least, 1);
            add_job(s, rule.nodes[k], dual, 1);
        }
    }
    s->error = left_out + rule.error;
    return true;
}

/* Whether members are critical with more than a negligible chance, and if so, the windows. */
static bool find_windows(const study *s, const job *j, ent_window *windows)
{
    const ent_weighted_game *game = s->task->game;
    double t = ent_fixed_double(j->node.place);
    uint64_t heaviest = game->weights[game->count - 1];
    uint64_t critical = j->limit > heaviest ? j->limit - heaviest : 0;
    ent_window wide = ent_wide_window(game->weights, game->count, t, j->limit);
    if (wide.to <= critical || wide.from >= j->limit)
        return false;
    ent_find_windows(game->weights, game->count, t, j->limit, windows);
    const ent_window *last = &windows[game->count - 1];
    return last->to > critical && last->from < j->limit;
}

static double work_of(const study *s, const job *j, ent_window *windows)
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
} odds;

static odds odds_of(ent_fixed t, uint32_t members)
{
    ent_fixed one = ent_fixed_one();
    ent_fixed z = ent_fixed_product(t, ent_fixed_inverse(one - t));
    z = z > one ? one : z;
    odds o = {.z = ent_fixed_double(z), .power = one};
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

/* The table's mass from the limit less the weight up to the limit, once it is divided by the factor
 * of one member of that weight: a series with alternating signs, from its far end. */
static ent_fixed critical_mass(const ent_precise_table *table, uint64_t weight, const odds *o)
{
    uint64_t end = table->limit - table->live.from;
    ent_fixed mass = 0;
    ent_fixed beyond = 0;
    for (uint64_t k = (end - 1) / weight + 1; k-- > 0;) {
        ent_fixed tail = ent_precise_tail(table, k * weight);
        mass = tail - beyond - times_odds(mass, o);
        beyond = tail;
    }
    return mass;
}

/* Adds what one place contributes to every distinct weight's sum. */
static void do_job(study *s, const job *j, ent_window *windows, double *tables)
{
    enum { STEPS = 16 };
    const ent_weighted_game *game = s->task->game;
    ent_step steps[STEPS];
    ent_precise_table table;
    odds o = odds_of(j->node.place, game->count);
    if (!find_windows(s, j, windows))
        return;
    ent_precise_begin(&table, j->limit, tables, o.z, o.z_rest);
    ent_precise_add(&table, game->weights, windows, game->count, steps);
    ent_precise_sum(&table, o.exponent + 2); /* the product at x = 1 is at most 2^that */
    for (uint32_t d = 0; d < game->distinct_count; d++) {
        if (ent_natural_is_zero(s->swings[d]))
            continue;
        ent_fixed mass = critical_mass(&table, game->distinct[d], &o);
        ent_fixed chance = 4 * ent_fixed_product(mass, o.power);
        ent_fixed share = ent_fixed_product(chance, j->node.weight) * (ent_fixed)j->times;
#pragma omp critical(ent_shapley_sums)
        s->sums[d] += share;
    }
    /* Dividing by a factor passes errors on, without enlarging their sum. */
    double error = 2 * table.lost + 4 * ((double)(j->limit / game->weights[0]) + 4) * 0x1p-120 +
                   game->count * 0x1p-104;
#pragma omp critical(ent_shapley_sums)
    s->error += error * ent_fixed_double(j->node.weight) * j->times;
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
    /* What is outside of windows: at each member on either side, and where places are skipped. */
    double error = s->error + (8.0 * game->count + 8) * ENT_TAIL + 4.0 * s->job_count * 0x1p-120;
    ent_fixed off = ent_fixed_from(error * 1.01) + 1;
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

static ent_status compute(study *s, double *shapley, bool *known)
{
    *known = false;
    if (is_too_much(s))
        return ENT_OK;
    do_jobs(s);
    *known = round_sums(s, shapley);
    return ENT_OK;
}

ent_status ent_compute_shapley(ent_weighted_task *task, const ent_natural *swings, double *shapley,
                               bool *known)
{
    const ent_weighted_game *game = task->game;
    ent_arena arena = ent_arena_new(task->memory);
    uint64_t dual = ent_dual_quota(game);
    int threads = task->threads;
    study s = {.task = task,
               .swings = swings,
               .threads = threads,
               .limit = game->least > dual ? game->least : dual,
               .sums = ent_arena_array(&arena, game->distinct_count, sizeof *s.sums),
               .windows = ent_arena_array(&arena, (size_t)game->count * (size_t)threads,
                                          sizeof *s.windows)};
    size_t bytes = ent_precise_room(s.limit) * sizeof(double) * (size_t)threads;
    s.tables = ent_allocate(task->memory, bytes);
    ent_status status = ENT_NO_RESOURCE;
    if (s.tables != NULL && s.sums != NULL && s.windows != NULL && make_jobs(&s, &arena)) {
        task->stage.parts = s.job_count;
        status = compute(&s, shapley, known);
    }
    ent_release(task->memory, s.tables, bytes);
    ent_arena_free(&arena);
    return status;
}
