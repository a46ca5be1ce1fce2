/* What this machine has. */
#ifndef ENT_BASE_MACHINE_H
#define ENT_BASE_MACHINE_H

#include <stdint.h>

/* Bytes of memory that this process may still take: the least of what is free, what the control
 * group allows, and what limits on the process allow. UINT64_MAX when nothing of it can be told. */
uint64_t ent_memory_available(void);

#endif
