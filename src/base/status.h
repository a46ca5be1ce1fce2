/* How a function that can fail answers (ent_status, see the public header), and what every room
 * uses of the compiler beyond C17. */
#ifndef ENT_BASE_STATUS_H
#define ENT_BASE_STATUS_H

#include "entente/entente.h"

#define ENT_AUTO(cleanup_function) __attribute__((cleanup(cleanup_function)))
#define ENT_PRINTF(format_index, first_index)                                                      \
    __attribute__((format(printf, format_index, first_index)))

#endif
