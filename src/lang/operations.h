/* What the stack machine of programs can do. */
#ifndef ENT_LANG_OPERATIONS_H
#define ENT_LANG_OPERATIONS_H

/* Counting works on bit slices: a counter of k bits is k words, word j holding bit j of 64 sums. */
enum {
    OP_CONSTANT, /* push all ones or all zeros */
    OP_PLANE,    /* push planes[index] */
    OP_CONSENT,  /* push consents[index] */
    OP_NOT,
    OP_AND,
    OP_OR,
    OP_IFF,
    OP_CHOOSE,  /* if, then, else */
    OP_COUNTER, /* push `index` zero words: a counter of that many bits */
    OP_ADD,     /* pop a word; add `number` to the counter of `index` bits where it is set */
    OP_BETWEEN, /* replace the counter of `index` bits by: number <= counter <= most */
};

#endif
