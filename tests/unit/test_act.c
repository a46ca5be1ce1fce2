/* What bodies can do, on small models whose answers are worked out by hand. */
#include "test.h"

#include "ask/act.h"
#include "support/model_text.h"

static const char pact[] = "entente: 1\n"
                           "parties: {ra: Ravonia, sel: Selland, tor: Torland, by: Bystander}\n"
                           "bodies:\n"
                           "  council:\n"
                           "    members: [ra, sel, tor]\n"
                           "    rule: if consensus then all else at least 2 of {ra, sel, tor}\n"
                           "    trigger: attack\n"
                           "options:\n"
                           "  attack: ra\n"
                           "  respond: council\n"
                           "  consensus: {by: council, moves: fixed}\n"
                           "  troops: {by: tor, levels: [none, some]}\n"
                           "constraints: [if respond then attack]\n"
                           "preferences:\n"
                           "  ra: [not respond, attack]\n"
                           "  sel: [respond]\n"
                           "  tor: [if troops = some then respond else not respond]\n";

typedef struct {
    ent_test_reading reading;
    ent_game game;
    ent_act act;
    ent_status status;
} asked;

static void ask(asked *a, const char *text, const ent_act_request *request)
{
    ent_test_read(&a->reading, "model.yaml", text);
    assert_int_equal(a->reading.status, ENT_OK);
    assert_int_equal(ent_game_init(&a->game, &a->reading.model, 1, &a->reading.report), ENT_OK);
    a->status = ent_ask_act(&a->act, &a->game, request, &a->reading.report);
}

static void forget(asked *a)
{
    ent_act_free(&a->act);
    ent_game_free(&a->game);
    ent_test_forget(&a->reading);
}

TEST(variants_are_the_terms_of_feasible_states)
{
    asked a;
    ask(&a, pact, &(ent_act_request){.body = ENT_NOBODY, .minimal_most = 10});
    assert_int_equal(a.status, ENT_OK);
    const ent_act_body *body = &a.act.bodies.items[0];
    assert_int_equal(body->condition_count, 1);
    assert_string_equal(body->conditions[0], "consensus");
    assert_int_equal(body->aim, 0);
    assert_int_equal(body->variants.count, 2);
    const ent_act_variant *two = &body->variants.items[0];
    const ent_act_variant *all = &body->variants.items[1];
    assert_false(two->holds[0]);
    assert_true(all->holds[0]);
    assert_int_equal(two->states, 6);
    assert_int_equal(all->states, 6);
    assert_int_equal(two->minimal.count, 3);
    assert_int_equal(all->minimal.count, 1);
    for (uint32_t p = 0; p < 3; p++) {
        assert_true(two->acts_without[p]);
        assert_false(all->acts_without[p]);
    }
    assert_true(all->acts_without[3]);
    forget(&a);
}

/* A trigger is set off by whoever has to do something for it. */
TEST(what_every_level_satisfies_nobody_sets_off)
{
    static const struct {
        const char *trigger;
        uint32_t aim;
    } triggers[] = {{"attack >= no", ENT_NOBODY},
                    {"not attack < no", ENT_NOBODY},
                    {"attack >= yes", 0},
                    {"not attack < yes", 0},
                    {"attack and troops >= none", 0},
                    {"troops > none or attack < no", 2},
                    {"attack and troops >= some", ENT_NOBODY}};
    for (size_t i = 0; i < sizeof triggers / sizeof *triggers; i++) {
        asked a;
        char *text = NULL;
        assert_true(asprintf(&text,
                             "entente: 1\n"
                             "parties: {ra: Ravonia, sel: Selland, tor: Torland}\n"
                             "bodies: {council: {members: [ra, sel, tor], rule: majority,\n"
                             "  trigger: '%s'}}\n"
                             "options: {attack: ra, respond: council,\n"
                             "  troops: {by: tor, levels: [none, some]}}\n",
                             triggers[i].trigger) > 0);
        ask(&a, text, &(ent_act_request){.body = ENT_NOBODY, .minimal_most = 10});
        assert_int_equal(a.status, ENT_OK);
        assert_int_equal(a.act.bodies.items[0].aim, triggers[i].aim);
        forget(&a);
        free(text);
    }
}

/* Ravonia never wants a response, Selland always does, Torland where its troops are. */
TEST(triggers_count_moves_by_what_changes)
{
    asked a;
    ask(&a, pact, &(ent_act_request){.body = 4, .minimal_most = 10});
    assert_int_equal(a.status, ENT_OK);
    const ent_act_trigger *trigger = &a.act.bodies.items[0].trigger;
    assert_string_equal(trigger->condition, "attack");
    assert_int_equal(trigger->states, 8);
    assert_int_equal(trigger->acting, 1); /* with troops, without consensus */
    assert_int_equal(trigger->moves.count, 2);
    const ent_act_move *respond = &trigger->moves.items[0];
    assert_int_equal(respond->levels[1], 1);
    assert_int_equal(respond->levels[0], ENT_UNCHANGED);
    assert_true(respond->raises);
    assert_int_equal(respond->possible, 4);
    assert_int_equal(respond->decided, 1);
    assert_int_equal(respond->withholds[0], 4);
    assert_int_equal(respond->withholds[1], 0);
    assert_int_equal(respond->withholds[2], 2);
    /* with troops and consensus Ravonia alone is missing; without both, Ravonia or Torland */
    assert_int_equal(respond->sole_blocker[0], 2);
    assert_int_equal(respond->sole_blocker[2], 1);
    const ent_act_move *stop = &trigger->moves.items[1];
    assert_false(stop->raises);
    assert_int_equal(stop->possible, 4);
    assert_int_equal(stop->decided, 1); /* Ravonia and Torland, without troops and consensus */
    assert_int_equal(stop->sole_blocker[1], 2);
    forget(&a);
}

TEST(conditions_that_read_alike_are_one)
{
    asked a;
    ask(&a,
        "entente: 1\n"
        "parties: {p: P, q: Q}\n"
        "bodies: {b: {members: [p, q], rule: (if x then p) and (if x then q) and (y or q)}}\n"
        "options: {x: p, y: p}\n",
        &(ent_act_request){.body = ENT_NOBODY, .minimal_most = 10});
    const ent_act_body *body = &a.act.bodies.items[0];
    assert_int_equal(body->condition_count, 2);
    assert_int_equal(body->variants.count, 4);
    size_t shared = 0; /* with x, y makes no difference */
    for (size_t i = 0; i < 4; i++)
        shared += body->variants.items[i].same_as != i;
    assert_int_equal(shared, 1);
    forget(&a);
}

TEST(the_kinds_of_moves_that_are_kept_are_the_most_possible)
{
    asked a;
    ask(&a,
        "entente: 1\n"
        "parties: {p: P}\n"
        "bodies: {b: {members: [p], rule: all, trigger: 'true'}}\n"
        "options: {a: b, b1: b, c: b, d: b, e: b, f: b, g: b, h: b}\n",
        &(ent_act_request){.body = ENT_NOBODY, .minimal_most = 10});
    const ent_act_trigger *trigger = &a.act.bodies.items[0].trigger;
    assert_int_equal(trigger->moves.count, ENT_ACT_MOVES_MOST);
    assert_int_equal(trigger->moves.count + trigger->moves_left, 6560); /* 3^8 - 1 */
    assert_false(trigger->more_left);
    assert_int_equal(trigger->moves.items[0].possible, 128);
    for (size_t i = 1; i < trigger->moves.count; i++)
        assert_true(trigger->moves.items[i - 1].possible >= trigger->moves.items[i].possible);
    forget(&a);
}

static const char large[] =
    "entente: 1\n"
    "parties: {p0: P0, p1: P1, p2: P2, p3: P3, p4: P4, p5: P5, p6: P6, p7: P7, p8: P8, p9: P9}\n"
    "weights:\n"
    "  w: {p0: 1, p1: 2, p2: 4, p3: 8, p4: 16, p5: 32, p6: 64, p7: 128, p8: 256, p9: 512}\n"
    "  v: {p9: 1, p8: 3, p7: 9, p6: 27, p5: 81, p4: 243, p3: 729, p2: 2187, p1: 6561, p0: 19683}\n"
    "bodies:\n"
    "  b:\n"
    "    members: [p0, p1, p2, p3, p4, p5, p6, p7, p8, p9]\n"
    "    rule: w > 50% or v > 50%\n"
    "options: {x: b}\n";

TEST(what_cannot_be_measured_is_refused_or_estimated)
{
    asked a;
    ent_act_request request = {
        .body = ENT_NOBODY, .minimal_most = 10, .seed = 1, .power = {.memory_most = 1}};
    ask(&a, large, &request);
    assert_int_equal(a.status, ENT_NO_RESOURCE);
    assert_true(ent_test_count(&a.reading.report, ENT_ERROR) == 1);
    forget(&a);
    double chance[10] = {0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5};
    bool given[10] = {false};
    const ent_consents consents = {.of_party = chance, .given = given, .other = 0.5};
    request.draws = 100;
    request.consents = &consents;
    ask(&a, large, &request);
    assert_int_equal(a.status, ENT_OK);
    const ent_act_variant *variant = &a.act.bodies.items[0].variants.items[0];
    assert_false(variant->measured);
    assert_non_null(variant->unmeasured);
    assert_true(variant->has_estimate);
    assert_int_equal(variant->estimate.draws, 100);
    assert_true(variant->has_chance == (variant->no_chance == NULL));
    assert_true(variant->acts_without[0]);
    forget(&a);
}

static ent_status read_consents(ent_test_reading *reading, const char *text, double *second)
{
    const ent_source source = {"--consent", text, strlen(text)};
    ent_consents consents;
    ent_status status = ent_read_consents(&reading->model, &source, 4, &consents, &reading->report);
    *second = status == ENT_OK ? consents.of_party[1] : -1;
    return status;
}

TEST(consents_are_numbers_of_members)
{
    static const struct {
        const char *text;
        double second; /* Selland's; -1 where the text is refused */
    } cases[] = {
        {"ra=0.25", 0.5},
        {"others=0.75", 0.75},
        {"others=1,sel=0", 0},
        {" sel = 0.1 ", 0.1},
        {"sel=1,ra=0,tor=0.5", 1},
        {"by=0.5", -1},
        {"sel=1.1", -1},
        {"sel=-0.1", -1},
        {"sel", -1},
        {"sel=", -1},
        {"=1", -1},
        {"", -1},
        {"sel=1,", -1},
        {"sel=1,sel=1", -1},
        {"attack=1", -1},
        {"council=1", -1},
        {"sel=0x1", -1},
        {"sel=nan", -1},
        {"sel=1e0", -1},
        {"Sel=1", -1},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        ent_test_reading reading;
        double second = 0;
        ent_test_read(&reading, "pact.yaml", pact);
        ent_status status = read_consents(&reading, cases[i].text, &second);
        assert_int_equal(status, cases[i].second < 0 ? ENT_WRONG_USE : ENT_OK);
        assert_true(second == cases[i].second);
        ent_test_forget(&reading);
    }
}

int main(void)
{
    RUN_TESTS(cmocka_unit_test(variants_are_the_terms_of_feasible_states),
              cmocka_unit_test(what_every_level_satisfies_nobody_sets_off),
              cmocka_unit_test(triggers_count_moves_by_what_changes),
              cmocka_unit_test(conditions_that_read_alike_are_one),
              cmocka_unit_test(the_kinds_of_moves_that_are_kept_are_the_most_possible),
              cmocka_unit_test(what_cannot_be_measured_is_refused_or_estimated),
              cmocka_unit_test(consents_are_numbers_of_members));
}
