/* Checking one change that `need --json` lists: it is made on a copy of the model, which is judged
 * anew. */
#include <stdlib.h>
#include <string.h>

#include "verify/check_need.h"
#include "verify/remake.h"

__extension__ typedef __int128 wide;

/* A change that is read, and the copy of the model in which it is made. */
typedef struct {
    const ent_need_check *n;
    ent_check *check;
    ent_json_path path;
    const json_t *object;
    const ent_model *model;
    ent_model changed;
    ent_arena *scratch; /* lives as long as the check of the change */
    ent_size_of_change size;
    bool sound; /* it could be made; else what is wrong with it was reported */
} change;

static bool finds_mover(change *c, const char *key, uint32_t *mover)
{
    const ent_json_path path = ent_json_key(&c->path, key);
    return ent_check_mover(c->check, &path, json_object_get(c->object, key), mover);
}

/* Reports what is wrong with the member of the change. */
static ent_status refuse(change *c, const char *key, const char *why)
{
    const ent_json_path path = ent_json_key(&c->path, key);
    ent_check_wrong(c->check, &path, "%s", why);
    return ENT_OK;
}

static void *copy_items(ent_arena *arena, const void *items, size_t count, size_t size)
{
    void *copy = ent_arena_array(arena, count, size);
    if (copy != NULL && count > 0)
        memcpy(copy, items, count * size);
    return copy;
}

/* --- Rules ------------------------------------------------------------------------------- */

/* Whether the claimed rule is one that the kind of change can make. */
static ent_status compare_with(change *c, uint32_t body, const ent_expression *made,
                               const ent_expression *claimed, ent_rules_compared *result)
{
    if (c->scratch->exhausted)
        return ent_out_of_memory(c->check->report);
    *result = ent_compare_rules(&c->check->judge, body, made, claimed);
    return ENT_OK;
}

static ent_status compare_veto(change *c, uint32_t body, const ent_expression *claimed,
                               ent_rules_compared *result)
{
    const ent_expression *rule = ent_mover_body(c->model, body)->rule.expression;
    uint32_t member = 0;
    *result = ENT_RULES_ALIKE; /* unless there is something to compare */
    if (!finds_mover(c, "member", &member))
        return ENT_OK;
    if (ent_is_body(c->model, member) || !ent_judge_is_member(&c->check->judge, body, member))
        return refuse(c, "member", "this is no member of the body");
    const ent_expression *made = ent_remake_without_veto(rule, member, c->scratch);
    c->size.places = 1;
    if (made == rule && !c->scratch->exhausted)
        return refuse(c, "member", "this member has no veto to lose");
    return compare_with(c, body, made, claimed, result);
}

static ent_status compare_quorum(change *c, uint32_t body, const ent_expression *claimed,
                                 ent_rules_compared *result)
{
    const ent_expression *rule = ent_mover_body(c->model, body)->rule.expression;
    const ent_json_path least_path = ent_json_key(&c->path, "least");
    const ent_json_path of_path = ent_json_key(&c->path, "of");
    uint64_t least = 0;
    uint64_t of = 0;
    *result = ENT_RULES_ALIKE;
    if (!ent_check_integer(c->check, &of_path, json_object_get(c->object, "of"), 2, UINT32_MAX,
                           &of) ||
        !ent_check_integer(c->check, &least_path, json_object_get(c->object, "least"), 1, of - 1,
                           &least))
        return ENT_OK;
    c->size.places = of - least;
    *result = ENT_RULES_DIFFER;
    for (size_t part = 0; *result == ENT_RULES_DIFFER; part++) {
        const ent_expression *made =
            ent_remake_with_quorum(rule, part, (uint32_t)of, (uint32_t)least, c->scratch);
        if (made == rule && !c->scratch->exhausted)
            return ENT_OK;
        ent_status status = compare_with(c, body, made, claimed, result);
        if (status != ENT_OK)
            return status;
    }
    return ENT_OK;
}

static ent_status change_rule(change *c, bool veto)
{
    const ent_json_path rule_path = ent_json_key(&c->path, "rule");
    uint32_t body = 0;
    ent_expression *rule = NULL;
    ent_rules_compared result = ENT_RULES_ALIKE;
    if (!finds_mover(c, "body", &body))
        return ENT_OK;
    if (!ent_is_body(c->model, body))
        return refuse(c, "body", "this is no body");
    ent_status status = ent_check_rule(c->check, &rule_path, json_object_get(c->object, "rule"),
                                       ent_mover_body(c->model, body), &rule);
    if (status != ENT_OK)
        return status == ENT_WRONG_MODEL ? ENT_OK : status;
    uint64_t wrong = c->check->verdict->wrong;
    status = veto ? compare_veto(c, body, rule, &result) : compare_quorum(c, body, rule, &result);
    if (status == ENT_OK && result == ENT_RULES_TOO_LARGE)
        ent_check_skip(c->check, ENT_UNCHECKED_RULE);
    if (status == ENT_OK && result == ENT_RULES_DIFFER)
        return refuse(c, "rule", "this change does not make the rule so");
    c->sound = status == ENT_OK && c->check->verdict->wrong == wrong;
    ent_body *bodies =
        copy_items(c->scratch, c->model->bodies.items, c->model->bodies.count, sizeof *bodies);
    if (bodies == NULL)
        return ent_out_of_memory(c->check->report);
    bodies[body - c->model->parties.count].rule.expression = rule;
    c->changed.bodies.items = bodies;
    return status;
}

/* --- Terms ------------------------------------------------------------------------------- */

/* How many of both directions the option has. */
static uint64_t directions(ent_moves moves)
{
    return moves == ENT_MOVES_FIXED ? 0 : moves == ENT_MOVES_ANY ? 2 : 1;
}

static bool find_moves(const char *id, ent_moves *moves)
{
    static const char *const ids[] = {"any", "up", "down", "fixed"};
    for (size_t i = 0; id != NULL && i < sizeof ids / sizeof *ids; i++)
        if (strcmp(ids[i], id) == 0) {
            *moves = (ent_moves)i;
            return true;
        }
    return false;
}

static ent_status change_moves(change *c)
{
    const char *id = json_string_value(json_object_get(c->object, "option"));
    const ent_name *name =
        id == NULL ? NULL : ent_vocabulary_find(&c->model->vocabulary, id, strlen(id));
    ent_moves moves = ENT_MOVES_ANY;
    if (name == NULL || name->kind != ENT_NAME_OPTION)
        return refuse(c, "option", "the model has no such option");
    const ent_option *option = &c->model->options.items[name->index];
    c->sound =
        ent_claim_text(c->check, &c->path, c->object, "by", ent_mover_id(c->model, option->mover));
    if (option->pinned)
        return refuse(c, "option", "the option is fixed by --set");
    if (!find_moves(json_string_value(json_object_get(c->object, "moves")), &moves))
        return refuse(c, "moves", "expected 'up', 'down' or 'fixed'");
    c->size.places = directions(option->moves) - directions(moves);
    if (directions(option->moves) <= directions(moves))
        return refuse(c, "moves", "the option loses no direction by this");
    ent_option *options =
        copy_items(c->scratch, c->model->options.items, c->model->options.count, sizeof *options);
    if (options == NULL)
        return ent_out_of_memory(c->check->report);
    options[name->index].moves = moves;
    c->changed.options.items = options;
    return ENT_OK;
}

/* --- Minds ------------------------------------------------------------------------------- */

/* One or two entries of a preference, and where they go; positions are counted from 0. */
typedef struct {
    const ent_preference *old;
    size_t count;
    uint64_t from[2];
    uint64_t to[2];
    ent_want *wants; /* as they are afterwards */
} mind;

static uint64_t distance(uint64_t a, uint64_t b)
{
    return a < b ? b - a : a - b;
}

static bool read_entry(change *c, const ent_json_path *path, const json_t *object, mind *m)
{
    const ent_json_path from_path = ent_json_key(path, "from");
    const ent_json_path to_path = ent_json_key(path, "to");
    uint64_t most = m->old->wants.count;
    uint64_t from = 0;
    uint64_t to = 0;
    if (!ent_check_integer(c->check, &from_path, json_object_get(object, "from"), 1, most, &from) ||
        !ent_check_integer(c->check, &to_path, json_object_get(object, "to"), 1, most, &to))
        return false;
    m->from[m->count] = from - 1;
    m->to[m->count] = to - 1;
    m->count++;
    return ent_claim_text(c->check, path, object, "want",
                          m->old->wants.items[from - 1].condition.text);
}

static bool read_entries(change *c, mind *m)
{
    const ent_json_path path = ent_json_key(&c->path, "entries");
    const json_t *list = ent_check_member(c->check, &c->path, c->object, "entries", JSON_ARRAY);
    if (list == NULL)
        return false;
    if (json_array_size(list) < 1 || json_array_size(list) > 2) {
        ent_check_wrong(c->check, &path, "one entry or two have to stand here");
        return false;
    }
    for (size_t i = 0; i < json_array_size(list); i++) {
        const ent_json_path item = ent_json_item(&path, i);
        if (!read_entry(c, &item, json_array_get(list, i), m))
            return false;
    }
    if (m->count == 2 && (m->from[0] >= m->from[1] || m->to[0] == m->to[1])) {
        ent_check_wrong(c->check, &path, "these are not two entries, the upper one first");
        return false;
    }
    return true;
}

/* Puts the entries where they go; all others stay in order. */
static void move_entries(const mind *m)
{
    size_t next = 0;
    for (size_t place = 0; place < m->old->wants.count; place++) {
        size_t from = SIZE_MAX;
        for (size_t i = 0; i < m->count; i++)
            if (m->to[i] == place)
                from = m->from[i];
        while (from == SIZE_MAX && (next == m->from[0] || (m->count == 2 && next == m->from[1])))
            next++;
        m->wants[place] = m->old->wants.items[from != SIZE_MAX ? from : next++];
    }
}

static ent_status change_order(change *c, const mind *m)
{
    if (m->old->kind != ENT_BY_PRIORITIES)
        return refuse(c, "kind", "the party has no priorities that could move");
    c->size.entries = m->count;
    for (size_t i = 0; i < m->count; i++) {
        c->size.places += distance(m->from[i], m->to[i]);
        if (m->from[i] == m->to[i])
            return refuse(c, "entries", "an entry does not move");
    }
    move_entries(m);
    c->sound = true;
    return ENT_OK;
}

static wide exact(ent_decimal weight)
{
    wide value = weight.value;
    for (uint32_t places = weight.places; places < 15; places++)
        value *= 10;
    return value;
}

/* How many places apart two weights stand among all; 0 where they are equal. */
static uint64_t apart_by_weight(const mind *m)
{
    wide a = exact(m->old->wants.items[m->from[0]].weight);
    wide b = exact(m->old->wants.items[m->from[1]].weight);
    uint64_t apart = a != b;
    for (size_t i = 0; i < m->old->wants.count; i++) {
        wide weight = exact(m->old->wants.items[i].weight);
        apart += (weight > a && weight < b) || (weight > b && weight < a);
    }
    return apart;
}

static ent_status change_places(change *c, const mind *m)
{
    bool ranked = m->old->kind == ENT_BY_RANKING;
    if (!ranked && m->old->kind != ENT_BY_WEIGHTS)
        return refuse(c, "kind", "the party has neither weights nor a ranking");
    if (m->count != 2 || m->to[0] != m->from[1] || m->to[1] != m->from[0])
        return refuse(c, "entries", "these are not two entries that change places");
    uint64_t apart = ranked ? distance(m->from[0], m->from[1]) : apart_by_weight(m);
    if (apart == 0)
        return refuse(c, "entries", "these weights are the same");
    c->size.entries = apart == 1 ? 1 : 2;
    c->size.places = apart == 1 ? 1 : 2 * apart;
    for (size_t i = 0; i < 2; i++) {
        if (ranked)
            m->wants[m->to[i]] = m->old->wants.items[m->from[i]];
        else
            m->wants[m->to[i]].weight = m->old->wants.items[m->from[i]].weight;
    }
    c->sound = true;
    return ENT_OK;
}

static ent_status change_to_contrary(change *c, const mind *m)
{
    const ent_json_path path = ent_json_key(&c->path, "instead");
    ent_judge *judge = &c->check->judge;
    const json_t *text = json_object_get(c->object, "instead");
    ent_expression *contrary = NULL;
    if (m->count != 1 || m->from[0] != m->to[0])
        return refuse(c, "entries", "one entry, where it is, has to stand here");
    ent_status status = ent_check_condition(c->check, &path, text, &contrary);
    if (status != ENT_OK)
        return status == ENT_WRONG_MODEL ? ENT_OK : status;
    ent_condition *condition = &m->wants[m->from[0]].condition;
    for (uint32_t state = 0; state < judge->states; state++)
        if (ent_judge_holds(judge, condition->expression, state) ==
            ent_judge_holds(judge, contrary, state)) {
            ent_check_wrong(c->check, &path, "this is not the contrary of the entry in state %u",
                            state + 1);
            return ENT_OK;
        }
    c->size.places = m->old->wants.count;
    *condition = (ent_condition){.expression = contrary, .text = json_string_value(text)};
    c->sound = true;
    return ENT_OK;
}

/* The order of the party's entries afterwards; weights have none. */
static ent_status check_new_order(change *c, const mind *m)
{
    size_t count = m->old->wants.count;
    const char **names = ent_arena_array(c->scratch, count, sizeof *names);
    if (names == NULL)
        return ent_out_of_memory(c->check->report);
    for (size_t i = 0; i < count; i++)
        names[i] = m->wants[i].condition.text;
    if (m->old->kind == ENT_BY_WEIGHTS)
        ent_claim_absent(c->check, &c->path, c->object, "order", "the party goes by weights");
    else
        ent_claim_names(c->check, &c->path, c->object, "order", names, count);
    return ENT_OK;
}

static ent_status change_mind(change *c, const char *kind)
{
    uint32_t party = 0;
    if (!finds_mover(c, "party", &party))
        return ENT_OK;
    if (ent_is_body(c->model, party))
        return refuse(c, "party", "this is no party");
    mind m = {.old = &c->model->parties.items[party].preference};
    if (m.old->kind == ENT_INDIFFERENT)
        return refuse(c, "party", "the party has no preferences");
    if (!read_entries(c, &m))
        return ENT_OK;
    size_t count = m.old->wants.count;
    ent_party *parties =
        copy_items(c->scratch, c->model->parties.items, c->model->parties.count, sizeof *parties);
    m.wants = copy_items(c->scratch, m.old->wants.items, count, sizeof *m.wants);
    if (parties == NULL || m.wants == NULL)
        return ent_out_of_memory(c->check->report);
    c->size.minds = 1;
    ent_status status = strcmp(kind, "order") == 0  ? change_order(c, &m)
                        : strcmp(kind, "swap") == 0 ? change_places(c, &m)
                                                    : change_to_contrary(c, &m);
    if (status != ENT_OK || !c->sound)
        return status;
    parties[party].preference.wants.items = m.wants;
    c->changed.parties.items = parties;
    return check_new_order(c, &m);
}

/* --- What comes of it -------------------------------------------------------------------- */

/* Reads the change, and makes it. */
static ent_status make_change(change *c, const char *sort)
{
    static const struct {
        const char *kind;
        const char *sort;
    } kinds[] = {{"quorum", "rules"}, {"veto", "rules"}, {"moves", "terms"},
                 {"order", "minds"},  {"swap", "minds"}, {"reversal", "minds"}};
    const json_t *said = ent_check_member(c->check, &c->path, c->object, "kind", JSON_STRING);
    const char *kind = json_string_value(said);
    bool known = false;
    if (kind == NULL)
        return ENT_OK;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        known = known || (strcmp(kinds[i].kind, kind) == 0 && strcmp(kinds[i].sort, sort) == 0);
    if (!known)
        return refuse(c, "kind", "no change of this kind stands here");
    if (strcmp(sort, "rules") == 0)
        return change_rule(c, strcmp(kind, "veto") == 0);
    return strcmp(sort, "terms") == 0 ? change_moves(c) : change_mind(c, kind);
}

static void check_size(const change *c)
{
    const ent_json_path path = ent_json_key(&c->path, "size");
    const json_t *size = ent_check_member(c->check, &c->path, c->object, "size", JSON_OBJECT);
    if (size == NULL)
        return;
    ent_claim_figure(c->check, &path, size, "minds", c->size.minds);
    ent_claim_figure(c->check, &path, size, "entries", c->size.entries);
    ent_claim_figure(c->check, &path, size, "places", c->size.places);
}

/* Judges the wanted states in the changed model: some must be as they should be. */
static ent_status check_effect(const change *c)
{
    const ent_json_path path = ent_json_key(&c->path, "holds");
    uint64_t count = 0;
    ent_judge judge = {0};
    ent_status status = ent_judge_alike(&judge, &c->check->judge, &c->changed, c->check->report);
    if (status == ENT_OK)
        status = ent_check_holds(c->n, &judge, &c->path, c->object, &count);
    ent_judge_free(&judge);
    if (status == ENT_OK && count == 0)
        ent_check_wrong(c->check, &path, "this change does not suffice");
    return status;
}

ent_status ent_check_change(const ent_need_check *n, const ent_json_path *path, const char *sort,
                            const json_t *object, ent_size_of_change *size)
{
    ent_arena scratch = ent_arena_new(n->scratch->memory);
    change c = {.n = n,
                .check = n->check,
                .path = *path,
                .object = object,
                .model = n->check->judge.model,
                .changed = *n->check->judge.model,
                .scratch = &scratch,
                .size = {.entries = 1}};
    if (!json_is_object(object))
        ent_check_wrong(n->check, path, "expected an object with the 'kind' of a change");
    ent_status status = json_is_object(object) ? make_change(&c, sort) : ENT_OK;
    if (status == ENT_OK && c.sound) {
        ent_check_count(n->check, ENT_CLAIM_CHANGE, 1);
        check_size(&c);
        *size = c.size;
        status = check_effect(&c);
    }
    ent_arena_free(&scratch);
    return status;
}
