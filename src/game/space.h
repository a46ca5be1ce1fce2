/*
 * The state space: codes, which of them are feasible, and their numbers. The code of a state is the
 * mixed-radix number whose first option is the least significant digit; its number is its position,
 * from 1, among the feasible codes (docs/semantics.md §1).
 */
#ifndef ENT_GAME_SPACE_H
#define ENT_GAME_SPACE_H

#include "base/set.h"
#include "lang/program.h"
#include "model/model.h"

#define ENT_CODES_MOST (UINT64_C(1) << 28)

/* An option as a digit. A pinned option has radix 1: it is left out of the codes that are computed
 * on, but not of the codes that users see (`weight`). */
typedef struct {
    uint64_t stride;
    uint64_t weight; /* what one level counts in the code that users see */
    uint32_t radix;
    uint32_t lowest; /* the level that digit 0 stands for */
    uint32_t mover;
    ent_moves moves;
} ent_digit;

typedef struct {
    const ent_model *model;
    ent_memory *memory;
    ent_arena arena;
    ent_digit *digits; /* by option */
    uint32_t digit_count;
    uint64_t codes;
    uint64_t states;
    ent_set feasible;
    uint32_t *directory; /* feasible codes before each group of 512 */
    size_t directory_size;
    ent_program *definitions; /* in the vocabulary's order of use */
    uint32_t stack_words;     /* that the deepest of the compiled conditions needs */
    int threads;
} ent_space;

/*
 * Lays out the codes of the model's states and finds the feasible ones. A model with over 2^28
 * codes is ENT_NO_RESOURCE, with a report that names the options that weigh most; a model without a
 * feasible state is ENT_WRONG_MODEL. `space` is to be freed in every case.
 */
ent_status ent_space_init(ent_space *space, const ent_model *model, int threads,
                          ent_report *report);
void ent_space_free(ent_space *space);

/* The number of codes; UINT64_MAX when it exceeds 2^63. */
uint64_t ent_count_codes(const ent_model *model);

static inline uint32_t ent_level_of(const ent_space *space, uint64_t code, uint32_t option)
{
    const ent_digit *digit = &space->digits[option];
    return digit->lowest + (uint32_t)(code / digit->stride % digit->radix);
}

/* The level of each option; `levels` has digit_count places. */
void ent_levels_of(const ent_space *space, uint64_t code, uint8_t *levels);
uint64_t ent_code_of(const ent_space *space, const uint8_t *levels);

/* The code that users see, which pinned options do not change. */
uint64_t ent_shown_code(const ent_space *space, uint64_t code);

/* Code to number, of a feasible code; number to code, of a number in 1 … states. */
uint64_t ent_number_of(const ent_space *space, uint64_t code);
uint64_t ent_code_of_number(const ent_space *space, uint64_t number);

/* What evaluating 64 states at once needs: planes, and a stack for the compiled conditions. */
typedef struct {
    ent_memory *memory;
    uint64_t *words; /* holds the arrays below */
    size_t count;
    uint64_t *planes;
    uint64_t *stack;
    uint64_t *levels; /* of each option, in the first code after the window */
    uint64_t *ends;   /* the code at which the run of equal levels ends that this one is in */
    uint32_t steady;  /* so many options look the same in every window */
    size_t next;      /* the window that those two are ready for */
} ent_window;

/* A window deep enough for `space` and, besides, for a program of `depth` words. */
ent_status ent_window_init(ent_window *window, const ent_space *space, uint32_t depth);
void ent_window_free(ent_window *window);

/* Fills the planes of options and definitions for the codes 64 * index … 64 * index + 63. */
void ent_window_move(ent_window *window, const ent_space *space, size_t index);

/* The feasible states in which a condition holds, into a set of `codes` bits. */
ent_status ent_select(const ent_space *space, const ent_expression *condition, ent_set *set);

/* Whether a condition holds in the state with this code. */
ent_status ent_holds(const ent_space *space, const ent_expression *condition, uint64_t code,
                     bool *holds);

#endif
