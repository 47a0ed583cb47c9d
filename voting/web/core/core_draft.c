#include "voting/web/core/core_draft.h"

#include <string.h>

#include "ballots/draft.h"

/* What JavaScript asks for. */
struct request {
    enum event_type type;
    char paper[EVENT_ID_BYTES];
    char other[EVENT_ID_BYTES]; /* as it was given, */
    struct post post;           /* and if it is a post, that */
    uint32_t number;
};

uint32_t
core_draft_answer(struct core_log *log)
{
    char *text = core_new(EVENT_ENTRY_MAX);
    size_t len;
    enum err e;

    if (!text)
        return core_status(ERR_NOMEM);
    e = event_encode(&log->event, text, EVENT_ENTRY_MAX, &len);
    if (!e)
        e = core_answer_bytes(text, len);
    core_free(&text, EVENT_ENTRY_MAX);
    if (e == ERR_NOMEM)
        return core_refused(REFUSED_TOO_LARGE);
    return e ? core_refused(REFUSED_FORM) : core_status(OK);
}

/* Whether a person writes all lines of this type but the first. */
static bool
is_by_hand(enum event_type type)
{
    switch (type) {
    case EVENT_POST:
    case EVENT_RETIRE:
    case EVENT_HANDOVER:
    case EVENT_POLICY:
    case EVENT_SESSION:
    case EVENT_SESSION_START:
    case EVENT_PAPER:
        return true;
    default:
        return false;
    }
}

/* What follows from the state on a paper. */
static void
write_paper(struct field_io *io, struct event *event)
{
    struct event_paper *p = &event->paper;

    field_line_id(io, "paper", p->id, sizeof p->id);
    field_line_u32(io, "version", &p->version, EVENT_INDEX_MAX);
    if (p->followed.present)
        event_line_ref(io, "followed", &p->followed);
    if (p->rule_count > 0) {
        field_line_u32(io, "cap", &p->cap, BALLOT_ROWS_MAX);
        field_line_count(io, "rules", &p->rule_count, EVENT_RULES_MAX);
        field_line(io, "rule");
        field_text(io, p->rules[0], sizeof p->rules[0]);
        field_end(io);
    }
}

static uint32_t
answer_head(struct core_log *log)
{
    struct event *event = &log->event;
    struct field_io io;
    char type[EVENT_ID_BYTES];
    char *text = core_new(EVENT_ENTRY_MAX);
    enum err e = ERR_INPUT;

    if (!text)
        return core_status(ERR_NOMEM);
    strncpy(type, event_type_name(event->type), sizeof type - 1);
    type[sizeof type - 1] = '\0';
    field_writer(&io, text, EVENT_ENTRY_MAX);
    field_line_id(&io, "congress/v1", type, sizeof type);
    field_line(&io, "log");
    field_text(&io, event->origin, sizeof event->origin);
    field_end(&io);
    field_line(&io, "seen");
    field_u64(&io, &event->seen_size, CHECKPOINT_SIZE_MAX);
    field_hash(&io, &event->seen_root);
    field_end(&io);
    if (event_is_dated(event->type))
        field_line_u64(&io, "at", &event->at_s, EVENT_TIME_MAX);
    if (event->type == EVENT_PAPER)
        write_paper(&io, event);
    if (!io.bad)
        e = core_answer_bytes(text, io.at);
    core_free(&text, EVENT_ENTRY_MAX);
    return core_status(e);
}

static enum refusal
fill_paper(struct event *event, const struct conference *c,
           const struct request *request)
{
    const char *followed = *request->other ? request->other : NULL;
    struct event_paper *p = &event->paper;
    struct rule rule;
    enum refusal r;

    memcpy(p->id, request->paper, sizeof p->id);
    p->follows = request->number;
    if (p->follows > EVENT_FOLLOWS_SUPERSEDE || !*p->id)
        return REFUSED_FORM;
    r = draft_paper(event, c, followed);
    if (r || (p->follows != EVENT_FOLLOWS_TIE &&
              p->follows != EVENT_FOLLOWS_SHORTFALL))
        return r;
    r = draft_follow_up(p->rules[0], &rule, c, followed);
    p->rule_count = r ? 0 : 1;
    p->cap = r ? 0 : rule.seats;
    return r;
}

static enum refusal
fill_of_round(struct event *event, const struct conference *c,
              const struct request *request)
{
    if (event->type == EVENT_DESK_ISSUE)
        event->desk_issue.seat = request->post;
    return draft_of_round(event, c, request->paper);
}

static enum refusal
fill_statement(struct event *event, const struct conference *c,
               const struct request *request)
{
    if (request->number == CONFERENCE_NO_ENTRY)
        return REFUSED_NOTHING;
    return draft_about(event, c, request->number);
}

static enum refusal
fill_presence(struct event *event, const struct conference *c,
              const struct request *request)
{
    if (request->number > EVENT_ONLINE)
        return REFUSED_FORM;
    return draft_presence(event, c, request->post,
                          (enum event_how)request->number);
}

static enum refusal
fill(struct event *event, const struct conference *c,
     const struct request *request)
{
    switch (event->type) {
    case EVENT_REISSUE:
        return draft_reissue(event, c, request->post);
    case EVENT_PRESENT:
    case EVENT_LEAVE:
        return fill_presence(event, c, request);
    case EVENT_HEADCOUNT:
        return draft_headcount(event, c, request->number);
    case EVENT_SESSION_END:
        return draft_session_end(event, c);
    case EVENT_KEY_START:
        return draft_key_start(event, c, request->number);
    case EVENT_PAPER:
        return fill_paper(event, c, request);
    case EVENT_OPEN:
        return draft_open(event, c, request->paper);
    case EVENT_ANNOUNCE:
    case EVENT_HANDS:
    case EVENT_DESK_ISSUE:
    case EVENT_CLOSE:
    case EVENT_VOID:
    case EVENT_UNCOUNTABLE:
        return fill_of_round(event, c, request);
    case EVENT_SIGN_OFF:
    case EVENT_DECLARE:
    case EVENT_PUBLISH:
        return draft_endorsement(event, c, request->paper);
    case EVENT_INCIDENT:
    case EVENT_COMPLAINT:
    case EVENT_OBJECTION:
    case EVENT_REPLY:
        return fill_statement(event, c, request);
    default:
        return is_by_hand(event->type) ? REFUSED_NOTHING : REFUSED_TYPE;
    }
}

uint32_t
web_draft(uint32_t handle, const char *type, uint32_t type_len, uint32_t now_s,
          const char *paper, uint32_t paper_len, const char *other,
          uint32_t other_len, uint32_t number)
{
    struct core_log *log = core_log_of(handle);
    struct request request = {.number = number};
    enum refusal r;

    if (!log)
        return core_status(ERR_NOTFOUND);
    if (event_type_find(&request.type, span_of(type, type_len)))
        return core_refused(REFUSED_TYPE);
    if (paper_len > CORE_DRAFT_ID_MAX || other_len > CORE_DRAFT_ID_MAX ||
        (now_s == 0 && event_is_dated(request.type)))
        return core_status(ERR_INPUT);
    memcpy(request.paper, paper, paper_len);
    memcpy(request.other, other, other_len);
    /* Where it is not a post no type asks for one, or finds seat 0 unknown. */
    if (post_parse(&request.post, other, other_len))
        request.post = (struct post){POST_SEAT, 0};
    r = draft_begin(&log->event, log->conference, request.type, now_s);
    if (!r)
        r = fill(&log->event, log->conference, &request);
    if (r)
        return core_refused(r);
    return is_by_hand(request.type) ? answer_head(log) : core_draft_answer(log);
}

uint32_t
web_draft_enrol(uint32_t handle, const char *post_text, uint32_t post_len,
                const uint8_t *public_key, uint32_t key_len)
{
    struct core_log *log = core_log_of(handle);
    struct post post;
    enum refusal r;

    if (!log)
        return core_status(ERR_NOTFOUND);
    if (key_len != ED25519_PUBLIC_BYTES ||
        post_parse(&post, post_text, post_len))
        return core_status(ERR_INPUT);
    r = draft_begin(&log->event, log->conference, EVENT_ENROL, 0);
    if (!r)
        r = draft_enrol(&log->event, log->conference, post, public_key);
    return r ? core_refused(r) : core_draft_answer(log);
}

/* ---- Who signs ------------------------------------------------------------*/

static bool
holds(void *context, struct post post)
{
    const struct span *held = context;
    struct span rest = *held;

    while (rest.len > 0) {
        size_t len = span_find(rest, ' ');
        struct post one;

        if (post_parse(&one, rest.ptr, len) == OK && post_eq(one, post))
            return true;
        rest = span_from(rest, len < rest.len ? len + 1 : len);
    }
    return false;
}

/* Reads a text that nobody has signed yet: a note needs some line. */
static enum refusal
read_text(struct core_log *log, struct span text)
{
    static const uint8_t nothing[NOTE_SIGNATURE_BLOB_BYTES] = {0};
    size_t room = (size_t)text.len + NOTE_LINE_MAX + 1;
    struct post anybody = {POST_CHAIR, 1};
    char name[POST_KEY_NAME_BYTES];
    char *bytes = core_new(room);
    struct text_writer w;
    struct span note;
    enum refusal r = REFUSED_FORM;

    if (!bytes)
        return REFUSED_NO_MEMORY;
    post_key_name(name, conference_origin(log->conference), anybody, false);
    text_writer_start(&w, bytes, room);
    note_write_text(&w, text);
    text_writer_text(&w, "\xE2\x80\x94 ");
    text_writer_text(&w, name);
    text_writer_text(&w, " ");
    text_writer_base64(&w, nothing, sizeof nothing);
    text_writer_text(&w, "\n");
    if (text_writer_finish(&w, &note) == OK)
        r = event_decode(&log->event, note);
    log->event.note = (struct note){0};
    log->event.signer_count = 0;
    core_free(&bytes, room);
    return r;
}

/* Posts in order. */
struct posts {
    const struct post *items;
    size_t count;
};

static void
write_posts(struct text_writer *w, const void *context)
{
    const struct posts *posts = context;

    for (size_t i = 0; i < posts->count; i++) {
        char name[POST_TEXT_BYTES];

        post_format(name, posts->items[i]);
        text_writer_text(w, i ? " " : "");
        text_writer_text(w, name);
    }
}

uint32_t
web_draft_signers(uint32_t handle, const char *text, uint32_t text_len,
                  const char *held, uint32_t held_len)
{
    struct core_log *log = core_log_of(handle);
    struct span held_posts = span_of(held, held_len);
    const struct draft_keys keys = {holds, &held_posts};
    struct post posts[EVENT_SIGNERS_MAX];
    struct posts answer = {posts, 0};
    enum refusal r;

    if (!log)
        return core_status(ERR_NOTFOUND);
    if (text_len > EVENT_ENTRY_MAX)
        return core_refused(REFUSED_TOO_LARGE);
    r = read_text(log, span_of(text, text_len));
    if (r)
        return core_refused(r);
    answer.count = draft_signers(posts, log->conference, &log->event, &keys);
    return core_status(core_answer_text(write_posts, &answer));
}
