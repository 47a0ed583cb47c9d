/*
 * packed.h - paper packs of a hall: honest ones by the writer, and others part
 * by part, with true proofs of whatever entries a test chooses.
 */
#ifndef TESTS_SUPPORT_PACKED_H
#define TESTS_SUPPORT_PACKED_H

#include "ballots/pack.h"
#include "tests/support/hall.h"

enum { PACKED_MAX = 512 * 1024, PACKED_PARTS_MAX = 512 };

/* One part: where its bytes are in the pack. */
struct packed_part {
    char word[16];
    size_t head; /* where its line begins */
    size_t at;   /* where its bytes begin */
    size_t len;
};

struct packed {
    char *bytes; /* PACKED_MAX */
    size_t len;
    size_t part_count;
    struct packed_part parts[PACKED_PARTS_MAX];
};

struct packed *packed_new(void);
void packed_free(struct packed *p);
struct span packed_span(const struct packed *p);

/* The writer's pack; its errors. */
enum err packed_write(struct packed *p, struct hall *h, uint32_t open,
                      const struct post *seat);

/* The entries of a pack that was written; returns how many. */
size_t packed_entries(uint32_t *out, size_t room, const struct packed *p);

/*
 * A pack of these entries of the hall, forced ones too, under a checkpoint over
 * all there are, and of these texts, by number.
 */
void packed_make(struct packed *p, const struct hall *h,
                 const uint32_t *entries, size_t count, const size_t *texts,
                 size_t text_count);

/* Takes parts first..end-1 out. */
void packed_cut(struct packed *p, size_t first, size_t end);

/* The number of the part that is this entry. */
size_t packed_find(const struct packed *p, uint32_t entry);

#endif
