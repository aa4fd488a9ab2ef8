"""Cases of an old log come in as closed where the log says so, or where nothing was said for so long; and can be opened again."""

import csv
from collections.abc import Iterator
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from callhandler.cases.closure import IN_OLD_LOG
from callhandler.cases.complaint import Complaint
from callhandler.cases.legacy_columns import guessed
from callhandler.cases.legacy_files import sheet_of
from callhandler.cases.legacy_rows import closed_in
from callhandler.desk.bringing_in import Importer, survey
from callhandler.desk.hand import Hand, Who
from callhandler.desk.old_rows import Count
from callhandler.log.clock import Clock
from callhandler.log.kinds import CaseClosed
from callhandler.script.call import Call
from callhandler.store.pen import InlinePen
from callhandler.ui.form_names import names_of
from callhandler.ui.person_page.lines import closed_said
from callhandler.ui.telling import Teller
from callhandler.ui.telling_person import person_told
from callhandler.words import Words
from tests.desks import Room, generic, room
from tests.stores import COLLAR

WEEKS = timedelta(days=generic()[0].closes_after)


@pytest.fixture
def control_room(tmp_path: Path) -> Iterator[Room]:
    with room(tmp_path) as opened:
        yield opened


def log(control_room: Room, path: Path, *said: str) -> Path:
    """Somebody who rang 50, 40 and 3 days ago; with what the old log says of how each of it ended."""
    days = [control_room.now() - timedelta(days=days) for days in (50, 40, 3)]
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(("Ref", "Date", "Person ID", "Name", "Phone", "Description", *(("Status",) if said else ())))
        for n, (day, status) in enumerate(zip(days, said or ("", "", ""), strict=True)):
            out.writerow((f"CAD{n}", f"{day:%d/%m/%Y}", "N1", "Margaret Jones", "07700 900123", "Stones.", *((status,) if said else ())))
    return path


def bring(control_room: Room, path: Path, open_for: timedelta | None = WEEKS) -> Count:
    sheet, logbook, area = sheet_of(path), control_room.vault.logbook, generic()[0]
    hand = Hand(Who(COLLAR, "police"), InlinePen(logbook), control_room.now, control_room.new_id, Clock(logbook.last_stamp()))
    importer = Importer(hand, logbook, area.code, "en", lambda naive: naive.replace(tzinfo=UTC), open_for=open_for)
    return importer.bring_in(sheet, survey(sheet, "old CAD")[0], lambda _: None, lambda _: None)


def complaints(control_room: Room) -> dict[str, Complaint]:
    desk = control_room.desk()
    found = (one for case in control_room.vault.logbook.cases_brought_in() if (one := desk.complaint(case)))
    return {one.reference: one for one in found}


def still_open(control_room: Room) -> set[str]:
    return {reference for reference, one in complaints(control_room).items() if one.open}


@pytest.mark.parametrize(
    ("open_for", "left"),
    [(WEEKS, {"CAD1", "CAD2"}), (None, {"CAD0", "CAD1", "CAD2"}), (timedelta(0), set()), (timedelta(days=9), {"CAD2"})],
)
def test_what_was_long_ago_comes_in_as_closed(control_room: Room, tmp_path: Path, open_for: timedelta | None, left: set[str]) -> None:
    bring(control_room, log(control_room, tmp_path / "old.csv"), open_for)
    assert still_open(control_room) == left


def test_what_the_old_log_says_counts_before_how_long_ago_it_was(control_room: Room, tmp_path: Path) -> None:
    path = log(control_room, tmp_path / "old.csv", "Open", "Closed - NFA", "to be seen")
    assert guessed("old", sheet_of(path).headings, [row for _, row in sheet_of(path).rows()]).of("closed") == ("Status",)
    bring(control_room, path)
    assert still_open(control_room) == {"CAD0", "CAD2"}


def test_done_again_nothing_comes_in_twice_whatever_is_said_of_what_is_open(control_room: Room, tmp_path: Path) -> None:
    path = log(control_room, tmp_path / "old.csv")
    bring(control_room, path)
    assert (bring(control_room, path, None).brought, still_open(control_room)) == (0, {"CAD1", "CAD2"})


def test_it_is_opened_again_as_any_case_and_closed_again(control_room: Room, tmp_path: Path) -> None:
    bring(control_room, log(control_room, tmp_path / "old.csv"))
    one, after = complaints(control_room)["CAD0"], control_room.desk().afterwards()
    assert (one.closed, one.closing) == (one.started, IN_OLD_LOG)
    after.reopen(one.case, one.closing, "Brought in as closed from an old log.")
    assert "CAD0" in still_open(control_room)
    told = [entry.body for entry in control_room.vault.logbook.entries(one.case)]
    assert [body.words for body in told if isinstance(body, CaseClosed)] == ["Brought in as closed from an old log."]
    after.close(one.case)
    shut = complaints(control_room)["CAD0"]
    assert shut.closed == control_room.now()
    after.reopen(one.case, shut.closing)
    assert "CAD0" in still_open(control_room)


@pytest.mark.parametrize(("language", "said"), [("en", "closed in the old log"), ("cy", "wedi'i gau yn yr hen gofnod")])
def test_the_log_of_the_person_says_how_it_came_to_be_closed(control_room: Room, tmp_path: Path, language: str, said: str) -> None:
    bring(control_room, log(control_room, tmp_path / "old.csv"))
    (words, desk), (area, form) = (Words(language), control_room.desk()), generic()
    teller = Teller(words, area, names_of(Call(form, now=control_room.now), language))
    (found,) = desk.find(phone="07700900123")
    told = person_told(teller, desk.person(found.person), control_room.now().date())
    assert [closed_said(words, one) for one in told.complaints] == ["", "", said]


@pytest.mark.parametrize(
    ("said", "closed"),
    [
        ("Closed", True), ("closed - no further action", True), ("NFA", True), ("Resolved", True), ("Y", True), ("12/03/2024", True),
        ("wedi'i gau", True), ("Open", False), ("Re-opened", False), ("in progress", False), ("N", False), ("ar agor", False),
        ("", None), ("to be seen", None), ("yesterday", None),
    ],
)  # fmt: skip
def test_what_an_old_log_says_of_a_case_is_understood(said: str, closed: bool | None) -> None:
    assert closed_in(said) is closed


@pytest.mark.parametrize(
    ("heading", "values", "taken"),
    [
        ("Status", ("Open", "Closed", ""), True), ("Case Status", ("NFA", "Resolved", "x"), True),
        ("Date Closed", ("01/02/2024", "", ""), True),
        ("Closed", ("Y", "N", "Y"), True), ("Status", ("Gold", "Silver", "Bronze"), False), ("Closed by", ("PC 1", "PC 2", "PC 3"), False),
    ],
)  # fmt: skip
def test_the_column_that_says_so_is_guessed_by_its_heading_and_what_stands_in_it(
    heading: str, values: tuple[str, ...], taken: bool
) -> None:
    rows = [("01/02/2024", "Ann Jones", value) for value in values]
    assert (guessed("old", ("Date", "Name", heading), rows).of("closed") == (heading,)) is taken
