/*
 * Rules as docs/semantics.md, section 8, lets them be changed: read anew, so that it shares nothing
 * with the search for such changes. Rules are made to be compared, not to be read.
 */
#ifndef ENT_VERIFY_REMAKE_H
#define ENT_VERIFY_REMAKE_H

#include "verify/judge.h"

/* The rule with the member's consent given wherever nothing can be decided without it; the rule
 * itself where that is nowhere. */
const ent_expression *ent_remake_without_veto(const ent_expression *rule, uint32_t member,
                                              ent_arena *arena);

/* The rule in which `least` consents are enough in a part that demands all of a set of `of`. Such
 * parts are counted from 0; the rule itself where there are not so many. */
const ent_expression *ent_remake_with_quorum(const ent_expression *rule, size_t part, uint32_t of,
                                             uint32_t least, ent_arena *arena);

typedef enum { ENT_RULES_DIFFER, ENT_RULES_ALIKE, ENT_RULES_TOO_LARGE } ent_rules_compared;

enum {
    ENT_COMPARED_MEMBERS = 16,  /* the most of a body whose rules are compared */
    ENT_COMPARED_SETTINGS = 64, /* of the conditions that the rules ask for, in states there are */
};

/* Whether two rules of the body are the same: all coalitions are tried, in all settings of the
 * options that tell. */
ent_rules_compared ent_compare_rules(ent_judge *judge, uint32_t body, const ent_expression *first,
                                     const ent_expression *second);

#endif
