"""The key ceremony (section 7, and the types key-... of 3.4).

Every function that takes an event makes that type's own checks (step 7 of 3.3),
yields while the signatures are checked (step 8), then checks the type's proofs
(step 9) and last makes the changes.
"""

from events import Refused
from group import (Q, FixedPoint, decode_point, decode_scalar, encode_point, equal_logarithms, knows_logarithm,
                   transcript, transcript_hash, transcript_scalar, BASE, IDENTITY)
import signers


class Ceremony:
    def __init__(self, event, session):
        self.index, self.start, self.session = event.index, event.hash, session
        self.trustees, self.threshold, self.stage = event["scrutineer"], event["threshold"], "committing"
        self.commits, self.deals, self.accepts = {}, {}, {}  # By the trustee's index.
        self.key = self.key_bytes = self.transcript = None
        self.public_shares = {}

    def count(self):
        return len(self.trustees)


# ---- Hashes (7.2 to 7.6) ----------------------------------------------------------------


def commitment(start, i, n, t, coefficients):
    return transcript_hash("key-commitment", start, i, n, t, coefficients)


def ephemeral_statement(start, i, n, t):
    return transcript("key-ephemeral-statement", start, i, n, t)


def constant_statement(start, i, n, t, coefficients):
    return transcript("key-constant-statement", start, i, n, t, coefficients)


def complaint_statement(start, j, i):
    return transcript("key-complaint-statement", start, j, i)


def share_mask(start, i, j, e_i, e_j, shared):
    """What hides the share that i deals to j."""
    return transcript_scalar("key-share", start, i, j, e_i, e_j, shared)


def seed_scalar(seed, start, i, purpose, *k):
    return transcript_scalar("key-secret", seed, start, i, purpose, *k)


def polynomial(points, x):
    """Sum of x^k * points[k]."""
    total = IDENTITY
    for point in reversed(points):
        total = x * total + point
    return total


def split(data):
    return [data[at:at + 32] for at in range(0, len(data), 32)]


def points_or_refuse(parts, code):
    points = [decode_point(part) for part in parts]
    if any(point is None for point in points):
        raise Refused(code)
    return points


# ---- Events -------------------------------------------------------------------------------


def key_start(state, event):
    known = state.sessions.get(event["session"])
    signers.refuse_unless(signers.is_key_start(state, event, known.acting if known else None))
    session = state.unfinished_session(event["session"])
    n, t, trustees = event["scrutineers"], event["threshold"], event["scrutineer"]
    if not (3 <= n <= 16 and 2 <= t < n and 2 * t > n):
        raise Refused("ceremony-numbers")
    for before, post in zip([None, *trustees], trustees):
        held = state.posts.get(post)
        if post.kind != "scrutineer" or held is None or held.key is None or (
                before and post <= before) or post in session.accused:
            raise Refused("ceremony-trustees")
    check_replaces(state, event, session)
    yield
    if session.ceremony:
        session.ceremony.stage = "dead"
    session.ceremony = state.ceremonies[event.index] = Ceremony(event, session)


def check_replaces(state, event, session):
    before, replaces = session.ceremony, event["replaces"]
    if before is None:
        if replaces is not None or event["reason"] is not None:
            raise Refused("ceremony-replaces")
        return
    if replaces is None or event["reason"] is None or replaces.index != before.index:
        raise Refused("ceremony-replaces")
    state.check_ref(event, replaces)
    if state.has_uncounted_rounds(before):
        raise Refused("ceremony-in-use")


def find_step(state, event, stage):
    """The ceremony of a step, after the checks that all steps share."""
    state.check_ref(event, event["start"], "key-start")
    ceremony, index = state.ceremonies[event["start"].index], event["index"]
    if not 1 <= index <= ceremony.count():
        raise Refused("ceremony-index")
    if signers.one_scrutineer(event) != ceremony.trustees[index - 1]:
        raise Refused("ceremony-index")
    if ceremony.session.stage == "ended":
        raise Refused("session-ended")
    if ceremony.stage != stage:
        raise Refused("ceremony-stage")
    return ceremony, index


def key_commit(state, event):
    ceremony, i = find_step(state, event, "committing")
    if i in ceremony.commits:
        raise Refused("ceremony-twice")
    yield
    ephemeral = decode_point(event["ephemeral"])
    if ephemeral is None or ephemeral.is_identity():
        raise Refused("ceremony-encoding")
    statement = ephemeral_statement(ceremony.start, i, ceremony.count(), ceremony.threshold)
    check_possession("key-ephemeral", statement, event["ephemeral"], event["possession"])
    ceremony.commits[i] = event
    if len(ceremony.commits) == ceremony.count():
        ceremony.stage = "dealing"


def check_possession(tag, statement, point, proof):
    holds = knows_logarithm(tag, statement, point, proof)
    if holds is None:
        raise Refused("ceremony-encoding")
    if not holds:
        raise Refused("ceremony-proof")


def check_seen(event, others):
    if any(other.index >= event.seen for other in others):
        raise Refused("seen-too-old")


def key_deal(state, event):
    ceremony, i = find_step(state, event, "dealing")
    n, t = ceremony.count(), ceremony.threshold
    if i in ceremony.deals:
        raise Refused("ceremony-twice")
    check_seen(event, ceremony.commits.values())
    if len(event["coefficients"]) != 32 * t or len(event["shares"]) != 32 * (n - 1):
        raise Refused("ceremony-length")
    yield
    parts = split(event["coefficients"])
    points = points_or_refuse(parts, "ceremony-encoding")
    if None in [decode_scalar(part) for part in split(event["shares"])]:
        raise Refused("ceremony-encoding")
    if decode_point(event["possession"][:32]) is None or decode_scalar(event["possession"][32:]) is None:
        raise Refused("ceremony-encoding")
    if any(point.is_identity() for point in points):
        raise Refused("ceremony-proof")
    if commitment(ceremony.start, i, n, t, parts) != ceremony.commits[i]["commitment"]:
        raise Refused("ceremony-proof")
    check_possession("key-constant", constant_statement(ceremony.start, i, n, t, parts), parts[0],
                     event["possession"])
    ceremony.deals[i] = event
    if len(ceremony.deals) == n:
        finish_deals(ceremony)


def finish_deals(ceremony):
    """Keys and transcript (7.5), with the last deal."""
    indexes = range(1, ceremony.count() + 1)
    columns = [IDENTITY] * ceremony.threshold
    for i in indexes:
        points = [decode_point(part) for part in split(ceremony.deals[i]["coefficients"])]
        columns = [total + point for total, point in zip(columns, points)]
    ceremony.public_shares = {j: polynomial(columns, j) for j in indexes}
    ceremony.stage = "accepting"
    if any(point.is_identity() for point in [columns[0], *ceremony.public_shares.values()]):
        ceremony.stage = "dead"
    ceremony.key, ceremony.key_bytes = FixedPoint(columns[0]), encode_point(columns[0])
    hashes = [steps[i].hash for steps in (ceremony.commits, ceremony.deals) for i in indexes]
    ceremony.transcript = transcript_hash("key-transcript", ceremony.start, *hashes)


def key_accept(state, event):
    ceremony, i = find_step(state, event, "accepting")
    if i in ceremony.accepts:
        raise Refused("ceremony-twice")
    check_seen(event, ceremony.deals.values())
    if event["transcript"] != ceremony.transcript:
        raise Refused("ceremony-transcript")
    yield
    ceremony.accepts[i] = event
    if len(ceremony.accepts) == ceremony.count():
        ceremony.stage, ceremony.session.acting = "ready", ceremony


def key_complain(state, event):
    ceremony, j = find_step(state, event, "accepting")
    i = event["against"]
    if not 1 <= i <= ceremony.count() or i == j:
        raise Refused("ceremony-index")
    check_seen(event, [ceremony.deals[i]])
    if j in ceremony.accepts:
        raise Refused("ceremony-twice")
    yield
    shared = decode_point(event["shared"])
    if shared is None or shared.is_identity():
        raise Refused("ceremony-encoding")
    e_i, e_j = ceremony.commits[i]["ephemeral"], ceremony.commits[j]["ephemeral"]
    holds = equal_logarithms("key-complaint", complaint_statement(ceremony.start, j, i),
                             (e_j, e_i, event["shared"]), event["proof"])
    if holds is None:
        raise Refused("ceremony-encoding")
    if not holds or is_share_good(ceremony, i, j, event["shared"]):
        raise Refused("complaint-false")
    ceremony.stage = "dead"
    ceremony.session.accused.add(ceremony.trustees[i - 1])


def is_share_good(ceremony, i, j, shared):
    """Whether the share that i dealt to j, unmasked, lies on i's polynomial."""
    masked = split(ceremony.deals[i]["shares"])[j - 1 if j < i else j - 2]
    mask = share_mask(ceremony.start, i, j, ceremony.commits[i]["ephemeral"], ceremony.commits[j]["ephemeral"],
                      shared)
    points = [decode_point(part) for part in split(ceremony.deals[i]["coefficients"])]
    return (decode_scalar(masked) - mask) % Q * BASE == polynomial(points, j)


# ---- Shares of the count (8.2) ----------------------------------------------------------------


def share_statement(open_hash, close_hash, i, public_share, sums, partials):
    return transcript("share-statement", open_hash, close_hash, i, public_share, sums, partials)


def share_weights(statement, count):
    return [transcript_scalar("share-weight", statement, l) for l in range(count)]


def weighted_sum(weights, points):
    total = IDENTITY
    for weight, point in zip(weights, points):
        total = total + weight * point
    return total


def share_holds(round_, event):
    """8.2 for a share event: its partial decryptions if the proof holds, None if not."""
    i, parts = event["index"], split(event["partials"])
    points = points_or_refuse(parts, "share-encoding")
    public_share = encode_point(round_.ceremony.public_shares[i])
    sums = [encode_point(point) for _, _, r, c in round_.sums for point in (r, c)]
    statement = share_statement(round_.hash, round_.close.hash, i, public_share, sums, parts)
    weights = share_weights(statement, len(points))
    m = encode_point(weighted_sum(weights, [r for _, _, r, _ in round_.sums]))
    z = encode_point(weighted_sum(weights, points))
    holds = equal_logarithms("share", statement, (public_share, m, z), event["proof"])
    if holds is None:
        raise Refused("share-encoding")
    return points if holds else None
