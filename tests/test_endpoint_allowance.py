"""A device may bring so much in a month: a computer that was carried off fills no disk, and what waits at an honest one is not lost."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from sqlalchemy import update

from callhandler.endpoint.app import rooms
from callhandler.endpoint.database import open_database
from callhandler.endpoint.exchange import tables
from callhandler.endpoint.exchange.allowance import BESIDE, BLOCK, DAYS, Allowance, Limits, LimitsTrouble, Toll, load_limits
from callhandler.endpoint.exchange.files import PIECE
from callhandler.endpoint.migrating import migrate
from callhandler.endpoint.refusing import Refused
from callhandler.endpoint.settings import Settings
from callhandler.line.troubles import TakesNoMore
from callhandler.log.device import DeviceKey
from callhandler.log.kinds import Noted
from callhandler.sync.proof import vouch
from callhandler.sync.stores import Identity
from callhandler.ui.files_page.telling import attached_said
from callhandler.ui.line_page.saying import stands_said
from callhandler.ui.line_page.shown import LineTold
from callhandler.words import Words
from tests.endpoints import Endpoint, served
from tests.file_desks import Desk, Place, at_endpoint, place

__all__ = ["place"]
pytestmark = pytest.mark.req("T19")
DAY, GIB = 86400, 1 << 30
SMALL = 3 * PIECE / GIB  # of an allowance


@contextmanager
def allowing(folder: Path, limit: str) -> Iterator[Endpoint]:
    (folder / "apart").mkdir()
    (folder / "apart" / "files.yaml").write_text(f"{limit}\nfree: 0\n", encoding="utf-8")
    with served(f"sqlite:///{folder}/endpoint.db", folder / "apart") as running:
        yield running


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    with allowing(tmp_path_factory.mktemp("allowance"), f"device: {SMALL}") as running:
        yield running


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Endpoint]:
    with allowing(tmp_path_factory.mktemp("strict"), f"entries: {8000 / GIB}") as running:
        yield running


@pytest.fixture
def sparing(strict: Endpoint, tmp_path: Path) -> Iterator[Place]:
    """Desks at an endpoint that takes 8,000 bytes of entries from each."""
    with at_endpoint(strict, tmp_path) as made:
        yield made


@dataclass
class Days:
    today: int = 20_000

    def __call__(self) -> int:
        return self.today * DAY + 99


@pytest.fixture
def days() -> Days:
    return Days()


@pytest.fixture(params=["sqlite", "postgresql"])
def allowance(request: pytest.FixtureRequest, tmp_path: Path, days: Days) -> Iterator[Allowance]:
    named = request.getfixturevalue("postgres").fresh("allowance") if request.param == "postgresql" else f"sqlite:///{tmp_path}/a.db"
    migrate(named)
    engine = open_database(named)
    yield Allowance(engine, tmp_path / "files", Limits(1.0, 0.0), days)
    engine.dispose()


def bring(allowance: Allowance, device: str, size: int) -> None:
    with allowance.engine.begin() as connection:
        allowance.count(connection, device, size)


def photo(size: int) -> bytes:
    return b"\xff\xd8\xff\xe0" + secrets.token_bytes(size - 4)


def test_a_month_counts_and_no_more(allowance: Allowance, days: Days):
    bring(allowance, "a", GIB // 2)
    days.today += DAYS - 1
    assert allowance.has_room("a")
    bring(allowance, "a", GIB // 2 - 1)
    assert (allowance.used("a"), allowance.has_room("a")) == (GIB - 1, True)
    bring(allowance, "a", 1)  # which takes a block of the disk
    assert (allowance.used("a"), allowance.has_room("a"), allowance.has_room("b")) == (GIB - 1 + BLOCK, False, True)
    assert allowance.has_room("a", leaves=True)
    days.today += 1
    assert (allowance.used("a"), allowance.has_room("a")) == (GIB // 2 - 1 + BLOCK, True)
    days.today += DAYS
    bring(allowance, "a", 5000)
    with allowance.engine.connect() as connection:
        assert [row.bytes for row in connection.execute(tables.uploaded.select())] == [5000]


def test_so_much_of_the_disk_stays_free(allowance: Allowance):
    assert not Allowance(allowance.engine, allowance.folder, Limits(1.0, 1e9), allowance.now).has_room("a")


@pytest.mark.parametrize("told", ["device: 0", "device: much", "devices: 1", "- 1", "device: ["])
def test_limits_that_cannot_be_used_are_said(tmp_path: Path, told: str):
    file = tmp_path / "files.yaml"
    assert load_limits(file) == Limits(8.0, 1.0)
    file.write_text(told, encoding="utf-8")
    with pytest.raises(LimitsTrouble, match=r"files\.yaml"):
        load_limits(file)
    file.write_text("device: 20", encoding="utf-8")
    assert load_limits(file) == Limits(20.0, 1.0)


def test_what_is_too_much_waits_at_the_desk_while_entries_go_and_other_desks_send(place: Place):
    desk, colleague, content, later = place.desk(), place.desk(), photo(2 * PIECE), photo(2 * PIECE)
    names = desk.attach(content, "police.1"), desk.attach(later, "police.2"), desk.attach(photo(99), "police.3")
    desk.sync()
    heard = desk.carry()
    assert place.kept(names[0]) == content
    assert (heard[-1].full, desk.waits().files) == (False, 2)  # half of the second has come
    assert told(desk) == (2, True)
    desk.write(Noted(text="goes on"), "police.1")
    desk.attach(content, "police.4")  # which is there already
    desk.sync()
    assert desk.disk.stored.progress().acked == desk.disk.stored.total()
    assert told(desk) == (2, True)
    other = colleague.attach(photo(PIECE), "police.5")
    colleague.sync()
    colleague.carry()
    assert (len(place.kept(other)), colleague.waits().files) == (PIECE, 0)
    a_month_passes(place.endpoint)
    assert told(desk) == (0, False)
    assert place.kept(names[1]) == later


@pytest.mark.parametrize("leaves", [False, True])
def test_entries_of_a_month_count_too_and_cost_more_than_they_say(allowance: Allowance, days: Days, leaves: bool):
    toll, share = Toll(allowance, "a", leaves), 8 * GIB * (2 if leaves else 1)
    with allowance.engine.begin() as connection:
        toll.pay(connection, 1, share - 2 * BESIDE)
        toll.enter(connection)
        days.today += DAYS - 1
        toll.pay(connection, 1, 0)
        with pytest.raises(Refused, match="full"):
            toll.enter(connection)
        Toll(allowance, "b").enter(connection)
        days.today += 1
        toll.enter(connection)
        assert [row.bytes for row in connection.execute(tables.brought.select())] == [BESIDE]


def test_entries_that_are_too_many_wait_at_the_desk_which_says_so_and_other_desks_send(sparing: Place):
    desk, colleague = sparing.desk(), sparing.desk()
    for n in range(4):
        desk.write(Noted(text=f"{n}" * 2000), "police.1")
    desk.sync()  # brings what is there before anybody looks again
    assert sent(desk) == (4, 4)
    desk.write(Noted(text="kept here"), "police.1")
    for _ in range(2):
        with pytest.raises(TakesNoMore) as trouble:
            desk.sync()
    assert trouble.value.code == "full"
    assert "takes no more entries" in trouble.value.sentence
    assert sent(desk) == (4, 5)
    colleague.write(Noted(text="goes"), "police.2")
    colleague.sync()
    assert sent(colleague) == (1, 1)
    desk.replica.pace.brings = False  # as the line asks from here on
    desk.sync()
    assert desk.disk.logbook(bytes).entries("police.2")
    assert sent(desk) == (4, 5)
    desk.replica.pace.brings = True
    a_month_passes(sparing.endpoint)
    desk.sync()
    assert sent(desk) == (5, 5)


def test_a_device_is_charged_under_whatever_name_it_writes(sparing: Place):
    desk = sparing.desk()
    desk.write(Noted(text="n" * 9000), "police.1")
    desk.sync()
    desk.write(Noted(text="under another name"), "police.1")
    own = desk.disk.stored.identity()
    other = DeviceKey.generate()
    assert own.certificate
    desk.disk.stored.adopt(Identity(other, None, vouch(own.certificate, own.signer, other.public)), ())
    desk.write(Noted(text="and this"), "police.1")
    with pytest.raises(TakesNoMore):
        desk.sync()


def test_what_is_handed_in_of_others_is_charged_to_the_computer_that_brings_it(tmp_path: Path):
    migrate(f"sqlite:///{tmp_path}/a.db")
    behind = rooms(Settings.of(f"sqlite:///{tmp_path}/a.db", tmp_path / "apart"))
    with behind.engine.begin() as connection:
        Toll(behind.allowance, "full").pay(connection, 1, 8 * GIB)
    with pytest.raises(Refused, match="full"):
        behind.switchboard.hand_in((), "full")
    assert behind.switchboard.hand_in((), "other") == 0
    behind.engine.dispose()


def sent(desk: Desk) -> tuple[int, int]:
    """How many entries the endpoint has acknowledged, of how many."""
    return desk.disk.stored.progress().acked, desk.disk.stored.total()


def a_month_passes(endpoint: Endpoint) -> None:
    engine = open_database(endpoint.settings.database)
    with engine.begin() as connection:
        for table in (tables.uploaded, tables.brought):
            connection.execute(update(table).values(day=table.c.day - DAYS))
    engine.dispose()


def told(desk: Desk) -> tuple[int, bool]:
    """How many files wait once all has been tried, and whether the endpoint says that it takes none."""
    stands = desk.carried()
    return stands.files, stands.full


def test_the_desk_says_so_in_a_sentence():
    words = Words("en")
    kept = attached_said(words, "ASB-1", full=True)
    assert kept.startswith("Attached to ASB-1.")
    assert kept.endswith("They are kept here and sent later; entries go as always. Tell an administrator.")
    said = stands_said(words, LineTold(files=2, pictures=2, full=True))
    assert said.startswith("2 photographs still to send. The shared endpoint takes no more files from this computer for now.")
    assert "no more files" not in stands_said(words, LineTold(files=2, pictures=2))
