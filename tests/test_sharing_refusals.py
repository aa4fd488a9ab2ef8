"""What cannot be done, or came too late, is said in a sentence of its own, and figures on one page are of one moment."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from callhandler.app.session import Opened, PenNews, sit_down
from callhandler.store.fleeting import fleeting
from callhandler.ui.gone_page import GonePage
from callhandler.ui.lines import LinesView
from callhandler.ui.safe import PlainLabel
from callhandler.ui.share_page.page import SharePage
from callhandler.ui.share_page.shown import ShareSheet
from callhandler.words import Words
from tests.desks import generic, margaret
from tests.doubles import ToldClock
from tests.parts import part
from tests.test_sharing_desk import seats
from tests.test_sharing_pages import AUDIENCES

__all__ = ["seats"]
Key = Qt.Key
LANDLORD = frozenset(("landlord",))


def page_for(qtbot: QtBot, *, share: bool, end: bool) -> SharePage:
    page = SharePage(Words())
    qtbot.addWidget(page)
    page.show_sheet(ShareSheet("c", "GEN-1", audiences=AUDIENCES, open_to=LANDLORD, may_share=share, may_end=end))
    return page


@pytest.mark.req("R14")
def test_a_role_that_may_not_share_is_told_so_and_nothing_happens(qtbot: QtBot) -> None:
    page = page_for(qtbot, share=False, end=False)
    audiences = part(page, LinesView, "share_audiences")
    assert "Your role does not decide who sees this case" in part(page, PlainLabel, "share_about").text()
    with qtbot.assertNotEmitted(page.shared):
        QTest.keyClick(audiences, Key.Key_Return)
    assert part(page, PlainLabel, "share_said").text().startswith("Your role does not decide who sees this case")
    QTest.keyClick(audiences, Key.Key_Down)
    with qtbot.assertNotEmitted(page.ended):
        QTest.keyClick(audiences, Key.Key_Delete)
    assert part(page, PlainLabel, "share_said").text().startswith("Your role does not end a share")


def test_a_role_that_may_share_and_not_end_it_is_told_only_that(qtbot: QtBot) -> None:
    page = page_for(qtbot, share=True, end=False)
    audiences = part(page, LinesView, "share_audiences")
    assert "Your role" not in part(page, PlainLabel, "share_about").text()
    with qtbot.waitSignal(page.shared):
        QTest.keyClick(audiences, Key.Key_Return)


@pytest.mark.parametrize(("lost", "said"), [(0, ""), (1, "But 1 line"), (3, "But 3 lines")])
def test_the_last_page_says_what_came_too_late(qtbot: QtBot, lost: int, said: str) -> None:
    page = GonePage(Words(), "Everything was handed in first.", lost)
    qtbot.addWidget(page)
    late = part(page, PlainLabel, "gone_lost")
    assert (late.text().startswith(said), late.isHidden()) == (True, not lost)


@pytest.mark.req("T20")
def test_what_was_written_into_a_store_just_wiped_is_counted_when_the_desk_ends(qtbot: QtBot, clock: ToldClock) -> None:
    area, form = generic()
    vault, news = fleeting("4821"), PenNews()
    session = sit_down(Opened(vault, area, form), news, clock)
    with qtbot.waitSignal(news.saved):
        session.desk.start_call()
    vault.logbook.replica().wipe()
    with qtbot.waitSignal(news.trouble):
        session.desk.start_call()
    unsaved = session.pen.unsaved
    assert unsaved
    assert session.taken_out() == tuple(unsaved)


def test_what_waits_and_how_many_wait_are_of_one_moment(seats) -> None:
    police = seats["police"]
    call = margaret(police.desk.start_call())
    outbox = police.desk.partners.outbox()
    assert [one.case for one in outbox.waits] == [call.case]
    assert outbox.saved - outbox.sent == sum(one.entries for one in outbox.waits) > 0
    police.sync()
    outbox = police.desk.partners.outbox()
    assert (outbox.waits, outbox.saved) == ((), outbox.sent)
