/* Kernels that count what they move, then do what they always do. */
#include "traffic.h"

#include <assert.h>

#include "base/threads.h"
#include "solve/kernels.h"

/* A kernel more may be a way more to move bytes: see to it in traffic_of_width.h. */
static_assert(sizeof(ent_kernels) == 15 * sizeof(void (*)(void)), "all kernels are known here");

enum { THREADS_MOST = 256, CACHE_LINE = 64 };

static struct {
    _Alignas(CACHE_LINE) uint64_t bytes;
} counters[THREADS_MOST];

static ent_kernels counting[3];

/* The linker's names. NOLINTBEGIN */
const ent_kernels *__real_ent_kernels_of(uint32_t width);
const ent_kernels *__wrap_ent_kernels_of(uint32_t width);
/* NOLINTEND */

static void count(uint64_t bytes)
{
    counters[ent_thread() % THREADS_MOST].bytes += bytes;
}

#define WIDTH 1
#define NAME(x) x##_1
#include "traffic_of_width.h"

#define WIDTH 2
#define NAME(x) x##_2
#include "traffic_of_width.h"

#define WIDTH 4
#define NAME(x) x##_4
#include "traffic_of_width.h"

const ent_kernels *__wrap_ent_kernels_of(uint32_t width)
{
    return &counting[width / 2];
}

void bench_traffic_begin(void)
{
    begin_1(&counting[0]);
    begin_2(&counting[1]);
    begin_4(&counting[2]);
}

uint64_t bench_traffic_take(void)
{
    uint64_t bytes = 0;
    for (int i = 0; i < THREADS_MOST; i++) {
        bytes += counters[i].bytes;
        counters[i].bytes = 0;
    }
    return bytes;
}
