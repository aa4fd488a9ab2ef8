"""Nothing that the line says is said before somebody listens: else it would never be heard of."""

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from callhandler.app.line_watch import LineWatch
from callhandler.app.session import Opened, PenNews, sit_down
from callhandler.line.session import Address
from callhandler.log.device import DeviceKey
from callhandler.sync.proof import certify
from tests.desks import generic
from tests.doubles import ToldClock
from tests.endpoints import free_port
from tests.stores import Place


@pytest.mark.req("F6")
def test_a_line_comes_up_once_it_is_watched_and_all_it_says_is_heard(qtbot: QtBot, tmp_path: Path, clock: ToldClock):
    vault, endpoint, news = Place(tmp_path / "store").create(), DeviceKey.generate(), PenNews()
    vault.logbook.replica().be_let_in(certify(endpoint, vault.device.public, "police"), endpoint.public)
    with free_port() as nobody:
        nowhere = Address(f"http://127.0.0.1:{nobody}")
        session = sit_down(Opened(vault, *generic(), address=nowhere, folder=vault.folder), news, clock)
        up = [session.line.up]
        watch = LineWatch(session, news)
        qtbot.waitUntil(lambda: bool(watch.state.trouble))
        assert [*up, session.line.up] == [False, True]
        watch.end()
        assert session.leave() == ()
