/* Entries stand one a line, as tests/property/random_model.c prints them. */
#include "property/doubtful.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "property/random_model.h"

static const char bullet[] = "      - ";
static const char wrap[] = "{want: ";

typedef struct {
    dice dice;
    uint32_t most;
    uint32_t count;
    double *chances;     /* NULL where doubts are settled … */
    const bool *present; /* … like this */
    FILE *out;
} doubting;

/* Writes an entry that has become uncertain. One that is absent is a condition that never holds:
 * that changes no preference of any kind. */
static void write_entry(doubting *d, const char *entry, size_t length)
{
    bool wrapped = strncmp(entry, wrap, strlen(wrap)) == 0;
    uint32_t percent = 5 + dice_below(&d->dice, 91);
    if (d->chances != NULL) {
        d->chances[d->count] = percent / 100.0;
        fprintf(d->out, "%s%s%.*s, probability: 0.%02u}\n", bullet, wrapped ? "" : wrap,
                (int)(wrapped ? length - 1 : length), entry, percent);
    } else if (d->present[d->count]) {
        fprintf(d->out, "%s%.*s\n", bullet, (int)length, entry);
    } else {
        const char *weight = wrapped ? strstr(entry, ", weight: ") : NULL;
        if (weight != NULL && weight < entry + length)
            fprintf(d->out, "%s{want: 'false'%.*s\n", bullet, (int)(entry + length - weight),
                    weight);
        else
            fprintf(d->out, "%s'false'\n", bullet);
    }
    d->count++;
}

static char *rewrite(const char *text, doubting *d)
{
    char *result = NULL;
    size_t size = 0;
    bool inside = false;
    d->out = open_memstream(&result, &size);
    if (d->out == NULL)
        abort();
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        if (text[0] != ' ')
            inside = strncmp(text, "preferences:", 12) == 0;
        bool entry = inside && strncmp(text, bullet, strlen(bullet)) == 0;
        if (entry && d->count < d->most && dice_below(&d->dice, 3) == 0)
            write_entry(d, text + strlen(bullet), length - strlen(bullet));
        else
            fprintf(d->out, "%.*s\n", (int)length, text);
        text += length + (text[length] == '\n');
    }
    if (fclose(d->out) != 0 || result == NULL)
        abort();
    return result;
}

char *doubtful_text(const char *text, uint64_t seed, uint32_t most, double *chances,
                    uint32_t *count)
{
    doubting d = {.dice = {seed}, .most = most, .chances = chances};
    char *result = rewrite(text, &d);
    *count = d.count;
    return result;
}

char *settled_text(const char *text, uint64_t seed, uint32_t most, const bool *present)
{
    doubting d = {.dice = {seed}, .most = most, .present = present};
    return rewrite(text, &d);
}
