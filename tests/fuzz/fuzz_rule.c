/*
 * Any bytes as the rule of a body of seven members, and what follows a NUL as --consent. The first
 * byte settles the option conditions. What parses is measured, and counted again over all
 * coalitions.
 */
#include <stdlib.h>
#include <string.h>

#include "ask/act.h"
#include "lang/program.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { MEMBERS = 7, COALITIONS = 1 << MEMBERS };

static const char model_text[] =
    "entente: 1\n"
    "parties: {p: P, q: Q, r: R, s: S, t: T, u: U, v: V, w: W}\n"
    "bodies: {b: {members: [v, p, q, r, s, t, u], rule: all}}\n"
    "options: {a: b, c: w, troops: {by: w, levels: [none, low, high]}}\n"
    "weights:\n"
    "  votes: {p: 5, q: 4, r: 3, s: 2, t: 1, v: 7}\n"
    "  people: {p: 99999999999999, q: 1.5, r: 12, s: 12, u: 0.25, v: 40000}\n"
    "define: {d: c and troops = high}\n";

static void need(bool holds)
{
    if (!holds)
        abort();
}

typedef struct {
    ent_simple_game game;
    const ent_expression *rule;
    const ent_body *body;
    ent_valuation valuation;
} measured;

/* Whether the members in `coalition` decide, by the tree of the rule. */
static bool decides(measured *m, uint64_t coalition)
{
    uint64_t consents = 0;
    for (uint32_t i = 0; i < MEMBERS; i++)
        consents |= ((coalition >> i) & 1u) << m->body->members.items[i];
    m->valuation.consents = &consents;
    return ent_evaluate(m->rule, &m->valuation);
}

static void count_again(measured *m, const ent_power *power, const ent_coalitions *minimal)
{
    uint64_t winning = 0;
    uint64_t least = 0;
    uint64_t swings[MEMBERS] = {0};
    uint64_t number = 0;
    for (uint64_t c = 0; c < COALITIONS; c++) {
        bool wins = decides(m, c);
        uint32_t critical = 0;
        need(ent_wins(&m->game, &c) == wins);
        for (uint32_t i = 0; i < MEMBERS; i++)
            if (wins && (c >> i) & 1u && !decides(m, c & ~(UINT64_C(1) << i))) {
                swings[i]++;
                critical++;
            }
        winning += wins;
        least += wins && critical == (uint32_t)__builtin_popcountll(c);
    }
    need(ent_natural_fits(power->winning, &number) && number == winning);
    need(ent_natural_fits(power->minimal, &number) && number == least);
    need(minimal->complete && minimal->count == least);
    for (uint32_t i = 0; i < MEMBERS; i++)
        need(ent_natural_fits(power->swings[i], &number) && number == swings[i]);
}

static void measure(const ent_model *model, const ent_expression *rule, uint8_t seed,
                    ent_arena *arena, ent_report *report)
{
    static const ent_power_options options = {.threads = 1};
    ent_program program;
    ent_switch_list switches;
    uint8_t levels[] = {0, seed & 1u, (uint8_t)(seed / 2 % 3)};
    bool defined[1];
    measured m = {.rule = rule,
                  .body = &model->bodies.items[0],
                  .valuation = {.levels = levels, .defined = defined}};
    ent_evaluate_definitions(&model->vocabulary, levels, defined);
    need(ent_compile_rule(&model->vocabulary, rule, arena, &program, &switches) == ENT_OK);
    bool *holds = ent_arena_array(arena, switches.count, sizeof *holds);
    for (size_t i = 0; i < switches.count; i++)
        holds[i] = ent_evaluate(switches.items[i], &m.valuation);
    const ent_settled_rule settled = {.rule = rule,
                                      .switches = switches.items,
                                      .holds = holds,
                                      .switch_count = switches.count,
                                      .members = m.body->members.items,
                                      .member_count = MEMBERS};
    ent_power power;
    ent_coalitions minimal;
    need(ent_simple_game_make(&m.game, &settled, arena) == ENT_OK);
    need(ent_measure_power(&power, &m.game, &options, arena, report) == ENT_OK);
    need(ent_list_minimal(&m.game, COALITIONS, arena, &minimal) == ENT_OK);
    count_again(&m, &power, &minimal);
}

static void read_consents(ent_model *model, const ent_source *source, ent_report *report)
{
    ent_consents consents;
    if (ent_read_consents(model, source, (uint32_t)model->parties.count, &consents, report) !=
        ENT_OK)
        return;
    for (size_t p = 0; p < model->parties.count; p++)
        need(consents.of_party[p] >= 0 && consents.of_party[p] <= 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1 || size > 8 * 1024)
        return 0;
    ent_memory memory = ent_memory_system();
    ent_arena arena = ent_arena_new(&memory);
    ent_report report = ent_report_new(&memory);
    const ent_source file = {"model", model_text, sizeof model_text - 1};
    const char *text = (const char *)data + 1;
    size_t length = strnlen(text, size - 1);
    const ent_source source = {"rule", text, length};
    /* sources end with a NUL, as those of the command line do */
    char *rest = ent_arena_copy(&arena, length + 1 < size ? text + length + 1 : "",
                                length + 1 < size - 1 ? size - length - 2 : 0);
    const ent_source consent = {"--consent", rest, strlen(rest)};
    ent_model model;
    ent_model_init(&model, &memory);
    need(ent_read_model(&model, &file, &report) == ENT_OK);
    const ent_body *body = &model.bodies.items[0];
    const ent_scope scope = {.vocabulary = &model.vocabulary,
                             .body = body->id,
                             .members = body->members.items,
                             .member_count = body->members.count};
    ent_expression *rule = NULL;
    if (ent_parse(&scope, ent_phrase_of(&source, 0, length), &rule, &report) == ENT_OK)
        measure(&model, rule, data[0], &arena, &report);
    read_consents(&model, &consent, &report);
    ENT_AUTO_TEXT said = ent_text_new(&memory);
    ent_report_write(&report, &said);
    ent_model_free(&model);
    ent_report_free(&report);
    ent_arena_free(&arena);
    return 0;
}
