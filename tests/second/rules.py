"""Rules and verdicts (section 5): a rule's text, whether it fits a paper, what it says about counts."""

import re
from dataclasses import dataclass, field
from math import gcd

from events import Refused
from log import Malformed, parse_decimal

BASES = ("roll", "present", "issued", "returned", "valid", "expressed", "ronr_cast", "roll_less_abstain")
RESERVED = BASES + ("invalid", "uncounted", "unreturned", "unissued", "absent", "recused")
WORD = re.compile(r"[a-z][a-z0-9_]{0,31}")
CLAUSE = re.compile(r"([a-z0-9_+]+)/([a-z_]+)(>=?)([0-9]+/[0-9]+)(?:,weight=([a-z0-9_]+))?(?:,min=([0-9]+))?")


# ---- The text of a rule (5.1) -------------------------------------------------------


@dataclass
class Clause:
    text: str
    measure: list
    base: str
    strict: bool
    share: tuple  # p, q
    weighted: bool
    least: int

    def measures_base(self):
        return self.measure[0] in BASES

    def holds(self, buckets):
        """Clause 5.4 over the buckets of one row."""
        base, measure = buckets.base(self.base), buckets.measure(self.measure)
        p, q = self.share
        enough = measure * q > base * p if self.strict else measure * q >= base * p
        return base > 0 and measure > 0 and measure >= self.least and enough

    def needed(self, base):
        p, q = self.share
        number = base * p // q + 1 if self.strict else -(-base * p // q)
        return max(number, self.least, 1)


@dataclass
class Rule:
    kind: str
    text: str
    seats: int = 0
    tie: str = None
    shortfall: str = None
    write_in: str = None
    margin: tuple = None
    quorum: list = field(default_factory=list)
    passes: list = field(default_factory=list)
    runoff: list = field(default_factory=list)
    outcomes: list = field(default_factory=list)  # (label, clauses)
    days: tuple = (0, 0, 0)  # notice, publish, post

    def notice(self):
        return self.days[0]

    def clauses(self):
        return self.quorum + self.passes + self.runoff + [
            clause for _, clauses in self.outcomes for clause in clauses]


def parse_number(text, least, most):
    value = parse_decimal(text, most)
    if value < least:
        raise Malformed("a number too small")
    return value


def parse_fraction(text):
    p, _, q = text.partition("/")
    p, q = parse_decimal(p, 1_000_000), parse_number(q, 1, 1_000_000)
    if p > q or gcd(p, q) != 1:
        raise Malformed("a fraction")
    return p, q


def parse_clause(text):
    match = CLAUSE.fullmatch(text)
    if not match or match[2] not in BASES:
        raise Malformed("a clause")
    measure = match[1].split("+")
    if measure[0] not in BASES or len(measure) > 1:
        if len(measure) > 7 or len(set(measure)) != len(measure) or any(
                not WORD.fullmatch(word) or word in RESERVED for word in measure):
            raise Malformed("a measure")
    if match[5] is not None and not WORD.fullmatch(match[5]):
        raise Malformed("a weight")
    share, strict = parse_fraction(match[4]), match[3] == ">"
    if strict and share == (1, 1):
        raise Malformed("more than all")
    least = parse_number(match[6], 1, 1_000_000) if match[6] else 0
    return Clause(text, measure, match[2], strict, share, match[5] is not None, least)


class Tokens:
    def __init__(self, text):
        self.items = text.split(" ")

    def next(self, *allowed):
        if not self.items or allowed and self.items[0] not in allowed:
            raise Malformed(f"none of {allowed}")
        return self.items.pop(0)

    def at(self, word):
        return bool(self.items) and self.items[0] == word

    def number(self, word, least, most):
        self.next(word)
        return parse_number(self.next(), least, most)

    def clauses(self, of_bases):
        found = []
        while self.items and "/" in self.items[0]:
            found.append(parse_clause(self.items.pop(0)))
            if found[-1].measures_base() != of_bases:
                raise Malformed("a clause of the other kind")
        if not found:
            raise Malformed("no clause")
        return found


def parse_rule(text):
    if len(text) > 1024:
        raise Malformed("a rule too long")
    tokens = Tokens(text)
    rule = Rule(tokens.next("motion", "petition", "election", "appraisal"), text)
    if rule.kind == "election":
        parse_election(rule, tokens)
    if tokens.at("quorum"):
        tokens.next()
        rule.quorum = tokens.clauses(True)
    if rule.kind == "appraisal":
        parse_outcomes(rule, tokens)
    else:
        tokens.next("pass")
        rule.passes = tokens.clauses(False)
    if rule.shortfall == "runoff":
        tokens.next("runoff")
        rule.runoff = tokens.clauses(False)
    rule.days = tuple(tokens.number(word, 0, 999) for word in ("notice", "publish", "post"))
    if tokens.items or len(rule.clauses()) > 16:
        raise Malformed("more than a rule")
    return rule


def parse_election(rule, tokens):
    rule.seats = tokens.number("seats", 1, 200)
    tokens.next("tie")
    rule.tie = tokens.next("revote", "fewer_against_then_revote", "both_out")
    tokens.next("shortfall")
    rule.shortfall = tokens.next("vacant", "runoff")
    tokens.next("write-in")
    rule.write_in = tokens.next("none", "when_against", "any")
    if tokens.at("margin"):
        tokens.next()
        rule.margin = parse_fraction(tokens.next())
        if rule.margin[0] == 0:
            raise Malformed("a margin of nothing")


def parse_outcomes(rule, tokens):
    while tokens.at("outcome"):
        if len(rule.outcomes) == 8 or rule.outcomes and not rule.outcomes[-1][1]:
            raise Malformed("an outcome too many")
        tokens.next()
        label = tokens.next()
        if not WORD.fullmatch(label):
            raise Malformed("a label")
        if tokens.at("always"):
            tokens.next()
            rule.outcomes.append((label, []))
        else:
            rule.outcomes.append((label, tokens.clauses(False)))
    if not rule.outcomes:
        raise Malformed("no outcome")


# ---- Whether a rule fits (5.2) -------------------------------------------------------


def check_fits(rule, options, row_count):
    """Refuses a rule that does not fit a paper of these options and rows."""
    if not 2 <= len(options) <= 8 or len(set(options)) != len(options) or any(
            not WORD.fullmatch(option) or option in RESERVED for option in options):
        raise Refused("paper-options")
    for clause in rule.clauses():
        if clause.weighted:
            raise Refused("paper-weights")
        if not clause.measures_base() and not set(clause.measure) <= set(options):
            raise Refused("paper-rule")
    if rule.kind == "election" and rule.write_in != "none":
        raise Refused("paper-write-in")
    if rule.kind in ("motion", "election"):
        if "for" not in options or not any("for" in clause.measure for clause in rule.passes):
            raise Refused("paper-rule")
    if rule.kind == "election":
        check_election_fits(rule, options, row_count)
    if rule.kind == "petition":
        raise Refused("paper-rule")


def check_election_fits(rule, options, row_count):
    if options[0] != "for":
        raise Refused("paper-rule")
    if rule.tie == "fewer_against_then_revote" and "against" not in options:
        raise Refused("paper-rule")
    if rule.runoff and not any("for" in clause.measure for clause in rule.runoff):
        raise Refused("paper-rule")
    if row_count > 200 or rule.seats > row_count:
        raise Refused("paper-margin")
    if rule.margin and (row_count - rule.seats) * rule.margin[1] < rule.seats * rule.margin[0]:
        raise Refused("paper-margin")


# ---- Buckets and bases (4.10, 5.3) -----------------------------------------------------


@dataclass
class Buckets:
    """Where the members of a row's roll are."""

    roll: int
    present: int
    at_open: int
    issued: int
    counts: dict  # option: number, all zero if too few
    invalid: int = 0
    uncounted: int = 0

    def returned(self):
        return sum(self.counts.values()) + self.invalid + self.uncounted

    def excess(self):
        return max(0, self.returned() - self.issued)

    def base(self, name):
        total, abstain = sum(self.counts.values()), self.counts.get("abstain", 0)
        if name in BASES[4:] and self.uncounted > 0:
            return 0
        return {
            "roll": self.roll, "present": self.present, "issued": self.issued, "returned": self.returned(),
            "valid": total, "expressed": total - abstain, "ronr_cast": total - abstain + self.invalid,
            "roll_less_abstain": self.roll - abstain,
        }[name]

    def measure(self, words):
        if words[0] in BASES:
            return self.at_open if words[0] == "present" else self.base(words[0])
        return sum(self.counts[word] for word in words)


# ---- Verdicts (5.5, 5.6) -----------------------------------------------------------------


def verdict_on_row(rule, buckets, practice):
    """void, no_quorum, too_few, adopted, rejected, graded (with a label), or counted for an election."""
    if buckets.excess() > 0:
        return "void"
    if not practice and not all(clause.holds(buckets) for clause in rule.quorum):
        return "no_quorum"
    if buckets.uncounted > 0:
        return "too_few"
    if rule.kind == "motion":
        return "adopted" if passes(rule, buckets) else "rejected"
    if rule.kind == "appraisal":
        for label, clauses in rule.outcomes:
            if all(clause.holds(buckets) for clause in clauses):
                return f"graded {label}"
        return "graded none"
    return "counted"


def passes(rule, buckets):
    return buckets.counts["for"] > 0 and all(clause.holds(buckets) for clause in rule.passes)


@dataclass
class Election:
    verdict: str
    fates: list  # of each row: elected, tied, tied_out, outvoted or below
    open_seats: int = 0
    next_step: str = "nothing"

    def rows_with(self, fate):
        return [row for row, fated in enumerate(self.fates) if fated == fate]


def verdict_on_election(rule, rows, practice):
    """The one verdict on all rows of an election."""
    verdicts = [verdict_on_row(rule, buckets, practice) for buckets in rows]
    for verdict in ("void", "no_quorum", "too_few"):
        if verdict in verdicts:
            return Election(verdict, [])

    def rank(row):
        counts = rows[row].counts
        return (-counts["for"], counts["against"] if rule.tie == "fewer_against_then_revote" else 0)

    fates = ["below"] * len(rows)
    passing = sorted((row for row in range(len(rows)) if passes(rule, rows[row])), key=rank)
    last = rank(passing[rule.seats - 1]) if len(passing) > rule.seats else None
    contested = last is not None and rank(passing[rule.seats]) == last
    for place, row in enumerate(passing):
        if contested and rank(row) == last:
            fates[row] = "tied_out" if rule.tie == "both_out" else "tied"
        else:
            fates[row] = "elected" if place < rule.seats else "outvoted"
    open_seats = rule.seats - fates.count("elected")
    if open_seats == 0:
        step = "nothing"
    elif "tied" in fates:
        step = "revote"
    elif "tied_out" in fates or rule.shortfall == "vacant":
        step = "vacant"
    else:
        step = "runoff"
    return Election("counted", fates, open_seats, step)


def following_rule(rule, election):
    """The text of the rule of the round that follows (5.7), or None."""
    passing = ["for/roll>0/1"] if election.next_step == "revote" else [clause.text for clause in rule.runoff]
    if len(passing) + len(rule.quorum) + len(rule.runoff) > 16:
        return None
    parts = ["election seats", election.open_seats, "tie", rule.tie, "shortfall", rule.shortfall,
             "write-in", rule.write_in]
    for word, clauses in (("quorum", [clause.text for clause in rule.quorum]), ("pass", passing),
                          ("runoff", [clause.text for clause in rule.runoff])):
        if clauses:
            parts += [word, *clauses]
    for word, days in zip(("notice", "publish", "post"), rule.days):
        parts += [word, days]
    return " ".join(str(part) for part in parts)
