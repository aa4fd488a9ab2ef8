"""What the line makes of the endpoint's short answers: nothing new, come again later, you were taken out."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler

import pytest
from typing_extensions import override

from callhandler.line.accounts import Accounts
from callhandler.line.remote import Remote
from callhandler.line.session import Address, Session
from callhandler.line.tokens import Tokens, TokenShelf
from callhandler.line.troubles import Blocked, Busy, LineTrouble, SignInNeeded
from callhandler.log.device import DeviceKey
from callhandler.store.secrets import KeptInMemory
from callhandler.sync.feed import beginning
from callhandler.sync.messages import Ask
from callhandler.sync.wire import MEDIA
from tests.hall import listening
from tests.lined_desks import PATIENT

KEY = DeviceKey.from_bytes(bytes(32))
ASK = Ask(bytes(16), KEY.id, None, None, "", 1, b"", 0, (), b"", {"police": beginning("police")}, None)


Said = tuple[int, Mapping[str, object], Mapping[str, str]]  # status, body, headers


@dataclass
class Desk:
    """Says what it was told to say, by path, and remembers who asked what."""

    says: Mapping[str, Said]
    asked: list[tuple[str, str]] = field(default_factory=list)  # path, token
    kinds: list[str] = field(default_factory=list)  # of what was told

    def door(self) -> type[BaseHTTPRequestHandler]:
        desk = self

        class Door(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                desk.kinds.append(self.headers["Content-Type"])
                self.do_GET()

            def do_GET(self) -> None:
                desk.asked.append((self.path, self.headers.get("Authorization", "")))
                status, said, headers = desk.says.get(self.path, (200, {"nonce": "00", "access": "leave"}, {}))
                known = headers.get("etag") and self.headers.get("If-None-Match") == headers["etag"]
                body = b"" if known else json.dumps(said).encode()
                self.send_response(304 if known else status)
                for name, value in {**headers, "content-type": "application/json", "content-length": str(len(body))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            @override
            def log_message(self, format: str, *args: object) -> None:
                """Nobody reads it."""

        return Door


@contextmanager
def remote(desk: Desk, shelf: TokenShelf | None = None, *, signed_in: bool = True) -> Iterator[Remote]:
    if shelf is None:
        shelf = TokenShelf(KeptInMemory(), "op")
        if signed_in:
            shelf.keep(Tokens("access", "refresh"))
    with listening(desk.door()) as port:
        session = Session(Address(f"http://127.0.0.1:{port}"), PATIENT)
        made = Remote(session, lambda: Accounts(session, KEY), shelf)
        yield made
        made.close()


def test_a_look_that_finds_nothing_new_costs_no_round_however_the_server_writes_its_headers():
    with remote(Desk({"/v1/feeds": (200, {"police": 7}, {"etag": '"7"'})})) as line:
        assert [line.has_news({"police": 3}) for _ in range(3)] == [True, False, False]


@pytest.mark.parametrize(("known", "new"), [({}, True), ({"police": 3}, True), ({"police": 7}, False), ({"police": 9}, True)])
def test_what_is_known_already_is_no_news_nor_what_only_others_read(known: dict[str, int], new: bool):
    with remote(Desk({"/v1/feeds": (200, {"police": 7, "police/audit": 50}, {"etag": '"7"'})})) as line:
        assert line.has_news(known) is new


@pytest.mark.req("F8")
def test_as_long_a_pause_as_the_endpoint_asks_for_is_kept():
    with remote(Desk({"/v1/sync": (503, {"error": "busy"}, {"retry-after": "7"})})) as line, pytest.raises(Busy) as busy:
        line.send(ASK)
    assert busy.value.wait == 7


BLOCKED: Said = (403, {"error": "blocked"}, {})
SIGN_IN: Said = (401, {"error": "sign-in"}, {})
TAKEN_OUT: Mapping[str, Mapping[str, Said]] = {
    "the token no longer counts": {"/v1/sync": SIGN_IN, "/v1/feeds": SIGN_IN, "/v1/refresh": BLOCKED},
    "the token is not heard": {"/v1/sync": BLOCKED, "/v1/feeds": BLOCKED},
    "the sign-in had run out": {"/v1/sync": SIGN_IN, "/v1/feeds": SIGN_IN, "/v1/refresh": SIGN_IN},
}


@pytest.mark.req("T20")
@pytest.mark.parametrize("how", TAKEN_OUT)
def test_a_device_that_was_taken_out_asks_for_leave_to_hand_in(how: str):
    desk = Desk(TAKEN_OUT[how])
    with remote(desk) as line:
        assert line.has_news({})
        with pytest.raises(LineTrouble):
            line.send(ASK)
    assert desk.asked[-1] == ("/v1/sync", "Bearer leave")


@pytest.mark.req("T20")
def test_nobody_need_be_signed_in_for_that():
    desk = Desk({"/v1/sync": (503, {"error": "busy"}, {})})
    with remote(desk, signed_in=False) as line, pytest.raises(Busy):
        line.send(ASK)
    assert desk.asked[-1] == ("/v1/sync", "Bearer leave")


def test_a_device_that_was_not_taken_out_has_only_to_sign_in_again():
    desk = Desk({"/v1/sync": SIGN_IN, "/v1/refresh": SIGN_IN, "/v1/leave": (403, {"error": "refused"}, {})})
    with remote(desk) as line, pytest.raises(SignInNeeded):
        line.send(ASK)


@pytest.mark.req("T17")
def test_whoever_signed_in_meanwhile_is_asked_for_and_not_signed_out_again():
    desk = Desk({"/v1/sync": SIGN_IN, "/v1/refresh": SIGN_IN})
    shelf = TokenShelf(KeptInMemory(), "op")
    shelf.keep(Tokens("before", "spent"))
    with remote(desk, shelf) as line:
        assert line.ask("GET", "/v1/feeds")
        shelf.keep(Tokens("now", "good"))
        told = line.ask("GET", "/v1/sync")
    assert told
    assert desk.asked[-2:] == [("/v1/sync", "Bearer before"), ("/v1/sync", "Bearer now")]
    assert shelf.get() == Tokens("now", "good")


class SignsIn(Accounts):
    """Somebody signs in while new tokens are asked for, which there are or are not."""

    def __init__(self, shelf: TokenShelf, fresh: Tokens | None) -> None:
        self._shelf, self._fresh = shelf, fresh

    @override
    def refresh(self, tokens: Tokens) -> Tokens:
        self._shelf.keep(Tokens("now", "good"))
        if self._fresh is None:
            raise SignInNeeded
        return self._fresh


@pytest.mark.req("T17")
@pytest.mark.parametrize("fresh", [None, Tokens("renewed", "for somebody who has gone")], ids=["run out", "renewed"])
def test_whoever_signs_in_while_the_old_tokens_are_renewed_stays_signed_in(fresh: Tokens | None):
    desk, shelf = Desk({"/v1/sync": SIGN_IN}), TokenShelf(KeptInMemory(), "op")
    shelf.keep(Tokens("before", "spent"))
    with listening(desk.door()) as port:
        session = Session(Address(f"http://127.0.0.1:{port}"), PATIENT)
        assert Remote(session, lambda: SignsIn(shelf, fresh), shelf).ask("GET", "/v1/sync")
        session.close()
    assert desk.asked == [("/v1/sync", "Bearer before"), ("/v1/sync", "Bearer now")]
    assert shelf.get() == Tokens("now", "good")


def test_what_is_asked_may_say_itself_of_what_kind_it_is():
    desk = Desk({})
    with remote(desk) as line:
        for kind in ({}, {"Content-Type": "application/octet-stream"}):
            line.ask("POST", "/v1/sync/letters", b"letter", kind)
    assert desk.kinds == [MEDIA, "application/octet-stream"]


def test_a_leave_that_no_longer_counts_is_asked_for_anew():
    desk = Desk({"/v1/sync": BLOCKED})
    with remote(desk) as line:
        for _ in range(2):
            with pytest.raises(Blocked):
                line.send(ASK)
    assert [path for path, _ in desk.asked].count("/v1/leave") == 2
