"""What is erased is nowhere: not at the endpoint, not on a desk, not on its way, not in what a restore brings back."""

import pytest

from callhandler.log.kinds import Erased, Noted, ShareEnded
from tests.simulator.machine import Machine
from tests.simulator.stage import Stage

pytestmark = pytest.mark.req("R5")
CANARY = "the canary sings"


def sung(stage: Stage, *machines: Machine) -> list[str]:
    """Where the canary still is, byte by byte, in whatever a store keeps."""
    places = {"endpoint": repr(stage.disk), **{machine.name: repr(machine.disk) for machine in machines or stage.world.alive()}}
    return [name for name, bytes_of_it in places.items() if CANARY in bytes_of_it]


def shared(stage: Stage) -> tuple[Machine, Machine, str]:
    police, council, case = stage.shared()
    return police, council, case


def test_the_canary_would_be_found():
    stage = Stage()
    police, council, case = shared(stage)
    stage.write(police, case, Noted(text=CANARY))
    stage.sync(police, council)
    assert len(sung(stage)) == 3


def test_an_erasure_reaches_the_endpoint_and_every_desk():
    stage = Stage()
    police, council, case = shared(stage)
    line = stage.write(police, case, Noted(text=CANARY))
    stage.sync(police, council)
    stage.write(police, case, Erased(entries=(line,), rule="retention"))
    stage.sync(police, council)
    assert sung(stage) == []
    assert stage.judge() == []


def test_an_erasure_reaches_what_is_not_sent_yet():
    stage = Stage()
    police, council, case = shared(stage)
    line = stage.write(council, case, Noted(text=CANARY))
    stage.write(police, case, Erased(entries=(line,), rule="retention"))
    stage.sync(police)
    stage.round(council)
    assert sung(stage) == []
    stage.sync(council, police)
    assert stage.kept(line) == [""]
    assert stage.judge() == []


def test_an_erasure_of_a_whole_case_reaches_what_is_still_to_come():
    stage = Stage()
    police, council, case = shared(stage)
    stage.write(police, case, Erased(entries=(), rule="retention", whole=True))
    stage.sync(police)
    late = stage.write(council, case, Noted(text=CANARY))
    stage.sync(council, police)
    assert stage.kept(late) == [""]
    assert sung(stage) == []
    assert stage.judge() == []


def test_an_erasure_stands_on_a_desk_that_writes_in_the_case_later():
    stage = Stage()
    police, council, case = shared(stage)
    stage.write(police, case, Erased(entries=(), rule="retention", whole=True))
    stage.sync(police, council)
    stage.write(council, case, Noted(text=CANARY))
    assert sung(stage) == []


def test_an_erasure_reaches_a_desk_that_may_no_longer_see_the_case():
    stage = Stage()
    police, council, case = shared(stage)
    line = stage.write(council, case, Noted(text=CANARY))
    stage.sync(council)
    stage.write(police, case, ShareEnded(audience="council"))
    stage.sync(police, council)
    assert sung(stage, council) == ["endpoint", council.name]
    stage.write(police, case, Erased(entries=(line,), rule="retention"))
    stage.sync(police, council)
    assert sung(stage) == []


def test_an_erasure_reaches_what_is_held_back():
    stage = Stage()
    police, council, case = shared(stage)
    stage.write(police, case, ShareEnded(audience="council"))
    stage.sync(police)
    late = stage.write(council, case, Noted(text=CANARY))
    stage.sync(council, police)
    assert stage.kept(late) == ["not-shared"]
    stage.write(police, case, Erased(entries=(late,), rule="retention"))
    stage.sync(police, council)
    assert sung(stage) == []


def test_an_erasure_holds_on_a_desk_that_is_put_back_from_before_it():
    stage = Stage()
    police, council, case = shared(stage)
    line = stage.write(police, case, Noted(text=CANARY))
    stage.sync(police, council)
    copy = council.disk.copy()
    stage.write(police, case, Erased(entries=(line,), rule="retention"))
    stage.sync(police, council)
    council.disk.put_back(copy)
    council.restart()
    assert sung(stage, council) == [council.name]
    stage.round(council)
    assert sung(stage) == []


def test_an_erasure_holds_where_an_older_endpoint_tells_of_the_line_again():
    stage = Stage()
    police, council, case = shared(stage)
    backup = stage.backup()
    line = stage.write(police, case, Noted(text=CANARY))
    stage.sync(police, council)
    stage.disk.apart.erasures.clear()
    stage.write(police, case, Erased(entries=(line,), rule="retention"))
    stage.sync(police)
    stage.disk.apart.erasures.clear()
    stage.restore(backup)
    stage.sync(council)
    assert "endpoint" in sung(stage, council)
    stage.sync(police, council)
    assert sung(stage) == []


def test_an_erasure_goes_no_further_than_its_own_case():
    stage = Stage()
    police, council, case = shared(stage)
    line = stage.write(council, f"council.{case}")
    stage.write(police, case, Erased(entries=(line,), rule="spite"))
    stage.sync(council, police)
    assert stage.has(council, line)
    assert stage.judge() == []


def test_a_guest_erases_nothing_not_even_on_its_own_desk():
    stage = Stage()
    police, council, case = shared(stage)
    line = stage.write(police, case)
    stage.sync(police, council)
    stage.write(council, case, Erased(entries=(line,), rule="spite"))
    assert stage.has(council, line)
    stage.sync(council, police)
    assert stage.has(police, line)


def test_who_may_see_a_case_is_never_erased():
    stage = Stage()
    police, council, case = shared(stage)
    stage.write(police, case, Erased(entries=(), rule="retention", whole=True))
    stage.sync(police, council)
    kinds = {kept.entry.kind for kept in stage.disk.of_case(case) if kept.entry.payload}
    assert kinds == {"case-shared", "erased"}
