#!/usr/bin/env python3
"""Verifies a bundle by docs/protocol.md alone, and prints the 18 checks and the results.

    verify.py [--receipt FILE] [BUNDLE]      standard input without BUNDLE

Exit status: 0 passed, 1 did not pass, 2 not a bundle or wrong usage.
"""

import argparse
import sys
from collections import namedtuple
from pathlib import Path

from events import Refused
from group import transcript_hash
from log import (COSIGNATURE, ED25519, Bundle, Checkpoint, Malformed, Receipt, Tree, leaf_hash, parse_base64,
                 root_from_inclusion, sha256)
from replay import Replay

CODES = {
    2: "policy policy-in-use cosignatures",
    3: "too-large form unknown-type other-log wrong-signers bad-signature genesis specification replay no-such-entry",
    4: "seen seen-too-old",
    5: "no-current-key post-exists post-unknown post-retired post-voting key-used roll-frozen invitation-old "
       "invitation-used tags present-already not-present presence-chain",
    6: "ceremony-numbers ceremony-trustees ceremony-replaces ceremony-in-use ceremony-stage ceremony-index "
       "ceremony-twice ceremony-length ceremony-encoding ceremony-proof ceremony-transcript complaint-false key-other",
    7: "paper-exists paper-version paper-options paper-rule paper-weights paper-write-in paper-margin paper-rows "
       "paper-too-large paper-cap paper-recusals paper-hands paper-follows open-already",
    8: "roll-hash open-many no-quorum short-notice headcount procedure key-not-ready roll-small followed-twice",
    9: "time-back clock session-exists session-unknown session-running session-not-running session-ended "
       "session-has-ballots no-voters not-open not-closed close-early",
    10: "ballot-kind ballot-length ballot-form ballot-proof ballot-marks",
    11: "not-on-roll vote-not-present ballot-copy attempt attempts-many voted voted-old-card",
    12: "has-sheet hands hands-missing sheet-voted sheet-recused sheets-many sheets-few sheets-serial",
    13: "share-proof",
    14: "share-logged share-none share-trustee share-twice share-length share-encoding countable result-shares",
    15: "result-form result-counts result-too-few",
    16: "result-verdict not-counted sign-off-twice sign-offs-few practice",
}
CHECK_OF = {code: check for check, codes in CODES.items() for code in codes.split()}

PASSED, FAILED, NOT_REACHED = "passed", "failed", "not reached"
Check = namedtuple("Check", "status code entry note", defaults=(None, None, ""))
REACHES_ALL = {check: Check(PASSED) for check in range(3, 17)}


class Verifier:
    """One run over one bundle; `checks` maps 1..18 to a Check."""

    def __init__(self, bundle, receipt=None):
        self.bundle, self.receipt, self.replay, self.checks = bundle, receipt, Replay(), {}
        self.seen_texts, self.members_left_out, self.refused = set(), 0, None
        self.tree = Tree()
        for group in bundle.groups:
            self.tree.append(leaf_hash(group.entry))

    def run(self):
        self.replay_all()
        self.check_entries()
        self.checks[1] = self.check_checkpoint()
        if 2 not in self.checks:
            self.checks[2] = self.check_witnesses()
        if 17 not in self.checks:
            self.checks[17] = self.check_texts()
        self.checks[18] = self.check_receipt()
        return self

    def passed(self):
        return all(check.status != FAILED for check in self.checks.values()) and all(
            self.checks[number].status == PASSED for number in range(1, 18))

    # Entries: V3 to V16, and V2 and V17 where they fail at an entry.

    def replay_all(self):
        for index, group in enumerate(self.bundle.groups):
            try:
                event = self.replay.take(group.entry)
            except Refused as refused:
                self.refused = (index, refused.code)
                return
            if not self.take_texts(event, group) and 17 not in self.checks:
                self.checks[17] = Check(FAILED, "blob", index)
            if event.type in ("genesis", "policy") and self.is_policy_unreadable():
                self.refused = (index, "policy")
                return

    def is_policy_unreadable(self):
        try:
            self.replay.policy()
        except Malformed:
            return True
        return False

    def check_entries(self):
        self.checks.update(REACHES_ALL)
        if self.refused is None:
            return
        index, code = self.refused
        failed = CHECK_OF[code]
        for number in range(max(3, failed + 1), 17):
            self.checks[number] = Check(NOT_REACHED)
        self.checks[failed] = Check(FAILED, code, index)

    # Texts and names: V17.

    def take_texts(self, event, group):
        """Takes in what stands behind an entry; whether it is what must stand there (11.1)."""
        blobs = list(group.blobs)
        for blob in event.blobs:
            is_policy = event.type in ("genesis", "policy") and blob is event["policy"]
            if blob.hash in self.seen_texts and not is_policy:
                continue
            if blobs and len(blobs[0]) == blob.length and sha256(blobs[0]) == blob.hash:
                self.seen_texts.add(blob.hash)
                if is_policy:
                    self.replay.take_policy_text(blobs[0])
                blobs.pop(0)
            elif blob.visible == "public":
                return False
            else:
                self.members_left_out += 1
        return not blobs and self.name_matches(event, group.name)

    def name_matches(self, event, name):
        if name is None:
            return True
        line, _, record = name.partition(b"\n")
        try:
            salt = parse_base64(line.removeprefix(b"salt ").decode())
        except (Malformed, UnicodeDecodeError):
            return False
        return line.startswith(b"salt ") and len(salt) == 16 and event.type == "post" and transcript_hash(
            "name", salt, record) == event["name"]

    def check_texts(self):
        if self.refused:
            return Check(NOT_REACHED)
        return Check(PASSED, note=f"{self.members_left_out} texts of members left out")

    # The checkpoint: V1 and V2.

    def check_checkpoint(self):
        state, failed = self.replay.state, Check(FAILED, "root")
        try:
            checkpoint = Checkpoint(self.bundle.checkpoint)
        except Malformed:
            return failed
        if checkpoint.size != len(self.tree.leaves) or checkpoint.root != self.tree.roots[-1]:
            return failed
        if state.log_key is None:
            return Check(NOT_REACHED)
        return Check(PASSED) if self.signed_by_log(checkpoint) else failed

    def signed_by_log(self, checkpoint):
        state = self.replay.state
        try:
            return state.log_key is not None and checkpoint.origin == state.origin and bool(
                checkpoint.signed_by([(state.origin, ED25519, state.log_key)]))
        except Malformed:
            return False

    def check_witnesses(self):
        state = self.replay.state
        if self.refused or self.checks[1].status != PASSED:
            return Check(NOT_REACHED)
        if state.policy is None:
            return Check(PASSED, note="no policy is in force")
        policy = self.replay.policy()
        if policy is None:
            return Check(NOT_REACHED)
        checkpoint = Checkpoint(self.bundle.checkpoint)
        witnesses = list(policy.witnesses.values())
        logs = [key for key in policy.logs if key[0] == checkpoint.origin]
        try:
            signed = checkpoint.signed_by(witnesses + logs)
        except Malformed:
            return Check(FAILED, "cosignatures")
        cosigners = [key for key in witnesses if key in signed]
        demands = "a quorum" if policy.quorum != "none" else "none"
        note = f"{len(witnesses)} witnesses, {len(cosigners)} cosigned, {demands} demanded"
        if not policy.is_satisfied(cosigners) or policy.logs and not any(key in signed for key in logs):
            return Check(FAILED, "cosignatures", note=note)
        return Check(PASSED, note=note)

    # A receipt: V18.

    def check_receipt(self):
        if self.receipt is None:
            return Check(NOT_REACHED)
        try:
            receipt = Receipt(self.receipt)
        except Malformed:
            return Check(FAILED, "receipt")
        index = receipt.index
        if receipt.checkpoint is None:
            return Check(FAILED, "receipt", index)
        size = receipt.checkpoint.size
        signed = self.signed_by_log(receipt.checkpoint)
        if signed and size > len(self.tree.leaves):
            return Check(NOT_REACHED, note="the receipt is newer than this copy")
        if not signed or index >= size:
            return Check(FAILED, "receipt", index)
        if receipt.checkpoint.root != self.tree.roots[size]:
            return Check(FAILED, "receipt", index, "a split view: the log signed two roots of one size")
        leaf = self.tree.leaves[index]
        if root_from_inclusion(leaf, index, size, receipt.path) != receipt.checkpoint.root:
            return Check(FAILED, "receipt", index)
        return Check(PASSED)


# ---- Printing -----------------------------------------------------------------------------------


def print_checks(verifier):
    for number in range(1, 19):
        check = verifier.checks[number]
        parts = [f"V{number}", check.status]
        if check.code:
            parts.append(check.code)
        if check.entry is not None:
            parts.append(f"entry {check.entry}")
        if check.note:
            parts.append(f"({check.note})")
        print(" ".join(parts))


def print_results(verifier):
    for found in verifier.replay.state.rounds.values():
        paper = found.paper
        print(f"paper {paper['paper']} version {paper['version']} opened {found.index} {found.stage}")
        if found.result is None:
            continue
        election = paper["kind"] == "election"
        for number, counts in enumerate(found.counts, 1):
            said = "too few" if counts is None else " ".join(
                f"{option} {count}" for option, count in zip(paper.options, counts))
            verdicts = (found.verdict.fates or [found.verdict.verdict] * len(paper.rows)) if election \
                else found.verdict
            print(f"  row {paper.rows[number - 1][0]}: {said}: {verdicts[number - 1]}")
        if election:
            print(f"  {found.verdict.verdict}, next {found.verdict.next_step}, "
                  f"open seats {found.verdict.open_seats}")


def main():
    parser = argparse.ArgumentParser(description="Verifies a bundle.")
    parser.add_argument("--receipt", type=Path)
    parser.add_argument("bundle", type=Path, nargs="?")
    options = parser.parse_args()
    data = options.bundle.read_bytes() if options.bundle else sys.stdin.buffer.read()
    try:
        bundle = Bundle(data)
    except Malformed as error:
        print(f"not a bundle: {error}", file=sys.stderr)
        return 2
    receipt = options.receipt.read_bytes() if options.receipt else None
    verifier = Verifier(bundle, receipt).run()
    print_checks(verifier)
    print_results(verifier)
    print("the log passes" if verifier.passed() else "the log does not pass")
    return 0 if verifier.passed() else 1


if __name__ == "__main__":
    sys.exit(main())
