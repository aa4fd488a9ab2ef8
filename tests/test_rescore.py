"""What another version would have made of the calls: who moves, how many highs, which would have been missed; table, csv and picture."""

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from typer.testing import CliRunner

from callhandler.cli import commands
from callhandler.desk.desk import Desk
from callhandler.desk.rescoring import Regraded, Rescoring, Side
from callhandler.log.cells import cell, table
from callhandler.log.kinds import Band, Viewed
from callhandler.replay.rescore import histories_rescored, stored_rescored
from callhandler.replay.rescore_told import as_csv, told
from callhandler.script.load import load
from tests import desks
from tests.desks import Room, generic, margaret, rung_off
from tests.desks import told as say
from tests.versions import FIRST, FIRST_VERSION, SECOND_VERSION, desk, released, second

HISTORY = """
id: two-calls
people: [{role: victim}]
contacts:
  - {n: 1, date: 2026-01-05, kind: report, summary: shouting, facts: {threats: threatened him this time}}
  - {n: 2, date: 2026-01-19, kind: report, summary: again, facts: {}}
"""


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with desks.room(tmp_path) as made:
        yield made


def calls(at: Desk) -> None:
    """One that the points alone make high (no floor of that rank), and one of next to nothing."""
    grave = say(margaret(at.start_call()), THREATS="others", OFTEN="daily", VULNERABILITY="mental learning illness")
    others = ("r_weapon", "r_violence", "r_home", "r_hate", "r_threats", "r_selfharm")
    for question in grave.still_to_ask():
        points = {option.name: option.points or 0 for option in question.options if option.name not in ("dk", "declined")}
        if "r_" in question.path and points and not question.path.endswith(others):
            grave.answer(question.path, max(points, key=points.__getitem__))
    rung_off(grave)
    rung_off(say(at.start_call(), THREATS="no"))


def rescoring(*bands: tuple[Band, Band]) -> Rescoring:
    start = date(2026, 1, 5)
    made = [
        Regraded(f"c{n}", start + timedelta(days=7 * n), Side(before, 10, {"a": 4}), Side(after, 9, {"a": 3}))
        for n, (before, after) in enumerate(bands)
    ]
    return Rescoring("1", "2", tuple(made))


def test_the_same_version_moves_nothing(room: Room) -> None:
    at = desk(room, released(FIRST))
    calls(at)
    found = stored_rescored(at, None, load(FIRST))
    assert len(found.calls) == 2
    assert (found.moved, found.turned, found.missed) == ((), (), ())


def test_what_stood_on_record_stands_on_both_sides(room: Room) -> None:
    at = desk(room, released(FIRST))
    calls(at)
    found = stored_rescored(at, None, load(FIRST))
    assert [one.before.band for one in found.calls] == [at.complaint(call).band for call in cases(room)]  # type: ignore[union-attr]


def cases(room: Room) -> list[str]:
    return [entry.case for entry in room.vault.logbook.entries(kinds=("call-started",))]


def test_a_high_that_the_new_version_would_miss_is_named(room: Room) -> None:
    at = desk(room, released(FIRST))
    calls(at)
    found = stored_rescored(at, None, load(second(high=900)))
    (missed,) = found.missed
    assert (missed.before.band, missed.after.band) == ("high", "medium")
    assert all(one.after.band != "high" for one in found.missed)


def test_each_call_is_held_against_the_version_it_was_asked_under(room: Room) -> None:
    calls(desk(room, released(FIRST)))
    found = stored_rescored(desk(room, released(second(high=900))), None, load(second(high=900)))
    assert found.old == FIRST_VERSION
    other = stored_rescored(desk(room, released(second(high=900))), load(second(high=900)), load(second(high=900)))
    assert (other.old, other.moved) == (SECOND_VERSION, ())


@pytest.mark.req("R1")
def test_a_look_at_every_call_is_on_record(room: Room) -> None:
    stored_rescored(desk(room, released(FIRST)), None, load(FIRST))
    (look,) = room.vault.logbook.entries(kinds=("viewed",))
    assert isinstance(look.body, Viewed)
    assert look.body.subject == "rescore"


def test_the_figures() -> None:
    found = rescoring(("high", "medium"), ("medium", "high"), ("standard", "high"), ("high", "high"))
    assert [one.call for one in found.missed] == ["c0"]
    assert [one.call for one in found.found] == ["c1", "c2"]
    assert found.count("medium", "high") == 1
    assert found.weeks == pytest.approx(22 / 7)
    assert found.more_highs_a_week == pytest.approx(7 / 22)
    (turned,) = found.turned
    assert (turned.calls, turned.points, turned.bands) == (4, -4, 3)
    assert rescoring().weeks == 1


def test_the_terminal_says_it_in_tables_and_sentences() -> None:
    said = "\n".join(told(rescoring(("high", "medium"), ("medium", "medium"))))
    assert "1 calls change their band. Highs: 1 before, 0 after, -0.9 a week." in said
    assert "Highs that would have been missed: 1\n- c0, 2026-01-05: high to medium, 10 to 9 points (a -1)" in said
    assert "- a: in 2 calls, -2 points together, in 1 of them the band changed" in said


def test_histories_are_played_under_both(tmp_path: Path) -> None:
    (tmp_path / "story.yaml").write_text(HISTORY, encoding="utf-8")
    area, form = generic()
    found = histories_rescored(tmp_path, area, form, load(second(high=900)))
    assert [one.call for one in found.calls] == ["two-calls · 1", "two-calls · 2"]
    assert all(one.after.score == one.before.score for one in found.calls)


def typed(*words: object) -> str:
    done = CliRunner().invoke(commands, ["rescore", *map(str, words)])
    assert "Traceback" not in done.output
    return f"{done.exit_code} {done.output}"


def test_the_command_writes_the_table_and_the_csv(tmp_path: Path) -> None:
    story, new, out = tmp_path / "story.yaml", tmp_path / "new.xml", tmp_path / "calls.csv"
    story.write_text(HISTORY, encoding="utf-8")
    new.write_bytes(second(high=900))
    said = typed(new, "--calls", story, "--csv", out)
    assert "2 calls over 2 weeks. Before: " in said
    rows = list(csv.reader(io.StringIO(out.read_text(encoding="utf-8-sig"), newline="")))
    assert [row[0] for row in rows] == ["call", "two-calls · 1", "two-calls · 2"]


@pytest.mark.parametrize("words", [(), ("--calls", "x", "--store", "y")])
def test_one_of_calls_and_store_is_named(words: tuple[str, ...]) -> None:
    assert "either --calls PATH or --store OPERATOR" in " ".join(typed("new.xml", *words).replace("│", " ").split())


def test_a_file_that_is_not_there_is_said_in_a_sentence(tmp_path: Path) -> None:
    assert typed(tmp_path / "none.xml", "--calls", tmp_path).startswith("2 ")


@pytest.mark.req("R16")
@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "|x", "%x", "\t=1", "\u200b=1", " =1", "\ufeff-1", "\0=1", "＝1"])
def test_no_cell_is_ever_reckoned(text: str) -> None:
    assert cell(text).startswith("'")
    assert "\0" not in table((text,), ())


def test_ordinary_words_stay_as_they_are() -> None:
    assert cell("Gŵyl 3-5") == "Gŵyl 3-5"
    assert as_csv(rescoring(("high", "medium"))).startswith('\ufeff"call","on"')
