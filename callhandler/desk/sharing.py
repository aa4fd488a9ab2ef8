"""What a desk does with other agencies: lets them see a case, settles what two people wrote at once, and knows what has arrived."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from callhandler.desk.hand import Hand
from callhandler.log.entry import Entry
from callhandler.log.fold import fold
from callhandler.log.kinds import AgencyId, Body, CaseId, CaseShared, Corrected, ShareEnded, Viewed
from callhandler.log.ownership import Audience, owner_of
from callhandler.store.logbook import Logbook
from callhandler.sync.rules import SHARING, audience_of

WITHOUT = ("share:", "device:", "link:")  # these have rules of their own for two decisions at once


class NotOurs(Exception):  # noqa: N818 - named as a handler would
    """Only the agency that a case belongs to decides who may see it."""


@dataclass(frozen=True, slots=True)
class Value:
    """One of several values of a field, none of whose writers had seen the others'. `body` holds it whole; `entry` names it."""

    entry: str
    actor: str
    agency: AgencyId
    at: datetime
    body: Body


@dataclass(frozen=True, slots=True)
class Conflict:
    """A field with several values that stand side by side, ascending by time; `shown` is the one that counts until somebody resolves it."""

    field: str
    values: tuple[Value, ...]
    shown: str


@dataclass(frozen=True, slots=True)
class Seen:
    """Somebody else opened the case after an entry was written. Views of other agencies are theirs: only our own reach us."""

    actor: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Standing:
    """How far an entry has come. `saved`: on this disk. `sent`: the endpoint signed for it. `held`: it waits for the owner of its case.

    `open_to`: the audiences besides its owner that may see the case now; `seen`: who of our own agency looked since.
    """

    saved: bool
    sent: bool = False
    held: bool = False
    open_to: tuple[Audience, ...] = ()
    seen: tuple[Seen, ...] = ()


class Sharing:
    """For one operator's desk. Reads the log as it is on the disk."""

    def __init__(self, hand: Hand, logbook: Logbook) -> None:
        self._hand, self._logbook = hand, logbook
        self._sync = logbook.replica()

    def share(self, case: CaseId, audience: Audience, gateway: str = "") -> None:
        """Let an agency, or a group such as "police/sensitive", see the case; `gateway`: why that is lawful, as a code. Raises NotOurs."""
        self._decide(case, CaseShared(audience=audience, gateway=gateway))

    def end(self, case: CaseId, audience: Audience) -> None:
        """Take that back: at its next contact the case goes from that audience's devices. Raises NotOurs."""
        self._decide(case, ShareEnded(audience=audience))

    def open_to(self, case: CaseId) -> tuple[Audience, ...]:
        """The audiences besides its owner that may see the case, sorted."""
        rules = self._logbook.entries(case=case, kinds=SHARING)
        return tuple(sorted(audience_of(case, rules) - {owner_of(case)}))

    def conflicts(self, case: CaseId) -> tuple[Conflict, ...]:
        """The fields of which several values stand, sorted by name. Nobody's is lost or hidden before somebody resolves it."""
        registers = fold(self._logbook.entries(case=case))
        fields = [field for field in registers.fields(case) if not field.startswith(WITHOUT)]
        several = [(field, registers.values(case, field), registers.value(case, field)) for field in fields]
        return tuple(_conflict(field, values, shown) for field, values, shown in several if len(values) > 1 and shown)

    def resolve(self, case: CaseId, field: str, chosen: str) -> Entry:
        """Let this one of the values stand: written again in the name of whoever decided, in place of them all. Raises LookupError."""
        conflict = next((one for one in self.conflicts(case) if one.field == field), None)
        value = next((one for one in conflict.values if one.entry == chosen), None) if conflict else None
        if conflict is None or value is None:
            raise LookupError(field)
        return self._hand.write(case, value.body, tuple(one.entry for one in conflict.values))

    def unresolve(self, decided: Entry) -> None:
        """Take such a decision back: the values stand side by side again."""
        self._hand.write(decided.case, Corrected(of=decided.id))

    def standing(self, case: CaseId, entry: str) -> Standing:
        """How far this entry of the case has come."""
        with self._sync.looking():
            holdings = [one for one in self._sync.of_case(case) if one.entry.id == entry]
            if not holdings:
                return Standing(saved=False)
            come, name = self._sync.progress(), self._sync.identity().signer.id
            arrived = any(one.entry.device == name and one.own and one.entry.n <= come.acked for one in holdings)
            told = any(self._sync.rows_of(one.leaf) for one in holdings)
        held = all(one.standing == "held" for one in holdings)
        seen = self._seen(case, holdings[0].entry)
        return Standing(saved=True, sent=arrived or told, held=held, open_to=self.open_to(case), seen=seen)

    def _decide(self, case: CaseId, body: CaseShared | ShareEnded) -> None:
        if owner_of(case) != self._hand.who.agency:
            raise NotOurs(case)
        stands = fold(self._logbook.entries(case=case, kinds=SHARING)).heads(case, body.field)
        self._hand.write(case, body, stands)

    def _seen(self, case: CaseId, entry: Entry) -> tuple[Seen, ...]:
        views = (one for one in self._logbook.entries(case=case, kinds=("viewed",)) if isinstance(one.body, Viewed))
        return tuple(Seen(one.actor, one.at) for one in views if one.actor != entry.actor and one.hlc > entry.hlc)


def _conflict(field: str, values: Iterable[Entry], shown: Entry) -> Conflict:
    told = tuple(Value(one.id, one.actor, one.agency, one.at, one.body) for one in values if one.body)
    return Conflict(field, told, shown.id)
