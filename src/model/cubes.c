/* Collecting cubes, and finding the states outside of them. */
#include "model/cubes.h"

#include <assert.h>

#define WORK_MOST (UINT64_C(1) << 28)

static bool contains(ent_cube outer, ent_cube inner)
{
    return (outer.mask & ~inner.mask) == 0 && (inner.value & outer.mask) == outer.value;
}

/* The one option in which two cubes over the same options differ, as a bit; 0 if there are more. */
static uint64_t only_difference(ent_cube a, ent_cube b)
{
    uint64_t difference = a.value ^ b.value;
    return a.mask == b.mask && (difference & (difference - 1)) == 0 ? difference : 0;
}

bool ent_cubes_add(ent_cube_list *cubes, ent_cube cube, ent_arena *arena)
{
    for (size_t i = 0; i < cubes->count;) {
        ent_cube old = cubes->items[i];
        if (contains(old, cube))
            return true;
        uint64_t difference = only_difference(old, cube);
        if (difference == 0 && !contains(cube, old)) {
            i++;
            continue;
        }
        cubes->items[i] = cubes->items[--cubes->count];
        if (difference != 0) { /* the larger cube may meet earlier ones */
            cube = (ent_cube){cube.mask & ~difference, cube.value & ~difference};
            i = 0;
        }
    }
    ent_cube *item = ENT_PUSH(arena, cubes);
    if (item != NULL)
        *item = cube;
    return item != NULL;
}

bool ent_cube_space_make(ent_cube_space *space, const ent_cube_list *excluded, uint32_t options,
                         ent_arena *arena)
{
    *space = (ent_cube_space){.options = options, .work = WORK_MOST};
    ent_cube *sorted = ent_arena_array(arena, excluded->count, sizeof *sorted);
    if (sorted == NULL)
        return false;
    size_t next[ENT_CUBE_OPTIONS] = {0};
    for (size_t i = 0; i < excluded->count; i++) {
        assert(excluded->items[i].mask != 0);
        space->starts[__builtin_ctzll(excluded->items[i].mask) + 1]++;
    }
    for (uint32_t bit = 0; bit < ENT_CUBE_OPTIONS; bit++) {
        space->starts[bit + 1] += space->starts[bit];
        next[bit] = space->starts[bit];
    }
    for (size_t i = 0; i < excluded->count; i++)
        sorted[next[__builtin_ctzll(excluded->items[i].mask)]++] = excluded->items[i];
    space->excluded = sorted;
    return true;
}

typedef struct {
    ent_cube_space *space;
    ent_cube within;
    size_t most;
    ent_arena *arena;
    ent_code_list *codes;
    ent_search_end end;
} search;

/* Whether the code, known from option `bit` up, lies in a cube whose lowest option is `bit`. */
static bool excludes(const ent_cube_space *space, uint32_t bit, uint64_t code)
{
    for (size_t i = space->starts[bit]; i < space->starts[bit + 1]; i++)
        if ((code & space->excluded[i].mask) == space->excluded[i].value)
            return true;
    return false;
}

/* Ends the search in the way that is given. */
static bool finish(search *s, ent_search_end end)
{
    s->end = end;
    return false;
}

static bool add_code(search *s, uint64_t code)
{
    if (s->codes->count == s->most)
        return finish(s, ENT_SEARCH_MORE);
    uint64_t *item = ENT_PUSH(s->arena, s->codes);
    if (item == NULL)
        return finish(s, ENT_SEARCH_NO_MEMORY);
    *item = code;
    return true;
}

/* Goes through the states that agree with `code` from option `bit` up; false ends the search. */
static bool descend(search *s, uint32_t bit, uint64_t code)
{
    if (bit == 0)
        return add_code(s, code);
    ent_cube_space *space = s->space;
    uint64_t option = UINT64_C(1) << (bit - 1);
    uint64_t cost = 1 + space->starts[bit] - space->starts[bit - 1];
    for (int taken = 0; taken < 2; taken++) {
        uint64_t next = taken ? code | option : code;
        if ((s->within.mask & option) != 0 && ((next ^ s->within.value) & option) != 0)
            continue;
        if (space->work < cost)
            return finish(s, ENT_SEARCH_GAVE_UP);
        space->work -= cost;
        if (!excludes(space, bit - 1, next) && !descend(s, bit - 1, next))
            return false;
    }
    return true;
}

ent_search_end ent_cube_space_find(ent_cube_space *space, ent_cube within, size_t most,
                                   ent_arena *arena, ent_code_list *codes)
{
    *codes = (ent_code_list){0};
    search s = {.space = space, .within = within, .most = most, .arena = arena, .codes = codes};
    (void)descend(&s, space->options, 0);
    return s.end;
}
