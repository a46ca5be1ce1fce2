/* Preparing steps: plans for each mover, grades for credible moves, local memory. */
#include <stdlib.h>
#include <string.h>

#include "base/threads.h"
#include "base/vector.h"
#include "solve/step.h"

enum { COUNTED_MOST = 128 /* positions of a fiber that are ordered by counting */ };

/* Local memory of a body's step: values, keys and secure values of the members, rule and masks. */
static size_t body_bytes(const ent_game *game, uint32_t mover, const ent_fiber *fiber)
{
    const ent_rule *rule = ent_rule_of(game, mover);
    size_t places = ent_tile_places(fiber);
    size_t words = (rule->switches.count + 1) * fiber->positions * ent_chunks(fiber);
    size_t small = game->party_count + rule->program.depth;
    return places * sizeof(uint32_t) * (2 * rule->body->members.count + 3) +
           (words + small) * sizeof(uint64_t);
}

/* Local memory of a party's step: values, grades, and the table by grade. */
static size_t party_bytes(const ent_mover_plan *plan)
{
    size_t places = ent_tile_places(&plan->fiber);
    size_t table = ((size_t)plan->grade_count + 1) * plan->fiber.lanes;
    return (2 * places + table) * sizeof(uint32_t);
}

/* Keys serve as grades where they take one byte, or where they take no more room than the order
 * within a fiber would and are few enough for a table. */
static bool keys_serve(const ent_fiber *fiber, const ent_column *keys)
{
    return keys->width == 1 || (keys->width <= ent_column_width(fiber->positions) &&
                                keys->top <= 2 * (uint64_t)fiber->positions);
}

static void plan_party(ent_mover_plan *plan, const ent_column *keys)
{
    const ent_fiber *fiber = &plan->fiber;
    plan->pairs = ent_reach_pairs(fiber, ENT_DIGITS_ALL);
    plan->entries =
        ent_reach_pairs(fiber, ENT_DIGITS_DIRECTED) * ent_choice_positions(fiber, ENT_DIGITS_FREE);
    plan->grade_count = (keys_serve(fiber, keys) ? keys->top : fiber->positions) + 1;
    plan->bench_bytes = party_bytes(plan);
}

static bool needs_grades(const ent_mover_plan *plan, const ent_column *keys)
{
    return plan->fiber.positions > 1 && !keys_serve(&plan->fiber, keys);
}

typedef struct {
    uint32_t key;
    uint32_t position;
} keyed;

static int by_key(const void *a, const void *b)
{
    const keyed *left = a;
    const keyed *right = b;
    return (left->key > right->key) - (left->key < right->key);
}

/* Replaces the keys of each lane by their order within the fiber: from 1, 0 where infeasible. */
static void grade_by_sorting(const ent_fiber *fiber, uint32_t *keys, keyed *order)
{
    for (uint32_t lane = 0; lane < fiber->lanes; lane++) {
        for (uint32_t a = 0; a < fiber->positions; a++)
            order[a] = (keyed){.key = keys[(size_t)a * fiber->lanes + lane], .position = a};
        qsort(order, fiber->positions, sizeof *order, by_key);
        uint32_t grade = 0;
        uint32_t last = 0;
        for (uint32_t i = 0; i < fiber->positions; i++) {
            grade += order[i].key != last;
            last = order[i].key;
            keys[(size_t)order[i].position * fiber->lanes + lane] = grade;
        }
    }
}

/* The same for short fibers, all lanes at once: how many positions have a lesser key. */
ENT_VECTOR static void grade_by_counting(const ent_fiber *fiber, uint32_t *keys, uint32_t *grades)
{
    size_t lanes = fiber->lanes;
    for (uint32_t a = 0; a < fiber->positions; a++) {
        const uint32_t *here = keys + a * lanes;
        uint32_t *grade = grades + a * lanes;
        for (size_t i = 0; i < lanes; i++)
            grade[i] = here[i] != 0;
        for (uint32_t b = 0; b < fiber->positions; b++) {
            const uint32_t *there = keys + b * lanes;
            for (size_t i = 0; i < lanes; i++)
                grade[i] += there[i] < here[i];
        }
    }
    memcpy(keys, grades, ent_tile_places(fiber) * sizeof *keys);
}

static size_t rounded(size_t bytes)
{
    return (bytes + 4095) / 4096 * 4096;
}

/* Local memory for a plan that needs more than those before it. */
static ent_status widen_bench(ent_workshop *shop, size_t bytes)
{
    if (rounded(bytes) <= shop->bench_bytes)
        return ENT_OK;
    char *bench = ent_allocate(shop->game->memory, rounded(bytes) * (size_t)shop->threads);
    if (bench == NULL)
        return ENT_NO_RESOURCE;
    ent_release(shop->game->memory, shop->bench, shop->bench_bytes * (size_t)shop->threads);
    shop->bench = bench;
    shop->bench_bytes = rounded(bytes);
    return ENT_OK;
}

ent_status ent_grade_keys(ent_workshop *shop, uint32_t mover, const ent_column *keys,
                          ent_column *grades)
{
    const ent_fiber *fiber = &shop->plans[mover].fiber;
    size_t spare_bytes = ent_tile_places(fiber) * sizeof(uint32_t);
    if (fiber->positions > COUNTED_MOST && spare_bytes < fiber->positions * sizeof(keyed))
        spare_bytes = fiber->positions * sizeof(keyed);
    *grades = (ent_column){0};
    if (widen_bench(shop, ent_tile_places(fiber) * sizeof(uint32_t) + spare_bytes) != ENT_OK ||
        ent_column_new(grades, shop->game->memory, keys->count, fiber->positions) != ENT_OK)
        return ENT_NO_RESOURCE;
    const ent_kernels *from = ent_kernels_of(keys->width);
    const ent_kernels *to = ent_kernels_of(grades->width);
#pragma omp parallel for num_threads(shop->threads) schedule(static) if (fiber->tiles > 16)
    for (uint64_t tile = 0; tile < fiber->tiles; tile++) {
        uint32_t *local =
            (uint32_t *)(void *)(shop->bench + (size_t)ent_thread() * shop->bench_bytes);
        uint64_t base = ent_tile_base(fiber, tile);
        from->load_wide(fiber, base, keys->data, local);
        uint32_t *spare = local + ent_tile_places(fiber);
        if (fiber->positions <= COUNTED_MOST)
            grade_by_counting(fiber, local, spare);
        else
            grade_by_sorting(fiber, local, (keyed *)(void *)spare);
        to->store_wide(fiber, base, local, grades->data);
    }
    return ENT_OK;
}

ent_status ent_plan_keys(ent_workshop *shop, uint32_t party, const ent_column *keys,
                         ent_mover_plan *plan)
{
    *plan = (ent_mover_plan){.fiber = shop->plans[party].fiber};
    plan_party(plan, keys);
    if (widen_bench(shop, plan->bench_bytes) != ENT_OK)
        return ENT_NO_RESOURCE;
    return needs_grades(plan, keys) ? ent_grade_keys(shop, party, keys, &plan->grades) : ENT_OK;
}

ent_status ent_take_plan(ent_workshop *shop, uint32_t party, const ent_mover_plan *plan)
{
    ent_fiber fiber = shop->plans[party].fiber;
    shop->plans[party] = *plan;
    shop->plans[party].fiber = fiber;
    return widen_bench(shop, plan->bench_bytes);
}

static ent_status make_plans(ent_workshop *shop)
{
    const ent_game *game = shop->game;
    shop->plans = ent_arena_array(&shop->arena, game->mover_count, sizeof *shop->plans);
    if (shop->plans == NULL)
        return ENT_NO_RESOURCE;
    for (uint32_t mover = 0; mover < game->mover_count; mover++) {
        ent_mover_plan *plan = &shop->plans[mover];
        if (ent_fiber_init(&plan->fiber, game, mover, &shop->arena) != ENT_OK)
            return ENT_NO_RESOURCE;
        if (ent_mover_is_body(game, mover))
            plan->bench_bytes = body_bytes(game, mover, &plan->fiber);
        else
            plan_party(plan, &game->keys[mover]);
        if (plan->bench_bytes > shop->bench_bytes)
            shop->bench_bytes = plan->bench_bytes;
    }
    shop->bench_bytes = rounded(shop->bench_bytes);
    return ENT_OK;
}

ent_status ent_workshop_init(ent_workshop *shop, const ent_game *game, bool credible)
{
    *shop = (ent_workshop){
        .game = game, .arena = ent_arena_new(game->memory), .threads = game->space.threads};
    if (make_plans(shop) != ENT_OK)
        return ENT_NO_RESOURCE;
    shop->bench = ent_allocate(game->memory, shop->bench_bytes * (size_t)shop->threads);
    if (shop->bench == NULL)
        return ENT_NO_RESOURCE;
    for (uint32_t party = 0; credible && party < game->party_count; party++)
        if (needs_grades(&shop->plans[party], &game->keys[party]) &&
            ent_grade_keys(shop, party, &game->keys[party], &shop->plans[party].grades) != ENT_OK)
            return ENT_NO_RESOURCE;
    return ENT_OK;
}

void ent_workshop_free(ent_workshop *shop)
{
    for (uint32_t i = 0; shop->plans != NULL && i < shop->game->mover_count; i++)
        ent_column_free(&shop->plans[i].grades);
    if (shop->bench != NULL)
        ent_release(shop->game->memory, shop->bench, shop->bench_bytes * (size_t)shop->threads);
    ent_arena_free(&shop->arena);
    shop->plans = NULL;
    shop->bench = NULL;
}
