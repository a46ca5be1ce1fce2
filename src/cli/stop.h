/* Ctrl-C, where work can be gone on with: the first one asks to stop, the second one ends at once.
 */
#ifndef ENT_CLI_STOP_H
#define ENT_CLI_STOP_H

#include <stdbool.h>

/* From now on SIGINT and SIGTERM ask to stop, and so does `another` unless it is 0. A file that
 * grows beyond a limit becomes an error of writing. */
void ent_stop_listen(int another);

/* Whether somebody asked; the context is not used. */
bool ent_stop_asked(void *context);

#endif
