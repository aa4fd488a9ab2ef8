"""A device's store, as sync sees it: the same file in which the desk writes, and the same hand on it."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from sqlalchemy import Connection, select

from callhandler.log.device import DeviceKey
from callhandler.log.kinds import CaseId
from callhandler.log.ownership import Audience
from callhandler.store.engine import Engines, engine_troubles
from callhandler.store.marks import Mark
from callhandler.store.replica import indexing, names, progress
from callhandler.store.replica.letting_in import be_let_in
from callhandler.store.replica.outbox import Outbox
from callhandler.store.replica.tables import endpoint, wiped
from callhandler.store.replica.work import Work
from callhandler.store.troubles import VaultTrouble
from callhandler.sync.feed import Place, Row
from callhandler.sync.proof import Certificate, Proof
from callhandler.sync.rules import Erasure
from callhandler.sync.stores import Doubt, Holding, Identity, Progress


@dataclass(slots=True)
class StoredDevice:
    """Satisfies `DeviceStore`; raises VaultTrouble where the disk refuses. For one thread: whoever else looks has one of their own.

    The desk writes between two transactions, never during one, and the other way round.
    """

    engine: Engines
    first: DeviceKey  # the device's first name, from the key file
    committed: Callable[[Mark], None] = lambda _mark: None  # told when the device takes another name
    emptied: Callable[[], None] = lambda: None  # told after an erasure: what lay beside the store goes too
    beside: Callable[[str], bool] = lambda _life: False  # whether files have yet to be handed in to this life of the endpoint
    _open: Work | None = field(default=None, init=False)
    _outbox: Outbox = field(default_factory=Outbox, init=False)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that happens in it, or nothing."""
        with engine_troubles():
            with self.engine.writer.begin() as connection, self._working(connection) as work:
                yield
                work.flush()
                mark = work.mark()
            if work.renamed:
                self.committed(mark)
            if work.erased:
                self._empty_log()
                self.emptied()

    @contextmanager
    def looking(self) -> Iterator[None]:
        """Several looks at the same moment."""
        with engine_troubles(), self.engine.reader.begin() as connection, self._working(connection, looks=True):
            yield

    def identity(self) -> Identity:
        with self._work() as work:
            return work.identity()

    def set_identity(self, identity: Identity) -> None:
        with self._change() as work:
            work.set_identity(identity)

    def progress(self) -> Progress:
        with self._work() as work:
            return progress.read(work.connection)

    def set_progress(self, come: Progress) -> None:
        with self._change() as work:
            progress.write(work.connection, come)

    def total(self) -> int:
        with self._work() as work:
            return work.total()

    def own(self, first: int, most: int) -> Sequence[Holding]:
        with self._work() as work:
            return work.own(first, most)

    def link(self, n: int) -> bytes:
        with self._work() as work:
            return work.link(n)

    def adopt(self, identity: Identity, moved: Sequence[Holding]) -> None:
        with self._change() as work:
            work.adopt(identity, moved)

    def holding(self, leaf: bytes) -> Holding | None:
        if self._open:  # asked for every entry: worth its own way
            return self._open.holdings.holding(leaf)
        with self._work() as work:
            return work.holdings.holding(leaf)

    def of_case(self, case: CaseId) -> Sequence[Holding]:
        with self._work() as work:
            return work.holdings.of_case(case)

    def cases(self) -> int:
        with self._work() as work:
            return work.holdings.cases()

    def hold(self, holding: Holding) -> None:
        if self._open:  # as `holding`
            self._open.holdings.hold(holding)
            return
        with self._change() as work:
            work.holdings.hold(holding)

    def drop(self, leaf: bytes) -> None:
        with self._change() as work:
            work.drop(leaf)

    def prove(self, proof: Proof) -> None:
        if self._open:  # as `holding`
            self._open.proofs.prove(proof)
            return
        with self._change() as work:
            work.proofs.prove(proof)

    def proof(self, leaf: bytes) -> Proof | None:
        with self._work() as work:
            work.holdings.flush()
            return work.proofs.proof(leaf)

    def doubted(self, leaf: bytes) -> Doubt | None:
        if self._open:  # asked for every entry: worth its own way
            return self._open.doubts.doubted(leaf)
        with self._work() as work:
            return work.doubts.doubted(leaf)

    def in_doubt(self, doubt: Doubt, most: int | None = None) -> Sequence[bytes]:
        with self._work() as work:
            return work.doubts.in_doubt(doubt, most)

    def doubt(self, leaf: bytes, doubt: Doubt) -> None:
        with self._change() as work:
            work.doubts.doubt(leaf, doubt)

    def confirm(self, leaf: bytes) -> None:
        if self._open:  # as `holding`
            self._open.doubts.confirm(leaf)
            return
        with self._change() as work:
            work.doubts.confirm(leaf)

    def erasure(self, case: CaseId) -> Erasure:
        if self._open:  # asked for every entry: worth its own way
            return self._open.erasure(case)
        with self._work() as work:
            return work.erasure(case)

    def erase(self, case: CaseId, erasure: Erasure) -> None:
        with self._change() as work:
            work.erase(case, erasure)

    def feeds(self) -> Sequence[Audience]:
        with self._work() as work:
            return work.feeds.feeds()

    def end(self, feed: Audience) -> Place:
        with self._work() as work:
            return work.feeds.end(feed)

    def place(self, feed: Audience, pos: int) -> Place | None:
        with self._work() as work:
            return work.feeds.place(feed, pos)

    def rows(self, feed: Audience, after: int = 0) -> Sequence[Row]:
        with self._work() as work:
            return work.feeds.rows(feed, after)

    def rows_of(self, leaf: bytes) -> Sequence[tuple[Audience, Row]]:
        if self._open:  # asked for every entry: worth its own way
            return self._open.feeds.rows_of(leaf)
        with self._work() as work:
            return work.feeds.rows_of(leaf)

    def last_row(self, feed: Audience, case: CaseId, *, purge: bool) -> int:
        with self._work() as work:
            return work.feeds.last_row(feed, case, purge=purge)

    def follow(self, feed: Audience, rows: Sequence[Row], bare: Sequence[Row]) -> None:
        with self._change() as work:
            work.follow(feed, rows, bare)

    def bare(self, feed: Audience) -> Sequence[Row]:
        with self._work() as work:
            return work.feeds.bare(feed)

    def cut(self, feed: Audience, after: int) -> None:
        with self._change() as work:
            work.feeds.cut(feed, after)

    def unread(self) -> int:
        """How many of the entries that came in together no search finds yet."""
        with self._work() as work:
            return indexing.unread(work.connection)

    def find_more(self, most: int = indexing.PORTION) -> bool:
        """Let so many of them be found; says whether there were any."""
        if not self.unread():
            return False  # nobody who writes has to wait
        with engine_troubles(), self.engine.writer.begin() as connection:
            return indexing.catch_up(names.unless_wiped(connection), most)

    def waits(self, incarnation: str) -> bool:
        return self.beside(incarnation)

    def wipe(self) -> None:
        with self._change() as work:
            work.wipe()

    def wiped(self) -> bool:
        """Whether nothing is left in it, because the device was taken out: its file and its keys are to go too."""
        with self._work() as work:
            return work.connection.execute(select(wiped)).first() is not None

    def endpoint(self) -> bytes:
        """The public key of the endpoint that let this device in; b"" where none did."""
        with self._work() as work:
            return work.connection.execute(select(endpoint.c.public)).scalar() or b""

    def be_let_in(self, certificate: Certificate, public: bytes) -> None:
        """The endpoint with this public key gave its word for this device: from here on it is believed, and no other."""
        with self._change() as work:
            be_let_in(work, certificate, public)

    @contextmanager
    def _work(self) -> Iterator[Work]:
        """The transaction that is open, or else a short look."""
        if self._open is not None:
            yield self._open
        else:
            with self.looking():
                yield self._at_hand()

    @contextmanager
    def _change(self) -> Iterator[Work]:
        if self._open is not None:
            yield self._open
        else:
            with self.transaction():
                yield self._at_hand()

    @contextmanager
    def _working(self, connection: Connection, *, looks: bool = False) -> Iterator[Work]:
        self._open = Work(connection, self.first, self._outbox, looks=looks)
        try:
            yield self._open
        finally:
            self._open = None

    def _at_hand(self) -> Work:
        if self._open is None:
            raise RuntimeError("no transaction is open")
        return self._open

    def _empty_log(self) -> None:
        """What was erased leaves the write-ahead log too, at once where nobody is just reading, and else at the next opportunity."""
        with suppress(VaultTrouble), engine_troubles(), self.engine.writer.connect() as connection:
            raw = connection.connection.driver_connection
            if raw is not None:
                raw.execute("PRAGMA busy_timeout = 20")
                raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
                raw.execute("PRAGMA busy_timeout = 5000")
