/* What the parts of the .gmcr reader share. */
#ifndef ENT_MODEL_GMCR_READER_H
#define ENT_MODEL_GMCR_READER_H

#include "model/cubes.h"
#include "model/gmcr.h"

/*
 * Options are regrouped by decision maker before states are numbered. Indexes in the file mean the
 * order of the file; codes, cubes and the model mean the regrouped order.
 */
typedef struct {
    ent_model *model;
    ent_report *report;
    ent_arena scratch;
    size_t option_count;
    uint32_t position[ENT_CUBE_OPTIONS];       /* of each option of the file in the model */
    const ent_node *options[ENT_CUBE_OPTIONS]; /* in the order of the file */
    const ent_node *makers;                    /* the list of decision makers */
    ent_cube_list infeasible;
    uint32_t *infeasible_slots; /* a hash table of indexes into infeasible, plus one */
    ent_cube_space space;       /* the feasible states, once the infeasible ones are known */
    bool exhausted;             /* memory ran out */
} ent_gmcr_reader;

/* A condition of the file: what it means, in both forms. */
typedef struct {
    ent_cube_list cubes; /* the states in which one of these holds */
    ent_expression *expression;
    const ent_node *node;
} ent_gmcr_condition;

/* A whole number below `count`; false, with an error, for anything else. `what` is "an option", …
 */
bool ent_gmcr_index(ent_gmcr_reader *reader, const ent_node *node, const char *what, size_t count,
                    size_t *index);

/* The value of the key if it is a list; NULL where it is missing or, with an error, no list. */
const ent_node *ent_gmcr_list(ent_gmcr_reader *reader, const ent_node *mapping, const char *key);

/* "option taken" or "option not taken", by the option's place in the model. */
ent_expression *ent_gmcr_literal(ent_gmcr_reader *reader, uint32_t option, bool taken,
                                 ent_place place);

/* Reads a condition: a list of [option, "Y" or "N"], or where a `compound` may stand its members,
 * one of which holds. False where it is wrong. */
bool ent_gmcr_condition_read(ent_gmcr_reader *reader, const ent_node *node,
                             ent_gmcr_condition *condition);

/* Fills the model's condition: the tree and its words. */
bool ent_gmcr_condition_keep(ent_gmcr_reader *reader, ent_expression *expression, ent_place place,
                             ent_condition *kept);

/* infeasibles and mutexes become constraints and reader->infeasible. */
void ent_gmcr_read_infeasibles(ent_gmcr_reader *reader, const ent_node *root);

/* Preferences of every decision maker, as statements or as rankings. */
void ent_gmcr_read_preferences(ent_gmcr_reader *reader, const ent_node *root);
void ent_gmcr_read_rankings(ent_gmcr_reader *reader, const ent_node *root);

/* Tells of misperceptions and coalitions that would have changed a result. */
void ent_gmcr_warn_misperceptions(ent_gmcr_reader *reader);
void ent_gmcr_warn_coalitions(ent_gmcr_reader *reader, const ent_node *root);

#endif
