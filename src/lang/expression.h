/*
 * Conditions and rules, as trees. A condition speaks of options; a rule is a condition in which
 * consents of a body's members may stand too.
 *
 * Grammar, loosest binding first (docs/model-file.md):
 *
 *     condition   = implication { "iff" implication }
 *     implication = "if" condition "then" implication [ "else" implication ] | disjunction
 *     disjunction = conjunction { "or" conjunction }
 *     conjunction = negation { "and" negation }
 *     negation    = { "not" } primary
 */
#ifndef ENT_LANG_EXPRESSION_H
#define ENT_LANG_EXPRESSION_H

#include "lang/vocabulary.h"

typedef enum {
    ENT_CONSTANT, /* value */
    ENT_LEVEL,    /* option `index` compared with `level` */
    ENT_DEFINED,  /* the definition `index` */
    ENT_CONSENT,  /* party `index` consents */
    ENT_SHARE,    /* the consenting members' weights reach `least` */
    ENT_NOT,
    ENT_AND,
    ENT_OR,
    ENT_IFF,
    ENT_IF,    /* children: if, then, and perhaps else */
    ENT_COUNT, /* between `least` and `most` of the children hold */
} ent_expression_kind;

typedef enum { ENT_EQ, ENT_NE, ENT_LT, ENT_LE, ENT_GT, ENT_GE } ent_comparison;

struct ent_expression {
    ent_expression_kind kind;
    uint32_t height; /* of a tree that was parsed: the longest way down from here */
    ent_place place;
    uint32_t index;
    ent_comparison comparison;
    uint32_t level;
    uint32_t weight_count; /* the number of parties */
    int64_t least;
    int64_t most;
    const int64_t *weights; /* of ENT_SHARE: what each party's consent counts, 0 for no member */
    const char *text;       /* of ENT_SHARE, in the words of the language */
    ent_expression **children;
    size_t child_count;
    bool value;
};

/* Who consents, for a rule: the members of the body. Without members, consents are errors. */
typedef struct {
    ent_vocabulary *vocabulary;
    const char *body;
    const uint32_t *members;
    size_t member_count;
} ent_scope;

/* The text of a condition. Where `exact`, its bytes stand in the source as they are, beginning at
 * place.offset; else complaints point at the whole place. */
typedef struct {
    const char *text;
    size_t length;
    ent_place place;
    bool exact;
} ent_phrase;

/* A phrase of a source's bytes. */
ent_phrase ent_phrase_of(const ent_source *source, size_t offset, size_t length);

enum {
    ENT_DEEPEST = 200,  /* nesting of conditions as written */
    ENT_HIGHEST = 1000, /* and of their trees, which are walked recursively */
};

/*
 * Reads a condition, or a rule where the scope has members. The tree lives in the vocabulary's
 * arena. Mistakes go to the report. A rule in which a consent is negated, compared by `iff`,
 * counted from above, or stands before `then` is a mistake: a rule must be monotone in consents.
 */
ent_status ent_parse(const ent_scope *scope, ent_phrase phrase, ent_expression **expression,
                     ent_report *report);

/* The condition with this kind and children, at no place; NULL when there is no memory. */
ent_expression *ent_expression_new(ent_arena *arena, ent_expression_kind kind, size_t children);

/* Writes the tree so that reading it again gives the same tree. */
void ent_expression_print(const ent_vocabulary *vocabulary, const ent_expression *expression,
                          ent_text *out);

/* True when the expression has a consent or a share of consents. */
bool ent_expression_consents(const ent_expression *expression);

/* What a tree is evaluated in: one state, and who consents. */
typedef struct {
    const uint8_t *levels;    /* by option */
    const bool *defined;      /* by definition; filled by ent_evaluate_definitions */
    const uint64_t *consents; /* a bit by party; NULL where nobody does */
} ent_valuation;

/* Whether the expression holds. */
bool ent_evaluate(const ent_expression *expression, const ent_valuation *valuation);

/* Whether each definition holds in the state with these levels. */
void ent_evaluate_definitions(const ent_vocabulary *vocabulary, const uint8_t *levels,
                              bool *defined);

/* Whether `level` of an option stands in `comparison` to the level of the expression. */
bool ent_compare_levels(ent_comparison comparison, uint32_t level, uint32_t with);

#endif
