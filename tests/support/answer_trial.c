/* Trying answers on the verifier. */
#include "support/answer_trial.h"

#include "property/random_model.h"

void ent_trial_begin(ent_trial *t, const char *model)
{
    *t = (ent_trial){.memory = ent_memory_system()};
    t->source = (ent_source){"model.yaml", model, strlen(model)};
    t->report = ent_report_new(&t->memory);
    ent_model_init(&t->model, &t->memory);
    assert_int_equal(ent_read_model(&t->model, &t->source, &t->report), ENT_OK);
}

void ent_trial_end(ent_trial *t)
{
    ent_model_free(&t->model);
    ent_report_free(&t->report);
    assert_int_equal(t->memory.live, 0);
}

ent_status ent_trial_judge(ent_trial *t, const char *answer, size_t length, ent_verdict *verdict)
{
    t->answer = (ent_source){"answer.json", answer, length};
    ent_report_free(&t->report);
    t->report = ent_report_new(&t->memory);
    ent_status status = ent_verify(&t->model, &t->answer, verdict, &t->report);
    assert_int_equal(status == ENT_OK, t->report.errors == 0);
    assert_int_equal(status == ENT_WRONG_MODEL, verdict->wrong > 0);
    return status;
}

bool ent_trial_reported(const ent_trial *t, const char *message)
{
    for (size_t i = 0; i < t->report.list.count; i++)
        if (strstr(t->report.list.items[i].message, message) != NULL)
            return true;
    return false;
}

void ent_expect_true(const char *model, const char *answer, ent_answer_kind kind)
{
    ent_trial t;
    ent_verdict verdict;
    ent_trial_begin(&t, model);
    if (ent_trial_judge(&t, answer, strlen(answer), &verdict) != ENT_OK)
        fail_msg("%s\n%s", t.report.list.items[0].message, answer);
    assert_int_equal(verdict.answer, kind);
    ent_trial_end(&t);
}

void ent_expect_false(const char *model, const char *answer, const char *message)
{
    ent_trial t;
    ent_verdict verdict;
    ent_trial_begin(&t, model);
    ent_status status = ent_trial_judge(&t, answer, strlen(answer), &verdict);
    if (status != ENT_WRONG_MODEL || !ent_trial_reported(&t, message)) {
        ent_text words = ent_text_new(&t.memory);
        ent_report_write(&t.report, &words);
        fail_msg("expected: %s\nfound: %s\n%s", message, ent_text_string(&words), answer);
    }
    ent_trial_end(&t);
}

void ent_expect_spoilt(const char *model, const char *answer, const ent_spoiling *spoilings,
                       size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *at = strstr(answer, spoilings[i].part);
        char *spoilt = NULL;
        if (at == NULL)
            fail_msg("'%s' does not stand in the answer", spoilings[i].part);
        assert_true(asprintf(&spoilt, "%.*s%s%s", (int)(at - answer), answer, spoilings[i].instead,
                             at + strlen(spoilings[i].part)) > 0);
        ent_expect_false(model, spoilt, spoilings[i].message);
        free(spoilt);
    }
}

void ent_expect_no_crash(const char *model, const char *answer)
{
    static const char signs[] = "{}[]\",:0123456789.-eE\\ntrufalsabc \n\xC3\x28";
    size_t length = strlen(answer);
    ent_trial t;
    ent_verdict verdict;
    dice d = {1};
    ent_trial_begin(&t, model);
    for (size_t cut = 0; cut < length; cut++)
        (void)ent_trial_judge(&t, answer, cut, &verdict);
    for (int round = 0; round < 3000; round++) {
        char *changed = strdup(answer);
        assert_non_null(changed);
        for (uint32_t changes = 1 + dice_below(&d, 4); changes > 0; changes--)
            changed[dice_below(&d, (uint32_t)length)] = signs[dice_below(&d, sizeof signs - 1)];
        (void)ent_trial_judge(&t, changed, length, &verdict);
        free(changed);
    }
    ent_trial_end(&t);
}

/* Fails the allocation that the countdown says. */
static void *failing_hook(void *context, void *block, size_t size)
{
    int *countdown = context;
    if (size == 0) {
        free(block);
        return NULL;
    }
    return (*countdown)-- == 0 ? NULL : realloc(block, size);
}

void ent_expect_memory_told(const char *model, const char *answer)
{
    ent_status status = ENT_NO_RESOURCE;
    ent_trial t;
    ent_trial_begin(&t, model);
    for (int allocation = 0; status != ENT_OK && allocation < 1000; allocation++) {
        int countdown = allocation;
        ent_memory memory = {.hook = failing_hook, .context = &countdown};
        ent_report report = ent_report_new(&memory);
        const ent_source source = {"answer.json", answer, strlen(answer)};
        ent_verdict verdict;
        status = ent_verify(&t.model, &source, &verdict, &report);
        assert_true(status == ENT_OK || status == ENT_NO_RESOURCE);
        ent_report_free(&report);
        assert_int_equal(memory.live, 0);
    }
    assert_int_equal(status, ENT_OK);
    ent_trial_end(&t);
}
