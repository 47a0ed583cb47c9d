"""Disks that are full, old, copied or damaged, and clocks that are set."""

import errno
import os
import random
import re
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path

import shim
from cases_crash import founded, must_hold, no_canary
from ground import Ground, Trouble, allow_cores, checker_of

SMALL_DISK = 6 << 20


def well(case):
    """A case that yields what it finds and may meet trouble; its ground and crowd are cleared away."""
    def run(build):
        things = []
        try:
            yield from case(build, things)
        except Trouble as trouble:
            print(f"      {trouble}")
            yield f"{case.__name__}: it could not go on", False
        finally:
            for thing in reversed(things):
                (thing.remove if isinstance(thing, Ground) else thing.close)()
    return run


def refuses(ground):
    """Whether the server takes nothing in and says why, or did not start and said why."""
    status = ground.answers()
    if status is None:
        return ground.server.returncode != 0 and bool(ground.last_words().strip())
    if status != 503:
        return False
    body = ground.http.ask("/healthz")[2]
    return body.startswith(b"log-stopped\n") and len(body.splitlines()) >= 3


def serves(ground):
    return ground.answers() == 200


# ---- A full disk ------------------------------------------------------------


@well
def full_disk(build, things):
    """Refused with a reason while it is full, nothing corrupt, goes on when there is room."""
    place, unmount = small_disk()
    ground, crowd = founded(build, "--rounds", 2, "--within-ms", 100, "--give-up-ms", 40000, seats=12, shim=not place,
                            **({"place": place} if place else {}))
    things += [Unmount(unmount), ground, crowd]
    checker = checker_of(crowd)
    crowd.must_be_ready()
    crowd.round()
    yield "before the disk is full", must_hold(checker, ground, "before the disk is full")
    fill(ground, place)
    crowd.go()
    stuck = not crowd.wait_ready(2)
    yield "while the disk is full the round does not end", stuck
    said = set(re.findall(r"^mark [0-9]+ (later [1-9].*)$", crowd.journal.read_text(), re.M))
    yield f"while the disk is full it says why: {sorted(said)}", bool(said)
    if not ground.is_running():
        ground.start()
        ground.answers()
    make_room(ground, place)
    if not ground.is_running():
        ground.start_well()
    if not crowd.wait_ready(20):
        ground.kill()
        ground.start_well()
        crowd.must_be_ready()
        yield "it goes on when there is room, without a restart", False
    yield "the disk has room again", must_hold(checker, ground, "room again")
    ground.kill()
    ground.start_well()
    yield "after a restart", must_hold(checker, ground, "after a restart")
    yield "canaries on the full disk", no_canary(ground, crowd)


class Unmount:
    def __init__(self, place):
        self.place = place

    def close(self):
        if self.place:
            subprocess.run(["umount", "-l", self.place.parent], check=False)


def small_disk():
    """(a folder on a small disk, the same again), or (None, None) where none may be mounted."""
    top = Path(tempfile.mkdtemp(prefix="fault-disk-"))
    if os.geteuid() == 0 and subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK},mode=0700", "tmpfs", top],
            stderr=subprocess.DEVNULL, check=False).returncode == 0:
        return top / "data", top / "data"
    top.rmdir()
    return None, None


def fill(ground, place):
    if not place:
        ground.shim.fail(shim.WRITE, 1, run=-1, error=errno.ENOSPC)
        return
    with open(place.parent / "filler", "wb", buffering=0) as filler:
        for size in (65536, 4096, 512):
            try:
                while True:
                    filler.write(b"x" * size)
            except OSError:
                pass


def make_room(ground, place):
    if place:
        (place.parent / "filler").unlink()
    else:
        ground.shim.heal()


# ---- Old databases and clones ----------------------------------------------


def rounds_of(build, things, rounds=4, **how):
    ground, crowd = founded(build, "--rounds", rounds, "--within-ms", 50, seats=10, **how)
    things += [ground, crowd]
    crowd.must_be_ready()
    crowd.round()
    return ground, crowd


@well
def old_database(build, things):
    """Put back from before a round: refused; with the copy of the checkpoint put back too: shown."""
    ground, crowd = rounds_of(build, things)
    checker = checker_of(crowd)
    ground.stop()
    old = ground.top / "old"
    shutil.copytree(ground.folder, old)
    ground.start_well()
    crowd.round()
    yield "before the old database comes back", must_hold(checker, ground, "before")
    ground.stop()
    put_back(ground, old, ["log", "log-wal"])
    ground.start()
    yield "an old database without its checkpoint is refused", refuses(ground)
    ground.close()
    put_back(ground, old, ["log", "log-wal", "log.checkpoint"])
    ground.start()
    if not serves(ground):
        yield "an old database with its checkpoint is refused", refuses(ground)
        return
    yield "an old database with its checkpoint is shown", \
        shown(checker_of(crowd), ground, {"I1", "I3"})


def put_back(ground, old, names):
    for name in names:
        (ground.folder / name).unlink(missing_ok=True)
        if (old / name).exists():
            shutil.copy2(old / name, ground.folder / name)


def shown(checker, ground, wanted):
    """Whether the checker finds these broken."""
    checker.check(ground.http)
    return wanted <= {which for which, _ in checker.failures}


@well
def cloned_server(build, things):
    """Two servers with one key: the second on the same file is refused; on a copy, the fork is shown."""
    ground, crowd = rounds_of(build, things)
    second = Ground(build, place=ground.folder)
    things.append(second)
    second.start()
    yield "a second server on the same log is refused", refuses(second)
    second.close()
    ground.stop()
    clone = Ground(build)
    things.append(clone)
    shutil.copytree(ground.folder, clone.folder, dirs_exist_ok=True)
    ground.start_well()
    crowd.round()
    clone.start_well()
    yield "a clone that stayed behind is shown", shown(checker_of(crowd), clone, {"I1", "I3"})
    yield "the first still serves all", must_hold(checker_of(crowd), ground, "beside a clone")


# ---- Damage -----------------------------------------------------------------


@well
def damage(build, things):
    """A flipped bit or a torn end in any file: refused, or served right."""
    ground, crowd = rounds_of(build, things)
    crowd.round()
    ground.kill()
    sound = ground.top / "sound"
    shutil.copytree(ground.folder, sound)
    checker = checker_of(crowd)
    for name in sorted(path.name for path in sound.iterdir()):
        for what, change in [(f"bit {n}", flip) for n in range(1, 9)] + [(f"tear {n}", tear) for n in range(1, 5)]:
            shutil.rmtree(ground.folder)
            shutil.copytree(sound, ground.folder)
            change(ground.folder / name)
            ground.start()
            if serves(ground):
                good = must_hold(checker, ground, f"{name}, {what}")
            else:
                good = refuses(ground)
            ground.close()
            yield f"{name}, {what}: refused or served right", good


def flip(path):
    data = bytearray(path.read_bytes())
    if data:
        data[random.randrange(len(data))] ^= 1 << random.randrange(8)
    path.write_bytes(data)


def tear(path):
    data = path.read_bytes()
    path.write_bytes(data[:random.randrange(len(data) + 1)])


# ---- Clocks ------------------------------------------------------------------


@well
def clocks(build, things):
    """A little back: times stay; far back: refused until it is right again; forward and back: the same."""
    ground, crowd = rounds_of(build, things, rounds=5, shim=True)
    checker = checker_of(crowd)
    yield "before the clock is set", must_hold(checker, ground, "before")
    ground.shim.set(clock_s=-60)
    crowd.round()
    yield "a minute back", must_hold(checker, ground, "a minute back")
    ground.shim.set(clock_s=0)
    crowd.round()
    yield "right again", must_hold(checker, ground, "right again")
    ground.shim.set(clock_s=100)
    crowd.round()
    ground.shim.set(clock_s=0)
    crowd.round()
    yield "forward and back", must_hold(checker, ground, "forward and back")
    ground.kill()
    ground.start_well()
    yield "after a restart", must_hold(checker, ground, "after a restart")


# ---- The close ------------------------------------------------------------------


@well
def race_close(build, things):
    """200 clients and the end of the vote at one moment."""
    ground, crowd = founded(build, "--rounds", 2, "--within-ms", 60, "--connections", 200, "--race-close", seats=200)
    things += [ground, crowd]
    checker = checker_of(crowd)
    crowd.must_be_ready()
    refused = 0
    for number in (1, 2):
        crowd.round()
        refused += crowd.figures["refused"]
        yield f"round {number} that was closed in the middle", must_hold(checker, ground, "a race with the close")
        yield f"round {number}: every phone knows", all(
            note.receipts or note.refusals for note in checker.journal.notes)
    yield "some came too late", refused > 0


# ---- Cores --------------------------------------------------------------------


@well
def core_dump(build, things):
    """A server that crashes leaves no memory behind, though it might."""
    ground, crowd = rounds_of(build, things)
    if not leaves_core(ground):
        print("      no program leaves a core here, so nothing is tried")
        return
    crowd.go()
    time.sleep(0.1)
    ground.server.send_signal(signal.SIGSEGV)
    ground.server.wait()
    yield "a crash leaves no core", not list(ground.top.glob("core*"))
    ground.start_well()
    crowd.must_be_ready()
    yield "and loses nothing", must_hold(checker_of(crowd), ground, "after a crash")
    yield "canaries after a crash", no_canary(ground, crowd)


def leaves_core(ground):
    """Whether a program that does nothing about it leaves one; it is taken away."""
    other = subprocess.Popen(["sleep", "60"], cwd=ground.top, preexec_fn=allow_cores)
    time.sleep(0.2)
    other.send_signal(signal.SIGSEGV)
    other.wait()
    cores = list(ground.top.glob("core*"))
    for core in cores:
        core.unlink()
    return bool(cores)


@well
def sanitized(build, things):
    """A crowd against a server under a sanitizer, which must have nothing to say."""
    ground, crowd = founded(build, "--rounds", 4, "--within-ms", 300, "--connections", 64, seats=60)
    things += [ground, crowd]
    checker = checker_of(crowd)
    crowd.must_be_ready()
    for number in range(1, 5):
        crowd.round()
        yield f"round {number} under {build.name}", must_hold(checker, ground, f"under {build.name}")
        if number == 2:
            status = ground.stop()
            yield f"SIGTERM under {build.name}: exit status {status}", status == 0
            ground.start_well()
    status = ground.stop()
    said = ground.said.read_text(errors="replace")
    quiet = status == 0 and "Sanitizer" not in said and "runtime error" not in said
    if not quiet:
        print(said[-3000:])
    yield f"{build.name} found nothing", quiet
