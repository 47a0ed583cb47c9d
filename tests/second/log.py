"""The log (section 2): base64, the tree, signed notes, checkpoints, policies, receipts, bundles (11.1)."""

import base64
import binascii
import hashlib
import re

from group import ed25519_verify

ORIGIN = re.compile(r"[a-zA-Z0-9._/:-]{1,64}")
SIGNATURE_PREFIX = b"\xe2\x80\x94 "
ED25519, COSIGNATURE = 1, 4


class Malformed(Exception):
    """Bytes that do not have the prescribed form."""


def sha256(data):
    return hashlib.sha256(data).digest()


# ---- Numbers and base64 (1.1) ---------------------------------------------------


def parse_decimal(text, limit):
    if not re.fullmatch(r"0|[1-9][0-9]{0,18}", text) or int(text) > limit:
        raise Malformed(f"number {text!r}")
    return int(text)


def parse_base64(text, canonical=True):
    try:
        data = base64.b64decode(text.encode("ascii"), validate=True)
    except (UnicodeEncodeError, binascii.Error) as error:
        raise Malformed("base64") from error
    again = base64.b64encode(data).decode()
    if canonical and again != text or len(again) != len(text):
        raise Malformed("base64 is not canonical")
    return data


def to_base64(data):
    return base64.b64encode(data).decode()


# ---- The tree (2.1) -------------------------------------------------------------


def leaf_hash(entry):
    return sha256(b"\0" + entry)


def node_hash(left, right):
    return sha256(b"\1" + left + right)


class Tree:
    """The roots of all prefixes of a growing list of leaves."""

    def __init__(self):
        self.leaves, self.roots, self.stack = [], [sha256(b"")], []

    def append(self, leaf):
        size, node = len(self.leaves), leaf
        while size & 1:
            node = node_hash(self.stack.pop(), node)
            size >>= 1
        self.stack.append(node)
        self.leaves.append(leaf)
        root = self.stack[-1]
        for left in reversed(self.stack[:-1]):
            root = node_hash(left, root)
        self.roots.append(root)


def root_from_inclusion(leaf, index, size, path):
    """The root that an inclusion proof leads to (RFC 9162, 2.1.3.2), or None."""
    if index >= size:
        return None
    fn, sn, root = index, size - 1, leaf
    for sibling in path:
        if sn == 0:
            return None
        if fn & 1 or fn == sn:
            root = node_hash(sibling, root)
            while not fn & 1 and fn:
                fn, sn = fn >> 1, sn >> 1
        else:
            root = node_hash(root, sibling)
        fn, sn = fn >> 1, sn >> 1
    return root if sn == 0 else None


# ---- Signed notes (2.2) -----------------------------------------------------------


def key_id(name, kind, public):
    return sha256(name.encode() + b"\n" + bytes([kind]) + public)[:4]


def key_name_is_good(name):
    return 1 <= len(name.encode()) <= 255 and "+" not in name and not any(
        char < " " or char.isspace() for char in name)


def parse_note(data):
    """(text with its last LF, [(key name, base64)]). The base64 decodes; unused bits may be anything."""
    try:
        note = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Malformed("not UTF-8") from error
    cut = data.rfind(b"\n\n")
    if len(data) > 1_000_000 or cut < 0 or re.search(r"[\x00-\x09\x0b-\x1f]", note):
        raise Malformed("not a note")
    signatures = data[cut + 2:]
    if not signatures.endswith(b"\n"):
        raise Malformed("no signature line")
    lines = []
    for line in signatures[:-1].split(b"\n"):
        name, space, value = line.removeprefix(SIGNATURE_PREFIX).decode().partition(" ")
        if not line.startswith(SIGNATURE_PREFIX) or not space or not key_name_is_good(name):
            raise Malformed("a signature line")
        if len(parse_base64(value, canonical=False)) < 5:
            raise Malformed("a signature line without a signature")
        lines.append((name, value))
    if len(lines) > 100:
        raise Malformed("too many signature lines")
    return data[:cut + 1], lines


def exact_line_verifies(name, value, public, text):
    """A line of an event or refusal: canonical, 68 bytes, the right key id, a valid signature."""
    try:
        line = parse_base64(value)
    except Malformed:
        return False
    return len(line) == 68 and line[:4] == key_id(name, ED25519, public) and ed25519_verify(
        public, text, line[4:])


# ---- Checkpoints (2.3) ------------------------------------------------------------


def checkpoint_body(origin, size, root):
    return f"{origin}\n{size}\n{to_base64(root)}\n".encode()


def cosignature_verifies(public, cosignature, body):
    """Whether t and signature (72 bytes behind the key id) are a cosignature of the body."""
    t = int.from_bytes(cosignature[:8], "big")
    return t < 2**63 and ed25519_verify(
        public, f"cosignature/v1\ntime {t}\n".encode() + body, cosignature[8:])


class Checkpoint:
    """A note over a body. `signed_by` gives the keys whose lines verify."""

    def __init__(self, data):
        self.text, self.lines = parse_note(data)
        parts = self.text.decode().split("\n")
        if len(parts) != 4:
            raise Malformed("a checkpoint has three lines")
        self.origin = parts[0]
        self.size = parse_decimal(parts[1], 2**63 - 1)
        self.root = parse_base64(parts[2])
        if len(self.root) != 32:
            raise Malformed("a root has 32 bytes")

    def signed_by(self, keys):
        """Which of the keys (name, kind, public) signed; Malformed if a line of one does not verify."""
        signed = []
        for name, value in self.lines:
            start = parse_base64(value, canonical=False)[:4]
            for key in keys:
                if key[0] == name and key_id(*key) == start:
                    if not self.line_verifies(key, parse_base64(value)):
                        raise Malformed("a line of a known key does not verify")
                    signed.append(key)
        return signed

    def line_verifies(self, key, line):
        _, kind, public = key
        if kind == ED25519:
            return len(line) == 68 and ed25519_verify(public, self.text, line[4:])
        return len(line) == 76 and cosignature_verifies(public, line[4:], self.text)


# ---- Witness policies (2.4) -------------------------------------------------------


def parse_vkey(text, kind):
    """(name, kind, public) of a vkey."""
    name, _, rest = text.partition("+")
    identity, _, value = rest.partition("+")
    data = parse_base64(value)
    if not key_name_is_good(name) or len(data) != 33 or data[0] != kind:
        raise Malformed("a key of another kind")
    if key_id(name, kind, data[1:]).hex() != identity:
        raise Malformed("a key id that is not the key's")
    return name, kind, data[1:]


class Policy:
    """Log keys, witnesses and what the quorum asks for."""

    def __init__(self, data):
        if len(data) > 65536 or re.search(rb"[\x00-\x08\x0b-\x1f\x7f]", data) or (data and data[-1] != 10):
            raise Malformed("a policy's bytes")
        try:
            lines = data.decode().split("\n")
        except UnicodeDecodeError as error:
            raise Malformed("not UTF-8") from error
        self.logs, self.witnesses, self.groups, self.quorum, self.members = [], {}, {}, None, set()
        for line in lines:
            items = [item for item in re.split("[ \t]+", line) if item]
            if items and not items[0].startswith("#"):
                self.read_line(items)
        if self.quorum is None or len(self.logs) > 32 or len(self.witnesses) + len(self.groups) > 64:
            raise Malformed("no quorum, or too many names")

    def read_line(self, items):
        kind, count = items[0], len(items)
        if kind == "log" and count in (2, 3):
            self.logs.append(self.new_key(parse_vkey(items[1], ED25519), self.logs))
        elif kind == "witness" and count in (3, 4):
            key = self.new_key(parse_vkey(items[2], COSIGNATURE), self.witnesses.values())
            self.witnesses[self.new_name(items[1])] = key
        elif kind == "group" and count >= 4:
            members = items[3:]
            if len(set(members)) != len(members) or any(
                    not self.is_defined(member) or member in self.members for member in members):
                raise Malformed("a group's members")
            most = {"any": 1, "all": len(members)}
            needed = most.get(items[2]) or parse_decimal(items[2], len(members))
            if needed == 0:
                raise Malformed("a group of which none is needed")
            self.groups[self.new_name(items[1])] = (needed, members)
            self.members.update(members)
        elif kind == "quorum" and count == 2 and self.quorum is None:
            if items[1] != "none" and not self.is_defined(items[1]):
                raise Malformed("the quorum's name")
            self.quorum = items[1]
        else:
            raise Malformed("a policy's line")

    def is_defined(self, name):
        return name in self.witnesses or name in self.groups

    def new_name(self, name):
        if name == "none" or self.is_defined(name):
            raise Malformed("a name twice")
        return name

    def new_key(self, key, others):
        if any(key[2] == other[2] for other in others):
            raise Malformed("a key twice")
        return key

    def is_reached(self, name, cosigners):
        if name == "none":
            return True
        if name in self.witnesses:
            return self.witnesses[name] in cosigners
        needed, members = self.groups[name]
        return sum(self.is_reached(member, cosigners) for member in members) >= needed

    def is_satisfied(self, cosigners):
        return self.is_reached(self.quorum, cosigners)


# ---- Receipts (2.5) ---------------------------------------------------------------


class Receipt:
    def __init__(self, data):
        head, _, checkpoint = data.partition(b"\n\n")
        lines = head.decode("ascii", "replace").split("\n")
        if lines.pop(0) != "c2sp.org/tlog-proof@v1":
            raise Malformed("not a receipt")
        if lines and lines[0].startswith("extra ") and not parse_base64(lines.pop(0)[6:]):
            raise Malformed("extra without anything")
        if not lines or not lines[0].startswith("index ") or len(lines) > 1 + 63:
            raise Malformed("not a receipt")
        self.index = parse_decimal(lines[0][6:], 2**63 - 1)
        self.path = [parse_base64(line) for line in lines[1:]]
        if any(len(step) != 32 for step in self.path):
            raise Malformed("a hash has 32 bytes")
        try:
            self.checkpoint = Checkpoint(checkpoint)
        except Malformed:
            self.checkpoint = None


# ---- Bundles (11.1) ---------------------------------------------------------------


class Group:
    """An entry with the texts and the name record behind it."""

    def __init__(self, entry):
        self.entry, self.blobs, self.name = entry, [], None


class Bundle:
    LIMITS = {"checkpoint": (1, 65535), "entry": (1, 65535), "blob": (0, 16777216), "name": (1, 2048)}
    MAGIC = b"congress-bundle/v1\n"

    def __init__(self, data):
        if not data.startswith(self.MAGIC):
            raise Malformed("not a bundle")
        self.data, self.at = data, len(self.MAGIC)
        kind, self.checkpoint = self.next_part()
        self.groups = []
        if kind != "checkpoint":
            raise Malformed("a bundle begins with its checkpoint")
        while self.data[self.at:] != b"end\n":
            self.take(*self.next_part())
        if not self.groups:
            raise Malformed("a bundle without entries")

    def next_part(self):
        """(kind, bytes) of the next part."""
        line, _, _ = self.data[self.at:self.at + 40].partition(b"\n")
        kind, _, length = line.decode("ascii", "replace").partition(" ")
        if kind not in self.LIMITS:
            raise Malformed(f"byte {self.at} of the bundle")
        least, most = self.LIMITS[kind]
        start, size = self.at + len(line) + 1, parse_decimal(length, most)
        self.at = start + size + 1
        if size < least or self.data[self.at - 1:self.at] != b"\n":
            raise Malformed(f"byte {start} of the bundle")
        return kind, self.data[start:start + size]

    def take(self, kind, data):
        if kind == "entry":
            self.groups.append(Group(data))
        elif kind == "checkpoint" or not self.groups or self.groups[-1].name is not None:
            raise Malformed(f"a {kind} where none belongs")
        elif kind == "blob":
            self.groups[-1].blobs.append(data)
        else:
            self.groups[-1].name = data
