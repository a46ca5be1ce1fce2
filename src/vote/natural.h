/*
 * Natural numbers of any size, for exact counts of coalitions. Their limbs live in arenas: GMP's
 * low-level functions compute on memory that we give them, so that running out of it stays an
 * ordinary error.
 */
#ifndef ENT_VOTE_NATURAL_H
#define ENT_VOTE_NATURAL_H

#include "base/memory.h"

/* Least significant limb first, the last one not zero; zero has no limbs. */
typedef struct {
    const uint64_t *limbs;
    size_t count;
} ent_natural;

static inline bool ent_natural_is_zero(ent_natural number)
{
    return number.count == 0;
}

/* -1, 0 or 1 as a is less than, equal to or greater than b. */
int ent_natural_compare(ent_natural a, ent_natural b);

/* True when the number fits; it is stored. */
bool ent_natural_fits(ent_natural number, uint64_t *value);

/* The number in decimal, in the arena; NULL when there is no memory. */
char *ent_natural_text(ent_arena *arena, ent_natural number);

/* a / b as the nearest double, ties to even; b must not be zero. `ratio` is set on ENT_OK. */
ent_status ent_natural_ratio(ent_arena *arena, ent_natural a, ent_natural b, double *ratio);

/*
 * A sum that grows in place. It has room for `capacity` limbs, which the caller chooses so that
 * nothing overflows.
 */
typedef struct {
    uint64_t *limbs;
    size_t capacity;
    uint64_t *product; /* room for one product */
} ent_tally;

/* A tally at zero, in the arena; limbs NULL when there is no memory. */
ent_tally ent_tally_new(ent_arena *arena, size_t capacity);
void ent_tally_clear(ent_tally *tally);
void ent_tally_add(ent_tally *tally, ent_natural number);
/* The number must not exceed the tally. */
void ent_tally_subtract(ent_tally *tally, ent_natural number);
/* Adds a * b. */
void ent_tally_add_product(ent_tally *tally, ent_natural a, ent_natural b);
/* Adds number * factor. */
void ent_tally_add_multiple(ent_tally *tally, ent_natural number, uint64_t factor);
/* The tally becomes what is left of it when it is divided by the number, which is not zero. */
void ent_tally_reduce(ent_tally *tally, ent_natural number);
/* tally * factor + summand. */
void ent_tally_scale(ent_tally *tally, uint64_t factor, uint64_t summand);
/* Divides by a divisor that leaves no remainder. */
void ent_tally_divide(ent_tally *tally, uint64_t divisor);

/* What the tally stands at, without a copy: it changes with the tally. */
ent_natural ent_tally_view(const ent_tally *tally);
/* A copy in the arena; false when there is no memory. */
bool ent_tally_read(const ent_tally *tally, ent_arena *arena, ent_natural *number);

#endif
