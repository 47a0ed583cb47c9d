/*
 * Goal: secret keys are kept where nobody else can read them, come back only
 * for their post, conference and passphrase, and are gone when erased.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <sodium.h>

#include "tests/test.h"
#include "voting/machine/keyring.h"

#define ORIGIN "example.edu/7"

static const struct post seat = {POST_SEAT, 17};
static const uint8_t seed[KEYRING_SEED_BYTES] = {1, 2, 3};

struct place {
    char folder[64];
    char file[128];
};

static int
make_place(void **state)
{
    struct place *place;

    if (sodium_init() < 0)
        return -1;
    place = calloc(1, sizeof *place);
    if (!place)
        return -1;
    (void)snprintf(place->folder, sizeof place->folder, "/tmp/keyring.XXXXXX");
    if (!mkdtemp(place->folder)) {
        free(place);
        return -1;
    }
    (void)snprintf(place->file, sizeof place->file, "%s/seat-017.key",
                   place->folder);
    *state = place;
    return 0;
}

static int
remove_place(void **state)
{
    static const char *const names[] = {"seat-017.key", "seat-017.key.old",
                                        "seat-017.seed", "seen", "verified"};
    struct place *place = *state;
    char path[128];

    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        (void)snprintf(path, sizeof path, "%s/%s", place->folder, names[i]);
        unlink(path);
    }
    rmdir(place->folder);
    free(place);
    return 0;
}

static struct keyring *
open_ring(const struct place *place, const char *passphrase)
{
    struct keyring *ring;

    assert_ok(keyring_open(&ring, place->folder, span_text(passphrase)));
    return ring;
}

static void
a_key_comes_back_as_it_was_put(void **state)
{
    const struct place *place = *state;
    struct keyring *ring = open_ring(place, "");
    uint8_t got[KEYRING_SEED_BYTES];
    struct stat about;

    assert_false(keyring_has(ring, seat, KEYRING_SIGNING));
    assert_err(keyring_get(got, ring, ORIGIN, seat, KEYRING_SIGNING),
               ERR_NOTFOUND);
    assert_ok(keyring_put(ring, ORIGIN, seat, KEYRING_SIGNING, seed, false));
    assert_true(keyring_has(ring, seat, KEYRING_SIGNING));
    assert_false(keyring_has(ring, seat, KEYRING_COUNTING));
    assert_ok(keyring_get(got, ring, ORIGIN, seat, KEYRING_SIGNING));
    assert_memory_equal(got, seed, sizeof seed);
    assert_int_equal(stat(place->file, &about), 0);
    assert_int_equal(about.st_mode & 0777, 0600);
    keyring_close(ring);
}

static void
a_key_is_for_one_conference_and_one_post(void **state)
{
    const struct place *place = *state;
    struct keyring *ring = open_ring(place, "");
    char moved[128];
    uint8_t got[KEYRING_SEED_BYTES];

    assert_ok(keyring_put(ring, ORIGIN, seat, KEYRING_SIGNING, seed, false));
    assert_err(keyring_get(got, ring, "example.edu/8", seat, KEYRING_SIGNING),
               ERR_INPUT);
    assert_true(sodium_is_zero(got, sizeof got));
    (void)snprintf(moved, sizeof moved, "%s/seat-018.key", place->folder);
    assert_int_equal(rename(place->file, moved), 0);
    assert_err(keyring_get(got, ring, ORIGIN, (struct post){POST_SEAT, 18},
                           KEYRING_SIGNING),
               ERR_INPUT);
    unlink(moved);
    keyring_close(ring);
}

static void
what_others_can_read_is_not_used(void **state)
{
    const struct place *place = *state;
    struct keyring *ring = open_ring(place, "");
    struct keyring *none;
    uint8_t got[KEYRING_SEED_BYTES];

    assert_ok(keyring_put(ring, ORIGIN, seat, KEYRING_SIGNING, seed, false));
    assert_int_equal(chmod(place->file, 0640), 0);
    assert_err(keyring_get(got, ring, ORIGIN, seat, KEYRING_SIGNING), ERR_AUTH);
    assert_true(sodium_is_zero(got, sizeof got));
    keyring_close(ring);
    assert_int_equal(chmod(place->folder, 0750), 0);
    assert_err(keyring_open(&none, place->folder, span_text("")), ERR_AUTH);
    assert_null(none);
    assert_int_equal(chmod(place->folder, 0700), 0);
}

static void
a_damaged_file_is_refused(void **state)
{
    static const char *const texts[] = {
        "",
        "congress-key/v1 " ORIGIN "\nseat/017\n",
        "congress-key/v1 " ORIGIN "\nseat/017\nseed AAAA\n",
        "congress-key/v1 " ORIGIN
        "\nseat/017\nseed AQIDAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
        "congress-key/v1 " ORIGIN
        "\nseat/017\nseed AQIDAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n\n",
    };
    const struct place *place = *state;
    struct keyring *ring = open_ring(place, "");
    uint8_t got[KEYRING_SEED_BYTES];

    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        int fd = open(place->file, O_WRONLY | O_CREAT | O_TRUNC, 0600);

        assert_true(fd >= 0);
        assert_true(write(fd, texts[i], strlen(texts[i])) ==
                    (ssize_t)strlen(texts[i]));
        close(fd);
        if (keyring_get(got, ring, ORIGIN, seat, KEYRING_SIGNING) != ERR_INPUT)
            fail_msg("case %zu", i);
    }
    keyring_close(ring);
}

static void
a_key_is_replaced_only_when_asked_and_can_be_brought_back(void **state)
{
    static const uint8_t other[KEYRING_SEED_BYTES] = {9};
    const struct place *place = *state;
    struct keyring *ring = open_ring(place, "");
    uint8_t got[KEYRING_SEED_BYTES];

    assert_ok(keyring_put(ring, ORIGIN, seat, KEYRING_SIGNING, seed, false));
    assert_err(keyring_put(ring, ORIGIN, seat, KEYRING_SIGNING, other, false),
               ERR_EXISTS);
    assert_ok(keyring_get(got, ring, ORIGIN, seat, KEYRING_SIGNING));
    assert_memory_equal(got, seed, sizeof seed);
    assert_ok(keyring_put(ring, ORIGIN, seat, KEYRING_SIGNING, other, true));
    assert_ok(keyring_get(got, ring, ORIGIN, seat, KEYRING_SIGNING));
    assert_memory_equal(got, other, sizeof other);
    assert_ok(keyring_undo(ring, seat, KEYRING_SIGNING));
    assert_ok(keyring_get(got, ring, ORIGIN, seat, KEYRING_SIGNING));
    assert_memory_equal(got, seed, sizeof seed);
    keyring_close(ring);
}

static void
an_erased_key_is_gone_with_its_predecessor(void **state)
{
    const struct place *place = *state;
    struct keyring *ring = open_ring(place, "");
    char old[140];

    assert_ok(keyring_put(ring, ORIGIN, seat, KEYRING_SIGNING, seed, false));
    assert_ok(keyring_put(ring, ORIGIN, seat, KEYRING_SIGNING, seed, true));
    (void)snprintf(old, sizeof old, "%s.old", place->file);
    assert_int_equal(access(old, F_OK), 0);
    assert_ok(keyring_erase(ring, seat, KEYRING_SIGNING));
    assert_false(keyring_has(ring, seat, KEYRING_SIGNING));
    assert_int_equal(access(old, F_OK), -1);
    assert_err(keyring_erase(ring, seat, KEYRING_SIGNING), ERR_NOTFOUND);
    keyring_close(ring);
}

static void
a_sealed_key_opens_with_its_passphrase_only(void **state)
{
    const struct place *place = *state;
    struct keyring *ring = open_ring(place, "correct horse");
    char text[512] = "";
    uint8_t got[KEYRING_SEED_BYTES];
    int fd;

    assert_ok(keyring_put(ring, ORIGIN, seat, KEYRING_SIGNING, seed, false));
    assert_ok(keyring_get(got, ring, ORIGIN, seat, KEYRING_SIGNING));
    assert_memory_equal(got, seed, sizeof seed);
    keyring_close(ring);
    ring = open_ring(place, "wrong horse");
    assert_err(keyring_get(got, ring, ORIGIN, seat, KEYRING_SIGNING), ERR_AUTH);
    assert_true(sodium_is_zero(got, sizeof got));
    keyring_close(ring);
    ring = open_ring(place, "");
    assert_err(keyring_get(got, ring, ORIGIN, seat, KEYRING_SIGNING), ERR_AUTH);
    keyring_close(ring);
    fd = open(place->file, O_RDONLY);
    assert_true(fd >= 0);
    assert_true(read(fd, text, sizeof text - 1) > 0);
    close(fd);
    assert_non_null(strstr(text, "\nsealed "));
    assert_null(strstr(text, "seed "));
}

static void
how_far_the_log_was_seen_is_kept_apart_from_what_was_verified(void **state)
{
    const struct place *place = *state;
    struct keyring *ring = open_ring(place, "");
    struct audit_pin pin = {.origin = ORIGIN, .size = 7, .root = {{5}}};
    struct audit_pin got;
    char path[128];

    assert_err(keyring_mark(&got, ring, KEYRING_SEEN), ERR_NOTFOUND);
    assert_ok(keyring_set_mark(ring, KEYRING_SEEN, &pin));
    assert_err(keyring_mark(&got, ring, KEYRING_VERIFIED), ERR_NOTFOUND);
    assert_ok(keyring_mark(&got, ring, KEYRING_SEEN));
    assert_string_equal(got.origin, ORIGIN);
    assert_int_equal(got.size, 7);
    assert_true(hash_eq(&got.root, &pin.root));
    pin.size = 9;
    assert_ok(keyring_set_mark(ring, KEYRING_SEEN, &pin));
    assert_ok(keyring_mark(&got, ring, KEYRING_SEEN));
    assert_int_equal(got.size, 9);
    (void)snprintf(path, sizeof path, "%s/seen", place->folder);
    assert_int_equal(truncate(path, 20), 0);
    assert_err(keyring_mark(&got, ring, KEYRING_SEEN), ERR_INPUT);
    assert_int_equal(got.size, 0);
    keyring_close(ring);
}

#define PLACED(test)                                                           \
    cmocka_unit_test_setup_teardown(test, make_place, remove_place)

int
main(void)
{
    const struct CMUnitTest tests[] = {
        PLACED(a_key_comes_back_as_it_was_put),
        PLACED(a_key_is_for_one_conference_and_one_post),
        PLACED(what_others_can_read_is_not_used),
        PLACED(a_damaged_file_is_refused),
        PLACED(a_key_is_replaced_only_when_asked_and_can_be_brought_back),
        PLACED(an_erased_key_is_gone_with_its_predecessor),
        PLACED(a_sealed_key_opens_with_its_passphrase_only),
        PLACED(how_far_the_log_was_seen_is_kept_apart_from_what_was_verified),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
