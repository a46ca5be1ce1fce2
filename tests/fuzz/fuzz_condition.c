/* Any bytes as a condition or rule. What parses is printed, reads as the same again, and holds in
 * 64 states at once just where it holds in each of them. The first byte seeds the states. */
#include <stdlib.h>
#include <string.h>

#include "lang/program.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { STATES = 64, OPTIONS = 4, PARTIES = 3, DEFINED = 2, PLANES = 12, STACK = 1 << 16 };

static const char *const binary[] = {"no", "yes"};
static const char *const ternary[] = {"none", "low", "high"};
static const char *const counted[] = {"0", "1", "2", "10"};
static const struct {
    const char *id;
    const char *const *levels;
    uint32_t count;
} options[OPTIONS] = {
    {"a", binary, 2}, {"b", binary, 2}, {"troops", ternary, 3}, {"steps", counted, 4}};

static void need(bool holds)
{
    if (!holds)
        abort();
}

static uint32_t declare(ent_vocabulary *v, ent_name_kind kind, const char *id, ent_report *report)
{
    uint32_t index = 0;
    need(ent_vocabulary_add(v, kind, id, (ent_place){0}, report, &index) == ENT_OK);
    return index;
}

/* Parties p, q, r; the options; the weights votes and seats; the definitions d and e. */
static void declare_all(ent_vocabulary *v, ent_report *report)
{
    static int64_t votes[PARTIES] = {4, 3, 2};
    static int64_t seats[PARTIES] = {25, 0, 15};
    const char *const parties[] = {"p", "q", "r"};
    for (size_t i = 0; i < PARTIES; i++)
        (void)declare(v, ENT_NAME_PARTY, parties[i], report);
    for (size_t i = 0; i < OPTIONS; i++) {
        uint32_t index = declare(v, ENT_NAME_OPTION, options[i].id, report);
        ent_vocabulary_set_levels(v, index, (const char **)options[i].levels, options[i].count);
    }
    uint32_t first = declare(v, ENT_NAME_WEIGHT, "votes", report);
    uint32_t second = declare(v, ENT_NAME_WEIGHT, "seats", report);
    v->weights.items[first].of_party = votes;
    v->weights.items[second].of_party = seats;
    v->weights.items[second].places = 1;
    (void)declare(v, ENT_NAME_DEFINED, "d", report);
    (void)declare(v, ENT_NAME_DEFINED, "e", report);
}

static uint64_t next_random(uint64_t *seed)
{
    *seed ^= *seed << 13;
    *seed ^= *seed >> 7;
    *seed ^= *seed << 17;
    return *seed;
}

typedef struct {
    uint8_t levels[STATES][OPTIONS];
    bool defined[STATES][DEFINED];
    uint64_t consents[STATES];
    uint64_t planes[PLANES];
    uint64_t consent_planes[PARTIES];
} states;

static void fill(states *s, const ent_vocabulary *v, uint64_t seed)
{
    *s = (states){0};
    need(ent_plane_count(v) <= PLANES);
    for (uint32_t i = 0; i < STATES; i++) {
        uint64_t bit = UINT64_C(1) << i;
        for (uint32_t o = 0; o < OPTIONS; o++) {
            s->levels[i][o] = (uint8_t)(next_random(&seed) % options[o].count);
            for (uint32_t l = 1; l <= s->levels[i][o]; l++)
                s->planes[v->options.items[o].first_plane + l - 1] |= bit;
        }
        for (uint32_t d = 0; d < DEFINED; d++) {
            s->defined[i][d] = next_random(&seed) & 1u;
            s->planes[ent_definition_plane(v, d)] |= s->defined[i][d] ? bit : 0;
        }
        s->consents[i] = next_random(&seed) & 7u;
        for (uint32_t p = 0; p < PARTIES; p++)
            s->consent_planes[p] |= (s->consents[i] >> p) & 1u ? bit : 0;
    }
}

static uint64_t turned(uint64_t word, uint32_t by)
{
    return by == 0 ? word : word << by | word >> (STATES - by);
}

/* Many words at once, each with the states turned a little further. */
static void compare_words(const ent_program *program, const states *s, uint64_t holds)
{
    static uint64_t planes[PLANES * ENT_RUN_WORDS];
    static uint64_t consents[PARTIES * ENT_RUN_WORDS];
    static uint64_t stack[STACK * ENT_RUN_WORDS];
    for (uint32_t i = 0; i < ENT_RUN_WORDS; i++) {
        for (uint32_t k = 0; k < PLANES; k++)
            planes[k * ENT_RUN_WORDS + i] = turned(s->planes[k], i);
        for (uint32_t p = 0; p < PARTIES; p++)
            consents[p * ENT_RUN_WORDS + i] = turned(s->consent_planes[p], i);
    }
    ent_run_words(program, planes, ENT_RUN_WORDS, consents, stack);
    for (uint32_t i = 0; i < ENT_RUN_WORDS; i++)
        need(stack[i] == turned(holds, i));
}

static void compare(const ent_vocabulary *v, const ent_expression *e, uint64_t seed)
{
    states s;
    ent_program program;
    static uint64_t stack[STACK];
    need(ent_compile(v, e, v->arena, &program) == ENT_OK);
    if (program.depth > STACK)
        return;
    fill(&s, v, seed);
    uint64_t holds = ent_run(&program, s.planes, s.consent_planes, stack);
    for (uint32_t i = 0; i < STATES; i++) {
        ent_valuation one = {s.levels[i], s.defined[i], &s.consents[i]};
        need(ent_evaluate(e, &one) == ((holds >> i) & 1u));
    }
    compare_words(&program, &s, holds);
}

static void check(const ent_scope *scope, ent_phrase phrase, ent_report *report, uint64_t seed)
{
    ent_expression *once = NULL;
    ent_expression *again = NULL;
    if (ent_parse(scope, phrase, &once, report) != ENT_OK)
        return;
    ENT_AUTO_TEXT printed = ent_text_new(report->arena.memory);
    ENT_AUTO_TEXT reprinted = ent_text_new(report->arena.memory);
    ENT_AUTO_REPORT second = ent_report_new(report->arena.memory); /* its source ends here */
    ent_expression_print(scope->vocabulary, once, &printed);
    ent_source source = {"printed", ent_text_string(&printed), printed.length};
    need(ent_parse(scope, ent_phrase_of(&source, 0, source.length), &again, &second) == ENT_OK);
    ent_expression_print(scope->vocabulary, again, &reprinted);
    need(strcmp(ent_text_string(&printed), ent_text_string(&reprinted)) == 0);
    compare(scope->vocabulary, once, seed);
    compare(scope->vocabulary, again, seed);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 1 || size > 64 * 1024)
        return 0;
    ent_memory memory = ent_memory_system();
    ent_arena arena = ent_arena_new(&memory);
    ent_report report = ent_report_new(&memory);
    ent_vocabulary vocabulary = ent_vocabulary_new(&arena);
    declare_all(&vocabulary, &report);
    ent_source source = {"fuzz", (const char *)data + 1, size - 1};
    ent_phrase phrase = ent_phrase_of(&source, 0, source.length);
    uint64_t seed = UINT64_C(0x9E3779B97F4A7C15) * (data[0] + 1u);
    static const uint32_t members[] = {0, 2};
    ent_scope condition = {.vocabulary = &vocabulary};
    ent_scope rule = {
        .vocabulary = &vocabulary, .body = "b", .members = members, .member_count = 2};
    check(&condition, phrase, &report, seed);
    check(&rule, phrase, &report, seed);
    ENT_AUTO_TEXT said = ent_text_new(&memory);
    ent_report_write(&report, &said);
    ent_report_free(&report);
    ent_arena_free(&arena);
    return 0;
}
