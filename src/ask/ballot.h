/*
 * What everybody says to 64 packages at once. A package is a state that the parties might move to
 * from the start, all together; each is asked whether it prefers the package to the start
 * (docs/semantics.md §6). In every word, bit l is the package with code 64 * index + l.
 */
#ifndef ENT_ASK_BALLOT_H
#define ENT_ASK_BALLOT_H

#include "game/game.h"

typedef struct {
    const ent_game *game;
    const ent_set *within; /* the packages that count; NULL for all */
    uint64_t start;
    ent_arena arena;
    uint8_t *levels;     /* of the start, by option */
    uint64_t **switches; /* by body, by switch of its rule: all ones where it holds in the start */
    bool *member;        /* by body and party */
    bool *needed;        /* by body and party: without it, the body decides nothing */
    ent_window window;

    /* The answers, after a move. */
    uint64_t packages;  /* feasible, not the start, every change in a permitted direction */
    uint64_t agreeable; /* of these */
    uint64_t *better;   /* by party: prefers the package */
    uint64_t *worse;    /* by party: prefers the start */
    uint64_t *changes;  /* by mover: some option of it is another */
    uint64_t *accepts;  /* by mover: changes nothing, or consents, or has the consents it needs */
    uint64_t *blocks;   /* by party: with its consent besides, it would be agreeable */
    uint64_t *refuses;  /* by party: it does not prefer the package, and without its consent the
                           package could not be had if all others consented */
} ent_ballot;

/* A ballot at the start; `depth` is what programs need that will be run on its window. To be freed
 * in every case. */
ent_status ent_ballot_init(ent_ballot *ballot, const ent_game *game, uint64_t start,
                           const ent_set *within, uint32_t depth);
void ent_ballot_free(ent_ballot *ballot);

/* Asks about the codes 64 * index … 64 * index + 63; false when none of them is a package. */
bool ent_ballot_move(ent_ballot *ballot, size_t index);

#endif
