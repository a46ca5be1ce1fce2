/* Checking a line that `states --json` printed. */
#include <string.h>

#include "verify/check.h"

static ent_status check_ranks(ent_check *check, const json_t *line, uint32_t state)
{
    const ent_json_path path = ent_json_key(NULL, "rank");
    const json_t *ranks = ent_check_member(check, NULL, line, "rank", JSON_OBJECT);
    ent_judge *judge = &check->judge;
    for (uint32_t party = 0; ranks != NULL && party < judge->parties; party++) {
        const char *id = judge->model->parties.items[party].id;
        const ent_json_path at = ent_json_key(&path, id);
        uint64_t claimed = 0;
        ent_status status = ent_judge_keys(judge, party, check->report);
        if (status != ENT_OK)
            return status;
        if (!ent_check_integer(check, &at, json_object_get(ranks, id), 1, judge->states, &claimed))
            continue;
        uint32_t rank = ent_judge_best(judge, party) - judge->keys[party][state] + 1;
        ent_check_count(check, ENT_CLAIM_RANK, 1);
        if (claimed != rank)
            ent_check_wrong(check, &at, "%llu is claimed, and '%s' ranks state %u at %u",
                            (unsigned long long)claimed, id, state + 1, rank);
    }
    if (ranks != NULL && json_object_size(ranks) > judge->parties)
        ent_check_foreign(check, &path, "%zu parties are ranked for, and the model has %u",
                          json_object_size(ranks), judge->parties);
    return ENT_OK;
}

static ent_status check_mover(ent_check *check, const ent_json_path *path, const json_t *value,
                              ent_concept concept, uint32_t mover, uint32_t state)
{
    bool claimed = false;
    uint32_t departure = ENT_NO_STATE;
    if (!ent_check_boolean(check, path, value, &claimed))
        return ENT_OK;
    ent_status status =
        ent_judge_departure(&check->judge, mover, concept, state, &departure, check->report);
    if (status != ENT_OK)
        return status;
    ent_check_count(check, ENT_CLAIM_STABLE, 1);
    const char *id = ent_mover_id(check->judge.model, mover);
    if (claimed && departure != ENT_NO_STATE)
        ent_check_wrong(check, path, "state %u is not stable for '%s': it leaves for state %u",
                        state + 1, id, departure + 1);
    else if (!claimed && departure == ENT_NO_STATE)
        ent_check_wrong(check, path, "state %u is stable for '%s': no move gains for sure",
                        state + 1, id);
    return ENT_OK;
}

static ent_status check_movers(ent_check *check, const ent_json_path *path, const json_t *stable,
                               ent_concept concept, uint32_t state)
{
    if (!json_is_object(stable)) {
        ent_check_wrong(check, path, "expected an object with a flag for each mover");
        return ENT_OK;
    }
    for (uint32_t mover = 0; mover < check->judge.movers; mover++) {
        const char *id = ent_mover_id(check->judge.model, mover);
        const ent_json_path at = ent_json_key(path, id);
        ent_status status =
            check_mover(check, &at, json_object_get(stable, id), concept, mover, state);
        if (status != ENT_OK)
            return status;
    }
    if (json_object_size(stable) > check->judge.movers)
        ent_check_foreign(check, path, "%zu movers are claimed, and the model has %u",
                          json_object_size(stable), check->judge.movers);
    return ENT_OK;
}

static ent_status check_stability(ent_check *check, const json_t *line, uint32_t state)
{
    const ent_json_path path = ent_json_key(NULL, "stable");
    const json_t *stable = ent_check_member(check, NULL, line, "stable", JSON_OBJECT);
    json_t *walked = (json_t *)(uintptr_t)stable;
    for (void *at = json_object_iter(walked); at != NULL && !check->foreign;
         at = json_object_iter_next(walked, at)) {
        const char *key = json_object_iter_key(at);
        const ent_json_path concept_path = ent_json_key(&path, key);
        ent_concept concept = ENT_NASH;
        if (!ent_concept_find(key, strlen(key), &concept)) {
            ent_check_wrong(check, &concept_path, "there is no such stability concept");
            continue;
        }
        ent_status status =
            check_movers(check, &concept_path, json_object_iter_value(at), concept, state);
        if (status != ENT_OK)
            return status;
    }
    return ENT_OK;
}

static ent_status check_agreeable(ent_check *check, const json_t *line, uint32_t state)
{
    const ent_json_path path = ent_json_key(NULL, "agreeable");
    const json_t *value = json_object_get(line, "agreeable");
    bool claimed = false;
    bool agreeable = false;
    if (ent_judge_start(&check->judge) == ENT_NO_STATE) {
        if (value != NULL)
            ent_check_foreign(check, &path, "the model has no start from which to agree");
        return ENT_OK;
    }
    if (!ent_check_boolean(check, &path, value, &claimed))
        return ENT_OK;
    ent_status status = ent_judge_agreeable(&check->judge, state, &agreeable, check->report);
    ent_check_count(check, ENT_CLAIM_AGREEABLE, 1);
    if (status == ENT_OK && claimed != agreeable)
        ent_check_wrong(check, &path, "state %u can%s be agreed on from the start", state + 1,
                        agreeable ? "" : "not");
    return status;
}

ent_status ent_check_states_line(ent_check *check, const json_t *line)
{
    uint32_t state = 0;
    if (ent_check_member(check, NULL, line, "options", JSON_OBJECT) == NULL ||
        !ent_check_state(check, NULL, line, &state))
        return ENT_OK;
    ent_status status = check_ranks(check, line, state);
    if (status == ENT_OK && !check->foreign)
        status = check_stability(check, line, state);
    if (status == ENT_OK && !check->foreign)
        status = check_agreeable(check, line, state);
    return status;
}
