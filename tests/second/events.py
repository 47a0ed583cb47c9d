"""Entries and the lines of events (2.1, 3.1, 3.4): what step 1 of 3.3 reads.

Each type's lines are given by one table, in the order of the document.
"""

import datetime
import re
from collections import namedtuple

from log import Malformed, ORIGIN, leaf_hash, parse_base64, parse_decimal, parse_note, sha256

TIME_MAX = 253402300799
Post = namedtuple("Post", "kind number")  # Posts of one kind are ordered by number.
Ref = namedtuple("Ref", "index hash")
Blob = namedtuple("Blob", "visible length hash")
Signer = namedtuple("Signer", "post invitation")


class Refused(Exception):
    """An event that breaks a rule; the code is section 12's."""

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def post_text(post):
    return f"{post.kind}/{post.number:03d}" if post.kind == "seat" else f"{post.kind}/{post.number}"


def parse_post(text):
    match = re.fullmatch(r"(chair|desk|scrutineer|seat|observer)/([0-9]{1,5})", text)
    post = Post(match[1], int(match[2])) if match else None
    if post is None or post.number == 0 or post_text(post) != text:
        raise Malformed("a post")
    return post


# ---- Values: each takes them off the front of a list of items --------------------------


def number(limit):
    return lambda items: parse_decimal(items.pop(0), limit)


def base64(least, most=None):
    def take(items):
        data = parse_base64(items.pop(0))
        if not least <= len(data) <= (most or least):
            raise Malformed("length of a base64 value")
        return data
    return take


def pattern(regex):
    def take(items):
        item = items.pop(0)
        if not re.fullmatch(regex, item):
            raise Malformed(f"value {item!r}")
        return item
    return take


def text(most):
    def take(items):
        rest = " ".join(items)
        items.clear()
        if not re.fullmatch(r"[\x20-\x7e]{1,%d}" % most, rest):
            raise Malformed("a text")
        return rest
    return take


def post(items):
    return parse_post(items.pop(0))


def date(items):
    item = items.pop(0)
    match = re.fullmatch(r"([0-9]{4})-([0-9]{2})-([0-9]{2})", item)
    try:  # Year 0000 is a leap year like 2000; Python's years begin with 1.
        datetime.date(int(match[1]) or 2000, int(match[2]), int(match[3]))
    except (TypeError, ValueError) as error:
        raise Malformed("a date") from error
    return item


def several(*kinds, make=lambda *values: values):
    return lambda items: make(*[kind(items) for kind in kinds])


def counted(most, kind):
    """A number, then that many values."""
    def take(items):
        return [kind(items) for _ in range(parse_decimal(items.pop(0), most))]
    return take


def or_none(kind):
    def take(items):
        if items == ["none"]:
            items.clear()
            return None
        return kind(items)
    return take


def one_of(*words):
    return pattern("|".join(words))


hash_ = base64(32)
identifier = pattern(r"[A-Za-z0-9][A-Za-z0-9._-]{0,31}")
word = pattern(r"[a-z][a-z0-9._-]{0,31}")
ref = several(number(2147483647), hash_, make=Ref)
blob = several(one_of("public", "members"), number(16777216), hash_, make=Blob)
yes_no = several(one_of("yes", "no"), make=lambda item: item == "yes")


def counts_row(items):
    return None if items == ["too-few"] and not items.clear() else result_row(items)


def result_row(items):
    if items.pop(0) != "counted":
        raise Malformed("a row of a result")
    return hands_row(items)


def hands_row(items):
    row = [parse_decimal(item, 99999) for item in items]
    items.clear()
    return row


# ---- Lines ------------------------------------------------------------------------

ONCE = None


class Line:
    """A key with its values; `times` is the field that says how often, or a condition on the fields."""

    def __init__(self, key, kind, times=ONCE, field=None):
        self.key, self.kind, self.times, self.field = key, kind, times, field or key

    def count(self, fields):
        if callable(self.times):
            return self.times(fields)
        return fields[self.times]


def is_kind(kind):
    return lambda fields: 1 if fields["kind"] == kind else 0


def cast_line(key, kind, cast_kind):
    return Line(key, kind, is_kind(cast_kind), key)


def step(*lines):
    return (Line("start", ref), Line("index", number(16))) + lines


DATED = {"genesis", "session-start", "session-end", "present", "leave", "headcount", "paper", "open", "announce", "close", "void",
         "uncountable", "sign-off", "declare", "publish"}
PRESENCE = (Line("session", identifier), Line("post", post), Line("previous", or_none(ref)))
ROUND_ENDS = (Line("open", ref), Line("reason", blob))
STATEMENT = (Line("about", ref), Line("text", blob))

LINES = {
    "genesis": (
        Line("specification", number(4294967295)), Line("title", blob), Line("log-key", hash_),
        Line("chair/1", hash_), Line("chair/2", hash_), Line("policy", or_none(blob)),
        Line("continues", or_none(several(number(2**63 - 1), hash_, text(64))))),
    "post": (
        Line("post", post), Line("invitation", hash_), Line("name", hash_), Line("tags", counted(4, identifier)),
        Line("voting", yes_no)),
    "reissue": (
        Line("post", post), Line("previous", ref), Line("invitation", hash_),
        Line("reason", one_of("lost", "broken", "unused", "mistake"))),
    "enrol": (Line("post", post), Line("invitation", ref), Line("key", hash_)),
    "retire": (Line("post", post), Line("reason", one_of("resigned", "left", "incapable", "mistake"))),
    "handover": (Line("to", post),),
    "policy": (Line("policy", blob),),
    "session": (
        Line("session", identifier), Line("term", number(9999)), Line("number", number(9999)),
        Line("title", blob), Line("date", date)),
    "session-start": (Line("session", identifier),),
    "session-end": (Line("session", identifier),),
    "present": PRESENCE + (Line("how", one_of("phone", "card", "online")),),
    "leave": PRESENCE,
    "headcount": (Line("session", identifier), Line("roll", hash_), Line("counted", number(99999))),
    "key-start": (
        Line("session", identifier), Line("scrutineers", number(16)), Line("scrutineer", post, "scrutineers"),
        Line("threshold", number(16)), Line("replaces", or_none(ref)), Line("reason", or_none(blob))),
    "key-commit": step(Line("ephemeral", hash_), Line("possession", base64(64)), Line("commitment", hash_)),
    "key-deal": step(
        Line("coefficients", base64(1, 512)), Line("possession", base64(64)), Line("shares", base64(1, 512))),
    "key-accept": step(Line("transcript", hash_)),
    "key-complain": step(Line("against", number(16)), Line("shared", hash_), Line("proof", base64(96))),
    "paper": (
        Line("paper", identifier), Line("version", number(9999)), Line("session", identifier),
        Line("kind", one_of("motion", "election", "appraisal")), Line("title", blob),
        Line("ballot", one_of("secret", "named", "hands")), Line("counts", one_of("first", "last")),
        Line("cap", number(166)), Line("filter", or_none(identifier)), Line("power", one_of("adopt", "advise")),
        Line("practice", yes_no), Line("settles", one_of("nothing", "agenda", "scrutineers", "measures")),
        Line("follows", one_of("nothing", "void", "tie", "shortfall", "supersede")),
        Line("followed", ref, lambda fields: 0 if fields["follows"] == "nothing" else 1, "followed"),
        Line("options", counted(8, word)), Line("rules", number(16)), Line("rule", text(1024), "rules"),
        Line("rows", number(166)), Line("row", several(identifier, number(16), blob), "rows"),
        Line("recusals", number(256)), Line("recusal", several(number(166), post), "recusals")),
    "open": (
        Line("paper", ref), Line("roll", hash_), Line("key", or_none(several(hash_, hash_))),
        Line("short-notice", or_none(blob))),
    "announce": (Line("open", ref), Line("announce", one_of("extended", "last-call"))),
    "cast": (
        Line("open", ref), Line("attempt", number(8)), Line("previous", or_none(ref)),
        Line("kind", one_of("marks", "sealed")), cast_line("marks", counted(166, number(8)), "marks"),
        cast_line("ballot", base64(1, 48000), "sealed")),
    "hands": (
        Line("open", ref), Line("options", number(8)), Line("rows", number(166)), Line("row", hands_row, "rows")),
    "desk-issue": (Line("open", ref), Line("seat", post)),
    "desk-ballots": (
        Line("open", ref), Line("first", number(99999)), Line("spoiled", number(99999)),
        Line("sheets", number(100)), Line("sheet", base64(1, 48000), "sheets")),
    "close": (Line("open", ref),),
    "void": ROUND_ENDS,
    "uncountable": ROUND_ENDS,
    "share": (
        Line("open", ref), Line("close", ref), Line("index", number(16)), Line("partials", base64(1, 24000)),
        Line("proof", base64(96)), Line("cosignatures", number(16)),
        Line("cosignature", several(base64(76), text(128)), "cosignatures")),
    "result": (
        Line("open", ref), Line("shares", counted(16, number(16))), Line("options", number(8)),
        Line("rows", number(166)), Line("row", counts_row, "rows")),
    "sign-off": (Line("result", ref),),
    "declare": (Line("result", ref),),
    "publish": (Line("result", ref),),
    "incident": (Line("about", or_none(ref)), Line("text", blob)),
    "complaint": (Line("about", or_none(ref)), Line("refusal", or_none(blob)), Line("text", blob)),
    "objection": STATEMENT,
    "reply": STATEMENT,
}


class Reader:
    """Takes lines off a text."""

    def __init__(self, lines):
        self.lines, self.at = lines, 0

    def take(self, key, kind):
        if self.at == len(self.lines) or self.lines[self.at].partition(" ")[0] != key:
            raise Malformed(f"no line {key}")
        items = self.lines[self.at].split(" ")[1:]
        self.at += 1
        try:
            value = kind(items)
        except IndexError as error:
            raise Malformed(f"too few values in {key}") from error
        if items:
            raise Malformed(f"too many values in {key}")
        return value


def check_shapes(kind, fields):
    """What the tables of 3.4 say about lines, beyond one value."""
    if kind in ("hands", "result") and any(
            row is not None and len(row) != fields["options"] for row in fields["row"]):
        raise Malformed("a row has one count for each option")
    if kind == "desk-ballots" and fields["sheets"]:
        lengths = [len(sheet) for sheet in fields["sheet"]]
        if len(set(lengths)) != 1 or sum(lengths) > 48000:
            raise Malformed("lengths of sheets")


class Event:
    """An entry that has passed step 1: its index, time, type, origin, seen, at, fields, signers."""

    def __init__(self, index, entry):
        self.index, self.hash = index, leaf_hash(entry)
        try:
            self.read(entry)
        except (Malformed, UnicodeDecodeError) as error:
            raise Refused("form") from error

    def read(self, entry):
        line, _, note = entry.partition(b"\n")
        match = re.fullmatch(rb"congress-entry/v1 ([0-9]+)", line)
        self.time = parse_decimal(match[1].decode() if match else "", TIME_MAX)
        if len(note) > 65495:
            raise Refused("too-large")
        self.text, self.signatures = parse_note(note)
        lines = self.text[:-1].decode().split("\n")
        if not lines[0].startswith("congress/v1 "):
            raise Malformed("the first line")
        self.type = lines[0].removeprefix("congress/v1 ")
        if self.type not in LINES:
            raise Refused("unknown-type")
        reader = Reader(lines[1:])
        self.origin = reader.take("log", pattern(ORIGIN.pattern))
        self.seen, self.seen_root = reader.take("seen", several(number(2**63 - 1), hash_))
        self.at = reader.take("at", number(TIME_MAX)) if self.type in DATED else None
        self.fields, self.blobs = {}, []
        for line in LINES[self.type]:
            self.read_line(reader, line)
        if reader.at != len(reader.lines):
            raise Malformed("lines behind the last")
        check_shapes(self.type, self.fields)
        # The texts of these do not say whose they are.
        whose = self.signatures[0][0] + "\n" if self.type in ("cast", "sign-off") else ""
        self.act_hash = sha256(self.text + whose.encode())
        self.signers = [self.read_signer(name) for name, _ in self.signatures]
        if len(self.signers) > 18:
            raise Refused("wrong-signers")

    def read_line(self, reader, line):
        times = 1 if line.times is ONCE else line.count(self.fields)
        values = [reader.take(line.key, line.kind) for _ in range(times)]
        if line.times is ONCE or callable(line.times):
            self.fields[line.field] = values[0] if values else None
        else:
            self.fields[line.field] = values
        for value in values:
            parts = value if isinstance(value, tuple) and not isinstance(value, Blob) else (value,)
            self.blobs += [part for part in parts if isinstance(part, Blob)]

    def read_signer(self, name):
        if not name.startswith(self.origin + "/"):
            raise Refused("wrong-signers")
        rest = name[len(self.origin) + 1:]
        invitation = rest.endswith("/invitation")
        try:
            return Signer(parse_post(rest.removesuffix("/invitation")), invitation)
        except Malformed as error:
            raise Refused("wrong-signers") from error

    def __getitem__(self, field):
        return self.fields[field]
