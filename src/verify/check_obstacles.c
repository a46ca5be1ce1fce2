/*
 * Checking who, as `agree --json` says, stands in the way: for every package whose consent is
 * missing, whose would be enough, and what that party would lose.
 */
#include <stdlib.h>
#include <string.h>

#include "verify/check_agree.h"

/* The near misses of one party that the same entry of its preference decides. */
typedef struct {
    const ent_want *want; /* NULL: it would neither gain nor lose */
    uint64_t count;
    uint32_t nearest;
    uint32_t losers;
    uint32_t gainers;
    bool in_target;
    bool told; /* the answer has it */
} loss;

typedef struct {
    const ent_agree_check *a;
    bool *needed;      /* by mover and party: whether the mover cannot consent without the party */
    bool *changes;     /* by mover: whether its options change, in the package looked at */
    uint32_t *missing; /* … and which movers do not consent to it */
    uint32_t missing_count;
    bool *blocks;  /* … by party */
    uint64_t near; /* near misses */
    uint64_t near_in_target;
    uint64_t *blocked; /* by party */
    uint64_t *refused;
    loss **losses;   /* by party: by entry, and one for where none decides */
    uint32_t *kinds; /* the nearest of each kind of near misses, the nearest first */
    size_t kind_count;
} obstacles;

static size_t loss_count(const obstacles *o, uint32_t party)
{
    return o->a->check->judge.model->parties.items[party].preference.wants.count + 1;
}

/* --- One package ----------------------------------------------------------------------------- */

/* Whether the mover consents, and those whose consent it takes are they who prefer the package and
 * `also`, who may be nobody. */
static bool consents(const obstacles *o, uint32_t mover, uint32_t package, uint32_t also)
{
    ent_judge *judge = &o->a->check->judge;
    uint32_t start = o->a->start;
    if (!ent_is_body(judge->model, mover))
        return mover == also || ent_agree_prefers(o->a, mover, package, start);
    ent_judge_no_consent(judge);
    for (uint32_t p = 0; p < judge->parties; p++)
        if (p == also || ent_agree_prefers(o->a, p, package, start))
            ent_judge_consent(judge, p);
    return ent_judge_decides(judge, mover, start);
}

static void find_missing(obstacles *o, uint32_t package)
{
    const ent_judge *judge = &o->a->check->judge;
    memset(o->changes, 0, judge->movers * sizeof *o->changes);
    for (uint32_t i = 0; i < judge->options; i++)
        if (ent_judge_level(judge, package, i) != ent_judge_level(judge, o->a->start, i))
            o->changes[judge->model->options.items[i].mover] = true;
    o->missing_count = 0;
    for (uint32_t mover = 0; mover < judge->movers; mover++)
        if (o->changes[mover] && !consents(o, mover, package, ENT_NOBODY))
            o->missing[o->missing_count++] = mover;
}

static bool would_do(const obstacles *o, uint32_t package, uint32_t party)
{
    for (uint32_t i = 0; i < o->missing_count; i++)
        if (!consents(o, o->missing[i], package, party))
            return false;
    return true;
}

static bool refuses(const obstacles *o, uint32_t party)
{
    const ent_judge *judge = &o->a->check->judge;
    for (uint32_t mover = 0; mover < judge->movers; mover++)
        if (o->changes[mover] && o->needed[mover * judge->parties + party])
            return true;
    return false;
}

/* Who blocks the package; whether anybody does. */
static bool find_blockers(obstacles *o, uint32_t package)
{
    bool any = false;
    find_missing(o, package);
    for (uint32_t p = 0; p < o->a->check->judge.parties; p++) {
        o->blocks[p] = o->missing_count > 0 && !ent_agree_prefers(o->a, p, package, o->a->start) &&
                       would_do(o, package, p);
        any = any || o->blocks[p];
    }
    return any;
}

/* --- All packages ---------------------------------------------------------------------------- */

/* Below 0 where the first is nearer: in the target, fewer that lose, more that gain, a lower
 * number. */
static int compare_nearness(const loss *x, const loss *y)
{
    if (x->in_target != y->in_target)
        return x->in_target ? -1 : 1;
    if (x->losers != y->losers)
        return x->losers < y->losers ? -1 : 1;
    if (x->gainers != y->gainers)
        return x->gainers > y->gainers ? -1 : 1;
    return (x->nearest > y->nearest) - (x->nearest < y->nearest);
}

static void add_loss(const obstacles *o, uint32_t party, const loss *miss)
{
    const ent_want_list *wants = &o->a->check->judge.model->parties.items[party].preference.wants;
    const ent_want *want = ent_agree_decider(o->a, party, miss->nearest);
    loss *kind = &o->losses[party][want == NULL ? wants->count : (size_t)(want - wants->items)];
    uint64_t count = kind->count + 1;
    if (kind->count == 0 || compare_nearness(miss, kind) < 0)
        *kind = *miss;
    kind->want = want;
    kind->count = count;
}

static void look_at(obstacles *o, uint32_t package)
{
    const ent_agree_check *a = o->a;
    loss miss = {.nearest = package, .in_target = a->target[package]};
    bool near = find_blockers(o, package);
    o->near += near;
    o->near_in_target += near && miss.in_target;
    for (uint32_t p = 0; p < a->check->judge.parties; p++) {
        bool gains = ent_agree_prefers(a, p, package, a->start);
        miss.gainers += gains;
        miss.losers += ent_agree_prefers(a, p, a->start, package);
        o->refused[p] += !gains && refuses(o, p);
        o->blocked[p] += o->blocks[p];
    }
    for (uint32_t p = 0; near && p < a->check->judge.parties; p++)
        if (o->blocks[p])
            add_loss(o, p, &miss);
}

static int nearer_first(const void *x, const void *y)
{
    return compare_nearness(x, y);
}

/* The nearest of each kind, each once. */
static ent_status find_kinds(obstacles *o)
{
    const ent_agree_check *a = o->a;
    size_t count = 0;
    for (uint32_t p = 0; p < a->check->judge.parties; p++)
        count += loss_count(o, p);
    loss *all = ent_arena_array(a->scratch, count, sizeof *all);
    bool *seen = ent_arena_array(a->scratch, a->check->judge.states, sizeof *seen);
    o->kinds = ent_arena_array(a->scratch, count, sizeof *o->kinds);
    if (a->scratch->exhausted)
        return ent_out_of_memory(a->check->report);
    count = 0;
    for (uint32_t p = 0; p < a->check->judge.parties; p++)
        for (size_t i = 0; i < loss_count(o, p); i++)
            if (o->losses[p][i].count > 0)
                all[count++] = o->losses[p][i];
    if (count > 0)
        qsort(all, count, sizeof *all, nearer_first);
    for (size_t i = 0; i < count; i++) {
        if (!seen[all[i].nearest])
            o->kinds[o->kind_count++] = all[i].nearest;
        seen[all[i].nearest] = true;
    }
    return ENT_OK;
}

static ent_status make_room(obstacles *o)
{
    ent_arena *arena = o->a->scratch;
    const ent_judge *judge = &o->a->check->judge;
    o->needed = ent_arena_array(arena, (size_t)judge->movers * judge->parties, sizeof(bool));
    o->changes = ent_arena_array(arena, judge->movers, sizeof(bool));
    o->missing = ent_arena_array(arena, judge->movers, sizeof *o->missing);
    o->blocks = ent_arena_array(arena, judge->parties, sizeof(bool));
    o->blocked = ent_arena_array(arena, judge->parties, sizeof *o->blocked);
    o->refused = ent_arena_array(arena, judge->parties, sizeof *o->refused);
    o->losses = ent_arena_array(arena, judge->parties, sizeof(loss *));
    for (uint32_t p = 0; p < judge->parties && o->losses != NULL; p++)
        o->losses[p] = ent_arena_array(arena, loss_count(o, p), sizeof(loss));
    return arena->exhausted ? ent_out_of_memory(o->a->check->report) : ENT_OK;
}

/* Which movers cannot consent without a party although everybody else does. */
static void find_needed(obstacles *o)
{
    ent_judge *judge = &o->a->check->judge;
    for (uint32_t mover = 0; mover < judge->movers; mover++)
        for (uint32_t p = 0; p < judge->parties; p++) {
            bool *needed = &o->needed[mover * judge->parties + p];
            *needed = mover == p;
            if (!ent_is_body(judge->model, mover))
                continue;
            ent_judge_no_consent(judge);
            for (uint32_t other = 0; other < judge->parties; other++)
                if (other != p)
                    ent_judge_consent(judge, other);
            *needed = !ent_judge_decides(judge, mover, o->a->start);
        }
}

/* --- What the answer says -------------------------------------------------------------------- */

/* Counts by party, where a party that is not named has 0. */
static void check_counts(const obstacles *o, const char *key, const uint64_t *truth)
{
    ent_check *check = o->a->check;
    const ent_json_path path = ent_json_key(NULL, key);
    const json_t *counts = ent_check_member(check, NULL, o->a->answer, key, JSON_OBJECT);
    size_t known = 0;
    for (uint32_t p = 0; counts != NULL && p < check->judge.parties; p++) {
        const char *id = check->judge.model->parties.items[p].id;
        bool named = json_object_get(counts, id) != NULL;
        known += named;
        if (named || truth[p] > 0)
            ent_agree_number(o->a, ENT_CLAIM_OBSTACLE, &path, counts, id, truth[p]);
    }
    if (known < json_object_size(counts))
        ent_check_foreign(check, &path, "it speaks of others than the parties of the model");
}

static bool same_grounds(const ent_model *model, const ent_want *want, const json_t *because)
{
    if (want == NULL)
        return because == NULL;
    bool same = json_is_array(because) && json_array_size(because) == want->because.count;
    for (size_t i = 0; i < want->because.count && same; i++) {
        const char *id = json_string_value(json_array_get(because, i));
        same = id != NULL && strcmp(id, model->statements.items[want->because.items[i]].id) == 0;
    }
    return same;
}

static bool is_decided_by(const loss *kind, const json_t *want)
{
    const char *words = json_string_value(want);
    if (kind->want == NULL)
        return want == NULL;
    return words != NULL && strcmp(words, kind->want->condition.text) == 0;
}

/* The kind of loss that is told of here, and was not yet told of; NULL where there is none. Of
 * entries with the same words only one ever decides. */
static loss *find_loss(const obstacles *o, uint32_t party, const json_t *want)
{
    for (size_t i = 0; i < loss_count(o, party); i++) {
        loss *kind = &o->losses[party][i];
        if (kind->count > 0 && !kind->told && is_decided_by(kind, want))
            return kind;
    }
    return NULL;
}

static void check_loss(const obstacles *o, uint32_t party, const ent_json_path *path,
                       const json_t *object, uint64_t *before)
{
    ent_check *check = o->a->check;
    const ent_json_path because = ent_json_key(path, "because");
    loss *kind = find_loss(o, party, json_object_get(object, "want"));
    if (kind == NULL) {
        ent_check_wrong(check, path, "no near miss of '%s' is decided by this, or it stands twice",
                        ent_mover_id(check->judge.model, party));
        return;
    }
    kind->told = true;
    ent_agree_number(o->a, ENT_CLAIM_OBSTACLE, path, object, "count", kind->count);
    ent_agree_number(o->a, ENT_CLAIM_OBSTACLE, path, object, "nearest", kind->nearest + 1);
    if (!same_grounds(check->judge.model, kind->want, json_object_get(object, "because")))
        ent_check_wrong(check, &because, "the model has other statements under this entry");
    if (kind->count > *before)
        ent_check_wrong(check, path, "the most frequent must stand first");
    *before = kind->count;
}

static void check_losses_of(const obstacles *o, uint32_t party, const ent_json_path *path,
                            const json_t *list)
{
    ent_check *check = o->a->check;
    uint64_t before = UINT64_MAX;
    if (o->blocked[party] > 0 && !json_is_array(list)) {
        ent_check_wrong(check, path, "expected a list of what '%s' would lose",
                        ent_mover_id(check->judge.model, party));
        return;
    }
    for (size_t i = 0; i < json_array_size(list); i++) {
        const ent_json_path item = ent_json_item(path, i);
        check_loss(o, party, &item, json_array_get(list, i), &before);
    }
    for (size_t i = 0; i < loss_count(o, party); i++)
        if (o->losses[party][i].count > 0 && !o->losses[party][i].told)
            ent_check_wrong(check, path, "%llu near misses are missing, state %u the nearest",
                            (unsigned long long)o->losses[party][i].count,
                            o->losses[party][i].nearest + 1);
}

static void check_losses(const obstacles *o)
{
    ent_check *check = o->a->check;
    const ent_json_path path = ent_json_key(NULL, "losses");
    const json_t *losses = ent_check_member(check, NULL, o->a->answer, "losses", JSON_OBJECT);
    size_t known = 0;
    for (uint32_t p = 0; losses != NULL && p < check->judge.parties; p++) {
        const char *id = check->judge.model->parties.items[p].id;
        const ent_json_path at = ent_json_key(&path, id);
        const json_t *list = json_object_get(losses, id);
        known += list != NULL;
        if (list != NULL && o->blocked[p] == 0)
            ent_check_wrong(check, &at, "'%s' blocks nothing", id);
        else
            check_losses_of(o, p, &at, list);
    }
    if (known < json_object_size(losses))
        ent_check_foreign(check, &path, "it speaks of others than the parties of the model");
}

/* Whether the blockers that are named are those of the package looked at. */
static void check_blockers(const obstacles *o, const ent_json_path *path, const json_t *object)
{
    ent_check *check = o->a->check;
    const ent_json_path list_path = ent_json_key(path, "blockers");
    const json_t *list = ent_check_member(check, path, object, "blockers", JSON_ARRAY);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const ent_json_path item = ent_json_item(&list_path, i);
        uint32_t mover = 0;
        if (!ent_check_mover(check, &item, json_array_get(list, i), &mover))
            return;
        if (ent_is_body(check->judge.model, mover) || !o->blocks[mover])
            ent_check_wrong(check, &item,
                            "the consent of '%s' alone would not be enough, or '%s' "
                            "stands here twice",
                            ent_mover_id(check->judge.model, mover),
                            ent_mover_id(check->judge.model, mover));
        else
            o->blocks[mover] = false;
    }
    for (uint32_t p = 0; list != NULL && p < check->judge.parties; p++)
        if (o->blocks[p])
            ent_check_wrong(check, &list_path, "the blocker '%s' is missing",
                            ent_mover_id(check->judge.model, p));
}

/* The nearest misses: the first of the kinds, as many as were asked for. */
static void check_nearest(obstacles *o, const ent_json_path *path, const json_t *list)
{
    for (size_t i = 0; i < json_array_size(list) && !o->a->check->foreign; i++) {
        const ent_json_path item = ent_json_item(path, i);
        uint32_t state = 0;
        if (!ent_check_package(o->a, &item, json_array_get(list, i), &state))
            continue;
        ent_check_count(o->a->check, ENT_CLAIM_OBSTACLE, 1);
        if (i >= o->kind_count)
            ent_check_wrong(o->a->check, &item, "there are only %zu kinds of near misses",
                            o->kind_count);
        else if (state != o->kinds[i])
            ent_check_wrong(o->a->check, &item, "the nearest of the rest is state %u",
                            o->kinds[i] + 1);
        (void)find_blockers(o, state);
        check_blockers(o, &item, json_array_get(list, i));
    }
    if (json_array_size(list) == 0 && o->kind_count > 0)
        ent_check_wrong(o->a->check, path, "there is a near miss: state %u", o->kinds[0] + 1);
}

static void check_near(obstacles *o)
{
    const ent_json_path path = ent_json_key(NULL, "near_misses");
    const ent_json_path nearest_path = ent_json_key(&path, "nearest");
    ent_check *check = o->a->check;
    const json_t *near = ent_check_member(check, NULL, o->a->answer, "near_misses", JSON_OBJECT);
    if (near == NULL)
        return;
    ent_agree_number(o->a, ENT_CLAIM_OBSTACLE, &path, near, "count", o->near);
    const json_t *nearest = ent_check_member(check, &path, near, "nearest", JSON_ARRAY);
    if (nearest != NULL)
        check_nearest(o, &nearest_path, nearest);
}

static void check_target(const obstacles *o)
{
    const ent_agree_check *a = o->a;
    const ent_json_path path = ent_json_key(NULL, "target");
    const json_t *target = json_object_get(a->answer, "target");
    uint64_t packages = 0;
    uint64_t agreeable = 0;
    if (a->check->judge.model->target.expression == NULL) {
        if (target != NULL)
            ent_check_foreign(a->check, &path, "the model has no target");
        return;
    }
    if (ent_check_member(a->check, NULL, a->answer, "target", JSON_OBJECT) == NULL)
        return;
    for (uint32_t state = 0; state < a->check->judge.states; state++) {
        packages += a->target[state];
        agreeable += a->target[state] && a->agreeable[state];
    }
    ent_agree_number(a, ENT_CLAIM_TARGET, &path, target, "packages", packages);
    ent_agree_number(a, ENT_CLAIM_TARGET, &path, target, "agreeable", agreeable);
    ent_agree_number(a, ENT_CLAIM_TARGET, &path, target, "near_misses", o->near_in_target);
}

ent_status ent_check_obstacles(const ent_agree_check *a)
{
    obstacles o = {.a = a};
    ent_status status = make_room(&o);
    if (status != ENT_OK)
        return status;
    find_needed(&o);
    for (uint32_t state = 0; state < a->check->judge.states; state++)
        if (a->package[state])
            look_at(&o, state);
    status = find_kinds(&o);
    if (status != ENT_OK)
        return status;
    check_target(&o);
    if (a->check->foreign)
        return ENT_OK;
    check_counts(&o, "blockers", o.blocked);
    check_counts(&o, "refuses", o.refused);
    check_losses(&o);
    check_near(&o);
    return ENT_OK;
}
