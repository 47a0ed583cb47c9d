"""The other end of tests/fault/shim.c: tells a server's disk and clock what to do."""

import errno
import mmap
import random
import struct

NONE, SYNC, WRITE, CUT = 0, 1, 2, 3
LAYOUT = struct.Struct("=IiiiIIIIq")
FIELDS = ("kind", "countdown", "run", "error", "failed", "syncs", "writes", "lie", "clock_s")
BLOCK = 4096


class Shim:
    """The shared struct, field by field."""

    def __init__(self, path):
        self.path = path
        path.write_bytes(bytes(BLOCK))
        with open(path, "r+b") as file:
            self.memory = mmap.mmap(file.fileno(), BLOCK)

    def read(self):
        return dict(zip(FIELDS, LAYOUT.unpack_from(self.memory)))

    def set(self, **fields):
        LAYOUT.pack_into(self.memory, 0, *{**self.read(), **fields}.values())

    def fail(self, kind, countdown, run=1, error=errno.EIO):
        """The n-th such call fails, and so do the next run - 1; run -1: all, until heal()."""
        self.set(kind=NONE)
        self.set(countdown=countdown, run=run, error=error, failed=0)
        self.set(kind=kind)

    def cut(self, countdown):
        """The power is cut before the n-th call that changes anything on the disk."""
        self.fail(CUT, countdown)

    def heal(self):
        self.set(kind=NONE)


def cut_power(folder, durable, mixed):
    """Leaves what a power cut would: what was flushed, or, mixed, any blocks of what was written after it."""
    for path in folder.iterdir():
        kept = durable / path.name
        if not kept.exists():
            if not mixed or random.random() < 0.5:
                path.unlink()
            elif not (durable / f"{path.name}.new").exists():  # Flushed before it got its name.
                path.write_bytes(mix(b"", path.read_bytes()))
            continue
        old, new = kept.read_bytes(), path.read_bytes()
        if mixed and path.name.endswith((".db", "-wal", "log")):
            path.write_bytes(mix(old, new))
        elif not mixed or random.random() < 0.5:
            path.write_bytes(old)
    for kept in durable.iterdir():
        path = folder / kept.name
        if not path.exists() and not mixed:
            path.write_bytes(kept.read_bytes())
            path.chmod(0o600)


def mix(old, new):
    """Each block that was written anew is there or not; so is a new length."""
    length = random.choice((len(old), len(new)))
    blocks = []
    for at in range(0, length, BLOCK):
        before, after = old[at:at + BLOCK], new[at:at + BLOCK]
        blocks.append(random.choice((before, after)).ljust(min(BLOCK, length - at), b"\0")[:length - at])
    return b"".join(blocks)
