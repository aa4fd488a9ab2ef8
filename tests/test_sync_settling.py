"""What only waits for a verified backup costs a round nothing, however much of it there is."""

from typing import Any, cast

import pytest

from callhandler.log.kinds import CaseShared, ShareEnded, Viewed
from callhandler.sync.pace import LARGEST
from callhandler.sync.stores import DeviceStore, Holding
from tests.simulator.machine import Machine
from tests.simulator.stage import Stage

pytestmark = pytest.mark.req("F18")


class Counting:
    """A disk that counts how often one looks for an entry on it."""

    def __init__(self, store: DeviceStore) -> None:
        self._store, self.looks = store, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def holding(self, leaf: bytes) -> Holding | None:
        self.looks += 1
        return self._store.holding(leaf)


def looks(stage: Stage, machine: Machine) -> int:
    """In a round that hands in one line."""
    disk = Counting(machine.disk)
    machine.program = machine.started(cast("DeviceStore", disk))
    stage.round(machine)
    return disk.looks


def test_a_round_looks_at_what_changed_and_not_at_what_was_settled_before():
    stage = Stage(batch=1000)
    police = stage.desk()
    case = stage.case(police)
    stage.sync(police)
    counted = []
    for views in (2, 300):
        seen = [stage.write(police, case, Viewed(what="case", subject=f"{number}")) for number in range(views)]
        stage.sync(police)
        assert stage.on(police, seen[-1]).sealed
        stage.write(police, case)
        counted.append(looks(stage, police))
    assert counted[0] == counted[1]
    assert stage.judge() == []


def test_what_is_told_of_again_is_settled_anew():
    stage = Stage()
    head, writer = stage.desk("police", "police/x"), stage.desk("police")
    case = stage.case(writer)
    stage.sync(writer, head)
    stage.write(head, case, CaseShared(audience="police/x"))
    stage.write(head, case, ShareEnded(audience="police"))
    stage.sync(head)
    decided = stage.write(writer, case, CaseShared(audience="council"))
    for nonce in (b"1", b"2"):
        ask = writer.program.ask(nonce)
        writer.program.take(stage.world.exchange.answer(ask, stage.world.now, may=lambda _: False))
    assert stage.on(writer, decided).sealed
    writer.feeds = ("police", "police/x")
    stage.sync(writer)
    told = stage.on(writer, decided)
    assert (told.standing, told.sealed) == ("held", False)


def test_more_of_it_than_one_question_names_is_handed_in_again_too():
    stage = Stage(batch=LARGEST)
    police = stage.desk()
    case = stage.case(police)
    for number in range(LARGEST):
        stage.write(police, case, Viewed(what="case", subject=f"{number}"))
    stage.sync(police)
    backup = stage.backup()
    stage.write(police, case, Viewed(what="case", subject="one more"))
    stage.sync(police)
    twin = stage.parted(police, case)
    stage.lose(police)
    stage.restore(backup)
    stage.sync(twin)
    assert stage.judge() == []
