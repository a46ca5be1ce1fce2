/* Any bytes as a model file. What can be read can be written, and reads as the same again. */
#include <stdlib.h>
#include <string.h>

#include "model/model.h"

enum { MEMORY_MOST = 256 * 1024 * 1024 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* libfyaml 0.7.12 loses a buffer when a quoted text with over 256 bytes of '' is followed by a key
 * that is indented under it. What we lose ourselves shows in memory.live. */
const char *__lsan_default_suppressions(void); /* NOLINT(bugprone-reserved-identifier) */
const char *__lsan_default_suppressions(void)  /* NOLINT(bugprone-reserved-identifier) */
{
    return "leak:libfyaml";
}

typedef struct {
    ent_memory memory;
    ent_source source;
    ent_report report;
    ent_model model;
    ent_status status;
} reading;

static void *bounded(void *context, void *block, size_t size)
{
    const ent_memory *memory = context;
    if (size == 0) {
        free(block);
        return NULL;
    }
    return memory->live + size > MEMORY_MOST ? NULL : malloc(size);
}

static void begin(reading *r, const char *text, size_t length)
{
    r->memory = (ent_memory){.hook = bounded, .context = &r->memory};
    r->source = (ent_source){"fuzz.yaml", text, length};
    r->report = ent_report_new(&r->memory);
    ent_model_init(&r->model, &r->memory);
    r->status = ent_read_model(&r->model, &r->source, &r->report);
    ent_text said = ent_text_new(&r->memory);
    ent_report_write(&r->report, &said);
    ent_text_free(&said);
}

static void end(reading *r)
{
    ent_model_free(&r->model);
    ent_report_free(&r->report);
    if (r->memory.live != 0)
        abort();
}

/* The model as YAML; the caller frees it. */
static ent_text written(reading *r)
{
    ent_text out = ent_text_new(&r->memory);
    if (ent_write_yaml(&r->model, &out, &r->report) != ENT_OK)
        abort();
    return out;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    reading first;
    char *text = malloc(size == 0 ? 1 : size); /* no NUL behind it that a reader could lean on */
    if (text == NULL)
        return 0;
    memcpy(text, data, size);
    begin(&first, text, size);
    if (first.status == ENT_OK) {
        reading second;
        ent_text once = written(&first);
        begin(&second, ent_text_string(&once), once.length);
        if (second.status != ENT_OK)
            abort();
        ent_text twice = written(&second);
        if (strcmp(ent_text_string(&once), ent_text_string(&twice)) != 0)
            abort();
        ent_text_free(&twice);
        end(&second);
        ent_text_free(&once);
    }
    end(&first);
    free(text);
    return 0;
}
