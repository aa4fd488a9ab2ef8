"""What of a log is withheld is worked out once, from what was read for the log, and said alike in all its places."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import event

from callhandler.store.vault import Vault
from callhandler.ui.safe import PlainButton
from tests.doubles import ToldClock
from tests.glass_desk import GlassSeat, seated, store, told_of_health
from tests.parts import part

pytestmark = pytest.mark.req("R8")


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    with store(tmp_path, "7003 Rees") as made:
        yield made


def questions(seat: GlassSeat, vault: Vault, person: str) -> int:
    """How many the store is asked when this log is opened."""
    seat.open_log(person)
    seat.window.show_page("desk")
    assert seat.session.pen.settled(5.0)
    asked: list[str] = []

    def hear(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        asked.append(statement)

    event.listen(vault.engine.reader, "before_cursor_execute", hear)
    seat.open_log(person)
    event.remove(vault.engine.reader, "before_cursor_execute", hear)
    return len([one for one in asked if "entry.case_id IN" in one])


def test_nothing_is_read_for_what_is_withheld_that_was_not_read_for_the_log(qtbot: QtBot, vault: Vault, clock: ToldClock) -> None:
    _, person = told_of_health(vault, clock)
    with seated(qtbot, vault, clock, knows="health") as seat:
        told = questions(seat, vault, person)
        assert not part(seat.window, PlainButton, "shared_glass").isVisible()
    with seated(qtbot, vault, clock) as seat:
        withheld = questions(seat, vault, person)
        assert part(seat.window, PlainButton, "shared_glass").isVisible()
        seat.front.logs.put_away()
    assert withheld == told
