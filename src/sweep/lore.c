/* Contents, and who holds them. */
#include "sweep/lore.h"

#include <string.h>

uint32_t ent_lore_number(ent_lore *lore)
{
    return atomic_fetch_add_explicit(&lore->numbers, 1, memory_order_relaxed);
}

const ent_content *ent_lore_keep(ent_lore *lore, const void *bytes, size_t length)
{
    ent_content *content = ent_memo_find(&lore->contents, bytes, length);
    if (content != NULL)
        return content;
    content = ent_shelf_array(&lore->shelf, 1, sizeof *content);
    void *copy = ent_shelf_array(&lore->shelf, length, 1);
    if (content == NULL || copy == NULL)
        return NULL;
    *content = (ent_content){memcpy(copy, bytes, length), ent_lore_number(lore)};
    return ent_memo_add_lasting(&lore->contents, copy, length, content);
}

ent_status ent_lore_keep_column(ent_lore *lore, const ent_column *column, ent_column *kept,
                                uint32_t *number)
{
    const ent_content *content =
        ent_lore_keep(lore, column->data, (size_t)column->count * column->width);
    if (content == NULL)
        return ENT_NO_RESOURCE;
    *kept = *column;
    kept->memory = NULL;
    kept->data = content->bytes;
    *number = content->number;
    return ENT_OK;
}

ent_status ent_lore_keep_set(ent_lore *lore, const ent_set *set, ent_set *kept)
{
    const ent_content *content =
        ent_lore_keep(lore, set->words, ent_set_words(set->bits) * sizeof *set->words);
    if (content == NULL)
        return ENT_NO_RESOURCE;
    *kept = (ent_set){.words = content->bytes, .bits = set->bits};
    return ENT_OK;
}

void ent_library_init(ent_library *library, const ent_memory *memory, size_t most)
{
    *library =
        (ent_library){.memory = {.hook = memory->hook, .context = memory->context}, .most = most};
    (void)pthread_mutex_init(&library->lock, NULL);
}

static ent_lore *new_lore(ent_library *library)
{
    ent_lore *lore = ent_allocate(&library->memory, sizeof *lore);
    if (lore == NULL)
        return NULL;
    lore->generation = ++library->generations;
    ent_shelf_init(&lore->shelf, &library->memory);
    ent_memo *const memos[] = {&lore->contents, &lore->minds_by_outcomes, &lore->minds_by_keys,
                               &lore->facts, &lore->views};
    for (size_t i = 0; i < sizeof memos / sizeof *memos; i++)
        memos[i]->shelf = &lore->shelf;
    return lore;
}

static void free_lore(ent_library *library, ent_lore *lore)
{
    atomic_fetch_sub_explicit(&library->retired, lore->retired, memory_order_relaxed);
    ent_shelf_free(&lore->shelf);
    ent_release(&library->memory, lore, sizeof *lore);
}

/* The current lore gets no new holders. The lock is held. */
static void retire(ent_library *library)
{
    ent_lore *lore = library->current;
    library->current = NULL;
    if (lore == NULL)
        return;
    lore->retired = atomic_load_explicit(&lore->shelf.bytes, memory_order_relaxed);
    atomic_fetch_add_explicit(&library->retired, lore->retired, memory_order_relaxed);
    if (lore->holders == 0)
        free_lore(library, lore);
}

void ent_library_free(ent_library *library)
{
    retire(library);
    (void)pthread_mutex_destroy(&library->lock);
}

void ent_library_empty(ent_library *library)
{
    (void)pthread_mutex_lock(&library->lock);
    if (library->current != NULL && library->current->holders == 0)
        retire(library);
    (void)pthread_mutex_unlock(&library->lock);
}

bool ent_library_is_full(const ent_library *library, const ent_lore *lore)
{
    return atomic_load_explicit(&lore->shelf.bytes, memory_order_relaxed) +
               atomic_load_explicit(&library->retired, memory_order_relaxed) >
           library->most;
}

/* The lock is held. */
static void let_go(ent_library *library, ent_lore **lore)
{
    if (*lore != NULL && --(*lore)->holders == 0 && *lore != library->current)
        free_lore(library, *lore);
    *lore = NULL;
}

void ent_library_leave(ent_library *library, ent_lore **lore)
{
    (void)pthread_mutex_lock(&library->lock);
    let_go(library, lore);
    (void)pthread_mutex_unlock(&library->lock);
}

ent_status ent_library_take(ent_library *library, ent_lore **lore)
{
    (void)pthread_mutex_lock(&library->lock);
    let_go(library, lore);
    if (library->current != NULL && ent_library_is_full(library, library->current))
        retire(library);
    if (library->current == NULL)
        library->current = new_lore(library);
    *lore = library->current;
    if (*lore != NULL)
        (*lore)->holders++;
    (void)pthread_mutex_unlock(&library->lock);
    return *lore == NULL ? ENT_NO_RESOURCE : ENT_OK;
}
