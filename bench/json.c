/* The same numbers for other programs. */
#include <jansson.h>
#include <math.h>

#include "report.h"

static json_t *real_or_null(double value)
{
    return isnan(value) ? json_null() : json_real(value);
}

static json_t *machine_json(const bench_machine *machine)
{
    return json_pack("{ss ss ss si sI sf sf sf}", "commit", machine->commit, "processor",
                     machine->processor, "compiler", machine->compiler, "threads", machine->threads,
                     "memory", (json_int_t)machine->memory, "load", machine->load, "copy",
                     machine->copy, "triad", machine->triad);
}

static json_t *sample_json(const bench_series *series, const bench_sample *sample,
                           const bench_machine *machine)
{
    json_t *concepts = json_object();
    for (int c = 0; c < ENT_CONCEPTS; c++)
        json_object_set_new(concepts, ent_concept_id((ent_concept)c),
                            json_real(sample->concepts[c]));
    return json_pack("{sI sI sf so sf sf sI sf sI sI}", "codes", (json_int_t)sample->codes,
                     "states", (json_int_t)sample->states, "make", sample->make, "concepts",
                     concepts, "four", sample->all, "ns_per_state_and_party",
                     bench_rate(series, sample), "moved", (json_int_t)sample->moved, "bandwidth",
                     bench_share(sample, machine), "peak", (json_int_t)sample->peak, "predicted",
                     (json_int_t)sample->predicted);
}

static json_t *series_json(const bench_series *series, const bench_machine *machine)
{
    json_t *samples = json_array();
    for (uint32_t i = 0; i < series->count; i++)
        json_array_append_new(samples, sample_json(series, &series->samples[i], machine));
    return json_pack("{ss ss si so so ss* so}", "id", series->family->id, "title",
                     series->family->title, "parties", (int)series->family->parties, "exponent",
                     real_or_null(series->exponent), "exponent_all",
                     real_or_null(series->exponent_all), "stopped", series->stopped, "samples",
                     samples);
}

static json_t *left_out_json(const bench_power *sample)
{
    json_t *left_out = json_array();
    for (int i = 0; i < ENT_INDICES; i++)
        if (sample->done && sample->left_out[i])
            json_array_append_new(left_out, json_string(ent_measure_id((ent_measure)i)));
    if (sample->done && sample->minimal_left_out)
        json_array_append_new(left_out, json_string("minimal"));
    return left_out;
}

/* What is asked for at the most; null where nothing is. */
static json_t *target_json(const bench_rule *rule)
{
    if (rule->seconds <= 0 && rule->peak_most == 0)
        return json_null();
    json_t *target = json_object();
    if (rule->seconds > 0)
        json_object_set_new(target, "seconds", json_real(rule->seconds));
    if (rule->peak_most > 0)
        json_object_set_new(target, "peak", json_integer((json_int_t)rule->peak_most));
    return target;
}

static json_t *power_json(const bench_power *sample)
{
    const bench_rule *rule = sample->rule;
    return json_pack("{ss ss si sI so sI sI sb so sb so}", "id", rule->id, "title", rule->title,
                     "members", (int)sample->members, "votes", (json_int_t)sample->votes, "seconds",
                     real_or_null(sample->seconds), "peak", (json_int_t)sample->peak, "nodes",
                     (json_int_t)sample->ways.nodes, "tables", sample->ways.tables, "left_out",
                     left_out_json(sample), "enough", sample->enough, "target", target_json(rule));
}

static json_t *frontier_json(const bench_frontier *sample)
{
    return json_pack("{si si si sf sf sI}", "points", (int)sample->points, "parties",
                     BENCH_FRONTIER_PARTIES, "threads", sample->threads, "seconds", sample->seconds,
                     "user", sample->user, "peak", (json_int_t)sample->peak);
}

static json_t *sweep_json(const bench_sweep *sweep)
{
    json_t *runs = json_array();
    for (int i = 0; i < BENCH_SWEEP_RUNS; i++)
        json_array_append_new(runs,
                              json_pack("{si sf sf}", "threads", sweep->runs[i].threads, "seconds",
                                        sweep->runs[i].seconds, "user", sweep->runs[i].user));
    return json_pack("{si sI sf sf so}", "doubts", (int)sweep->doubts, "draws",
                     (json_int_t)sweep->draws, "cases_of_a_draw", sweep->cases, "scratch_of_a_case",
                     sweep->scratch, "runs", runs);
}

static json_t *run_json(const bench_run *run)
{
    if (!run->done)
        return json_null();
    return json_pack("{sf sI sI}", "seconds", run->seconds, "peak", (json_int_t)run->peak,
                     "printed", (json_int_t)run->printed);
}

bool bench_write_json(const bench_results *results, const char *file)
{
    json_t *families = json_array();
    for (uint32_t i = 0; i < results->count; i++)
        json_array_append_new(families, series_json(&results->series[i], &results->machine));
    json_t *powers = json_array();
    for (uint32_t i = 0; i < results->power_count; i++)
        json_array_append_new(powers, power_json(&results->powers[i]));
    json_t *frontiers = json_array();
    for (uint32_t i = 0; i < results->frontier_count; i++)
        json_array_append_new(frontiers, frontier_json(&results->frontiers[i]));
    const bench_runs *runs = &results->runs;
    json_t *all = json_pack(
        "{ss so so so so so s{so so so so so si sf}}", "date", results->machine.date, "machine",
        machine_json(&results->machine), "families", families, "power", powers, "frontier",
        frontiers, "sweep", sweep_json(&results->sweep), "runs", "hold_small",
        run_json(&runs->json), "brief_small", run_json(&runs->brief), "need_small",
        run_json(&runs->need), "act", run_json(&runs->act), "hold_large", run_json(&runs->hold),
        "large_bits", (int)runs->bits, "large_solved", runs->solved);
    bool written = all != NULL && json_dump_file(all, file, JSON_INDENT(1)) == 0;
    json_decref(all);
    return written;
}
