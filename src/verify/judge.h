/*
 * The definitions of docs/semantics.md, sections 1 to 6, read once more for the verifier: states
 * are tried one by one, moves are followed one by one. It shares nothing with src/game and
 * src/solve. States have indexes from 0 here; the number of a state is its index plus 1.
 */
#ifndef ENT_VERIFY_JUDGE_H
#define ENT_VERIFY_JUDGE_H

#include "model/model.h"

enum {
    ENT_JUDGE_CODES = 1 << 24,  /* the most combinations of levels that are tried */
    ENT_JUDGE_STATES = 1 << 20, /* the most feasible states */
    ENT_JUDGE_MOVES = 1 << 28,  /* the most moves: for each state, those of all movers */
    ENT_JUDGE_OPTIONS = 24,     /* no more options fit into so many codes */
};
#define ENT_NO_STATE UINT32_MAX

__extension__ typedef __int128 ent_wide;

typedef struct {
    const ent_model *model;
    ent_arena arena;
    uint32_t parties;
    uint32_t movers;
    uint32_t options;
    uint32_t states;
    uint64_t codes;
    uint32_t place_value[ENT_JUDGE_OPTIONS];
    uint32_t *code_of;  /* by state */
    uint32_t *state_of; /* by code; ENT_NO_STATE where it is not feasible */
    uint32_t **keys;    /* by party, then state; NULL until asked for */
    uint32_t **secure;  /* by party * ENT_CONCEPTS + concept; NULL until asked for */
    uint64_t *consents; /* room for one set of parties */
    size_t consent_words;
    bool *defined; /* of the state visited last */
    uint8_t levels[ENT_JUDGE_OPTIONS];
    uint32_t visited;
} ent_judge;

/* Finds the states of the model; a model that is too large is reported with ENT_NO_RESOURCE. */
ent_status ent_judge_init(ent_judge *judge, const ent_model *model, ent_report *report);
void ent_judge_free(ent_judge *judge);

/*
 * A judge of another model with the same states: it differs in rules, in preferences or in how
 * options may be moved. `like` must outlive it. To be freed in every case.
 */
ent_status ent_judge_alike(ent_judge *judge, const ent_judge *like, const ent_model *model,
                           ent_report *report);
#define ENT_AUTO_JUDGE ENT_AUTO(ent_judge_free) ent_judge

uint8_t ent_judge_level(const ent_judge *judge, uint32_t state, uint32_t option);
bool ent_judge_holds(ent_judge *judge, const ent_expression *condition, uint32_t state);

/* The index of the model's start; ENT_NO_STATE where there is none. */
uint32_t ent_judge_start(const ent_judge *judge);

/* Whether `to` is in R_mover(`from`). */
bool ent_judge_can_move(const ent_judge *judge, uint32_t mover, uint32_t from, uint32_t to);

/* A walk over R_mover(state), or over the states from which the mover can move here. */
typedef struct {
    const ent_judge *judge;
    uint32_t origin;
    uint32_t code;
    uint32_t count;
    uint32_t option[ENT_JUDGE_OPTIONS];
    uint8_t low[ENT_JUDGE_OPTIONS];
    uint8_t high[ENT_JUDGE_OPTIONS];
    uint8_t at[ENT_JUDGE_OPTIONS];
    bool over;
} ent_judge_walk;

ent_judge_walk ent_judge_moves(const ent_judge *judge, uint32_t mover, uint32_t state);
ent_judge_walk ent_judge_arrivals(const ent_judge *judge, uint32_t mover, uint32_t state);

/* The next state of a walk, ENT_NO_STATE at its end. */
uint32_t ent_judge_next(ent_judge_walk *walk);

/* The members of a body as a condition on parties. */
bool ent_judge_is_member(const ent_judge *judge, uint32_t body, uint32_t party);

/* Nobody consents; one more consents; rule_body(consents, state). */
void ent_judge_no_consent(ent_judge *judge);
void ent_judge_consent(ent_judge *judge, uint32_t party);
bool ent_judge_decides(ent_judge *judge, uint32_t body, uint32_t state);

/* The same by a rule that need not be the body's. */
bool ent_judge_satisfies(ent_judge *judge, const ent_expression *rule, uint32_t state);

/* Whether the option can go from one level to the other. */
bool ent_judge_permits(const ent_judge *judge, uint32_t option, uint8_t from, uint8_t to);

/* Keys: dense from 0, larger is better; filled on first use. And the key of the best states. */
ent_status ent_judge_keys(ent_judge *judge, uint32_t party, ent_report *report);
uint32_t ent_judge_best(const ent_judge *judge, uint32_t party);

/* What the state is worth under weights, exactly: in units of 10^-15. */
ent_wide ent_judge_worth(ent_judge *judge, const ent_preference *preference, uint32_t state);

/* Secure values of arriving, in the party's keys; filled on first use, keys included. */
ent_status ent_judge_secure(ent_judge *judge, uint32_t party, ent_concept concept,
                            ent_report *report);

/*
 * What the mover would leave the state for, ENT_NO_STATE when it is stable for the mover. For a
 * body the consents are left as they decide the move.
 */
ent_status ent_judge_departure(ent_judge *judge, uint32_t mover, ent_concept concept,
                               uint32_t state, uint32_t *departure, ent_report *report);

/* Whether the mover would make this move, those who matter being sure to gain. */
ent_status ent_judge_departs(ent_judge *judge, uint32_t mover, ent_concept concept, uint32_t from,
                             uint32_t to, bool *departs, ent_report *report);

/* Whether the move of another mover than `focal` is possible, or credible, and is one at all. */
ent_status ent_judge_counters(ent_judge *judge, uint32_t focal, uint32_t mover, bool credible,
                              uint32_t from, uint32_t to, bool *legal, ent_report *report);

/* Whether every option that is at another level in `to` may change so. */
bool ent_judge_permits_all(const ent_judge *judge, uint32_t from, uint32_t to);

/* Whether the state can be agreed on from the start. */
ent_status ent_judge_agreeable(ent_judge *judge, uint32_t state, bool *agreeable,
                               ent_report *report);

#endif
