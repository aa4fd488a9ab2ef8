"""One thread keeps a desk in step with the endpoint, says how it stands, and is gone at log-off whatever it waits for."""

import queue
import secrets
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest

from callhandler.line.state import LineState
from callhandler.line.worker import Dice, LineWorker, News, Told
from callhandler.log.kinds import CaseShared, DeviceRevoked, Noted, PersonDescribed, ShareEnded
from callhandler.log.ownership import case_of, devices_of
from callhandler.sync.pace import Pace
from tests.faulty_line import FaultyLine, faulty_line
from tests.hall import Hall, handler, listening
from tests.line_states import until
from tests.lined_desks import PATIENT, LinedDesk, desk
from tests.patience import SOON
from tests.patience import until as later
from tests.stored_device import Shelf

DICE = Dice(lambda: datetime.now(UTC), lambda: secrets.token_bytes(16), lambda: 0.5)


@dataclass
class Heard:
    """What a worker said."""

    states: "queue.Queue[LineState]" = field(default_factory=queue.Queue)
    news: list[News] = field(default_factory=list)
    wiped: threading.Event = field(default_factory=threading.Event)
    mistakes: list[Exception] = field(default_factory=list)

    def until(self, so: Callable[[LineState], bool]) -> LineState:
        return until(self.states, so)


@dataclass
class Room:
    """An endpoint, its line, and two desks of the police."""

    hall: Hall
    line: FaultyLine
    here: LinedDesk
    there: LinedDesk
    shelf: Shelf
    url: str

    @contextmanager
    def working(self, *, pause: tuple[float, float] = (0.05, 0.1)) -> Iterator[tuple[LineWorker, Heard]]:
        heard = Heard()
        told = Told(heard.states.put, heard.news.append, heard.wiped.set, heard.mistakes.append)
        worker = LineWorker(self.here.replica, self.here.disk.stored, self.here.remote, told, DICE, pause=pause, gather=0.01)
        try:
            yield worker, heard
        finally:
            assert worker.close(SOON)
            assert heard.mistakes == []


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    hall, shelf = Hall(), Shelf(tmp_path)
    with listening(handler(hall)) as port, faulty_line(port) as (line, url):
        made = Room(hall, line, desk(hall, shelf, url), desk(hall, shelf, url), shelf, url)
        lines = made.here, made.there
        yield made
        for one in (*lines, made.here):
            one.remote.close()
    shelf.clear()


def test_what_is_written_goes_out_and_is_called_sent_once_it_is_signed_for(room: Room):
    room.here.case()
    with room.working() as (worker, heard):
        state = heard.until(lambda state: state.sent == 1)
        assert (state.saved, state.waiting, state.trouble) == (1, 0, "")
        room.here.case()
        worker.wake()
        heard.until(lambda state: state.sent == 2)


def test_what_others_write_comes_in_by_itself(room: Room):
    with room.working() as (_, heard):
        heard.until(lambda state: state.last_contact is not None)
        room.there.case("from the other desk")
        room.there.sync()
        heard.until(lambda state: state.read == 1)
    assert [entry.kind for news in heard.news for entry in news.read] == ["noted"]


def test_whom_a_long_round_describes_can_be_found_before_it_is_called_received(room: Room):
    many = 60
    for number in range(many):
        said = PersonDescribed(person=f"p{number}", role="caller", name="Mary Jones", phone=f"07700 {900100 + number}")
        room.there.write(said, case_of("police", str(number)))
    room.there.replica.pace = room.here.replica.pace = Pace(2 * many)
    room.there.sync()
    with room.working() as (_, heard):
        assert heard.until(lambda state: state.ahead == many).read < many
        heard.until(lambda state: state.read == many)
        assert room.here.disk.logbook(bytes).from_number("07700 900107")
    assert [len(news.read) for news in heard.news] == [many, 0], "told once more when they can be found"


def test_word_of_where_the_feeds_end_brings_what_is_missing_and_costs_nothing_where_all_is_known(room: Room):
    with room.working(pause=(60.0, 60.0)) as (worker, heard):
        heard.until(lambda state: state.last_contact is not None)
        room.there.case("from the other desk")
        room.there.sync()
        worker.nudge({"police": 1})
        heard.until(lambda state: state.read == 1)
        assert asked_after(worker, heard, room) == asked_after(worker, heard, room)


@pytest.mark.req("F20")
def test_removals_that_were_too_many_are_done_once_they_are_ordered(room: Room):
    guest = room.here = desk(room.hall, room.shelf, room.url, "council")
    cases = [room.there.case() for _ in range(3)]
    for decide in (CaseShared, ShareEnded):
        for case in cases:
            room.there.write(decide(audience="council"), case)
        room.there.sync()
        guest.round()
    with room.working() as (_, heard):
        for _ in range(4):  # looks, at which nothing has gone on
            heard.until(lambda state: state.refused > 0)
        with room.hall.lock:
            room.hall.exchange.clear("council")
        heard.until(lambda state: state.refused == 0)
    assert guest.shown() == {}


def asked_after(worker: LineWorker, heard: Heard, room: Room) -> int:
    """How often the endpoint was asked, once the worker has heard of nothing new."""
    then = datetime.now(UTC)
    worker.nudge({"police": 1, "police/audit": 5})
    heard.until(lambda state: state.last_contact is not None and state.last_contact > then)
    return room.hall.asked


@pytest.mark.req("F6", "F7")
def test_a_trouble_is_said_and_over_once_the_line_is_back(room: Room):
    room.line.faults = ("portal",)
    room.here.case()
    with room.working() as (worker, heard):
        state = heard.until(lambda state: state.trouble == "portal")
        assert (state.waiting, state.last_contact) == (1, None)
        room.line.faults = ()
        worker.nudge()
        heard.until(lambda state: state.sent == 1 and not state.trouble)


def test_log_off_ends_it_though_an_answer_hangs(room: Room):
    """For longer than the desk itself would wait for it, and so for much longer than it may take to end."""
    room.line.faults, room.line.late = ("late",), 2 * PATIENT.read
    room.here.case()
    worker = LineWorker(room.here.replica, room.here.disk.stored, room.here.remote, Told(Heard().states.put), DICE)
    later(lambda: room.line.heard.get("late"))
    assert worker.close(PATIENT.read / 2)


@pytest.mark.req("T20")
def test_a_lost_device_hands_in_what_waits_and_leaves_nothing(room: Room):
    room.here.sync()
    room.there.sync()
    case = room.here.case("written before it was lost")
    unsent = room.here.write(Noted(text="not sent yet"), case)
    room.there.write(DeviceRevoked(device=room.here.disk.identity().signer.id), devices_of("police"))
    room.there.sync()
    with room.working() as (_, heard):
        state = heard.until(lambda state: state.need == "wiped")
        assert heard.wiped.wait(SOON)
    assert state.saved == 0
    assert room.here.disk.stored.wiped()
    assert room.here.disk.holdings == {}
    assert unsent in {kept.entry.id for kept in room.hall.store.entries.values()}


@pytest.mark.req("F20")
def test_an_endpoint_that_is_not_ours_takes_nothing_away_and_is_told_apart(room: Room):
    room.here.case()
    room.here.sync()
    room.hall.key = type(room.hall.key).generate()
    room.hall.open()
    with room.working() as (worker, heard):
        worker.wake()
        heard.until(lambda state: state.trouble == "portal")
    assert len(room.here.shown()) == 1
