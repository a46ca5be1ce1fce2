/*
 * Can it be agreed? The packages that everybody prefers to the start whose consent is needed; which
 * of them are best; and where nothing, or little, can be agreed: who stands in the way, how often
 * alone, and what it would lose (docs/semantics.md §6).
 */
#ifndef ENT_ASK_AGREE_H
#define ENT_ASK_AGREE_H

#include "ask/bargain.h"
#include "ask/pattern.h"
#include "ask/why.h"

/* What may be said of an agreeable package. The cardinal solutions follow in their own order. */
typedef enum {
    ENT_MARK_TARGET,
    ENT_MARK_PARETO,
    ENT_MARK_FALLBACK,
    ENT_MARK_BARGAIN,
} ent_mark;

enum { ENT_MARKS = ENT_MARK_BARGAIN + ENT_BARGAINS };

/* A package for a party, compared with the start. */
typedef enum { ENT_SAME, ENT_BETTER, ENT_WORSE, ENT_MIXED } ent_liking;

typedef struct {
    ent_liking change;       /* ENT_MIXED: not alike in all packages of the pattern */
    const ent_want *decider; /* the first entry that tells package and start apart; NULL where
                                none does, or not the same one in all packages of the pattern */
} ent_effect;

/* One package, or those of one pattern. */
typedef struct {
    ent_pattern pattern;
    ent_effect *effects;        /* by party */
    uint64_t marked[ENT_MARKS]; /* how many of them bear the mark */
    ent_party_list blockers;    /* of a near miss: whose consent alone is missing */
} ent_package;

typedef ENT_LIST(ent_package) ent_packages;

/* Near misses of one party that the same entry of its preference decides. */
typedef struct {
    const ent_want *want; /* what it would lose; NULL: it would neither gain nor lose */
    uint64_t count;
    uint64_t nearest;  /* the best of them: see `nearness` */
    uint64_t nearness; /* in the target, then few parties that lose, then many that gain */
} ent_loss;

typedef struct {
    uint64_t better;  /* agreeable packages that it prefers to the start */
    uint64_t worse;   /* … and those to which it prefers the start */
    uint64_t refused; /* packages that cannot be had without it, and that it does not prefer */
    uint64_t blocked; /* near misses: its consent alone is missing */
    uint64_t blocked_in_target;
    ENT_LIST(ent_loss) losses; /* of the near misses, most first */
} ent_agree_party;

typedef struct {
    const ent_condition *where; /* only packages that satisfy it; NULL for all */
    size_t listed_most;         /* up to so many packages are given one by one … */
    size_t patterns_most;       /* … more are summed up in so many patterns */
    size_t misses_most;         /* near misses given one by one */
} ent_agree_request;

typedef struct {
    const ent_game *game;
    ent_arena arena;
    ent_agree_request request;
    uint64_t start;
    ent_set within;    /* what `where` leaves; no words where it was not given */
    uint64_t packages; /* feasible states other than the start that all options permit */
    ent_set agreeable;
    uint64_t count;
    uint64_t near;            /* near misses */
    ent_set marks[ENT_MARKS]; /* agreeable packages; no words where a mark means nothing */
    uint64_t marked[ENT_MARKS];
    uint64_t target_count;     /* packages in the target … */
    uint64_t near_in_target;   /* … and near misses */
    uint32_t lone;             /* the party whose own options alone change in every agreeable
                                  package; ENT_NOBODY where there is none */
    uint32_t depth;            /* of the fallback choice: everybody's rank is at least as good */
    ent_bargaining bargaining; /* where all parties have weights */
    ent_agree_party *parties;
    bool listed; /* `shown` has each agreeable package; else patterns */
    ent_packages shown;
    ent_packages choices; /* where they are not listed: some that a solution chooses */
    ent_packages misses;  /* the best of each kind of near misses */
} ent_agree;

/* Answers for the model's start, which the game must have (ent_start_code); `agree` is to be freed
 * in every case. The game must outlive it. */
ent_status ent_ask_agree(ent_agree *agree, const ent_game *game, const ent_agree_request *request,
                         ent_report *report);
void ent_agree_free(ent_agree *agree);
#define ENT_AUTO_AGREE ENT_AUTO(ent_agree_free) ent_agree

/* The package with this code, for all parties. */
ent_status ent_describe_package(ent_agree *agree, uint64_t code, ent_package *package);

/* Splits the agreeable packages into patterns, into agree->shown (agree_patterns.c). */
ent_status ent_sum_up_packages(ent_agree *agree);

/* Counts packages, near misses and who stands in the way; fills the agreeable set
 * (agree_count.c). `target` is NULL where the model has none. */
ent_status ent_count_packages(ent_agree *agree, const ent_set *target);

#endif
