/*
 * The verifier on random models: what the oracle says is accepted, and rejected as soon as one
 * figure or flag of it is changed.
 *
 * tests/support/seeds.h says how to take other models, or one again.
 */
#include "test.h"

#include <ctype.h>

#include "property/oracle.h"
#include "property/random_model.h"
#include "show/case.h"
#include "support/seeds.h"
#include "verify/verify.h"

enum { MODELS = 400, SPOILT_EACH = 12 };

typedef struct {
    char *text;
    ent_memory memory;
    ent_source source;
    ent_report report;
    ent_model model;
    oracle *oracle;
} specimen;

static void begin(specimen *s, uint64_t seed)
{
    *s = (specimen){.text = random_model(seed, 0), .memory = ent_memory_system()};
    s->source = (ent_source){"random.yaml", s->text, strlen(s->text)};
    s->report = ent_report_new(&s->memory);
    ent_model_init(&s->model, &s->memory);
    assert_int_equal(ent_read_model(&s->model, &s->source, &s->report), ENT_OK);
    s->oracle = oracle_new(&s->model);
}

static void end(specimen *s)
{
    oracle_free(s->oracle);
    ent_model_free(&s->model);
    ent_report_free(&s->report);
    free(s->text);
    assert_int_equal(s->memory.live, 0);
}

/* --- What the oracle says, as answers ------------------------------------------------------ */

static const char *truth(bool value)
{
    return value ? "true" : "false";
}

static void write_stable(const specimen *s, FILE *out, uint32_t number)
{
    fputs(",\"stable\":{", out);
    for (int i = 0; i < ENT_CONCEPTS; i++) {
        fprintf(out, "%s\"%s\":{", i == 0 ? "" : ",", ent_concept_id((ent_concept)i));
        for (uint32_t mover = 0; mover < ent_mover_count(&s->model); mover++)
            fprintf(out, "%s\"%s\":%s", mover == 0 ? "" : ",", ent_mover_id(&s->model, mover),
                    truth(oracle_stable(s->oracle, (ent_concept)i, mover, number)));
        fputs("}", out);
    }
    fputs("}", out);
}

static void write_state(const specimen *s, FILE *out, uint32_t number)
{
    const char *between = "";
    fprintf(out, "{\"number\":%u,\"code\":%llu,\"options\":{", number,
            (unsigned long long)oracle_code(s->oracle, number));
    for (size_t i = 0; i < s->model.options.count; i++, between = ",") {
        const ent_scale *scale = &s->model.vocabulary.options.items[i];
        fprintf(out, "%s\"%s\":\"%s\"", between, scale->id,
                scale->levels[oracle_levels(s->oracle, number)[i]]);
    }
    fputs("},\"rank\":{", out);
    for (uint32_t party = 0; party < s->model.parties.count; party++)
        fprintf(out, "%s\"%s\":%u", party == 0 ? "" : ",", s->model.parties.items[party].id,
                oracle_rank(s->oracle, party, number));
    fputs("}", out);
    write_stable(s, out, number);
    if (s->model.start != NULL)
        fprintf(out, ",\"agreeable\":%s", truth(oracle_agreeable(s->oracle, number)));
    fputs("}\n", out);
}

static char *states_answer(const specimen *s)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    for (uint32_t number = 1; number <= oracle_states(s->oracle); number++)
        write_state(s, out, number);
    assert_int_equal(fclose(out), 0);
    return text;
}

static void write_set(const specimen *s, FILE *out, bool (*inside)(const specimen *, int, uint32_t),
                      int which)
{
    uint32_t count = 0;
    for (uint32_t number = 1; number <= oracle_states(s->oracle); number++)
        count += inside(s, which, number);
    fprintf(out, "{\"count\":%u,\"numbers\":[", count);
    const char *between = "";
    for (uint32_t number = 1; number <= oracle_states(s->oracle); number++)
        if (inside(s, which, number)) {
            fprintf(out, "%s%u", between, number);
            between = ",";
        }
    fputs("]}", out);
}

static bool in_equilibrium(const specimen *s, int concept_index, uint32_t number)
{
    return oracle_equilibrium(s->oracle, (ent_concept)concept_index, number);
}

static bool in_target(const specimen *s, int unused, uint32_t number)
{
    (void)unused;
    return oracle_holds(s->oracle, s->model.target.expression, number);
}

/* Which case of the model the answer is about, where there are several. */
static void write_case(const specimen *s, FILE *out)
{
    json_t *about = json_object();
    ent_json_add_case(about, &s->model);
    char *text = json_dumps(json_object_get(about, "case"), JSON_COMPACT);
    if (text != NULL)
        fprintf(out, "\"case\":%s,", text);
    free(text);
    json_decref(about);
}

static char *hold_answer(const specimen *s)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    fputs("{", out);
    write_case(s, out);
    fprintf(out, "\"states\":%u,\"movers\":[", oracle_states(s->oracle));
    for (uint32_t mover = 0; mover < ent_mover_count(&s->model); mover++)
        fprintf(out, "%s\"%s\"", mover == 0 ? "" : ",", ent_mover_id(&s->model, mover));
    fputs("],\"target\":", out);
    write_set(s, out, in_target, 0);
    for (int i = 0; i < ENT_CONCEPTS; i++) {
        fprintf(out,
                i == 0 ? ",\"equilibria\":{\"%s\":" : ",\"%s\":", ent_concept_id((ent_concept)i));
        write_set(s, out, in_equilibrium, i);
    }
    fputs("}}\n", out);
    assert_int_equal(fclose(out), 0);
    return text;
}

/* --- Verifying and spoiling ---------------------------------------------------------------- */

static ent_status verify(specimen *s, const char *answer)
{
    const ent_source source = {"answer.json", answer, strlen(answer)};
    ent_report report = ent_report_new(&s->memory);
    ent_verdict verdict;
    ent_status status = ent_verify(&s->model, &source, &verdict, &report);
    if (status == ENT_OK)
        assert_true(verdict.checked[ENT_CLAIM_MODEL] + verdict.checked[ENT_CLAIM_STATE] > 0);
    ent_report_free(&report);
    return status;
}

/* The answer with its n-th flag turned or its n-th figure raised, as a new text. */
static char *spoil(const char *answer, uint32_t n)
{
    char *text = NULL;
    size_t length = 0;
    FILE *out = open_memstream(&text, &length);
    for (const char *at = answer; *at != '\0'; at++) {
        bool begins = at > answer && strchr(":[,", at[-1]) != NULL;
        bool flag = begins && (*at == 't' || *at == 'f');
        bool figure = begins && isdigit((unsigned char)*at);
        if ((flag || figure) && n-- == 0) {
            char *rest = NULL;
            fputs(flag ? truth(*at == 'f') : "", out);
            if (figure)
                fprintf(out, "%lu", strtoul(at, &rest, 10) + 1);
            at += flag ? strlen(truth(*at == 't')) : (size_t)(rest - at);
        }
        fputc(*at, out);
    }
    assert_int_equal(fclose(out), 0);
    return text;
}

static uint32_t count_spots(const char *answer)
{
    uint32_t count = 0;
    for (const char *at = answer; *at != '\0'; at++)
        count += at > answer && strchr(":[,", at[-1]) != NULL &&
                 (*at == 't' || *at == 'f' || isdigit((unsigned char)*at));
    return count;
}

static void check_answer(specimen *s, char *answer, uint64_t seed)
{
    dice d = {seed};
    uint32_t spots = count_spots(answer);
    if (verify(s, answer) != ENT_OK)
        fail_msg("seed %llu: a true answer is rejected\n%s\n%s", (unsigned long long)seed, s->text,
                 answer);
    for (int i = 0; i < SPOILT_EACH; i++) {
        char *spoilt = spoil(answer, dice_below(&d, spots));
        if (verify(s, spoilt) != ENT_WRONG_MODEL)
            fail_msg("seed %llu: a false answer is accepted\n%s\n%s", (unsigned long long)seed,
                     s->text, spoilt);
        free(spoilt);
    }
    free(answer);
}

TEST(answers_are_accepted_when_true_only)
{
    ent_test_seeds seeds = ent_test_seeds_for(MODELS);
    for (uint64_t seed = seeds.first; seed < seeds.end; seed++) {
        specimen s;
        begin(&s, seed);
        check_answer(&s, hold_answer(&s), seed);
        check_answer(&s, states_answer(&s), seed);
        end(&s);
    }
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(answers_are_accepted_when_true_only));
}
