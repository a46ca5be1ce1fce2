/* Drawing a model at random: parties, bodies with rules, options, conditions, preferences. */
#include "property/random_draft.h"

#include <stdlib.h>

uint64_t dice_roll(dice *d)
{
    uint64_t z = d->state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

uint32_t dice_below(dice *d, uint32_t bound)
{
    return (uint32_t)((dice_roll(d) >> 32) * bound >> 32);
}

static bool chance(draft *d, uint32_t percent)
{
    return dice_below(&d->dice, 100) < percent;
}

static uint32_t below(draft *d, uint32_t bound)
{
    return dice_below(&d->dice, bound);
}

/* --- Conditions -------------------------------------------------------------------------- */

static void write_level(draft *d, FILE *out)
{
    static const char *const signs[] = {"=", "!=", "<", "<=", ">", ">="};
    uint32_t option = below(d, d->options);
    if (chance(d, 55))
        fprintf(out, "$o%u;", option);
    else
        fprintf(out, "$o%u; %s $l%u.%u;", option, signs[below(d, 6)], option,
                below(d, d->option[option].levels));
}

static void write_condition(draft *d, FILE *out, uint32_t depth, uint32_t defined);

static void write_bracketed(draft *d, FILE *out, uint32_t depth, uint32_t defined)
{
    fputs("(", out);
    write_condition(d, out, depth, defined);
    fputs(")", out);
}

static void write_listed(draft *d, FILE *out, uint32_t depth, uint32_t defined)
{
    static const char *const words[] = {"all", "any", "none"};
    static const char *const counted[] = {"at least", "exactly", "at most"};
    uint32_t count = 1 + below(d, 4);
    if (chance(d, 50))
        fprintf(out, "%s of {", words[below(d, 3)]);
    else
        fprintf(out, "%s %u of {", counted[below(d, 3)], below(d, count + 1));
    for (uint32_t i = 0; i < count; i++) {
        fputs(i == 0 ? "" : ", ", out);
        write_condition(d, out, depth, defined);
    }
    fputs("}", out);
}

static void write_atom(draft *d, FILE *out, uint32_t defined)
{
    if (defined > 0 && chance(d, 15))
        fprintf(out, "$d%u;", below(d, defined));
    else if (chance(d, 2))
        fputs(chance(d, 50) ? "true" : "false", out);
    else
        write_level(d, out);
}

/* A condition that may use the first `defined` definitions. */
static void write_condition(draft *d, FILE *out, uint32_t depth, uint32_t defined)
{
    if (depth == 0 || chance(d, 35)) {
        fputs(chance(d, 30) ? "not " : "", out);
        write_atom(d, out, defined);
        return;
    }
    uint32_t form = below(d, 6);
    if (form < 3) {
        static const char *const words[] = {" and ", " or ", " iff "};
        write_bracketed(d, out, depth - 1, defined);
        fputs(words[form], out);
        write_bracketed(d, out, depth - 1, defined);
    } else if (form == 3) {
        fputs("if ", out);
        write_condition(d, out, depth - 1, defined);
        fputs(" then ", out);
        write_bracketed(d, out, depth - 1, defined);
        if (chance(d, 50)) {
            fputs(" else ", out);
            write_condition(d, out, depth - 1, defined);
        }
    } else if (form == 4) {
        fputs("not ", out);
        write_bracketed(d, out, depth - 1, defined);
    } else {
        write_listed(d, out, depth - 1, defined);
    }
}

char *draft_closed(FILE *out, char **text)
{
    if (fclose(out) != 0 || *text == NULL)
        abort();
    return *text;
}

static char *condition(draft *d, uint32_t depth, uint32_t defined)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    write_condition(d, out, depth, defined);
    return draft_closed(out, &text);
}

static char *number_text(draft *d, uint32_t whole, uint32_t decimals_percent)
{
    char *text = NULL;
    if (!chance(d, decimals_percent)) {
        if (asprintf(&text, "%u", whole) < 0)
            abort();
    } else if (asprintf(&text, "%u.%u", whole, below(d, 100)) < 0) {
        abort();
    }
    return text;
}

/* --- Rules ------------------------------------------------------------------------------- */

static uint32_t some_member(draft *d, uint32_t members)
{
    uint32_t party = below(d, d->parties);
    while ((members >> party & 1u) == 0)
        party = below(d, d->parties);
    return party;
}

static void write_rule(draft *d, FILE *out, uint32_t members, uint32_t depth);

static void write_share(draft *d, FILE *out, uint32_t members)
{
    uint32_t count = (uint32_t)__builtin_popcount(members);
    const char *sign = chance(d, 70) ? ">=" : ">";
    if (d->weights == 0 || chance(d, 40)) {
        bool percent = chance(d, 30);
        fprintf(out, "count %s %u%s", sign, below(d, percent ? 101 : count + 1),
                percent ? "%" : "");
        return;
    }
    char *number = number_text(d, below(d, 101), 20);
    fprintf(out, "$w%u; %s %s%s", below(d, d->weights), sign, number, chance(d, 50) ? "%" : "");
    free(number);
}

static void write_rule_list(draft *d, FILE *out, uint32_t members, uint32_t depth)
{
    uint32_t count = 1 + below(d, 4);
    uint32_t form = below(d, 3);
    if (form == 0)
        fprintf(out, "at least %u of {", below(d, count + 1));
    else
        fputs(form == 1 ? "all of {" : "any of {", out);
    for (uint32_t i = 0; i < count; i++) {
        fputs(i == 0 ? "" : ", ", out);
        write_rule(d, out, members, chance(d, 60) ? 0 : depth);
    }
    fputs("}", out);
}

static void write_simple_rule(draft *d, FILE *out, uint32_t members)
{
    static const char *const words[] = {"all", "any", "majority"};
    uint32_t form = below(d, 4);
    if (form == 0)
        fputs(words[below(d, 3)], out);
    else if (form == 1)
        write_share(d, out, members);
    else
        fprintf(out, "$p%u;", some_member(d, members));
}

static void write_rule(draft *d, FILE *out, uint32_t members, uint32_t depth)
{
    if (depth == 0 || chance(d, 25)) {
        write_simple_rule(d, out, members);
    } else if (chance(d, 35)) {
        write_rule_list(d, out, members, depth - 1);
    } else if (chance(d, 45)) {
        fputs("if ", out);
        write_condition(d, out, 1, d->defined);
        fputs(" then (", out);
        write_rule(d, out, members, depth - 1);
        fputs(")", out);
        if (chance(d, 85)) {
            fputs(" else (", out);
            write_rule(d, out, members, depth - 1);
            fputs(")", out);
        }
    } else {
        fputs("(", out);
        write_rule(d, out, members, depth - 1);
        fputs(chance(d, 60) ? ") and (" : ") or (", out);
        if (chance(d, 75))
            write_rule(d, out, members, depth - 1);
        else
            write_condition(d, out, 1, d->defined);
        fputs(")", out);
    }
}

/* --- Drafts ------------------------------------------------------------------------------ */

static void draw_options(draft *d)
{
    static const uint32_t budgets[] = {16, 24, 32, 48, 64, 160, 600};
    static const uint32_t percents[] = {12, 28, 48, 68, 88, 98, 100};
    uint32_t roll = below(d, 100);
    uint32_t size = 0;
    while (roll >= percents[size])
        size++;
    uint32_t room = budgets[size];
    while (d->options < MOST_OPTIONS && room >= 2) {
        draft_option *option = &d->option[d->options++];
        option->levels = chance(d, 65) || room < 3 ? 2 : 3 + below(d, room < 4 ? 1 : 2);
        option->style = option->levels == 2 && chance(d, 60) ? DEFAULT_LEVELS : WORD_LEVELS;
        if (option->style == WORD_LEVELS && chance(d, 40))
            option->style = NUMBER_LEVELS;
        option->mover = below(d, d->parties + d->bodies);
        option->moves = chance(d, 70) ? ENT_MOVES_ANY : (ent_moves)(1 + below(d, 3));
        room /= option->levels;
    }
}

static void draw_bodies(draft *d)
{
    for (uint32_t body = 0; body < d->bodies; body++) {
        while (d->members[body] == 0)
            for (uint32_t party = 0; party < d->parties; party++)
                d->members[body] |= (uint32_t)chance(d, 70) << party;
        char *text = NULL;
        size_t length = 0;
        FILE *out = open_memstream(&text, &length);
        write_rule(d, out, d->members[body], 2);
        d->rule[body] = draft_closed(out, &text);
    }
}

static void draw_preference(draft *d, draft_preference *preference)
{
    uint32_t roll = below(d, 100);
    preference->kind = roll < 8    ? ENT_INDIFFERENT
                       : roll < 50 ? ENT_BY_PRIORITIES
                       : roll < 75 ? ENT_BY_WEIGHTS
                                   : ENT_BY_RANKING;
    preference->long_form = chance(d, 50);
    preference->wants = 1 + below(d, MOST_WANTS);
    for (uint32_t i = 0; i < preference->wants; i++) {
        preference->want[i] = condition(d, below(d, 3), d->defined);
        char *number = number_text(d, below(d, 7), 30);
        if (asprintf(&preference->weight[i], "%s%s", chance(d, 25) ? "-" : "", number) < 0)
            abort();
        free(number);
    }
}

static char *probability_text(draft *d)
{
    char *text = NULL;
    if (asprintf(&text, "0.%02u", below(d, 100)) < 0)
        abort();
    return text;
}

static void draw_doubt(draft *d, draft_preference *preference)
{
    for (uint32_t i = 0; i < preference->wants && preference->kind != ENT_INDIFFERENT; i++)
        if (chance(d, 25))
            preference->probability[i] = probability_text(d);
}

/* A few models leave open what some of their parties want. With dice of its own, so that the rest
 * of a model does not depend on it. */
static void draw_doubts(draft *d, uint64_t seed)
{
    const dice kept = d->dice;
    d->dice.state = ~seed;
    bool uncertain = chance(d, 30);
    for (uint32_t party = 0; party < d->parties && uncertain; party++) {
        if (chance(d, 40))
            draw_doubt(d, &d->preference[party]);
        if (!chance(d, 40) || d->preference[party].kind == ENT_INDIFFERENT)
            continue;
        draw_preference(d, &d->other[party]);
        draw_doubt(d, &d->other[party]);
        if (d->other[party].kind != ENT_INDIFFERENT)
            d->share[party] = probability_text(d);
    }
    d->dice = kept;
}

static void draw_weights(draft *d)
{
    for (uint32_t weight = 0; weight < d->weights; weight++)
        for (uint32_t party = 0; party < d->parties; party++)
            if (party == 0 || chance(d, 85))
                d->weight[weight][party] = number_text(d, below(d, 60), 25);
}

draft *draft_draw(uint64_t seed)
{
    draft *d = calloc(1, sizeof *d);
    if (d == NULL)
        abort();
    d->dice.state = seed;
    d->parties = 2 + below(d, MOST_PARTIES - 1);
    d->bodies = chance(d, 35) ? 0 : 1 + below(d, MOST_BODIES);
    d->weights = below(d, MOST_WEIGHTS + 1);
    d->defined = below(d, MOST_DEFINED + 1);
    draw_options(d);
    draw_weights(d);
    for (uint32_t i = 0; i < d->defined; i++)
        d->definition[i] = condition(d, 2, i);
    draw_bodies(d);
    d->constraints = chance(d, 40) ? 0 : 1 + below(d, MOST_CONSTRAINTS);
    for (uint32_t i = 0; i < d->constraints; i++)
        d->constraint[i] = condition(d, 1 + below(d, 2), d->defined);
    for (uint32_t party = 0; party < d->parties; party++)
        draw_preference(d, &d->preference[party]);
    d->target = condition(d, 2, d->defined);
    draw_doubts(d, seed);
    return d;
}

static void discard_preference(draft_preference *preference)
{
    for (uint32_t i = 0; i < MOST_WANTS; i++) {
        free(preference->want[i]);
        free(preference->weight[i]);
        free(preference->probability[i]);
    }
}

void draft_discard(draft *d)
{
    for (uint32_t i = 0; i < MOST_BODIES; i++)
        free(d->rule[i]);
    for (uint32_t i = 0; i < MOST_CONSTRAINTS; i++)
        free(d->constraint[i]);
    for (uint32_t i = 0; i < MOST_DEFINED; i++)
        free(d->definition[i]);
    for (uint32_t i = 0; i < MOST_WEIGHTS * MOST_PARTIES; i++)
        free(d->weight[i / MOST_PARTIES][i % MOST_PARTIES]);
    for (uint32_t party = 0; party < MOST_PARTIES; party++) {
        discard_preference(&d->preference[party]);
        discard_preference(&d->other[party]);
        free(d->share[party]);
    }
    free(d->target);
    free(d);
}
