/* Where things lie in a bench, and how a rule gets there. */
#include "solve/bench.h"

ent_body_bench ent_lay_out_bench(const ent_workshop *shop, uint32_t mover, char *bench)
{
    const ent_game *game = shop->game;
    const ent_fiber *fiber = &shop->plans[mover].fiber;
    const ent_rule *rule = ent_rule_of(game, mover);
    ent_body_bench b = {.game = game,
                        .fiber = fiber,
                        .rule = rule,
                        .places = ent_tile_places(fiber),
                        .chunks = ent_chunks(fiber)};
    size_t cells = fiber->positions * b.chunks;
    b.feasible = (uint64_t *)(void *)bench;
    b.switches = b.feasible + cells;
    b.consents = b.switches + cells * rule->switches.count;
    b.stack = b.consents + game->party_count;
    b.values = (uint32_t *)(void *)(b.stack + rule->program.depth);
    b.now = b.values + b.places;
    b.then = b.now + b.places * rule->body->members.count;
    return b;
}

/* Whether the lanes of a row stand in a set as whole words. */
static bool has_whole_words(const ent_fiber *fiber, uint64_t base)
{
    return fiber->places == NULL && fiber->lanes % 64 == 0 && base % 64 == 0;
}

/* Sets bit (position, lane) of `words`, whose entries are `stride` apart, from a set of codes. */
static void load_bits(const ent_body_bench *b, uint64_t base, const ent_set *set, uint64_t *words,
                      size_t stride)
{
    const ent_fiber *fiber = b->fiber;
    for (size_t i = 0; i < fiber->positions * b->chunks; i++)
        words[i * stride] = 0;
    for (uint32_t row = 0; row < fiber->rows; row++) {
        if (has_whole_words(fiber, base)) {
            const uint64_t *from = set->words + ent_code_in_row(fiber, base, row, 0) / 64;
            for (size_t i = 0; i < b->chunks; i++)
                words[(row * b->chunks + i) * stride] = from[i];
            continue;
        }
        for (uint64_t i = 0; i < fiber->block; i++) {
            uint64_t place =
                (uint64_t)row * fiber->row_places + (fiber->places == NULL ? i : fiber->places[i]);
            uint64_t lane = place % fiber->lanes;
            uint64_t bit = ent_set_has(set, ent_code_in_row(fiber, base, row, i));
            words[(place / fiber->lanes * b->chunks + lane / 64) * stride] |= bit << (lane % 64);
        }
    }
}

void ent_load_rule(const ent_body_bench *b, uint64_t base)
{
    load_bits(b, base, &b->game->space.feasible, b->feasible, 1);
    for (size_t k = 0; k < b->rule->switches.count; k++)
        load_bits(b, base, &b->rule->switch_sets[k], b->switches + k, b->rule->switches.count);
}

void ent_flags_to_set(const ent_column *flags, ent_set *set)
{
    const uint8_t *bytes = flags->data;
    for (size_t i = 0; i < ent_set_words(set->bits); i++) {
        uint64_t word = 0;
        for (uint64_t k = 0; k < 64 && i * 64 + k < set->bits; k++)
            word |= (uint64_t)bytes[i * 64 + k] << k;
        set->words[i] = word;
    }
}
