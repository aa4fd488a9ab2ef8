"""What the desk keeps when it is cut off in the middle, and what it makes of entries from another time."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from typing_extensions import override

from callhandler.log.entry import Unsealed, compose
from callhandler.log.kinds import Answered
from callhandler.store.drafts import Place
from callhandler.store.pen import InlinePen
from tests import desks
from tests.desks import Room, told


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with desks.room(tmp_path) as made:
        yield made


class CutPen(InlinePen):
    """A pen that dies after so many submissions, as a kill would cut it off."""

    left = 1

    @override
    def submit(self, entries: Sequence[Unsealed], clear: Sequence[Place] = ()) -> None:
        if self.left:
            self.left -= 1
            super().submit(entries, clear)


@pytest.mark.req("F1")
def test_an_answer_and_what_follows_from_it_are_kept_together_or_not_at_all(room: Room) -> None:
    pen = CutPen(room.vault.logbook)
    call = room.desk(pen).start_call()
    pen.left = 1
    told(call, NAME="Margaret Jones")
    assert [one.name for one in room.desk().find(name="Margaret Jones")] == ["Margaret Jones"]


def test_an_answer_to_a_question_that_the_form_no_longer_asks_does_not_keep_the_call_shut(room: Room) -> None:
    call = room.desk().start_call()
    kept = compose(
        Answered(path="/data/gone/with_the_old_form", value="yes"),
        id=room.new_id(),
        case=call.case,
        at=room.now(),
        hlc=1,
        actor="C1",
        agency="police",
    )
    room.vault.logbook.append([kept])
    (again,) = room.desk().calls()
    assert again.case == call.case
