/* The words and signs of the condition language. */
#ifndef ENT_LANG_TOKEN_H
#define ENT_LANG_TOKEN_H

#include "lang/expression.h"

typedef enum {
    ENT_TOKEN_END,
    ENT_TOKEN_WORD,
    ENT_TOKEN_NUMBER,
    ENT_TOKEN_COMPARISON,
    ENT_TOKEN_OPEN,
    ENT_TOKEN_CLOSE,
    ENT_TOKEN_OPEN_BRACE,
    ENT_TOKEN_CLOSE_BRACE,
    ENT_TOKEN_COMMA,
    ENT_TOKEN_PERCENT,
    ENT_TOKEN_WRONG, /* was reported */
} ent_token_kind;

typedef struct {
    ent_token_kind kind;
    const char *text;
    size_t length;
    size_t offset; /* in the phrase */
    ent_comparison comparison;
} ent_token;

/* The token at or after `offset`; a sign that the language does not have is reported. */
ent_token ent_scan(const ent_phrase *phrase, size_t offset, ent_report *report);

/* The source place of a stretch of the phrase. */
ent_place ent_phrase_place(const ent_phrase *phrase, size_t offset, size_t length);

#endif
