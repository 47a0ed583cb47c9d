/* Goal: what is read as a tile's path is its only path. */
#include "crypto/tile.h"
#include "tests/fuzz/fuzz.h"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct tile tile;
    struct text_writer w;
    char buffer[TILE_PATH_MAX];

    if (tile_parse(&tile, span_of(data, size)))
        return 0;
    text_writer_start(&w, buffer, sizeof buffer);
    tile_write(&w, &tile);
    fuzz_same(&w, data, size);
    return 0;
}
