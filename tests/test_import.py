"""An old log comes in once, whole and in the open: done twice it is there once, killed it goes on, and repeat callers are known at once."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from callhandler.cases.legacy import Remark
from callhandler.cases.legacy_files import sheet_of
from callhandler.desk.bringing_in import Importer, brought_before, survey
from callhandler.desk.hand import Hand, Who
from callhandler.log.clock import Clock
from callhandler.log.entry import compose, seal, seal_all
from callhandler.log.kinds import CallStarted, Erased, Noted, PersonDescribed, PlaceDescribed, SamePerson
from callhandler.script.call import Call
from callhandler.store.pen import InlinePen
from callhandler.ui.form_names import names_of
from callhandler.ui.telling import Teller
from callhandler.words import Words
from tests.desks import generic, room
from tests.old_logs import HEADINGS, OldLog
from tests.stores import COLLAR


@pytest.fixture
def control_room(tmp_path):
    with room(tmp_path) as opened:
        yield opened


def importer(control_room, batch=50):
    logbook, area = control_room.vault.logbook, generic()[0]
    hand = Hand(Who(COLLAR, "police"), InlinePen(logbook), control_room.now, control_room.new_id, Clock(logbook.last_stamp()))
    return Importer(hand, logbook, area.code, "en", lambda naive: naive.replace(tzinfo=UTC), batch)


def bring(control_room, path, told=None, source="old CAD", batch=50):
    sheet = sheet_of(path)
    layout, _ = survey(sheet, source)
    return importer(control_room, batch).bring_in(sheet, layout, (told if told is not None else []).append, lambda _rows: None)


def entries(control_room):
    return control_room.vault.logbook.entries()


@pytest.mark.req("F19")
def test_every_row_is_on_record_or_refused_with_its_reason(control_room, tmp_path):
    log, told = OldLog(200, dirty=10), list[Remark]()
    count = bring(control_room, log.write(tmp_path / "old.csv"), told)
    assert (count.rows, count.brought, count.refused) == (200, 180, 20)
    assert len([remark for remark in told if remark.refused]) == 20
    begun = [entry for entry in entries(control_room) if isinstance(entry.body, CallStarted)]
    assert len(begun) == 180
    assert {entry.body.brought.row for entry in begun} | {remark.row for remark in told} == set(range(2, 202))
    assert control_room.vault.logbook.verify() is None


@pytest.mark.req("R1", "R4")
def test_a_complaint_says_where_it_stood_when_it_was_told_and_who_brought_it_in(control_room, tmp_path):
    bring(control_room, OldLog(1).write(tmp_path / "old.csv"))
    begun, *others = entries(control_room)
    assert begun.at == datetime(2019, 1, 1, tzinfo=UTC)
    assert (begun.actor, begun.body.reference, begun.body.brought.source, begun.body.brought.row) == (COLLAR, "CAD0000000", "old CAD", 2)
    assert begun.body.brought.at == control_room.now()
    assert begun.body.brought.sha256 == sheet_of(tmp_path / "old.csv").sha256
    assert [(entry.body.person == begun.body.caller, entry.body.role) for entry in others if isinstance(entry.body, PersonDescribed)] == [
        (True, "caller")
    ]
    assert [entry.body.place for entry in others if isinstance(entry.body, PlaceDescribed)] == ["Car park behind the shops"]
    assert {entry.case for entry in others} == {begun.case}
    assert not control_room.vault.logbook.open_cases()


def test_brought_in_twice_is_there_once(control_room, tmp_path):
    path = OldLog(120, dirty=10).write(tmp_path / "old.csv")
    bring(control_room, path)
    before = entries(control_room)
    again = bring(control_room, path)
    assert (again.brought, again.known, again.refused) == (0, 108, 12)
    assert entries(control_room) == before


def test_a_newer_export_of_the_same_log_brings_only_what_is_new(control_room, tmp_path):
    bring(control_room, OldLog(60).write(tmp_path / "march.csv"))
    newer = [HEADINGS, *list(OldLog(80))[10:], list(OldLog(80))[20]]
    (tmp_path / "april.csv").write_text("\n".join(",".join(f'"{cell}"' for cell in row) for row in newer), encoding="utf-8")
    count = bring(control_room, tmp_path / "april.csv")
    assert (count.brought, count.known) == (sum(row not in list(OldLog(60)) for row in list(OldLog(80))[10:]), 0 + count.known)
    assert len(set(brought_before(control_room.vault.logbook))) == len(list(brought_before(control_room.vault.logbook)))


def test_the_same_row_of_another_log_is_another(control_room, tmp_path):
    path = OldLog(10).write(tmp_path / "old.csv")
    bring(control_room, path, source="command and control")
    assert bring(control_room, path, source="housing").brought == 10


def test_what_was_erased_does_not_come_back(control_room, tmp_path):
    path = OldLog(3).write(tmp_path / "old.csv")
    bring(control_room, path)
    logbook = control_room.vault.logbook
    gone = entries(control_room)[0].case
    own = tuple(entry.id for entry in logbook.entries(case=gone))
    erased = Erased(entries=own, rule="six years", whole=True)
    logbook.erase(compose(erased, id="e", case=gone, at=control_room.now(), hlc=logbook.last_stamp() + 1, actor=COLLAR, agency="police"))
    assert bring(control_room, path).brought == 0


def test_a_row_that_cannot_be_put_on_record_is_left_out_alone(control_room, tmp_path):
    rows = [list(row) for row in OldLog(20)]
    rows[7][HEADINGS.index("Incident Type")] = rows[7][HEADINGS.index("Description")] = "x" * 40_000
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in (HEADINGS, *rows))
    (tmp_path / "old.csv").write_text(text, encoding="utf-8")
    told = list[Remark]()
    count = bring(control_room, tmp_path / "old.csv", told)
    assert (count.brought, count.refused) == (19, 1)
    assert [(remark.row, remark.refused) for remark in told] == [(9, True)]
    assert "cannot be put on record" in told[0].reason


def test_the_bar_is_full_only_when_all_is_on_the_disk(control_room, tmp_path):
    sheet, heard = sheet_of(OldLog(1_100).write(tmp_path / "old.csv")), list[tuple[int, int]]()
    layout, _ = survey(sheet, "old CAD")

    def progress(done: int) -> None:
        heard.append((done, sum(1 for _ in control_room.vault.logbook.cases_brought_in())))

    importer(control_room, 1_100).bring_in(sheet, layout, lambda _remark: None, progress)
    assert heard == [(800, 0), (1_100, 1_100)]


TOLD = ("Margaret Jones", "07700 900123", "03/02/1950", "14 Maes Road, CF62 8AB", "14 Maes Road, CF62 8AB", "Stones again")


def three_calls(path, *, number=""):
    headings = ("Date", "Name", "Phone", "DOB", "Address", "Location", "Text", *(("Nominal No",) if number else ()))
    rows = [(f"{day:02}/02/2026", *TOLD, *filter(None, (number,))) for day in (3, 12, 20)]
    path.write_text("\n".join(";".join(row).replace("; ", " ") for row in (headings, *rows)), encoding="utf-8")
    return path


def test_whom_the_old_log_knew_is_known_with_all_their_calls_on_the_first_day(control_room, tmp_path):
    bring(control_room, three_calls(tmp_path / "old.csv", number="N4711"))
    desk = control_room.desk()
    (found,) = desk.find(phone="07700900123")
    assert (found.name, found.complaints) == ("Margaret Jones", 3)
    log = desk.person(found.person)
    assert [one.started.date().day for one in log.complaints] == [20, 12, 3]
    assert {one.place for one in log.complaints} == {"14 Maes Road, CF62 8AB"}
    assert all(one.brought for one in log.complaints)
    assert log.flag("repeat")


def test_nobody_is_taken_for_somebody_else_because_an_old_log_names_them_alike(control_room, tmp_path):
    bring(control_room, three_calls(tmp_path / "old.csv"))
    desk = control_room.desk()
    first, second, third = desk.find(phone="07700900123")
    hand = importer(control_room).hand
    for other in (second, third):
        hand.write("police.links", SamePerson(one=first.person, other=other.person, why=("same-phone",)))
    log = control_room.desk().person(first.person)
    assert len(log.complaints) == 3
    assert log.flag("repeat")


def test_many_sealed_at_once_are_sealed_as_one_by_one():
    now = datetime(2026, 3, 2, tzinfo=UTC)
    texts = ("plain", "Siân Ŵyn", "tab\tand\nline", "a\0b", "1234567890123456789012", "é", "x" * 65_537, '"\\u0000"', "")
    told = [
        compose(Noted(text=text), id=f"e{n}", case="c", at=now, hlc=n, actor=COLLAR, agency="police", parents=("b", "a"))
        for n, text in enumerate(texts, 1)
        if len(text) < 65_536
    ]
    odd = (1.5, 1 << 62, [[1]], {"a": "e\u0301"}, None, True, "\u0338", "\x7f\u2028")
    told += [replace(told[0], id=f"odd{n}", body=Noted(text="n", extra=value)) for n, value in enumerate(odd)]
    salt = bytes(range(16))
    assert list(seal_all(told, "desk", 5, lambda: salt)) == [seal(one, "desk", n, salt) for n, one in enumerate(told, 5)]


def test_a_complaint_from_an_old_log_is_told_in_its_own_words(control_room, tmp_path):
    bring(control_room, OldLog(1).write(tmp_path / "old.csv"))
    (found,) = control_room.desk().find(name=" ".join(next(iter(OldLog(1)))[3:5]))
    (complaint,) = control_room.desk().person(found.person).complaints
    area, form = generic()
    teller = Teller(Words(), area, names_of(Call(form, now=control_room.now), "en"))
    assert teller.what(complaint).startswith("ASB Nuisance")
    assert not complaint.in_progress
    assert control_room.desk().due() == ()
    assert control_room.desk().today() == ()


def test_the_guard_that_keeps_erased_bodies_away_stands_again_after_each_batch(control_room, tmp_path):
    def guards():
        with control_room.vault.engine.reader.connect() as connection:
            return connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' ORDER BY name").fetchall()

    before = guards()
    bring(control_room, OldLog(10).write(tmp_path / "old.csv"))
    assert guards() == before
    assert "erased_comes_back_never" in dict(map(tuple, before))
