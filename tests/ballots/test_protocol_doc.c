/*
 * Goal: docs/protocol.md lists each refusal with its check and sentence, each
 * type of event and whether it is dated, each limit with its number; and no
 * refusal or limit that the code does not have.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "ballots/bundle.h"
#include "ballots/conference.h"
#include "ballots/pack.h"
#include "ballots/refusal_note.h"
#include "ballots/rule.h"
#include "ballots/rule_text.h"
#include "crypto/witness_policy.h"
#include "tests/support/document.h"
#include "tests/test.h"

#define DOCUMENT "docs/protocol.md"
enum { NAME_ROOM = 64, ROW_ROOM = 1024 };

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

/* ---- Refusals and types -------------------------------------------------- */

/* The first refusal that the table does not list as the code has it. */
static enum refusal
first_unlisted(const char *table)
{
    for (unsigned i = 0; i < REFUSAL_COUNT_; i++) {
        enum refusal r = (enum refusal)i;
        char row[ROW_ROOM];

        snprintf(row, sizeof row, "\n| `%s` | %u | %s |\n", refusal_code(r),
                 refusal_check(r), refusal_words(r, LANG_EN));
        if (!document_has(table, row))
            return r;
    }
    return REFUSAL_COUNT_;
}

static void
every_refusal_is_listed_with_check_and_sentence(void **state)
{
    char *table = document_section(document, "## 12.");
    enum refusal r = first_unlisted(table);

    (void)state;
    if (r != REFUSAL_COUNT_)
        fail_msg("not listed: %s", refusal_code(r));
    assert_int_equal(document_count(table, "\n| `"), REFUSAL_COUNT_);
    free(table);
}

static void
a_refusal_with_another_check_is_noticed(void **state)
{
    char *table = document_section(document, "## 12.");
    char *row = strstr(table, "| `ballot-proof` | 10 |");

    (void)state;
    assert_non_null(row);
    row[strlen("| `ballot-proof` | 1")] = '1';
    assert_int_equal(first_unlisted(table), REFUSED_BALLOT_PROOF);
    free(table);
}

/* Every refusal of a check stands in its row; returns how many there are. */
static size_t
look_for_codes(const char *row, unsigned check)
{
    size_t listed = 0;

    for (unsigned i = 0; i < REFUSAL_COUNT_; i++) {
        char code[NAME_ROOM];

        snprintf(code, sizeof code, "`%s`", refusal_code((enum refusal)i));
        if (refusal_check((enum refusal)i) != check)
            continue;
        listed++;
        if (!document_has(row, code))
            fail_msg("V%u does not list %s", check, code);
    }
    return listed;
}

static void
every_check_lists_its_refusals_and_no_others(void **state)
{
    char *table = document_section(document, "## 10.");

    (void)state;
    for (unsigned check = 1; check <= REFUSAL_CHECKS; check++) {
        char mark[16];
        char *start;
        char *row;
        size_t listed;

        snprintf(mark, sizeof mark, "\n| V%u |", check);
        start = strstr(table, mark);
        assert_non_null(start);
        if (!start)
            return;
        row = strndup(start + 1, strcspn(start + 1, "\n"));
        listed = look_for_codes(row, check);
        /* The cell of what it looks at may quote one word of the log. */
        assert_in_range(document_count(row, "`"), 2 * listed, 2 * listed + 2);
        free(row);
    }
    free(table);
}

static void
every_type_has_its_lines(void **state)
{
    char *types = document_section(document, "### 3.4");

    (void)state;
    for (unsigned i = 0; i < EVENT_TYPES_; i++) {
        const char *name = event_type_name((enum event_type)i);
        bool found = false;

        for (char *h = types; !found && (h = strstr(h, "\n#### ")); h++) {
            char heading[ROW_ROOM];
            char *word;

            snprintf(heading, sizeof heading, "%.*s", (int)strcspn(h + 6, "\n"),
                     h + 6);
            for (word = strtok(heading, " ,()"); word;
                 word = strtok(NULL, " ,()"))
                found = found || strcmp(word, name) == 0;
        }
        if (!found)
            fail_msg("no heading for %s", name);
    }
    free(types);
}

static void
dated_types_and_no_others_are_marked(void **state)
{
    char *types = document_section(document, "### 3.4");

    (void)state;
    for (char *h = types; (h = strstr(h, "\n#### ")) != NULL; h++) {
        char *heading = strndup(h + 6, strcspn(h + 6, "\n"));
        bool dated = document_has(heading, "dated)");
        char *rest = heading;

        for (char *word; (word = strsep(&rest, " ,()")) != NULL;) {
            enum event_type type;

            if (!event_type_find(&type, span_text(word)) &&
                event_is_dated(type) != dated)
                fail_msg("%s: dated or not?", word);
        }
        free(heading);
    }
    free(types);
}

/* ---- Limits ---------------------------------------------------------------
 */

/* 65535 as 65,535. */
static void
group_digits(char out[NAME_ROOM], uint64_t n)
{
    char digits[24];
    int len = snprintf(digits, sizeof digits, "%llu", (unsigned long long)n);
    size_t at = 0;

    for (int i = 0; i < len; i++) {
        if (i > 0 && (len - i) % 3 == 0)
            out[at++] = ',';
        out[at++] = digits[i];
    }
    out[at] = 0;
}

static void
limits_have_the_numbers_of_the_code(void **state)
{
    static const struct {
        const char *what;
        uint64_t limit;
    } limits[] = {
        {"entry, server line included, bytes", EVENT_ENTRY_MAX},
        {"note of an event, bytes", EVENT_ENTRY_MAX - EVENT_SERVER_LINE_MAX},
        {"entries of a log", EVENT_INDEX_MAX},
        {"signature lines of an event", EVENT_SIGNERS_MAX},
        {"time, seconds since 1970", EVENT_TIME_MAX},
        {"an author's time from the entry's, either way, seconds",
         CONFERENCE_CLOCK_SKEW_S},
        {"origin, bytes", POST_ORIGIN_MAX},
        {"number of a post", POST_NUMBER_MAX},
        {"id, option, tag, bytes", EVENT_ID_BYTES - 1},
        {"tags of a post", EVENT_TAGS_MAX},
        {"text outside the log, bytes", EVENT_BLOB_MAX},
        {"witness policy, bytes", WITNESS_POLICY_MAX},
        {"witnesses and groups of a policy", WITNESS_POLICY_VOTERS_MAX},
        {"witness's key name on a share, bytes", EVENT_WITNESS_BYTES - 1},
        {"cosignatures on a share", EVENT_COSIGNATURES_MAX},
        {"trustees of a ceremony, fewest", CEREMONY_TRUSTEES_MIN},
        {"trustees of a ceremony, most", CEREMONY_TRUSTEES_MAX},
        {"options of a paper, fewest", BALLOT_OPTIONS_MIN},
        {"options of a paper, most", BALLOT_OPTIONS_MAX},
        {"rows of a paper", BALLOT_ROWS_MAX},
        {"rules of a paper", EVENT_RULES_MAX},
        {"rule, bytes", RULE_TEXT_MAX},
        {"clauses of a rule", RULE_CLAUSES_MAX},
        {"recusals of a paper", EVENT_RECUSALS_MAX},
        {"candidates and seats of an election", RULE_CANDIDATES_MAX},
        {"ballot, bytes", BALLOT_BYTES_MAX},
        {"key name of a voter, bytes", BALLOT_NAME_MAX},
        {"papers open at one time", CONFERENCE_OPEN_MAX},
        {"casts of a seat where the last counts", CONFERENCE_ATTEMPTS_MAX},
        {"seconds from last call to close, at least", CONFERENCE_LAST_CALL_S},
        {"seconds from last call to close, at most",
         CONFERENCE_LAST_CALL_MAX_S},
        {"seats on a secret row's roll, fewest", RULE_SECRET_ROLL_MIN},
        {"ballots of a secret row that is opened, fewest",
         RULE_SECRET_BALLOTS_MIN},
        {"paper sheets in an entry, fewest", CONFERENCE_DESK_SHEETS_MIN},
        {"paper sheets in an entry, most", EVENT_SHEETS_MAX},
        {"refusal note, bytes", REFUSAL_NOTE_MAX},
        {"checkpoint in a bundle, bytes", BUNDLE_CHECKPOINT_MAX},
        {"name record in a bundle, with its salt line, bytes", BUNDLE_NAME_MAX},
        {"paper pack, bytes", PACK_MAX},
    };
    char *table = document_section(document, "## 13.");

    (void)state;
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        char number[NAME_ROOM];
        char row[ROW_ROOM];

        group_digits(number, limits[i].limit);
        snprintf(row, sizeof row, "\n| %s | %s |\n", limits[i].what, number);
        if (!document_has(table, row))
            fail_msg("not in section 13:%s", row);
    }
    /* The heading's row and the line below it. */
    assert_int_equal(document_count(table, "\n| "),
                     sizeof limits / sizeof *limits + 2);
    free(table);
}

int
main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_refusal_is_listed_with_check_and_sentence),
        cmocka_unit_test(a_refusal_with_another_check_is_noticed),
        cmocka_unit_test(every_check_lists_its_refusals_and_no_others),
        cmocka_unit_test(every_type_has_its_lines),
        cmocka_unit_test(dated_types_and_no_others_are_marked),
        cmocka_unit_test(limits_have_the_numbers_of_the_code),
    };

    return cmocka_run_group_tests(tests, load, unload);
}
