/*
 * The names that conditions and rules may use: parties, bodies, options with their levels, named
 * weights and defined conditions. They share one namespace.
 */
#ifndef ENT_LANG_VOCABULARY_H
#define ENT_LANG_VOCABULARY_H

#include "base/diagnostic.h"
#include "base/memory.h"

typedef struct ent_expression ent_expression;

typedef enum {
    ENT_NAME_PARTY,
    ENT_NAME_BODY,
    ENT_NAME_OPTION,
    ENT_NAME_WEIGHT,
    ENT_NAME_DEFINED,
} ent_name_kind;

typedef struct {
    const char *id;
    ent_name_kind kind;
    uint32_t index; /* among the names of its kind, in order of declaration */
    ent_place place;
} ent_name;

/* An option as conditions see it. Plane first_plane + l - 1 says "at level l or above". */
typedef struct {
    const char *id;
    const char **levels;
    uint32_t level_count;
    uint32_t first_plane;
} ent_scale;

/* A decimal number held exactly: value / 10^places. */
typedef struct {
    int64_t value;
    uint32_t places;
} ent_decimal;

/* A named weight: for each party a share, all with the same number of decimal places. */
typedef struct {
    const char *id;
    int64_t *of_party;
    uint32_t places;
} ent_weight;

typedef struct {
    const char *id;
    ent_expression *condition;
} ent_definition;

typedef struct {
    ent_arena *arena;
    ENT_LIST(ent_name) names;
    uint32_t *slots; /* a hash table of indexes into names, plus one */
    size_t slot_count;
    ENT_LIST(ent_scale) options;
    ENT_LIST(ent_weight) weights;
    ENT_LIST(ent_definition) defined;
    uint32_t *definition_order; /* so that each definition follows those that it uses */
    uint32_t party_count;
    uint32_t body_count;
    uint32_t option_planes;
} ent_vocabulary;

enum { ENT_LONGEST_ID = 200, ENT_LEVELS_MOST = 200 };

ent_vocabulary ent_vocabulary_new(ent_arena *arena);

/* True when `text` is an id: a letter, then letters, digits, '-' and '_'; and no reserved word. */
bool ent_is_id(const char *text, size_t length);
bool ent_is_reserved(const char *text, size_t length);

/*
 * Declares a name and reports a second declaration, a reserved word or a malformed id. The index of
 * the new name is stored. Options, weights and definitions get their entry in the list of their
 * kind.
 */
ent_status ent_vocabulary_add(ent_vocabulary *vocabulary, ent_name_kind kind, const char *id,
                              ent_place place, ent_report *report, uint32_t *index);

/* Gives option `index` its levels (two or more). */
void ent_vocabulary_set_levels(ent_vocabulary *vocabulary, uint32_t index, const char **levels,
                               uint32_t count);

/* The name, or NULL. */
const ent_name *ent_vocabulary_find(const ent_vocabulary *vocabulary, const char *id,
                                    size_t length);

/* Adds the hint "did you mean …?" when a known name is near. */
void ent_vocabulary_hint(const ent_vocabulary *vocabulary, const char *word, size_t length,
                         ent_report *report);

/* The plane that says "definition `index` holds". */
static inline uint32_t ent_definition_plane(const ent_vocabulary *vocabulary, uint32_t index)
{
    return vocabulary->option_planes + index;
}

static inline uint32_t ent_plane_count(const ent_vocabulary *vocabulary)
{
    return vocabulary->option_planes + (uint32_t)vocabulary->defined.count;
}

/* Orders the definitions by use; a definition that uses itself is an error. */
ent_status ent_vocabulary_order(ent_vocabulary *vocabulary, ent_report *report);

/* What a kind is called in messages: "an option", "a party", … */
const char *ent_name_kind_text(ent_name_kind kind);

/* Reads a decimal such as 12 or 62.5; false when it is malformed or has over 15 digits. */
bool ent_decimal_read(const char *text, size_t length, ent_decimal *number);

/* Room for any decimal: a sign, 19 digits, a point, and up to 15 places of zeros. */
typedef struct {
    char text[64];
} ent_decimal_text;

/* The decimal in digits, without zeros behind the last place that matters. */
ent_decimal_text ent_decimal_words(ent_decimal number);

#endif
