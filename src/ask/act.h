/*
 * Can it act? A body's rule in each of its variants, as a simple game: who can make the body act,
 * who can stop it, against whom it works; and, for a trigger condition, in how many states its
 * members would really decide to act (docs/semantics.md §7).
 */
#ifndef ENT_ASK_ACT_H
#define ENT_ASK_ACT_H

#include "game/game.h"
#include "vote/power.h"

/* The rule with its option conditions settled in one way that some feasible state has. */
typedef struct {
    bool *holds;     /* by condition of the body: does it hold */
    uint64_t states; /* feasible states in which the conditions are like this */
    ent_simple_game game;
    ent_power power;
    bool measured;          /* false: the power could not be measured (`estimate` may be there) */
    ent_coalitions minimal; /* listed while they are at most minimal_most */
    bool *acts_without;     /* by party of the model: all members but this one win */
    bool has_estimate;
    ent_estimate estimate;
    bool has_chance;
    double chance;          /* that it acts, with the request's probabilities */
    double *chance_with;    /* by member: if it consents … */
    double *chance_without; /* … and if it does not */
} ent_act_variant;

/* A change that the body can make in trigger states: its options that change, at new levels. */
typedef struct {
    const uint8_t *levels;  /* by option of the model; ENT_UNCHANGED where it stays */
    uint64_t possible;      /* trigger states from which the move is possible */
    uint64_t decided;       /* … and decided by the members who prefer it */
    uint64_t *withholds;    /* by member: possible moves that it does not prefer */
    uint64_t *sole_blocker; /* by member: undecided ones that its consent alone would decide */
} ent_act_move;

#define ENT_UNCHANGED UINT8_MAX

typedef struct {
    const char *condition;        /* in words; NULL where there is no trigger */
    uint64_t states;              /* feasible states that satisfy it */
    uint64_t acting;              /* those from which at least one move is decided */
    ENT_LIST(ent_act_move) moves; /* most possible first */
    size_t moves_left;            /* kinds of moves beyond the most that are kept */
} ent_act_trigger;

typedef struct {
    const ent_body *body;
    uint32_t mover;
    const uint32_t *members;
    uint32_t member_count;
    const char **conditions; /* the option conditions that the rule mentions, in words */
    size_t condition_count;
    ENT_LIST(ent_act_variant) variants; /* most states first */
    ent_act_trigger trigger;
} ent_act_body;

typedef struct {
    uint32_t body;             /* a mover, or ENT_NOBODY for every body */
    const ent_condition *when; /* the trigger; NULL: the body's own */
    bool with_trigger;         /* analyse the trigger where there is one */
    size_t minimal_most;       /* minimal winning coalitions that are listed */
    const double *chance;      /* by party of the model: that it consents; NULL: not asked */
    uint64_t draws;            /* of estimates, for what is not measured; 0: no estimates */
    uint64_t seed;
    ent_power_options power;
} ent_act_request;

typedef struct {
    const ent_game *game;
    ent_arena arena;
    ent_act_request request;
    ENT_LIST(ent_act_body) bodies;
} ent_act;

/* Answers; `act` is to be freed in every case. The game must outlive it. */
ent_status ent_ask_act(ent_act *act, const ent_game *game, const ent_act_request *request,
                       ent_report *report);
void ent_act_free(ent_act *act);
#define ENT_AUTO_ACT ENT_AUTO(ent_act_free) ent_act

#endif
