/* The cases of a sweep, and its blocks as bytes: what is packed comes back, and nothing else does.
 */
#include "test.h"

#include <math.h>

#include "support/failing.h"
#include "sweep/total.h"

enum { STATES = 40, DRAWS = 300 };

static const double halves[] = {0.5, 0.5};
static const double thirds[] = {0.2, 0.3, 0.5};
static const ent_chances doubts[] = {{2, halves}, {3, thirds}};

typedef struct {
    ent_memory memory;
    ent_arena arena;
    ent_plan plan;
} bed;

static void make(bed *b, uint64_t draws, uint64_t seed)
{
    b->memory = ent_memory_system();
    b->arena = ent_arena_new(&b->memory);
    assert_int_equal(ent_plan_init(&b->plan, doubts, 2, draws, seed, &b->arena), ENT_OK);
}

static void unmake(bed *b)
{
    ent_arena_free(&b->arena);
    assert_int_equal(b->memory.live, 0);
}

TEST(combinations_come_in_order_with_their_chances)
{
    bed b;
    uint8_t outcomes[2];
    double sum = 0;
    make(&b, 0, 1);
    assert_true(b.plan.exact);
    assert_int_equal(b.plan.cases, 6);
    assert_int_equal(b.plan.blocks, 1);
    for (uint64_t k = 0; k < 6; k++) {
        ent_plan_outcomes(&b.plan, k, outcomes);
        assert_int_equal(outcomes[0], k % 2);
        assert_int_equal(outcomes[1], k / 2);
        assert_true(ent_plan_weight(&b.plan, outcomes) == 0.5 * thirds[k / 2]);
        sum += ent_plan_weight(&b.plan, outcomes);
    }
    assert_true(sum > 1 - 1e-15 && sum < 1 + 1e-15);
    unmake(&b);
}

TEST(combinations_are_counted_without_overflow)
{
    ent_chances many[70];
    for (int i = 0; i < 70; i++)
        many[i] = doubts[0];
    assert_true(ent_count_combinations(many, 63) == UINT64_C(1) << 63);
    assert_true(ent_count_combinations(many, 64) == UINT64_MAX);
    assert_true(ent_count_combinations(many, 70) == UINT64_MAX);
    assert_int_equal(ent_count_combinations(many, 0), 1);
}

/* The first bytes of the published vector for a counter and a key of zeros: 6627e8d5 e169c58d
 * bc57ac4c 9b00dbd8 (Random123's kat_vectors, philox4x32 with 10 rounds). */
TEST(draws_are_those_of_philox)
{
    double even[ENT_OUTCOMES_MOST];
    for (int k = 0; k < ENT_OUTCOMES_MOST; k++)
        even[k] = 1.0 / ENT_OUTCOMES_MOST;
    const ent_chances doubt = {ENT_OUTCOMES_MOST, even};
    ent_memory memory = ent_memory_system();
    ent_arena arena = ent_arena_new(&memory);
    ent_plan plan;
    uint8_t outcome = 0;
    assert_int_equal(ent_plan_init(&plan, &doubt, 1, 1, 0, &arena), ENT_OK);
    ent_plan_outcomes(&plan, 0, &outcome);
    assert_int_equal(outcome, 0xe1);
    assert_int_equal(ent_plan_redraw(&plan, 0, 0), 0x9b);
    ent_arena_free(&arena);
}

/* Pearson's statistic over outcomes, over pairs with the redraw, and over pairs of doubts. */
TEST(draws_follow_the_chances_and_are_independent)
{
    enum { MANY = 60000 };
    bed b;
    uint8_t outcomes[2];
    uint64_t pairs[2][3] = {{0}};
    uint64_t again[3][3] = {{0}};
    double pearson = 0;
    make(&b, MANY, 7);
    for (uint64_t k = 0; k < MANY; k++) {
        ent_plan_outcomes(&b.plan, k, outcomes);
        assert_true(ent_plan_weight(&b.plan, outcomes) == 1);
        pairs[outcomes[0]][outcomes[1]]++;
        again[outcomes[1]][ent_plan_redraw(&b.plan, k, 1)]++;
    }
    for (int i = 0; i < 2; i++)
        for (int j = 0; j < 3; j++) {
            double expected = MANY * halves[i] * thirds[j];
            pearson +=
                ((double)pairs[i][j] - expected) * ((double)pairs[i][j] - expected) / expected;
        }
    assert_true(pearson < 20.5); /* 5 degrees of freedom: one seed in a thousand is above */
    pearson = 0;
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) {
            double expected = MANY * thirds[i] * thirds[j];
            pearson +=
                ((double)again[i][j] - expected) * ((double)again[i][j] - expected) / expected;
        }
    assert_true(pearson < 26.1); /* 8 degrees */
    unmake(&b);
}

TEST(outcomes_without_chance_are_never_drawn)
{
    static const double chances[] = {0, 0.1, 0, 0.9 - 1e-16, 0};
    const ent_chances doubt = {5, chances};
    ent_memory memory = ent_memory_system();
    ent_arena arena = ent_arena_new(&memory);
    ent_plan plan;
    assert_int_equal(ent_plan_init(&plan, &doubt, 1, 5000, 3, &arena), ENT_OK);
    for (uint64_t k = 0; k < 5000; k++) {
        uint8_t outcome = 0;
        ent_plan_outcomes(&plan, k, &outcome);
        assert_true(outcome == 1 || outcome == 3);
    }
    assert_true(plan.ends[0][3] == 1);
    ent_arena_free(&arena);
}

/* Fills a block with figures that are in accord, different for each seed. */
static void fill(ent_block *block, const ent_plan *plan, uint64_t number, ent_arena *arena)
{
    uint32_t rows = ent_block_cases(plan, number);
    *block = (ent_block){.block = number,
                         .row_count = rows,
                         .doubt_count = plan->doubt_count,
                         .state_count = 3,
                         .rows = ent_arena_array(arena, rows, sizeof *block->rows),
                         .states = ent_arena_array(arena, 3, sizeof *block->states)};
    if (!plan->exact)
        block->redrawn =
            ent_arena_array(arena, (size_t)rows * plan->doubt_count, sizeof *block->redrawn);
    for (uint32_t i = 0; i < rows; i++) {
        block->rows[i] = (ent_case_row){.agreeable = 20 + i % 9,
                                        .agreed = i % 20,
                                        .holding = i % 20,
                                        .viable = i % 20 / 2,
                                        .equilibria = {10, 30, 20, 15 + i % 16}};
        for (uint32_t d = 0; d < plan->doubt_count && !plan->exact; d++)
            block->redrawn[i * plan->doubt_count + d] =
                (ent_counts){{i % 20, 20 + d, (i + d) % 20 / 2}};
    }
    for (uint32_t i = 0; i < 3; i++)
        block->states[i] = (ent_state_sums){.number = 1 + i * 19, .sums = {1, 1, 0, 1, 1, i == 0}};
}

typedef struct {
    bed bed;
    ent_block block;
    uint8_t *bytes;
    size_t length;
} packed;

static void pack(packed *p, uint64_t draws, uint64_t number)
{
    make(&p->bed, draws, 1);
    fill(&p->block, &p->bed.plan, number, &p->bed.arena);
    assert_true(ent_block_is_sound(&p->block, &p->bed.plan, STATES));
    p->length = ent_block_bytes(&p->block);
    p->bytes = malloc(p->length);
    assert_non_null(p->bytes);
    ent_block_pack(&p->block, p->bytes);
}

static void unpack(packed *p)
{
    free(p->bytes);
    unmake(&p->bed);
}

TEST(a_block_comes_back_as_it_was)
{
    for (int draws = 0; draws <= DRAWS; draws += DRAWS) {
        packed p;
        ent_block block;
        pack(&p, (uint64_t)draws, draws == 0 ? 0 : 1);
        assert_int_equal(
            ent_block_unpack(&block, p.bytes, p.length, &p.bed.plan, STATES, &p.bed.arena), ENT_OK);
        assert_int_equal(block.block, p.block.block);
        assert_int_equal(block.row_count, draws == 0 ? 6 : DRAWS - ENT_BLOCK_CASES);
        assert_memory_equal(block.rows, p.block.rows, block.row_count * sizeof *block.rows);
        for (uint32_t i = 0; i < 3; i++) {
            assert_int_equal(block.states[i].number, p.block.states[i].number);
            assert_memory_equal(block.states[i].sums, p.block.states[i].sums,
                                sizeof block.states[i].sums);
        }
        assert_true((block.redrawn == NULL) == (draws == 0));
        if (draws != 0)
            assert_memory_equal(block.redrawn, p.block.redrawn,
                                block.row_count * 2 * sizeof *block.redrawn);
        unpack(&p);
    }
}

/* The layout that the header describes, byte by byte, so that files from another machine are read.
 */
TEST(the_layout_of_bytes_is_fixed)
{
    packed p;
    pack(&p, 0, 0);
    static const uint8_t head[] = {0, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0,  0, 2, 0,
                                   0, 0, 3, 0, 0, 0, 0, 0, 0, 0, 20, 0, 0, 0};
    assert_memory_equal(p.bytes, head, sizeof head);
    static const uint8_t first[] = {1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xf0, 0x3f};
    assert_memory_equal(p.bytes + 24 + 6 * 32, first, sizeof first);
    assert_int_equal(p.length, 24 + 6 * 32 + 3 * 52);
    unpack(&p);
    pack(&p, DRAWS, 1);
    static const uint8_t redrawn[] = {0, 0, 0, 0, 20, 0, 0, 0, 0, 0, 0, 0,
                                      0, 0, 0, 0, 21, 0, 0, 0, 0, 0, 0, 0};
    assert_memory_equal(p.bytes + 24 + 44 * 32, redrawn, sizeof redrawn);
    assert_int_equal(p.length, 24 + 44 * 32 + 44 * 2 * 12 + 3 * 52);
    assert_int_equal(ent_block_bytes_most(&p.bed.plan, STATES),
                     24 + 256 * 32 + 256 * 2 * 12 + STATES * 52);
    unpack(&p);
}

TEST(bytes_that_are_too_few_or_too_many_are_refused)
{
    packed p;
    ent_block block;
    pack(&p, DRAWS, 0);
    for (size_t length = 0; length < p.length; length++)
        assert_int_equal(
            ent_block_unpack(&block, p.bytes, length, &p.bed.plan, STATES, &p.bed.arena),
            ENT_WRONG_USE);
    uint8_t *more = calloc(p.length + 1, 1);
    assert_non_null(more);
    memcpy(more, p.bytes, p.length);
    assert_int_equal(
        ent_block_unpack(&block, more, p.length + 1, &p.bed.plan, STATES, &p.bed.arena),
        ENT_WRONG_USE);
    free(more);
    unpack(&p);
}

/* Every byte changed to others: what is still taken for a block is sound, and packs to those bytes.
 */
TEST(spoilt_bytes_are_refused_or_are_another_sound_block)
{
    static const uint8_t with[] = {0x01, 0x80, 0xff};
    packed p;
    pack(&p, DRAWS, 1);
    uint8_t *again = malloc(p.length);
    assert_non_null(again);
    size_t refused = 0;
    for (size_t i = 0; i < 3 * p.length; i++) {
        ent_arena arena = ent_arena_new(&p.bed.memory);
        ent_block block;
        p.bytes[i / 3] ^= with[i % 3];
        ent_status status =
            ent_block_unpack(&block, p.bytes, p.length, &p.bed.plan, STATES, &arena);
        if (status == ENT_OK) {
            assert_int_equal(ent_block_bytes(&block), p.length);
            ent_block_pack(&block, again);
            assert_memory_equal(again, p.bytes, p.length);
        }
        refused += status == ENT_WRONG_USE;
        p.bytes[i / 3] ^= with[i % 3];
        ent_arena_free(&arena);
    }
    assert_true(refused > p.length);
    free(again);
    unpack(&p);
}

/* Breaks one rule of soundness; false when there is none left. */
static bool spoil(ent_block *b, int fault)
{
    ent_case_row *row = &b->rows[5];
    ent_state_sums *state = b->states;
    const uint32_t *e = row->equilibria;
    uint32_t *redrawn = b->redrawn[7].of;
    uint32_t *const figures[] = {&row->agreeable,
                                 &row->agreed,
                                 &row->holding,
                                 &row->viable,
                                 &row->equilibria[ENT_GMR],
                                 &row->equilibria[ENT_NASH],
                                 &state[1].number,
                                 &state[2].number,
                                 &state[0].number,
                                 &redrawn[ENT_ANSWER_AGREE],
                                 &redrawn[ENT_ANSWER_HOLD],
                                 &redrawn[ENT_ANSWER_HOLD],
                                 &redrawn[ENT_ANSWER_VIABLE]};
    const uint32_t wrong[] = {STATES,
                              row->agreeable + 1,
                              e[ENT_GMR] + 1,
                              row->holding + 1,
                              STATES + 1,
                              e[ENT_SEQ] + 1,
                              state[0].number,
                              STATES + 1,
                              0,
                              STATES,
                              STATES + 1,
                              redrawn[ENT_ANSWER_VIABLE] - 1,
                              redrawn[ENT_ANSWER_AGREE] + 1};
    static const double sums[] = {-1, (double)NAN, (double)INFINITY, ENT_BLOCK_CASES + 1, 0.5};
    enum { FIGURES = sizeof figures / sizeof *figures, SUMS = sizeof sums / sizeof *sums };
    if (fault < FIGURES)
        *figures[fault] = wrong[fault];
    else if (fault < FIGURES + SUMS)
        state->sums[ENT_NASH] = sums[fault - FIGURES];
    else if (fault == FIGURES + SUMS)
        memset(state->sums, 0, sizeof state->sums);
    else if (fault == FIGURES + SUMS + 1)
        state->sums[ENT_SUM_VIABLE] = 2;
    else
        return false;
    return true;
}

TEST(figures_that_contradict_each_other_are_refused)
{
    bool more = true;
    int fault = 0;
    for (; more; fault++) {
        packed p;
        ent_block block;
        pack(&p, DRAWS, 0);
        more = spoil(&p.block, fault);
        ent_block_pack(&p.block, p.bytes);
        assert_int_equal(
            ent_block_unpack(&block, p.bytes, p.length, &p.bed.plan, STATES, &p.bed.arena),
            more ? ENT_WRONG_USE : ENT_OK);
        unpack(&p);
    }
    assert_int_equal(fault, 21);
}

TEST(blocks_of_another_plan_are_refused)
{
    packed p;
    bed other;
    ent_block block;
    pack(&p, DRAWS, 1);
    make(&other, ENT_BLOCK_CASES, 1); /* has no second block */
    assert_int_equal(ent_block_unpack(&block, p.bytes, p.length, &other.plan, STATES, &other.arena),
                     ENT_WRONG_USE);
    unmake(&other);
    make(&other, DRAWS + 1, 1); /* its second block is longer */
    assert_int_equal(ent_block_unpack(&block, p.bytes, p.length, &other.plan, STATES, &other.arena),
                     ENT_WRONG_USE);
    unmake(&other);
    assert_int_equal(ent_block_unpack(&block, p.bytes, p.length, &p.bed.plan, 20, &p.bed.arena),
                     ENT_WRONG_USE);
    unpack(&p);
}

/* A total from blocks is the same as one from their rows and states, in two passes. */
TEST(totals_are_restored_from_rows_and_states)
{
    for (int draws = 0; draws <= DRAWS; draws += DRAWS) {
        bed b;
        ent_total whole;
        ent_total halves_of_it;
        make(&b, (uint64_t)draws, 1);
        assert_int_equal(ent_total_init(&whole, &b.plan, STATES, &b.memory), ENT_OK);
        assert_int_equal(ent_total_init(&halves_of_it, &b.plan, STATES, &b.memory), ENT_OK);
        for (uint64_t i = 0; i < b.plan.blocks; i++) {
            ent_block block;
            fill(&block, &b.plan, i, &b.arena);
            ent_total_add(&whole, &block);
            ent_total_add_states(&halves_of_it, &block);
        }
        for (uint64_t i = 0; i < b.plan.blocks; i++) {
            ent_block block;
            fill(&block, &b.plan, i, &b.arena);
            ent_total_add_rows(&halves_of_it, &block);
        }
        assert_int_equal(whole.cases, b.plan.cases);
        assert_int_equal(halves_of_it.cases, whole.cases);
        assert_memory_equal(whole.sums, halves_of_it.sums, STATES * sizeof *whole.sums);
        assert_memory_equal(whole.answers, halves_of_it.answers, sizeof whole.answers);
        if (draws == 0)
            assert_memory_equal(whole.counts, halves_of_it.counts, 6 * sizeof *whole.counts);
        else
            assert_memory_equal(whole.groups, halves_of_it.groups,
                                ENT_GROUPS * whole.group_words * sizeof *whole.groups);
        assert_true(draws == 0 || whole.groups[whole.group_words] == 5);
        ent_total_free(&whole);
        ent_total_free(&halves_of_it);
        unmake(&b);
    }
}

static ent_status try_everything(ent_memory *memory, const packed *p)
{
    ent_arena arena = ent_arena_new(memory);
    ent_plan plan;
    ent_block block;
    ent_total total = {0};
    ent_status status = ent_plan_init(&plan, doubts, 2, DRAWS, 1, &arena);
    if (status == ENT_OK)
        status = ent_block_unpack(&block, p->bytes, p->length, &plan, STATES, &arena);
    if (status == ENT_OK)
        status = ent_total_init(&total, &plan, STATES, memory);
    if (status == ENT_OK)
        ent_total_add(&total, &block);
    ent_total_free(&total);
    ent_arena_free(&arena);
    return status;
}

TEST(running_out_of_memory_is_an_error_like_any_other)
{
    packed p;
    pack(&p, DRAWS, 0);
    for (size_t n = 0;; n++) {
        ent_test_failing failing = {.left = n};
        failing.memory = (ent_memory){.hook = ent_test_fail_once, .context = &failing};
        ent_status status = try_everything(&failing.memory, &p);
        assert_int_equal(failing.memory.live, 0);
        assert_int_equal(status, failing.failed ? ENT_NO_RESOURCE : ENT_OK);
        if (!failing.failed) {
            assert_true(n > 3);
            break;
        }
    }
    unpack(&p);
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(combinations_come_in_order_with_their_chances),
              cmocka_unit_test(combinations_are_counted_without_overflow),
              cmocka_unit_test(draws_are_those_of_philox),
              cmocka_unit_test(draws_follow_the_chances_and_are_independent),
              cmocka_unit_test(outcomes_without_chance_are_never_drawn),
              cmocka_unit_test(a_block_comes_back_as_it_was),
              cmocka_unit_test(the_layout_of_bytes_is_fixed),
              cmocka_unit_test(bytes_that_are_too_few_or_too_many_are_refused),
              cmocka_unit_test(spoilt_bytes_are_refused_or_are_another_sound_block),
              cmocka_unit_test(figures_that_contradict_each_other_are_refused),
              cmocka_unit_test(blocks_of_another_plan_are_refused),
              cmocka_unit_test(totals_are_restored_from_rows_and_states),
              cmocka_unit_test(running_out_of_memory_is_an_error_like_any_other));
}
