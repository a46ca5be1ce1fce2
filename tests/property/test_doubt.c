/*
 * What random models leave open: they read back as they are written, the likeliest case is the one
 * that a plain reading finds, and any case is the model in which it alone is written.
 *
 * tests/support/seeds.h says how to take other models, or one again.
 */
#include "test.h"

#include "model/doubt.h"
#include "property/oracle.h"
#include "property/random_model.h"
#include "support/seeds.h"

enum { MODELS = 300, CASES = 3 };

typedef struct {
    uint64_t seed;
    char *text;
    ent_memory memory;
    ent_source source;
    ent_report report;
    ent_model model;
} specimen;

static void begin(specimen *s, uint64_t seed, char *text)
{
    *s = (specimen){.seed = seed, .text = text, .memory = ent_memory_system()};
    s->source = (ent_source){"random.yaml", s->text, strlen(s->text)};
    s->report = ent_report_new(&s->memory);
    ent_model_init(&s->model, &s->memory);
    if (ent_read_model(&s->model, &s->source, &s->report) != ENT_OK)
        fail_msg("seed %llu cannot be read:\n%s", (unsigned long long)seed, text);
}

static void end(specimen *s)
{
    ent_model_free(&s->model);
    ent_report_free(&s->report);
    free(s->text);
    assert_int_equal(s->memory.live, 0);
}

/* The model as text. */
static char *written(specimen *s)
{
    ent_text out = ent_text_new(&s->memory);
    assert_int_equal(ent_write_yaml(&s->model, &out, &s->report), ENT_OK);
    char *text = strdup(ent_text_string(&out));
    assert_non_null(text);
    ent_text_free(&out);
    return text;
}

static long double value_of(ent_decimal number)
{
    long double value = number.value;
    for (uint32_t i = 0; i < number.places; i++)
        value /= 10;
    return value;
}

static void check_chances(const specimen *s)
{
    for (size_t i = 0; i < s->model.doubts.count; i++) {
        const ent_doubt *doubt = &s->model.doubts.items[i];
        long double sum = 0;
        long double chosen = value_of(ent_doubt_chance(&s->model, doubt, s->model.settled[i]));
        for (uint32_t o = 0; o < doubt->outcomes; o++) {
            long double chance = value_of(ent_doubt_chance(&s->model, doubt, o));
            sum += chance;
            assert_true(chance <= chosen + 1e-12L);
            assert_true(doubt->kind == ENT_DOUBT_ENTRY || o >= s->model.settled[i] ||
                        chance < chosen);
        }
        assert_true(sum > 1 - 1e-12L && sum < 1 + 1e-12L);
    }
}

static void check_round_trip(specimen *s)
{
    specimen again;
    begin(&again, s->seed, written(s));
    char *twice = written(&again);
    assert_string_equal(again.text, twice);
    assert_int_equal(s->model.doubts.count, again.model.doubts.count);
    for (size_t i = 0; i < s->model.doubts.count; i++)
        assert_int_equal(s->model.settled[i], again.model.settled[i]);
    free(twice);
    end(&again);
}

/* Whether every party ranks all states alike in both. */
static bool same_ranks(const ent_model *a, const ent_model *b)
{
    oracle *x = oracle_new(a);
    oracle *y = oracle_new(b);
    bool same = oracle_states(x) == oracle_states(y);
    for (uint32_t n = 1; n <= oracle_states(x) && same; n++)
        for (uint32_t p = 0; p < a->parties.count && same; p++)
            same = oracle_rank(x, p, n) == oracle_rank(y, p, n);
    oracle_free(x);
    oracle_free(y);
    return same;
}

/* The entry is in the case: of the type that the party is of, and present. */
static bool is_there(const ent_model *model, const uint8_t *outcomes, uint32_t party, uint32_t type,
                     uint32_t entry)
{
    for (size_t i = 0; i < model->doubts.count; i++) {
        const ent_doubt *doubt = &model->doubts.items[i];
        if (doubt->party != party)
            continue;
        if (doubt->kind == ENT_DOUBT_TYPE && outcomes[i] != type)
            return false;
        if (doubt->kind == ENT_DOUBT_ENTRY && doubt->type == type && doubt->entry == entry &&
            outcomes[i] == 0)
            return false;
    }
    return true;
}

/* Leaves in the model what is there in the case, as if nothing else had been written. */
static void write_case_alone(ent_model *model, const uint8_t *outcomes)
{
    for (uint32_t p = 0; p < model->parties.count; p++) {
        ent_party *party = &model->parties.items[p];
        for (uint32_t t = 0; t < party->types.count; t++) {
            const ent_preference *all = &party->types.items[t].preference;
            if (!is_there(model, outcomes, p, t, UINT32_MAX))
                continue;
            party->preference.kind = all->kind;
            party->preference.wants = (ent_want_list){0};
            for (uint32_t i = 0; i < all->wants.count; i++) {
                if (!is_there(model, outcomes, p, t, i))
                    continue;
                ent_want *want = ENT_PUSH(&model->arena, &party->preference.wants);
                assert_non_null(want);
                *want = all->wants.items[i];
                want->uncertain = false;
            }
        }
        party->types.count = 0;
    }
}

static void check_case(specimen *s, dice *d)
{
    specimen alone;
    specimen again;
    uint8_t outcomes[200] = {0};
    assert_in_range(s->model.doubts.count, 0, sizeof outcomes);
    for (size_t i = 0; i < s->model.doubts.count; i++)
        outcomes[i] = (uint8_t)dice_below(d, s->model.doubts.items[i].outcomes);
    begin(&alone, s->seed, strdup(s->text));
    write_case_alone(&alone.model, outcomes);
    begin(&again, s->seed, written(&alone));
    assert_int_equal(again.model.doubts.count, 0);
    assert_int_equal(ent_settle(&s->model, &s->model.doubts, outcomes), ENT_OK);
    if (!same_ranks(&s->model, &again.model))
        fail_msg("seed %llu: a case is not what is written:\n%s\n%s", (unsigned long long)s->seed,
                 s->text, again.text);
    end(&again);
    end(&alone);
}

TEST(cases_are_what_the_file_says)
{
    ent_test_seeds seeds = ent_test_seeds_for(MODELS);
    size_t doubts = 0;
    for (uint64_t seed = seeds.first; seed < seeds.end; seed++) {
        specimen s;
        dice d = {seed};
        begin(&s, seed, random_model(seed, 0));
        doubts += s.model.doubts.count;
        check_chances(&s);
        check_round_trip(&s);
        for (int i = 0; i < CASES && s.model.doubts.count > 0; i++)
            check_case(&s, &d);
        end(&s);
    }
    assert_true(doubts > 0);
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(cases_are_what_the_file_says));
}
