/* From counts of coalitions to indices. */
#ifndef ENT_VOTE_INDICES_H
#define ENT_VOTE_INDICES_H

#include "vote/count.h"

/* Each fills the indices of its kind, from counts by size; they live in the arena. */

/* Winning coalitions and swings, Banzhaf's and Coleman's indices and Shapley and Shubik's. */
ent_status ent_indices_of_winning(ent_power *power, const ent_size_counts *winning,
                                  ent_arena *arena);

/* Minimal winning coalitions; Deegan and Packel's, and Holler and Packel's indices. */
ent_status ent_indices_of_minimal(ent_power *power, const ent_size_counts *minimal,
                                  ent_arena *arena);

/* Johnston's index, from winning coalitions with marked critical members. */
ent_status ent_indices_of_critical(ent_power *power, const ent_size_counts *critical,
                                   ent_arena *arena);

/* Banzhaf's and Coleman's indices, from power->winning and power->swings. */
ent_status ent_indices_of_swings(ent_power *power, ent_arena *arena);

/* Holler and Packel's index, from the minimal coalitions that each member is in. */
ent_status ent_indices_of_membership(ent_power *power, const ent_natural *with, ent_arena *arena);

#endif
