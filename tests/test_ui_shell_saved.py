"""The light of the window says where the lines are: on this disk, or in memory only; and a trouble is told in the language in front."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from callhandler.app.saved_watch import SavedWatch
from callhandler.app.session import Opened, PenNews, Session, sit_down
from callhandler.store.fleeting import emergency_capture, fleeting
from callhandler.store.troubles import DamageSeen, Refused
from callhandler.ui.main_window import MainWindow
from callhandler.ui.safe import PlainLabel
from callhandler.words import Words
from tests.desks import generic
from tests.doubles import ToldClock


class Watched:
    """A window over a store, and the light that watches the pen."""

    def __init__(self, qtbot: QtBot, session: Session, news: PenNews) -> None:
        self.session, self.news, self.window = session, news, MainWindow(Words())
        qtbot.addWidget(self.window)
        self.window.sign_in("4821")
        self.watch = SavedWatch(self.window, session, news, Words(), self.window)

    def said(self, name: str) -> str:
        return next((each.text() for each in self.window.findChildren(PlainLabel, name) if each.isVisibleTo(self.window)), "")

    def takes_a_call(self, qtbot: QtBot) -> None:
        with qtbot.waitSignal(self.watch.settled):
            self.session.desk.start_call()


@pytest.fixture(params=[True, False], ids=["captured", "kept"])
def captured(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


@pytest.fixture
def watched(qtbot: QtBot, clock: ToldClock, captured: bool) -> Iterator[Watched]:
    area, form = generic()
    vault, news = emergency_capture("4821") if captured else fleeting("4821"), PenNews()
    session = sit_down(Opened(vault, area, form, passes_on=captured), news, clock)
    yield Watched(qtbot, session, news)
    session.leave()


@pytest.mark.req("F3", "F16")
def test_only_what_outlives_the_program_is_called_saved(qtbot: QtBot, watched: Watched, captured: bool):
    light = "! In memory only" if captured else "✓ Saved here"
    assert watched.said("saved") == light
    watched.takes_a_call(qtbot)
    assert watched.said("saved") == light


@pytest.mark.req("T5", "R23")
@pytest.mark.parametrize("captured", [False], indirect=True)
def test_damage_is_told_with_what_to_do_while_the_light_stays(qtbot: QtBot, watched: Watched):
    watched.news.trouble.emit(DamageSeen())
    assert "Tell your supervisor and IT now" in watched.said("banner_damage")
    assert watched.said("saved") == "✓ Saved here"
    watched.takes_a_call(qtbot)
    assert watched.said("saved") == "✓ Saved here"
    watched.watch.speak(Words("cy"))
    assert "Dywedwch wrth eich goruchwyliwr" in watched.said("banner_damage")


@pytest.mark.req("R23")
@pytest.mark.parametrize("captured", [False], indirect=True)
def test_a_line_that_was_refused_is_told_again_in_the_other_language(watched: Watched):
    watched.news.trouble.emit(Refused())
    assert watched.said("banner_refused").startswith("One line could not be saved")
    watched.watch.speak(Words("cy"))
    assert watched.said("banner_refused")
    assert "could not" not in watched.said("banner_refused")
