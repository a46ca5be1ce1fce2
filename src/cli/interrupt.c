/* Signals that wait until somebody looks. */
#include "cli/interrupt.h"

#include <stddef.h>
#include <time.h>

static sigset_t watched(void)
{
    sigset_t set;
    (void)sigemptyset(&set);
    (void)sigaddset(&set, SIGINT);
    (void)sigaddset(&set, SIGTERM);
    return set;
}

void ent_interrupt_hold(ent_interrupt *interrupt)
{
    const sigset_t set = watched();
    interrupt->asked = false;
    (void)pthread_sigmask(SIG_BLOCK, &set, &interrupt->before);
}

bool ent_interrupt_came(void *interrupt)
{
    static const struct timespec at_once = {0, 0};
    ent_interrupt *i = interrupt;
    const sigset_t set = watched();
    if (!i->asked && sigtimedwait(&set, NULL, &at_once) > 0) {
        i->asked = true;
        (void)pthread_sigmask(SIG_SETMASK, &i->before, NULL);
    }
    return i->asked;
}

void ent_interrupt_release(ent_interrupt *interrupt)
{
    (void)pthread_sigmask(SIG_SETMASK, &interrupt->before, NULL);
}
