/*
 * Whether a state is left by anybody in a game with one change, found by looking from that state
 * as far as is needed, and no further. It says of one state what ent_solve says of all.
 *
 * What pays for one party does not depend on its own mind but for comparing states, and on
 * another's only where that one moves or consents. So the others' moves are followed in *regions*:
 * all that can be reached from a state whatever one party, the pivot, thinks. What leads on from a
 * region when the pivot prefers one state to another is kept as its *gates*. Regions are found once
 * and serve all minds of the pivot.
 */
#ifndef ENT_ASK_LOCAL_H
#define ENT_ASK_LOCAL_H

#include "ask/mind.h"
#include "ask/moves.h"
#include "solve/solve.h"

typedef struct ent_region ent_region;

typedef struct {
    const ent_game *game;
    ent_concept concept;
    ent_move_book book;
    ent_arena arena;    /* of arrays that last */
    ent_arena regions;  /* … and of regions */
    ent_region **slots; /* a hash table */
    size_t slot_count;  /* a power of two */
    size_t region_count;
    size_t held;      /* bytes of regions */
    size_t held_most; /* when there are more, all are forgotten */
    uint32_t *queue;  /* scratch, by code */
    uint32_t *path;   /* scratch, by code */
    uint32_t *met;    /* by code: the last region that met it */
    uint32_t *passed; /* by code: the last answer that passed it */
    uint32_t mets;
    uint32_t passes;
    uint32_t *leaver;   /* by code: who has left it last; it is asked first */
    uint64_t *consents; /* scratch, by party */
    uint64_t *certain;  /* scratch, by party */
    uint64_t steps;     /* states that may still be looked at for this question */
    bool given_up;
} ent_local;

typedef enum { ENT_STAYS, ENT_LEFT, ENT_TOO_FAR } ent_verdict;

/* `local` is to be freed in every case. The game must outlive it. */
ent_status ent_local_init(ent_local *local, const ent_game *game, ent_concept concept);
void ent_local_free(ent_local *local);

/* From now on the game is asked about with these rules, and with fewer directions of an option
 * (NULL for none). They must last until the next turn. */
ent_status ent_local_turn(ent_local *local, const ent_rule *rules, const ent_digit *bound);

/*
 * Whether somebody leaves the state, with another mind of one party (NULL for none). `steps` bounds
 * the states that are looked at, and counts down; where they are not enough, the answer is
 * ENT_TOO_FAR.
 */
ent_status ent_judge_state(ent_local *local, const ent_mind *mind, uint64_t code,
                           ent_verdict *verdict);

#endif
