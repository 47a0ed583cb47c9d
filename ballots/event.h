/*
 * event.h - everything that has legal effect, as signed text.
 *
 * An event is a C2SP signed note whose text is
 *
 *     congress/v1 <type>
 *     log <origin>
 *     seen <size> <root>          the last checkpoint its author verified
 *     at <seconds>                only on types whose date has legal effect
 *     ...                         the type's fields, each exactly once, in
 * order
 *
 * with exactly the signature lines its type requires, in order. What an event
 * may do and when is the conference's business (conference.h); here it is only
 * read and written. docs/protocol.md lists every field.
 */
#ifndef BALLOTS_EVENT_H
#define BALLOTS_EVENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ballots/field.h"
#include "ballots/post.h"
#include "ballots/refusal.h"
#include "crypto/ballot.h"
#include "crypto/ceremony.h"
#include "crypto/checkpoint.h"
#include "crypto/note.h"
#include "crypto/proof.h"

enum event_type {
    EVENT_GENESIS,
    EVENT_POST,
    EVENT_REISSUE,
    EVENT_ENROL,
    EVENT_RETIRE,
    EVENT_HANDOVER,
    EVENT_POLICY,
    EVENT_SESSION,
    EVENT_SESSION_START,
    EVENT_SESSION_END,
    EVENT_PRESENT,
    EVENT_LEAVE,
    EVENT_HEADCOUNT,
    EVENT_KEY_START,
    EVENT_KEY_COMMIT,
    EVENT_KEY_DEAL,
    EVENT_KEY_ACCEPT,
    EVENT_KEY_COMPLAIN,
    EVENT_PAPER,
    EVENT_OPEN,
    EVENT_ANNOUNCE,
    EVENT_CAST,
    EVENT_HANDS,
    EVENT_DESK_ISSUE,
    EVENT_DESK_BALLOTS,
    EVENT_CLOSE,
    EVENT_VOID,
    EVENT_UNCOUNTABLE,
    EVENT_SHARE,
    EVENT_RESULT,
    EVENT_SIGN_OFF,
    EVENT_DECLARE,
    EVENT_PUBLISH,
    EVENT_INCIDENT,
    EVENT_COMPLAINT,
    EVENT_OBJECTION,
    EVENT_REPLY,
    EVENT_TYPES_ /* number of types; not an event */
};

enum {
    EVENT_ENTRY_MAX = 65535,  /* a log entry, server line included */
    EVENT_SIGNERS_MAX = 18,   /* the chair and 16 scrutineers, and one more */
    EVENT_ID_BYTES = 33,      /* ids of sessions, papers and rows, with NUL */
    EVENT_TAGS_MAX = 4,       /* groups a seat belongs to */
    EVENT_RULES_MAX = 16,     /* different rules on one paper */
    EVENT_RULE_BYTES = 1025,  /* a rule's canonical text, with NUL */
    EVENT_RECUSALS_MAX = 256, /* on one paper */
    EVENT_SHEETS_MAX = 100,   /* paper ballots in one entry */
    EVENT_COSIGNATURES_MAX = 16,
    EVENT_COSIGNATURE_BYTES = 76,
    EVENT_WITNESS_BYTES = 129,         /* a witness's key name, with NUL */
    EVENT_BLOB_MAX = 16 * 1024 * 1024, /* bytes of a text outside the log */
    EVENT_INDEX_MAX = 0x7FFFFFFF,      /* of an entry */
};

/* Seconds since 1970: the year 9999, which prints in any calendar. */
#define EVENT_TIME_MAX UINT64_C(253402300799)

/* A text outside the log, named by hash and length. */
struct event_blob {
    bool present;
    bool members; /* served to members only */
    uint32_t length;
    struct hash32 sha256;
};

/* An earlier entry, by index and leaf hash. */
struct event_ref {
    bool present;
    uint32_t index;
    struct hash32 leaf;
};

struct event_genesis {
    uint32_t specification; /* 1 */
    struct event_blob title;
    uint8_t log_key[32];
    uint8_t convener_keys[2][32]; /* of chair/1 and chair/2 */
    struct event_blob policy;
    bool continues; /* another log, lost */
    char old_origin[POST_ORIGIN_MAX + 1];
    uint64_t old_size;
    struct hash32 old_root;
};

struct event_post {
    struct post post;
    uint8_t invitation[32];
    struct hash32 name; /* commitment to the name record */
    size_t tag_count;
    char tags[EVENT_TAGS_MAX][EVENT_ID_BYTES];
    bool voting;
};

struct event_reissue {
    struct post post;
    struct event_ref previous; /* its last post or reissue entry */
    uint8_t invitation[32];
    unsigned reason;
};

struct event_enrol {
    struct post post;
    struct event_ref invitation; /* the post or reissue entry */
    uint8_t key[32];
};

struct event_retire {
    struct post post;
    unsigned reason;
};

struct event_handover {
    struct post to;
};

struct event_policy {
    struct event_blob policy;
};

struct event_session {
    char id[EVENT_ID_BYTES];
    uint32_t term;
    uint32_t number;
    struct event_blob title;
    char date[FIELD_DATE_BYTES];
};

struct event_session_mark { /* session-start, session-end */
    char session[EVENT_ID_BYTES];
};

enum event_how { EVENT_BY_PHONE, EVENT_BY_CARD, EVENT_ONLINE };

struct event_presence { /* present, leave */
    char session[EVENT_ID_BYTES];
    struct post post;
    unsigned how;              /* enum event_how; present only */
    struct event_ref previous; /* the seat's last present or leave, if any */
};

struct event_headcount {
    char session[EVENT_ID_BYTES];
    struct hash32 roll;
    uint32_t counted;
};

struct event_key_start {
    char session[EVENT_ID_BYTES];
    size_t trustee_count;
    struct post trustees[CEREMONY_TRUSTEES_MAX];
    uint32_t threshold;
    struct event_ref replaces; /* the ceremony that this one takes over from */
    struct event_blob reason;
};

struct event_key_commit {
    struct event_ref start;
    uint32_t index;
    uint8_t ephemeral[POINT_BYTES];
    uint8_t possession[PROOF_LOG_BYTES];
    struct hash32 commitment;
};

struct event_key_deal {
    struct event_ref start;
    uint32_t index;
    size_t coefficients_len; /* bytes: t points */
    uint8_t coefficients[CEREMONY_TRUSTEES_MAX * POINT_BYTES];
    uint8_t possession[PROOF_LOG_BYTES];
    size_t masked_len; /* bytes: n-1 scalars, the dealer's own left out */
    uint8_t masked[CEREMONY_TRUSTEES_MAX * SCALAR_BYTES];
};

struct event_key_accept {
    struct event_ref start;
    uint32_t index;
    struct hash32 transcript; /* of start, commits and deals */
};

struct event_key_complain {
    struct event_ref start;
    uint32_t index;
    uint32_t against;
    uint8_t shared[POINT_BYTES];
    uint8_t proof[PROOF_EQUAL_BYTES];
};

enum event_kind { EVENT_MOTION, EVENT_ELECTION, EVENT_APPRAISAL };
enum event_ballot { EVENT_SECRET, EVENT_NAMED, EVENT_BY_HANDS };
enum event_settles {
    EVENT_SETTLES_NOTHING,
    EVENT_SETTLES_AGENDA,
    EVENT_SETTLES_SCRUTINEERS,
    EVENT_SETTLES_MEASURES,
};
enum event_follows {
    EVENT_FOLLOWS_NOTHING,
    EVENT_FOLLOWS_VOID,
    EVENT_FOLLOWS_TIE,
    EVENT_FOLLOWS_SHORTFALL,
    EVENT_FOLLOWS_SUPERSEDE,
};

struct event_row {
    char id[EVENT_ID_BYTES];
    uint32_t rule; /* number of its rule line, from 1 */
    struct event_blob text;
};

struct event_recusal {
    uint32_t row; /* from 1 */
    struct post seat;
};

struct event_paper {
    char id[EVENT_ID_BYTES];
    uint32_t version; /* from 1 */
    char session[EVENT_ID_BYTES];
    unsigned kind; /* enum event_kind */
    struct event_blob title;
    unsigned ballot;  /* enum event_ballot */
    bool last_counts; /* else the first cast counts */
    uint32_t cap;     /* 0: none */
    bool filtered;    /* only seats with this tag vote */
    char filter[EVENT_ID_BYTES];
    bool advise; /* deliberate and advise; else adopt */
    bool practice;
    unsigned settles;          /* enum event_settles */
    unsigned follows;          /* enum event_follows */
    struct event_ref followed; /* the open entry of the round it follows */
    size_t option_count;
    char options[BALLOT_OPTIONS_MAX][EVENT_ID_BYTES];
    size_t rule_count;
    char rules[EVENT_RULES_MAX][EVENT_RULE_BYTES];
    size_t row_count;
    struct event_row rows[BALLOT_ROWS_MAX];
    size_t recusal_count;
    struct event_recusal recusals[EVENT_RECUSALS_MAX];
};

struct event_open {
    struct event_ref paper;
    struct hash32 roll; /* of the paper: seats and recusals */
    bool sealed;        /* a secret paper: the key is given */
    struct hash32 transcript;
    uint8_t key[POINT_BYTES];
    struct event_blob short_notice; /* the reason, if the notice is short */
};

struct event_announce {
    struct event_ref open;
    unsigned what; /* 0 extended, 1 last call */
};

/* Marks of a named ballot, or bytes of a sealed one. */
struct event_cast {
    struct event_ref open;
    uint32_t attempt;
    struct event_ref previous;
    bool sealed;
    size_t mark_count;
    uint8_t marks[BALLOT_ROWS_MAX]; /* options from 1 */
    size_t ballot_len;
    uint8_t ballot[BALLOT_BYTES_MAX];
};

struct event_hands {
    struct event_ref open;
    size_t row_count;
    size_t option_count;
    uint32_t counts[BALLOT_ROWS_MAX][BALLOT_OPTIONS_MAX];
};

struct event_desk_issue {
    struct event_ref open;
    struct post seat;
};

struct event_desk_ballots {
    struct event_ref open;
    uint32_t first_serial; /* of the sheets in this entry, from 1 */
    uint32_t spoiled;
    size_t sheet_count;
    size_t sheet_len; /* bytes of each */
    uint8_t sheets[BALLOT_BYTES_MAX];
};

struct event_close {
    struct event_ref open;
};

struct event_ending { /* void, uncountable */
    struct event_ref open;
    struct event_blob reason;
};

struct event_share {
    struct event_ref open;
    struct event_ref close;
    uint32_t index;
    size_t partials_len; /* bytes: one point a sum */
    uint8_t partials[BALLOT_BYTES_MAX / 2];
    uint8_t proof[PROOF_EQUAL_BYTES];
    size_t cosignature_count; /* over the checkpoint that `seen` names */
    char witnesses[EVENT_COSIGNATURES_MAX][EVENT_WITNESS_BYTES];
    uint8_t cosignatures[EVENT_COSIGNATURES_MAX][EVENT_COSIGNATURE_BYTES];
};

struct event_result {
    struct event_ref open;
    size_t share_count; /* whose shares were combined; none if none needed */
    uint32_t shares[CEREMONY_TRUSTEES_MAX];
    size_t option_count;
    size_t row_count;
    bool too_few[BALLOT_ROWS_MAX]; /* a secret row with 1 or 2 ballots */
    uint32_t counts[BALLOT_ROWS_MAX][BALLOT_OPTIONS_MAX];
};

struct event_endorsement { /* sign-off, declare, publish */
    struct event_ref result;
};

struct event_statement {       /* incident, complaint, objection, reply */
    struct event_ref about;    /* always present on objections and replies */
    struct event_blob refusal; /* complaint: the refusal it quotes */
    struct event_blob text;
};

/*
 * One event, read or about to be written. Large: allocate it once and use it
 * again. Everything in it is public.
 */
struct event {
    enum event_type type;
    char origin[POST_ORIGIN_MAX + 1];
    uint64_t seen_size;
    struct hash32 seen_root;
    uint64_t at_s; /* dated types only */
    union {
        struct event_genesis genesis;
        struct event_post post;
        struct event_reissue reissue;
        struct event_enrol enrol;
        struct event_retire retire;
        struct event_handover handover;
        struct event_policy policy;
        struct event_session session;
        struct event_session_mark mark;
        struct event_presence presence;
        struct event_headcount headcount;
        struct event_key_start key_start;
        struct event_key_commit key_commit;
        struct event_key_deal key_deal;
        struct event_key_accept key_accept;
        struct event_key_complain key_complain;
        struct event_paper paper;
        struct event_open open;
        struct event_announce announce;
        struct event_cast cast;
        struct event_hands hands;
        struct event_desk_issue desk_issue;
        struct event_desk_ballots desk_ballots;
        struct event_close close;
        struct event_ending ending;
        struct event_share share;
        struct event_result result;
        struct event_endorsement endorsement;
        struct event_statement statement;
    };
    /* Set by event_decode; the note's spans point into the bytes decoded. */
    struct note note;
    struct hash32 text_hash; /* SHA-256 of the text */
    struct hash32 act_hash;  /* what is logged at most once: protocol.md, 3.3 */
    size_t signer_count;
    struct {
        struct post post;
        bool invitation; /* the post's invitation key */
    } signers[EVENT_SIGNERS_MAX];
};

/* The type's word, as in the first line. */
const char *event_type_name(enum event_type type);

/* ERR_NOTFOUND for a word that is no type. */
MUST_USE enum err event_type_find(enum event_type *out, struct span name);

/* Whether its text has an `at` line. */
bool event_is_dated(enum event_type type);

/*
 * Reads a note as an event: form only, nothing is believed yet. Borrows the
 * bytes. REFUSED_NOTHING, or the reason; *out is unspecified then.
 */
MUST_USE enum refusal event_decode(struct event *out, struct span note);

/*
 * Writes the event's text; it is not changed, though it is not const, since
 * reading and writing share one description of the fields. ERR_INPUT: a field
 * is out of range. ERR_NOMEM: no room.
 */
MUST_USE enum err event_encode(struct event *event, char *out, size_t room,
                               size_t *len);

/*
 * The server line before a note, `congress-entry/v1 <seconds>` LF. Writes at
 * most EVENT_SERVER_LINE_MAX bytes and returns how many.
 */
enum { EVENT_SERVER_LINE_MAX = 40 };
size_t event_server_line(char out[EVENT_SERVER_LINE_MAX], uint64_t time_s);

/* Splits a log entry into its time and its note. ERR_INPUT if malformed. */
MUST_USE enum err event_split_entry(uint64_t *time_s, struct span *note,
                                    struct span entry);

/* Pieces of lines that several types share. */
void event_blob_fields(struct field_io *io, struct event_blob *blob);
void event_line_blob(struct field_io *io, const char *key,
                     struct event_blob *blob);
void event_line_optional_blob(struct field_io *io, const char *key,
                              struct event_blob *blob);
void event_line_ref(struct field_io *io, const char *key,
                    struct event_ref *ref);
void event_line_optional_ref(struct field_io *io, const char *key,
                             struct event_ref *ref);

#endif
