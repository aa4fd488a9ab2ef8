"""Midnight passes while a page is in front: it turns to the new day by itself, and nobody's log is opened once more for that."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from callhandler.app.day_watch import DayWatch
from callhandler.ui.lines import LinesView
from tests.doubles import ToldClock
from tests.glass_desk import GlassSeat, seated, store, told_of_health
from tests.london import in_london

__all__ = ["in_london"]

LATE = datetime(2026, 3, 2, 23, 59, tzinfo=UTC)


@pytest.fixture
def seat(qtbot: QtBot, tmp_path: Path, clock: ToldClock, in_london: None) -> Iterator[GlassSeat]:
    """Somebody who took a call two minutes before midnight."""
    clock.turn_to(LATE)
    with store(tmp_path, "4821 Okafor") as vault:
        told_of_health(vault, clock)
        with seated(qtbot, vault, clock, knows="health") as seat:
            yield seat


def lines(seat: GlassSeat, name: str) -> tuple[str, ...]:
    view = seat.window.findChild(LinesView, name)
    assert view
    return tuple(line.read() for line in view.lines())


def turn(seat: GlassSeat) -> None:
    (watch,) = seat.front.findChildren(DayWatch)
    watch.look()


def test_the_desk_in_front_turns_to_the_new_day(qtbot: QtBot, seat: GlassSeat, clock: ToldClock) -> None:
    qtbot.waitUntil(lambda: any("due tomorrow" in one for one in lines(seat, "desk_due")))
    assert len(lines(seat, "desk_today")) == 1
    clock.move(minutes=2)
    turn(seat)
    assert lines(seat, "desk_today") == ()
    qtbot.waitUntil(lambda: any("due today" in one for one in lines(seat, "desk_due")))
    clock.move(days=1)
    turn(seat)
    qtbot.waitUntil(lambda: any("1 day overdue" in one for one in lines(seat, "desk_due")))


def test_a_log_in_front_turns_too_and_is_not_opened_once_more(seat: GlassSeat, clock: ToldClock) -> None:
    (call,) = seat.session.desk.today()
    seat.open_log(call.victim)
    assert "due tomorrow" in seat.says()
    looked = len(seat.entries("viewed"))
    clock.move(minutes=2)
    turn(seat)
    assert "due tomorrow" not in seat.says()
    assert "due today" in seat.says()
    assert len(seat.entries("viewed")) == looked


def test_nothing_turns_within_a_day_and_everything_does_once(qapp: QApplication, clock: ToldClock, in_london: None) -> None:
    clock.turn_to(datetime(2026, 6, 1, 22, 30, tzinfo=UTC))
    parent = QObject()
    watch, turned = DayWatch(clock, parent), list[str]()
    watch.turned.connect(lambda: turned.append("turned"))
    watch.look()
    assert turned == []
    clock.move(hours=1)  # half past midnight here, and half past eleven at Greenwich
    watch.look()
    watch.look()
    assert turned == ["turned"]
