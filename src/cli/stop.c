/* A signal can only be told through a variable that outlives every call: the one of this program.
 */
#include "cli/stop.h"

#include <signal.h>
#include <stddef.h>
#include <unistd.h>

static volatile sig_atomic_t asked;

/* The signal is back to what it does to every program before this is called. */
static void ask(int signal)
{
    static const char words[] = "\nentente: finishing what was begun (once more to end at once)\n";
    (void)signal;
    if (asked == 0)
        (void)!write(STDERR_FILENO, words, sizeof words - 1);
    asked = 1;
}

static void listen_to(int number)
{
    const struct sigaction action = {.sa_handler = ask, .sa_flags = (int)SA_RESETHAND | SA_RESTART};
    (void)sigaction(number, &action, NULL);
}

void ent_stop_listen(int another)
{
    const struct sigaction pass_over = {.sa_handler = SIG_IGN};
    asked = 0;
    listen_to(SIGINT);
    listen_to(SIGTERM);
    if (another != 0)
        listen_to(another);
    (void)sigaction(SIGXFSZ, &pass_over, NULL);
}

bool ent_stop_asked(void *context)
{
    (void)context;
    return asked != 0;
}
