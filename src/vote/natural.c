/* Natural numbers, by GMP's low-level functions. */
#include "vote/natural.h"

#include <assert.h>
#include <float.h>
#include <gmp.h>
#include <math.h>
#include <string.h>

static_assert(sizeof(mp_limb_t) == sizeof(uint64_t) && GMP_NAIL_BITS == 0, "limbs of 64 bits");

static const mp_limb_t *limbs_of(ent_natural number)
{
    return (const mp_limb_t *)number.limbs;
}

static size_t trim(const uint64_t *limbs, size_t count)
{
    while (count > 0 && limbs[count - 1] == 0)
        count--;
    return count;
}

int ent_natural_compare(ent_natural a, ent_natural b)
{
    if (a.count != b.count)
        return a.count < b.count ? -1 : 1;
    int sign = a.count == 0 ? 0 : mpn_cmp(limbs_of(a), limbs_of(b), (mp_size_t)a.count);
    return (sign > 0) - (sign < 0);
}

bool ent_natural_fits(ent_natural number, uint64_t *value)
{
    *value = number.count == 0 ? 0 : number.limbs[0];
    return number.count <= 1;
}

char *ent_natural_text(ent_arena *arena, ent_natural number)
{
    enum { DIGITS_A_LIMB = 20 };
    if (number.count == 0)
        return ent_arena_copy(arena, "0", 1);
    uint64_t *spoilt = ent_arena_array(arena, number.count + 1, sizeof *spoilt);
    char *digits = ent_arena_allocate(arena, number.count * DIGITS_A_LIMB + 2);
    if (spoilt == NULL || digits == NULL)
        return NULL;
    memcpy(spoilt, number.limbs, number.count * sizeof *spoilt);
    size_t length =
        mpn_get_str((unsigned char *)digits, 10, (mp_limb_t *)spoilt, (mp_size_t)number.count);
    size_t zeros = 0;
    while (zeros + 1 < length && digits[zeros] == 0)
        zeros++;
    for (size_t i = 0; i + zeros < length; i++)
        digits[i] = (char)('0' + digits[i + zeros]);
    digits[length - zeros] = '\0';
    return digits;
}

static size_t bits_of(ent_natural number)
{
    return mpn_sizeinbase(limbs_of(number), (mp_size_t)number.count, 2);
}

/* number * 2^shift into `to`, which has room; gives the limbs used. */
static size_t shift_left(uint64_t *to, ent_natural number, size_t shift)
{
    size_t whole = shift / 64;
    unsigned part = (unsigned)(shift % 64);
    memset(to, 0, whole * sizeof *to);
    memcpy(to + whole, number.limbs, number.count * sizeof *to);
    to[whole + number.count] = 0;
    if (part > 0)
        to[whole + number.count] = mpn_lshift((mp_limb_t *)to + whole, (mp_limb_t *)to + whole,
                                              (mp_size_t)number.count, part);
    return trim(to, whole + number.count + 1);
}

/* The bits to drop from a number of 64 bits times 2^exponent: what a double has no place for. */
static unsigned bits_to_drop(int exponent)
{
    enum { LEAST = 64 - DBL_MANT_DIG, SUBNORMAL = DBL_MIN_EXP - DBL_MANT_DIG };
    int drop = SUBNORMAL - exponent > LEAST ? SUBNORMAL - exponent : LEAST;
    return drop < 64 ? (unsigned)drop : 64;
}

/* The double nearest to quotient * 2^-shift, where `more` says that the exact value is a little
 * larger. The quotient has 64 or 65 bits, so that the bit of `more` lies below the last place. */
static double round_quotient(const uint64_t *quotient, size_t count, bool more, size_t shift)
{
    uint64_t mantissa = quotient[0];
    int exponent = -(int)shift;
    if (count > 1) { /* 65 bits: the lowest is kept as part of `more` */
        more = more || (mantissa & 1u) != 0;
        mantissa = mantissa >> 1 | quotient[1] << 63;
        exponent++;
    }
    if (exponent + 64 < DBL_MIN_EXP - DBL_MANT_DIG)
        return 0;
    unsigned drop = bits_to_drop(exponent);
    uint64_t half = UINT64_C(1) << (drop - 1);
    uint64_t kept = drop < 64 ? mantissa >> drop : 0;
    uint64_t rest = mantissa - (drop < 64 ? kept << drop : 0);
    if (rest > half || (rest == half && (more || (kept & 1u) != 0)))
        kept++;
    return ldexp((double)kept, (int)drop + exponent);
}

ent_status ent_natural_ratio(ent_arena *arena, ent_natural a, ent_natural b, double *ratio)
{
    *ratio = 0;
    if (a.count == 0)
        return ENT_OK;
    /* a quotient of 64 or 65 bits: shift a (or else b) so that it has 64 bits more than b */
    size_t have = bits_of(a);
    size_t want = bits_of(b) + 64;
    size_t up = have < want ? want - have : 0;
    size_t down = have > want ? have - want : 0;
    size_t room_a = a.count + up / 64 + 2;
    size_t room_b = b.count + down / 64 + 2;
    uint64_t *top = ent_arena_array(arena, room_a, sizeof *top);
    uint64_t *bottom = ent_arena_array(arena, room_b, sizeof *bottom);
    uint64_t *quotient = ent_arena_array(arena, room_a + 1, sizeof *quotient);
    uint64_t *rest = ent_arena_array(arena, room_b, sizeof *rest);
    if (top == NULL || bottom == NULL || quotient == NULL || rest == NULL)
        return ENT_NO_RESOURCE;
    size_t top_count = shift_left(top, a, up);
    size_t bottom_count = shift_left(bottom, b, down);
    mpn_tdiv_qr((mp_limb_t *)quotient, (mp_limb_t *)rest, 0, (mp_limb_t *)top, (mp_size_t)top_count,
                (mp_limb_t *)bottom, (mp_size_t)bottom_count);
    size_t count = trim(quotient, top_count - bottom_count + 1);
    *ratio = round_quotient(quotient, count, trim(rest, bottom_count) > 0, up);
    if (down > 0)
        *ratio = ldexp(*ratio, (int)down);
    return ENT_OK;
}

ent_tally ent_tally_new(ent_arena *arena, size_t capacity)
{
    ent_tally tally = {.limbs = ent_arena_array(arena, 3 * capacity + 1, sizeof *tally.limbs),
                       .capacity = capacity};
    if (tally.limbs != NULL)
        tally.product = tally.limbs + capacity;
    return tally;
}

void ent_tally_clear(ent_tally *tally)
{
    memset(tally->limbs, 0, tally->capacity * sizeof *tally->limbs);
}

void ent_tally_add(ent_tally *tally, ent_natural number)
{
    assert(number.count <= tally->capacity);
    if (number.count == 0)
        return;
    mp_limb_t carry =
        mpn_add((mp_limb_t *)tally->limbs, (mp_limb_t *)tally->limbs, (mp_size_t)tally->capacity,
                limbs_of(number), (mp_size_t)number.count);
    assert(carry == 0);
    (void)carry;
}

void ent_tally_subtract(ent_tally *tally, ent_natural number)
{
    assert(number.count <= tally->capacity);
    if (number.count == 0)
        return;
    mp_limb_t borrow =
        mpn_sub((mp_limb_t *)tally->limbs, (mp_limb_t *)tally->limbs, (mp_size_t)tally->capacity,
                limbs_of(number), (mp_size_t)number.count);
    assert(borrow == 0);
    (void)borrow;
}

void ent_tally_add_product(ent_tally *tally, ent_natural a, ent_natural b)
{
    if (a.count == 0 || b.count == 0)
        return;
    if (a.count < b.count) {
        ent_natural larger = b;
        b = a;
        a = larger;
    }
    assert(a.count <= tally->capacity);
    mpn_mul((mp_limb_t *)tally->product, limbs_of(a), (mp_size_t)a.count, limbs_of(b),
            (mp_size_t)b.count);
    ent_tally_add(tally, (ent_natural){.limbs = tally->product,
                                       .count = trim(tally->product, a.count + b.count)});
}

void ent_tally_add_multiple(ent_tally *tally, ent_natural number, uint64_t factor)
{
    assert(number.count <= tally->capacity);
    if (number.count == 0)
        return;
    mp_limb_t *limbs = (mp_limb_t *)tally->limbs;
    mp_size_t size = (mp_size_t)number.count;
    mp_limb_t carry = mpn_addmul_1(limbs, limbs_of(number), size, factor);
    if (number.count < tally->capacity)
        carry = mpn_add_1(limbs + size, limbs + size, (mp_size_t)tally->capacity - size, carry);
    assert(carry == 0);
    (void)carry;
}

void ent_tally_reduce(ent_tally *tally, ent_natural number)
{
    size_t count = trim(tally->limbs, tally->capacity);
    if (count < number.count)
        return;
    mp_limb_t *limbs = (mp_limb_t *)tally->limbs;
    mpn_tdiv_qr((mp_limb_t *)tally->product, limbs, 0, limbs, (mp_size_t)count, limbs_of(number),
                (mp_size_t)number.count);
    memset(limbs + number.count, 0, (count - number.count) * sizeof *limbs);
}

void ent_tally_scale(ent_tally *tally, uint64_t factor, uint64_t summand)
{
    mp_size_t size = (mp_size_t)tally->capacity;
    mp_limb_t *limbs = (mp_limb_t *)tally->limbs;
    mp_limb_t carry = mpn_mul_1(limbs, limbs, size, factor);
    carry += mpn_add_1(limbs, limbs, size, summand);
    assert(carry == 0);
    (void)carry;
}

void ent_tally_divide(ent_tally *tally, uint64_t divisor)
{
    mp_limb_t *limbs = (mp_limb_t *)tally->limbs;
    mp_limb_t rest = mpn_divrem_1(limbs, 0, limbs, (mp_size_t)tally->capacity, divisor);
    assert(rest == 0);
    (void)rest;
}

ent_natural ent_tally_view(const ent_tally *tally)
{
    return (ent_natural){.limbs = tally->limbs, .count = trim(tally->limbs, tally->capacity)};
}

bool ent_tally_read(const ent_tally *tally, ent_arena *arena, ent_natural *number)
{
    size_t count = trim(tally->limbs, tally->capacity);
    uint64_t *limbs = ent_arena_array(arena, count, sizeof *limbs);
    *number = (ent_natural){.limbs = limbs, .count = count};
    if (count > 0 && limbs == NULL)
        return false;
    if (count > 0)
        memcpy(limbs, tally->limbs, count * sizeof *limbs);
    return true;
}
