"""Whatever strangers may send in place of a question: too much, too deep, packed to burst, cut off, half a sentence a minute."""

import gzip
import json
import secrets
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from socket import create_connection, socket
from urllib.parse import urlsplit

import requests
import zstandard

from callhandler.sync.packing import PACKED, UP, pack
from callhandler.sync.wire import MEDIA

SMALL_ROUTES = ("/v1/enrol", "/v1/sign-in", "/v1/set-up", "/v1/refresh", "/v1/leave", "/v1/oidc/sign-in", "/v1/admin/people")
DRIPPING = 20
Hostile = tuple[str, bytes, dict[str, str]]  # where to, what, with which headers


def a_bomb() -> bytes:
    """Half a gigabyte of nothing in a few kilobytes."""
    size, piece = 512 << 20, bytes(1 << 20)
    packing = zstandard.ZstdCompressor(level=1).compressobj(size=size)
    return b"".join(packing.compress(piece) for _ in range(size // len(piece))) + packing.flush()


BOMB = a_bomb()


def a_liar(_: Random, __: bytes) -> bytes:
    """A bomb that says it is small."""
    said = zstandard.ZstdCompressor().compress(bytes(1000))
    return said[:5] + BOMB[zstandard.frame_header_size(BOMB) :]


def a_head(told: object) -> bytes:
    return pack(json.dumps(told).encode())


MAKERS: dict[str, Callable[[Random, bytes], bytes]] = {
    "too large": lambda dice, _: dice.randbytes(PACKED + dice.randrange(1, PACKED)),
    "a bomb": lambda _, __: BOMB,
    "a liar": a_liar,
    "more than it may hold": lambda _, __: pack(bytes(UP + 1)),
    "a bomb within the limit": lambda _, __: pack(b"[" * (UP - 1)),
    "deep": lambda dice, _: pack(b'{"nonce":' + b"[" * dice.randrange(100, 1_000_000)),
    "deep in a line": lambda dice, good: pack(b"\n".join([good, b'{"a":' * dice.randrange(20, 50_000)])),
    "NUL": lambda _, __: pack(b'{"nonce":"\\u0000","device":"\x00"}'),
    "half a pair": lambda _, __: pack(b'{"nonce":"AA","device":"\\ud800","first":1}'),
    "no UTF-8": lambda dice, _: pack(b'{"device":"' + dice.randbytes(200) + b'"}'),
    "huge number": lambda dice, _: pack(b'{"first":' + b"9" * dice.randrange(20, 100_000) + b"}"),
    "no number": lambda _, __: pack(b'{"first":NaN,"total":1e999,"prev":-0}'),
    "many lines": lambda dice, good: pack(good + b"\n" + b"\t\n" * dice.randrange(1000, 2_000_000)),
    "many names": lambda _, __: a_head({f"name{n}": n for n in range(100_000)}),
    "many names inside": lambda _, __: a_head(
        {"device": "", "first": 1, "prev": "", "total": 0, "nonce": {f"n{n}": n for n in range(250_000)}}
    ),
    "cut": lambda dice, good: pack(good)[: dice.randrange(len(good) // 2 or 1)],
    "flipped": lambda dice, good: _flipped(dice, pack(good)),
    "noise": lambda dice, _: dice.randbytes(dice.randrange(5000)),
    "noise in a frame": lambda dice, _: pack(dice.randbytes(dice.randrange(5000))),
    "another way to pack": lambda _, good: gzip.compress(good),
}
HEADERS: tuple[dict[str, str], ...] = (
    {"Content-Type": "application/json"},
    {"Content-Type": "text/html; charset=utf-7"},
    {"Content-Encoding": "gzip"},
    {"Content-Encoding": "zstd"},
    {"Authorization": "Bearer " + "é" * 43},
    {"Authorization": "Bearer " + "A" * 10_000},
)


def hostile(dice: Random, good: bytes) -> Hostile:
    """One of them. `good`: what a sound question says, unpacked."""
    body = dice.choice(list(MAKERS.values()))(dice, good)
    if dice.random() < 0.2:
        return dice.choice(SMALL_ROUTES), body, {"Content-Type": "application/json"}
    return "/v1/sync", body, dice.choice(HEADERS) if dice.random() < 0.2 else {"Content-Type": MEDIA}


def throw(url: str, token: str, drippers: Sequence[str], many: int, seed: int, good: bytes) -> Mapping[int, int]:
    """Throw so many bodies at an endpoint, beside some that drip, each with one of those tokens.

    Says how often it answered with which status; 0 where it hung up. To be done in a process of its own wherever
    somebody looks at a clock: some of them take longer to make than to refuse.
    """
    dice, drips, statuses = Random(seed), Drips(url, drippers), Counter[int]()
    with requests.Session() as session:
        for turn in range(many):
            if turn % (many // DRIPPING or 1) == 0:
                drips.one_more()
            drips.drip()
            where, body, headers = hostile(dice, good)
            statuses[_thrown(session, url + where, body, {"Authorization": f"Bearer {token}", **headers})] += 1
    drips.close()
    return statuses


def _thrown(session: requests.Session, url: str, body: bytes, headers: dict[str, str]) -> int:
    try:
        return session.post(url, body, headers={name: value.encode() for name, value in headers.items()}, timeout=60).status_code
    except requests.ConnectionError:
        return 0


def _flipped(dice: Random, body: bytes) -> bytes:
    place = dice.randrange(len(body))
    return body[:place] + bytes([body[place] ^ (1 << dice.randrange(8))]) + body[place + 1 :]


@dataclass
class Drips:
    """Those who never come to an end: each has said that it will send much, and now and then sends one more byte of it."""

    url: str
    tokens: Sequence[str]
    open: list[socket] = field(default_factory=list)

    def one_more(self) -> None:
        place = urlsplit(self.url)
        one = create_connection((place.hostname, place.port), timeout=60)
        token = self.tokens[len(self.open) % len(self.tokens)]
        about = {"Host": "x", "Authorization": f"Bearer {token}", "Content-Type": MEDIA, "Content-Length": "900000"}
        head = "POST /v1/sync HTTP/1.1\r\n" + "".join(f"{name}: {value}\r\n" for name, value in about.items()) + "\r\n"
        one.sendall(head.encode())
        self.open.append(one)

    def drip(self) -> None:
        for one in self.open:
            with suppress(OSError):
                one.sendall(secrets.token_bytes(1))

    def close(self) -> None:
        for one in self.open:
            one.close()
