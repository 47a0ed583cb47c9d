/*
 * Goal: each defect that an adversary with the log's key can put into a log
 * makes exactly the check fail that is about it, at the entry that has it; and
 * the files in tests/vectors/bundles/ are the ones these tests are about.
 *
 * With the argument --write the program writes those files instead.
 */
#include "tests/test.h"

#include <stdio.h>
#include <stdlib.h>

#include <sodium.h>

#include "tests/support/audited.h"
#include "tests/support/tampered.h"

#define FOLDER "tests/vectors/bundles/"

struct file {
    char *bytes;
    size_t len;
};

static struct file
read_file(const char *name, const char *suffix)
{
    struct file file = {NULL, 0};
    char path[256];
    FILE *in;

    snprintf(path, sizeof path, FOLDER "%s%s", name, suffix);
    in = fopen(path, "rb");
    if (!in)
        fail_msg("%s is not there", path);
    assert_int_equal(fseek(in, 0, SEEK_END), 0);
    file.len = (size_t)ftell(in);
    rewind(in);
    file.bytes = malloc(file.len + 1);
    assert_non_null(file.bytes);
    assert_int_equal(fread(file.bytes, 1, file.len, in), file.len);
    fclose(in);
    return file;
}

static void
expect_only(const struct audit *a, const struct tampered *c, uint32_t entry)
{
    for (unsigned n = 1; n <= REFUSAL_CHECKS; n++) {
        const struct audit_check *check = audit_finding(a, n);
        enum audit_verdict want = n == c->check ? AUDIT_FAILED : AUDIT_PASSED;

        if (n > c->check && check->verdict == AUDIT_NOT_REACHED)
            continue;
        /* An event was refused: nobody asks the witnesses about the rest. */
        if (n == 2 && c->check > 2 && c->check < 17)
            want = AUDIT_NOT_REACHED;
        if (check->verdict != want)
            fail_msg("%s: V%u %s (%s, entry %u)", c->name, n,
                     audit_verdict_code(check->verdict),
                     refusal_code(check->why), check->entry);
    }
    if (audit_finding(a, c->check)->why != c->why ||
        audit_finding(a, c->check)->entry != entry)
        fail_msg("%s: %s at entry %u, not %s at %u", c->name,
                 refusal_code(audit_finding(a, c->check)->why),
                 audit_finding(a, c->check)->entry, refusal_code(c->why),
                 entry);
}

/* The committed file, and where its defect is. */
static void
expect_committed(const struct tampered *c, const struct tampered_files *files)
{
    struct file bundle = read_file(c->name, ".bundle");
    struct heap heap = {0};
    struct audit *a = audited(&heap, bundle.bytes, bundle.len, NULL);
    uint32_t index;

    if (files->receipt) {
        struct file receipt = read_file(c->name, ".tlog-proof");

        assert_true(audit_passed(a));
        assert_int_equal(
            audit_check_receipt(a, &index, span_of(receipt.bytes, receipt.len)),
            AUDIT_RECEIPT_MISSING);
        free(receipt.bytes);
    }
    assert_false(audit_passed(a));
    expect_only(a, c, files->entry);
    audit_free(a);
    assert_int_equal(heap.in_use, 0);
    free(bundle.bytes);
}

static void
expect_same(const char *name, const char *suffix, const char *bytes, size_t len)
{
    struct file file = read_file(name, suffix);

    if (file.len != len || memcmp(file.bytes, bytes, len) != 0)
        fail_msg("%s%s is not what the program makes", name, suffix);
    free(file.bytes);
}

static void
each_defect_fails_its_own_check(void **state)
{
    (void)state;
    for (size_t i = 0; i < tampered_count; i++) {
        const struct tampered *c = &tampered_cases[i];
        struct tampered_files files = {0};

        c->make(&files);
        expect_same(c->name, ".bundle", files.bundle, files.bundle_len);
        if (files.receipt)
            expect_same(c->name, ".tlog-proof", files.receipt,
                        files.receipt_len);
        expect_committed(c, &files);
        free(files.bundle);
        free(files.receipt);
    }
}

static void
every_check_has_a_defect(void **state)
{
    (void)state;
    bool seen[REFUSAL_CHECKS + 1] = {false};

    for (size_t i = 0; i < tampered_count; i++)
        seen[tampered_cases[i].check] = true;
    for (unsigned n = 1; n <= REFUSAL_CHECKS; n++) {
        if (!seen[n])
            fail_msg("no log fails V%u", n);
    }
}

static void
the_honest_conference_passes(void **state)
{
    (void)state;
    struct tampered_files files = {0};
    struct file bundle = read_file("conference", ".bundle");
    struct heap heap = {0};
    struct audit_texts texts;
    struct audit *a;

    tampered_honest(&files);
    expect_same("conference", ".bundle", files.bundle, files.bundle_len);
    a = audited(&heap, bundle.bytes, bundle.len, NULL);
    assert_true(audit_passed(a));
    for (unsigned n = 1; n < REFUSAL_CHECKS; n++)
        assert_int_equal(audit_finding(a, n)->verdict, AUDIT_PASSED);
    audit_texts(a, &texts);
    assert_int_equal(texts.left_out, 0);
    assert_true(texts.names > 0);
    audit_free(a);
    free(bundle.bytes);
    free(files.bundle);
}

static void
secrets_and_list_are_the_ones_beside_them(void **state)
{
    (void)state;
    char *secrets = tampered_secrets();
    char *list = tampered_list();

    expect_same("conference", ".secrets.json", secrets, strlen(secrets));
    expect_same("tampered", ".json", list, strlen(list));
    free(secrets);
    free(list);
}

static int
write_file(const char *name, const char *suffix, const char *bytes, size_t len)
{
    char path[256];
    FILE *out;
    size_t written;

    snprintf(path, sizeof path, FOLDER "%s%s", name, suffix);
    out = fopen(path, "wb");
    if (!out)
        return 1;
    written = fwrite(bytes, 1, len, out);
    return fclose(out) != 0 || written != len;
}

static int
write_all(void)
{
    struct tampered_files honest = {0};
    char *secrets = tampered_secrets();
    char *list = tampered_list();
    int failed;

    tampered_honest(&honest);
    failed =
        write_file("conference", ".bundle", honest.bundle, honest.bundle_len) ||
        write_file("conference", ".secrets.json", secrets, strlen(secrets)) ||
        write_file("tampered", ".json", list, strlen(list));
    free(honest.bundle);
    free(secrets);
    free(list);
    for (size_t i = 0; !failed && i < tampered_count; i++) {
        struct tampered_files files = {0};

        tampered_cases[i].make(&files);
        failed = write_file(tampered_cases[i].name, ".bundle", files.bundle,
                            files.bundle_len);
        if (files.receipt && !failed)
            failed = write_file(tampered_cases[i].name, ".tlog-proof",
                                files.receipt, files.receipt_len);
        free(files.bundle);
        free(files.receipt);
    }
    return failed;
}

int
main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_defect_fails_its_own_check),
        cmocka_unit_test(every_check_has_a_defect),
        cmocka_unit_test(the_honest_conference_passes),
        cmocka_unit_test(secrets_and_list_are_the_ones_beside_them),
    };

    if (sodium_init() < 0)
        return 1;
    if (argc == 2 && strcmp(argv[1], "--write") == 0)
        return write_all();
    return cmocka_run_group_tests_name("tampered", tests, NULL, NULL);
}
