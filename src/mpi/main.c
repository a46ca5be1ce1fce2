/*
 * entente-mpi: the verb sweep on many ranks. Every rank reads the model and makes the game; rank 0
 * alone writes the file and the answer, and speaks for the others.
 */
#include <locale.h>
#include <mpi.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "cli/arguments.h"
#include "cli/verbs.h"
#include "mpi/ranks.h"

static const double patience = 60; /* seconds, unless ENTENTE_PATIENCE says otherwise */

static double read_patience(void)
{
    const char *word = getenv("ENTENTE_PATIENCE");
    double seconds = word == NULL ? 0 : strtod(word, NULL);
    return seconds >= 0.1 && seconds <= 1e6 ? seconds : patience;
}

/* What another rank has to say goes to a file in memory, and from there to rank 0. */
static int quieten(void)
{
    int words = memfd_create("entente", MFD_CLOEXEC);
    if (words >= 0)
        (void)dup2(words, STDERR_FILENO);
    if (freopen("/dev/null", "we", stdout) == NULL)
        return -1;
    return words;
}

static void speak_through_rank_0(ent_ranks *ranks, int words)
{
    char text[ENT_WIRE_BYTES];
    (void)fflush(stderr);
    ssize_t length = words < 0 ? 0 : pread(words, text, sizeof text, 0);
    while (length > 0 && text[length - 1] == '\n')
        length--;
    ent_ranks_leave(ranks, text, length < 0 ? 0 : (size_t)length);
}

/* Also where reading the command line ends the program, which all ranks do alike. */
static void finalize(void)
{
    int done = 0;
    if (MPI_Finalized(&done) == MPI_SUCCESS && done == 0)
        (void)MPI_Finalize();
}

static void give_up(int number, siginfo_t *about, void *context)
{
    (void)number;
    (void)context;
    _exit(about->si_value.sival_int);
}

/* MPI_Finalize waits for all ranks. For one that dies when nobody looks any more it would wait for
 * ever, so that it is given as long as any rank is given; then the process ends without it. */
static void finalize_or_end(const ent_ranks *ranks, ent_status status)
{
    const struct sigaction end = {.sa_sigaction = give_up, .sa_flags = SA_SIGINFO};
    struct sigevent event = {.sigev_notify = SIGEV_SIGNAL, .sigev_signo = SIGALRM};
    const struct itimerspec bell = {.it_value.tv_sec = (time_t)ranks->patience + 1};
    timer_t timer;
    event.sigev_value.sival_int = (int)status;
    if (sigaction(SIGALRM, &end, NULL) == 0 && timer_create(CLOCK_MONOTONIC, &event, &timer) == 0)
        (void)timer_settime(timer, 0, &bell, NULL);
    finalize();
}

static void check_request(const ent_arguments *arguments)
{
    const char *wrong = NULL;
    if (arguments->verb != ENT_VERB_SWEEP)
        wrong = "the form is: mpirun entente-mpi sweep MODEL";
    else if (strcmp(arguments->operands[0], "-") == 0)
        wrong = "every rank reads the model, so it cannot come from standard input";
    if (wrong == NULL)
        return;
    (void)fprintf(stderr, "entente: error: %s\n", wrong);
    exit(ENT_WRONG_USE);
}

/* Ranks on this machine. */
static uint64_t neighbours(void)
{
    MPI_Comm here;
    int count = 1;
    if (MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &here) ==
        MPI_SUCCESS) {
        (void)MPI_Comm_size(here, &count);
        (void)MPI_Comm_free(&here);
    }
    return count > 0 ? (uint64_t)count : 1;
}

static ent_status lead(ent_ranks *ranks, const ent_arguments *arguments)
{
    const ent_sweep_runner runner = {
        .run = ent_ranks_lead, .context = ranks, .signal = SIGUSR1, .processes = neighbours()};
    ent_status status = ent_verb_sweep(arguments, &runner);
    ent_ranks_dismiss(ranks);
    return status;
}

/* Works for rank 0; where it cannot, rank 0 says why. */
static ent_status follow(ent_ranks *ranks, const ent_arguments *arguments, int words)
{
    const ent_sweep_runner runner = {
        .run = ent_ranks_follow, .context = ranks, .processes = neighbours(), .follows = true};
    ent_status status = ent_verb_sweep(arguments, &runner);
    if (status != ENT_OK && !ranks->lost && !ranks->stopped)
        speak_through_rank_0(ranks, words);
    return ranks->lost && !ranks->stopped ? ENT_NO_RESOURCE : ENT_OK;
}

/* Ranks 1 … end when rank 0 tells them, not when a signal does that is meant for all. */
static void pass_over_signals(void)
{
    (void)signal(SIGINT, SIG_IGN);
    (void)signal(SIGTERM, SIG_IGN);
    (void)signal(SIGUSR1, SIG_IGN);
}

int main(int argc, char **argv)
{
    int level = 0;
    ent_ranks ranks = {.patience = read_patience()};
    ranks.beat = ranks.patience < 4 ? ranks.patience / 4 : 1;
    ent_arguments arguments;
    (void)setlocale(LC_CTYPE, "C.UTF-8");
    if (MPI_Init_thread(&argc, &argv, MPI_THREAD_FUNNELED, &level) != MPI_SUCCESS)
        return ENT_NO_RESOURCE;
    (void)MPI_Comm_set_errhandler(MPI_COMM_WORLD, MPI_ERRORS_RETURN);
    (void)MPI_Comm_rank(MPI_COMM_WORLD, &ranks.rank);
    (void)MPI_Comm_size(MPI_COMM_WORLD, &ranks.ranks);
    (void)atexit(finalize);
    int words = ranks.rank == 0 ? -1 : quieten();
    ent_parse_arguments(argc, argv, &arguments);
    check_request(&arguments);
    if (ranks.rank != 0)
        pass_over_signals();
    if (arguments.threads == 0)
        arguments.threads = 1;
    ent_status status =
        ranks.rank == 0 ? lead(&ranks, &arguments) : follow(&ranks, &arguments, words);
    (void)fflush(NULL);
    /* With a rank that died there is no ending together, for which MPI_Finalize would wait. */
    if (ranks.lost)
        _exit((int)status);
    finalize_or_end(&ranks, status);
    return (int)status;
}
