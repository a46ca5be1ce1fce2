/*
 * Expressions compiled for 64 states at a time. What an expression may ask of a state stands in
 * planes: plane k has a bit for each of the 64 states. Options come first (see ent_scale), then the
 * definitions. Consents are planes too, one for each party.
 */
#ifndef ENT_LANG_PROGRAM_H
#define ENT_LANG_PROGRAM_H

#include "lang/expression.h"

typedef struct {
    uint8_t code;
    uint32_t index;
    int64_t number;
    int64_t most;
} ent_operation;

typedef struct {
    ent_operation *operations;
    size_t count;
    size_t capacity;
    uint32_t depth; /* words of stack that a run needs */
} ent_program;

/* Compiles; the program lives in the arena. */
ent_status ent_compile(const ent_vocabulary *vocabulary, const ent_expression *expression,
                       ent_arena *arena, ent_program *program);

/* The parts of a rule that ask about the state and not about consents, largest parts first met. */
typedef ENT_LIST(const ent_expression *) ent_switch_list;

/* Compiles a rule so that its planes are its switches: plane k says whether switches->items[k]
 * holds. A rule is thus evaluated without looking at options again. */
ent_status ent_compile_rule(const ent_vocabulary *vocabulary, const ent_expression *rule,
                            ent_arena *arena, ent_program *program, ent_switch_list *switches);

/* Where the expression holds among 64 states. `consents` is by party and may be NULL when the
 * program has none; `stack` has program->depth words. */
uint64_t ent_run(const ent_program *program, const uint64_t *planes, const uint64_t *consents,
                 uint64_t *stack);

/* The same for so many words at once. Plane k begins at planes[k * plane_stride]; consents and the
 * stack have ENT_RUN_WORDS for each word above; the stack's first ones are the result. */
enum { ENT_RUN_WORDS = 16 };
void ent_run_words(const ent_program *program, const uint64_t *planes, size_t plane_stride,
                   const uint64_t *consents, uint64_t *stack);

#endif
