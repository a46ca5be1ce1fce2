/* Columns of keys. */
#include "game/column.h"

ent_status ent_column_new(ent_column *column, ent_memory *memory, uint64_t count, uint32_t top)
{
    *column = (ent_column){.memory = memory, .width = ent_column_width(top), .top = top};
    column->data = ent_allocate(memory, (size_t)count * column->width);
    if (column->data == NULL) {
        *column = (ent_column){0};
        return ENT_NO_RESOURCE;
    }
    column->count = count;
    return ENT_OK;
}

void ent_column_free(ent_column *column)
{
    if (column->data != NULL && column->memory != NULL)
        ent_release(column->memory, column->data, (size_t)column->count * column->width);
    *column = (ent_column){0};
}
