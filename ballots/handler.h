/*
 * handler.h - what an event type is: one file each in ballots/events/, one line
 * each in the table of handler.c.
 */
#ifndef BALLOTS_HANDLER_H
#define BALLOTS_HANDLER_H

#include "ballots/state.h"
#include "crypto/batch.h"

struct handler {
    const char *name; /* the word in the first line */
    bool dated;       /* has an `at` line */

    /* Reads or writes the type's own fields. */
    void (*fields)(struct field_io *io, struct event *event);

    /*
     * Who signed, and does the state allow it? The lines' posts are known to
     * exist and their keys to be current when this is called.
     */
    enum refusal (*check)(const struct conference *c, const struct event *event,
                          struct admission *adm);

    /* Proofs beyond the signatures, or NULL. Stateless. */
    enum refusal (*prove)(const struct event *event,
                          const struct admission *adm);

    /* Makes room for apply, or NULL. ERR_NOMEM only, nothing visible changed.
     */
    enum err (*reserve)(struct conference *c, const struct event *event,
                        const struct admission *adm);

    /* Cannot fail. */
    void (*apply)(struct conference *c, const struct event *event,
                  const struct admission *adm);

    /*
     * Puts all that prove looks at beyond signatures into a batch, or NULL.
     * ERR_NOMEM; any other error: ask prove, which refuses it or is dearer.
     */
    enum err (*gather)(const struct event *event, const struct admission *adm,
                       struct batch *batch);
};

/* Never NULL for a type below EVENT_TYPES_. */
const struct handler *handler_of(enum event_type type);

extern const struct handler handler_genesis, handler_post, handler_reissue,
    handler_enrol, handler_retire, handler_handover, handler_policy,
    handler_session, handler_session_start, handler_session_end,
    handler_present, handler_leave, handler_headcount, handler_key_start,
    handler_key_commit, handler_key_deal, handler_key_accept,
    handler_key_complain, handler_paper, handler_open, handler_announce,
    handler_cast, handler_hands, handler_desk_issue, handler_desk_ballots,
    handler_close, handler_void, handler_uncountable, handler_share,
    handler_result, handler_sign_off, handler_declare, handler_publish,
    handler_incident, handler_complaint, handler_objection, handler_reply;

#endif
