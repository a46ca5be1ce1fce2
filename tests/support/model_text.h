/* Reading a model from a text in a test, and asking what was said about it. */
#ifndef ENT_TESTS_SUPPORT_MODEL_TEXT_H
#define ENT_TESTS_SUPPORT_MODEL_TEXT_H

#include "model/model.h"

typedef struct {
    ent_memory memory;
    char *text;
    ent_source source;
    ent_model model;
    ent_report report;
    ent_status status;
} ent_test_reading;

/* Reads a text as the file `name`. In `read_json` every ' stands for ". */
void ent_test_read(ent_test_reading *reading, const char *name, const char *text);
void ent_test_read_json(ent_test_reading *reading, const char *text);

/* Frees it; fails the test when memory is left. */
void ent_test_forget(ent_test_reading *reading);

/* True when a diagnostic of this severity has the words. */
bool ent_test_says(const ent_report *report, ent_severity severity, const char *words);

/* Diagnostics of this severity. */
size_t ent_test_count(const ent_report *report, ent_severity severity);

/* Writes the report to standard error, to see why a test fails. */
void ent_test_show(const ent_report *report);

#endif
