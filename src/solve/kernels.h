/*
 * The inner loops, one set for each width of a column. They work on the local array of a tile (see
 * fiber.h). Columns mark infeasible codes: by all ones under minima, by 0 under maxima.
 */
#ifndef ENT_SOLVE_KERNELS_H
#define ENT_SOLVE_KERNELS_H

#include "solve/fiber.h"

typedef struct {
    /* Copies a tile of a column into a local array, as it is or as 32-bit values. */
    void (*load)(const ent_fiber *fiber, uint64_t base, const void *column, void *local);
    void (*load_wide)(const ent_fiber *fiber, uint64_t base, const void *column, void *local);

    /* Copies a tile of a column of one-byte values into values of this width. */
    void (*load_bytes)(const ent_fiber *fiber, uint64_t base, const void *column, void *local);

    /* Copies back. Codes that were marked infeasible stay so. True when anything changed. */
    bool (*store_minima)(const ent_fiber *fiber, uint64_t base, const void *local, void *column);
    bool (*store_maxima)(const ent_fiber *fiber, uint64_t base, const void *local, void *column);

    /* Copies 32-bit values back as they are. */
    void (*store_wide)(const ent_fiber *fiber, uint64_t base, const uint32_t *local, void *column);

    /* Each place takes the least (greatest) value of the places that one step leads to. */
    void (*spread_minima)(const ent_fiber *fiber, void *local);
    void (*spread_maxima)(const ent_fiber *fiber, void *local);

    /* to[l] = min(to[l], from[l]) for the lanes l < count whose bit is set; count <= 64. */
    void (*minima_where)(void *local, size_t to, size_t from, uint64_t where, size_t count);

    /* Each place takes the least value among the places that one step leads to and that have a
     * greater grade. Two ways with the same result: by pairs, with grades of this width, and by a
     * table, with wide grades below grade_count. */
    void (*graded_pairs)(const ent_fiber *fiber, const void *grades, void *local);
    void (*graded_table)(const ent_fiber *fiber, const uint32_t *grades, uint32_t grade_count,
                         void *table, void *local);

    /* Column-long loops over codes begin … end - 1. */
    void (*keys_to_minima)(const void *keys, void *column, uint64_t begin, uint64_t end);
    void (*minima_to_maxima)(const void *minima, void *column, uint64_t begin, uint64_t end);
    void (*least_of)(const void *keys, void *column, uint64_t begin, uint64_t end);

    /* Bit l is set where best[l] > keys[l], for l < count <= 64: somebody gains. */
    uint64_t (*exceeds)(const void *best, const void *keys, uint64_t begin, size_t count);
} ent_kernels;

/* The kernels for columns of 1, 2 or 4 bytes. */
const ent_kernels *ent_kernels_of(uint32_t width);

/* Bit l is set where left[l] > right[l], for l < count <= 64. Values are below 2^31. */
uint64_t ent_greater_mask(const uint32_t *left, const uint32_t *right, size_t count);

#endif
