/*
 * signers.h - who has signed? One question for each pattern of signature lines.
 *
 * Every function answers whether the event's lines are exactly those that the
 * pattern names, in its order: nobody missing, nobody more, nobody twice, no
 * invitation key. That the posts exist and hold a current key was found before.
 *
 * Once the running session's ballot box is locked, its scrutineers are those
 * who locked it, for all to see: from then on only they *act* as scrutineers,
 * until others have locked it anew. Else a chair could make more of them and
 * sign with those, at the latest by beginning another ceremony.
 */
#ifndef BALLOTS_SIGNERS_H
#define BALLOTS_SIGNERS_H

#include "ballots/state.h"

/*
 * The ceremony of this session whose trustees act: the last that all accepted,
 * be it replaced or not. NULL: there is none, and any scrutineer acts.
 * Borrowed.
 */
const struct key_ceremony *signers_acting(const struct conference *c,
                                          uint32_t session);

/* The presiding chair alone. */
bool signers_chair(const struct conference *c, const struct event *event);

/* The presiding chair, then this many acting scrutineers, ascending. */
bool signers_chair_and_scrutineers(const struct conference *c,
                                   const struct event *event, size_t count);

/* The same with any scrutineers, for when too few acting ones are left. */
bool signers_chair_and_any_scrutineers(const struct conference *c,
                                       const struct event *event, size_t count);

/* This many acting scrutineers, ascending. */
bool signers_scrutineers(const struct conference *c, const struct event *event,
                         size_t count);

/* The presiding chair, then a desk. */
bool signers_chair_and_desk(const struct conference *c,
                            const struct event *event);

/* One holder of this kind of post. */
bool signers_one(const struct event *event, enum post_kind kind);

/* This very post. */
bool signers_post(const struct event *event, struct post post);

/*
 * For an act on somebody's post: the presiding chair, or a desk if the post is
 * a seat or an observer's; and while a session runs a second officer.
 */
bool signers_registrar(const struct conference *c, const struct event *event,
                       struct post subject);

/* A desk and a second officer, whatever the moment. */
bool signers_desk_pair(const struct conference *c, const struct event *event);

/*
 * A deputy (this chair's post) and, in place of the presiding chair, as many
 * scrutineers as open the session's key, or two while it has none.
 */
bool signers_deputy(const struct conference *c, const struct event *event,
                    struct post deputy);

/*
 * The presiding chair; and once this session's box has been locked, as many of
 * those who locked it as open it. Else a chair could have it locked anew by
 * scrutineers of its own making, and read with them what is cast afterwards.
 */
bool signers_key_start(const struct conference *c, const struct event *event,
                       uint32_t session);

#endif
