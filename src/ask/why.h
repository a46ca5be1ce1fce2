/*
 * Why a state is, or is not, stable for a mover: the witnesses. An unstable state has a move that
 * gains whatever the others do; a stable one has, for every tempting move, the counter-moves that
 * spoil it (docs/semantics.md §5).
 */
#ifndef ENT_ASK_WHY_H
#define ENT_ASK_WHY_H

#include "solve/solve.h"

/* A list of parties, as indexes. */
typedef ENT_LIST(uint32_t) ent_party_list;

/* One move: who, to where, and for a body the members that consent. */
typedef struct {
    uint32_t mover;
    uint64_t from;
    uint64_t to;
    ent_party_list consents;
} ent_step;

typedef ENT_LIST(ent_step) ent_chain;

/* A move that tempts a party, and the others' answer that spoils it. */
typedef struct {
    uint64_t to;
    ent_chain answer;
    uint64_t end; /* where the answer leads */
} ent_temptation;

/* A preference entry that an explanation rests on. */
typedef struct {
    uint32_t party;
    const ent_want *want;
} ent_reason;

typedef ENT_LIST(ent_reason) ent_reasons;

/* What one mover thinks of the state, under one concept. */
typedef struct {
    bool stable;
    ENT_LIST(ent_temptation) temptations; /* of a stable party, each with its answer */
    ent_step leaves;                      /* of an unstable mover: its best move */
    ent_chain worst; /* of an unstable party: what the others can make of that move at worst */
    uint64_t worst_end;
    ent_reasons reasons; /* each once, in the order in which they matter */
} ent_opinion;

typedef struct {
    uint32_t mover;
    ent_opinion opinions[ENT_CONCEPTS]; /* of the concepts asked for */
} ent_mover_why;

typedef struct {
    const ent_game *game;
    ent_arena arena;
    uint64_t code;
    bool concepts[ENT_CONCEPTS];
    ENT_LIST(ent_mover_why) movers;
} ent_why;

/* What explaining several states under one concept has in common: the parties' secure values, each
 * computed when it is first needed. */
typedef struct {
    const ent_game *game;
    ent_concept concept;
    ent_arena *arena;
    ent_column *secure; /* by party; empty while not needed */
    bool borrowed;      /* they belong to a solution */
} ent_explainer;

/* Uses the secure values that `solution` has kept, where it has for this concept; it may be NULL.
 */
ent_status ent_explainer_init(ent_explainer *explainer, const ent_game *game,
                              const ent_solution *solution, ent_concept concept, ent_arena *arena);
void ent_explainer_free(ent_explainer *explainer);

/* Whether the mover would leave the state, and by which move: fills `stable` and `leaves`. */
ent_status ent_find_departure(const ent_explainer *explainer, uint32_t mover, uint64_t code,
                              ent_opinion *opinion);

/* What the mover thinks of the state, with witnesses and reasons. The opinion lives in the
 * explainer's arena. */
ent_status ent_form_opinion(const ent_explainer *explainer, uint32_t mover, uint64_t code,
                            ent_opinion *opinion);

/* Explains one state, for one mover or (ENT_NOBODY) for all. `why` is to be freed in every case. */
ent_status ent_explain(ent_why *why, const ent_game *game, uint64_t code, uint32_t mover,
                       const bool concepts[ENT_CONCEPTS], ent_report *report);
void ent_why_free(ent_why *why);
#define ENT_AUTO_WHY ENT_AUTO(ent_why_free) ent_why

/* The first entry of a party's preference that tells two states apart; NULL when none does. Under
 * weights the entry of greatest weight that does so and speaks for the better state. */
ent_status ent_deciding_want(const ent_game *game, uint32_t party, uint64_t a, uint64_t b,
                             const ent_want **decider);

/* Adds the preference entries that an opinion on the state rests on. */
ent_status ent_collect_reasons(const ent_game *game, ent_concept concept, uint32_t mover,
                               uint64_t code, ent_opinion *opinion, ent_arena *arena);

#endif
