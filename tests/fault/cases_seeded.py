"""Servers with a fault: each is found, and the same program without it is not."""

import contextlib
import random
import sqlite3
import time

from cases_crash import checker_of, founded, must_hold
from cases_disk import refuses
from ground import Trouble

TRIES = 12


def seeded(build, fault):
    return {"program": [build / "tests/fault/ballotd_seeded"], "env": {"SEEDED_FAULT": fault}}


def found_by(build, fault, wanted, options, break_off):
    """(whether the checker found it, what it found): in as many logs as it takes."""
    found = set()
    for _ in range(TRIES):
        ground, crowd = founded(build, "--rounds", 3, *options, **seeded(build, fault))
        try:
            crowd.must_be_ready()
            checker = checker_of(crowd)
            crowd.go()
            break_off(ground, crowd)
            checker.check(ground.http)
            found |= {which for which, _ in checker.failures}
        except Trouble as trouble:
            # A server that does not start again has lost what it acknowledged, and says so.
            print(f"      {trouble}")
        finally:
            crowd.close()
            ground.remove()
        if wanted in found:
            return True, found
    return False, found


def kill_in_round(ground, crowd):
    crowd.wait_ready(random.uniform(0.05, 0.25))
    ground.kill()
    ground.env["SEEDED_FAULT"] = "none"  # So that what is looked at afterwards was done before.
    ground.start_well()
    time.sleep(0.1)


def wait_for_round(_ground, crowd):
    try:
        crowd.wait_ready(20)
    except Trouble:
        pass  # The phones may have seen it too.


FAULTS = [
    ("early-answer", "I1", ["--within-ms", 250], kill_in_round),
    ("early-checkpoint", "I3", ["--within-ms", 250], kill_in_round),
    ("no-dedup", "I7", ["--within-ms", 100], wait_for_round),
    ("late-cast", "I6", ["--within-ms", 100, "--race-close"], wait_for_round),
]


def run(build):
    for fault, wanted, options, break_off in FAULTS:
        good, found = found_by(build, fault, wanted, options, break_off)
        yield f"a server with the fault {fault} is found to break {wanted} (found: {sorted(found)})", good
    yield from without(build)
    yield from lying_disk(build)


def without(build):
    """The same program without a fault."""
    ground, crowd = founded(build, "--rounds", 1, "--within-ms", 100, **seeded(build, "none"))
    try:
        crowd.must_be_ready()
        crowd.round()
        yield "the same program without a fault passes", must_hold(checker_of(crowd), ground, "no fault")
    finally:
        crowd.close()
        ground.remove()


def lying_disk(build):
    """As with synchronous=NORMAL: the journal is not flushed at a commit. What a power cut takes is missed."""
    ground, crowd = founded(build, "--rounds", 2, "--within-ms", 100, shim=True)
    try:
        crowd.must_be_ready()
        checker = checker_of(crowd)
        ground.shim.set(lie=1)
        crowd.round()
        yield "before the power cut nothing is missed", must_hold(checker, ground, "before the power cut")
        ground.cut_power()
        ground.start()
        yield "a log that a power cut shortened is refused", refuses(ground)
        ground.close()
        forget_copy(ground)
        ground.start_well()
        checker.check(ground.http)
        found = {which for which, _ in checker.failures}
        yield f"if the server could not know it, the phones do (found: {sorted(found)})", {"I1", "I3"} <= found
    finally:
        crowd.close()
        ground.remove()


def forget_copy(ground):
    """Puts the checkpoint that the shortened database has in place of the copy that knows better."""
    with contextlib.closing(sqlite3.connect(ground.log)) as database:
        text, = database.execute("SELECT note FROM checkpoint").fetchone()
    (ground.folder / "log.checkpoint").write_bytes(text)
