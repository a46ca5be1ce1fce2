/* Predicting the memory that a model will take, from the model alone. */
#include "solve/solve.h"

#include "base/threads.h"

enum { TILE_PLACES = 16384, LANES_MOST = 64 };

static uint64_t set_bytes(uint64_t codes)
{
    return (codes + 63) / 64 * 8;
}

static uint64_t larger(uint64_t a, uint64_t b)
{
    return a > b ? a : b;
}

/* Switches of a rule: its largest parts without consents. */
static uint64_t count_switches(const ent_expression *expression)
{
    if (!ent_expression_consents(expression))
        return expression->kind != ENT_CONSTANT;
    uint64_t count = 0;
    for (size_t i = 0; i < expression->child_count; i++)
        count += count_switches(expression->children[i]);
    return count;
}

/* Codes of one fiber of the mover. */
static uint64_t fiber_positions(const ent_model *model, uint32_t mover)
{
    uint64_t positions = 1;
    for (size_t i = 0; i < model->options.count; i++) {
        const ent_option *option = &model->options.items[i];
        if (option->mover == mover && option->moves != ENT_MOVES_FIXED && !option->pinned)
            positions *= model->vocabulary.options.items[i].level_count;
    }
    return positions;
}

/* Local memory of one thread: see body_bytes and party_bytes in workshop.c. */
static uint64_t bench_bytes(const ent_model *model, uint32_t mover)
{
    uint64_t positions = fiber_positions(model, mover);
    uint64_t lanes = TILE_PLACES / positions;
    lanes = lanes < 1 ? 1 : lanes > LANES_MOST ? LANES_MOST : lanes;
    uint64_t places = positions * lanes;
    if (!ent_is_body(model, mover))
        return places * 4 * 5;
    const ent_body *body = ent_mover_body(model, mover);
    return places * 4 * (2 * body->members.count + 3) +
           (count_switches(body->rule.expression) + 1) * places / 8;
}

static uint64_t key_width(const ent_model *model, uint32_t party, uint64_t codes)
{
    return ent_column_width(ent_keys_bound(&model->parties.items[party].preference, codes));
}

static bool is_member(const ent_model *model, uint32_t party)
{
    for (size_t b = 0; b < model->bodies.count; b++)
        if (ent_has_member(&model->bodies.items[b], party))
            return true;
    return false;
}

/* Drafts and their table, while the keys of the hungriest party are built. */
static uint64_t drafting_bytes(const ent_model *model, uint64_t codes)
{
    uint64_t range = 1;
    uint64_t limit = larger(2 * codes, 65536);
    for (size_t p = 0; p < model->parties.count; p++) {
        size_t wants = model->parties.items[p].preference.wants.count;
        range = larger(range,
                       wants < 40 && (UINT64_C(1) << wants) < limit ? UINT64_C(1) << wants : limit);
    }
    return 4 * codes + (range < UINT8_MAX ? 0 : 4 * range + range / 8);
}

static uint64_t solver_columns(const ent_model *model, uint64_t codes, bool keeps)
{
    uint64_t widest = 1;
    uint64_t bytes = 0;
    for (uint32_t p = 0; p < model->parties.count; p++) {
        uint64_t width = key_width(model, p, codes);
        uint64_t positions = fiber_positions(model, p);
        uint64_t keys = ent_keys_bound(&model->parties.items[p].preference, codes) + 1;
        widest = larger(widest, width);
        if (positions >= 16 && keys > 2 * (positions + 1))
            bytes += ent_column_width(positions) * codes; /* grades */
        if (is_member(model, p))
            bytes += width * codes; /* secure values that bodies ask for */
        if (keeps)
            bytes += width * codes; /* and those that explanations ask for */
    }
    return bytes + widest * codes;
}

static uint64_t game_sets(const ent_model *model, uint64_t codes)
{
    uint64_t sets = 5; /* feasible states, and those that answers are made of */
    for (size_t b = 0; b < model->bodies.count; b++)
        sets += 1 + count_switches(model->bodies.items[b].rule.expression);
    return sets * set_bytes(codes) + codes / 128;
}

static uint64_t key_bytes(const ent_model *model, uint64_t codes)
{
    uint64_t bytes = 0;
    for (uint32_t p = 0; p < model->parties.count; p++)
        bytes += key_width(model, p, codes) * codes;
    return bytes;
}

ent_budget ent_predict_memory(const ent_model *model, const ent_solve_options *options, int threads)
{
    uint64_t codes = ent_count_codes(model);
    uint32_t movers = ent_mover_count(model);
    ent_budget budget = {.codes = codes};
    if (codes > ENT_CODES_MOST)
        return budget;
    uint64_t sets = 0;
    for (int c = 0; c < ENT_CONCEPTS; c++)
        sets += options->concepts[c] ? movers + 1 : 0;
    budget.sets = game_sets(model, codes) + sets * set_bytes(codes);
    budget.keys = key_bytes(model, codes);
    uint64_t bench = 0;
    for (uint32_t m = 0; m < movers; m++)
        bench = larger(bench, bench_bytes(model, m));
    budget.local = bench * (uint64_t)(threads > 0 ? threads : ent_threads_most());
    budget.columns = larger(drafting_bytes(model, codes),
                            solver_columns(model, codes, options->keeps) + budget.local) -
                     budget.local;
    budget.total = budget.sets + budget.keys + budget.columns + budget.local;
    return budget;
}

ent_budget ent_predict_game_memory(const ent_model *model)
{
    uint64_t codes = ent_count_codes(model);
    ent_budget budget = {.codes = codes};
    if (codes > ENT_CODES_MOST)
        return budget;
    budget.sets = game_sets(model, codes);
    budget.keys = key_bytes(model, codes);
    budget.columns = drafting_bytes(model, codes);
    budget.total = budget.sets + budget.keys + budget.columns;
    return budget;
}
