"""The state that follows from a log (section 4)."""

from events import Post, Refused, post_text
from log import Tree, sha256, to_base64
from rules import Buckets


class PostState:
    """What is known of one post (4.1)."""

    def __init__(self, post, made_by, name=None, tags=(), voting=False):
        self.post, self.made_by, self.name, self.tags, self.voting = post, made_by, name, tags, voting
        self.invitation, self.invitation_used = None, False
        self.key, self.enrolled_by = None, None
        self.retired, self.present, self.last_presence = False, False, None


class Session:
    def __init__(self, name):
        self.name, self.stage = name, "planned"
        self.headcount, self.settled = None, set()
        self.ceremony, self.acting = None, None  # `acting`: the last ceremony that became ready.
        self.accused = set()  # against whom a complaint was proved


class Paper:
    """One version of a question: its event's fields and its rules."""

    def __init__(self, event, rules):
        self.index, self.time, self.fields, self.rules = event.index, event.time, event.fields, rules
        self.options, self.replaced, self.round = event["options"], False, None
        self.rows = event["row"]
        self.recused = set(event["recusal"])  # (row number from 1, post)

    def __getitem__(self, field):
        return self.fields[field]

    def rule_of(self, row):
        """The rule of row number `row`, from 1."""
        return self.rules[self.rows[row - 1][1] - 1]

    def row_numbers(self, post=None):
        """The rows of a seat's ballot; without a seat, all."""
        return [row for row in range(1, len(self.rows) + 1) if (row, post) not in self.recused]


class Voter:
    """A seat of a round's roll."""

    def __init__(self, present, issued, barred):
        self.at_open, self.present, self.issued, self.barred = present, present, issued, barred
        self.casts, self.ballot, self.enrolled_by, self.sheet = [], None, None, False


class Round:
    """One opening of one version of a paper (4.6)."""

    def __init__(self, event, paper, ceremony):
        self.index, self.hash, self.paper, self.ceremony = event.index, event.hash, paper, ceremony
        self.stage, self.close, self.last_call = "open", None, None
        self.voters, self.accepted = {}, set()
        self.hands, self.sheets, self.spoiled, self.sums = None, [], 0, None
        self.shares, self.counts, self.verdict, self.result = {}, None, None, None
        self.needed_sign_offs, self.sign_offs = 0, []

    def secret(self):
        return self.paper["ballot"] == "secret"

    def sheets_returned(self):
        return len(self.sheets)

    def row_voters(self, row):
        return [voter for post, voter in self.voters.items() if (row, post) not in self.paper.recused]

    def ballots_of_row(self, row):
        """The counting ballots and sheets that have the row: (place of the row in it, ballot)."""
        found = [(self.paper.row_numbers(post).index(row), voter.ballot) for post, voter in self.voters.items()
                 if voter.ballot is not None and (row, post) not in self.paper.recused]
        return found + [(row - 1, sheet) for sheet in self.sheets]

    def returned(self, row):
        if self.paper["ballot"] == "hands":
            return sum(self.hands[row - 1])
        return len(self.ballots_of_row(row))

    def all_have_voted(self):
        issued = sum(voter.sheet for voter in self.voters.values())
        return self.sheets_returned() + self.spoiled == issued and all(
            voter.casts for voter in self.voters.values()
            if voter.present and not voter.barred and not voter.sheet)

    def buckets(self, row, counts):
        """The buckets of a row (4.10); counts is None if it is too few."""
        voters, returned = self.row_voters(row), self.returned(row)
        hands = self.paper["ballot"] == "hands"
        return Buckets(
            roll=len(voters), present=sum(voter.present for voter in voters),
            at_open=sum(voter.at_open for voter in voters),
            issued=returned if hands else sum(voter.issued for voter in voters),
            counts=dict(zip(self.paper.options, counts or [0] * len(self.paper.options))),
            invalid=self.spoiled, uncounted=returned if counts is None else 0)


class State:
    def __init__(self):
        self.tree, self.entries, self.acts, self.used_keys = Tree(), [], set(), set()
        self.origin, self.log_key, self.last_time = None, None, 0
        self.posts, self.presiding = {}, None
        self.sessions, self.running = {}, None
        self.ceremonies, self.papers, self.versions, self.rounds = {}, {}, {}, {}
        self.policy, self.policy_text = None, None  # The blob in force, and its bytes once they are there.

    # Entries and references.

    def size(self):
        return len(self.entries)

    def check_ref(self, event, ref, *types):
        """A true reference, to one of these types if any are given."""
        if ref.index >= self.size() or self.tree.leaves[ref.index] != ref.hash:
            raise Refused("no-such-entry")
        if ref.index >= event.seen:
            raise Refused("seen-too-old")
        if types and self.entries[ref.index].type not in types:
            raise Refused("no-such-entry")

    def find_round(self, event, *stages):
        """The round that `open` names, at one of these stages."""
        self.check_ref(event, event["open"], "open")
        found = self.rounds[event["open"].index]
        if found.stage not in stages:
            raise Refused("not-open" if "open" in stages else "not-closed")
        return found

    def is_used(self, key):
        return key[:16] in self.used_keys

    def use_key(self, key):
        self.used_keys.add(key[:16])

    # Posts and the roll.

    def post(self, post):
        if post not in self.posts:
            raise Refused("post-unknown")
        if self.posts[post].retired:
            raise Refused("post-retired")
        return self.posts[post]

    def scrutineer_count(self):
        """How many hold an enrolled scrutineer's post."""
        return sum(post.kind == "scrutineer" and held.key is not None for post, held in self.posts.items())

    def roll(self):
        return [self.posts[post] for post in sorted(self.posts)
                if self.posts[post].voting and not self.posts[post].retired]

    def paper_roll(self, paper):
        return [seat for seat in self.roll() if paper["filter"] is None or paper["filter"] in seat.tags]

    def roll_hash(self):
        lines = "".join(roll_line(seat) + "\n" for seat in self.roll())
        return sha256(("congress-roll/v1\n" + lines).encode())

    def paper_roll_hash(self, paper):
        lines = ""
        for seat in self.paper_roll(paper):
            recusals = sorted(row for row, post in paper.recused if post == seat.post)
            lines += f"{roll_line(seat)} {','.join(map(str, recusals)) or 'none'}\n"
        return sha256(("congress-paper-roll/v1\n" + lines).encode())

    # Sessions and rounds.

    def running_session(self, name):
        if self.running is None or self.running.name != name:
            raise Refused("session-not-running")
        return self.running

    def unfinished_session(self, name):
        if name not in self.sessions:
            raise Refused("session-unknown")
        if self.sessions[name].stage == "ended":
            raise Refused("session-ended")
        return self.sessions[name]

    def open_rounds(self):
        return [found for found in self.rounds.values() if found.stage == "open"]

    def has_uncounted_rounds(self, ceremony=None):
        return any(found.stage in ("open", "closed") and (ceremony is None or found.ceremony is ceremony)
                   for found in self.rounds.values())


def roll_line(seat):
    return f"{post_text(seat.post)} {to_base64(seat.name)} {','.join(seat.tags) or 'none'}"


def seat(number):
    return Post("seat", number)
