"""Transcripts (1.2), ristretto255 (1.3), Ed25519 (1.4), two small proofs (1.5).

Both groups live on one curve, so both share its arithmetic: extended
coordinates, complete formulas. Nothing here is constant in time, and nothing
needs to be: a verifier has no secrets.
"""

import hashlib

P = 2**255 - 19
Q = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, -1, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)
IDENTITY_BYTES = bytes(32)

# The points of order 1, 2, 4 and 8 in all their forms, top bit cleared.
SMALL_ORDER = {number.to_bytes(32, "little") for number in (0, 1, P - 1, P, P + 1)} | {
    bytes.fromhex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
    bytes.fromhex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
}


# ---- Transcripts ------------------------------------------------------------


def u32(number):
    return number.to_bytes(4, "big")


def transcript(tag, *parts):
    """All 64 bytes of T(tag, parts...); a part that is a list is joined, a number is a u32."""
    hashed = hashlib.sha512(u32(len(parts) + 1))
    for part in (tag, *parts):
        if isinstance(part, str):
            part = part.encode("ascii")
        elif isinstance(part, int):
            part = u32(part)
        elif isinstance(part, (list, tuple)):
            part = b"".join(part)
        hashed.update(u32(len(part)))
        hashed.update(part)
    return hashed.digest()


def transcript_hash(tag, *parts):
    return transcript(tag, *parts)[:32]


def transcript_scalar(tag, *parts):
    return int.from_bytes(transcript(tag, *parts), "little") % Q


# ---- Points -----------------------------------------------------------------


class Point:
    """A point of the curve. `==` compares elements of ristretto255."""

    __slots__ = ("x", "y", "z", "t")

    def __init__(self, x, y, z, t):
        self.x, self.y, self.z, self.t = x, y, z, t

    def __add__(self, other):
        a = (self.y - self.x) * (other.y - other.x) % P
        b = (self.y + self.x) * (other.y + other.x) % P
        c = 2 * self.t * other.t % P * D % P
        d = 2 * self.z * other.z % P
        e, f, g, h = b - a, d - c, d + c, b + a
        return Point(e * f % P, g * h % P, f * g % P, e * h % P)

    def double(self):
        a, b = self.x * self.x % P, self.y * self.y % P
        h = a + b
        e = h - (self.x + self.y) ** 2 % P
        g = a - b
        f = 2 * self.z * self.z % P + g
        return Point(e * f % P, g * h % P, f * g % P, e * h % P)

    def __neg__(self):
        return Point(-self.x % P, self.y, self.z, -self.t % P)

    def __sub__(self, other):
        return self + -other

    def __rmul__(self, scalar):
        """scalar * point, in windows of four bits."""
        scalar %= Q * 8  # The curve's whole order: a point may have a part of small order.
        multiples = [IDENTITY, self]
        while len(multiples) < 16:
            multiples.append(multiples[-1] + self)
        total = IDENTITY
        for digit in f"{scalar:x}":
            total = total.double().double().double().double()
            if digit != "0":
                total += multiples[int(digit, 16)]
        return total

    def __eq__(self, other):
        return (self.x * other.y - self.y * other.x) % P == 0 or (
            self.y * other.y - self.x * other.x) % P == 0

    __hash__ = None

    def is_identity(self):
        return self == IDENTITY


IDENTITY = Point(0, 1, 1, 0)


class FixedPoint(Point):
    """A point that is multiplied often: sixteen multiples for each digit of a scalar."""

    __slots__ = ("table",)

    def __init__(self, point):
        super().__init__(point.x, point.y, point.z, point.t)
        self.table = []
        for _ in range(64):
            multiples = [IDENTITY]
            while len(multiples) < 16:
                multiples.append(multiples[-1] + point)
            self.table.append(multiples)
            point = multiples[-1] + point

    def __rmul__(self, scalar):
        scalar %= Q  # Only points of prime order, or whose small part does not matter.
        total, place = IDENTITY, 0
        while scalar:
            if scalar & 15:
                total += self.table[place][scalar & 15]
            scalar >>= 4
            place += 1
        return total


def recover_x(y, sign):
    """The x of a curve point with this y and lowest bit, or None."""
    u, v = (y * y - 1) % P, (D * y * y + 1) % P
    x = u * v**3 % P * pow(u * v**7 % P, (P - 5) // 8, P) % P
    if v * x * x % P != u:
        x = x * SQRT_M1 % P
        if v * x * x % P != u:
            return None
    return P - x if x and x & 1 != sign else x


def curve_base():
    y = 4 * pow(5, -1, P) % P
    x = recover_x(y, 0)
    return FixedPoint(Point(x, y, 1, x * y % P))


BASE = curve_base()


# ---- Ristretto255 (RFC 9496, section 4) ---------------------------------------


def absolute(number):
    number %= P
    return P - number if number & 1 else number


def inverse_square_root(v):
    """(whether v is a square, the non-negative 1/sqrt(v)): SQRT_RATIO_M1(1, v)."""
    r = v**3 % P * pow(v**7 % P, (P - 5) // 8, P) % P
    check = v * r * r % P
    if check in (P - 1, -SQRT_M1 % P):
        r = r * SQRT_M1 % P
    return check in (1, P - 1), absolute(r)


INVSQRT_A_MINUS_D = inverse_square_root((-1 - D) % P)[1]


def decode_point(data):
    """The element that 32 bytes encode, or None."""
    s = int.from_bytes(data, "little")
    if len(data) != 32 or s >= P or s & 1:
        return None
    ss = s * s % P
    u1, u2 = (1 - ss) % P, (1 + ss) % P
    v = (-D * u1 * u1 - u2 * u2) % P
    square, inverse = inverse_square_root(v * u2 * u2 % P)
    den_x = inverse * u2 % P
    x = absolute(2 * s * den_x)
    y = u1 * inverse * den_x % P * v % P
    t = x * y % P
    if not square or t & 1 or y == 0:
        return None
    return Point(x, y, 1, t)


def encode_point(point):
    u1 = (point.z + point.y) * (point.z - point.y) % P
    u2 = point.x * point.y % P
    inverse = inverse_square_root(u1 * u2 * u2 % P)[1]
    den1, den2 = inverse * u1 % P, inverse * u2 % P
    z_inverse = den1 * den2 * point.t % P
    x, y, den = point.x, point.y, den2
    if point.t * z_inverse % P & 1:
        x, y, den = y * SQRT_M1 % P, x * SQRT_M1 % P, den1 * INVSQRT_A_MINUS_D % P
    if x * z_inverse % P & 1:
        y = -y
    return absolute(den * (point.z - y)).to_bytes(32, "little")


def decode_scalar(data):
    """The scalar that 32 bytes encode, or None."""
    number = int.from_bytes(data, "little")
    return number if len(data) == 32 and number < Q else None


def encode_scalar(number):
    return (number % Q).to_bytes(32, "little")


# ---- Ed25519 ----------------------------------------------------------------


def clear_top(data):
    return data[:31] + bytes([data[31] & 127])


def ed25519_encode(point):
    inverse = pow(point.z, -1, P)
    x, y = point.x * inverse % P, point.y * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def ed25519_decode(data):
    """The curve point of a public key by the rules of 1.4, or None."""
    cleared = clear_top(data)
    y = int.from_bytes(cleared, "little")
    if y >= P or cleared in SMALL_ORDER:
        return None
    x = recover_x(y, data[31] >> 7)
    return None if x is None else Point(x, y, 1, x * y % P)


def ed25519_verify(key, message, signature):
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or s >= Q or clear_top(r) in SMALL_ORDER:
        return False
    point = ed25519_decode(key)
    if point is None:
        return False
    h = int.from_bytes(hashlib.sha512(r + key + message).digest(), "little") % Q
    return ed25519_encode(s * BASE - h * point) == r


def ed25519_secret(seed):
    digest = hashlib.sha512(seed).digest()
    scalar = int.from_bytes(digest[:32], "little") & ((1 << 254) - 8) | 1 << 254
    return scalar, digest[32:]


def ed25519_public(seed):
    return ed25519_encode(ed25519_secret(seed)[0] * BASE)


def ed25519_sign(seed, message):
    """Only for reproducing vectors."""
    scalar, prefix = ed25519_secret(seed)
    key = ed25519_encode(scalar * BASE)
    k = int.from_bytes(hashlib.sha512(prefix + message).digest(), "little") % Q
    r = ed25519_encode(k * BASE)
    h = int.from_bytes(hashlib.sha512(r + key + message).digest(), "little") % Q
    return r + encode_scalar(k + h * scalar)


# ---- Two small proofs (1.5) ----------------------------------------------------


def knows_logarithm(tag, statement, x_bytes, proof):
    """Whether 64 bytes A, s prove knowledge of x in X = x*B; None if they are not canonical."""
    a, s = decode_point(proof[:32]), decode_scalar(proof[32:])
    if a is None or s is None:
        return None
    c = transcript_scalar(tag, statement, x_bytes, proof[:32])
    return s * BASE == a + c * decode_point(x_bytes)


def equal_logarithms(tag, statement, points, proof):
    """Whether 96 bytes A, D, s prove X = x*B and Z = x*M, points being the bytes of X, M, Z."""
    a, d, s = decode_point(proof[:32]), decode_point(proof[32:64]), decode_scalar(proof[64:])
    if a is None or d is None or s is None:
        return None
    c = transcript_scalar(tag, statement, *points, proof[:32], proof[32:64])
    x, m, z = (decode_point(point) for point in points)
    return s * BASE == a + c * x and s * m == d + c * z


def prove_logarithm(tag, statement, x):
    """The proof that 1.5 makes; only for reproducing vectors."""
    k = transcript_scalar("proof-nonce", encode_scalar(x), tag, statement)
    a = encode_point(k * BASE)
    c = transcript_scalar(tag, statement, encode_point(x * BASE), a)
    return a + encode_scalar(k + c * x)


def prove_equality(tag, statement, x, m):
    k = transcript_scalar("proof-nonce", encode_scalar(x), tag, statement, encode_point(m))
    a, d = encode_point(k * BASE), encode_point(k * m)
    c = transcript_scalar(tag, statement, encode_point(x * BASE), encode_point(m), encode_point(x * m), a, d)
    return a + d + encode_scalar(k + c * x)
