/*
 * state.h - the conference's state, as the event types see it.
 *
 * Private to ballots/: only event types, the conference and the views read it,
 * and only `apply` functions change it. Entries are named by index; an index of
 * CONFERENCE_NO_ENTRY means "not yet". Everything here follows from the log.
 */
#ifndef BALLOTS_STATE_H
#define BALLOTS_STATE_H

#include "ballots/arena.h"
#include "ballots/conference.h"
#include "ballots/rule.h"
#include "ballots/seen_set.h"
#include "crypto/public_point.h"

struct holder { /* a post, and who holds it */
    struct post post;
    const char (*tags)[EVENT_ID_BYTES]; /* tag_count, in the conference's
                                           arena */
    struct hash32 name;                 /* commitment to the name record */
    uint8_t invitation[32];
    uint8_t key[32];
    uint32_t invitation_entry; /* the post or last reissue entry */
    uint32_t reissues;
    uint32_t session_reissues; /* since the last session ended */
    uint32_t enrol_entry;
    uint32_t presence_entry; /* last present or leave in this session */
    uint32_t trail;          /* a seat's or observer's, see trail.h */
    uint8_t tag_count;
    bool voting;
    bool retired;
    bool invitation_used;
    bool enrolled; /* has a current key */
    bool present;  /* in the running session */
    bool present_by_desk;
};

struct holders {
    struct holder *items; /* in the order they were made */
    size_t count;
    size_t capacity;
    uint32_t *place; /* by number: index into items plus 1, or 0 */
    size_t place_capacity;
    uint32_t number_max;
};

enum session_stage { SESSION_PLANNED, SESSION_RUNNING, SESSION_ENDED };

struct session {
    char id[EVENT_ID_BYTES];
    uint32_t term;
    uint32_t number;
    struct event_blob title;
    char date[FIELD_DATE_BYTES];
    enum session_stage stage;
    uint32_t entry;
    uint32_t start_entry;
    uint32_t end_entry;
    uint32_t headcount_entry;
    uint32_t headcount;
    uint32_t ceremony; /* number of the latest, or CONFERENCE_NO_ENTRY */
    bool settled[EVENT_SETTLES_MEASURES + 1]; /* by enum event_settles */
};

enum ceremony_stage {
    CEREMONY_COMMITTING,
    CEREMONY_DEALING,
    CEREMONY_ACCEPTING,
    CEREMONY_READY,
    CEREMONY_DEAD, /* replaced, or a complaint was proved */
};

struct key_ceremony {
    struct ceremony numbers;
    uint32_t entry;
    uint32_t session;
    enum ceremony_stage stage;
    struct post trustees[CEREMONY_TRUSTEES_MAX];
    uint32_t commit_entries[CEREMONY_TRUSTEES_MAX];
    uint32_t deal_entries[CEREMONY_TRUSTEES_MAX];
    uint32_t accept_entries[CEREMONY_TRUSTEES_MAX];
    struct ceremony_commit commits[CEREMONY_TRUSTEES_MAX];
    struct ceremony_deal deals[CEREMONY_TRUSTEES_MAX];
    uint32_t commit_count;
    uint32_t deal_count;
    uint32_t accept_count;
    struct hash32 transcript;                       /* once all have dealt */
    struct point key;                               /* Y */
    struct point share_keys[CEREMONY_TRUSTEES_MAX]; /* Y_1..Y_n */
    uint32_t complained_by; /* indexes from 1, when dead by a complaint */
    uint32_t complained_against;
};

struct paper_row {
    char id[EVENT_ID_BYTES];
    struct event_blob text;
    uint32_t rule; /* index into the paper's rules */
};

struct paper {
    char id[EVENT_ID_BYTES];
    uint32_t version;
    uint32_t entry;
    uint64_t made_s;
    uint32_t session;
    enum event_kind kind;
    enum event_ballot ballot;
    enum event_settles settles;
    enum event_follows follows;
    uint32_t followed; /* number of the opening it follows */
    struct event_blob title;
    bool last_counts;
    bool advise;
    bool practice;
    bool filtered;
    char filter[EVENT_ID_BYTES];
    uint16_t cap;
    uint16_t slots; /* of a row; 0 unless secret */
    struct rule_options options;
    uint32_t rule_count;
    struct rule *rules;
    uint32_t row_count;
    struct paper_row *rows;
    uint32_t recusal_count;
    struct event_recusal *recusals; /* by row, then seat */
    bool replaced;                  /* by a newer version */
    uint32_t opening; /* number of its round, or CONFERENCE_NO_ENTRY */
    struct arena arena;
};

enum opening_stage {
    OPENING_OPEN,
    OPENING_CLOSED,
    OPENING_VOID,
    OPENING_UNCOUNTABLE,
    OPENING_COUNTED,
    OPENING_DECLARED,
    OPENING_PUBLISHED,
};

/* 12 bytes: of every seat in every round, for as long as the log is read. */
struct seat_vote {
    uint32_t last_cast; /* entry */
    uint32_t cast_key;  /* enrol entry of the key that cast */
    uint8_t attempts;
    bool on_roll : 1; /* votes on this paper, or would but for recusals */
    bool barred : 1;  /* recused from every row */
    bool present_at_open : 1;
    bool present : 1; /* at open, or arrived before close */
    bool issued : 1;  /* present with a current key, or has a sheet */
    bool has_sheet : 1;
};

struct seat_kept {             /* what a later ballot of the seat replaces */
    struct elgamal_ct *sealed; /* the counted ciphertexts */
    uint8_t *marks;            /* the counted marks of a named ballot */
};

struct share {
    uint32_t entry; /* CONFERENCE_NO_ENTRY: none yet */
    struct point *partials;
};

/* A sum of ciphertexts: public, and decoded, since so many are added to it. */
struct sealed_sum {
    struct public_point r;
    struct public_point c;
};

/* One round of voting on one paper. */
struct opening {
    uint32_t number;
    uint32_t paper;
    uint32_t entry;
    uint64_t opened_s;
    enum opening_stage stage;
    uint32_t ceremony; /* secret papers */
    uint32_t close_entry;
    uint64_t closed_s;
    uint32_t end_entry; /* void, uncountable */
    uint32_t result_entry;
    uint64_t result_s;
    uint32_t declare_entry;
    uint32_t publish_entry;
    uint64_t published_s;
    uint64_t last_call_s; /* 0: none */
    bool extended;
    uint32_t roll_size;
    uint32_t present_at_open;
    uint32_t cast_count; /* seats that have cast */
    uint32_t sheets_issued;
    uint32_t sheets_returned;
    uint32_t sheets_spoiled;
    uint32_t signed_in;      /* at close: present by their own phone, */
    uint32_t signed_in_desk; /* and by the desk */
    uint32_t reissued;       /* cards re-issued in this session, at close */
    bool has_hands;
    struct seat_vote *seats; /* by place in the list of seats */
    struct seat_kept *kept;  /* the same; NULL where the first ballot counts */
    size_t seat_count;
    uint32_t *row_roll;             /* seats less recusals, by row */
    uint32_t *row_returned;         /* counted casts and sheets, by row */
    uint32_t *marks;                /* named or by hands: rows x options */
    struct sealed_sum *sums;        /* secret: rows x slots */
    struct seen_set points;         /* every R accepted */
    struct elgamal_ct *shared_sums; /* at close: rows of 3 ballots or more */
    uint32_t shared_count;
    struct share shares[CEREMONY_TRUSTEES_MAX];
    uint32_t share_count;
    uint32_t sign_off_count;
    struct post sign_offs[CEREMONY_TRUSTEES_MAX];
    uint32_t sign_off_entries[CEREMONY_TRUSTEES_MAX];
    uint32_t sign_offs_needed;
    struct row_counts *counts;         /* once counted, by row */
    struct verdict *verdicts;          /* motions and appraisals, by row */
    struct election_verdict *election; /* elections */
    struct arena arena;                /* all of the above, kept */
    struct arena working;              /* what is freed with the result */
};

struct statement { /* incident, complaint, objection, reply */
    enum event_type type;
    uint32_t entry;
    uint64_t time_s;
    struct post author;
    struct event_statement said;
};

struct conference {
    struct memory memory;
    struct arena arena;
    struct merkle_tree own;         /* the log's tree, */
    const struct merkle_tree *tree; /* unless it is somebody else's, */
    uint64_t size;                  /* of which so many entries are applied */
    uint64_t time_s;
    struct seen_set acts;     /* act hash -> entry */
    struct seen_set keys;     /* every public key ever enrolled or invited */
    struct seen_set blobs[2]; /* texts that entries name: public, members' */
    char origin[POST_ORIGIN_MAX + 1];
    uint8_t log_key[32];
    struct event_blob title;
    struct event_blob policy;
    char *policy_text; /* in the arena; NULL until given */
    struct witness_policy *witness_policy;
    bool continues;
    char old_origin[POST_ORIGIN_MAX + 1];
    uint64_t old_size;
    struct hash32 old_root;
    struct post presiding;
    struct holders holders[POST_KINDS_];
    uint32_t scrutineers; /* enrolled and not retired */
    uint32_t running;     /* session number, or CONFERENCE_NO_ENTRY */
    uint32_t present;     /* voting seats present in the running session */
    uint32_t voting_seats;
    struct session *sessions;
    size_t session_count, session_capacity;
    struct key_ceremony **ceremonies;
    size_t ceremony_count, ceremony_capacity;
    struct paper **papers;
    size_t paper_count, paper_capacity;
    struct opening **openings;
    size_t opening_count, opening_capacity;
    uint32_t open_now[CONFERENCE_OPEN_MAX];
    size_t open_count;
    struct statement *statements;
    size_t statement_count, statement_capacity;
    struct trail_step *trail_steps; /* see trail.h */
    size_t trail_count, trail_capacity;
    uint32_t trail;
    bool excerpt; /* see excerpt.h, as the rest */
    uint32_t excerpt_next;
    struct excerpt_leaf *excerpt_leaves;
    size_t excerpt_count, excerpt_capacity;
    void *reserved; /* what the type's reserve made for its apply */
};

/* The holder of a post, or NULL. */
struct holder *state_holder(const struct conference *c, struct post post);

/* The session of this id, or NULL; its number in c->sessions. */
struct session *state_session(const struct conference *c, const char *id);

/* The running session, or NULL. */
struct session *state_running(const struct conference *c);

/*
 * Whether this scrutineer was proved to have dealt a bad share in a ceremony of
 * the session: then it can be a trustee in none of it any more.
 */
bool state_is_barred(const struct conference *c, const struct session *session,
                     struct post trustee);

/* The opening whose open entry a reference names, or NULL. */
struct opening *state_opening(const struct conference *c,
                              const struct event_ref *ref);

/* The opening whose result entry a reference names, or NULL. */
struct opening *state_result(const struct conference *c,
                             const struct event_ref *ref);

/* The ceremony whose start entry a reference names, or NULL. */
struct key_ceremony *state_ceremony(const struct conference *c,
                                    const struct event_ref *ref);

/* The leaf hash of an entry, or NULL. Borrowed until the next event_apply. */
const struct hash32 *state_leaf(const struct conference *c, uint32_t index);

/* Whether a reference names an entry of the log by its true leaf hash. */
bool state_ref_is_true(const struct conference *c, const struct event_ref *ref);

/*
 * REFUSED_REF unless the reference is true, REFUSED_SEEN_SHORT unless the
 * checkpoint that the event names covers it.
 */
enum refusal state_ref_check(const struct conference *c,
                             const struct event *event,
                             const struct event_ref *ref);

struct paper *state_paper_of(const struct conference *c,
                             const struct opening *op);

/* Whether this scrutineer is one of the ceremony's. */
bool state_is_trustee(const struct key_ceremony *k, struct post post);

/* Whether this seat has the paper's tag, or the paper asks for none. */
bool state_is_on_roll(const struct paper *paper, const struct holder *seat);

/* Whether a row is not for this seat to vote on. row from 0. */
bool state_is_recused(const struct paper *paper, uint32_t row,
                      struct post seat);

#endif
