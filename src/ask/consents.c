/* "--consent us=0.6,ru=0.1": reading who consents with which probability. */
#include <string.h>

#include "ask/act.h"

static const double unknown = 0.5;

typedef struct {
    ent_model *model;
    const ent_source *source;
    uint32_t body;
    ent_consents *consents;
    ent_report *report;
} reading;

/* A stretch of the source without the spaces around it. */
typedef struct {
    size_t offset;
    size_t length;
} stretch;

static stretch trimmed(const ent_source *source, size_t begin, size_t end)
{
    while (begin < end && source->text[begin] == ' ')
        begin++;
    while (end > begin && source->text[end - 1] == ' ')
        end--;
    return (stretch){.offset = begin, .length = end - begin};
}

static ent_place place_of(const reading *r, stretch s)
{
    return (ent_place){r->source, s.offset, s.length > 0 ? s.length : 1};
}

/* Whether the party is a member of what was asked for. */
static bool is_member(const reading *r, uint32_t party)
{
    if (r->body != ENT_NOBODY)
        return ent_has_member(ent_mover_body(r->model, r->body), party);
    for (size_t b = 0; b < r->model->bodies.count; b++)
        if (ent_has_member(&r->model->bodies.items[b], party))
            return true;
    return false;
}

/* Names the nearest member, where one is near. */
static void hint_member(const reading *r, const char *word, size_t length)
{
    ent_arena arena = ent_arena_new(r->report->arena.memory);
    size_t count = 0;
    const char **ids = ent_arena_array(&arena, r->model->parties.count + 1, sizeof *ids);
    for (uint32_t p = 0; ids != NULL && p < r->model->parties.count; p++)
        if (is_member(r, p))
            ids[count++] = r->model->parties.items[p].id;
    const char *nearest = ids == NULL ? NULL : ent_nearest(word, length, ids, count);
    if (nearest != NULL)
        ent_hint(r->report, "did you mean '%s'?", nearest);
    ent_arena_free(&arena);
}

static ent_status refuse_second(const reading *r, stretch name)
{
    (void)ent_error(r->report, place_of(r, name), "'%.*s' is given twice", (int)name.length,
                    r->source->text + name.offset);
    return ENT_WRONG_USE;
}

static ent_status refuse_name(const reading *r, stretch name, const char *what)
{
    const char *word = r->source->text + name.offset;
    (void)ent_error(r->report, place_of(r, name), "'%.*s' %s", (int)name.length, word, what);
    hint_member(r, word, name.length);
    return ENT_WRONG_USE;
}

static ent_status read_probability(const reading *r, stretch value, double *probability)
{
    ent_decimal number = {0};
    bool is_decimal = ent_decimal_read(r->source->text + value.offset, value.length, &number);
    int64_t one = 1;
    for (uint32_t i = 0; is_decimal && i < number.places; i++)
        one *= 10;
    if (!is_decimal || number.value < 0 || number.value > one) {
        (void)ent_error(r->report, place_of(r, value),
                        "a probability is a number from 0 to 1, such as 0.6");
        return ENT_WRONG_USE;
    }
    *probability = (double)number.value / (double)one;
    return ENT_OK;
}

static ent_status set_party(reading *r, stretch name, double probability)
{
    const char *word = r->source->text + name.offset;
    const ent_name *found = ent_vocabulary_find(&r->model->vocabulary, word, name.length);
    if (found == NULL && name.length == 6 && memcmp(word, "others", 6) == 0) {
        if (r->consents->other_given)
            return refuse_second(r, name);
        r->consents->other_given = true;
        r->consents->other = probability;
        return ENT_OK;
    }
    if (found == NULL || found->kind != ENT_NAME_PARTY)
        return refuse_name(r, name, "is no party");
    if (!is_member(r, found->index))
        return refuse_name(
            r, name, r->body == ENT_NOBODY ? "is a member of no body" : "is no member of the body");
    if (r->consents->given[found->index])
        return refuse_second(r, name);
    r->consents->given[found->index] = true;
    r->consents->of_party[found->index] = probability;
    return ENT_OK;
}

static ent_status read_part(reading *r, size_t begin, size_t end)
{
    const char *text = r->source->text;
    const char *sign = memchr(text + begin, '=', end - begin);
    if (sign == NULL) {
        (void)ent_error(r->report, place_of(r, trimmed(r->source, begin, end)),
                        "this must have the form PARTY=PROBABILITY");
        return ENT_WRONG_USE;
    }
    size_t middle = (size_t)(sign - text);
    double probability = 0;
    ent_status status = read_probability(r, trimmed(r->source, middle + 1, end), &probability);
    return status == ENT_OK ? set_party(r, trimmed(r->source, begin, middle), probability) : status;
}

ent_status ent_read_consents(ent_model *model, const ent_source *source, uint32_t body,
                             ent_consents *consents, ent_report *report)
{
    size_t parties = model->parties.count;
    *consents = (ent_consents){
        .of_party = ent_arena_array(&model->arena, parties, sizeof *consents->of_party),
        .given = ent_arena_array(&model->arena, parties, sizeof *consents->given),
        .other = unknown};
    if (consents->of_party == NULL || consents->given == NULL)
        return ent_out_of_memory(report);
    reading r = {
        .model = model, .source = source, .body = body, .consents = consents, .report = report};
    for (size_t begin = 0; begin <= source->length;) {
        const char *comma = memchr(source->text + begin, ',', source->length - begin);
        size_t end = comma == NULL ? source->length : (size_t)(comma - source->text);
        ent_status status = read_part(&r, begin, end);
        if (status != ENT_OK)
            return status;
        begin = end + 1;
    }
    for (size_t p = 0; p < parties; p++)
        if (!consents->given[p])
            consents->of_party[p] = consents->other;
    return ENT_OK;
}
