/* The public library: a model read and solved in one call, and asked through plain numbers. */
#include <string.h>

#include "ask/find.h"
#include "entente/entente.h"
#include "solve/solve.h"

struct ent_study {
    ent_memory memory;
    char *text;
    char *name;
    size_t length;
    ent_source source;
    ent_report report;
    ent_text messages;
    ent_model model;
    ent_game game;
    ent_solution solution;
    bool ready;
};

const char *ent_version(void)
{
    return ENT_BUILD_VERSION;
}

static ent_status copy_source(ent_study *study, const char *name, const char *text, size_t length)
{
    study->length = length;
    study->text = ent_allocate(&study->memory, length + 1);
    study->name = ent_allocate(&study->memory, strlen(name) + 1);
    if (study->text == NULL || study->name == NULL)
        return ent_out_of_memory(&study->report);
    if (length > 0)
        memcpy(study->text, text, length);
    memcpy(study->name, name, strlen(name));
    study->source = (ent_source){.name = study->name, .text = study->text, .length = length};
    return ENT_OK;
}

static ent_status check_budget(ent_study *study, const ent_solve_options *solving,
                               const ent_study_options *options)
{
    ent_budget budget = ent_predict_memory(&study->model, solving, options->threads);
    if (options->memory_most == 0 || budget.total <= options->memory_most)
        return ENT_OK;
    (void)ent_error(&study->report, (ent_place){0},
                    "the model needs about %llu bytes of memory; %llu are allowed",
                    (unsigned long long)budget.total, (unsigned long long)options->memory_most);
    return ENT_NO_RESOURCE;
}

static ent_status read_and_solve(ent_study *study, const char *name, const char *text,
                                 size_t length, const ent_study_options *options)
{
    ent_solve_options solving = {.concepts = {true, true, true, true}};
    ent_status status = copy_source(study, name, text, length);
    if (status == ENT_OK)
        status = ent_read_model(&study->model, &study->source, &study->report);
    if (status == ENT_OK)
        status = check_budget(study, &solving, options);
    if (status == ENT_OK)
        status = ent_game_init(&study->game, &study->model, options->threads, &study->report);
    if (status == ENT_OK)
        status = ent_solve(&study->solution, &study->game, &solving, &study->report);
    return status;
}

ent_status ent_study_new(ent_study **study, const char *name, const char *text, size_t length,
                         const ent_study_options *options)
{
    static const ent_study_options plain = {0};
    const ent_study_options *chosen = options == NULL ? &plain : options;
    ent_memory memory = ent_memory_system();
    if (chosen->allocate != NULL)
        memory = (ent_memory){.hook = chosen->allocate, .context = chosen->allocate_context};
    ent_study *made = ent_allocate(&memory, sizeof *made);
    *study = made;
    if (made == NULL)
        return ENT_NO_RESOURCE;
    made->memory = memory;
    made->report = ent_report_new(&made->memory);
    made->messages = ent_text_new(&made->memory);
    ent_model_init(&made->model, &made->memory);
    ent_status status = read_and_solve(made, name, text, length, chosen);
    made->ready = status == ENT_OK;
    ent_report_write(&made->report, &made->messages);
    return status;
}

void ent_study_free(ent_study *study)
{
    if (study == NULL)
        return;
    ent_solution_free(&study->solution);
    if (study->game.model != NULL)
        ent_game_free(&study->game);
    ent_model_free(&study->model);
    ent_text_free(&study->messages);
    ent_report_free(&study->report);
    ent_release(&study->memory, study->text, study->length + 1);
    if (study->name != NULL)
        ent_release(&study->memory, study->name, strlen(study->name) + 1);
    ent_memory memory = study->memory;
    ent_release(&memory, study, sizeof *study);
}

const char *ent_study_messages(const ent_study *study)
{
    return ent_text_string(&study->messages);
}

const char *ent_study_title(const ent_study *study)
{
    return study->model.title;
}

uint64_t ent_study_states(const ent_study *study)
{
    return study->ready ? study->game.space.states : 0;
}

uint32_t ent_study_movers(const ent_study *study)
{
    return study->ready ? study->game.mover_count : 0;
}

uint32_t ent_study_parties(const ent_study *study)
{
    return study->ready ? study->game.party_count : 0;
}

const char *ent_study_mover(const ent_study *study, uint32_t mover)
{
    return mover < ent_study_movers(study) ? ent_mover_id(&study->model, mover) : NULL;
}

uint32_t ent_study_options_count(const ent_study *study)
{
    return study->ready ? study->game.space.digit_count : 0;
}

const char *ent_study_option(const ent_study *study, uint32_t option)
{
    return option < ent_study_options_count(study) ? study->model.options.items[option].id : NULL;
}

/* Whether there is a state of this number; its code is stored. */
static bool find_code(const ent_study *study, uint64_t state, uint64_t *code)
{
    if (state == 0 || state > ent_study_states(study))
        return false;
    *code = ent_code_of_number(&study->game.space, state);
    return true;
}

const char *ent_study_level(const ent_study *study, uint64_t state, uint32_t option)
{
    uint64_t code = 0;
    if (!find_code(study, state, &code) || option >= ent_study_options_count(study))
        return NULL;
    return study->model.vocabulary.options.items[option]
        .levels[ent_level_of(&study->game.space, code, option)];
}

uint64_t ent_study_code(const ent_study *study, uint64_t state)
{
    uint64_t code = 0;
    return find_code(study, state, &code) ? ent_shown_code(&study->game.space, code) : UINT64_MAX;
}

bool ent_study_prefers(const ent_study *study, uint32_t party, uint64_t a, uint64_t b)
{
    uint64_t code_a = 0;
    uint64_t code_b = 0;
    return party < ent_study_parties(study) && find_code(study, a, &code_a) &&
           find_code(study, b, &code_b) && ent_prefers(&study->game, party, code_a, code_b);
}

bool ent_study_is_stable(const ent_study *study, ent_concept concept, uint32_t mover,
                         uint64_t state)
{
    uint64_t code = 0;
    return (unsigned)concept < ENT_CONCEPTS && mover < ent_study_movers(study) &&
           find_code(study, state, &code) &&
           ent_set_has(&study->solution.stable[concept][mover], code);
}

uint64_t ent_study_equilibria(const ent_study *study, ent_concept concept)
{
    if (!study->ready || (unsigned)concept >= ENT_CONCEPTS)
        return 0;
    return ent_set_count(&study->solution.equilibria[concept]);
}

uint64_t ent_study_next_equilibrium(const ent_study *study, ent_concept concept, uint64_t after)
{
    uint64_t code = 0;
    if (!study->ready || (unsigned)concept >= ENT_CONCEPTS || after > ent_study_states(study))
        return 0;
    uint64_t from = after > 0 && find_code(study, after, &code) ? code + 1 : 0;
    uint64_t next = ent_set_next(&study->solution.equilibria[concept], from);
    return next == UINT64_MAX ? 0 : ent_number_of(&study->game.space, next);
}
