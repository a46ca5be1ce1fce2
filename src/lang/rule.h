/* What a body's rule has beyond a condition: counted and weighted consents, and monotonicity. */
#ifndef ENT_LANG_RULE_H
#define ENT_LANG_RULE_H

#include "lang/expression.h"

/* "WEIGHT >= NUMBER %": which consents count, and what they must reach. */
typedef struct {
    const ent_weight *weight; /* NULL: each member counts one */
    bool strict;              /* more than, not just as much */
    bool percent;             /* of what all members have together */
    ent_decimal number;
    const char *digits; /* the number as written */
    size_t digit_count;
} ent_share_bound;

/* Fills `node` (of kind ENT_SHARE) so that it holds when at least `least` members consent. */
ent_status ent_rule_quorum(const ent_scope *scope, const char *word, int64_t least,
                           ent_expression *node, ent_report *report);

/* Fills `node` from a bound. Arithmetic is exact. */
ent_status ent_rule_share(const ent_scope *scope, const ent_share_bound *bound,
                          ent_expression *node, ent_report *report);

/* Reports a consent that stands where more consent could mean less: the rule must be monotone. */
ent_status ent_rule_check_monotone(const ent_expression *rule, ent_report *report);

#endif
