/* Making ids from names. */
#include "model/slug.h"

#include <string.h>
#include <utf8proc.h>

enum { LONGEST = 40, PARTS = 32 };

typedef struct {
    char bytes[LONGEST + 1];
    size_t length;
    bool gap; /* something that cannot stand in an id was passed since the last byte */
} slug;

static void add_character(slug *s, utf8proc_int32_t point)
{
    if (point == '\'' || point == 0x2019) /* don't gives dont */
        return;
    bool plain = (point >= 'a' && point <= 'z') || (point >= '0' && point <= '9');
    if (!plain) {
        s->gap = true;
        return;
    }
    bool dash = s->gap && s->length > 0;
    s->gap = false;
    if (s->length + dash + 1 > LONGEST)
        return;
    if (dash)
        s->bytes[s->length++] = '-';
    s->bytes[s->length++] = (char)point;
}

/* Adds a character in its plainest form: É gives e. */
static void add_folded(slug *s, utf8proc_int32_t point)
{
    utf8proc_int32_t parts[PARTS];
    int boundary = 0;
    utf8proc_ssize_t count = utf8proc_decompose_char(
        point, parts, PARTS,
        UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD | UTF8PROC_STRIPMARK, &boundary);
    for (utf8proc_ssize_t i = 0; i < count && i < PARTS; i++)
        add_character(s, parts[i]);
}

char *ent_slug(ent_arena *arena, const char *name)
{
    slug s = {0};
    size_t length = strlen(name);
    for (size_t at = 0; at < length && s.length < LONGEST;) {
        utf8proc_int32_t point = -1;
        utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)name + at,
                                                 (utf8proc_ssize_t)(length - at), &point);
        if (size > 0)
            add_folded(&s, point);
        else
            s.gap = true;
        at += size > 0 ? (size_t)size : 1;
    }
    return ent_arena_copy(arena, s.bytes, s.length);
}
