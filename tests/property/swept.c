/* Sweeping a random model, and writing down all that comes of it. */
#include "test.h"

#include "property/swept.h"

#include <math.h>

#include "property/random_model.h"

void swept_begin(swept_model *s, uint64_t seed)
{
    *s = (swept_model){.seed = seed, .text = random_model(seed, 0), .memory = ent_memory_system()};
    s->source = (ent_source){"random.yaml", s->text, strlen(s->text)};
    s->report = ent_report_new(&s->memory);
    ent_model_init(&s->model, &s->memory);
    assert_int_equal(ent_read_model(&s->model, &s->source, &s->report), ENT_OK);
    assert_int_equal(ent_game_init(&s->game, &s->model, 1, &s->report), ENT_OK);
    assert_true(s->model.doubts.count <= SWEPT_DOUBTS_MOST);
    s->cases = 1;
    for (size_t i = 0; i < s->model.doubts.count; i++)
        s->cases *= s->model.doubts.items[i].outcomes;
}

void swept_end(swept_model *s)
{
    ent_game_free(&s->game);
    ent_model_free(&s->model);
    ent_report_free(&s->report);
    assert_int_equal(s->memory.live, 0);
    free(s->text);
}

void swept_expect(const swept_model *s, const char *what, double found, double right)
{
    if (fabs(found - right) <= 1e-12)
        return;
    fprintf(stderr, "%s\nENT_SEED=%llu ENT_MODELS=1\n", s->text, (unsigned long long)s->seed);
    fail_msg("%s: %.17g, not %.17g", what, found, right);
}

ent_concept swept_concept(const swept_model *s)
{
    return (ent_concept)(s->seed % ENT_CONCEPTS);
}

ent_status swept_write_down(void *context, const ent_block *block, ent_report *report)
{
    swept_record *r = context;
    size_t length = ent_block_bytes(block);
    assert_non_null(report);
    assert_int_equal(block->block, r->next++);
    r->bytes = realloc(r->bytes, r->length + length);
    assert_non_null(r->bytes);
    ent_block_pack(block, r->bytes + r->length);
    r->length += length;
    return ENT_OK;
}

void swept_run_within(swept *w, swept_model *s, ent_sweep_request request, int threads,
                      size_t known)
{
    uint64_t next = 0;
    *w = (swept){0};
    request.concept = swept_concept(s);
    assert_int_equal(ent_sweep_job_new(&w->job, &s->game, &request, &s->report), ENT_OK);
    const ent_plan *plan = ent_sweep_plan(w->job);
    ent_sweep_limit(w->job, known);
    assert_int_equal(ent_total_init(&w->total, plan, s->game.space.states, &s->memory), ENT_OK);
    const ent_sweep_orders orders = {
        .threads = threads, .take = swept_write_down, .take_context = &w->record};
    assert_int_equal(ent_sweep_run(w->job, &orders, &w->total, &next, &s->report), ENT_OK);
    assert_int_equal(next, plan->blocks);
    assert_int_equal(w->total.cases, plan->cases);
}

void swept_run(swept *w, swept_model *s, ent_sweep_request request, int threads)
{
    swept_run_within(w, s, request, threads, SIZE_MAX);
}

void swept_finish(swept *w)
{
    free(w->record.bytes);
    ent_total_free(&w->total);
    ent_sweep_job_free(w->job);
}

void swept_expect_same(const swept_model *s, const swept *a, const swept *b)
{
    if (a->record.length != b->record.length ||
        memcmp(a->record.bytes, b->record.bytes, a->record.length) != 0)
        swept_expect(s, "blocks are the same", 0, 1);
    assert_memory_equal(a->total.sums, b->total.sums, a->total.states * sizeof *a->total.sums);
    assert_memory_equal(a->total.answers, b->total.answers, sizeof a->total.answers);
    if (a->total.groups != NULL)
        assert_memory_equal(a->total.groups, b->total.groups,
                            ENT_GROUPS * a->total.group_words * sizeof *a->total.groups);
}
