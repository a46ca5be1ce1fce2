/*
 * Checking counts and indices of power. Where all coalitions were tried they are compared with the
 * census; elsewhere the indices that follow from the claimed counts are compared with those.
 */
#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "verify/check_act.h"

/* Where an index stands: under one key, or under two. */
static const struct {
    const char *outer;
    const char *inner;
} places[ENT_CENSUS_INDICES] = {
    [ENT_CENSUS_BANZHAF_ABSOLUTE] = {"banzhaf", "absolute"},
    [ENT_CENSUS_BANZHAF] = {"banzhaf", "normalised"},
    [ENT_CENSUS_SHAPLEY_SHUBIK] = {"shapley_shubik", NULL},
    [ENT_CENSUS_JOHNSTON] = {"johnston", NULL},
    [ENT_CENSUS_DEEGAN_PACKEL] = {"deegan_packel", NULL},
    [ENT_CENSUS_HOLLER_PACKEL] = {"holler_packel", NULL},
    [ENT_CENSUS_PREVENT] = {"coleman", "prevent"},
    [ENT_CENSUS_INITIATE] = {"coleman", "initiate"},
};

/* Numbers past 2^53 are rounded here, and a little of that is allowed for. */
typedef struct {
    const ent_variant_check *v;
    long double coalitions; /* 2^members */
    bool known;             /* the counts, by the census or as claimed */
    bool proper;            /* some coalitions win and some lose */
    bool needed;            /* all of it could be told, and nothing is said to be missing */
    long double winning;
    long double *swings;   /* by member */
    const json_t **values; /* room for what an answer says of each member */
} power_check;

static bool is_null(const json_t *value)
{
    return value == NULL || json_is_null(value);
}

/* --- Counts -------------------------------------------------------------------------------- */

static const char most_of_integers[] = "9223372036854775807";

/* A text of digits that stands for a number past the integers of JSON. */
static bool is_large(const char *text)
{
    size_t length = strlen(text);
    if (text[0] == '0' || strspn(text, "0123456789") != length)
        return false;
    if (length != sizeof most_of_integers - 1)
        return length > sizeof most_of_integers - 1;
    return strcmp(text, most_of_integers) > 0;
}

static bool read_count(const power_check *p, const ent_json_path *path, const json_t *value,
                       long double *count)
{
    uint64_t small = 0;
    if (json_is_string(value) && is_large(json_string_value(value))) {
        *count = strtold(json_string_value(value), NULL);
        return true;
    }
    if (!ent_check_integer(p->v->of->check, path, value, 0, UINT64_MAX, &small))
        return false;
    *count = (long double)small;
    return true;
}

/* What the census says of a count, or else that it is not more than there can be. */
static void check_count(const power_check *p, const ent_json_path *path, long double claimed,
                        uint64_t truth, long double most)
{
    ent_check *check = p->v->of->check;
    ent_check_count(check, ENT_CLAIM_POWER, p->v->census != NULL);
    if (p->v->census != NULL && claimed != (long double)truth)
        ent_check_wrong(check, path, "%.0Lf are claimed, and there are %llu", claimed,
                        (unsigned long long)truth);
    else if (claimed > most)
        ent_check_wrong(check, path, "there are not so many coalitions");
}

static void check_winning(power_check *p)
{
    const ent_variant_check *v = p->v;
    const ent_json_path path = ent_json_key(&v->path, "winning");
    const json_t *winning = json_object_get(v->object, "winning");
    if (is_null(winning) && !p->needed)
        return;
    p->known = read_count(p, &path, winning, &p->winning);
    if (p->known)
        check_count(p, &path, p->winning, v->census == NULL ? 0 : v->census->winning,
                    p->coalitions);
}

static void check_swings(power_check *p)
{
    const ent_variant_check *v = p->v;
    const ent_json_path path = ent_json_key(&v->path, "swings");
    const json_t *swings = json_object_get(v->object, "swings");
    if ((is_null(swings) && !p->needed) ||
        !ent_act_by_member(v->of, &path, swings, false, p->values)) {
        p->known = false;
        return;
    }
    for (uint32_t i = 0; i < v->of->member_count; i++) {
        const ent_json_path at = ent_json_key(&path, ent_act_member_id(v->of, i));
        if (!read_count(p, &at, p->values[i], &p->swings[i]))
            p->known = false;
        else
            check_count(p, &at, p->swings[i], v->census == NULL ? 0 : v->census->swings[i],
                        p->coalitions / 2);
    }
}

/* --- Indices ------------------------------------------------------------------------------- */

/* An index as fractions with one denominator, 0 where it is not defined. */
typedef struct {
    bool known;
    bool adds_up; /* to 1, over all members */
    long double part[ENT_CENSUS_MEMBERS];
    const long double *parts; /* by member */
    long double whole;
    long double slack; /* relative error that is allowed */
} fractions;

/* Whether `claimed` is part / whole, as near as doubles tell. */
static void check_fraction(const power_check *p, const ent_json_path *path, const json_t *value,
                           long double part, long double whole, long double slack)
{
    ent_check *check = p->v->of->check;
    if (is_null(value)) {
        if (p->needed && p->proper && whole > 0)
            ent_check_wrong(check, path, "nothing is claimed, and it is %.17Lg", part / whole);
        return;
    }
    if (!json_is_number(value)) {
        ent_check_wrong(check, path, "expected a number or null");
        return;
    }
    ent_check_count(check, ENT_CLAIM_POWER, 1);
    long double claimed = json_number_value(value);
    long double truth = part / whole;
    if (!(whole > 0))
        ent_check_wrong(check, path, "%.17Lg is claimed, and it is not defined here", claimed);
    else if (fabsl(claimed - truth) > truth * slack + DBL_MIN)
        ent_check_wrong(check, path, "%.17Lg is claimed, and it is %.17Lg", claimed, truth);
}

static void check_sum(const power_check *p, const ent_json_path *path)
{
    ent_check *check = p->v->of->check;
    uint32_t count = p->v->of->member_count;
    long double sum = 0;
    for (uint32_t i = 0; i < count; i++) {
        if (!json_is_number(p->values[i]) || json_number_value(p->values[i]) < 0) {
            if (!is_null(p->values[i]))
                ent_check_wrong(check, path, "'%s': expected a number from 0 to 1, or null",
                                ent_act_member_id(p->v->of, i));
            return;
        }
        sum += json_number_value(p->values[i]);
    }
    ent_check_count(check, ENT_CLAIM_POWER, 1);
    if (fabsl(sum - 1) > 4 * DBL_EPSILON * count)
        ent_check_wrong(check, path, "the members' shares add up to %.17Lg, and not to 1", sum);
}

static void check_index(const power_check *p, const ent_json_path *path, const json_t *object,
                        const fractions *f)
{
    const ent_act_check *act = p->v->of;
    if (is_null(object)) {
        if (f->known)
            check_fraction(p, path, NULL, f->parts[0], f->whole, f->slack);
        return;
    }
    if (!ent_act_by_member(act, path, object, false, p->values))
        return;
    for (uint32_t i = 0; f->known && i < act->member_count; i++) {
        const ent_json_path at = ent_json_key(path, ent_act_member_id(act, i));
        check_fraction(p, &at, p->values[i], f->parts[i], f->whole, f->slack);
    }
    if (!f->known && f->adds_up && p->proper)
        check_sum(p, path);
}

static void by_census(const ent_census *census, ent_census_index index, fractions *f)
{
    f->known = true;
    for (uint32_t i = 0; i < census->members; i++)
        f->part[i] = (long double)census->part[index][i];
    f->parts = f->part;
    f->whole = (long double)census->whole[index];
}

static long double all_swings(const power_check *p)
{
    long double sum = 0;
    for (uint32_t i = 0; i < p->v->of->member_count; i++)
        sum += p->swings[i];
    return sum;
}

/* What the claimed counts say of an index. */
static void by_counts(const power_check *p, ent_census_index index, fractions *f)
{
    long double losing = p->coalitions - p->winning;
    f->parts = p->swings;
    f->known = p->known && isfinite(p->coalitions);
    f->adds_up = index != ENT_CENSUS_BANZHAF_ABSOLUTE && index != ENT_CENSUS_PREVENT &&
                 index != ENT_CENSUS_INITIATE;
    if (index == ENT_CENSUS_BANZHAF_ABSOLUTE)
        f->whole = p->coalitions / 2;
    else if (index == ENT_CENSUS_BANZHAF)
        f->whole = all_swings(p);
    else if (index == ENT_CENSUS_PREVENT)
        f->whole = p->winning;
    else if (index == ENT_CENSUS_INITIATE && losing > p->coalitions * DBL_EPSILON)
        f->whole = losing;
    else
        f->known = false;
    if (index == ENT_CENSUS_INITIATE && f->known) /* the rounding of the difference */
        f->slack += LDBL_EPSILON * p->coalitions / losing;
}

static void check_indices(const power_check *p)
{
    const ent_variant_check *v = p->v;
    for (int index = 0; index < ENT_CENSUS_INDICES; index++) {
        const ent_json_path outer = ent_json_key(&v->path, places[index].outer);
        const ent_json_path inner = ent_json_key(&outer, places[index].inner);
        const json_t *object = json_object_get(v->object, places[index].outer);
        const ent_json_path *path = &outer;
        fractions f = {.slack = 4 * DBL_EPSILON};
        if (places[index].inner != NULL && !is_null(object)) {
            object = ent_check_member(
                v->of->check, &outer, object, places[index].inner,
                is_null(json_object_get(object, places[index].inner)) ? JSON_NULL : JSON_OBJECT);
            path = &inner;
        }
        if (v->census != NULL)
            by_census(v->census, (ent_census_index)index, &f);
        else
            by_counts(p, (ent_census_index)index, &f);
        check_index(p, path, object, &f);
    }
}

static void check_collectivity(const power_check *p)
{
    const ent_variant_check *v = p->v;
    const ent_json_path outer = ent_json_key(&v->path, "coleman");
    const ent_json_path path = ent_json_key(&outer, "collectivity");
    const json_t *value = json_object_get(json_object_get(v->object, "coleman"), "collectivity");
    long double winning = v->census == NULL ? p->winning : (long double)v->census->winning;
    if (v->census != NULL || (p->known && isfinite(p->coalitions)))
        check_fraction(p, &path, value, winning, p->coalitions, 4 * DBL_EPSILON);
}

ent_status ent_check_measures(const ent_variant_check *v)
{
    uint32_t members = v->of->member_count;
    ent_arena scratch = ent_arena_new(v->of->check->judge.arena.memory);
    power_check p = {.v = v,
                     .coalitions = ldexpl(1, (int)members),

                     .needed = v->census != NULL && v->whole,
                     .swings = ent_arena_array(&scratch, members, sizeof *p.swings),
                     .values = ent_arena_array(&scratch, members, sizeof(json_t *))};
    ent_status status = scratch.exhausted ? ent_out_of_memory(v->of->check->report) : ENT_OK;
    if (status == ENT_OK) {
        p.proper = ent_act_rest_wins(v, ENT_NOBODY) && !ent_act_wins(v, NULL, ENT_NOBODY);
        check_winning(&p);
        check_swings(&p);
        check_indices(&p);
        check_collectivity(&p);
    }
    if (v->census == NULL)
        ent_check_skip(v->of->check, ENT_UNCHECKED_POWER);
    ent_arena_free(&scratch);
    return status;
}
