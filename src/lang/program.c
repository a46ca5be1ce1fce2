/* Compiling to a stack machine on words of 64 states. */
#include "lang/program.h"

#include "lang/operations.h"

typedef struct {
    const ent_vocabulary *vocabulary;
    ent_arena *arena;
    ent_program *program;
    ent_switch_list *switches; /* NULL where planes are those of options */
    uint32_t height;
    bool failed;
} compiler;

static void emit(compiler *c, ent_operation operation, int32_t growth)
{
    if (!ent_list_reserve(c->arena, (void *)&c->program->operations, c->program->count,
                          &c->program->capacity, sizeof operation)) {
        c->failed = true;
        return;
    }
    c->program->operations[c->program->count++] = operation;
    c->height = (uint32_t)((int32_t)c->height + growth);
    if (c->height > c->program->depth)
        c->program->depth = c->height;
}

static void emit_plain(compiler *c, uint8_t code, int32_t growth)
{
    emit(c, (ent_operation){.code = code}, growth);
}

static void emit_constant(compiler *c, bool value)
{
    emit(c, (ent_operation){.code = OP_CONSTANT, .number = value}, 1);
}

/* Pushes "the option is at `level` or above". */
static void emit_at_least(compiler *c, const ent_scale *option, uint32_t level)
{
    if (level == 0 || level >= option->level_count)
        emit_constant(c, level == 0);
    else
        emit(c, (ent_operation){.code = OP_PLANE, .index = option->first_plane + level - 1}, 1);
}

static void compile_level(compiler *c, const ent_expression *e)
{
    const ent_scale *option = &c->vocabulary->options.items[e->index];
    bool negated = e->comparison == ENT_NE || e->comparison == ENT_LT || e->comparison == ENT_LE;
    bool above = e->comparison == ENT_LE || e->comparison == ENT_GT;
    emit_at_least(c, option, e->level + above);
    if (e->comparison == ENT_EQ || e->comparison == ENT_NE) {
        emit_at_least(c, option, e->level + 1);
        emit_plain(c, OP_NOT, 0);
        emit_plain(c, OP_AND, -1);
    }
    if (negated)
        emit_plain(c, OP_NOT, 0);
}

/* Bits that a sum up to `total` needs. */
static uint32_t bits_for(int64_t total)
{
    uint32_t bits = 1;
    while (bits < 63 && (total >> bits) != 0)
        bits++;
    return bits;
}

static void emit_between(compiler *c, uint32_t bits, int64_t least, int64_t most)
{
    emit(c, (ent_operation){.code = OP_BETWEEN, .index = bits, .number = least, .most = most},
         1 - (int32_t)bits);
}

static void compile_share(compiler *c, const ent_expression *e)
{
    int64_t total = 0;
    for (uint32_t i = 0; i < e->weight_count; i++)
        total += e->weights[i];
    uint32_t bits = bits_for(total);
    emit(c, (ent_operation){.code = OP_COUNTER, .index = bits}, (int32_t)bits);
    for (uint32_t i = 0; i < e->weight_count; i++) {
        if (e->weights[i] == 0)
            continue;
        emit(c, (ent_operation){.code = OP_CONSENT, .index = i}, 1);
        emit(c, (ent_operation){.code = OP_ADD, .index = bits, .number = e->weights[i]}, -1);
    }
    emit_between(c, bits, e->least, total);
}

static void compile(compiler *c, const ent_expression *e);

static void compile_count(compiler *c, const ent_expression *e)
{
    uint32_t bits = bits_for((int64_t)e->child_count);
    emit(c, (ent_operation){.code = OP_COUNTER, .index = bits}, (int32_t)bits);
    for (size_t i = 0; i < e->child_count; i++) {
        compile(c, e->children[i]);
        emit(c, (ent_operation){.code = OP_ADD, .index = bits, .number = 1}, -1);
    }
    emit_between(c, bits, e->least, e->most);
}

static void compile_chain(compiler *c, const ent_expression *e, uint8_t code)
{
    compile(c, e->children[0]);
    for (size_t i = 1; i < e->child_count; i++) {
        compile(c, e->children[i]);
        emit_plain(c, code, -1);
    }
}

static void compile_switch(compiler *c, const ent_expression *e)
{
    const ent_expression **slot = ENT_PUSH(c->arena, c->switches);
    if (slot == NULL) {
        c->failed = true;
        return;
    }
    *slot = e;
    emit(c, (ent_operation){.code = OP_PLANE, .index = (uint32_t)c->switches->count - 1}, 1);
}

static void compile(compiler *c, const ent_expression *e)
{
    if (c->switches != NULL && e->kind != ENT_CONSTANT && !ent_expression_consents(e)) {
        compile_switch(c, e);
        return;
    }
    switch (e->kind) {
    case ENT_CONSTANT:
        emit_constant(c, e->value);
        break;
    case ENT_LEVEL:
        compile_level(c, e);
        break;
    case ENT_DEFINED:
        emit(c,
             (ent_operation){.code = OP_PLANE,
                             .index = ent_definition_plane(c->vocabulary, e->index)},
             1);
        break;
    case ENT_CONSENT:
        emit(c, (ent_operation){.code = OP_CONSENT, .index = e->index}, 1);
        break;
    case ENT_SHARE:
        compile_share(c, e);
        break;
    case ENT_NOT:
        compile(c, e->children[0]);
        emit_plain(c, OP_NOT, 0);
        break;
    case ENT_AND:
        compile_chain(c, e, OP_AND);
        break;
    case ENT_OR:
        compile_chain(c, e, OP_OR);
        break;
    case ENT_IFF:
        compile_chain(c, e, OP_IFF);
        break;
    case ENT_IF:
        compile(c, e->children[0]);
        compile(c, e->children[1]);
        if (e->child_count == 3)
            compile(c, e->children[2]);
        else
            emit_constant(c, true);
        emit_plain(c, OP_CHOOSE, -2);
        break;
    case ENT_COUNT:
        compile_count(c, e);
        break;
    }
}

ent_status ent_compile(const ent_vocabulary *vocabulary, const ent_expression *expression,
                       ent_arena *arena, ent_program *program)
{
    *program = (ent_program){0};
    compiler c = {.vocabulary = vocabulary, .arena = arena, .program = program};
    compile(&c, expression);
    return c.failed ? ENT_NO_RESOURCE : ENT_OK;
}

ent_status ent_compile_rule(const ent_vocabulary *vocabulary, const ent_expression *rule,
                            ent_arena *arena, ent_program *program, ent_switch_list *switches)
{
    *program = (ent_program){0};
    *switches = (ent_switch_list){0};
    compiler c = {
        .vocabulary = vocabulary, .arena = arena, .program = program, .switches = switches};
    compile(&c, rule);
    return c.failed ? ENT_NO_RESOURCE : ENT_OK;
}
