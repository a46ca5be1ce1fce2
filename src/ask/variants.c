/* The variants of a rule: its option conditions, and the combinations of their truth values that
 * feasible states have. */
#include <stdlib.h>
#include <string.h>

#include "ask/act.h"

enum { SLOTS = 4 * ENT_VARIANTS_MOST /* a power of two */ };

/* Combinations of truth values, found by their bits. */
typedef struct {
    ent_act_body *body;
    const ent_set **sets; /* by condition: where it holds */
    size_t words;         /* of a combination */
    uint64_t *bits;       /* the combination of each variant */
    uint64_t *looked_for;
    uint32_t *slots; /* a hash table of indexes into the variants, plus one */
    ent_arena *arena;
} combinations;

static const char *condition_text(const ent_game *game, const ent_expression *condition,
                                  ent_arena *arena)
{
    ent_text text = ent_text_new(game->memory);
    ent_expression_print(&game->model->vocabulary, condition, &text);
    const char *copy = text.exhausted ? NULL : ent_arena_copy(arena, text.data, text.length);
    ent_text_free(&text);
    return copy;
}

/* Conditions that read alike are one. */
static ent_status find_conditions(ent_act_body *body, const ent_game *game, ent_arena *arena,
                                  const ent_set **sets)
{
    const ent_rule *rule = ent_rule_of(game, body->mover);
    body->switches = ent_arena_array(arena, rule->switches.count, sizeof *body->switches);
    body->conditions = ent_arena_array(arena, rule->switches.count, sizeof *body->conditions);
    if (body->switches == NULL || body->conditions == NULL)
        return ENT_NO_RESOURCE;
    for (size_t i = 0; i < rule->switches.count; i++) {
        const char *text = condition_text(game, rule->switches.items[i], arena);
        if (text == NULL)
            return ENT_NO_RESOURCE;
        size_t k = 0;
        while (k < body->condition_count && strcmp(body->conditions[k], text) != 0)
            k++;
        if (k < body->condition_count)
            continue;
        body->switches[k] = rule->switches.items[i];
        body->conditions[k] = text;
        sets[k] = &rule->switch_sets[i];
        body->condition_count++;
    }
    return ENT_OK;
}

static size_t slot_of(const combinations *c)
{
    uint64_t hash = 0;
    for (size_t i = 0; i < c->words; i++)
        hash = (hash ^ c->looked_for[i]) * UINT64_C(0x9e3779b97f4a7c15) >> 7;
    return (size_t)(hash ^ hash >> 29) & (SLOTS - 1);
}

/* The variant with the combination that is looked for, a new one where there is none; NULL without
 * memory or with too many of them. */
static ent_act_variant *variant_of(combinations *c)
{
    size_t slot = slot_of(c);
    for (; c->slots[slot] != 0; slot = (slot + 1) & (SLOTS - 1))
        if (memcmp(c->bits + (c->slots[slot] - 1) * c->words, c->looked_for,
                   c->words * sizeof *c->bits) == 0)
            return &c->body->variants.items[c->slots[slot] - 1];
    if (c->body->variants.count == ENT_VARIANTS_MOST)
        return NULL;
    size_t index = c->body->variants.count;
    ent_act_variant *variant = ENT_PUSH(c->arena, &c->body->variants);
    bool *holds = ent_arena_array(c->arena, c->body->condition_count, sizeof *holds);
    if (variant == NULL || holds == NULL)
        return NULL;
    variant->holds = holds;
    for (size_t i = 0; i < c->body->condition_count; i++)
        variant->holds[i] = (c->looked_for[i / 64] >> (i % 64)) & 1u;
    memcpy(c->bits + index * c->words, c->looked_for, c->words * sizeof *c->bits);
    c->slots[slot] = (uint32_t)index + 1;
    return variant;
}

/* Counts the feasible states among 64 codes, combination by combination. */
static bool count_word(combinations *c, uint64_t feasible, size_t word)
{
    while (feasible != 0) {
        int first = __builtin_ctzll(feasible);
        uint64_t alike = feasible;
        memset(c->looked_for, 0, c->words * sizeof *c->looked_for);
        for (size_t i = 0; i < c->body->condition_count; i++) {
            uint64_t where = c->sets[i]->words[word];
            bool holds = (where >> first) & 1u;
            alike &= holds ? where : ~where;
            if (holds)
                c->looked_for[i / 64] |= UINT64_C(1) << (i % 64);
        }
        ent_act_variant *variant = variant_of(c);
        if (variant == NULL)
            return false;
        if (variant->states == 0)
            variant->example = (uint64_t)word * 64 + (uint64_t)first;
        variant->states += (uint64_t)__builtin_popcountll(alike);
        feasible &= ~alike;
    }
    return true;
}

static int most_states_first(const void *a, const void *b)
{
    const ent_act_variant *x = a;
    const ent_act_variant *y = b;
    if (x->states != y->states)
        return x->states > y->states ? -1 : 1;
    return x->example < y->example ? -1 : x->example > y->example;
}

static ent_status refuse_variants(const ent_act_body *body, ent_report *report)
{
    (void)ent_error(report, body->body->rule.place,
                    "the conditions in the rule of '%s' hold in over %d combinations",
                    body->body->id, ENT_VARIANTS_MOST);
    ent_hint(report, "%s", "fix some of the options that the rule mentions: --set OPTION=LEVEL");
    return ENT_NO_RESOURCE;
}

static ent_status count_states(combinations *c, const ent_game *game, ent_report *report)
{
    for (size_t i = 0; i < ent_set_words(game->space.codes); i++)
        if (!count_word(c, game->space.feasible.words[i], i))
            return c->arena->exhausted ? ent_out_of_memory(report)
                                       : refuse_variants(c->body, report);
    qsort(c->body->variants.items, c->body->variants.count, sizeof *c->body->variants.items,
          most_states_first);
    return ENT_OK;
}

ent_status ent_find_variants(ent_act_body *body, const ent_game *game, ent_arena *arena,
                             ent_report *report)
{
    size_t most = ent_rule_of(game, body->mover)->switches.count;
    ent_arena scratch = ent_arena_new(game->memory);
    combinations c = {.body = body, .words = most / 64 + 1, .arena = arena};
    c.sets = ent_arena_array(&scratch, most, sizeof *c.sets);
    c.bits = ent_arena_array(&scratch, ENT_VARIANTS_MOST, c.words * sizeof *c.bits);
    c.looked_for = ent_arena_array(&scratch, c.words, sizeof *c.looked_for);
    c.slots = ent_arena_array(&scratch, SLOTS, sizeof *c.slots);
    ent_status status = ENT_OK;
    if (c.sets == NULL || c.bits == NULL || c.looked_for == NULL || c.slots == NULL ||
        find_conditions(body, game, arena, c.sets) != ENT_OK)
        status = ent_out_of_memory(report);
    else
        status = count_states(&c, game, report);
    ent_arena_free(&scratch);
    return status;
}
