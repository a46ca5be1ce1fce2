/*
 * A simple game by its definition: every coalition of a body's members is tried in one state. It
 * shares nothing with src/vote (docs/semantics.md, section 7).
 */
#ifndef ENT_VERIFY_CENSUS_H
#define ENT_VERIFY_CENSUS_H

#include "verify/judge.h"

enum {
    ENT_CENSUS_MEMBERS = 20,          /* the most members whose coalitions are all tried */
    ENT_CENSUS_COALITIONS = 1 << 28,  /* the most coalitions, those of all variants together */
    ENT_CENSUS_SHARES = 232792560,    /* divisible by every number from 1 to 20 */
    ENT_CENSUS_WORDS = 1 << (20 - 6), /* of a set of coalitions */
};

/* The indices of power; what each is a share of stands in census.c. */
typedef enum {
    ENT_CENSUS_BANZHAF_ABSOLUTE,
    ENT_CENSUS_BANZHAF,
    ENT_CENSUS_SHAPLEY_SHUBIK,
    ENT_CENSUS_JOHNSTON,
    ENT_CENSUS_DEEGAN_PACKEL,
    ENT_CENSUS_HOLLER_PACKEL,
    ENT_CENSUS_PREVENT,
    ENT_CENSUS_INITIATE,
} ent_census_index;
enum { ENT_CENSUS_INDICES = 8 };

typedef struct {
    uint32_t members;
    uint64_t wins[ENT_CENSUS_WORDS]; /* a bit by coalition; a coalition has a bit by member */
    uint64_t winning;
    uint64_t minimal; /* coalitions that win, and lose without any of their members */
    uint64_t swings[ENT_CENSUS_MEMBERS];
    /* Each index is an exact fraction: part by member, and whole; 0 where it is not defined. */
    uint64_t part[ENT_CENSUS_INDICES][ENT_CENSUS_MEMBERS];
    uint64_t whole[ENT_CENSUS_INDICES];
} ent_census;

/* Tries all coalitions of these members, at most ENT_CENSUS_MEMBERS, for the body in the state. */
void ent_census_take(ent_census *census, ent_judge *judge, uint32_t body, uint32_t state);

/* Whether the members can take each other's place in every coalition. */
bool ent_census_interchangeable(const ent_census *census, uint32_t a, uint32_t b);

/* The probability that a coalition wins in which each member is with its own probability. */
long double ent_census_chance(const ent_census *census, const long double *consent);

#endif
