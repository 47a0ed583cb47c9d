"""From the shares to the published result, and statements (share .. reply of 3.4).

How the functions are built is said in ceremony.py.
"""

import ballots
import ceremony
from events import Refused
from log import Policy, checkpoint_body, cosignature_verifies, key_id
from rules import verdict_on_election, verdict_on_row
import signers
from voting import form_of


def share(state, event):
    post = signers.one_scrutineer(event)
    found = state.find_round(event, "closed")
    state.check_ref(event, event["close"], "close")
    if event["close"].index != found.close.index:
        raise Refused("no-such-entry")
    if not found.sums:
        raise Refused("share-none")
    i = event["index"]
    if not 1 <= i <= found.ceremony.count() or found.ceremony.trustees[i - 1] != post:
        raise Refused("share-trustee")
    if i in found.shares:
        raise Refused("share-twice")
    if len(event["partials"]) != 32 * len(found.sums):
        raise Refused("share-length")
    if state.policy is None and event["cosignatures"]:
        raise Refused("cosignatures")
    policy = read_policy(state) if state.policy else None
    yield
    points = ceremony.share_holds(found, event)
    if points is None:
        raise Refused("share-proof")
    if policy:
        check_cosignatures(policy, event)
    found.shares[i] = (event, points)


def read_policy(state):
    if state.policy_text is None:
        raise Refused("policy")
    return Policy(state.policy_text)  # An unreadable one has ended the replay at its own entry.


def check_cosignatures(policy, event):
    """Every line by a witness of the policy, over the checkpoint that the event has seen."""
    body = checkpoint_body(event.origin, event.seen, event.seen_root)
    cosigners = []
    for data, name in event["cosignature"]:
        key = next((key for key in policy.witnesses.values() if key[0] == name), None)
        if key is None or key in cosigners or data[:4] != key_id(*key) or not cosignature_verifies(
                key[2], data[4:], body):
            raise Refused("cosignatures")
        cosigners.append(key)
    if not policy.is_satisfied(cosigners):
        raise Refused("cosignatures")


# ---- The result --------------------------------------------------------------------------------


def result(state, event):
    signers.refuse_unless(signers.is_one(event, "chair", "desk", "scrutineer"))
    found = state.find_round(event, "closed")
    paper, rows = found.paper, event["row"]
    if found.close.index >= event.seen:
        raise Refused("seen-too-old")
    if event["rows"] != len(paper.rows) or event["options"] != len(paper.options):
        raise Refused("result-form")
    check_shares_named(found, event)
    for number, counts in enumerate(rows, 1):
        check_row(found, number, counts)
    buckets = [found.buckets(number, counts) for number, counts in enumerate(rows, 1)]
    if paper["kind"] == "election":
        verdict = verdict_on_election(paper.rules[0], buckets, paper["practice"])
    else:
        verdict = [verdict_on_row(paper.rule_of(number), row, paper["practice"])
                   for number, row in enumerate(buckets, 1)]
    yield
    check_opened(found, event)
    found.stage, found.result, found.counts, found.verdict = "counted", event, rows, verdict
    if found.secret():
        found.needed_sign_offs = found.ceremony.threshold
    else:
        found.needed_sign_offs = 2 if state.scrutineer_count() >= 2 else 0
    if paper["settles"] != "nothing" and all(row == "adopted" for row in verdict):
        state.sessions[paper["session"]].settled.add(paper["settles"])


def check_shares_named(found, event):
    named = event["shares"]
    if len(named) != (found.ceremony.threshold if found.sums else 0) or any(
            low >= high for low, high in zip(named, named[1:])) or any(i not in found.shares for i in named):
        raise Refused("result-shares")
    if any(found.shares[i][0].index >= event.seen for i in named):
        raise Refused("seen-too-old")


def check_row(found, number, counts):
    returned = found.returned(number)
    if (counts is None) != (found.secret() and returned in (1, 2)):
        raise Refused("result-too-few")
    if counts is None:
        return
    if sum(counts) != returned:
        raise Refused("result-counts")
    if found.paper["ballot"] == "hands" and counts != found.hands[number - 1]:
        raise Refused("result-counts")
    if found.paper["ballot"] == "named":
        marks = [ballot[place] for place, ballot in found.ballots_of_row(number)]
        if counts != [marks.count(option) for option in range(1, len(counts) + 1)]:
            raise Refused("result-counts")


def check_opened(found, event):
    """8.3: the counts of each opened row are what the sums hold."""
    form = form_of(found)
    for place, (row, slot, _, c) in enumerate(found.sums):
        partials = {i: found.shares[i][1][place] for i in event["shares"]}
        if not ballots.counts_agree(form, slot, event["row"][row - 1], ballots.opened(c, partials)):
            raise Refused("result-counts")


# ---- What follows -------------------------------------------------------------------------------


def round_of_result(state, event, *stages):
    state.check_ref(event, event["result"])
    for found in state.rounds.values():
        if found.result and found.result.index == event["result"].index and found.stage in stages:
            return found
    raise Refused("not-counted")


def sign_off(state, event):
    post = signers.one_scrutineer(event)
    found = round_of_result(state, event, "counted")
    if len(found.sign_offs) >= 16:
        raise Refused("not-counted")
    signers.refuse_unless(not found.secret() or post in found.ceremony.trustees)
    if post in found.sign_offs:
        raise Refused("sign-off-twice")
    yield
    found.sign_offs.append(post)


def declare(state, event):
    signers.refuse_unless(signers.is_chair(state, event))
    found = round_of_result(state, event, "counted")
    if found.paper["practice"]:
        raise Refused("practice")
    if len(found.sign_offs) < found.needed_sign_offs:
        raise Refused("sign-offs-few")
    yield
    found.stage = "declared"


def publish(state, event):
    signers.refuse_unless(signers.is_chair(state, event))
    found = round_of_result(state, event, "declared")
    yield
    found.stage = "published"


# ---- Statements ---------------------------------------------------------------------------------


def incident(state, event):
    signers.one_scrutineer(event)
    check_about(state, event)
    yield


def complaint(state, event):
    signers.refuse_unless(signers.is_one(event, "seat", "observer", "scrutineer"))
    check_about(state, event)
    yield


def check_about(state, event):
    if event["about"]:
        state.check_ref(event, event["about"])


def objection(state, event):
    signers.refuse_unless(signers.is_one(event, "seat", "observer", "scrutineer"))
    state.check_ref(event, event["about"], "result")
    yield


def reply(state, event):
    signers.refuse_unless(signers.is_chair(state, event))
    state.check_ref(event, event["about"], "incident", "complaint", "objection", "reply")
    yield
