/* Rounds of the sieve: each is one way up the diagram and one down. */
#include "vote/sieve.h"

#include <string.h>

#include "vote/residues.h"

#define PRIME ((uint32_t)INT32_MAX)

typedef struct {
    const ent_diagram *diagram;
    uint32_t **acts; /* by level and node: the probability of acting from there on */
    uint32_t *comes; /* by node of this level: of coming to it */
    uint32_t *next;
    size_t widest;
    uint32_t chance[2];
    uint32_t round;
} walk;

/* splitmix64's output function (Steele, Lea & Flood 2014). */
static uint64_t mix(uint64_t z)
{
    z = (z ^ z >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ z >> 27) * UINT64_C(0x94d049bb133111eb);
    return z ^ z >> 31;
}

/* Which of the two probabilities a member has. */
static unsigned half_of(uint32_t member, uint32_t round)
{
    return (unsigned)(mix((uint64_t)member + 1) >> round & 1u);
}

static bool make_room(walk *w, ent_arena *scratch)
{
    const ent_diagram *d = w->diagram;
    w->acts = ent_arena_array(scratch, (size_t)d->members + 1, sizeof *w->acts);
    for (uint32_t level = 0; w->acts != NULL && level <= d->members; level++) {
        size_t nodes = d->levels[level].nodes.count;
        w->acts[level] = ent_arena_array(scratch, nodes, sizeof **w->acts);
        w->widest = nodes > w->widest ? nodes : w->widest;
    }
    w->comes = ent_arena_array(scratch, w->widest, sizeof *w->comes);
    w->next = ent_arena_array(scratch, w->widest, sizeof *w->next);
    return !scratch->exhausted;
}

static void pull(walk *w)
{
    const ent_diagram *d = w->diagram;
    w->acts[d->members][ENT_WINS] = 1;
    for (uint32_t level = d->members; level-- > 0;) {
        const uint32_t *below = w->acts[level + 1];
        uint32_t chance = w->chance[half_of(d->order[level], w->round)];
        for (size_t i = 0; i < d->levels[level].nodes.count; i++) {
            ent_branch branch = d->levels[level].nodes.items[i];
            uint32_t gain = ent_modular_difference(below[branch.hi], below[branch.lo], PRIME);
            w->acts[level][i] =
                ent_modular_sum(below[branch.lo], ent_modular_product(chance, gain, PRIME), PRIME);
        }
    }
}

static void add(uint32_t *to, uint32_t what)
{
    *to = ent_modular_sum(*to, what, PRIME);
}

/* From the probabilities of coming to this level's nodes to the next's; how much its member
 * matters. */
static uint32_t push(walk *w, uint32_t level)
{
    const ent_diagram *d = w->diagram;
    const uint32_t *below = w->acts[level + 1];
    uint32_t chance = w->chance[half_of(d->order[level], w->round)];
    uint32_t matters = 0;
    memset(w->next, 0, w->widest * sizeof *w->next);
    for (size_t i = 0; i < d->levels[level].nodes.count; i++) {
        ent_branch branch = d->levels[level].nodes.items[i];
        uint32_t gain = ent_modular_difference(below[branch.hi], below[branch.lo], PRIME);
        uint32_t in = ent_modular_product(w->comes[i], chance, PRIME);
        add(&matters, ent_modular_product(w->comes[i], gain, PRIME));
        add(&w->next[branch.hi], in);
        add(&w->next[branch.lo], ent_modular_difference(w->comes[i], in, PRIME));
    }
    uint32_t *kept = w->comes;
    w->comes = w->next;
    w->next = kept;
    return matters;
}

static void run(walk *w, uint32_t *matters)
{
    const ent_diagram *d = w->diagram;
    for (unsigned half = 0; half < 2; half++)
        w->chance[half] = (uint32_t)(mix(~(2 * (uint64_t)w->round + half)) % PRIME);
    pull(w);
    memset(w->comes, 0, w->widest * sizeof *w->comes);
    w->comes[d->root] = 1;
    for (uint32_t level = 0; level < d->members; level++)
        matters[d->order[level] * ENT_SIEVE_ROUNDS + w->round] = push(w, level);
}

bool ent_sieve_make(ent_sieve *sieve, const ent_diagram *diagram, ent_arena *arena)
{
    size_t results = (size_t)diagram->members * ENT_SIEVE_ROUNDS;
    ent_arena scratch = ent_arena_new(arena->memory);
    walk w = {.diagram = diagram};
    sieve->matters = ent_arena_array(arena, results, sizeof *sieve->matters);
    bool made = sieve->matters != NULL && make_room(&w, &scratch);
    for (; made && w.round < ENT_SIEVE_ROUNDS; w.round++)
        run(&w, sieve->matters);
    ent_arena_free(&scratch);
    return made;
}

bool ent_sieve_may_interchange(const ent_sieve *sieve, uint32_t a, uint32_t b)
{
    for (uint32_t round = 0; round < ENT_SIEVE_ROUNDS; round++)
        if (half_of(a, round) == half_of(b, round) &&
            sieve->matters[(size_t)a * ENT_SIEVE_ROUNDS + round] !=
                sieve->matters[(size_t)b * ENT_SIEVE_ROUNDS + round])
            return false;
    return true;
}
