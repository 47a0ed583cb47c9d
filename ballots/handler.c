#include "ballots/handler.h"

static const struct handler *const handlers[EVENT_TYPES_] = {
    [EVENT_GENESIS] = &handler_genesis,
    [EVENT_POST] = &handler_post,
    [EVENT_REISSUE] = &handler_reissue,
    [EVENT_ENROL] = &handler_enrol,
    [EVENT_RETIRE] = &handler_retire,
    [EVENT_HANDOVER] = &handler_handover,
    [EVENT_POLICY] = &handler_policy,
    [EVENT_SESSION] = &handler_session,
    [EVENT_SESSION_START] = &handler_session_start,
    [EVENT_SESSION_END] = &handler_session_end,
    [EVENT_PRESENT] = &handler_present,
    [EVENT_LEAVE] = &handler_leave,
    [EVENT_HEADCOUNT] = &handler_headcount,
    [EVENT_KEY_START] = &handler_key_start,
    [EVENT_KEY_COMMIT] = &handler_key_commit,
    [EVENT_KEY_DEAL] = &handler_key_deal,
    [EVENT_KEY_ACCEPT] = &handler_key_accept,
    [EVENT_KEY_COMPLAIN] = &handler_key_complain,
    [EVENT_PAPER] = &handler_paper,
    [EVENT_OPEN] = &handler_open,
    [EVENT_ANNOUNCE] = &handler_announce,
    [EVENT_CAST] = &handler_cast,
    [EVENT_HANDS] = &handler_hands,
    [EVENT_DESK_ISSUE] = &handler_desk_issue,
    [EVENT_DESK_BALLOTS] = &handler_desk_ballots,
    [EVENT_CLOSE] = &handler_close,
    [EVENT_VOID] = &handler_void,
    [EVENT_UNCOUNTABLE] = &handler_uncountable,
    [EVENT_SHARE] = &handler_share,
    [EVENT_RESULT] = &handler_result,
    [EVENT_SIGN_OFF] = &handler_sign_off,
    [EVENT_DECLARE] = &handler_declare,
    [EVENT_PUBLISH] = &handler_publish,
    [EVENT_INCIDENT] = &handler_incident,
    [EVENT_COMPLAINT] = &handler_complaint,
    [EVENT_OBJECTION] = &handler_objection,
    [EVENT_REPLY] = &handler_reply,
};

const struct handler *
handler_of(enum event_type type)
{
    return handlers[type];
}
