/* How members of bodies see the bodies' steps, and what they decide. */
#include <string.h>

#include "sweep/referee_parts.h"

/* What a view is of; the first word of its key. */
typedef enum {
    VIEW_GAIN = 1,  /* a step leads to a key above the member's … */
    VIEW_CLAIM,     /* … or to a secure value above it */
    VIEW_DECISION,  /* who gains decides it … */
    VIEW_RESOLUTION /* … or who gains for sure */
} view_kind;

bool ent_is_viewed(const ent_referee *j, uint32_t mover)
{
    enum { WORDS_MOST = 4 };
    uint64_t words = ent_count_step_words(&j->shop, mover);
    return words <= WORDS_MOST * j->game.space.codes &&
           words * sizeof(uint64_t) <= j->job->library->most;
}

static ent_view *new_view(ent_referee *j)
{
    ent_view *view = ent_shelf_array(&j->lore->shelf, 1, sizeof *view);
    if (view != NULL)
        view->number = ent_lore_number(j->lore);
    return view;
}

/* Gives a view its steps, which are kept in one place with all that are equal, and freed here. */
static ent_status keep_steps(ent_referee *j, ent_step_words *steps, ent_view *view)
{
    const ent_content *content = ent_lore_keep(j->lore, steps->words, ent_step_words_bytes(steps));
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
    if (!ent_is_viewed(j, mover))
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
    ent_view *view = ent_memo_find(&j->lore->views, key, sizeof key);
    if (view != NULL)
        return view;
    view = new_view(j);
    if (view == NULL || find_view(j, mover, party, values, view) != ENT_OK)
        return NULL;
    return ent_memo_add(&j->lore->views, key, sizeof key, view);
}

const ent_view *ent_claim_of(ent_referee *j, uint32_t mover, uint32_t party, const ent_fact *fact)
{
    return view_of(j, VIEW_CLAIM, mover, party, j->now[party]->number, &fact->secure,
                   fact->secure_number);
}

static const ent_view *gain_of(ent_referee *j, uint32_t mover, uint32_t party)
{
    const ent_mind *mind = j->now[party];
    _Atomic(const ent_view *) *place = &mind->gains[mover - j->game.party_count];
    const ent_view *gain = atomic_load_explicit(place, memory_order_acquire);
    uint32_t manner = mind->manners[mover];
    if (gain != NULL)
        return gain;
    gain = view_of(j, VIEW_GAIN, mover, party, manner, &mind->keys, manner);
    atomic_store_explicit(place, gain, memory_order_release);
    return gain;
}

/* What is decided by members who see the steps as in the scratch. The key is filled with what tells
 * that. */
static ent_view *decision_of(ent_referee *j, view_kind kind, uint32_t mover)
{
    ent_step_words steps;
    j->key[0] = (uint32_t)kind;
    j->key[1] = mover;
    size_t bytes = (3 + ent_rule_of(&j->game, mover)->body->members.count) * sizeof *j->key;
    ent_view *view = ent_memo_find(&j->lore->views, j->key, bytes);
    if (view != NULL)
        return view;
    view = new_view(j);
    if (view == NULL)
        return NULL;
    if (ent_is_viewed(j, mover) && (ent_decide(&j->shop, mover, j->seen, &steps) != ENT_OK ||
                                    keep_steps(j, &steps, view) != ENT_OK))
        return NULL;
    return ent_memo_add(&j->lore->views, j->key, bytes, view);
}

/* What a body really decides where the focal party does not consent. */
static const ent_view *decided_without(ent_referee *j, uint32_t mover, uint32_t focal)
{
    const ent_body *body = ent_rule_of(&j->game, mover)->body;
    j->key[2] = ENT_NOBODY;
    for (size_t i = 0; i < body->members.count; i++) {
        uint32_t party = body->members.items[i];
        const ent_view *gain = party == focal ? NULL : gain_of(j, mover, party);
        if (party == focal)
            j->key[2] = focal;
        else if (gain == NULL)
            return NULL;
        j->seen[i] = gain == NULL ? NULL : &gain->steps;
        j->key[3 + i] = gain == NULL ? ENT_NOBODY : gain->number;
    }
    return decision_of(j, VIEW_DECISION, mover);
}

ent_status ent_find_decisions(ent_referee *j, uint32_t party)
{
    for (uint32_t m = j->game.party_count; m < j->game.mover_count; m++) {
        if (!j->job->moves[m])
            continue;
        const ent_view *view = decided_without(j, m, party);
        if (view == NULL)
            return ENT_NO_RESOURCE;
        j->decisions[m] = view->steps;
        j->numbers[m] = view->number;
    }
    return ENT_OK;
}

ent_view *ent_resolution_of(ent_referee *j, uint32_t mover)
{
    const ent_body *body = ent_rule_of(&j->game, mover)->body;
    j->key[2] = ENT_NOBODY;
    for (size_t i = 0; i < body->members.count; i++) {
        const ent_fact *fact = j->facts_now[body->members.items[i]];
        const ent_view *claim = fact->claims[mover - j->game.party_count];
        j->seen[i] = &claim->steps;
        j->key[3 + i] = claim->number;
    }
    return decision_of(j, VIEW_RESOLUTION, mover);
}
