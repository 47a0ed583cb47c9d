"""Servers that are killed, cut off and told to stop while a crowd votes."""

import random
import time

import shim
from ground import Crowd, Ground, Trouble, checker_of

ROUNDS_OF_A_LOG = 15
SEATS = 24


def founded(build, *options, seats=SEATS, **how):
    """A ground with a crowd that waits for its first round."""
    ground = Ground(build, **how)
    try:
        ground.start_well()
        ground.setup_code()
        crowd = Crowd(ground, "--seats", seats, "--step", "--retry-max-ms", 50, "--watch-ms", 7, *options)
    except Trouble:
        ground.remove()
        raise
    return ground, crowd


def must_hold(checker, ground, when):
    """Whether all invariants hold; else says which do not."""
    if not checker.check(ground.http):
        print(f"      {when}:")
        checker.report(lambda line: print("      " + line))
        return False
    return True


def break_in_founding(ground, crowd, break_off):
    """Breaks the server off twice before the ballot box is locked, once the conference is founded."""
    while not crowd.journal.exists() or b"\nreceipt" not in crowd.journal.read_bytes():
        if crowd.wait_ready(0.02):
            return
    for _ in range(2):
        time.sleep(random.uniform(0, 0.2))
        break_off(ground)
        ground.start_well()


def broken_rounds(build, count, break_off, name, **how):
    """Rounds in each of which break_off(ground) comes at a random moment; yields (what, whether it is well)."""
    done = hit = 0
    while done < count:
        rounds = min(ROUNDS_OF_A_LOG, count - done)
        ground, crowd = founded(build, "--rounds", rounds, "--within-ms", 250, **how)
        checker = checker_of(crowd)
        try:
            break_in_founding(ground, crowd, break_off)
            crowd.must_be_ready()
            took_s = 0.5
            for number in range(rounds):
                start = time.monotonic()
                crowd.go()
                ready = crowd.wait_ready(random.uniform(0, took_s))
                broke = time.monotonic()
                break_off(ground)
                ground.start_well()
                restarted = time.monotonic() - broke
                hit += not ready
                if not ready:
                    crowd.must_be_ready()
                took_s = max(0.3, 0.7 * took_s + 0.3 * (time.monotonic() - start - restarted))
                yield f"{name}, round {done + number + 1}", must_hold(checker, ground, f"round {done + number + 1}")
            yield f"{name}: the canaries after {rounds} rounds", no_canary(ground, crowd)
        except Trouble as trouble:
            print(f"      {trouble}")
            yield f"{name}: a log's {rounds} rounds", False
        finally:
            crowd.close()
            ground.remove()
        done += rounds
    yield f"{name}: {hit} of {count} came in the middle of a vote", 4 * hit >= count


def kill_rounds(build, count):
    return broken_rounds(build, count, Ground.kill, "kill -9")


def power_rounds(build, count):
    """A power cut leaves what was flushed, and of the rest any part or nothing."""
    return broken_rounds(build, count, lambda ground: ground.cut_power(mixed=random.random() < 0.7), "power cut",
                         shim=True)


# ---- Being told to stop ------------------------------------------------------


def stop_rounds(build, count):
    """SIGTERM under load: what was read is answered, and the exit status is 0."""
    def stop(ground):
        begun = time.time() * 1000
        status = ground.stop(20)
        if status != 0:
            raise Trouble(f"SIGTERM: the exit status is {status}")
        stopped.append((begun, log_size(ground)))

    stopped = []
    ground, crowd = founded(build, "--rounds", count, "--within-ms", 100, "--connections", 24)
    checker = checker_of(crowd)
    try:
        crowd.must_be_ready()
        for number in range(count):
            crowd.go()
            ready = crowd.wait_ready(random.uniform(0.02, 0.2))
            stop(ground)
            ground.start_well()
            if not ready:
                crowd.must_be_ready()
            yield f"SIGTERM, round {number + 1}", must_hold(checker, ground, f"round {number + 1}")
            yield f"SIGTERM, round {number + 1}: all that was taken in was answered", \
                all_answered(checker, *stopped[-1])
    except Trouble as trouble:
        print(f"      {trouble}")
        yield "SIGTERM under load", False
    finally:
        crowd.close()
        ground.remove()


def log_size(ground):
    """How many entries the stopped server's checkpoint speaks of."""
    return int((ground.folder / "log.checkpoint").read_text().splitlines()[1])


def all_answered(checker, begun_ms, size):
    """Whether nobody's connection was closed, from this moment on, before the receipt for what had been taken in."""
    late = [note for note, index, _ in checker.receipts if index < size and any(
        how == "closed" and begun_ms - 1 <= ms < note.receipt_ms for ms, how in note.lost)]
    for note in late[:3]:
        print(f"      {note.who} was taken in and not answered: note {note.number}")
    return not late


# ---- Canaries ------------------------------------------------------------------


def forms(secret):
    """A secret's bytes, and its hex and base64."""
    import base64
    return [secret, secret.hex().encode(), base64.b64encode(secret).rstrip(b"=")[:-1]]


def no_canary(ground, crowd):
    """I10: no secret of anybody in what the server keeps and says, nor its own but in its key file."""
    secrets = [bytes.fromhex(line) for line in crowd.canaries.read_text().split()]
    if len(secrets) < 20:
        return False
    key = next(line.split()[1] for line in (ground.folder / "log.key").read_text().splitlines()
               if line.startswith("seed "))
    import base64
    own = [base64.b64decode(key), ground.code.encode()]
    files = [path for path in ground.folder.iterdir() if path.is_file()]
    bad = []
    for path in files + [ground.said, *ground.top.glob("core*")]:
        data = path.read_bytes()
        bad += [path.name for secret in secrets if any(form in data for form in forms(secret))]
        if path.name not in ("log.key", "log.set-up-code"):
            bad += [path.name for secret in own if any(form in data for form in forms(secret))]
    if bad:
        print(f"      secrets stand in {sorted(set(bad))}")
    return not bad


# ---- The n-th call fails -------------------------------------------------------


def failing_calls(build, kind, name, most):
    """The n-th flush or write of a short round fails, for every n of it; then the power is cut."""
    ground, crowd = founded(build, "--rounds", most, "--within-ms", 20, "--give-up-ms", 30000, seats=6, shim=True)
    checker = checker_of(crowd)
    try:
        crowd.must_be_ready()
        for number in range(1, most + 1):
            ground.shim.fail(kind, number)
            crowd.go()
            failed = ride_out(ground, crowd)
            ground.shim.heal()
            ground.cut_power()
            ground.start_well()
            yield f"{name} {number} fails", must_hold(checker, ground, f"{name} {number}")
            if not failed:
                print(f"      a round has {number - 1} of them")
                break
        else:
            yield f"{name}: more than {most} in a round", False
    except Trouble as trouble:
        print(f"      {trouble}")
        yield f"{name}: the round goes on after it", False
    finally:
        crowd.close()
        ground.remove()


def ride_out(ground, crowd):
    """Until the round is done; a server that ends is started again. Whether a call failed."""
    end = time.monotonic() + 60
    while not crowd.wait_ready(0.05):
        if time.monotonic() > end:
            raise Trouble("the round does not end; the server last said: " + ground.last_words())
        if not ground.is_running():
            ground.start_well()
    return ground.shim.read()["failed"] > 0


def failing_start(build, kind, name, most):
    """The n-th flush or write of a server's first start fails: it starts or says why, and the next start goes on."""
    for number in range(1, most + 1):
        ground = Ground(build, shim=True)
        crowd = None
        try:
            ground.shim.fail(kind, number)
            ground.start()
            status = ground.answers()
            failed = ground.shim.read()["failed"]
            ground.shim.heal()
            yield f"first start, {name} {number} fails: it says why", status is not None or bool(ground.last_words())
            if status is None:
                ground.cut_power()
                ground.start_well()
            crowd = Crowd(ground, "--seats", 3, "--rounds", 0) if ground.setup_code() else None
            crowd.must_be_ready()
            yield f"first start, {name} {number} fails: a conference can be founded", \
                must_hold(checker_of(crowd), ground, f"first start, {name} {number}")
            if not failed:
                break
        except Trouble as trouble:
            print(f"      {name} {number}: {trouble}")
            yield f"first start, {name} {number} fails: the next start", False
        finally:
            if crowd:
                crowd.close()
            ground.remove()
    else:
        yield f"first start: more than {most} of {name}", False


def cut_starts(build, most=200):
    """The power is cut at every step of a server's first start: the next start goes on, and a conference is founded.

    Once with what was flushed, once with any part of the rest; nothing is cleared away between.
    """
    for number in range(1, most + 1):
        for mixed in (False, True):
            what = f"first start, cut at step {number}{', mixed' if mixed else ''}"
            ground = Ground(build, shim=True)
            crowd = None
            try:
                ground.shim.cut(number)
                ground.start()
                status = ground.answers()
                ground.shim.heal()
                ground.cut_power(mixed)
                ground.start_well()
                ground.setup_code()
                crowd = Crowd(ground, "--seats", 3, "--rounds", 0)
                crowd.must_be_ready()
                yield what, must_hold(checker_of(crowd), ground, what)
            except Trouble as trouble:
                print(f"      {what}: {trouble}")
                yield what, False
            finally:
                if crowd:
                    crowd.close()
                ground.remove()
        if status is not None:
            print(f"      a first start has {number - 1} steps")
            return
    yield f"first start: more than {most} steps", False


def failing_starts(build):
    yield from failing_start(build, shim.SYNC, "flush", 60)
    yield from failing_start(build, shim.WRITE, "write", 200)


def failing_flushes(build):
    return failing_calls(build, shim.SYNC, "flush", 400)


def failing_writes(build):
    return failing_calls(build, shim.WRITE, "write", 600)
