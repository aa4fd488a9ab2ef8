"""A call stays with the form it began under, and what was asked is known to the letter years later."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
import yaml

from callhandler.cases.area import AreaTrouble, load_area
from callhandler.config import RESOURCES
from callhandler.desk.forms import Forms, published, version_of
from callhandler.script.manifest import new_key
from callhandler.script.release import release
from callhandler.store.fleeting import fleeting
from callhandler.store.forms import KeptForm
from tests import desks
from tests.desks import DANGER, Room, rung_off
from tests.versions import FIRST, FIRST_VERSION, NEW_WORDS, OLD_WORDS, SECOND_VERSION, desk, released, second

AFTER = date(2026, 3, 4)


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with desks.room(tmp_path) as made:
        yield made


def test_a_call_reopens_under_the_form_it_began_under_whatever_is_in_force_by_then(room: Room) -> None:
    begun = desk(room, released(FIRST)).start_call()
    (again,) = desk(room, released(second())).calls()
    assert again.case == begun.case
    assert again.question(DANGER).label == OLD_WORDS
    rung_off(again)
    assert again.paper.assessed
    assert again.paper.assessed.script == begun.paper.begun.script


def test_during_a_change_over_each_call_takes_the_version_of_its_day(room: Room) -> None:
    side_by_side = desk(room, released(FIRST), released(second(), AFTER))
    before = side_by_side.start_call()
    room.now.turn_to(room.now().replace(day=4))
    after = side_by_side.start_call()
    assert [call.question(DANGER).label for call in (before, after)] == [OLD_WORDS, NEW_WORDS]
    assert [call.paper.begun.script.version for call in side_by_side.calls()] == [FIRST_VERSION, SECOND_VERSION]


def test_the_day_counts_where_the_desk_is(room: Room) -> None:
    forms = Forms(room.vault.logbook, (released(FIRST), released(second(), AFTER)))
    assert [forms.in_force(on).version for on in (date(2026, 3, 3), AFTER)] == [FIRST_VERSION, SECOND_VERSION]


def test_a_form_is_kept_by_its_hash_and_never_changes(room: Room) -> None:
    logbook, one = room.vault.logbook, released(FIRST)
    desk(room, one)
    logbook.keep_form(KeptForm(one.form.sha256, b"something else", b""))
    kept = logbook.form(one.form.sha256)
    assert kept == one.kept
    assert logbook.form("ab" * 32) is None


def test_a_kept_form_that_is_not_what_its_hash_says_is_not_asked(room: Room) -> None:
    logbook, version = room.vault.logbook, version_of(released(FIRST).form)
    logbook.keep_form(KeptForm(version.sha256, second()))
    assert Forms(logbook, (released(second()),)).asked(version) is None
    logbook.keep_form(KeptForm("ab" * 32, b"no form"))
    assert Forms(logbook, (released(second()),)).asked(version.model_copy(update={"sha256": "ab" * 32})) is None


def test_a_call_whose_form_is_not_here_goes_on_under_the_one_in_force_and_says_so(room: Room) -> None:
    room.desk().start_call()
    (call,) = desk(room, released(second())).calls()
    rung_off(call)
    assert call.paper.begun.script.version == FIRST_VERSION
    assert call.paper.assessed
    assert call.paper.assessed.script.version == SECOND_VERSION, "the grade names the form that made it"


def test_what_was_captured_without_a_store_brings_its_form_along(room: Room) -> None:
    captured, one = fleeting("4821"), released(second())
    Forms(captured.logbook, (one,)).keep()
    captured.hand_over(room.vault.logbook)
    captured.close()
    assert room.vault.logbook.form(one.form.sha256) == one.kept


def area_with(folder: Path, **said: object) -> Path:
    whole = yaml.safe_load((RESOURCES / "areas" / "generic" / "area.yaml").read_text(encoding="utf-8"))
    (folder / "area.yaml").write_text(yaml.safe_dump({**whole, "script": "form.xml", "publisher": "", **said}), encoding="utf-8")
    return folder


def test_an_area_names_the_next_version_and_its_first_day(tmp_path: Path) -> None:
    release(FIRST, tmp_path)
    release(second(), tmp_path / "next")
    area = load_area(area_with(tmp_path, change_over={"script": "next/form.xml", "on": "2026-03-04"}))
    assert [(one.form.version, one.since) for one in published(area)] == [(FIRST_VERSION, None), (SECOND_VERSION, AFTER)]
    assert all(one.kept and b"sha256" in one.kept.manifest for one in published(area))


@pytest.mark.req("T10")
def test_the_next_version_is_proved_as_the_first_is(tmp_path: Path) -> None:
    key = new_key()
    release(FIRST, tmp_path, key)
    release(second(), tmp_path / "next")
    with pytest.raises(AreaTrouble, match="not signed"):
        load_area(area_with(tmp_path, publisher=key.publisher, change_over={"script": "next/form.xml", "on": "2026-03-04"}))
