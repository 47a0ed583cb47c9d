"""What a server publishes: checkpoint, entries and tiles, taken over HTTP (docs/api.md, section 4)."""

import http.client

WIDTH, HEIGHT = 256, 8


class Unserved(Exception):
    """The server did not give what was asked for."""

    def __init__(self, path, status, body):
        super().__init__(f"{path}: {status} {body[:200]!r}")
        self.status, self.body = status, body


def tile_number(number):
    digits = f"{number % 1000:03d}"
    while number >= 1000:
        number //= 1000
        digits = f"x{number % 1000:03d}/{digits}"
    return digits


def tile_path(level, number, width):
    partial = "" if width == WIDTH else f".p/{width}"
    return f"/tile/{level}/{tile_number(number)}{partial}"


def split_entries(data):
    """The entries of a bundle; ValueError if it ends within one."""
    entries, at = [], 0
    while at < len(data):
        size = int.from_bytes(data[at:at + 2], "big")
        if at + 2 + size > len(data):
            raise ValueError("a bundle ends within an entry")
        entries.append(data[at + 2:at + 2 + size])
        at += 2 + size
    return entries


class Server:
    """A server at an address, over one kept-alive connection."""

    def __init__(self, port, host="127.0.0.1", timeout=20):
        self.host, self.port, self.timeout, self.connection = host, port, timeout, None

    def ask(self, path, method="GET", body=None):
        """(status, headers, body)"""
        for attempt in range(2):
            if self.connection is None:
                self.connection = http.client.HTTPConnection(self.host, self.port, timeout=self.timeout)
            try:
                self.connection.request(method, path, body)
                answer = self.connection.getresponse()
                return answer.status, answer.headers, answer.read()
            except (http.client.HTTPException, OSError):
                self.close()
                if attempt:  # The first may have met a connection that was left over.
                    raise
        raise AssertionError

    def get(self, path):
        status, _, body = self.ask(path)
        if status != 200:
            raise Unserved(path, status, body)
        return body

    def close(self):
        if self.connection:
            self.connection.close()
        self.connection = None


class Copy:
    """All that a server publishes at one moment: checkpoint, entries, and tiles by (level, number)."""

    def __init__(self, checkpoint, entries, tiles):
        self.checkpoint, self.entries, self.tiles = checkpoint, entries, tiles


def pieces(size):
    """(number, width) of the tiles that hold so many."""
    return [(number, min(WIDTH, size - number * WIDTH)) for number in range((size + WIDTH - 1) // WIDTH)]


def fetch(server, size_of):
    """A Copy of what is published; size_of(checkpoint) says how many entries there are."""
    checkpoint = server.get("/checkpoint")
    size = size_of(checkpoint)
    entries, tiles = [], {}
    for number, width in pieces(size):
        entries += split_entries(server.get(tile_path("entries", number, width)))
    level, nodes = 0, size
    while nodes:
        for number, width in pieces(nodes):
            tiles[level, number] = server.get(tile_path(level, number, width))
        level, nodes = level + 1, nodes >> HEIGHT
    return Copy(checkpoint, entries, tiles)


def tiles_of(leaves, node_hash):
    """The tiles that follow from the leaves, as fetch() gives them."""
    tiles, level, nodes = {}, 0, list(leaves)
    while nodes:
        for number, width in pieces(len(nodes)):
            tiles[level, number] = b"".join(nodes[number * WIDTH:number * WIDTH + width])
        for _ in range(HEIGHT):
            nodes = [node_hash(nodes[i], nodes[i + 1]) for i in range(0, len(nodes) - 1, 2)]
        level += 1
    return tiles
