"""Answers one question after another: each in its own transaction, again where two got in each other's way, and no more than fit."""

from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as NoConnection
from uuid_utils import uuid7

from callhandler.endpoint.database import UNREACHABLE
from callhandler.endpoint.exchange.allowance import Allowance, Toll
from callhandler.endpoint.exchange.held import SqlEndpoint
from callhandler.endpoint.exchange.outside import Outside
from callhandler.endpoint.exchange.reading import arrived, opening
from callhandler.endpoint.refusing import Refused
from callhandler.log.device import id_of, verify
from callhandler.log.kinds import AgencyId
from callhandler.sync.exchange import Exchange, FeedsOf, own_feed
from callhandler.sync.intake import Readers, readers
from callhandler.sync.messages import Ask, Offer
from callhandler.sync.packing import size_of
from callhandler.sync.proof import Certificate, Signer, certified, vouched
from callhandler.sync.rules import May, anybody
from callhandler.sync.wire import UP, NotAMessage, decode_ask, encode_answer

TRIES = 5
LARGE = 64 << 10  # bytes unpacked: more than that is not read in passing
RETRY_AFTER = 2  # seconds
BUSY = 5  # SQLite: another one is writing
Told = TypeVar("Told")
IN_EACH_OTHERS_WAY = {"40001", "40P01", "55P03"}  # PostgreSQL: serialization, deadlock, lock not to be had


def new_incarnation() -> str:
    return str(UUID(bytes=uuid7().bytes))


@dataclass(frozen=True, slots=True)
class Call:
    """A question from this device, packed; who is signed in at it, and what they may decide. `read`: what it says, where that is known."""

    packed: bytes
    device: str
    person: str = ""
    may: May = anybody
    read: Ask | None = None


@dataclass(frozen=True, slots=True)
class Switchboard:
    """The exchange of one process. Any thread may ask."""

    engine: Engine
    outside: Outside
    key: Signer
    clock: Callable[[], datetime]
    feeds_of: FeedsOf = own_feed
    tells: Readers = readers
    name: Callable[[], str] = field(default=new_incarnation)
    allowance: Allowance | None = None

    @property
    def one_writes(self) -> bool:
        """Whether this database lets one transaction write at a time, so that several questions had better share one."""
        return self.engine.dialect.name == "sqlite"

    def exchange(self, place: Engine | Connection | None = None, toll: Toll | None = None) -> Exchange:
        """`place`: the connection whose transaction this is to be a part of. `toll`: who is charged for what comes in."""
        store = SqlEndpoint(place or self.engine, self.outside, toll=toll)
        return Exchange(store, self.key, verify, new_incarnation=self.name, feeds_of=self.feeds_of, tells=opening(self.tells))

    def answer(self, packed: bytes, device: str, person: str = "", may: May = anybody) -> bytes:
        """The answer to a question of this device, at which this person is signed in, who may decide this; both packed. Raises Refused."""
        return self._alone(Call(packed, device, person, may))

    def answer_all(self, calls: Sequence[Call]) -> Sequence[bytes | Exception]:
        """The answer to each, or what went wrong with it alone. Nobody hears anything before all of it is on the disk.

        Raises Refused where there is no getting through for any of them: trying each alone would keep the last one waiting for an hour.
        """
        if len(calls) > 1:
            with suppress(*UNREACHABLE):  # be it on account of one of them, or of all: alone they will show
                return repeated(lambda: self._together(calls))
        return [_tried(partial(self._alone, call)) for call in calls]

    def hand_in(self, offers: Collection[Offer], device: str) -> int:
        """What lay under seal at the computer of this device, which is charged for it. Raises Refused."""
        return repeated(lambda: self.exchange(toll=self._toll(device)).hand_in(offers))

    def enrol(self, public: bytes, agency: AgencyId) -> Certificate:
        return repeated(lambda: self.exchange().enrol(public, agency))

    def retell(self, under: str) -> None:
        """Tell guests anew what was agreed otherwise, one step after another, before anything is answered. Raises Refused."""
        while repeated(lambda: self.exchange().retell(under)):
            pass

    def _alone(self, call: Call) -> bytes:
        ask = self._understood(call)
        return repeated(lambda: self._fitting(self.engine, ask, call))

    def _together(self, calls: Sequence[Call]) -> Sequence[bytes | Exception]:
        asks = [_tried(partial(self._understood, call)) for call in calls]
        with self.engine.begin() as connection:
            return [
                ask if isinstance(ask, Exception) else _tried(partial(self._fitting, connection, ask, call), passing=UNREACHABLE)
                for ask, call in zip(asks, calls, strict=True)
            ]

    def _understood(self, call: Call) -> Ask:
        ask = call.read or understood(call.packed)
        if not self._speaks_for(call.device, ask):
            raise Refused(403, "refused")
        return ask

    def _toll(self, device: str, *, leaves: bool = False) -> Toll | None:
        return Toll(self.allowance, device, leaves) if self.allowance else None

    def _fitting(self, place: Engine | Connection, ask: Ask, call: Call) -> bytes:
        """Fewer rows where the answer would be more than a device takes; what was then told twice is disclosed twice."""
        brings = bool(ask.entries or ask.offers)
        exchange = self.exchange(place, self._toll(call.device, leaves=not call.person) if brings else None)
        while True:
            answer = exchange.answer(ask, self.clock(), call.person, call.may)
            try:
                return encode_answer(answer, ask)
            except NotAMessage:
                if ask.rows == 1:
                    raise Refused(503, "busy", retry_after=60) from None
                ask = replace(ask, rows=ask.rows // 2)

    def _speaks_for(self, device: str, ask: Ask) -> bool:
        """Whether whoever signed in at this device may ask in that name: its own, or the one that it goes on under as a copy."""
        if ask.device == device:
            return True
        word, own = ask.vouch, ask.certificate
        if own and own.device == ask.device and own.line == device:
            return certified(own, self.key.public, verify)
        if word and id_of(word.public) == ask.device and device in {word.former.device, word.former.line}:
            return certified(word.former, self.key.public, verify) and vouched(word, verify)
        return False


def is_large(packed: bytes) -> bool:
    """Whether it says that there is so much in it that reading takes a while."""
    try:
        return size_of(packed, UP) > LARGE
    except NotAMessage:
        return False  # which is found out at once when it is read


def understood(packed: bytes) -> Ask:
    """What a question says. Raises Refused where it is none."""
    try:
        return decode_ask(packed, arrived)
    except NotAMessage as trouble:
        code = trouble.code
    raise Refused(413 if code in {"too-large", "count"} else 400, "unreadable")  # out here, where it holds nothing of what was unpacked


def repeated(work: Callable[[], Told]) -> Told:
    """Do a transaction again where it met another one. Raises Refused when there is no getting through."""
    for _ in range(TRIES):
        try:
            return work()
        except NoConnection:
            break
        except DBAPIError as trouble:
            if not _was_in_the_way(trouble):
                raise
    raise Refused(503, "busy", retry_after=RETRY_AFTER)


def _tried(work: Callable[[], Told], passing: tuple[type[Exception], ...] = ()) -> Told | Exception:
    """What came of it, or what went wrong with it alone. `passing`: what concerns everybody."""
    try:
        return work()
    except passing:
        raise
    except Exception as trouble:  # noqa: BLE001 - at the edge of one question: the others are answered all the same
        return trouble


def _was_in_the_way(trouble: DBAPIError) -> bool:
    """Whether nothing was wrong but the moment."""
    lost = trouble.connection_invalidated
    return (
        lost or getattr(trouble.orig, "sqlstate", "") in IN_EACH_OTHERS_WAY or getattr(trouble.orig, "sqlite_errorcode", 0) & 0xFF == BUSY
    )
