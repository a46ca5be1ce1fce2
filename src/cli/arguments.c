/* Reading the command line with argp. */
#include "cli/arguments.h"

#include <argp.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/help.h"
#include "entente/entente.h"

enum {
    KEY_CONCEPT = 'c',
    KEY_WHERE = 'w',
    KEY_SET = 's',
    KEY_TOP = 'n',
    KEY_JSON = 'j',
    KEY_THREADS = 't',
    KEY_START = 256,
    KEY_TARGET,
    KEY_COLOR,
    KEY_DROP,
    KEY_WHEN,
    KEY_CONSENT,
    KEY_VARY,
    KEY_TYPE,
    KEY_AS_OF,
    KEY_COMPARE,
    KEY_ESTIMATE,
    KEY_VIABLE,
    KEY_DRAWS,
    KEY_SEED,
    KEY_CSV,
    KEY_OUT,
    KEY_RESUME,
};

enum { DRAWS = 1000000, DRAWS_MOST = 1000000000 };

static const struct argp_option options[] = {
    {"concept", KEY_CONCEPT, "nash|gmr|smr|seq", 0, "Only this stability concept", 1},
    {"where", KEY_WHERE, "CONDITION", 0, "Only states that satisfy it", 1},
    {"set", KEY_SET, "OPTION=LEVEL", 0, "What if the option were fixed (may be repeated)", 1},
    {"start", KEY_START, "OPTION=LEVEL,...", 0, "Start from this state", 1},
    {"target", KEY_TARGET, "CONDITION", 0, "Aim at these states", 1},
    {"type", KEY_TYPE, "PARTY=TYPE", 0, "What if the party were of this type (may be repeated)", 1},
    {"as-of", KEY_AS_OF, "DATE", 0, "Only what had been said by then counts", 1},
    {"when", KEY_WHEN, "CONDITION", 0, "act: the trigger, in place of the body's own", 1},
    {"consent", KEY_CONSENT, "PARTY=P,...", 0,
     "act: how likely each consents (others=P for the rest; 0.5 if not said)", 1},
    {"vary", KEY_VARY, "OPTION,...", 0, "design: compare the levels of these options", 1},
    {"viable", KEY_VIABLE, NULL, 0, "need: it is to be agreed and able to act too", 1},
    {"compare", KEY_COMPARE, NULL, 0, "act: the variants of a rule side by side", 2},
    {"estimate", KEY_ESTIMATE, "DRAWS", OPTION_ARG_OPTIONAL,
     "act: estimates by random draws as well (default: 1000000)", 2},
    {"draws", KEY_DRAWS, "N", 0, "sweep: look at N random draws, not at all combinations", 2},
    {"seed", KEY_SEED, "N", 0, "sweep: which draws (default: 1)", 2},
    {"csv", KEY_CSV, NULL, 0, "sweep: the table of states as CSV", 2},
    {"out", KEY_OUT, "FILE", 0, "sweep: keep what is found in FILE, block by block", 2},
    {"resume", KEY_RESUME, NULL, 0, "sweep: go on with the file of --out", 2},
    {"top", KEY_TOP, "N", 0, "At most N rows, columns or examples", 2},
    {"json", KEY_JSON, NULL, 0, "Answer as JSON", 2},
    {"color", KEY_COLOR, "auto|always|never", 0, "Colour (auto: on a terminal)", 2},
    {"threads", KEY_THREADS, "N", 0, "Threads (default: as many as there are)", 2},
    {"drop", KEY_DROP, NULL, 0,
     "convert: leave out what .gmcr cannot hold and the game does not need", 2},
    {0},
};

static const struct {
    const char *word;
    ent_verb verb;
} verbs[] = {
    {"check", ENT_VERB_CHECK},     {"states", ENT_VERB_STATES},     {"agree", ENT_VERB_AGREE},
    {"act", ENT_VERB_ACT},         {"hold", ENT_VERB_HOLD},         {"design", ENT_VERB_DESIGN},
    {"why", ENT_VERB_WHY},         {"need", ENT_VERB_NEED},         {"verify", ENT_VERB_VERIFY},
    {"convert", ENT_VERB_CONVERT}, {"evidence", ENT_VERB_EVIDENCE}, {"sweep", ENT_VERB_SWEEP},
    {"help", ENT_VERB_HELP},
};

static void read_concept(ent_arguments *a, const char *word, struct argp_state *state)
{
    if (!ent_concept_find(word, strlen(word), &a->concept)) {
        argp_error(state, "--concept is nash, gmr, smr or seq, not '%s'", word);
        return;
    }
    memset(a->concepts, 0, sizeof a->concepts);
    a->concepts[a->concept] = true;
    a->one_concept = true;
}

static uint64_t read_count(const char *option, const char *word, uint64_t most,
                           struct argp_state *state)
{
    char *end = NULL;
    errno = 0;
    unsigned long long value = strtoull(word, &end, 10);
    if (word[0] < '0' || word[0] > '9' || *end != '\0' || errno != 0 || value == 0 || value > most)
        argp_error(state, "--%s is a whole number from 1 to %llu, not '%s'", option,
                   (unsigned long long)most, word);
    return value;
}

static ent_color read_color(const char *word, struct argp_state *state)
{
    static const char *const words[] = {"auto", "always", "never"};
    for (int i = 0; i < 3; i++)
        if (strcmp(word, words[i]) == 0)
            return (ent_color)i;
    argp_error(state, "--color is auto, always or never, not '%s'", word);
    return ENT_COLOR_AUTO;
}

static void add_setting(const char **settings, int *count, const char *option, const char *setting,
                        struct argp_state *state)
{
    if (*count == ENT_SETTINGS_MOST)
        argp_error(state, "--%s may be given %d times at the most", option, ENT_SETTINGS_MOST);
    else
        settings[(*count)++] = setting;
}

/* What only sweeps use. */
static error_t parse_sweep(int key, char *value, struct argp_state *state)
{
    ent_arguments *a = state->input;
    switch (key) {
    case KEY_DRAWS:
        a->draws = read_count("draws", value, DRAWS_MOST, state);
        return 0;
    case KEY_SEED:
        a->seed = read_count("seed", value, INT64_MAX, state);
        a->seeded = true;
        return 0;
    case KEY_CSV:
        a->csv = true;
        return 0;
    case KEY_OUT:
        a->out = value;
        return 0;
    case KEY_RESUME:
        a->resume = true;
        return 0;
    default:
        return ARGP_ERR_UNKNOWN;
    }
}

/* What only some verbs use. */
static error_t parse_special(int key, char *value, struct argp_state *state)
{
    ent_arguments *a = state->input;
    switch (key) {
    case KEY_DROP:
        a->drop = true;
        return 0;
    case KEY_WHEN:
        a->when = value;
        return 0;
    case KEY_CONSENT:
        a->consent = value;
        return 0;
    case KEY_VARY:
        a->vary = value;
        return 0;
    case KEY_TYPE:
        add_setting(a->types, &a->type_count, "type", value, state);
        return 0;
    case KEY_AS_OF:
        a->as_of = value;
        return 0;
    case KEY_COMPARE:
        a->compare = true;
        return 0;
    case KEY_VIABLE:
        a->viable = true;
        return 0;
    case KEY_ESTIMATE:
        a->estimate = value == NULL ? DRAWS : read_count("estimate", value, DRAWS_MOST, state);
        return 0;
    case ARGP_KEY_ARGS:
        a->operands = (const char *const *)(state->argv + state->next);
        a->operand_count = state->argc - state->next;
        return 0;
    default:
        return parse_sweep(key, value, state);
    }
}

static error_t parse_option(int key, char *value, struct argp_state *state)
{
    ent_arguments *a = state->input;
    switch (key) {
    case KEY_CONCEPT:
        read_concept(a, value, state);
        return 0;
    case KEY_WHERE:
        a->where = value;
        return 0;
    case KEY_SET:
        add_setting(a->settings, &a->setting_count, "set", value, state);
        return 0;
    case KEY_START:
        a->start = value;
        return 0;
    case KEY_TARGET:
        a->target = value;
        return 0;
    case KEY_TOP:
        a->top = read_count("top", value, UINT32_MAX, state);
        return 0;
    case KEY_JSON:
        a->json = true;
        return 0;
    case KEY_COLOR:
        a->color = read_color(value, state);
        return 0;
    case KEY_THREADS:
        a->threads = (int)read_count("threads", value, 1024, state);
        return 0;
    default:
        return parse_special(key, value, state);
    }
}

/* Takes the verb off the operands; a first operand that is no verb is the model of a brief. */
static void take_verb(ent_arguments *a)
{
    for (size_t i = 0; a->operand_count > 0 && i < sizeof verbs / sizeof *verbs; i++)
        if (strcmp(a->operands[0], verbs[i].word) == 0) {
            a->verb = verbs[i].verb;
            a->operands++;
            a->operand_count--;
            return;
        }
}

const char *ent_nearest_verb(const char *word)
{
    const char *words[sizeof verbs / sizeof *verbs];
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        words[i] = verbs[i].word;
    return ent_nearest(word, strlen(word), words, sizeof verbs / sizeof *verbs);
}

/* The verb as it is typed; NULL for the brief, which has none. */
static const char *word_of(ent_verb verb)
{
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (verbs[i].verb == verb)
            return verbs[i].word;
    return NULL;
}

/* Checks that the verb has as many operands as it needs. */
static void check_operands(const ent_arguments *a)
{
    static const struct {
        int least;
        int most;
        const char *form;
    } forms[] = {
        [ENT_VERB_BRIEF] = {1, 1, "entente MODEL"},
        [ENT_VERB_CHECK] = {1, INT32_MAX, "entente check MODEL..."},
        [ENT_VERB_STATES] = {1, 1, "entente states MODEL"},
        [ENT_VERB_AGREE] = {1, 1, "entente agree MODEL"},
        [ENT_VERB_ACT] = {1, 2, "entente act MODEL [BODY]"},
        [ENT_VERB_HOLD] = {1, 1, "entente hold MODEL"},
        [ENT_VERB_DESIGN] = {1, 1, "entente design MODEL"},
        [ENT_VERB_WHY] = {2, 3, "entente why MODEL STATE [MOVER]"},
        [ENT_VERB_NEED] = {2, 2, "entente need MODEL STATE|CONDITION"},
        [ENT_VERB_EVIDENCE] = {1, 1, "entente evidence MODEL"},
        [ENT_VERB_SWEEP] = {1, 1, "entente sweep MODEL"},
        [ENT_VERB_VERIFY] = {2, 2, "entente verify MODEL ANSWER"},
        [ENT_VERB_CONVERT] = {2, 2, "entente convert IN OUT"},
        [ENT_VERB_HELP] = {0, 1, "entente help [VERB]"},
    };
    if (a->operand_count >= forms[a->verb].least && a->operand_count <= forms[a->verb].most)
        return;
    if (a->verb == ENT_VERB_BRIEF && a->operand_count > 1) {
        const char *nearest = ent_nearest_verb(a->operands[0]);
        (void)fprintf(stderr, "entente: error: '%s' is not a verb\n", a->operands[0]);
        if (nearest != NULL)
            (void)fprintf(stderr, "    hint: did you mean 'entente %s'?\n", nearest);
    } else {
        (void)fprintf(stderr, "entente: error: the form is: %s\n", forms[a->verb].form);
    }
    const char *verb = word_of(a->verb);
    if (verb == NULL)
        (void)fprintf(stderr, "    hint: 'entente help' lists the verbs\n");
    else
        (void)fprintf(stderr, "    hint: 'entente help %s' explains it\n", verb);
    exit(ENT_WRONG_USE);
}

/* Refuses an option that the verb would pass over: the answer would look as if it had not. */
static void check_options(const ent_arguments *a)
{
    bool act = a->verb == ENT_VERB_ACT;
    bool convert = a->verb == ENT_VERB_CONVERT;
    bool sweep = a->verb == ENT_VERB_SWEEP;
    const struct {
        bool given;
        bool fits;
        const char *option;
        const char *hint;
    } special[] = {
        {a->when != NULL, act, "--when", "it belongs to 'entente act'"},
        {a->consent != NULL, act, "--consent", "it belongs to 'entente act'"},
        {a->compare, act, "--compare", "it belongs to 'entente act'"},
        {a->estimate > 0, act, "--estimate", "it belongs to 'entente act'"},
        {a->viable, a->verb == ENT_VERB_NEED, "--viable", "it belongs to 'entente need'"},
        {a->type_count > 0, !convert, "--type", "all types of the model are written"},
        {a->as_of != NULL, !convert, "--as-of", "all of the model is written"},
        {a->vary != NULL, a->verb == ENT_VERB_DESIGN, "--vary", "it belongs to 'entente design'"},
        {a->where != NULL,
         a->verb == ENT_VERB_STATES || a->verb == ENT_VERB_AGREE || a->verb == ENT_VERB_HOLD ||
             a->verb == ENT_VERB_DESIGN || sweep,
         "--where", "it belongs to states, agree, hold, design and sweep; --set fixes an option"},
        {a->draws > 0, sweep, "--draws", "it belongs to 'entente sweep'"},
        {a->seeded, sweep, "--seed", "it belongs to 'entente sweep'"},
        {a->csv, sweep && !a->json, "--csv",
         sweep ? "--json and --csv are two ways to answer; take one"
               : "it belongs to 'entente sweep'"},
        {a->out != NULL, sweep, "--out", "it belongs to 'entente sweep'"},
        {a->resume, sweep && a->out != NULL, "--resume",
         sweep ? "say with which file to go on: --out FILE" : "it belongs to 'entente sweep'"},
        {a->one_concept, !act, "--concept", "what a body can do is the same under every concept"},
        {a->one_concept, a->verb != ENT_VERB_AGREE, "--concept",
         "what can be agreed is the same under every concept"},
    };
    for (size_t i = 0; i < sizeof special / sizeof *special; i++) {
        if (!special[i].given || special[i].fits)
            continue;
        (void)fprintf(stderr, "entente: error: %s has no meaning here\n    hint: %s\n",
                      special[i].option, special[i].hint);
        exit(ENT_WRONG_USE);
    }
}

static void print_version(FILE *stream, struct argp_state *state)
{
    (void)state;
    if (fprintf(stream, "entente %s\n", ent_version()) >= 0 && fflush(stream) == 0)
        return;
    (void)fprintf(stderr, "entente: error: cannot write the version: %s\n", strerror(errno));
    exit(ENT_NO_RESOURCE);
}

void ent_parse_arguments(int argc, char **argv, ent_arguments *arguments)
{
    *arguments = (ent_arguments){.concept = ENT_SEQ, .seed = 1};
    for (int c = 0; c < ENT_CONCEPTS; c++)
        arguments->concepts[c] = true;
    const struct argp parser = {.options = options,
                                .parser = parse_option,
                                .args_doc = ent_help_forms,
                                .doc = ent_help_overview};
    argp_err_exit_status = ENT_WRONG_USE;
    argp_program_version_hook = print_version;
    error_t failure = argp_parse(&parser, argc, argv, 0, NULL, arguments);
    if (failure != 0) {
        (void)fprintf(stderr, "entente: error: %s\n", strerror(failure));
        exit(ENT_NO_RESOURCE);
    }
    take_verb(arguments);
    check_operands(arguments);
    check_options(arguments);
}

bool ent_print_help(const char *verb)
{
    if (verb == NULL) {
        const struct argp parser = {
            .options = options, .args_doc = ent_help_forms, .doc = ent_help_overview};
        argp_help(&parser, stdout, ARGP_HELP_STD_HELP & ~(unsigned)ARGP_HELP_EXIT_OK, "entente");
        return true;
    }
    const char *text = ent_help_of(verb);
    if (text != NULL)
        (void)fputs(text, stdout);
    return text != NULL;
}
