/*
 * Goal: docs/protocol.md describes every transcript's tag and every key of an
 * event's line that stands in the sources, and no tag that they do not have;
 * the tests that docs/threats.md names exist.
 */
#include <glob.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/support/document.h"
#include "tests/test.h"

#define DOCUMENT "docs/protocol.md"
enum { NAME_ROOM = 64, SEEN_ROOM = 1024 };

static char *document;

static int
load(void **state)
{
    (void)state;
    document = document_read(DOCUMENT);
    return 0;
}

static int
unload(void **state)
{
    (void)state;
    free(document);
    return 0;
}

/* Calls look(name, path) for the first string of each call of such a function.
 * A call whose argument is no string is passed over. Returns how many. */
static size_t
strings_of_calls(const char *source, const char *path, const char *function,
                 void (*look)(const char *name, const char *path))
{
    size_t found = 0;

    for (const char *at = source; (at = strstr(at, function)) != NULL;) {
        const char *end = strpbrk(at, ";{");
        const char *quote = strchr(at, '"');
        char name[NAME_ROOM];

        at += strlen(function);
        if (!end || !quote || quote > end)
            continue;
        snprintf(name, sizeof name, "%.*s", (int)strcspn(quote + 1, "\""),
                 quote + 1);
        look(name, path);
        found++;
    }
    return found;
}

static size_t
look_through(const char *const *patterns, const char *const *functions,
             void (*look)(const char *name, const char *path))
{
    size_t found = 0;

    for (; *patterns; patterns++) {
        glob_t files;

        assert_int_equal(glob(*patterns, 0, NULL, &files), 0);
        for (size_t i = 0; i < files.gl_pathc; i++) {
            char *source = document_read(files.gl_pathv[i]);

            for (size_t f = 0; functions[f]; f++)
                found += strings_of_calls(source, files.gl_pathv[i],
                                          functions[f], look);
            free(source);
        }
        globfree(&files);
    }
    return found;
}

static const char *const core_files[] = {"crypto/*.c", "ballots/*.c",
                                         "ballots/events/*.c", NULL};
static const char *const tag_functions[] = {
    "transcript_begin(", "begin_numbers(",    "proof_log_make(",
    "proof_log_verify(", "proof_equal_make(", "proof_equal_verify(",
    "batch_add_log(",    "batch_add_equal(",  NULL};

static char *tags;                /* the document's table of tags */
static char *own_tags;            /* where it has those of batches */
static char tags_seen[SEEN_ROOM]; /* those of the sources, "|a|b|" */

static void
look_for_tag(const char *tag, const char *path)
{
    char row[NAME_ROOM + 8];
    char mark[NAME_ROOM + 2];

    /* Of a verifier's own batches: no part of the protocol. */
    if (strncmp(tag, "batch-", 6) == 0) {
        snprintf(row, sizeof row, "(`%s`, ", tag);
        if (!document_has(own_tags, row))
            fail_msg("%s: tag %s is not in section 6.4", path, tag);
        return;
    }
    snprintf(row, sizeof row, "\n| `%s` |", tag);
    if (!document_has(tags, row))
        fail_msg("%s: tag %s is not in section 1.2", path, tag);
    snprintf(mark, sizeof mark, "|%s|", tag);
    if (!document_has(tags_seen, mark) &&
        strlen(tags_seen) + strlen(mark) < sizeof tags_seen)
        memcpy(tags_seen + strlen(tags_seen), mark, strlen(mark) + 1);
}

static void
the_tags_of_transcripts_are_those_of_the_sources(void **state)
{
    (void)state;
    tags_seen[0] = 0;
    tags = document_section(document, "### 1.2");
    own_tags = document_section(document, "### 6.4");
    assert_true(look_through(core_files, tag_functions, look_for_tag) > 20);
    for (char *row = tags; (row = strstr(row, "\n| `")) != NULL; row++) {
        char mark[NAME_ROOM + 2];

        snprintf(mark, sizeof mark, "|%.*s|", (int)strcspn(row + 4, "`"),
                 row + 4);
        if (!document_has(tags_seen, mark))
            fail_msg("no source has the tag %s", mark);
    }
    free(own_tags);
    free(tags);
}

static const char *const event_files[] = {
    "ballots/events/*.c", "ballots/presence.c", "ballots/statement.c", NULL};
static const char *const line_functions[] = {"field_line(",
                                             "field_line_bytes(",
                                             "field_line_hash(",
                                             "field_line_post(",
                                             "field_line_u32(",
                                             "field_line_u64(",
                                             "field_line_id(",
                                             "field_line_choice(",
                                             "field_line_bool(",
                                             "field_line_count(",
                                             "event_line_blob(",
                                             "event_line_ref(",
                                             "event_line_optional_blob(",
                                             "event_line_optional_ref(",
                                             "choice_bool(",
                                             NULL};

static char *types;

static void
look_for_key(const char *key, const char *path)
{
    char line[NAME_ROOM + 8];

    snprintf(line, sizeof line, "\n    %s ", key);
    if (!document_has(types, line))
        fail_msg("%s: no line of section 3.4 has the key %s", path, key);
}

static void
every_key_of_a_line_is_described(void **state)
{
    (void)state;
    types = document_section(document, "### 3.4");
    assert_true(look_through(event_files, line_functions, look_for_key) > 80);
    free(types);
}

/* ---- Tests that docs/threats.md names -------------------------------------
 */

static const char *const test_files[] = {"tests/crypto/test_*.c",
                                         "tests/ballots/test_*.c",
                                         "tests/voting/test_*.c", NULL};

/* Whether some test file has the function. */
static bool
is_test(const char *name)
{
    char start[2 * SEEN_ROOM];
    bool found = false;

    snprintf(start, sizeof start, "\n%s(void **state)", name);
    for (size_t i = 0; test_files[i]; i++) {
        glob_t files;

        assert_int_equal(glob(test_files[i], 0, NULL, &files), 0);
        for (size_t k = 0; !found && k < files.gl_pathc; k++) {
            char *source = document_read(files.gl_pathv[k]);

            found = document_has(source, start);
            free(source);
        }
        globfree(&files);
    }
    return found;
}

/* A cell names tests in backquotes, and bundles, v01 and on, without. */
static void
look_for_tests(const char *cell, const char *end)
{
    char *copy = strndup(cell, (size_t)(end - cell));

    assert_non_null(copy);
    for (char *rest = copy, *word; (word = strsep(&rest, " ,;|")) != NULL;) {
        char name[SEEN_ROOM];

        assert_true(strlen(word) < SEEN_ROOM / 2);
        if (word[0] == '`') {
            snprintf(name, sizeof name, "%.*s", (int)strcspn(word + 1, "`"),
                     word + 1);
            if (!is_test(name))
                fail_msg("no test %s", name);
        } else if (word[0] == 'v' && strspn(word + 1, "0123456789") == 2) {
            snprintf(name, sizeof name, "tests/vectors/bundles/%.*s.bundle",
                     SEEN_ROOM / 2, word);
            free(document_read(name));
        }
    }
    free(copy);
}

static void
every_test_that_the_threats_name_exists(void **state)
{
    char *threats = document_read("docs/threats.md");
    char *table = document_section(threats, "## Attempts");
    size_t rows = 0;

    (void)state;
    for (char *row = table; (row = strstr(row, "\n| ")) != NULL; row++) {
        const char *end = row + 1 + strcspn(row + 1, "\n");
        const char *last = end - 2;

        while (last > row && last[-1] != '|')
            last--;
        look_for_tests(last, end);
        rows++;
    }
    assert_true(rows > 40);
    free(table);
    free(threats);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_tags_of_transcripts_are_those_of_the_sources),
        cmocka_unit_test(every_key_of_a_line_is_described),
        cmocka_unit_test(every_test_that_the_threats_name_exists),
    };

    return cmocka_run_group_tests(tests, load, unload);
}
