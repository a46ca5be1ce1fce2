/* Reading, solving and ending. */
#include "cli/session.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "ask/find.h"
#include "base/machine.h"
#include "game/budget.h"

enum { FILE_MOST = 64 * 1024 * 1024, PIPE_COLUMNS = 100, COLUMNS_LEAST = 40, COLUMNS_MOST = 160 };

static ent_status cannot_read(const char *path, const char *why, ent_report *report)
{
    (void)ent_error(report, (ent_place){0}, "cannot read '%s': %s", path, why);
    return ENT_WRONG_USE;
}

/* Reads all of the stream into memory that grows, up to FILE_MOST bytes. */
static ent_status read_stream(ent_file *file, FILE *stream, const char *path, ent_report *report)
{
    for (;;) {
        size_t room = file->size - file->source.length;
        if (room < 2) {
            size_t size = file->size == 0 ? 65536 : 2 * file->size;
            char *bytes = ent_allocate(file->memory, size);
            if (bytes == NULL)
                return ent_out_of_memory(report);
            if (file->source.length > 0)
                memcpy(bytes, file->bytes, file->source.length);
            ent_release(file->memory, file->bytes, file->size);
            file->bytes = bytes;
            file->size = size;
            continue;
        }
        size_t got = fread(file->bytes + file->source.length, 1, room - 1, stream);
        file->source.length += got;
        if (file->source.length > FILE_MOST)
            return cannot_read(path, "it is larger than 64 MiB", report);
        if (got == 0)
            break;
    }
    if (ferror(stream))
        return cannot_read(path, strerror(errno), report);
    file->bytes[file->source.length] = '\0';
    file->source.text = file->bytes;
    return ENT_OK;
}

ent_status ent_file_read(ent_file *file, ent_memory *memory, const char *path, ent_report *report)
{
    bool standard = strcmp(path, "-") == 0;
    *file = (ent_file){.memory = memory};
    file->source.name = standard ? "standard input" : path;
    FILE *stream = standard ? stdin : fopen(path, "rbe");
    if (stream == NULL)
        return cannot_read(path, strerror(errno), report);
    ent_status status = read_stream(file, stream, path, report);
    if (!standard)
        (void)fclose(stream);
    return status;
}

void ent_file_free(ent_file *file)
{
    if (file->bytes != NULL)
        ent_release(file->memory, file->bytes, file->size);
    *file = (ent_file){0};
}

/* The terminal's columns, else what COLUMNS says, else a width that reads well in a file. */
static size_t terminal_width(void)
{
    const char *columns = getenv("COLUMNS");
    struct winsize size = {0};
    unsigned long width = columns == NULL ? 0 : strtoul(columns, NULL, 10);
    if (isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
        width = size.ws_col;
    if (width == 0)
        return PIPE_COLUMNS;
    return width < COLUMNS_LEAST ? COLUMNS_LEAST : width > COLUMNS_MOST ? COLUMNS_MOST : width;
}

static bool wants_color(ent_color color)
{
    const char *no_color = getenv("NO_COLOR");
    if (color != ENT_COLOR_AUTO)
        return color == ENT_COLOR_ALWAYS;
    return isatty(STDOUT_FILENO) && (no_color == NULL || no_color[0] == '\0');
}

void ent_session_begin(ent_session *session, const ent_arguments *arguments)
{
    *session = (ent_session){.arguments = arguments, .memory = ent_memory_system()};
    session->report = ent_report_new(&session->memory);
    ent_model_init(&session->model, &session->memory);
    session->style = (ent_style){.width = terminal_width(), .color = wants_color(arguments->color)};
}

static void print_report(ent_session *session)
{
    ENT_AUTO_TEXT text = ent_text_new(&session->memory);
    ent_report_write(&session->report, &text);
    if (text.exhausted)
        (void)fputs("entente: error: out of memory\n", stderr);
    else
        (void)fputs(ent_text_string(&text), stderr);
}

ent_status ent_session_end(ent_session *session, ent_status status)
{
    (void)fflush(stdout);
    print_report(session);
    ent_solution_free(&session->solution);
    if (session->has_game)
        ent_game_free(&session->game);
    ent_model_free(&session->model);
    ent_file_free(&session->file);
    ent_report_free(&session->report);
    return status;
}

static ent_source argument_source(const char *name, const char *text)
{
    return (ent_source){.name = name, .text = text, .length = strlen(text)};
}

static ent_status apply_target(ent_session *session)
{
    ent_condition target;
    session->target_source = argument_source("--target", session->arguments->target);
    ent_status status =
        ent_ask_condition(&session->model, &session->target_source, &target, &session->report);
    if (status == ENT_OK)
        session->model.target = target;
    return status;
}

/* --as-of comes first: it says what is known of each type. */
static ent_status apply_doubt(ent_session *session)
{
    const ent_arguments *a = session->arguments;
    ent_status status = ENT_OK;
    if (a->as_of != NULL)
        status = ent_as_of(&session->model, a->as_of, &session->report);
    for (int i = 0; i < a->type_count; i++)
        session->type_sources[i] = argument_source("--type", a->types[i]);
    if (status == ENT_OK && a->type_count > 0)
        status = ent_apply_types(&session->model, session->type_sources, (size_t)a->type_count,
                                 &session->report);
    return status;
}

static ent_status apply_arguments(ent_session *session)
{
    const ent_arguments *a = session->arguments;
    ent_status status = apply_doubt(session);
    for (int i = 0; i < a->setting_count && status == ENT_OK; i++) {
        session->setting_sources[i] = argument_source("--set", a->settings[i]);
        status = ent_apply_setting(&session->model, &session->setting_sources[i], &session->report);
    }
    if (status == ENT_OK && a->start != NULL) {
        session->start_source = argument_source("--start", a->start);
        status = ent_apply_start(&session->model, &session->start_source, &session->report);
    }
    if (status == ENT_OK && a->target != NULL)
        status = apply_target(session);
    if (status == ENT_OK && a->where != NULL) {
        session->where_source = argument_source("--where", a->where);
        status = ent_ask_condition(&session->model, &session->where_source, &session->where,
                                   &session->report);
    }
    if (status == ENT_OK && a->when != NULL) {
        session->when_source = argument_source("--when", a->when);
        status = ent_ask_condition(&session->model, &session->when_source, &session->when,
                                   &session->report);
    }
    return status;
}

ent_status ent_session_read(ent_session *session, const char *path)
{
    ent_status status = ent_file_read(&session->file, &session->memory, path, &session->report);
    if (status == ENT_OK)
        status = ent_read_model(&session->model, &session->file.source, &session->report);
    return status == ENT_OK ? apply_arguments(session) : status;
}

const ent_condition *ent_session_where(const ent_session *session)
{
    return session->where.expression == NULL ? NULL : &session->where;
}

const ent_condition *ent_session_when(const ent_session *session)
{
    return session->when.expression == NULL ? NULL : &session->when;
}

static double now(void)
{
    struct timespec time;
    (void)clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static void add_gibibytes(ent_text *out, uint64_t bytes)
{
    ent_text_print(out, "%.1f GiB", (double)bytes / (1024.0 * 1024.0 * 1024.0));
}

static ent_status check_memory(ent_session *session, const ent_budget *budget)
{
    uint64_t available = ent_memory_available();
    if (budget->total <= available)
        return ENT_OK;
    ENT_AUTO_TEXT words = ent_text_new(&session->memory);
    ent_text_print(&words, "the %llu combinations of options need about ",
                   (unsigned long long)budget->codes);
    add_gibibytes(&words, budget->total);
    ent_text_add(&words, " of memory (keys ");
    add_gibibytes(&words, budget->keys);
    ent_text_add(&words, ", columns ");
    add_gibibytes(&words, budget->columns);
    ent_text_add(&words, ", sets of states ");
    add_gibibytes(&words, budget->sets);
    ent_text_add(&words, "); ");
    add_gibibytes(&words, available);
    ent_text_add(&words, " are there");
    (void)ent_error(&session->report, (ent_place){0}, "%s", ent_text_string(&words));
    ent_explain_weight(&session->model, &session->report);
    return ENT_NO_RESOURCE;
}

ent_meter ent_meter_begin(const char *doing)
{
    return (ent_meter){.doing = doing, .began = now()};
}

/* In units that fit; and what the line before was longer by is wiped. */
static void show_left(double seconds)
{
    if (seconds < 90)
        (void)fprintf(stderr, ", %.0f s left\x1b[K", seconds);
    else if (seconds < 90 * 60.0)
        (void)fprintf(stderr, ", %.0f min left\x1b[K", seconds / 60);
    else
        (void)fprintf(stderr, ", %.1f h left\x1b[K", seconds / 3600);
}

static void show_progress(void *context, double done)
{
    static const double pause = 0.1; /* between two figures */
    ent_meter *meter = context;
    double moment = now();
    if (moment - meter->began < 1 || moment - meter->told < pause)
        return;
    meter->told = moment;
    meter->shown = true;
    (void)fprintf(stderr, "\r%s … %3.0f %%", meter->doing, done * 100);
    if (meter->tells_left && done > meter->from)
        show_left((moment - meter->began) * (1 - done) / (done - meter->from));
}

ent_progress ent_meter_hook(void)
{
    return isatty(STDERR_FILENO) ? show_progress : NULL;
}

double ent_meter_end(ent_meter *meter)
{
    if (meter->shown)
        (void)fputs("\r\x1b[K", stderr);
    return now() - meter->began;
}

static ent_status make_game(ent_session *session)
{
    session->has_game = true;
    return ent_game_init(&session->game, &session->model, session->arguments->threads,
                         &session->report);
}

ent_status ent_session_make_game(ent_session *session)
{
    ent_budget budget = ent_predict_game_memory(&session->model);
    ent_status status = check_memory(session, &budget);
    return status == ENT_OK ? make_game(session) : status;
}

ent_status ent_session_solve(ent_session *session, const bool concepts[ENT_CONCEPTS], bool keeps)
{
    ent_meter meter = ent_meter_begin("solving");
    ent_solve_options options = {.keeps = keeps,
                                 .kept = session->arguments->concept,
                                 .progress = ent_meter_hook(),
                                 .progress_context = &meter};
    memcpy(options.concepts, concepts, sizeof options.concepts);
    ent_budget budget = ent_predict_memory(&session->model, &options, session->arguments->threads);
    ent_status status = check_memory(session, &budget);
    if (status == ENT_OK)
        status = make_game(session);
    if (status == ENT_OK)
        status = ent_solve(&session->solution, &session->game, &options, &session->report);
    session->seconds = ent_meter_end(&meter);
    return status;
}

ent_status ent_session_require_start(ent_session *session)
{
    uint64_t start = 0;
    if (session->has_game && ent_start_code(&session->game, &start))
        return ENT_OK;
    (void)ent_error(&session->report, (ent_place){0},
                    session->model.start == NULL
                        ? "the model does not say where things stand"
                        : "the model's start is not feasible under these settings");
    ent_hint(&session->report, "say from where: --start OPTION=LEVEL,... (the other options are at "
                               "their first level)");
    return ENT_WRONG_USE;
}

static bool write_out(void *context, const char *bytes, size_t length)
{
    return fwrite(bytes, 1, length, context) == length;
}

ent_sink ent_session_sink(ent_session *session)
{
    return (ent_sink){
        .text = ent_text_new(&session->memory), .write = write_out, .context = stdout};
}

ent_status ent_session_flush(ent_session *session, ent_sink *sink, ent_status status)
{
    bool exhausted = sink->text.exhausted || (status == ENT_NO_RESOURCE && !sink->failed);
    if (status == ENT_OK)
        status = ent_sink_flush(sink);
    if (sink->failed || (status == ENT_OK && fflush(stdout) != 0)) {
        (void)ent_error(&session->report, (ent_place){0}, "cannot write the answer: %s",
                        strerror(errno));
        status = ENT_NO_RESOURCE;
    } else if (exhausted) {
        status = ent_out_of_memory(&session->report);
    }
    ent_text_free(&sink->text);
    return status;
}
