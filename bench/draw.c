/* Random models are drawn as text, so that they pass the reader as any other model does. */
#include "draw.h"

#include <stdio.h>
#include <stdlib.h>

enum { OPTIONS_MOST = 32, BODIES = 2, BODY_OPTIONS = 2, CLAUSES = 5, LITERALS = 3 };

typedef struct {
    const bench_family *family;
    FILE *out;
    uint64_t state;
    uint32_t options;
    uint32_t level_counts[OPTIONS_MOST];
} drawing;

/* splitmix64 (Steele, Lea & Flood 2014). */
static uint64_t next(uint64_t *state)
{
    uint64_t z = *state += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return z ^ (z >> 31);
}

uint32_t bench_below(uint64_t *state, uint32_t bound)
{
    return (uint32_t)((next(state) >> 32) * bound >> 32);
}

static uint32_t below(drawing *d, uint32_t bound)
{
    return bench_below(&d->state, bound);
}

/* The numbers 0 … count - 1 in a random order. */
static void shuffle(drawing *d, uint32_t *order, uint32_t count)
{
    for (uint32_t i = 0; i < count; i++) {
        uint32_t k = below(d, i + 1);
        order[i] = order[k];
        order[k] = i;
    }
}

static void write_literal(drawing *d, uint32_t option)
{
    if (d->level_counts[option] > 2)
        fprintf(d->out, "o%u >= l%u", option, 1 + below(d, d->level_counts[option] - 1));
    else
        fprintf(d->out, "%so%u", below(d, 2) == 0 ? "not " : "", option);
}

/* Some literals on different options, joined by "and" or "or". */
static void write_literals(drawing *d, uint32_t count, const char *joined)
{
    uint32_t order[OPTIONS_MOST];
    shuffle(d, order, d->options);
    for (uint32_t i = 0; i < count; i++) {
        fputs(i == 0 ? "" : joined, d->out);
        write_literal(d, order[i]);
    }
}

static void write_parties(drawing *d)
{
    fputs("entente: 1\nparties:\n", d->out);
    for (uint32_t p = 0; p < d->family->parties; p++)
        fprintf(d->out, "  p%u: Party %u\n", p, p);
}

/* A majority decides, but one option gives one member a veto. */
static void write_bodies(drawing *d)
{
    if (!d->family->bodies)
        return;
    fputs("bodies:\n", d->out);
    for (uint32_t b = 0; b < BODIES; b++) {
        uint32_t order[OPTIONS_MOST];
        shuffle(d, order, d->family->parties);
        uint32_t members = d->family->parties > 3 ? d->family->parties - 1 : 3;
        fprintf(d->out, "  b%u:\n    members: [", b);
        for (uint32_t i = 0; i < members; i++)
            fprintf(d->out, "%sp%u", i == 0 ? "" : ", ", order[i]);
        fprintf(d->out, "]\n    rule: majority and (if o%u then p%u)\n", below(d, d->options),
                order[0]);
    }
}

/* Options are dealt to their movers in turn, in a random order. */
static void write_options(drawing *d)
{
    static const char *const moves[] = {"any", "up", "down", "any"};
    uint32_t order[OPTIONS_MOST];
    uint32_t owned = d->family->bodies ? BODIES * BODY_OPTIONS : 0;
    shuffle(d, order, d->options);
    fputs("options:\n", d->out);
    for (uint32_t i = 0; i < d->options; i++) {
        if (order[i] < owned)
            fprintf(d->out, "  o%u: {by: b%u", i, order[i] % BODIES);
        else
            fprintf(d->out, "  o%u: {by: p%u", i, order[i] % d->family->parties);
        if (d->level_counts[i] > 2)
            fputs(", levels: [l0, l1, l2, l3]", d->out);
        if (d->family->levels)
            fprintf(d->out, ", moves: %s", moves[below(d, 4)]);
        fputs("}\n", d->out);
    }
}

static void write_constraints(drawing *d)
{
    if (!d->family->constrained)
        return;
    fputs("constraints:\n", d->out);
    for (uint32_t i = 0; i < CLAUSES; i++) {
        fputs("  - ", d->out);
        write_literals(d, LITERALS, " or ");
        fputs("\n", d->out);
    }
}

static void write_preferences(drawing *d)
{
    fputs("preferences:\n", d->out);
    for (uint32_t p = 0; p < d->family->parties; p++) {
        fprintf(d->out, "  p%u:\n", p);
        for (uint32_t i = 0; i < d->family->priorities; i++) {
            fputs("    - ", d->out);
            write_literals(d, 1 + below(d, LITERALS), below(d, 2) == 0 ? " and " : " or ");
            fputs("\n", d->out);
        }
    }
}

char *bench_draw(const bench_family *family, uint32_t bits)
{
    drawing d = {.family = family, .state = bits};
    for (const char *at = family->id; *at != '\0'; at++)
        d.state = d.state * 31 + (unsigned char)*at;
    for (uint32_t left = bits; left > 0; d.options++) {
        uint32_t taken = family->levels && left > bits / 2 ? 2 : 1;
        d.level_counts[d.options] = 1u << taken;
        left -= taken;
    }
    char *text = NULL;
    size_t length = 0;
    d.out = open_memstream(&text, &length);
    if (d.out == NULL)
        abort();
    write_parties(&d);
    write_bodies(&d);
    write_options(&d);
    write_constraints(&d);
    write_preferences(&d);
    if (fclose(d.out) != 0 || text == NULL)
        abort();
    return text;
}
