/* Reading models in tests. */
#include "support/model_text.h"

#include "test.h"

static char *copy_text(const char *text, char from, char to)
{
    size_t length = strlen(text);
    char *copy = malloc(length + 1);
    assert_non_null(copy);
    for (size_t i = 0; i <= length; i++)
        copy[i] = text[i] == from && from != '\0' ? to : text[i];
    return copy;
}

static void read_owned(ent_test_reading *reading, const char *name, char *text)
{
    reading->memory = ent_memory_system();
    reading->text = text;
    reading->source = (ent_source){.name = name, .text = text, .length = strlen(text)};
    reading->report = ent_report_new(&reading->memory);
    ent_model_init(&reading->model, &reading->memory);
    reading->status = ent_read_model(&reading->model, &reading->source, &reading->report);
}

void ent_test_read(ent_test_reading *reading, const char *name, const char *text)
{
    read_owned(reading, name, copy_text(text, '\0', '\0'));
}

void ent_test_read_json(ent_test_reading *reading, const char *text)
{
    read_owned(reading, "a/test.gmcr", copy_text(text, '\'', '"'));
}

void ent_test_forget(ent_test_reading *reading)
{
    ent_model_free(&reading->model);
    ent_report_free(&reading->report);
    free(reading->text);
    assert_int_equal(reading->memory.live, 0);
}

bool ent_test_says(const ent_report *report, ent_severity severity, const char *words)
{
    for (size_t i = 0; i < report->list.count; i++)
        if (report->list.items[i].severity == severity &&
            strstr(report->list.items[i].message, words) != NULL)
            return true;
    return false;
}

size_t ent_test_count(const ent_report *report, ent_severity severity)
{
    size_t count = 0;
    for (size_t i = 0; i < report->list.count; i++)
        count += report->list.items[i].severity == severity;
    return count;
}

void ent_test_show(const ent_report *report)
{
    ENT_AUTO_TEXT text = ent_text_new(report->arena.memory);
    ent_report_write(report, &text);
    (void)fputs(ent_text_string(&text), stderr);
}
