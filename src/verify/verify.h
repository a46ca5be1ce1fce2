/*
 * Re-checking an answer against its model by the definitions alone (docs/semantics.md). An answer
 * is the JSON that a verb printed; it is recognised by its keys.
 */
#ifndef ENT_VERIFY_VERIFY_H
#define ENT_VERIFY_VERIFY_H

#include "model/model.h"

typedef enum {
    ENT_ANSWER_HOLD,
    ENT_ANSWER_STATES,
    ENT_ANSWER_WHY,
    ENT_ANSWER_ACT,
    ENT_ANSWER_DESIGN,
    ENT_ANSWER_NEED,
    ENT_ANSWER_AGREE,
} ent_answer_kind;

/* What an answer claims. */
typedef enum {
    ENT_CLAIM_MODEL,       /* how many states there are, who moves, how large a set is */
    ENT_CLAIM_STATE,       /* which levels, number and code a state has */
    ENT_CLAIM_RANK,        /* how a party ranks a state */
    ENT_CLAIM_STABLE,      /* whether a state is stable for a mover */
    ENT_CLAIM_EQUILIBRIUM, /* whether a state is an equilibrium, the states not listed included */
    ENT_CLAIM_MOVE,        /* that a move of a witness can be made, and who consents */
    ENT_CLAIM_AGREEABLE,   /* whether a state can be agreed on */
    ENT_CLAIM_TARGET,      /* whether a state satisfies the target */
    ENT_CLAIM_VARIANT,     /* in which states a body's rule is one and the same game */
    ENT_CLAIM_COALITION,   /* that a coalition wins, and loses without any of its members */
    ENT_CLAIM_ROLE,        /* vetoes, dummies, who can replace whom, against whom a body acts */
    ENT_CLAIM_POWER,       /* how many coalitions win or turn, and indices made of that */
    ENT_CLAIM_CHANCE,      /* the probability that a body acts */
    ENT_CLAIM_TRIGGER,     /* in how many trigger states a move is possible, decided, blocked */
    ENT_CLAIM_CHANGE,      /* that a change is of its kind and size, and suffices */
    ENT_CLAIM_OBSTACLE, /* who stands in the way of an agreement, how often, and what it would lose
                         */
    ENT_CLAIM_CHOICE,   /* which packages are on the frontier, or are what bargaining leads to */
    ENT_CLAIM_EFFECT,   /* whether a package is better for a party, and which entry decides that */
} ent_claim_kind;
enum { ENT_CLAIM_KINDS = 18 };

/* What may stand in an answer and is not checked. */
typedef enum {
    ENT_UNCHECKED_MINIMAL,  /* that no minimal winning coalition is missing */
    ENT_UNCHECKED_POWER,    /* counts and indices, but for what ties them to each other */
    ENT_UNCHECKED_DUMMY,    /* who is a dummy, and who can replace whom */
    ENT_UNCHECKED_CHANCE,   /* probabilities */
    ENT_UNCHECKED_ESTIMATE, /* what was found by sampling */
    ENT_UNCHECKED_SMALLER,  /* that no smaller change suffices, and how many were tried */
    ENT_UNCHECKED_RULE,     /* that a changed rule is what the change makes of it */
    ENT_UNCHECKED_NEAREST,  /* that no other kind of arrangements is nearer */
    ENT_UNCHECKED_FRONTIER, /* the Pareto frontier */
    ENT_UNCHECKED_PRODUCT,  /* the products of gains */
} ent_unchecked;
enum { ENT_UNCHECKED_KINDS = 10 };

typedef struct {
    ent_answer_kind answer;
    uint64_t checked[ENT_CLAIM_KINDS];
    bool unchecked[ENT_UNCHECKED_KINDS];
    uint64_t wrong; /* false or malformed claims, all kinds together */
} ent_verdict;

/* "states", "ranks", …: what a kind of claims is about. */
const char *ent_claim_kind_text(ent_claim_kind kind);

/* What it is that was not checked. */
const char *ent_unchecked_text(ent_unchecked what);

/* The verb that printed it: "hold", "states", … */
/* "hold", "states", "why", "act" or "agree" */
const char *ent_answer_kind_text(ent_answer_kind kind);

/*
 * ENT_OK: every claim is true. ENT_WRONG_MODEL: a claim is false, or the answer is malformed; the
 * report says which claims, by their path in the JSON, and what is true instead. ENT_NO_RESOURCE:
 * the model is too large to try all states and moves one by one, or memory ran out.
 */
ent_status ent_verify(const ent_model *model, const ent_source *answer, ent_verdict *verdict,
                      ent_report *report);

#endif
