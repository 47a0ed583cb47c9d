/*
 * Goal: no bytes harm the verifier of paper packs; what it refuses leaves no
 * memory behind, and what it lets through is what one honest writer wrote, all
 * but the texts that nobody asked for.
 *
 * An input is a pack with its first line, or edits to the honest one: triples
 * of place (two bytes) and value, so that a fuzzer need not make signatures.
 */
#include <stdlib.h>
#include <string.h>

#include "tests/fuzz/fuzz.h"
#include "tests/support/packed.h"

static struct packed *honest;
static struct pack_expected expected;
static struct hash32 genesis;

int LLVMFuzzerInitialize(int *argc, char ***argv);

int
LLVMFuzzerInitialize(int *argc, char ***argv)
{
    static const struct post seat = {POST_SEAT, 2};
    struct hall *h = hall_new(7);
    struct event_ref paper = hall_prepare(h, 2);

    (void)argc;
    (void)argv;
    hall_convene(h);
    hall_lock(h);
    expected.open = hall_do_open(h, paper).index;
    expected.seat = &seat;
    genesis = hall_ref(h, 0).leaf;
    expected.genesis = &genesis;
    honest = packed_new();
    if (packed_write(honest, h, expected.open, &seat))
        abort();
    hall_free(h);
    return 0;
}

static enum refusal
try_pack(const char *bytes, size_t len)
{
    struct heap heap = {0};
    struct pack *pack;
    uint32_t cause;
    enum refusal r = pack_open(&pack, heap_memory(&heap), span_of(bytes, len),
                               &expected, &cause);

    assert((pack == NULL) == (r != REFUSED_NOTHING));
    assert(r < REFUSAL_COUNT_);
    if (pack)
        assert(pack_facts(pack)->open == expected.open);
    pack_close(pack);
    assert(heap.in_use == 0);
    return r;
}

/* The honest pack with some bytes changed. */
static void
try_edits(const uint8_t *data, size_t size)
{
    char *bytes = malloc(honest->len);
    enum refusal r;
    bool same;

    assert(bytes);
    memcpy(bytes, honest->bytes, honest->len);
    for (size_t i = 0; i + 3 <= size; i += 3)
        bytes[(size_t)(data[i] << 8 | data[i + 1]) % honest->len] =
            (char)data[i + 2];
    same = memcmp(bytes, honest->bytes, honest->len) == 0;
    r = try_pack(bytes, honest->len);
    assert(same == (r == REFUSED_NOTHING));
    free(bytes);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (span_starts_with(span_of(data, size), "congress-pack/")) {
        (void)try_pack((const char *)data, size);
        return 0;
    }
    try_edits(data, size);
    return 0;
}
