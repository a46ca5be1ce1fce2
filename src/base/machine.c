/* Asking Linux for the memory that is left. */
#include "base/machine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* The number after `key` in a file of "key number" lines, or the first number where key is NULL;
 * UINT64_MAX when there is none ("max"). */
static uint64_t read_number(const char *path, const char *key)
{
    FILE *file = fopen(path, "re");
    if (file == NULL)
        return UINT64_MAX;
    uint64_t number = UINT64_MAX;
    char line[256];
    while (fgets(line, sizeof line, file) != NULL) {
        if (key != NULL && strncmp(line, key, strlen(key)) != 0)
            continue;
        const char *digits = line + (key == NULL ? 0 : strlen(key));
        char *end = NULL;
        unsigned long long value = strtoull(digits, &end, 10);
        if (end != digits)
            number = value;
        break;
    }
    (void)fclose(file);
    return number;
}

static uint64_t least(uint64_t a, uint64_t b)
{
    return a < b ? a : b;
}

static uint64_t left_of(uint64_t limit, uint64_t used)
{
    if (limit == UINT64_MAX || used == UINT64_MAX)
        return limit;
    return used > limit ? 0 : limit - used;
}

static uint64_t left_of_address_space(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY)
        return UINT64_MAX;
    long page = sysconf(_SC_PAGESIZE);
    uint64_t pages = read_number("/proc/self/statm", NULL);
    return left_of(limit.rlim_cur, page <= 0 || pages == UINT64_MAX ? 0 : pages * (uint64_t)page);
}

uint64_t ent_memory_available(void)
{
    uint64_t kibibytes = read_number("/proc/meminfo", "MemAvailable:");
    uint64_t available = kibibytes == UINT64_MAX ? UINT64_MAX : kibibytes * 1024;
    available = least(available, left_of(read_number("/sys/fs/cgroup/memory.max", NULL),
                                         read_number("/sys/fs/cgroup/memory.current", NULL)));
    return least(available, left_of_address_space());
}
