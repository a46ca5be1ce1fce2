/* The verb agree: can it be agreed? */
#include "cli/session.h"
#include "cli/verbs.h"
#include "show/agree.h"
#include "show/words.h"

enum {
    LISTED = 10,        /* agreeable packages that are shown one by one */
    LISTED_JSON = 1000, /* … and described in JSON */
    PATTERNS = 6,       /* patterns of more */
    MISSES = 4,         /* near misses */
    MISSES_JSON = 100,
};

static ent_status ask(ent_session *s, ent_agree *agree)
{
    const ent_arguments *a = s->arguments;
    size_t top = (size_t)a->top;
    const ent_agree_request request = {.where = ent_session_where(s),
                                       .listed_most = top != 0  ? top
                                                      : a->json ? LISTED_JSON
                                                                : LISTED,
                                       .patterns_most = top != 0 ? top : PATTERNS,
                                       .misses_most = top != 0  ? top
                                                      : a->json ? MISSES_JSON
                                                                : MISSES};
    return ent_ask_agree(agree, &s->game, &request, &s->report);
}

static ent_status show(ent_session *s, const ent_agree *agree)
{
    ent_sink sink = ent_session_sink(s);
    ent_status status = ENT_OK;
    if (s->arguments->json) {
        status = ent_agree_json(&sink.text, agree);
    } else {
        ent_add_heading(&sink.text, &s->style, &s->game, -1);
        ent_show_agree(&sink.text, &s->style, agree);
    }
    return ent_session_flush(s, &sink, status);
}

ent_status ent_verb_agree(const ent_arguments *arguments)
{
    ent_session s;
    ent_session_begin(&s, arguments);
    ent_agree agree = {0};
    ent_status status = ent_session_read(&s, arguments->operands[0]);
    if (status == ENT_OK)
        status = ent_session_make_game(&s);
    if (status == ENT_OK)
        status = ent_session_require_start(&s);
    if (status == ENT_OK)
        status = ask(&s, &agree);
    if (status == ENT_OK)
        status = show(&s, &agree);
    ent_agree_free(&agree);
    return ent_session_end(&s, status);
}
