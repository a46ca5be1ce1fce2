/* Moduli, and polynomials from their values. */
#include "vote/modular.h"

ent_modulus ent_modulus_of(uint32_t prime)
{
    ent_modulus modulus = {.p = prime};
    uint32_t inverse = 1; /* Newton's steps double the bits that are right */
    for (int i = 0; i < 5; i++)
        inverse *= 2 - prime * inverse;
    modulus.inverse = 0 - inverse;
    uint32_t two32 = (uint32_t)((UINT64_C(1) << 32) % prime);
    modulus.square = ent_modular_product(two32, two32, prime);
    for (uint32_t g = 2; modulus.root == 0; g++) {
        uint32_t root = ent_modular_power(g, (prime - 1) / ENT_ROOTS, prime);
        if (ent_modular_power(root, ENT_ROOTS / 2, prime) == prime - 1)
            modulus.root = root;
    }
    return modulus;
}

static void swap_bits(uint32_t *values, size_t count)
{
    for (size_t i = 1, k = 0; i < count; i++) {
        size_t bit = count >> 1;
        for (; k & bit; bit >>= 1)
            k ^= bit;
        k |= bit;
        if (i < k) {
            uint32_t kept = values[i];
            values[i] = values[k];
            values[k] = kept;
        }
    }
}

void ent_mod_interpolate(const ent_modulus *modulus, uint32_t *values, size_t count)
{
    uint32_t p = modulus->p;
    swap_bits(values, count);
    for (size_t half = 1; half < count; half *= 2) {
        /* the inverse of a root of order 2 * half */
        uint32_t root = ent_modular_power(modulus->root, ENT_ROOTS - ENT_ROOTS / (2 * half), p);
        for (size_t begin = 0; begin < count; begin += 2 * half) {
            uint32_t factor = 1;
            for (size_t i = begin; i < begin + half; i++) {
                uint32_t a = values[i];
                uint32_t b = ent_modular_product(values[i + half], factor, p);
                values[i] = ent_modular_sum(a, b, p);
                values[i + half] = ent_modular_difference(a, b, p);
                factor = ent_modular_product(factor, root, p);
            }
        }
    }
    uint32_t share = ent_modular_power((uint32_t)count, p - 2, p);
    for (size_t i = 0; i < count; i++)
        values[i] = ent_modular_product(values[i], share, p);
}
