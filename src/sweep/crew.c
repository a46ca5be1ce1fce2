/* Each member waits for a block, works on it, and waits for what came of it to be collected. */
#include "sweep/crew.h"

#include <pthread.h>

typedef enum { IDLE, GIVEN, WORKING, FINISHED, GONE } member_state;

typedef struct {
    ent_crew *crew;
    pthread_t thread;
    ent_sweeper *sweeper;
    member_state state;
    ent_status status;
    ent_parcel parcel;
} member;

struct ent_crew {
    ent_memory *memory;
    pthread_mutex_t lock; /* of all that follows */
    pthread_cond_t called;
    bool over;
    int count;
    int started;
    size_t size;
    member members[];
};

void ent_parcel_free(ent_parcel *parcel)
{
    ent_release(&parcel->memory, parcel->bytes, parcel->length);
    *parcel = (ent_parcel){0};
}

static ent_status work_on(member *m)
{
    ent_block block;
    ent_status status = ent_sweep_block(m->sweeper, m->parcel.block, &block);
    if (status != ENT_OK)
        return status;
    m->parcel.length = ent_block_bytes(&block);
    m->parcel.bytes = ent_allocate(&m->parcel.memory, m->parcel.length);
    if (m->parcel.bytes == NULL)
        return ENT_NO_RESOURCE;
    ent_block_pack(&block, m->parcel.bytes);
    return ENT_OK;
}

static void *live(void *context)
{
    member *m = context;
    ent_crew *crew = m->crew;
    (void)pthread_mutex_lock(&crew->lock);
    for (;;) {
        while (!crew->over && m->state != GIVEN)
            (void)pthread_cond_wait(&crew->called, &crew->lock);
        if (crew->over)
            break;
        m->state = WORKING;
        (void)pthread_mutex_unlock(&crew->lock);
        ent_status status = work_on(m);
        (void)pthread_mutex_lock(&crew->lock);
        m->status = status;
        m->state = FINISHED;
    }
    (void)pthread_mutex_unlock(&crew->lock);
    return NULL;
}

static ent_status start(ent_crew *crew, member *m, const ent_sweep_job *job)
{
    m->crew = crew;
    ent_status status = ent_sweeper_new(&m->sweeper, job);
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
    size_t size = sizeof **crew + (size_t)threads * sizeof(member);
    *crew = ent_allocate(memory, size);
    if (*crew == NULL)
        return ENT_NO_RESOURCE;
    (*crew)->memory = memory;
    (*crew)->size = size;
    (*crew)->count = threads;
    (void)pthread_mutex_init(&(*crew)->lock, NULL);
    (void)pthread_cond_init(&(*crew)->called, NULL);
    ent_status status = ENT_OK;
    for (int i = 0; i < threads && status == ENT_OK; i++)
        status = start(*crew, &(*crew)->members[i], job);
    if (status != ENT_OK) {
        ent_crew_free(*crew);
        *crew = NULL;
    }
    return status;
}

void ent_crew_free(ent_crew *crew)
{
    if (crew == NULL)
        return;
    (void)pthread_mutex_lock(&crew->lock);
    crew->over = true;
    (void)pthread_cond_broadcast(&crew->called);
    (void)pthread_mutex_unlock(&crew->lock);
    for (int i = 0; i < crew->started; i++) {
        member *m = &crew->members[i];
        (void)pthread_join(m->thread, NULL);
        ent_sweeper_free(m->sweeper);
        ent_parcel_free(&m->parcel);
    }
    (void)pthread_cond_destroy(&crew->called);
    (void)pthread_mutex_destroy(&crew->lock);
    ent_release(crew->memory, crew, crew->size);
}

/* A member in this state, or NULL. The lock is held. */
static member *find(ent_crew *crew, member_state state)
{
    for (int i = 0; i < crew->count; i++)
        if (crew->members[i].state == state)
            return &crew->members[i];
    return NULL;
}

int ent_crew_idle(ent_crew *crew)
{
    int idle = 0;
    (void)pthread_mutex_lock(&crew->lock);
    for (int i = 0; i < crew->count; i++)
        idle += crew->members[i].state == IDLE;
    (void)pthread_mutex_unlock(&crew->lock);
    return idle;
}

void ent_crew_give(ent_crew *crew, uint64_t block)
{
    (void)pthread_mutex_lock(&crew->lock);
    member *m = find(crew, IDLE);
    if (m != NULL) {
        m->parcel =
            (ent_parcel){.block = block,
                         .memory = {.hook = crew->memory->hook, .context = crew->memory->context}};
        m->state = GIVEN;
        (void)pthread_cond_broadcast(&crew->called);
    }
    (void)pthread_mutex_unlock(&crew->lock);
}

bool ent_crew_collect(ent_crew *crew, ent_parcel *parcel, ent_status *status)
{
    (void)pthread_mutex_lock(&crew->lock);
    member *m = find(crew, FINISHED);
    if (m != NULL) {
        *parcel = m->parcel;
        *status = m->status;
        m->parcel = (ent_parcel){0};
        m->state = m->status == ENT_OK ? IDLE : GONE;
    }
    (void)pthread_mutex_unlock(&crew->lock);
    return m != NULL;
}
