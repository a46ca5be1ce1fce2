/* Preparing a sweep. */
#include "sweep/job.h"

#include <string.h>

#include "ask/find.h"

enum { KNOWN_USUAL = 256 * 1024 * 1024 };

static ent_status new_set(const ent_sweep_job *job, ent_set *set)
{
    return ent_set_new(set, job->game->memory, job->game->space.codes);
}

/* Which doubts vary: not the type of a party that is fixed, and not what it would want as another.
 */
static ent_status choose_doubts(ent_sweep_job *job)
{
    const ent_model *model = job->game->model;
    const bool *fixed = job->request.fixed;
    job->settled = model->settled;
    job->places = ent_arena_array(&job->arena, model->doubts.count, sizeof *job->places);
    if (job->places == NULL)
        return ENT_NO_RESOURCE;
    uint32_t type = 0; /* of the party that is fixed */
    for (size_t i = 0; i < model->doubts.count; i++) {
        const ent_doubt *doubt = &model->doubts.items[i];
        bool is_type = doubt->kind == ENT_DOUBT_TYPE;
        if (fixed != NULL && fixed[doubt->party] && is_type)
            type = model->settled[i];
        if (fixed != NULL && fixed[doubt->party] && (is_type || doubt->type != type))
            continue;
        ent_doubt *slot = ENT_PUSH(&job->arena, &job->doubts);
        if (slot == NULL)
            return ENT_NO_RESOURCE;
        job->places[job->doubts.count - 1] = (uint32_t)i;
        *slot = *doubt;
    }
    return ENT_OK;
}

/* Whose doubts are which. */
static ent_status sort_doubts(ent_sweep_job *job)
{
    uint32_t parties = job->game->party_count;
    uint32_t filled = 0;
    job->own_first = ent_arena_array(&job->arena, parties, sizeof *job->own_first);
    job->own_count = ent_arena_array(&job->arena, parties, sizeof *job->own_count);
    job->own = ent_arena_array(&job->arena, job->doubts.count, sizeof *job->own);
    if (job->own_first == NULL || job->own_count == NULL || job->own == NULL)
        return ENT_NO_RESOURCE;
    for (uint32_t p = 0; p < parties; p++) {
        job->own_first[p] = filled;
        for (uint32_t i = 0; i < job->doubts.count; i++)
            if (job->doubts.items[i].party == p)
                job->own[filled++] = i;
        job->own_count[p] = filled - job->own_first[p];
    }
    return ENT_OK;
}

static double value_of(ent_decimal number)
{
    double unit = 1;
    for (uint32_t i = 0; i < number.places; i++)
        unit *= 10;
    return (double)number.value / unit;
}

static ent_status make_plan(ent_sweep_job *job)
{
    size_t count = job->doubts.count;
    ent_chances *chances = ent_arena_array(&job->arena, count, sizeof *chances);
    if (chances == NULL)
        return ENT_NO_RESOURCE;
    for (size_t i = 0; i < count; i++) {
        const ent_doubt *doubt = &job->doubts.items[i];
        double *each = ent_arena_array(&job->arena, doubt->outcomes, sizeof *each);
        if (each == NULL)
            return ENT_NO_RESOURCE;
        for (uint32_t k = 0; k < doubt->outcomes; k++)
            each[k] = value_of(ent_doubt_chance(job->game->model, doubt, k));
        chances[i] = (ent_chances){.outcomes = doubt->outcomes, .chances = each};
    }
    uint64_t draws = job->request.draws;
    if (draws == 0 && ent_count_combinations(chances, (uint32_t)count) > ENT_COMBINATIONS_MOST)
        draws = ENT_DRAWS_USUAL;
    return ent_plan_init(&job->plan, chances, (uint32_t)count, draws, job->request.seed,
                         &job->arena);
}

static bool is_movable(const ent_digit *digit)
{
    return digit->radix > 1 && digit->moves != ENT_MOVES_FIXED;
}

static ent_status find_movers(ent_sweep_job *job)
{
    const ent_game *game = job->game;
    job->moves = ent_arena_array(&job->arena, game->mover_count, sizeof *job->moves);
    job->member = ent_arena_array(&job->arena, game->party_count, sizeof *job->member);
    if (job->moves == NULL || job->member == NULL)
        return ENT_NO_RESOURCE;
    for (uint32_t i = 0; i < game->space.digit_count; i++)
        if (is_movable(&game->space.digits[i]))
            job->moves[game->space.digits[i].mover] = true;
    for (uint32_t m = game->party_count; m < game->mover_count; m++) {
        const ent_body *body = ent_rule_of(game, m)->body;
        for (size_t i = 0; i < body->members.count && job->moves[m]; i++)
            job->member[body->members.items[i]] = true;
    }
    return ENT_OK;
}

/* Without a target, any state will do. */
static ent_status select_target(ent_sweep_job *job)
{
    const ent_condition *target = &job->game->model->target;
    const ent_condition *where = job->request.where;
    ENT_AUTO_SET within = {0};
    ent_set_copy(&job->target, &job->game->space.feasible);
    if (target->expression != NULL &&
        ent_select(&job->game->space, target->expression, &job->target) != ENT_OK)
        return ENT_NO_RESOURCE;
    if (where != NULL) {
        if (new_set(job, &within) != ENT_OK ||
            ent_select(&job->game->space, where->expression, &within) != ENT_OK)
            return ENT_NO_RESOURCE;
        ent_set_and(&job->target, &within);
    }
    ent_set_copy(&job->acting, &job->target);
    ent_status status = ent_find_guards(job->game, &job->arena, &job->guards);
    for (size_t i = 0; i < job->guards.count && status == ENT_OK; i++)
        ent_set_and(&job->acting, &job->guards.items[i].acts);
    return status;
}

/* What packages there are, and what each of them changes, is the same in all cases. */
static ent_status look_at_packages(ent_sweep_job *job)
{
    ent_ballot *ballot = &job->ballot;
    job->has_start = ent_start_code(job->game, &job->start);
    if (!job->has_start)
        return ENT_OK;
    if (ent_ballot_init(ballot, job->game, job->start, NULL, 1) != ENT_OK)
        return ENT_NO_RESOURCE;
    for (size_t i = 0; i < ent_set_words(job->packages.bits); i++) {
        if (!ent_ballot_move(ballot, i))
            continue;
        job->packages.words[i] = ballot->packages;
        for (uint32_t m = 0; m < job->game->mover_count; m++)
            job->changes[m].words[i] = ballot->changes[m] & ballot->packages;
    }
    return ENT_OK;
}

static ent_status count_before(ent_sweep_job *job)
{
    const ent_set *feasible = &job->game->space.feasible;
    size_t words = ent_set_words(feasible->bits);
    uint32_t before = 0;
    job->ranks = ent_arena_array(&job->arena, words, sizeof *job->ranks);
    if (job->ranks == NULL)
        return ENT_NO_RESOURCE;
    for (size_t i = 0; i < words; i++) {
        job->ranks[i] = before;
        before += (uint32_t)__builtin_popcountll(feasible->words[i]);
    }
    return ENT_OK;
}

static ent_status make_sets(ent_sweep_job *job)
{
    job->changes = ent_arena_array(&job->arena, job->game->mover_count, sizeof *job->changes);
    if (job->changes == NULL || new_set(job, &job->packages) != ENT_OK ||
        new_set(job, &job->target) != ENT_OK || new_set(job, &job->acting) != ENT_OK)
        return ENT_NO_RESOURCE;
    for (uint32_t m = 0; m < job->game->mover_count; m++)
        if (new_set(job, &job->changes[m]) != ENT_OK)
            return ENT_NO_RESOURCE;
    return ENT_OK;
}

static ent_status prepare(ent_sweep_job *job)
{
    ent_status (*const steps[])(ent_sweep_job *) = {choose_doubts,    sort_doubts, make_plan,
                                                    find_movers,      make_sets,   select_target,
                                                    look_at_packages, count_before};
    ent_status status = ENT_OK;
    for (size_t i = 0; i < sizeof steps / sizeof *steps && status == ENT_OK; i++)
        status = steps[i](job);
    return status;
}

ent_status ent_sweep_job_new(ent_sweep_job **job, const ent_game *game,
                             const ent_sweep_request *request, ent_report *report)
{
    *job = ent_allocate(game->memory, sizeof **job);
    if (*job == NULL)
        return ent_out_of_memory(report);
    **job =
        (ent_sweep_job){.game = game, .arena = ent_arena_new(game->memory), .request = *request};
    (*job)->library = ent_arena_allocate(&(*job)->arena, sizeof *(*job)->library);
    if ((*job)->library == NULL)
        return ent_out_of_memory(report);
    ent_library_init((*job)->library, game->memory, KNOWN_USUAL);
    return prepare(*job) == ENT_OK ? ENT_OK : ent_out_of_memory(report);
}

void ent_sweep_job_free(ent_sweep_job *job)
{
    if (job == NULL)
        return;
    if (job->has_start)
        ent_ballot_free(&job->ballot);
    ent_set_free(&job->packages);
    ent_set_free(&job->target);
    ent_set_free(&job->acting);
    ent_guards_free(&job->guards);
    if (job->library != NULL)
        ent_library_free(job->library);
    for (uint32_t m = 0; job->changes != NULL && m < job->game->mover_count; m++)
        ent_set_free(&job->changes[m]);
    ent_arena_free(&job->arena);
    ent_release(job->game->memory, job, sizeof *job);
}

const ent_plan *ent_sweep_plan(const ent_sweep_job *job)
{
    return &job->plan;
}

/* What one case takes: solving it, and keeping the members' secure values under each concept. */
static uint64_t case_bytes(const ent_sweep_job *job)
{
    const ent_solve_options options = {.concepts = {true, true, true, true}, .keeps = true};
    const ent_game *game = job->game;
    uint64_t bytes = ent_predict_memory(game->model, &options, 1).total;
    for (uint32_t p = 0; p < game->party_count; p++)
        bytes += ENT_CONCEPTS * game->keys[p].count * game->keys[p].width;
    return bytes;
}

/* Verdicts, and rules laid out. */
static uint64_t own_bytes(const ent_sweep_job *job)
{
    const ent_game *game = job->game;
    uint64_t bytes = ENT_VERDICT_BYTES_MOST;
    for (uint32_t m = game->party_count; m < game->mover_count; m++)
        if (job->moves[m])
            bytes += ENT_LAID_WORDS_MOST * sizeof(uint64_t);
    return bytes;
}

uint64_t ent_sweep_bytes(const ent_sweep_job *job, int threads)
{
    uint64_t states = job->game->space.states;
    uint64_t sums = states * sizeof(double[ENT_SUMS]) + states / 8;
    uint64_t blocks = (uint64_t)(2 * threads + 1) * ent_block_bytes_most(&job->plan, states);
    return ent_total_bytes(&job->plan, states) + blocks +
           (uint64_t)threads * (sums + case_bytes(job) + own_bytes(job));
}

void ent_sweep_forget(const ent_sweep_job *job)
{
    ent_library_empty(job->library);
}

void ent_sweep_limit(ent_sweep_job *job, size_t known_most)
{
    enum { CASES = 8 /* of a large model, more than the usual */ };
    uint64_t enough = CASES * case_bytes(job);
    if (enough < KNOWN_USUAL)
        enough = KNOWN_USUAL;
    job->library->most = known_most < enough ? known_most : (size_t)enough;
}
