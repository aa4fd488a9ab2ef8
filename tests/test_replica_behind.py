"""Whom a long round describes can be found soon after it: portion by portion, and at the end as if it had been read at once."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

import pytest
from sqlalchemy import text

from callhandler.log.chain import leaf
from callhandler.log.device import DeviceKey
from callhandler.log.entry import Unsealed, seal
from callhandler.log.kinds import Body, Corrected, Noted, PersonDescribed
from callhandler.store.replica import indexing
from callhandler.sync.rules import Erasure
from callhandler.sync.stores import Holding, Identity
from tests.stored_device import Shelf, StoredDisk
from tests.stores import Writer

HERE, THERE, AGAIN = (DeviceKey.from_bytes(sha256(name).digest()) for name in (b"here", b"there", b"there once more"))
MANY = indexing.MANY
SEEDS = range(12)


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[StoredDisk]:
    shelf = Shelf(tmp_path)
    yield shelf.disk(Identity(HERE))
    shelf.clear()


class Others:
    """What other desks write."""

    def __init__(self) -> None:
        self.writer, self.n = Writer(), 0
        self.written: dict[str, Unsealed] = {}

    def write(self, body: Body, case: str) -> Holding:
        unsealed = self.writer.write(body, case=case)
        self.written[unsealed.id] = unsealed
        return self.sealed(unsealed.id, THERE)

    def sealed(self, id: str, device: DeviceKey) -> Holding:
        """By this device, which may have found out that it is a copy."""
        self.n += 1
        entry = seal(self.written[id], device.id, self.n, bytes(16))
        return Holding(entry, leaf(entry))

    def callers(self, first: int, last: int) -> list[Holding]:
        return [self.write(caller(number), f"council.{number}") for number in range(first, last)]


def caller(number: int, name: str = "Mary") -> PersonDescribed:
    return PersonDescribed(person=f"p{number}", role="caller", name=f"{name} Jones", phone=f"07700 {900100 + number}")


def hold(disk: StoredDisk, holdings: Sequence[Holding]) -> None:
    with disk.transaction():
        for one in holdings:
            disk.hold(one)


def found(disk: StoredDisk, number: int) -> bool:
    return bool(disk.logbook(bytes).from_number(f"07700 {900100 + number}"))


def catch_up(disk: StoredDisk) -> int:
    """In how many portions."""
    portions = 0
    while disk.stored.find_more():
        portions += 1
    return portions


def test_a_long_round_is_here_at_once_and_found_when_it_was_read(disk: StoredDisk):
    hold(disk, Others().callers(0, MANY))
    assert len(disk.logbook(bytes).entries()) == disk.stored.unread() == MANY
    assert not found(disk, 7)
    assert catch_up(disk) == 1
    assert (disk.stored.unread(), found(disk, 7)) == (0, True)


def test_a_few_are_found_at_once_also_while_others_wait(disk: StoredDisk):
    others = Others()
    hold(disk, others.callers(0, MANY))
    hold(disk, others.callers(MANY, MANY + 3))
    assert (found(disk, 1), found(disk, MANY + 1)) == (False, True)
    catch_up(disk)
    assert found(disk, 1)


def test_it_is_read_portion_by_portion_the_oldest_first_and_goes_on_after_a_start(disk: StoredDisk):
    many = indexing.PORTION + MANY
    hold(disk, Others().callers(0, many))
    assert disk.stored.find_more()
    assert (disk.stored.unread(), found(disk, 0), found(disk, many - 1)) == (MANY, True, False)
    disk.put_back(disk.copy())  # as after a kill: what is on the disk is all there is
    assert (disk.stored.unread(), found(disk, 0)) == (MANY, True)
    assert disk.logbook(bytes).fold_index()  # in a quiet moment, where no line does it
    assert (disk.stored.unread(), found(disk, many - 1)) == (0, True)


def test_what_a_portion_began_and_did_not_end_is_done_again(disk: StoredDisk):
    hold(disk, Others().callers(0, MANY))
    with suppress(KeyError), disk.engine.writer.begin() as connection:
        assert indexing.catch_up(connection)
        raise KeyError
    assert (disk.stored.unread(), found(disk, 7)) == (MANY, False)
    catch_up(disk)
    assert found(disk, 7)


@pytest.mark.req("F20", "R5")
def test_what_goes_before_it_was_read_is_never_found(disk: StoredDisk):
    others = Others()
    came = others.callers(0, MANY)
    hold(disk, came)
    with disk.transaction():
        disk.drop(came[0].leaf)
        disk.hold(Holding(came[1].entry, came[1].leaf, sealed=True))
        disk.hold(Holding(came[2].entry, came[2].leaf, "held"))
        disk.erase(came[3].entry.case, Erasure(whole=True))
        disk.hold(others.write(Corrected(of=came[4].entry.id), came[4].entry.case))
    catch_up(disk)
    assert [number for number in range(7) if found(disk, number)] == [5, 6]


def test_what_comes_into_sight_meanwhile_is_found_once(disk: StoredDisk):
    came = Others().callers(0, MANY)
    hold(disk, [Holding(one.entry, one.leaf, "held") for one in came[:2]] + came[2:])
    hold(disk, came[:1])
    assert found(disk, 0)
    catch_up(disk)
    assert (found(disk, 0), found(disk, 1)) == (True, False)
    assert len(disk.logbook(bytes).descriptions(["p0"])) == 1


def test_wiping_leaves_nothing_to_be_read(disk: StoredDisk):
    hold(disk, Others().callers(0, MANY))
    disk.wipe()
    assert disk.stored.unread() == catch_up(disk) == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_happens_meanwhile_the_index_ends_as_if_it_were_made_anew(seed: int, disk: StoredDisk):
    dice, others = Random(seed), Others()
    known: list[Holding] = []
    for _ in range(12):
        _happen(dice, disk, others, known)
        for _ in range(dice.randrange(2)):
            disk.stored.find_more()
    catch_up(disk)
    followed = index_of(disk)
    disk.logbook(bytes).rebuild_index()
    assert followed == index_of(disk)


def _happen(dice: Random, disk: StoredDisk, others: Others, known: list[Holding]) -> None:
    """One transaction: a long round or a short one, and changes to what is here."""
    with disk.transaction():
        for _ in range(dice.choice((3, MANY, MANY + 30))):
            known.append(_something(dice, others, known))
            disk.hold(known[-1])
        for one in dice.sample(known, min(len(known), dice.randrange(12))):
            _change(dice, disk, one, known)


def _something(dice: Random, others: Others, known: list[Holding]) -> Holding:
    """Few people in few cases: much is said anew, some of it is corrected, and some comes twice, sealed under another name."""
    number, case = dice.randrange(40), f"council.{dice.randrange(60)}"
    chance = dice.random()
    if chance < 0.05 and known:
        wrong = dice.choice(known).entry
        return others.write(Corrected(of=wrong.id), wrong.case)
    if chance < 0.1 and known:
        return others.sealed(dice.choice(known).entry.id, AGAIN)
    if chance < 0.2:
        return others.write(Noted(text="nothing of anybody"), case)
    one = others.write(caller(number, dice.choice(("Mary", "Ann", "Siân", "Tom"))), case)
    return Holding(one.entry, one.leaf, dice.choice(("seen", "seen", "seen", "held")), sealed=dice.random() < 0.1)


def _change(dice: Random, disk: StoredDisk, one: Holding, known: list[Holding]) -> None:
    here = disk.holding(one.leaf)
    if here is None:
        return
    chance = dice.random()
    if chance < 0.3:
        disk.drop(one.leaf)
        known.remove(one)
    elif chance < 0.35:
        disk.erase(one.entry.case, Erasure(whole=True))
    else:
        disk.hold(Holding(here.entry, here.leaf, dice.choice(("seen", "held")), sealed=dice.random() < 0.3))


def index_of(disk: StoredDisk) -> dict[str, list[Any]]:
    """The whole of it, by what is said and not by number."""
    asked = {
        "said": "SELECT entry_id, stands, forename, surname, reading.phone FROM description JOIN reading USING (number)",
        "names": "SELECT field, term, n FROM vocab",
        "slips": "SELECT hash, field, term, size FROM vdel",
        "totals": "SELECT kind, n FROM total WHERE kind >= 0 AND n > 0",
    }
    with disk.engine.reader.connect() as connection:
        told = {name: sorted(map(tuple, connection.execute(text(one)))) for name, one in asked.items()}
        called = dict(map(tuple, connection.execute(text("SELECT number, entry_id FROM description"))))
        posts = connection.execute(text("SELECT key, ids FROM post WHERE n > 0")).all()
        recent = connection.execute(text("SELECT key, id FROM recent")).all()
    shared = {(key, called[number]) for key, ids in posts for number in memoryview(ids).cast("I")}
    return {**told, "keys": sorted(shared | {(key, called[number]) for key, number in recent})}
