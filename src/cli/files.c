/* The verbs that need no solver: verify and convert. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "cli/session.h"
#include "cli/verbs.h"
#include "verify/verify.h"

static void add_verdict(ent_text *out, const ent_verdict *verdict)
{
    ent_text_print(out, "%s: every claim is true:", ent_answer_kind_text(verdict->answer));
    bool first = true;
    for (int k = 0; k < ENT_CLAIM_KINDS; k++) {
        if (verdict->checked[k] == 0)
            continue;
        ent_text_print(out, "%s %llu on %s", first ? "" : ",",
                       (unsigned long long)verdict->checked[k],
                       ent_claim_kind_text((ent_claim_kind)k));
        first = false;
    }
    ent_text_add(out, "\n");
    for (int k = 0; k < ENT_UNCHECKED_KINDS; k++)
        if (verdict->unchecked[k])
            ent_text_print(out, "not checked: %s\n", ent_unchecked_text((ent_unchecked)k));
}

ent_status ent_verb_verify(const ent_arguments *arguments)
{
    ent_session s;
    ent_session_begin(&s, arguments);
    ent_file answer = {0};
    ent_verdict verdict;
    ent_status status = ent_session_read(&s, arguments->operands[0]);
    if (status == ENT_OK)
        status = ent_file_read(&answer, &s.memory, arguments->operands[1], &s.report);
    if (status == ENT_OK)
        status = ent_verify(&s.model, &answer.source, &verdict, &s.report);
    if (status == ENT_OK) {
        ent_sink sink = ent_session_sink(&s);
        add_verdict(&sink.text, &verdict);
        status = ent_session_flush(&s, &sink, status);
    }
    status = ent_session_end(&s, status);
    ent_file_free(&answer);
    return status;
}

static ent_status write_standard(ent_session *s, const ent_text *text)
{
    if (fwrite(text->data, 1, text->length, stdout) == text->length && fflush(stdout) == 0)
        return ENT_OK;
    (void)ent_error(&s->report, (ent_place){0}, "cannot write the model: %s", strerror(errno));
    return ENT_NO_RESOURCE;
}

/* Writes to a new file beside `path` and then takes its place, so that no half-written file is
 * left. */
static ent_status write_file(ent_session *s, const char *path, const ent_text *text)
{
    if (strcmp(path, "-") == 0)
        return write_standard(s, text);
    ENT_AUTO_TEXT part = ent_text_new(&s->memory);
    ent_text_print(&part, "%s.%ld.part", path, (long)getpid());
    const char *name = ent_text_string(&part);
    FILE *stream = part.exhausted ? NULL : fopen(name, "wbxe");
    bool written = stream != NULL && fwrite(text->data, 1, text->length, stream) == text->length;
    if (stream != NULL)
        written = fclose(stream) == 0 && written;
    if (written && rename(name, path) == 0)
        return ENT_OK;
    (void)ent_error(&s->report, (ent_place){0}, "cannot write '%s': %s", path, strerror(errno));
    if (stream != NULL)
        (void)unlink(name);
    return ENT_NO_RESOURCE;
}

static bool ends_in(const char *path, const char *ending)
{
    size_t length = strlen(path);
    size_t size = strlen(ending);
    return length >= size && strcmp(path + length - size, ending) == 0;
}

ent_status ent_verb_convert(const ent_arguments *arguments)
{
    const char *out = arguments->operands[1];
    bool gmcr = ends_in(out, ".gmcr");
    ent_session s;
    ent_session_begin(&s, arguments);
    ENT_AUTO_TEXT text = ent_text_new(&s.memory);
    ent_status status = ENT_OK;
    if (!gmcr && !ends_in(out, ".yaml") && !ends_in(out, ".yml") && strcmp(out, "-") != 0) {
        (void)ent_error(&s.report, (ent_place){0},
                        "'%s' must end in .yaml, .yml or .gmcr, to say which format is meant", out);
        status = ENT_WRONG_USE;
    }
    if (status == ENT_OK)
        status = ent_session_read(&s, arguments->operands[0]);
    if (status == ENT_OK)
        status = gmcr ? ent_write_gmcr(&s.model, arguments->drop, &text, &s.report)
                      : ent_write_yaml(&s.model, &text, &s.report);
    if (status == ENT_OK)
        status = text.exhausted ? ent_out_of_memory(&s.report) : write_file(&s, out, &text);
    status = ent_session_end(&s, status);
    ent_text_free(&text);
    return status;
}
