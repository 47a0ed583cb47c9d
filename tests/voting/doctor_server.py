"""Answers as a server that is well, or as one that is not, for test_doctor.sh.

doctor_server.py PORT_FILE HOW: listens on a port of 127.0.0.1, writes it to
the file, and serves until it is ended. HOW is one of: well, stopped, behind
(by 60 s), ahead (by 1000 s), other (another program), lossy (every third
request is dropped), cut (the stream ends at once).
"""
import http.server
import itertools
import os
import sys
import threading
import time

port_file, how = sys.argv[1:]
shift = {"behind": -60, "ahead": 1000}.get(how, 0)
count = itertools.count(1)
ended = threading.Event()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def say(self, status, body):
        self.send_response(status)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def stream(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(b"data: 7 7 0 0\n\n")
        self.wfile.flush()
        if how != "cut":
            ended.wait(30)
        self.close_connection = True

    def do_GET(self):
        if how == "other":
            self.say(200, b"hello\n")
        elif self.path == "/healthz" and how == "stopped":
            self.say(503, b"log-stopped\n")
        elif self.path == "/healthz":
            self.say(200, b"ok\nsize 7\n")
        elif self.path == "/live":
            self.stream()
        elif self.path != "/now":
            self.say(404, b"no-such-path\n")
        elif how == "lossy" and next(count) % 3 == 0:
            self.close_connection = True
        else:
            self.say(200, b"7 7 %d 0 0\n" % (int(time.time()) + shift))


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128


server = Server(("127.0.0.1", 0), Handler)
with open(port_file + ".new", "w", encoding="ascii") as file:
    file.write(str(server.server_address[1]))
os.rename(port_file + ".new", port_file)
server.serve_forever()
