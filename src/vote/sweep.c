/* Steps over a table, piece by piece. */
#include "vote/sweep.h"

/* How many of the first steps to do together: those that trail over at most `room` places, so that
 * what they work on stays in a cache. A step that lags by more than that gains all the same from
 * what the one before has just written. */
static size_t count_group(const ent_step *steps, size_t count, uint64_t room)
{
    size_t taken = 1;
    uint64_t trail = 0;
    for (; taken < count; taken++) {
        if (steps[taken].lag > room)
            continue;
        if (steps[taken].lag > room - trail)
            break;
        trail += steps[taken].lag;
    }
    return taken;
}

static uint64_t back(uint64_t place, uint64_t lag)
{
    return place > lag ? place - lag : 0;
}

static void sweep(const ent_step *steps, size_t first, size_t count, uint64_t tile,
                  ent_step_work work, void *context)
{
    uint64_t front = UINT64_MAX;
    uint64_t end = 0;
    uint64_t lag = 0;
    for (size_t k = first; k < first + count; k++) {
        lag += k > first ? steps[k].lag : 0;
        if (steps[k].from >= steps[k].to)
            continue;
        front = steps[k].from + lag < front ? steps[k].from + lag : front;
        end = steps[k].to + lag > end ? steps[k].to + lag : end;
    }
    while (front < end) {
        uint64_t next = end - front > tile ? front + tile : end;
        lag = 0;
        for (size_t k = first; k < first + count; k++) {
            lag += k > first ? steps[k].lag : 0;
            uint64_t from = back(front, lag);
            uint64_t to = back(next, lag);
            from = from > steps[k].from ? from : steps[k].from;
            to = to < steps[k].to ? to : steps[k].to;
            if (from < to)
                work(context, k, from, to);
        }
        front = next;
    }
}

void ent_sweep(const ent_step *steps, size_t count, uint64_t places, ent_step_work work,
               void *context)
{
    uint64_t tile = places / 4;
    for (size_t first = 0; first < count;) {
        size_t group = count_group(steps + first, count - first, places - tile);
        sweep(steps, first, group, tile, work, context);
        first += group;
    }
}
