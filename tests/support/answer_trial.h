/* Trying answers on the verifier: true ones, and such as were spoilt in one place. */
#ifndef ENT_TESTS_SUPPORT_ANSWER_TRIAL_H
#define ENT_TESTS_SUPPORT_ANSWER_TRIAL_H

#include "test.h"

#include "verify/verify.h"

/* A model, and what is reported of the answer that was tried last. */
typedef struct {
    ent_memory memory;
    ent_source source;
    ent_source answer;
    ent_report report;
    ent_model model;
} ent_trial;

void ent_trial_begin(ent_trial *t, const char *model);
void ent_trial_end(ent_trial *t);
ent_status ent_trial_judge(ent_trial *t, const char *answer, size_t length, ent_verdict *verdict);

/* Whether a message of the report has these words. */
bool ent_trial_reported(const ent_trial *t, const char *message);

/* The answer is true; or it is not, and the report has these words. */
void ent_expect_true(const char *model, const char *answer, ent_answer_kind kind);
void ent_expect_false(const char *model, const char *answer, const char *message);

/* One place of an answer, what stands there instead, and what is said of it. */
typedef struct {
    const char *part;
    const char *instead;
    const char *message;
} ent_spoiling;

void ent_expect_spoilt(const char *model, const char *answer, const ent_spoiling *spoilings,
                       size_t count);
#define EXPECT_SPOILT(model, answer, ...)                                                          \
    do {                                                                                           \
        static const ent_spoiling spoilings_[] = {__VA_ARGS__};                                    \
        ent_expect_spoilt(model, answer, spoilings_, sizeof spoilings_ / sizeof *spoilings_);      \
    } while (0)

/* The answer cut short anywhere, and with bytes changed at random: accepted or rejected, but never
 * a crash. */
void ent_expect_no_crash(const char *model, const char *answer);

/* Whichever allocation fails, that is told and nothing is left behind; without any, it is true. */
void ent_expect_memory_told(const char *model, const char *answer);

#endif
