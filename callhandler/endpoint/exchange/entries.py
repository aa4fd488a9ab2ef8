"""The entries at the endpoint, as they came, each with whether it counts."""

import json
from collections.abc import Callable, Collection, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select, text, update

from callhandler.endpoint.exchange import tables
from callhandler.endpoint.exchange.bulk import Row, add_missing, among, append, put_all
from callhandler.endpoint.statements import rows, tell
from callhandler.log.entry import Entry
from callhandler.log.kinds import CaseId
from callhandler.log.ownership import Audience
from callhandler.sync import reading
from callhandler.sync.rules import RULES
from callhandler.sync.stores import Kept

_T = tables.entry.c
_KEPT = select(_T.leaf, _T.device, _T.n, _T.why, _T.hollow, _T.meta, _T.commitment, _T.salt, _T.payload, _T.case_id, _T.id)
_BY_CAME = _KEPT.add_columns(_T.came)
# These conditions stand word for word as in the tables' partial indexes: said otherwise, SQLite reads every entry there is instead.
_RULES = _BY_CAME.where(text("ruling"), _T.why == "")
HOLLOW = _KEPT.where(text("hollow"))
_OF_CASE = _KEPT.where(_T.case_id == bindparam("of")).order_by(_T.came)
HELD_OF = _KEPT.where(_T.device == bindparam("of"), text("why <> ''")).order_by(_T.came)
_LEAF = select(_T.leaf)
_PLACE = select(_T.leaf, _T.device, _T.n)
_DURABLE = select(tables.durable.c.leaf)
_SHARED = select(tables.shared.c.case_id, tables.shared.c.audience)
_COLUMNS = ("leaf", "id", "device", "n", "case_id", "kind", "came", "why", "hollow", "ruling", "meta", "commitment", "salt", "payload")
_CHANGE = (
    update(tables.entry)
    .where(_T.leaf == bindparam("of"))
    .values(why=bindparam("why"), hollow=bindparam("hollow"), salt=bindparam("salt"), payload=bindparam("payload"))
)


class Entries:
    """Those that one transaction sees. New ones are gathered, and written together before anything else is asked about them.

    `added`: how many were new.
    """

    def __init__(self, connection: Connection, clock: Callable[[], int]) -> None:
        self._connection, self._clock = connection, clock
        self.added = 0
        self.size = 0  # of those, in bytes
        self._fresh: dict[bytes, Kept] = {}
        self._known: set[bytes] = set()  # leaves that are in the database
        self._places: dict[bytes, tuple[str, int]] = {}  # of those that were read: device and n
        self._unknown: set[bytes] = set()  # leaves that are not
        self._asked: set[str] = set()  # ids whose entries are known
        self._unruled: set[CaseId] = set()  # cases about which nobody has decided anything
        self._decided: dict[CaseId, str] = {}  # those whose audience somebody has just set
        self._touched: set[CaseId] = set()  # those about which somebody has just decided something

    def kept(self, leaves: Collection[bytes]) -> Mapping[bytes, Kept]:
        self.write()
        found = {bytes(row[0]): self._read(row) for row in among(self._connection, _KEPT, _T.leaf, leaves)}
        self._unknown.update(leaf for leaf in leaves if leaf not in found)
        return found

    def places(self, leaves: Collection[bytes]) -> Mapping[bytes, tuple[str, int]]:
        """Device and n of each that is there."""
        self.write()
        unread = [leaf for leaf in leaves if leaf not in self._places]
        self._places.update({bytes(leaf): (device, n) for leaf, device, n in among(self._connection, _PLACE, _T.leaf, unread)})
        return {leaf: self._places[leaf] for leaf in leaves if leaf in self._places}

    def same_id(self, ids: Collection[str]) -> Mapping[str, Sequence[Kept]]:
        self.write()
        found: dict[str, list[Kept]] = {}
        for row in sorted(among(self._connection, _BY_CAME, _T.id, ids), key=lambda row: row[-1]):
            found.setdefault(row[10], []).append(self._read(row))
        self._asked.update(ids)
        return found

    def of_case(self, case: CaseId) -> Sequence[Kept]:
        return self._of(_OF_CASE, case)

    def of_cases(self, cases: Collection[CaseId]) -> Mapping[CaseId, Sequence[Kept]]:
        self.write()
        found: dict[CaseId, list[Kept]] = {}
        for row in sorted(among(self._connection, _BY_CAME, _T.case_id, cases), key=lambda row: row[-1]):
            found.setdefault(row[9], []).append(self._read(row))
        return found

    def held_of(self, device: str) -> Sequence[Kept]:
        return self._of(HELD_OF, device)

    def hollow(self) -> Sequence[Kept]:
        self.write()
        return sorted(map(self._read, rows(self._connection, HOLLOW)), key=lambda kept: kept.leaf)

    def rules(self, cases: Collection[CaseId]) -> Mapping[CaseId, Sequence[Entry]]:
        self.write()
        found: dict[CaseId, list[Entry]] = {case: [] for case in cases}
        for row in sorted(among(self._connection, _RULES, _T.case_id, set(cases) - self._unruled), key=lambda row: row[-1]):
            found[row[9]].append(self._read(row).entry)
        return found

    def keep(self, kept: Kept) -> None:
        """Add it, or put it in place of the one with the same leaf."""
        leaf = kept.leaf
        new = leaf in self._unknown or (kept.entry.id in self._asked and leaf not in self._known)
        if kept.entry.kind in RULES:
            self._rule(kept.entry.case)
        if leaf in self._fresh or new:
            self._fresh[leaf] = kept
        elif leaf in self._known or leaf in self.kept((leaf,)):
            tell(self._connection, _CHANGE, {"of": leaf, "why": kept.why, "hollow": kept.hollow, **_body(kept.entry)})
        else:
            self._fresh[leaf] = kept

    def write(self) -> None:
        """Write down what was gathered."""
        if self._fresh:
            fresh = [_row(kept, came) for came, kept in enumerate(self._fresh.values(), self._clock())]
            append(self._connection, tables.entry, _COLUMNS, fresh)
            self.added += len(fresh)
            self.size += sum(len(kept.entry.meta) + len(kept.entry.payload) for kept in self._fresh.values())
            self._known.update(self._fresh)
            self._unknown.difference_update(self._fresh)
            self._fresh.clear()
        if self._touched or self._decided:
            self._rule_on()

    def _rule_on(self) -> None:
        """Write down about which cases something was decided."""
        touched = [{"case_id": case, "audience": ""} for case in sorted(self._touched - self._decided.keys())]
        decided = [{"case_id": case, "audience": self._decided[case]} for case in sorted(self._decided)]
        add_missing(self._connection, tables.shared, touched)
        put_all(self._connection, tables.shared, ("case_id",), decided)
        self._touched.clear()
        self._decided.clear()

    def durable(self, leaves: Collection[bytes]) -> AbstractSet[bytes]:
        return {bytes(row[0]) for row in among(self._connection, _DURABLE, tables.durable.c.leaf, leaves)}

    def mark_durable(self, leaves: Collection[bytes]) -> None:
        self.write()
        held = among(self._connection, _LEAF, _T.leaf, leaves)
        add_missing(self._connection, tables.durable, [{"leaf": bytes(row[0])} for row in held])

    def audiences(self, cases: Collection[CaseId]) -> Mapping[CaseId, frozenset[Audience]]:
        self.write()
        unsure = set(cases) - self._unruled
        found = among(self._connection, _SHARED, tables.shared.c.case_id, unsure)
        self._unruled.update(unsure - {row[0] for row in found})
        return {row[0]: frozenset(json.loads(row[1])) for row in found if row[1]}

    def shared_after(self, case: CaseId, most: int) -> Sequence[CaseId]:
        self.write()
        one = tables.shared.c
        asked = select(one.case_id).where(one.case_id > case, one.audience != "").order_by(one.case_id).limit(most)
        return self._connection.execute(asked).scalars().all()

    def set_audience(self, case: CaseId, audience: frozenset[Audience]) -> None:
        self._unruled.discard(case)
        self._decided[case] = json.dumps(sorted(audience))

    def _rule(self, case: CaseId) -> None:
        """Remember that somebody has decided something about this case, so that all the others need not be asked about."""
        self._unruled.discard(case)
        self._touched.add(case)

    def _of(self, statement: Select[Any], whose: str) -> Sequence[Kept]:
        self.write()
        return [self._read(row) for row in rows(self._connection, statement, {"of": whose})]

    def _read(self, row: Row) -> Kept:
        leaf, device, n, why, hollow, meta, commitment, salt, payload = row[:9]
        self._known.add(leaf)
        self._places[leaf] = device, n
        return Kept(reading.kept(meta, salt, payload, commitment, (device, n), why), leaf, why, hollow=bool(hollow))


def _row(kept: Kept, came: int) -> Row:
    entry = kept.entry
    place = (kept.leaf, entry.id, entry.device, entry.n, entry.case, entry.kind, came, kept.why, kept.hollow)
    return (*place, entry.kind in RULES, entry.meta, entry.commitment, entry.salt or None, entry.payload or None)


def _body(entry: Entry) -> dict[str, Any]:
    return {"salt": entry.salt or None, "payload": entry.payload or None}
