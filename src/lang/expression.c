/* Expressions: making, printing, and evaluating in one state. */
#include "lang/expression.h"

ent_expression *ent_expression_new(ent_arena *arena, ent_expression_kind kind, size_t children)
{
    ent_expression *node = ent_arena_allocate(arena, sizeof *node);
    if (node == NULL)
        return NULL;
    node->kind = kind;
    node->child_count = children;
    if (children > 0)
        node->children = ent_arena_array(arena, children, sizeof(ent_expression *));
    return children > 0 && node->children == NULL ? NULL : node;
}

bool ent_expression_consents(const ent_expression *expression)
{
    if (expression->kind == ENT_CONSENT || expression->kind == ENT_SHARE)
        return true;
    for (size_t i = 0; i < expression->child_count; i++)
        if (ent_expression_consents(expression->children[i]))
            return true;
    return false;
}

/* How loosely a kind binds; a child that binds more loosely than its place allows is bracketed. */
static int looseness(const ent_expression *expression)
{
    switch (expression->kind) {
    case ENT_IFF:
        return 5;
    case ENT_IF:
        return 4;
    case ENT_OR:
        return expression->child_count == 1 ? 0 : 3;
    case ENT_AND:
        return expression->child_count == 1 ? 0 : 2;
    case ENT_NOT:
        return 1;
    default:
        return 0;
    }
}

static void print_child(const ent_vocabulary *vocabulary, const ent_expression *child, int loosest,
                        ent_text *out)
{
    bool bracketed = looseness(child) > loosest;
    ent_text_add(out, bracketed ? "(" : "");
    ent_expression_print(vocabulary, child, out);
    ent_text_add(out, bracketed ? ")" : "");
}

static void print_list(const ent_vocabulary *vocabulary, const ent_expression *expression,
                       const char *between, int loosest, ent_text *out)
{
    for (size_t i = 0; i < expression->child_count; i++) {
        ent_text_add(out, i == 0 ? "" : between);
        print_child(vocabulary, expression->children[i], loosest, out);
    }
}

static void print_level(const ent_vocabulary *vocabulary, const ent_expression *expression,
                        ent_text *out)
{
    static const char *const signs[] = {"=", "!=", "<", "<=", ">", ">="};
    const ent_scale *option = &vocabulary->options.items[expression->index];
    ent_text_add(out, option->id);
    if (expression->comparison != ENT_GT || expression->level != 0)
        ent_text_print(out, " %s %s", signs[expression->comparison],
                       option->levels[expression->level]);
}

static void print_count(const ent_vocabulary *vocabulary, const ent_expression *expression,
                        ent_text *out)
{
    const char *words = "exactly";
    int64_t number = expression->least;
    if (expression->most == (int64_t)expression->child_count) {
        words = "at least";
    } else if (expression->least == 0) {
        words = "at most";
        number = expression->most;
    }
    ent_text_print(out, "%s %lld of {", words, (long long)number);
    print_list(vocabulary, expression, ", ", 5, out);
    ent_text_add(out, "}");
}

static void print_if(const ent_vocabulary *vocabulary, const ent_expression *expression,
                     ent_text *out)
{
    ent_text_add(out, "if ");
    print_child(vocabulary, expression->children[0], 5, out);
    ent_text_add(out, " then ");
    /* an inner `if` without else would take this one's else */
    print_child(vocabulary, expression->children[1], expression->child_count == 3 ? 3 : 4, out);
    if (expression->child_count == 3) {
        ent_text_add(out, " else ");
        print_child(vocabulary, expression->children[2], 4, out);
    }
}

static const char *consenting_party(const ent_vocabulary *vocabulary, uint32_t index)
{
    for (size_t i = 0; i < vocabulary->names.count; i++)
        if (vocabulary->names.items[i].kind == ENT_NAME_PARTY &&
            vocabulary->names.items[i].index == index)
            return vocabulary->names.items[i].id;
    return "?";
}

void ent_expression_print(const ent_vocabulary *vocabulary, const ent_expression *expression,
                          ent_text *out)
{
    switch (expression->kind) {
    case ENT_CONSTANT:
        ent_text_add(out, expression->value ? "true" : "false");
        break;
    case ENT_LEVEL:
        print_level(vocabulary, expression, out);
        break;
    case ENT_DEFINED:
        ent_text_add(out, vocabulary->defined.items[expression->index].id);
        break;
    case ENT_CONSENT:
        ent_text_add(out, consenting_party(vocabulary, expression->index));
        break;
    case ENT_SHARE:
        ent_text_add(out, expression->text);
        break;
    case ENT_NOT:
        ent_text_add(out, "not ");
        print_child(vocabulary, expression->children[0], 1, out);
        break;
    case ENT_AND:
    case ENT_OR:
        if (expression->child_count == 1) {
            ent_text_add(out, expression->kind == ENT_AND ? "all of {" : "any of {");
            print_list(vocabulary, expression, ", ", 5, out);
            ent_text_add(out, "}");
        } else if (expression->kind == ENT_AND) {
            print_list(vocabulary, expression, " and ", 1, out);
        } else {
            print_list(vocabulary, expression, " or ", 2, out);
        }
        break;
    case ENT_IFF:
        print_child(vocabulary, expression->children[0], 5, out);
        ent_text_add(out, " iff ");
        print_child(vocabulary, expression->children[1], 4, out);
        break;
    case ENT_IF:
        print_if(vocabulary, expression, out);
        break;
    case ENT_COUNT:
        print_count(vocabulary, expression, out);
        break;
    }
}

bool ent_compare_levels(ent_comparison comparison, uint32_t level, uint32_t with)
{
    switch (comparison) {
    case ENT_EQ:
        return level == with;
    case ENT_NE:
        return level != with;
    case ENT_LT:
        return level < with;
    case ENT_LE:
        return level <= with;
    case ENT_GT:
        return level > with;
    case ENT_GE:
        return level >= with;
    }
    return false;
}

static bool consents(const ent_valuation *valuation, uint32_t party)
{
    return valuation->consents != NULL && ((valuation->consents[party / 64] >> (party % 64)) & 1u);
}

static bool share_reached(const ent_expression *expression, const ent_valuation *valuation)
{
    int64_t sum = 0;
    for (uint32_t party = 0; party < expression->weight_count; party++)
        if (consents(valuation, party))
            sum += expression->weights[party];
    return sum >= expression->least;
}

static int64_t count_holding(const ent_expression *expression, const ent_valuation *valuation)
{
    int64_t count = 0;
    for (size_t i = 0; i < expression->child_count; i++)
        count += ent_evaluate(expression->children[i], valuation);
    return count;
}

bool ent_evaluate(const ent_expression *expression, const ent_valuation *valuation)
{
    ent_expression *const *children = expression->children;
    switch (expression->kind) {
    case ENT_CONSTANT:
        return expression->value;
    case ENT_LEVEL:
        return ent_compare_levels(expression->comparison, valuation->levels[expression->index],
                                  expression->level);
    case ENT_DEFINED:
        return valuation->defined[expression->index];
    case ENT_CONSENT:
        return consents(valuation, expression->index);
    case ENT_SHARE:
        return share_reached(expression, valuation);
    case ENT_NOT:
        return !ent_evaluate(children[0], valuation);
    case ENT_AND:
        return count_holding(expression, valuation) == (int64_t)expression->child_count;
    case ENT_OR:
        return count_holding(expression, valuation) > 0;
    case ENT_IFF:
        return ent_evaluate(children[0], valuation) == ent_evaluate(children[1], valuation);
    case ENT_IF:
        if (ent_evaluate(children[0], valuation))
            return ent_evaluate(children[1], valuation);
        return expression->child_count < 3 || ent_evaluate(children[2], valuation);
    case ENT_COUNT: {
        int64_t count = count_holding(expression, valuation);
        return count >= expression->least && count <= expression->most;
    }
    }
    return false;
}

void ent_evaluate_definitions(const ent_vocabulary *vocabulary, const uint8_t *levels,
                              bool *defined)
{
    const ent_valuation valuation = {.levels = levels, .defined = defined};
    for (size_t i = 0; i < vocabulary->defined.count; i++) {
        uint32_t index = vocabulary->definition_order[i];
        const ent_expression *condition = vocabulary->defined.items[index].condition;
        defined[index] = condition != NULL && ent_evaluate(condition, &valuation);
    }
}
