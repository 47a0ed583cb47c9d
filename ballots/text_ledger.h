/*
 * text_ledger.h - which of the texts that entries name have been handed in.
 *
 * An audit gives it each entry's event, then the texts and the name record
 * that stand behind that entry in a bundle (bundle.h).
 */
#ifndef BALLOTS_TEXT_LEDGER_H
#define BALLOTS_TEXT_LEDGER_H

#include "ballots/event_blobs.h"
#include "ballots/seen_set.h"

/* Its fields are its own; texts, names and left_out may be read. */
struct text_ledger {
    struct seen_set had;
    uint64_t texts;    /* handed in */
    uint64_t names;    /* name records handed in */
    uint64_t left_out; /* members' texts that were not handed in */
    const struct event *event;
    size_t count; /* of the texts that the entry names, */
    size_t next;  /* and the first of them that has not been looked at */
    const struct event_blob *named[EVENT_BLOBS_MAX];
    bool name_had;
};

void text_ledger_init(struct text_ledger *ledger, struct memory memory);
void text_ledger_free(struct text_ledger *ledger);

/* The next entry; event is borrowed until text_ledger_close(). ERR_NOMEM. */
MUST_USE enum err text_ledger_open(struct text_ledger *ledger,
                                   const struct event *event);

/*
 * A text behind the entry.
 *
 * blob  out: as what the entry names it, or NULL on error
 *
 * ERR_PROOF: the entry names no such text, or not here, or a public text that
 * should have come before it is missing.
 */
MUST_USE enum err text_ledger_take(struct text_ledger *ledger,
                                   const struct event_blob **blob,
                                   struct span text);

/*
 * The name record behind the entry, salt line included. ERR_PROOF: the entry
 * makes no post, or the record does not open its commitment.
 */
MUST_USE enum err text_ledger_take_name(struct text_ledger *ledger,
                                        struct span record);

/* Nothing more comes behind this entry. ERR_PROOF: a public text is missing. */
MUST_USE enum err text_ledger_close(struct text_ledger *ledger);

#endif
