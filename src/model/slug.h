/* Ids made from the names that other programs let people write. */
#ifndef ENT_MODEL_SLUG_H
#define ENT_MODEL_SLUG_H

#include "base/memory.h"

/*
 * The name in lower case letters, digits and '-', at most 40 bytes, without '-' at its ends: "Air
 * Strike" gives "air-strike". What has no Latin letters gives "". NULL when there is no memory.
 */
char *ent_slug(ent_arena *arena, const char *name);

#endif
