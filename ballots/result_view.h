/*
 * result_view.h - what was voted on and what came of it, read out of the state.
 *
 * Programs and pages that show results read them here, so that all of them
 * print the same numbers. A view is a plain value; what it points to belongs to
 * the conference and is valid until that next changes.
 */
#ifndef BALLOTS_RESULT_VIEW_H
#define BALLOTS_RESULT_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ballots/conference.h"
#include "ballots/event.h"
#include "ballots/rule.h"

/* How far a round of voting has come. */
enum result_stage {
    RESULT_OPEN,
    RESULT_CLOSED, /* not counted yet */
    RESULT_VOID,
    RESULT_UNCOUNTABLE,
    RESULT_COUNTED, /* the verdict stands from here */
    RESULT_DECLARED,
    RESULT_PUBLISHED,
    RESULT_STAGES_
};

/* "open", "closed", ...; NULL for a value out of range. */
const char *result_stage_code(enum result_stage stage);

/* One round of voting on one paper. Entries not there: CONFERENCE_NO_ENTRY. */
struct result_view {
    const char *paper_id;
    uint32_t version;
    uint32_t round; /* from 1; more than 1 where it follows another round */
    const char *session_id;
    const struct event_blob *session_title;
    const struct event_blob *title;
    enum event_kind kind;
    enum event_ballot ballot;
    enum event_settles settles;
    bool practice;
    bool advise;
    bool last_counts;
    uint32_t cap; /* 0: none */
    const struct rule_options *options;
    enum result_stage stage;

    uint32_t paper_entry;
    uint32_t open_entry;
    uint32_t close_entry;
    uint32_t end_entry; /* of void or uncountable */
    uint32_t result_entry;
    uint32_t declare_entry;
    uint32_t publish_entry;
    uint64_t opened_s;
    uint64_t closed_s;     /* 0: not yet */
    uint64_t result_s;     /* 0: not yet */
    uint64_t published_s;  /* 0: not yet */
    uint64_t publish_by_s; /* 0: no result yet, or nothing to publish */

    /* Of the paper as a whole, before recusals. */
    uint32_t roll;
    uint32_t present_at_open;
    uint32_t present; /* at open, or arrived before close */
    uint32_t issued;
    uint32_t returned;
    uint32_t sheets_issued; /* of the issued: on paper at the desk */
    uint32_t sheets_returned;
    uint32_t sheets_spoiled;
    uint32_t signed_in;      /* present by their own phone, at close */
    uint32_t signed_in_desk; /* present by the desk, at close */
    uint32_t reissued;       /* cards re-issued in the session, at close */

    uint32_t sign_offs_needed;
    uint32_t sign_off_count;
    const struct post *sign_offs;

    size_t row_count;
    size_t recusal_count;
    const struct event_recusal *recusals;    /* by row, then seat */
    const struct election_verdict *election; /* once counted; else NULL */
};

/* One row of it. */
struct result_row_view {
    const char *id;
    const struct event_blob *text;
    struct rule rule; /* as applied: a practice waives the quorum */
    uint32_t roll;    /* the paper's less the recused */
    uint32_t recused;
    uint32_t returned;
    const struct row_counts *counts; /* once counted; else NULL */
    const struct verdict *verdict;   /* the same; NULL in elections */
};

/* How many rounds there have been, in the order in which they were opened. */
size_t result_view_count(const struct conference *c);

/* n below result_view_count(). */
void result_view_read(struct result_view *out, const struct conference *c,
                      size_t n);

/* row below the view's row_count. */
void result_view_read_row(struct result_row_view *out,
                          const struct conference *c, size_t n, size_t row);

#endif
