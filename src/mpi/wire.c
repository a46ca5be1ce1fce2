/* Messages by MPI, none of which is waited for longer than can be borne. */
#include "mpi/wire.h"

#include <mpi.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { NUMBER_BYTES = 8, REST_LEAST = 50000, REST_MOST = 2000000 /* nanoseconds */ };

struct ent_letter {
    ent_letter *next;
    MPI_Request request;
    uint8_t bytes[];
};

double ent_wire_now(void)
{
    struct timespec time;
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

void ent_wire_rest(uint32_t *rests)
{
    long length = REST_LEAST;
    for (uint32_t i = 0; i < *rests && length < REST_MOST; i++)
        length *= 2;
    const struct timespec rest = {.tv_nsec = length < REST_MOST ? length : REST_MOST};
    (void)nanosleep(&rest, NULL);
    ++*rests;
}

static bool wait_for(MPI_Request *request, double patience)
{
    int gone = 0;
    uint32_t rests = 0;
    double until = ent_wire_now() + patience;
    while (MPI_Test(request, &gone, MPI_STATUS_IGNORE) == MPI_SUCCESS && gone == 0) {
        if (ent_wire_now() > until)
            return false;
        ent_wire_rest(&rests);
    }
    return gone != 0;
}

/* Hands a letter to MPI, and puts it in front of the others. */
static bool post(ent_wire *wire, int rank, ent_wire_kind kind, const void *bytes, size_t length)
{
    ent_letter *letter = malloc(sizeof *letter + length);
    if (letter == NULL)
        return false;
    if (length > 0)
        memcpy(letter->bytes, bytes, length);
    letter->next = wire->unsent;
    letter->request = MPI_REQUEST_NULL;
    wire->unsent = letter;
    return MPI_Isend(letter->bytes, (int)length, MPI_BYTE, rank, (int)kind, MPI_COMM_WORLD,
                     &letter->request) == MPI_SUCCESS;
}

/* Waits for the letter in front, and throws it away. */
static bool finish(ent_wire *wire, double patience)
{
    ent_letter *letter = wire->unsent;
    if (!wait_for(&letter->request, patience))
        return false;
    wire->unsent = letter->next;
    free(letter);
    return true;
}

bool ent_wire_send(ent_wire *wire, int rank, ent_wire_kind kind, const void *bytes, size_t length,
                   double patience)
{
    return post(wire, rank, kind, bytes, length) && finish(wire, patience);
}

bool ent_wire_send_pieces(ent_wire *wire, int rank, ent_wire_kind kind, const uint8_t *bytes,
                          size_t length, double patience)
{
    size_t pieces = 0;
    for (size_t sent = 0; sent < length; pieces++) {
        size_t left = length - sent;
        size_t piece = left < ENT_WIRE_BYTES ? left : ENT_WIRE_BYTES;
        if (!post(wire, rank, kind, bytes + sent, piece))
            return false;
        sent += piece;
    }
    for (; pieces > 0; pieces--)
        if (!finish(wire, patience))
            return false;
    return true;
}

bool ent_wire_send_number(ent_wire *wire, int rank, ent_wire_kind kind, uint64_t number,
                          double patience)
{
    uint8_t bytes[NUMBER_BYTES];
    for (int i = 0; i < NUMBER_BYTES; i++)
        bytes[i] = (uint8_t)(number >> (8 * i));
    return ent_wire_send(wire, rank, kind, bytes, sizeof bytes, patience);
}

bool ent_wire_number(const ent_message *message, uint64_t *number)
{
    *number = 0;
    for (int i = 0; i < NUMBER_BYTES; i++)
        *number |= (uint64_t)message->bytes[i] << (8 * i);
    return message->length == NUMBER_BYTES;
}

bool ent_wire_receive(ent_message *message)
{
    int there = 0;
    int length = 0;
    MPI_Status status;
    if (MPI_Iprobe(MPI_ANY_SOURCE, MPI_ANY_TAG, MPI_COMM_WORLD, &there, &status) != MPI_SUCCESS ||
        there == 0 || MPI_Get_count(&status, MPI_BYTE, &length) != MPI_SUCCESS)
        return false;
    message->rank = status.MPI_SOURCE;
    message->kind = (ent_wire_kind)status.MPI_TAG;
    if (MPI_Recv(message->bytes, sizeof message->bytes, MPI_BYTE, status.MPI_SOURCE, status.MPI_TAG,
                 MPI_COMM_WORLD, MPI_STATUS_IGNORE) != MPI_SUCCESS)
        return false;
    message->length = (size_t)length;
    return length >= 0 && message->length <= sizeof message->bytes;
}
