/*
 * Threads that work on blocks while another one, which gives out the blocks and collects what comes
 * of them, is free to listen to others.
 */
#ifndef ENT_SWEEP_CREW_H
#define ENT_SWEEP_CREW_H

#include "sweep/sweep.h"

typedef struct ent_crew ent_crew;

/* A block as bytes, which whoever collected it lets go. */
typedef struct {
    ent_memory memory;
    uint8_t *bytes;
    size_t length;
    uint64_t block;
} ent_parcel;

void ent_parcel_free(ent_parcel *parcel);

/* `crew` is NULL on failure. */
ent_status ent_crew_new(ent_crew **crew, const ent_sweep_job *job, int threads, ent_memory *memory);

/* Ends when the blocks that are being worked on are done. */
void ent_crew_free(ent_crew *crew);

/* How many more blocks it takes: some wait until a thread is free. */
int ent_crew_room(ent_crew *crew);

/* Gives it one of these. */
void ent_crew_give(ent_crew *crew, uint64_t block);

/* What one has finished; false when none has. A thread that failed has ended, and leaves its status
 * and an empty parcel. */
bool ent_crew_collect(ent_crew *crew, ent_parcel *parcel, ent_status *status);

#endif
