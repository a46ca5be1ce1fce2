/* The verb sweep: how likely is each answer, and which doubt matters? */
#include <string.h>

#include "base/machine.h"
#include "base/threads.h"
#include "cli/sweeping.h"
#include "cli/verbs.h"
#include "show/sweep.h"
#include "show/words.h"

enum {
    LISTED = 8,         /* arrangements that are shown … */
    LISTED_JSON = 1000, /* … and described in JSON */
    DOUBTS = 12,        /* doubts that are shown */
};

/* Everything of one sweep. */
typedef struct {
    ent_session session;
    ent_sweep_job *job;
    ent_sweeping work;
    ent_sweep_answer answer;
    bool *fixed; /* by party: --type says what it is */
} sweeping;

static int threads_of(const sweeping *w)
{
    int asked = w->session.arguments->threads;
    return asked > 0 ? asked : ent_threads_most();
}

/* Refuses what the memory cannot hold, and lets the workers know what fits into half of the rest;
 * so many processes do the same on this machine. */
static ent_status divide_memory(sweeping *w, uint64_t processes)
{
    ent_session *s = &w->session;
    const double gibibyte = 1024.0 * 1024.0 * 1024.0;
    uint64_t threads = (uint64_t)threads_of(w);
    uint64_t needed = ent_sweep_bytes(w->job, (int)threads);
    uint64_t available = ent_memory_available() / processes;
    if (needed <= available) {
        ent_sweep_limit(w->job, (size_t)((available - needed) / 2));
        return ENT_OK;
    }
    (void)ent_error(&s->report, (ent_place){0},
                    "sweeping %llu states on %llu threads needs about %.1f GiB of memory; %.1f GiB "
                    "are there",
                    (unsigned long long)s->game.space.states, (unsigned long long)threads,
                    (double)needed / gibibyte, (double)available / gibibyte);
    if (threads > 1)
        ent_hint(&s->report, "fewer threads need less: --threads 1");
    return ENT_NO_RESOURCE;
}

/* The parties of --type, which was read already. */
static ent_status find_fixed(sweeping *w)
{
    ent_session *s = &w->session;
    w->fixed = ent_arena_array(&s->model.arena, s->model.parties.count, sizeof *w->fixed);
    if (w->fixed == NULL)
        return ent_out_of_memory(&s->report);
    for (int i = 0; i < s->arguments->type_count; i++) {
        const char *typing = s->arguments->types[i];
        size_t length = strcspn(typing, "= ");
        const ent_name *name = ent_vocabulary_find(&s->model.vocabulary, typing, length);
        if (name != NULL && name->kind == ENT_NAME_PARTY)
            w->fixed[name->index] = true;
    }
    return ENT_OK;
}

static ent_status make_job(sweeping *w)
{
    ent_session *s = &w->session;
    const ent_arguments *a = s->arguments;
    const ent_sweep_request request = {.concept = a->concept,
                                       .draws = a->draws,
                                       .seed = a->seed,
                                       .where = ent_session_where(s),
                                       .fixed = w->fixed};
    return ent_sweep_job_new(&w->job, &s->game, &request, &s->report);
}

static ent_status prepare(sweeping *w, const ent_sweep_runner *runner)
{
    ent_session *s = &w->session;
    ent_status status = ent_session_read(s, s->arguments->operands[0]);
    if (status == ENT_OK)
        status = find_fixed(w);
    if (status == ENT_OK)
        status = ent_session_make_game(s);
    if (status == ENT_OK && s->model.start != NULL)
        status = ent_session_require_start(s);
    if (status == ENT_OK)
        status = make_job(w);
    if (status == ENT_OK)
        status = divide_memory(w, runner == NULL ? 1 : runner->processes);
    return status;
}

static ent_status show_csv(sweeping *w, ent_sink *sink)
{
    ent_session *s = &w->session;
    const ent_condition *where = ent_session_where(s);
    ENT_AUTO_SET shown = {0};
    if (ent_set_new(&shown, &s->memory, s->game.space.codes) != ENT_OK)
        return ENT_NO_RESOURCE;
    ent_set_copy(&shown, &s->game.space.feasible);
    if (where != NULL && ent_select(&s->game.space, where->expression, &shown) != ENT_OK)
        return ENT_NO_RESOURCE;
    return ent_sweep_csv(sink, &w->answer, &shown);
}

static ent_status show(sweeping *w)
{
    ent_session *s = &w->session;
    const ent_arguments *a = s->arguments;
    ent_sink sink = ent_session_sink(s);
    ent_status status = ENT_OK;
    if (a->csv) {
        status = show_csv(w, &sink);
    } else if (a->json) {
        status = ent_sweep_json(&sink.text, &w->answer);
    } else {
        ent_add_title(&sink.text, &s->style, &s->game, s->seconds);
        ent_show_sweep(&sink.text, &s->style, &w->answer, a->top != 0 ? (size_t)a->top : DOUBTS);
    }
    return ent_session_flush(s, &sink, status);
}

/* What is done when all blocks are. */
static ent_status answer(sweeping *w)
{
    const ent_arguments *a = w->session.arguments;
    size_t listed = a->top != 0 ? (size_t)a->top : a->json ? LISTED_JSON : LISTED;
    ent_status status =
        ent_sweep_answer_init(&w->answer, w->job, &w->work.total, listed, &w->session.report);
    if (status == ENT_OK)
        status = ent_sweeping_finish(&w->work, &w->answer);
    return status == ENT_OK ? show(w) : status;
}

ent_status ent_verb_sweep(const ent_arguments *arguments, const ent_sweep_runner *runner)
{
    sweeping w = {0};
    ent_session_begin(&w.session, arguments);
    ent_status status = prepare(&w, runner);
    if (status == ENT_OK)
        status = ent_sweeping_run(&w.work, &w.session, w.job, threads_of(&w), runner);
    if (status == ENT_OK && w.work.whole)
        status = answer(&w);
    ent_sweep_answer_free(&w.answer);
    ent_sweeping_free(&w.work);
    ent_sweep_job_free(w.job);
    return ent_session_end(&w.session, status);
}
