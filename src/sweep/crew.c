/* Blocks lie in slots: given, being worked on by a member, finished, and collected. */
#include "sweep/crew.h"

#include <pthread.h>

enum { SLOTS_EACH = 2 /* so that a member that is done finds the next block at once */ };

typedef enum { FREE, GIVEN, WORKING, FINISHED } slot_state;

typedef struct {
    slot_state state;
    ent_status status;
    ent_parcel parcel;
} slot;

typedef struct {
    ent_crew *crew;
    pthread_t thread;
    ent_sweeper *sweeper;
} member;

struct ent_crew {
    ent_memory *memory;
    const ent_sweep_job *job;
    pthread_mutex_t lock; /* of all that follows */
    pthread_cond_t called;
    bool over;
    int count;
    int started;
    slot *slots;
    member *members;
};

void ent_parcel_free(ent_parcel *parcel)
{
    ent_release(&parcel->memory, parcel->bytes, parcel->length);
    *parcel = (ent_parcel){0};
}

static ent_status work_on(ent_sweeper *sweeper, ent_parcel *parcel)
{
    ent_block block;
    ent_status status = ent_sweep_block(sweeper, parcel->block, &block);
    if (status != ENT_OK)
        return status;
    parcel->length = ent_block_bytes(&block);
    parcel->bytes = ent_allocate(&parcel->memory, parcel->length);
    if (parcel->bytes == NULL)
        return ENT_NO_RESOURCE;
    ent_block_pack(&block, parcel->bytes);
    return ENT_OK;
}

/* The slot in this state that has the lowest block, or NULL. The lock is held. */
static slot *find(ent_crew *crew, slot_state state)
{
    slot *found = NULL;
    for (int i = 0; i < SLOTS_EACH * crew->count; i++) {
        slot *s = &crew->slots[i];
        if (s->state == state && (found == NULL || s->parcel.block < found->parcel.block))
            found = s;
    }
    return found;
}

static void *live(void *context)
{
    member *m = context;
    ent_crew *crew = m->crew;
    ent_status status = ENT_OK;
    (void)pthread_mutex_lock(&crew->lock);
    while (status == ENT_OK) {
        slot *s = find(crew, GIVEN);
        while (!crew->over && s == NULL) {
            (void)pthread_cond_wait(&crew->called, &crew->lock);
            s = find(crew, GIVEN);
        }
        if (crew->over)
            break;
        s->state = WORKING;
        (void)pthread_mutex_unlock(&crew->lock);
        status = work_on(m->sweeper, &s->parcel);
        (void)pthread_mutex_lock(&crew->lock);
        s->status = status;
        s->state = FINISHED;
    }
    (void)pthread_mutex_unlock(&crew->lock);
    return NULL;
}

static ent_status start(ent_crew *crew)
{
    member *m = &crew->members[crew->started];
    m->crew = crew;
    ent_status status = ent_sweeper_new(&m->sweeper, crew->job);
    if (status == ENT_OK && pthread_create(&m->thread, NULL, live, m) != 0)
        status = ENT_NO_RESOURCE;
    if (status == ENT_OK)
        crew->started++;
    else
        ent_sweeper_free(m->sweeper);
    return status;
}

ent_status ent_crew_new(ent_crew **crew, const ent_sweep_job *job, int threads, ent_memory *memory)
{
    size_t count = (size_t)threads;
    ent_crew *c = ent_allocate(memory, sizeof *c);
    *crew = NULL;
    if (c == NULL)
        return ENT_NO_RESOURCE;
    *c = (ent_crew){.memory = memory, .job = job, .count = threads};
    c->slots = ent_allocate(memory, SLOTS_EACH * count * sizeof *c->slots);
    c->members = ent_allocate(memory, count * sizeof *c->members);
    (void)pthread_mutex_init(&c->lock, NULL);
    (void)pthread_cond_init(&c->called, NULL);
    ent_status status = c->slots == NULL || c->members == NULL ? ENT_NO_RESOURCE : ENT_OK;
    for (int i = 0; i < threads && status == ENT_OK; i++)
        status = start(c);
    if (status == ENT_OK)
        *crew = c;
    else
        ent_crew_free(c);
    return status;
}

void ent_crew_free(ent_crew *crew)
{
    if (crew == NULL)
        return;
    size_t count = (size_t)crew->count;
    (void)pthread_mutex_lock(&crew->lock);
    crew->over = true;
    (void)pthread_cond_broadcast(&crew->called);
    (void)pthread_mutex_unlock(&crew->lock);
    for (int i = 0; i < crew->started; i++) {
        (void)pthread_join(crew->members[i].thread, NULL);
        ent_sweeper_free(crew->members[i].sweeper);
    }
    ent_sweep_forget(crew->job);
    for (size_t i = 0; crew->slots != NULL && i < SLOTS_EACH * count; i++)
        ent_parcel_free(&crew->slots[i].parcel);
    (void)pthread_cond_destroy(&crew->called);
    (void)pthread_mutex_destroy(&crew->lock);
    ent_release(crew->memory, crew->slots, SLOTS_EACH * count * sizeof *crew->slots);
    ent_release(crew->memory, crew->members, count * sizeof *crew->members);
    ent_release(crew->memory, crew, sizeof *crew);
}

int ent_crew_room(ent_crew *crew)
{
    int room = 0;
    (void)pthread_mutex_lock(&crew->lock);
    for (int i = 0; i < SLOTS_EACH * crew->count; i++)
        room += crew->slots[i].state == FREE;
    (void)pthread_mutex_unlock(&crew->lock);
    return room;
}

void ent_crew_give(ent_crew *crew, uint64_t block)
{
    (void)pthread_mutex_lock(&crew->lock);
    slot *s = find(crew, FREE);
    if (s != NULL) {
        s->parcel =
            (ent_parcel){.block = block,
                         .memory = {.hook = crew->memory->hook, .context = crew->memory->context}};
        s->state = GIVEN;
        (void)pthread_cond_broadcast(&crew->called);
    }
    (void)pthread_mutex_unlock(&crew->lock);
}

bool ent_crew_collect(ent_crew *crew, ent_parcel *parcel, ent_status *status)
{
    (void)pthread_mutex_lock(&crew->lock);
    slot *s = find(crew, FINISHED);
    if (s != NULL) {
        *parcel = s->parcel;
        *status = s->status;
        *s = (slot){.state = FREE};
    }
    (void)pthread_mutex_unlock(&crew->lock);
    return s != NULL;
}
