/*
 * witnessed.h - a share speaks of a checkpoint that outside witnesses have
 * seen, if the conference has a policy that asks for them.
 *
 * Without this, a server could show a scrutineer a fork of the log and have its
 * ballots opened there.
 */
#ifndef BALLOTS_WITNESSED_H
#define BALLOTS_WITNESSED_H

#include "ballots/state.h"

/*
 * Whether the policy's text is known where there is a policy, and no
 * cosignature is given where there is none. Sets adm->policy.
 */
enum refusal witnessed_check(const struct conference *c,
                             const struct event *event, struct admission *adm);

/*
 * The cosignatures are all by witnesses of adm->policy, valid over the
 * checkpoint that `seen` names, and a quorum. Stateless.
 */
enum refusal witnessed_prove(const struct event *event,
                             const struct admission *adm);

#endif
