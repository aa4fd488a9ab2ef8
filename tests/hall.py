"""A small endpoint on a real port: the exchange over a store in memory, whoever comes being believed about which device they are."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import count

from typing_extensions import override

from callhandler.log.device import DeviceKey, verify
from callhandler.protocol.disclosure import Reads
from callhandler.sync.exchange import Exchange
from callhandler.sync.intake import readers
from callhandler.sync.memory_endpoint import MemoryEndpoint
from callhandler.sync.wire import MEDIA, decode_ask, encode_answer
from tests.patience import gone


class Hall:
    """Everything behind the port."""

    def __init__(self, tells: Reads = readers) -> None:
        """`tells`: what of a shared case each agency is told; all of it, unless an agreement says otherwise."""
        self.tells = tells
        self.key, self.store, self.lives = DeviceKey.generate(), MemoryEndpoint(), count(1)
        self.lock = threading.Lock()
        self.asked = 0
        self.open()

    def open(self, *, restored: bool = False) -> None:
        self.exchange = Exchange(self.store, self.key, verify, new_incarnation=lambda: f"life-{next(self.lives)}", tells=self.tells)
        self.exchange.open(restored=restored)

    def answer(self, packed: bytes) -> bytes:
        with self.lock:
            self.asked += 1
            ask = decode_ask(packed)
            return encode_answer(self.exchange.answer(ask, datetime.now(UTC)), ask)

    def ends(self) -> bytes:
        with self.lock:
            return json.dumps({feed: self.store.end(feed).pos for feed in self.store.feeds()}).encode()


def handler(hall: Hall) -> type[BaseHTTPRequestHandler]:
    class Door(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            self._tell(200, MEDIA, hall.answer(asked))

        def do_GET(self) -> None:
            told = hall.ends()
            same = self.headers.get("If-None-Match") == f'"{told.hex()}"'
            self._tell(304 if same else 200, "application/json", b"" if same else told, f'"{told.hex()}"')

        def _tell(self, status: int, media: str, body: bytes, etag: str = "") -> None:
            self.send_response(status)
            self.send_header("Content-Type", media)
            self.send_header("Content-Length", str(len(body)))
            if etag:
                self.send_header("ETag", etag)
            self.end_headers()
            self.wfile.write(body)

        @override
        def log_message(self, format: str, *args: object) -> None:
            """Nobody reads it."""

    return Door


class Server(ThreadingHTTPServer):
    daemon_threads = True

    @override
    def handle_error(self, request: object, client_address: object) -> None:
        """Whoever hung up, hung up."""


@contextmanager
def listening(door: type[BaseHTTPRequestHandler]) -> Iterator[int]:
    """The port on which this door is open."""
    server = Server(("127.0.0.1", 0), door)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        gone(thread)
        server.server_close()
