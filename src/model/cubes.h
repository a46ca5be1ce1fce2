/*
 * Sets of states of options with two levels, as unions of cubes: states in which some options have
 * a given level and the others any. This is what .gmcr files are made of.
 */
#ifndef ENT_MODEL_CUBES_H
#define ENT_MODEL_CUBES_H

#include "lang/expression.h"

enum {
    ENT_CUBE_OPTIONS = 64,     /* options at most: a bit for each */
    ENT_CUBES_MOST = 2000,     /* cubes that a condition may need */
    ENT_RANKED_STATES = 16384, /* states that are listed one by one at most */
    ENT_INFEASIBLES_MOST = 10000,
};

/* Bit i of `mask` says that option i matters, bit i of `value` that it is taken. */
typedef struct {
    uint64_t mask;
    uint64_t value;
} ent_cube;

typedef ENT_LIST(ent_cube) ent_cube_list;
typedef ENT_LIST(uint64_t) ent_code_list;

/*
 * Adds a cube to a list in which none contains another, and keeps it so. Cubes that differ in one
 * option only are taken together: t and x, t and not x make t. False without memory.
 */
bool ent_cubes_add(ent_cube_list *cubes, ent_cube cube, ent_arena *arena);

/* How a search ended. */
typedef enum {
    ENT_SEARCH_ALL,       /* every state was found */
    ENT_SEARCH_MORE,      /* as many as were asked for, and there is at least one more */
    ENT_SEARCH_GAVE_UP,   /* it would take too long */
    ENT_SEARCH_NO_MEMORY, /* the arena is exhausted */
} ent_search_end;

/* The states outside of some cubes, made ready to be searched. */
typedef struct {
    uint32_t options;
    const ent_cube *excluded; /* in order of their lowest option */
    size_t starts[ENT_CUBE_OPTIONS + 1];
    uint64_t work; /* steps that all its searches together may still take */
} ent_cube_space;

/* The states of `options` options outside of all `excluded` cubes, each of which says something;
 * false without memory. */
bool ent_cube_space_make(ent_cube_space *space, const ent_cube_list *excluded, uint32_t options,
                         ent_arena *arena);

/*
 * The codes of the space's states within `within`, in rising order, at most `most` of them. With
 * none asked for, ENT_SEARCH_MORE says that there is one.
 */
ent_search_end ent_cube_space_find(ent_cube_space *space, ent_cube within, size_t most,
                                   ent_arena *arena, ent_code_list *codes);

/* How conditions become cubes. */
typedef struct {
    const ent_vocabulary *vocabulary; /* every option has two levels */
    const uint32_t *bits;             /* for each option its bit */
    uint64_t work;                    /* steps that may still be spent */
} ent_cube_scope;

/* Enough for every condition that a person writes, and a few seconds at most. */
#define ENT_CUBE_WORK (UINT64_C(1) << 31)

/*
 * The states in which the condition holds (or, with `holds` false, does not), as cubes of which
 * none contains another. ENT_WRONG_USE, without a report, when it would take too many.
 */
ent_status ent_cubes_where(ent_cube_scope *scope, const ent_expression *condition, bool holds,
                           ent_arena *arena, ent_cube_list *cubes);

#endif
