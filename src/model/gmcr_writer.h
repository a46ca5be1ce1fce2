/* What the parts of the .gmcr writer share. */
#ifndef ENT_MODEL_GMCR_WRITER_H
#define ENT_MODEL_GMCR_WRITER_H

#include "model/cubes.h"
#include "model/model.h"

/* Reports whatever of the model a .gmcr file cannot hold: as errors, or, with `drop`, what does not
 * touch the game as warnings. */
ent_status ent_gmcr_report_losses(const ent_model *model, bool drop, ent_report *report);

/* One state of the file that is written, and where a party places it. */
typedef struct {
    uint32_t number; /* from 1 */
    uint32_t class;  /* 0 is best */
} ent_ranked_state;

/*
 * Sorts the states by the party's preference, best first and equal ones by number. `codes` are the
 * feasible states of the file; option i of the model is their bit bits[i].
 */
ent_status ent_gmcr_rank(const ent_model *model, const ent_preference *preference,
                         const uint32_t *bits, const ent_code_list *codes, ent_arena *arena,
                         ent_ranked_state **ranked);

#endif
