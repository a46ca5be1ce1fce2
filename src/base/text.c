/* Growing text and display width. */
#include "base/text.h"

#include <stdio.h>
#include <string.h>
#include <utf8proc.h>

ent_text ent_text_new(ent_memory *memory)
{
    return (ent_text){.memory = memory};
}

ent_text ent_text_part(ent_text *whole)
{
    return (ent_text){.memory = whole->memory, .whole = whole};
}

void ent_text_free(ent_text *text)
{
    ent_release(text->memory, text->data, text->capacity);
    *text = ent_text_new(text->memory);
}

void ent_text_exhaust(ent_text *text)
{
    for (; text != NULL; text = text->whole)
        text->exhausted = true;
}

static bool reserve(ent_text *text, size_t more)
{
    size_t wanted = 0;
    if (text->exhausted || __builtin_add_overflow(text->length + 1, more, &wanted))
        return false;
    if (wanted <= text->capacity)
        return true;
    size_t capacity = text->capacity * 2 > wanted ? text->capacity * 2 : wanted + 64;
    char *data = ent_allocate(text->memory, capacity);
    if (data == NULL) {
        ent_text_exhaust(text);
        return false;
    }
    if (text->length > 0)
        memcpy(data, text->data, text->length);
    ent_release(text->memory, text->data, text->capacity);
    text->data = data;
    text->capacity = capacity;
    return true;
}

void ent_text_add_bytes(ent_text *text, const char *bytes, size_t length)
{
    if (!reserve(text, length))
        return;
    if (length > 0)
        memcpy(text->data + text->length, bytes, length);
    text->length += length;
    text->data[text->length] = '\0';
}

void ent_text_add(ent_text *text, const char *string)
{
    ent_text_add_bytes(text, string, strlen(string));
}

void ent_text_add_repeated(ent_text *text, const char *string, size_t times)
{
    for (size_t i = 0; i < times; i++)
        ent_text_add(text, string);
}

void ent_text_print(ent_text *text, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    va_list again;
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (length > 0 && reserve(text, (size_t)length)) {
        (void)vsnprintf(text->data + text->length, (size_t)length + 1, format, arguments);
        text->length += (size_t)length;
    }
    va_end(arguments);
}

const char *ent_text_string(const ent_text *text)
{
    return text->data == NULL ? "" : text->data;
}

/* Bytes of the next character, its columns stored. */
static size_t next_character(const char *bytes, size_t length, size_t *columns)
{
    utf8proc_int32_t point = -1;
    utf8proc_ssize_t size =
        utf8proc_iterate((const utf8proc_uint8_t *)bytes, (utf8proc_ssize_t)length, &point);
    if (size <= 0) {
        *columns = 1;
        return 1;
    }
    int width = utf8proc_charwidth(point);
    *columns = width > 0 ? (size_t)width : 0;
    return (size_t)size;
}

size_t ent_display_width(const char *bytes, size_t length)
{
    size_t total = 0;
    for (size_t at = 0; at < length;) {
        size_t columns = 0;
        at += next_character(bytes + at, length - at, &columns);
        total += columns;
    }
    return total;
}

size_t ent_display_prefix(const char *bytes, size_t length, size_t columns)
{
    size_t at = 0;
    size_t used = 0;
    while (at < length) {
        size_t width = 0;
        size_t size = next_character(bytes + at, length - at, &width);
        if (used + width > columns)
            break;
        used += width;
        at += size;
    }
    return at;
}
