/*
 * What carries the answer: how the answers to the three questions change when one statement, or one
 * entry that is only assumed, is taken away (docs/semantics.md §10). Each is found by solving again
 * without it.
 */
#ifndef ENT_ASK_CARRY_H
#define ENT_ASK_CARRY_H

#include "solve/solve.h"

/* Each question is about a set of states: those that can be agreed; those in which a body would act
 * when its trigger is set off; those of the target that hold; those that do all three. */
typedef enum {
    ENT_CARRY_AGREE,
    ENT_CARRY_ACT,
    ENT_CARRY_HOLD,
    ENT_CARRY_ALL,
} ent_carry_question;

enum { ENT_CARRY_QUESTIONS = 4 };

/* Beyond so many codes, removals, or both multiplied, the question is not asked: the game is solved
 * again for each removal. */
#define ENT_CARRY_CODES_MOST (UINT64_C(1) << 20)
#define ENT_CARRY_REMOVALS_MOST 2000
#define ENT_CARRY_WORK_MOST (UINT64_C(1) << 28)

typedef struct {
    bool asked;      /* the model has what it takes: a start, a trigger, a target */
    bool yes;        /* some target state can be agreed; every body would act somewhere; some target
                        state holds; some does all three */
    uint64_t states; /* in the set; for ENT_CARRY_ACT, of all bodies together */
} ent_carry_answer;

/* What becomes of one answer. */
typedef struct {
    uint64_t enter; /* states that come into the set … */
    uint64_t leave; /* … and that go out of it */
    bool turns;     /* a yes becomes a no, or a no a yes: of some body, for ENT_CARRY_ACT */
} ent_carry_change;

/* One thing that is taken away. */
typedef struct {
    uint32_t statement; /* ENT_NOBODY: an assumed entry, namely … */
    uint32_t party;
    uint32_t entry;   /* … this one of the party's preference that is in force */
    uint32_t entries; /* so many vanish */
    ent_carry_change changes[ENT_CARRY_QUESTIONS];
    uint32_t turns;  /* so many answers turn */
    uint64_t states; /* so many states move, in all four sets together */
} ent_carrier;

typedef struct {
    const ent_game *game;
    ent_arena arena;
    ent_concept concept;
    const char *missing; /* why the question was not asked; NULL where it was */
    ent_carry_answer answers[ENT_CARRY_QUESTIONS]; /* as things are */
    size_t unwatched; /* bodies with a trigger that have too many moves to be looked at */
    /* Every statement that is known, and every assumed entry in force: those that turn an answer
     * first, then those that move many states. */
    ENT_LIST(ent_carrier) list;
    size_t carrying; /* the first so many change something */
} ent_carriers;

/* Answers under the concept; `carriers` is to be freed in every case. The game must outlive it. The
 * progress hook may be NULL. */
ent_status ent_find_carriers(ent_carriers *carriers, const ent_game *game, ent_concept concept,
                             ent_progress progress, void *progress_context, ent_report *report);
void ent_carriers_free(ent_carriers *carriers);
#define ENT_AUTO_CARRIERS ENT_AUTO(ent_carriers_free) ent_carriers

/* Whether an entry vanishes with the statement: what else it rests on, if anything, is not known.
 */
bool ent_rests_only_on(const ent_model *model, const ent_want *want, uint32_t statement);

#endif
