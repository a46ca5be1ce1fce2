/* A crew does what ent_sweep_run does: the same bytes, whoever of it works on a block. */
#include "test.h"

#include <sched.h>

#include "support/failing.h"
#include "support/model_text.h"
#include "sweep/crew.h"

enum { DRAWS = 1100, BLOCKS = 5 };

static const char model_text[] =
    "entente: 1\n"
    "parties: {a: A, b: B}\n"
    "options: {x: a, y: b, z: b}\n"
    "start: {}\n"
    "target: x\n"
    "preferences:\n"
    "  a: [{want: x, probability: 0.4}, {want: not y, probability: 0.7}]\n"
    "  b: [{want: x and not y, probability: 0.5}, {want: z, probability: 0.2}, y]\n";

typedef struct {
    ent_test_reading reading;
    ent_game game;
    ent_sweep_job *job;
} bed;

static void make(bed *b)
{
    const ent_sweep_request request = {.concept = ENT_SEQ, .draws = DRAWS, .seed = 1};
    *b = (bed){.job = NULL};
    ent_test_read(&b->reading, "crew.yaml", model_text);
    assert_int_equal(b->reading.status, ENT_OK);
    assert_int_equal(ent_game_init(&b->game, &b->reading.model, 1, &b->reading.report), ENT_OK);
    assert_int_equal(ent_sweep_job_new(&b->job, &b->game, &request, &b->reading.report), ENT_OK);
    assert_int_equal(ent_sweep_plan(b->job)->blocks, BLOCKS);
}

static void unmake(bed *b)
{
    ent_sweep_job_free(b->job);
    ent_game_free(&b->game);
    ent_test_forget(&b->reading);
}

/* Works on a block in this thread, to compare with. */
static void assert_is_block(const bed *b, const ent_parcel *parcel)
{
    ent_sweeper *sweeper = NULL;
    ent_block block;
    assert_int_equal(ent_sweeper_new(&sweeper, b->job), ENT_OK);
    assert_int_equal(ent_sweep_block(sweeper, parcel->block, &block), ENT_OK);
    assert_int_equal(ent_block_bytes(&block), parcel->length);
    uint8_t *bytes = malloc(parcel->length);
    assert_non_null(bytes);
    ent_block_pack(&block, bytes);
    assert_memory_equal(bytes, parcel->bytes, parcel->length);
    free(bytes);
    ent_sweeper_free(sweeper);
}

static void work_with(int threads)
{
    bed b;
    ent_crew *crew = NULL;
    uint64_t given = 0;
    int seen = 0;
    make(&b);
    assert_int_equal(ent_crew_new(&crew, b.job, threads, &b.reading.memory), ENT_OK);
    assert_int_equal(ent_crew_room(crew), 2 * threads);
    while (seen < BLOCKS) {
        ent_parcel parcel;
        ent_status status = ENT_OK;
        while (given < BLOCKS && ent_crew_room(crew) > 0)
            ent_crew_give(crew, given++);
        if (!ent_crew_collect(crew, &parcel, &status)) {
            (void)sched_yield();
            continue;
        }
        assert_int_equal(status, ENT_OK);
        assert_is_block(&b, &parcel);
        ent_parcel_free(&parcel);
        seen++;
    }
    assert_int_equal(ent_crew_room(crew), 2 * threads);
    ent_crew_free(crew);
    unmake(&b);
}

TEST(every_block_is_done_by_any_number_of_threads)
{
    for (int threads = 1; threads <= 4; threads++)
        work_with(threads);
}

TEST(a_crew_can_go_with_work_in_hand)
{
    bed b;
    ent_crew *crew = NULL;
    make(&b);
    assert_int_equal(ent_crew_new(&crew, b.job, 2, &b.reading.memory), ENT_OK);
    ent_crew_give(crew, 0);
    ent_crew_give(crew, 1);
    ent_crew_free(crew);
    ent_crew_free(NULL);
    unmake(&b);
}

TEST(no_memory_is_told)
{
    bed b;
    ent_crew *crew = NULL;
    ent_test_failing failing = {.memory = ent_memory_system(), .left = 0};
    ent_memory memory = {.hook = ent_test_fail_once, .context = &failing};
    make(&b);
    assert_int_equal(ent_crew_new(&crew, b.job, 2, &memory), ENT_NO_RESOURCE);
    assert_null(crew);
    unmake(&b);
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(every_block_is_done_by_any_number_of_threads),
              cmocka_unit_test(a_crew_can_go_with_work_in_hand),
              cmocka_unit_test(no_memory_is_told));
}
