/* How a function that can fail answers: the values are also the program's exit codes. */
#ifndef ENT_BASE_STATUS_H
#define ENT_BASE_STATUS_H

typedef enum {
    ENT_OK = 0,
    ENT_WRONG_MODEL = 1, /* what the user wrote in a file is wrong */
    ENT_WRONG_USE = 2,   /* the request (command line, arguments) is wrong */
    ENT_NO_RESOURCE = 3, /* memory, disk: the machine could not */
} ent_status;

#define ENT_AUTO(cleanup_function) __attribute__((cleanup(cleanup_function)))
#define ENT_PRINTF(format_index, first_index)                                                      \
    __attribute__((format(printf, format_index, first_index)))

#endif
