/* Checking what `design --json` says where no arrangement is viable: what excludes most, and the
 * nearest arrangements with what each of them fails. */
#include <string.h>

#include "verify/check_design.h"

enum { KINDS_TOLD_APART = 1024 /* with more, which of them are listed is not checked */ };

static const char *id_of(const ent_design_check *d, uint32_t mover)
{
    return ent_mover_id(d->check->judge.model, mover);
}

static uint64_t met_but(const ent_design_check *d, int demand)
{
    return d->counts[ENT_MEETS_ALL & ~(1 << demand)];
}

/* The demand that fewest meet; among such, the one without which most remain. */
static int scarcest_demand(const ent_design_check *d)
{
    int scarcest = 0;
    for (int demand = 1; demand < ENT_DEMANDS_MADE; demand++) {
        uint64_t met = d->counts[1 << demand];
        uint64_t fewest = d->counts[1 << scarcest];
        if (met < fewest || (met == fewest && met_but(d, demand) > met_but(d, scarcest)))
            scarcest = demand;
    }
    return scarcest;
}

/* How many arrangements fail this demand and no other; the start is not counted. */
static uint64_t failing_only(const ent_design_check *d, int demand)
{
    bool start = d->target[d->start] && (d->meets[d->start] | 1 << demand) == ENT_MEETS_ALL;
    return met_but(d, demand) - d->counts[ENT_MEETS_ALL] - start;
}

/* --- It cannot be agreed ----------------------------------------------------------------- */

/* The options that cannot change like this. */
static ent_status check_not_permitted(const ent_design_check *d, const ent_json_path *path,
                                      const json_t *object, uint32_t state)
{
    const ent_judge *judge = &d->check->judge;
    const char *names[ENT_JUDGE_OPTIONS];
    size_t count = 0;
    for (uint32_t i = 0; i < judge->options; i++)
        if (!ent_judge_permits(judge, i, ent_judge_level(judge, d->start, i),
                               ent_judge_level(judge, state, i)))
            names[count++] = judge->model->options.items[i].id;
    ent_claim_names(d->check, path, object, "not_permitted", names, count);
    return ENT_OK;
}

/* What the party would lose, and what that rests on. */
static ent_status check_loss(const ent_design_check *d, const ent_json_path *path,
                             const json_t *object, uint32_t party, uint32_t state)
{
    const ent_model *model = d->check->judge.model;
    const ent_want *want = ent_judge_loss(&d->check->judge, party, state);
    (void)ent_claim_text(d->check, path, object, "party", id_of(d, party));
    if (want == NULL) {
        ent_claim_absent(d->check, path, object, "want", "nothing would be lost");
        return ENT_OK;
    }
    const char **names = ent_arena_array(d->scratch, want->because.count, sizeof *names);
    if (names == NULL)
        return ent_out_of_memory(d->check->report);
    for (size_t i = 0; i < want->because.count; i++)
        names[i] = model->statements.items[want->because.items[i]].id;
    (void)ent_claim_text(d->check, path, object, "want", want->condition.text);
    ent_claim_names(d->check, path, object, "because", names, want->because.count);
    return ENT_OK;
}

/* The parties of which any one would do (`blockers`); or without which it cannot be had. */
static ent_status check_parties(const ent_design_check *d, const ent_json_path *path,
                                const json_t *object, const bool *named, uint32_t state, bool any)
{
    const char *key = any ? "blockers" : "refuse";
    const ent_json_path list_path = ent_json_key(path, key);
    const json_t *list = ent_check_member(d->check, path, object, key, JSON_ARRAY);
    size_t count = 0;
    ent_claim_absent(d->check, path, object, any ? "refuse" : "blockers",
                     any ? "any one consent would do" : "no one consent would do");
    for (uint32_t party = 0; party < d->check->judge.parties; party++)
        count += named[party];
    if (list == NULL || !ent_claim_length(d->check, &list_path, list, count, "parties"))
        return ENT_OK;
    ent_check_count(d->check, ENT_CLAIM_ROLE, count);
    count = 0;
    for (uint32_t party = 0; party < d->check->judge.parties; party++) {
        const ent_json_path item = ent_json_item(&list_path, count);
        if (!named[party])
            continue;
        ent_status status = check_loss(d, &item, json_array_get(list, count++), party, state);
        if (status != ENT_OK)
            return status;
    }
    return ENT_OK;
}

static bool has_named_member(const ent_judge *judge, uint32_t body, const bool *named)
{
    for (uint32_t party = 0; party < judge->parties; party++)
        if (named[party] && ent_judge_is_member(judge, body, party))
            return true;
    return false;
}

/* Bodies that do not decide, none of the parties named being a member. */
static ent_status check_undecided(const ent_design_check *d, const ent_json_path *path,
                                  const json_t *object, const bool *named, uint32_t state, bool any)
{
    ent_judge *judge = &d->check->judge;
    const char **names = ent_arena_array(d->scratch, judge->movers, sizeof *names);
    size_t count = 0;
    if (names == NULL)
        return ent_out_of_memory(d->check->report);
    for (uint32_t body = judge->parties; !any && body < judge->movers; body++)
        if (!ent_judge_accepts(judge, body, state) && !has_named_member(judge, body, named))
            names[count++] = id_of(d, body);
    ent_claim_names(d->check, path, object, "undecided", names, count);
    return ENT_OK;
}

static ent_status check_disagreement(const ent_design_check *d, const ent_json_path *path,
                                     const json_t *object, uint32_t state)
{
    ent_judge *judge = &d->check->judge;
    bool asked = ent_judge_package(judge, state); /* else nobody is */
    bool any = false;
    bool *named = ent_arena_array(d->scratch, judge->parties, sizeof *named);
    if (named == NULL)
        return ent_out_of_memory(d->check->report);
    for (uint32_t party = 0; asked && party < judge->parties; party++)
        any = any || ent_judge_blocks(judge, party, state);
    for (uint32_t party = 0; asked && party < judge->parties; party++)
        named[party] =
            any ? ent_judge_blocks(judge, party, state) : ent_judge_refuses(judge, party, state);
    ent_status status = check_not_permitted(d, path, object, state);
    if (status == ENT_OK)
        status = check_parties(d, path, object, named, state, any);
    if (status == ENT_OK)
        status = check_undecided(d, path, object, named, state, any || !asked);
    return status;
}

/* --- It cannot act, or does not hold ----------------------------------------------------- */

static ent_status check_idle(const ent_design_check *d, const ent_json_path *path,
                             const json_t *object, uint32_t state)
{
    ent_judge *judge = &d->check->judge;
    const ent_json_path list_path = ent_json_key(path, "cannot_act");
    const json_t *list = ent_check_member(d->check, path, object, "cannot_act", JSON_ARRAY);
    size_t count = 0;
    for (size_t i = 0; list != NULL && i < d->guards.count; i++) {
        const ent_judge_guard *guard = &d->guards.items[i];
        if (ent_judge_acts(judge, guard, false, state))
            continue;
        const ent_json_path item = ent_json_item(&list_path, count);
        const json_t *one = json_array_get(list, count++);
        (void)ent_claim_text(d->check, &item, one, "body", id_of(d, guard->body));
        (void)ent_claim_text(d->check, &item, one, "against", id_of(d, guard->against));
        ent_claim_flag(d->check, &item, one, "blocked_by_it",
                       ent_judge_acts(judge, guard, true, state));
        ent_check_count(d->check, ENT_CLAIM_ROLE, 1);
    }
    if (list != NULL)
        (void)ent_claim_length(d->check, &list_path, list, count, "bodies");
    return ENT_OK;
}

/* The members that consent to a body's departure: all that are sure to gain by it. */
static ent_status check_consents(const ent_design_check *d, const ent_json_path *path,
                                 const json_t *object, uint32_t mover)
{
    const ent_judge *judge = &d->check->judge;
    const ent_body *body = ent_mover_body(judge->model, mover);
    const char **names = ent_arena_array(d->scratch, body->members.count, sizeof *names);
    size_t count = 0;
    if (names == NULL)
        return ent_out_of_memory(d->check->report);
    for (size_t i = 0; i < body->members.count; i++) {
        uint32_t member = body->members.items[i];
        if ((judge->consents[member / 64] >> (member % 64)) & 1u)
            names[count++] = id_of(d, member);
    }
    ent_claim_names(d->check, path, object, "consents", names, count);
    return ENT_OK;
}

static ent_status check_leaver(const ent_design_check *d, const ent_json_path *path,
                               const json_t *object, uint32_t mover, uint32_t state)
{
    ent_judge *judge = &d->check->judge;
    const ent_json_path to_path = ent_json_key(path, "to");
    uint32_t to = 0;
    bool departs = false;
    if (!ent_claim_text(d->check, path, object, "mover", id_of(d, mover)) ||
        !ent_check_state(d->check, &to_path, json_object_get(object, "to"), &to))
        return ENT_OK;
    ent_status status =
        ent_judge_departs(judge, mover, d->concept, state, to, &departs, d->check->report);
    ent_check_count(d->check, ENT_CLAIM_MOVE, 1);
    if (status == ENT_OK && !departs)
        ent_check_wrong(d->check, &to_path, "'%s' does not leave state %u for state %u",
                        id_of(d, mover), state + 1, to + 1);
    else if (status == ENT_OK && ent_is_body(judge->model, mover))
        status = check_consents(d, path, object, mover);
    return status;
}

static ent_status check_leavers(const ent_design_check *d, const ent_json_path *path,
                                const json_t *object, uint32_t state)
{
    const ent_json_path list_path = ent_json_key(path, "leaves");
    const json_t *list = ent_check_member(d->check, path, object, "leaves", JSON_ARRAY);
    size_t count = 0;
    for (uint32_t mover = 0; list != NULL && mover < d->check->judge.movers; mover++) {
        uint32_t departure = ENT_NO_STATE;
        ent_status status = ent_judge_departure(&d->check->judge, mover, d->concept, state,
                                                &departure, d->check->report);
        const ent_json_path item = ent_json_item(&list_path, count);
        if (status == ENT_OK && departure != ENT_NO_STATE)
            status = check_leaver(d, &item, json_array_get(list, count++), mover, state);
        if (status != ENT_OK)
            return status;
    }
    if (list != NULL)
        (void)ent_claim_length(d->check, &list_path, list, count, "movers");
    return ENT_OK;
}

/* --- The nearest ------------------------------------------------------------------------- */

/* The kind of which the state is the nearest; NULL where it is of none. */
static const ent_kind_of_failure *find_kind(const ent_kinds_of_failure *kinds, uint32_t state)
{
    for (size_t i = 0; i < kinds->count; i++)
        if (kinds->items[i].state == state)
            return &kinds->items[i];
    return NULL;
}

/* What belongs to another demand than the one that fails. */
static void check_no_others(const ent_design_check *d, const ent_json_path *path,
                            const json_t *object, int fails)
{
    static const struct {
        const char *key;
        int demand;
    } keys[] = {{"not_permitted", ENT_MEETS_AGREE}, {"blockers", ENT_MEETS_AGREE},
                {"refuse", ENT_MEETS_AGREE},        {"undecided", ENT_MEETS_AGREE},
                {"cannot_act", ENT_MEETS_ACT},      {"leaves", ENT_MEETS_HOLD}};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        if (keys[i].demand != fails)
            ent_claim_absent(d->check, path, object, keys[i].key, "it fails something else");
}

static ent_status check_kind(const ent_design_check *d, const ent_json_path *path,
                             const json_t *object, const ent_kind_of_failure *kind)
{
    ent_claim_figure(d->check, path, object, "alike", kind->count);
    if (!ent_claim_text(d->check, path, object, "fails", ent_demand_id(kind->fails)))
        return ENT_OK;
    check_no_others(d, path, object, kind->fails);
    switch (kind->fails) {
    case ENT_MEETS_AGREE:
        return check_disagreement(d, path, object, kind->state);
    case ENT_MEETS_ACT:
        return check_idle(d, path, object, kind->state);
    default:
        return check_leavers(d, path, object, kind->state);
    }
}

/* The kinds stand in order. An answer may end with any of them, as --top may have said so. */
static ent_status check_list(const ent_design_check *d, const json_t *list,
                             const ent_kinds_of_failure *kinds)
{
    const ent_json_path path = ent_json_key(NULL, "nearest");
    bool all_told_apart = kinds->count <= KINDS_TOLD_APART;
    if (!all_told_apart)
        ent_check_skip(d->check, ENT_UNCHECKED_NEAREST);
    if (json_array_size(list) > kinds->count || (json_array_size(list) == 0 && kinds->count > 0))
        (void)ent_claim_length(d->check, &path, list, kinds->count, "kinds");
    for (size_t i = 0; i < json_array_size(list) && i < kinds->count; i++) {
        const ent_json_path item = ent_json_item(&path, i);
        const json_t *one = json_array_get(list, i);
        uint32_t state = 0;
        if (!ent_check_state(d->check, &item, one, &state))
            continue;
        const ent_kind_of_failure *kind = find_kind(kinds, state);
        if (all_told_apart && kind != &kinds->items[i])
            ent_check_wrong(d->check, &item, "here state %u has to stand",
                            kinds->items[i].state + 1);
        else if (kind == NULL)
            ent_check_wrong(d->check, &item, "state %u is not the nearest of any kind", state + 1);
        ent_status status = kind == NULL ? ENT_OK : check_kind(d, &item, one, kind);
        if (status != ENT_OK)
            return status;
    }
    return ENT_OK;
}

ent_status ent_check_nearest(const ent_design_check *d, const json_t *answer)
{
    const ent_json_path single_path = ent_json_key(NULL, "fail_one_only");
    const json_t *single = ent_check_member(d->check, NULL, answer, "fail_one_only", JSON_OBJECT);
    const json_t *list = ent_check_member(d->check, NULL, answer, "nearest", JSON_ARRAY);
    ent_kinds_of_failure kinds = {0};
    (void)ent_claim_text(d->check, NULL, answer, "excludes_most",
                         ent_demand_id(scarcest_demand(d)));
    for (int demand = 0; single != NULL && demand < ENT_DEMANDS_MADE; demand++)
        ent_claim_figure(d->check, &single_path, single, ent_demand_id(demand),
                         failing_only(d, demand));
    if (list == NULL)
        return ENT_OK;
    for (uint32_t party = 0; party < d->check->judge.parties; party++) {
        ent_status status = ent_judge_keys(&d->check->judge, party, d->check->report);
        if (status != ENT_OK)
            return status;
    }
    ent_status status = ent_sort_failures(d, &kinds);
    return status == ENT_OK ? check_list(d, list, &kinds) : status;
}
