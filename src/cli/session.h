/* What a verb works on: a model from a file, made ready as the command line asks. */
#ifndef ENT_CLI_SESSION_H
#define ENT_CLI_SESSION_H

#include "cli/arguments.h"
#include "show/sink.h"
#include "show/style.h"
#include "solve/solve.h"

/* A source read from a file, or from standard input for "-". */
typedef struct {
    ent_memory *memory;
    char *bytes;
    size_t size;
    ent_source source;
} ent_file;

ent_status ent_file_read(ent_file *file, ent_memory *memory, const char *path, ent_report *report);
void ent_file_free(ent_file *file);

/* Place in memory first, then hand on: options of the command line are sources of their own, so
 * that complaints can point into them. */
typedef struct {
    const ent_arguments *arguments;
    ent_memory memory;
    ent_report report;
    ent_file file;
    ent_source where_source;
    ent_source start_source;
    ent_source target_source;
    ent_source when_source;
    ent_source consent_source;
    ent_source vary_source;
    ent_source setting_sources[ENT_SETTINGS_MOST];
    ent_source type_sources[ENT_SETTINGS_MOST];
    ent_model model;
    ent_condition where;
    ent_condition when;
    ent_game game;
    bool has_game;
    ent_solution solution;
    double seconds; /* that making the game and solving it took */
    ent_style style;
} ent_session;

/* An empty session; to be ended by ent_session_end, which prints the report and gives the status.
 */
void ent_session_begin(ent_session *session, const ent_arguments *arguments);
ent_status ent_session_end(ent_session *session, ent_status status);

/* Reads the model and applies --as-of, --type, --set, --start, --target, --where and --when. */
ent_status ent_session_read(ent_session *session, const char *path);

/* Makes the game, then solves it for the concepts; refuses what the memory cannot hold. With
 * `keeps`, the secure values of the concept that is told stay at hand. */
ent_status ent_session_solve(ent_session *session, const bool concepts[ENT_CONCEPTS], bool keeps);

/* Makes the game only, for questions that need no solver. */
ent_status ent_session_make_game(ent_session *session);

/* Refuses a model without a start, or (once the game is made) whose start is not feasible. */
ent_status ent_session_require_start(ent_session *session);

/* The conditions of --where and --when, or NULL. */
const ent_condition *ent_session_where(const ent_session *session);
const ent_condition *ent_session_when(const ent_session *session);

/* Shows progress on a terminal, for work that lasts over a second. */
typedef struct {
    const char *doing; /* such as "solving" */
    bool tells_left;   /* how long it will take yet, too */
    double from;       /* what was done when it began */
    double began;
    double told; /* when a figure was shown last */
    bool shown;
} ent_meter;

ent_meter ent_meter_begin(const char *doing);
/* The hook for what takes long, with an ent_meter as its context; NULL where there is no terminal
 * to show it on. */
ent_progress ent_meter_hook(void);
/* Takes the line away again; gives the seconds since it began. */
double ent_meter_end(ent_meter *meter);

/* A sink to standard output; and its end, which reports failed writing. */
ent_sink ent_session_sink(ent_session *session);
ent_status ent_session_flush(ent_session *session, ent_sink *sink, ent_status status);

#endif
