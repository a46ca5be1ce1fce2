/* Changes in sentences. */
#include "show/need.h"

#include "show/words.h"

static void show_paragraph(ent_text *out, const ent_style *style, size_t indent, ent_text *words)
{
    ent_add_paragraph(out, style, indent, ent_text_string(words));
}

/* --- One change --------------------------------------------------------------------------- */

static const char *want_text(const ent_preference *preference, uint32_t entry)
{
    return preference->wants.items[entry].condition.text;
}

/* "“attack” below “not respond”": beside whom the entry stands once it has moved. */
static void add_move(ent_text *out, const ent_change *change, const ent_preference *old,
                     const ent_preference *new, uint32_t k)
{
    bool down = change->to[k] > change->entry[k];
    uint32_t beside = down ? change->to[k] - 1 : change->to[k] + 1;
    ent_text_print(out, "“%s” %s “%s”", want_text(old, change->entry[k]), down ? "below" : "above",
                   want_text(new, beside));
}

static void add_preference_change(ent_text *out, const ent_model *model, const ent_change *change)
{
    const ent_preference *old = &model->parties.items[change->mover].preference;
    ent_preference new;
    ent_arena arena = ent_arena_new(out->memory);
    ent_text_print(out, "%s: ", ent_mover_name(model, change->mover));
    if (ent_changed_preference(model, change, &arena, &new) != ENT_OK) {
        ent_text_exhaust(out);
    } else if (change->kind == ENT_CHANGE_REVERSAL) {
        ent_text_print(out, "“%s” in place of “%s”", want_text(&new, change->entry[0]),
                       want_text(old, change->entry[0]));
    } else if (change->kind == ENT_CHANGE_SWAP) {
        ent_text_print(out,
                       old->kind == ENT_BY_WEIGHTS ? "“%s” and “%s” exchange their weights"
                                                   : "“%s” and “%s” change places",
                       want_text(old, change->entry[0]), want_text(old, change->entry[1]));
        if (change->size.entries == 2)
            ent_text_print(out, " (%u places apart)", change->size.places / 2);
    } else {
        add_move(out, change, old, &new, 0);
        if (change->moved == 2) {
            ent_text_add(out, ", and ");
            add_move(out, change, old, &new, 1);
        }
        ent_text_add(out, " (");
        ent_add_count(out, change->size.places, "place", "places");
        ent_text_add(out, ")");
    }
    ent_arena_free(&arena);
}

static void add_rule_change(ent_text *out, const ent_model *model, const ent_change *change)
{
    ent_condition rule;
    ent_arena arena = ent_arena_new(out->memory);
    ent_add_mover(out, model, change->mover, true);
    ent_text_add(out, ": ");
    if (change->kind == ENT_CHANGE_VETO) {
        ent_text_print(out, "%s loses its veto.", ent_mover_name(model, change->member));
    } else if (change->least == change->of - 1 && change->of == 2) {
        ent_text_add(out, "either of the two is enough, where both are needed.");
    } else {
        bool whole = change->part->kind != ENT_AND || change->of == change->part->child_count;
        ent_text_add(out, whole ? "“" : "of the members that “");
        ent_expression_print(&model->vocabulary, change->part, out);
        ent_text_print(out, whole ? "” becomes %u of %u." : "” names, %u of %u are enough.",
                       change->least, change->of);
    }
    if (ent_changed_rule(model, change, &arena, &rule) != ENT_OK)
        ent_text_exhaust(out);
    else
        ent_text_print(out, " Its rule would be: %s", rule.text);
    ent_arena_free(&arena);
}

/* "attack can no longer go up (moves: down)" */
static void add_term_change(ent_text *out, const ent_model *model, const ent_change *change)
{
    static const char *const says[] = {
        [ENT_MOVES_ANY] = "",
        [ENT_MOVES_UP] = "can no longer be taken back",
        [ENT_MOVES_DOWN] = "can no longer be begun or raised",
        [ENT_MOVES_FIXED] = "can no longer be changed",
    };
    const ent_option *option = &model->options.items[change->option];
    ent_text_print(out, "%s (%s) %s: moves: %s", option->id, ent_mover_name(model, option->mover),
                   says[change->moves], ent_moves_id(change->moves));
}

static void add_gain(ent_text *out, const ent_need *need, const ent_needed *needed)
{
    if (need->wanted_count == 1)
        return;
    ent_text_print(out, " → %llu", ent_number(need->game, needed->code));
    if (needed->count > 1) {
        ent_text_add(out, " and ");
        ent_add_number(out, needed->count - 1);
        ent_text_add(out, " more");
    }
}

void ent_add_change(ent_text *out, const ent_need *need, const ent_needed *needed)
{
    const ent_model *model = need->game->model;
    switch (needed->change.kind) {
    case ENT_CHANGE_VETO:
    case ENT_CHANGE_QUORUM:
        add_rule_change(out, model, &needed->change);
        break;
    case ENT_CHANGE_MOVES:
        add_term_change(out, model, &needed->change);
        break;
    default:
        add_preference_change(out, model, &needed->change);
    }
    add_gain(out, need, needed);
}

static void show_change(ent_text *out, const ent_style *style, const ent_need *need,
                        const ent_needed *needed)
{
    ENT_AUTO_TEXT words = ent_text_part(out);
    ent_add_change(&words, need, needed);
    ent_text_add(out, "    ");
    (void)ent_add_wrapped(out, style, 4, 6, ent_text_string(&words));
    ent_text_add(out, "\n");
}

/* --- The answer --------------------------------------------------------------------------- */

static void show_sort(ent_text *out, const ent_style *style, const ent_need *need,
                      ent_need_sort sort, size_t top)
{
    static const char *const heads[] = {
        "Another rule (no party has to change its mind)",
        "Other terms (no party has to change its mind)",
        "Another mind, of one party",
    };
    size_t count = need->found[sort].count;
    if (count == 0)
        return;
    ent_text_add(out, "\n  ");
    ent_look_on(out, style, ENT_BOLD);
    ent_text_add(out, heads[sort]);
    ent_look_off(out, style, ENT_BOLD);
    ent_text_add(out, "\n");
    for (size_t i = 0; i < count && i < top; i++)
        show_change(out, style, need, &need->found[sort].items[i]);
    if (count <= top)
        return;
    ent_text_add(out, "    … and ");
    ent_add_number(out, count - top);
    ent_text_add(out, " more of the same size (--json has them all)\n");
}

static void add_leavers(ent_text *out, const ent_need *need)
{
    for (size_t i = 0; i < need->leavers.count; i++) {
        ent_text_add(out, i == 0 ? "" : i + 1 == need->leavers.count ? " and " : ", ");
        ent_add_mover(out, need->game->model, need->leavers.items[i], i == 0);
    }
    ent_text_add(out, need->leavers.count == 1 ? " leaves it." : " leave it.");
}

static const char *viable_words(const ent_need *need, bool one)
{
    if (need->guarded)
        return one ? "can be agreed, can act and holds" : "can be agreed, can act and hold";
    return one ? "can be agreed and holds" : "can be agreed and hold";
}

static bool is_found(const ent_need *need)
{
    for (int sort = 0; sort < ENT_NEED_SORTS; sort++)
        if (need->found[sort].count > 0)
            return true;
    return false;
}

/* What the one wanted state lacks. */
static void add_lacks(ent_text *out, const ent_need *need)
{
    ent_text_print(out, "State %llu ", ent_number(need->game, need->wanted_first));
    if (need->disagreed)
        ent_text_add(out, "cannot be agreed");
    if (need->idle)
        ent_text_print(out, "%scannot act", need->disagreed ? " and " : "");
    if (need->leavers.count == 0) {
        ent_text_add(out, ".");
        return;
    }
    ent_text_print(out, "%sis no equilibrium: ", need->disagreed || need->idle ? ", and " : "");
    add_leavers(out, need);
}

/* How things stand before anything is changed. */
static void add_today(ent_text *out, const ent_need *need)
{
    if (need->holding_count > 0) {
        bool viable = need->request.viable;
        if (need->wanted_count == 1) {
            ent_text_print(out, "Nothing: it %s as things are.",
                           viable ? viable_words(need, true) : "is an equilibrium");
            return;
        }
        ent_text_add(out, "Nothing: ");
        ent_add_number(out, need->holding_count);
        ent_text_add(out, " of the ");
        ent_add_number(out, need->wanted_count);
        ent_text_print(out, " states that satisfy it %s already; the first is %llu.",
                       viable                     ? viable_words(need, need->holding_count == 1)
                       : need->holding_count == 1 ? "is an equilibrium"
                                                  : "are equilibria",
                       ent_number(need->game, need->holding_first));
        return;
    }
    if (need->wanted_count == 1) {
        add_lacks(out, need);
        return;
    }
    ent_text_add(out, "None of the ");
    ent_add_number(out, need->wanted_count);
    ent_text_print(out, " states that satisfy it %s.%s",
                   need->request.viable ? viable_words(need, true) : "is an equilibrium",
                   is_found(need) ? " Behind → stands which would be." : "");
}

/* Of which sort nothing suffices. */
static void add_failures(ent_text *out, const ent_need *need)
{
    static const char *const says[] = {
        "None of the rules tried suffices. ",
        "None of the terms tried suffices. ",
        "None of the minds tried suffices. ",
    };
    for (int sort = 0; sort < ENT_NEED_SORTS; sort++)
        if (need->found[sort].count == 0 &&
            (sort != ENT_NEED_RULES || need->game->model->bodies.count > 0))
            ent_text_add(out, says[sort]);
}

static void add_effort(ent_text *out, const ent_need *need)
{
    size_t found = 0;
    for (int sort = 0; sort < ENT_NEED_SORTS; sort++)
        found += need->found[sort].count;
    if (found == 0 && need->tried == 0) {
        ent_text_add(out, "No change of one rule, of the terms of one option or of one party's "
                          "mind could bring it about: whichever it is, somebody still leaves.");
        return;
    }
    if (found == 0 && !need->capped)
        ent_text_add(out, "None suffices of the changes that are tried: a rule that asks for "
                          "fewer, an option that loses directions, one or two entries of a "
                          "party's preference that move or turn round. ");
    else if (!need->capped)
        add_failures(out, need);
    ent_text_add(out, "Tried ");
    ent_add_count(out, need->tried, "change", "changes");
    if (need->capped)
        ent_text_print(out, "%s; more were not tried, and the larger ones are among them.",
                       found == 0 ? ", none of which suffices" : "");
    else
        ent_text_add(out, ", the smallest first.");
}

void ent_show_need(ent_text *out, const ent_style *style, const ent_need *need, const char *wanted,
                   size_t top)
{
    const char *aim = !need->request.viable ? "hold"
                      : need->guarded       ? "be agreed, to act and to hold"
                                            : "be agreed and to hold";
    ENT_AUTO_TEXT title = ent_text_part(out);
    ENT_AUTO_TEXT today = ent_text_part(out);
    ent_text_add(&title, "What would have to be true for ");
    if (need->wanted_count == 1)
        ent_text_print(&title, "state %llu", ent_number(need->game, need->wanted_first));
    else
        ent_text_print(&title, "“%s”", wanted);
    ent_text_print(&title, " to %s, if %s?", aim, ent_concept_phrase(need->request.concept));
    ent_text_add(out, "\n");
    ent_look_on(out, style, ENT_BOLD);
    (void)ent_add_wrapped(out, style, 0, 0, ent_text_string(&title));
    ent_look_off(out, style, ENT_BOLD);
    ent_text_add(out, "\n");
    add_today(&today, need);
    show_paragraph(out, style, 2, &today);
    if (need->holding_count > 0)
        return;
    for (int sort = 0; sort < ENT_NEED_SORTS; sort++)
        show_sort(out, style, need, (ent_need_sort)sort, top);
    ENT_AUTO_TEXT effort = ent_text_part(out);
    add_effort(&effort, need);
    ent_text_add(out, "\n");
    show_paragraph(out, style, 2, &effort);
}
