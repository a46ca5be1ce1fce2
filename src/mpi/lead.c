/* Rank 0: gives out blocks, also to its own threads, and hands on in order what comes back. */
#include <stdio.h>
#include <string.h>

#include "mpi/ranks.h"
#include "sweep/crew.h"
#include "sweep/desk.h"

enum { PLACES_SPARE = 64, PLACES_BYTES = 512 * 1024 * 1024 };

static const double send_most = 10; /* seconds that sending a message may take */

/* What rank 0 knows of another rank. */
typedef struct {
    double heard;
    bool greeted; /* it sweeps the same */
    bool lost;
    bool left;
    uint64_t wants;    /* blocks that it has room for */
    ent_parcel parcel; /* that is coming in … */
    size_t got;        /* … as far as it has come */
} follower;

typedef struct {
    ent_ranks *ranks;
    const ent_sweep_job *job;
    const ent_sweep_orders *orders;
    const ent_plan *plan;
    ent_total *total;
    ent_report *report;
    ent_memory *memory;
    uint64_t fingerprint;
    ent_desk desk;
    ent_crew *crew;
    ent_parcel *parcels; /* done, and waiting for those before them */
    follower *followers; /* by rank */
    double beaten;       /* when a sign of life was given last */
} leading;

static void tell(int rank, const char *what)
{
    (void)fprintf(stderr, "entente: rank %d %s\n", rank, what);
}

static void lose(leading *l, int rank, const char *what)
{
    follower *f = &l->followers[rank];
    f->lost = true;
    l->ranks->lost = true;
    uint64_t again = ent_desk_lose(&l->desk, (uint32_t)rank);
    (void)fprintf(stderr, "entente: rank %d %s; %llu of its blocks are given out again\n", rank,
                  what, (unsigned long long)again);
}

/* --- What comes back ------------------------------------------------------------------------- */

/* Keeps a finished block until its turn, unless another rank was faster. */
static void keep(leading *l, ent_parcel *parcel)
{
    if (ent_desk_done(&l->desk, parcel->block))
        l->parcels[parcel->block % l->desk.window] = *parcel;
    else
        ent_parcel_free(parcel);
    *parcel = (ent_parcel){0};
}

/* The number of the block stands at the beginning of its bytes. */
static uint64_t block_of(const ent_parcel *parcel)
{
    uint64_t block = 0;
    for (size_t i = 0; i < sizeof block && i < parcel->length; i++)
        block |= (uint64_t)parcel->bytes[i] << (8 * i);
    return block;
}

static void begin_parcel(leading *l, follower *f, const ent_message *message)
{
    uint64_t length = 0;
    uint64_t most = ent_block_bytes_most(l->plan, l->total->states);
    ent_parcel_free(&f->parcel);
    f->got = 0;
    if (!ent_wire_number(message, &length) || length > most)
        return;
    f->parcel.memory = (ent_memory){.hook = l->memory->hook, .context = l->memory->context};
    f->parcel.length = length;
    f->parcel.bytes = ent_allocate(&f->parcel.memory, length);
}

static void add_piece(leading *l, follower *f, const ent_message *message)
{
    ent_parcel *parcel = &f->parcel;
    if (parcel->bytes == NULL || parcel->length - f->got < message->length)
        return;
    memcpy(parcel->bytes + f->got, message->bytes, message->length);
    f->got += message->length;
    if (f->got < parcel->length)
        return;
    parcel->block = block_of(parcel);
    keep(l, parcel);
}

/* --- Who is there ---------------------------------------------------------------------------- */

static void greet(leading *l, follower *f, const ent_message *message)
{
    uint64_t fingerprint = 0;
    f->greeted = ent_wire_number(message, &fingerprint) && fingerprint == l->fingerprint;
    if (f->greeted)
        return;
    f->left = true;
    tell(message->rank, "has another model, request or version of Entente, and cannot take part");
    (void)ent_wire_send_number(&l->ranks->wire, message->rank, ENT_WIRE_STOP, 0, send_most);
}

static void hear(leading *l, const ent_message *message)
{
    follower *f = &l->followers[message->rank];
    f->heard = ent_wire_now();
    if (f->lost)
        tell(message->rank, "is there again");
    f->lost = false;
    switch (message->kind) {
    case ENT_WIRE_HELLO:
        greet(l, f, message);
        break;
    case ENT_WIRE_WANT:
        f->wants++;
        break;
    case ENT_WIRE_RESULT:
        begin_parcel(l, f, message);
        break;
    case ENT_WIRE_PIECE:
        add_piece(l, f, message);
        break;
    case ENT_WIRE_LEAVE:
        f->left = true;
        (void)ent_desk_lose(&l->desk, (uint32_t)message->rank);
        (void)fprintf(stderr, "entente: rank %d cannot go on: %.*s\n", message->rank,
                      (int)message->length, (const char *)message->bytes);
        break;
    default:
        break;
    }
}

static void look_for_silence(leading *l)
{
    double now = ent_wire_now();
    for (int rank = 1; rank < l->ranks->ranks; rank++) {
        follower *f = &l->followers[rank];
        if (!f->left && !f->lost && now - f->heard > l->ranks->patience)
            lose(l, rank, "is silent");
    }
    if (now - l->beaten < l->ranks->beat)
        return;
    l->beaten = now;
    for (int rank = 1; rank < l->ranks->ranks; rank++)
        if (!l->followers[rank].left && !l->followers[rank].lost &&
            !ent_wire_send(&l->ranks->wire, rank, ENT_WIRE_ALIVE, NULL, 0, send_most))
            lose(l, rank, "takes no messages");
}

/* --- Work ------------------------------------------------------------------------------------ */

static bool collect(leading *l, ent_status *status)
{
    ent_parcel parcel;
    ent_status found = ENT_OK;
    bool any = false;
    while (*status == ENT_OK && ent_crew_collect(l->crew, &parcel, &found)) {
        any = true;
        *status = found;
        if (found == ENT_OK)
            keep(l, &parcel);
        else
            ent_parcel_free(&parcel);
    }
    return any;
}

static void give_own(leading *l)
{
    uint64_t block = 0;
    for (int room = ent_crew_room(l->crew); room > 0 && ent_desk_give(&l->desk, 0, &block); room--)
        ent_crew_give(l->crew, block);
}

static void give_others(leading *l)
{
    uint64_t block = 0;
    for (int rank = 1; rank < l->ranks->ranks; rank++) {
        follower *f = &l->followers[rank];
        while (f->greeted && !f->left && !f->lost && f->wants > 0 &&
               ent_desk_give(&l->desk, (uint32_t)rank, &block)) {
            f->wants--;
            if (!ent_wire_send_number(&l->ranks->wire, rank, ENT_WIRE_WORK, block, send_most))
                lose(l, rank, "takes no messages");
        }
    }
}

/* Adds the next block to the total, and gives it to whoever wants it. */
static ent_status hand_on(leading *l)
{
    ent_block block;
    ent_parcel *parcel = &l->parcels[l->desk.taken % l->desk.window];
    ent_arena arena = ent_arena_new(l->memory);
    ent_status status =
        ent_block_unpack(&block, parcel->bytes, parcel->length, l->plan, l->total->states, &arena);
    if (status == ENT_WRONG_USE) {
        (void)ent_error(l->report, (ent_place){0}, "a rank sent what is no block of this sweep");
        status = ENT_NO_RESOURCE;
    } else if (status != ENT_OK) {
        (void)ent_out_of_memory(l->report);
    }
    if (status == ENT_OK)
        ent_total_add(l->total, &block);
    if (status == ENT_OK && l->orders->take != NULL)
        status = l->orders->take(l->orders->take_context, &block, l->report);
    ent_arena_free(&arena);
    ent_parcel_free(parcel);
    if (status == ENT_OK)
        ent_desk_hand_on(&l->desk);
    if (status == ENT_OK && l->orders->progress != NULL)
        l->orders->progress(l->orders->progress_context,
                            (double)l->desk.taken / (double)l->desk.blocks);
    return status;
}

static ent_status serve(leading *l)
{
    ent_status status = ENT_OK;
    ent_message message;
    uint32_t rests = 0;
    while (status == ENT_OK && !ent_desk_is_over(&l->desk)) {
        bool busy = collect(l, &status);
        for (; ent_wire_receive(&message); busy = true)
            hear(l, &message);
        while (status == ENT_OK && ent_desk_has_next(&l->desk))
            status = hand_on(l);
        if (l->orders->stop != NULL && l->orders->stop(l->orders->stop_context))
            ent_desk_close(&l->desk);
        give_own(l);
        give_others(l);
        look_for_silence(l);
        if (busy)
            rests = 0;
        else
            ent_wire_rest(&rests);
    }
    return status;
}

/* --- Beginning and end ----------------------------------------------------------------------- */

/* Places for as many blocks as keep all from waiting for a slow one, unless they are large. */
static uint64_t choose_window(const leading *l, int threads)
{
    uint64_t least = 2 * (uint64_t)threads * (uint64_t)l->ranks->ranks + 1;
    uint64_t places = PLACES_BYTES / ent_block_bytes_most(l->plan, l->total->states);
    uint64_t most = 2 * least + PLACES_SPARE;
    return places < least ? least : places < most ? places : most;
}

static ent_status prepare(leading *l, const ent_store_run *run, int threads)
{
    size_t ranks = (size_t)l->ranks->ranks;
    ent_status status = ent_store_fingerprint(run, l->memory, &l->fingerprint);
    if (status == ENT_OK)
        status = ent_desk_init(&l->desk, l->orders->first, l->plan->blocks,
                               choose_window(l, threads), l->memory);
    if (status != ENT_OK)
        return status;
    l->parcels = ent_allocate(l->memory, l->desk.window * sizeof *l->parcels);
    l->followers = ent_allocate(l->memory, ranks * sizeof *l->followers);
    if (l->parcels == NULL || l->followers == NULL)
        return ENT_NO_RESOURCE;
    for (size_t rank = 0; rank < ranks; rank++)
        l->followers[rank].heard = ent_wire_now();
    return ent_crew_new(&l->crew, l->job, threads, l->memory);
}

static void finish(leading *l)
{
    ent_crew_free(l->crew);
    for (uint64_t i = 0; l->parcels != NULL && i < l->desk.window; i++)
        ent_parcel_free(&l->parcels[i]);
    for (int rank = 0; l->followers != NULL && rank < l->ranks->ranks; rank++)
        ent_parcel_free(&l->followers[rank].parcel);
    ent_release(l->memory, l->parcels, l->desk.window * sizeof *l->parcels);
    ent_release(l->memory, l->followers, (size_t)l->ranks->ranks * sizeof *l->followers);
    ent_desk_free(&l->desk);
}

ent_status ent_ranks_lead(void *context, const ent_store_run *run, const ent_sweep_job *job,
                          const ent_sweep_orders *orders, ent_total *total, uint64_t *next,
                          ent_report *report)
{
    leading l = {.ranks = context,
                 .job = job,
                 .orders = orders,
                 .plan = ent_sweep_plan(job),
                 .total = total,
                 .report = report,
                 .memory = total->memory};
    ent_status status = prepare(&l, run, orders->threads > 0 ? orders->threads : 1);
    if (status != ENT_OK)
        (void)ent_out_of_memory(report);
    else
        status = serve(&l);
    if (status == ENT_NO_RESOURCE && report->errors == 0)
        (void)ent_out_of_memory(report);
    *next = l.desk.memory == NULL ? orders->first : l.desk.taken;
    finish(&l);
    return status;
}

void ent_ranks_dismiss(ent_ranks *ranks)
{
    for (int rank = 1; rank < ranks->ranks; rank++)
        (void)ent_wire_send_number(&ranks->wire, rank, ENT_WIRE_STOP, ranks->lost, ranks->beat);
}
