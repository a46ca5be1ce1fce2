/* Comparing rules: as they print, then coalition by coalition in each variant. */
#include "ask/same_rule.h"

#include <string.h>

enum { SWITCHES_MOST = 16 };

/* One of the two rules, with the switches that it asks about. */
typedef struct {
    ent_program program;
    ent_switch_list switches;
    ent_set sets[SWITCHES_MOST]; /* where each switch holds */
    uint64_t planes[SWITCHES_MOST];
    uint64_t *stack;
} compiled;

typedef struct {
    const ent_game *game;
    const ent_body *body;
    ent_arena arena;
    compiled rules[2];
    uint64_t *consents;
    bool *seen; /* by combination of switches of both rules */
} comparison;

static ent_status print_alike(const ent_game *game, const ent_expression *a,
                              const ent_expression *b, bool *alike)
{
    ENT_AUTO_TEXT x = ent_text_new(game->memory);
    ENT_AUTO_TEXT y = ent_text_new(game->memory);
    ent_expression_print(&game->model->vocabulary, a, &x);
    ent_expression_print(&game->model->vocabulary, b, &y);
    *alike = strcmp(ent_text_string(&x), ent_text_string(&y)) == 0;
    return x.exhausted || y.exhausted ? ENT_NO_RESOURCE : ENT_OK;
}

static ent_status compile(comparison *c, const ent_expression *rule, compiled *one)
{
    if (ent_compile_rule(&c->game->model->vocabulary, rule, &c->arena, &one->program,
                         &one->switches) != ENT_OK)
        return ENT_NO_RESOURCE;
    one->stack = ent_arena_array(&c->arena, one->program.depth, sizeof *one->stack);
    return one->stack == NULL ? ENT_NO_RESOURCE : ENT_OK;
}

static ent_status select_switches(comparison *c, compiled *one)
{
    const ent_space *space = &c->game->space;
    for (size_t i = 0; i < one->switches.count; i++)
        if (ent_set_new(&one->sets[i], c->game->memory, space->codes) != ENT_OK ||
            ent_select(space, one->switches.items[i], &one->sets[i]) != ENT_OK)
            return ENT_NO_RESOURCE;
    return ENT_OK;
}

/* Which switches of both rules hold in the state, as bits. */
static uint32_t signature(const comparison *c, uint64_t code)
{
    uint32_t bits = 0;
    for (int r = 0; r < 2; r++)
        for (size_t i = 0; i < c->rules[r].switches.count; i++)
            bits = bits << 1 | ent_set_has(&c->rules[r].sets[i], code);
    return bits;
}

static void set_planes(comparison *c, uint64_t code)
{
    for (int r = 0; r < 2; r++)
        for (size_t i = 0; i < c->rules[r].switches.count; i++)
            c->rules[r].planes[i] = ent_set_has(&c->rules[r].sets[i], code) ? ~UINT64_C(0) : 0;
}

/* Whether both decide alike in the state, for 64 coalitions at a time: the first six members take
 * their consents from the lane, the others from the number of the batch. */
static bool agree_in(comparison *c, uint64_t code)
{
    static const uint64_t lanes[] = {UINT64_C(0xAAAAAAAAAAAAAAAA), UINT64_C(0xCCCCCCCCCCCCCCCC),
                                     UINT64_C(0xF0F0F0F0F0F0F0F0), UINT64_C(0xFF00FF00FF00FF00),
                                     UINT64_C(0xFFFF0000FFFF0000), UINT64_C(0xFFFFFFFF00000000)};
    size_t members = c->body->members.count;
    uint32_t batches = members <= 6 ? 1 : UINT32_C(1) << (members - 6);
    set_planes(c, code);
    for (uint32_t batch = 0; batch < batches; batch++) {
        uint64_t decided[2];
        for (size_t i = 0; i < members; i++)
            c->consents[c->body->members.items[i]] = i < 6                     ? lanes[i]
                                                     : (batch >> (i - 6)) & 1u ? ~UINT64_C(0)
                                                                               : 0;
        for (int r = 0; r < 2; r++)
            decided[r] =
                ent_run(&c->rules[r].program, c->rules[r].planes, c->consents, c->rules[r].stack);
        if (decided[0] != decided[1])
            return false;
    }
    return true;
}

static ent_status decide_alike(comparison *c, bool *alike)
{
    size_t switches = c->rules[0].switches.count + c->rules[1].switches.count;
    if (switches > SWITCHES_MOST)
        return ENT_OK;
    c->consents = ent_arena_array(&c->arena, c->game->party_count, sizeof *c->consents);
    c->seen = ent_arena_array(&c->arena, (size_t)1 << switches, sizeof *c->seen);
    if (c->consents == NULL || c->seen == NULL || select_switches(c, &c->rules[0]) != ENT_OK ||
        select_switches(c, &c->rules[1]) != ENT_OK)
        return ENT_NO_RESOURCE;
    const ent_set *feasible = &c->game->space.feasible;
    *alike = true;
    for (uint64_t code = ent_set_next(feasible, 0); code != UINT64_MAX && *alike;
         code = ent_set_next(feasible, code + 1)) {
        uint32_t bits = signature(c, code);
        if (c->seen[bits])
            continue;
        c->seen[bits] = true;
        *alike = agree_in(c, code);
    }
    return ENT_OK;
}

ent_status ent_same_rule(const ent_game *game, const ent_body *body, const ent_expression *a,
                         const ent_expression *b, bool *same)
{
    ent_status status = print_alike(game, a, b, same);
    if (status != ENT_OK || *same || body->members.count > ENT_SAME_RULE_MEMBERS)
        return status;
    comparison c = {.game = game, .body = body, .arena = ent_arena_new(game->memory)};
    status = compile(&c, a, &c.rules[0]);
    if (status == ENT_OK)
        status = compile(&c, b, &c.rules[1]);
    if (status == ENT_OK)
        status = decide_alike(&c, same);
    for (int r = 0; r < 2; r++)
        for (size_t i = 0; i < SWITCHES_MOST; i++)
            ent_set_free(&c.rules[r].sets[i]);
    ent_arena_free(&c.arena);
    return status;
}
