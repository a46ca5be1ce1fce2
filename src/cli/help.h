/* Help texts. */
#ifndef ENT_CLI_HELP_H
#define ENT_CLI_HELP_H

extern const char ent_help_forms[];
extern const char ent_help_overview[];

/* The help of a verb with an example; NULL when there is no such verb. */
const char *ent_help_of(const char *verb);

#endif
