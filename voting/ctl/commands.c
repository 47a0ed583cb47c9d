/*
 * commands.c - the table of ballotctl's commands, in the order of a conference.
 */
#include "voting/ctl/ctl.h"

#define COMMANDS(X)                                                            \
    X(init)                                                                    \
    X(policy)                                                                  \
    X(cosign)                                                                  \
    X(session)                                                                 \
    X(post)                                                                    \
    X(roll)                                                                    \
    X(cards)                                                                   \
    X(enrol)                                                                   \
    X(reissue)                                                                 \
    X(retire)                                                                  \
    X(handover)                                                                \
    X(paper)                                                                   \
    X(session_start)                                                           \
    X(present)                                                                 \
    X(leave)                                                                   \
    X(headcount)                                                               \
    X(key)                                                                     \
    X(open)                                                                    \
    X(announce)                                                                \
    X(cast)                                                                    \
    X(test_ballot)                                                             \
    X(test_check)                                                              \
    X(receipt)                                                                 \
    X(hands)                                                                   \
    X(desk_issue)                                                              \
    X(sheets)                                                                  \
    X(close)                                                                   \
    X(void)                                                                    \
    X(uncountable)                                                             \
    X(share)                                                                   \
    X(result)                                                                  \
    X(sign_off)                                                                \
    X(declare)                                                                 \
    X(publish)                                                                 \
    X(incident)                                                                \
    X(complaint)                                                               \
    X(objection)                                                               \
    X(reply)                                                                   \
    X(session_end)                                                             \
    X(erase_share)                                                             \
    X(countersign)                                                             \
    X(drafts)                                                                  \
    X(submit)                                                                  \
    X(show)                                                                    \
    X(verify)                                                                  \
    X(export)                                                                  \
    X(follow)                                                                  \
    X(restore)                                                                 \
    X(compare)                                                                 \
    X(doctor)                                                                  \
    X(batch)

#define COMMAND_DECLARED(name) extern const struct command command_##name;
COMMANDS(COMMAND_DECLARED)
#undef COMMAND_DECLARED

#define COMMAND_LISTED(name) &command_##name,
const struct command *const commands[] = {COMMANDS(COMMAND_LISTED) NULL};
#undef COMMAND_LISTED
