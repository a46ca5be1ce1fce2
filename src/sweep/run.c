/* Threads that take blocks as they come, and hand them on in order. */
#include <sched.h>
#include <stdatomic.h>

#include "base/threads.h"
#include "sweep/sweep.h"

enum { RING_MOST = 64, RING_BYTES = 256 * 1024 * 1024 };

/* A finished block waits here, as bytes, until those before it have come. */
typedef struct {
    ent_memory memory;
    uint8_t *bytes;
    size_t length;
    atomic_bool full;
} place;

typedef struct {
    const ent_sweep_job *job;
    const ent_sweep_orders *orders;
    const ent_plan *plan;
    ent_total *total;
    ent_report *report;
    place places[RING_MOST];
    uint64_t ring;            /* places that are used */
    _Atomic uint64_t claimed; /* blocks below this one are being worked on, or done */
    _Atomic uint64_t taken;   /* blocks below this one are in the total */
    atomic_flag busy;         /* a thread is handing blocks on */
    atomic_bool stopped;      /* no more blocks are to be begun */
    _Atomic int status;       /* of what failed first */
} running;

static bool has_failed(running *r)
{
    return atomic_load(&r->status) != ENT_OK;
}

static void fail(running *r, ent_status status)
{
    int none = ENT_OK;
    (void)atomic_compare_exchange_strong(&r->status, &none, (int)status);
    atomic_store(&r->stopped, true);
}

/* Adds a block to the total and gives it to whoever wants it. */
static ent_status add_block(running *r, const place *from)
{
    ent_block block;
    ent_arena arena = ent_arena_new(r->total->memory);
    ent_status status =
        ent_block_unpack(&block, from->bytes, from->length, r->plan, r->total->states, &arena);
    if (status == ENT_OK)
        ent_total_add(r->total, &block);
    if (status == ENT_OK && r->orders->take != NULL)
        status = r->orders->take(r->orders->take_context, &block, r->report);
    ent_arena_free(&arena);
    return status;
}

static void empty(place *p)
{
    ent_release(&p->memory, p->bytes, p->length);
    p->bytes = NULL;
}

static void hand_on(running *r, place *next)
{
    const ent_sweep_orders *orders = r->orders;
    ent_status status = add_block(r, next);
    if (status != ENT_OK) {
        fail(r, status);
        return;
    }
    empty(next);
    atomic_store(&next->full, false);
    uint64_t taken = atomic_fetch_add(&r->taken, 1) + 1;
    if (orders->progress != NULL)
        orders->progress(orders->progress_context, (double)taken / (double)r->plan->blocks);
    if (orders->stop != NULL && orders->stop(orders->stop_context))
        atomic_store(&r->stopped, true);
}

/* Hands on what is finished, unless another thread is doing so: that one looks again when it has
 * let go, so that nothing is left. */
static void hand_on_all(running *r)
{
    for (;;) {
        if (has_failed(r) || !atomic_load(&r->places[atomic_load(&r->taken) % r->ring].full) ||
            atomic_flag_test_and_set(&r->busy))
            return;
        place *next = &r->places[atomic_load(&r->taken) % r->ring];
        while (!has_failed(r) && atomic_load(&next->full)) {
            hand_on(r, next);
            next = &r->places[atomic_load(&r->taken) % r->ring];
        }
        atomic_flag_clear(&r->busy);
    }
}

static ent_status work_on_block(running *r, ent_sweeper *sweeper, uint64_t number)
{
    ent_block block;
    place *to = &r->places[number % r->ring];
    ent_status status = ent_sweep_block(sweeper, number, &block);
    if (status != ENT_OK)
        return status;
    while (number - atomic_load(&r->taken) >= r->ring) {
        if (has_failed(r))
            return ENT_OK;
        hand_on_all(r);
        (void)sched_yield();
    }
    to->length = ent_block_bytes(&block);
    to->bytes = ent_allocate(&to->memory, to->length);
    if (to->bytes == NULL)
        return ENT_NO_RESOURCE;
    ent_block_pack(&block, to->bytes);
    atomic_store(&to->full, true);
    return ENT_OK;
}

static void work(running *r)
{
    ent_sweeper *sweeper = NULL;
    ent_status status = ent_sweeper_new(&sweeper, r->job);
    while (status == ENT_OK && !atomic_load(&r->stopped)) {
        uint64_t number = atomic_fetch_add(&r->claimed, 1);
        if (number >= r->plan->blocks)
            break;
        status = work_on_block(r, sweeper, number);
        hand_on_all(r);
    }
    if (status != ENT_OK)
        fail(r, status);
    ent_sweeper_free(sweeper);
}

static int choose_threads(const running *r)
{
    uint64_t left = r->plan->blocks - r->orders->first;
    int threads = r->orders->threads > 0 ? r->orders->threads : ent_threads_most();
    return left < (uint64_t)threads ? (int)left : threads;
}

/* As many places as keep threads from waiting, and large blocks from filling the memory. */
static uint64_t choose_ring(const ent_total *total, int threads)
{
    uint64_t places = RING_BYTES / ent_block_bytes_most(total->plan, total->states);
    uint64_t least = (uint64_t)threads + 1 < RING_MOST ? (uint64_t)threads + 1 : RING_MOST;
    return places < least ? least : places > RING_MOST ? RING_MOST : places;
}

ent_status ent_sweep_run(const ent_sweep_job *job, const ent_sweep_orders *orders, ent_total *total,
                         uint64_t *next, ent_report *report)
{
    running r = {.job = job,
                 .orders = orders,
                 .plan = ent_sweep_plan(job),
                 .total = total,
                 .report = report,
                 .claimed = orders->first,
                 .taken = orders->first,
                 .busy = ATOMIC_FLAG_INIT};
    int threads = choose_threads(&r);
    size_t errors = report->errors;
    r.ring = choose_ring(total, threads);
    for (size_t i = 0; i < r.ring; i++)
        r.places[i].memory =
            (ent_memory){.hook = total->memory->hook, .context = total->memory->context};
    if (threads > 0) {
#pragma omp parallel num_threads(threads)
        work(&r);
    }
    for (size_t i = 0; i < r.ring; i++)
        empty(&r.places[i]);
    ent_sweep_forget(job);
    *next = atomic_load(&r.taken);
    ent_status status = (ent_status)atomic_load(&r.status);
    return status == ENT_NO_RESOURCE && report->errors == errors ? ent_out_of_memory(report)
                                                                 : status;
}
