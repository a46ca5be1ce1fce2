/*
 * Printing a draft as YAML: names are put in for marks. With other names, and in another order, it
 * is the same game.
 */
#include "property/random_model.h"

#include <stdlib.h>
#include <string.h>

#include "property/random_draft.h"
#include "property/reading.h"

typedef struct {
    const draft *d;
    FILE *out;
    uint64_t shuffle; /* 0: names and order as drafted */
    dice dice;
} printing;

/* An id: the kind's letter, and the index at the end. */
static void print_id(const printing *p, char kind, uint32_t index)
{
    dice letters = {p->shuffle ^ ((uint64_t)kind << 32) ^ index};
    for (uint32_t i = p->shuffle == 0 ? 0 : 1 + dice_below(&letters, 4); i > 0; i--)
        fputc((int)('a' + dice_below(&letters, 26)), p->out);
    fprintf(p->out, p->shuffle == 0 ? "%c%u" : "%c-%u", kind, index);
}

static void print_level(const printing *p, uint32_t option, uint32_t level)
{
    switch (p->d->option[option].style) {
    case DEFAULT_LEVELS:
        fputs(level == 0 ? "no" : "yes", p->out);
        break;
    case WORD_LEVELS:
        fprintf(p->out, p->shuffle == 0 ? "l%u" : "Level_%u", level);
        break;
    case NUMBER_LEVELS:
        fprintf(p->out, "%u", p->shuffle == 0 ? 10 * level : 100 - level);
        break;
    }
}

/* A drafted text with the names put in, in quotes. */
static void print_text(const printing *p, const char *text)
{
    fputc('"', p->out);
    for (; *text != '\0'; text++) {
        if (*text != '$') {
            fputc(*text, p->out);
            continue;
        }
        char kind = text[1];
        char *end = NULL;
        uint32_t index = (uint32_t)strtoul(text + 2, &end, 10);
        if (kind == 'l')
            print_level(p, index, (uint32_t)strtoul(end + 1, &end, 10));
        else
            print_id(p, kind, index);
        text = end; /* the semicolon */
    }
    fputc('"', p->out);
}

/* The order in which `count` things are printed. */
static void arrange(printing *p, uint32_t count, uint32_t *order)
{
    for (uint32_t i = 0; i < count; i++)
        order[i] = i;
    for (uint32_t i = p->shuffle == 0 ? 0 : count; i > 1; i--) {
        uint32_t other = dice_below(&p->dice, i);
        uint32_t swap = order[i - 1];
        order[i - 1] = order[other];
        order[other] = swap;
    }
}

enum { MOST_THINGS = 16 };

static void print_parties(printing *p)
{
    uint32_t order[MOST_THINGS];
    arrange(p, p->d->parties, order);
    fputs("parties:\n", p->out);
    for (uint32_t i = 0; i < p->d->parties; i++) {
        fputs("  ", p->out);
        print_id(p, 'p', order[i]);
        fprintf(p->out, ": Party %u\n", order[i]);
    }
}

static void print_bodies(printing *p)
{
    uint32_t order[MOST_THINGS];
    uint32_t members[MOST_THINGS];
    arrange(p, p->d->bodies, order);
    fputs(p->d->bodies > 0 ? "bodies:\n" : "", p->out);
    for (uint32_t i = 0; i < p->d->bodies; i++) {
        const char *between = "";
        fputs("  ", p->out);
        print_id(p, 'b', order[i]);
        fprintf(p->out, ":\n    name: Body %u\n    members: [", order[i]);
        arrange(p, p->d->parties, members);
        for (uint32_t k = 0; k < p->d->parties; k++)
            if (p->d->members[order[i]] >> members[k] & 1u) {
                fputs(between, p->out);
                print_id(p, 'p', members[k]);
                between = ", ";
            }
        fputs("]\n    rule: ", p->out);
        print_text(p, p->d->rule[order[i]]);
        fputs("\n", p->out);
    }
}

static void print_options(printing *p)
{
    static const char *const moves[] = {"any", "up", "down", "fixed"};
    uint32_t order[MOST_THINGS];
    arrange(p, p->d->options, order);
    fputs("options:\n", p->out);
    for (uint32_t i = 0; i < p->d->options; i++) {
        const draft_option *option = &p->d->option[order[i]];
        bool of_party = option->mover < p->d->parties;
        fputs("  ", p->out);
        print_id(p, 'o', order[i]);
        fputs(": {by: ", p->out);
        print_id(p, of_party ? 'p' : 'b', of_party ? option->mover : option->mover - p->d->parties);
        for (uint32_t level = 0; option->style != DEFAULT_LEVELS && level < option->levels;
             level++) {
            fputs(level == 0 ? ", levels: [" : ", ", p->out);
            print_level(p, order[i], level);
        }
        fputs(option->style != DEFAULT_LEVELS ? "]" : "", p->out);
        if (option->moves != ENT_MOVES_ANY)
            fprintf(p->out, ", moves: %s", moves[option->moves]);
        fputs("}\n", p->out);
    }
}

static void print_weights(printing *p)
{
    uint32_t order[MOST_THINGS];
    uint32_t parties[MOST_THINGS];
    arrange(p, p->d->weights, order);
    fputs(p->d->weights > 0 ? "weights:\n" : "", p->out);
    for (uint32_t i = 0; i < p->d->weights; i++) {
        const char *between = "";
        fputs("  ", p->out);
        print_id(p, 'w', order[i]);
        fputs(": {", p->out);
        arrange(p, p->d->parties, parties);
        for (uint32_t k = 0; k < p->d->parties; k++) {
            const char *number = p->d->weight[order[i]][parties[k]];
            if (number == NULL)
                continue;
            fputs(between, p->out);
            print_id(p, 'p', parties[k]);
            fprintf(p->out, ": %s", number);
            between = ", ";
        }
        fputs("}\n", p->out);
    }
}

static void print_definitions(printing *p)
{
    uint32_t order[MOST_THINGS];
    arrange(p, p->d->defined, order);
    fputs(p->d->defined > 0 ? "define:\n" : "", p->out);
    for (uint32_t i = 0; i < p->d->defined; i++) {
        fputs("  ", p->out);
        print_id(p, 'd', order[i]);
        fputs(": ", p->out);
        print_text(p, p->d->definition[order[i]]);
        fputs("\n", p->out);
    }
}

static void print_constraints(printing *p)
{
    uint32_t order[MOST_THINGS];
    arrange(p, p->d->constraints, order);
    fputs(p->d->constraints > 0 ? "constraints:\n" : "", p->out);
    for (uint32_t i = 0; i < p->d->constraints; i++) {
        fputs("  - ", p->out);
        print_text(p, p->d->constraint[order[i]]);
        fputs("\n", p->out);
    }
}

/* One entry, as a mapping where it has more than a condition. */
static void print_want(printing *p, const draft_preference *preference, uint32_t want, bool wrapped)
{
    bool weights = preference->kind == ENT_BY_WEIGHTS;
    wrapped = wrapped || weights || preference->probability[want] != NULL;
    fputs(wrapped ? "- {want: " : "- ", p->out);
    print_text(p, preference->want[want]);
    if (weights)
        fprintf(p->out, ", weight: %s", preference->weight[want]);
    if (preference->probability[want] != NULL)
        fprintf(p->out, ", probability: %s", preference->probability[want]);
    fputs(wrapped ? ", assumption: drawn at random}\n" : "\n", p->out);
}

/* The entries, in the lines below; in the short form without a key where that may be. */
static void print_preference(printing *p, const draft_preference *preference, int indent,
                             bool in_type)
{
    static const char *const kinds[] = {"", "priorities", "weights", "ranking"};
    uint32_t order[MOST_THINGS];
    bool weights = preference->kind == ENT_BY_WEIGHTS;
    bool nested = preference->kind != ENT_BY_PRIORITIES || preference->long_form || in_type;
    arrange(p, weights ? preference->wants : 0, order);
    fputs("\n", p->out);
    if (nested)
        fprintf(p->out, "%*s%s:\n", indent, "", kinds[preference->kind]);
    for (uint32_t i = 0; i < preference->wants; i++) {
        fprintf(p->out, "%*s", indent + 2, "");
        print_want(p, preference, weights ? order[i] : i, preference->long_form && i == 0);
    }
}

/* Types keep their order: of two that are as likely, the first counts. */
static void print_types(printing *p, uint32_t party)
{
    fprintf(p->out, "\n    types:\n      one:\n        probability: %s", p->d->share[party]);
    print_preference(p, &p->d->preference[party], 8, true);
    fputs("      two:", p->out);
    print_preference(p, &p->d->other[party], 8, true);
}

static void print_preferences(printing *p)
{
    uint32_t order[MOST_THINGS];
    const char *heading = "preferences:\n";
    arrange(p, p->d->parties, order);
    for (uint32_t i = 0; i < p->d->parties; i++) {
        const draft_preference *preference = &p->d->preference[order[i]];
        if (preference->kind == ENT_INDIFFERENT)
            continue;
        fprintf(p->out, "%s  ", heading);
        heading = "";
        print_id(p, 'p', order[i]);
        fputs(":", p->out);
        if (p->d->share[order[i]] != NULL)
            print_types(p, order[i]);
        else
            print_preference(p, preference, 4, false);
    }
}

static void print_start(printing *p)
{
    uint32_t order[MOST_THINGS];
    const char *between = "start: {";
    if (!p->d->has_start)
        return;
    arrange(p, p->d->options, order);
    for (uint32_t i = 0; i < p->d->options; i++) {
        uint32_t level = p->d->option[order[i]].start;
        if (level == 0 && i > 0)
            continue;
        fputs(between, p->out);
        print_id(p, 'o', order[i]);
        fputs(": ", p->out);
        print_level(p, order[i], level);
        between = ", ";
    }
    fputs("}\n", p->out);
}

static void print_target(printing *p)
{
    fputs("target: ", p->out);
    print_text(p, p->d->target);
    fputs("\n", p->out);
}

static char *print(const draft *d, uint64_t shuffle)
{
    static void (*const sections[])(printing *) = {
        print_parties,     print_bodies, print_options,     print_weights, print_definitions,
        print_constraints, print_start,  print_preferences, print_target,
    };
    enum { SECTIONS = sizeof sections / sizeof *sections };
    uint32_t order[MOST_THINGS];
    char *text = NULL;
    size_t length = 0;
    printing p = {.d = d, .shuffle = shuffle, .dice = {shuffle}};
    p.out = open_memstream(&text, &length);
    fputs("entente: 1\ntitle: A random model\n", p.out);
    arrange(&p, SECTIONS, order);
    for (uint32_t i = 0; i < SECTIONS; i++)
        sections[order[i]](&p);
    return draft_closed(p.out, &text);
}

/* --- A start ----------------------------------------------------------------------------- */

/* Takes the wanted feasible state, counted from 0, as start; gives the number of feasible states.
 */
static uint32_t find_start(draft *d, const ent_model *model, uint32_t wanted)
{
    uint8_t levels[MOST_OPTIONS] = {0};
    uint32_t feasible = 0;
    uint32_t option = 0;
    while (option < d->options) {
        const reading in = {.model = model, .levels = levels};
        bool holds = true;
        for (size_t i = 0; i < model->constraints.count && holds; i++)
            holds = reading_holds(&in, model->constraints.items[i].expression);
        if (holds && feasible++ == wanted)
            for (uint32_t i = 0; i < d->options; i++)
                d->option[i].start = levels[i];
        for (option = 0; option < d->options && ++levels[option] == d->option[option].levels;
             option++)
            levels[option] = 0;
    }
    return feasible;
}

/* Reads the draft as far as it goes, and chooses its start; false where there are too few states.
 */
static bool choose_start(draft *d)
{
    char *text = print(d, 0);
    ent_memory memory = ent_memory_system();
    const ent_source source = {"random", text, strlen(text)};
    ent_report report = ent_report_new(&memory);
    ent_model model;
    ent_model_init(&model, &memory);
    if (ent_read_model(&model, &source, &report) != ENT_OK) {
        ent_text words = ent_text_new(&memory);
        ent_report_write(&report, &words);
        fprintf(stderr, "a random model cannot be read:\n%s\n%s", text, ent_text_string(&words));
        abort();
    }
    uint32_t feasible = find_start(d, &model, UINT32_MAX);
    if (feasible >= 2)
        (void)find_start(d, &model, dice_below(&d->dice, feasible));
    d->has_start = dice_below(&d->dice, 100) < 85;
    ent_model_free(&model);
    ent_report_free(&report);
    free(text);
    return feasible >= 2;
}

char *random_model(uint64_t seed, uint64_t shuffle)
{
    dice seeds = {seed};
    for (uint32_t attempt = 0;; attempt++) {
        draft *d = draft_draw(dice_roll(&seeds));
        if (attempt >= MOST_ATTEMPTS)
            d->constraints = 0;
        bool found = choose_start(d);
        char *text = found ? print(d, shuffle) : NULL;
        draft_discard(d);
        if (found)
            return text;
    }
}

uint32_t random_model_index(const char *id)
{
    size_t at = strlen(id);
    while (at > 0 && id[at - 1] >= '0' && id[at - 1] <= '9')
        at--;
    return (uint32_t)strtoul(id + at, NULL, 10);
}
