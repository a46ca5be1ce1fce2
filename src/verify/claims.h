/* Claims whose truth is known when they are read: a figure, a flag, a text, a list of names. */
#ifndef ENT_VERIFY_CLAIMS_H
#define ENT_VERIFY_CLAIMS_H

#include "verify/check.h"

/* Whether the object, to which `path` leads, says just this under the key; reported where not. */
void ent_claim_figure(ent_check *check, const ent_json_path *path, const json_t *object,
                      const char *key, uint64_t truth);
void ent_claim_flag(ent_check *check, const ent_json_path *path, const json_t *object,
                    const char *key, bool truth);
bool ent_claim_text(ent_check *check, const ent_json_path *path, const json_t *object,
                    const char *key, const char *truth);

/* Whether the list under the key names just these, in this order. */
void ent_claim_names(ent_check *check, const ent_json_path *path, const json_t *object,
                     const char *key, const char *const *names, size_t count);

/* Whether `list`, to which `path` leads, has so many items; `what` they are. */
bool ent_claim_length(ent_check *check, const ent_json_path *path, const json_t *list, size_t count,
                      const char *what);

/* The object has no such key: what it would say has no place here. */
void ent_claim_absent(ent_check *check, const ent_json_path *path, const json_t *object,
                      const char *key, const char *why);

/* The concept under the key; false, reported, where it is none. */
bool ent_claim_concept(ent_check *check, const json_t *answer, ent_concept *concept);

#endif
