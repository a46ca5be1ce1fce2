/* OpenMP where the compiler has it, one thread where it has not. */
#ifndef ENT_BASE_THREADS_H
#define ENT_BASE_THREADS_H

#ifdef _OPENMP
#include <omp.h>
static inline int ent_thread(void)
{
    return omp_get_thread_num();
}
static inline int ent_threads_most(void)
{
    return omp_get_max_threads();
}
#else
static inline int ent_thread(void)
{
    return 0;
}
static inline int ent_threads_most(void)
{
    return 1;
}
#endif

#endif
