/* The command line. */
#ifndef ENT_CLI_ARGUMENTS_H
#define ENT_CLI_ARGUMENTS_H

#include "model/model.h"

typedef enum {
    ENT_VERB_BRIEF,
    ENT_VERB_CHECK,
    ENT_VERB_STATES,
    ENT_VERB_AGREE,
    ENT_VERB_ACT,
    ENT_VERB_HOLD,
    ENT_VERB_DESIGN,
    ENT_VERB_WHY,
    ENT_VERB_NEED,
    ENT_VERB_EVIDENCE,
    ENT_VERB_SWEEP,
    ENT_VERB_VERIFY,
    ENT_VERB_CONVERT,
    ENT_VERB_HELP,
} ent_verb;

typedef enum { ENT_COLOR_AUTO, ENT_COLOR_ALWAYS, ENT_COLOR_NEVER } ent_color;

enum { ENT_SETTINGS_MOST = 64 };

typedef struct {
    ent_verb verb;
    const char *const *operands; /* what follows the verb */
    int operand_count;
    bool concepts[ENT_CONCEPTS]; /* all of them unless --concept names one */
    bool one_concept;
    ent_concept concept; /* where one is needed */
    const char *where;
    const char *start;
    const char *target;
    const char *when;
    const char *consent;
    const char *vary;
    const char *settings[ENT_SETTINGS_MOST];
    int setting_count;
    const char *types[ENT_SETTINGS_MOST]; /* "PARTY=TYPE" */
    int type_count;
    const char *as_of;
    uint64_t top; /* 0: not said */
    bool json;
    bool drop;
    bool compare;
    bool viable;
    uint64_t estimate; /* draws; 0: not asked */
    uint64_t draws;    /* of a sweep; 0: not said */
    uint64_t seed;
    const char *out; /* the file of a sweep */
    bool seeded;     /* --seed was given */
    bool csv;
    bool resume;
    ent_color color;
    int threads; /* 0: as many as the machine has */
} ent_arguments;

/* Reads the command line. Says what is wrong and ends the program with status 2 when it is wrong,
 * and with 0 after --help and --version. */
void ent_parse_arguments(int argc, char **argv, ent_arguments *arguments);

/* The verb that a misspelt word is likely to mean, or NULL. */
const char *ent_nearest_verb(const char *word);

/* Prints the help of a verb, or the overview for NULL; false when there is no such verb. */
bool ent_print_help(const char *verb);

#endif
