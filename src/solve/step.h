/*
 * One step of one mover, taken in all states at once: a column of least values becomes the column
 * of least values that the step can lead to. Repeated over the movers to a fixed point, steps give
 * the minima over P_i and C_i (docs/semantics.md §4).
 */
#ifndef ENT_SOLVE_STEP_H
#define ENT_SOLVE_STEP_H

#include "solve/fiber.h"
#include "solve/kernels.h"

/* A body's rule, laid out along the words of its steps (see ent_step_words). */
typedef struct {
    uint64_t *possible; /* both ends of the step are states */
    uint64_t *switches; /* switch by switch */
    size_t stride;      /* words from a switch to the next: whole runs of ENT_RUN_WORDS */
    uint64_t *consents; /* scratch, for one thread at a time */
    uint64_t *stack;    /* scratch */
} ent_laid_rule;

/* What the solver keeps ready for each mover. */
typedef struct {
    ent_fiber fiber;
    uint64_t pairs;       /* of positions that one step connects */
    uint64_t entries;     /* that the table of its credible steps takes in, for a whole fiber */
    uint32_t grade_count; /* of a party: grades are below it */
    ent_column grades;    /* of a party; empty where its keys serve as grades */
    ent_laid_rule *rule;  /* of a body; NULL where it was not asked for */
    size_t bench_bytes;   /* local memory that a thread needs for this mover's steps */
} ent_mover_plan;

/*
 * Something about each step of a body, found once for who needs it many times: a bit for each lane;
 * the words stand by tile, position, target and chunk of 64 lanes.
 */
typedef struct {
    uint64_t *words; /* NULL where it was not found */
    size_t count;
    uint8_t *any; /* by tile: whether any word of it is not 0; stands behind the words */
    uint64_t tiles;
} ent_step_words;

typedef struct {
    const ent_game *game;
    ent_arena arena;
    const ent_step_words
        *decisions;        /* by mover: decided without the party in hand; NULL for none */
    ent_mover_plan *plans; /* by mover */
    char *bench;           /* local memory, one piece for each thread */
    size_t bench_bytes;    /* of one piece */
    int threads;
} ent_workshop;

/* Prepares plans and local memory. `credible` says whether credible steps will be taken. */
ent_status ent_workshop_init(ent_workshop *shop, const ent_game *game, bool credible);
void ent_workshop_free(ent_workshop *shop);

/* The order of keys within each fiber of a mover, which is all that is seen of them in its credible
 * moves: equal orders give equal columns. The caller frees it. */
ent_status ent_grade_keys(ent_workshop *shop, uint32_t mover, const ent_column *keys,
                          ent_column *grades);

/* The plan that a party would have with other keys, for who exchanges both, in the game and here.
 * Its grades are the caller's. */
ent_status ent_plan_keys(ent_workshop *shop, uint32_t party, const ent_column *keys,
                         ent_mover_plan *plan);

/* Works on with such a plan, made here or in another workshop for the same game; in a workshop that
 * was not made for credible steps, so that it has no grades of its own. */
ent_status ent_take_plan(ent_workshop *shop, uint32_t party, const ent_mover_plan *plan);

/* Minima over any step of party `mover`; the same with maxima. True when the column changed. */
bool ent_step_minima(const ent_workshop *shop, uint32_t mover, ent_column *column);
bool ent_step_maxima(const ent_workshop *shop, uint32_t mover, ent_column *column);

/* Minima over the steps of body `mover` that start where `gate` allows it. */
bool ent_step_gated(const ent_workshop *shop, uint32_t mover, const ent_set *gate,
                    ent_column *column);

/* Minima over the improvements of a party, or over the improvements of a body in which party
 * `without` does not consent. */
bool ent_step_credible(const ent_workshop *shop, uint32_t mover, uint32_t without,
                       ent_column *column);

/* A body's step by shop->decisions, which were found before. */
bool ent_step_decided(const ent_workshop *shop, uint32_t mover, ent_column *column);

/* How many words there are for a body. */
uint64_t ent_count_step_words(const ent_workshop *shop, uint32_t mover);

/* Lays out a body's rule within the workshop's memory, for who has it decide many times. */
ent_status ent_lay_out_rule(ent_workshop *shop, uint32_t mover);

/* Bytes of the block that words and flags stand in; the same contents elsewhere. */
size_t ent_step_words_bytes(const ent_step_words *steps);
void ent_place_step_words(ent_step_words *steps, void *block);
void ent_free_step_words(const ent_workshop *shop, ent_step_words *steps);

/* The steps by which a member would gain: values(to) > keys(from). The caller frees them. */
ent_status ent_find_gains(const ent_workshop *shop, uint32_t mover, const ent_column *keys,
                          const ent_column *values, ent_step_words *gains);

/* The steps that are decided by the members who gain: `gains` is by place among the members, NULL
 * for who does not consent. The caller frees them. */
ent_status ent_decide(const ent_workshop *shop, uint32_t mover, const ent_step_words *const *gains,
                      ent_step_words *decisions);

/* Where any step is decided. */
void ent_find_movable(const ent_workshop *shop, uint32_t mover, const ent_step_words *decisions,
                      ent_column *flags, ent_set *movable);

/* Where body `mover` has a step that is decided by the members with secure[p](to) > key_p(from);
 * `secure` is by party, and needed for members only. The set is emptied first. */
void ent_step_gains(const ent_workshop *shop, uint32_t mover, const ent_column *secure,
                    ent_column *flags, ent_set *gains);

#endif
