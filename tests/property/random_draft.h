/*
 * A random model before it is printed. Conditions hold marks for names, such as $o3; for the fourth
 * option and $l3.1; for its second level, so that the same draft can be printed under other names.
 */
#ifndef ENT_TESTS_PROPERTY_RANDOM_DRAFT_H
#define ENT_TESTS_PROPERTY_RANDOM_DRAFT_H

#include <stdio.h>

#include "model/model.h"
#include "property/random_model.h"

enum {
    MOST_PARTIES = 5,
    MOST_BODIES = 3,
    MOST_OPTIONS = 9,
    MOST_LEVELS = 4,
    MOST_CONSTRAINTS = 4,
    MOST_DEFINED = 3,
    MOST_WEIGHTS = 2,
    MOST_WANTS = 7,
    MOST_ATTEMPTS = 50,
};

typedef enum { DEFAULT_LEVELS, WORD_LEVELS, NUMBER_LEVELS } level_style;

typedef struct {
    uint32_t levels;
    level_style style;
    uint32_t mover; /* a party, or parties + a body */
    ent_moves moves;
    uint32_t start;
} draft_option;

typedef struct {
    ent_preference_kind kind;
    uint32_t wants;
    char *want[MOST_WANTS];
    char *weight[MOST_WANTS];
    char *probability[MOST_WANTS]; /* NULL: the entry is certain */
    bool long_form;
} draft_preference;

typedef struct {
    dice dice;
    uint32_t parties;
    uint32_t bodies;
    uint32_t options;
    uint32_t constraints;
    uint32_t defined;
    uint32_t weights;
    draft_preference preference[MOST_PARTIES];
    draft_preference other[MOST_PARTIES]; /* of a second type */
    char *share[MOST_PARTIES];     /* how likely the first type is; NULL: the party has no types */
    uint32_t members[MOST_BODIES]; /* a bit by party */
    char *rule[MOST_BODIES];
    draft_option option[MOST_OPTIONS];
    char *constraint[MOST_CONSTRAINTS];
    char *definition[MOST_DEFINED];
    char *weight[MOST_WEIGHTS][MOST_PARTIES]; /* NULL: not given */
    char *target;
    bool has_start;
} draft;

draft *draft_draw(uint64_t seed);
void draft_discard(draft *d);

/* Closes what open_memstream opened; gives its text. */
char *draft_closed(FILE *out, char **text);

#endif
