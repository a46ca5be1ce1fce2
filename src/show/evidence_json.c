/* The evidence as JSON. */
#include "show/evidence.h"
#include "show/json.h"
#include "show/json_answers.h"

static json_t *text_or_null(const char *text)
{
    return text == NULL ? json_null() : json_string(text);
}

static const char *party_id(const ent_model *model, uint32_t party)
{
    return party == ENT_NOBODY ? NULL : model->parties.items[party].id;
}

/* {"condition": …}, or {"body": …, "rule": …} */
static json_t *claim_json(const ent_model *model, const ent_claim *claim)
{
    if (claim->body == ENT_NOBODY)
        return json_pack("{s:s}", "condition", claim->condition.text);
    return json_pack("{s:s,s:s}", "body", ent_mover_id(model, claim->body), "rule",
                     claim->condition.text);
}

static json_t *claims_json(const ent_model *model, const ent_statement *statement, bool rejected)
{
    json_t *list = json_array();
    for (size_t i = 0; i < statement->claims.count; i++)
        if (statement->claims.items[i].rejected == rejected)
            (void)json_array_append_new(list, claim_json(model, &statement->claims.items[i]));
    return list;
}

/* {"party": …, "type": …, "entry": …, "want": …, "known": …} */
static json_t *bearing_json(const ent_model *model, const ent_bearing *bearing)
{
    json_t *object = json_pack("{s:s}", "party", party_id(model, bearing->party));
    if (bearing->type != NULL)
        (void)json_object_set_new(object, "type", json_string(bearing->type->id));
    if (bearing->want == NULL)
        return object;
    (void)json_object_set_new(object, "want", json_string(bearing->want->condition.text));
    (void)json_object_set_new(object, "entry", json_integer(bearing->place));
    (void)json_object_set_new(object, "known", json_boolean(!bearing->later));
    return object;
}

static json_t *bearings_json(const ent_model *model, const ent_bearings *bears)
{
    json_t *list = json_array();
    for (size_t i = 0; i < bears->count; i++)
        (void)json_array_append_new(list, bearing_json(model, &bears->items[i]));
    return list;
}

static json_t *statement_json(const ent_evidence *evidence, uint32_t index)
{
    const ent_model *model = evidence->game->model;
    const ent_statement *statement = &model->statements.items[index];
    return json_pack(
        "{s:s,s:s,s:o,s:o,s:o,s:o,s:o,s:o,s:o,s:b,s:o,s:o,s:o}", "id", statement->id, "name",
        statement->name, "by", text_or_null(party_id(model, statement->by)), "speaker",
        text_or_null(statement->speaker), "date", text_or_null(statement->date), "venue",
        text_or_null(statement->venue), "source", text_or_null(statement->source), "text",
        text_or_null(statement->text), "reliability", text_or_null(statement->reliability), "known",
        !statement->later, "says", claims_json(model, statement, false), "rejects",
        claims_json(model, statement, true), "bears",
        bearings_json(model, &evidence->bears[index]));
}

static json_t *statements_json(const ent_evidence *evidence)
{
    json_t *list = json_array();
    for (uint32_t i = 0; i < evidence->game->model->statements.count; i++)
        (void)json_array_append_new(list, statement_json(evidence, i));
    return list;
}

static json_t *assumed_json(const ent_evidence *evidence)
{
    json_t *list = json_array();
    for (size_t i = 0; i < evidence->assumed.count; i++) {
        const ent_bearing *bearing = &evidence->assumed.items[i];
        const char *reason =
            bearing->want != NULL ? bearing->want->assumption : bearing->type->assumption;
        json_t *object = bearing_json(evidence->game->model, bearing);
        (void)json_object_set_new(object, "assumption", text_or_null(reason));
        (void)json_array_append_new(list, object);
    }
    return list;
}

static json_t *contradiction_json(const ent_model *model, const ent_contradiction *one)
{
    json_t *sides = json_array();
    for (int side = 0; side < 2; side++) {
        const ent_statement *statement = &model->statements.items[one->statements[side]];
        json_t *object = json_pack("{s:s}", "statement", statement->id);
        const ent_claim *claim = one->claims[side];
        if (claim != NULL)
            (void)json_object_set_new(object, claim->rejected ? "rejects" : "says",
                                      claim_json(model, claim));
        (void)json_array_append_new(sides, object);
    }
    uint32_t by = model->statements.items[one->statements[0]].by;
    return json_pack("{s:s,s:o}", "by", party_id(model, by), "sides", sides);
}

static json_t *contradictions_json(const ent_evidence *evidence)
{
    json_t *list = json_array();
    for (size_t i = 0; i < evidence->contradictions.count; i++)
        (void)json_array_append_new(
            list, contradiction_json(evidence->game->model, &evidence->contradictions.items[i]));
    return list;
}

/* --- What carries the answer ---------------------------------------------------------------- */

static const char *const questions[ENT_CARRY_QUESTIONS] = {"agree", "act", "hold", "all"};

static json_t *answers_json(const ent_carriers *carriers)
{
    json_t *object = json_object();
    for (int q = 0; q < ENT_CARRY_QUESTIONS; q++)
        if (carriers->answers[q].asked)
            (void)json_object_set_new(object, questions[q],
                                      json_pack("{s:b,s:I}", "yes", carriers->answers[q].yes,
                                                "states", (json_int_t)carriers->answers[q].states));
    return object;
}

static json_t *carrier_json(const ent_carriers *carriers, const ent_carrier *carrier)
{
    const ent_model *model = carriers->game->model;
    json_t *changes = json_object();
    for (int q = 0; q < ENT_CARRY_QUESTIONS; q++) {
        const ent_carry_change *change = &carrier->changes[q];
        if (change->enter > 0 || change->leave > 0 || change->turns)
            (void)json_object_set_new(changes, questions[q],
                                      json_pack("{s:I,s:I,s:b}", "enter", (json_int_t)change->enter,
                                                "leave", (json_int_t)change->leave, "turns",
                                                change->turns));
    }
    if (carrier->statement != ENT_NOBODY)
        return json_pack("{s:s,s:I,s:o}", "statement",
                         model->statements.items[carrier->statement].id, "entries",
                         (json_int_t)carrier->entries, "changes", changes);
    const ent_party *party = &model->parties.items[carrier->party];
    return json_pack("{s:s,s:s,s:I,s:I,s:o}", "party", party->id, "want",
                     party->preference.wants.items[carrier->entry].condition.text, "entry",
                     (json_int_t)carrier->entry + 1, "entries", (json_int_t)carrier->entries,
                     "changes", changes);
}

json_t *ent_json_carriers(const ent_carriers *carriers, size_t top)
{
    if (carriers->missing != NULL)
        return json_pack("{s:s}", "missing", carriers->missing);
    json_t *list = json_array();
    for (size_t i = 0; i < carriers->list.count && i < top; i++)
        (void)json_array_append_new(list, carrier_json(carriers, &carriers->list.items[i]));
    return json_pack("{s:s,s:o,s:I,s:I,s:o}", "concept", ent_concept_id(carriers->concept),
                     "answers", answers_json(carriers), "carrying", (json_int_t)carriers->carrying,
                     "tried", (json_int_t)carriers->list.count, "without", list);
}

ent_status ent_evidence_json(ent_text *out, const ent_evidence *evidence, size_t top)
{
    const ent_model *model = evidence->game->model;
    ENT_AUTO_JSON *object =
        json_pack("{s:s,s:o,s:I,s:o,s:o,s:o,s:b,s:o}", "title", model->title, "as_of",
                  text_or_null(model->as_of), "entries", (json_int_t)evidence->entries,
                  "statements", statements_json(evidence), "assumed", assumed_json(evidence),
                  "contradictions", contradictions_json(evidence), "complete",
                  !evidence->uncompared, "carries", ent_json_carriers(&evidence->carriers, top));
    if (object != NULL)
        ent_json_add_pins(object, model);
    return ent_add_json(out, object);
}
