"""What waits is sealed soon, in few letters, and says nothing that was erased meanwhile."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import pytest
from typing_extensions import override

from callhandler.line.postbox import SHORT, Postbox
from callhandler.line.sealing import waits_still
from callhandler.log.kinds import Erased, Noted
from callhandler.store.replica.device import StoredDevice
from callhandler.sync.letters import MOST
from callhandler.sync.stores import Holding
from tests.letter_desks import Computer, sealing_to, spans, told
from tests.test_line_letters import computer, endpoint

__all__ = ["computer", "endpoint"]
pytestmark = pytest.mark.req("F12")


@dataclass(slots=True)
class ErasedMeanwhile(StoredDevice):
    """A store in which somebody erases just when its entries have been read for the first time."""

    meanwhile: Callable[[], object] | None = None

    @override
    def own(self, first: int, most: int) -> Sequence[Holding]:
        own = super(ErasedMeanwhile, self).own(first, most)
        meanwhile, self.meanwhile = self.meanwhile, None
        if meanwhile:
            meanwhile()
        return own


@pytest.mark.parametrize(
    ("seen", "unsent", "so"),
    [
        (range(5, 5), range(5, 6), False),  # just written
        (range(5, 6), range(5, 6), True),
        (range(5, 6), range(5, 9), True),
        (range(5, 6), range(6, 9), False),  # what waited was sent meanwhile
        (range(5, 9), range(7, 9), True),
    ],
)
def test_what_waited_at_the_look_before_and_still_waits_is_sealed(seen: range, unsent: range, *, so: bool) -> None:
    assert waits_still(seen, unsent) is so


def test_a_shift_lies_in_a_few_letters_however_often_they_are_written(computer: Computer) -> None:
    first = computer.first_day("4821 Okafor")
    private = sealing_to(first, computer.endpoint)
    written = []
    for n in range(2 * SHORT + 10):
        written += first.write(Noted(text=f"line {n}"))
        first.member.leave_letters()
    assert spans(first.post) == [(1, SHORT + 1), (SHORT + 2, 2 * SHORT + 2), (2 * SHORT + 3, 2 * SHORT + 10)]
    assert told(first.post, private) == written
    first.vault.close()


def test_who_waits_for_the_desk_does_not_wait_for_all_letters_and_the_oldest_come_first(computer: Computer) -> None:
    first = computer.first_day("4821 Okafor")
    private = sealing_to(first, computer.endpoint)
    written = first.write(*(Noted(text=f"line {n}") for n in range(MOST + 1)))
    box = Postbox(first.member.store, first.vault.folder)
    box.fill(lambda: False)
    assert told(first.post, private) == written[:MOST]
    box.fill()
    assert told(first.post, private) == written
    first.vault.close()


@pytest.mark.req("R5")
def test_what_is_erased_while_a_letter_is_being_written_is_in_none(computer: Computer) -> None:
    first = computer.first_day("4821 Okafor", role="supervisor")
    private = sealing_to(first, computer.endpoint)
    kept, gone = first.write(Noted(text="kept"), Noted(text="to be erased"))
    erased = first.writer.write(Erased(entries=(gone,), rule="order"), first.case)
    store = first.member.store
    store_then = ErasedMeanwhile(store.engine, store.first, meanwhile=lambda: first.vault.logbook.erase(erased))
    Postbox(store_then, first.vault.folder).fill()
    assert told(first.post, private) == [kept, erased.id]
    first.vault.close()
