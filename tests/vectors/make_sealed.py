#!/usr/bin/env python3
"""Makes sealed.json: ballots, a key ceremony and shares of a count.

A second implementation of what crypto/ballot.h, crypto/ceremony.h and
crypto/decryption.h say, written from those texts and RFC 9496. It is slow and
not constant time. Run it from the top of the tree:

    python3 tests/vectors/make_sealed.py >tests/vectors/sealed.json
"""
import hashlib
import json
import struct

# ---- ristretto255, RFC 9496, section 4 ----

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)


def negative(x):
    return x % P & 1


def absolute(x):
    return -x % P if negative(x) else x % P


def sqrt_ratio(u, v):
    r = u * pow(v, 3, P) * pow(u * pow(v, 7, P), (P - 5) // 8, P) % P
    check = v * r * r % P
    if check in (-u % P, -u * SQRT_M1 % P):
        r = r * SQRT_M1 % P
    return check in (u % P, -u % P), absolute(r)


INVSQRT_A_MINUS_D = sqrt_ratio(1, (-1 - D) % P)[1]


def add(a, b):
    x1, y1, z1, t1 = a
    x2, y2, z2, t2 = b
    aa, bb = (y1 - x1) * (y2 - x2) % P, (y1 + x1) * (y2 + x2) % P
    cc, dd = 2 * t1 * t2 * D % P, 2 * z1 * z2 % P
    e, f, g, h = bb - aa, dd - cc, dd + cc, bb + aa
    return e * f % P, g * h % P, f * g % P, e * h % P


def negate(a):
    return -a[0] % P, a[1], a[2], -a[3] % P


ZERO = (0, 1, 1, 0)


def mul(n, a):
    out = ZERO
    for bit in bin(n % Q)[2:]:
        out = add(out, out)
        if bit == "1":
            out = add(out, a)
    return out


def encode(a):
    x, y, z, t = a
    u1, u2 = (z + y) * (z - y) % P, x * y % P
    inv = sqrt_ratio(1, u1 * u2 * u2 % P)[1]
    d1, d2 = inv * u1 % P, inv * u2 % P
    z_inv = d1 * d2 * t % P
    if negative(t * z_inv):
        x, y, d2 = y * SQRT_M1 % P, x * SQRT_M1 % P, d1 * INVSQRT_A_MINUS_D % P
    if negative(x * z_inv):
        y = -y % P
    return absolute(d2 * (z - y)).to_bytes(32, "little")


def base_point():
    y = 4 * pow(5, P - 2, P) % P
    x = sqrt_ratio(y * y - 1, (D * y * y + 1) % P)[1]
    return x, y, 1, x * y % P


B = base_point()
assert encode(B).hex().startswith("e2f2ae0a6abc4e71")

# ---- Transcripts ----


def u32(n):
    return struct.pack(">I", n)


def digest(tag, *parts):
    parts = [tag.encode(), *parts]
    data = u32(len(parts))
    for part in parts:
        data += u32(len(part)) + part
    return hashlib.sha512(data).digest()


def hs(tag, *parts):
    return int.from_bytes(digest(tag, *parts), "little") % Q


def number(n):
    return (n % Q).to_bytes(32, "little")


def label(text, size):
    return hashlib.sha256(text.encode()).digest()[:size]


# ---- Ballots ----


def pair(m, r, y):
    return encode(mul(r, B)) + encode(add(mul(m, B), mul(r, y)))


def seal(y, form, voter, choices, secret):
    k_all, cap, rows = form["options"], form["cap"], form["rows"]
    g = 1 if cap else 2
    slots = range((k_all - 1 + g - 1) // g)
    numbers = b"".join(struct.pack(">H", row) for row in rows)
    who = [voter["key"], voter["name"].encode(), u32(voter["attempt"]), voter["previous"]]
    seed = digest("nonces", secret, form["context"], encode(y), *who, u32(k_all), u32(cap),
                  numbers, bytes(choices))

    def nonce(row, index, kind):
        return hs("nonce", seed, u32(row), u32(index), kind)

    def unit(k):
        return 2 ** (32 * (k % g))

    cts = []
    for row, choice in zip(rows, choices):
        marks = [0] * len(slots)
        if choice < k_all - 1:
            marks[choice // g] = unit(choice)
        cts.append(b"".join(pair(marks[i], nonce(row, i, b"r"), y) for i in slots))
    dg = digest("ciphertexts", form["context"], encode(y), u32(k_all), u32(cap), numbers,
                b"".join(cts))

    proofs = []  # (row number, values, real branch, nonce of the sum)
    for row, choice in zip(rows, choices):
        e = [hs("weight", dg, u32(row), u32(i)) if i else 1 for i in slots]
        values = [e[k // g] * unit(k) for k in range(k_all - 1)] + [0]
        proofs.append((row, values, choice, sum(e[i] * nonce(row, i, b"r") for i in slots)))
    if cap:
        proofs.append((0, range(cap + 1), choices.count(0),
                       sum(nonce(row, 0, b"r") for row in rows)))

    commitments = []
    for row, values, real, _ in proofs:
        commitments.append(b"".join(
            pair(-nonce(row, i, b"c") * (values[real] - u), nonce(row, i, b"w"), y)
            for i, u in enumerate(values)))
    c = hs("ballot", form["context"], *who, dg, b"".join(commitments))

    out = b""
    for place, (row, values, real, r) in enumerate(proofs):
        cs = [nonce(row, i, b"c") for i in range(len(values))]
        cs[real] = c - (sum(cs) - cs[real])
        ss = [nonce(row, i, b"w") + cs[i] * r for i in range(len(values))]
        if place < len(rows):
            out += cts[place]
        out += commitments[place]
        out += b"".join(number(x) for x in cs[:-1]) + b"".join(number(x) for x in ss)
    return out


def ballot_vector(what, options, cap, rows, choices):
    x = hs("vector", b"election key")
    form = {"context": label("open", 32), "options": options, "cap": cap, "rows": rows}
    voter = {"key": label("seat", 32), "name": "hall.example/seat/017", "attempt": 2,
             "previous": label("previous", 32)}
    secret = label("secret " + what, 32)
    ballot = seal(mul(x, B), form, voter, choices, secret)
    return {
        "what": what,
        "key": encode(mul(x, B)).hex(),
        "context": form["context"].hex(),
        "options": options,
        "cap": cap,
        "rows": rows,
        "voter_key": voter["key"].hex(),
        "voter_name": voter["name"],
        "attempt": voter["attempt"],
        "previous": voter["previous"].hex(),
        "choices": choices,
        "secret": secret.hex(),
        "ballot": ballot.hex(),
        "code": digest("ballot-code", ballot)[:32].hex(),
    }


# ---- Proofs, the ceremony, shares ----


def proof_log(tag, statement, x):
    k = hs("proof-nonce", number(x), tag.encode(), statement)
    a = encode(mul(k, B))
    c = hs(tag, statement, encode(mul(x, B)), a)
    return a + number(k + c * x)


def proof_equal(tag, statement, x, m):
    k = hs("proof-nonce", number(x), tag.encode(), statement, encode(m))
    a, d = encode(mul(k, B)), encode(mul(k, m))
    c = hs(tag, statement, encode(mul(x, B)), encode(m), encode(mul(x, m)), a, d)
    return a + d + number(k + c * x)


def ceremony_vector(n, t):
    start = label("key-start", 32)
    seeds = [label(f"trustee {i}", 32) for i in range(1, n + 1)]
    eps = [hs("key-secret", seed, start, u32(i), b"ephemeral") for i, seed in enumerate(seeds, 1)]
    coefs = [[hs("key-secret", seed, start, u32(i), b"coefficient", u32(k)) for k in range(t)]
             for i, seed in enumerate(seeds, 1)]
    points = [mul(e, B) for e in eps]

    def share(i, j):
        return sum(a * j**k for k, a in enumerate(coefs[i - 1]))

    def mask(i, j):
        return hs("key-share", start, u32(i), u32(j), encode(points[i - 1]), encode(points[j - 1]),
                  encode(mul(eps[i - 1], points[j - 1])))

    trustees = []
    for i in range(1, n + 1):
        f = b"".join(encode(mul(a, B)) for a in coefs[i - 1])
        numbers = [start, u32(i), u32(n), u32(t)]
        trustees.append({
            "seed": seeds[i - 1].hex(),
            "ephemeral": encode(points[i - 1]).hex(),
            "ephemeral_proof": proof_log("key-ephemeral", digest("key-ephemeral-statement", *numbers),
                                         eps[i - 1]).hex(),
            "commitment": digest("key-commitment", *numbers, f)[:32].hex(),
            "coefficients": f.hex(),
            "constant_proof": proof_log("key-constant", digest("key-constant-statement", *numbers, f),
                                        coefs[i - 1][0]).hex(),
            "masked": b"".join(number(0 if i == j else share(i, j) + mask(i, j))
                               for j in range(1, n + 1)).hex(),
            "share": number(sum(share(d, i) for d in range(1, n + 1))).hex(),
        })
    complaint = digest("key-complaint-statement", start, u32(3), u32(1))
    return {
        "start": start.hex(),
        "trustees": n,
        "threshold": t,
        "key": encode(mul(sum(a[0] for a in coefs), B)).hex(),
        "of": trustees,
        "complaint_of_3_about_1": {
            "shared": encode(mul(eps[2], points[0])).hex(),
            "proof": proof_equal("key-complaint", complaint, eps[2], points[0]).hex(),
        },
    }


def share_vector():
    x = hs("vector", b"share")
    sums = []
    for text in (b"first", b"second"):
        sums.append((mul(hs("vector", text, b"r"), B), mul(hs("vector", text, b"c"), B)))
    sums.append((ZERO, ZERO))
    partials = [mul(x, r) for r, _ in sums]
    where = [label("open", 32), label("close", 32)]
    wire = b"".join(encode(r) + encode(c) for r, c in sums)
    dg = digest("share-statement", *where, u32(2), encode(mul(x, B)), wire,
                b"".join(encode(p) for p in partials))
    m = ZERO
    for l, (r, _) in enumerate(sums):
        m = add(m, mul(hs("share-weight", dg, u32(l)), r))
    return {
        "open": where[0].hex(),
        "close": where[1].hex(),
        "index": 2,
        "share": number(x).hex(),
        "share_key": encode(mul(x, B)).hex(),
        "sums": wire.hex(),
        "partials": b"".join(encode(p) for p in partials).hex(),
        "proof": proof_equal("share", dg, x, m).hex(),
    }


print(json.dumps({
    "source": "tests/vectors/make_sealed.py",
    "ballots": [
        ballot_vector("for, against, abstain", 3, 0, [1], [0]),
        ballot_vector("grades, one row recused", 5, 0, [1, 3], [2, 4]),
        ballot_vector("an election of two", 2, 2, [1, 2, 260], [0, 1, 0]),
    ],
    "ceremony": ceremony_vector(3, 2),
    "share": share_vector(),
}, indent=1))
