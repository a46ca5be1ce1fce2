/* Checks of bytes, characters and keys, and the parser's complaints in our words. */
#include "model/tree_check.h"

#include <string.h>
#include <utf8proc.h>

/* The parser keeps all of a line's flow collections in memory until the line ends. */
enum { LINE_SIGNS_MOST = 250000 };

static bool is_control(int32_t point)
{
    return (point < 0x20 && point != '\t' && point != '\n' && point != '\r') ||
           (point >= 0x7F && point < 0xA0) || point == 0xFFFE || point == 0xFFFF;
}

static ent_status refuse_control(int32_t point, ent_place place, ent_report *report)
{
    if (point == 0)
        return ent_error(report, place, "a NUL byte stands here: this is not a text file");
    return ent_error(report, place, "the control character U+%04X cannot stand in a model",
                     (unsigned)point);
}

/* The next character, its bytes stored; negative when it is not UTF-8. */
static int32_t next_point(const char *text, size_t length, size_t *size)
{
    utf8proc_int32_t point = -1;
    utf8proc_ssize_t bytes =
        utf8proc_iterate((const utf8proc_uint8_t *)text, (utf8proc_ssize_t)length, &point);
    *size = bytes > 0 ? (size_t)bytes : 1;
    return bytes > 0 ? point : -1;
}

ent_status ent_check_characters(const char *text, size_t length, ent_place place,
                                ent_report *report)
{
    for (size_t at = 0; at < length;) {
        size_t size = 0;
        int32_t point = next_point(text + at, length - at, &size);
        if (point < 0)
            return ent_error(report, place, "this text is not valid UTF-8");
        if (is_control(point))
            return refuse_control(point, place, report);
        at += size;
    }
    return ENT_OK;
}

static bool is_sign(char c)
{
    return c != '\0' && strchr("[]{},:?-", c) != NULL;
}

static ent_status check_all_characters(const ent_source *source, size_t from, ent_report *report)
{
    size_t signs = 0;
    for (size_t at = from; at < source->length;) {
        size_t size = 0;
        int32_t point = next_point(source->text + at, source->length - at, &size);
        ent_place place = {source, at, size};
        if (point < 0) {
            (void)ent_error(report, place, "the byte 0x%02X is not valid UTF-8 here",
                            (unsigned)(unsigned char)source->text[at]);
            ent_hint(report, "save the file as UTF-8");
            return ENT_WRONG_MODEL;
        }
        if (is_control(point))
            return refuse_control(point, place, report);
        signs = point == '\n' || point == '\r' ? 0 : signs + is_sign(source->text[at]);
        if (signs > LINE_SIGNS_MOST) {
            (void)ent_error(report, place, "too much stands in this one line");
            ent_hint(report, "begin a new line after some of the commas");
            return ENT_WRONG_MODEL;
        }
        at += size;
    }
    return ENT_OK;
}

/* A directive can only stand before the first line that is neither blank nor a comment. */
static ent_status check_directives(const ent_source *source, size_t from, ent_report *report)
{
    size_t at = from;
    while (at < source->length && source->text[at] != '%') {
        size_t first = at;
        while (first < source->length && strchr(" \t\r", source->text[first]) != NULL)
            first++;
        if (first < source->length && source->text[first] != '#' && source->text[first] != '\n')
            return ENT_OK;
        const char *end = memchr(source->text + at, '\n', source->length - at);
        at = end == NULL ? source->length : (size_t)(end - source->text) + 1;
    }
    if (at >= source->length)
        return ENT_OK;
    return ent_error(report, (ent_place){source, at, 1}, "a YAML directive ('%%') is not read");
}

ent_status ent_check_bytes(const ent_source *source, ent_report *report)
{
    if (source->length > ENT_FILE_MOST)
        return ent_error(report, (ent_place){source, 0, 0},
                         "the file is too large: %zu bytes, at most %d are read", source->length,
                         ENT_FILE_MOST);
    size_t from = source->length >= 3 && memcmp(source->text, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
    ent_status status = check_all_characters(source, from, report);
    return status != ENT_OK ? status : check_directives(source, from, report);
}

static int compare_keys(const ent_node *a, const ent_node *b)
{
    if (a->length != b->length)
        return a->length < b->length ? -1 : 1;
    return memcmp(a->text, b->text, a->length);
}

static void merge(ent_node **from, ent_node **to, size_t start, size_t middle, size_t end)
{
    size_t i = start;
    size_t j = middle;
    for (size_t k = start; k < end; k++) {
        bool left = i < middle && (j >= end || compare_keys(from[i], from[j]) <= 0);
        to[k] = left ? from[i++] : from[j++];
    }
}

/* Sorts, keeping equal keys in the order of the file, and gives the array that has the result. */
static ent_node **sort_keys(ent_node **keys, ent_node **scratch, size_t count)
{
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t start = 0; start < count; start += 2 * width) {
            size_t middle = start + width < count ? start + width : count;
            size_t end = middle + width < count ? middle + width : count;
            merge(keys, scratch, start, middle, end);
        }
        ent_node **swap = keys;
        keys = scratch;
        scratch = swap;
    }
    return keys;
}

static void report_duplicates(ent_node **sorted, size_t count, ent_report *report)
{
    ent_node *first = sorted[0];
    for (size_t i = 1; i < count; i++) {
        if (compare_keys(first, sorted[i]) != 0) {
            first = sorted[i];
            continue;
        }
        (void)ent_error(report, sorted[i]->place, "'%s' stands here a second time", first->text);
        ent_note(report, first->place, "the first time is here");
        sorted[i]->value = NULL;
    }
}

ent_status ent_check_keys(ent_node *mapping, ent_memory *memory, ent_report *report)
{
    size_t count = mapping->count;
    if (count < 2)
        return ENT_OK;
    size_t bytes = 2 * count * sizeof(ent_node *);
    ent_node **keys = ent_allocate(memory, bytes);
    if (keys == NULL)
        return ent_out_of_memory(report);
    size_t i = 0;
    for (ent_node *key = mapping->first; key != NULL; key = key->next)
        keys[i++] = key;
    report_duplicates(sort_keys(keys, keys + count, count), count, report);
    ent_release(memory, keys, bytes);
    ent_node **link = &mapping->first;
    while (*link != NULL) {
        if ((*link)->value != NULL) {
            link = &(*link)->next;
            continue;
        }
        *link = (*link)->next;
        mapping->count--;
    }
    return ENT_OK;
}

/* What the parser says, what we say, and the likely repair. The first that fits is taken. */
static const struct {
    const char *theirs;
    const char *ours;
    const char *hint;
} complaints[] = {
    {"tab character may not be used", "a tab cannot indent a line", "use spaces"},
    {"invalid tab", "a tab cannot indent a line", "use spaces"},
    {"missing comma in flow sequence", "a ',' or ']' is missing here",
     "a condition with '{', ',' or ':' inside [ ] must stand in quotes"},
    {"missing comma in flow mapping", "a ',' or '}' is missing here",
     "a text with '{', ',' or ':' inside { } must stand in quotes"},
    {"flow sequence without a closing bracket", "a '[' is never closed",
     "a condition with '{', ',' or ':' inside [ ] must stand in quotes"},
    {"mismatched flow", "this does not close the bracket that was opened last", NULL},
    {"invalid extra closing", "nothing is open that this could close", NULL},
    {"without closing quote", "this quote is never closed", NULL},
    {"invalid nested block mapping", "a second ':' in one line",
     "a text with ': ' inside must stand in quotes"},
    {"invalid multiline plain key", "this text runs on into the next line, which has a ':'",
     "is the next line indented as it should be?"},
    {"invalid mapping in plain multiline", "this key does not stand where a key can",
     "keys of one mapping begin in the same column"},
    {"did not find expected key", "a key was expected here",
     "keys of one mapping begin in the same column"},
    {"invalid value after mapping", "a key without ':'", NULL},
    {"could not find expected ':'", "a key without ':'", NULL},
    {"wrongly indented", "this must be indented more than the line that opened the bracket", NULL},
    {"invalid trailing content", "something stands behind the closing quote",
     "a text that begins with a quote must end with it"},
    {"plain scalar cannot start with", "a text cannot begin with this sign",
     "put the text in quotes"},
    {"invalid escape", "this escape is unknown", "inside \" \" a backslash is written \\\\"},
    {"block sequence on the same line", "a list's '- ' cannot stand in the line of its key",
     "begin a new line"},
};

/* Points at a bracket that was opened in an earlier line: it may be the one to close. */
static void note_bracket(ent_place place, ent_place bracket, ent_report *report)
{
    if (bracket.source == NULL || bracket.offset >= place.offset)
        return;
    if (memchr(bracket.source->text + bracket.offset, '\n', place.offset - bracket.offset) != NULL)
        ent_note(report, bracket, "this bracket is open");
}

ent_status ent_syntax_error(const char *message, ent_place place, ent_place bracket,
                            ent_report *report)
{
    bool unclosed = strstr(message, "without a closing bracket") != NULL;
    if (unclosed && bracket.source != NULL)
        place = bracket;
    for (size_t i = 0; i < sizeof complaints / sizeof *complaints; i++) {
        if (strstr(message, complaints[i].theirs) == NULL)
            continue;
        (void)ent_error(report, place, "%s", complaints[i].ours);
        if (complaints[i].hint != NULL)
            ent_hint(report, "%s", complaints[i].hint);
        note_bracket(place, bracket, report);
        return ENT_WRONG_MODEL;
    }
    (void)ent_error(report, place, "this is not YAML: %s", message);
    note_bracket(place, bracket, report);
    return ENT_WRONG_MODEL;
}
