/* The program: reads the command line and runs a verb. */
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <string.h>

#include "cli/arguments.h"
#include "cli/verbs.h"

static ent_status run_help(const ent_arguments *arguments)
{
    const char *verb = arguments->operand_count > 0 ? arguments->operands[0] : NULL;
    if (ent_print_help(verb)) {
        if (fflush(stdout) == 0)
            return ENT_OK;
        (void)fprintf(stderr, "entente: error: cannot write the help: %s\n", strerror(errno));
        return ENT_NO_RESOURCE;
    }
    const char *nearest = ent_nearest_verb(verb);
    (void)fprintf(stderr, "entente: error: '%s' is not a verb\n", verb);
    if (nearest != NULL)
        (void)fprintf(stderr, "    hint: did you mean 'entente help %s'?\n", nearest);
    (void)fprintf(stderr, "    hint: 'entente help' lists the verbs\n");
    return ENT_WRONG_USE;
}

int main(int argc, char **argv)
{
    (void)setlocale(LC_CTYPE, "C.UTF-8");
    ent_arguments arguments;
    ent_parse_arguments(argc, argv, &arguments);
    switch (arguments.verb) {
    case ENT_VERB_BRIEF:
        return (int)ent_verb_brief(&arguments);
    case ENT_VERB_CHECK:
        return (int)ent_verb_check(&arguments);
    case ENT_VERB_STATES:
        return (int)ent_verb_states(&arguments);
    case ENT_VERB_AGREE:
        return (int)ent_verb_agree(&arguments);
    case ENT_VERB_ACT:
        return (int)ent_verb_act(&arguments);
    case ENT_VERB_HOLD:
        return (int)ent_verb_hold(&arguments);
    case ENT_VERB_DESIGN:
        return (int)ent_verb_design(&arguments);
    case ENT_VERB_WHY:
        return (int)ent_verb_why(&arguments);
    case ENT_VERB_NEED:
        return (int)ent_verb_need(&arguments);
    case ENT_VERB_EVIDENCE:
        return (int)ent_verb_evidence(&arguments);
    case ENT_VERB_SWEEP:
        return (int)ent_verb_sweep(&arguments, NULL);
    case ENT_VERB_VERIFY:
        return (int)ent_verb_verify(&arguments);
    case ENT_VERB_CONVERT:
        return (int)ent_verb_convert(&arguments);
    case ENT_VERB_HELP:
        return (int)run_help(&arguments);
    }
    return (int)ENT_WRONG_USE;
}
