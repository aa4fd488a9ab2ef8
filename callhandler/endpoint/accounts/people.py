"""Administrators keep the people, devices and agencies: each change is decided by the table, and put on record with it."""

import re
from base64 import b32encode
from collections.abc import Sequence
from typing import Any, get_args

from sqlalchemy import Connection, Row, Table, select, update
from sqlalchemy.exc import IntegrityError

from callhandler.endpoint.accounts import devices, tokens
from callhandler.endpoint.accounts.asking import Asker, check, looking
from callhandler.endpoint.accounts.gatehouse import Gatehouse
from callhandler.endpoint.accounts.lasting import SET_UP_LIFE
from callhandler.endpoint.accounts.signing_in import set_up_hash
from callhandler.endpoint.accounts.tables import ADMITTED, AGENCY, PERSON
from callhandler.endpoint.oversight.accounting import account
from callhandler.endpoint.oversight.homes import homes_kept, keep_home
from callhandler.endpoint.refusing import Refused
from callhandler.protocol.decision import Action, Field, Role
from callhandler.sync.proof import Certificate

AGENCY_NAME = re.compile("[a-z0-9][a-z0-9-]{0,62}")
ROLES: frozenset[str] = frozenset(get_args(Role))
KNOWN = frozenset({"health", "sensitive", "restricted"})  # what somebody may need to know


def add_person(gatehouse: Gatehouse, asker: Asker, account_: str, name: str, role: str, agency: str) -> tuple[str, str]:
    """A new person, and the code with which they set up their password. Raises Refused."""
    check(asker, "appoint", "accounts", agency)
    now, dice = gatehouse.now(), gatehouse.dice
    with gatehouse.engine.begin() as connection:
        account(connection, asker, "alteration", "person added", account_, now, _log_of(connection, agency))
        return put_person(connection, dice, {"account": account_, "name": name, "role": role, "agency": agency}, now)


def put_person(connection: Connection, dice: tokens.Dice, told: dict[str, str], now: int, *, code: bool = True) -> tuple[str, str]:
    """Whoever decides about it was asked before. Without a `code` they come by the agency's own sign-in alone."""
    if told["role"] not in ROLES:
        raise Refused(422, "unreadable")
    person, plain = new_id(dice), new_code(dice) if code else ""
    nothing = {"knows": "", "disabled": False, "password": "", "totp": b"", "totp_step": 0}
    kept = {"code": set_up_hash(plain) if code else b"", "code_until": now + SET_UP_LIFE if code else 0}
    _insert(connection, PERSON, {"person": person, **told, **nothing, **kept})
    return person, plain


def change_person(
    gatehouse: Gatehouse,
    asker: Asker,
    person: str,
    *,
    role: str = "",
    disabled: bool | None = None,
    reset: bool = False,
    knows: Sequence[str] | None = None,
) -> str:
    """Another role, other things that they need to know, out or back in, or password and phone away: then the set-up code is returned."""
    now = gatehouse.now()
    with gatehouse.engine.begin() as connection:
        found = connection.execute(select(PERSON).where(PERSON.c.person == person).with_for_update()).one_or_none()  # before the log's turn
        row = _may(asker, "appoint", "accounts", found)
        told: dict[str, Any] = {"role": role} if role else {}
        told |= {} if disabled is None else {"disabled": disabled}
        told |= {} if knows is None else {"knows": " ".join(sorted(set(knows)))}
        code = new_code(gatehouse.dice) if reset else ""
        told |= {"password": "", "totp": b"", "code": set_up_hash(code), "code_until": now + SET_UP_LIFE} if reset else {}
        if (role and role not in ROLES) or not KNOWN.issuperset(knows or ()):
            raise Refused(422, "unreadable")
        if told:
            account(connection, asker, "alteration", f"person changed: {', '.join(sorted(told))}", person, now, row.agency)
            connection.execute(update(PERSON).where(PERSON.c.person == person).values(**told))
            tokens.end_all(connection, person=person)  # whoever they were, they sign in again as what they are
    return code


def keep_home_of(gatehouse: Gatehouse, asker: Asker, person: str, place: str) -> str:
    """Where they live, so that a look at their own home is seen; nobody reads it back. Nothing of "". Raises Refused."""
    with gatehouse.engine.begin() as connection:
        row = _may(asker, "appoint", "accounts", connection.execute(select(PERSON).where(PERSON.c.person == person)).one_or_none())
        account(
            connection, asker, "alteration", "home of somebody kept" if place else "home taken away", person, gatehouse.now(), row.agency
        )
        keep_home(connection, person, place, gatehouse.seal.sign)
    return ""


def people(connection: Connection, asker: Asker) -> list[dict[str, object]]:
    check(asker, "view", "accounts")
    mine = PERSON.c.agency == asker.agency
    rows = connection.execute(select(PERSON).where(mine | asker.host).order_by(PERSON.c.agency, PERSON.c.name))
    told = ("person", "account", "name", "role", "agency", "disabled")
    homes = homes_kept(connection)
    return [
        {**{one: getattr(row, one) for one in told}, "knows": row.knows.split(), "ready": bool(row.password), "home": row.person in homes}
        for row in rows
    ]


def add_code(gatehouse: Gatehouse, asker: Asker, agency: str, holder: str) -> str:
    """A code with which a device asks to be let in."""
    check(asker, "enrol", "devices", agency)
    now = gatehouse.now()
    with gatehouse.engine.begin() as connection:
        account(connection, asker, "alteration", "enrolment code made", holder, now, _log_of(connection, agency))
        return devices.new_code(connection, gatehouse.dice, agency, holder, now)


def approve(gatehouse: Gatehouse, asker: Asker, device: str) -> None:
    """Let in a device that waits: an administrator has compared its name with what its screen shows."""
    with gatehouse.engine.begin() as connection:
        row = _may(asker, "enrol", "devices", devices.find(connection, device))
        waits = (ADMITTED.c.device == device) & (ADMITTED.c.state == "waiting")  # still: somebody else may be deciding about it
        if connection.execute(update(ADMITTED).where(waits).values(state="approved")).rowcount != 1:
            raise Refused(409, "exists")
        account(connection, asker, "alteration", "device approved", device, gatehouse.now(), row.agency)
    enrolled(gatehouse, row)


def enrolled(gatehouse: Gatehouse, row: Row[Any]) -> Certificate:
    """The endpoint's word for a device that was let in; out again, where somebody took it out in this moment."""
    word = gatehouse.enrol(row.public, row.agency)
    with looking(gatehouse) as connection:
        now = devices.find(connection, row.device)
    if now is None or now.state == "revoked":
        gatehouse.take_out(row.device)
    return word


def revoke(gatehouse: Gatehouse, asker: Asker, device: str) -> None:
    """Take a device out: at its next request it is refused, and at its next round told to wipe (T20)."""
    with gatehouse.engine.begin() as connection:
        row = _may(asker, "revoke", "devices", devices.find(connection, device))
    gatehouse.take_out(device)  # first: one that asks to leave must find nothing to read
    with gatehouse.engine.begin() as connection:
        connection.execute(update(ADMITTED).where(ADMITTED.c.device == device).values(state="revoked"))
        account(connection, asker, "alteration", "device revoked", device, gatehouse.now(), row.agency)
        tokens.end_all(connection, device=device)
    gatehouse.take_out(device)  # again: it may have been let in meanwhile


def order_removals(gatehouse: Gatehouse, asker: Asker, agency: str) -> None:
    """What this agency's desks were to remove up to now, and hold back because it is so much, goes (F20). Raises Refused."""
    check(asker, "revoke", "devices", agency)
    with gatehouse.engine.begin() as connection:
        account(connection, asker, "alteration", "removals ordered", agency, gatehouse.now(), _log_of(connection, agency))
        feeds = gatehouse.order(connection, agency)
        if not feeds:
            raise Refused(404, "nothing")
    gatehouse.tell("removals-ordered", agency, feeds)


def known_devices(connection: Connection, asker: Asker) -> list[dict[str, object]]:
    check(asker, "view", "devices")
    rows = connection.execute(select(ADMITTED).where((ADMITTED.c.agency == asker.agency) | asker.host).order_by(ADMITTED.c.asked.desc()))
    return [{one: getattr(row, one) for one in ("device", "agency", "holder", "state", "seen")} for row in rows]


def add_agency(gatehouse: Gatehouse, asker: Asker, agency: str, name: str, regime: str, part: str = "") -> None:
    check(asker, "switch", "agencies", agency)
    with gatehouse.engine.begin() as connection:
        account(connection, asker, "alteration", "agency added", agency, gatehouse.now())
        put_agency(connection, agency, name, regime, part, host=False)


def put_agency(connection: Connection, agency: str, name: str, regime: str, part: str, *, host: bool) -> None:
    """Raises Refused for a name that no case, feed or file can be named after."""
    if not AGENCY_NAME.fullmatch(agency):
        raise Refused(422, "unreadable")
    told = {"agency": agency, "name": name, "part": part or agency, "regime": regime}
    _insert(connection, AGENCY, {**told, "host": host, "disabled": False})


def switch_agency(gatehouse: Gatehouse, asker: Asker, agency: str, *, disabled: bool) -> None:
    """The kill switch: all of an agency's people and devices are out at their next request (T3)."""
    check(asker, "switch", "agencies", agency)
    with gatehouse.engine.begin() as connection:
        account(connection, asker, "alteration", "agency switched off" if disabled else "agency switched on", agency, gatehouse.now())
        if connection.execute(update(AGENCY).where(AGENCY.c.agency == agency).values(disabled=disabled)).rowcount != 1:
            raise Refused(404, "nothing")


def agencies(connection: Connection, asker: Asker) -> list[dict[str, object]]:
    check(asker, "view", "agencies")
    rows = connection.execute(select(AGENCY).where((AGENCY.c.agency == asker.agency) | asker.host).order_by(AGENCY.c.agency))
    return [{one: getattr(row, one) for one in ("agency", "name", "host", "disabled", "regime")} for row in rows]


def new_id(dice: tokens.Dice) -> str:
    return b32encode(dice(10)).decode().lower()


def _may(asker: Asker, action: Action, field: Field, row: Row[Any] | None) -> Row[Any]:
    """The row, if it is theirs to change. What is another agency's looks as if it were not there."""
    check(asker, action, field)
    if row is None:
        raise Refused(404, "nothing")
    try:
        check(asker, action, field, row.agency)
    except Refused:
        raise Refused(404, "nothing") from None
    return row


def _log_of(connection: Connection, agency: str) -> str:
    if connection.execute(select(AGENCY.c.agency).where(AGENCY.c.agency == agency)).first() is None:
        raise Refused(404, "nothing")
    return agency


def _insert(connection: Connection, table: Table, values: dict[str, Any]) -> None:
    try:
        with connection.begin_nested():
            connection.execute(table.insert().values(**values))
    except IntegrityError:
        raise Refused(409, "exists") from None


def new_code(dice: tokens.Dice) -> str:
    """20 letters and digits to read out or hand over, 100 random bits."""
    plain = b32encode(dice(13)).decode()[:20]
    return "-".join(plain[place : place + 5] for place in range(0, 20, 5))
