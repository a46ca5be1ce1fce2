/* Time and memory of measuring the power that a rule gives to its members. */
#ifndef BENCH_POWER_H
#define BENCH_POWER_H

#include "vote/power.h"
#include "ways.h"

/* A body of an institution, or random weights with a quota of more than half. */
typedef struct {
    const char *id;
    const char *title;
    const char *file;   /* the model with the body, its first; NULL: random weights … */
    const char *when;   /* its variant; NULL: the only one */
    uint32_t members;   /* … of so many members … */
    uint32_t heaviest;  /* … from 1 to this */
    uint32_t least;     /* left out where codes stop below two to this */
    bool every;         /* the target asks for every index, not just those that tables give */
    double seconds;     /* what it should take at the most; 0: there is no target */
    uint64_t peak_most; /* bytes; 0: there is no target */
} bench_rule;

typedef struct {
    const bench_rule *rule;
    bool done; /* false: it would take more memory than there is */
    uint32_t members;
    uint64_t votes; /* of all members, where there is one quota; else 0 */
    double seconds; /* the least of several repetitions, unless it takes long */
    uint64_t peak;  /* bytes, of one repetition */
    bench_ways ways;
    bool minimal_left_out; /* the number of minimal winning coalitions */
    bool left_out[ENT_INDICES];
    bool enough; /* nothing that the target asks for was left out */
} bench_power;

/* Ends the program when the rule's model cannot be read. */
bench_power bench_measure_power(const bench_rule *rule);

#endif
