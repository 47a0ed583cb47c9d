#include "tests/crowd/canaries.h"

#include <stdarg.h>
#include <stdio.h>

#include <sodium.h>

#include "ballots/post.h"
#include "tests/support/hall.h"
#include "tests/support/values.h"
#include "tests/test.h"

/* The labels are those of tests/support/hall_people.c and hall_papers.c. */
__attribute__((format(printf, 3, 4))) static void
write_one(FILE *file, size_t len, const char *label, ...)
{
    uint8_t bytes[64];
    char hex[129];
    char text[64];
    va_list args;

    va_start(args, label);
    (void)vsnprintf(text, sizeof text, label, args);
    va_end(args);
    value_bytes(bytes, len, text);
    (void)fprintf(file, "%s\n", sodium_bin2hex(hex, sizeof hex, bytes, len));
}

static void
write_person(FILE *file, struct post post)
{
    char name[POST_TEXT_BYTES];

    post_format(name, post);
    write_one(file, 16, "token of %s, card 1", name);
    write_one(file, ED25519_SEED_BYTES, "key of %s, card 1", name);
    if (post.kind == POST_SCRUTINEER)
        write_one(file, CEREMONY_SEED_BYTES, "counting seed of %s", name);
}

void
canaries_write(const char *path, unsigned seats)
{
    FILE *file = fopen(path, "w");

    assert_non_null(file);
    for (uint32_t i = 1; i <= 2; i++) {
        write_person(file, (struct post){POST_CHAIR, i});
        write_person(file, (struct post){POST_DESK, i});
    }
    for (uint32_t i = 1; i <= HALL_SCRUTINEERS; i++)
        write_person(file, (struct post){POST_SCRUTINEER, i});
    for (uint32_t i = 1; i <= seats; i++)
        write_person(file, (struct post){POST_SEAT, i});
    assert_int_equal(fclose(file), 0);
}
