"""Sealed ballots (section 6): layout, equations, sealing again, sums (4.9) and opening them (8.3)."""

from events import Refused
from group import (BASE, IDENTITY, Q, FixedPoint, decode_point, decode_scalar, encode_point, encode_scalar,
                   transcript, transcript_hash, transcript_scalar)

UNIT = 2**32
NO_CAST = bytes(32)


class Form:
    """Of which parts a ballot consists (6.1)."""

    def __init__(self, context, key, option_count, cap, row_numbers):
        self.context, self.key, self.options, self.rows = context, key, option_count, list(row_numbers)
        self.cap = min(cap, len(self.rows))
        self.per_slot = 1 if self.cap else 2
        self.slots = option_count - 1 if self.cap else option_count // 2

    def length(self):
        return len(self.rows) * 32 * (2 * self.slots + 4 * self.options - 1) + (
            32 * (4 * self.cap + 3) if self.cap else 0)

    def unit(self, option):
        """(slot, unit) of an option; the last is in none."""
        if option == self.options - 1:
            return None, 0
        return option // self.per_slot, UNIT ** (option % self.per_slot)

    def row_numbers(self):
        return [number.to_bytes(2, "big") for number in self.rows]


class Voter:
    """Whose ballot it is (6.5)."""

    def __init__(self, key, name, attempt=1, previous=NO_CAST):
        self.key, self.name, self.attempt, self.previous = key, name.encode(), attempt, previous


def sheet_voter(paper, number):
    return Voter(bytes(32), f"desk/{paper}/{number}")


class Row:
    """One row, or the cap: byte strings of its parts."""

    def __init__(self, take, slots, branches):
        self.ciphertexts = [(take(), take()) for _ in range(slots)]
        self.commitments = [(take(), take()) for _ in range(branches)]
        self.challenges = [take() for _ in range(branches - 1)]
        self.responses = [take() for _ in range(branches)]


class Ballot:
    """A ballot of exactly its form's length, taken apart (6.2)."""

    def __init__(self, form, data):
        assert len(data) == form.length()
        self.form, self.data = form, data
        parts = iter(data[at:at + 32] for at in range(0, len(data), 32))

        def take():
            return next(parts)

        self.rows = [Row(take, form.slots, form.options) for _ in form.rows]
        self.cap = Row(take, 0, form.cap + 1) if form.cap else None

    def randomness(self):
        """Every R, as bytes."""
        return [pair[0] for row in self.rows for pair in row.ciphertexts]

    def ciphertext(self, place, slot):
        return tuple(decode_point(part) for part in self.rows[place].ciphertexts[slot])

    def proofs(self):
        return self.rows + ([self.cap] if self.cap else [])

    def digest(self):
        form = self.form
        return ciphertexts_digest(form, [part for row in self.rows for pair in row.ciphertexts for part in pair])

    def challenge(self, voter, digest):
        commitments = [part for row in self.proofs() for pair in row.commitments for part in pair]
        return ballot_challenge(self.form, voter, digest, commitments)


def ciphertexts_digest(form, parts):
    return transcript("ciphertexts", form.context, form.key, form.options, form.cap, form.row_numbers(), parts)


def ballot_challenge(form, voter, digest, commitments):
    return transcript_scalar(
        "ballot", form.context, voter.key, voter.name, voter.attempt, voter.previous, digest, commitments)


def slot_weights(digest, row, slots):
    return [1] + [transcript_scalar("weight", digest, row, slot) for slot in range(1, slots)]


def branch_values(form, weights):
    """u_k of a row's proof (6.4)."""
    values = []
    for option in range(form.options - 1):
        slot, unit = form.unit(option)
        values.append(weights[slot] * unit % Q)
    return values + [0]


def weighted(weights, pairs):
    left = right = IDENTITY
    for weight, (r, c) in zip(weights, pairs):
        left, right = left + weight * r, right + weight * c
    return left, right


# ---- Checking (6.4) -----------------------------------------------------------------


def decoded_pairs(pairs):
    found = []
    for pair in pairs:
        points = tuple(decode_point(part) for part in pair)
        if any(point is None or point.is_identity() for point in points):
            raise Refused("ballot-form")
        found.append(points)
    return found


def decoded_scalars(parts):
    numbers = [decode_scalar(part) for part in parts]
    if None in numbers:
        raise Refused("ballot-form")
    return numbers


class Decoded:
    def __init__(self, row):
        self.ciphertexts, self.commitments = decoded_pairs(row.ciphertexts), decoded_pairs(row.commitments)
        self.challenges, self.responses = decoded_scalars(row.challenges), decoded_scalars(row.responses)


def check_branches(proof, values, ciphertext, c, key):
    """Both equations of every branch."""
    r_point, c_point = ciphertext
    challenges = proof.challenges + [(c - sum(proof.challenges)) % Q]
    for (a, d), challenge, s, u in zip(proof.commitments, challenges, proof.responses, values):
        if not (s * BASE == a + challenge * r_point
                and s * key == d + challenge * (c_point - u * BASE)):
            raise Refused("ballot-proof")


def check_ballot(ballot, voter, key):
    """Refuses a ballot that 6.4 does not accept; key is Y with its table."""
    rows = [Decoded(row) for row in ballot.rows]
    cap = Decoded(ballot.cap) if ballot.cap else None
    randomness = ballot.randomness()
    if len(set(randomness)) != len(randomness):
        raise Refused("ballot-form")
    digest = ballot.digest()
    c = ballot.challenge(voter, digest)
    for number, row in zip(ballot.form.rows, rows):
        weights = slot_weights(digest, number, ballot.form.slots)
        check_branches(row, branch_values(ballot.form, weights), weighted(weights, row.ciphertexts), c, key)
    if cap:
        firsts = [row.ciphertexts[0] for row in rows]
        check_branches(cap, range(ballot.form.cap + 1), weighted([1] * len(firsts), firsts), c, key)


# ---- Sealing again (6.6) --------------------------------------------------------------


def seal(form, voter, choices, secret):
    """The bytes of the ballot with these choices (0..K-1 for each row) and this secret."""
    key = FixedPoint(decode_point(form.key))
    seed = transcript("nonces", secret, form.context, form.key, voter.key, voter.name, voter.attempt, voter.previous,
                      form.options, form.cap, form.row_numbers(), bytes(choices))

    def nonce(row, index, kind):
        return transcript_scalar("nonce", seed, row, index, kind)

    def ciphertext(row, slot, choice):
        chosen, unit = form.unit(choice)
        r = nonce(row, slot, "r")
        return r, r * BASE, (unit if chosen == slot else 0) * BASE + r * key

    sealed = [[ciphertext(row, slot, choice) for slot in range(form.slots)]
              for row, choice in zip(form.rows, choices)]
    encoded = [[encode_point(r) + encode_point(c) for _, r, c in row] for row in sealed]
    digest = ciphertexts_digest(form, [part for row in encoded for part in row])
    proofs = []  # (row number, u, true branch, randomness)
    for row, choice, slots in zip(form.rows, choices, sealed):
        weights = slot_weights(digest, row, form.slots)
        randomness = sum(weight * slot[0] for weight, slot in zip(weights, slots)) % Q
        proofs.append((row, branch_values(form, weights), choice, randomness))
    if form.cap:
        proofs.append((0, list(range(form.cap + 1)), list(choices).count(0), sum(row[0][0] for row in sealed) % Q))
    commitments = []
    for row, values, true, _ in proofs:
        pairs = b""
        for i, u in enumerate(values):
            w, z = nonce(row, i, "w"), nonce(row, i, "c")
            pairs += encode_point(w * BASE) + encode_point(w * key + z * (u - values[true]) % Q * BASE)
        commitments.append(pairs)
    c = ballot_challenge(form, voter, digest, commitments)
    out = b""
    for place, (row, values, true, randomness) in enumerate(proofs):
        challenges = [nonce(row, i, "c") for i in range(len(values))]
        challenges[true] = (c - sum(challenges) + challenges[true]) % Q
        responses = [nonce(row, i, "w") + challenge * randomness for i, challenge in enumerate(challenges)]
        out += b"".join(encoded[place]) if row else b""
        out += commitments[place] + b"".join(map(encode_scalar, challenges[:-1] + responses))
    return out


def ballot_code(data):
    return transcript_hash("ballot-code", data)


# ---- Sums and counts (4.9, 8.3) ---------------------------------------------------------


def sums_to_open(round_, form):
    """[(row, slot, R, C)] of the rows with at least three returned."""
    found = []
    for row in form.rows:
        if round_.returned(row) < 3:
            continue
        ballots = round_.ballots_of_row(row)
        for slot in range(form.slots):
            total = (IDENTITY, IDENTITY)
            for place, ballot in ballots:
                r, c = ballot.ciphertext(place, slot)
                total = (total[0] + r, total[1] + c)
            found.append((row, slot, *total))
    return found


def lagrange(indexes):
    """lambda_i of 8.3 for every index."""
    found = {}
    for i in indexes:
        numerator = denominator = 1
        for j in indexes:
            if j != i:
                numerator, denominator = numerator * j % Q, denominator * (j - i) % Q
        found[i] = numerator * pow(denominator, -1, Q) % Q
    return found


def opened(c_point, shares):
    """m B of a sum, from the trustees' {index: D}."""
    for i, weight in lagrange(list(shares)).items():
        c_point = c_point - weight * shares[i]
    return c_point


def counts_agree(form, slot, counts, opened_sum):
    value = 0
    for option, count in enumerate(counts):
        lives_in, unit = form.unit(option)
        if lives_in == slot:
            value += count * unit
    return value % Q * BASE == opened_sum
