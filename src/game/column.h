/*
 * A column: one unsigned integer for each code, as narrow as its values allow. The value 0 and the
 * value with all bits set are never keys: 0 stands for "no state here" under maxima, all ones under
 * minima, so that infeasible codes never win.
 */
#ifndef ENT_GAME_COLUMN_H
#define ENT_GAME_COLUMN_H

#include "base/memory.h"

typedef struct {
    ent_memory *memory; /* NULL where the data is somebody else's */
    void *data;
    uint64_t count;
    uint32_t width; /* bytes of a value: 1, 2 or 4 */
    uint32_t top;   /* the largest key that may occur */
} ent_column;

/* Bytes that hold the keys 1 … top beside the two reserved values. */
static inline uint32_t ent_column_width(uint64_t top)
{
    return top < UINT8_MAX ? 1 : top < UINT16_MAX ? 2 : 4;
}

/* A zeroed column; all zero on failure. The caller frees it. */
ent_status ent_column_new(ent_column *column, ent_memory *memory, uint64_t count, uint32_t top);
void ent_column_free(ent_column *column);
#define ENT_AUTO_COLUMN ENT_AUTO(ent_column_free) ent_column

static inline uint32_t ent_column_get(const ent_column *column, uint64_t code)
{
    switch (column->width) {
    case 1:
        return ((const uint8_t *)column->data)[code];
    case 2:
        return ((const uint16_t *)column->data)[code];
    default:
        return ((const uint32_t *)column->data)[code];
    }
}

static inline void ent_column_put(ent_column *column, uint64_t code, uint32_t value)
{
    switch (column->width) {
    case 1:
        ((uint8_t *)column->data)[code] = (uint8_t)value;
        break;
    case 2:
        ((uint16_t *)column->data)[code] = (uint16_t)value;
        break;
    default:
        ((uint32_t *)column->data)[code] = value;
        break;
    }
}

#endif
