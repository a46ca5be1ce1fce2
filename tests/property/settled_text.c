/* Line by line, as tests/property/random_model.c prints preferences. */
#include "property/settled_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct {
    const ent_model *model;
    const uint8_t *outcomes;
    FILE *out;
    bool inside;    /* the preferences */
    uint32_t party; /* whose they are */
    bool typed;     /* it has types … */
    uint32_t type;  /* … of which this one is read */
    uint32_t entry; /* the next one */
} settling;

static bool begins(const char *line, const char *with)
{
    return strncmp(line, with, strlen(with)) == 0;
}

/* The outcome of a doubt of the party in hand; `otherwise` where there is no such doubt. */
static uint32_t outcome_of(const settling *s, ent_doubt_kind kind, uint32_t otherwise)
{
    for (size_t i = 0; i < s->model->doubts.count; i++) {
        const ent_doubt *doubt = &s->model->doubts.items[i];
        if (doubt->kind == kind && doubt->party == s->party &&
            (kind == ENT_DOUBT_TYPE || (doubt->type == s->type && doubt->entry == s->entry)))
            return s->outcomes[i];
    }
    return otherwise;
}

/* An entry that is absent becomes a condition that never holds: that changes no preference. */
static void settle_entry(settling *s, const char *entry, size_t length)
{
    bool present = outcome_of(s, ENT_DOUBT_ENTRY, 1) == 1;
    char *copy = strndup(entry, length);
    if (copy == NULL)
        abort();
    char *weight = strstr(copy, ", weight: ");
    char *chance = strstr(copy, ", probability: ");
    s->entry++;
    if (chance != NULL)
        *chance = '\0';
    if (present)
        fprintf(s->out, "      %s%s\n", copy, chance != NULL ? "}" : "");
    else
        fprintf(s->out, "      - {want: 'false'%s}\n", weight != NULL ? weight : "");
    free(copy);
}

static uint32_t find_party(const settling *s, const char *id, size_t length)
{
    for (uint32_t p = 0; p < s->model->parties.count; p++)
        if (strlen(s->model->parties.items[p].id) == length &&
            strncmp(s->model->parties.items[p].id, id, length) == 0)
            return p;
    abort();
}

static void settle_line(settling *s, const char *line, size_t length)
{
    size_t indent = strspn(line, " ");
    const char *rest = line + indent;
    bool entry = begins(rest, "- ");
    if (indent == 2 && !entry) {
        s->party = find_party(s, rest, strcspn(rest, ":"));
        s->typed = false;
        s->type = s->entry = 0;
    } else if (begins(rest, "types:")) {
        s->typed = true;
        return;
    } else if (s->typed && (begins(rest, "one:") || begins(rest, "two:"))) {
        s->type = begins(rest, "two:");
        s->entry = 0;
        return;
    }
    bool counts = !s->typed || outcome_of(s, ENT_DOUBT_TYPE, 0) == s->type;
    if (indent == 2 && !entry)
        fprintf(s->out, "%.*s\n", (int)length, line);
    else if (!counts || begins(rest, "probability:"))
        return;
    else if (entry)
        settle_entry(s, rest, length - indent);
    else
        fprintf(s->out, "    %.*s\n", (int)(length - indent), rest);
}

char *settled_text(const char *text, const ent_model *model, const uint8_t *outcomes)
{
    char *result = NULL;
    size_t size = 0;
    settling s = {.model = model, .outcomes = outcomes};
    s.out = open_memstream(&result, &size);
    if (s.out == NULL)
        abort();
    while (*text != '\0') {
        size_t length = strcspn(text, "\n");
        if (text[0] != ' ')
            s.inside = false;
        if (s.inside)
            settle_line(&s, text, length);
        else
            fprintf(s.out, "%.*s\n", (int)length, text);
        s.inside = s.inside || begins(text, "preferences:");
        text += length + (text[length] == '\n');
    }
    if (fclose(s.out) != 0 || result == NULL)
        abort();
    return result;
}
