/* Many agreeable packages as few patterns, and what each pattern is to each party. */
#include "ask/agree.h"
#include "ask/decider.h"

typedef struct {
    ent_agree *agree;
    ent_arena arena;
    ent_deciders *deciders;
    ent_ballot ballot;
    bool *seen; /* by pattern and party: some package of the pattern was looked at */
} summing;

/* Where the 64 packages fit the pattern. */
static uint64_t fitting(const summing *s, const ent_pattern *pattern)
{
    const ent_game *game = s->agree->game;
    uint64_t fit = ~UINT64_C(0);
    for (uint32_t i = 0; i < game->space.digit_count; i++) {
        const ent_scale *scale = &game->model->vocabulary.options.items[i];
        const uint64_t *planes = s->ballot.window.planes + scale->first_plane;
        if (pattern->low[i] > 0)
            fit &= planes[pattern->low[i] - 1];
        if (pattern->high[i] + 1u < scale->level_count)
            fit &= ~planes[pattern->high[i]];
    }
    return fit;
}

static void note(const summing *s, size_t pattern, uint32_t party, ent_liking change,
                 const ent_want *decider)
{
    ent_effect *effect = &s->agree->shown.items[pattern].effects[party];
    bool *seen = &s->seen[pattern * s->agree->game->party_count + party];
    if (!*seen)
        *effect = (ent_effect){change, decider};
    if (effect->change != change)
        effect->change = ENT_MIXED;
    if (effect->decider != decider)
        effect->decider = NULL;
    *seen = true;
}

/* Notes the effect of those of the 64 packages that an entry of the party decides. */
static void note_all(const summing *s, const uint64_t *fits, uint32_t party, uint64_t bits,
                     ent_liking change, const ent_want *decider)
{
    for (size_t k = 0; bits != 0 && k < s->agree->shown.count; k++)
        if ((fits[k] & bits) != 0)
            note(s, k, party, change, decider);
}

static void note_party(summing *s, const uint64_t *fits, uint32_t party)
{
    const ent_deciders *deciders = &s->deciders[party];
    uint64_t agreeable = s->ballot.agreeable;
    uint64_t same = agreeable & ~s->ballot.better[party] & ~s->ballot.worse[party];
    note_all(s, fits, party, same, ENT_SAME, NULL);
    for (int better = 0; better < 2; better++) {
        uint64_t left = agreeable & (better ? s->ballot.better[party] : s->ballot.worse[party]);
        for (size_t k = 0; k < deciders->count && left != 0; k++) {
            uint64_t bits =
                ent_decided(&deciders->items[k], deciders->weighed, &s->ballot, left, better != 0);
            note_all(s, fits, party, bits, better ? ENT_BETTER : ENT_WORSE,
                     deciders->items[k].want);
            left &= ~bits;
        }
    }
}

static void sum_up_window(summing *s, size_t index, uint64_t *fits)
{
    ent_agree *agree = s->agree;
    if (agree->agreeable.words[index] == 0 || !ent_ballot_move(&s->ballot, index))
        return;
    for (size_t k = 0; k < agree->shown.count; k++) {
        ent_package *package = &agree->shown.items[k];
        fits[k] = agree->agreeable.words[index] & fitting(s, &package->pattern);
        for (int m = 0; m < ENT_MARKS && fits[k] != 0; m++)
            if (agree->marks[m].words != NULL)
                package->marked[m] +=
                    (uint64_t)__builtin_popcountll(fits[k] & agree->marks[m].words[index]);
    }
    for (uint32_t p = 0; p < agree->game->party_count; p++)
        note_party(s, fits, p);
}

static ent_status list_patterns(ent_agree *agree)
{
    ent_patterns patterns = {0};
    ent_status status = ent_find_patterns(agree->game, &agree->agreeable,
                                          agree->request.patterns_most, &agree->arena, &patterns);
    for (size_t i = 0; i < patterns.list.count && status == ENT_OK; i++) {
        ent_package *package = ENT_PUSH(&agree->arena, &agree->shown);
        if (package == NULL)
            return ENT_NO_RESOURCE;
        package->pattern = patterns.list.items[i];
        package->effects =
            ent_arena_array(&agree->arena, agree->game->party_count, sizeof *package->effects);
        status = package->effects == NULL ? ENT_NO_RESOURCE : ENT_OK;
    }
    return status;
}

ent_status ent_sum_up_packages(ent_agree *agree)
{
    const ent_game *game = agree->game;
    if (list_patterns(agree) != ENT_OK)
        return ENT_NO_RESOURCE;
    summing s = {.agree = agree, .arena = ent_arena_new(game->memory)};
    uint32_t depth = 1;
    uint64_t *fits = ent_arena_array(&s.arena, agree->shown.count, sizeof *fits);
    s.deciders = ent_arena_array(&s.arena, game->party_count, sizeof *s.deciders);
    s.seen = ent_arena_array(&s.arena, agree->shown.count * game->party_count, sizeof *s.seen);
    ent_status status = s.arena.exhausted ? ENT_NO_RESOURCE : ENT_OK;
    if (status == ENT_OK)
        status = ent_deciders_init(s.deciders, game, agree->start, &s.arena, &depth);
    if (status == ENT_OK) {
        status = ent_ballot_init(&s.ballot, game, agree->start,
                                 agree->within.words != NULL ? &agree->within : NULL, depth);
        for (size_t i = 0; status == ENT_OK && i < ent_set_words(agree->agreeable.bits); i++)
            sum_up_window(&s, i, fits);
        ent_ballot_free(&s.ballot);
    }
    ent_arena_free(&s.arena);
    return status;
}
