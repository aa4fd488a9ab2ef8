"""The parts of the call page that can be told without a page: dates, keys, the order, the index."""

from datetime import date, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from typing_extensions import override

from callhandler.script.question import Changed, Option, Question
from callhandler.ui.call_page.asked import Asked
from callhandler.ui.notes_panel import NoteLines
from callhandler.ui.question.answers import keyed, toggled
from callhandler.ui.question.chips import folded, matching
from callhandler.ui.question.dates import read_date, such_dates, write_date
from callhandler.ui.question.index import Line, Lines, found
from callhandler.ui.question.order import blocks
from callhandler.words import Words
from tests.script_forms import called
from tests.ui_call_fixtures import STARTED, Note, PaperCall
from tests.ui_call_script import SCRIPT

SUNDAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("today", SUNDAY), ("Heddiw", SUNDAY), ("yesterday", date(2026, 11, 21)), ("ddoe", date(2026, 11, 21)),
        ("tomorrow", date(2026, 11, 23)), ("yfory", date(2026, 11, 23)), ("+3", date(2026, 11, 25)), ("-2", date(2026, 11, 20)),
        ("3/11", date(2026, 11, 3)), ("3/11/26", date(2026, 11, 3)), ("03.11.2026", date(2026, 11, 3)), ("28/12", date(2026, 12, 28)),
        ("2/1", date(2027, 1, 2)), ("2026-11-03", date(2026, 11, 3)), ("3 nov", date(2026, 11, 3)), ("1st December", date(2026, 12, 1)),
        ("3 Tach 2025", date(2025, 11, 3)), ("4 mawrth", date(2027, 3, 4)), ("tue", date(2026, 11, 17)), ("last Tue", date(2026, 11, 17)),
        ("on sunday", date(2026, 11, 15)), ("dydd Mawrth diwethaf", date(2026, 11, 17)), ("Gwener", date(2026, 11, 20)),
        ("29/2/24", date(2024, 2, 29)), ("3/11/85", date(1985, 11, 3)), ("3 nov 85", date(1985, 11, 3)), ("3/11/30", date(2030, 11, 3)),
    ],
)  # fmt: skip
def test_a_date_is_read_as_handlers_type_it(typed: str, meant: date) -> None:
    assert read_date(typed, SUNDAY) == meant


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("fri", date(2026, 11, 27)), ("Gwener", date(2026, 11, 27)), ("sunday", date(2026, 11, 29)), ("on mon", date(2026, 11, 23)),
        ("last fri", date(2026, 11, 20)), ("next tue", date(2026, 11, 24)), ("dydd iau nesaf", date(2026, 11, 26)), ("today", SUNDAY),
        ("3/12", date(2026, 12, 3)), ("3/11", date(2026, 11, 3)), ("2/1", date(2027, 1, 2)), ("yesterday", date(2026, 11, 21)),
    ],
)  # fmt: skip
def test_where_a_date_must_lie_ahead_a_weekday_is_the_next_one_and_a_slip_stays_a_slip(typed: str, meant: date) -> None:
    assert read_date(typed, SUNDAY, ahead=True) == meant


def test_next_is_understood_wherever_a_date_is_typed() -> None:
    assert read_date("next fri", SUNDAY) == date(2026, 11, 27)
    assert read_date("gwener nesaf", SUNDAY) == date(2026, 11, 27)


@pytest.mark.parametrize("day", [date(2026, 1, 1) + timedelta(days=n) for n in (0, 57, 181, 300, 355, 364)])
def test_the_examples_of_days_that_lie_ahead_all_do(day: date) -> None:
    said = such_dates(Words("en"), day, ahead=True).split(", ")
    assert said[:3] == ["today", "tomorrow", "fri"]
    assert all((read := read_date(one, day, ahead=True)) is not None and read >= day for one in said)


@pytest.mark.parametrize("typed", ["", "31/2", "29/2/25", "soon", "32", "1/13", "last", "tu"])
def test_what_is_no_date_is_none(typed: str) -> None:
    assert read_date(typed, SUNDAY) is None


def test_a_date_stands_as_it_would_be_typed() -> None:
    assert write_date("2026-11-03") == "3/11/2026"
    assert write_date("soon") == "soon"
    assert read_date(write_date("2026-11-03"), SUNDAY) == date(2026, 11, 3)


def test_answers_have_digits_and_the_two_that_say_nothing_have_their_own_keys() -> None:
    options = [Option(name, name, None) for name in ("yes", "dk", "no", "declined")]
    assert [(each.key, each.option.name) for each in keyed(options)] == [("1", "yes"), ("2", "no"), ("0", "dk"), ("−", "declined")]


def test_digits_run_out_after_nine() -> None:
    assert [each.key for each in keyed([Option(str(n), "", None) for n in range(11)])] == [*"123456789", "", ""]


@pytest.mark.parametrize(
    ("before", "name", "after"),
    [("", "a", "a"), ("a", "b", "a b"), ("a b", "a", "b"), ("a", "none", "none"), ("none", "a", "a"), ("dk", "declined", "declined")],
)
def test_ticks(before: str, name: str, after: str) -> None:
    assert toggled(before, name) == after


@pytest.mark.req("R23")
def test_words_are_found_without_their_marks() -> None:
    assert folded("Sŵn â Ŷ") == "swn a y"
    assert matching("swn", "Sŵn")
    assert matching("dam lit", "Rowdy: environmental damage or littering")
    assert not matching("age", "Rowdy: environmental damage")


def test_the_greeting_and_the_account_come_first() -> None:
    shown = blocks(PaperCall(SCRIPT).sections())
    assert [block.key for block in shown[:3]] == ["/data/opening/greet", "/data/incident/account", "heading:/data/opening"]
    assert len({block.key for block in shown}) == len(shown)
    assert "/data/opening/about" not in {block.key for block in shown}  # it stands in the risk panel


def test_rows_stand_under_their_heads_with_one_more_at_the_end() -> None:
    kinds = [(block.kind, block.n) for block in blocks(PaperCall(SCRIPT, rows=2).sections()) if "person" in block.key]
    assert kinds == [("row", 1), ("question", 0), ("row", 2), ("question", 0), ("more", 0)]


def test_a_short_name_is_found_before_other_words() -> None:
    call = PaperCall(SCRIPT)
    violence, what = (call.question(f"/data/who/{name}") for name in ("violence", "weapon_what"))
    lines = (Line("h", "WEAPON", "heading"), Line("/a", "Other", question=violence), Line("/b", "Pushed", question=what))
    assert [line.path for line in found("pushed", lines)] == ["/b", "/a"]


def test_the_index_is_a_sound_model(qtmodeltester: ModelTester) -> None:
    lines = Lines()
    lines.put((Line("h", "OPENING", "heading"), Line("/a", "Danger", "required")))
    qtmodeltester.check(lines)
    assert lines.flags(lines.index(0)) == Qt.ItemFlag.NoItemFlags


def test_only_the_line_that_changed_is_painted_again() -> None:
    lines, painted = Lines(), list[int]()
    lines.put((Line("/a", "Danger", "required"), Line("/b", "Name")))
    lines.dataChanged.connect(lambda first, last: painted.extend(range(first.row(), last.row() + 1)))
    lines.put((Line("/a", "Danger", "answered"), Line("/b", "Name")))
    assert painted == [0]


def test_the_notes_are_a_sound_model(qtmodeltester: ModelTester) -> None:
    notes = NoteLines()
    notes.put((Note(STARTED, "one"), Note(STARTED, "two", "/a")), lambda path: path.upper())
    qtmodeltester.check(notes)
    assert notes.index(1).data().endswith("two  → /A")


def test_a_row_taken_back_is_itself_the_last_act() -> None:
    call = PaperCall(SCRIPT, rows=2)
    asked = Asked(call)
    asked.record("/data/opening/danger", "no", told=False)
    asked.record("/data/who/person[2]/person_name", "Dai", told=False)
    asked.remove_row("/data/who/person", 2)
    back = asked.take_back()
    assert back is not None
    assert back[0] == "/data/who/person[2]"
    asked.take_back()
    assert call.values == {"/data/opening/danger": "no", "/data/who/person[2]/person_name": ""}


def test_a_small_change_reads_no_more_than_itself() -> None:
    asked = Asked(PaperCall(SCRIPT))
    before = asked.blocks
    assert [question.path for question in asked.renew(Changed(frozenset({"/data/who/violence"}), layout=False))] == ["/data/who/violence"]
    assert len(asked.blocks) == len(before)


def test_what_the_call_does_without_is_not_still_to_ask() -> None:
    class Lenient(PaperCall):
        """Takes the grade as read."""

        @override
        def still_to_ask(self) -> tuple[Question, ...]:
            return tuple(question for question in super().still_to_ask() if question.path != "/data/outcome/grade")

    asked = Asked(Lenient(SCRIPT))
    assert "/data/outcome/grade" not in {question.path for question in asked.left()}
    assert "/data/opening/danger" in {question.path for question in asked.left()}


def test_an_answer_is_said_in_its_own_words() -> None:
    from callhandler.ui.question.looks import answer_words

    question: Question = PaperCall(SCRIPT, values={"/data/incident/evidence": "cctv gone"}).question("/data/incident/evidence")
    assert answer_words(question) == "CCTV or doorbell, gone"


@pytest.mark.parametrize(
    ("constraint", "ahead"),
    [
        (". &gt;= today()", True),
        (".&gt;today() and . &lt;= '2030-01-01'", True),
        (". &lt;= today()", False),
        (". &gt;= today() or . = '2020-01-01'", False),
        ("", False),
    ],
)
def test_a_date_that_must_lie_ahead_says_so(constraint: str, ahead: bool) -> None:
    call = called(
        "<a/>", f'<bind nodeset="/data/a" type="date" constraint="{constraint}"/>', '<input ref="/data/a"><label>A</label></input>'
    )
    assert call.question("/data/a", "en").ahead is ahead
