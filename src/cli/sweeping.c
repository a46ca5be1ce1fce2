/* From a job to a total, by way of a file. */
#include "cli/sweeping.h"

#include "cli/stop.h"

static ent_status run_here(void *context, const ent_store_run *run, const ent_sweep_job *job,
                           const ent_sweep_orders *orders, ent_total *total, uint64_t *next,
                           ent_report *report)
{
    (void)context;
    (void)run;
    return ent_sweep_run(job, orders, total, next, report);
}

static ent_status take(void *context, const ent_block *block, ent_report *report)
{
    (void)report;
    return ent_store_add(context, block);
}

/* All of --type, in one text; NULL where there is none. */
static const char *join_types(ent_session *session)
{
    const ent_arguments *a = session->arguments;
    const char *all = a->type_count == 0 ? NULL : a->types[0];
    for (int i = 1; i < a->type_count && all != NULL; i++)
        all = ent_arena_print(&session->report.arena, "%s, %s", all, a->types[i]);
    return all;
}

/* What the file belongs to; in full where there is one, or other processes want to know. */
static ent_status describe(ent_sweeping *s, bool in_full)
{
    ent_session *session = s->session;
    ent_status status =
        in_full ? ent_write_yaml(&session->model, &s->model, &session->report) : ENT_OK;
    if (status != ENT_OK)
        return status;
    s->run = (ent_store_run){
        .plan = ent_sweep_plan(s->job),
        .space = &session->game.space,
        .concept = session->arguments->concept,
        .title = session->model.title,
        .where = session->arguments->where,
        .type = join_types(session),
        .as_of = session->arguments->as_of,
        .model = ent_text_string(&s->model),
        .doubts = ent_store_describe(&session->model, &s->job->doubts, &session->report.arena)};
    return s->model.exhausted || s->run.doubts == NULL ? ent_out_of_memory(&session->report)
                                                       : ENT_OK;
}

static ent_status open_file(ent_sweeping *s, const ent_sweep_runner *runner)
{
    const ent_arguments *a = s->session->arguments;
    s->keeps = a->out != NULL && !runner->follows;
    if (!runner->follows)
        ent_stop_listen(runner->signal);
    if (!s->keeps)
        return ENT_OK;
    return ent_store_open(&s->store, &s->run, a->out, a->resume, &s->total, &s->session->report);
}

static ent_status stopped(ent_sweeping *s, uint64_t next)
{
    ent_session *session = s->session;
    unsigned long long blocks = (unsigned long long)s->run.plan->blocks;
    (void)ent_error(&session->report, (ent_place){0}, "stopped after block %llu of %llu",
                    (unsigned long long)next, blocks);
    if (s->keeps)
        ent_hint(&session->report, "go on by the same command with --resume (--out %s --resume)",
                 session->arguments->out);
    else
        ent_hint(&session->report,
                 "with --out FILE, what is found is kept and can be gone on with");
    return ENT_NO_RESOURCE;
}

static ent_status work(ent_sweeping *s, int threads, const ent_sweep_runner *runner)
{
    ent_session *session = s->session;
    ent_meter meter = ent_meter_begin("sweeping");
    uint64_t first = s->keeps ? s->store.done : 0;
    uint64_t next = 0;
    meter.tells_left = true;
    meter.from = (double)first / (double)s->run.plan->blocks;
    const ent_sweep_orders orders = {.first = first,
                                     .threads = threads,
                                     .take = s->keeps ? take : NULL,
                                     .take_context = &s->store,
                                     .stop = runner->follows ? NULL : ent_stop_asked,
                                     .progress = runner->follows ? NULL : ent_meter_hook(),
                                     .progress_context = &meter};
    ent_status status =
        runner->run(runner->context, &s->run, s->job, &orders, &s->total, &next, &session->report);
    session->seconds += ent_meter_end(&meter);
    s->whole = status == ENT_OK && next == s->run.plan->blocks;
    return status == ENT_OK && !s->whole && !runner->follows ? stopped(s, next) : status;
}

ent_status ent_sweeping_run(ent_sweeping *sweeping, ent_session *session, const ent_sweep_job *job,
                            int threads, const ent_sweep_runner *runner)
{
    static const ent_sweep_runner here = {.run = run_here, .processes = 1};
    runner = runner == NULL ? &here : runner;
    *sweeping =
        (ent_sweeping){.session = session, .job = job, .model = ent_text_new(&session->memory)};
    ent_status status = ent_total_init(&sweeping->total, ent_sweep_plan(job),
                                       session->game.space.states, &session->memory);
    if (status != ENT_OK)
        return ent_out_of_memory(&session->report);
    status = describe(sweeping, session->arguments->out != NULL || runner->context != NULL);
    if (status == ENT_OK)
        status = open_file(sweeping, runner);
    return status == ENT_OK ? work(sweeping, threads, runner) : status;
}

void ent_sweeping_free(ent_sweeping *sweeping)
{
    if (sweeping->keeps)
        ent_store_close(&sweeping->store);
    if (sweeping->total.memory != NULL)
        ent_total_free(&sweeping->total);
    if (sweeping->model.memory != NULL)
        ent_text_free(&sweeping->model);
    *sweeping = (ent_sweeping){0};
}

ent_status ent_sweeping_finish(ent_sweeping *sweeping, const ent_sweep_answer *answer)
{
    return sweeping->keeps ? ent_store_finish(&sweeping->store, answer->measured) : ENT_OK;
}
