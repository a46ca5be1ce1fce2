/* Collecting diagnostics and writing them with the source line they speak of. */
#include "base/diagnostic.h"

#include <string.h>
#include <utf8proc.h>

enum { WINDOW = 96 /* columns of a source line that are shown */ };

ent_report ent_report_new(ent_memory *memory)
{
    return (ent_report){.arena = ent_arena_new(memory)};
}

void ent_report_free(ent_report *report)
{
    ent_arena_free(&report->arena);
}

static void add(ent_report *report, ent_severity severity, ent_place place, const char *format,
                va_list arguments)
{
    if (severity == ENT_ERROR)
        report->errors++;
    if (report->errors > ENT_ERRORS_SHOWN)
        return;
    const char *message = ent_arena_vprint(&report->arena, format, arguments);
    ent_diagnostic *item = message == NULL ? NULL : ENT_PUSH(&report->arena, &report->list);
    if (item != NULL)
        *item = (ent_diagnostic){.severity = severity, .place = place, .message = message};
}

ent_status ent_error(ent_report *report, ent_place place, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add(report, ENT_ERROR, place, format, arguments);
    va_end(arguments);
    return ENT_WRONG_MODEL;
}

void ent_warn(ent_report *report, ent_place place, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add(report, ENT_WARNING, place, format, arguments);
    va_end(arguments);
}

void ent_note(ent_report *report, ent_place place, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add(report, ENT_NOTE, place, format, arguments);
    va_end(arguments);
}

void ent_hint(ent_report *report, const char *format, ...)
{
    if (report->list.count == 0 || report->errors > ENT_ERRORS_SHOWN)
        return;
    va_list arguments;
    va_start(arguments, format);
    const char *hint = ent_arena_vprint(&report->arena, format, arguments);
    va_end(arguments);
    report->list.items[report->list.count - 1].hint = hint;
}

ent_status ent_out_of_memory(ent_report *report)
{
    report->exhausted = true;
    (void)ent_error(report, (ent_place){0}, "out of memory");
    return ENT_NO_RESOURCE;
}

ent_status ent_report_status(const ent_report *report)
{
    return report->errors == 0 ? ENT_OK : ENT_WRONG_MODEL;
}

static bool begins_character(char byte)
{
    return ((unsigned char)byte & 0xC0u) != 0x80u;
}

/* The offset at which the line of `offset` begins. */
static size_t line_start(const ent_source *source, size_t offset)
{
    while (offset > 0 && source->text[offset - 1] != '\n')
        offset--;
    return offset;
}

static size_t clamp(const ent_source *source, size_t offset)
{
    return offset < source->length ? offset : source->length;
}

void ent_place_position(ent_place place, size_t *line, size_t *column)
{
    *line = 1;
    *column = 1;
    if (place.source == NULL)
        return;
    size_t end = clamp(place.source, place.offset);
    for (size_t i = 0; i < end; i++)
        *line += place.source->text[i] == '\n';
    for (size_t i = line_start(place.source, end); i < end; i++)
        *column += begins_character(place.source->text[i]);
}

/* Bytes of the next character of a source, and whether it can be shown as it is: controls would
 * disturb a terminal, and stray bytes the output's encoding. Either takes one column. */
static size_t next_shown(const char *bytes, size_t length, bool *shown)
{
    utf8proc_int32_t point = -1;
    utf8proc_ssize_t size =
        utf8proc_iterate((const utf8proc_uint8_t *)bytes, (utf8proc_ssize_t)length, &point);
    *shown = size > 0 && point >= 0x20 && (point < 0x7F || point >= 0xA0);
    return size > 0 ? (size_t)size : 1;
}

static void add_clean(ent_text *out, const char *bytes, size_t length)
{
    for (size_t at = 0; at < length;) {
        bool shown = false;
        size_t size = next_shown(bytes + at, length - at, &shown);
        if (shown)
            ent_text_add_bytes(out, bytes + at, size);
        else
            ent_text_add(out, (unsigned char)bytes[at] < 0x80 ? " " : "�");
        at += size;
    }
}

/* Columns that add_clean fills. */
static size_t clean_width(const char *bytes, size_t length)
{
    size_t columns = 0;
    for (size_t at = 0; at < length;) {
        bool shown = false;
        size_t size = next_shown(bytes + at, length - at, &shown);
        columns += shown ? ent_display_width(bytes + at, size) : 1;
        at += size;
    }
    return columns;
}

static void write_excerpt(const ent_place place, ent_text *out)
{
    const ent_source *source = place.source;
    size_t at = clamp(source, place.offset);
    size_t start = line_start(source, at);
    size_t end = at;
    while (end < source->length && source->text[end] != '\n')
        end++;
    if (end > at && source->text[end - 1] == '\r')
        end--;
    size_t from = start;
    while (at - from > WINDOW / 2 && end - from > WINDOW)
        from++;
    while (from < at && !begins_character(source->text[from]))
        from++;
    size_t shown = ent_display_prefix(source->text + from, end - from, WINDOW);
    ent_text_add(out, from > start ? "    …" : "    ");
    add_clean(out, source->text + from, shown);
    ent_text_add(out, from + shown < end ? "…\n    " : "\n    ");
    ent_text_add_repeated(out, " ", (from > start) + clean_width(source->text + from, at - from));
    size_t room = at > from + shown ? 0 : from + shown - at;
    size_t columns = clean_width(source->text + at, place.length < room ? place.length : room);
    ent_text_add(out, "^");
    ent_text_add_repeated(out, "~", columns > 1 ? columns - 1 : 0);
    ent_text_add(out, "\n");
}

void ent_report_write(const ent_report *report, ent_text *out)
{
    static const char *const words[] = {"error", "warning", "note"};
    for (size_t i = 0; i < report->list.count; i++) {
        const ent_diagnostic *item = &report->list.items[i];
        if (item->place.source != NULL) {
            size_t line = 0;
            size_t column = 0;
            ent_place_position(item->place, &line, &column);
            ent_text_print(out, "%s:%zu:%zu: ", item->place.source->name, line, column);
        } else {
            ent_text_add(out, "entente: ");
        }
        ent_text_print(out, "%s: ", words[item->severity]);
        add_clean(out, item->message, strlen(item->message));
        ent_text_add(out, "\n");
        if (item->place.source != NULL && item->place.source->length > 0)
            write_excerpt(item->place, out);
        if (item->hint != NULL)
            ent_text_print(out, "    hint: %s\n", item->hint);
    }
    if (report->errors > ENT_ERRORS_SHOWN)
        ent_text_print(out, "entente: error: and %zu more\n", report->errors - ENT_ERRORS_SHOWN);
}

enum { LONGEST_WORD = 64 };

/* Edits (insert, delete, replace, swap neighbours) between two short words. */
static size_t edit_distance(const char *a, size_t n, const char *b, size_t m)
{
    size_t rows[3][LONGEST_WORD + 1];
    for (size_t j = 0; j <= m; j++)
        rows[0][j] = j;
    for (size_t i = 1; i <= n; i++) {
        size_t *row = rows[i % 3];
        const size_t *above = rows[(i - 1) % 3];
        row[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t best = above[j - 1] + (a[i - 1] != b[j - 1]);
            best = above[j] + 1 < best ? above[j] + 1 : best;
            best = row[j - 1] + 1 < best ? row[j - 1] + 1 : best;
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] &&
                rows[(i - 2) % 3][j - 2] + 1 < best)
                best = rows[(i - 2) % 3][j - 2] + 1;
            row[j] = best;
        }
    }
    return rows[n % 3][m];
}

const char *ent_nearest(const char *word, size_t length, const char *const *candidates,
                        size_t count)
{
    if (length == 0 || length > LONGEST_WORD)
        return NULL;
    const char *nearest = NULL;
    size_t least = length <= 3 ? 2 : length / 3 + 2;
    for (size_t i = 0; i < count; i++) {
        size_t size = strlen(candidates[i]);
        if (size > LONGEST_WORD)
            continue;
        size_t distance = edit_distance(word, length, candidates[i], size);
        if (distance < least) {
            least = distance;
            nearest = candidates[i];
        }
    }
    return nearest;
}
