"""Five desks on a line that does everything wrong: in the end all know the same, nothing is lost, and nothing is there twice."""

from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from callhandler.line.session import Patience
from callhandler.line.troubles import LineTrouble
from callhandler.log.kinds import CaseShared, Noted
from tests.faulty_line import FAULTS, FaultyLine, faulty_line
from tests.hall import Hall, handler, listening
from tests.lined_desks import PATIENT, LinedDesk, desk, line_of
from tests.stored_device import Shelf

AGENCIES = ("police", "police", "police", "council", "council")
HASTY = Patience(connect=1.0, read=0.12, whole=0.5)


@dataclass
class Town:
    """An endpoint, its bad line, and five desks."""

    hall: Hall
    line: FaultyLine
    url: str
    desks: tuple[LinedDesk, ...]
    cases: list[str] = field(default_factory=list)

    def play(self, seed: int, steps: int = 12) -> None:
        """One schedule of work and faults."""
        dice = self.line.dice = Random(seed)
        self.line.faults = tuple(dice.choices((*FAULTS, ""), k=3))
        for _ in range(steps):
            one = dice.choice(self.desks)
            if dice.random() < 0.6:
                self.write(one, dice)
            with suppress(LineTrouble):
                one.round()
        self.line.faults = ()

    def write(self, one: LinedDesk, dice: Random) -> None:
        own = [case for case in self.cases if case.startswith(one.agency)]
        if not own or dice.random() < 0.3:
            self.cases.append(one.case())
        else:
            share = one.agency == "police" and dice.random() < 0.2
            one.write(CaseShared(audience="council") if share else Noted(text=f"line {len(one.written)}"), dice.choice(own))

    def settle(self) -> None:
        """The line is good again, and nobody is in haste: everybody sends, then everybody reads."""
        for _ in range(2):
            for one in self.desks:
                self.sync(one)

    def sync(self, one: LinedDesk) -> None:
        hasty, one.remote = one.remote, line_of(one.disk.first, self.url, PATIENT)
        assert one.sync() == []
        one.remote.close()
        one.remote = hasty


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    hall, shelf = Hall(), Shelf(tmp_path)
    with listening(handler(hall)) as port, faulty_line(port) as (line, url):
        desks = tuple(desk(hall, shelf, url, agency, patience=HASTY) for agency in AGENCIES)
        yield Town(hall, line, url, desks)
        for one in desks:
            one.remote.close()
    shelf.clear()


def judge(town: Town) -> None:
    counted = Counter(kept.entry.id for kept in town.hall.store.entries.values())
    assert counted == Counter(id for one in town.desks for id in one.written)
    police, council = ([one.shown() for one in town.desks if one.agency == agency] for agency in ("police", "council"))
    assert police[0] == police[1] == police[2]
    assert council[0] == council[1]
    assert police[0].keys() >= {id for one in town.desks if one.agency == "police" for id in one.written}


@pytest.mark.req("F6", "F7", "F8", "F9")
def test_forty_schedules_end_alike_on_every_desk(town: Town):
    for seed in range(40):
        town.play(seed, steps=6)
        if seed % 20 == 19:
            town.settle()
            judge(town)
    assert sum(town.line.heard.get(fault, 0) for fault in FAULTS) > 60


@pytest.mark.soak
@pytest.mark.req("F6")
def test_two_thousand_schedules_end_alike_on_every_desk(town: Town):
    for seed in range(2000):
        town.play(seed)
        if seed % 50 == 49:
            town.settle()
            judge(town)


@pytest.mark.req("F6", "F9")
def test_an_answer_may_be_cut_at_any_byte(town: Town):
    """Every place in the head and the end of an answer, and every tenth of what lies between."""
    one = town.desks[0]
    case = one.case()
    for cut in (*range(0, 160, 8), *range(160, 2000, 97)):
        one.write(Noted(text="cut"), case)
        town.line.faults, town.line.cut_at = ("cut-answer",), cut
        with suppress(LineTrouble):
            one.round()
        town.line.faults, town.line.cut_at = (), None
    town.settle()
    judge(town)
