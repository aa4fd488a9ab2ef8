"""Where else an area wants to know why: before somebody is looked for, and before a file leaves the desk."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from callhandler.app.session import Opened, scratch_desk
from callhandler.cases.why import Asks
from callhandler.desk.attaching import Attaching
from callhandler.desk.desk import Desk
from callhandler.desk.why import ReasonWanted, Why
from callhandler.log.kinds import Viewed
from callhandler.store.fleeting import FleetingVault, fleeting_in
from callhandler.store.pen import InlinePen
from callhandler.ui.lines import LinesView
from callhandler.ui.why_page.page import WhyPage
from tests.desks import NUMBER, generic, margaret, rung_off
from tests.doubles import ToldClock
from tests.test_files_room import graffiti, room, take
from tests.ui_seat import CTRL, AtDesk, labels, seat

__all__ = ["seat"]
pytestmark = pytest.mark.req("R3")
Key = Qt.Key


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[FleetingVault]:
    made = fleeting_in(tmp_path, "4821 Okafor")
    yield made
    made.close()


def opened(vault: FleetingVault, clock: ToldClock, asks: Asks) -> Opened:
    """A store with Margaret's complaint, in an area that asks so."""
    area, form = generic()
    made = Opened(vault, replace(area, asks_why=asks), form)
    rung_off(margaret(desk(made, clock).start_call(NUMBER)))
    return made


def desk(opened: Opened, clock: ToldClock) -> Desk:
    return scratch_desk(opened, InlinePen(opened.vault.logbook), clock)


def looks(opened: Opened, *purposes: str) -> list[tuple[str, str]]:
    """What was looked at for these purposes, and why."""
    seen = [entry.body for entry in opened.vault.logbook.entries(kinds=("viewed",)) if isinstance(entry.body, Viewed)]
    return [(one.what, one.reason) for one in seen if one.purpose in purposes]


@pytest.mark.parametrize("asks", ["off", "sensitive", "always"])
def test_nobody_is_shown_whom_a_search_found_before_the_area_knows_why(vault: FleetingVault, clock: ToldClock, asks: Asks) -> None:
    made = opened(vault, clock, asks)
    at = desk(made, clock)
    assert bool(at.reasons.searching().grounds) is (asks == "always")
    if asks == "always":
        with pytest.raises(ReasonWanted):
            at.find(name="Margaret")
        assert looks(made, "routine") == []
    assert at.find(name="Margaret", why=Why("contact"))
    assert looks(made, "routine") == [("search", "contact")]


@pytest.mark.parametrize("asks", ["off", "sensitive"])
def test_a_file_leaves_only_for_a_reason(vault: FleetingVault, clock: ToldClock, tmp_path: Path, asks: Asks) -> None:
    made = opened(vault, clock, asks)
    at = desk(made, clock)
    (case,) = (one.case for one in at.today())
    files = Attaching(at.reasons.hand, made.vault.logbook, vault.shelf, at.reasons)
    files.attach(case, files.take_in(graffiti(tmp_path / "wall.jpg")), "wall.jpg")
    (one,) = files.files(case)
    if asks != "off":
        with pytest.raises(ReasonWanted):
            files.copy_out(one.file, tmp_path / "out")
        assert not (tmp_path / "out").exists()
        assert [reference for _, reference in at.reasons.copying(case).cases] == [one.reference for one in at.today()]
    files.copy_out(one.file, tmp_path / "out", Why("partners", case))
    assert looks(made, "file copied") == [("case", "partners")]


def test_at_a_desk_that_asks_always_one_key_does_for_a_search_and_for_whom_it_found(
    seat: AtDesk, vault: FleetingVault, clock: ToldClock, tmp_path: Path
) -> None:
    made = opened(vault, clock, "always")
    seat.start().program.let_in(made)
    seat.press(Key.Key_F, CTRL).write("Margaret").press(Key.Key_Return)
    assert seat.window.current() == "why"
    assert "Why do you look for somebody?" in labels(seat.part(WhyPage))
    seat.press(Key.Key_Escape)
    assert seat.window.current() == "desk"
    assert not any(found.isVisible() and found.lines() for found in seat.window.findChildren(LinesView, "desk_found"))
    seat.press(Key.Key_F, CTRL).press(Key.Key_Return).press(Key.Key_2)
    assert seat.window.current() == "desk"
    assert seat.part(LinesView, "desk_found").lines()
    seat.press(Key.Key_Return)
    assert seat.window.current() == "person", "the reason for the search stands for whom it found"
    seat.part(LinesView, "person_complaints").setFocus()
    seat.press(Key.Key_F7)
    assert seat.window.current() == "as_asked"
    seat.press(Key.Key_Escape).press(Key.Key_O, CTRL)
    take(seat, made, tmp_path, graffiti(tmp_path / "wall.jpg"))
    seat.press(Key.Key_Return).press(Key.Key_S, CTRL).press(Key.Key_S, CTRL)
    assert "Why is a copy made?" in labels(seat.part(WhyPage))
    seat.press(Key.Key_3)
    assert seat.window.current() == "files"
    assert [path.suffix for path in room(seat, tmp_path).folder.iterdir()] == [".jpg"]
    seat.press(Key.Key_Escape)
    assert {("search", "contact"), ("person", "contact")} <= set(looks(made, "routine"))
    assert looks(made, "as asked", "files", "file opened") == [("case", "contact")] * 3
    assert looks(made, "file copied") == [("case", "partners")]
