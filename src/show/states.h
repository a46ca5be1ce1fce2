/* The state space, one row a state. */
#ifndef ENT_SHOW_STATES_H
#define ENT_SHOW_STATES_H

#include "show/sink.h"
#include "show/style.h"
#include "solve/solve.h"

typedef struct {
    const ent_game *game;
    const ent_solution *solution;
    const ent_set *shown;
    uint64_t most; /* rows at the most */
} ent_states;

/* A table with a row for each state: its levels, each party's rank, the concepts that hold. */
ent_status ent_show_states(ent_sink *sink, const ent_style *style, const ent_states *states);

/* JSON Lines, in number order (docs/json.md). */
ent_status ent_states_json(ent_sink *sink, const ent_states *states);

#endif
