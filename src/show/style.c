/* Wrapping, padding, colour. */
#include "show/style.h"

#include <stdio.h>
#include <string.h>

static const char *const codes[] = {"", "\x1b[1m", "\x1b[2m", "\x1b[32m", "\x1b[31m"};

void ent_look_on(ent_text *out, const ent_style *style, ent_look look)
{
    if (style->color && look != ENT_PLAIN)
        ent_text_add(out, codes[look]);
}

void ent_look_off(ent_text *out, const ent_style *style, ent_look look)
{
    if (style->color && look != ENT_PLAIN)
        ent_text_add(out, "\x1b[0m");
}

size_t ent_width_of(const char *words)
{
    return ent_display_width(words, strlen(words));
}

size_t ent_add_wrapped(ent_text *out, const ent_style *style, size_t at, size_t indent,
                       const char *words)
{
    bool fresh = true; /* nothing but indentation stands on the line */
    while (*words != '\0') {
        size_t length = strcspn(words, " \n");
        size_t width = ent_display_width(words, length);
        if (length > 0) {
            if (!fresh && at + 1 + width > style->width) {
                ent_text_add(out, "\n");
                ent_text_add_repeated(out, " ", indent);
                at = indent;
                fresh = true;
            }
            if (!fresh) {
                ent_text_add(out, " ");
                at++;
            }
            ent_text_add_bytes(out, words, length);
            at += width;
            fresh = false;
        }
        words += length;
        words += *words != '\0';
    }
    return at;
}

void ent_add_paragraph(ent_text *out, const ent_style *style, size_t indent, const char *words)
{
    ent_text_add_repeated(out, " ", indent);
    (void)ent_add_wrapped(out, style, indent, indent, words);
    ent_text_add(out, "\n");
}

void ent_add_padded(ent_text *out, const char *words, size_t columns)
{
    size_t length = strlen(words);
    size_t width = ent_display_width(words, length);
    if (width > columns && columns > 0) {
        size_t kept = ent_display_prefix(words, length, columns - 1);
        width = ent_display_width(words, kept) + 1;
        ent_text_add_bytes(out, words, kept);
        ent_text_add(out, "…");
    } else {
        ent_text_add_bytes(out, words, length);
    }
    ent_text_add_repeated(out, " ", width < columns ? columns - width : 0);
}

void ent_add_number(ent_text *out, unsigned long long number)
{
    char digits[32];
    int length = snprintf(digits, sizeof digits, "%llu", number);
    for (int i = 0; i < length; i++) {
        ent_text_add_bytes(out, digits + i, 1);
        if (i + 1 < length && (length - i - 1) % 3 == 0)
            ent_text_add(out, ",");
    }
}
