"""Posts, cards, sessions and presence: the first half of the types of 3.4.

How the functions are built is said in ceremony.py.
"""

import re

from events import Post, Refused
from log import ORIGIN
import signers
from state import PostState, Session


def genesis(state, event):
    if event["specification"] != 1:
        raise Refused("specification")
    chairs = [Post("chair", 1), Post("chair", 2)]
    signers.refuse_unless(signers.lines(event) == chairs and signers.no_invitations(event))
    keys = [event["log-key"], event["chair/1"], event["chair/2"]]
    if len(set(keys)) != 3:
        raise Refused("key-used")
    if event["policy"] and event["policy"].visible != "public":
        raise Refused("policy")
    if event["continues"] and not re.fullmatch(ORIGIN, event["continues"][2]):
        raise Refused("form")
    yield
    state.origin, state.log_key = event.origin, event["log-key"]
    for post, key in zip(chairs, keys[1:]):
        held = state.posts[post] = PostState(post, event.index)
        held.invitation_used = True
        held.key, held.enrolled_by = key, event.index
    for key in keys:
        state.use_key(key)
    state.presiding, state.policy = chairs[0], event["policy"]


def post(state, event):
    subject = event["post"]
    signers.refuse_unless(signers.is_registrar(state, event, subject))
    if subject in state.posts:
        raise Refused("post-exists")
    if state.is_used(event["invitation"]):
        raise Refused("key-used")
    if event["voting"] and subject.kind != "seat":
        raise Refused("post-voting")
    if event["voting"] and state.running:
        raise Refused("roll-frozen")
    if "none" in event["tags"] or any(low >= high for low, high in zip(event["tags"], event["tags"][1:])):
        raise Refused("tags")
    yield
    held = PostState(subject, event.index, event["name"], event["tags"], event["voting"])
    state.posts[subject], held.invitation = held, event["invitation"]
    state.use_key(held.invitation)


def reissue(state, event):
    subject, previous = event["post"], event["previous"]
    signers.refuse_unless(signers.is_registrar(state, event, subject))
    held = state.post(subject)
    state.check_ref(event, previous)
    if previous.index != held.made_by:
        raise Refused("invitation-old")
    if state.is_used(event["invitation"]):
        raise Refused("key-used")
    yield
    held.key, held.enrolled_by = None, None
    held.invitation, held.invitation_used, held.made_by = event["invitation"], False, event.index
    state.use_key(held.invitation)


def enrol(state, event):
    subject = event["post"]
    signers.refuse_unless([(line.post, line.invitation) for line in event.signers]
                          == [(subject, True), (subject, False)])
    held = state.posts[subject]
    state.check_ref(event, event["invitation"])
    if event["invitation"].index != held.made_by:
        raise Refused("invitation-old")
    if held.invitation_used:
        raise Refused("invitation-used")
    if state.is_used(event["key"]):
        raise Refused("key-used")
    yield
    held.invitation_used, held.key, held.enrolled_by = True, event["key"], event.index
    state.use_key(held.key)
    for found in state.open_rounds():
        voter = found.voters.get(subject)
        if voter and voter.present:
            voter.issued = True


def retire(state, event):
    subject = event["post"]
    signers.refuse_unless(signers.is_registrar(state, event, subject, desk_allowed=False))
    held = state.post(subject)
    signers.refuse_unless(subject != state.presiding)
    if held.voting and state.running:
        raise Refused("roll-frozen")
    yield
    held.key, held.enrolled_by, held.retired = None, None, True


def handover(state, event):
    to = event["to"]
    signers.refuse_unless(signers.is_chair(state, event) or signers.is_deputy(state, event, to))
    if to.kind != "chair" or to not in state.posts or to == state.presiding:
        raise Refused("post-unknown")
    if state.posts[to].key is None:
        raise Refused("no-current-key")
    yield
    state.presiding = to


def policy(state, event):
    signers.refuse_unless(signers.is_chair(state, event, 2))
    if event["policy"].visible != "public":
        raise Refused("policy")
    if state.has_uncounted_rounds():
        raise Refused("policy-in-use")
    yield
    state.policy, state.policy_text = event["policy"], None


# ---- Sessions and presence -------------------------------------------------------------


def session(state, event):
    signers.refuse_unless(signers.is_chair(state, event))
    if event["session"] in state.sessions:
        raise Refused("session-exists")
    yield
    state.sessions[event["session"]] = Session(event["session"])


def session_start(state, event):
    signers.refuse_unless(signers.is_chair(state, event))
    found = state.sessions.get(event["session"])
    if found is None:
        raise Refused("session-unknown")
    if state.running:
        raise Refused("session-running")
    if found.stage != "planned":
        raise Refused("session-ended")
    if not state.roll():
        raise Refused("no-voters")
    yield
    found.stage, state.running = "running", found
    for held in state.posts.values():
        held.present, held.last_presence = False, None


def session_end(state, event):
    signers.refuse_unless(signers.is_chair(state, event))
    found = state.running_session(event["session"])
    if state.has_uncounted_rounds():
        raise Refused("session-has-ballots")
    yield
    found.stage, state.running = "ended", None
    for held in state.posts.values():
        held.present = False


def check_presence(state, event):
    subject = event["post"]
    by_desk = signers.is_desk_pair(state, event)
    signers.refuse_unless(by_desk or signers.is_self(event, subject))
    if subject.kind not in ("seat", "observer"):
        raise Refused("post-unknown")
    held = state.post(subject)
    state.running_session(event["session"])
    previous = event["previous"]
    if (previous and previous.index) != held.last_presence:
        raise Refused("presence-chain")
    if previous:
        state.check_ref(event, previous)
    return held, by_desk


def present(state, event):
    held, by_desk = check_presence(state, event)
    signers.refuse_unless((event["how"] == "card") == by_desk)
    if held.present:
        raise Refused("present-already")
    yield
    held.present, held.last_presence = True, event.index
    for found in state.open_rounds():
        if held.post in found.voters:
            voter = found.voters[held.post]
            voter.present = True
            voter.issued = voter.issued or held.key is not None


def leave(state, event):
    held, _ = check_presence(state, event)
    if not held.present:
        raise Refused("not-present")
    yield
    held.present, held.last_presence = False, event.index


def headcount(state, event):
    signers.refuse_unless(signers.is_scrutineers(state, event, 2))
    found = state.running_session(event["session"])
    if event["roll"] != state.roll_hash():
        raise Refused("roll-hash")
    yield
    found.headcount = event["counted"]
