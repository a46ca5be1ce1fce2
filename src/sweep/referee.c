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
    j->claims = ent_arena_array(&j->arena, parties, sizeof *j->claims);
    j->gains = ent_arena_array(&j->arena, parties, sizeof *j->gains);
    j->numbers = ent_arena_array(&j->arena, game->mover_count, sizeof *j->numbers);
    j->key = ent_arena_array(&j->arena, 3 + game->mover_count, sizeof *j->key);
    j->game.keys = ent_arena_array(&j->arena, parties, sizeof *j->game.keys);
    if (j->arena.exhausted)
        return ENT_NO_RESOURCE;
    if (ent_set_new(&j->scratch, j->memory, game->space.codes) != ENT_OK)
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
                             .contents = ent_memo_new(memory),
                             .facts = ent_memo_new(memory),
                             .views = ent_memo_new(memory),
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
    ent_memo_free(&referee->contents);
    ent_memo_free(&referee->facts);
    ent_memo_free(&referee->views);
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
    ent_set_free(&referee->scratch);
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

/* --- The steps of bodies ---------------------------------------------------------------- */

/* What a view is of; the first words of its key. */
typedef enum {
    VIEW_GAIN = 1, /* a step leads to a key above the member's … */
    VIEW_CLAIM,    /* … or to a secure value above it */
    VIEW_DECISION  /* it is decided */
} view_kind;

/* Words for all steps of a body are kept where they take no more than some columns. */
static bool is_viewed(const ent_referee *j, uint32_t mover)
{
    enum { WORDS_MOST = 4 };
    uint64_t words = ent_count_step_words(&j->shop, mover);
    return words <= WORDS_MOST * j->game.space.codes &&
           words * sizeof(uint64_t) <= j->job->known_most;
}

static ent_view *new_view(ent_referee *j)
{
    ent_view *view = ent_arena_allocate(&j->views.arena, sizeof *view);
    if (view != NULL)
        view->number = (uint32_t)j->views.count;
    return view;
}

/* Gives a view its steps, which are kept in one place with all that are equal, and freed here. */
static ent_status keep_steps(ent_referee *j, ent_step_words *steps, ent_view *view)
{
    const ent_content *content =
        ent_memo_keep(&j->contents, steps->words, ent_step_words_bytes(steps));
    view->steps = *steps;
    ent_free_step_words(&j->shop, steps);
    if (content == NULL)
        return ENT_NO_RESOURCE;
    view->number = content->number;
    ent_place_step_words(&view->steps, content->bytes);
    return ENT_OK;
}

static ent_status find_view(ent_referee *j, uint32_t mover, uint32_t party,
                            const ent_column *values, ent_view *view)
{
    ent_step_words steps;
    if (!is_viewed(j, mover))
        return ENT_OK;
    if (ent_find_gains(&j->shop, mover, &j->now[party]->keys, values, &steps) != ENT_OK)
        return ENT_NO_RESOURCE;
    return keep_steps(j, &steps, view);
}

/* How a member sees the steps of a body: to which of them a value leads that is above its key.
 * `keys` and `number` tell what keys and values these are. */
static const ent_view *view_of(ent_referee *j, view_kind kind, uint32_t mover, uint32_t party,
                               uint32_t keys, const ent_column *values, uint32_t number)
{
    const uint32_t key[] = {(uint32_t)kind, mover, party, keys, number};
    ent_view *view = ent_memo_find(&j->views, key, sizeof key);
    if (view != NULL)
        return view;
    view = new_view(j);
    if (view == NULL || find_view(j, mover, party, values, view) != ENT_OK ||
        ent_memo_add(&j->views, key, sizeof key, view) != ENT_OK)
        return NULL;
    return view;
}

/* What the members whose gains stand in the scratch decide. The key is filled with what tells that.
 */
static const ent_view *decision_of(ent_referee *j, uint32_t mover, size_t filled)
{
    ent_step_words steps;
    size_t bytes = filled * sizeof *j->key;
    ent_view *view = ent_memo_find(&j->views, j->key, bytes);
    if (view != NULL)
        return view;
    view = new_view(j);
    if (view == NULL)
        return NULL;
    if (is_viewed(j, mover) && (ent_decide(&j->shop, mover, j->gains, &steps) != ENT_OK ||
                                keep_steps(j, &steps, view) != ENT_OK))
        return NULL;
    return ent_memo_add(&j->views, j->key, bytes, view) == ENT_OK ? view : NULL;
}

/* What a body really decides where the focal party does not consent. */
static const ent_view *decided_without(ent_referee *j, uint32_t mover, uint32_t focal)
{
    const ent_body *body = ent_rule_of(&j->game, mover)->body;
    bool viewed = is_viewed(j, mover);
    for (size_t i = 0; i < body->members.count; i++) {
        uint32_t party = body->members.items[i];
        uint32_t number = j->now[party]->manners[mover];
        j->gains[i] = NULL;
        if (viewed && party != focal) {
            const ent_view *view =
                view_of(j, VIEW_GAIN, mover, party, number, &j->now[party]->keys, number);
            if (view == NULL)
                return NULL;
            j->gains[i] = &view->steps;
            number = view->number;
        }
        j->key[3 + i] = number;
    }
    j->key[0] = VIEW_DECISION;
    j->key[1] = mover;
    j->key[2] = ent_has_member(body, focal) ? focal : ENT_NOBODY;
    for (size_t i = 0; i < body->members.count; i++)
        if (body->members.items[i] == focal)
            j->key[3 + i] = ENT_NOBODY;
    return decision_of(j, mover, 3 + body->members.count);
}

/* What each body decides without the party. */
static bool find_decisions(ent_referee *j, uint32_t party)
{
    for (uint32_t m = j->game.party_count; m < j->game.mover_count; m++) {
        if (!j->job->moves[m])
            continue;
        const ent_view *view = decided_without(j, m, party);
        if (view == NULL)
            return false;
        j->decisions[m] = view->steps;
        j->numbers[m] = view->number;
    }
    return true;
}

/* --- Facts ------------------------------------------------------------------------------ */

/* Gives a fact the stable states in the scratch, which are kept once with all that are equal. */
static ent_status keep_stable(ent_referee *j, ent_fact *fact)
{
    size_t bytes = ent_set_words(j->scratch.bits) * sizeof *j->scratch.words;
    const ent_content *content = ent_memo_keep(&j->contents, j->scratch.words, bytes);
    if (content == NULL)
        return ENT_NO_RESOURCE;
    fact->stable = (ent_set){.words = content->bytes, .bits = j->scratch.bits};
    return ENT_OK;
}

static ent_status keep_secure(ent_referee *j, const ent_column *values, ent_fact *fact)
{
    const ent_content *content =
        ent_memo_keep(&j->contents, values->data, (size_t)values->count * values->width);
    if (content == NULL)
        return ENT_NO_RESOURCE;
    fact->secure = *values;
    fact->secure.data = content->bytes;
    fact->secure_number = content->number;
    return ENT_OK;
}

/* What a party's stability depends on; 0 without memory. */
static size_t party_key(ent_referee *j, ent_concept concept, uint32_t party)
{
    size_t filled = 3;
    if (concept == ENT_SEQ && !find_decisions(j, party))
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
    if (j->job->member[party] && keep_secure(j, &values, fact) != ENT_OK)
        return ENT_NO_RESOURCE;
    if (j->job->moves[party])
        ent_find_stable(&j->shop, party, &values, &j->scratch);
    else
        ent_set_copy(&j->scratch, &j->game.space.feasible);
    return keep_stable(j, fact);
}

static const ent_fact *party_fact(ent_referee *j, ent_concept concept, uint32_t party)
{
    size_t bytes = party_key(j, concept, party);
    ent_fact *fact = bytes == 0 ? NULL : ent_memo_find(&j->facts, j->key, bytes);
    if (fact != NULL || bytes == 0)
        return fact;
    fact = ent_arena_allocate(&j->facts.arena, sizeof *fact);
    if (fact == NULL || find_party_fact(j, concept, party, fact) != ENT_OK)
        return NULL;
    return ent_memo_add(&j->facts, j->key, bytes, fact) == ENT_OK ? fact : NULL;
}

/* How the members see the body's steps in the light of their secure values, which is all that the
 * body's stability depends on, under whichever concept. 0 without memory. */
static size_t body_key(ent_referee *j, ent_concept concept, uint32_t mover)
{
    const ent_body *body = ent_rule_of(&j->game, mover)->body;
    for (size_t i = 0; i < body->members.count; i++) {
        uint32_t party = body->members.items[i];
        const ent_fact *fact = party_fact(j, concept, party);
        if (fact == NULL)
            return 0;
        const ent_view *view = view_of(j, VIEW_CLAIM, mover, party, j->now[party]->number,
                                       &fact->secure, fact->secure_number);
        if (view == NULL)
            return 0;
        j->secure[party] = fact->secure;
        j->claims[i] = &view->steps;
        j->numbers[i] = view->number;
    }
    j->key[0] = ENT_CONCEPTS;
    j->key[1] = mover;
    memcpy(j->key + 2, j->numbers, body->members.count * sizeof *j->key);
    return (2 + body->members.count) * sizeof *j->key;
}

/* The states from which the claims in the scratch decide no step. */
static ent_status find_decided(ent_referee *j, uint32_t mover)
{
    const ent_set *feasible = &j->game.space.feasible;
    ent_step_words decisions = {0};
    ENT_AUTO_COLUMN flags = {0};
    if (ent_column_new(&flags, j->memory, feasible->bits, 1) != ENT_OK ||
        ent_decide(&j->shop, mover, j->claims, &decisions) != ENT_OK)
        return ENT_NO_RESOURCE;
    ent_find_movable(&j->shop, mover, &decisions, &flags, &j->scratch);
    ent_free_step_words(&j->shop, &decisions);
    for (size_t i = 0; i < ent_set_words(feasible->bits); i++)
        j->scratch.words[i] = feasible->words[i] & ~j->scratch.words[i];
    return ENT_OK;
}

static ent_status find_body_fact(ent_referee *j, uint32_t mover, ent_fact *fact)
{
    ent_status status = ENT_OK;
    install(j);
    if (is_viewed(j, mover))
        status = find_decided(j, mover);
    else
        status = ent_find_body_stable(&j->shop, mover, j->secure, &j->scratch);
    return status == ENT_OK ? keep_stable(j, fact) : status;
}

static const ent_fact *body_fact(ent_referee *j, ent_concept concept, uint32_t mover)
{
    size_t bytes = body_key(j, concept, mover);
    ent_fact *fact = bytes == 0 ? NULL : ent_memo_find(&j->facts, j->key, bytes);
    if (fact != NULL || bytes == 0)
        return fact;
    fact = ent_arena_allocate(&j->facts.arena, sizeof *fact);
    if (fact == NULL || find_body_fact(j, mover, fact) != ENT_OK)
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
