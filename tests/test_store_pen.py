"""Nobody waits for the disk, nothing is called saved that is not, and what the disk refuses is tried again."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from queue import SimpleQueue
from time import perf_counter

import pytest

from callhandler.log.entry import PoisonText
from callhandler.log.kinds import PersonDescribed
from callhandler.store.drafts import Draft, Focus
from callhandler.store.pen import Appends, InlinePen, Pen
from callhandler.store.reserve import Reserve
from callhandler.store.troubles import DiskFull, VaultTrouble, WriteFailed
from callhandler.store.vault import Vault
from tests.patience import SOON
from tests.stores import BadDisk, Place, SlowDisk, WatchedLogbook, Writer

LIMIT = SOON


@dataclass
class Heard:
    """What the pen told its listeners."""

    saved: SimpleQueue[tuple[str, ...]] = field(default_factory=SimpleQueue)
    troubles: SimpleQueue[str] = field(default_factory=SimpleQueue)
    recovered: SimpleQueue[bool] = field(default_factory=SimpleQueue)
    mistakes: list[Exception] = field(default_factory=list)

    def pen(self, disk: Appends, reserve: Reserve | None = None) -> Pen:
        return Pen(
            disk,
            self.saved.put,
            self._trouble,
            lambda: self.recovered.put(item=True),
            on_mistake=self.mistakes.append,
            reserve=reserve,
            patience=(0.01,),
        )

    def _trouble(self, trouble: VaultTrouble) -> None:
        self.troubles.put(trouble.code)


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[Vault]:
    opened = Place(tmp_path / "store").create()
    yield opened
    opened.close()


@pytest.fixture
def writer() -> Writer:
    return Writer()


def test_entries_are_saved_in_the_order_they_were_written(vault: Vault, writer: Writer):
    heard = Heard()
    pen = heard.pen(vault.logbook)
    entries = [writer.note(str(number)) for number in range(50)]
    for entry in entries:
        pen.submit([entry])
    assert pen.close(LIMIT) == ()
    assert [entry.id for entry in vault.logbook.entries()] == [entry.id for entry in entries]
    assert sum((heard.saved.get_nowait() for _ in range(heard.saved.qsize())), ()) == tuple(entry.id for entry in entries)


@pytest.mark.req("F1", "F3")
def test_nobody_waits_for_the_disk_and_only_the_latest_of_a_field_is_written(vault: Vault, writer: Writer):
    disk = SlowDisk(vault.logbook)
    heard = Heard()
    pen = heard.pen(disk)
    pen.submit([writer.note("first")])
    assert disk.asked.wait(LIMIT)
    for length in range(100):
        pen.keep(Draft("case-1", "/data/name", "x" * length, length, writer.now()))
    pen.submit([writer.note("second")])
    assert (len(disk.batches), heard.saved.empty()) == (1, True), "the disk is still at the first, and nobody waited for it"
    assert len(pen.unsaved) == 2
    disk.goes_on.set()
    assert pen.settled(LIMIT)
    pen.close(LIMIT)
    assert [(len(entries), len(kept)) for entries, kept in disk.batches] == [(1, 0), (1, 1)]
    assert vault.logbook.drafts("case-1")[0].caret == 99


def test_an_answer_settles_the_draft_before_it_and_not_the_one_after(vault: Vault, writer: Writer):
    disk = SlowDisk(vault.logbook)
    pen = Heard().pen(disk)
    pen.submit([writer.note("keeps the disk busy")])
    assert disk.asked.wait(LIMIT)
    pen.keep(Draft("case-1", "/data/name", "before", 6, writer.now()))
    pen.submit([writer.note("the answer")], clear=[("case-1", "/data/name"), ("case-1", "/data/place")])
    pen.keep(Draft("case-1", "/data/place", "after", 5, writer.now()))
    pen.keep(Focus("case-1", "/data/phone", 0, writer.now()))
    disk.goes_on.set()
    assert pen.settled(LIMIT)
    pen.close(LIMIT)
    assert [draft.text for draft in vault.logbook.drafts("case-1")] == ["after"]
    focus = vault.logbook.focus("case-1")
    assert focus is not None
    assert focus.path == "/data/phone"


@pytest.mark.req("F1")
def test_what_is_typed_is_durable_within_half_a_second(vault: Vault, writer: Writer):
    """Some of the times, whatever else the computer does; it never is where the pen itself takes longer."""
    pen = Heard().pen(vault.logbook)

    def took(letters: int) -> float:
        begun = perf_counter()
        pen.keep(Draft("case-1", "/data/name", "Mary"[:letters], letters, writer.now()))
        assert pen.settled(LIMIT)
        return perf_counter() - begun

    assert min(map(took, range(1, 5))) < 0.5
    pen.close(LIMIT)


@pytest.mark.req("F3", "F4")
@pytest.mark.parametrize("refusal", [DiskFull(), WriteFailed(code=10)])
def test_nothing_is_called_saved_while_the_disk_refuses_and_all_is_saved_after(vault: Vault, writer: Writer, refusal: VaultTrouble):
    disk, heard = BadDisk(vault.logbook), Heard()
    pen = heard.pen(disk)
    disk.refusal = refusal
    entries = [writer.note(str(number)) for number in range(5)]
    for entry in entries:
        pen.submit([entry])
    for _ in range(5):
        assert disk.tries.acquire(timeout=LIMIT)
    assert heard.saved.empty()
    assert heard.troubles.get(timeout=LIMIT) == refusal.code
    assert heard.troubles.empty()
    assert vault.logbook.entries() == ()
    disk.refusal = None
    assert pen.settled(LIMIT)
    assert heard.recovered.get(timeout=LIMIT)
    pen.close(LIMIT)
    assert [entry.id for entry in vault.logbook.entries()] == [entry.id for entry in entries]


@pytest.mark.req("F3")
def test_closing_says_what_could_not_be_saved(vault: Vault, writer: Writer):
    disk = BadDisk(vault.logbook)
    disk.refusal = DiskFull()
    pen = Heard().pen(disk)
    entry = writer.note()
    pen.submit([entry])
    assert pen.close(LIMIT) == (entry.id,)


@pytest.mark.req("F3")
def test_a_full_disk_gets_the_reserve(vault: Vault, writer: Writer, tmp_path: Path):
    reserve = Reserve.of(tmp_path, size=100_000)
    reserve.hold()
    assert reserve.held
    disk = BadDisk(vault.logbook)
    disk.refusal = DiskFull()
    pen = Heard().pen(disk, reserve)
    pen.submit([writer.note()])
    for _ in range(2):
        assert disk.tries.acquire(timeout=LIMIT)
    assert not reserve.path.exists()
    disk.refusal = None
    assert pen.settled(LIMIT)
    pen.close(LIMIT)


@pytest.mark.req("F19")
def test_one_entry_that_can_never_be_stored_does_not_keep_the_others_from_the_disk(vault: Vault, writer: Writer):
    heard = Heard()
    pen = heard.pen(vault.logbook)
    good, bad, other = writer.note("good"), replace(writer.note("bad"), hlc=2**63), writer.note("other")
    for entry in (good, bad, other):
        pen.submit([entry])
    assert pen.settled(LIMIT)
    pen.close(LIMIT)
    assert heard.troubles.get(timeout=LIMIT) == "refused"
    assert [type(mistake) for mistake in heard.mistakes] == [PoisonText]
    assert {entry.id for entry in vault.logbook.entries()} == {good.id, other.id}


def test_a_pen_that_writes_at_once_has_the_same_ways(vault: Vault, writer: Writer):
    saved: list[tuple[str, ...]] = []
    pen = InlinePen(vault.logbook, saved.append)
    entry = writer.note()
    pen.keep(Draft("case-1", "/data/name", "Mary", 4, writer.now()))
    pen.submit([entry])
    assert saved == [(entry.id,)]
    assert pen.settled(LIMIT)
    assert pen.close(LIMIT) == ()
    assert vault.logbook.drafts("case-1")[0].text == "Mary"


@pytest.mark.req("F3")
def test_the_reserve_takes_real_room_and_only_where_there_is_plenty(tmp_path: Path):
    reserve = Reserve.of(tmp_path, size=1_000_000)
    reserve.hold()
    assert reserve.path.stat().st_blocks * 512 >= 1_000_000
    assert reserve.give_up()
    assert not reserve.give_up()
    greedy = Reserve.of(tmp_path, size=2**60)
    greedy.hold()
    assert not greedy.held


def test_newcomers_are_put_in_order_once_nobody_has_written_for_a_while(vault: Vault, writer: Writer):
    vault.logbook.append([writer.write(PersonDescribed(person="p", role="caller", name="Mary Pritchard", phone="07700 900123"))])
    logbook = WatchedLogbook(vault.logbook)
    pen = Pen(logbook, lambda _ids: None, lambda _trouble: None, pauses=(0.01, 0.01))
    assert logbook.in_order.wait(LIMIT)
    pen.submit([writer.note("after it")])
    assert pen.close(LIMIT) == ()
    assert len(vault.logbook.entries()) == 2
    with vault.engine.reader.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM recent").scalar() == 0


def test_a_mistake_while_things_are_put_in_order_keeps_nobody_from_writing(vault: Vault, writer: Writer):
    heard, logbook = Heard(), WatchedLogbook(vault.logbook, mistake=ZeroDivisionError())
    pen = Pen(logbook, heard.saved.put, lambda _trouble: None, on_mistake=heard.mistakes.append, pauses=(0.01, 0.01))
    assert logbook.in_order.wait(LIMIT)
    pen.submit([writer.note("after it")])
    assert pen.close(LIMIT) == ()
    assert [type(mistake) for mistake in heard.mistakes][:1] == [ZeroDivisionError]
