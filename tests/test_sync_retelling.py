"""Agencies agree otherwise about what a share discloses: what a guest may no longer read goes, what it may read now comes, once."""

from dataclasses import dataclass, field, replace
from itertools import count

import pytest
from sqlalchemy import select, text

from callhandler.endpoint.app import rooms
from callhandler.endpoint.database import open_database
from callhandler.endpoint.exchange import tables
from callhandler.endpoint.exchange.agreed import name_of
from callhandler.endpoint.exchange.held import SqlEndpoint
from callhandler.endpoint.exchange.outside import Outside
from callhandler.endpoint.migrating import migrate
from callhandler.endpoint.serve import prepare
from callhandler.endpoint.settings import Settings
from callhandler.log.device import DeviceKey, verify
from callhandler.log.kinds import ActionAgreed, Body, CaseShared, Noted
from callhandler.log.ownership import case_of
from callhandler.protocol.disclosure import Discloses, tells
from callhandler.sync.exchange import Exchange
from callhandler.sync.memory_device import MemoryDevice
from callhandler.sync.memory_endpoint import MemoryEndpoint
from callhandler.sync.replica import Replica
from callhandler.sync.rules import emptied
from callhandler.sync.stores import EndpointStore, Identity
from tests.doubles import MORNING
from tests.stores import Writer
from tests.twin_stores import Twin, made

KEY = DeviceKey.generate()
LITTLE = Discloses({"council": frozenset(("case",))}, {})
MUCH = Discloses({"council": frozenset(("case", "notes"))}, {})
NOTE, ACTION = Noted(text="she is afraid of the dog"), ActionAgreed(agency="council", what="mend the gate", due=MORNING)


@dataclass
class Device:
    """One that asks in person, however often it begins with an empty disk."""

    place: "Partners"
    agency: str
    key: DeviceKey = field(default_factory=DeviceKey.generate)
    written: Writer = field(default_factory=Writer)

    def __post_init__(self) -> None:
        self.disk = MemoryDevice(Identity(self.key, self.place.exchange(MUCH).enrol(self.key.public, self.agency)))
        self.replica = Replica(self.disk, KEY.public, verify, DeviceKey.generate)

    def write(self, case: str, body: Body) -> str:
        self.written.agency = self.agency
        made = replace(self.written.write(body, case), id=f"{self.agency}-{next(self.place.ids)}")
        self.disk.write(made, bytes(16))
        return made.id

    def sync(self, under: Discloses) -> int:
        """Rounds until neither has more to say; how many it took."""
        for rounds in range(1, 30):
            answer = self.place.exchange(under).answer(self.replica.ask(bytes(16)), MORNING, "Nia")
            if not self.replica.take(answer).more:
                return rounds
        raise AssertionError("it reads the same again and again")

    def shown(self) -> set[str]:
        return {one.entry.id for one in self.disk.holdings.values() if one.shown}


@dataclass
class Partners:
    store: EndpointStore
    ids: "count[int]" = field(default_factory=count)

    def exchange(self, under: Discloses) -> Exchange:
        return Exchange(self.store, KEY, verify, new_incarnation=lambda: "life", tells=tells(under))

    def retell(self, under: Discloses) -> int:
        steps = 1
        while self.exchange(under).retell(name_of(under)):
            steps += 1
        return steps


@pytest.fixture(params=["sqlite", "postgresql"])
def partners(request, tmp_path):
    """Each question is put to the store in memory and to one on disk."""
    url = f"sqlite:///{tmp_path}/held.db" if request.param == "sqlite" else request.getfixturevalue("postgres").fresh("retell")
    engine = made(open_database(url))
    told = Partners(Twin(MemoryEndpoint(), SqlEndpoint(engine, Outside(tmp_path / "outside"))))
    told.exchange(MUCH).open()
    yield told
    engine.dispose()


def shared(police: Device, name: str) -> tuple[str, str, str]:
    """A case with a note and an action, shared with the council."""
    case = case_of("police", name)
    note, action = police.write(case, NOTE), police.write(case, ACTION)
    police.write(case, CaseShared(audience="council"))
    return case, note, action


def test_what_is_no_longer_agreed_goes_from_every_device_and_no_fresh_one_asks_for_it_for_ever(partners):
    police, council = Device(partners, "police"), Device(partners, "council")
    case, note, action = shared(police, "1")
    partners.retell(MUCH)
    police.sync(MUCH)
    council.sync(MUCH)
    mine = council.write(case, NOTE)
    council.sync(MUCH)
    assert {note, action, mine} < council.shown()
    partners.retell(LITTLE)
    council.sync(LITTLE)
    assert note not in council.shown()
    assert {action, mine} < council.shown()
    fresh = Device(partners, "council")
    assert fresh.sync(LITTLE) < 5
    assert fresh.shown() == council.shown()
    police.sync(LITTLE)
    assert {note, action, mine} < police.shown()


def test_what_is_newly_agreed_is_told_of_older_entries_too(partners):
    police, council = Device(partners, "police"), Device(partners, "council")
    _, note, _ = shared(police, "1")
    police.sync(LITTLE)
    council.sync(LITTLE)
    assert note not in council.shown()
    before = partners_end(partners, "council")
    partners.retell(MUCH)
    assert partners_end(partners, "council") == before + 1
    council.sync(MUCH)
    assert note in council.shown()


def test_it_is_done_once_and_a_few_cases_at_a_time(partners):
    police = Device(partners, "police")
    for number in range(205):
        shared(police, f"{number:03}")
    police.sync(MUCH)
    assert partners.retell(LITTLE) == 3
    ends = partners_end(partners, "council"), partners_end(partners, "police")
    assert partners.retell(LITTLE) == 1
    assert (partners_end(partners, "council"), partners_end(partners, "police")) == ends


def test_a_device_that_reads_while_it_is_done_comes_out_the_same(partners):
    police, council = Device(partners, "police"), Device(partners, "council")
    notes = [shared(police, f"{number:03}")[1] for number in range(150)]
    police.sync(MUCH)
    council.sync(MUCH)
    assert partners.exchange(LITTLE).retell(name_of(LITTLE))
    council.sync(LITTLE)
    partners.retell(LITTLE)
    council.sync(LITTLE)
    assert not council.shown().intersection(notes)
    assert len(council.shown()) == 300


def test_a_body_that_comes_later_and_is_not_disclosed_takes_its_envelope_back(partners):
    police, council = Device(partners, "police"), Device(partners, "council")
    _, note, action = shared(police, "1")
    (whole,) = (one for one in police.disk.holdings.values() if one.entry.id == note)
    police.disk.hold(replace(whole, entry=emptied(whole.entry)))
    police.sync(LITTLE)
    council.sync(LITTLE)
    assert note in council.shown()
    police.disk.hold(whole)
    police.sync(LITTLE)
    council.sync(LITTLE)
    assert note not in council.shown()
    assert action in council.shown()
    fresh = Device(partners, "council")
    assert fresh.sync(LITTLE) < 5
    assert fresh.shown() == council.shown()


def test_it_is_done_before_the_first_answer_and_named_by_what_was_agreed(tmp_path):
    settings = Settings.of(f"sqlite:///{tmp_path}/endpoint.db", tmp_path / "apart", tls=False)
    migrate(settings.database)
    prepare(settings)
    behind = rooms(settings)
    store = SqlEndpoint(behind.engine, Outside(settings.outside))
    with store.transaction():
        assert store.agreed() == (behind.agreed.under, "")
    behind.engine.dispose()
    assert len({name_of(LITTLE), name_of(MUCH), name_of(replace(MUCH, answers={"/data": "case"})), behind.agreed.under}) == 4


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_an_older_database_learns_whom_a_disclosure_went_to(kind, request, tmp_path):
    url = f"sqlite:///{tmp_path}/old.db" if kind == "sqlite" else request.getfixturevalue("postgres").fresh("older")
    migrate(url)
    engine = open_database(url)
    with engine.begin() as connection:
        for step in ("ALTER TABLE disclosure DROP COLUMN person", "DROP TABLE agreed", "UPDATE alembic_version SET version_num = '0001'"):
            connection.exec_driver_sql(step)
        told = {"device": "d", "feed": "council", "first": 1, "last": 2, "at": "2026", "purpose": "routine"}
        connection.execute(text("INSERT INTO disclosure VALUES (:device, :feed, :first, :last, :at, :purpose)"), told)
    migrate(url)
    with engine.begin() as connection:
        assert connection.execute(select(tables.disclosure.c.person)).scalars().all() == [""]
    store = SqlEndpoint(engine, Outside(tmp_path / "outside"))
    with store.transaction():
        assert store.agreed() == ("", "")
    engine.dispose()


def partners_end(partners: Partners, feed: str) -> int:
    with partners.store.transaction():
        return partners.store.end(feed).pos
