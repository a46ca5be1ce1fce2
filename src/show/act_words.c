/* Rules in sentences. */
#include "show/act_words.h"

#include <string.h>

#include "show/words.h"

enum {
    CUBES_MOST = 3,    /* conditions joined by "or" */
    NAMES_MOST = 8,    /* members by name in one sentence */
    LISTED_MOST = 12,  /* coalitions one by one */
    PROFILES_MOST = 8, /* … or kinds of coalitions */
};

const char *ent_member_name(const ent_act_page *page, uint32_t member)
{
    return page->act->game->model->parties.items[page->body->members[member]].name;
}

static uint32_t count_marks(const bool *marks, uint32_t count)
{
    uint32_t marked = 0;
    for (uint32_t i = 0; i < count; i++)
        marked += marks[i];
    return marked;
}

void ent_add_members(ent_text *out, const ent_act_page *page, const bool *marks, uint32_t most)
{
    uint32_t count = count_marks(marks, page->body->member_count);
    uint32_t named = count <= most + 1 ? count : most;
    uint32_t done = 0;
    for (uint32_t i = 0; i < page->body->member_count && done < named; i++) {
        if (!marks[i])
            continue;
        const char *name = ent_member_name(page, i);
        bool quoted = strchr(name, ',') != NULL; /* or it would read as two */
        ent_text_add(out, done == 0 ? "" : done + 1 == count ? " and " : ", ");
        ent_text_print(out, quoted ? "“%s”" : "%s", name);
        done++;
    }
    if (named < count)
        ent_text_print(out, " and %u others", count - named);
}

/* For each condition: must it hold (1), must it not (0), or is it all the same (-1)? */
typedef struct {
    const ent_act_body *body;
    const bool *variants; /* those to be described */
    bool *covered;
    signed char *cube;
} description;

static bool cube_has(const description *d, const ent_act_variant *variant)
{
    for (size_t i = 0; i < d->body->condition_count; i++)
        if (d->cube[i] >= 0 && variant->holds[i] != (d->cube[i] == 1))
            return false;
    return true;
}

static bool cube_is_sound(const description *d)
{
    for (size_t i = 0; i < d->body->variants.count; i++)
        if (!d->variants[i] && cube_has(d, &d->body->variants.items[i]))
            return false;
    return true;
}

/* The widest conditions that hold in this variant and in none that is not meant. */
static void widen(description *d, const ent_act_variant *variant)
{
    size_t count = d->body->condition_count;
    for (size_t i = 0; i < count; i++)
        d->cube[i] = variant->holds[i] ? 1 : 0;
    for (int wanted = 0; wanted <= 1; wanted++) /* what need not be denied goes first */
        for (size_t i = count; i-- > 0;) {
            if (d->cube[i] != wanted)
                continue;
            d->cube[i] = -1;
            if (!cube_is_sound(d))
                d->cube[i] = (signed char)wanted;
        }
    for (size_t i = 0; i < d->body->variants.count; i++)
        d->covered[i] =
            d->covered[i] || (d->variants[i] && cube_has(d, &d->body->variants.items[i]));
}

/* "stage < mid" for "not stage >= mid"; false where the condition is no such comparison. */
static bool add_opposite(ent_text *out, const char *condition)
{
    static const char *const opposites[][2] = {{" = ", " != "}, {" != ", " = "}, {" < ", " >= "},
                                               {" >= ", " < "}, {" <= ", " > "}, {" > ", " <= "}};
    for (size_t i = 0; i < sizeof opposites / sizeof *opposites; i++) {
        const char *at = strstr(condition, opposites[i][0]);
        if (at == NULL)
            continue;
        ent_text_add_bytes(out, condition, (size_t)(at - condition));
        ent_text_print(out, "%s%s", opposites[i][1], at + strlen(opposites[i][0]));
        return true;
    }
    return false;
}

static void add_literal(ent_text *out, const ent_act_body *body, size_t i, bool holds, bool alone)
{
    if (!holds && body->switches[i]->kind == ENT_LEVEL && add_opposite(out, body->conditions[i]))
        return;
    ent_expression_kind kind = body->switches[i]->kind;
    bool bracketed = kind == ENT_IF || kind == ENT_IFF || (kind == ENT_OR && !(alone && holds)) ||
                     (kind == ENT_AND && !holds);
    ent_text_print(out, "%s%s%s%s", holds ? "" : "not ", bracketed ? "(" : "", body->conditions[i],
                   bracketed ? ")" : "");
}

static void add_cube(ent_text *out, const description *d, bool first)
{
    const ent_act_body *body = d->body;
    size_t literals = 0;
    size_t only = 0;
    for (size_t i = 0; i < body->condition_count; i++)
        if (d->cube[i] >= 0) {
            literals++;
            only = i;
        }
    if (first && literals == 1 && d->cube[only] == 0 &&
        count_marks(d->covered, (uint32_t)body->variants.count) ==
            count_marks(d->variants, (uint32_t)body->variants.count)) {
        ent_text_add(out, "unless ");
        add_literal(out, body, only, true, true);
        return;
    }
    ent_text_add(out, first ? "if " : " or ");
    size_t done = 0;
    for (size_t i = 0; i < body->condition_count; i++) {
        if (d->cube[i] < 0)
            continue;
        ent_text_add(out, done++ == 0 ? "" : " and ");
        add_literal(out, body, i, d->cube[i] == 1, literals == 1);
    }
}

/* Adds conditions until all variants are covered; false when that takes too many. */
static bool add_cubes(ent_text *out, description *d)
{
    size_t cubes = 0;
    for (size_t i = 0; i < d->body->variants.count; i++) {
        if (!d->variants[i] || d->covered[i])
            continue;
        if (cubes == CUBES_MOST)
            return false;
        widen(d, &d->body->variants.items[i]);
        add_cube(out, d, cubes++ == 0);
    }
    return true;
}

void ent_add_terms(ent_text *out, const ent_act_body *body, const bool *variants)
{
    uint32_t all = (uint32_t)body->variants.count;
    uint32_t marked = count_marks(variants, all);
    if (marked == all) {
        ent_text_add(out, "on any terms");
        return;
    }
    ent_arena arena = ent_arena_new(out->memory);
    description d = {.body = body,
                     .variants = variants,
                     .covered = ent_arena_array(&arena, all, sizeof *d.covered),
                     .cube = ent_arena_array(&arena, body->condition_count, sizeof *d.cube)};
    ENT_AUTO_TEXT words = ent_text_part(out);
    if (d.covered == NULL || d.cube == NULL)
        ent_text_exhaust(out);
    else if (add_cubes(&words, &d))
        ent_text_add(out, ent_text_string(&words));
    else
        ent_text_print(out, "in %u of the %u variants of its rule", marked, all);
    ent_arena_free(&arena);
}

uint64_t ent_add_terms_of_game(ent_text *out, const ent_act_body *body, size_t index)
{
    size_t count = body->variants.count;
    uint64_t states = 0;
    bool *marks = ent_allocate(out->memory, count * sizeof *marks);
    if (marks == NULL) {
        ent_text_exhaust(out);
        return 0;
    }
    for (size_t i = 0; i < count; i++) {
        marks[i] = body->variants.items[i].same_as == index;
        states += marks[i] ? body->variants.items[i].states : 0;
    }
    ent_add_terms(out, body, marks);
    ent_release(out->memory, marks, count * sizeof *marks);
    return states;
}

void ent_add_natural(ent_text *out, ent_natural number)
{
    uint64_t value = 0;
    if (ent_natural_fits(number, &value)) {
        ent_add_number(out, value);
        return;
    }
    ent_arena arena = ent_arena_new(out->memory);
    const char *digits = ent_natural_text(&arena, number);
    if (digits == NULL) {
        ent_text_exhaust(out);
    } else {
        size_t exponent = strlen(digits) - 1;
        unsigned leading = (unsigned)(1000 * (digits[0] - '0') + 100 * (digits[1] - '0') +
                                      10 * (digits[2] - '0') + (digits[3] - '0'));
        leading = (leading + 5) / 10; /* three digits */
        exponent += leading == 1000;
        leading = leading == 1000 ? 100 : leading;
        ent_text_print(out, "%u.%02u × 10^%zu", leading / 100, leading % 100, exponent);
    }
    ent_arena_free(&arena);
}

void ent_add_share(ent_text *out, double share)
{
    if (share > 0 && share < 0.00005)
        ent_text_print(out, "%.1e", share);
    else
        ent_text_print(out, "%.4f", share);
}

/* How many members are enough, where it is any so many of them; else 0. */
static uint32_t any_so_many(const ent_simple_game *game)
{
    if (game->kind != ENT_GAME_PROPER || game->formula->part_count > 0)
        return 0;
    const ent_quota *quota = &game->quotas.items[game->formula->quota];
    int64_t weight = quota->weights[0];
    for (uint32_t i = 0; i < game->members; i++)
        if (quota->weights[i] != weight)
            return 0;
    return weight > 0 ? (uint32_t)((quota->least - 1) / weight + 1) : 0;
}

bool ent_is_plain(const ent_act_variant *variant)
{
    return variant->measured || variant->game.kind != ENT_GAME_PROPER ||
           any_so_many(&variant->game) > 0;
}

/* What there is to say about a game: who matters, and how. */
typedef struct {
    const ent_act_page *page;
    const ent_act_variant *variant;
    uint32_t members;
    bool *vetoes;
    bool *dummies;
    bool *rest; /* neither the one nor the other */
    uint32_t veto_count;
    uint32_t dummy_count;
} portrait;

static bool draw_portrait(portrait *p, ent_arena *arena)
{
    const ent_act_body *body = p->page->body;
    p->members = body->member_count;
    p->vetoes = ent_arena_array(arena, p->members, sizeof *p->vetoes);
    p->dummies = ent_arena_array(arena, p->members, sizeof *p->dummies);
    p->rest = ent_arena_array(arena, p->members, sizeof *p->rest);
    if (p->vetoes == NULL || p->dummies == NULL || p->rest == NULL)
        return false;
    for (uint32_t i = 0; i < p->members; i++) {
        p->vetoes[i] = !p->variant->acts_without[body->members[i]];
        p->dummies[i] = p->variant->measured && p->variant->power.dummy[i];
        p->rest[i] = !p->vetoes[i] && !p->dummies[i];
        p->veto_count += p->vetoes[i];
        p->dummy_count += p->dummies[i];
    }
    return true;
}

/* "every member, Russia included," where the one that the body should act against is a member. */
static void add_every_member(ent_text *out, const portrait *p)
{
    const ent_act_body *body = p->page->body;
    ent_text_add(out, p->members == 2 ? "Both must consent: each of them" : "All ");
    if (p->members != 2)
        ent_text_print(out, "%u members must consent: each of them", p->members);
    for (uint32_t i = 0; i < p->members; i++)
        if (body->members[i] == body->aim)
            ent_text_print(out, ", %s included,", ent_member_name(p->page, i));
    ent_text_add(out, " can stop it.");
}

/* The sizes of all minimal winning coalitions are the same, and any members without veto or say
 * make one: "any 2 of the 3". */
static bool is_count(const portrait *p)
{
    const ent_power *power = &p->variant->power;
    if (any_so_many(&p->variant->game) > 0)
        return true;
    if (!p->variant->measured || power->class_of == NULL || power->smallest == 0 ||
        power->smallest != power->largest)
        return false;
    uint32_t first = UINT32_MAX;
    for (uint32_t i = 0; i < p->members; i++) {
        if (!p->rest[i])
            continue;
        first = first == UINT32_MAX ? power->class_of[i] : first;
        if (power->class_of[i] != first)
            return false;
    }
    return first != UINT32_MAX;
}

static void add_count_needed(ent_text *out, const portrait *p)
{
    uint32_t rest = p->members - p->veto_count - p->dummy_count;
    uint32_t enough = any_so_many(&p->variant->game);
    uint32_t needed = (enough > 0 ? enough : p->variant->power.smallest) - p->veto_count;
    if (p->veto_count > 0) {
        ent_add_members(out, p->page, p->vetoes, NAMES_MOST);
        ent_text_print(out, " must consent: %s can stop it. ",
                       p->veto_count == 1 ? "it alone" : "each of them");
        ent_text_print(
            out, needed == 1 ? "Besides, it takes any one of " : "Besides, it takes any %u of ",
            needed);
        ent_text_print(out, "%s%u others.", p->dummy_count == 0 ? "the " : "", rest);
        return;
    }
    ent_text_print(out, needed == 1 ? "Any one of " : "Any %u of ", needed);
    if (rest == p->members)
        ent_text_print(out, "the %u members", rest);
    else
        ent_add_members(out, p->page, p->rest, NAMES_MOST);
    ent_text_print(out, " %s enough; no single member can stop it.", needed == 1 ? "is" : "are");
}

/* Vetoes where nothing simpler can be said. */
static void add_vetoes(ent_text *out, const portrait *p)
{
    if (p->veto_count == 0) {
        ent_text_add(out, "No single member can stop it.");
    } else {
        ent_add_members(out, p->page, p->vetoes, NAMES_MOST);
        ent_text_add(out, p->veto_count == 1
                              ? " can stop it alone: it sits in every winning coalition."
                              : " can each stop it: they sit in every winning coalition.");
    }
}

static void add_dummies(ent_text *out, const portrait *p)
{
    if (p->dummy_count == 0)
        return;
    ent_text_add(out, " ");
    ent_add_members(out, p->page, p->dummies, NAMES_MOST);
    ent_text_add(out, p->dummy_count == 1 ? " makes no difference." : " make no difference.");
}

static uint64_t binomial(uint32_t n, uint32_t k)
{
    double product = 1;
    for (uint32_t i = 0; i < k; i++)
        product = product * (n - i) / (i + 1);
    return product < 9e15 ? (uint64_t)(product + 0.5) : 0;
}

/* How many members of each class a coalition has, by the first member of the class. */
static void take_profile(const portrait *p, const uint64_t *coalition, uint32_t *profile)
{
    memset(profile, 0, p->members * sizeof *profile);
    for (uint32_t i = 0; i < p->members; i++)
        if (ent_coalition_has(coalition, i))
            profile[p->variant->power.class_of[i]]++;
}

/* Finds the kinds of coalitions that differ only in interchangeable members; false when they are
 * too many, or there is no memory. */
static bool find_profiles(const portrait *p, uint32_t *profiles, size_t *count)
{
    const ent_coalitions *minimal = &p->variant->minimal;
    size_t words = ent_coalition_words(&p->variant->game);
    *count = 0;
    for (size_t i = 0; i < minimal->count; i++) {
        uint32_t *next = profiles + *count * p->members;
        take_profile(p, minimal->words + i * words, next);
        size_t k = 0;
        while (k < *count &&
               memcmp(profiles + k * p->members, next, p->members * sizeof *next) != 0)
            k++;
        if (k == *count && ++*count > PROFILES_MOST)
            return false;
    }
    return true;
}

/* Marks the members that every coalition of the profile has; gives how many. */
static uint32_t mark_whole(const portrait *p, const uint32_t *profile, bool *marks)
{
    const uint32_t *class_of = p->variant->power.class_of;
    memset(marks, 0, p->members * sizeof *marks);
    for (uint32_t c = 0; c < p->members; c++) {
        uint32_t size = 0;
        for (uint32_t i = 0; i < p->members; i++)
            size += class_of[i] == c;
        for (uint32_t i = 0; i < p->members && profile[c] == size; i++)
            marks[i] = marks[i] || class_of[i] == c;
    }
    return count_marks(marks, p->members);
}

/* "China, France and Russia with any 4 of Chad, Chile and 8 others (210)" */
static void add_profile(ent_text *out, const portrait *p, const uint32_t *profile, bool *marks)
{
    uint64_t coalitions = 1;
    uint32_t parts = mark_whole(p, profile, marks) > 0;
    ent_add_members(out, p->page, marks, NAMES_MOST);
    for (uint32_t c = 0; c < p->members; c++) {
        for (uint32_t i = 0; i < p->members; i++)
            marks[i] = p->variant->power.class_of[i] == c;
        uint32_t size = count_marks(marks, p->members);
        if (profile[c] == 0 || profile[c] == size)
            continue;
        coalitions *= binomial(size, profile[c]);
        ent_text_add(out, parts == 0 ? "" : parts == 1 ? " with " : " and ");
        if (profile[c] == 1)
            ent_text_add(out, "one of ");
        else
            ent_text_print(out, "any %u of ", profile[c]);
        ent_add_members(out, p->page, marks, NAMES_MOST);
        parts++;
    }
    if (coalitions > 1) {
        ent_text_add(out, " (");
        ent_add_count(out, coalitions, "coalition", "coalitions");
        ent_text_add(out, ")");
    }
}

static void add_profiles(ent_text *out, const portrait *p, const uint32_t *profiles, size_t count,
                         bool *marks)
{
    const char *lead = p->variant->minimal.count == 1 ? "Just enough is " : "Just enough are ";
    ent_text_add(out, " ");
    ent_text_add(out, lead);
    for (size_t i = 0; i < count; i++) {
        ent_text_add(out, i == 0 ? "" : "; ");
        add_profile(out, p, profiles + i * p->members, marks);
    }
    ent_text_add(out, ".");
}

/* Coalitions one by one. */
static void add_coalitions(ent_text *out, const portrait *p, bool *marks)
{
    const ent_coalitions *minimal = &p->variant->minimal;
    size_t words = ent_coalition_words(&p->variant->game);
    ent_text_add(out, " Just enough are ");
    for (size_t i = 0; i < minimal->count; i++) {
        for (uint32_t k = 0; k < p->members; k++)
            marks[k] = ent_coalition_has(minimal->words + i * words, k);
        ent_text_add(out, i == 0 ? "" : "; ");
        ent_add_members(out, p->page, marks, NAMES_MOST);
    }
    ent_text_add(out, ".");
}

static void add_sizes(ent_text *out, const portrait *p)
{
    const ent_power *power = &p->variant->power;
    if (!p->variant->measured || !power->minimal_known)
        return;
    ent_text_add(out, " ");
    ent_add_natural(out, power->minimal);
    ent_text_print(out, " coalitions are just enough (minimal winning)");
    if (power->smallest > 0 && power->smallest == power->largest)
        ent_text_print(out, ", of %u members each", power->smallest);
    else if (power->smallest > 0)
        ent_text_print(out, ", of %u to %u members", power->smallest, power->largest);
    ent_text_add(out, ".");
}

/* The minimal winning coalitions: a few one by one, more by their kinds, else how many. */
static void add_minimal(ent_text *out, const portrait *p, ent_arena *arena)
{
    const ent_coalitions *minimal = &p->variant->minimal;
    size_t few = p->page->view->top > 0 ? p->page->view->top : LISTED_MOST;
    bool *marks = ent_arena_array(arena, p->members, sizeof *marks);
    uint32_t *profiles =
        ent_arena_array(arena, (size_t)(PROFILES_MOST + 1) * p->members, sizeof *profiles);
    size_t count = 0;
    if (marks == NULL || profiles == NULL) {
        ent_text_exhaust(out);
        return;
    }
    bool listed = p->variant->measured && minimal->complete;
    bool many = minimal->count > PROFILES_MOST || minimal->count > few;
    if (listed && many && p->variant->power.class_of != NULL &&
        find_profiles(p, profiles, &count) && count < minimal->count)
        add_profiles(out, p, profiles, count, marks);
    else if (listed && minimal->count <= few)
        add_coalitions(out, p, marks);
    else
        add_sizes(out, p);
}

static void add_proper(ent_text *out, const portrait *p, ent_arena *arena)
{
    uint32_t says = p->members - p->dummy_count;
    if (p->members == 1) {
        ent_text_print(out, "%s decides.", ent_member_name(p->page, 0));
    } else if (p->veto_count == p->members) {
        add_every_member(out, p);
    } else if (p->variant->measured && p->veto_count == says && says == 1) {
        ent_add_members(out, p->page, p->vetoes, NAMES_MOST);
        ent_text_add(out, " decides alone.");
        add_dummies(out, p);
    } else if (p->variant->measured && p->veto_count == says) {
        ent_add_members(out, p->page, p->vetoes, NAMES_MOST);
        ent_text_add(out, " must all consent: each of them can stop it.");
        add_dummies(out, p);
    } else if (is_count(p)) {
        add_count_needed(out, p);
        add_dummies(out, p);
    } else {
        add_vetoes(out, p);
        add_dummies(out, p);
        add_minimal(out, p, arena);
    }
}

void ent_add_requirements(ent_text *out, const ent_act_page *page, const ent_act_variant *variant)
{
    ent_arena arena = ent_arena_new(out->memory);
    portrait p = {.page = page, .variant = variant};
    if (variant->game.kind == ENT_GAME_NEVER)
        ent_text_add(out, "It cannot act: not even all members together are enough.");
    else if (variant->game.kind == ENT_GAME_ALWAYS)
        ent_text_add(out, "It acts without anybody's consent: its rule asks for none.");
    else if (!draw_portrait(&p, &arena))
        ent_text_exhaust(out);
    else
        add_proper(out, &p, &arena);
    ent_arena_free(&arena);
}
