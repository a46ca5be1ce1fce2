/* The field's table: options as rows, grouped by mover; states, or patterns of states, as columns.
 */
#ifndef ENT_SHOW_TABLE_H
#define ENT_SHOW_TABLE_H

#include "game/game.h"
#include "show/style.h"

typedef struct {
    const char *head;   /* above: the state's number, or how many states */
    const char *under;  /* below it: the code in brackets, or the like; NULL for nothing */
    const uint8_t *low; /* by option: the levels that the column stands for */
    const uint8_t *high;
    const char *target; /* cell of the target row */
    uint32_t mask;      /* concepts that the column's states are equilibria under */
} ent_table_column;

/* A row below the options. */
typedef struct {
    const char *label;  /* in the place of the mover; "" where the row above has it */
    const char *detail; /* in the place of the option */
    const char **cells; /* by column */
} ent_table_row;

typedef struct {
    const ent_table_column *columns;
    size_t count;
    const ent_table_row *rows;
    size_t row_count;
    uint32_t concept_rows; /* bit c: a row that marks equilibria under concept c */
    bool target_row;
    bool reference;    /* the first column is what the others are compared with */
    bool terse;        /* names below the table the options that are alike in every column … */
    const char *alike; /* … after these words; NULL: "in all of them: " */
} ent_table;

/* Adds the table, in several parts below each other where it is too wide. */
void ent_add_table(ent_text *out, const ent_style *style, const ent_game *game,
                   const ent_table *table);

#endif
