"""A computer that has brought its share is told what others wrote all the same, says both, and tries its entries again in time."""

import queue
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest

from callhandler.app.line_room import line_told
from callhandler.line.state import LineState
from callhandler.line.worker import AGAIN, Dice, LineWorker, Told
from callhandler.sync.wire import MEDIA, decode_ask
from callhandler.ui.line_page.saying import light_said, round_line, stands_said
from callhandler.ui.line_page.shown import LineTold
from callhandler.words import Words
from tests.hall import Hall, handler, listening
from tests.line_states import until
from tests.lined_desks import LinedDesk, desk
from tests.patience import SOON
from tests.stored_device import Shelf

pytestmark = pytest.mark.req("T19")


class SparingHall(Hall):
    """An endpoint that takes no entries, from anybody, while it is full."""

    full, refused, asked_in_vain = False, 0, 0

    def takes(self, packed: bytes) -> bool:
        with self.lock:
            ask = decode_ask(packed)
            self.refused += self.full and bool(ask.entries)
            self.asked_in_vain += self.full and not ask.entries
            return not (self.full and ask.entries)


def sparing(hall: SparingHall) -> type[BaseHTTPRequestHandler]:
    class Door(handler(hall)):  # type: ignore[misc]
        def do_POST(self) -> None:  # noqa: N802 - its name is the library's
            asked = self.rfile.read(int(self.headers["Content-Length"]))
            if hall.takes(asked):
                self._tell(200, MEDIA, hall.answer(asked))
            else:
                self._tell(507, "application/json", b'{"error": "full"}')

    return Door


@dataclass
class Room:
    """A desk on line at an endpoint that is full; its clock stands still until it is told to move. A colleague was quicker."""

    hall: SparingHall
    here: LinedDesk
    there: LinedDesk
    now: datetime = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
    states: "queue.Queue[LineState]" = field(default_factory=queue.Queue)

    @contextmanager
    def working(self, pause: float = 0.05) -> Iterator[LineWorker]:
        dice = Dice(lambda: self.now, lambda: secrets.token_bytes(16), lambda: 0.5)
        worker = LineWorker(
            self.here.replica, self.here.disk.stored, self.here.remote, Told(self.states.put), dice, pause=(pause, pause), gather=0.01
        )
        try:
            yield worker
        finally:
            assert worker.close(SOON)

    def until(self, so: Callable[[LineState], bool]) -> LineState:
        return until(self.states, so)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    hall, shelf = SparingHall(), Shelf(tmp_path)
    with listening(sparing(hall)) as port:
        url = f"http://127.0.0.1:{port}"
        made = Room(hall, desk(hall, shelf, url), desk(hall, shelf, url))
        yield made
        for one in (made.here, made.there):
            one.remote.close()
    shelf.clear()


def news(room: Room) -> None:
    """A colleague's entry comes to the endpoint."""
    room.there.case("from the other desk")
    room.hall.full = False
    room.there.sync()
    room.hall.full = True


def test_what_others_wrote_comes_while_what_waits_is_kept_and_both_are_said(room: Room):
    news(room)
    room.here.case()
    with room.working() as worker:
        state = room.until(lambda state: state.read == 1)
        assert (state.trouble, state.waiting, state.last_contact) == ("full", 1, room.now)
        assert line_told(state).kept
        room.here.case()
        worker.wake()
        state = room.until(lambda state: state.saved == 2)
        assert (state.trouble, state.waiting) == ("full", 2)
        news(room)
        worker.nudge()
        room.until(lambda state: state.read == 2)
        assert (room.hall.refused, room.hall.asked_in_vain >= 2) == (1, True)


def test_after_an_hour_by_the_clock_it_is_tried_again(room: Room):
    room.here.case()
    room.hall.full = True
    with room.working() as worker:
        room.until(lambda state: state.trouble == "full")
        room.now += AGAIN - timedelta(seconds=1)
        worker.wake()
        room.until(lambda state: state.last_contact == room.now)
        assert room.hall.refused == 1
        room.hall.full = False
        room.now += timedelta(seconds=1)  # and nothing but the clock says so
        state = room.until(lambda state: state.sent == 1)
    assert (state.trouble, state.sentence) == ("", "")


def test_a_clock_that_went_back_does_not_hold_it_up(room: Room):
    room.here.case()
    room.hall.full = True
    with room.working():
        room.until(lambda state: state.trouble == "full")
        room.hall.full = False
        room.now -= timedelta(days=300)
        room.until(lambda state: state.sent == 1)


def test_whoever_signs_in_has_it_tried_at_once(room: Room):
    room.here.case()
    room.hall.full = True
    with room.working(pause=60.0) as worker:
        room.until(lambda state: state.trouble == "full")
        room.hall.full = False
        worker.signed_in()
        room.until(lambda state: state.sent == 1)


def test_what_the_endpoint_wants_first_is_said_for_as_long_as_it_wants_it(room: Room):
    own = room.here.disk.identity()
    room.here.disk.stored.set_identity(replace(own, certificate=None))
    room.hall.store.enrolled.clear()
    with room.working() as worker:
        room.until(lambda state: state.need == "enrol")
        worker.wake()
        room.now += timedelta(minutes=1)
        state = room.until(lambda state: state.last_contact == room.now)
    assert "enrolment code" in state.sentence


def test_the_light_and_the_page_say_both():
    words = Words("en")
    told = LineTold(5, 2, sentence="why", calm=False, read=4, ahead=4, kept=True)
    assert light_said(words, told) == "! 3 kept here · news comes"
    assert light_said(words, LineTold(3, 2, sentence="why", read=4, ahead=9, kept=True)) == "! 1 kept here · ↓ 4 of 9"
    assert stands_said(words, told) == "Kept here: 3 entries. why"
    assert stands_said(words, LineTold(1, 0, sentence="why", kept=True)) == "Kept here: 1 entry. why"
    at, before = datetime(2026, 3, 2, 9, 0, tzinfo=UTC), LineTold(5, 2, read=1)
    assert round_line(words, at, before, told).title == "why"
    assert round_line(words, at, LineTold(5, 2, read=1, sentence="why", kept=True), told).title == "0 sent, 3 received"
