/*
 * What is known, and how: each statement with what rests on it, what is only assumed, which
 * statements of one party contradict each other, and what carries the answer (docs/semantics.md
 * §10).
 */
#ifndef ENT_ASK_EVIDENCE_H
#define ENT_ASK_EVIDENCE_H

#include "ask/carry.h"

/* An entry of a preference as it is written, or a type. */
typedef struct {
    uint32_t party;
    const ent_type *type; /* whose it is, or itself; NULL where the party has no types */
    const ent_want *want; /* NULL: the type */
    uint32_t place;       /* of the entry in its preference, from 1 */
    bool later;           /* it rests on what was said later only, and does not count yet */
} ent_bearing;

typedef ENT_LIST(ent_bearing) ent_bearings;

/* Two statements of one party that cannot both be meant. */
typedef struct {
    uint32_t statements[2];     /* the one that was made first, first */
    const ent_claim *claims[2]; /* one of each that exclude each other; NULL where only all claims
                                   together do */
} ent_contradiction;

enum { ENT_CONTRADICTIONS_MOST = 1000 };

typedef struct {
    const ent_game *game;
    ent_arena arena;
    ent_bearings *bears; /* by statement: what rests on it */
    ent_bearings assumed;
    size_t entries; /* of all preferences, as written */
    ENT_LIST(ent_contradiction) contradictions;
    bool uncompared; /* there are too many statements, or contradictions, to look at all of them */
    ent_carriers carriers;
} ent_evidence;

/* Answers; `evidence` is to be freed in every case. The game must outlive it. */
ent_status ent_ask_evidence(ent_evidence *evidence, const ent_game *game, ent_concept concept,
                            ent_progress progress, void *progress_context, ent_report *report);
void ent_evidence_free(ent_evidence *evidence);
#define ENT_AUTO_EVIDENCE ENT_AUTO(ent_evidence_free) ent_evidence

/* Fills evidence->contradictions (contradict.c). */
ent_status ent_find_contradictions(ent_evidence *evidence);

#endif
