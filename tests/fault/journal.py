"""Reads what phones wrote down (tests/crowd/journal.h), as it grows."""

import base64
from collections import namedtuple

Receipt = namedtuple("Receipt", "ms note data")
Refusal = namedtuple("Refusal", "ms note code data")
Seen = namedtuple("Seen", "ms data")


class Note:
    """A note that somebody sent, and what was heard of it."""

    def __init__(self, number, who, data):
        self.number, self.who, self.data, self.choices = number, who, data, None
        self.sent, self.receipts, self.refusals, self.lost = 0, [], [], []
        self.receipt_ms = None  # of the first


class Journal:
    """One file; read() takes in what has been added."""

    def __init__(self, path):
        self.path, self.at = path, 0
        self.origin, self.key = None, None
        self.notes, self.receipts, self.refusals, self.checkpoints, self.wrong = [], [], [], [], []

    def read(self):
        with open(self.path, "rb") as file:
            file.seek(self.at)
            data = file.read()
        whole = data.rfind(b"\n") + 1
        self.at += whole
        for line in data[:whole].decode("ascii").splitlines():
            words = line.split(" ")
            getattr(self, "take_" + words[0].partition("/")[0].replace("-", "_"))(*words[1:])
        return self

    def take_crowd_journal(self):
        pass

    def take_log(self, origin, key):
        self.origin, self.key = origin, base64.b64decode(key)

    def take_note(self, number, who, data):
        if int(number) != len(self.notes):
            raise ValueError(f"note {number} of {self.path} is out of order")
        self.notes.append(Note(int(number), who, base64.b64decode(data)))

    def take_choice(self, number, *choices):
        self.notes[int(number)].choices = [int(choice) for choice in choices]

    def take_sent(self, _ms, number):
        self.notes[int(number)].sent += 1

    def take_receipt(self, ms, number, data):
        note = self.notes[int(number)]
        receipt = Receipt(int(ms), note, base64.b64decode(data))
        note.receipts.append(receipt)
        note.receipt_ms = note.receipt_ms or int(ms)
        self.receipts.append(receipt)

    def take_refused(self, ms, number, code, data):
        note = self.notes[int(number)]
        refusal = Refusal(int(ms), note, code, base64.b64decode(data))
        note.refusals.append(refusal)
        self.refusals.append(refusal)

    def take_later(self, *_words):
        pass

    def take_lost(self, ms, number, how):
        self.notes[int(number)].lost.append((int(ms), how))

    def take_wrong(self, ms, number, status, data):
        self.wrong.append((int(ms), self.notes[int(number)], int(status), base64.b64decode(data)))

    def take_checkpoint(self, ms, data):
        self.checkpoints.append(Seen(int(ms), base64.b64decode(data)))

    def take_mark(self, *_words):
        pass
