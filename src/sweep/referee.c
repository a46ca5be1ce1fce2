/* Facts about movers, put together to verdicts about cases. */
#include "sweep/referee.h"

#include <string.h>

#include "solve/part.h"

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
    j->numbers = ent_arena_array(&j->arena, game->mover_count, sizeof *j->numbers);
    j->key = ent_arena_array(&j->arena, 3 + game->mover_count, sizeof *j->key);
    j->game.keys = ent_arena_array(&j->arena, parties, sizeof *j->game.keys);
    if (j->arena.exhausted)
        return ENT_NO_RESOURCE;
    for (int k = 0; k < ENT_SUMS; k++)
        if (ent_set_new(&j->sets[k], j->memory, game->space.codes) != ENT_OK)
            return ENT_NO_RESOURCE;
    memcpy(j->game.keys, game->keys, parties * sizeof *game->keys);
    return ENT_OK;
}

ent_status ent_referee_init(ent_referee *referee, const ent_sweep_job *job, ent_memory *memory)
{
    *referee = (ent_referee){.job = job,
                             .memory = memory,
                             .arena = ent_arena_new(memory),
                             .game = *job->game,
                             .facts = ent_memo_new(memory),
                             .decrees = ent_memo_new(memory),
                             .verdicts = ent_memo_new(memory)};
    referee->game.memory = memory;
    referee->game.space.memory = memory;
    referee->game.space.threads = 1;
    if (make_scratch(referee) != ENT_OK ||
        ent_workshop_init(&referee->shop, &referee->game, false) != ENT_OK)
        return ENT_NO_RESOURCE;
    return ent_minds_init(&referee->minds, job, &referee->game, &referee->shop, &referee->arena);
}

void ent_referee_forget(ent_referee *referee)
{
    for (ent_fact *fact = referee->all_facts; fact != NULL; fact = fact->next) {
        ent_set_free(&fact->stable);
        ent_column_free(&fact->secure);
    }
    for (ent_decree *decree = referee->all_decrees; decree != NULL; decree = decree->next)
        ent_free_decisions(&referee->shop, &decree->decisions);
    referee->all_facts = NULL;
    referee->all_decrees = NULL;
    referee->count = 0;
    ent_memo_free(&referee->facts);
    ent_memo_free(&referee->decrees);
    ent_memo_free(&referee->verdicts);
    ent_minds_free(&referee->minds);
}

void ent_referee_free(ent_referee *referee)
{
    ent_referee_forget(referee);
    /* Grades belong to minds. */
    for (uint32_t p = 0; referee->shop.plans != NULL && p < referee->game.party_count; p++)
        referee->shop.plans[p].grades = (ent_column){0};
    if (referee->shop.game != NULL)
        ent_workshop_free(&referee->shop);
    for (int k = 0; k < ENT_SUMS; k++)
        ent_set_free(&referee->sets[k]);
    ent_arena_free(&referee->arena);
}

/* Gives the game the keys of the case in hand. */
static void install(ent_referee *j)
{
    for (uint32_t p = 0; p < j->game.party_count; p++) {
        j->game.keys[p] = j->now[p]->keys;
        j->shop.plans[p] = j->now[p]->plan;
    }
}

/* --- What bodies decide ----------------------------------------------------------------- */

static bool is_member_of(const ent_body *body, uint32_t party)
{
    for (size_t i = 0; i < body->members.count; i++)
        if (body->members.items[i] == party)
            return true;
    return false;
}

/* Equal decisions that come from other manners get the same number. */
static ent_status number_decree(ent_referee *j, uint32_t mover, ent_decree *decree)
{
    const ent_decisions *found = &decree->decisions;
    uint64_t print[3] = {mover, 1, 2};
    for (size_t i = 0; i < found->count; i++) {
        print[1] = (print[1] ^ found->words[i]) * UINT64_C(0x9E3779B97F4A7C15);
        print[1] ^= print[1] >> 32;
        print[2] = (print[2] + found->words[i]) * UINT64_C(0xD1342543DE82EF95);
        print[2] ^= print[2] >> 29;
    }
    const ent_decree *other = ent_memo_find(&j->decrees, print, sizeof print);
    if (other == NULL)
        return ent_memo_add(&j->decrees, print, sizeof print, decree);
    if (memcmp(other->decisions.words, found->words, found->count * sizeof *found->words) == 0)
        decree->number = other->number;
    return ENT_OK;
}

static ent_decree *new_decree(ent_referee *j, uint32_t mover, uint32_t without)
{
    enum { WORDS_MOST = 4 /* for each code: as much as some columns */ };
    ent_decree *decree = ent_arena_allocate(&j->decrees.arena, sizeof *decree);
    if (decree == NULL)
        return NULL;
    *decree = (ent_decree){.next = j->all_decrees, .number = j->count++};
    j->all_decrees = decree;
    if (ent_count_decisions(&j->shop, mover) > WORDS_MOST * j->game.space.codes)
        return decree;
    install(j);
    if (ent_find_decisions(&j->shop, mover, without, &decree->decisions) != ENT_OK ||
        number_decree(j, mover, decree) != ENT_OK)
        return NULL;
    return decree;
}

/* The key tells the body, whose consent is left out, and the manners of the others. It begins with
 * a number that no fingerprint of number_decree begins with. */
static const ent_decree *decree_of(ent_referee *j, uint32_t mover, uint32_t focal)
{
    const ent_body *body = ent_rule_of(&j->game, mover)->body;
    uint32_t without = is_member_of(body, focal) ? focal : ENT_NOBODY;
    size_t filled = 2;
    j->key[0] = ENT_NOBODY - mover;
    j->key[1] = without;
    for (size_t i = 0; i < body->members.count; i++)
        if (body->members.items[i] != without)
            j->key[filled++] = j->now[body->members.items[i]]->manners[mover];
    size_t bytes = filled * sizeof *j->key;
    ent_decree *decree = ent_memo_find(&j->decrees, j->key, bytes);
    if (decree != NULL)
        return decree;
    decree = new_decree(j, mover, without);
    return decree != NULL && ent_memo_add(&j->decrees, j->key, bytes, decree) == ENT_OK ? decree
                                                                                        : NULL;
}

/* What each body decides without the party. */
static bool find_decrees(ent_referee *j, uint32_t party)
{
    for (uint32_t m = j->game.party_count; m < j->game.mover_count; m++) {
        if (!j->job->moves[m])
            continue;
        const ent_decree *decree = decree_of(j, m, party);
        if (decree == NULL)
            return false;
        j->decisions[m] = decree->decisions;
        j->numbers[m] = decree->number;
    }
    return true;
}

/* --- Facts ------------------------------------------------------------------------------ */

static ent_fact *new_fact(ent_referee *j)
{
    ent_fact *fact = ent_arena_allocate(&j->facts.arena, sizeof *fact);
    if (fact == NULL)
        return NULL;
    *fact = (ent_fact){.next = j->all_facts, .number = j->count++};
    j->all_facts = fact;
    return ent_set_new(&fact->stable, j->memory, j->game.space.codes) == ENT_OK ? fact : NULL;
}

/* What a party's stability depends on; 0 without memory. */
static size_t party_key(ent_referee *j, ent_concept concept, uint32_t party)
{
    size_t filled = 3;
    if (concept == ENT_SEQ && !find_decrees(j, party))
        return 0;
    j->key[0] = (uint32_t) concept;
    j->key[1] = party;
    j->key[2] = j->now[party]->number;
    for (uint32_t m = 0; m < j->game.mover_count && concept == ENT_SEQ; m++)
        if (m != party && j->job->moves[m])
            j->key[filled++] =
                ent_mover_is_body(&j->game, m) ? j->numbers[m] : j->now[m]->manners[m];
    return filled * sizeof *j->key;
}

static ent_status find_party_fact(ent_referee *j, ent_concept concept, uint32_t party,
                                  ent_fact *fact)
{
    const ent_column *keys = &j->now[party]->keys;
    ENT_AUTO_COLUMN values = {0};
    install(j);
    if (ent_column_new(&values, j->memory, keys->count, keys->top) != ENT_OK)
        return ENT_NO_RESOURCE;
    j->shop.decisions = j->decisions;
    ent_status status = ent_fill_secure(&j->shop, concept, party, &values);
    j->shop.decisions = NULL;
    if (status != ENT_OK)
        return status;
    if (j->job->member[party]) {
        if (ent_column_new(&fact->secure, j->memory, keys->count, keys->top) != ENT_OK)
            return ENT_NO_RESOURCE;
        memcpy(fact->secure.data, values.data, (size_t)keys->count * keys->width);
    }
    if (j->job->moves[party])
        ent_find_stable(&j->shop, party, &values, &fact->stable);
    else
        ent_set_copy(&fact->stable, &j->game.space.feasible);
    return ENT_OK;
}

static const ent_fact *party_fact(ent_referee *j, ent_concept concept, uint32_t party)
{
    size_t bytes = party_key(j, concept, party);
    ent_fact *fact = bytes == 0 ? NULL : ent_memo_find(&j->facts, j->key, bytes);
    if (fact != NULL || bytes == 0)
        return fact;
    fact = new_fact(j);
    if (fact == NULL || find_party_fact(j, concept, party, fact) != ENT_OK)
        return NULL;
    return ent_memo_add(&j->facts, j->key, bytes, fact) == ENT_OK ? fact : NULL;
}

/* A body's stability depends on its members' keys and secure values; each has a fact for both. */
static size_t body_key(ent_referee *j, ent_concept concept, uint32_t mover)
{
    const ent_body *body = ent_rule_of(&j->game, mover)->body;
    for (size_t i = 0; i < body->members.count; i++) {
        uint32_t party = body->members.items[i];
        const ent_fact *fact = party_fact(j, concept, party);
        if (fact == NULL)
            return 0;
        j->secure[party] = fact->secure;
        j->numbers[i] = fact->number;
    }
    j->key[0] = (uint32_t) concept;
    j->key[1] = mover;
    memcpy(j->key + 2, j->numbers, body->members.count * sizeof *j->key);
    return (2 + body->members.count) * sizeof *j->key;
}

static const ent_fact *body_fact(ent_referee *j, ent_concept concept, uint32_t mover)
{
    size_t bytes = body_key(j, concept, mover);
    ent_fact *fact = bytes == 0 ? NULL : ent_memo_find(&j->facts, j->key, bytes);
    if (fact != NULL || bytes == 0)
        return fact;
    fact = new_fact(j);
    install(j);
    if (fact == NULL || ent_find_body_stable(&j->shop, mover, j->secure, &fact->stable) != ENT_OK)
        return NULL;
    return ent_memo_add(&j->facts, j->key, bytes, fact) == ENT_OK ? fact : NULL;
}

static ent_status find_equilibria(ent_referee *j, ent_concept concept)
{
    ent_set *set = &j->sets[concept];
    ent_set_copy(set, &j->game.space.feasible);
    for (uint32_t m = 0; m < j->game.mover_count; m++) {
        if (!j->job->moves[m])
            continue;
        const ent_fact *fact =
            ent_mover_is_body(&j->game, m) ? body_fact(j, concept, m) : party_fact(j, concept, m);
        if (fact == NULL)
            return ENT_NO_RESOURCE;
        ent_set_and(set, &fact->stable);
    }
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
    ent_verdict *verdict = ent_arena_allocate(&j->verdicts.arena, sizeof *verdict);
    if (verdict == NULL)
        return NULL;
    verdict->minds = ent_arena_array(&j->verdicts.arena, parties, sizeof *verdict->minds);
    if (verdict->minds == NULL || find_sets(j) != ENT_OK)
        return NULL;
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
    if (verdict == NULL ||
        ent_memo_add(&referee->verdicts, referee->key, case_key(referee), verdict) != ENT_OK)
        return NULL;
    return verdict;
}

ent_status ent_referee_sets(ent_referee *referee, const ent_verdict *verdict)
{
    memcpy(referee->now, verdict->minds, referee->game.party_count * sizeof *referee->now);
    return find_sets(referee);
}
