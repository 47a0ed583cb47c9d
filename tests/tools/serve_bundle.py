#!/usr/bin/env python3
"""Goal: a server of a recorded log for shell tests, honest or not.

    serve_bundle.py BUNDLE FAULTS PORT-FILE

Serves checkpoint, bundles of entries and texts of a bundle file on a loopback
port, which it writes into PORT-FILE. Bundle and FAULTS are read anew for every
request, so that a test can replace them. FAULTS holds words:

    busy          503 with Retry-After, every second request
    cut           half of every second answer
    tamper        one byte of entry 3 is another
    short         the bundles end too early
    no-texts      404 for every text
    other-text    another text in place of each
    empty         404 for the checkpoint
    garbage       no checkpoint, but words
    huge          a checkpoint that claims 2^40 entries
    many          one that claims two million, and entries without end
    full-only     404 for partial bundles
Every request's path goes to standard output, a line each.
"""

import hashlib
import re
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

TYPE = "application/octet-stream"


def parts(data):
    """The parts of a bundle, each with its kind."""
    at = data.index(b"\n") + 1
    while not data.startswith(b"end\n", at):
        end = data.index(b"\n", at)
        kind, length = data[at:end].split(b" ")
        start = end + 1
        yield kind.decode(), data[start : start + int(length)]
        at = start + int(length) + 1


class Log:
    def __init__(self, path):
        self.entries, self.texts, self.checkpoint = [], {}, b""
        with open(path, "rb") as file:
            for kind, data in parts(file.read()):
                if kind == "checkpoint":
                    self.checkpoint = data
                elif kind == "entry":
                    self.entries.append(data)
                elif kind == "blob":
                    self.texts[hashlib.sha256(data).hexdigest()] = data


def entry_bundle(log, path, faults):
    match = re.fullmatch(r"/tile/entries/((?:x\d{3}/)*\d{3})(?:\.p/(\d+))?", path)
    if not match or ("full-only" in faults and match[2]):
        return None
    index = int(match[1].replace("x", "").replace("/", ""))
    width = int(match[2] or 256)
    chosen = log.entries[256 * index : 256 * index + width]
    if "many" in faults:
        chosen = [log.entries[(256 * index + i) % len(log.entries)] for i in range(width)]
    if len(chosen) < width and "full-only" not in faults:
        return None
    if "full-only" in faults:
        chosen += [b"beyond"] * (width - len(chosen))
    if "tamper" in faults and index == 0:
        chosen[3] = chosen[3][:-9] + bytes([chosen[3][-9] ^ 1]) + chosen[3][-8:]
    if "short" in faults:
        chosen.pop()
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in chosen)


def find(log, path, faults):
    if path == "/checkpoint":
        if "empty" in faults:
            return None
        if "garbage" in faults:
            return b"welcome\n"
        for fault, size in (("huge", b"1099511627776"), ("many", b"2000000")):
            if fault in faults:
                lines = log.checkpoint.split(b"\n")
                return b"\n".join([lines[0], size] + lines[2:])
        return log.checkpoint
    if path.startswith("/text/"):
        if "no-texts" in faults:
            return None
        text = log.texts.get(path[6:])
        return text[::-1] if text and "other-text" in faults else text
    return entry_bundle(log, path, faults)


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    count = 0

    def do_GET(self):
        Handler.count += 1
        print(self.path, flush=True)
        with open(sys.argv[2], encoding="ascii") as file:
            faults = file.read().split()
        every_second = Handler.count % 2 == 0
        if "busy" in faults and every_second:
            self.send_response(503)
            self.send_header("Retry-After", "0")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        body = find(Log(sys.argv[1]), self.path, faults)
        self.send_response(404 if body is None else 200)
        body = body or b""
        self.send_header("Content-Type", TYPE)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if "cut" in faults and every_second:
            self.wfile.write(body[: len(body) // 2])
            self.close_connection = True
            return
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
with open(sys.argv[3], "w", encoding="ascii") as out:
    out.write(f"{server.server_address[1]}\n")
server.serve_forever()
