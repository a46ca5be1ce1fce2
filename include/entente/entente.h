/*
 * Entente: analysing multilateral security guarantees and the agreements around them.
 *
 * A program reads a model (docs/model-file.md), and asks which of its states hold. The definitions
 * are those of docs/semantics.md; the stability concepts are those of the Graph Model for Conflict
 * Resolution (Fang, Hipel & Kilgour 1993), extended to bodies that act under a decision rule.
 *
 * States are numbered from 1, in the order of their codes (docs/semantics.md §1). Movers are
 * numbered from 0: the parties in the order of the file, then the bodies.
 *
 * Nothing here prints, exits, or keeps global state. A study may be read by several threads at once
 * once it has been made.
 */
#ifndef ENTENTE_H
#define ENTENTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define ENT_API __attribute__((visibility("default")))
#else
#define ENT_API
#endif

/* How a call went. The values are also the exit codes of the program. */
typedef enum {
    ENT_OK = 0,
    ENT_WRONG_MODEL = 1, /* what the user wrote in a file is wrong */
    ENT_WRONG_USE = 2,   /* the request (command line, arguments) is wrong */
    ENT_NO_RESOURCE = 3  /* memory, disk: the machine could not */
} ent_status;

/* Stability concepts: what a party expects of the others when it moves (docs/semantics.md §5). */
typedef enum {
    ENT_NASH, /* nothing */
    ENT_GMR,  /* any possible sanction: general metarationality (Howard 1971) */
    ENT_SMR,  /* any possible sanction, then one move of its own: symmetric m. (Howard 1971) */
    ENT_SEQ   /* sanctions that the others gain by: sequential stability (Fraser & Hipel 1984) */
} ent_concept;

/* Like realloc; size 0 frees. Gives NULL when there is no memory, leaving `block` as it was. Is
 * called by one thread at a time for each study. */
typedef void *(*ent_allocate_hook)(void *context, void *block, size_t size);

/* How a study is made. All zero is a sound choice. */
typedef struct {
    ent_allocate_hook allocate; /* NULL: the C library's allocator */
    void *allocate_context;
    int threads; /* 0: as many as the machine has */
    uint64_t
        memory_most; /* bytes; a model that is predicted to need more is refused; 0: no limit */
} ent_study_options;

/* A model, read and solved under all four concepts. */
typedef struct ent_study ent_study;

/* The library's version, such as "0.1.0". Static text. */
ENT_API const char *ent_version(void);

/*
 * Reads a model from `length` bytes (YAML or .gmcr) and solves it. `name` is what messages call the
 * file. The bytes are copied. `options` may be NULL.
 *
 * ENT_OK: the study can be asked everything below. ENT_WRONG_MODEL: the file is wrong, and
 * ent_study_messages says where. ENT_NO_RESOURCE: there is not enough memory. In the last two cases
 * only ent_study_messages and ent_study_free may be called; where there was no memory even for the
 * study itself, *study is NULL.
 *
 * The caller frees the study with ent_study_free. Time is O(states x options) for each party and
 * concept, times the rounds of counter-moves until nothing changes.
 */
ENT_API ent_status ent_study_new(ent_study **study, const char *name, const char *text,
                                 size_t length, const ent_study_options *options);

/* Frees a study; NULL is allowed. */
ENT_API void ent_study_free(ent_study *study);

/* Errors and warnings on the file, as a compiler writes them; "" when there are none. Belongs to
 * the study. */
ENT_API const char *ent_study_messages(const ent_study *study);

/* The title of the model. Belongs to the study. */
ENT_API const char *ent_study_title(const ent_study *study);

/* How many feasible states there are. */
ENT_API uint64_t ent_study_states(const ent_study *study);

/* How many movers there are, parties and bodies together; and of them, parties. */
ENT_API uint32_t ent_study_movers(const ent_study *study);
ENT_API uint32_t ent_study_parties(const ent_study *study);

/* The id of a mover; NULL when there is none of this number. Belongs to the study. */
ENT_API const char *ent_study_mover(const ent_study *study, uint32_t mover);

/* How many options there are, and the id of one; NULL when there is none of this number. */
ENT_API uint32_t ent_study_options_count(const ent_study *study);
ENT_API const char *ent_study_option(const ent_study *study, uint32_t option);

/* The level of an option in a state, by name; NULL when there is no such state or option. Belongs
 * to the study. */
ENT_API const char *ent_study_level(const ent_study *study, uint64_t state, uint32_t option);

/* The code of a state (mixed radix, first option least significant); UINT64_MAX for no state. */
ENT_API uint64_t ent_study_code(const ent_study *study, uint64_t state);

/* Whether a party prefers state `a` to state `b`, strictly; false for no such party or state. */
ENT_API bool ent_study_prefers(const ent_study *study, uint32_t party, uint64_t a, uint64_t b);

/* Whether a state is stable for a mover (docs/semantics.md §5); false for no such mover or state.
 */
ENT_API bool ent_study_is_stable(const ent_study *study, ent_concept concept, uint32_t mover,
                                 uint64_t state);

/* How many equilibria there are: states that are stable for every mover. */
ENT_API uint64_t ent_study_equilibria(const ent_study *study, ent_concept concept);

/* The first equilibrium after state `after` (0: the first of all); 0 when there is none. */
ENT_API uint64_t ent_study_next_equilibrium(const ent_study *study, ent_concept concept,
                                            uint64_t after);

#ifdef __cplusplus
}
#endif

#endif
