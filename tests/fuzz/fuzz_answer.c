/*
 * Any bytes as an answer to be verified. A true answer gets no error, every other one at least one;
 * the model is left as it was.
 */
#include <stdlib.h>
#include <string.h>

#include "verify/verify.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Of every kind of thing that answers speak of. The seeds are answers to this text. */
static const char model_text[] =
    "entente: 1\n"
    "title: A pact\n"
    "parties: {u: U, v: V, r: R}\n"
    "options:\n"
    "  join: {by: u, moves: up}\n"
    "  troops: {by: v, levels: [none, few, many]}\n"
    "  attack: r\n"
    "  sanction: council\n"
    "bodies:\n"
    "  council: {members: [u, v, r], rule: \"at least 2 of {u, v, r}\", trigger: attack}\n"
    "constraints: [not (join and troops = many)]\n"
    "start: {}\n"
    "target: join and troops >= few\n"
    "preferences:\n"
    "  u: [not attack, join, troops >= few, sanction]\n"
    "  v: [not attack, not sanction, troops <= few, join]\n"
    "  r: [not sanction, attack, not join]\n";

static void need(bool holds)
{
    if (!holds)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size > 256 * 1024)
        return 0;
    ent_memory memory = ent_memory_system();
    ent_report report = ent_report_new(&memory);
    ent_model model;
    ent_verdict verdict;
    const ent_source source = {"model.yaml", model_text, sizeof model_text - 1};
    const ent_source answer = {"answer.json", (const char *)data, size};
    ent_model_init(&model, &memory);
    need(ent_read_model(&model, &source, &report) == ENT_OK);
    ent_status status = ent_verify(&model, &answer, &verdict, &report);
    need(status == ENT_OK || status == ENT_WRONG_MODEL || status == ENT_NO_RESOURCE);
    need((status == ENT_OK) == (report.errors == 0));
    need(status != ENT_OK || verdict.wrong == 0);
    ent_model_free(&model);
    ent_report_free(&report);
    need(memory.live == 0);
    return 0;
}
