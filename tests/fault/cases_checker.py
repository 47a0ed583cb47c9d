"""The checker is checked: each invariant has histories in which it does not hold, and they are found.

A crowd votes; what it wrote down and what the server publishes is then
changed, mostly by somebody who has the log's key and signs whatever is wanted.
"""

import base64
import copy
import re

import published
from cases_crash import founded
from ground import Trouble, checker_of
from group import ed25519_sign, ed25519_public
from invariants import Checker
from journal import Receipt, Refusal, Seen
from log import ED25519, Tree, checkpoint_body, key_id, leaf_hash, node_hash, sha256, to_base64


class Forger:
    """Whoever has the log's key: signs another history."""

    def __init__(self, journal, seed):
        self.origin, self.seed = journal.origin, seed

    def line(self, text):
        identity = key_id(self.origin, ED25519, ed25519_public(self.seed))
        return f"\n\u2014 {self.origin} {to_base64(identity + ed25519_sign(self.seed, text))}\n".encode()

    def note(self, text):
        return text + self.line(text)

    def checkpoint(self, size, root):
        return self.note(checkpoint_body(self.origin, size, root))

    def copy(self, entries):
        """What a server with these entries would publish."""
        tree = Tree()
        for entry in entries:
            tree.append(leaf_hash(entry))
        return published.Copy(self.checkpoint(len(entries), tree.roots[-1]), list(entries),
                              published.tiles_of(tree.leaves, node_hash))

    def receipt(self, entries, index):
        """Under a checkpoint of the log up to the entry: its left siblings are the proof."""
        tree = Tree()
        for entry in entries[:index]:
            tree.append(leaf_hash(entry))
        path = list(reversed(tree.stack))
        tree.append(leaf_hash(entries[index]))
        line = entries[index].partition(b"\n")[0] + b"\n"
        head = f"c2sp.org/tlog-proof@v1\nextra {to_base64(line)}\nindex {index}\n"
        return (head + "".join(to_base64(step) + "\n" for step in path) + "\n").encode() + \
            self.checkpoint(index + 1, tree.roots[-1])

    def refusal(self, note, code, size, root):
        return self.note(f"congress-refusal/v1\nlog {self.origin}\nsubmitted {to_base64(sha256(note))}\n"
                         f"refused {code}\ntree {size} {to_base64(root)}\ncause none\n".encode())


class History:
    """A journal and a copy of what was published, to be changed."""

    def __init__(self, journal, entries, forger):
        self.journal, self.entries, self.forger = journal, entries, forger
        self.published = None  # else what follows from the entries

    def find(self, kind, which=-1):
        """The index of an entry of this type."""
        word = f"congress/v1 {kind}\n".encode()
        return [i for i, entry in enumerate(self.entries) if entry.partition(b"\n")[2].startswith(word)][which]

    def note_of(self, index):
        data = self.entries[index].partition(b"\n")[2]
        return next(note for note in self.journal.notes if note.data == data)

    def failures(self):
        checker = Checker(self.journal)
        checker.take_copy(self.published or self.forger.copy(self.entries))
        return {which for which, _ in checker.failures}


# ---- What can be wrong -----------------------------------------------------------


def nothing(_history):
    """As it was."""


def entry_changed(h):
    h.published = h.forger.copy(h.entries)
    h.published.entries[h.find("cast")] = h.published.entries[h.find("cast")].replace(b"attempt 1", b"attempt 2")


def tile_changed(h):
    h.published = h.forger.copy(h.entries)
    tile = h.published.tiles[0, 0]
    h.published.tiles[0, 0] = bytes([tile[0] ^ 1]) + tile[1:]


def tile_too_many(h):
    h.published = h.forger.copy(h.entries)
    h.published.tiles[0, 1000] = bytes(32)


def checkpoint_of_less(h):
    h.published = h.forger.copy(h.entries)
    h.published.checkpoint = h.forger.copy(h.entries[:-1]).checkpoint


def checkpoint_by_another(h):
    h.published = Forger(h.journal, bytes(32)).copy(h.entries)


def last_entries_lost(h):
    del h.entries[h.find("cast"):]


def cast_left_out(h):
    del h.entries[h.find("cast")]


def receipt_of_another(h):
    index = h.find("cast")
    one = h.note_of(index).receipts[0]
    h.journal.receipts.append(Receipt(one.ms, h.note_of(h.find("cast", -2)), one.data))


def receipt_mangled(h):
    one = h.journal.receipts[-1]
    place = one.data.index(b"\n\n") - 10
    changed = b"A" if one.data[place:place + 1] != b"A" else b"B"
    h.journal.receipts.append(Receipt(one.ms, one.note, one.data[:place] + changed + one.data[place + 1:]))


def receipt_on_a_fork(h):
    """For an entry that the log never had, in a tree that it signed."""
    note = next(note for note in h.journal.notes if note.choices and note.refusals)
    entries = h.entries[:-1] + [h.entries[-1].partition(b"\n")[0] + b"\n" + note.data]
    h.journal.receipts.append(Receipt(0, note, h.forger.receipt(entries, len(entries) - 1)))


def same_note_twice(h):
    h.entries.append(h.entries[-1])


def second_ballot_counted(h):
    """One that was refused because its seat had voted stands in the log too."""
    other = next(note for note in h.journal.notes if note.choices and note.refusals)
    h.journal.refusals = [refusal for refusal in h.journal.refusals if refusal.note is not other]
    line = h.entries[h.find("cast")].partition(b"\n")[0] + b"\n"
    h.entries.insert(h.find("cast") + 1, line + other.data)


def entry_of_nobody(h):
    number = h.find("cast")
    h.journal.notes[h.note_of(number).number].data = b"another"


def cast_behind_the_close(h):
    cast, close = h.find("cast"), h.find("close")
    h.entries.insert(close, h.entries.pop(cast))


def result_changed(h):
    """By one vote, from the first option to the second."""
    index = h.find("result")
    match = re.search(rb"row counted ([0-9]+) ([0-9]+)", h.entries[index])
    row = b"row counted %d %d" % (int(match[1]) + 1, int(match[2]) - 1)
    h.entries[index] = h.entries[index].replace(match[0], row)


def choice_changed(h):
    note = h.note_of(h.find("cast"))
    note.choices = [(choice + 1) % 3 for choice in note.choices]


def signature_changed(h):
    index = h.find("close")
    h.entries[index] = h.entries[index][:-6] + (b"A" if h.entries[index][-6:-5] != b"A" else b"B") \
        + h.entries[index][-5:]


def wrong_signer(h):
    index = h.find("close")
    h.entries[index] = h.entries[index].replace(b"/chair/1 ", b"/desk/1 ")


def time_goes_back(h):
    line, _, rest = h.entries[-1].partition(b"\n")
    h.entries[-1] = b"congress-entry/v1 %d\n" % (int(line.split()[1]) - 100) + rest


def size_goes_back(h):
    h.journal.checkpoints.append(Seen(0, h.forger.copy(h.entries[:3]).checkpoint))


def two_roots(h):
    h.journal.checkpoints.append(Seen(0, h.forger.checkpoint(len(h.entries), bytes(32))))


def checkpoint_ahead(h):
    h.journal.checkpoints.append(Seen(0, h.forger.checkpoint(len(h.entries) + 1, bytes(32))))


def checkpoint_seen_unsigned(h):
    h.journal.checkpoints.append(Seen(0, Forger(h.journal, bytes(32)).checkpoint(1, bytes(32))))


def another_receipt(h):
    """Of the same note at another place."""
    index = h.find("cast")
    entries = h.entries[:index + 1] + [h.entries[index]]
    note = h.note_of(index)
    h.journal.receipts.append(Receipt(0, note, h.forger.receipt(entries, index + 1)))


def refused_and_there(h):
    index = h.find("cast")
    note, tree = h.note_of(index), Tree()
    for entry in h.entries:
        tree.append(leaf_hash(entry))
    data = h.forger.refusal(note.data, "not-open", len(h.entries), tree.roots[-1])
    h.journal.refusals.append(Refusal(0, note, "not-open", data))


def refusal_of_another(h):
    one = h.journal.refusals[-1]
    h.journal.refusals.append(Refusal(0, h.journal.notes[0], one.code, one.data))


def refusal_changed(h):
    one = h.journal.refusals[-1]
    h.journal.refusals.append(Refusal(0, one.note, "not-open",
                                      one.data.replace(b"refused " + one.code.encode(), b"refused not-open")))


def empty_answer(h):
    h.journal.wrong.append((0, h.journal.notes[0], 200, b""))


CASES = [
    (nothing, None), (entry_changed, "I4"), (tile_changed, "I4"), (tile_too_many, "I4"), (checkpoint_of_less, "I4"),
    (checkpoint_by_another, "I4"), (last_entries_lost, "I1"), (last_entries_lost, "I3"), (cast_left_out, "I1"),
    (cast_left_out, "I3"), (receipt_of_another, "I1"), (receipt_mangled, "I1"), (receipt_on_a_fork, "I1"),
    (receipt_on_a_fork, "I3"), (same_note_twice, "I2"), (second_ballot_counted, "I2"), (entry_of_nobody, "I2"),
    (cast_behind_the_close, "I6"), (result_changed, "I5"), (result_changed, "I6"), (choice_changed, "I5"),
    (signature_changed, "I6"), (wrong_signer, "I6"), (time_goes_back, "I8"), (size_goes_back, "I8"),
    (two_roots, "I3"), (checkpoint_ahead, "I3"), (checkpoint_seen_unsigned, "I3"), (another_receipt, "I7"),
    (refused_and_there, "I7"), (refusal_of_another, "I9"), (refusal_changed, "I9"), (empty_answer, "I9"),
]


def run(build):
    ground, crowd = founded(build, "--rounds", 1, "--within-ms", 50, seats=10)
    try:
        crowd.must_be_ready()
        crowd.round()
        checker = checker_of(crowd, proofs=True)
        yield "the checker passes a conference that is as it must be, every proof included", \
            checker.check(ground.http)
        text = (ground.folder / "log.key").read_text()
        seed = base64.b64decode(re.search(r"^seed (\S+)$", text, re.M)[1])
        forger = Forger(checker.journal, seed)
        for change, wanted in CASES:
            history = History(copy.deepcopy(checker.journal), list(checker.entries), forger)
            change(history)
            found = history.failures()
            good = wanted in found if wanted else not found
            yield f"the checker finds that {wanted} does not hold: {change.__name__}, found {sorted(found)}", good
    except Trouble as trouble:
        print(f"      {trouble}")
        yield "the checker's own test", False
    finally:
        crowd.close()
        ground.remove()
