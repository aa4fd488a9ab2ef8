"""The drill: the endpoint comes back from an hour, a day or a month ago, said or unsaid; a laptop is put back, another is copied."""

import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass
from random import Random

import psycopg
import pytest

from callhandler.endpoint.database import open_database
from callhandler.endpoint.keeping.sweeping import sweep
from callhandler.endpoint.settings import Settings
from callhandler.log.kinds import CaseShared
from tests.postgres import Postgres
from tests.premises import Desk, Premises, everywhere

pytestmark = pytest.mark.req("F18", "R21")
BOTH = ("sqlite", "postgresql")
AGES = ("month", "day", "hour")
ROUNDS = 3


@dataclass
class Drill:
    """An endpoint with three desks, and copies of its database from the past: by our own command, and by the database's own means."""

    premises: Premises
    desks: list[Desk]
    copy: Callable[[str, str], str]

    def live(self, rounds: int, dice: Random) -> None:
        """Everybody works, and some of it is shared."""
        for _ in range(rounds):
            desk = dice.choice(self.desks)
            case = f"{desk.agency}.{dice.randrange(9)}"
            desk.write(case)
            if dice.random() < 0.3:
                desk.write(case, CaseShared(audience=dice.choice(["council", "housing"])))
            dice.choice(self.desks).round()

    def put_aside(self, age: str) -> None:
        self.premises.back_up(age)
        self.premises.close()
        self.copy(self.premises.settings.database, age)
        self.premises.reopen(self.premises.settings.database)

    def bring_back(self, age: str, *, announced: bool) -> None:
        if announced:
            self.premises.burn_down(self.premises.folder / age)
            return
        self.premises.close()
        self.premises.reopen(self.copy(age, f"again-{age}"))
        self.premises.behind.switchboard.exchange().open()

    def heal(self) -> None:
        for _ in range(ROUNDS):
            for desk in self.desks:
                desk.round()


def lite(folder) -> Callable[[str, str], str]:
    def copy(source: str, name: str) -> str:
        source = source if source.startswith("sqlite") else f"sqlite:///{folder}/{source}.db"
        engine = open_database(source)
        sweep(engine)
        engine.dispose()
        shutil.copy(source.removeprefix("sqlite:///"), folder / f"{name}.db")
        return f"sqlite:///{folder}/{name}.db"

    return copy


def big(server: Postgres) -> Callable[[str, str], str]:
    def copy(source: str, name: str) -> str:
        source = (source.rpartition("/")[0] and source.partition("@/")[2].partition("?")[0]) or f"drill-{source}"
        with closing(psycopg.connect(f"postgresql://postgres@/postgres?host={server.folder}", autocommit=True)) as connection:
            connection.execute(f'drop database if exists "drill-{name}" with (force)'.encode())
            connection.execute(f'create database "drill-{name}" template "{source}"'.encode())
        return server.url(f"drill-{name}")

    return copy


@pytest.fixture(params=BOTH)
def drill(request, tmp_path, postgres):
    small = request.param == "sqlite"
    premises = Premises(
        tmp_path, (lambda name: f"sqlite:///{tmp_path}/{name}.db") if small else lambda name: postgres.fresh(f"drill-{name}")
    )
    desks = [premises.desk("police", real=True), premises.desk("police"), premises.desk("council")]
    yield Drill(premises, desks, lite(tmp_path) if small else big(postgres))
    premises.close()
    premises.shelf.clear()


def test_whatever_comes_back_nothing_is_lost_that_any_disk_held(drill):
    dice, said = Random(7), {"sqlite": ("day",), "postgresql": ("month", "hour")}[drill.premises.behind.engine.dialect.name]
    for age in AGES:
        drill.live(5, dice)
        drill.put_aside(age)
    drill.live(5, dice)
    for age in AGES:
        drill.live(3, dice)
        held, life = everywhere(drill.desks), drill.premises.life()
        drill.bring_back(age, announced=age in said)
        drill.heal()
        kept = drill.premises.kept()
        assert {id: kept.get(id, ("", b""))[1] for id in held} == held, age
        assert drill.premises.life() != life
        assert [(ask.entries, ask.offers) for ask in (desk.replica.ask(bytes(16)) for desk in drill.desks)] == [((), ())] * 3
        assert drill.desks[0].shown() == drill.desks[1].shown()
    assert drill.premises.check(drill.premises.back_up("at last")).faults == []


def test_a_laptop_that_is_put_back_has_everything_again_within_three_rounds(drill):
    police, other, _ = drill.desks
    police.write("police.1")
    police.sync()
    image = police.disk.copy()
    written = [police.write("police.1") for _ in range(3)]
    police.sync()
    police.disk.put_back(image)
    police.replica = drill.premises.program(police.disk)
    late = police.write("police.2")
    for _ in range(ROUNDS):
        police.round()
        other.round()
    assert {*written, late} <= police.shown().keys()
    assert police.shown() == other.shown()


def test_a_laptop_and_its_copy_both_keep_what_they_wrote(drill):
    police, other, _ = drill.desks
    police.write("police.1")
    police.sync()
    twin = police.copied(police.disk.copy())
    written = [desk.write("police.1") for desk in (police, twin) for _ in range(3)]
    for _ in range(ROUNDS):
        for desk in (police, twin, other):
            desk.round()
    assert set(written) <= police.shown().keys()
    assert police.shown() == twin.shown() == other.shown()
    assert drill.premises.check(drill.premises.back_up("at last")).faults == []


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(30))
def test_many_such_drills(drill, seed):
    dice, ages = Random(seed), []
    for turn in range(8):
        drill.live(dice.randrange(12), dice)
        drill.put_aside(f"age{turn}")
        ages.append(f"age{turn}")
        if dice.random() < 0.6:
            held = everywhere(drill.desks)
            drill.bring_back(dice.choice(ages), announced=dice.random() < 0.5)
            drill.heal()
            kept = drill.premises.kept()
            assert {id: kept.get(id, ("", b""))[1] for id in held} == held
    assert drill.premises.check(drill.premises.back_up("at last")).faults == []


def test_a_database_that_is_opened_half_restored_knows_that_it_is_another(drill):
    drill.live(3, Random(1))
    backup, life = drill.premises.back_up("backup"), drill.premises.life()
    drill.premises.burn_down(backup)
    assert drill.premises.life() != life
    settings: Settings = drill.premises.settings
    assert settings.outside.read_bytes().count(b"life ") == 3
