/* Where long output goes: text is gathered and handed on in pieces. */
#ifndef ENT_SHOW_SINK_H
#define ENT_SHOW_SINK_H

#include "base/text.h"

/* Takes bytes; false when it cannot (a full disk, a closed pipe). */
typedef bool (*ent_write)(void *context, const char *bytes, size_t length);

typedef struct {
    ent_text text;
    ent_write write;
    void *context;
    bool failed;
} ent_sink;

/* Hands on what was gathered. ENT_NO_RESOURCE when memory ran out or writing failed. */
static inline ent_status ent_sink_flush(ent_sink *sink)
{
    if (sink->text.exhausted)
        return ENT_NO_RESOURCE;
    if (sink->text.length > 0 && !sink->failed)
        sink->failed = !sink->write(sink->context, sink->text.data, sink->text.length);
    sink->text.length = 0;
    return sink->failed ? ENT_NO_RESOURCE : ENT_OK;
}

/* Hands on when much was gathered. */
static inline ent_status ent_sink_relieve(ent_sink *sink)
{
    return sink->text.length < 65536 ? ENT_OK : ent_sink_flush(sink);
}

#endif
