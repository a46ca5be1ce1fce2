/* Running programs, on one word at a time or on several side by side. */
#include "base/vector.h"
#include "lang/operations.h"
#include "lang/program.h"

/* What programs ask about: entry i of a kind stands at words[i * stride]. */
typedef struct {
    const uint64_t *planes;
    const uint64_t *consents;
    size_t plane_stride;
    size_t consent_stride;
} asked;

/* All that follows is compiled once for each width and kind of vectors. */
#define INLINE static inline __attribute__((always_inline))

INLINE void fill(uint64_t *to, uint64_t word, size_t width)
{
    ENT_SIMD
    for (size_t i = 0; i < width; i++)
        to[i] = word;
}

INLINE void copy(uint64_t *to, const uint64_t *from, size_t width)
{
    ENT_SIMD
    for (size_t i = 0; i < width; i++)
        to[i] = from[i];
}

/* Adds `number` to the sums in `counter`, where `where` is set. */
INLINE void add_to_counter(uint64_t *counter, uint32_t bits, int64_t number, const uint64_t *where,
                           size_t width)
{
    uint64_t carry[ENT_RUN_WORDS] = {0};
    for (uint32_t bit = 0; bit < bits; bit++, counter += width) {
        uint64_t adds = ((uint64_t)number >> bit) & 1u ? ~UINT64_C(0) : 0;
        ENT_SIMD
        for (size_t i = 0; i < width; i++) {
            uint64_t addend = where[i] & adds;
            uint64_t sum = counter[i] ^ addend ^ carry[i];
            carry[i] = (counter[i] & addend) | (carry[i] & (counter[i] ^ addend));
            counter[i] = sum;
        }
    }
}

/* Which of the sums are at least `number`. */
INLINE void counter_reaches(const uint64_t *counter, uint32_t bits, int64_t number,
                            uint64_t *reaches, size_t width)
{
    bool never = number > 0 && bits < 63 && (number >> bits) != 0;
    fill(reaches, never ? 0 : ~UINT64_C(0), width);
    if (never || number <= 0)
        return;
    for (uint32_t bit = 0; bit < bits; bit++, counter += width) {
        bool set = ((uint64_t)number >> bit) & 1u;
        ENT_SIMD
        for (size_t i = 0; i < width; i++)
            reaches[i] = set ? counter[i] & reaches[i] : counter[i] | reaches[i];
    }
}

/* The counter becomes: number <= counter <= most. */
INLINE void between(const ent_operation *op, uint64_t *counter, size_t width)
{
    uint64_t reached[ENT_RUN_WORDS];
    uint64_t exceeded[ENT_RUN_WORDS] = {0};
    counter_reaches(counter, op->index, op->number, reached, width);
    if (op->most != INT64_MAX)
        counter_reaches(counter, op->index, op->most + 1, exceeded, width);
    ENT_SIMD
    for (size_t i = 0; i < width; i++)
        counter[i] = reached[i] & ~exceeded[i];
}

/* Two words become one. */
INLINE void combine(uint8_t code, uint64_t *left, const uint64_t *right, size_t width)
{
    ENT_SIMD
    for (size_t i = 0; i < width; i++)
        left[i] = code == OP_AND  ? left[i] & right[i]
                  : code == OP_OR ? left[i] | right[i]
                                  : ~(left[i] ^ right[i]);
}

INLINE void choose(uint64_t *condition, const uint64_t *yes, const uint64_t *no, size_t width)
{
    ENT_SIMD
    for (size_t i = 0; i < width; i++)
        condition[i] = (condition[i] & yes[i]) | (~condition[i] & no[i]);
}

INLINE void run(const ent_program *program, const asked *a, uint64_t *stack, size_t width)
{
    uint64_t *top = stack; /* one past the topmost entry */
    const ent_operation *end = program->operations + program->count;
    for (const ent_operation *op = program->operations; op < end; op++) {
        switch (op->code) {
        case OP_CONSTANT:
            fill(top, op->number != 0 ? ~UINT64_C(0) : 0, width);
            top += width;
            break;
        case OP_PLANE:
            copy(top, a->planes + op->index * a->plane_stride, width);
            top += width;
            break;
        case OP_CONSENT:
            copy(top, a->consents + op->index * a->consent_stride, width);
            top += width;
            break;
        case OP_NOT:
            for (uint64_t *word = top - width; word < top; word++)
                *word = ~*word;
            break;
        case OP_AND:
        case OP_OR:
        case OP_IFF:
            top -= width;
            combine(op->code, top - width, top, width);
            break;
        case OP_CHOOSE:
            top -= 2 * width;
            choose(top - width, top, top + width, width);
            break;
        case OP_COUNTER:
            fill(top, 0, op->index * width);
            top += op->index * width;
            break;
        case OP_ADD:
            top -= width;
            add_to_counter(top - op->index * width, op->index, op->number, top, width);
            break;
        default: /* OP_BETWEEN */
            top -= op->index * width;
            between(op, top, width);
            top += width;
            break;
        }
    }
}

uint64_t ent_run(const ent_program *program, const uint64_t *planes, const uint64_t *consents,
                 uint64_t *stack)
{
    const asked a = {planes, consents, 1, 1};
    run(program, &a, stack, 1);
    return *stack;
}

ENT_VECTOR void ent_run_words(const ent_program *program, const uint64_t *planes,
                              size_t plane_stride, const uint64_t *consents, uint64_t *stack)
{
    const asked a = {planes, consents, plane_stride, ENT_RUN_WORDS};
    run(program, &a, stack, ENT_RUN_WORDS);
}
