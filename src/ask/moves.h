/*
 * What movers can do from a state, and which of the members would want it: looked up state by
 * state, and kept. Moves of one mover from one state are asked about 64 at a time, a bit for each.
 */
#ifndef ENT_ASK_MOVES_H
#define ENT_ASK_MOVES_H

#include "game/game.h"

enum { ENT_MOVES_AT_ONCE = 64 };

/* R_m(s), in code order. */
typedef struct {
    bool listed;
    uint32_t count;
    uint32_t *targets;
    uint64_t *wishes; /* for each member, by key, `words` words: who prefers which target */
    uint32_t words;
} ent_move_list;

/* What is known of a game's moves. Two things of the game may differ from the one that the book
 * was made for: the rules, and one option that has lost a direction. */
typedef struct {
    const ent_game *game;
    ent_arena arena;
    ent_move_list **lists;  /* by code, and then by mover */
    const ent_rule *rules;  /* by body */
    const ent_digit *bound; /* the option, with the directions left; NULL where there is none */
    uint32_t *movers;       /* those that can move at all */
    uint32_t mover_count;
    ent_arena bench; /* holds what running the rules needs */
    uint64_t *planes;
    uint64_t *stack;
    uint64_t room; /* for so many more moves */
} ent_move_book;

/* `book` is to be freed in every case. */
ent_status ent_move_book_init(ent_move_book *book, const ent_game *game, uint64_t room);
void ent_move_book_free(ent_move_book *book);

/* From now on the game is asked about with these rules and this option. */
ent_status ent_move_book_turn(ent_move_book *book, const ent_rule *rules, const ent_digit *bound);

/* The moves of one mover from a state, those of the game that the book was made for; NULL when
 * there is no room, or no memory (then the arena is exhausted). */
const ent_move_list *ent_moves_of(ent_move_book *book, uint32_t mover, uint64_t from);

/* Which of the 64 moves from number 64 * word are there, in the game as it is asked about. */
uint64_t ent_moves_there(const ent_move_book *book, uint32_t mover, const ent_move_list *list,
                         uint64_t from, uint32_t word);

/* Of 64 moves of a body from a state, those that are decided by the consents (a word by party). */
uint64_t ent_moves_decided(const ent_move_book *book, uint32_t body, uint64_t from,
                           const uint64_t *consents);

#endif
