/* Ctrl-C during work that can stop at a good place. */
#ifndef ENT_CLI_INTERRUPT_H
#define ENT_CLI_INTERRUPT_H

#include <signal.h>
#include <stdbool.h>

typedef struct {
    sigset_t before; /* what was blocked */
    bool asked;      /* the user wants an end */
} ent_interrupt;

/* From now on, Ctrl-C (or a request to terminate) waits to be asked about. To be called before
 * there are threads. */
void ent_interrupt_hold(ent_interrupt *interrupt);

/* Whether it came. When it has, the next one ends the program at once. */
bool ent_interrupt_came(void *interrupt);

void ent_interrupt_release(ent_interrupt *interrupt);

#endif
