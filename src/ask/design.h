/*
 * Which arrangement would do all three? An arrangement is a state of the target. Those that can be
 * agreed from the start, in which the guarantee can act, and that hold; where there are none: what
 * excludes most, and what comes nearest (docs/semantics.md §9).
 */
#ifndef ENT_ASK_DESIGN_H
#define ENT_ASK_DESIGN_H

#include "ask/pattern.h"
#include "ask/viable.h"
#include "ask/why.h"

/* What is asked of an arrangement. Together they are bits: 1 << ENT_CAN_AGREE, … */
typedef enum { ENT_CAN_AGREE, ENT_CAN_ACT, ENT_WILL_HOLD } ent_demand;

enum {
    ENT_DEMANDS = 3,
    ENT_ALL_DEMANDS = (1 << ENT_DEMANDS) - 1,
    ENT_REGIMES_MOST = 64,
    ENT_KINDS_MOST = 1024, /* of shortfalls that are told apart */
};

typedef ENT_LIST(uint32_t) ent_option_list;

/* A party that does not prefer an arrangement to the start. */
typedef struct {
    uint32_t party;
    const ent_want *want; /* what it would lose; NULL: it would neither gain nor lose */
} ent_refusal;

/* A guard that cannot act. */
typedef struct {
    const ent_guard *guard;
    bool blocked; /* by the party that it should act against: with its consent it could */
} ent_idle_guard;

typedef struct {
    uint32_t mover;
    ent_opinion opinion;
} ent_leaver;

/* Arrangements that fail one demand only, and alike: for the same parties and bodies. */
typedef struct {
    ent_demand failed;
    uint64_t count;
    uint64_t code; /* the nearest of them: worse than the start for few, better for many */
    uint64_t nearness;
    uint64_t *marks; /* a bit for each mover in whose way it fails, and two more */
    uint32_t obstacles;

    /* The witnesses of the failure, for `code`. */
    ent_option_list stuck;         /* options that cannot change like this */
    ENT_LIST(ent_refusal) refusal; /* whose consent is missing … */
    bool any_refusal;              /* … of which any one would do */
    ent_party_list undecided;      /* further bodies that lack consents, none of them named */
    ENT_LIST(ent_idle_guard) idle;
    ENT_LIST(ent_leaver) leavers;
} ent_shortfall;

/* Arrangements with the same levels of the options that are compared. */
typedef struct {
    const uint8_t *levels; /* by option compared */
    uint64_t arrangements;
    uint64_t meets[ENT_DEMANDS];
    uint64_t all;
} ent_regime;

typedef struct {
    ent_concept concept;        /* under which an arrangement has to hold */
    const ent_condition *where; /* only arrangements that satisfy it; NULL for all */
    ent_option_list vary;       /* the options whose levels are compared */
    size_t listed_most;         /* up to so many arrangements are given one by one … */
    size_t patterns_most;       /* … more are summed up in so many patterns */
    size_t nearest_most;        /* kinds of shortfalls that are given */
} ent_design_request;

typedef struct {
    const ent_game *game;
    const ent_solution *solution;
    ent_arena arena;
    ent_design_request request;
    uint64_t start;
    uint32_t start_meets; /* what the start meets, as if it were an arrangement (bits); it cannot
                             be agreed on, being there */
    bool start_aimed;     /* it is in the target */
    ent_set target;       /* the arrangements */
    ent_set meets[ENT_DEMANDS];           /* arrangements */
    ent_set viable;                       /* those that meet all demands */
    uint64_t counts[ENT_ALL_DEMANDS + 1]; /* by demands that are met at least */
    uint64_t holding[ENT_CONCEPTS];       /* arrangements that are equilibria … */
    uint64_t viable_under[ENT_CONCEPTS];  /* … and meet the other demands */
    ent_guards guards; /* none: the guarantee can act everywhere, as nothing is asked */
    bool listed;       /* `shown` has each viable arrangement; else patterns */
    ent_patterns shown;
    uint64_t (*shown_under)[ENT_CONCEPTS]; /* by pattern shown: how many hold */
    uint64_t single[ENT_DEMANDS]; /* arrangements that fail this demand only, the start left out */
    size_t kinds;                 /* in which they fail */
    uint64_t unsorted;            /* of them, beyond the kinds that are told apart */
    ENT_LIST(ent_shortfall) nearest; /* where none is viable: few obstacles first */
    ENT_LIST(ent_regime) regimes;    /* those that some arrangement has */
    size_t regimes_left;             /* combinations that none has */
} ent_design;

/* Answers for the model's start and target, which there must be, from a solution for all concepts;
 * `design` is to be freed in every case. Game and solution must outlive it. */
ent_status ent_ask_design(ent_design *design, const ent_game *game, const ent_solution *solution,
                          const ent_design_request *request, ent_report *report);
void ent_design_free(ent_design *design);
#define ENT_AUTO_DESIGN ENT_AUTO(ent_design_free) ent_design

/* Reads "OPTION,…" into `options`, which live in the model's arena. ENT_WRONG_USE for what is no
 * option, or twice there, or has more than ENT_REGIMES_MOST combinations of levels. */
ent_status ent_read_varied(ent_model *model, const ent_source *source, ent_option_list *options,
                           ent_report *report);

/* Fills design->regimes (design_vary.c). */
ent_status ent_compare_regimes(ent_design *design);

/* Fills design->nearest (design_near.c). */
ent_status ent_find_shortfalls(ent_design *design);

/* Whether today's state is an arrangement that can act and holds; nothing has to be agreed for it.
 */
bool ent_start_works(const ent_design *design);

/* The demand that the fewest arrangements meet; among such, the one without which most remain. */
ent_demand ent_scarcest_demand(const ent_design *design);

#endif
