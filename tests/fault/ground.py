"""A folder with a server in it, and a crowd against it."""

import base64
import os
import resource
import secrets
import select
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from invariants import Checker
from journal import Journal
from published import Server
from shim import Shim, cut_power

PATIENCE_S = 60


class Trouble(Exception):
    """The test could not go on."""


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def allow_cores():
    """A server must take care itself that its memory is written nowhere."""
    _, most = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (most, most))


class Lines:
    """The lines of a process, waited for."""

    def __init__(self, process, keep):
        self.process, self.keep, self.rest = process, keep, b""

    def next(self, timeout):
        """The next line, or None when the time is up; Trouble when there will be none."""
        end = time.monotonic() + timeout
        while b"\n" not in self.rest:
            left = end - time.monotonic()
            ready, _, _ = select.select([self.process.stdout], [], [], max(0, left))
            if not ready:
                return None
            data = os.read(self.process.stdout.fileno(), 65536)
            if not data:
                raise Trouble(f"{self.process.args[0]} ended with {self.process.wait()}")
            self.keep.write(data)
            self.keep.flush()
            self.rest += data
        line, _, self.rest = self.rest.partition(b"\n")
        return line.decode()


class Ground:
    """Where one log lives; the server comes and goes."""

    def __init__(self, build, program=None, shim=False, place=None, env=None):
        self.top = Path(tempfile.mkdtemp(prefix="fault-"))
        self.build, self.port = build, free_port()
        self.program = program or [build / "ballotd"]
        self.folder = place or self.top / "data"
        self.folder.mkdir(mode=0o700, exist_ok=True)
        self.durable = self.top / "durable"
        self.durable.mkdir(mode=0o700)
        self.log = self.folder / "log"
        self.code_file = self.folder / "log.set-up-code"
        self.said = self.top / "server.log"
        self.shim = Shim(self.top / "control") if shim else None
        self.env = {**os.environ, **(env or {})}
        self.server, self.code = None, None
        self.http = Server(self.port)

    # ---- The server ---------------------------------------------------------

    def environment(self):
        if not self.shim:
            return self.env
        return {**self.env, "LD_PRELOAD": str(self.build / "tests/fault/shim.so"), "SHIM_DIR": str(self.folder),
                "SHIM_DURABLE": str(self.durable), "SHIM_CONTROL": str(self.shim.path)}

    def command(self):
        return [*map(str, self.program), "--log", str(self.log), "--listen", f"127.0.0.1:{self.port}"]

    def start(self):
        """Starts the server; its output goes to a file that is searched for canaries later."""
        self.http.close()
        with open(self.said, "ab") as said:
            self.server = subprocess.Popen(self.command(), stdin=subprocess.DEVNULL, stdout=said, stderr=said,
                                           env=self.environment(), cwd=self.top, preexec_fn=allow_cores)
        return self

    def answers(self):
        """The status of /healthz once it answers; None if the server ends instead."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            if self.server.poll() is not None:
                return None
            try:
                return self.http.ask("/healthz")[0]
            except OSError:
                self.http.close()
                time.sleep(0.01)
        raise Trouble("the server does not answer")

    def start_well(self):
        self.start()
        status = self.answers()
        if status is None:
            raise Trouble(f"the server ended with {self.server.returncode}: {self.last_words()}")
        return status

    def last_words(self):
        return self.said.read_bytes()[-300:].decode(errors="replace")

    def setup_code(self):
        """What the server left beside the log at its first start."""
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            if self.code_file.exists() and self.code_file.read_text().endswith("\n"):
                self.code = self.code_file.read_text().strip()
                return self.code
            time.sleep(0.01)
        raise Trouble("no set-up code was given")

    def kill(self):
        if self.is_running():
            self.server.kill()
        self.server.wait()

    def stop(self, timeout=PATIENCE_S):
        """SIGTERM; the exit status."""
        self.server.send_signal(signal.SIGTERM)
        return self.server.wait(timeout)

    def cut_power(self, mixed=False):
        self.kill()
        cut_power(self.folder, self.durable, mixed)

    def is_running(self):
        return self.server is not None and self.server.poll() is None

    def close(self):
        if self.is_running():
            self.kill()
        self.http.close()

    def remove(self):
        self.close()
        shutil.rmtree(self.top, ignore_errors=True)


class Crowd:
    """Phones against a ground's server; see tests/crowd/crowd.c."""

    def __init__(self, ground, *options, port=None):
        self.ground = ground
        self.journal = ground.top / f"journal-{secrets.token_hex(4)}"
        self.canaries = ground.top / "canaries"
        command = [ground.build / "tests/crowd/crowd", "--port", port or ground.port, "--setup-code", ground.code,
                   "--journal", self.journal, "--canaries", self.canaries, *options]
        self.errors = open(ground.top / "crowd.errors", "ab")
        self.process = subprocess.Popen(list(map(str, command)), stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=self.errors)
        self.lines = Lines(self.process, open(ground.top / "crowd.log", "ab"))
        self.figures = {}

    def wait_ready(self, timeout=PATIENCE_S):
        """Whether it waits for leave; False when the time is up. Trouble if it fails."""
        end = time.monotonic() + timeout
        while True:
            try:
                line = self.lines.next(end - time.monotonic())
            except Trouble as trouble:
                raise Trouble(f"{trouble}: {self.complaint()}") from trouble
            if line is None:
                return False
            name, value, _ = line.split("\t")
            self.figures[name] = float(value)
            if name in ("ready", "done"):
                return True

    def must_be_ready(self):
        if not self.wait_ready():
            raise Trouble("the crowd is not done: " + self.complaint())

    def complaint(self):
        """What it said, and the last answers that prove nothing."""
        said = (self.ground.top / "crowd.errors").read_text(errors="replace")[-400:]
        odd = [line.split(" ") for line in self.journal.read_text().splitlines() if line.startswith("wrong ")]
        return said + "".join(f"answered {line[3]} {base64.b64decode(line[4])!r}\n" for line in odd[-3:])

    def go(self):
        self.process.stdin.write(b"\n")
        self.process.stdin.flush()

    def round(self):
        self.go()
        self.must_be_ready()

    def close(self):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        self.process.stdout.close()
        self.lines.keep.close()
        self.errors.close()


def checker_of(crowd, proofs=False):
    return Checker(Journal(crowd.journal), proofs)
