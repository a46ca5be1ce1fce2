/*
 * What ranks say to each other. A message is so small that MPI sends it at once, whether or not the
 * other side is listening or even alive; so nobody waits for a rank that has died.
 */
#ifndef ENT_MPI_WIRE_H
#define ENT_MPI_WIRE_H

#include "base/memory.h"

typedef enum {
    /* to rank 0: */
    ENT_WIRE_HELLO = 1, /* 8 bytes that tell what is swept */
    ENT_WIRE_WANT,      /* there is room for a block */
    ENT_WIRE_RESULT,    /* a block of so many bytes follows … */
    ENT_WIRE_PIECE,     /* … in such pieces */
    ENT_WIRE_LEAVE,     /* I cannot go on; the text says why */
    /* from rank 0: */
    ENT_WIRE_WORK, /* the number of a block */
    ENT_WIRE_STOP, /* it is over; 1: some rank is lost, so do not wait for all to end */
    /* either way, now and then: */
    ENT_WIRE_ALIVE,
} ent_wire_kind;

enum { ENT_WIRE_BYTES = 2048 };

typedef struct {
    int rank; /* who sent it */
    ent_wire_kind kind;
    size_t length;
    uint8_t bytes[ENT_WIRE_BYTES];
} ent_message;

/* What was sent, and is not gone: MPI may still look at it. */
typedef struct ent_letter ent_letter;

typedef struct {
    ent_letter *unsent;
} ent_wire;

/* Sends up to ENT_WIRE_BYTES; false when they were not gone within `patience` seconds. */
bool ent_wire_send(ent_wire *wire, int rank, ent_wire_kind kind, const void *bytes, size_t length,
                   double patience);
/* Sends more than that, piece after piece, and waits when all are on their way: a piece may wait
 * until the other side looks around. */
bool ent_wire_send_pieces(ent_wire *wire, int rank, ent_wire_kind kind, const uint8_t *bytes,
                          size_t length, double patience);

bool ent_wire_send_number(ent_wire *wire, int rank, ent_wire_kind kind, uint64_t number,
                          double patience);

/* The next message, if one has come. */
bool ent_wire_receive(ent_message *message);

/* The number in a message of eight bytes; false when it has another length. */
bool ent_wire_number(const ent_message *message, uint64_t *number);

/* Seconds of a clock that only goes forward. */
double ent_wire_now(void);

/* A moment of rest, the longer the more of them have been taken in a row: whoever looks around less
 * often leaves more of its core to the threads that work. Counts them. */
void ent_wire_rest(uint32_t *rests);

#endif
