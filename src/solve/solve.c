/* Secure values by steps to a fixed point; stability from secure values. */
#include "solve/solve.h"

#include <string.h>

#include "base/threads.h"
#include "solve/part.h"

/* What the others may do, as far as it does not depend on values: for each body, where it can move
 * although the focal party does not consent. */
typedef struct {
    ent_set *gates; /* by body */
    bool *shut;     /* the gate is empty */
    bool *open;     /* the gate holds every feasible state */
} others;

static void free_others(const ent_game *game, others *o)
{
    for (uint32_t b = 0; o->gates != NULL && b < game->mover_count - game->party_count; b++)
        ent_set_free(&o->gates[b]);
}

static ent_status find_gates(const ent_game *game, uint32_t focal, ent_arena *arena, others *o)
{
    uint32_t bodies = game->mover_count - game->party_count;
    *o = (others){.gates = ent_arena_array(arena, bodies, sizeof *o->gates),
                  .shut = ent_arena_array(arena, bodies, sizeof *o->shut),
                  .open = ent_arena_array(arena, bodies, sizeof *o->open)};
    uint64_t *consents = ent_arena_array(arena, ent_party_words(game), sizeof *consents);
    if (o->gates == NULL || o->shut == NULL || o->open == NULL || consents == NULL)
        return ENT_NO_RESOURCE;
    for (uint32_t b = 0; b < bodies; b++) {
        const ent_rule *rule = &game->rules[b];
        memset(consents, 0, ent_party_words(game) * sizeof *consents);
        for (size_t m = 0; m < rule->body->members.count; m++) {
            uint32_t party = rule->body->members.items[m];
            if (party != focal)
                consents[party / 64] |= UINT64_C(1) << (party % 64);
        }
        if (ent_set_new(&o->gates[b], game->memory, game->space.codes) != ENT_OK ||
            ent_rule_select(game, rule, consents, &o->gates[b]) != ENT_OK)
            return ENT_NO_RESOURCE;
        uint64_t count = ent_set_count(&o->gates[b]);
        o->shut[b] = count == 0;
        o->open[b] = count == game->space.states;
    }
    return ENT_OK;
}

/* One possible move of a mover, from everywhere. */
static bool step_possible(const ent_workshop *shop, const others *o, uint32_t mover,
                          ent_column *column)
{
    if (!ent_mover_is_body(shop->game, mover))
        return ent_step_minima(shop, mover, column);
    uint32_t b = mover - shop->game->party_count;
    if (o->shut[b])
        return false;
    return o->open[b] ? ent_step_minima(shop, mover, column)
                      : ent_step_gated(shop, mover, &o->gates[b], column);
}

/* When nothing is infeasible and no body's power depends on the state, the others' moves form a
 * product, and one step of each is as good as any number. */
static bool is_product(const ent_game *game, const others *o)
{
    for (uint32_t b = 0; b < game->mover_count - game->party_count; b++)
        if (!o->shut[b] && !o->open[b])
            return false;
    return game->space.states == game->space.codes;
}

/* Lets the others move until no step of anyone changes a value. A party's moves compose, so that
 * two of its steps are one: after its own change it need not be asked again. */
static void close_possible(const ent_workshop *shop, const others *o, uint32_t focal,
                           ent_column *column)
{
    uint32_t movers = shop->game->mover_count;
    bool once = is_product(shop->game, o);
    uint32_t quiet = 0;
    for (uint32_t mover = 0; quiet < movers; mover = (mover + 1) % movers) {
        if (mover == focal || !step_possible(shop, o, mover, column) || once)
            quiet++;
        else
            quiet = ent_mover_is_body(shop->game, mover) ? 0 : 1;
    }
}

static void close_credible(const ent_workshop *shop, uint32_t focal, ent_column *column)
{
    uint32_t movers = shop->game->mover_count;
    uint32_t quiet = 0;
    for (uint32_t mover = 0; quiet < movers; mover = (mover + 1) % movers) {
        if (mover == focal || !ent_step_credible(shop, mover, focal, column))
            quiet++;
        else
            quiet = ent_mover_is_body(shop->game, mover) ? 0 : 1;
    }
}

typedef void (*range_kernel)(const void *, void *, uint64_t, uint64_t);

/* Runs a column-long loop in pieces, a thread each. */
static void over_all_codes(const ent_game *game, range_kernel kernel, const ent_column *from,
                           ent_column *to)
{
    const uint64_t piece = 65536;
    uint64_t pieces = (game->space.codes + piece - 1) / piece;
#pragma omp parallel for num_threads(game->space.threads) schedule(static) if (pieces > 1)
    for (uint64_t i = 0; i < pieces; i++) {
        uint64_t end = (i + 1) * piece < game->space.codes ? (i + 1) * piece : game->space.codes;
        kernel(from->data, to->data, i * piece, end);
    }
}

static ent_status secure_possible(const ent_workshop *shop, ent_concept concept, uint32_t party,
                                  ent_column *values)
{
    const ent_game *game = shop->game;
    const ent_column *keys = &game->keys[party];
    const ent_kernels *kernels = ent_kernels_of(keys->width);
    ent_arena arena = ent_arena_new(game->memory);
    others o = {0};
    ent_status status = find_gates(game, party, &arena, &o);
    if (status == ENT_OK && concept == ENT_SMR) {
        memcpy(values->data, keys->data, (size_t)keys->count * keys->width);
        (void)ent_step_maxima(shop, party, values); /* the best escape from each state */
        over_all_codes(game, kernels->keys_to_minima, values, values);
    }
    if (status == ENT_OK)
        close_possible(shop, &o, party, values);
    if (status == ENT_OK && concept == ENT_SMR)
        over_all_codes(game, kernels->least_of, keys, values);
    free_others(game, &o);
    ent_arena_free(&arena);
    return status;
}

ent_status ent_fill_secure(const ent_workshop *shop, ent_concept concept, uint32_t party,
                           ent_column *values)
{
    const ent_column *keys = &shop->game->keys[party];
    over_all_codes(shop->game, ent_kernels_of(keys->width)->keys_to_minima, keys, values);
    switch (concept) {
    case ENT_NASH:
        return ENT_OK;
    case ENT_GMR:
    case ENT_SMR:
        return secure_possible(shop, concept, party, values);
    case ENT_SEQ:
        close_credible(shop, party, values);
        return ENT_OK;
    }
    return ENT_OK;
}

static ent_status new_like(ent_column *column, const ent_column *like)
{
    return ent_column_new(column, like->memory, like->count, like->top);
}

ent_status ent_secure_values(const ent_game *game, ent_concept concept, uint32_t party,
                             ent_column *values)
{
    *values = (ent_column){0};
    ent_workshop shop;
    ent_status status = ent_workshop_init(&shop, game, concept == ENT_SEQ);
    if (status == ENT_OK)
        status = new_like(values, &game->keys[party]);
    if (status == ENT_OK)
        status = ent_fill_secure(&shop, concept, party, values);
    ent_workshop_free(&shop);
    if (status != ENT_OK)
        ent_column_free(values);
    return status;
}

void ent_find_stable(const ent_workshop *shop, uint32_t party, ent_column *values, ent_set *stable)
{
    const ent_game *game = shop->game;
    const ent_column *keys = &game->keys[party];
    const ent_kernels *kernels = ent_kernels_of(keys->width);
    over_all_codes(game, kernels->minima_to_maxima, values, values);
    (void)ent_step_maxima(shop, party, values);
#pragma omp parallel for num_threads(game->space.threads)                                          \
    schedule(static) if (game->space.codes > 65536)
    for (size_t i = 0; i < ent_set_words(game->space.codes); i++) {
        uint64_t left = game->space.codes - (uint64_t)i * 64;
        stable->words[i] = game->space.feasible.words[i] &
                           ~kernels->exceeds(values->data, keys->data, (uint64_t)i * 64,
                                             left < 64 ? (size_t)left : 64);
    }
}

static bool is_member(const ent_game *game, uint32_t party)
{
    for (uint32_t b = 0; b < game->mover_count - game->party_count; b++)
        if (ent_has_member(game->rules[b].body, party))
            return true;
    return false;
}

/* The work in hand: the secure values of those parties that some body will ask for. */
typedef struct {
    ent_workshop shop;
    ent_solution *solution;
    ent_column *secure; /* by party */
    ent_column scratch; /* of the party at work */
    const ent_solve_options *options;
    uint32_t done;
    uint32_t to_do;
} solving;

static void tell_progress(solving *work)
{
    work->done++;
    if (work->options->progress != NULL)
        work->options->progress(work->options->progress_context,
                                (double)work->done / (double)work->to_do);
}

static bool is_kept(const solving *work, ent_concept concept)
{
    return work->options->keeps && work->options->kept == concept;
}

static ent_status solve_party(solving *work, ent_concept concept, uint32_t party)
{
    const ent_game *game = work->shop.game;
    const ent_column *keys = &game->keys[party];
    ent_column *values = &work->scratch;
    ent_status status = new_like(values, keys);
    if (status == ENT_OK)
        status = ent_fill_secure(&work->shop, concept, party, values);
    if (status == ENT_OK && (is_member(game, party) || is_kept(work, concept))) {
        status = new_like(&work->secure[party], keys);
        if (status == ENT_OK)
            memcpy(work->secure[party].data, values->data, (size_t)keys->count * keys->width);
    }
    if (status == ENT_OK)
        ent_find_stable(&work->shop, party, values, &work->solution->stable[concept][party]);
    ent_column_free(values);
    tell_progress(work);
    return status;
}

ent_status ent_find_body_stable(const ent_workshop *shop, uint32_t mover, const ent_column *secure,
                                ent_set *stable)
{
    const ent_game *game = shop->game;
    ENT_AUTO_COLUMN flags = {0};
    if (ent_column_new(&flags, game->memory, game->space.codes, 1) != ENT_OK)
        return ENT_NO_RESOURCE;
    ent_step_gains(shop, mover, secure, &flags, stable);
    for (size_t i = 0; i < ent_set_words(stable->bits); i++)
        stable->words[i] = game->space.feasible.words[i] & ~stable->words[i];
    return ENT_OK;
}

static void free_columns(const ent_game *game, ent_column *columns)
{
    for (uint32_t party = 0; columns != NULL && party < game->party_count; party++)
        ent_column_free(&columns[party]);
}

static ent_status solve_concept(solving *work, ent_concept concept)
{
    const ent_game *game = work->shop.game;
    ent_status status = ENT_OK;
    for (uint32_t party = 0; party < game->party_count && status == ENT_OK; party++)
        status = solve_party(work, concept, party);
    for (uint32_t mover = game->party_count; mover < game->mover_count && status == ENT_OK; mover++)
        status = ent_find_body_stable(&work->shop, mover, work->secure,
                                      &work->solution->stable[concept][mover]);
    if (is_kept(work, concept)) {
        work->solution->secure = work->secure;
        work->solution->kept = concept;
        work->secure =
            ent_arena_array(&work->solution->arena, game->party_count, sizeof *work->secure);
        status = status == ENT_OK && work->secure == NULL ? ENT_NO_RESOURCE : status;
    } else {
        free_columns(game, work->secure);
    }
    if (status != ENT_OK)
        return status;
    ent_set *equilibria = &work->solution->equilibria[concept];
    ent_set_copy(equilibria, &game->space.feasible);
    for (uint32_t mover = 0; mover < game->mover_count; mover++)
        ent_set_and(equilibria, &work->solution->stable[concept][mover]);
    return ENT_OK;
}

static ent_status make_sets(ent_solution *solution, const ent_solve_options *options)
{
    const ent_game *game = solution->game;
    for (int c = 0; c < ENT_CONCEPTS; c++) {
        solution->stable[c] =
            ent_arena_array(&solution->arena, game->mover_count, sizeof **solution->stable);
        if (solution->stable[c] == NULL)
            return ENT_NO_RESOURCE;
        if (!options->concepts[c])
            continue;
        if (ent_set_new(&solution->equilibria[c], game->memory, game->space.codes) != ENT_OK)
            return ENT_NO_RESOURCE;
        for (uint32_t mover = 0; mover < game->mover_count; mover++)
            if (ent_set_new(&solution->stable[c][mover], game->memory, game->space.codes) != ENT_OK)
                return ENT_NO_RESOURCE;
    }
    return ENT_OK;
}

ent_status ent_solve(ent_solution *solution, const ent_game *game, const ent_solve_options *options,
                     ent_report *report)
{
    *solution = (ent_solution){.game = game, .arena = ent_arena_new(game->memory)};
    solving work = {.solution = solution, .options = options};
    for (int c = 0; c < ENT_CONCEPTS; c++)
        work.to_do += options->concepts[c] ? game->party_count : 0;
    ent_status status = make_sets(solution, options);
    work.secure = ent_arena_array(&solution->arena, game->party_count, sizeof *work.secure);
    if (status != ENT_OK || work.secure == NULL)
        return ent_out_of_memory(report);
    status = ent_workshop_init(&work.shop, game, options->concepts[ENT_SEQ]);
    for (int c = 0; c < ENT_CONCEPTS && status == ENT_OK; c++)
        if (options->concepts[c])
            status = solve_concept(&work, (ent_concept)c);
    ent_workshop_free(&work.shop);
    return status == ENT_OK ? ENT_OK : ent_out_of_memory(report);
}

void ent_solution_free(ent_solution *solution)
{
    for (int c = 0; c < ENT_CONCEPTS && solution->game != NULL; c++) {
        ent_set_free(&solution->equilibria[c]);
        for (uint32_t m = 0; solution->stable[c] != NULL && m < solution->game->mover_count; m++)
            ent_set_free(&solution->stable[c][m]);
    }
    if (solution->game != NULL)
        free_columns(solution->game, solution->secure);
    ent_arena_free(&solution->arena);
    *solution = (ent_solution){0};
}
