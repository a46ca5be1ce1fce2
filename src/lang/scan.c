/* From the text of a condition to tokens. */
#include <string.h>

#include "lang/token.h"

ent_phrase ent_phrase_of(const ent_source *source, size_t offset, size_t length)
{
    return (ent_phrase){.text = source->text + offset,
                        .length = length,
                        .place = {source, offset, length},
                        .exact = true};
}

ent_place ent_phrase_place(const ent_phrase *phrase, size_t offset, size_t length)
{
    if (!phrase->exact)
        return phrase->place;
    return (ent_place){phrase->place.source, phrase->place.offset + offset, length};
}

static bool is_space(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static size_t word_length(const char *text, size_t length)
{
    size_t i = 1;
    while (i < length &&
           (is_letter(text[i]) || is_digit(text[i]) || text[i] == '-' || text[i] == '_'))
        i++;
    return i;
}

static size_t number_length(const char *text, size_t length)
{
    size_t i = 1;
    while (i < length && is_digit(text[i]))
        i++;
    if (i + 1 < length && text[i] == '.' && is_digit(text[i + 1]))
        for (i++; i < length && is_digit(text[i]);)
            i++;
    return i;
}

typedef struct {
    const char *sign;
    ent_token_kind kind;
    ent_comparison comparison;
} sign;

/* Longer signs stand before their beginnings. */
static const sign signs[] = {
    {"!=", ENT_TOKEN_COMPARISON, ENT_NE}, {"<=", ENT_TOKEN_COMPARISON, ENT_LE},
    {">=", ENT_TOKEN_COMPARISON, ENT_GE}, {"<", ENT_TOKEN_COMPARISON, ENT_LT},
    {">", ENT_TOKEN_COMPARISON, ENT_GT},  {"=", ENT_TOKEN_COMPARISON, ENT_EQ},
    {"(", ENT_TOKEN_OPEN, ENT_EQ},        {")", ENT_TOKEN_CLOSE, ENT_EQ},
    {"{", ENT_TOKEN_OPEN_BRACE, ENT_EQ},  {"}", ENT_TOKEN_CLOSE_BRACE, ENT_EQ},
    {",", ENT_TOKEN_COMMA, ENT_EQ},       {"%", ENT_TOKEN_PERCENT, ENT_EQ},
};

/* Signs of other languages, and what they are called here. */
static const struct {
    const char *foreign;
    const char *hint;
} foreign_signs[] = {
    {"==", "write '='"},          {"&&", "write 'and'"},       {"||", "write 'or'"},
    {"&", "write 'and'"},         {"|", "write 'or'"},         {"!", "write 'not'"},
    {"≥", "write '>='"},          {"≤", "write '<='"},         {"≠", "write '!='"},
    {"→", "write 'if … then …'"}, {"[", "lists stand in { }"}, {"]", "lists stand in { }"},
};

static bool begins_with(const char *text, size_t length, const char *prefix)
{
    size_t size = strlen(prefix);
    return size <= length && memcmp(text, prefix, size) == 0;
}

/* Bytes of the UTF-8 character at `text`, 1 where it is none. */
static size_t character_length(const char *text, size_t length)
{
    size_t i = 1;
    if (((unsigned char)text[0] & 0xC0u) == 0xC0u)
        while (i < length && i < 4 && ((unsigned char)text[i] & 0xC0u) == 0x80u)
            i++;
    return i;
}

static ent_token wrong_sign(const ent_phrase *phrase, size_t offset, ent_report *report)
{
    const char *text = phrase->text + offset;
    size_t length = phrase->length - offset;
    for (size_t i = 0; i < sizeof foreign_signs / sizeof *foreign_signs; i++) {
        if (!begins_with(text, length, foreign_signs[i].foreign))
            continue;
        size_t size = strlen(foreign_signs[i].foreign);
        (void)ent_error(report, ent_phrase_place(phrase, offset, size),
                        "'%s' is not a sign of the condition language", foreign_signs[i].foreign);
        ent_hint(report, "%s", foreign_signs[i].hint);
        return (ent_token){.kind = ENT_TOKEN_WRONG, .text = text, .length = size, .offset = offset};
    }
    size_t size = character_length(text, length);
    (void)ent_error(report, ent_phrase_place(phrase, offset, size),
                    "'%.*s' cannot stand in a condition", (int)size, text);
    return (ent_token){.kind = ENT_TOKEN_WRONG, .text = text, .length = size, .offset = offset};
}

ent_token ent_scan(const ent_phrase *phrase, size_t offset, ent_report *report)
{
    while (offset < phrase->length && is_space(phrase->text[offset]))
        offset++;
    const char *text = phrase->text + offset;
    size_t length = phrase->length - offset;
    ent_token token = {.kind = ENT_TOKEN_END, .text = text, .offset = offset};
    if (length == 0)
        return token;
    if (is_letter(text[0])) {
        token.kind = ENT_TOKEN_WORD;
        token.length = word_length(text, length);
        return token;
    }
    if (is_digit(text[0])) {
        token.kind = ENT_TOKEN_NUMBER;
        token.length = number_length(text, length);
        return token;
    }
    if (begins_with(text, length, "=="))
        return wrong_sign(phrase, offset, report);
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++)
        if (begins_with(text, length, signs[i].sign)) {
            token.kind = signs[i].kind;
            token.comparison = signs[i].comparison;
            token.length = strlen(signs[i].sign);
            return token;
        }
    return wrong_sign(phrase, offset, report);
}
