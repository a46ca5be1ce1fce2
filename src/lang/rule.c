/* Shares of consents, and the check that a rule is monotone in consents. */
#include "lang/rule.h"

__extension__ typedef __int128 wide;

static wide power_of_ten(uint32_t exponent)
{
    wide power = 1;
    while (exponent-- > 0)
        power *= 10;
    return power;
}

/* The least whole number that is >= (or, when strict, >) numerator / denominator, both positive. */
static int64_t least_reaching(wide numerator, wide denominator, bool strict)
{
    wide quotient = numerator / denominator;
    wide least = strict || numerator % denominator != 0 ? quotient + 1 : quotient;
    return least > INT64_MAX ? INT64_MAX : (int64_t)least;
}

static ent_status fill_weights(const ent_scope *scope, const ent_weight *weight,
                               ent_expression *node, ent_report *report)
{
    uint32_t parties = scope->vocabulary->party_count;
    int64_t *weights = ent_arena_array(scope->vocabulary->arena, parties, sizeof *weights);
    if (weights == NULL)
        return ent_out_of_memory(report);
    for (size_t i = 0; i < scope->member_count; i++) {
        uint32_t member = scope->members[i];
        weights[member] = weight == NULL ? 1 : weight->of_party[member];
    }
    node->weights = weights;
    node->weight_count = parties;
    return ENT_OK;
}

ent_status ent_rule_quorum(const ent_scope *scope, const char *word, int64_t least,
                           ent_expression *node, ent_report *report)
{
    node->least = least;
    node->text = word;
    return fill_weights(scope, NULL, node, report);
}

ent_status ent_rule_share(const ent_scope *scope, const ent_share_bound *bound,
                          ent_expression *node, ent_report *report)
{
    if (bound->weight != NULL && bound->weight->of_party == NULL)
        return ENT_WRONG_MODEL; /* the weight itself was reported */
    ent_status status = fill_weights(scope, bound->weight, node, report);
    if (status != ENT_OK)
        return status;
    wide total = 0;
    for (uint32_t i = 0; i < node->weight_count; i++)
        total += node->weights[i];
    wide numerator = bound->number.value;
    wide denominator = power_of_ten(bound->number.places);
    if (bound->percent) {
        numerator *= total;
        denominator *= 100;
    } else if (bound->weight != NULL) {
        numerator *= power_of_ten(bound->weight->places);
    }
    node->least = least_reaching(numerator, denominator, bound->strict);
    node->text = ent_arena_print(scope->vocabulary->arena, "%s %s %.*s%s",
                                 bound->weight == NULL ? "count" : bound->weight->id,
                                 bound->strict ? ">" : ">=", (int)bound->digit_count, bound->digits,
                                 bound->percent ? "%" : "");
    return node->text == NULL ? ent_out_of_memory(report) : ENT_OK;
}

static ent_status refuse(const ent_expression *consent, const ent_expression *under,
                         const char *why, ent_report *report)
{
    (void)ent_error(report, consent->place,
                    "consents may not %s: a rule must not turn from yes to "
                    "no when one more member consents",
                    why);
    ent_note(report, under->place, "this is where more consent would mean less");
    return ENT_WRONG_MODEL;
}

/* Finds the first consent below `node` and refuses it. */
static ent_status refuse_consents(const ent_expression *node, const ent_expression *under,
                                  const char *why, ent_report *report)
{
    if (node->kind == ENT_CONSENT || node->kind == ENT_SHARE)
        return refuse(node, under, why, report);
    for (size_t i = 0; i < node->child_count; i++) {
        ent_status status = refuse_consents(node->children[i], under, why, report);
        if (status != ENT_OK)
            return status;
    }
    return ENT_OK;
}

ent_status ent_rule_check_monotone(const ent_expression *rule, ent_report *report)
{
    const char *why = NULL;
    size_t guarded = rule->child_count; /* how many children may hold no consent */
    if (rule->kind == ENT_NOT)
        why = "be negated";
    else if (rule->kind == ENT_IFF)
        why = "be compared by 'iff'";
    else if (rule->kind == ENT_COUNT && rule->most < (int64_t)rule->child_count)
        why = "be counted from above";
    else if (rule->kind == ENT_IF) {
        why = "stand before 'then'";
        guarded = 1;
    }
    for (size_t i = 0; i < rule->child_count; i++) {
        ent_status status = why != NULL && i < guarded
                                ? refuse_consents(rule->children[i], rule, why, report)
                                : ent_rule_check_monotone(rule->children[i], report);
        if (status != ENT_OK)
            return status;
    }
    return ENT_OK;
}
