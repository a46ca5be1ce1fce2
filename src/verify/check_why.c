/* Checking the witnesses that `why --json` printed: moves, counter-moves, and who consents. */
#include <string.h>

#include "verify/check.h"

/* What a witness speaks of. */
typedef struct {
    ent_check *check;
    ent_concept concept;
    uint32_t mover;
    uint32_t state;
} witness;

static const char *id_of(const witness *w, uint32_t mover)
{
    return ent_mover_id(w->check->judge.model, mover);
}

static uint32_t key_of(const witness *w, uint32_t state)
{
    return w->check->judge.keys[w->mover][state];
}

/* Whether the party prefers `to` so that it may consent to the step of a witness. */
typedef struct {
    const witness *of;
    uint32_t body;
    uint32_t from;
    uint32_t to;
    bool departure; /* the body leaves the state for good; else it answers the focal party's move */
} step;

/* Complains where a listed member has no reason to consent. */
static bool may_consent(const step *s, const ent_json_path *path, uint32_t member)
{
    const witness *w = s->of;
    ent_judge *judge = &w->check->judge;
    const uint32_t *secure = judge->secure[member * ENT_CONCEPTS + w->concept];
    if (s->departure) {
        if (secure[s->to] > judge->keys[member][s->from])
            return true;
        ent_check_wrong(w->check, path, "'%s' is not sure to gain by moving to state %u",
                        id_of(w, member), s->to + 1);
        return false;
    }
    if (member == w->mover) {
        ent_check_wrong(w->check, path, "'%s' does not consent to what is done against it",
                        id_of(w, member));
        return false;
    }
    if (w->concept != ENT_SEQ || judge->keys[member][s->to] > judge->keys[member][s->from])
        return true;
    ent_check_wrong(w->check, path, "'%s' does not prefer state %u to state %u", id_of(w, member),
                    s->to + 1, s->from + 1);
    return false;
}

/* One entry of `consents`: a member of the body that has reason to consent. */
static bool check_consent(const step *s, const ent_json_path *path, const json_t *value)
{
    ent_check *check = s->of->check;
    uint32_t member = 0;
    if (!ent_check_mover(check, path, value, &member))
        return false;
    if (ent_is_body(check->judge.model, member) ||
        !ent_judge_is_member(&check->judge, s->body, member)) {
        ent_check_wrong(check, path, "'%s' is not a member of '%s'", id_of(s->of, member),
                        id_of(s->of, s->body));
        return false;
    }
    if (!may_consent(s, path, member))
        return false;
    ent_judge_consent(&check->judge, member);
    return true;
}

/* Reads who consents, and whether they decide the body's step by its rule. */
static void check_consents(const step *s, const ent_json_path *path, const json_t *object)
{
    ent_check *check = s->of->check;
    const ent_json_path list_path = ent_json_key(path, "consents");
    const json_t *list = ent_check_member(check, path, object, "consents", JSON_ARRAY);
    bool sound = list != NULL;
    ent_judge_no_consent(&check->judge);
    for (size_t i = 0; i < json_array_size(list); i++) {
        const ent_json_path item = ent_json_item(&list_path, i);
        sound = check_consent(s, &item, json_array_get(list, i)) && sound;
    }
    if (sound && !ent_judge_decides(&check->judge, s->body, s->from))
        ent_check_wrong(check, &list_path, "these members do not decide for '%s' in state %u",
                        id_of(s->of, s->body), s->from + 1);
}

/* One counter-move of a chain, from the state before it; false where the chain cannot go on. */
static bool follow_step(const witness *w, const ent_json_path *path, const json_t *object,
                        uint32_t *state)
{
    ent_check *check = w->check;
    const ent_json_path mover_path = ent_json_key(path, "mover");
    const ent_json_path to_path = ent_json_key(path, "to");
    uint32_t mover = 0;
    uint32_t to = 0;
    if (!json_is_object(object)) {
        ent_check_wrong(check, path, "expected an object with 'mover' and 'to'");
        return false;
    }
    if (!ent_check_mover(check, &mover_path, json_object_get(object, "mover"), &mover) ||
        !ent_check_state(check, &to_path, json_object_get(object, "to"), &to))
        return false;
    const ent_judge *judge = &check->judge;
    uint32_t from = *state;
    *state = to;
    ent_check_count(check, ENT_CLAIM_MOVE, 1);
    if (mover == w->mover)
        ent_check_wrong(check, &mover_path, "'%s' does not move against itself", id_of(w, mover));
    else if (!ent_judge_can_move(judge, mover, from, to))
        ent_check_wrong(check, path, "'%s' cannot move from state %u to state %u", id_of(w, mover),
                        from + 1, to + 1);
    else if (ent_is_body(judge->model, mover))
        check_consents(&(step){w, mover, from, to, false}, path, object);
    else if (w->concept == ENT_SEQ && judge->keys[mover][to] <= judge->keys[mover][from])
        ent_check_wrong(check, path, "'%s' does not prefer state %u to state %u", id_of(w, mover),
                        to + 1, from + 1);
    return true;
}

/* Whether a chain ends where the focal party is no better off, and, for smr, stays so. */
static void check_end(const witness *w, const ent_json_path *path, uint32_t end)
{
    if (key_of(w, end) > key_of(w, w->state)) {
        ent_check_wrong(w->check, path, "it ends in state %u, which '%s' prefers to state %u",
                        end + 1, id_of(w, w->mover), w->state + 1);
        return;
    }
    if (w->concept != ENT_SMR)
        return;
    ent_judge_walk walk = ent_judge_moves(&w->check->judge, w->mover, end);
    for (uint32_t to = ent_judge_next(&walk); to != ENT_NO_STATE; to = ent_judge_next(&walk))
        if (key_of(w, to) > key_of(w, w->state)) {
            ent_check_wrong(w->check, path,
                            "it ends in state %u, from where '%s' escapes to state %u, which it "
                            "prefers to state %u",
                            end + 1, id_of(w, w->mover), to + 1, w->state + 1);
            return;
        }
}

/* One improvement and the chain of counter-moves that spoils it; it is marked as answered. */
static void check_answer(const witness *w, const ent_json_path *path, const json_t *object,
                         bool *answered)
{
    ent_check *check = w->check;
    const ent_json_path to_path = ent_json_key(path, "to");
    const ent_json_path chain_path = ent_json_key(path, "path");
    uint32_t state = 0;
    if (!json_is_object(object)) {
        ent_check_wrong(check, path, "expected an object with 'to' and 'path'");
        return;
    }
    if (!ent_check_state(check, &to_path, json_object_get(object, "to"), &state))
        return;
    const json_t *chain = ent_check_member(check, path, object, "path", JSON_ARRAY);
    if (chain == NULL)
        return;
    ent_check_count(check, ENT_CLAIM_MOVE, 1);
    if (!ent_judge_can_move(&check->judge, w->mover, w->state, state) ||
        key_of(w, state) <= key_of(w, w->state)) {
        ent_check_wrong(check, &to_path, "state %u is no improvement of '%s' from state %u",
                        state + 1, id_of(w, w->mover), w->state + 1);
        return;
    }
    if (answered[state])
        ent_check_wrong(check, &to_path, "state %u is answered twice", state + 1);
    answered[state] = true;
    for (size_t i = 0; i < json_array_size(chain); i++) {
        const ent_json_path item = ent_json_item(&chain_path, i);
        if (!follow_step(w, &item, json_array_get(chain, i), &state))
            return;
    }
    check_end(w, &chain_path, state);
}

/* A party's state is stable: every improvement has an answer. */
static ent_status check_answers(const witness *w, const ent_json_path *path, const json_t *object)
{
    ent_check *check = w->check;
    ent_judge *judge = &check->judge;
    const ent_json_path list_path = ent_json_key(path, "answers");
    const json_t *answers = ent_check_member(check, path, object, "answers", JSON_ARRAY);
    if (answers == NULL)
        return ENT_OK;
    ent_arena scratch = ent_arena_new(judge->arena.memory);
    bool *answered = ent_arena_array(&scratch, judge->states, sizeof *answered);
    if (answered == NULL) {
        ent_arena_free(&scratch);
        return ent_out_of_memory(check->report);
    }
    for (size_t i = 0; i < json_array_size(answers); i++) {
        const ent_json_path item = ent_json_item(&list_path, i);
        check_answer(w, &item, json_array_get(answers, i), answered);
    }
    ent_judge_walk walk = ent_judge_moves(judge, w->mover, w->state);
    for (uint32_t to = ent_judge_next(&walk); to != ENT_NO_STATE; to = ent_judge_next(&walk))
        if (key_of(w, to) > key_of(w, w->state) && !answered[to])
            ent_check_wrong(check, &list_path,
                            "the improvement of '%s' to state %u is not answered",
                            id_of(w, w->mover), to + 1);
    ent_arena_free(&scratch);
    return ENT_OK;
}

static uint32_t escape_of(const witness *w, uint32_t state)
{
    uint32_t best = key_of(w, state);
    ent_judge_walk walk = ent_judge_moves(&w->check->judge, w->mover, state);
    for (uint32_t to = ent_judge_next(&walk); to != ENT_NO_STATE; to = ent_judge_next(&walk))
        best = key_of(w, to) > best ? key_of(w, to) : best;
    return best;
}

/* The worst that the others can make of a party's departure: a chain to what it is sure of. */
static void check_worst(const witness *w, const ent_json_path *path, const json_t *chain,
                        uint32_t to)
{
    uint32_t end = to;
    if (!json_is_array(chain)) {
        ent_check_wrong(w->check, path, "expected a list of moves");
        return;
    }
    if (w->concept == ENT_NASH && json_array_size(chain) > 0) {
        ent_check_wrong(w->check, path, "under nash nobody is expected to answer");
        return;
    }
    for (size_t i = 0; i < json_array_size(chain); i++) {
        const ent_json_path item = ent_json_item(path, i);
        if (!follow_step(w, &item, json_array_get(chain, i), &end))
            return;
    }
    uint32_t value = w->concept == ENT_SMR ? escape_of(w, end) : key_of(w, end);
    if (w->concept == ENT_SMR && key_of(w, to) < value)
        value = key_of(w, to);
    if (value != w->check->judge.secure[w->mover * ENT_CONCEPTS + w->concept][to])
        ent_check_wrong(w->check, path, "the others can make it worse for '%s' than state %u",
                        id_of(w, w->mover), end + 1);
}

/* The mover leaves the state for one where those who matter are sure to gain. */
static void check_leaves(const witness *w, const ent_json_path *path, const json_t *object)
{
    ent_check *check = w->check;
    const ent_judge *judge = &check->judge;
    const ent_json_path leaves_path = ent_json_key(path, "leaves");
    const ent_json_path to_path = ent_json_key(&leaves_path, "to");
    const json_t *leaves = ent_check_member(check, path, object, "leaves", JSON_OBJECT);
    uint32_t to = 0;
    if (leaves == NULL || !ent_check_state(check, &to_path, json_object_get(leaves, "to"), &to))
        return;
    ent_check_count(check, ENT_CLAIM_MOVE, 1);
    if (!ent_judge_can_move(judge, w->mover, w->state, to))
        ent_check_wrong(check, &to_path, "'%s' cannot move from state %u to state %u",
                        id_of(w, w->mover), w->state + 1, to + 1);
    else if (ent_is_body(judge->model, w->mover))
        check_consents(&(step){w, w->mover, w->state, to, true}, &leaves_path, leaves);
    else if (judge->secure[w->mover * ENT_CONCEPTS + w->concept][to] <= key_of(w, w->state))
        ent_check_wrong(check, &to_path, "'%s' is not sure to gain by moving to state %u",
                        id_of(w, w->mover), to + 1);
    const json_t *worst = json_object_get(leaves, "worst");
    const ent_json_path worst_path = ent_json_key(&leaves_path, "worst");
    if (worst != NULL && !ent_is_body(judge->model, w->mover))
        check_worst(w, &worst_path, worst, to);
}

/* What is true, where a verdict is not; the secure values of those who matter are filled. */
static ent_status check_flag(const witness *w, const ent_json_path *path, bool claimed)
{
    uint32_t departure = ENT_NO_STATE;
    ent_status status = ent_judge_departure(&w->check->judge, w->mover, w->concept, w->state,
                                            &departure, w->check->report);
    const ent_json_path flag = ent_json_key(path, "stable");
    ent_check_count(w->check, ENT_CLAIM_STABLE, 1);
    if (status == ENT_OK && claimed && departure != ENT_NO_STATE)
        ent_check_wrong(w->check, &flag, "state %u is not stable for '%s': it leaves for state %u",
                        w->state + 1, id_of(w, w->mover), departure + 1);
    else if (status == ENT_OK && !claimed && departure == ENT_NO_STATE)
        ent_check_wrong(w->check, &flag, "state %u is stable for '%s': no move gains for sure",
                        w->state + 1, id_of(w, w->mover));
    return status;
}

static ent_status check_concept(const witness *w, const ent_json_path *path, const json_t *object)
{
    const ent_json_path flag = ent_json_key(path, "stable");
    bool stable = false;
    if (!json_is_object(object)) {
        ent_check_wrong(w->check, path, "expected an object with 'stable'");
        return ENT_OK;
    }
    if (!ent_check_boolean(w->check, &flag, json_object_get(object, "stable"), &stable))
        return ENT_OK;
    ent_status status = check_flag(w, path, stable);
    if (status != ENT_OK)
        return status;
    if (!stable)
        check_leaves(w, path, object);
    else if (!ent_is_body(w->check->judge.model, w->mover))
        status = check_answers(w, path, object);
    return status;
}

static ent_status check_mover(ent_check *check, const ent_json_path *path, const json_t *object,
                              uint32_t state)
{
    const ent_json_path mover_path = ent_json_key(path, "mover");
    const ent_json_path concepts_path = ent_json_key(path, "concepts");
    witness w = {.check = check, .state = state};
    if (!json_is_object(object)) {
        ent_check_wrong(check, path, "expected an object with 'mover' and 'concepts'");
        return ENT_OK;
    }
    if (!ent_check_mover(check, &mover_path, json_object_get(object, "mover"), &w.mover))
        return ENT_OK;
    const json_t *concepts = ent_check_member(check, path, object, "concepts", JSON_OBJECT);
    if (concepts != NULL && json_object_size(concepts) == 0)
        ent_check_wrong(check, &concepts_path, "no concept stands here");
    json_t *walked = (json_t *)(uintptr_t)concepts;
    for (void *at = json_object_iter(walked); at != NULL && !check->foreign;
         at = json_object_iter_next(walked, at)) {
        const char *key = json_object_iter_key(at);
        const ent_json_path concept_path = ent_json_key(&concepts_path, key);
        if (!ent_concept_find(key, strlen(key), &w.concept)) {
            ent_check_wrong(check, &concept_path, "there is no such stability concept");
            continue;
        }
        ent_status status = check_concept(&w, &concept_path, json_object_iter_value(at));
        if (status != ENT_OK)
            return status;
    }
    return ENT_OK;
}

ent_status ent_check_why(ent_check *check, const json_t *answer)
{
    const ent_json_path state_path = ent_json_key(NULL, "state");
    const ent_json_path movers_path = ent_json_key(NULL, "movers");
    const json_t *movers = ent_check_member(check, NULL, answer, "movers", JSON_ARRAY);
    uint32_t state = 0;
    if (!ent_check_state(check, &state_path, json_object_get(answer, "state"), &state) ||
        movers == NULL)
        return ENT_OK;
    if (json_array_size(movers) == 0)
        ent_check_wrong(check, &movers_path, "nobody stands here");
    for (size_t i = 0; i < json_array_size(movers) && !check->foreign; i++) {
        const ent_json_path item = ent_json_item(&movers_path, i);
        ent_status status = check_mover(check, &item, json_array_get(movers, i), state);
        if (status != ENT_OK)
            return status;
    }
    return ENT_OK;
}
