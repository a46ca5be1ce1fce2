/*
 * The verifier on what the program answers to "can it be agreed?", on random models: the answer is
 * accepted, and rejected as soon as one figure of it is changed.
 *
 * tests/support/seeds.h says how to take other models, or one again.
 */
#include "test.h"

#include <ctype.h>

#include "ask/agree.h"
#include "property/random_model.h"
#include "show/agree.h"
#include "support/model_text.h"
#include "support/seeds.h"
#include "verify/verify.h"

enum { MODELS = 1500, SPOILT_EACH = 6 };

typedef struct {
    ent_test_reading reading;
    ent_game game;
    uint64_t seed;
} specimen;

/* Any feasible state will do for a start. */
static void give_start(specimen *s)
{
    const ent_space *space = &s->game.space;
    uint64_t code = ent_set_next(&space->feasible, s->seed % space->codes);
    if (code == UINT64_MAX)
        code = ent_set_next(&space->feasible, 0);
    uint8_t *start = ent_arena_array(&s->reading.model.arena, s->reading.model.options.count, 1);
    assert_non_null(start);
    ent_levels_of(space, code, start);
    s->reading.model.start = start;
}

static void begin(specimen *s, uint64_t seed, char *text)
{
    *s = (specimen){.seed = seed};
    ent_test_read(&s->reading, "random.yaml", text);
    if (s->reading.status != ENT_OK)
        fail_msg("%s\n%s", s->reading.report.list.items[0].message, text);
    free(text);
    assert_int_equal(ent_game_init(&s->game, &s->reading.model, 1, &s->reading.report), ENT_OK);
    if (s->reading.model.start == NULL)
        give_start(s);
}

static void end(specimen *s)
{
    ent_game_free(&s->game);
    ent_test_forget(&s->reading);
}

/* The answer; `count` gets the number of agreeable packages. */
static char *answer_of(specimen *s, uint64_t *count)
{
    const ent_agree_request request = {.listed_most = s->seed % 3 == 0 ? 2 : 1000,
                                       .patterns_most = 2,
                                       .misses_most = 1 + s->seed % 5};
    ent_agree agree;
    ent_text out = ent_text_new(&s->reading.memory);
    assert_int_equal(ent_ask_agree(&agree, &s->game, &request, &s->reading.report), ENT_OK);
    assert_int_equal(ent_agree_json(&out, &agree), ENT_OK);
    *count = agree.count;
    char *answer = strdup(ent_text_string(&out));
    assert_non_null(answer);
    ent_text_free(&out);
    ent_agree_free(&agree);
    return answer;
}

static ent_status verify(specimen *s, const char *answer)
{
    const ent_source source = {"answer.json", answer, strlen(answer)};
    ent_report report = ent_report_new(&s->reading.memory);
    ent_verdict verdict;
    ent_status status = ent_verify(&s->reading.model, &source, &verdict, &report);
    if (status == ENT_OK) {
        assert_int_equal(verdict.answer, ENT_ANSWER_AGREE);
        assert_true(verdict.checked[ENT_CLAIM_MODEL] > 0);
        for (int i = 0; i < ENT_UNCHECKED_KINDS; i++)
            assert_false(verdict.unchecked[i]);
    }
    ent_report_free(&report);
    return status;
}

static bool begins_figure(const char *answer, const char *at)
{
    return at > answer && strchr(":[,", at[-1]) != NULL && isdigit((unsigned char)*at);
}

/* Where the title and the settled case end: what follows are claims about agreement. */
static const char *claims_of(const char *answer)
{
    const char *claims = strstr(answer, "\"packages\":");
    assert_non_null(claims);
    return claims;
}

static const char *claims_end(const char *answer)
{
    const char *about = strstr(answer, ",\"case\":");
    return about != NULL ? about : answer + strlen(answer);
}

/* The answer with its n-th figure raised, as a new text. */
static char *spoil(const char *answer, uint32_t n)
{
    char *spoilt = NULL;
    for (const char *at = claims_of(answer); at < claims_end(answer); at++) {
        char *rest = NULL;
        if (!begins_figure(answer, at) || n-- > 0)
            continue;
        unsigned long raised = strtoul(at, &rest, 10) + 1;
        assert_true(asprintf(&spoilt, "%.*s%lu%s", (int)(at - answer), answer, raised, rest) > 0);
        return spoilt;
    }
    fail_msg("there are not so many figures");
    return NULL;
}

static uint32_t count_figures(const char *answer)
{
    uint32_t count = 0;
    for (const char *at = claims_of(answer); at < claims_end(answer); at++)
        count += begins_figure(answer, at);
    return count;
}

static bool check_model(uint64_t seed, char *text)
{
    specimen s;
    uint64_t count = 0;
    dice d = {seed};
    begin(&s, seed, text);
    char *answer = answer_of(&s, &count);
    if (verify(&s, answer) != ENT_OK)
        fail_msg("ENT_SEED=%llu: a true answer is rejected\n%s\n%s", (unsigned long long)seed,
                 s.reading.text, answer);
    for (int i = 0; i < SPOILT_EACH; i++) {
        char *spoilt = spoil(answer, dice_below(&d, count_figures(answer)));
        if (verify(&s, spoilt) != ENT_WRONG_MODEL)
            fail_msg("ENT_SEED=%llu: a false answer is accepted\n%s\n%s\n%s",
                     (unsigned long long)seed, s.reading.text, answer, spoilt);
        free(spoilt);
    }
    free(answer);
    end(&s);
    return count > 1;
}

TEST(answers_are_accepted_when_true_only)
{
    ent_test_seeds seeds = ent_test_seeds_for(MODELS);
    uint64_t several = 0;
    for (uint64_t seed = seeds.first; seed < seeds.end; seed++)
        several += check_model(seed, random_model(seed, 0));
    assert_true(seeds.end - seeds.first < MODELS || several > 50);
}

/* A weight with the digits that one may have, and now and then with many. */
static void print_weight(FILE *out, dice *d)
{
    const char *sign = dice_below(d, 3) == 0 ? "-" : "";
    if (dice_below(d, 3) == 0)
        fprintf(out, ": %s0.0000000000000%u\n", sign, 1 + dice_below(d, 9));
    else if (dice_below(d, 2) == 0)
        fprintf(out, ": %s%u00000000000000\n", sign, 1 + dice_below(d, 9));
    else
        fprintf(out, ": %s%u.5\n", sign, dice_below(d, 4));
}

/* A model in which every party has weights: one of them large, small or alike. */
static char *weighted_model(uint64_t seed)
{
    dice d = {seed};
    uint32_t parties = 1 + dice_below(&d, 5);
    uint32_t options = 2 + dice_below(&d, 4);
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    assert_non_null(out);
    fputs("entente: 1\nparties: {p0: P0", out);
    for (uint32_t p = 1; p < parties; p++)
        fprintf(out, ", p%u: P%u", p, p);
    fputs("}\nbodies: {board: {members: [p0", out);
    for (uint32_t p = 1; p < parties; p++)
        fprintf(out, ", p%u", p);
    fputs("], rule: majority}}\noptions:\n", out);
    for (uint32_t i = 0; i < options; i++)
        fprintf(out, dice_below(&d, 2) == 0 ? "  o%u: {by: board}\n" : "  o%u: {by: p0}\n", i);
    fputs("start: {o0: no}\ntarget: o0 or o1\npreferences:\n", out);
    for (uint32_t p = 0; p < parties; p++) {
        fprintf(out, "  p%u:\n    weights:\n", p);
        for (uint32_t i = 0; i < options; i++) {
            fprintf(out, "      o%u", i);
            print_weight(out, &d);
        }
    }
    assert_int_equal(fclose(out), 0);
    return text;
}

TEST(weighed_answers_are_accepted_when_true_only)
{
    ent_test_seeds seeds = ent_test_seeds_for(MODELS);
    uint64_t several = 0;
    for (uint64_t seed = seeds.first; seed < seeds.end; seed++)
        several += check_model(seed, weighted_model(seed));
    assert_true(seeds.end - seeds.first < MODELS || several > 50);
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(answers_are_accepted_when_true_only),
              cmocka_unit_test(weighed_answers_are_accepted_when_true_only));
}
