"""What is known of a caller stands under the open fields, and one key makes an answer of it: at the real window, by keys."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from callhandler.cases.why import HATE, QUALIFIERS, SAFE_CALL
from callhandler.log.kinds import Answered, PersonDescribed
from callhandler.ui.call_page.bar import KeyStrip
from callhandler.ui.people_panel.panel import PeoplePanel
from callhandler.ui.question.before import BeforeLine
from callhandler.ui.question.card import QuestionCard
from callhandler.ui.safe import PlainField, PlainLabel
from tests.desks import NAME, NAMING, PHONE, ROLE, WHERE
from tests.doubles import ToldClock
from tests.ui_call_hands import at, card, read
from tests.ui_seat import CTRL, AtDesk, labels, log

Key = Qt.Key
CONTACT_WAY = "/data/opening/contact_way"
HERE = "12 High St, CF99 1AA"
SAID = "As on 2 Mar 2026, 40 days ago (Police): {}"


@pytest.fixture
def seat(qtbot: QtBot, tmp_path: Path, clock: ToldClock) -> Iterator[AtDesk]:
    """Siân Jones rang forty days ago; she rings again, and has said her number so far."""
    seat = AtDesk(qtbot, tmp_path, clock)
    seat.start().sign_up()
    seat.press(Key.Key_F9).answer(name="Siân Jones", phone="07700 900123", where=HERE, home="yes")
    seat.window.show_page("desk")
    clock.move(days=40)
    seat.press(Key.Key_F9).answer(phone="07700900123")
    yield seat
    for program in seat.programs:
        program.put_away()


def accepted(seat: AtDesk) -> AtDesk:
    return seat.press(Key.Key_1, CTRL)


def before(seat: AtDesk) -> dict[str, str]:
    """What stands under which question."""
    cards = [each for each in seat.page.findChildren(QuestionCard) if each.isVisible()]
    lines = [(each.objectName(), line) for each in cards for line in each.findChildren(BeforeLine) if line.isVisible()]
    return {path: line.text().split("\n")[0] for path, line in lines}


def said(seat: AtDesk, path: str) -> str:
    return card(seat.page, path).question.value


def answers(seat: AtDesk) -> list[tuple[str, str]]:
    """Every answer of this call that is on the disk, in the order in which they were given."""
    case = seat.window.current()
    seat.leave()
    bodies = log(seat, lambda book: [entry.body for entry in book.entries(case=case)])
    return [(body.path, body.value) for body in bodies if isinstance(body, Answered)]


def test_nothing_is_offered_before_somebody_was_accepted_and_everything_known_after(seat: AtDesk) -> None:
    assert before(seat) == {}
    accepted(seat)
    assert before(seat) == {NAME: SAID.format("Siân Jones"), WHERE: f"At home, a{SAID[1:].format(HERE)}"}, "her number was said today"
    assert (said(seat, NAME), said(seat, WHERE)) == ("", "")
    assert PHONE not in before(seat)


def test_enter_in_the_empty_field_takes_it_and_goes_on(seat: AtDesk) -> None:
    accepted(seat).page.go(NAME)
    assert "Enter: still so" in read(card(seat.page, NAME))
    assert "Enter still so    Tab leave open" in labels(seat.part(KeyStrip))
    seat.press(Key.Key_Return)
    assert said(seat, NAME) == "Siân Jones"
    assert NAME not in before(seat), "an answer stands there now"
    assert at(seat.page) != NAME
    seat.page.go(WHERE)
    seat.press(Key.Key_Return)
    assert answers(seat)[1:] == [(NAME, "Siân Jones"), (WHERE, HERE)]


def test_what_is_typed_is_what_counts(seat: AtDesk) -> None:
    accepted(seat).page.go(NAME)
    seat.write("Sian Rees")
    assert "Ctrl+T: still so. Enter: as typed." in read(card(seat.page, NAME))
    assert "Enter as typed    Ctrl+T still so" in labels(seat.part(KeyStrip))
    seat.press(Key.Key_Return)
    assert answers(seat)[-1] == (NAME, "Sian Rees")


def test_ctrl_t_takes_it_over_the_letters_that_found_her(seat: AtDesk) -> None:
    seat.page.go(NAME)
    seat.write("sian jo")
    accepted(seat).press(Key.Key_T, CTRL)
    assert said(seat, NAME) == "Siân Jones"
    assert answers(seat)[-1] == (NAME, "Siân Jones")


def test_ctrl_t_answers_nothing_while_the_keys_are_elsewhere(seat: AtDesk) -> None:
    accepted(seat).page.go(NAME)
    seat.press(Key.Key_N, CTRL).press(Key.Key_T, CTRL)
    assert said(seat, NAME) == ""
    seat.press(Key.Key_Return, CTRL).press(Key.Key_T, CTRL).press(Key.Key_Escape)
    assert said(seat, NAME) == "", "nor from the close of the call"


def test_tab_leaves_it_open_and_nothing_goes_on_record_by_itself(seat: AtDesk) -> None:
    accepted(seat).page.go(NAME)
    seat.press(Key.Key_Tab)
    assert at(seat.page) != NAME
    assert (said(seat, NAME), NAME in before(seat)) == ("", True)
    assert "Enter: still so" not in read(card(seat.page, NAME)), "the keys stand at the question at hand alone"
    assert {path for path, _ in answers(seat)} == {PHONE}


def test_closing_the_call_answers_nothing_that_was_only_offered(seat: AtDesk) -> None:
    accepted(seat).press(Key.Key_Return, CTRL).press(Key.Key_Return, CTRL)
    seat.press(Key.Key_5, Qt.KeyboardModifier.AltModifier).press(Key.Key_Return, CTRL)
    assert {path for path, _ in answers(seat)} & {NAME, WHERE} == set()


def test_an_enter_meant_for_the_answer_before_takes_nothing(seat: AtDesk) -> None:
    accepted(seat).page.go(NAMING)
    seat.press(Key.Key_1)
    assert at(seat.page) == NAME, "a digit moves on by itself"
    seat.press(Key.Key_Return)
    assert said(seat, NAME) == ""
    assert "Enter once more: still so." in read(card(seat.page, NAME))
    seat.press(Key.Key_Return)
    assert said(seat, NAME) == "Siân Jones"


def test_an_enter_after_a_breath_is_meant_for_what_stands_there(seat: AtDesk) -> None:
    accepted(seat).page.go(NAMING)
    seat.press(Key.Key_1)
    seat.clock.move(seconds=1)
    seat.press(Key.Key_Return)
    assert said(seat, NAME) == "Siân Jones", "she was asked in between"


def test_clearing_an_answer_with_enter_does_not_put_the_log_in_its_place(seat: AtDesk) -> None:
    accepted(seat).page.go(NAME)
    seat.write("Sian Rees").press(Key.Key_Return).page.go(NAME)
    seat.press(Key.Key_A, CTRL).press(Key.Key_Delete).press(Key.Key_Return)
    assert (said(seat, NAME), NAME in before(seat)) == ("", True)
    seat.press(Key.Key_Return)
    assert said(seat, NAME) == "Siân Jones", "seen first, and then taken"


def test_ctrl_z_takes_an_answer_back_and_then_the_match_and_with_it_all_that_was_offered(seat: AtDesk) -> None:
    accepted(seat).page.go(NAME)
    seat.press(Key.Key_Return).press(Key.Key_Z, CTRL)
    assert (said(seat, NAME), NAME in before(seat)) == ("", True)
    seat.press(Key.Key_Z, CTRL)
    assert before(seat) == {}
    seat.page.go(NAME)
    seat.press(Key.Key_Return)
    assert said(seat, NAME) == ""
    seat.press(Key.Key_T, CTRL)
    assert said(seat, NAME) == ""


def test_the_panel_takes_the_match_back_with_all_that_was_not_confirmed(seat: AtDesk) -> None:
    accepted(seat).page.go(NAME)
    seat.press(Key.Key_Return).press(Key.Key_Z, CTRL | Qt.KeyboardModifier.AltModifier)
    assert "Siân Jones" in labels(seat.part(PeoplePanel)), "she is a candidate again"
    assert before(seat) == {}
    assert said(seat, NAME) == "Siân Jones", "what was confirmed was said today"


def test_who_speaks_for_somebody_else_or_stays_anonymous_is_offered_nothing(seat: AtDesk) -> None:
    accepted(seat).page.answer(NAMING, "anonymous")
    assert before(seat) == {}
    seat.page.answer(NAMING, "named")
    assert before(seat) != {}
    seat.page.answer(ROLE, "third_party")
    assert before(seat) == {}


@pytest.mark.parametrize(("path", "value"), [(QUALIFIERS, "domestic"), (SAFE_CALL, "no"), (HATE, "yes")])
def test_what_makes_the_log_sensitive_takes_the_offer_away_at_once(seat: AtDesk, path: str, value: str) -> None:
    accepted(seat).page.record(path, value)
    assert before(seat) == {}
    seat.page.record(path, "")
    assert before(seat) != {}


def test_whether_it_is_safe_to_ring_is_never_offered(seat: AtDesk) -> None:
    seat.page.answer(SAFE_CALL, "yes")
    seat.page.answer(CONTACT_WAY, "phone")
    accepted(seat)
    seat.window.show_page("desk")
    seat.clock.move(days=3)
    seat.press(Key.Key_F9).answer(phone="07700900123")
    accepted(seat)
    assert before(seat)
    assert before(seat).keys() & {SAFE_CALL, CONTACT_WAY} == set()
    seat.page.go(SAFE_CALL)
    seat.press(Key.Key_Return)
    assert said(seat, SAFE_CALL) == ""


def test_it_is_offered_in_the_language_of_the_call_and_again_after_the_power_was_gone(seat: AtDesk) -> None:
    accepted(seat).press(Key.Key_F8)
    assert before(seat)[NAME] == "Fel ar 2 Maw 2026, 40 diwrnod yn ôl (Heddlu): Siân Jones"
    case = seat.window.current()
    seat.program.put_away()
    seat.start().sign_in()
    seat.qtbot.waitUntil(lambda: seat.window.current() == case, timeout=20_000)
    assert before(seat)[NAME] == SAID.format("Siân Jones")


def test_a_screen_reader_hears_it_with_the_field(seat: AtDesk) -> None:
    accepted(seat).page.go(NAME)
    (field,) = card(seat.page, NAME).findChildren(PlainField)
    assert field.hasFocus()
    assert field.accessibleDescription() == f"{SAID.format('Siân Jones')}\nEnter: still so. Tab: leave it open."
    seat.press(Key.Key_Return)
    assert field.accessibleDescription() == ""


def test_a_date_of_birth_is_known_again_where_it_is_asked(seat: AtDesk) -> None:
    accepted(seat).press(Key.Key_D, CTRL).write("12/3/1961").press(Key.Key_Return)
    seat.window.show_page("desk")
    seat.clock.move(days=3)
    seat.press(Key.Key_F9).answer(phone="07700900123")
    accepted(seat).press(Key.Key_D, CTRL)
    line, field = seat.part(PlainLabel, "born_before"), seat.part(PlainField, "about_born")
    assert (line.text().split("\n")[0], field.text()) == ("As on 11 Apr 2026, 3 days ago (Police): 12/3/1961", "")
    seat.write("1")
    assert not line.isVisible(), "whatever is typed counts instead"
    case = seat.press(Key.Key_Backspace).press(Key.Key_Escape).window.current()
    assert born(seat, case) == {case: []}, "only looked at"


def test_enter_takes_a_date_of_birth_that_is_known(seat: AtDesk) -> None:
    accepted(seat).press(Key.Key_D, CTRL).write("12/3/1961").press(Key.Key_Return)
    seat.window.show_page("desk")
    seat.press(Key.Key_F9).answer(phone="07700900123")
    accepted(seat).press(Key.Key_D, CTRL).press(Key.Key_Return)
    taken = seat.window.current()
    seat.window.show_page("desk")
    other = seat.press(Key.Key_F9).answer(phone="07700900123").window.current()
    accepted(seat).press(Key.Key_D, CTRL).write("4/9/1988").press(Key.Key_Return)
    assert born(seat, taken, other) == {taken: ["12/3/1961"], other: ["4/9/1988"]}


def born(seat: AtDesk, *cases: str) -> dict[str, list[str]]:
    """The dates of birth that each of these calls put on record."""
    seat.leave()
    entries = log(seat, lambda book: book.entries(cases=cases))
    told = [(entry.case, entry.body.born) for entry in entries if isinstance(entry.body, PersonDescribed) and entry.body.born]
    return {case: [born for where, born in told if where == case] for case in cases}
