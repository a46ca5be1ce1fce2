/* Conditions and rules read from their trees. */
#include "property/reading.h"

#include <stdlib.h>
#include <string.h>

reading_wide reading_ten_to(uint32_t exponent)
{
    return exponent == 0 ? 1 : 10 * reading_ten_to(exponent - 1);
}

/* The number of members that consent, and of all members. */
static void count_members(const reading *in, reading_wide *consenting, reading_wide *all)
{
    for (size_t i = 0; i < in->body->members.count; i++) {
        *all += 1;
        *consenting += in->consents[in->body->members.items[i]];
    }
}

static void weigh_members(const reading *in, const ent_weight *weight, reading_wide *consenting,
                          reading_wide *all)
{
    for (size_t i = 0; i < in->body->members.count; i++) {
        uint32_t member = in->body->members.items[i];
        *all += weight->of_party[member];
        if (in->consents[member])
            *consenting += weight->of_party[member];
    }
}

/* Reads "NAME >= NUMBER%" again from its words; the tree's own figures are not looked at. */
static bool share_holds(const reading *in, const char *text)
{
    reading_wide consenting = 0;
    reading_wide all = 0;
    if (strcmp(text, "all") == 0 || strcmp(text, "any") == 0 || strcmp(text, "majority") == 0) {
        count_members(in, &consenting, &all);
        return text[0] == 'm'   ? 2 * consenting > all
               : text[1] == 'l' ? consenting == all
                                : consenting > 0;
    }
    size_t name = strcspn(text, " ");
    uint32_t weight_places = 0;
    const ent_weight *weight = NULL;
    for (size_t i = 0; i < in->model->vocabulary.weights.count; i++)
        if (strlen(in->model->vocabulary.weights.items[i].id) == name &&
            memcmp(in->model->vocabulary.weights.items[i].id, text, name) == 0)
            weight = &in->model->vocabulary.weights.items[i];
    if (weight != NULL) {
        weigh_members(in, weight, &consenting, &all);
        weight_places = weight->places;
    } else {
        count_members(in, &consenting, &all);
    }
    const char *at = text + name + 1;
    bool strict = at[1] != '=';
    at += strict ? 2 : 3;
    reading_wide number = 0;
    uint32_t places = 0;
    bool point = false;
    for (; *at != '\0' && *at != '%'; at++) {
        if (*at == '.') {
            point = true;
            continue;
        }
        number = number * 10 + (*at - '0');
        places += point;
    }
    reading_wide left = consenting * reading_ten_to(places) * (*at == '%' ? 100 : 1);
    reading_wide right = *at == '%' ? number * all : number * reading_ten_to(weight_places);
    return strict ? left > right : left >= right;
}

static bool level_holds(const ent_expression *tree, uint32_t level)
{
    switch (tree->comparison) {
    case ENT_EQ:
        return level == tree->level;
    case ENT_NE:
        return level != tree->level;
    case ENT_LT:
        return level < tree->level;
    case ENT_LE:
        return level <= tree->level;
    case ENT_GT:
        return level > tree->level;
    case ENT_GE:
        return level >= tree->level;
    }
    abort();
}

bool reading_holds(const reading *in, const ent_expression *tree)
{
    int64_t true_children = 0;
    ent_expression *const *child = tree->children;
    switch (tree->kind) {
    case ENT_CONSTANT:
        return tree->value;
    case ENT_LEVEL:
        return level_holds(tree, in->levels[tree->index]);
    case ENT_DEFINED:
        return reading_holds(in, in->model->vocabulary.defined.items[tree->index].condition);
    case ENT_CONSENT:
        return in->consents[tree->index];
    case ENT_SHARE:
        return share_holds(in, tree->text);
    case ENT_NOT:
        return !reading_holds(in, child[0]);
    case ENT_IFF:
        return reading_holds(in, child[0]) == reading_holds(in, child[1]);
    case ENT_IF:
        if (reading_holds(in, child[0]))
            return reading_holds(in, child[1]);
        return tree->child_count == 2 || reading_holds(in, child[2]);
    case ENT_AND:
    case ENT_OR:
    case ENT_COUNT:
        for (size_t i = 0; i < tree->child_count; i++)
            true_children += reading_holds(in, child[i]);
        if (tree->kind == ENT_AND)
            return true_children == (int64_t)tree->child_count;
        if (tree->kind == ENT_OR)
            return true_children >= 1;
        return tree->least <= true_children && true_children <= tree->most;
    }
    abort();
}
