"""What the screens are told of a log is what was put on record, not what would be found today."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from callhandler.cases.log import log_of
from callhandler.desk.desk import Desk
from callhandler.log.kinds import Answered, Band, Reason, RiskAssessed
from callhandler.script.call import Call
from callhandler.ui import shown
from callhandler.ui.dates import clock
from callhandler.ui.form_names import names_of
from callhandler.ui.person_page.lines import complaint_lines
from callhandler.ui.telling import Teller
from callhandler.ui.telling_person import person_told
from callhandler.words import Words
from tests import desks
from tests.desks import NUMBER, Room, generic, margaret, rung_off, told
from tests.stores import COLLAR
from tests.trail import INCIDENT, SCRIPT, Trail


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with desks.room(tmp_path) as made:
        yield made


def page(room: Room, desk: Desk, person: str, language: str = "en") -> shown.Person:
    area, form = generic()
    names = names_of(Call(form, now=room.now), language)
    return person_told(Teller(Words(language), area, names), desk.person(person), room.now().date())


@pytest.mark.parametrize(("language", "number"), [("en", "same number"), ("cy", "yr un rhif")])
def test_a_link_shows_the_reasons_on_record_and_who_decided(room: Room, language: str, number: str) -> None:
    desk = room.desk()
    rung_off(margaret(desk.start_call(NUMBER)))
    call = told(desk.start_call(NUMBER), NAME="Margret Jones")
    call.accept(call.candidates()[0].person)
    at = room.now()
    told(call, NAME="Sioned Pugh", PHONE="01632 960001")
    room.now.move(days=3)
    (link,) = page(room, desk, call.paper.begun.caller, language).links
    assert number in link.why, "although nothing is alike any more"
    assert all("{" not in why and not why.endswith(":") for why in link.why)
    assert (link.by, link.at) == (COLLAR, at)


def test_the_supervisor_who_looked_is_named(room: Room) -> None:
    desk = room.desk()
    call = told(desk.start_call(), WEAPON="yes")
    call.override("standard", "toy gun, seen by the officer", "Sgt Rees")
    rung_off(call)
    (lowered,) = [one for one in desk.due() if one.kind == "lowered"]
    desk.review(call.case, lowered.entry, "returned", "look at it again", "Sgt Pugh")
    (complaint,) = page(room, desk, call.paper.begun.caller).complaints
    assert complaint.review == "Lower band sent back by Sgt Pugh: “look at it again”"


NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
TOLD_HIGH, TOLD_LOW = Reason(code="floor:weapon", least="high"), Reason(code="sum:told", least="standard")


def two_desks(other: Band = "standard", latest: Reason = TOLD_LOW) -> Trail:
    """One call in which two desks answered the same questions, and graded it, without having seen each other's entries."""
    trail = Trail()
    trail.call("a", "2026-11-20", band=None, answers={"/data/who/r_weapon": "yes", INCIDENT + "location": "Mill Lane"})
    for path, value in (
        ("/data/who/r_weapon", "no"),
        (INCIDENT + "location", "Mill Lane"),
        (INCIDENT + "behaviours", "noise animals"),
    ):
        trail.write("a", NOON, Answered(path=path, value=value), parents=())
    trail.write("a", NOON, Answered(path=INCIDENT + "behaviours", value="begging"), parents=())
    for band, reason in (("high", TOLD_HIGH), (other, latest)):
        graded = RiskAssessed(script=SCRIPT, computed=band, band=band, score=0, most=0, reasons=(reason,))
        trail.write("a", NOON, graded, parents=())
    return trail


def only_complaint(trail: Trail, language: str = "en") -> shown.Complaint:
    area, form = generic()
    teller = Teller(Words(language), area, names_of(Call(form, now=lambda: NOON), language))
    (complaint,) = person_told(teller, log_of("ann", trail.entries, area, NOON), NOON.date()).complaints
    return complaint


@pytest.mark.parametrize(
    ("language", "grades", "weapon"),
    [
        ("en", "the highest holds: High (op, 20 Nov 2026 {at}), Standard (op, 20 Nov 2026 {at})", "2 answers stand"),
        ("cy", "yr uchaf sy'n dal: Uchel (op, 20 Tach 2026 {at}), Safonol (op, 20 Tach 2026 {at})", "mae 2 ateb yn sefyll"),
    ],
)
def test_what_two_desks_wrote_without_seeing_each_other_is_all_shown(language: str, grades: str, weapon: str) -> None:
    complaint = only_complaint(two_desks(), language)
    assert len(complaint.standing) == 3, "the place was told alike, so nothing stands against it"
    assert grades.format(at=clock(NOON)) in complaint.standing[0]
    assert any(weapon in told for told in complaint.standing)


def test_answers_that_stand_side_by_side_are_said_in_the_words_of_the_form() -> None:
    told = "\n".join(only_complaint(two_desks()).standing)
    at = f"20 Nov 2026 {clock(NOON)}"
    assert f"“Yes” ({at}), “No” ({at})" in told
    assert "noise animals" not in told


def test_the_reasons_shown_are_those_of_the_grade_that_holds() -> None:
    complaint = only_complaint(two_desks())
    assert complaint.band == "high"
    assert [reason.endswith("at least High") for reason in complaint.reasons] == [True]


def test_of_grades_alike_the_latest_says_why() -> None:
    complaint = only_complaint(two_desks("high", Reason(code="floor:violence", least="high")))
    assert complaint.reasons != only_complaint(two_desks()).reasons


def test_the_line_of_the_complaint_says_that_versions_differ() -> None:
    complaint = only_complaint(two_desks())
    (short,) = complaint_lines(Words(), [complaint], NOON, ())
    (whole,) = complaint_lines(Words(), [complaint], NOON, (complaint.case,))
    assert "more than one version stands" in short.detail
    assert all(told in whole.detail for told in complaint.standing)
