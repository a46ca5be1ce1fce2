/* Changed rules, as trees. What does not change is shared with the rule that they are made from. */
#ifndef ENT_ASK_CHANGE_RULE_H
#define ENT_ASK_CHANGE_RULE_H

#include "model/model.h"

/*
 * The rule with the member's consent taken as given, wherever nothing can be decided without it;
 * the rule itself where it has no veto. Shares of named weights stay as they are. NULL when there
 * is no memory.
 */
const ent_expression *ent_rule_without_veto(const ent_expression *rule, uint32_t member,
                                            ent_arena *arena);

/* The parts of a rule that demand the consent of all of a set of two or more. */
typedef struct {
    const ent_expression *part;
    uint32_t of; /* how many the set has */
} ent_demand;

typedef ENT_LIST(ent_demand) ent_demand_list;

bool ent_rule_demands(const ent_expression *rule, ent_arena *arena, ent_demand_list *demands);

/* The rule that asks for `least` consents where `part` demands all. NULL when there is no memory.
 */
const ent_expression *ent_rule_with_quorum(const ent_expression *rule, const ent_expression *part,
                                           uint32_t least, ent_arena *arena);

#endif
