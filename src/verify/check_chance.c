/* Checking the probability that a body acts when its members consent independently. */
#include <float.h>
#include <math.h>

#include "verify/check_act.h"

typedef struct {
    const ent_variant_check *v;
    ent_json_path path;
    long double consent[ENT_CENSUS_MEMBERS];
    const json_t *values[ENT_CENSUS_MEMBERS];
} chance_check;

static bool read_consents(chance_check *c, const json_t *object)
{
    const ent_act_check *act = c->v->of;
    const ent_json_path path = ent_json_key(&c->path, "consent");
    if (!ent_act_by_member(act, &path, json_object_get(object, "consent"), false, c->values))
        return false;
    for (uint32_t i = 0; i < act->member_count; i++) {
        const ent_json_path at = ent_json_key(&path, ent_act_member_id(act, i));
        double *before = &act->check->consents[act->members[i]];
        double consent = json_number_value(c->values[i]);
        c->consent[i] = consent;
        if (!json_is_number(c->values[i]) || consent < 0 || consent > 1) {
            ent_check_wrong(act->check, &at, "expected a probability, from 0 to 1");
            return false;
        }
        if (*before >= 0 && *before != consent)
            ent_check_wrong(act->check, &at, "%.17g is claimed, and %.17g before", consent,
                            *before);
        *before = consent;
    }
    return true;
}

static void check_one(const chance_check *c, const ent_json_path *path, const json_t *value)
{
    ent_check *check = c->v->of->check;
    long double truth = ent_census_chance(c->v->census, c->consent);
    long double claimed = json_number_value(value);
    if (!json_is_number(value)) {
        ent_check_wrong(check, path, "expected a probability, from 0 to 1");
        return;
    }
    ent_check_count(check, ENT_CLAIM_CHANCE, 1);
    if (fabsl(claimed - truth) > truth * 8 * DBL_EPSILON * (c->v->of->member_count + 1) + DBL_MIN)
        ent_check_wrong(check, path, "%.17Lg is claimed, and it is %.17Lg", claimed, truth);
}

/* The chance if one member's consent is sure, for each of them: it is `sure`, or sure to lack. */
static void check_if(chance_check *c, const json_t *object, const char *key, long double sure)
{
    const ent_act_check *act = c->v->of;
    const ent_json_path path = ent_json_key(&c->path, key);
    if (!ent_act_by_member(act, &path, json_object_get(object, key), false, c->values))
        return;
    for (uint32_t i = 0; i < act->member_count; i++) {
        const ent_json_path at = ent_json_key(&path, ent_act_member_id(act, i));
        long double consent = c->consent[i];
        c->consent[i] = sure;
        check_one(c, &at, c->values[i]);
        c->consent[i] = consent;
    }
}

void ent_check_chance(const ent_variant_check *v)
{
    const json_t *object = json_object_get(v->object, "chance");
    const ent_json_path acts_path = ent_json_key(&v->path, "chance");
    chance_check c = {.v = v, .path = ent_json_key(&v->path, "chance")};
    const ent_json_path acts = ent_json_key(&acts_path, "acts");
    if (json_is_null(object))
        return;
    if (v->census == NULL) {
        ent_check_skip(v->of->check, ENT_UNCHECKED_CHANCE);
        return;
    }
    if (!json_is_object(object)) {
        ent_check_wrong(v->of->check, &c.path, "expected an object with 'consent' and 'acts'");
        return;
    }
    if (!read_consents(&c, object))
        return;
    check_one(&c, &acts, json_object_get(object, "acts"));
    check_if(&c, object, "with", 1);
    check_if(&c, object, "without", 0);
}
