/* Reading a model, whatever the format of its file. */
#include <string.h>

#include "model/doubt.h"
#include "model/gmcr.h"
#include "model/reader.h"

/* The file's name without folder and ending: the title of a model that gives none. */
static const char *title_from_name(ent_arena *arena, const char *name)
{
    const char *slash = strrchr(name, '/');
    const char *start = slash == NULL ? name : slash + 1;
    const char *dot = strrchr(start, '.');
    size_t length = dot == NULL || dot == start ? strlen(start) : (size_t)(dot - start);
    return ent_arena_copy(arena, start, length);
}

ent_status ent_read_model(ent_model *model, const ent_source *source, ent_report *report)
{
    size_t errors_before = report->errors;
    model->source = source;
    model->title = title_from_name(&model->arena, source->name);
    if (model->title == NULL)
        return ent_out_of_memory(report);
    ent_node *root = NULL;
    ent_status status = ent_tree_read(source, &model->arena, report, &root);
    if (root == NULL)
        return status;
    if (root->flow && ent_node_key(root, "decisionMakers") != NULL)
        status = ent_read_gmcr(model, root, report);
    else
        status = ent_read_yaml(model, root, report);
    if (status == ENT_OK && !model->arena.exhausted && ent_settle_likeliest(model) != ENT_OK)
        status = ent_out_of_memory(report);
    if (status != ENT_NO_RESOURCE && (model->arena.exhausted || report->arena.exhausted))
        status = ent_out_of_memory(report);
    if (status == ENT_OK && report->errors > errors_before)
        status = ENT_WRONG_MODEL;
    return status;
}
