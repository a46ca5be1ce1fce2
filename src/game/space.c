/* Codes, feasibility and numbers. */
#include "game/space.h"

#include <string.h>

#include "base/threads.h"
#include "game/budget.h"

enum {
    GROUP_WORDS = 8,
    GROUP = 64 * GROUP_WORDS,
    CODES_TO_SHARE = 1 << 18, /* fewer are not worth a second thread, least on a busy machine */
};

static uint32_t radix_of(const ent_model *model, size_t option)
{
    return model->options.items[option].pinned
               ? 1
               : model->vocabulary.options.items[option].level_count;
}

uint64_t ent_count_codes(const ent_model *model)
{
    uint64_t codes = 1;
    for (size_t i = 0; i < model->vocabulary.options.count; i++) {
        uint64_t product = 0;
        uint32_t radix = radix_of(model, i);
        if (__builtin_mul_overflow(codes, radix, &product) || product > (UINT64_C(1) << 63))
            return UINT64_MAX;
        codes = product;
    }
    return codes;
}

static ent_status refuse_size(const ent_model *model, uint64_t codes, ent_report *report)
{
    if (codes == UINT64_MAX)
        (void)ent_error(report, (ent_place){0},
                        "the options have over 2^63 combinations; at most 2^28 can be analysed");
    else
        (void)ent_error(report, (ent_place){0},
                        "the options have %llu combinations; at most 2^28 (%llu) can be analysed",
                        (unsigned long long)codes, (unsigned long long)ENT_CODES_MOST);
    ent_hint(report, "%s",
             "fix or drop options, or join options that exclude each other into one "
             "option with several levels");
    ent_explain_weight(model, report);
    return ENT_NO_RESOURCE;
}

static void lay_out_digits(ent_space *space)
{
    uint64_t weight = 1;
    space->codes = 1;
    for (uint32_t i = 0; i < space->digit_count; i++) {
        const ent_option *option = &space->model->options.items[i];
        space->digits[i] = (ent_digit){.stride = space->codes,
                                       .weight = weight,
                                       .radix = radix_of(space->model, i),
                                       .lowest = option->pinned ? option->pinned_level : 0,
                                       .mover = option->mover,
                                       .moves = option->moves};
        space->codes *= space->digits[i].radix;
        weight *= space->model->vocabulary.options.items[i].level_count;
    }
}

void ent_levels_of(const ent_space *space, uint64_t code, uint8_t *levels)
{
    for (uint32_t i = 0; i < space->digit_count; i++)
        levels[i] = (uint8_t)ent_level_of(space, code, i);
}

uint64_t ent_code_of(const ent_space *space, const uint8_t *levels)
{
    uint64_t code = 0;
    for (uint32_t i = 0; i < space->digit_count; i++)
        code += (levels[i] - space->digits[i].lowest) * space->digits[i].stride;
    return code;
}

uint64_t ent_shown_code(const ent_space *space, uint64_t code)
{
    uint64_t shown = 0;
    for (uint32_t i = 0; i < space->digit_count; i++)
        shown += ent_level_of(space, code, i) * space->digits[i].weight;
    return shown;
}

uint64_t ent_number_of(const ent_space *space, uint64_t code)
{
    uint64_t number = space->directory[code / GROUP];
    for (size_t i = (size_t)(code / GROUP) * GROUP_WORDS; i < code / 64; i++)
        number += (uint64_t)__builtin_popcountll(space->feasible.words[i]);
    uint64_t below = (UINT64_C(1) << (code % 64)) - 1;
    number += (uint64_t)__builtin_popcountll(space->feasible.words[code / 64] & below);
    return number + 1;
}

uint64_t ent_code_of_number(const ent_space *space, uint64_t number)
{
    size_t low = 0;
    size_t high = space->directory_size;
    while (high - low > 1) { /* the last group that begins before the state */
        size_t middle = low + (high - low) / 2;
        if (space->directory[middle] < number)
            low = middle;
        else
            high = middle;
    }
    uint64_t left = number - space->directory[low];
    size_t word = low * GROUP_WORDS;
    while ((uint64_t)__builtin_popcountll(space->feasible.words[word]) < left)
        left -= (uint64_t)__builtin_popcountll(space->feasible.words[word++]);
    uint64_t bits = space->feasible.words[word];
    while (--left > 0)
        bits &= bits - 1;
    return (uint64_t)word * 64 + (uint64_t)__builtin_ctzll(bits);
}

static ent_status fill_directory(ent_space *space)
{
    space->directory_size = (size_t)((space->codes + GROUP - 1) / GROUP);
    space->directory =
        ent_allocate(space->memory, space->directory_size * sizeof *space->directory);
    if (space->directory == NULL)
        return ENT_NO_RESOURCE;
    uint32_t total = 0;
    for (size_t i = 0; i < ent_set_words(space->codes); i++) {
        if (i % GROUP_WORDS == 0)
            space->directory[i / GROUP_WORDS] = total;
        total += (uint32_t)__builtin_popcountll(space->feasible.words[i]);
    }
    space->states = total;
    return ENT_OK;
}

static ent_status compile_definitions(ent_space *space)
{
    const ent_vocabulary *vocabulary = &space->model->vocabulary;
    space->definitions =
        ent_arena_array(&space->arena, vocabulary->defined.count, sizeof *space->definitions);
    if (space->definitions == NULL)
        return ENT_NO_RESOURCE;
    for (size_t i = 0; i < vocabulary->defined.count; i++) {
        uint32_t index = vocabulary->definition_order[i];
        if (ent_compile(vocabulary, vocabulary->defined.items[index].condition, &space->arena,
                        &space->definitions[i]) != ENT_OK)
            return ENT_NO_RESOURCE;
        if (space->definitions[i].depth > space->stack_words)
            space->stack_words = space->definitions[i].depth;
    }
    return ENT_OK;
}

ent_status ent_window_init(ent_window *window, const ent_space *space, uint32_t depth)
{
    size_t planes = ent_plane_count(&space->model->vocabulary);
    uint32_t stack = depth > space->stack_words ? depth : space->stack_words;
    *window = (ent_window){.memory = space->memory,
                           .count = planes + stack + 2 * (size_t)space->digit_count};
    window->words = ent_allocate(space->memory, window->count * sizeof *window->words);
    if (window->words == NULL)
        return ENT_NO_RESOURCE;
    window->planes = window->words;
    window->stack = window->planes + planes;
    window->levels = window->stack + stack;
    window->ends = window->levels + space->digit_count;
    return ENT_OK;
}

void ent_window_free(ent_window *window)
{
    if (window->words != NULL)
        ent_release(window->memory, window->words, window->count * sizeof *window->words);
    *window = (ent_window){0};
}

/* The planes of one option for 64 codes, run by run of equal levels. */
static void fill_option_planes(const ent_digit *digit, uint32_t levels, uint64_t base,
                               uint64_t *next_level, uint64_t *next_end, uint64_t *planes)
{
    uint64_t level = *next_level;
    uint64_t end = *next_end;
    for (uint32_t i = 1; i < levels; i++)
        planes[i - 1] = digit->radix == 1 && i <= digit->lowest ? ~UINT64_C(0) : 0;
    if (digit->radix == 1)
        return;
    for (uint64_t at = 0; at < 64;) {
        uint64_t run = end - base - at;
        uint64_t length = run < 64 - at ? run : 64 - at;
        uint64_t bits = length == 64 ? ~UINT64_C(0) : ((UINT64_C(1) << length) - 1) << at;
        for (uint64_t i = 0; i < level; i++)
            planes[i] |= bits;
        at += length;
        if (length == run) {
            end += digit->stride;
            level = level + 1 == digit->radix ? 0 : level + 1;
        }
    }
    *next_level = level;
    *next_end = end;
}

/* Every window shows the same of this option. */
static bool is_steady(const ent_digit *digit)
{
    return digit->radix == 1 || 64 % (digit->stride * digit->radix) == 0;
}

static void seek(ent_window *window, const ent_space *space, uint64_t base)
{
    for (uint32_t i = 0; i < space->digit_count; i++) {
        uint64_t runs = base / space->digits[i].stride;
        window->levels[i] = runs % space->digits[i].radix;
        window->ends[i] = (runs + 1) * space->digits[i].stride;
    }
    window->steady = 0;
    while (window->steady < space->digit_count && is_steady(&space->digits[window->steady]))
        window->steady++;
}

/* Where an option keeps its level, those of larger stride do, too: most windows change few. */
void ent_window_move(ent_window *window, const ent_space *space, size_t index)
{
    const ent_vocabulary *vocabulary = &space->model->vocabulary;
    uint64_t base = (uint64_t)index * 64;
    bool follows = window->next == index && index > 0;
    if (!follows)
        seek(window, space, base);
    window->next = index + 1;
    for (uint32_t i = follows ? window->steady : 0; i < space->digit_count; i++) {
        const ent_digit *digit = &space->digits[i];
        uint64_t begin = window->ends[i] - digit->stride;
        if (follows && begin + 64 <= base && base + 64 < window->ends[i])
            break;
        const ent_scale *option = &vocabulary->options.items[i];
        fill_option_planes(digit, option->level_count, base, &window->levels[i], &window->ends[i],
                           window->planes + option->first_plane);
    }
    for (size_t i = 0; i < vocabulary->defined.count; i++) {
        uint32_t plane = ent_definition_plane(vocabulary, vocabulary->definition_order[i]);
        window->planes[plane] =
            ent_run(&space->definitions[i], window->planes, NULL, window->stack);
    }
}

/* Where all of `programs` hold, word by word, within `within` (or everywhere when NULL). */
static ent_status select_all(const ent_space *space, const ent_program *programs, size_t count,
                             const ent_set *within, ent_set *set)
{
    uint32_t depth = 1;
    for (size_t i = 0; i < count; i++)
        depth = programs[i].depth > depth ? programs[i].depth : depth;
    ent_status status = ENT_OK;
    size_t words = ent_set_words(space->codes);
#pragma omp parallel num_threads(space->threads) if (words > 64) shared(status)
    {
        ent_window window;
        ent_status mine = ENT_OK;
#pragma omp critical(ent_space_memory)
        {
            mine = ent_window_init(&window, space, depth);
            if (mine != ENT_OK)
                status = mine;
        }
#pragma omp for schedule(static)
        for (size_t i = 0; i < words; i++) {
            if (mine != ENT_OK)
                continue;
            uint64_t bits = within == NULL ? ent_set_mask(space->codes, i) : within->words[i];
            if (bits != 0)
                ent_window_move(&window, space, i);
            for (size_t k = 0; k < count && bits != 0; k++)
                bits &= ent_run(&programs[k], window.planes, NULL, window.stack);
            set->words[i] = bits;
        }
#pragma omp critical(ent_space_memory)
        ent_window_free(&window);
    }
    return status;
}

static ent_status find_feasible(ent_space *space, ent_report *report)
{
    const ent_model *model = space->model;
    size_t count = model->constraints.count;
    ent_program *programs = ent_arena_array(&space->arena, count, sizeof *programs);
    if (programs == NULL || ent_set_new(&space->feasible, space->memory, space->codes) != ENT_OK)
        return ent_out_of_memory(report);
    for (size_t i = 0; i < count; i++)
        if (ent_compile(&model->vocabulary, model->constraints.items[i].expression, &space->arena,
                        &programs[i]) != ENT_OK)
            return ent_out_of_memory(report);
    if (select_all(space, programs, count, NULL, &space->feasible) != ENT_OK ||
        fill_directory(space) != ENT_OK)
        return ent_out_of_memory(report);
    if (space->states == 0)
        return ent_refuse_without_states(model, report);
    return ENT_OK;
}

ent_status ent_space_init(ent_space *space, const ent_model *model, int threads, ent_report *report)
{
    ent_memory *memory = model->arena.memory;
    *space = (ent_space){.model = model,
                         .memory = memory,
                         .arena = ent_arena_new(memory),
                         .digit_count = (uint32_t)model->options.count,
                         .threads = threads > 0 ? threads : ent_threads_most()};
    uint64_t codes = ent_count_codes(model);
    if (codes > ENT_CODES_MOST)
        return refuse_size(model, codes, report);
    space->digits = ent_arena_array(&space->arena, space->digit_count, sizeof *space->digits);
    if (space->digits == NULL)
        return ent_out_of_memory(report);
    lay_out_digits(space);
    if (space->codes < CODES_TO_SHARE)
        space->threads = 1;
    if (compile_definitions(space) != ENT_OK)
        return ent_out_of_memory(report);
    return find_feasible(space, report);
}

void ent_space_free(ent_space *space)
{
    ent_set_free(&space->feasible);
    if (space->directory != NULL)
        ent_release(space->memory, space->directory,
                    space->directory_size * sizeof *space->directory);
    ent_arena_free(&space->arena);
    space->directory = NULL;
}

ent_status ent_select(const ent_space *space, const ent_expression *condition, ent_set *set)
{
    ent_arena arena = ent_arena_new(space->memory);
    ent_program program;
    ent_status status = ent_compile(&space->model->vocabulary, condition, &arena, &program);
    if (status == ENT_OK)
        status = select_all(space, &program, 1, &space->feasible, set);
    ent_arena_free(&arena);
    return status;
}

ent_status ent_holds(const ent_space *space, const ent_expression *condition, uint64_t code,
                     bool *holds)
{
    ent_arena arena = ent_arena_new(space->memory);
    size_t definitions = space->model->vocabulary.defined.count;
    uint8_t *levels = ent_arena_array(&arena, space->digit_count, 1);
    bool *defined = ent_arena_array(&arena, definitions, sizeof *defined);
    ent_status status = levels == NULL || defined == NULL ? ENT_NO_RESOURCE : ENT_OK;
    if (status == ENT_OK) {
        ent_levels_of(space, code, levels);
        ent_evaluate_definitions(&space->model->vocabulary, levels, defined);
        *holds = ent_evaluate(condition, &(ent_valuation){.levels = levels, .defined = defined});
    }
    ent_arena_free(&arena);
    return status;
}
