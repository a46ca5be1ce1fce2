/* Searching the others' moves, state by state: the shortest chain to a state that is wanted. */
#ifndef ENT_ASK_CHAIN_H
#define ENT_ASK_CHAIN_H

#include "ask/why.h"

/* What the others may do, and which state is looked for. */
typedef struct {
    const ent_game *game;
    uint32_t focal; /* whose others move; a body's consent of this party never counts */
    bool credible;  /* improvements only */
    bool escaping;  /* the focal party may still move once: ask for the best that it can reach */
    uint32_t key;   /* looked for: a state that leaves the focal party with at most this key */
} ent_chain_search;

/*
 * Finds a shortest chain of the others' moves from `from` to a state that satisfies the search
 * (`from` itself may: an empty chain). `found` says whether there is one.
 */
ent_status ent_find_chain(const ent_chain_search *search, uint64_t from, ent_arena *arena,
                          ent_chain *chain, uint64_t *end, bool *found);

/* The members of a body that gain by its move: by key, the focal party left out. */
ent_status ent_consenting(const ent_game *game, uint32_t body, uint32_t without, uint64_t from,
                          uint64_t to, ent_arena *arena, ent_party_list *consents);

#endif
