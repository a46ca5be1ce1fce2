/*
 * What is wrong, and where. A function that finds a mistake of the user adds a diagnostic to the
 * caller's report and goes on, so that one run tells several; who asked prints the report, once.
 */
#ifndef ENT_BASE_DIAGNOSTIC_H
#define ENT_BASE_DIAGNOSTIC_H

#include "base/memory.h"
#include "base/text.h"

/* A text that the user wrote: a file, or an argument of the command line. */
typedef struct {
    const char *name;
    const char *text;
    size_t length;
} ent_source;

/* A stretch of a source, in bytes. A place without source is nowhere in particular. */
typedef struct {
    const ent_source *source;
    size_t offset;
    size_t length;
} ent_place;

typedef enum { ENT_ERROR, ENT_WARNING, ENT_NOTE } ent_severity;

typedef struct {
    ent_severity severity;
    ent_place place;
    const char *message;
    const char *hint; /* NULL where there is none */
} ent_diagnostic;

enum { ENT_ERRORS_SHOWN = 20 };

typedef struct {
    ent_arena arena;
    ENT_LIST(ent_diagnostic) list;
    size_t errors;  /* all of them; the list keeps the first ENT_ERRORS_SHOWN */
    bool exhausted; /* memory ran out: ent_out_of_memory was called */
} ent_report;

ent_report ent_report_new(ent_memory *memory);
void ent_report_free(ent_report *report);
#define ENT_AUTO_REPORT ENT_AUTO(ent_report_free) ent_report

/* Adds an error; the place may be {0}. Gives ENT_WRONG_MODEL, so that a caller can return it. */
ent_status ent_error(ent_report *report, ent_place place, const char *format, ...) ENT_PRINTF(3, 4);
void ent_warn(ent_report *report, ent_place place, const char *format, ...) ENT_PRINTF(3, 4);
void ent_note(ent_report *report, ent_place place, const char *format, ...) ENT_PRINTF(3, 4);

/* Gives the diagnostic added last a hint, such as "did you mean 'attack'?". */
void ent_hint(ent_report *report, const char *format, ...) ENT_PRINTF(2, 3);

/* Adds an error that no source explains, and gives ENT_NO_RESOURCE. */
ent_status ent_out_of_memory(ent_report *report);

/* ENT_OK while the report has no error. */
ent_status ent_report_status(const ent_report *report);

/* Line and column (in characters) of an offset, both from 1. */
void ent_place_position(ent_place place, size_t *line, size_t *column);

/* Writes the report as a compiler does: place, message, the line with a caret, the hint. */
void ent_report_write(const ent_report *report, ent_text *out);

/* The candidate nearest to `word`, or NULL when none is near enough to be meant. */
const char *ent_nearest(const char *word, size_t length, const char *const *candidates,
                        size_t count);

#endif
