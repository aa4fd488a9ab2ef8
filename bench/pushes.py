"""How many single pushes a second an endpoint takes: `python -m bench.pushes [DEVICES] [PUSHES] [PROCESSES] [URL]`.

Every device is of an agency of its own, writes one entry, signs it, asks the endpoint that is served over real HTTP, checks the receipt,
and only then goes on; it is up to date, so that a round brings and gets one row. Over SQLite with synchronous=FULL, or the database of
the URL. Entries are composed beforehand. Endpoint and devices share this computer's cores.
"""

import asyncio
import os
import secrets
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter
from urllib.parse import urlsplit

from typing_extensions import override

from bench.crowd import Guest, enrolled, let_in, seconds_of
from callhandler.endpoint.app import now, rooms
from callhandler.log.chain import follow, start
from callhandler.log.device import verify
from callhandler.log.entry import Unsealed, compose, seal_all
from callhandler.log.kinds import AgencyId, Noted
from callhandler.log.ownership import case_of
from callhandler.sync.messages import Ask, genuine
from callhandler.sync.wire import MEDIA, decode_answer, encode_ask
from tests.endpoints import served

TEXT = "Bechgyn wrth y drws eto, they threw a bottle and shouted her name, she is shaking. " * 8


@dataclass
class Pushing(asyncio.Protocol):
    """One device: it asks, hears, and asks again."""

    host: str
    endpoint: bytes
    guest: Guest
    asks: Iterator[Ask]
    done: "asyncio.Future[None]"
    took: list[float] = field(default_factory=list)
    heard: bytes = b""
    begun: float = 0

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.line = transport
        self._ask(next(self.asks))

    @override
    def data_received(self, data: bytes) -> None:
        self.heard += data
        head, _, body = self.heard.partition(b"\r\n\r\n")
        if not head.startswith(b"HTTP/1.1 200"):
            self.done.set_exception(RuntimeError(head.decode()))
        elif len(body) == _length(head):
            self._take(body)

    def _ask(self, ask: Ask) -> None:
        self.ask, self.heard, packed = ask, b"", encode_ask(ask)
        told = f"POST /v1/sync HTTP/1.1\r\nHost: {self.host}\r\nAuthorization: Bearer {self.guest.token}\r\nContent-Type: {MEDIA}\r\n"
        self.begun = perf_counter()
        self.line.write(f"{told}Content-Length: {len(packed)}\r\n\r\n".encode() + packed)

    def _take(self, body: bytes) -> None:
        self.took.append(perf_counter() - self.begun)
        answer = decode_answer(body, self.ask)
        assert answer.verdict.outcome == "ok"
        assert answer.verdict.n == self.ask.last
        assert genuine(answer.receipt, self.endpoint, verify)
        following = next(self.asks, None)
        if following is None:
            self.line.close()
            self.done.set_result(None)
            return
        cursors = {one.feed: one.to for one in answer.slices}
        self._ask(replace(following, incarnation=answer.incarnation, cursors=cursors, receipt=answer.receipt))


def asks_of(guest: Guest, many: int) -> Iterator[Ask]:
    """Signed questions with one entry each, in their order."""
    who, at = guest.identity, now()
    said = [_said(guest.agency, at, n) for n in range(many)]
    chain = start(who.signer.public)
    for n, entry in enumerate(seal_all(said, who.signer.id, 1, lambda: secrets.token_bytes(16)), 1):
        before, chain = chain, follow(chain, entry)
        signature = who.signer.sign_head(n, chain)  # type: ignore[attr-defined]  # a device's key
        yield Ask(secrets.token_bytes(16), who.signer.id, who.certificate, None, "", n, before, n, (entry,), signature, {}, None)


def _said(agency: AgencyId, at: datetime, hlc: int) -> Unsealed:
    id, case = secrets.token_hex(16), case_of(agency, secrets.token_hex(6))
    return compose(Noted(text=TEXT), id=id, case=case, at=at, hlc=hlc, actor="C1", agency=agency)


async def push(urls: list[str], endpoint: bytes, crowd: list[tuple[Guest, list[Ask]]]) -> list[float]:
    """Seconds that each push took."""
    loop, places = asyncio.get_running_loop(), [urlsplit(url) for url in urls]
    pushing = [
        Pushing(places[n % len(places)].netloc, endpoint, guest, iter(asks), loop.create_future()) for n, (guest, asks) in enumerate(crowd)
    ]
    for one in pushing:
        host, _, port = one.host.partition(":")
        await loop.create_connection(lambda one=one: one, host, int(port))  # type: ignore[misc]  # bound at once
    await asyncio.gather(*(one.done for one in pushing))
    return sorted(second for one in pushing for second in one.took)


def main(devices: int = 64, pushes: int = 6400, processes: int = 1, database: str = "") -> None:
    """Says how many a second, and what each cost the endpoint."""
    with (
        tempfile.TemporaryDirectory() as folder,
        served(database or f"sqlite:///{folder}/e.db", Path(folder) / "apart", processes) as endpoint,
    ):
        behind = rooms(endpoint.settings)
        crowd = [(guest, list(asks_of(guest, pushes // devices))) for guest in enrolled(behind, let_in(behind, devices))]
        behind.engine.dispose()
        key, load = endpoint.settings.key().public, os.getloadavg()[0]
        cpu, mine, begun = seconds_of(endpoint.pids), seconds_of([os.getpid()]), perf_counter()
        took = asyncio.run(push(endpoint.urls, key, crowd))
        lasted = perf_counter() - begun
        cpu, mine = seconds_of(endpoint.pids) - cpu, seconds_of([os.getpid()]) - mine
    print(f"{len(took)} single pushes of {devices} devices: {len(took) / lasted:.0f} a second; load {load:.1f} before")
    print(f"a push: endpoint {cpu / len(took) * 1e6:.0f} us of processor, device {mine / len(took) * 1e6:.0f} us")
    print(f"answered after {median(took) * 1000:.1f} ms in the median, p99 {quantiles(took, n=100)[98] * 1000:.1f} ms")


def _length(head: bytes) -> int:
    return int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])


if __name__ == "__main__":
    main(*(int(word) if word.isdigit() else word for word in sys.argv[1:]))  # type: ignore[arg-type]  # numbers first, then the URL
