/*
 * What the user wrote, as plain structs: parties, bodies, options, constraints, preferences and
 * what they rest on. Everything lives in the model's arena; names and conditions keep their places.
 */
#ifndef ENT_MODEL_MODEL_H
#define ENT_MODEL_MODEL_H

#include "lang/expression.h"

#define ENT_NOBODY UINT32_MAX

/* Which changes of an option are possible. */
typedef enum { ENT_MOVES_ANY, ENT_MOVES_UP, ENT_MOVES_DOWN, ENT_MOVES_FIXED } ent_moves;

/* A condition as the model has it: the tree, and the words it was written in. */
typedef struct {
    ent_expression *expression;
    const char *text;
    ent_place place;
} ent_condition;

/* What a statement comes to in the model's terms: a condition, or a body's rule, that the speaker
 * supports or rejects. */
typedef struct {
    ent_condition condition; /* or rule */
    uint32_t body;           /* the mover whose rule it is; ENT_NOBODY: it speaks of the terms */
    bool rejected;
} ent_claim;

typedef struct {
    const char *id;
    const char *name; /* for people; the id where none was given */
    uint32_t by;      /* index of the party that spoke; ENT_NOBODY when not said */
    const char *speaker;
    const char *date; /* YYYY-MM-DD */
    const char *venue;
    const char *source;
    const char *text;        /* what was said, in the modeller's words */
    const char *reliability; /* "on-record", "reported" or "partisan" */
    ENT_LIST(ent_claim) claims;
    bool later; /* it was not yet made by the day that ent_as_of was told */
    ent_place place;
} ent_statement;

typedef ENT_LIST(uint32_t) ent_statement_list; /* indexes of statements */

/* One entry of a preference, and what it rests on. */
typedef struct {
    ent_condition condition;
    ent_decimal weight; /* of ENT_BY_WEIGHTS */
    bool uncertain;     /* it is present with this probability, else absent */
    ent_decimal probability;
    ent_statement_list because;
    const char *assumption; /* why it is assumed; NULL when nothing was said */
} ent_want;

typedef enum {
    ENT_INDIFFERENT,
    ENT_BY_PRIORITIES,
    ENT_BY_WEIGHTS,
    ENT_BY_RANKING
} ent_preference_kind;

typedef ENT_LIST(ent_want) ent_want_list;

typedef struct {
    ent_preference_kind kind;
    ent_want_list wants; /* most important, or best, first */
    ent_want_list later; /* what ent_as_of left out: it rests on statements not yet made */
    ent_place place;
} ent_preference;

/* One of the things that a party may be, and what it then wants. */
typedef struct {
    const char *id;   /* NULL: the party has no types, its entries are uncertain */
    const char *name; /* for people; the id where none was given */
    ent_place place;
    ent_decimal probability;
    ent_statement_list because;
    const char *assumption;
    ent_preference preference; /* all entries as written, the uncertain ones too */
} ent_type;

typedef struct {
    const char *id;
    const char *name;
    ent_place place;
    ENT_LIST(ent_type) types;  /* empty where it is certain what the party wants */
    ent_preference preference; /* in the case that is in force: see doubt.h */
} ent_party;

/* Something that the model leaves open of what a party wants; see doubt.h. */
typedef enum { ENT_DOUBT_TYPE, ENT_DOUBT_ENTRY } ent_doubt_kind;

typedef struct {
    ent_doubt_kind kind;
    uint32_t party;
    uint32_t type;     /* of an entry: whose it is, among the party's types */
    uint32_t entry;    /* … and which, among that type's wants */
    uint32_t outcomes; /* of a type: one for each; of an entry: 0 absent, 1 present */
    uint32_t typing;   /* the doubt about the party's type, by position; ENT_NOBODY where there is
                          none */
} ent_doubt;

typedef ENT_LIST(ent_doubt) ent_doubt_list;

typedef struct {
    const char *id;
    const char *name;
    ent_place place;
    ENT_LIST(uint32_t) members; /* indexes of parties */
    ent_condition rule;
    ent_condition trigger; /* expression NULL where there is none */
} ent_body;

/* The levels' names stand in the vocabulary, under the option's index. */
typedef struct {
    const char *id;
    const char *text; /* for people; the id where none was given */
    ent_place place;
    uint32_t mover; /* a party's index, or party count + a body's index */
    ent_moves moves;
    bool pinned; /* the analysis holds the option at one level: see ent_pin_option */
    uint32_t pinned_level;
} ent_option;

enum { ENT_CONCEPTS = 4 };

typedef ENT_LIST(uint64_t) ent_number_list;

/* What `tests:` says a mover's stable states, or the equilibria, are under one concept. */
typedef struct {
    uint32_t mover; /* ENT_NOBODY: equilibria */
    ent_concept concept;
    ent_number_list numbers;
    ent_place place;
} ent_expected_set;

/* Measures of voting power, in the order of ent_index in vote/power.h. */
typedef enum {
    ENT_MEASURE_BANZHAF,
    ENT_MEASURE_BANZHAF_ABSOLUTE,
    ENT_MEASURE_SHAPLEY_SHUBIK,
    ENT_MEASURE_COLEMAN_PREVENT,
    ENT_MEASURE_COLEMAN_INITIATE,
    ENT_MEASURE_JOHNSTON,
    ENT_MEASURE_DEEGAN_PACKEL,
    ENT_MEASURE_HOLLER_PACKEL,
} ent_measure;

enum { ENT_MEASURES = 8 };

/* A number of `tests:`: numerator / denominator, both in decimal without leading zeros. A decimal
 * such as 0.1672 is 1672 / 10000, rounded: it stands for all that lies within half a unit of its
 * last place. */
typedef struct {
    const char *text; /* as written; NULL where nothing was said */
    const char *numerator;
    const char *denominator;
    bool rounded;
    ent_place place;
} ent_expected_number;

/* Members of a body, by their position among its members. */
typedef struct {
    bool said;
    ENT_LIST(uint32_t) positions;
    ent_place place;
} ent_expected_members;

typedef struct {
    uint32_t position;
    ent_expected_number number;
} ent_expected_share;

typedef struct {
    ent_measure measure;
    ENT_LIST(ent_expected_share) shares;
    ent_place place;
} ent_expected_measure;

/* What `tests:` says about the power of a body's members. */
typedef struct {
    uint32_t mover;     /* the body */
    ent_condition when; /* the states that it speaks of; expression NULL: all of them */
    ent_expected_number winning;
    ent_expected_number minimal;
    ent_expected_number collectivity;
    ent_expected_members vetoes;
    ent_expected_members dummies;
    ENT_LIST(ent_expected_measure) measures;
    ent_place place;
} ent_expected_power;

typedef struct {
    uint64_t states; /* 0: not said */
    ent_place states_place;
    ENT_LIST(ent_expected_set) sets;
    ENT_LIST(ent_expected_power) powers;
    const char *source;
} ent_expectations;

/* What happened, where the model is of a case whose end is known. Nothing that is computed looks at
 * it; it is there to compare with. */
typedef struct {
    bool said;              /* false: the model has no `history` */
    const char *outcome;    /* "held", "partial", "failed", "lapsed" or "never-tested" */
    const char *challenged; /* "yes" or "no" */
    const char *acted;      /* "yes", "no" or "partly" */
    const char *note;       /* NULL where not said */
    ent_place place;
} ent_history;

typedef struct {
    ent_arena arena;
    const ent_source *source; /* the file */
    const char *title;
    bool has_title;                 /* false: `title` is the file's name */
    const char *as_of;              /* NULL where not said */
    const char *known_by;           /* the day that ent_as_of was told; else NULL */
    ENT_LIST(const char *) sources; /* where the model as a whole comes from */
    ent_vocabulary vocabulary;
    ENT_LIST(ent_party) parties;
    ENT_LIST(ent_body) bodies;
    ENT_LIST(ent_option) options;
    ENT_LIST(ent_condition) constraints;
    ENT_LIST(ent_statement) statements;
    ent_doubt_list doubts;
    const uint8_t *settled; /* the outcome of each doubt in the case that is in force */
    uint8_t *start;         /* a level for each option; NULL where the model has no start */
    ent_place start_place;
    ent_condition target; /* expression NULL where there is none */
    ent_history history;
    ent_expectations expectations;
} ent_model;

/* An empty model. Its arena takes memory from `memory`, which must outlive it. */
void ent_model_init(ent_model *model, ent_memory *memory);
void ent_model_free(ent_model *model);
#define ENT_AUTO_MODEL ENT_AUTO(ent_model_free) ent_model

static inline uint32_t ent_mover_count(const ent_model *model)
{
    return (uint32_t)(model->parties.count + model->bodies.count);
}

static inline bool ent_is_body(const ent_model *model, uint32_t mover)
{
    return mover >= model->parties.count;
}

static inline const ent_body *ent_mover_body(const ent_model *model, uint32_t mover)
{
    return &model->bodies.items[mover - model->parties.count];
}

static inline bool ent_has_member(const ent_body *body, uint32_t party)
{
    for (size_t i = 0; i < body->members.count; i++)
        if (body->members.items[i] == party)
            return true;
    return false;
}

/* The id and the name of a party or body. */
const char *ent_mover_id(const ent_model *model, uint32_t mover);
const char *ent_mover_name(const ent_model *model, uint32_t mover);

/*
 * Leaves out what was not yet known on `date` (YYYY-MM-DD): marks later statements, takes entries
 * of preferences that rest on nothing else out of them, and settles the model anew.
 */
ent_status ent_as_of(ent_model *model, const char *date, ent_report *report);

/* Asks "what if the option were fixed at this level": constrains the states, moves the start there,
 * and lets the state space leave the option's other levels out. */
ent_status ent_pin_option(ent_model *model, uint32_t option, uint32_t level, ent_report *report);

/* Reports that no state is feasible: the model is wrong, or what was pinned asks for too much. */
ent_status ent_refuse_without_states(const ent_model *model, ent_report *report);

/* "nash", "gmr", "smr", "seq"; and back, false for another word. */
const char *ent_concept_id(ent_concept concept);
bool ent_concept_find(const char *id, size_t length, ent_concept *concept);

/* "banzhaf", "shapley-shubik", …: how `tests:` calls a measure. */
const char *ent_measure_id(ent_measure measure);

/*
 * Reads a model from the bytes of a file, YAML or .gmcr by its content (a .gmcr file is a JSON
 * object with "decisionMakers"). The source must outlive the model. Every mistake is reported; the
 * status is ENT_OK exactly when the model can be used. `model` was initialised by ent_model_init.
 */
ent_status ent_read_model(ent_model *model, const ent_source *source, ent_report *report);

/* Writes the model as YAML. */
ent_status ent_write_yaml(const ent_model *model, ent_text *out, ent_report *report);

/*
 * Writes the model as .gmcr. What the format cannot hold is reported as an error, each thing by its
 * place; with `drop`, what does not touch the game itself (texts, sources, statements, start,
 * target, tests) is left out with a warning instead.
 */
ent_status ent_write_gmcr(const ent_model *model, bool drop, ent_text *out, ent_report *report);

#endif
