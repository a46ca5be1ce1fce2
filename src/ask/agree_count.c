/* The count of all packages, 64 at a time: which are agreeable, and who stands in the way of the
 * others. Threads count apart; their counts are added up in the end. */
#include <stdlib.h>

#include "ask/agree.h"
#include "ask/decider.h"
#include "base/threads.h"

typedef struct {
    ent_ballot ballot;
    bool ready;
    uint64_t packages;
    uint64_t near;
    uint64_t target;
    uint64_t near_in_target;
    ent_agree_party *parties;
    ent_loss **losses; /* by party: by its deciders, and one for where none decides */
} tally;

typedef struct {
    ent_agree *agree;
    const ent_set *target;
    ent_deciders *deciders; /* by party */
    uint32_t depth;
    ent_arena arena;
    tally *tallies;
    int threads;
} count;

static ent_status prepare_tally(count *c, tally *t)
{
    const ent_game *game = c->agree->game;
    t->ready = true;
    ent_status status =
        ent_ballot_init(&t->ballot, game, c->agree->start,
                        c->agree->within.words != NULL ? &c->agree->within : NULL, c->depth);
    t->parties = ent_arena_array(&c->arena, game->party_count, sizeof *t->parties);
    t->losses = ent_arena_array(&c->arena, game->party_count, sizeof *t->losses);
    for (uint32_t p = 0; p < game->party_count && t->losses != NULL; p++)
        t->losses[p] = ent_arena_array(&c->arena, c->deciders[p].count + 1, sizeof(ent_loss));
    return c->arena.exhausted ? ENT_NO_RESOURCE : status;
}

static uint64_t bits_of(uint64_t word)
{
    return (uint64_t)__builtin_popcountll(word);
}

/* How near a miss is to an agreement that is worth having; larger is nearer. */
static uint64_t nearness_of(const count *c, const tally *t, uint64_t target, unsigned bit)
{
    uint32_t parties = c->agree->game->party_count;
    uint64_t losers = 0;
    uint64_t gainers = 0;
    for (uint32_t p = 0; p < parties; p++) {
        losers += (t->ballot.worse[p] >> bit) & 1u;
        gainers += (t->ballot.better[p] >> bit) & 1u;
    }
    return ((target >> bit) & 1u) << 62 | (parties - losers) << 31 | (gainers + 1);
}

static void add_losses(const count *c, tally *t, ent_loss *loss, size_t index, uint64_t bits)
{
    uint64_t target = c->target != NULL ? c->target->words[index] : 0;
    loss->count += bits_of(bits);
    for (; bits != 0; bits &= bits - 1) {
        unsigned bit = (unsigned)__builtin_ctzll(bits);
        uint64_t nearness = nearness_of(c, t, target, bit);
        if (loss->nearness >= nearness)
            continue;
        loss->nearness = nearness;
        loss->nearest = (uint64_t)index * 64 + bit;
    }
}

/* Sorts the near misses of one party by what it would lose. */
static void sort_losses(const count *c, tally *t, uint32_t party, size_t index)
{
    const ent_deciders *deciders = &c->deciders[party];
    uint64_t left = t->ballot.blocks[party] & t->ballot.worse[party];
    for (size_t k = 0; k < deciders->count && left != 0; k++) {
        uint64_t bits =
            ent_decided(&deciders->items[k], deciders->weighed, &t->ballot, left, false);
        add_losses(c, t, &t->losses[party][k], index, bits);
        left &= ~bits;
    }
    add_losses(c, t, &t->losses[party][deciders->count], index,
               t->ballot.blocks[party] & ~t->ballot.worse[party]);
}

static void count_window(const count *c, tally *t, size_t index)
{
    const ent_game *game = c->agree->game;
    ent_ballot *ballot = &t->ballot;
    if (!ent_ballot_move(ballot, index))
        return;
    uint64_t target = c->target != NULL ? c->target->words[index] : 0;
    uint64_t near = 0;
    c->agree->agreeable.words[index] = ballot->agreeable;
    t->packages += bits_of(ballot->packages);
    t->target += bits_of(ballot->packages & target);
    for (uint32_t p = 0; p < game->party_count; p++) {
        ent_agree_party *party = &t->parties[p];
        party->better += bits_of(ballot->agreeable & ballot->better[p]);
        party->worse += bits_of(ballot->agreeable & ballot->worse[p]);
        party->refused += bits_of(ballot->refuses[p]);
        party->blocked += bits_of(ballot->blocks[p]);
        party->blocked_in_target += bits_of(ballot->blocks[p] & target);
        near |= ballot->blocks[p];
        if (ballot->blocks[p] != 0)
            sort_losses(c, t, p, index);
    }
    t->near += bits_of(near);
    t->near_in_target += bits_of(near & target);
}

static void add_loss(ent_loss *sum, const ent_loss *part)
{
    sum->count += part->count;
    if (part->nearness > sum->nearness ||
        (part->nearness == sum->nearness && part->count > 0 && part->nearest < sum->nearest)) {
        sum->nearness = part->nearness;
        sum->nearest = part->nearest;
    }
}

static int most_first(const void *a, const void *b)
{
    const ent_loss *left = a;
    const ent_loss *right = b;
    if (left->count != right->count)
        return left->count > right->count ? -1 : 1;
    return (left->want > right->want) - (left->want < right->want);
}

static ent_status collect_losses(count *c, uint32_t party)
{
    ent_agree_party *sum = &c->agree->parties[party];
    for (size_t k = 0; k <= c->deciders[party].count; k++) {
        ent_loss loss = c->tallies[0].losses[party][k];
        for (int i = 1; i < c->threads; i++)
            add_loss(&loss, &c->tallies[i].losses[party][k]);
        if (loss.count == 0)
            continue;
        ent_loss *slot = ENT_PUSH(&c->agree->arena, &sum->losses);
        if (slot == NULL)
            return ENT_NO_RESOURCE;
        *slot = loss;
        slot->want = k < c->deciders[party].count ? c->deciders[party].items[k].want : NULL;
    }
    if (sum->losses.count > 0)
        qsort(sum->losses.items, sum->losses.count, sizeof *sum->losses.items, most_first);
    return ENT_OK;
}

static ent_status collect(count *c)
{
    ent_agree *agree = c->agree;
    for (int i = 0; i < c->threads; i++) {
        const tally *t = &c->tallies[i];
        agree->packages += t->packages;
        agree->near += t->near;
        agree->target_count += t->target;
        agree->near_in_target += t->near_in_target;
        for (uint32_t p = 0; p < agree->game->party_count; p++) {
            agree->parties[p].better += t->parties[p].better;
            agree->parties[p].worse += t->parties[p].worse;
            agree->parties[p].refused += t->parties[p].refused;
            agree->parties[p].blocked += t->parties[p].blocked;
            agree->parties[p].blocked_in_target += t->parties[p].blocked_in_target;
        }
    }
    for (uint32_t p = 0; p < agree->game->party_count; p++)
        if (collect_losses(c, p) != ENT_OK)
            return ENT_NO_RESOURCE;
    agree->count = ent_set_count(&agree->agreeable);
    return ENT_OK;
}

static ent_status prepare(count *c)
{
    const ent_game *game = c->agree->game;
    c->deciders = ent_arena_array(&c->arena, game->party_count, sizeof *c->deciders);
    c->tallies = ent_arena_array(&c->arena, (size_t)c->threads, sizeof *c->tallies);
    if (c->deciders == NULL || c->tallies == NULL ||
        ent_deciders_init(c->deciders, game, c->agree->start, &c->arena, &c->depth) != ENT_OK)
        return ENT_NO_RESOURCE;
    for (int i = 0; i < c->threads; i++)
        if (prepare_tally(c, &c->tallies[i]) != ENT_OK)
            return ENT_NO_RESOURCE;
    return ENT_OK;
}

ent_status ent_count_packages(ent_agree *agree, const ent_set *target)
{
    count c = {.agree = agree,
               .target = target,
               .depth = 1,
               .arena = ent_arena_new(agree->game->memory),
               .threads = agree->game->space.threads};
    size_t words = ent_set_words(agree->agreeable.bits);
    ent_status status = prepare(&c);
    if (status == ENT_OK) {
#pragma omp parallel for num_threads(c.threads) schedule(static) if (c.threads > 1)
        for (size_t i = 0; i < words; i++)
            count_window(&c, &c.tallies[ent_thread()], i);
        status = collect(&c);
    }
    for (int i = 0; c.tallies != NULL && i < c.threads; i++)
        if (c.tallies[i].ready)
            ent_ballot_free(&c.tallies[i].ballot);
    ent_arena_free(&c.arena);
    return status;
}
