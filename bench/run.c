/* Measuring the program as a process. */
#include "measure.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "machine.h"

/* Runs the program once, its output going to a file that nobody sees. */
static bench_run run_once(char *const arguments[])
{
    bench_run run = {0};
    FILE *output = tmpfile();
    if (output == NULL)
        return run;
    double started = bench_now();
    pid_t child = fork();
    if (child == 0) {
        dup2(fileno(output), STDOUT_FILENO);
        execv(BENCH_PROGRAM, arguments);
        _exit(127);
    }
    int status = 1;
    struct rusage usage;
    if (child > 0 && wait4(child, &status, 0, &usage) == child) {
        run.seconds = bench_now() - started;
        run.done = WIFEXITED(status) && WEXITSTATUS(status) == 0;
        run.peak = (uint64_t)usage.ru_maxrss * 1024;
        struct stat about;
        run.printed = fstat(fileno(output), &about) == 0 ? (uint64_t)about.st_size : 0;
    }
    fclose(output);
    return run;
}

static bench_run run_fastest(char *const arguments[], int times)
{
    bench_run best = run_once(arguments);
    for (int i = 1; i < times && best.done; i++) {
        bench_run run = run_once(arguments);
        if (!run.done || run.seconds < best.seconds)
            best = run;
    }
    return best;
}

/* execv takes strings that could be written to; nobody does. */
static char *word(const char *text)
{
    char *copy = strdup(text);
    if (copy == NULL)
        abort();
    return copy;
}

static bench_run run_words(const char *const words[], int times)
{
    enum { WORDS_MOST = 6 };
    char *arguments[WORDS_MOST] = {NULL};
    for (int i = 0; words[i] != NULL && i < WORDS_MOST - 1; i++)
        arguments[i] = word(words[i]);
    bench_run run = run_fastest(arguments, times);
    for (int i = 0; i < WORDS_MOST; i++)
        free(arguments[i]);
    return run;
}

bench_run bench_run_hold(const char *file, bool json, int times)
{
    return run_words((const char *const[]){"entente", "hold", file, json ? "--json" : NULL, NULL},
                     times);
}

bench_run bench_run_brief(const char *file, int times)
{
    return run_words((const char *const[]){"entente", file, NULL}, times);
}

bench_run bench_run_need(const char *file, const char *state, int times)
{
    return run_words((const char *const[]){"entente", "need", file, state, "--json", NULL}, times);
}

bench_run bench_run_act(const char *file, const char *body, int times)
{
    return run_words((const char *const[]){"entente", "act", file, body, "--json", NULL}, times);
}

bench_run bench_run_drawn(const bench_family *family, uint32_t bits, int times)
{
    bench_run run = {0};
    char name[] = "/tmp/entente-bench-XXXXXX";
    int file = mkstemp(name);
    if (file < 0)
        return run;
    char *text = bench_draw(family, bits);
    size_t length = strlen(text);
    if (write(file, text, length) == (ssize_t)length)
        run = bench_run_hold(name, false, times);
    free(text);
    close(file);
    unlink(name);
    return run;
}
