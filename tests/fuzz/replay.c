/* Runs a fuzz target over the files it is given, where libFuzzer is not there to do it. */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        return 1;
    }
    size_t size = 0;
    size_t capacity = 4096;
    uint8_t *data = malloc(capacity);
    while (data != NULL) {
        size += fread(data + size, 1, capacity - size, file);
        if (size < capacity)
            break;
        capacity *= 2;
        uint8_t *larger = realloc(data, capacity);
        if (larger == NULL)
            free(data);
        data = larger;
    }
    (void)fclose(file);
    if (data == NULL)
        return 1;
    int result = LLVMFuzzerTestOneInput(data, size);
    free(data);
    return result;
}

int main(int count, char **paths)
{
    int failures = 0;
    for (int i = 1; i < count; i++)
        failures += replay(paths[i]) != 0;
    (void)printf("%d inputs\n", count - 1);
    return failures > 0;
}
