/*
 * Changes that a model could undergo: one party's mind, a body's rule, or the terms on which an
 * option may be moved (docs/semantics.md, "What would have to be true"). A change is a few indexes;
 * it is made on a copy.
 */
#ifndef ENT_ASK_CHANGE_H
#define ENT_ASK_CHANGE_H

#include "model/model.h"

typedef enum {
    ENT_CHANGE_VETO,     /* a member's consent is no longer needed */
    ENT_CHANGE_QUORUM,   /* at least `least` of a set, where all of it were needed */
    ENT_CHANGE_MOVES,    /* an option loses directions */
    ENT_CHANGE_ORDER,    /* one or two entries of a party's priorities move */
    ENT_CHANGE_SWAP,     /* two entries of a ranking change places, or two weights */
    ENT_CHANGE_REVERSAL, /* the negation of an entry stands in its place */
} ent_change_kind;

/* Compared in this order: the smaller change comes first. */
typedef struct {
    uint32_t minds;   /* parties that would have to change their minds */
    uint32_t entries; /* entries of a preference, rules or options that change */
    uint32_t places;  /* how far they go */
} ent_change_size;

typedef struct {
    ent_change_kind kind;
    ent_change_size size;
    uint32_t mover;  /* the party, the body, or whose the option is */
    uint32_t member; /* of ENT_CHANGE_VETO */
    uint32_t least;  /* of ENT_CHANGE_QUORUM */
    uint32_t of;
    const ent_expression *part; /* … and the part of the rule that demands all */
    uint32_t option;            /* of ENT_CHANGE_MOVES */
    ent_moves moves;
    uint32_t moved;    /* entries of a preference that change: 1 or 2 */
    uint32_t entry[2]; /* their positions, from 0; the first is the smaller */
    uint32_t to[2];    /* … and new positions */
} ent_change;

typedef ENT_LIST(ent_change) ent_change_list;

/* Called with each change; false ends the walk. */
typedef bool (*ent_change_visit)(void *context, const ent_change *change);

/*
 * The changes of one party's preferences that have this many entries and places, each once: an
 * order that can be had in several ways is had in the smallest. False when there is no memory;
 * true also when `visit` ended the walk.
 */
bool ent_each_mind_change(const ent_model *model, uint32_t party, uint32_t entries, uint32_t places,
                          ent_change_visit visit, void *context);

/* The most places that a change of the party's mind can have. */
uint32_t ent_mind_places_most(const ent_model *model, uint32_t party);

/* All changes of rules, or of terms, the smaller first. */
ent_status ent_list_rule_changes(const ent_model *model, ent_arena *arena, ent_change_list *list);
ent_status ent_list_term_changes(const ent_model *model, ent_arena *arena, ent_change_list *list);

/* Whether `smaller` does a part of what `change` does, so that the rest is not needed: the same
 * entries go the same way but further, or more of them; the same set or option gives up more. */
bool ent_change_exceeds(const ent_change *change, const ent_change *smaller);

/*
 * Whether such a change can make the mover stable where it is not. Where moves are lost, nobody but
 * their mover gains stability: the others have less to fear, so they consent to more and are
 * deterred by less. Only under SMR a party that cannot escape has more to fear as well.
 */
bool ent_change_may_help(const ent_model *model, const ent_change *change, ent_concept concept,
                         uint32_t mover);

/* What the change makes of the party's preference, or of the body's rule; in the arena. */
ent_status ent_changed_preference(const ent_model *model, const ent_change *change,
                                  ent_arena *arena, ent_preference *preference);
ent_status ent_changed_rule(const ent_model *model, const ent_change *change, ent_arena *arena,
                            ent_condition *rule);

/* A copy of the model with the change made. What is not changed it shares with the model, which
 * must outlive it; it is not freed. */
ent_status ent_changed_model(const ent_model *model, const ent_change *change, ent_arena *arena,
                             ent_model *changed);

/* "any", "up", "down", "fixed". */
const char *ent_moves_id(ent_moves moves);

#endif
