/* Goal: a receipt proves its entry, and a changed one proves nothing. */
#include <sodium.h>

#include "crypto/base64.h"
#include "crypto/tlog_proof.h"
#include "tests/support/vectors.h"
#include "tests/test.h"

#define EXTRA_MAX 256

static size_t
extra_of(uint8_t out[EXTRA_MAX], const struct tlog_proof *proof)
{
    size_t len;

    assert_ok(base64_decode(out, EXTRA_MAX, &len, proof->extra_base64));
    return len;
}

/* What was read is written again as the same bytes. */
static void
assert_same_bytes(const struct tlog_proof *proof, struct span want)
{
    uint8_t extra[EXTRA_MAX];
    char buffer[4096];
    struct text_writer w;
    struct span out;

    text_writer_start(&w, buffer, sizeof buffer);
    tlog_proof_write(&w, proof, span_of(extra, extra_of(extra, proof)));
    assert_ok(text_writer_finish(&w, &out));
    assert_true(span_eq(out, want));
}

static void
the_published_receipts_are_written_and_read(void **state)
{
    json_t *root = vectors_load("tlog_proof.json");
    json_t *item;
    size_t i;

    (void)state;
    json_array_foreach(vectors_get(root, "format"), i, item)
    {
        struct tlog_proof proof = {.index = vectors_number(item, "index"),
                                   .checkpoint =
                                       vectors_span(item, "checkpoint")};
        struct tlog_proof parsed;
        uint8_t extra[EXTRA_MAX];
        size_t extra_len = 0;
        char buffer[1024];
        struct text_writer w;
        struct span out;
        json_t *hash;
        size_t k;

        json_array_foreach(vectors_get(item, "hashes_b64"), k, hash)
        {
            assert_ok(base64_decode_exact(proof.inclusion.hashes[k].bytes,
                                          HASH_BYTES,
                                          vectors_value_span(hash)));
            proof.inclusion.count++;
        }
        if (json_is_string(vectors_get(item, "extra_b64")))
            extra_len = vectors_base64(extra, sizeof extra, item, "extra_b64");
        text_writer_start(&w, buffer, sizeof buffer);
        tlog_proof_write(&w, &proof, span_of(extra, extra_len));
        assert_ok(text_writer_finish(&w, &out));
        assert_true(span_eq(out, vectors_span(item, "want")));
        assert_ok(tlog_proof_parse(&parsed, out));
        assert_int_equal(parsed.index, proof.index);
        assert_int_equal(parsed.inclusion.count, proof.inclusion.count);
        assert_same_bytes(&parsed, out);
    }
    assert_int_equal(i, 3);
    json_decref(root);
}

static void
refuse_all(const char *list, size_t want_count)
{
    json_t *root = vectors_load("tlog_proof.json");
    json_t *item;
    size_t i;

    json_array_foreach(vectors_get(root, list), i, item)
    {
        struct tlog_proof proof = {.index = 1};

        if (tlog_proof_parse(&proof, vectors_span(item, "proof")) !=
                ERR_INPUT ||
            proof.index != 0)
            fail_msg("%s %zu", list, i);
    }
    assert_int_equal(i, want_count);
    json_decref(root);
}

static void
the_published_bad_receipts_are_refused(void **state)
{
    (void)state;
    refuse_all("reject", 16);
}

static void
what_the_standard_forbids_is_refused_though_others_read_it(void **state)
{
    (void)state;
    refuse_all("lenient_in_go_but_spec_forbids", 2);
}

static void
further_malformed_receipts_are_refused(void **state)
{
#define HEADER "c2sp.org/tlog-proof@v1\n"
#define HASH "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"
    static const struct {
        const char *what;
        const char *bytes;
        enum err want;
    } cases[] = {
        {"the least", HEADER "index 0\n\nc", OK},
        {"the largest index", HEADER "index 9223372036854775806\n\nc", OK},
        {"an index that no log has", HEADER "index 9223372036854775807\n\nc",
         ERR_INPUT},
        {"no checkpoint", HEADER "index 0\n\n", ERR_INPUT},
        {"no empty line", HEADER "index 0\n" HASH, ERR_INPUT},
        {"empty extra", HEADER "extra \nindex 0\n\nc", ERR_INPUT},
        {"extra twice", HEADER "extra YQ==\nextra YQ==\nindex 0\n\nc",
         ERR_INPUT},
        {"extra after index", HEADER "index 0\nextra YQ==\n\nc", ERR_INPUT},
        {"index twice", HEADER "index 0\nindex 0\n\nc", ERR_INPUT},
        {"another version", "c2sp.org/tlog-proof@v2\nindex 0\n\nc", ERR_INPUT},
    };
    static char many[4096];
    struct tlog_proof proof;
    struct text_writer w;

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        enum err e = tlog_proof_parse(&proof, span_text(cases[i].bytes));

        if (e != cases[i].want)
            fail_msg("%s: %s", cases[i].what, err_name(e));
    }
    for (size_t count = 63; count <= 64; count++) {
        text_writer_start(&w, many, sizeof many);
        text_writer_text(&w, HEADER "index 0\n");
        for (size_t i = 0; i < count; i++)
            text_writer_text(&w, HASH);
        text_writer_text(&w, "\nc");
        assert_err(tlog_proof_parse(&proof, text_writer_written(&w)),
                   count <= MERKLE_PROOF_MAX ? OK : ERR_INPUT);
    }
}

static void
what_is_no_receipt_is_not_written(void **state)
{
    struct tlog_proof proof = {.checkpoint = span_text("c")};
    char buffer[4096];
    struct text_writer w;
    struct span out;

    (void)state;
    proof.index = MERKLE_SIZE_MAX;
    text_writer_start(&w, buffer, sizeof buffer);
    tlog_proof_write(&w, &proof, span_text(""));
    assert_err(text_writer_finish(&w, &out), ERR_INPUT);
    proof.index = 0;
    proof.inclusion.count = MERKLE_PROOF_MAX + 1;
    text_writer_start(&w, buffer, sizeof buffer);
    tlog_proof_write(&w, &proof, span_text(""));
    assert_err(text_writer_finish(&w, &out), ERR_INPUT);
    proof.inclusion.count = 0;
    proof.checkpoint.len = 0;
    text_writer_start(&w, buffer, sizeof buffer);
    tlog_proof_write(&w, &proof, span_text(""));
    assert_err(text_writer_finish(&w, &out), ERR_INPUT);
}

/* A receipt of a real log, with the leaf that it is for. */
struct receipt {
    struct span bytes;
    struct hash32 leaf;
    struct note_key key;
};

static void
vector_receipt(struct receipt *out, const json_t *item)
{
    static uint8_t data[16384];
    struct ed25519_public public;

    hash_leaf(&out->leaf, data,
              vectors_base64(data, sizeof data, item, "leaf_data_b64"));
    vectors_hex_exact(public.bytes, sizeof public.bytes, item,
                      "log_pubkey_hex");
    assert_ok(note_key_make(&out->key, vectors_span(item, "log_name"),
                            NOTE_KEY_ED25519, &public));
    out->bytes = vectors_span(item, "proof");
}

static enum err
verify(const struct receipt *receipt, struct span bytes)
{
    struct tlog_proof proof;
    struct checkpoint checkpoint;
    struct note note;
    enum err e = tlog_proof_parse(&proof, bytes);

    if (!e)
        e = tlog_proof_verify(&checkpoint, &note, &proof, &receipt->leaf,
                              receipt->key.name, &receipt->key);
    return e;
}

static void
receipts_of_a_real_log_verify(void **state)
{
    json_t *root = vectors_load("tlog_proof.json");
    json_t *item;
    size_t i;

    (void)state;
    json_array_foreach(vectors_get(root, "example_from_rekor"), i, item)
    {
        struct receipt receipt;
        struct tlog_proof proof;

        vector_receipt(&receipt, item);
        assert_true(span_eq(vectors_span(item, "expect"), span_text("accept")));
        assert_ok(verify(&receipt, receipt.bytes));
        assert_ok(tlog_proof_parse(&proof, receipt.bytes));
        assert_same_bytes(&proof, receipt.bytes);
    }
    assert_int_equal(i, 3);
    json_decref(root);
}

static void
nothing_of_a_real_receipt_can_be_changed(void **state)
{
    json_t *root = vectors_load("tlog_proof.json");
    struct receipt receipt;
    struct tlog_proof proof;
    struct checkpoint checkpoint;
    struct note note;
    char bytes[2048];
    struct span changed;

    (void)state;
    vector_receipt(&receipt,
                   json_array_get(vectors_get(root, "example_from_rekor"), 0));
    assert_true(receipt.bytes.len <= sizeof bytes);
    memcpy(bytes, receipt.bytes.ptr, receipt.bytes.len);
    changed = span_of(bytes, receipt.bytes.len);
    for (size_t bit = 0; bit < 8 * changed.len; bit++) {
        bytes[bit / 8] = (char)(bytes[bit / 8] ^ 1 << bit % 8);
        assert_true(verify(&receipt, changed) != OK);
        bytes[bit / 8] = (char)(bytes[bit / 8] ^ 1 << bit % 8);
    }
    assert_ok(verify(&receipt, changed));

    assert_ok(tlog_proof_parse(&proof, changed));
    proof.index--;
    assert_err(tlog_proof_verify(&checkpoint, &note, &proof, &receipt.leaf,
                                 receipt.key.name, &receipt.key),
               ERR_PROOF);
    assert_true(checkpoint.size == 0 && note.line_count == 0);
    proof.index++;
    assert_err(tlog_proof_verify(&checkpoint, &note, &proof, &receipt.leaf,
                                 span_text("another.log"), &receipt.key),
               ERR_INPUT);
    receipt.leaf.bytes[0] ^= 1;
    assert_err(verify(&receipt, changed), ERR_PROOF);
    receipt.leaf.bytes[0] ^= 1;
    receipt.key.key.bytes[0] ^= 1;
    assert_err(verify(&receipt, changed), ERR_PROOF);
    json_decref(root);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_published_receipts_are_written_and_read),
        cmocka_unit_test(the_published_bad_receipts_are_refused),
        cmocka_unit_test(
            what_the_standard_forbids_is_refused_though_others_read_it),
        cmocka_unit_test(further_malformed_receipts_are_refused),
        cmocka_unit_test(what_is_no_receipt_is_not_written),
        cmocka_unit_test(receipts_of_a_real_log_verify),
        cmocka_unit_test(nothing_of_a_real_receipt_can_be_changed),
    };

    if (sodium_init() < 0)
        return 1;
    return cmocka_run_group_tests(tests, NULL, NULL);
}
