#!/usr/bin/env python3
"""Runs the verifier over everything recorded in a folder of vectors: one line for each case, ok or FAIL."""

import json
import sys
from pathlib import Path

import reproduce
from log import Bundle
from verify import FAILED, Verifier


def verify(path, receipt=None):
    return Verifier(Bundle(path.read_bytes()), receipt.read_bytes() if receipt else None).run()


def vector_cases(folder):
    log = verify(folder / "protocol.bundle")
    secrets = json.loads((folder / "protocol.secrets.json").read_text())
    vectors = json.loads((folder / "protocol.json").read_text())
    yield "protocol.bundle passes", log.passed()
    yield from reproduce.check_vectors(vectors, log, secrets["origin"])
    yield from reproduce.check_secrets(secrets, log)


def conference_case(folder):
    """conference.bundle passes, and its results are what its ballots say, by seat and choice."""
    log = verify(folder / "conference.bundle")
    secrets = json.loads((folder / "conference.secrets.json").read_text())
    choices = [ballot["choices"] for ballot in secrets["ballots"]]
    said = [found for found in log.replay.state.rounds.values() if found.secret()]
    expected = [[row.count(option) for option in range(3)] for row in zip(*choices)]
    yield "conference.bundle passes", log.passed()
    yield "conference.bundle has its ballots' counts", [found.counts for found in said] == [expected]


def tampered_cases(folder):
    for case in json.loads((folder / "tampered.json").read_text()):
        name = case["name"]
        log = verify(folder / f"{name}.bundle", folder / f"{name}.tlog-proof" if case["receipt"] else None)
        failed = [(number, check.code, check.entry) for number, check in sorted(log.checks.items())
                  if check.status == FAILED]
        wanted = [(case["check"], case["refusal"], case.get("entry"))]
        yield f"{name}: {case['what']}", failed == wanted and not log.passed()
        if failed != wanted:
            print(f"      {name}: wanted {wanted}, found {failed}")


def main():
    folder = Path(sys.argv[1])
    for cases in (vector_cases(folder), conference_case(folder / "bundles"), tampered_cases(folder / "bundles")):
        for name, good in cases:
            print(f"{'ok   ' if good else 'FAIL '} {name}", flush=True)


if __name__ == "__main__":
    main()
