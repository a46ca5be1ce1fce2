/*
 * What is computed on: the state space, every party's keys, and every body's rule. A game is made
 * from a model once and is then only read.
 */
#ifndef ENT_GAME_GAME_H
#define ENT_GAME_GAME_H

#include "game/keys.h"
#include "game/space.h"

/* A body's rule, ready to be asked about 64 states at once. */
typedef struct {
    const ent_body *body;
    ent_program program; /* its planes are the switches */
    ent_switch_list switches;
    ent_set *switch_sets; /* where each switch holds */
} ent_rule;

typedef struct {
    const ent_model *model;
    ent_memory *memory;
    ent_space space;
    uint32_t party_count;
    uint32_t mover_count; /* parties, then bodies */
    ent_column *keys;     /* by party */
    ent_rule *rules;      /* by body */
} ent_game;

/* Makes the game of a model; `game` is to be freed in every case. The model must outlive it.
 * `threads` 0 means as many as the machine has. */
ent_status ent_game_init(ent_game *game, const ent_model *model, int threads, ent_report *report);
void ent_game_free(ent_game *game);
#define ENT_AUTO_GAME ENT_AUTO(ent_game_free) ent_game

/* Readies a body's rule, which may be another one than the game has for it; `rule` is to be freed
 * in every case, the rules of a game are with it. */
ent_status ent_rule_init(ent_rule *rule, const ent_game *game, const ent_body *body,
                         ent_arena *arena);
void ent_rule_free(ent_rule *rule);

static inline bool ent_mover_is_body(const ent_game *game, uint32_t mover)
{
    return mover >= game->party_count;
}

static inline const ent_rule *ent_rule_of(const ent_game *game, uint32_t mover)
{
    return &game->rules[mover - game->party_count];
}

/* Whether party `p` prefers code `to` to code `from`. */
static inline bool ent_prefers(const ent_game *game, uint32_t p, uint64_t to, uint64_t from)
{
    return ent_column_get(&game->keys[p], to) > ent_column_get(&game->keys[p], from);
}

/* 1 for a party's most preferred states, 2 for the next, …: dense, by key. Fills `ranks` (top + 1
 * entries by key); 0 for keys that no state has. */
ent_status ent_rank_keys(const ent_game *game, uint32_t party, uint32_t *ranks);

/* Where the rule is satisfied when exactly the members in `consents` (a bit by party) consent. */
ent_status ent_rule_select(const ent_game *game, const ent_rule *rule, const uint64_t *consents,
                           ent_set *set);

/* Words of a bit set of parties. */
static inline size_t ent_party_words(const ent_game *game)
{
    return (game->party_count + 63) / 64;
}

/*
 * Walks R_m(s), in code order: the feasible codes other than `from` that mover m can reach in one
 * step. After each call that gives true, `code` is the next of them.
 */
typedef struct {
    const ent_game *game;
    uint32_t mover;
    uint64_t from;
    uint64_t code;
    bool begun;
} ent_walk;

ent_walk ent_walk_from(const ent_game *game, uint32_t mover, uint64_t from);
bool ent_walk_next(ent_walk *walk);

#endif
