"""Worked vectors (section 15): every hash of protocol.json, and protocol.bundle from its secrets.

Each function yields (name, whether what the document says gives what is recorded).
"""

import base64

import ballots
import ceremony
from events import parse_post
from group import (BASE, Q, decode_point, decode_scalar, ed25519_public, ed25519_sign, encode_point, encode_scalar,
                   prove_equality, prove_logarithm, transcript, transcript_hash)
from log import checkpoint_body, key_id, sha256, to_base64
from voting import form_of

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
DAMM = """0317598642 7092154863 4206871359 1750983426 6123045978
          3674209581 5869720134 8945362017 9438617205 2581436790""".split()


# ---- Section 9 and 11 -----------------------------------------------------------------------


def token_digits(token):
    number, groups = int.from_bytes(token, "big"), []
    for g in range(10):
        digits = f"{number >> 13 * (9 - g) & 8191:04d}"
        check = 0
        for digit in str(g) + digits:
            check = int(DAMM[check][int(digit)])
        groups.append(digits + str(check))
    return " ".join(groups)


def token_text(token):
    return base64.urlsafe_b64encode(token).decode().rstrip("=")


def record_code(root):
    bits = int.from_bytes(root, "big") >> 256 - 125
    code = "".join(CROCKFORD[bits >> 5 * (24 - place) & 31] for place in range(25))
    return "-".join(code[at:at + 5] for at in range(0, 25, 5))


def note_line(name, kind, public, signature):
    return f"— {name} {to_base64(key_id(name, kind, public) + signature)}\n"


def ed25519_line(name, seed, text):
    return note_line(name, 1, ed25519_public(seed), ed25519_sign(seed, text))


# ---- protocol.json ----------------------------------------------------------------------------


def check_vectors(vectors, log, origin):
    """log is the verifier's run over the bundle that the vectors speak of."""
    for vector in vectors:
        if "tag" in vector:
            said = framed(vector)
        elif "sha256" in vector:
            data = bytes.fromhex(vector["sha256"])
            said = sha256(data).hex() if vector.get("text") in (None, data.decode("utf-8", "replace")) else None
        else:
            computed = OTHERS[vector["name"]](Inputs(vector["inputs"]), log, origin)
            yield vector["name"], computed == vector["outputs"]
            continue
        yield vector["name"], said == vector["output"]


def framed(vector):
    parts = [bytes.fromhex(part["hex"]) for part in vector["parts"]]
    digest = transcript(vector["tag"], *parts)
    uses = {"digest": digest, "hash": digest[:32],
            "scalar": (int.from_bytes(digest, "little") % Q).to_bytes(32, "little")}
    return uses[vector["as"]].hex()


class Inputs(dict):
    def bytes(self, name):
        return bytes.fromhex(self[name])


def vector_key(inputs, log, origin):
    public, name = ed25519_public(inputs.bytes("seed")), inputs["key name"]
    identity = key_id(name, 1, public).hex()
    return {"public key": public.hex(), "key id": identity,
            "vkey": f"{name}+{identity}+{to_base64(bytes([1]) + public)}"}


def vector_checkpoint(inputs, log, origin):
    body = checkpoint_body(origin, inputs["size"], inputs.bytes("root"))
    witness, seed, time = inputs["witness name"], inputs.bytes("witness seed"), inputs["time"]
    signed = ed25519_sign(seed, f"cosignature/v1\ntime {time}\n".encode() + body)
    cosignature = note_line(witness, 4, ed25519_public(seed), time.to_bytes(8, "big") + signed)
    line = ed25519_line(origin, inputs.bytes("log seed"), body)
    return {"checkpoint": f"{body.decode()}\n{line}{cosignature}"}


def vector_refusal(inputs, log, origin):
    cause, root = inputs["cause"], to_base64(inputs.bytes("root"))
    text = (f"congress-refusal/v1\nlog {origin}\nsubmitted {to_base64(sha256(inputs['submitted'].encode()))}\n"
            f"refused {inputs['code']}\ntree {inputs['size']} {root}\n"
            f"cause {cause} {to_base64(log.tree.leaves[cause])}\n")
    return {"note": f"{text}\n{ed25519_line(origin, inputs.bytes('log seed'), text.encode())}"}


def vector_shares(inputs, log, origin):
    found = next(iter(log.replay.state.ceremonies.values()))
    n, t, y_1, x_1 = found.count(), found.threshold, found.public_shares[1], 0
    own = Trustee(found, 1, inputs.bytes("counting seed"))
    for i in range(1, n + 1):
        x_1 += own.polynomial_at(1) if i == 1 else own.received(i)
    return {"Y": found.key_bytes.hex(), "Y_1": encode_point(y_1).hex(), "x_1": encode_scalar(x_1).hex()} if (
        x_1 * BASE == y_1 and t == len(own.coefficients)) else {}


def vector_opened(inputs, log, origin):
    shares = {i: decode_point(inputs.bytes(f"D of trustee {i}")) for i in (1, 2)}
    return {"m B": encode_point(ballots.opened(decode_point(inputs.bytes("C")), shares)).hex()}


OTHERS = {
    "record code": lambda inputs, log, origin: {"code": record_code(inputs.bytes("root"))},
    "key name, key id and vkey": vector_key,
    "signature of chair/1 on entry 0": lambda inputs, log, origin: {
        "signature": ed25519_sign(inputs.bytes("seed"), inputs.bytes("text")).hex()},
    "checkpoint and cosignature": vector_checkpoint,
    "refusal note": vector_refusal,
    "token as written": lambda inputs, log, origin: {
        "digits": token_digits(inputs.bytes("token")), "text": token_text(inputs.bytes("token"))},
    "keys and trustee 1's share": vector_shares,
    "first sum opened": vector_opened,
}


# ---- protocol.bundle from protocol.secrets.json --------------------------------------------------


class Trustee:
    """What trustee i derives from the counting seed (7.2)."""

    def __init__(self, found, i, seed):
        self.found, self.i = found, i
        self.ephemeral = ceremony.seed_scalar(seed, found.start, i, "ephemeral")
        self.coefficients = [ceremony.seed_scalar(seed, found.start, i, "coefficient", k)
                             for k in range(found.threshold)]

    def polynomial_at(self, x):
        return sum(a * x**k for k, a in enumerate(self.coefficients))

    def mask(self, dealer, receiver, other):
        """The mask of a share between this trustee and another."""
        keys = {j: event["ephemeral"] for j, event in self.found.commits.items()}
        shared = encode_point(self.ephemeral * decode_point(keys[other]))
        return ceremony.share_mask(self.found.start, dealer, receiver, keys[dealer], keys[receiver], shared)

    def received(self, i):
        """The share that trustee i dealt to this one."""
        shares = ceremony.split(self.found.deals[i]["shares"])
        masked = decode_scalar(shares[self.i - 1 if self.i < i else self.i - 2])
        return masked - self.mask(i, self.i, i)

    def secret_share(self):
        others = [i for i in range(1, self.found.count() + 1) if i != self.i]
        return (self.polynomial_at(self.i) + sum(self.received(i) for i in others)) % Q

    def commit(self):
        n, t, start = self.found.count(), self.found.threshold, self.found.start
        statement = ceremony.ephemeral_statement(start, self.i, n, t)
        return {"ephemeral": encode_point(self.ephemeral * BASE),
                "possession": prove_logarithm("key-ephemeral", statement, self.ephemeral),
                "commitment": ceremony.commitment(start, self.i, n, t, self.points())}

    def points(self):
        return [encode_point(a * BASE) for a in self.coefficients]

    def deal(self):
        n, t, start = self.found.count(), self.found.threshold, self.found.start
        statement = ceremony.constant_statement(start, self.i, n, t, self.points())
        shares = [encode_scalar(self.polynomial_at(j) + self.mask(self.i, j, j))
                  for j in range(1, n + 1) if j != self.i]
        return {"coefficients": b"".join(self.points()), "shares": b"".join(shares),
                "possession": prove_logarithm("key-constant", statement, self.coefficients[0])}

    def share(self, round_):
        x = self.secret_share()
        parts = [encode_point(x * r) for _, _, r, _ in round_.sums]
        sums = [encode_point(point) for _, _, r, c in round_.sums for point in (r, c)]
        statement = ceremony.share_statement(
            round_.hash, round_.close.hash, self.i, encode_point(x * BASE), sums, parts)
        m = ceremony.weighted_sum(
            ceremony.share_weights(statement, len(parts)), [r for _, _, r, _ in round_.sums])
        return {"partials": b"".join(parts), "proof": prove_equality("share", statement, x, m)}


def is_recorded(event, fields):
    return all(event[name] == value for name, value in fields.items())


def check_secrets(secrets, log):
    state = log.replay.state
    genesis = log.tree.leaves[0]
    yield "the log's key", ed25519_public(bytes.fromhex(secrets["log_seed"])) == state.log_key
    for person in secrets["posts"]:
        held = state.posts[parse_post(person["post"])]
        yield f"key of {person['post']}", ed25519_public(bytes.fromhex(person["key_seed"])) == held.key
        if "token" in person:
            seed = transcript_hash("invitation", genesis, bytes.fromhex(person["token"]))
            yield f"card of {person['post']}", (
                seed.hex() == person["invitation_seed"] and ed25519_public(seed) == held.invitation)
    found = next(iter(state.ceremonies.values()))
    for person in secrets["posts"]:
        if "counting_seed" in person:
            yield from check_trustee(state, found, person)
    for ballot in secrets["ballots"]:
        yield f"sealing the ballot of entry {ballot['entry']}", seals_again(state, ballot)
    counts = [found.counts for found in state.rounds.values() if found.secret()]
    yield "the counts", counts == [secrets["counts"]]


def check_trustee(state, found, person):
    i = found.trustees.index(parse_post(person["post"])) + 1
    trustee = Trustee(found, i, bytes.fromhex(person["counting_seed"]))
    yield f"commit of trustee {i}", is_recorded(found.commits[i], trustee.commit())
    yield f"deal of trustee {i}", is_recorded(found.deals[i], trustee.deal())
    for round_ in state.rounds.values():
        if i in round_.shares:
            yield f"share of trustee {i}", is_recorded(round_.shares[i][0], trustee.share(round_))


def seals_again(state, ballot):
    event = state.entries[ballot["entry"]]
    post = event.signers[0].post
    round_ = state.rounds[event["open"].index]
    previous = event["previous"].hash if event["previous"] else ballots.NO_CAST
    voter = ballots.Voter(state.posts[post].key, f"{state.origin}/{ballot['seat']}", event["attempt"], previous)
    sealed = ballots.seal(form_of(round_, post), voter, bytes.fromhex(ballot["choices"]),
                          bytes.fromhex(ballot["secret"]))
    return sealed == event["ballot"] and ballots.ballot_code(sealed).hex() == ballot["code"]
