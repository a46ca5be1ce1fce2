/*
 * Exact numbers by their remainders: sums are computed modulo many primes below 2^31, which needs
 * no carries and fills vectors, and put together at the end by the Chinese remainder theorem.
 */
#ifndef ENT_VOTE_RESIDUES_H
#define ENT_VOTE_RESIDUES_H

#include "base/memory.h"
#include "vote/natural.h"

/* Every prime is 1 modulo this, so that it has roots of unity of this order. */
enum { ENT_ROOTS = 4096 };

typedef struct {
    uint32_t *items; /* descending */
    uint32_t count;
    ent_natural product;
    ent_natural *others; /* by prime: the product of all others, */
    uint32_t *inverses;  /* and its inverse modulo the prime */
} ent_primes;

/* How many primes are enough to tell the numbers below 2^bits apart. */
uint32_t ent_primes_needed(uint64_t bits);

/* As many primes as that, in the arena; false when there is no memory. */
bool ent_primes_make(ent_primes *primes, uint64_t bits, ent_arena *arena);

static inline uint32_t ent_modular_product(uint32_t a, uint32_t b, uint32_t prime)
{
    return (uint32_t)((uint64_t)a * b % prime);
}

static inline uint32_t ent_modular_sum(uint32_t a, uint32_t b, uint32_t prime)
{
    uint32_t sum = a + b;
    return sum < prime ? sum : sum - prime;
}

static inline uint32_t ent_modular_difference(uint32_t a, uint32_t b, uint32_t prime)
{
    return a < b ? a + prime - b : a - b;
}

uint32_t ent_modular_power(uint32_t base, uint64_t exponent, uint32_t prime);

/* Remainders that a table of so many takes up, so that the next one begins at a cache line too, and
 * half a page off: machines may take places a page apart for the same. */
static inline uint64_t ent_residue_room(uint64_t count)
{
    enum { PAGE_PLACES = 1024 };
    return count / PAGE_PLACES * PAGE_PLACES + PAGE_PLACES + PAGE_PLACES / 2;
}

/* Bytes of so many tables. */
uint64_t ent_residue_bytes(uint64_t count, uint64_t tables);

/* Adds to the remainders at the places from..to-1 those `ahead` places further on, as they were.
 * The table begins at a cache line, if that can be had. */
void ent_add_ahead(uint32_t *table, uint64_t from, uint64_t to, uint64_t ahead, uint32_t prime);

/* Limbs of a tally that remainders are joined in. */
static inline size_t ent_residues_limbs(const ent_primes *primes)
{
    return primes->count / 2 + 2;
}

/* The number whose remainders are residues[0], residues[stride], ..., one for each prime: the tally
 * ends up at it. */
void ent_residues_join(const ent_primes *primes, const uint32_t *residues, size_t stride,
                       ent_tally *tally);

#endif
