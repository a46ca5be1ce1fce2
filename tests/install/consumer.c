/* A stranger's program: it knows the installed header and library, and nothing else. */
#include <stdio.h>

#include <entente/entente.h>

int main(void)
{
    return printf("entente %s\n", ent_version()) < 0;
}
