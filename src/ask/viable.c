/* Which arrangements can be agreed, and in which the guards can act. */
#include "ask/viable.h"

#include <string.h>

#include "ask/act.h"
#include "ask/ballot.h"

/* Where all members but the one that it should act against are enough. */
static ent_status add_guard(const ent_game *game, uint32_t body, uint32_t against, ent_arena *arena,
                            ent_guards *guards)
{
    const ent_rule *rule = ent_rule_of(game, body);
    ent_guard *guard = ENT_PUSH(arena, guards);
    uint64_t *consents = ent_arena_array(arena, ent_party_words(game), sizeof *consents);
    if (guard == NULL || consents == NULL)
        return ENT_NO_RESOURCE;
    *guard = (ent_guard){.body = body, .against = against};
    for (size_t i = 0; i < rule->body->members.count; i++) {
        uint32_t member = rule->body->members.items[i];
        if (member != against)
            consents[member / 64] |= UINT64_C(1) << (member % 64);
    }
    if (ent_set_new(&guard->acts, game->memory, game->space.codes) != ENT_OK)
        return ENT_NO_RESOURCE;
    return ent_rule_select(game, rule, consents, &guard->acts);
}

ent_status ent_find_guards(const ent_game *game, ent_arena *arena, ent_guards *guards)
{
    for (uint32_t m = game->party_count; m < game->mover_count; m++) {
        const ent_condition *trigger = &ent_rule_of(game, m)->body->trigger;
        uint32_t against = ENT_NOBODY;
        if (trigger->expression == NULL)
            continue;
        if (ent_find_aim(game->model, trigger, arena, &against) != ENT_OK ||
            (against != ENT_NOBODY && add_guard(game, m, against, arena, guards) != ENT_OK))
            return ENT_NO_RESOURCE;
    }
    return ENT_OK;
}

void ent_guards_free(ent_guards *guards)
{
    for (size_t i = 0; i < guards->count; i++)
        ent_set_free(&guards->items[i].acts);
}

ent_status ent_keep_agreeable(const ent_game *game, uint64_t start, ent_set *set)
{
    ent_ballot ballot;
    ent_status status = ent_ballot_init(&ballot, game, start, NULL, 1);
    for (size_t i = 0; status == ENT_OK && i < ent_set_words(set->bits); i++)
        if (set->words[i] != 0)
            set->words[i] &= ent_ballot_move(&ballot, i) ? ballot.agreeable : 0;
    ent_ballot_free(&ballot);
    return status;
}

ent_status ent_keep_agreeable_if(const ent_game *game, uint64_t start, uint32_t party, bool prefers,
                                 ent_set *set)
{
    ent_game supposed = *game;
    ent_arena arena = ent_arena_new(game->memory);
    ENT_AUTO_COLUMN keys = {0};
    ent_status status = ENT_NO_RESOURCE;
    supposed.keys = ent_arena_array(&arena, game->party_count, sizeof *supposed.keys);
    if (supposed.keys != NULL)
        status = ent_column_new(&keys, game->memory, game->space.codes, 2);
    if (status == ENT_OK) {
        for (uint64_t code = 0; code < keys.count; code++)
            ent_column_put(&keys, code, prefers && code != start ? 2 : 1);
        memcpy(supposed.keys, game->keys, game->party_count * sizeof *supposed.keys);
        supposed.keys[party] = keys;
        status = ent_keep_agreeable(&supposed, start, set);
    }
    ent_arena_free(&arena);
    return status;
}

ent_status ent_keep_guarded(const ent_game *game, ent_set *set)
{
    ent_arena arena = ent_arena_new(game->memory);
    ent_guards guards = {0};
    ent_status status = ent_find_guards(game, &arena, &guards);
    for (size_t i = 0; i < guards.count && status == ENT_OK; i++)
        ent_set_and(set, &guards.items[i].acts);
    ent_guards_free(&guards);
    ent_arena_free(&arena);
    return status;
}
