/* What each verb is for, with an example. */
#include "cli/help.h"

#include <stddef.h>
#include <string.h>

const char ent_help_forms[] = "MODEL\n"
                              "check MODEL...\n"
                              "states MODEL\n"
                              "agree MODEL\n"
                              "act MODEL [BODY]\n"
                              "hold MODEL\n"
                              "design MODEL\n"
                              "why MODEL STATE [MOVER]\n"
                              "need MODEL STATE|CONDITION\n"
                              "evidence MODEL\n"
                              "sweep MODEL\n"
                              "verify MODEL ANSWER\n"
                              "convert IN OUT\n"
                              "help [VERB]";

const char ent_help_overview[] =
    "Analyses security guarantees and the agreements around them.\v"
    "MODEL is a file that says who the parties are, what they can do and what they prefer "
    "(YAML, see docs/model-file.md; .gmcr files are read too; - is standard input).\n\n"
    "  entente MODEL   the brief: one page with the answers\n"
    "  check           is the file sound, and do its own tests hold?\n"
    "  states          the state space, one row a state\n"
    "  agree           can it be agreed? what all whose consent is needed prefer to today\n"
    "  act             can it act? who can make a body act, and who can stop it\n"
    "  hold            will it hold? the equilibria, and who leaves the rest\n"
    "  design          which arrangement can be agreed, can act and holds; else what comes "
    "nearest\n"
    "  why             why a state is, or is not, stable\n"
    "  need            what would have to be true for a state to hold\n"
    "  evidence        what was said, what is assumed, and what of it carries the answer\n"
    "  sweep           how likely each answer is, where the model is uncertain; which doubt "
    "matters\n"
    "  verify          re-check an answer (--json) by the definitions\n"
    "  convert         between YAML and .gmcr\n"
    "  help VERB       more on a verb, with an example\n\n"
    "Exit status: 0 done; 1 the model is wrong; 2 the command line is wrong; 3 the machine could "
    "not (memory, disk).";

static const struct {
    const char *verb;
    const char *text;
} texts[] = {
    {"brief",
     "entente MODEL [--concept C] [--set OPTION=LEVEL] [--top N] [--json]\n\n"
     "The brief: one page with the answers. It needs no verb. What the states of the target have\n"
     "in common that hold and that break, who breaks them and how, what keeps each party from\n"
     "it, and on which statements and assumptions all of this rests. --top says how many kinds of\n"
     "states are shown.\n\n"
     "  entente models/ukraine-2025.yaml\n"
     "  entente models/ukraine-2025.yaml --set consensus=no\n"},
    {"check",
     "entente check MODEL...\n\n"
     "Reads each file and says what is wrong with it: place, line and, for a misspelt name, the\n"
     "nearest one. A file with a 'tests:' section is solved and compared with what it expects.\n"
     "Prints a line for each sound file. Exit status 1 when any file is wrong.\n\n"
     "  entente check models/*.yaml models/classic/*.yaml\n"},
    {"states",
     "entente states MODEL [--where CONDITION] [--top N] [--json]\n\n"
     "One row a state, in number order: each option's level, each party's rank of the state\n"
     "(1 = most preferred; equal states share a rank), and the concepts under which it is an\n"
     "equilibrium. --json prints JSON Lines, one object a state (docs/json.md).\n\n"
     "  entente states models/classic/cuban.yaml\n"
     "  entente states models/ukraine-2025.yaml --where 'peace and guarantee' --top 20\n"},
    {"agree",
     "entente agree MODEL [--start OPTION=LEVEL,...] [--where CONDITION] [--top N] [--json]\n\n"
     "Can it be agreed? A package is a state that the parties might move to from the start, all\n"
     "together. It can be agreed when everyone whose consent is needed prefers it to today: each\n"
     "party whose own options change, and enough members of each body whose options change. Shown\n"
     "are these packages, for each party whether they are better (+), worse (−) or the same (=) "
     "as\n"
     "today and by which of its priorities, which are on the Pareto frontier, and which fallback\n"
     "bargaining chooses; where all parties have weights, the solutions of Nash,\n"
     "Kalai–Smorodinsky, the egalitarian and the utilitarian as well. Then who stands in the way "
     "of\n"
     "the others, how often alone, and what it would lose.\n\n"
     "  entente agree models/ukraine-2025.yaml\n"
     "  entente agree models/ukraine-2025.yaml --where peace --top 20\n"
     "  entente agree models/classic/cuban.yaml --start blockade=yes\n"},
    {"act",
     "entente act MODEL [BODY] [--when CONDITION] [--consent PARTY=P,...] [--compare] [--json]\n\n"
     "Can it act? For a body (without BODY in short for every one): against whom it works, who "
     "can\n"
     "stop it alone, which coalitions are just enough, and each member's power, under every "
     "variant\n"
     "of its rule that some feasible state has. And would it? In how many of the states of its\n"
     "trigger (or of --when) the members who would gain by a move are enough to decide it, who "
     "does\n"
     "not gain, and whose consent alone is missing.\n\n"
     "  --compare   the variants side by side: what a change of terms does to whom\n"
     "  --consent   the probability that it acts when each member consents with this probability,\n"
     "              independently of the others (others=P for the rest; 0.5 if nothing is said)\n"
     "  --estimate  figures by 1,000,000 random draws as well (--estimate=N: by N), which is all\n"
     "              there is for rules that are too large to be measured\n\n"
     "  entente act models/ukraine-2025.yaml council --compare\n"
     "  entente act models/ukraine-2025.yaml council --set consensus=yes --consent us=0.9,ru=0\n"},
    {"hold",
     "entente hold MODEL [--concept C] [--where CONDITION] [--set OPTION=LEVEL] [--json]\n\n"
     "Will it hold? Counts the equilibria (states that nobody gains by leaving) under four\n"
     "stability concepts, which differ in what a party expects of the others when it moves:\n\n"
     "  nash  nothing: they stay where they are\n"
     "  gmr   any sanction that is possible (general metarationality)\n"
     "  smr   any possible sanction, after which it may still move once (symmetric m.)\n"
     "  seq   only sanctions that the others would gain by (sequential stability)\n\n"
     "Few equilibria are listed as columns, with the code in brackets; many are summed up by\n"
     "patterns, a dash where an option does not matter. ◆ marks the target. Then: who would leave\n"
     "the target states that are no equilibria, and where to (under --concept, else seq).\n\n"
     "  entente hold models/classic/cuban.yaml\n"
     "  entente hold models/ukraine-2025.yaml --where peace --set russia-in=no\n"},
    {"design",
     "entente design MODEL [--target CONDITION] [--vary OPTION,...] [--concept C] [--json]\n\n"
     "Which arrangement would do all three? An arrangement is a state of the target. Shown are "
     "those\n"
     "that can be agreed from the start (see agree), in which each body with a trigger can act "
     "against\n"
     "the party that sets it off (see act), and that hold under --concept, else seq (see hold); "
     "with\n"
     "each, all concepts under which it holds. Where there is none: how many arrangements meet "
     "which\n"
     "of these conditions, which one excludes most, and those that fail one only: who blocks and "
     "what\n"
     "it would lose, which body cannot act, or who leaves and where to.\n\n"
     "  --vary   a row for each combination of the levels of these options (at most 64): how many\n"
     "           arrangements of that kind can be agreed, can act, hold, and do all three\n\n"
     "  entente design models/ukraine-2025.yaml\n"
     "  entente design models/ukraine-2025.yaml --vary guarantee,consensus,troops\n"
     "  entente design models/ukraine-2025.yaml --target peace --set donbas=no\n"},
    {"why",
     "entente why MODEL STATE [MOVER] [--concept C] [--json]\n\n"
     "Why is this state stable, or not? For each party and body (or only MOVER): the moves that\n"
     "tempt it, what the others would do about each, with whose consent, and why the move does or\n"
     "does not pay. STATE is a number, or a condition that exactly one state satisfies. --json "
     "has\n"
     "every move and counter-move; 'entente verify' re-checks them.\n\n"
     "  entente why models/classic/cuban.yaml 7 us\n"
     "  entente why models/classic/prisoners.yaml 'one-cooperates and two-cooperates'\n"},
    {"need",
     "entente need MODEL STATE|CONDITION [--viable] [--concept C] [--set OPTION=LEVEL] [--top N]\n"
     "    [--json]\n\n"
     "What would have to be true? The smallest changes that make a state hold that does not: a\n"
     "body's rule (a member loses its veto, k of n where all were needed), the terms of an option\n"
     "(it can no longer be raised, taken back, or changed), or one party's mind (one or two of "
     "its\n"
     "priorities move, or the negation of one stands in its place). STATE is a number; with a\n"
     "condition, some state that satisfies it is to hold. Each change is found by solving the\n"
     "changed model (under --concept, else seq). --top says when enough of each sort are found\n"
     "(5 if nothing is said); all of the size reached are then in --json. With --viable it is to "
     "do\n"
     "all three: to be agreed from the start, to be able to act, and to hold.\n\n"
     "  entente need models/classic/cuban.yaml 9\n"
     "  entente need models/ukraine-2025.yaml 'peace and donbas' --concept nash\n"
     "  entente need models/ukraine-2025.yaml 289 --viable\n"},
    {"evidence",
     "entente evidence MODEL [--concept C] [--as-of DATE] [--set OPTION=LEVEL] [--top N] "
     "[--json]\n\n"
     "Every statement with who made it, when, where and how reliable it is, and what rests on it;\n"
     "what is only assumed, and why; statements of one party that cannot all be meant. Then what\n"
     "carries the answer: the model is solved again without each statement (the entries of\n"
     "preferences that rest on nothing else vanish) and without each assumed entry, and those are\n"
     "shown that change most: which states can be agreed, in which a body would act, which hold\n"
     "(under --concept, else seq), and which do all three.\n\n"
     "--as-of leaves out what was said later, and shows it as not yet known.\n\n"
     "  entente evidence models/ukraine-2025.yaml\n"
     "  entente evidence models/ukraine-2025.yaml --as-of 2025-08-20\n"},
    {"sweep",
     "entente sweep MODEL [--draws N] [--seed N] [--concept C] [--where CONDITION] [--top N]\n"
     "    [--json|--csv] [--out FILE [--resume]]\n\n"
     "What if we are not sure what the parties want? A model says so by 'types:' of a party and "
     "by\n"
     "'probability:' of entries of its preferences. A sweep solves the model for every "
     "combination\n"
     "of what may turn out, or, where they are more than 2^20 or --draws says so, for random "
     "draws.\n"
     "Shown are how likely it is that some arrangement can be agreed, holds, and does all three;\n"
     "the arrangements that do so most often; and how much of the uncertainty goes back to each\n"
     "doubt, by itself and together with others (Sobol indices). Estimates from draws have 95 %\n"
     "intervals. The same seed draws the same cases, whatever the number of threads. --csv lists\n"
     "every state with its probabilities.\n\n"
     "  --out     keeps what is found in FILE, block by block (SQLite; see docs/sweep-file.md)\n"
     "  --resume  goes on with FILE after the run was stopped or killed, or begins it where there "
     "is\n"
     "            none; the model and the request must be the same\n\n"
     "  entente sweep models/ukraine-2025.yaml\n"
     "  entente sweep models/ukraine-2025.yaml --draws 20000 --seed 7 --json\n"},
    {"verify",
     "entente verify MODEL ANSWER\n\n"
     "Re-checks an answer that hold, states, why, act, agree, design or need printed with\n"
     "--json, by the definitions alone and with code that shares nothing with the solver. Give "
     "--set, --start\n"
     "and --target as they were given for the answer. ANSWER may be - for standard input. Exit\n"
     "status 1 when any claim of the answer is false. What was not checked is said.\n\n"
     "  entente hold MODEL --json > answer.json && entente verify MODEL answer.json\n"},
    {"convert",
     "entente convert IN OUT [--drop]\n\n"
     "Writes the model IN to the file OUT in the format that OUT's name ends in: .yaml (or .yml)\n"
     "or .gmcr. What .gmcr cannot hold is an error; with --drop, what the game does not need\n"
     "(texts, sources, statements, start, target, tests) is left out with a warning. OUT is\n"
     "written only when everything went well.\n\n"
     "  entente convert conflict.gmcr conflict.yaml\n"},
    {"help", "entente help [VERB]\n\nExplains a verb with an example.\n"},
};

const char *ent_help_of(const char *verb)
{
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        if (strcmp(texts[i].verb, verb) == 0)
            return texts[i].text;
    return NULL;
}
