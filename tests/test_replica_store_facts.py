"""What every device's store does, in memory and in a real encrypted file alike; and what only a file can get wrong."""

from collections.abc import Iterator
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from callhandler.line.joining import key_let_in
from callhandler.log.chain import fasten, leaf, start
from callhandler.log.device import DeviceKey
from callhandler.log.entry import Unsealed, seal
from callhandler.log.kinds import CaseShared, Erased, Noted, OnBeats, PersonDescribed
from callhandler.store import condition, migrations, tables
from callhandler.store.engine import connect, open_engines
from callhandler.store.logbook import Logbook
from callhandler.store.replica.beat_steps import BEATS
from callhandler.store.steps import FIRST, STEPS
from callhandler.sync.feed import numbered
from callhandler.sync.following import erase_by
from callhandler.sync.memory_device import MemoryDevice
from callhandler.sync.proof import Certificate, Proof, vouch
from callhandler.sync.rules import Erasure
from callhandler.sync.stores import Holding, Identity, Progress
from tests.stored_device import KEY, Shelf, StoredDisk
from tests.stores import Writer

CASE, OTHERS = "police.1", "council.1"
HERE, THERE = (DeviceKey.from_bytes(sha256(name).digest()) for name in (b"here", b"there"))
WORD = Certificate(HERE.public, "police", HERE.id, b"signed")
SALT = bytes(16)


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(tmp_path)
    yield made
    made.clear()


@pytest.fixture(params=["memory", "file"])
def store(request: pytest.FixtureRequest, shelf: Shelf) -> MemoryDevice | StoredDisk:
    named = Identity(HERE, WORD)
    return MemoryDevice(named) if request.param == "memory" else shelf.disk(named)


@pytest.fixture
def writer() -> Writer:
    return Writer()


def foreign(unsealed: Unsealed, n: int = 1) -> Holding:
    """An entry that another device wrote."""
    entry = seal(unsealed, THERE.id, n, SALT)
    return Holding(entry, leaf(entry))


def test_what_is_written_here_is_chained_and_found(store, writer):
    first, second = (store.write(writer.note(case=CASE), SALT) for _ in range(2))
    assert store.total() == 2
    assert [holding.leaf for holding in store.own(2, 5)] == [second.leaf]
    assert store.link(0) == start(HERE.public)
    assert store.link(2) == fasten(fasten(start(HERE.public), first.leaf), second.leaf)
    assert store.of_case(CASE) == [first, second]
    assert store.holding(first.leaf).own


def test_what_others_wrote_may_be_held_changed_and_dropped(store, writer):
    one = foreign(writer.note(case=OTHERS))
    with store.transaction():
        store.hold(one)
    assert store.holding(one.leaf) == one
    assert store.cases() == 1
    sealed = Holding(one.entry, one.leaf, "held", sealed=True)
    with store.transaction():
        store.hold(sealed)
    assert (store.holding(one.leaf), store.cases()) == (sealed, 0)
    with store.transaction():
        store.drop(one.leaf)
    assert (store.holding(one.leaf), store.of_case(OTHERS)) == (None, [])


def test_a_transaction_is_all_or_nothing(store, writer):
    one = foreign(writer.note(case=OTHERS))
    with pytest.raises(LookupError), store.transaction():  # noqa: PT012 - all of it is one transaction
        store.hold(one)
        store.doubt(one.leaf, "lost")
        store.follow("police", numbered(store.end("police"), [("entry", OTHERS, one.entry.id, one.leaf)]), [])
        raise LookupError
    assert (store.holding(one.leaf), store.doubted(one.leaf), store.end("police").pos) == (None, None, 0)


def test_doubts_keep_the_order_in_which_they_arose(store):
    with store.transaction():
        for name in (b"c", b"a", b"b"):
            store.doubt(name, "lost")
        store.doubt(b"c", "taken")
        store.doubt(b"c", "lost")
        store.confirm(b"a")
    assert list(store.in_doubt("lost")) == [b"c", b"b"]
    assert list(store.in_doubt("lost", 1)) == [b"c"]
    assert list(store.in_doubt("taken")) == []


def test_feeds_are_followed_and_cut(store):
    rows = numbered(store.end("police"), [("entry", CASE, "e1", b"1"), ("purge", CASE, CASE, b""), ("entry", OTHERS, "e2", b"2")])
    with store.transaction():
        store.follow("police", rows, rows[2:])
    assert tuple(store.feeds()) == ("police",)
    assert (store.end("police").pos, store.place("police", 1).rh, store.place("police", 9)) == (3, rows[0].rh, None)
    assert tuple(store.rows_of(b"1")) == (("police", rows[0]),)
    assert (store.last_row("police", CASE, purge=True), store.last_row("police", CASE, purge=False)) == (2, 1)
    assert tuple(store.bare("police")) == rows[2:]
    assert tuple(store.rows("police", 1)) == rows[1:]
    with store.transaction():
        store.cut("police", 1)
    assert (tuple(store.rows("police")), tuple(store.bare("police")), tuple(store.rows_of(b"2"))) == (rows[:1], (), ())
    with store.transaction():
        store.cut("police", 0)
    assert tuple(store.feeds()) == ()


def test_progress_proofs_and_names_are_kept(store, writer):
    one = store.write(writer.note(case=CASE), SALT)
    proof = Proof(WORD, 1, store.link(0), (one.leaf,), b"signed")
    fresh = Identity(THERE, None, vouch(WORD, HERE, THERE.public))
    with store.transaction():
        store.prove(proof)
        store.set_progress(Progress("life", 1, None, {"police": 4}, 2, whole=True))
    assert (store.proof(one.leaf), store.proof(b"unknown")) == (proof, None)
    assert store.progress() == Progress("life", 1, None, {"police": 4}, 2, whole=True)
    chosen = Progress(beats=("north",), brought={"police//north": writer.now()})
    with store.transaction():
        store.set_progress(chosen)
    assert store.progress() == chosen
    with store.transaction():
        store.adopt(fresh, [])
    named = store.identity()
    assert (named.signer.id, named.vouch, named.certificate) == (THERE.id, fresh.vouch, None)
    assert (store.total(), store.link(0)) == (0, start(THERE.public))
    assert store.holding(one.leaf) == one


@pytest.mark.parametrize("whole", [True, False])
def test_an_erasure_reaches_what_is_here_and_what_still_comes(store, writer, whole):
    before, late = foreign(writer.note("canary", case=OTHERS), 1), foreign(writer.note("canary", case=OTHERS), 2)
    ids = () if whole else (before.entry.id, late.entry.id)
    erased = Unsealed("x", OTHERS, writer.now(), 99, "op", "council", Erased(entries=ids, rule="retention", whole=whole))
    with store.transaction():
        store.hold(before)
        store.hold(foreign(erased, 3))
        erase_by(store, foreign(erased, 3).entry)
    assert not store.holding(before.leaf).entry.payload
    assert store.erasure(OTHERS) == Erasure(frozenset(ids), whole)
    assert store.erasure(OTHERS).reaches(late.entry)


def test_wiping_leaves_nothing(store, writer):
    store.write(writer.note(case=CASE), SALT)
    with store.transaction():
        store.hold(foreign(writer.note(case=OTHERS)))
        store.wipe()
    assert store.cases() == 0
    assert (store.total(), store.progress(), tuple(store.feeds())) == (0, Progress(), ())


@pytest.mark.req("T20")
def test_a_copy_with_another_name_still_speaks_for_the_device_that_was_let_in(shelf):
    """So that it can sign in, refresh, and leave: nobody ever approved its new key."""
    store = shelf.disk(Identity(HERE, WORD)).stored
    assert key_let_in(store).id == HERE.id
    store.adopt(Identity(THERE, None, vouch(WORD, HERE, THERE.public)), [])
    assert key_let_in(store).id == HERE.id
    store.set_identity(Identity(THERE, Certificate(THERE.public, "police", HERE.id, b"signed")))
    assert key_let_in(store).id == HERE.id
    store.set_identity(Identity(THERE, Certificate(THERE.public, "police", THERE.id, b"signed")))  # let in anew by a code of its own
    assert key_let_in(store).id == THERE.id


# What only a file can get wrong


@pytest.mark.req("T5")
def test_the_file_refuses_to_lose_what_was_written_here(shelf, writer):
    disk = shelf.disk(Identity(HERE, WORD))
    own = disk.write(writer.note(case=CASE), SALT)
    with pytest.raises(IntegrityError), disk.engine.writer.begin() as connection:
        connection.execute(text("DELETE FROM body"))
    with pytest.raises(IntegrityError), disk.engine.writer.begin() as connection:
        connection.execute(text("DELETE FROM entry"))
    assert disk.holding(own.leaf) == own


def test_what_is_not_ours_to_see_is_neither_read_nor_found(shelf, writer):
    disk = shelf.disk(Identity(HERE, WORD))
    mary = PersonDescribed(person="p1", role="caller", name="Mary Jones", phone="07700 900123")
    one = foreign(writer.write(mary, case=OTHERS))
    logbook = disk.logbook(bytes)
    for shown in (one, Holding(one.entry, one.leaf, "held"), one, Holding(one.entry, one.leaf, sealed=True), one, None):
        with disk.transaction():
            disk.hold(shown) if shown else disk.drop(one.leaf)
        seen = bool(shown and shown.shown)
        assert bool(logbook.descriptions(["p1"])) == bool(logbook.entries(case=OTHERS)) == seen


def test_a_body_that_was_erased_leaves_every_table(shelf, writer):
    disk = shelf.disk(Identity(HERE, WORD))
    mary = PersonDescribed(person="p1", role="caller", name="Canary Jones")
    with disk.transaction():
        disk.hold(foreign(writer.write(mary, case=OTHERS)))
        disk.erase(OTHERS, Erasure(whole=True))
        disk.hold(foreign(writer.write(Noted(text="canary"), case=OTHERS), 2))
    with disk.engine.reader.connect() as connection:
        told = [str(row).lower() for name in tables.METADATA.tables for row in connection.execute(text(f"SELECT * FROM {name}"))]  # noqa: S608
    assert not [row for row in told if "canary" in row]


@pytest.mark.parametrize("body", [OnBeats(beats=("north",)), CaseShared(audience="council")], ids=lambda body: body.kind)
def test_an_erasure_of_a_whole_case_leaves_alone_what_only_rules(store, writer, body):
    ruling = foreign(writer.write(body, case=OTHERS))
    with store.transaction():
        store.erase(OTHERS, Erasure(whole=True))
        store.hold(ruling)
    assert store.holding(ruling.leaf).entry.payload


@pytest.mark.req("F14")
def test_a_store_from_before_there_were_beats_goes_on_carrying_everything(tmp_path, writer):
    path = tmp_path / condition.NAME
    with closing(connect(str(path), KEY)) as old:
        migrations.take_steps(old, STEPS[: STEPS.index(BEATS)])
        old.execute("INSERT INTO progress VALUES (1, 'life', 3, NULL, '{\"police\": 7}', 0, 0, 0)")
    migrations.migrate(path, KEY)
    engine = open_engines(path, KEY)
    store = Logbook(engine, HERE).replica()
    assert store.progress() == Progress("life", 3, None, {"police": 7})
    ruling = foreign(writer.write(OnBeats(beats=("north",)), case=OTHERS))
    with store.transaction():
        store.erase(OTHERS, Erasure(whole=True))
        store.hold(ruling)
    assert store.of_case(OTHERS)[0].entry.payload
    engine.dispose()


@pytest.mark.req("F14")
def test_a_store_of_the_first_shape_opens_with_everything_in_it(tmp_path, writer):
    path, chain = tmp_path / condition.NAME, start(HERE.public)
    with closing(connect(str(path), KEY)) as old:
        migrations.take_steps(old, (FIRST,))
        for n, note in enumerate((writer.note("kept"), writer.note("gone")), 1):
            entry = seal(note, HERE.id, n, SALT)
            chain = fasten(chain, leaf(entry))
            row = (entry.id, HERE.id, n, entry.case, entry.kind, entry.hlc, entry.at.isoformat(), entry.meta, entry.commitment, chain)
            old.execute("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
            old.execute("INSERT INTO body VALUES (?, ?, ?)", (entry.id, entry.salt, entry.payload))
        old.execute("INSERT INTO erased SELECT id, id FROM entry WHERE n = 2")
        old.execute("DELETE FROM body WHERE entry_id = (SELECT id FROM entry WHERE n = 2)")
        old.execute("INSERT INTO head VALUES (?, ?, 2, ?, ?)", (HERE.id, HERE.public, chain, HERE.sign_head(2, chain)))
    migrations.migrate(path, KEY)
    engine = open_engines(path, KEY)
    logbook = Logbook(engine, HERE)
    assert [(entry.body.text if isinstance(entry.body, Noted) else None) for entry in logbook.entries()] == ["kept", None]
    assert logbook.verify() is None
    logbook.append([writer.note("more")])
    assert logbook.replica().total() == 3
    engine.dispose()
