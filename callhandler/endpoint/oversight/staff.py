"""Who looked: the account of whoever is signed in at the device, whatever name they write under there."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, select

from callhandler.endpoint.accounts.tables import PERSON, SITTING
from callhandler.endpoint.exchange import tables
from callhandler.endpoint.oversight.homes import told_of
from callhandler.endpoint.oversight.patterns import Looker, Told
from callhandler.endpoint.oversight.tables import STAFF_HOME
from callhandler.log.kinds import AgencyId
from callhandler.protocol.decision import Resource, Subject, decide

_DEVICE, _TOLD = tables.device.c, tables.disclosure.c
Seat = tuple[str, str]  # a device, and the name that its operator writes under


@dataclass(frozen=True, slots=True)
class Staff:
    """The people of some agencies. `at`: by device, whose account it is."""

    people: Mapping[AgencyId, tuple[Looker, ...]]
    at: Mapping[str, str]
    called: Mapping[tuple[AgencyId, str], str]  # accounts and names, folded

    def looker(self, agency: AgencyId, device: str, actor: str) -> Looker:
        """Whose device it is; else whoever of the agency is called so; else somebody of whom no more is known."""
        key = self.key(agency, device, actor)
        return next((one for one in self.people.get(agency, ()) if one.key == key), Looker(key, "", _named(actor)))

    def key(self, agency: AgencyId, device: str, actor: str) -> str:
        return self.at.get(device) or self.called.get((agency, actor.casefold())) or device


def staff_of(connection: Connection, agencies: Collection[AgencyId], devices: Collection[str]) -> Staff:
    """Everybody of these agencies, and whose devices these are."""
    rows = connection.execute(select(PERSON).where(PERSON.c.agency.in_(agencies))).all()
    homes = _homes(connection)
    people = {agency: tuple(_looker(row, homes) for row in rows if row.agency == agency) for agency in agencies}
    called = {(row.agency, name.casefold()): row.person for row in rows for name in (row.name, row.account)}
    return Staff(people, _seated(connection, devices, {row.person for row in rows}), called)


def names_of(connection: Connection, agency: AgencyId) -> Mapping[str, str]:
    """What the people of an agency are called, by their accounts."""
    rows = connection.execute(select(PERSON.c.person, PERSON.c.name).where(PERSON.c.agency == agency))
    return {row.person: row.name for row in rows}


def _looker(row: Row[Any], homes: Mapping[tuple[str, str], frozenset[bytes]]) -> Looker:
    named = _named(row.name)
    told = Told(named.forename, named.surname, homes.get((row.person, "home"), frozenset()), homes.get((row.person, "near"), frozenset()))
    reviews = decide(Subject(row.role, row.agency), "review", Resource(row.agency, frozenset(("audit",)))).allow
    return Looker(row.person, row.role, told, reviews)


def _homes(connection: Connection) -> Mapping[tuple[str, str], frozenset[bytes]]:
    found: dict[tuple[str, str], frozenset[bytes]] = {}
    for row in connection.execute(select(STAFF_HOME)):
        found[row.person, row.what] = found.get((row.person, row.what), frozenset()) | {bytes(row.sign)}
    return found


def _seated(connection: Connection, devices: Collection[str], known: Collection[str]) -> dict[str, str]:
    """One store is one operator's: whoever signed in at it last. After a restore nobody is, and who was told last stands for them."""
    lines = {row.device: row.line for row in connection.execute(select(_DEVICE.device, _DEVICE.line).where(_DEVICE.device.in_(devices)))}
    sitting = select(SITTING.c.device, SITTING.c.person).where(SITTING.c.device.in_(set(lines.values()))).order_by(SITTING.c.ends)
    seated = {row.device: row.person for row in connection.execute(sitting) if row.person in known}
    missing = {device for device, line in lines.items() if line not in seated}
    told = select(_TOLD.device, _TOLD.person).where(_TOLD.device.in_(missing), _TOLD.person != "").order_by(_TOLD.at)
    last = {row.device: row.person for row in connection.execute(told) if row.person in known} if missing else {}
    return {device: found for device, line in lines.items() if (found := seated.get(line) or last.get(device))}


def _named(name: str) -> Told:
    """One word alone is what colleagues call each other by: a family name, whatever else it may be."""
    told = told_of(name, "", lambda *_: b"")
    return told if told.surname else Told(surname=told.forename)
