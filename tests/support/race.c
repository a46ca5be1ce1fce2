/* Adds up with and without care for the other threads: what tools/check-races looks at. */
#include <string.h>

enum { STEPS = 100000 };

int main(int count, char **arguments)
{
    int guarded = count > 1 && strcmp(arguments[1], "guarded") == 0;
    static int squares[STEPS];
    int sum = 0;
    if (guarded) {
#pragma omp parallel for reduction(+ : sum)
        for (int i = 0; i < STEPS; i++)
            sum += squares[i] = i % 7;
    } else {
#pragma omp parallel for
        for (int i = 0; i < STEPS; i++)
            sum += squares[i] = i % 7;
    }
#pragma omp parallel for reduction(+ : sum)
    for (int i = 0; i < STEPS; i++)
        sum -= squares[STEPS - 1 - i];
    return guarded && sum != 0;
}
