"""The order of checks (3.3): takes entries into a state, one after the other."""

import ceremony
import counting
from events import Event, Refused
from log import Policy, exact_line_verifies
import papers
import people
from state import State
import voting

ENTRIES_MAX = 2**31 - 1
CLOCK_MAX = 300

ACTS = {
    "genesis": people.genesis, "post": people.post, "reissue": people.reissue, "enrol": people.enrol,
    "retire": people.retire, "handover": people.handover, "policy": people.policy, "session": people.session,
    "session-start": people.session_start, "session-end": people.session_end, "present": people.present,
    "leave": people.leave, "headcount": people.headcount, "key-start": ceremony.key_start,
    "key-commit": ceremony.key_commit, "key-deal": ceremony.key_deal, "key-accept": ceremony.key_accept,
    "key-complain": ceremony.key_complain, "paper": papers.paper, "open": papers.open_, "announce": papers.announce,
    "cast": voting.cast, "hands": voting.hands, "desk-issue": voting.desk_issue, "desk-ballots": voting.desk_ballots,
    "close": voting.close, "void": voting.void, "uncountable": voting.uncountable, "share": counting.share,
    "result": counting.result, "sign-off": counting.sign_off, "declare": counting.declare,
    "publish": counting.publish, "incident": counting.incident, "complaint": counting.complaint,
    "objection": counting.objection, "reply": counting.reply,
}


class Replay:
    def __init__(self):
        self.state = State()

    def take(self, entry):
        """Takes the next entry in, or raises Refused."""
        state = self.state
        event = Event(state.size(), entry)
        self.check_place(event)
        if event.act_hash[:16] in state.acts:
            raise Refused("replay")
        keys = [self.line_key(event, signer) for signer in event.signers]
        if event.seen > state.size() or (event.seen == 0) != (event.type == "genesis") \
                or state.tree.roots[event.seen] != event.seen_root:
            raise Refused("seen")
        self.check_time(event)
        act = ACTS[event.type](state, event)
        next(act)
        for (name, value), key in zip(event.signatures, keys):
            if not exact_line_verifies(name, value, key, event.text):
                raise Refused("bad-signature")
        next(act, None)
        state.entries.append(event)
        state.tree.append(event.hash)
        state.acts.add(event.act_hash[:16])
        state.last_time = event.time
        return event

    def check_place(self, event):
        state = self.state
        if (state.size() == 0) != (event.type == "genesis"):
            raise Refused("genesis")
        if state.size() >= ENTRIES_MAX:
            raise Refused("too-large")
        if state.origin is not None and event.origin != state.origin:
            raise Refused("other-log")

    def line_key(self, event, signer):
        """The key that a line must be by (step 4)."""
        held = self.state.posts.get(signer.post)
        key = None
        if event.type == "genesis":
            if signer.post.kind == "chair" and signer.post.number in (1, 2) and not signer.invitation:
                key = event[f"chair/{signer.post.number}"]
        elif held is not None and not held.retired:
            if event.type == "enrol":
                # A convener's post has no invitation before it is re-issued; step 7 refuses that.
                key = held.invitation or bytes(32) if signer.invitation else event["key"]
            elif not signer.invitation:
                key = held.key
        if key is None:
            raise Refused("wrong-signers" if signer.invitation else "no-current-key")
        return key

    def check_time(self, event):
        if event.time < self.state.last_time:
            raise Refused("time-back")
        if event.at is not None and abs(event.at - event.time) > CLOCK_MAX:
            raise Refused("clock")

    def take_policy_text(self, data):
        self.state.policy_text = data

    def policy(self):
        """The policy in force; None without its text; Malformed if it cannot be read."""
        if self.state.policy_text is None:
            return None
        return Policy(self.state.policy_text)
