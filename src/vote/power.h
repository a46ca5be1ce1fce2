/*
 * The power of the members of a simple game: exact counts of coalitions, and the indices that the
 * literature defines on them (docs/semantics.md §7). Nothing here is approximated: a count is an
 * exact integer, an index the double nearest to its exact value. What would take too much memory is
 * left out, with the reason.
 */
#ifndef ENT_VOTE_POWER_H
#define ENT_VOTE_POWER_H

#include "base/diagnostic.h"
#include "vote/natural.h"
#include "vote/simple_game.h"

typedef enum {
    ENT_BANZHAF,          /* swings, as a share of everybody's swings */
    ENT_BANZHAF_ABSOLUTE, /* swings / 2^(n-1) (Penrose) */
    ENT_SHAPLEY_SHUBIK,
    ENT_COLEMAN_PREVENT,  /* swings / winning coalitions */
    ENT_COLEMAN_INITIATE, /* swings / losing coalitions */
    ENT_JOHNSTON,
    ENT_DEEGAN_PACKEL,
    ENT_HOLLER_PACKEL, /* public good */
} ent_index;

enum { ENT_INDICES = 8 };

typedef struct {
    uint32_t members;
    ent_natural winning;
    ent_natural *swings; /* by member: winning coalitions that lose without it */
    ent_natural minimal; /* minimal winning coalitions, where minimal_known */
    bool minimal_known;
    uint32_t smallest; /* members of the smallest and the largest minimal winning coalition; */
    uint32_t largest;  /* 0 and 0 where they are not known */
    double collectivity;
    double *index[ENT_INDICES]; /* by member; NULL where it is not known or not defined */
    const char *missing;        /* why some are not known; NULL where all are */
    bool *veto;                 /* by member: in every winning coalition */
    bool *dummy;                /* by member: critical in none */
    uint32_t *class_of;         /* by member: the first member that it is interchangeable with */
} ent_power;

typedef struct {
    int threads;          /* 0: as many as the machine has */
    uint64_t memory_most; /* bytes that measuring may take; 0: what the machine can give */
    void (*progress)(void *context, double done); /* may be NULL; done from 0 to 1 */
    void *progress_context;
} ent_power_options;

/* Measures; what it finds lives in the arena. ENT_NO_RESOURCE with a report that says the size when
 * not even the winning coalitions can be counted. */
ent_status ent_measure_power(ent_power *power, const ent_simple_game *game,
                             const ent_power_options *options, ent_arena *arena,
                             ent_report *report);

/* The minimal winning coalitions one by one, smallest members first within each, while they are at
 * most `most`: `complete` says whether that were all of them. Each has ent_coalition_words words.
 */
typedef struct {
    uint64_t *words;
    size_t count;
    bool complete;
} ent_coalitions;

ent_status ent_list_minimal(const ent_simple_game *game, size_t most, ent_arena *arena,
                            ent_coalitions *coalitions);

/* The probability that the body acts when member i consents with probability chance[i],
 * independently; and for each member that probability if it consents (with[i]) and if it does not
 * (without[i]). Computed in doubles: sums of products of non-negative numbers. While they do not
 * fall below the least normal double, the relative error of `acts` stays below members * 2^-50;
 * that of the others may be larger by as many roundings as the diagram has nodes with the same
 * member. */
ent_status ent_chance_to_act(const ent_simple_game *game, const double *chance, double *acts,
                             double *with, double *without, ent_arena *arena, ent_report *report);

/* Estimates by sampling, for games that cannot be measured: `draws` random coalitions and as many
 * random orders of the members. Errors are standard errors. The same seed gives the same figures.
 * Of the options only the progress counts.
 */
typedef struct {
    uint64_t draws;
    uint64_t seed;
    double collectivity, collectivity_error;
    double *banzhaf; /* absolute */
    double *banzhaf_error;
    double *shapley;
    double *shapley_error;
} ent_estimate;

ent_status ent_estimate_power(ent_estimate *estimate, const ent_simple_game *game, uint64_t draws,
                              uint64_t seed, const ent_power_options *options, ent_arena *arena);

#endif
