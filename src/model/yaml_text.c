/* Texts and lists as YAML. */
#include "model/yaml_text.h"

#include <string.h>
#include <utf8proc.h>

static bool is_alphanumeric(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

/* Characters that must be escaped, or that some reader of YAML takes for a line break. */
static bool is_special(int32_t point)
{
    return point < 0x20 || (point >= 0x7F && point < 0xA0) || point == 0x2028 || point == 0x2029 ||
           point == 0xFEFF;
}

static size_t next_point(const char *text, int32_t *point)
{
    utf8proc_int32_t value = 0;
    utf8proc_ssize_t size = utf8proc_iterate((const utf8proc_uint8_t *)text, -1, &value);
    *point = size > 0 ? value : 0xFFFD;
    return size > 0 ? (size_t)size : 1;
}

static bool has_special(const char *text)
{
    while (*text != '\0') {
        int32_t point = 0;
        text += next_point(text, &point);
        if (is_special(point))
            return true;
    }
    return false;
}

/* True when the text reads as it stands: nothing in it means something to YAML. */
static bool is_plain(const char *text, bool in_brackets)
{
    size_t length = strlen(text);
    if (length == 0 || strcmp(text, "null") == 0 || has_special(text))
        return false;
    if (!is_alphanumeric(text[0]) && (unsigned char)text[0] < 0x80 && text[0] != '(')
        return false;
    if (text[length - 1] == ' ' || text[length - 1] == ':')
        return false;
    return strstr(text, ": ") == NULL && strstr(text, " #") == NULL &&
           !(in_brackets && strpbrk(text, ",[]{}\"'?") != NULL);
}

bool ent_yaml_is_plain(const char *text)
{
    return is_plain(text, true);
}

static void add_quoted(ent_text *out, const char *text)
{
    ent_text_add(out, "\"");
    while (*text != '\0') {
        int32_t point = 0;
        size_t size = next_point(text, &point);
        if (point == '"' || point == '\\')
            ent_text_add(out, "\\");
        if (is_special(point))
            ent_text_print(out, "\\u%04X", (unsigned)point);
        else
            ent_text_add_bytes(out, text, size);
        text += size;
    }
    ent_text_add(out, "\"");
}

void ent_yaml_inline(ent_text *out, const char *text)
{
    if (is_plain(text, true))
        ent_text_add(out, text);
    else
        add_quoted(out, text);
}

/* True when folding and reading again gives the same text. */
static bool can_fold(const char *text)
{
    size_t length = strlen(text);
    return length > 0 && text[0] != ' ' && text[length - 1] != ' ' && strstr(text, "  ") == NULL &&
           !has_special(text);
}

static void add_folded(ent_text *out, size_t indent, const char *text)
{
    ent_text_add(out, ">-");
    size_t column = ENT_YAML_WIDTH;
    while (*text != '\0') {
        size_t size = strcspn(text, " ");
        size_t width = ent_display_width(text, size);
        if (column + 1 + width > ENT_YAML_WIDTH) {
            ent_text_add(out, "\n");
            ent_text_add_repeated(out, " ", indent);
            column = indent;
        } else {
            ent_text_add(out, " ");
            column++;
        }
        ent_text_add_bytes(out, text, size);
        column += width;
        text += size + (text[size] == ' ');
    }
}

void ent_yaml_line(ent_text *out, size_t indent, const char *key, const char *text)
{
    ent_text_print(out, "%*s%s ", (int)indent, "", key);
    size_t width = indent + ent_display_width(key, strlen(key)) + 1;
    if (width + ent_display_width(text, strlen(text)) + 2 > ENT_YAML_WIDTH && can_fold(text))
        add_folded(out, indent + (strncmp(key, "- ", 2) == 0 ? 4 : 2), text);
    else if (is_plain(text, false))
        ent_text_add(out, text);
    else
        add_quoted(out, text);
    ent_text_add(out, "\n");
}

ent_yaml_flow ent_yaml_open(ent_text *out, size_t indent, const char *opening)
{
    ent_yaml_flow flow = {.out = out, .indent = indent};
    flow.line = out->length;
    while (flow.line > 0 && out->data[flow.line - 1] != '\n')
        flow.line--;
    ent_text_add(out, opening);
    return flow;
}

void ent_yaml_item(ent_yaml_flow *flow, const char *item)
{
    ent_text *out = flow->out;
    if (out->exhausted)
        return;
    size_t column = ent_display_width(out->data + flow->line, out->length - flow->line);
    ent_text_add(out, flow->count == 0 ? "" : ",");
    if (flow->count > 0 && column + 4 + ent_display_width(item, strlen(item)) > ENT_YAML_WIDTH) {
        ent_text_add(out, "\n");
        flow->line = out->length;
        ent_text_add_repeated(out, " ", flow->indent);
    } else if (flow->count > 0) {
        ent_text_add(out, " ");
    }
    ent_text_add(out, item);
    flow->count++;
}

void ent_yaml_pair(ent_yaml_flow *flow, const char *key, const char *text)
{
    ent_text item = ent_text_new(flow->out->memory);
    ent_text_print(&item, "%s: ", key);
    ent_yaml_inline(&item, text);
    if (item.exhausted)
        flow->out->exhausted = true;
    else
        ent_yaml_item(flow, ent_text_string(&item));
    ent_text_free(&item);
}
