/* What happened in the case that a model is of. */
#include "model/reader.h"

#define COUNT_OF(array) (sizeof(array) / sizeof *(array))

/* A key with a few words to choose from. */
typedef struct {
    const char *key;
    const char *what; /* the key, as messages name it */
    const char *choices;
    const char *words[5];
    size_t count;
} choice;

static const choice outcome = {
    .key = "outcome",
    .what = "'outcome'",
    .choices = "held, partial, failed, lapsed, never-tested",
    .words = {"held", "partial", "failed", "lapsed", "never-tested"},
    .count = 5,
};
static const choice challenged = {
    .key = "challenged",
    .what = "'challenged'",
    .choices = "yes, no",
    .words = {"yes", "no"},
    .count = 2,
};
static const choice acted = {
    .key = "acted",
    .what = "'acted'",
    .choices = "yes, no, partly",
    .words = {"yes", "no", "partly"},
    .count = 3,
};

/* NULL after an error. */
static const char *read_choice(ent_reader *reader, const ent_node *history, const choice *c)
{
    const ent_node *node = ent_node_get(history, c->key);
    if (node == NULL) {
        (void)ent_error(reader->report, history->place, "'history' lacks %s", c->what);
        ent_hint(reader->report, "it is one of %s", c->choices);
        return NULL;
    }
    if (ent_read_word(reader, node, c->what) == NULL)
        return NULL;
    for (size_t i = 0; i < c->count; i++)
        if (ent_node_is(node, c->words[i]))
            return c->words[i];
    (void)ent_error(reader->report, node->place, "%s is one of %s", c->what, c->choices);
    ent_read_hint(reader, node, c->words, c->count);
    return NULL;
}

void ent_read_history(ent_reader *reader, const ent_node *node)
{
    static const char *const known[] = {"outcome", "challenged", "acted", "note"};
    if (!ent_read_keys(reader, node, "'history'", known, COUNT_OF(known)))
        return;
    ent_history *history = &reader->model->history;
    const ent_node *note = ent_node_get(node, "note");
    history->said = true;
    history->place = node->place;
    history->outcome = read_choice(reader, node, &outcome);
    history->challenged = read_choice(reader, node, &challenged);
    history->acted = read_choice(reader, node, &acted);
    if (note != NULL)
        history->note = ent_read_text(reader, note, "'note'");
}
