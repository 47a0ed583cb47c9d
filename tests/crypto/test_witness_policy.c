/* Goal: a policy is read strictly, and only its quorum makes a checkpoint. */
#include <stdio.h>

#include <sodium.h>

#include "crypto/checkpoint.h"
#include "crypto/cosignature.h"
#include "crypto/witness_policy.h"
#include "tests/support/vectors.h"
#include "tests/test.h"

#define WITNESSES 6
#define TEXT_MAX 16384

/* A log, six witnesses and their keys; policies are written with %L, %1... */
struct fixture {
    struct ed25519_secret log_secret;
    struct ed25519_secret secrets[WITNESSES];
    char log_vkey[NOTE_KEY_VKEY_MAX + 1];
    char vkeys[WITNESSES][NOTE_KEY_VKEY_MAX + 1];
    char text[TEXT_MAX];
    char note_bytes[4096];
};

static void
make_key(struct ed25519_secret *secret, char vkey[NOTE_KEY_VKEY_MAX + 1],
         const char *name, enum note_key_type type, uint8_t number)
{
    uint8_t seed[ED25519_SEED_BYTES] = {number};
    struct ed25519_public public;
    struct note_key key;
    struct text_writer w;
    struct span out;

    ed25519_from_seed(secret, seed);
    ed25519_public(&public, secret);
    assert_ok(note_key_make(&key, span_text(name), type, &public));
    text_writer_start(&w, vkey, NOTE_KEY_VKEY_MAX);
    note_key_write(&w, &key);
    assert_ok(text_writer_finish(&w, &out));
    vkey[out.len] = '\0';
}

static void
fixture_make(struct fixture *f)
{
    make_key(&f->log_secret, f->log_vkey, "example.org/log", NOTE_KEY_ED25519,
             100);
    for (uint8_t i = 0; i < WITNESSES; i++) {
        char name[32];

        snprintf(name, sizeof name, "witness%u.example", i + 1U);
        make_key(&f->secrets[i], f->vkeys[i], name, NOTE_KEY_COSIGNATURE,
                 (uint8_t)(i + 1));
    }
}

/* Fills the keys into a policy: %L the log's, %1 to %6 the witnesses'. */
static struct span
fill(struct fixture *f, const char *pattern)
{
    struct text_writer w;

    text_writer_start(&w, f->text, sizeof f->text);
    for (const char *at = pattern; *at; at++) {
        if (*at != '%')
            text_writer_span(&w, span_of(at, 1));
        else if (*++at == 'L')
            text_writer_text(&w, f->log_vkey);
        else
            text_writer_text(&w, f->vkeys[*at - '1']);
    }
    assert_ok(w.error);
    return text_writer_written(&w);
}

static const char two_levels[] = "# the hall's witnesses\n"
                                 "log %L https://log.example.org/\n"
                                 "\n"
                                 "witness X1 %1\n"
                                 "\twitness  X2\t%2  https://x2.example/ \n"
                                 "witness X3 %3\n"
                                 "group X-witnesses 2 X1 X2 X3\n"
                                 "witness Y1 %4\n"
                                 "  # a comment\n"
                                 "witness Y2 %5\n"
                                 "witness Y3 %6\n"
                                 "group Y-witnesses any Y1 Y2 Y3\n"
                                 "group X-and-Y all X-witnesses Y-witnesses\n"
                                 "quorum X-and-Y\n";

static void
a_policy_of_two_levels_is_read(void **state)
{
    struct fixture f;
    struct witness_policy policy;

    (void)state;
    fixture_make(&f);
    assert_ok(witness_policy_parse(&policy, fill(&f, two_levels)));
    assert_int_equal(policy.log_count, 1);
    assert_true(
        span_eq(policy.logs[0].url, span_text("https://log.example.org/")));
    assert_int_equal(policy.voter_count, 9);
    assert_true(span_eq(policy.voters[1].name, span_text("X2")));
    assert_true(
        span_eq(policy.voters[1].url, span_text("https://x2.example/")));
    assert_int_equal(policy.voters[3].threshold, 2);
    assert_int_equal(policy.voters[3].members, 0x7);
    assert_int_equal(policy.voters[7].threshold, 1);
    assert_int_equal(policy.voters[8].threshold, 2);
    assert_int_equal(policy.quorum, 8);
}

static void
a_quorum_is_reached_as_the_groups_say(void **state)
{
    struct fixture f;
    struct witness_policy policy;

    (void)state;
    fixture_make(&f);
    assert_ok(witness_policy_parse(&policy, fill(&f, two_levels)));
    /* All 64 sets of X1 X2 X3 (bits 0 to 2) and Y1 Y2 Y3 (bits 4 to 6). */
    for (unsigned set = 0; set < 64; set++) {
        unsigned x = set & 7;
        unsigned y = set >> 3;
        bool want = (x == 3 || x == 5 || x == 6 || x == 7) && y != 0;

        assert_int_equal(witness_policy_reached(&policy, x | y << 4), want);
        /* Bits that no witness has, such as a group's own, count nothing. */
        assert_int_equal(witness_policy_reached(&policy, x | y << 4 | 0xF88),
                         want);
    }
}

static void
a_single_witness_or_none_may_be_the_quorum(void **state)
{
    struct fixture f;
    struct witness_policy policy;

    (void)state;
    fixture_make(&f);
    assert_ok(
        witness_policy_parse(&policy, fill(&f, "witness A %1\nwitness B %2\n"
                                               "quorum B\n")));
    assert_false(witness_policy_reached(&policy, 1));
    assert_true(witness_policy_reached(&policy, 2));
    assert_ok(witness_policy_parse(&policy, span_text("quorum none\n")));
    assert_true(witness_policy_reached(&policy, 0));
    /* The parser leaves an emptied policy behind, which nothing reaches. */
    assert_err(witness_policy_parse(&policy, span_text("")), ERR_INPUT);
    assert_false(witness_policy_reached(&policy, UINT64_MAX));
}

static void
malformed_policies_are_refused(void **state)
{
    static const struct {
        const char *what;
        const char *text;
        enum err want;
    } cases[] = {
        {"a log only", "log %L\nquorum none\n", OK},
        {"a witness after the quorum", "quorum none\nwitness A %1\n", OK},
        {"a name above ASCII", "witness \xFF %1\nquorum \xFF\n", OK},
        {"a name that is a keyword", "witness group %1\nquorum group\n", OK},
        {"empty", "", ERR_INPUT},
        {"no quorum", "witness A %1\n", ERR_INPUT},
        {"two quorums", "quorum none\nquorum none\n", ERR_INPUT},
        {"no last LF", "quorum none", ERR_INPUT},
        {"an unknown keyword", "mirror A %1\nquorum none\n", ERR_INPUT},
        {"a comment behind", "quorum none # all\n", ERR_INPUT},
        {"carriage return", "quorum none\r\n", ERR_INPUT},
        {"DEL", "# \x7F\nquorum none\n", ERR_INPUT},
        {"a quorum of nobody", "quorum\n", ERR_INPUT},
        {"an unknown quorum", "quorum A\n", ERR_INPUT},
        {"a quorum before its name", "quorum A\nwitness A %1\n", ERR_INPUT},
        {"none as a witness", "witness none %1\nquorum none\n", ERR_INPUT},
        {"none as a group", "witness A %1\ngroup none all A\nquorum none\n",
         ERR_INPUT},
        {"none as a member", "group G any none\nquorum G\n", ERR_INPUT},
        {"a name twice", "witness A %1\nwitness A %2\nquorum none\n",
         ERR_INPUT},
        {"a group with a witness's name",
         "witness A %1\ngroup A all A\nquorum A\n", ERR_INPUT},
        {"a witness's key twice", "witness A %1\nwitness B %1\nquorum none\n",
         ERR_INPUT},
        {"a log's key twice", "log %L\nlog %L\nquorum none\n", ERR_INPUT},
        {"a witness with a log's key", "witness A %L\nquorum none\n",
         ERR_INPUT},
        {"a log with a witness's key", "log %1\nquorum none\n", ERR_INPUT},
        {"a log without a key", "log\nquorum none\n", ERR_INPUT},
        {"a witness without a key", "witness A\nquorum none\n", ERR_INPUT},
        {"two URLs", "log %L u v\nquorum none\n", ERR_INPUT},
        {"a group of nobody", "group G all\nquorum none\n", ERR_INPUT},
        {"a group without a threshold", "group G\nquorum none\n", ERR_INPUT},
        {"an unknown member", "group G all A\nquorum none\n", ERR_INPUT},
        {"itself as a member", "group G all G\nquorum G\n", ERR_INPUT},
        {"a member twice", "witness A %1\ngroup G any A A\nquorum G\n",
         ERR_INPUT},
        {"a member of two groups",
         "witness A %1\ngroup G all A\ngroup H all A\nquorum H\n", ERR_INPUT},
        {"a threshold of 0", "witness A %1\ngroup G 0 A\nquorum G\n",
         ERR_INPUT},
        {"a threshold above the members",
         "witness A %1\ngroup G 2 A\nquorum G\n", ERR_INPUT},
        {"a threshold with a zero before it",
         "witness A %1\ngroup G 01 A\nquorum G\n", ERR_INPUT},
        {"a threshold in words", "witness A %1\ngroup G most A\nquorum G\n",
         ERR_INPUT},
    };
    struct fixture f;

    (void)state;
    fixture_make(&f);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct witness_policy policy = {.log_count = 9};
        enum err e = witness_policy_parse(&policy, fill(&f, cases[i].text));

        if (e != cases[i].want)
            fail_msg("%s: %s", cases[i].what, err_name(e));
        if (e)
            assert_true(policy.log_count == 0 && policy.voter_count == 0);
    }
}

static void
a_policy_is_written_in_its_plain_form(void **state)
{
    struct fixture f;
    struct witness_policy policy;
    struct witness_policy again;
    char buffer[TEXT_MAX];
    char buffer_again[TEXT_MAX];
    struct text_writer w;
    struct span out;
    struct span out_again;

    (void)state;
    fixture_make(&f);
    assert_ok(witness_policy_parse(&policy, fill(&f, two_levels)));
    text_writer_start(&w, buffer, sizeof buffer);
    witness_policy_write(&w, &policy);
    assert_ok(text_writer_finish(&w, &out));
    assert_ok(witness_policy_parse(&again, out));
    text_writer_start(&w, buffer_again, sizeof buffer_again);
    witness_policy_write(&w, &again);
    assert_ok(text_writer_finish(&w, &out_again));
    assert_true(span_eq(out, out_again));
    assert_true(
        span_eq(out, fill(&f, "log %L https://log.example.org/\n"
                              "witness X1 %1\n"
                              "witness X2 %2 https://x2.example/\n"
                              "witness X3 %3\n"
                              "group X-witnesses 2 X1 X2 X3\n"
                              "witness Y1 %4\n"
                              "witness Y2 %5\n"
                              "witness Y3 %6\n"
                              "group Y-witnesses 1 Y1 Y2 Y3\n"
                              "group X-and-Y 2 X-witnesses Y-witnesses\n"
                              "quorum X-and-Y\n")));
    assert_ok(witness_policy_parse(&policy, span_text("quorum none\n")));
    text_writer_start(&w, buffer, sizeof buffer);
    witness_policy_write(&w, &policy);
    assert_true(span_eq(text_writer_written(&w), span_text("quorum none\n")));
}

/* Copies a text without its NUL. */
static void
put(char *at, const char *text)
{
    while (*text)
        *at++ = *text++;
}

static void
limits_are_kept(void **state)
{
    static const char end[] = "\nquorum none\n";
    static struct witness_policy policy;
    static char text[WITNESS_POLICY_MAX + 16];

    (void)state;
    for (unsigned count = WITNESS_POLICY_VOTERS_MAX;
         count <= WITNESS_POLICY_VOTERS_MAX + 1; count++) {
        enum err want = count > WITNESS_POLICY_VOTERS_MAX ? ERR_INPUT : OK;
        struct text_writer w;

        text_writer_start(&w, text, sizeof text);
        for (unsigned i = 0; i < count; i++) {
            struct ed25519_secret secret;
            char vkey[NOTE_KEY_VKEY_MAX + 1];

            make_key(&secret, vkey, "w", NOTE_KEY_COSIGNATURE, (uint8_t)i);
            text_writer_text(&w, "witness w");
            text_writer_decimal(&w, i);
            text_writer_text(&w, " ");
            text_writer_text(&w, vkey);
            text_writer_text(&w, "\n");
        }
        text_writer_text(&w, "quorum w63\n");
        assert_err(witness_policy_parse(&policy, text_writer_written(&w)),
                   want);
        if (!want) {
            assert_true(witness_policy_reached(&policy, UINT64_C(1) << 63));
            assert_false(witness_policy_reached(&policy, UINT64_MAX >> 1));
        }
    }
    memset(text, '#', sizeof text);
    put(text + WITNESS_POLICY_MAX - strlen(end), end);
    assert_ok(witness_policy_parse(&policy, span_of(text, WITNESS_POLICY_MAX)));
    memset(text, '#', sizeof text);
    put(text + WITNESS_POLICY_MAX + 1 - strlen(end), end);
    assert_err(
        witness_policy_parse(&policy, span_of(text, WITNESS_POLICY_MAX + 1)),
        ERR_INPUT);
}

static const char body[] =
    "example.org/log\n7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n";

/* The checkpoint with the log's line and those of a set of the witnesses. */
static void
cosigned(struct note *note, struct fixture *f, unsigned set)
{
    struct text_writer w;

    text_writer_start(&w, f->note_bytes, sizeof f->note_bytes);
    note_write_text(&w, span_text(body));
    note_sign_line(&w, span_text("example.org/log"), &f->log_secret,
                   span_text(body));
    for (unsigned i = 0; i < WITNESSES; i++) {
        char name[32];

        snprintf(name, sizeof name, "witness%u.example", i + 1);
        if (set >> i & 1)
            cosignature_sign_line(&w, span_text(name), &f->secrets[i], 1000 + i,
                                  span_text(body));
    }
    assert_ok(note_parse(note, text_writer_written(&w)));
}

static void
the_policy_decides_over_a_checkpoint(void **state)
{
    struct fixture f;
    struct witness_policy policy;
    struct witness_policy_cosigners cosigners;
    struct note note;

    (void)state;
    fixture_make(&f);
    assert_ok(witness_policy_parse(&policy, fill(&f, two_levels)));
    for (unsigned set = 0; set < 64; set++) {
        unsigned x = set & 7;
        bool want = (x == 3 || x == 5 || x == 6 || x == 7) && set >> 3 != 0;

        cosigned(&note, &f, set);
        assert_err(witness_policy_check(&policy, &note), want ? OK : ERR_PROOF);
    }
    cosigned(&note, &f, 0x22); /* X2 and Y3 */
    assert_ok(witness_policy_cosigners(&cosigners, &policy, &note));
    assert_int_equal(cosigners.witnesses, 1U << 1 | 1U << 6);
    assert_int_equal(cosigners.time_s[1], 1001);
    assert_int_equal(cosigners.time_s[6], 1005);
    assert_int_equal(cosigners.time_s[0], 0);
}

static void
a_tampered_checkpoint_does_not_satisfy_the_policy(void **state)
{
    struct fixture f;
    struct witness_policy policy;
    struct witness_policy_cosigners cosigners;
    struct note note;

    (void)state;
    fixture_make(&f);
    assert_ok(witness_policy_parse(&policy, fill(&f, two_levels)));
    cosigned(&note, &f, 63);
    assert_ok(witness_policy_check(&policy, &note));

    /* A known witness's bad line rejects the note, though others suffice. */
    policy.voters[0].key.key.bytes[0] ^= 1;
    assert_err(witness_policy_check(&policy, &note), ERR_PROOF);
    assert_err(witness_policy_cosigners(&cosigners, &policy, &note), ERR_PROOF);
    assert_int_equal(cosigners.witnesses, 0);
    policy.voters[0].key.key.bytes[0] ^= 1;

    policy.logs[0].key.key.bytes[0] ^= 1;
    assert_err(witness_policy_check(&policy, &note), ERR_PROOF);
    policy.logs[0].key.key.bytes[0] ^= 1;
    policy.logs[0].key.name = span_text("example.org/other");
    assert_err(witness_policy_check(&policy, &note), ERR_PROOF);
    policy.log_count = 0;
    assert_ok(witness_policy_check(&policy, &note));

    note.text = span_text("no checkpoint\n");
    assert_err(witness_policy_check(&policy, &note), ERR_INPUT);
    assert_err(witness_policy_cosigners(&cosigners, &policy, &note), ERR_INPUT);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_policy_of_two_levels_is_read),
        cmocka_unit_test(a_quorum_is_reached_as_the_groups_say),
        cmocka_unit_test(a_single_witness_or_none_may_be_the_quorum),
        cmocka_unit_test(malformed_policies_are_refused),
        cmocka_unit_test(a_policy_is_written_in_its_plain_form),
        cmocka_unit_test(limits_are_kept),
        cmocka_unit_test(the_policy_decides_over_a_checkpoint),
        cmocka_unit_test(a_tampered_checkpoint_does_not_satisfy_the_policy),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
