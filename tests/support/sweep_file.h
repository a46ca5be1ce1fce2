/* A file of a sweep with figures that are made up: what the tests of the store share. */
#ifndef ENT_TESTS_SUPPORT_SWEEP_FILE_H
#define ENT_TESTS_SUPPORT_SWEEP_FILE_H

#include "support/model_text.h"
#include "sweep/store.h"

enum { ENT_TEST_DRAWS = 700, ENT_TEST_BLOCKS = 3, ENT_TEST_STATES = 512 };

/* A run of this many draws (0: of combinations) and what was added up of it. */
typedef struct {
    ent_test_reading reading;
    ent_space space;
    ent_arena arena;
    ent_plan plan;
    ent_store_run run;
    ent_total total;
    const char *path;
} ent_test_sweep;

void ent_test_sweep_make(ent_test_sweep *sweep, const char *path, uint64_t draws);
void ent_test_sweep_unmake(ent_test_sweep *sweep);

/* Figures that are in accord, of many states, other ones for each block. */
void ent_test_sweep_fill(const ent_test_sweep *sweep, ent_block *block, uint64_t number,
                         ent_arena *arena);

/* Begins the file or goes on with it, for up to so many blocks; with all of them, to the end. */
ent_status ent_test_sweep_go(ent_test_sweep *sweep, bool resume, uint64_t most);

/* The same with a sweep of draws of its own. */
ent_status ent_test_sweep_run(const char *path, bool resume, uint64_t most);

/* A number that depends on three others only. */
uint32_t ent_test_hash(uint64_t a, uint64_t b, uint64_t c);

/* A folder of its own, with the file of a run that nothing happened to. */
typedef struct {
    char folder[64];
    char path[128]; /* for the file that is tried */
    char journal[144];
    char sound_path[128];
    char *sound; /* the bytes */
    size_t sound_length;
} ent_test_files;

void ent_test_files_make(ent_test_files *files);
void ent_test_files_unmake(ent_test_files *files);

/* Removes the file that is tried. */
void ent_test_files_clear(const ent_test_files *files);

/* Fails the test unless the file at this path is the sound one, byte by byte. */
void ent_test_files_assert_sound(const ent_test_files *files, const char *path);

/* The bytes of a file, to be freed; and back. */
char *ent_test_bytes(const char *path, size_t *length);
void ent_test_write_bytes(const char *path, const char *bytes, size_t length);

#endif
