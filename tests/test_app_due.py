"""What is due is looked up away from the screen: when the page is shown, or when something was written that can change it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from threading import Event, Thread, current_thread, main_thread

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from typing_extensions import override

from callhandler.app.due_look import DueLook
from callhandler.app.front import Front
from callhandler.app.session import Opened, PenNews, Session, scratch_desk, sit_down
from callhandler.cases.due import Due
from callhandler.desk.desk import Desk
from callhandler.store.fleeting import fleeting
from callhandler.store.pen import InlinePen
from callhandler.store.troubles import DamageFound
from callhandler.ui.lines import Line, LinesView
from callhandler.ui.main_window import MainWindow
from callhandler.words import Words
from tests.desks import NUMBER, generic, margaret, rung_off
from tests.doubles import ToldClock
from tests.patience import gone
from tests.ui_seat import labels


class WatchedDesk(Desk):
    """Remembers whether the screen waited when it was asked what is due."""

    waited: list[bool]
    trouble: Exception | None = None

    @override
    def due(self) -> tuple[Due, ...]:
        self.waited.append(current_thread() is main_thread())
        if self.trouble:
            raise self.trouble
        return super().due()


@dataclass
class Sitting:
    """An operator at a desk at which one promise is due."""

    session: Session
    desk: WatchedDesk
    window: MainWindow

    def lines(self, name: str) -> Sequence[Line]:
        view = self.window.findChild(LinesView, name)
        assert view
        return view.lines()

    def dues(self) -> int:
        return len(self.lines("desk_due"))


@pytest.fixture
def sitting(qtbot: QtBot, clock: ToldClock) -> Iterator[Sitting]:
    opened, news = Opened(fleeting("4821"), *generic()), PenNews()
    rung_off(margaret(scratch_desk(opened, InlinePen(opened.vault.logbook), clock).start_call(NUMBER)))
    session = sit_down(opened, news, clock)
    desk = WatchedDesk(session.hand, opened.vault.logbook, opened.area, opened.form)
    desk.waited = []
    window = MainWindow(Words())
    qtbot.addWidget(window)
    front = Front(window, replace(session, desk=desk), news, clock, Words())
    with qtbot.waitActive(window):
        window.show()
    yield Sitting(session, desk, window)
    front.look_no_more()
    session.leave()


def test_the_screen_never_waits_for_what_is_due(qtbot: QtBot, sitting: Sitting) -> None:
    qtbot.waitUntil(lambda: sitting.dues() == 1)
    assert sitting.desk.waited == [False]


def test_what_is_done_leaves_the_page_that_is_in_view(qtbot: QtBot, sitting: Sitting) -> None:
    qtbot.waitUntil(lambda: sitting.dues() == 1)
    (due,) = sitting.desk.due()
    sitting.desk.done(due.case, due.entry)
    qtbot.waitUntil(lambda: sitting.dues() == 0)


def test_what_cannot_change_it_has_nobody_look_again(qtbot: QtBot, sitting: Sitting) -> None:
    qtbot.waitUntil(lambda: sitting.dues() == 1)
    (due,) = sitting.desk.due()
    sitting.desk.start_call()
    qtbot.waitUntil(lambda: len(sitting.lines("desk_calls")) == 1)
    assert sitting.desk.waited == [False, True], "one look at first, and our own"
    sitting.desk.done(due.case, due.entry)
    qtbot.waitUntil(lambda: sitting.dues() == 0)
    assert sitting.desk.waited == [False, True, False]


def test_whoever_comes_back_to_the_desk_finds_it_looked_at_again(qtbot: QtBot, sitting: Sitting) -> None:
    qtbot.waitUntil(lambda: sitting.dues() == 1)
    sitting.window.new_call.emit()
    sitting.window.show_page("desk")
    qtbot.waitUntil(lambda: sitting.desk.waited == [False, False])


def test_a_store_that_cannot_be_read_is_said(qtbot: QtBot, sitting: Sitting) -> None:
    qtbot.waitUntil(lambda: sitting.dues() == 1)
    sitting.desk.trouble = DamageFound()
    sitting.window.new_call.emit()
    sitting.window.show_page("desk")
    qtbot.waitUntil(lambda: "damaged" in labels(sitting.window))


class SlowLook:
    """A log that takes as long to read as the test likes; gives nothing at first, and one thing due ever after."""

    def __init__(self, due: Due) -> None:
        self.asked, self.goes_on, self._answers = Event(), Event(), iter(((), (due,)))

    def __call__(self) -> tuple[Due, ...]:
        answer = next(self._answers)
        self.asked.set()
        assert self.goes_on.wait(20)
        return answer


@pytest.fixture
def slow(sitting: Sitting) -> SlowLook:
    return SlowLook(sitting.desk.due()[0])


def test_an_answer_that_came_too_early_is_dropped(qtbot: QtBot, slow: SlowLook) -> None:
    parent = QObject()
    look, heard = DueLook(slow, parent), list[int]()
    look.found.connect(lambda found: heard.append(len(found)))
    look.start()
    assert slow.asked.wait(20)
    look.start()
    look.start()
    with qtbot.waitSignal(look.found):
        slow.goes_on.set()
    assert heard == [1], "the first answer, nothing due, was never shown"


def test_the_end_waits_for_the_look_under_way_and_none_comes_after(slow: SlowLook) -> None:
    parent, ended = QObject(), Event()
    look = DueLook(slow, parent)
    look.start()
    assert slow.asked.wait(20)

    def end() -> None:
        look.end()
        ended.set()

    ending = Thread(target=end)
    ending.start()
    assert not ended.wait(0.1), "the store is still being read"
    slow.goes_on.set()
    assert ended.wait(20)
    slow.asked.clear()
    look.start()
    gone(ending)
    assert not slow.asked.is_set()
