/*
 * A table of non-negative numbers, each as the sum of two doubles, to which members are added one
 * by one: the sums of weights at which a product of 1 + z x^w has its mass. What is rounded off is
 * bounded as it goes along, over the whole table.
 */
#ifndef ENT_VOTE_PRECISE_TABLE_H
#define ENT_VOTE_PRECISE_TABLE_H

#include "vote/fixed.h"
#include "vote/sweep.h"

/* Sums from..to-1 are where the mass is, but for a negligible part. */
typedef struct {
    uint64_t from, to;
} ent_window;

typedef struct {
    uint64_t limit; /* place y stands for the sum limit - 1 - y */
    double *high;   /* by place: a multiple of a fixed grain, plus a bias */
    double *low;
    ent_window live;  /* sums that have been given a number */
    int exponent;     /* numbers are to be multiplied by 2^exponent */
    double top;       /* the largest number, or more */
    double low_most;  /* the largest of `low`, in absolute value, or more */
    double lost;      /* bound on the sum of all errors, as a share of the product at x = 1 */
    double z, z_rest; /* the odds that a member is in, as the sum of two doubles */
    uint32_t members; /* added so far */
    int shift;        /* of tails, once there are some */
} ent_precise_table;

/* Doubles that a table for sums below the limit takes; a multiple of a cache line. */
uint64_t ent_precise_room(uint64_t limit);

/* The product of nothing; `room` has room for as many doubles as that, from a cache line on. */
void ent_precise_begin(ent_precise_table *table, uint64_t limit, double *room, double z,
                       double z_rest);

/* Adds members of these weights; windows[i] is where the sums with the i-th of them are, and ends
 * of windows never fall. */
void ent_precise_add(ent_precise_table *table, const uint64_t *weights, const ent_window *windows,
                     uint32_t count);

/* Turns the table into tails: at place y stands the sum over the places y and above, with an error
 * that is in `lost`. The product at x = 1 must be at most 2^exponent. */
void ent_precise_sum(ent_precise_table *table, int exponent);

/* A tail times 2^-exponent, rounded down; places may be beyond the table. */
ent_fixed ent_precise_tail(const ent_precise_table *table, uint64_t place);

#endif
