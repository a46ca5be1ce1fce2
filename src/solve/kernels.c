/* The kernels of kernels.h for each width. */
#include "solve/kernels.h"

#include <string.h>

#include "base/vector.h"

/* Eight bytes of 0 or 1 into eight bits: the product gathers them in its highest byte. */
static inline uint64_t pack_flags(const uint8_t flags[64])
{
    uint64_t bits = 0;
    for (unsigned i = 0; i < 8; i++) {
        uint64_t eight = 0;
        memcpy(&eight, flags + (size_t)8 * i, sizeof eight);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
        eight = __builtin_bswap64(eight);
#endif
        bits |= ((eight * UINT64_C(0x0102040810204080)) >> 56) << (8 * i);
    }
    return bits;
}

#define VALUE uint8_t
#define NAME(x) x##_1
#include "solve/kernels_of_width.h"

#define VALUE uint16_t
#define NAME(x) x##_2
#include "solve/kernels_of_width.h"

#define VALUE uint32_t
#define NAME(x) x##_4
#include "solve/kernels_of_width.h"

const ent_kernels *ent_kernels_of(uint32_t width)
{
    return width == 1 ? &kernels_1 : width == 2 ? &kernels_2 : &kernels_4;
}

ENT_VECTOR uint64_t ent_greater_mask(const uint32_t *left, const uint32_t *right, size_t count)
{
    uint8_t flags[64];
    if (count < 64)
        memset(flags, 0, sizeof flags);
    else
        count = 64; /* a count that the compiler knows */
    for (size_t i = 0; i < count; i++)
        flags[i] = (int32_t)left[i] > (int32_t)right[i];
    return pack_flags(flags);
}
