"""A line that behaves as bad lines do: it drops, resets, cuts anywhere, drips, delays, loses answers, and answers in the other's place."""

import socket
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from random import Random

from tests.patience import SOON, gone

LATE = 0.2  # seconds: longer than a hasty desk waits
PORTAL = b"<html><body>Welcome to the guest network. Sign in here.</body></html>"
FAULTS = (
    "drop",
    "reset",
    "cut-question",
    "cut-answer",
    "half-close",
    "drip",
    "late",
    "lost",
    "portal",
    "moved",
    "broken",
    "busy",
    "slow-down",
)


@dataclass
class FaultyLine:
    """Stands before a port. While `faults` is empty it is a good line; `heard` counts what went wrong."""

    port: int
    dice: Random = field(default_factory=lambda: Random(0))
    faults: tuple[str, ...] = ()
    cut_at: int | None = None  # of an answer, by byte; else by dice
    late: float = LATE  # seconds by which an answer is late
    heard: dict[str, int] = field(default_factory=dict)
    over: threading.Event = field(default_factory=threading.Event)

    def carry(self, client: socket.socket) -> None:
        """One question and its answer, or what becomes of them."""
        fault = self.dice.choice(self.faults) if self.faults else ""
        self.heard[fault] = self.heard.get(fault, 0) + 1
        if fault in {"drop", "reset"}:
            return _hang_up(client, rudely=fault == "reset")
        question = _whole(client)
        if question:
            self._carry(client, question, fault)
        return _hang_up(client, rudely=fault in {"lost", "cut-answer"} and self.dice.random() < 0.5)

    def _carry(self, client: socket.socket, question: bytes, fault: str) -> None:
        if fault in _INSTEAD:
            client.sendall(_INSTEAD[fault])
            return
        cut = self.dice.randrange(len(question)) if fault == "cut-question" else len(question)
        answer = self._asked(question[:cut], whole=cut == len(question))
        if fault == "late":
            self.over.wait(self.late)
        if fault == "lost" or not answer:
            return
        end = self._end(answer, fault)
        step = max(1, end // 7) if fault == "drip" else len(answer)
        for start in range(0, end, step):
            client.sendall(answer[start : min(start + step, end)])
            if fault == "drip":
                self.over.wait(0.002)
        if fault == "half-close":
            client.shutdown(socket.SHUT_WR)

    def _end(self, answer: bytes, fault: str) -> int:
        if self.cut_at is not None:
            return min(self.cut_at, len(answer))
        return self.dice.randrange(len(answer)) if fault in {"cut-answer", "half-close"} else len(answer)

    def _asked(self, question: bytes, *, whole: bool) -> bytes:
        with socket.create_connection(("127.0.0.1", self.port), timeout=SOON / 4) as server:
            server.sendall(question)
            if whole:
                return _whole(server, bodiless=question.startswith(b"HEAD "))
            server.shutdown(socket.SHUT_WR)
        return b""


def _instead(status: str, media: str, body: bytes, *more: str) -> bytes:
    head = (f"HTTP/1.1 {status}", f"Content-Type: {media}", f"Content-Length: {len(body)}", *more)
    return "\r\n".join(head).encode() + b"\r\n\r\n" + body


_INSTEAD = {
    "portal": _instead("200 OK", "text/html", PORTAL),
    "moved": _instead("302 Found", "text/html", PORTAL, "Location: http://127.0.0.1:9/portal"),
    "broken": _instead("502 Bad Gateway", "text/html", b"<html>nginx</html>"),
    "busy": _instead("503 Service Unavailable", "application/json", b'{"error":"busy"}', "Retry-After: 1"),
    "slow-down": _instead("429 Too Many Requests", "application/json", b'{"error":"slow-down"}', "Retry-After: 1"),
}


def _whole(speaker: socket.socket, *, bodiless: bool = False) -> bytes:
    """Head and body, or the head alone where no body follows; what came before the other hung up, where it did."""
    told = b""
    with suppress(OSError):
        while b"\r\n\r\n" not in told:
            if not (piece := speaker.recv(65536)):
                return told
            told += piece
        head, _, body = told.partition(b"\r\n\r\n")
        while len(body) < _length(head) and not bodiless:
            if not (piece := speaker.recv(65536)):
                return told
            body, told = body + piece, told + piece
    return told


def _length(head: bytes) -> int:
    lines = (line.lower().partition(b":") for line in head.split(b"\r\n"))
    return next((int(value) for name, _, value in lines if name == b"content-length"), 0)


def _hang_up(client: socket.socket, *, rudely: bool) -> None:
    if rudely:
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.close()


@contextmanager
def faulty_line(port: int) -> Iterator[tuple[FaultyLine, str]]:
    """The line, and the address at which it is reached."""
    line = FaultyLine(port)
    with socket.create_server(("127.0.0.1", 0)) as door:
        door.settimeout(0.1)
        runs = _started(lambda: _serve(door, line))
        try:
            yield line, f"http://127.0.0.1:{door.getsockname()[1]}"
        finally:
            line.over.set()
            gone(runs)


def _started(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def _serve(door: socket.socket, line: FaultyLine) -> None:
    while not line.over.is_set():
        with suppress(OSError):
            client, _ = door.accept()
            client.settimeout(SOON / 4)
            _started(lambda client=client: _carried(line, client))  # type: ignore[misc]


def _carried(line: FaultyLine, client: socket.socket) -> None:
    with suppress(OSError):
        line.carry(client)
    with suppress(OSError):
        client.close()
