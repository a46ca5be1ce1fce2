/* Whatever the bytes: a model or an error; and a model that .gmcr can hold stays the same game. */
#include <stdint.h>
#include <stdlib.h>

#include "model/model.h"
#include "support/same_game.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool condition)
{
    if (!condition)
        abort();
}

static void write_and_read_again(const ent_model *model, ent_memory *memory)
{
    ENT_AUTO_TEXT out = ent_text_new(memory);
    ENT_AUTO_REPORT report = ent_report_new(memory);
    if (ent_write_gmcr(model, true, &out, &report) != ENT_OK) {
        check(report.errors > 0);
        return;
    }
    const ent_source source = {
        .name = "again.gmcr", .text = ent_text_string(&out), .length = out.length};
    ENT_AUTO_MODEL again;
    ent_model_init(&again, memory);
    check(ent_read_model(&again, &source, &report) == ENT_OK);
    const char *why = "";
    if (model->options.count <= 5 && model->parties.count <= 5)
        check(ent_test_same_game(model, &again, &why));
}

static void read_model(const char *text, size_t size, ent_memory *memory)
{
    const ent_source source = {.name = "input.gmcr", .text = text, .length = size};
    ENT_AUTO_REPORT report = ent_report_new(memory);
    ENT_AUTO_MODEL model;
    ent_model_init(&model, memory);
    ent_status status = ent_read_model(&model, &source, &report);
    check((status == ENT_OK) == (report.errors == 0));
    ENT_AUTO_TEXT shown = ent_text_new(memory);
    ent_report_write(&report, &shown);
    if (status == ENT_OK)
        write_and_read_again(&model, memory);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    ent_memory memory = ent_memory_system();
    char *text = malloc(size + 1);
    check(text != NULL);
    for (size_t i = 0; i < size; i++)
        text[i] = (char)data[i];
    text[size] = '\0';
    read_model(text, size, &memory);
    check(memory.live == 0);
    free(text);
    return 0;
}
