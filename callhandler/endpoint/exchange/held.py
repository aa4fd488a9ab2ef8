"""The endpoint's store: what all desks have put on record, in one database, and beside it what no restore may forget."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from time import time_ns

from sqlalchemy import Connection, Engine

from callhandler.endpoint.exchange.allowance import Toll
from callhandler.endpoint.exchange.chains import Chains
from callhandler.endpoint.exchange.entries import Entries
from callhandler.endpoint.exchange.feeds import Feeds
from callhandler.endpoint.exchange.outside import Outside
from callhandler.endpoint.keeping.case_keys import shred_erased
from callhandler.endpoint.statements import begun
from callhandler.log.entry import Entry
from callhandler.log.kinds import CaseId
from callhandler.log.ownership import Audience
from callhandler.sync.feed import Place, Row
from callhandler.sync.messages import Offer
from callhandler.sync.proof import Proof
from callhandler.sync.stores import Branch, Disclosure, Enrolled, Kept, Link


@dataclass(frozen=True, slots=True)
class Open:
    """What there is to work with while a transaction lasts."""

    entries: Entries
    chains: Chains
    feeds: Feeds


class NoTransaction(Exception):  # noqa: N818 - our own mistake, and says so
    """The store was asked outside of a transaction."""


class SqlEndpoint:
    """Satisfies `EndpointStore` on SQLite and PostgreSQL. One for each question: two threads never share one.

    Where a connection is given whose transaction is under way, what happens here is a part of it, done or undone by itself. `toll`: who
    is charged for new entries.
    """

    def __init__(self, place: Engine | Connection, outside: Outside, clock: Callable[[], int] = time_ns, toll: Toll | None = None) -> None:
        self._place, self._outside, self._clock, self._toll = place, outside, clock, toll
        self._open: Open | None = None

    def transaction(self) -> AbstractContextManager[None]:
        return self._transaction()

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        with begun(self._place) as connection:
            self._open = Open(Entries(connection, self._clock), Chains(connection), Feeds(connection))
            try:
                if self._toll:
                    self._toll.enter(connection)
                yield
                self._open.entries.write()
                if self._toll and self._open.entries.added:
                    self._toll.pay(connection, self._open.entries.added, self._open.entries.size)
            finally:
                self._open = None

    @property
    def _now(self) -> Open:
        if self._open is None:
            raise NoTransaction
        return self._open

    def lock(self, *, device: str = "", cases: Collection[CaseId] = ()) -> None:
        if device:
            self._now.chains.lock(device)
        self._now.feeds.lock(cases)

    def incarnation(self) -> str:
        return self._now.feeds.incarnation()

    def lineage(self) -> Sequence[Branch]:
        return self._now.feeds.lineage()

    def begin(self, incarnation: str, lineage: Sequence[Branch]) -> None:
        self._now.feeds.begin(incarnation, lineage)
        self._outside.begin(incarnation)

    def outside(self) -> tuple[str, Sequence[Offer]]:
        return self._outside.told()

    def keep_outside(self, erasure: Offer) -> None:
        """And out of reach in every backup."""
        self._outside.keep(erasure)
        shred_erased(self, self._outside.keys, erasure.entry.case)

    def device(self, device: str) -> Enrolled | None:
        return self._now.chains.device(device)

    def line(self, device: str) -> Sequence[Enrolled]:
        return self._now.chains.line(device)

    def enrol(self, enrolled: Enrolled) -> None:
        self._now.chains.enrol(enrolled)

    def links(self, device: str, first: int, last: int) -> Sequence[Link]:
        return self._now.chains.links(device, first, last)

    def fasten(self, device: str, links: Sequence[Link]) -> None:
        self._now.chains.fasten(device, links)

    def prove(self, proof: Proof) -> None:
        self._now.chains.prove(proof)

    def proofs(self, leaves: Collection[bytes]) -> Mapping[bytes, Proof]:
        return self._now.chains.proofs(self._now.entries.places(leaves))

    def kept(self, leaves: Collection[bytes]) -> Mapping[bytes, Kept]:
        return self._now.entries.kept(leaves)

    def same_id(self, ids: Collection[str]) -> Mapping[str, Sequence[Kept]]:
        return self._now.entries.same_id(ids)

    def of_case(self, case: CaseId) -> Sequence[Kept]:
        return self._now.entries.of_case(case)

    def of_cases(self, cases: Collection[CaseId]) -> Mapping[CaseId, Sequence[Kept]]:
        return self._now.entries.of_cases(cases)

    def held_of(self, device: str) -> Sequence[Kept]:
        return self._now.entries.held_of(device)

    def hollow(self) -> Sequence[Kept]:
        return self._now.entries.hollow()

    def rules(self, cases: Collection[CaseId]) -> Mapping[CaseId, Sequence[Entry]]:
        return self._now.entries.rules(cases)

    def keep(self, kept: Kept) -> None:
        self._now.entries.keep(kept)

    def durable(self, leaves: Collection[bytes]) -> AbstractSet[bytes]:
        return self._now.entries.durable(leaves)

    def mark_durable(self, leaves: Collection[bytes]) -> None:
        self._now.entries.mark_durable(leaves)

    def audiences(self, cases: Collection[CaseId]) -> Mapping[CaseId, frozenset[Audience]]:
        return self._now.entries.audiences(cases)

    def set_audience(self, case: CaseId, audience: frozenset[Audience]) -> None:
        self._now.entries.set_audience(case, audience)

    def shared_after(self, case: CaseId, most: int) -> Sequence[CaseId]:
        return self._now.entries.shared_after(case, most)

    def agreed(self) -> tuple[str, CaseId]:
        return self._now.feeds.agreed()

    def agree(self, under: str, after: CaseId) -> None:
        self._now.feeds.agree(under, after)

    def rows_about(self, feed: Audience, cases: Collection[CaseId]) -> Sequence[Row]:
        return self._now.feeds.rows_about(feed, cases)

    def end(self, feed: Audience) -> Place:
        return self._now.feeds.end(feed)

    def turn(self, feed: Audience) -> Place:
        return self._now.feeds.turn(feed)

    def place(self, feed: Audience, pos: int) -> Place | None:
        return self._now.feeds.place(feed, pos)

    def feeds(self) -> Sequence[Audience]:
        return self._now.feeds.feeds()

    def rows(self, feed: Audience, after: int, most: int) -> Sequence[Row]:
        return self._now.feeds.rows(feed, after, most)

    def publish(self, feed: Audience, rows: Sequence[Row]) -> None:
        self._now.feeds.publish(feed, rows)

    def cleared(self, feed: Audience) -> int:
        return self._now.feeds.cleared(feed)

    def clear(self, feed: Audience, pos: int) -> None:
        self._now.feeds.clear(feed, pos)

    def disclose(self, disclosure: Disclosure) -> None:
        self._now.feeds.disclose(disclosure)

    def alarm(self, what: str, device: str) -> None:
        self._now.feeds.alarm(what, device)
