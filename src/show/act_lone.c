/* What single members can do in the variants of a rule: against whom the body works, who can stop
 * it, who can make it act alone. */
#include <string.h>

#include "show/act_words.h"
#include "show/words.h"

enum { NAMES_MOST = 9, ITEMS_MOST = 6 };

/* For each member and variant: does it hold? */
typedef struct {
    const ent_act_page *page;
    ent_arena arena;
    size_t variants;
    uint32_t members;
    bool *holds;  /* members × variants */
    bool *told;   /* by member */
    bool *names;  /* by member: those of one item */
    bool *nobody; /* by variant: it holds for no member */
} table;

static bool *row_of(const table *t, uint32_t member)
{
    return t->holds + member * t->variants;
}

static bool make_table(table *t, const ent_act_page *page)
{
    *t = (table){.page = page,
                 .arena = ent_arena_new(page->out->memory),
                 .variants = page->body->variants.count,
                 .members = page->body->member_count};
    t->holds = ent_arena_array(&t->arena, t->members, t->variants * sizeof *t->holds);
    t->told = ent_arena_array(&t->arena, t->members, sizeof *t->told);
    t->names = ent_arena_array(&t->arena, t->members, sizeof *t->names);
    t->nobody = ent_arena_array(&t->arena, t->variants, sizeof *t->nobody);
    if (t->holds == NULL || t->told == NULL || t->names == NULL || t->nobody == NULL)
        ent_text_exhaust(page->out);
    return !t->arena.exhausted;
}

/* Where a member can stop the body alone. */
static void find_vetoes(table *t)
{
    for (uint32_t i = 0; i < t->members; i++)
        for (size_t v = 0; v < t->variants; v++) {
            const ent_act_variant *variant = &t->page->body->variants.items[v];
            row_of(t, i)[v] = variant->game.kind == ENT_GAME_PROPER &&
                              !variant->acts_without[t->page->body->members[i]];
        }
}

/* Where a member can make the body act alone. */
static bool find_deciders(table *t)
{
    uint64_t *one = ent_arena_array(&t->arena, t->members / 64 + 1, sizeof *one);
    for (uint32_t i = 0; i < t->members && one != NULL; i++) {
        one[i / 64] = UINT64_C(1) << (i % 64);
        for (size_t v = 0; v < t->variants; v++) {
            const ent_act_variant *variant = &t->page->body->variants.items[v];
            row_of(t, i)[v] =
                variant->game.kind == ENT_GAME_PROPER && ent_wins(&variant->game, one);
        }
        one[i / 64] = 0;
    }
    if (one == NULL)
        ent_text_exhaust(t->page->out);
    return one != NULL;
}

static bool is_anywhere(const table *t, const bool *row)
{
    for (size_t v = 0; v < t->variants; v++)
        if (row[v])
            return true;
    return false;
}

/* Marks the members for whom it holds in the very same variants. */
static uint32_t take_alike(table *t, uint32_t member)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < t->members; i++) {
        t->names[i] = memcmp(row_of(t, i), row_of(t, member), t->variants * sizeof(bool)) == 0;
        t->told[i] = t->told[i] || t->names[i];
        count += t->names[i];
    }
    for (size_t v = 0; v < t->variants; v++)
        t->nobody[v] = t->nobody[v] && !row_of(t, member)[v];
    return count;
}

static void add_item(ent_text *out, const table *t, uint32_t count, uint32_t member,
                     const char *can, bool first)
{
    const ent_act_body *body = t->page->body;
    bool aim = false;
    for (uint32_t i = 0; i < t->members; i++)
        aim = aim || (body->members[i] == body->aim && t->names[i]);
    if (count == t->members && count > 1) {
        ent_text_add(out, "Every member");
        if (aim)
            ent_text_print(out, ", %s included,",
                           t->page->act->game->model->parties.items[body->aim].name);
    } else {
        ent_add_members(out, t->page, t->names, NAMES_MOST);
    }
    if (first)
        ent_text_print(out, " can %s%s", count > 1 && count < t->members ? "each " : "", can);
    if (t->variants == 1)
        return;
    ent_text_add(out, " ");
    ent_add_terms(out, body, row_of(t, member));
}

/* "Every member can stop it alone if consensus; otherwise nobody." */
static void add_sentence(const table *made, const char *can)
{
    table t = *made;
    ENT_AUTO_TEXT words = ent_text_part(t.page->out);
    size_t items = 0;
    memset(t.told, 0, t.members * sizeof *t.told);
    memset(t.nobody, true, t.variants * sizeof *t.nobody);
    for (uint32_t i = 0; i < t.members; i++) {
        if (t.told[i] || !is_anywhere(&t, row_of(&t, i)))
            continue;
        uint32_t count = take_alike(&t, i);
        items++;
        if (items > ITEMS_MOST)
            continue;
        ent_text_add(&words, items == 1 ? "" : "; ");
        add_item(&words, &t, count, i, can, items == 1);
    }
    if (items == 0)
        return;
    if (items > ITEMS_MOST)
        ent_text_add(&words, "; others elsewhere");
    ent_text_add(&words, is_anywhere(&t, t.nobody) ? "; otherwise nobody." : ".");
    ent_add_paragraph(t.page->out, t.page->style, 2, ent_text_string(&words));
}

void ent_add_vetoes(const ent_act_page *page)
{
    table t;
    if (make_table(&t, page)) {
        find_vetoes(&t);
        add_sentence(&t, "stop it alone");
    }
    ent_arena_free(&t.arena);
}

void ent_add_deciders(const ent_act_page *page)
{
    table t = {.arena = ent_arena_new(page->out->memory)};
    if (page->body->member_count > 1 && make_table(&t, page) && find_deciders(&t))
        add_sentence(&t, "make it act alone");
    ent_arena_free(&t.arena);
}

static bool is_member(const ent_act_body *body, uint32_t party)
{
    for (uint32_t i = 0; i < body->member_count; i++)
        if (body->members[i] == party)
            return true;
    return false;
}

static void add_split(ent_text *out, const ent_act_page *page, const char *aim, const bool *unable)
{
    uint64_t states = 0;
    for (size_t i = 0; i < page->body->variants.count; i++)
        states += unable[i] ? page->body->variants.items[i].states : 0;
    ENT_AUTO_TEXT terms = ent_text_part(out);
    ent_add_terms(&terms, page->body, unable);
    ent_text_print(out, "It can act against %s, but not %s (", aim, ent_text_string(&terms));
    ent_add_number(out, states);
    ent_text_add(out, " of ");
    ent_add_count(out, page->act->game->space.states, "state", "states");
    ent_text_print(out, ")%s%s.",
                   is_member(page->body, page->body->aim) ? ": there nothing is decided without "
                                                          : "",
                   is_member(page->body, page->body->aim) ? aim : "");
}

void ent_add_aim(const ent_act_page *page)
{
    const ent_act_body *body = page->body;
    size_t count = body->variants.count;
    if (body->aim == ENT_NOBODY)
        return;
    bool *unable = ent_allocate(page->out->memory, count * sizeof *unable);
    if (unable == NULL) {
        ent_text_exhaust(page->out);
        return;
    }
    const char *aim = page->act->game->model->parties.items[body->aim].name;
    bool member = is_member(body, body->aim);
    size_t able = 0;
    for (size_t i = 0; i < count; i++) {
        unable[i] = !body->variants.items[i].acts_without[body->aim];
        able += !unable[i];
    }
    ENT_AUTO_TEXT words = ent_text_part(page->out);
    if (able == count)
        ent_text_print(&words, "It can act against %s%s.", aim,
                       member ? ", although that is a member" : ", which is no member");
    else if (able == 0)
        ent_text_print(&words, "It cannot act against %s%s.", aim,
                       member ? ": nothing is decided without its consent" : "");
    else
        add_split(&words, page, aim, unable);
    ent_add_paragraph(page->out, page->style, 2, ent_text_string(&words));
    ent_release(page->out->memory, unable, count * sizeof *unable);
}

void ent_add_opponents(ent_text *out, const ent_act_page *page, const ent_act_variant *variant)
{
    uint32_t unable = 0;
    for (uint32_t i = 0; i < page->body->member_count; i++)
        unable += !variant->acts_without[page->body->members[i]];
    if (variant->game.kind == ENT_GAME_NEVER || page->body->member_count < 2)
        return;
    if (unable == 0)
        ent_text_add(out, " It can act against any single member.");
    else if (unable == page->body->member_count)
        ent_text_add(out, " It can act against no member.");
    else
        ent_text_add(out,
                     " It cannot act against those who can stop it; against all others it can.");
}
