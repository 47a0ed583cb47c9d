"""I1 to I8, from the phones' journals and what a server publishes, and nothing else.

The rules of the protocol come from tests/second, which was written from
docs/protocol.md; nothing here shares a line with the server. One Checker
follows one log: a later check() goes on from the earlier one and fails if the
log does not.
"""

import re
import sys
from collections import Counter, defaultdict
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "second"))

import ballots  # noqa: E402
import consistency  # noqa: E402
import published  # noqa: E402
from events import Event, Refused, post_text  # noqa: E402
from log import (ED25519, Checkpoint, Malformed, Receipt, Tree, exact_line_verifies, leaf_hash, node_hash,  # noqa: E402
                 parse_base64, parse_note, root_from_inclusion, sha256)
from replay import Replay  # noqa: E402

WHAT = {
    "I1": "acknowledged: in the log at the receipt's index, with the same bytes",
    "I2": "counted once for paper and seat; not acknowledged: there once or not at all",
    "I3": "checkpoints are of one history",
    "I4": "entries, leaves and tiles are one tree",
    "I5": "the count is the sum of what voters chose",
    "I6": "no cast outside its round; every entry by its rules and its signers",
    "I7": "the same bytes get the same receipt; other bytes for an attempt are refused",
    "I8": "times and sizes never decrease",
    "I9": "every answer is one that the log stands by",
}


def skip_proof(*_arguments):
    """For casts whose proofs are left to another run."""


class Checker:
    """proofs: whether every ballot's proof is checked too, at some 50 ms each."""

    def __init__(self, journal, proofs=False):
        self.journal, self.proofs = journal, proofs
        self.replay, self.events, self.entries = Replay(), [], []
        self.tree = Tree()
        self.signed = {}        # checkpoint -> Checkpoint, or None if it is not one
        self.receipts_read = 0
        self.refusals_read = 0
        self.seen_read = 0
        self.receipts = []      # (note, index, checkpoint)
        self.refusals = []      # (note, size, root)
        self.seen = []          # (ms, checkpoint), in the order in which one watcher saw them
        self.said = []          # (size, root) of all checkpoints
        self.stopped = False    # an entry was refused: what follows cannot be read
        self.counts, self.failures = Counter(), []

    # ---- Saying -------------------------------------------------------------

    def fail(self, which, what):
        self.failures.append((which, what))

    def expect(self, which, good, what):
        self.counts[which] += 1
        if not good:
            self.fail(which, what() if callable(what) else what)
        return good

    def report(self, write=print):
        failed = Counter(which for which, _ in self.failures)
        for which, what in WHAT.items():
            said = f"{failed[which]} FAILED" if failed[which] else "holds"
            write(f"{which} {said}, {self.counts[which]} checked: {what}")
        for which, what in self.failures[:40]:
            write(f"  {which}: {what}")
        return not self.failures

    # ---- The whole ----------------------------------------------------------

    def check(self, server):
        """Takes in what is new in journal and log; whether all invariants hold."""
        self.counts, self.failures = Counter(), []
        self.journal.read()
        try:
            copy = published.fetch(server, self.size_of)
        except (published.Unserved, Malformed, ValueError, OSError) as error:
            self.fail("I9", f"what is published cannot be had: {error}")
            return False
        self.take_copy(copy)
        self.ask_consistency(server)
        return not self.failures

    def take_copy(self, copy):
        """Everything but what must be asked of the server."""
        self.check_copy(copy)
        self.read_receipts()
        self.read_refusals()
        self.read_seen()
        self.check_receipts()
        self.check_once()
        self.check_checkpoints()
        self.check_counts()
        self.check_answers()
        self.check_sizes()

    def size_of(self, data):
        checkpoint = self.signed_checkpoint(data)
        if checkpoint is None:
            raise Malformed("the published checkpoint is not signed by the log")
        return checkpoint.size

    def signed_checkpoint(self, data):
        """The checkpoint, if the log has signed it, else None."""
        if data not in self.signed:
            try:
                found = Checkpoint(data)
                good = found.origin == self.journal.origin and found.signed_by(
                    [(self.journal.origin, ED25519, self.journal.key)])
            except (Malformed, UnicodeDecodeError):
                good = False
            self.signed[data] = found if good else None
        return self.signed[data]

    # ---- I4, I6, I8: the log ------------------------------------------------

    def check_copy(self, copy):
        checkpoint = self.signed_checkpoint(copy.checkpoint)
        before = len(self.entries)
        self.expect("I3", copy.entries[:before] == self.entries, "entries have changed since the last check")
        if not self.expect("I4", checkpoint and checkpoint.size == len(copy.entries),
                           f"the checkpoint does not speak of {len(copy.entries)} entries"):
            return
        if copy.entries[:before] != self.entries:
            self.start_anew()
        for entry in copy.entries[len(self.entries):]:
            self.take_entry(entry)
        self.expect("I4", self.tree.roots[-1] == checkpoint.root, "the entries do not give the checkpoint's root")
        mine = published.tiles_of(self.tree.leaves, node_hash)
        self.expect("I4", mine.keys() == copy.tiles.keys(), "there are other tiles than there must be")
        for key in mine.keys() & copy.tiles.keys():
            self.expect("I4", mine[key] == copy.tiles[key], f"tile {key} is not what the entries give")
        self.counts["I4"] += len(copy.entries)
        self.said.append((checkpoint.size, checkpoint.root))

    def start_anew(self):
        self.replay, self.events, self.entries, self.tree, self.stopped = Replay(), [], [], Tree(), False

    def take_entry(self, entry):
        index = len(self.entries)
        self.entries.append(entry)
        self.tree.append(leaf_hash(entry))
        try:
            event = Event(index, entry)
        except Refused as refused:
            self.events.append(None)
            self.expect("I6", False, f"entry {index} is not an event: {refused.code}")
            return
        last = next((e for e in reversed(self.events) if e), event)
        self.expect("I8", event.time >= last.time, f"entry {index} is older than the one before")
        self.events.append(event)
        if not self.stopped:
            self.take_event(index, entry)

    def take_event(self, index, entry):
        """By the rules and with all signatures; with proofs of ballots if they are wanted."""
        check = ballots.check_ballot
        if not self.proofs:
            ballots.check_ballot = skip_proof
        try:
            self.replay.take(entry)
            self.counts["I6"] += 1
        except Refused as refused:
            self.stopped = True
            self.expect("I6", False, f"entry {index} breaks a rule: {refused.code}")
        finally:
            ballots.check_ballot = check

    # ---- What phones hold ---------------------------------------------------

    def read_receipts(self):
        """Each receipt by itself: signed, and its proof holds for the note."""
        for receipt in self.journal.receipts[self.receipts_read:]:
            self.receipts_read += 1
            found = self.read_receipt(receipt)
            if self.expect("I1", found, f"a receipt of {receipt.note.who} proves nothing"):
                index, checkpoint, entry = found
                self.receipts.append((receipt.note, index, entry))
                self.said.append((checkpoint.size, checkpoint.root))

    def read_receipt(self, receipt):
        try:
            read = Receipt(receipt.data)
        except Malformed:
            return None
        head, _, data = receipt.data.partition(b"\n\n")
        checkpoint = self.signed_checkpoint(data)
        extra = re.search(rb"^extra (\S+)$", head, re.M)
        if checkpoint is None or extra is None:
            return None
        entry = parse_base64(extra[1].decode()) + receipt.note.data
        root = root_from_inclusion(leaf_hash(entry), read.index, checkpoint.size, read.path)
        return (read.index, checkpoint, entry) if root == checkpoint.root else None

    def read_refusals(self):
        for refusal in self.journal.refusals[self.refusals_read:]:
            self.refusals_read += 1
            said = self.read_refusal(refusal)
            if self.expect("I9", said, f"a refusal of {refusal.note.who} is not the log's word"):
                self.refusals.append((refusal.note, refusal.code))
                self.said.append(said)

    def read_refusal(self, refusal):
        """Size and root of the log at that moment, or None."""
        try:
            text, lines = parse_note(refusal.data)
        except (Malformed, UnicodeDecodeError):
            return None
        match = re.fullmatch(
            r"congress-refusal/v1\nlog (\S+)\nsubmitted (\S+)\nrefused (\S+)\ntree ([0-9]+) (\S+)\ncause .+\n",
            text.decode())
        if match is None or len(lines) != 1 or lines[0][0] != self.journal.origin:
            return None
        origin, submitted, code, size, root = match.groups()
        good = origin == self.journal.origin and parse_base64(submitted) == sha256(refusal.note.data) and \
            code == refusal.code and exact_line_verifies(*lines[0], self.journal.key, text)
        return (int(size), parse_base64(root)) if good else None

    def read_seen(self):
        for seen in self.journal.checkpoints[self.seen_read:]:
            self.seen_read += 1
            checkpoint = self.signed_checkpoint(seen.data)
            if self.expect("I3", checkpoint, "a checkpoint that was seen is not signed by the log"):
                self.seen.append((seen.ms, checkpoint.size))
                self.said.append((checkpoint.size, checkpoint.root))

    # ---- I1, I2, I7: votes --------------------------------------------------

    def check_receipts(self):
        for note, index, entry in self.receipts:
            self.expect("I1", index < len(self.entries) and self.entries[index] == entry,
                        lambda: f"{note.who} holds a receipt for entry {index}, which is "
                                + ("not there" if index >= len(self.entries) else "another"))

    def check_once(self):
        places = defaultdict(list)
        for index, entry in enumerate(self.entries):
            places[entry.partition(b"\n")[2]].append(index)
        for data, found in places.items():
            self.expect("I2", len(found) == 1, f"the same note is in entries {found}")
        self.check_sent(places)
        attempts = defaultdict(set)
        for event in self.casts():
            seat, kept = event.signers[0].post, event["open"].index
            attempts[kept, seat, event["attempt"]].add(event.index)
        for (kept, seat, attempt), found in attempts.items():
            self.expect("I2", len(found) == 1,
                        f"{post_text(seat)} has cast attempt {attempt} of round {kept} in entries {sorted(found)}")
        self.check_first(attempts)

    def check_sent(self, places):
        """What was sent: its receipts are one, and what is refused is not there."""
        indexes = defaultdict(set)
        for note, index, _ in self.receipts:
            indexes[note.number].add(index)
        for note in self.journal.notes:
            found = indexes[note.number]
            self.expect("I7", len(found) <= 1, f"{note.who} holds receipts for entries {sorted(found)} of one note")
        for note, code in self.refusals:
            self.expect("I7", note.data not in places,
                        lambda: f"{note.who} was refused ({code}), and its note is entry {places[note.data][0]}")
        sent = {note.data for note in self.journal.notes}
        for data, found in places.items():
            self.expect("I2", data in sent, f"entry {found[0]} was sent by nobody")

    def check_first(self, attempts):
        """Where the first cast counts there is one of each seat."""
        casts = Counter((kept, seat) for kept, seat, _ in attempts)
        for (kept, seat), count in casts.items():
            paper = self.paper_of(kept)
            if paper is not None and paper["counts"] == "first":
                self.expect("I2", count == 1, f"{post_text(seat)} has cast {count} ballots in round {kept}")

    def casts(self):
        return [event for event in self.events if event and event.type == "cast"]

    def paper_of(self, opened):
        event = self.events[opened] if opened < len(self.events) else None
        if event is None or event.type != "open":
            return None
        return self.events[event["paper"].index]

    # ---- I3, I8: checkpoints --------------------------------------------------

    def check_checkpoints(self):
        roots = {}
        for size, root in self.said:
            self.expect("I3", roots.setdefault(size, root) == root, f"the log has said two roots of size {size}")
            if self.expect("I3", size < len(self.tree.roots), f"the log has signed {size} entries, of which "
                                                             f"{len(self.tree.roots) - 1} are there"):
                self.expect("I3", self.tree.roots[size] == root, f"a checkpoint of size {size} is of another history")

    def check_sizes(self):
        for (_, before), (_, after) in zip(self.seen, self.seen[1:]):
            self.expect("I8", before <= after, f"the published size went from {before} to {after}")

    def ask_consistency(self, server):
        """The server proves it too, for some of what it has said."""
        size = len(self.tree.roots) - 1
        sizes = sorted({old for old, _ in self.said if 0 < old < size})
        for old in sizes[::max(1, len(sizes) // 4)]:
            try:
                lines = server.get(f"/consistency/{old}/{size}").decode().split()
                path = [parse_base64(line) for line in lines]
            except (published.Unserved, Malformed, OSError) as error:
                self.expect("I3", False, f"no consistency proof from {old}: {error}")
                continue
            self.expect("I3", consistency.holds(old, self.tree.roots[old], size, self.tree.roots[size], path),
                        f"the server's consistency proof from {old} to {size} does not hold")

    # ---- I5, I6: rounds -------------------------------------------------------

    def check_counts(self):
        ends = {}
        for event in self.events:
            if event and event.type in ("close", "void"):
                ends.setdefault(event["open"].index, event.index)
        counted = defaultdict(dict)
        for event in self.casts():
            opened, seat = event["open"].index, event.signers[0].post
            end = ends.get(opened, len(self.events))
            if self.expect("I6", opened < event.index < end and self.paper_of(opened) is not None,
                           f"cast {event.index} stands outside its round {opened} to {end}"):
                if self.paper_of(opened)["counts"] == "last" or seat not in counted[opened]:
                    counted[opened][seat] = event.index
        choices = {note.data: note.choices for note in self.journal.notes if note.choices is not None}
        for event in self.events:
            if event and event.type == "result":
                self.check_result(event, counted[event["open"].index], choices)

    def check_result(self, result, counted, choices):
        opened = result["open"].index
        rows = [[0] * result["options"] for _ in range(result["rows"])]
        if self.paper_of(opened)["ballot"] != "secret":
            return
        for index in counted.values():
            chosen = choices.get(self.entries[index].partition(b"\n")[2])
            if not self.expect("I5", chosen and len(chosen) == len(rows), f"nobody knows what cast {index} says"):
                return
            for row, option in zip(rows, chosen):
                row[option] += 1
        said = [row if row is not None else "too few" for row in result["row"]]
        self.expect("I5", said == rows, f"round {opened} was counted as {said}, and voters chose {rows}")

    # ---- I9: answers ----------------------------------------------------------

    def check_answers(self):
        for _, note, status, data in self.journal.wrong:
            self.expect("I9", False, f"{note.who} was answered {status} {data[:80]!r}, which proves nothing")
        self.counts["I9"] += len(self.journal.receipts)
