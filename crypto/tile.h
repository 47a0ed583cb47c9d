/*
 * tile.h - the log cut into files that never change.
 *
 *     tile/<L>/<N>[.p/<W>]         W hashes: node(8L, 256N + j), j = 0..W-1
 *     tile/entries/<N>[.p/<W>]     W entries, each behind its u16 length
 *
 * L is 0 to 63. N is written in groups of three digits, all but the last
 * behind an "x". W is 1 to 255; a full tile (256) has no ".p". Every tile has
 * exactly one path; anything else is refused.
 *
 * Source: C2SP tlog-tiles v0.1.0, tile height 8.
 */
#ifndef CRYPTO_TILE_H
#define CRYPTO_TILE_H

#include <stddef.h>
#include <stdint.h>

#include "crypto/err.h"
#include "crypto/hash.h"
#include "crypto/merkle.h"
#include "crypto/span.h"
#include "crypto/text_writer.h"

#define TILE_HEIGHT 8
#define TILE_WIDTH 256 /* hashes or entries of a full tile */
#define TILE_LEVEL_MAX 63
#define TILE_INDEX_MAX UINT64_C(999999999999999999) /* six groups */
#define TILE_PATH_MAX 48                            /* bytes, no NUL */
#define TILE_ENTRY_MAX 65535                        /* bytes */

enum tile_kind { TILE_HASHES, TILE_ENTRIES };

struct tile {
    enum tile_kind kind;
    unsigned level; /* 0 for entries */
    uint64_t index;
    unsigned width; /* 1 to 256 */
};

/*
 * Reads a path, which begins with "tile/": no prefix, no slash before it.
 *
 * ERR_INPUT: not a path, or not its only form.
 */
MUST_USE enum err tile_parse(struct tile *out, struct span path);

/* Writes the path. Fails the writer with ERR_INPUT if there is none. */
void tile_write(struct text_writer *w, const struct tile *tile);

/*
 * How wide this tile is in a log of this size: 0 (there is none) to 256. A
 * tile may be served at this width or any smaller one.
 */
unsigned tile_width(unsigned level, uint64_t index, uint64_t size);

/* The part of one entry bundle that a reader of a range of entries wants. */
struct tile_piece {
    uint64_t index; /* of the bundle */
    unsigned width; /* entries to ask for; TILE_WIDTH: the full bundle */
    unsigned first; /* the first wanted entry in it */
    unsigned count; /* how many from there; 0: none is left */
};

/*
 * The first piece of the entries from, from + 1, ... (*n of them, as far as a
 * log of this size has them). *from and *n move on to what is left, so that
 * calling again until the count is 0 visits every bundle once.
 */
void tile_next_piece(struct tile_piece *out, uint64_t *from, uint64_t *n,
                     uint64_t size);

/*
 * Copies the hashes of a tile out of the tree, as far as a checkpoint of this
 * size covers them.
 *
 * out   out: tile->width hashes
 *
 * ERR_NOTFOUND: a log of this size does not have the tile at this width.
 * ERR_INPUT: it is a tile of entries, or the tree has fewer leaves than size.
 */
MUST_USE enum err tile_hashes(struct hash32 *out, const struct tile *tile,
                              const struct merkle_tree *tree, uint64_t size);

/*
 * Writes one entry, given in parts, behind its length, into a bundle.
 *
 * Fails the writer with ERR_INPUT if it is longer than TILE_ENTRY_MAX.
 */
void tile_write_entry(struct text_writer *w, const struct span *parts,
                      size_t count);

/*
 * Takes the first entry off a bundle.
 *
 * ERR_INPUT: the bundle ends within it; *rest then stays as it was.
 */
MUST_USE enum err tile_take_entry(struct span *entry, struct span *rest);

#endif
