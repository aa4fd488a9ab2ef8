"""Word that something is new is heard at once; a line on which it cannot be heard costs nothing but the wait."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler

import pytest
from typing_extensions import override

from callhandler.line.nudges import Nudges
from callhandler.line.session import Address, Session
from callhandler.line.tokens import Tokens, TokenShelf
from callhandler.store.secrets import KeptInMemory
from tests.hall import listening
from tests.patience import SOON


class Bell:
    """What the endpoint's door says, when the test says so; and how often a desk was nudged."""

    def __init__(self, status: int = 200) -> None:
        self.status = status
        self.asked, self.nudged = threading.Semaphore(0), threading.Semaphore(0)
        self.ring, self.over = threading.Semaphore(0), threading.Event()
        self.says, self.ends = '{"police": 7}', list[object]()

    def nudge(self, ends: object) -> None:
        self.ends.append(ends)
        self.nudged.release()

    def door(self) -> type[BaseHTTPRequestHandler]:
        bell = self

        class Door(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                bell.asked.release()
                self.send_response(bell.status)
                self.end_headers()
                while bell.status == 200 and bell.ring.acquire(timeout=SOON) and not bell.over.is_set():
                    self.wfile.write(f": still here\n\ndata: {bell.says}\n\n".encode())

            @override
            def log_message(self, format: str, *args: object) -> None:
                """Nobody reads it."""

        return Door


@contextmanager
def heard(bell: Bell, again: float = SOON, *, signed_in: bool = True) -> Iterator[Nudges]:
    shelf = TokenShelf(KeptInMemory(), "op")
    if signed_in:
        shelf.keep(Tokens("access", "refresh"))
    with listening(bell.door()) as port:
        made = Nudges(Session(Address(f"http://127.0.0.1:{port}")), shelf, bell.nudge, again)
        try:
            yield made
        finally:
            bell.over.set()
            bell.ring.release(9)
            assert made.close(SOON)


def test_every_word_of_news_nudges_and_a_sign_of_life_does_not():
    bell = Bell()
    with heard(bell):
        for _ in range(3):
            bell.ring.release()
            assert bell.nudged.acquire(timeout=SOON)
        assert not bell.nudged.acquire(blocking=False)
    assert bell.ends == [{"police": 7}] * 3


@pytest.mark.parametrize("word", ["<html>", "[" * 50_000], ids=["a page", "without end"])
def test_a_word_that_is_none_of_the_endpoints_is_not_passed_on(word: str):
    bell = Bell()
    bell.says = word
    with heard(bell, again=0.01):
        for _ in range(2):
            assert bell.asked.acquire(timeout=SOON)
            bell.ring.release()
    assert bell.ends == []


@pytest.mark.parametrize("status", [401, 404, 503])
def test_where_it_is_not_to_be_had_it_is_tried_again_later_and_nobody_is_nudged(status: int):
    bell = Bell(status)
    with heard(bell, again=0.01):
        assert [bell.asked.acquire(timeout=SOON) for _ in range(3)] == [True] * 3
        assert not bell.nudged.acquire(blocking=False)


def test_it_ends_at_once_though_nobody_rings():
    bell = Bell()
    with heard(bell) as ear:
        assert bell.asked.acquire(timeout=SOON)
        assert ear.close(SOON)


def test_without_a_sign_in_nobody_is_asked():
    bell = Bell()
    with heard(bell, again=0.01, signed_in=False):
        assert not bell.asked.acquire(timeout=0.1)
