/* Functions whose loops are worth compiling for wider vectors too; the machine's best is taken when
 * the program starts. Sanitized builds have one version only: they cannot run code that early. */
#ifndef ENT_BASE_VECTOR_H
#define ENT_BASE_VECTOR_H

#if defined(__x86_64__) && defined(__gnu_linux__) && !defined(__clang__) &&                        \
    !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) && !defined(ENT_PLAIN_VECTORS)
#define ENT_VECTOR __attribute__((target_clones("arch=x86-64-v4", "avx2", "default")))
/* The same for loops that multiply and add in one rounding, by fma(). */
#define ENT_VECTOR_FMA __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#define ENT_HAS_FMA 1
#else
#define ENT_VECTOR
#define ENT_VECTOR_FMA
#if defined(__FMA__) || defined(__aarch64__)
#define ENT_HAS_FMA 1
#else
#define ENT_HAS_FMA 0 /* not without calling a function each time */
#endif
#endif

/* For loops that gcc unrolls before it looks for vectors. clang needs no help, and warns where its
 * instrumentation stands in the way. */
#ifdef __clang__
#define ENT_SIMD
#else
#define ENT_SIMD _Pragma("omp simd")
#endif

#endif
