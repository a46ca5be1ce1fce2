/*
 * Kernels for one width that count what they move; included by traffic.c once for each, after
 *     #define WIDTH     the bytes of a value
 *     #define NAME(x)   x with a suffix of its own
 */

static void NAME(load)(const ent_fiber *fiber, uint64_t base, const void *column, void *local)
{
    count(ent_tile_places(fiber) * WIDTH);
    __real_ent_kernels_of(WIDTH)->load(fiber, base, column, local);
}

static void NAME(load_wide)(const ent_fiber *fiber, uint64_t base, const void *column, void *local)
{
    count(ent_tile_places(fiber) * WIDTH);
    __real_ent_kernels_of(WIDTH)->load_wide(fiber, base, column, local);
}

static void NAME(load_bytes)(const ent_fiber *fiber, uint64_t base, const void *column, void *local)
{
    count(ent_tile_places(fiber));
    __real_ent_kernels_of(WIDTH)->load_bytes(fiber, base, column, local);
}

static bool NAME(store_minima)(const ent_fiber *fiber, uint64_t base, const void *local,
                               void *column)
{
    count(ent_tile_places(fiber) * WIDTH);
    return __real_ent_kernels_of(WIDTH)->store_minima(fiber, base, local, column);
}

static bool NAME(store_maxima)(const ent_fiber *fiber, uint64_t base, const void *local,
                               void *column)
{
    count(ent_tile_places(fiber) * WIDTH);
    return __real_ent_kernels_of(WIDTH)->store_maxima(fiber, base, local, column);
}

static void NAME(store_wide)(const ent_fiber *fiber, uint64_t base, const uint32_t *local,
                             void *column)
{
    count(ent_tile_places(fiber) * WIDTH);
    __real_ent_kernels_of(WIDTH)->store_wide(fiber, base, local, column);
}

static void NAME(keys_to_minima)(const void *keys, void *column, uint64_t begin, uint64_t end)
{
    count(2 * (end - begin) * WIDTH);
    __real_ent_kernels_of(WIDTH)->keys_to_minima(keys, column, begin, end);
}

static void NAME(minima_to_maxima)(const void *minima, void *column, uint64_t begin, uint64_t end)
{
    count(2 * (end - begin) * WIDTH);
    __real_ent_kernels_of(WIDTH)->minima_to_maxima(minima, column, begin, end);
}

static void NAME(least_of)(const void *keys, void *column, uint64_t begin, uint64_t end)
{
    count(3 * (end - begin) * WIDTH);
    __real_ent_kernels_of(WIDTH)->least_of(keys, column, begin, end);
}

static uint64_t NAME(exceeds)(const void *best, const void *keys, uint64_t begin, size_t codes)
{
    count(2 * codes * WIDTH);
    return __real_ent_kernels_of(WIDTH)->exceeds(best, keys, begin, codes);
}

static void NAME(begin)(ent_kernels *kernels)
{
    *kernels = *__real_ent_kernels_of(WIDTH);
    kernels->load = NAME(load);
    kernels->load_wide = NAME(load_wide);
    kernels->load_bytes = NAME(load_bytes);
    kernels->store_minima = NAME(store_minima);
    kernels->store_maxima = NAME(store_maxima);
    kernels->store_wide = NAME(store_wide);
    kernels->keys_to_minima = NAME(keys_to_minima);
    kernels->minima_to_maxima = NAME(minima_to_maxima);
    kernels->least_of = NAME(least_of);
    kernels->exceeds = NAME(exceeds);
}

#undef WIDTH
#undef NAME
