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
    bool *holds;      /* by condition of the body: does it hold */
    uint64_t states;  /* feasible states in which the conditions are like this */
    uint64_t example; /* the code of the first of them */
    size_t same_as;   /* the first variant with this very game; what follows is shared with it */
    ent_simple_game game;
    ent_power power;
    bool measured;          /* false: the power could not be measured, and there is an estimate */
    const char *unmeasured; /* why not; NULL where it was */
    ent_coalitions minimal; /* listed while they are at most minimal_most */
    bool *acts_without;     /* by party of the model: all members but this one win */
    bool has_estimate;
    ent_estimate estimate;
    bool has_chance;
    const char *no_chance;  /* why it could not be computed, where it was asked for */
    double chance;          /* that it acts, with the request's probabilities */
    double *chance_with;    /* by member: if it consents … */
    double *chance_without; /* … and if it does not */
} ent_act_variant;

/* A change that the body can make in trigger states: its options that change, at new levels. */
typedef struct {
    uint64_t key;           /* one for each change */
    const uint8_t *levels;  /* by option of the model; ENT_UNCHANGED where it stays */
    bool raises;            /* it can be a step up for some option */
    uint64_t possible;      /* trigger states from which the move is possible */
    uint64_t decided;       /* … and decided by the members who prefer it */
    uint64_t acting;        /* … and a step up for some option */
    uint64_t *withholds;    /* by member: possible moves that it does not prefer */
    uint64_t *sole_blocker; /* by member: undecided ones that its consent alone would decide */
} ent_act_move;

#define ENT_UNCHANGED UINT8_MAX

typedef struct {
    const char *condition;        /* in words; NULL where there is no trigger */
    uint64_t states;              /* feasible states that satisfy it */
    const char *skipped;          /* why its moves were not looked at; NULL where they were */
    uint64_t acting;              /* states from which a move that raises an option is decided */
    ENT_LIST(ent_act_move) moves; /* most possible first */
    size_t moves_left;            /* kinds of moves beyond the most that are kept … */
    bool more_left;               /* … or still more */
} ent_act_trigger;

typedef struct {
    const ent_body *body;
    uint32_t mover;
    const uint32_t *members;
    uint32_t member_count;
    const ent_expression **switches; /* the option conditions that the rule mentions … */
    const char **conditions;         /* … and in words */
    size_t condition_count;
    ENT_LIST(ent_act_variant) variants; /* most states first */
    ent_act_trigger trigger;
    uint32_t aim; /* the party that sets the trigger off: it alone owns the options of the
                     condition, as far as the body does not; else ENT_NOBODY */
} ent_act_body;

enum { ENT_VARIANTS_MOST = 4096, ENT_ACT_MOVES_MOST = 1000 };

/* How likely each party of the model is to consent. */
typedef struct {
    double *of_party;
    bool *given;      /* by party: named in the request */
    double other;     /* what the others have … */
    bool other_given; /* … because the request says so */
} ent_consents;

typedef struct {
    uint32_t body;                /* a mover, or ENT_NOBODY for every body */
    const ent_condition *when;    /* the trigger; NULL: the body's own */
    uint32_t members_most;        /* power is measured for bodies of at most so many; 0: for all */
    size_t minimal_most;          /* minimal winning coalitions that are listed */
    const ent_consents *consents; /* NULL: not asked */
    uint64_t draws;               /* of estimates; 0: no estimates */
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

/* Reads "us=0.6,ru=0.1,others=0.5": who consents with which probability to what the body (for
 * ENT_NOBODY: any body) decides. A party that is no member is ENT_WRONG_USE; who is not named has
 * 0.5. The consents live in the model's arena. */
ent_status ent_read_consents(ent_model *model, const ent_source *source, uint32_t body,
                             ent_consents *consents, ent_report *report);

/* Finds the conditions of the body's rule and its variants, most states first. */
ent_status ent_find_variants(ent_act_body *body, const ent_game *game, ent_arena *arena,
                             ent_report *report);

/* The one party that sets a condition off: it alone owns the options of the condition, as far as no
 * body does; else ENT_NOBODY. */
ent_status ent_find_aim(const ent_model *model, const ent_condition *when, ent_arena *arena,
                        uint32_t *aim);

/* Looks at what the body can do in the states of the trigger. */
ent_status ent_ask_trigger(ent_act_body *body, const ent_game *game, const ent_condition *when,
                           const ent_power_options *options, ent_arena *arena, ent_report *report);

#endif
