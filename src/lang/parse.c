/* The parser: recursive descent along the grammar in expression.h. */
#include <string.h>

#include "lang/rule.h"
#include "lang/token.h"

typedef struct {
    const ent_scope *scope;
    const ent_phrase *phrase;
    ent_report *report;
    ent_token token;
    size_t end; /* of the token before, in the phrase */
    uint32_t depth;
    ent_status status; /* of the first failure; parsing stops there */
} parser;

static ent_expression *parse_condition(parser *p);
static ent_expression *parse_implication(parser *p);

static void advance(parser *p)
{
    p->end = p->token.offset + p->token.length;
    p->token = ent_scan(p->phrase, p->end, p->report);
    if (p->token.kind == ENT_TOKEN_WRONG)
        p->status = ENT_WRONG_MODEL;
}

static ent_place token_place(const parser *p)
{
    return ent_phrase_place(p->phrase, p->token.offset, p->token.length);
}

static bool at_word(const parser *p, const char *word)
{
    return p->token.kind == ENT_TOKEN_WORD && strlen(word) == p->token.length &&
           memcmp(p->token.text, word, p->token.length) == 0;
}

static bool accept_word(parser *p, const char *word)
{
    if (p->status != ENT_OK || !at_word(p, word))
        return false;
    advance(p);
    return true;
}

static bool accept(parser *p, ent_token_kind kind)
{
    if (p->status != ENT_OK || p->token.kind != kind)
        return false;
    advance(p);
    return true;
}

/* Reports what was expected instead of the present token; always NULL. */
static ent_expression *expected(parser *p, const char *what)
{
    if (p->status != ENT_OK)
        return NULL;
    if (p->token.kind == ENT_TOKEN_END)
        p->status = ent_error(p->report, token_place(p), "%s is missing at the end", what);
    else
        p->status = ent_error(p->report, token_place(p), "expected %s, found '%.*s'", what,
                              (int)p->token.length, p->token.text);
    return NULL;
}

static ent_expression *no_memory(parser *p)
{
    p->status = ent_out_of_memory(p->report);
    return NULL;
}

static ent_arena *arena_of(const parser *p)
{
    return p->scope->vocabulary->arena;
}

/* A node whose place runs from `start` to the token before the present one. */
static ent_expression *new_node(parser *p, ent_expression_kind kind, size_t start, size_t children)
{
    ent_expression *node = ent_expression_new(arena_of(p), kind, children);
    if (node == NULL)
        return no_memory(p);
    node->place = ent_phrase_place(p->phrase, start, p->end - start);
    return node;
}

typedef ENT_LIST(ent_expression *) expression_list;

static bool append(parser *p, expression_list *list, ent_expression *child)
{
    if (child == NULL)
        return false;
    ent_expression **slot = ENT_PUSH(arena_of(p), list);
    if (slot == NULL) {
        (void)no_memory(p);
        return false;
    }
    *slot = child;
    return true;
}

/* Gives a node whose children are set its height; NULL when the tree gets too high. */
static ent_expression *settle(parser *p, ent_expression *node)
{
    for (size_t i = 0; i < node->child_count; i++)
        if (node->children[i]->height >= node->height)
            node->height = node->children[i]->height + 1;
    if (node->height <= ENT_HIGHEST)
        return node;
    p->status = ent_error(p->report, node->place, "conditions nest more than %d deep", ENT_HIGHEST);
    return NULL;
}

static ent_expression *node_of_list(parser *p, ent_expression_kind kind, size_t start,
                                    const expression_list *list)
{
    ent_expression *node = new_node(p, kind, start, 0);
    if (node == NULL)
        return NULL;
    node->children = list->items;
    node->child_count = list->count;
    return settle(p, node);
}

/* "{ condition, … }" */
static bool parse_braces(parser *p, expression_list *list)
{
    if (!accept(p, ENT_TOKEN_OPEN_BRACE)) {
        (void)expected(p, "'{'");
        return false;
    }
    do {
        if (!append(p, list, parse_condition(p)))
            return false;
    } while (accept(p, ENT_TOKEN_COMMA));
    if (!accept(p, ENT_TOKEN_CLOSE_BRACE))
        (void)expected(p, "',' or '}'");
    return p->status == ENT_OK;
}

/* The number of "at least N of", as a whole number up to a million. */
static bool parse_small_number(parser *p, int64_t *number)
{
    ent_decimal decimal = {0};
    if (p->token.kind != ENT_TOKEN_NUMBER ||
        !ent_decimal_read(p->token.text, p->token.length, &decimal) || decimal.places != 0 ||
        decimal.value > 1000000) {
        (void)expected(p, "a whole number");
        return false;
    }
    *number = decimal.value;
    advance(p);
    return p->status == ENT_OK;
}

typedef enum { AT_LEAST, EXACTLY, AT_MOST } count_kind;

static ent_expression *parse_count(parser *p, count_kind kind, size_t start)
{
    int64_t number = 0;
    expression_list list = {0};
    if (!parse_small_number(p, &number))
        return NULL;
    if (!accept_word(p, "of"))
        return expected(p, "'of'");
    if (!parse_braces(p, &list))
        return NULL;
    ent_expression *node = node_of_list(p, ENT_COUNT, start, &list);
    if (node == NULL)
        return NULL;
    node->least = kind == AT_MOST ? 0 : number;
    node->most = kind == AT_LEAST ? (int64_t)list.count : number;
    if (kind != AT_MOST && number > (int64_t)list.count)
        ent_warn(p->report, node->place, "only %zu stand in the list: this can never hold",
                 list.count);
    return node;
}

/* "all of {…}", "any of {…}", "none of {…}", the first word being accepted. */
static ent_expression *parse_of(parser *p, const char *word, size_t start)
{
    expression_list list = {0};
    if (!parse_braces(p, &list))
        return NULL;
    if (strcmp(word, "none") != 0)
        return node_of_list(p, strcmp(word, "all") == 0 ? ENT_AND : ENT_OR, start, &list);
    ent_expression *any = node_of_list(p, ENT_OR, start, &list);
    ent_expression *none = any == NULL ? NULL : new_node(p, ENT_NOT, start, 1);
    if (none == NULL)
        return NULL;
    none->children[0] = any;
    return settle(p, none);
}

/* `all`, `any`, `majority`: so many of the body's members consent. */
static ent_expression *quorum(parser *p, const char *word, int64_t least, size_t start)
{
    if (p->scope->members == NULL) {
        p->status =
            ent_error(p->report, ent_phrase_place(p->phrase, start, p->end - start),
                      "'%s' alone stands for a body's members: only a rule may use it", word);
        ent_hint(p->report, "in a condition write '%s of { … }'",
                 strcmp(word, "majority") == 0 ? "at least N" : word);
        return NULL;
    }
    ent_expression *node = new_node(p, ENT_SHARE, start, 0);
    if (node == NULL)
        return NULL;
    p->status = ent_rule_quorum(p->scope, word, least, node, p->report);
    return p->status == ENT_OK ? node : NULL;
}

/* "count >= N" or "WEIGHT >= N %", the first word being accepted; `weight` is NULL for count. */
static ent_expression *parse_share(parser *p, const ent_weight *weight, size_t start)
{
    ent_place name = ent_phrase_place(p->phrase, start, p->end - start);
    if (p->scope->members == NULL) {
        p->status = ent_error(p->report, name, "consents are counted in a body's rule only");
        return NULL;
    }
    bool strict = p->token.comparison == ENT_GT;
    if (p->token.kind != ENT_TOKEN_COMPARISON || (!strict && p->token.comparison != ENT_GE))
        return expected(p, "'>=' or '>'");
    advance(p);
    ent_share_bound bound = {.weight = weight, .strict = strict};
    if (p->token.kind != ENT_TOKEN_NUMBER ||
        !ent_decimal_read(p->token.text, p->token.length, &bound.number))
        return expected(p, "a number of at most 15 digits");
    bound.digits = p->token.text;
    bound.digit_count = p->token.length;
    advance(p);
    bound.percent = accept(p, ENT_TOKEN_PERCENT);
    ent_expression *node = new_node(p, ENT_SHARE, start, 0);
    if (node == NULL)
        return NULL;
    p->status = ent_rule_share(p->scope, &bound, node, p->report);
    return p->status == ENT_OK ? node : NULL;
}

static ent_expression *unknown_level(parser *p, const ent_scale *option)
{
    p->status = ent_error(p->report, token_place(p), "option '%s' has no level '%.*s'", option->id,
                          (int)p->token.length, p->token.text);
    if (p->report->errors > ENT_ERRORS_SHOWN)
        return NULL;
    const char *nearest =
        ent_nearest(p->token.text, p->token.length, option->levels, option->level_count);
    if (nearest != NULL)
        ent_hint(p->report, "did you mean '%s'?", nearest);
    else if (option->level_count <= 8) {
        ent_text levels = ent_text_new(p->report->arena.memory);
        for (uint32_t i = 0; i < option->level_count; i++)
            ent_text_print(&levels, "%s%s", i == 0 ? "" : " < ", option->levels[i]);
        ent_hint(p->report, "its levels are %s", ent_text_string(&levels));
        ent_text_free(&levels);
    }
    return NULL;
}

/* OPTION or OPTION = LEVEL, the option being accepted. */
static ent_expression *parse_option(parser *p, uint32_t index, size_t start)
{
    const ent_scale *option = &p->scope->vocabulary->options.items[index];
    ent_comparison comparison = ENT_GT;
    uint32_t level = 0;
    if (p->token.kind == ENT_TOKEN_COMPARISON && p->status == ENT_OK) {
        comparison = p->token.comparison;
        advance(p);
        if (p->token.kind != ENT_TOKEN_WORD && p->token.kind != ENT_TOKEN_NUMBER)
            return expected(p, "a level");
        while (level < option->level_count &&
               (strlen(option->levels[level]) != p->token.length ||
                memcmp(option->levels[level], p->token.text, p->token.length) != 0))
            level++;
        if (level == option->level_count)
            return unknown_level(p, option);
        advance(p);
    }
    ent_expression *node = new_node(p, ENT_LEVEL, start, 0);
    if (node == NULL)
        return NULL;
    node->index = index;
    node->comparison = comparison;
    node->level = level;
    return node;
}

static ent_expression *parse_consent(parser *p, const ent_name *name, ent_place place, size_t start)
{
    if (p->scope->members == NULL) {
        p->status =
            ent_error(p->report, place,
                      "'%s' is a party: its consent can stand in a body's rule only", name->id);
        return NULL;
    }
    for (size_t i = 0; i < p->scope->member_count; i++)
        if (p->scope->members[i] == name->index) {
            ent_expression *node = new_node(p, ENT_CONSENT, start, 0);
            if (node != NULL)
                node->index = name->index;
            return node;
        }
    p->status =
        ent_error(p->report, place, "'%s' is not a member of '%s'", name->id, p->scope->body);
    return NULL;
}

static ent_expression *parse_name(parser *p)
{
    size_t start = p->token.offset;
    ent_place place = token_place(p);
    const ent_name *name =
        ent_vocabulary_find(p->scope->vocabulary, p->token.text, p->token.length);
    if (name == NULL) {
        if (ent_is_reserved(p->token.text, p->token.length))
            return expected(p, "a condition");
        p->status = ent_error(p->report, place, "nothing is named '%.*s'", (int)p->token.length,
                              p->token.text);
        ent_vocabulary_hint(p->scope->vocabulary, p->token.text, p->token.length, p->report);
        return NULL;
    }
    advance(p);
    switch (name->kind) {
    case ENT_NAME_OPTION:
        return parse_option(p, name->index, start);
    case ENT_NAME_PARTY:
        return parse_consent(p, name, place, start);
    case ENT_NAME_WEIGHT:
        return parse_share(p, &p->scope->vocabulary->weights.items[name->index], start);
    case ENT_NAME_DEFINED: {
        ent_expression *node = new_node(p, ENT_DEFINED, start, 0);
        if (node != NULL)
            node->index = name->index;
        return node;
    }
    case ENT_NAME_BODY:
        break;
    }
    p->status =
        ent_error(p->report, place, "'%s' is a body: a condition speaks of options", name->id);
    return NULL;
}

static ent_expression *parse_constant(parser *p, bool value, size_t start)
{
    ent_expression *node = new_node(p, ENT_CONSTANT, start, 0);
    if (node != NULL)
        node->value = value;
    return node;
}

/* The forms that begin with a reserved word. */
static ent_expression *parse_word(parser *p)
{
    size_t start = p->token.offset;
    if (accept_word(p, "true"))
        return parse_constant(p, true, start);
    if (accept_word(p, "false"))
        return parse_constant(p, false, start);
    if (accept_word(p, "exactly"))
        return parse_count(p, EXACTLY, start);
    if (accept_word(p, "at")) {
        bool least = accept_word(p, "least");
        if (!least && !accept_word(p, "most"))
            return expected(p, "'least' or 'most'");
        return parse_count(p, least ? AT_LEAST : AT_MOST, start);
    }
    int64_t members = (int64_t)p->scope->member_count;
    if (accept_word(p, "all"))
        return accept_word(p, "of") ? parse_of(p, "all", start) : quorum(p, "all", members, start);
    if (accept_word(p, "any"))
        return accept_word(p, "of") ? parse_of(p, "any", start) : quorum(p, "any", 1, start);
    if (accept_word(p, "none"))
        return accept_word(p, "of") ? parse_of(p, "none", start) : expected(p, "'of'");
    if (accept_word(p, "majority"))
        return quorum(p, "majority", members / 2 + 1, start);
    if (accept_word(p, "count"))
        return parse_share(p, NULL, start);
    return parse_name(p);
}

static ent_expression *parse_primary(parser *p)
{
    if (p->token.kind == ENT_TOKEN_WORD) {
        if (!at_word(p, "if"))
            return parse_word(p);
        (void)expected(p, "a condition");
        ent_hint(p->report, "'if' binds loosely: write it in parentheses");
        return NULL;
    }
    if (!accept(p, ENT_TOKEN_OPEN))
        return expected(p, "a condition");
    ent_expression *inner = parse_condition(p);
    if (inner == NULL)
        return NULL;
    return accept(p, ENT_TOKEN_CLOSE) ? inner : expected(p, "')'");
}

static ent_expression *parse_negation(parser *p)
{
    size_t start = p->token.offset;
    if (!accept_word(p, "not"))
        return parse_primary(p);
    if (++p->depth > ENT_DEEPEST) {
        p->status = ent_error(p->report, ent_phrase_place(p->phrase, start, 3),
                              "conditions nest more than %d deep", ENT_DEEPEST);
        return NULL;
    }
    ent_expression *child = parse_negation(p);
    p->depth--;
    ent_expression *node = child == NULL ? NULL : new_node(p, ENT_NOT, start, 1);
    if (node == NULL)
        return NULL;
    node->children[0] = child;
    return settle(p, node);
}

typedef ent_expression *(*parse_function)(parser *);

/* operand { word operand } */
static ent_expression *parse_chain(parser *p, const char *word, ent_expression_kind kind,
                                   parse_function operand)
{
    size_t start = p->token.offset;
    ent_expression *first = operand(p);
    if (first == NULL || !at_word(p, word))
        return first;
    expression_list list = {0};
    if (!append(p, &list, first))
        return NULL;
    while (accept_word(p, word))
        if (!append(p, &list, operand(p)))
            return NULL;
    return p->status == ENT_OK ? node_of_list(p, kind, start, &list) : NULL;
}

static ent_expression *parse_conjunction(parser *p)
{
    return parse_chain(p, "and", ENT_AND, parse_negation);
}

static ent_expression *parse_disjunction(parser *p)
{
    return parse_chain(p, "or", ENT_OR, parse_conjunction);
}

static ent_expression *parse_if(parser *p)
{
    size_t start = p->token.offset;
    expression_list parts = {0};
    advance(p);
    if (!append(p, &parts, parse_condition(p)))
        return NULL;
    if (!accept_word(p, "then"))
        return expected(p, "'then'");
    if (!append(p, &parts, parse_implication(p)))
        return NULL;
    if (accept_word(p, "else") && !append(p, &parts, parse_implication(p)))
        return NULL;
    return p->status == ENT_OK ? node_of_list(p, ENT_IF, start, &parts) : NULL;
}

static ent_expression *parse_implication(parser *p)
{
    if (p->status != ENT_OK)
        return NULL;
    if (++p->depth > ENT_DEEPEST) {
        p->status =
            ent_error(p->report, token_place(p), "conditions nest more than %d deep", ENT_DEEPEST);
        return NULL;
    }
    ent_expression *node = at_word(p, "if") ? parse_if(p) : parse_disjunction(p);
    p->depth--;
    return node;
}

/* a iff b iff c reads as (a iff b) iff c. */
static ent_expression *parse_condition(parser *p)
{
    size_t start = p->token.offset;
    ent_expression *left = parse_implication(p);
    while (left != NULL && accept_word(p, "iff")) {
        ent_expression *right = parse_implication(p);
        ent_expression *node = right == NULL ? NULL : new_node(p, ENT_IFF, start, 2);
        if (node == NULL)
            return NULL;
        node->children[0] = left;
        node->children[1] = right;
        left = settle(p, node);
    }
    return p->status == ENT_OK ? left : NULL;
}

ent_status ent_parse(const ent_scope *scope, ent_phrase phrase, ent_expression **expression,
                     ent_report *report)
{
    parser p = {.scope = scope, .phrase = &phrase, .report = report};
    p.token = ent_scan(&phrase, 0, report);
    if (p.token.kind == ENT_TOKEN_WRONG)
        return ENT_WRONG_MODEL;
    if (p.token.kind == ENT_TOKEN_END)
        return ent_error(report, phrase.place, "a condition is missing here");
    *expression = parse_condition(&p);
    if (p.status == ENT_OK && p.token.kind != ENT_TOKEN_END)
        (void)expected(&p, "'and', 'or' or the end of the condition");
    if (p.status == ENT_OK && scope->members != NULL)
        p.status = ent_rule_check_monotone(*expression, report);
    return p.status;
}
