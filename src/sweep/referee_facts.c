/* Where movers have nothing to gain: party by party, body by body. */
#include <string.h>

#include "solve/part.h"
#include "sweep/referee_parts.h"

/* Gives the game the keys of the case in hand. */
static ent_status install(ent_referee *j)
{
    ent_status status = ENT_OK;
    for (uint32_t p = 0; p < j->game.party_count && status == ENT_OK; p++) {
        j->game.keys[p] = j->now[p]->keys;
        status = ent_take_plan(&j->shop, p, &j->now[p]->plan);
    }
    return status;
}

/* How the party sees the steps of its bodies in the light of what is secure. */
static ent_status find_claims(ent_referee *j, uint32_t party, ent_fact *fact)
{
    uint32_t parties = j->game.party_count;
    uint32_t bodies = j->game.mover_count - parties;
    fact->claims = ent_shelf_array(&j->lore->shelf, bodies, sizeof *fact->claims);
    if (fact->claims == NULL)
        return ENT_NO_RESOURCE;
    for (uint32_t b = 0; b < bodies; b++) {
        if (!j->job->moves[parties + b] || !ent_has_member(j->game.rules[b].body, party))
            continue;
        fact->claims[b] = ent_claim_of(j, parties + b, party, fact);
        if (fact->claims[b] == NULL)
            return ENT_NO_RESOURCE;
    }
    return ENT_OK;
}

static ent_status find_secure(ent_referee *j, ent_concept concept, uint32_t party,
                              ent_column *values)
{
    const ent_column *keys = &j->now[party]->keys;
    if (install(j) != ENT_OK || ent_column_new(values, j->memory, keys->count, keys->top) != ENT_OK)
        return ENT_NO_RESOURCE;
    j->shop.decisions = j->decisions;
    ent_status status = ent_fill_secure(&j->shop, concept, party, values);
    j->shop.decisions = NULL;
    return status;
}

static ent_fact *new_party_fact(ent_referee *j, ent_concept concept, uint32_t party)
{
    ENT_AUTO_COLUMN values = {0};
    ent_fact *fact = ent_shelf_array(&j->lore->shelf, 1, sizeof *fact);
    if (fact == NULL || find_secure(j, concept, party, &values) != ENT_OK)
        return NULL;
    if (j->job->member[party] &&
        (ent_lore_keep_column(j->lore, &values, &fact->secure, &fact->secure_number) != ENT_OK ||
         find_claims(j, party, fact) != ENT_OK))
        return NULL;
    if (j->job->moves[party])
        ent_find_stable(&j->shop, party, &values, &j->stable);
    else
        ent_set_copy(&j->stable, &j->game.space.feasible);
    return ent_lore_keep_set(j->lore, &j->stable, &fact->stable) == ENT_OK ? fact : NULL;
}

/* Under SEQ: the mind, and how all others move. */
static const ent_fact *credible_fact(ent_referee *j, uint32_t party)
{
    size_t filled = 0;
    if (ent_find_decisions(j, party) != ENT_OK)
        return NULL;
    j->key[filled++] = j->now[party]->number;
    for (uint32_t m = 0; m < j->game.mover_count; m++)
        if (m != party && j->job->moves[m])
            j->key[filled++] =
                ent_mover_is_body(&j->game, m) ? j->numbers[m] : j->now[m]->manners[m];
    size_t bytes = filled * sizeof *j->key;
    ent_fact *fact = ent_memo_find(&j->lore->facts, j->key, bytes);
    if (fact != NULL)
        return fact;
    fact = new_party_fact(j, ENT_SEQ, party);
    return fact == NULL ? NULL : ent_memo_add(&j->lore->facts, j->key, bytes, fact);
}

const ent_fact *ent_party_fact(ent_referee *j, ent_concept concept, uint32_t party)
{
    if (concept == ENT_SEQ)
        return credible_fact(j, party);
    _Atomic(const ent_fact *) *place = &j->now[party]->facts[concept];
    const ent_fact *fact = atomic_load_explicit(place, memory_order_acquire);
    if (fact != NULL)
        return fact;
    fact = new_party_fact(j, concept, party);
    atomic_store_explicit(place, fact, memory_order_release);
    return fact;
}

/* The states from which none of these steps begins. */
static ent_status find_unmoved(ent_referee *j, uint32_t mover, const ent_step_words *steps)
{
    const ent_set *feasible = &j->game.space.feasible;
    ENT_AUTO_COLUMN flags = {0};
    if (ent_column_new(&flags, j->memory, feasible->bits, 1) != ENT_OK)
        return ENT_NO_RESOURCE;
    ent_find_movable(&j->shop, mover, steps, &flags, &j->stable);
    for (size_t i = 0; i < ent_set_words(feasible->bits); i++)
        j->stable.words[i] = feasible->words[i] & ~j->stable.words[i];
    return ENT_OK;
}

/* Compares the members' secure values with their keys, where the steps are too many to be kept. */
static ent_status find_settled(ent_referee *j, uint32_t mover)
{
    if (install(j) != ENT_OK)
        return ENT_NO_RESOURCE;
    for (uint32_t p = 0; p < j->game.party_count; p++)
        if (j->facts_now[p] != NULL)
            j->secure[p] = j->facts_now[p]->secure;
    return ent_find_body_stable(&j->shop, mover, j->secure, &j->stable);
}

static ent_fact *new_body_fact(ent_referee *j, uint32_t mover, const ent_view *resolution)
{
    ent_fact *fact = ent_shelf_array(&j->lore->shelf, 1, sizeof *fact);
    if (fact == NULL)
        return NULL;
    ent_status status = resolution->steps.words == NULL
                            ? find_settled(j, mover)
                            : find_unmoved(j, mover, &resolution->steps);
    return status == ENT_OK && ent_lore_keep_set(j->lore, &j->stable, &fact->stable) == ENT_OK
               ? fact
               : NULL;
}

static const ent_fact *body_fact(ent_referee *j, uint32_t mover, const ent_view *resolution)
{
    const uint32_t key[] = {ENT_NOBODY, mover, resolution->number};
    ent_fact *fact = ent_memo_find(&j->lore->facts, key, sizeof key);
    if (fact != NULL)
        return fact;
    fact = new_body_fact(j, mover, resolution);
    return fact == NULL ? NULL : ent_memo_add(&j->lore->facts, key, sizeof key, fact);
}

const ent_fact *ent_body_fact(ent_referee *j, uint32_t mover)
{
    ent_view *resolution = ent_resolution_of(j, mover);
    if (resolution == NULL)
        return NULL;
    const ent_fact *fact = atomic_load_explicit(&resolution->fact, memory_order_acquire);
    if (fact != NULL)
        return fact;
    fact = body_fact(j, mover, resolution);
    atomic_store_explicit(&resolution->fact, fact, memory_order_release);
    return fact;
}
