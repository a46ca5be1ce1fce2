/* A rank that works: asks for blocks, and sends back what comes of them. */
#include "mpi/ranks.h"
#include "sweep/crew.h"

typedef struct {
    ent_ranks *ranks;
    ent_crew *crew;
    double heard; /* of rank 0 */
    double beaten;
    bool over;
    bool deaf; /* rank 0 takes no more messages */
} following;

static void send(following *f, ent_wire_kind kind, const void *bytes, size_t length)
{
    if (!f->deaf && !ent_wire_send(&f->ranks->wire, 0, kind, bytes, length, f->ranks->patience))
        f->deaf = true;
    f->beaten = ent_wire_now();
}

static void send_number(following *f, ent_wire_kind kind, uint64_t number)
{
    if (!f->deaf && !ent_wire_send_number(&f->ranks->wire, 0, kind, number, f->ranks->patience))
        f->deaf = true;
}

static void send_parcel(following *f, const ent_parcel *parcel)
{
    send_number(f, ENT_WIRE_RESULT, parcel->length);
    if (!f->deaf && !ent_wire_send_pieces(&f->ranks->wire, 0, ENT_WIRE_PIECE, parcel->bytes,
                                          parcel->length, f->ranks->patience))
        f->deaf = true;
    f->beaten = ent_wire_now();
}

/* Sends what is finished, and asks for more. */
static bool collect(following *f, ent_status *status)
{
    ent_parcel parcel;
    bool any = false;
    while (*status == ENT_OK && ent_crew_collect(f->crew, &parcel, status)) {
        any = true;
        if (*status == ENT_OK) {
            send_parcel(f, &parcel);
            send(f, ENT_WIRE_WANT, NULL, 0);
        }
        ent_parcel_free(&parcel);
    }
    return any;
}

static void hear(following *f, const ent_message *message)
{
    uint64_t number = 0;
    f->heard = ent_wire_now();
    if (message->kind == ENT_WIRE_WORK && ent_wire_number(message, &number))
        ent_crew_give(f->crew, number);
    if (message->kind != ENT_WIRE_STOP)
        return;
    (void)ent_wire_number(message, &number);
    f->over = true;
    f->ranks->stopped = true;
    f->ranks->lost = number != 0;
}

static ent_status work(following *f)
{
    ent_status status = ENT_OK;
    ent_message message;
    uint32_t rests = 0;
    while (status == ENT_OK && !f->over) {
        bool busy = collect(f, &status);
        for (; !f->over && ent_wire_receive(&message); busy = true)
            hear(f, &message);
        double now = ent_wire_now();
        if (now - f->beaten > f->ranks->beat)
            send(f, ENT_WIRE_ALIVE, NULL, 0);
        if (f->deaf || now - f->heard > f->ranks->patience) {
            f->ranks->lost = true;
            return ENT_NO_RESOURCE;
        }
        if (busy)
            rests = 0;
        else
            ent_wire_rest(&rests);
    }
    return status;
}

ent_status ent_ranks_follow(void *context, const ent_store_run *run, const ent_sweep_job *job,
                            const ent_sweep_orders *orders, ent_total *total, uint64_t *next,
                            ent_report *report)
{
    following f = {.ranks = context, .heard = ent_wire_now(), .beaten = ent_wire_now()};
    int threads = orders->threads > 0 ? orders->threads : 1;
    uint64_t fingerprint = 0;
    *next = orders->first;
    ent_status status = ent_store_fingerprint(run, total->memory, &fingerprint);
    if (status == ENT_OK)
        status = ent_crew_new(&f.crew, job, threads, total->memory);
    if (status == ENT_OK) {
        send_number(&f, ENT_WIRE_HELLO, fingerprint);
        for (int room = ent_crew_room(f.crew); room > 0; room--)
            send(&f, ENT_WIRE_WANT, NULL, 0);
        status = work(&f);
    }
    if (status != ENT_OK && !f.ranks->lost)
        (void)ent_out_of_memory(report);
    ent_crew_free(f.crew);
    return status;
}

void ent_ranks_leave(ent_ranks *ranks, const char *why, size_t length)
{
    (void)ent_wire_send(&ranks->wire, 0, ENT_WIRE_LEAVE, why,
                        length < ENT_WIRE_BYTES ? length : ENT_WIRE_BYTES, ranks->patience);
}
