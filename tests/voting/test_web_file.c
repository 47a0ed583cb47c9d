/*
 * Goal: the pages' files are in the program, each at one address that never
 * changes what it means, and nothing else is.
 */
#include "tests/test.h"

#include <stdio.h>
#include <string.h>

#include "tests/support/without_pages.h"
#include "voting/server/web_file.h"

static bool
ends_with(const char *text, const char *end)
{
    size_t len = strlen(text);

    return len >= strlen(end) && strcmp(text + len - strlen(end), end) == 0;
}

static void
each_address_is_found_and_is_the_only_one(void **state)
{
    (void)state;
    without_pages_skip();
    assert_true(web_file_count > 10);
    for (size_t i = 0; i < web_file_count; i++) {
        const struct web_file *file = &web_files[i];

        assert_ptr_equal(web_file_find(span_text(file->path)), file);
        assert_true(file->plain.len > 0);
        /* What gzip writes begins so; RFC 1952. */
        assert_true(file->gzip.len > 18);
        assert_memory_equal(file->gzip.ptr, "\x1f\x8b\x08", 3);
        assert_true(file->brotli.len > 0);
        assert_true(file->brotli.len < file->gzip.len);
    }
}

static void
all_but_documents_lie_under_the_version(void **state)
{
    char prefix[64];

    (void)state;
    without_pages_skip();
    (void)snprintf(prefix, sizeof prefix, "/app/%s/", web_version);
    for (size_t i = 0; i < web_file_count; i++) {
        bool immutable = web_file_is_immutable(&web_files[i]);
        bool under = strncmp(web_files[i].path, prefix, strlen(prefix)) == 0;

        assert_int_equal(immutable, under);
    }
    assert_false(web_file_is_immutable(web_file_find(span_text("/"))));
    assert_false(web_file_is_immutable(web_file_find(span_text("/wall"))));
}

/* Whether the document at this address loads the phone's page at once. */
static bool
loads_the_phone(const char *path)
{
    const struct web_file *page = web_file_find(span_text(path));
    char text[8192];

    assert_non_null(page);
    assert_true(page->plain.len < sizeof text);
    memcpy(text, page->plain.ptr, page->plain.len);
    text[page->plain.len] = '\0';
    assert_non_null(strstr(text, web_version));
    assert_null(strstr(text, "VERSION"));
    assert_non_null(strstr(text, "/main.js\""));
    return strstr(text, "/phone.js\"") && strstr(text, "/vote.wasm\"");
}

static void
a_document_names_the_version_and_no_other(void **state)
{
    (void)state;
    without_pages_skip();
    assert_true(loads_the_phone("/"));
    assert_false(loads_the_phone("/chair"));
}

static void
every_page_but_the_phones_has_the_same_document(void **state)
{
    (void)state;
    without_pages_skip();
    assert_ptr_equal(web_file_find(span_text("/wall")),
                     web_file_find(span_text("/chair")));
    assert_ptr_not_equal(web_file_find(span_text("/wall")),
                         web_file_find(span_text("/")));
}

static void
nothing_else_is_there(void **state)
{
    static const char *const paths[] = {
        "",       "/index.html", "/app",     "/app/",
        "/wall/", "//",          "/main.js", "/app/0000000000000000/main.js",
    };

    (void)state;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++)
        assert_null(web_file_find(span_text(paths[i])));
}

/* What each page loads (docs/web-core.md), and nothing that only tests do. */
static void
the_cores_are_among_them(void **state)
{
    static const char *const names[] = {"/vote.wasm", "/audit.wasm",
                                        "/office.wasm", "/box.wasm"};
    const size_t count = sizeof names / sizeof *names;
    size_t found[sizeof names / sizeof *names] = {0};
    size_t cores = 0;

    (void)state;
    without_pages_skip();
    for (size_t i = 0; i < web_file_count; i++) {
        if (!ends_with(web_files[i].path, ".wasm"))
            continue;
        assert_memory_equal(web_files[i].plain.ptr, "\0asm", 4);
        cores++;
        for (size_t n = 0; n < count; n++)
            found[n] += ends_with(web_files[i].path, names[n]);
    }
    assert_int_equal(cores, count);
    for (size_t n = 0; n < count; n++)
        assert_int_equal(found[n], 1);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_address_is_found_and_is_the_only_one),
        cmocka_unit_test(all_but_documents_lie_under_the_version),
        cmocka_unit_test(a_document_names_the_version_and_no_other),
        cmocka_unit_test(every_page_but_the_phones_has_the_same_document),
        cmocka_unit_test(nothing_else_is_there),
        cmocka_unit_test(the_cores_are_among_them),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
