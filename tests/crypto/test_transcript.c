/*
 * Goal: a transcript hashes exactly the bytes that transcript.h says, no two
 * lists of parts share a hash, and a caller that miscounts is stopped.
 */
#include "tests/test.h"

#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <sodium.h>

#include "crypto/transcript.h"

static void
the_bytes_are_those_the_header_says(void **state)
{
    static const uint8_t bytes[] = {
        0, 0, 0, 5,                                     /* parts */
        0, 0, 0, 3, 't',  'a',  'g',                    /* the tag */
        0, 0, 0, 2, 0xab, 0xcd,                         /* a part */
        0, 0, 0, 0,                                     /* an empty part */
        0, 0, 0, 4, 0x01, 0x02, 0x03, 0x04,             /* u32 */
        0, 0, 0, 8, 0,    0,    0,    1,    0, 0, 0, 2, /* u64 */
    };
    uint8_t want[TRANSCRIPT_DIGEST_BYTES];
    uint8_t got[TRANSCRIPT_DIGEST_BYTES];
    struct transcript t;

    (void)state;
    crypto_hash_sha512(want, bytes, sizeof bytes);
    transcript_begin(&t, "tag", 4);
    transcript_part(&t, "\xab\xcd", 2);
    transcript_part(&t, NULL, 0);
    transcript_u32(&t, 0x01020304);
    transcript_u64(&t, 0x100000002);
    transcript_digest(&t, got);
    assert_memory_equal(got, want, sizeof want);
}

static void
a_part_in_pieces_is_the_same_part(void **state)
{
    uint8_t want[TRANSCRIPT_DIGEST_BYTES];
    uint8_t got[TRANSCRIPT_DIGEST_BYTES];
    struct transcript t;

    (void)state;
    transcript_begin(&t, "tag", 1);
    transcript_part(&t, "abcdef", 6);
    transcript_digest(&t, want);

    transcript_begin(&t, "tag", 1);
    transcript_part_begin(&t, 6);
    transcript_more(&t, "a", 1);
    transcript_more(&t, "", 0);
    transcript_more(&t, "bcdef", 5);
    transcript_digest(&t, got);
    assert_memory_equal(got, want, sizeof want);
}

static void
the_three_endings_agree(void **state)
{
    uint8_t digest[TRANSCRIPT_DIGEST_BYTES];
    uint8_t hash[TRANSCRIPT_HASH_BYTES];
    struct scalar want;
    struct scalar got;
    struct transcript t;

    (void)state;
    transcript_begin(&t, "tag", 0);
    transcript_digest(&t, digest);
    transcript_begin(&t, "tag", 0);
    transcript_hash(&t, hash);
    transcript_begin(&t, "tag", 0);
    transcript_scalar(&t, &got);

    assert_memory_equal(hash, digest, sizeof hash);
    scalar_reduce(&want, digest);
    assert_true(scalar_eq(&got, &want));
    assert_true(sodium_is_zero((const uint8_t *)&t, sizeof t));
}

/* Lists that plain concatenation would not tell apart. */
static void
different_lists_have_different_hashes(void **state)
{
    static const struct {
        const char *what;
        const char *tag;
        const char *parts[3];
        uint32_t count;
    } cases[] = {
        {"the first list", "tag", {"ab", "c"}, 2},
        {"the boundary moved", "tag", {"a", "bc"}, 2},
        {"one part", "tag", {"abc"}, 1},
        {"an empty part more", "tag", {"ab", "c", ""}, 3},
        {"parts swapped", "tag", {"c", "ab"}, 2},
        {"another tag", "tah", {"ab", "c"}, 2},
        {"a tag that takes from the part", "taga", {"b", "c"}, 2},
        {"no parts", "tag", {NULL}, 0},
    };
    enum { CASES = sizeof cases / sizeof *cases };
    uint8_t hashes[CASES][TRANSCRIPT_HASH_BYTES];

    (void)state;
    for (size_t i = 0; i < CASES; i++) {
        struct transcript t;

        transcript_begin(&t, cases[i].tag, cases[i].count);
        for (uint32_t k = 0; k < cases[i].count; k++)
            transcript_part(&t, cases[i].parts[k], strlen(cases[i].parts[k]));
        transcript_hash(&t, hashes[i]);
        for (size_t j = 0; j < i; j++)
            if (memcmp(hashes[i], hashes[j], sizeof hashes[i]) == 0)
                fail_msg("%s = %s", cases[i].what, cases[j].what);
    }
}

static void
end_before_the_last_part(struct transcript *t)
{
    uint8_t digest[TRANSCRIPT_DIGEST_BYTES];

    transcript_u32(t, 1);
    transcript_digest(t, digest);
}

static void
end_inside_a_part(struct transcript *t)
{
    uint8_t digest[TRANSCRIPT_DIGEST_BYTES];

    transcript_u32(t, 1);
    transcript_part_begin(t, 2);
    transcript_more(t, "a", 1);
    transcript_digest(t, digest);
}

static void
add_a_part_too_many(struct transcript *t)
{
    transcript_u32(t, 1);
    transcript_u32(t, 2);
    transcript_u32(t, 3);
}

static void
overfill_a_part(struct transcript *t)
{
    transcript_part_begin(t, 2);
    transcript_more(t, "abc", 3);
}

static void
begin_a_part_inside_a_part(struct transcript *t)
{
    transcript_part_begin(t, 2);
    transcript_part(t, "a", 1);
}

/* Runs the mistake in a child, which must die of its assertion. */
static bool
aborts(void (*mistake)(struct transcript *))
{
    int status = 0;
    pid_t child = fork();

    assert_true(child >= 0);
    if (child == 0) {
        const struct rlimit no_core = {0, 0};
        struct transcript t;

        if (setrlimit(RLIMIT_CORE, &no_core) != 0 ||
            !freopen("/dev/null", "w", stderr))
            _exit(1);
        signal(SIGABRT, SIG_DFL);
        transcript_begin(&t, "tag", 2);
        mistake(&t);
        _exit(0);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static void
a_caller_that_miscounts_is_stopped(void **state)
{
    static const struct {
        const char *what;
        void (*mistake)(struct transcript *);
    } cases[] = {
        {"end before the last part", end_before_the_last_part},
        {"end inside a part", end_inside_a_part},
        {"a part too many", add_a_part_too_many},
        {"more bytes than announced", overfill_a_part},
        {"a part inside a part", begin_a_part_inside_a_part},
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (!aborts(cases[i].mistake))
            fail_msg("%s went through", cases[i].what);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_bytes_are_those_the_header_says),
        cmocka_unit_test(a_part_in_pieces_is_the_same_part),
        cmocka_unit_test(the_three_endings_agree),
        cmocka_unit_test(different_lists_have_different_hashes),
        cmocka_unit_test(a_caller_that_miscounts_is_stopped),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests_name("transcript", tests, NULL, NULL);
}
