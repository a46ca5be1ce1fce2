/*
 * The fast steps against slow ones, on models too large for the oracle: long fibers, many tiles,
 * wide and narrow keys, options with directions, one thread and two. The slow twin walks the moves
 * of every state, one by one, until nothing changes.
 *
 * tests/support/seeds.h says how to take other models, or one again.
 */
#include "test.h"

#include "solve/solve.h"
#include "solve/step.h"
#include "support/seeds.h"

enum { MODELS = 24, CODES_MOST = 1 << 11, PARTIES = 3 };

/* splitmix64 */
static uint64_t draw(uint64_t *state, uint64_t below)
{
    uint64_t z = (*state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (z ^ (z >> 31)) % below;
}

static void add_literal(ent_text *text, uint64_t *state, uint32_t options)
{
    ent_text_print(text, "%so%u", draw(state, 2) != 0 ? "not " : "",
                   (unsigned)draw(state, options));
}

static void add_preferences(ent_text *text, uint64_t *state, uint32_t options)
{
    ent_text_add(text, "preferences:\n");
    for (int p = 0; p < PARTIES; p++) {
        uint64_t wants = 1 + draw(state, draw(state, 3) == 0 ? 14 : 6);
        ent_text_print(text, "  p%d: [", p);
        for (uint64_t i = 0; i < wants; i++) {
            ent_text_add(text, i == 0 ? "" : ", ");
            add_literal(text, state, options);
            ent_text_add(text, draw(state, 2) != 0 ? " and " : " or ");
            add_literal(text, state, options);
        }
        ent_text_add(text, "]\n");
    }
}

/* A model of up to CODES_MOST codes; one party may own nearly everything. */
static void write_model(ent_text *text, uint64_t seed)
{
    static const char *const directions[] = {"any", "any", "any", "up", "down", "fixed"};
    static const char *const levels[] = {"", "", ", levels: [a, b, c]", ", levels: [a, b, c, d]"};
    static const uint32_t radix[] = {2, 2, 3, 4};
    uint64_t state = seed;
    uint64_t greed = draw(&state, 3);
    bool directed = draw(&state, 2) != 0;
    ent_text_add(text, "entente: 1\nparties: {p0: A, p1: B, p2: C}\nbodies:\n"
                       "  b: {members: [p0, p1, p2], rule: if o0 then all else majority}\n"
                       "options:\n");
    uint32_t options = 0;
    for (uint64_t codes = 1; codes <= CODES_MOST / 4; options++) {
        uint64_t kind = draw(&state, 4);
        uint64_t owner = greed == 0 ? draw(&state, 4) : draw(&state, 4 + 3 * greed);
        codes *= radix[kind];
        ent_text_print(text, "  o%u: {by: %s, moves: %s%s}\n", options,
                       owner == 3   ? "b"
                       : owner == 1 ? "p1"
                       : owner == 2 ? "p2"
                                    : "p0",
                       directions[draw(&state, directed ? 6 : 3)], levels[kind]);
    }
    uint64_t constraints = draw(&state, 3);
    ent_text_add(text, constraints > 0 ? "constraints:\n" : "");
    for (uint64_t i = 0; i < constraints; i++) {
        ent_text_add(text, "  - ");
        add_literal(text, &state, options);
        ent_text_add(text, " or ");
        add_literal(text, &state, options);
        ent_text_add(text, "\n");
    }
    add_preferences(text, &state, options);
}

/* Whether the others may move from `from` to `to`, as the concept sees it. */
static bool may_move(const ent_game *game, ent_concept concept, uint32_t mover, uint32_t focal,
                     uint64_t from, uint64_t to)
{
    bool credible = concept == ENT_SEQ;
    if (!ent_mover_is_body(game, mover))
        return !credible || ent_prefers(game, mover, to, from);
    uint8_t levels[64];
    bool defined[1] = {false};
    uint64_t consents = 0;
    ent_levels_of(&game->space, from, levels);
    for (uint32_t p = 0; p < PARTIES; p++)
        if (p != focal && (!credible || ent_prefers(game, p, to, from)))
            consents |= UINT64_C(1) << p;
    const ent_valuation valuation = {.levels = levels, .defined = defined, .consents = &consents};
    return ent_evaluate(ent_rule_of(game, mover)->body->rule.expression, &valuation);
}

static uint32_t best_escape(const ent_game *game, uint32_t party, uint64_t code)
{
    uint32_t best = ent_column_get(&game->keys[party], code);
    ent_walk walk = ent_walk_from(game, party, code);
    while (ent_walk_next(&walk)) {
        uint32_t key = ent_column_get(&game->keys[party], walk.code);
        best = key > best ? key : best;
    }
    return best;
}

/* Lowers values[code] to the least that one move of the others leads to. */
static bool relax(const ent_game *game, ent_concept concept, uint32_t focal, uint64_t code,
                  uint32_t *values)
{
    bool changed = false;
    for (uint32_t mover = 0; mover < game->mover_count; mover++) {
        if (mover == focal)
            continue;
        ent_walk walk = ent_walk_from(game, mover, code);
        while (ent_walk_next(&walk))
            if (values[walk.code] < values[code] &&
                may_move(game, concept, mover, focal, code, walk.code)) {
                values[code] = values[walk.code];
                changed = true;
            }
    }
    return changed;
}

/* The secure values of a party, slowly. */
static void slow_secure(const ent_game *game, ent_concept concept, uint32_t party, uint32_t *values)
{
    const ent_set *feasible = &game->space.feasible;
    for (uint64_t c = ent_set_next(feasible, 0); c != UINT64_MAX;
         c = ent_set_next(feasible, c + 1)) {
        uint32_t key = ent_column_get(&game->keys[party], c);
        values[c] = concept == ENT_SMR ? best_escape(game, party, c) : key;
    }
    for (bool changed = concept != ENT_NASH; changed;) {
        changed = false;
        for (uint64_t c = ent_set_next(feasible, 0); c != UINT64_MAX;
             c = ent_set_next(feasible, c + 1))
            changed = relax(game, concept, party, c, values) || changed;
    }
    for (uint64_t c = ent_set_next(feasible, 0); concept == ENT_SMR && c != UINT64_MAX;
         c = ent_set_next(feasible, c + 1)) {
        uint32_t key = ent_column_get(&game->keys[party], c);
        values[c] = key < values[c] ? key : values[c];
    }
}

static void compare_party(const ent_game *game, ent_concept concept, uint32_t party, uint64_t seed,
                          uint32_t *slow)
{
    ent_column fast;
    assert_int_equal(ent_secure_values(game, concept, party, &fast), ENT_OK);
    slow_secure(game, concept, party, slow);
    const ent_set *feasible = &game->space.feasible;
    for (uint64_t c = ent_set_next(feasible, 0); c != UINT64_MAX; c = ent_set_next(feasible, c + 1))
        if (ent_column_get(&fast, c) != slow[c])
            fail_msg("ENT_SEED=%llu ENT_MODELS=1: %s of party %u at code %llu is %u, not %u",
                     (unsigned long long)seed, ent_concept_id(concept), party,
                     (unsigned long long)c, ent_column_get(&fast, c), slow[c]);
    ent_column_free(&fast);
}

/* Both ways of taking a credible step give the same, on every tile of every party's fiber. */
static void compare_ways(const ent_game *game, uint64_t seed)
{
    ent_workshop shop;
    assert_int_equal(ent_workshop_init(&shop, game, true), ENT_OK);
    for (uint32_t party = 0; party < game->party_count; party++) {
        const ent_mover_plan *plan = &shop.plans[party];
        const ent_fiber *fiber = &plan->fiber;
        const ent_column *grades = plan->grades.data != NULL ? &plan->grades : &game->keys[party];
        const ent_column *keys = &game->keys[(party + 1) % game->party_count];
        const ent_kernels *kernels = ent_kernels_of(keys->width);
        size_t places = ent_tile_places(fiber);
        size_t bytes = places * sizeof(uint32_t);
        if (grades->width != 1)
            continue;
        uint32_t *wide = malloc(bytes);
        uint32_t *narrow = malloc(bytes);
        void *by_pairs = malloc(bytes);
        void *by_table = malloc(bytes);
        void *table = malloc(((size_t)plan->grade_count + 1) * fiber->lanes * sizeof(uint32_t));
        for (uint64_t tile = 0; tile < fiber->tiles; tile += 1 + fiber->tiles / 7) {
            uint64_t base = ent_tile_base(fiber, tile);
            ent_kernels_of(1)->load_wide(fiber, base, grades->data, wide);
            kernels->load_bytes(fiber, base, grades->data, narrow);
            kernels->load(fiber, base, keys->data, by_pairs);
            kernels->keys_to_minima(by_pairs, by_pairs, 0, places);
            memcpy(by_table, by_pairs, bytes);
            kernels->graded_pairs(fiber, narrow, by_pairs);
            kernels->graded_table(fiber, wide, plan->grade_count, table, by_table);
            for (size_t i = 0; i < places; i++)
                if (wide[i] != 0 && memcmp((char *)by_pairs + i * keys->width,
                                           (char *)by_table + i * keys->width, keys->width) != 0)
                    fail_msg("ENT_SEED=%llu ENT_MODELS=1: party %u, tile %llu, place %zu differ",
                             (unsigned long long)seed, party, (unsigned long long)tile, i);
        }
        free(wide);
        free(narrow);
        free(by_pairs);
        free(by_table);
        free(table);
    }
    ent_workshop_free(&shop);
}

/* Whether the body has a credible move from a state without the focal party. */
static bool can_move(const ent_game *game, uint32_t mover, uint32_t focal, uint64_t code)
{
    ent_walk walk = ent_walk_from(game, mover, code);
    while (ent_walk_next(&walk))
        if (may_move(game, ENT_SEQ, mover, focal, code, walk.code))
            return true;
    return false;
}

static void compare_decided(ent_workshop *shop, uint32_t mover, uint32_t focal,
                            const ent_step_words *gains, uint64_t seed)
{
    const ent_game *game = shop->game;
    const ent_step_words *seen[PARTIES];
    ent_step_words decided[2];
    ent_column flags;
    ent_set movable;
    for (uint32_t p = 0; p < PARTIES; p++)
        seen[p] = p == focal ? NULL : &gains[p];
    for (int laid = 0; laid < 2; laid++) {
        if (laid != 0)
            assert_int_equal(ent_lay_out_rule(shop, mover), ENT_OK);
        assert_int_equal(ent_decide(shop, mover, seen, &decided[laid]), ENT_OK);
    }
    shop->plans[mover].rule = NULL;
    assert_int_equal(decided[0].count, decided[1].count);
    assert_memory_equal(decided[0].words, decided[1].words, ent_step_words_bytes(&decided[0]));
    assert_int_equal(ent_column_new(&flags, game->memory, game->space.codes, 1), ENT_OK);
    assert_int_equal(ent_set_new(&movable, game->memory, game->space.codes), ENT_OK);
    ent_find_movable(shop, mover, &decided[1], &flags, &movable);
    const ent_set *feasible = &game->space.feasible;
    for (uint64_t c = ent_set_next(feasible, 0); c != UINT64_MAX; c = ent_set_next(feasible, c + 1))
        if (ent_set_has(&movable, c) != can_move(game, mover, focal, c))
            fail_msg("ENT_SEED=%llu ENT_MODELS=1: the body without party %u, from code %llu",
                     (unsigned long long)seed, focal, (unsigned long long)c);
    ent_set_free(&movable);
    ent_column_free(&flags);
    ent_free_step_words(shop, &decided[0]);
    ent_free_step_words(shop, &decided[1]);
}

/* A body decides the same with its rule laid out and without, and what the definitions say. */
static void compare_decisions(const ent_game *game, uint64_t seed)
{
    ent_workshop shop;
    ent_step_words gains[PARTIES];
    uint32_t mover = game->party_count;
    assert_int_equal(ent_workshop_init(&shop, game, true), ENT_OK);
    for (uint32_t p = 0; p < PARTIES; p++)
        assert_int_equal(ent_find_gains(&shop, mover, &game->keys[p], &game->keys[p], &gains[p]),
                         ENT_OK);
    for (uint32_t focal = 0; focal <= PARTIES; focal++)
        compare_decided(&shop, mover, focal, gains, seed);
    for (uint32_t p = 0; p < PARTIES; p++)
        ent_free_step_words(&shop, &gains[p]);
    ent_workshop_free(&shop);
}

static void compare_model(uint64_t seed)
{
    ent_memory memory = ent_memory_system();
    ent_text text = ent_text_new(&memory);
    write_model(&text, seed);
    const ent_source source = {"kernels.yaml", text.data, text.length};
    ent_report report = ent_report_new(&memory);
    ent_model model;
    ent_model_init(&model, &memory);
    if (ent_read_model(&model, &source, &report) != ENT_OK)
        fail_msg("seed %llu: unreadable model\n%s", (unsigned long long)seed, text.data);
    ent_game game;
    ent_status status = ent_game_init(&game, &model, 1, &report);
    if (status == ENT_OK) {
        uint32_t *slow = calloc(game.space.codes, sizeof *slow);
        for (game.space.threads = 1; game.space.threads <= 2; game.space.threads++)
            for (int c = 0; c < ENT_CONCEPTS; c++)
                for (uint32_t p = 0; p < game.party_count; p++)
                    compare_party(&game, (ent_concept)c, p, seed, slow);
        game.space.threads = 1;
        compare_ways(&game, seed);
        compare_decisions(&game, seed);
        free(slow);
    }
    ent_game_free(&game);
    ent_model_free(&model);
    ent_report_free(&report);
    ent_text_free(&text);
    assert_int_equal(memory.live, 0);
}

TEST(fast_steps_equal_slow_ones)
{
    ent_test_seeds seeds = ent_test_seeds_for(MODELS);
    for (uint64_t seed = seeds.first; seed < seeds.end; seed++)
        compare_model(seed);
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(fast_steps_equal_slow_ones));
}
