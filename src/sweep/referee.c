/* Facts about movers, put together to verdicts about cases. */
#include "sweep/referee.h"

#include <string.h>

#include "sweep/referee_parts.h"

static ent_status make_scratch(ent_referee *j)
{
    const ent_game *game = j->job->game;
    uint32_t parties = game->party_count;
    uint32_t depth = 1;
    for (uint32_t b = 0; b < game->mover_count - parties; b++)
        if (game->rules[b].program.depth > depth)
            depth = game->rules[b].program.depth;
    j->now = ent_arena_array(&j->arena, parties, sizeof *j->now);
    j->secure = ent_arena_array(&j->arena, parties, sizeof *j->secure);
    j->consents = ent_arena_array(&j->arena, parties, sizeof *j->consents);
    j->stack = ent_arena_array(&j->arena, depth, sizeof *j->stack);
    j->decisions = ent_arena_array(&j->arena, game->mover_count, sizeof *j->decisions);
    j->facts_now = ent_arena_array(&j->arena, game->mover_count, sizeof *j->facts_now);
    j->seen = ent_arena_array(&j->arena, parties, sizeof *j->seen);
    j->numbers = ent_arena_array(&j->arena, game->mover_count, sizeof *j->numbers);
    j->key = ent_arena_array(&j->arena, 3 + game->mover_count, sizeof *j->key);
    j->game.keys = ent_arena_array(&j->arena, parties, sizeof *j->game.keys);
    if (j->arena.exhausted)
        return ENT_NO_RESOURCE;
    if (ent_set_new(&j->stable, j->memory, game->space.codes) != ENT_OK)
        return ENT_NO_RESOURCE;
    for (int k = 0; k < ENT_SUMS; k++)
        if (ent_set_new(&j->sets[k], j->memory, game->space.codes) != ENT_OK)
            return ENT_NO_RESOURCE;
    memcpy(j->game.keys, game->keys, parties * sizeof *game->keys);
    return ENT_OK;
}

/* Rules that take more than a little memory are read tile by tile each time. */
static ent_status lay_out_rules(ent_referee *j)
{
    ent_status status = ENT_OK;
    for (uint32_t m = j->game.party_count; m < j->game.mover_count && status == ENT_OK; m++) {
        uint64_t planes = 1 + ent_rule_of(&j->game, m)->switches.count;
        if (j->job->moves[m] && ent_is_viewed(j, m) &&
            ent_count_step_words(&j->shop, m) * planes <= ENT_LAID_WORDS_MOST)
            status = ent_lay_out_rule(&j->shop, m);
    }
    return status;
}

ent_status ent_referee_init(ent_referee *referee, const ent_sweep_job *job, ent_memory *memory)
{
    *referee = (ent_referee){
        .job = job, .memory = memory, .arena = ent_arena_new(memory), .game = *job->game};
    ent_shelf_init(&referee->own, memory);
    referee->verdicts.shelf = &referee->own;
    referee->game.memory = memory;
    referee->game.space.memory = memory;
    referee->game.space.threads = 1;
    if (make_scratch(referee) != ENT_OK ||
        ent_workshop_init(&referee->shop, &referee->game, false) != ENT_OK)
        return ENT_NO_RESOURCE;
    if (lay_out_rules(referee) != ENT_OK)
        return ENT_NO_RESOURCE;
    return ent_minds_init(&referee->minds, job, &referee->game, &referee->shop, &referee->arena);
}

/* Verdicts speak of minds, which are the lore's. */
static void forget_verdicts(ent_referee *j)
{
    ent_shelf_free(&j->own);
    ent_shelf_init(&j->own, j->memory);
    j->verdicts = (ent_memo){.shelf = &j->own};
    j->shown = NULL;
}

ent_status ent_referee_begin(ent_referee *referee)
{
    if (ent_library_take(referee->job->library, &referee->lore) != ENT_OK)
        return ENT_NO_RESOURCE;
    if (referee->lore->generation != referee->generation)
        forget_verdicts(referee);
    referee->generation = referee->lore->generation;
    referee->minds.lore = referee->lore;
    return ENT_OK;
}

void ent_referee_rest(ent_referee *referee)
{
    ent_library_leave(referee->job->library, &referee->lore);
}

bool ent_referee_is_full(const ent_referee *referee)
{
    const ent_library *library = referee->job->library;
    size_t own = atomic_load_explicit(&referee->own.bytes, memory_order_relaxed);
    return own > ENT_VERDICT_BYTES_MOST || ent_library_is_full(library, referee->lore);
}

ent_status ent_referee_forget(ent_referee *referee)
{
    forget_verdicts(referee);
    return ent_referee_begin(referee);
}

void ent_referee_free(ent_referee *referee)
{
    if (referee->job == NULL)
        return;
    ent_referee_rest(referee);
    ent_shelf_free(&referee->own);
    if (referee->shop.game != NULL)
        ent_workshop_free(&referee->shop);
    ent_set_free(&referee->stable);
    for (int k = 0; k < ENT_SUMS; k++)
        ent_set_free(&referee->sets[k]);
    ent_arena_free(&referee->arena);
}

/* Facts about all movers that move, and about all members of those. */
static ent_status find_facts(ent_referee *j, ent_concept concept)
{
    for (uint32_t p = 0; p < j->game.party_count; p++) {
        j->facts_now[p] = NULL;
        if (!j->job->moves[p] && !j->job->member[p])
            continue;
        j->facts_now[p] = ent_party_fact(j, concept, p);
        if (j->facts_now[p] == NULL)
            return ENT_NO_RESOURCE;
    }
    for (uint32_t m = j->game.party_count; m < j->game.mover_count; m++) {
        if (!j->job->moves[m])
            continue;
        j->facts_now[m] = ent_body_fact(j, m);
        if (j->facts_now[m] == NULL)
            return ENT_NO_RESOURCE;
    }
    return ENT_OK;
}

static ent_status find_equilibria(ent_referee *j, ent_concept concept)
{
    ent_set *set = &j->sets[concept];
    if (find_facts(j, concept) != ENT_OK)
        return ENT_NO_RESOURCE;
    ent_set_copy(set, &j->game.space.feasible);
    for (uint32_t m = 0; m < j->game.mover_count; m++)
        if (j->job->moves[m])
            ent_set_and(set, &j->facts_now[m]->stable);
    return ENT_OK;
}

/* Which of 64 packages everybody accepts whose consent is needed (docs/semantics.md §6). */
static uint64_t agreeable(ent_referee *j, size_t index)
{
    const ent_sweep_job *job = j->job;
    uint64_t left = job->packages.words[index];
    for (uint32_t p = 0; p < j->game.party_count && left != 0; p++) {
        j->consents[p] = j->now[p]->better.words[index];
        left &= ~job->changes[p].words[index] | j->consents[p];
    }
    for (uint32_t m = j->game.party_count; m < j->game.mover_count && left != 0; m++) {
        uint64_t changes = job->changes[m].words[index];
        uint32_t body = m - j->game.party_count;
        if ((changes & left) != 0)
            left &= ~changes | ent_run(&j->game.rules[body].program, job->ballot.switches[body],
                                       j->consents, j->stack);
    }
    return left;
}

static ent_status find_sets(ent_referee *j)
{
    const ent_sweep_job *job = j->job;
    ent_set *sets = j->sets;
    for (int c = 0; c < ENT_CONCEPTS; c++)
        if (find_equilibria(j, (ent_concept)c) != ENT_OK)
            return ENT_NO_RESOURCE;
    for (size_t i = 0; i < ent_set_words(job->target.bits); i++) {
        sets[ENT_SUM_AGREEABLE].words[i] = job->has_start ? agreeable(j, i) : 0;
        sets[ENT_SUM_VIABLE].words[i] = sets[ENT_SUM_AGREEABLE].words[i] & job->acting.words[i] &
                                        sets[job->request.concept].words[i];
    }
    return ENT_OK;
}

static ent_case_row count_sets(const ent_referee *j)
{
    const ent_set *sets = j->sets;
    const ent_set *target = &j->job->target;
    ent_case_row row = {.agreeable = (uint32_t)ent_set_count(&sets[ENT_SUM_AGREEABLE]),
                        .agreed = (uint32_t)ent_set_count_both(&sets[ENT_SUM_AGREEABLE], target),
                        .holding =
                            (uint32_t)ent_set_count_both(&sets[j->job->request.concept], target),
                        .viable = (uint32_t)ent_set_count(&sets[ENT_SUM_VIABLE])};
    for (int c = 0; c < ENT_CONCEPTS; c++)
        row.equilibria[c] = (uint32_t)ent_set_count(&sets[c]);
    return row;
}

static ent_verdict *new_verdict(ent_referee *j)
{
    uint32_t parties = j->game.party_count;
    ent_verdict *verdict = ent_shelf_array(&j->own, 1, sizeof *verdict);
    if (verdict == NULL)
        return NULL;
    verdict->minds = ent_shelf_array(&j->own, parties, sizeof *verdict->minds);
    j->shown = NULL;
    if (verdict->minds == NULL || find_sets(j) != ENT_OK)
        return NULL;
    j->shown = verdict;
    memcpy(verdict->minds, j->now, parties * sizeof *verdict->minds);
    verdict->row = count_sets(j);
    return verdict;
}

static size_t case_key(ent_referee *j)
{
    for (uint32_t p = 0; p < j->game.party_count; p++)
        j->key[p] = j->now[p]->number;
    return j->game.party_count * sizeof *j->key;
}

ent_verdict *ent_referee_judge(ent_referee *referee, const uint8_t *outcomes)
{
    for (uint32_t p = 0; p < referee->game.party_count; p++) {
        referee->now[p] = ent_mind_of(&referee->minds, p, outcomes);
        if (referee->now[p] == NULL)
            return NULL;
    }
    ent_verdict *verdict = ent_memo_find(&referee->verdicts, referee->key, case_key(referee));
    if (verdict != NULL)
        return verdict;
    verdict = new_verdict(referee);
    if (verdict == NULL)
        return NULL;
    return ent_memo_add(&referee->verdicts, referee->key, case_key(referee), verdict);
}

ent_status ent_referee_sets(ent_referee *referee, const ent_verdict *verdict)
{
    if (referee->shown == verdict)
        return ENT_OK;
    memcpy(referee->now, verdict->minds, referee->game.party_count * sizeof *referee->now);
    referee->shown = NULL;
    ent_status status = find_sets(referee);
    referee->shown = status == ENT_OK ? verdict : NULL;
    return status;
}
