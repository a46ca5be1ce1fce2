/*
 * Decision diagrams of simple games: level k asks whether the member order[k] consents, and every
 * way from the root passes all levels (quasi-reduced). Nodes that stand for the same function are
 * one node, so that the diagram is the smallest for its order.
 *
 * Source: Bolus (2011), Power indices of simple games and vector-weighted majority games by means
 * of binary decision diagrams, European Journal of Operational Research 210:258-272.
 */
#ifndef ENT_VOTE_DIAGRAM_H
#define ENT_VOTE_DIAGRAM_H

#include "vote/pairs.h"
#include "vote/simple_game.h"

/* Indexes of nodes on the next level. */
typedef struct {
    uint32_t lo; /* without the member's consent */
    uint32_t hi;
} ent_branch;

enum { ENT_LOSES = 0, ENT_WINS = 1 }; /* the nodes of every level that are decided */

typedef struct {
    ENT_LIST(ent_branch) nodes;
    ent_pairs unique; /* (lo, hi) to node */
    ent_pairs either; /* two nodes to the node of "one of them wins" */
    int64_t *needs;   /* of the first needs_count nodes: what each quota still needs */
    size_t needs_count;
} ent_level;

typedef struct {
    ent_memory *memory;
    ent_arena arena;
    uint32_t members;
    uint32_t *order;   /* level to member */
    ent_level *levels; /* members + 1; the last has the two decided nodes only */
    uint32_t root;
    size_t quota_count;
    size_t node_count;
    size_t either_count; /* pairs in all `either` */
    size_t nodes_most;   /* and the most of such pairs */
    bool too_large;      /* nodes_most was reached */
} ent_diagram;

/* Builds the diagram of a proper game; to be freed in every case. ENT_NO_RESOURCE also when it
 * would have more than nodes_most nodes (`too_large` tells). */
ent_status ent_diagram_build(ent_diagram *diagram, const ent_simple_game *game, size_t nodes_most,
                             ent_memory *memory);
/* Bytes that a diagram of so many nodes takes at the most, while it is built and afterwards. */
uint64_t ent_diagram_bytes(const ent_simple_game *game, uint64_t nodes);
/* Nodes that a diagram may have so that it takes half of the memory at the most; `limit` if more.
 */
size_t ent_diagram_nodes_within_memory(const ent_simple_game *game, size_t limit);
void ent_diagram_free(ent_diagram *diagram);
#define ENT_AUTO_DIAGRAM ENT_AUTO(ent_diagram_free) ent_diagram

/* The node of a level with these branches; ENT_NO_PAIR where there is no room for it. */
uint32_t ent_diagram_node(ent_diagram *diagram, uint32_t level, ent_branch branch);

/* The node that wins where a or b wins; ENT_NO_PAIR where there is no room. */
uint32_t ent_diagram_either(ent_diagram *diagram, uint32_t level, uint32_t a, uint32_t b);

#endif
