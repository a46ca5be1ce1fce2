/* Finding the place of a value in the text of JSON that is known to be valid. */
#include <string.h>

#include "verify/check.h"

typedef struct {
    const char *text;
    size_t length;
    size_t at;
} cursor;

static char here(const cursor *c)
{
    return c->at < c->length ? c->text[c->at] : '\0';
}

static void skip_space(cursor *c)
{
    while (here(c) == ' ' || here(c) == '\t' || here(c) == '\n' || here(c) == '\r')
        c->at++;
}

static void skip_string(cursor *c)
{
    for (c->at++; c->at < c->length && here(c) != '"'; c->at++)
        c->at += here(c) == '\\';
    c->at++;
}

/* Goes past a value: brackets are counted, strings are passed over. */
static void skip_value(cursor *c)
{
    size_t depth = 0;
    skip_space(c);
    while (c->at < c->length) {
        char sign = here(c);
        if (depth == 0 && (sign == ',' || sign == '}' || sign == ']'))
            return;
        if (sign == '"') {
            skip_string(c);
            continue;
        }
        depth += sign == '{' || sign == '[';
        depth -= sign == '}' || sign == ']';
        c->at++;
    }
}

/* From the brace of an object to the value of the key. */
static bool enter_key(cursor *c, const char *key)
{
    size_t length = strlen(key);
    c->at++;
    for (skip_space(c); here(c) == '"'; skip_space(c)) {
        size_t start = c->at + 1;
        skip_string(c);
        bool same = c->at - start == length + 1 && memcmp(c->text + start, key, length) == 0;
        skip_space(c);
        c->at++; /* the colon */
        skip_space(c);
        if (same)
            return true;
        skip_value(c);
        c->at++; /* the comma */
    }
    return false;
}

static bool enter_item(cursor *c, size_t index)
{
    c->at++;
    for (skip_space(c); c->at < c->length && here(c) != ']'; skip_space(c)) {
        if (index-- == 0)
            return true;
        skip_value(c);
        c->at++; /* the comma */
    }
    return false;
}

static bool follow(cursor *c, const ent_json_path *path)
{
    if (path == NULL) {
        skip_space(c);
        return true;
    }
    if (!follow(c, path->up))
        return false;
    if (path->key != NULL)
        return here(c) == '{' && enter_key(c, path->key);
    return here(c) == '[' && enter_item(c, path->index);
}

size_t ent_json_locate(const char *text, size_t length, const ent_json_path *path)
{
    cursor c = {text, length, 0};
    return follow(&c, path) && c.at < length ? c.at : 0;
}
