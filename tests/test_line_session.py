"""Nothing is said to whoever cannot prove to be the endpoint, and nobody can make the desk wait or swallow without end."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Event

import pytest
from typing_extensions import override

from callhandler.line.session import Address, Patience, Session
from callhandler.line.tokens import Tokens, TokenShelf
from callhandler.line.troubles import Insecure, LineTrouble, NoLine, Portal, Slow, Untrusted, WrongClock
from callhandler.store.secrets import KeptInMemory
from tests.bad_tls import DAY, NOW, Authority, serving
from tests.hall import listening
from tests.lined_desks import PATIENT

BODY = b"what nobody else may hear"
QUICK = Patience(connect=1.0, read=0.3, whole=0.6)


@pytest.fixture
def ours(tmp_path: Path) -> Authority:
    return Authority(tmp_path, "our-own")


@contextmanager
def session(port: int, ca: Path | None, host: str = "localhost") -> Iterator[Session]:
    made = Session(Address(f"https://{host}:{port}", ca), PATIENT)
    try:
        yield made
    finally:
        made.close()


@pytest.mark.req("R10", "T16")
def test_the_right_server_is_told(ours: Authority):
    with serving(ours.give()) as server, session(server.port, ours.bundle) as line:
        assert line.ask("POST", "/", body=BODY).body == b"{}"
        assert BODY in server.heard


def test_no_head_says_more_than_the_question_needs(ours: Authority):
    with serving(ours.give()) as server, session(server.port, ours.bundle) as line:
        line.ask("POST", "/", body=BODY, headers={"Urgency": "high"})
    heads = dict(line.split(b": ") for line in bytes(server.heard).partition(b"\r\n\r\n")[0].split(b"\r\n")[1:])
    assert heads.keys() == {b"Host", b"User-Agent", b"Accept-Encoding", b"Content-Length", b"Urgency"}
    assert heads[b"User-Agent"] == b"callhandler"


BAD = {
    "by nobody we know": lambda ours, other: {"certificate": other.give()},
    "by itself": lambda ours, other: {"certificate": Authority(ours.folder, "localhost").give()},
    "for another name": lambda ours, other: {"certificate": ours.give(host="elsewhere.test")},
    "for a name below ours": lambda ours, other: {"certificate": ours.give(host="*.localhost")},
    "run out": lambda ours, other: {"certificate": ours.give(begins=NOW - 9 * DAY, ends=NOW - DAY)},
    "not yet": lambda ours, other: {"certificate": ours.give(begins=NOW + DAY, ends=NOW + 9 * DAY)},
    "for clients": lambda ours, other: {"certificate": ours.give(client=True)},
    "with a weak key": lambda ours, other: {"certificate": ours.give(weak=True), "ciphers": "DEFAULT:@SECLEVEL=0"},
    "TLS 1.0": lambda ours, other: {"certificate": ours.give(), "oldest": ssl.TLSVersion.TLSv1, "ciphers": "DEFAULT:@SECLEVEL=0"},
    "TLS 1.1": lambda ours, other: {"certificate": ours.give(), "oldest": ssl.TLSVersion.TLSv1_1, "ciphers": "DEFAULT:@SECLEVEL=0"},
    "no AEAD": lambda ours, other: {"certificate": ours.give(), "oldest": ssl.TLSVersion.TLSv1_2, "ciphers": "ECDHE-ECDSA-AES128-SHA"},
    "no TLS at all": lambda ours, other: {"certificate": ours.give(), "plain": True},
}


@pytest.mark.req("R10", "T16", "F10")
@pytest.mark.filterwarnings("ignore:ssl.TLSVersion.TLSv1:DeprecationWarning")
@pytest.mark.parametrize("fault", BAD)
def test_nobody_else_gets_a_byte(ours: Authority, tmp_path: Path, fault: str):
    other = Authority(tmp_path, "another")
    with serving(**BAD[fault](ours, other)) as server, session(server.port, ours.bundle) as line:
        with pytest.raises(LineTrouble) as trouble:
            line.ask("POST", "/", body=BODY)
        assert server.heard == b""
    expected = WrongClock if fault in {"run out", "not yet"} else (Untrusted, NoLine, Slow)
    assert isinstance(trouble.value, expected)


@pytest.mark.req("T16")
def test_the_operating_system_knows_nothing_of_our_invented_authority(ours: Authority):
    with serving(ours.give()) as server, session(server.port, None) as line:
        with pytest.raises(LineTrouble):
            line.ask("POST", "/", body=BODY)
        assert server.heard == b""


@pytest.mark.req("R10")
@pytest.mark.parametrize("url", ["http://endpoint.example", "ftp://localhost", "file:///etc/passwd", "localhost:8000"])
def test_an_address_that_is_not_safe_is_refused(url: str):
    with pytest.raises(Insecure):
        Session(Address(url))


def door(*pieces: bytes, forever: Event | None = None) -> type[BaseHTTPRequestHandler]:
    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            for piece in pieces:
                self.wfile.write(piece)
            while forever and not forever.wait(0.05):
                self.wfile.write(b"a")

        @override
        def log_message(self, format: str, *args: object) -> None:
            """Nobody reads it."""

    return Door


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
ANSWERS = {
    "elsewhere": ((b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:9/\r\nContent-Length: 0\r\n\r\n",), None),
    "too much": ((HEAD + b"\r\n", b"x" * 200_000), Portal),
    "cut short": ((HEAD + b"Content-Length: 50\r\n\r\n", b"{}"), Slow),
    "no HTTP": ((b"SSH-2.0-nobody\r\n",), (Slow, NoLine)),
}


@pytest.mark.req("F7", "F8", "T19")
@pytest.mark.parametrize("kind", ANSWERS)
def test_odd_answers_are_no_answers(kind: str):
    pieces, trouble = ANSWERS[kind]
    with listening(door(*pieces)) as port:
        line = Session(Address(f"http://127.0.0.1:{port}"), PATIENT)
        if trouble is None:
            assert line.ask("GET", "/").status == 302
        else:
            with pytest.raises(trouble):
                line.ask("GET", "/", most=65536)
        line.close()


@pytest.mark.req("F6")
@pytest.mark.parametrize("start", [b"HTTP/1.1 200 OK\r\nX-Slow: ", HEAD + b"\r\n"])
def test_whoever_drips_for_ever_is_hung_up_on(start: bytes):
    """Each piece comes in time, so that only the whole can take too long: in the head as in the body."""
    forever = Event()
    with listening(door(start, forever=forever)) as port:
        line = Session(Address(f"http://127.0.0.1:{port}"), QUICK)
        with pytest.raises((Slow, NoLine)):
            line.ask("GET", "/", most=65536)
        forever.set()
        line.close()


@pytest.mark.req("F6")
def test_whoever_has_hung_up_asks_nobody_any_more():
    """Such as a round that was between two questions when the desk was closed: its store is about to go."""
    asked: list[str] = []

    class Door(door(HEAD + b"Content-Length: 2\r\n\r\n{}")):  # type: ignore[misc]
        @override
        def do_GET(self) -> None:
            asked.append(self.path)
            super().do_GET()

    with listening(Door) as port:
        line = Session(Address(f"http://127.0.0.1:{port}"), PATIENT)
        line.ask("GET", "/before")
        line.close()
        with pytest.raises(LineTrouble):
            line.ask("GET", "/after")
    assert asked == ["/before"]


def test_no_proxy_or_password_of_the_surroundings_is_used(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with listening(door(HEAD + b"Content-Length: 2\r\n\r\n{}")) as port:
        line = Session(Address(f"http://127.0.0.1:{port}"), PATIENT)
        assert line.ask("GET", "/").status == 200
        line.close()


@pytest.mark.req("T17")
def test_tokens_are_kept_in_the_keyring_as_long_as_it_can_keep_them():
    keyring = KeptInMemory()
    shelf = TokenShelf(keyring, "op")
    assert shelf.get() is None
    shelf.keep(Tokens("a" * 43, "r" * 43, "person", "Anne Okafor", "handler", "police"))
    assert shelf.get() == Tokens("a" * 43, "r" * 43, "person", "Anne Okafor", "handler", "police")
    with pytest.raises(ValueError, match="longer"):
        shelf.keep(Tokens("a" * 1200, "r"))
    keyring.keep("op/line", "not ours")
    assert shelf.get() is None
