/* One function for each verb: does the work, prints the answer, gives the exit status. */
#ifndef ENT_CLI_VERBS_H
#define ENT_CLI_VERBS_H

#include "cli/arguments.h"

ent_status ent_verb_brief(const ent_arguments *arguments);
ent_status ent_verb_check(const ent_arguments *arguments);
ent_status ent_verb_states(const ent_arguments *arguments);
ent_status ent_verb_agree(const ent_arguments *arguments);
ent_status ent_verb_act(const ent_arguments *arguments);
ent_status ent_verb_hold(const ent_arguments *arguments);
ent_status ent_verb_design(const ent_arguments *arguments);
ent_status ent_verb_why(const ent_arguments *arguments);
ent_status ent_verb_need(const ent_arguments *arguments);
/* See cli/sweeping.h. */
typedef struct ent_sweep_runner ent_sweep_runner;

/* `runner` says who does the work; NULL: the threads of this process. */
ent_status ent_verb_sweep(const ent_arguments *arguments, const ent_sweep_runner *runner);
ent_status ent_verb_verify(const ent_arguments *arguments);
ent_status ent_verb_evidence(const ent_arguments *arguments);
ent_status ent_verb_convert(const ent_arguments *arguments);

#endif
