"""What a signed-in person shows at each request: a text that means nothing, kept here as a hash, short-lived, gone when taken back."""

from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from sqlalchemy import Connection, bindparam, delete, false, func, select, update

from callhandler.endpoint.accounts.lasting import lasts, latest
from callhandler.endpoint.accounts.tables import ADMITTED, AGENCY, PERSON, SITTING, TOKEN
from callhandler.endpoint.statements import row

Kind = Literal["access", "refresh", "page", "leave"]
ACCESS, REFRESH, SITTING_ENDS, PAGE = 15 * 60, 12 * 3600, 30 * 86400, 30 * 60
LIVES: Mapping[Kind, int] = {"access": ACCESS, "refresh": REFRESH, "page": PAGE, "leave": ACCESS}
LENGTH = 43
Dice = Callable[[int], bytes]


@dataclass(frozen=True, slots=True)
class Pair:
    """The two tokens of a sitting, and the seconds that each is good for."""

    access: str
    expires_in: int
    refresh: str
    refresh_expires_in: int


@dataclass(frozen=True, slots=True)
class Bearer:
    """A sitting, and who sits there: "" is what we do not know, or no more."""

    sitting: str
    device: str
    person: str
    name: str
    role: str
    agency: str
    knows: str
    state: str
    device_agency: str
    disabled: bool
    closed: bool  # their agency
    host: bool


_BEARER = (
    select(
        SITTING.c.sitting,
        SITTING.c.device,
        *(func.coalesce(one, "") for one in (PERSON.c.person, PERSON.c.name, PERSON.c.role, PERSON.c.agency, PERSON.c.knows)),
        *(func.coalesce(one, "") for one in (ADMITTED.c.state, ADMITTED.c.agency)),
        *(func.coalesce(one, false()) for one in (PERSON.c.disabled, AGENCY.c.disabled, AGENCY.c.host)),
    )
    .select_from(TOKEN)
    .join(SITTING)
    .outerjoin(PERSON, PERSON.c.person == SITTING.c.person)
    .outerjoin(ADMITTED, ADMITTED.c.device == SITTING.c.device)
    .outerjoin(AGENCY, AGENCY.c.agency == PERSON.c.agency)
    .where(TOKEN.c.hash == bindparam("hash"), TOKEN.c.kind == bindparam("kind"))
    .where(TOKEN.c.until > bindparam("now"), TOKEN.c.until <= bindparam("latest"))
    .where(SITTING.c.over.is_(False), SITTING.c.ends > bindparam("now"), SITTING.c.ends <= bindparam("last"))
)


def sit_down(connection: Connection, dice: Dice, person: str, device: str, now: int) -> str:
    """Somebody has signed in. Returns the name of the sitting."""
    sitting = dice(16).hex()
    values = {"sitting": sitting, "person": person, "device": device, "ends": now + SITTING_ENDS, "over": False}
    connection.execute(SITTING.insert().values(**values))
    return sitting


def issue(connection: Connection, dice: Dice, sitting: str, kind: Kind, until: int) -> str:
    """A new token of 256 random bits. What is kept is its hash: who reads the table can show nothing."""
    token = urlsafe_b64encode(dice(32)).decode().rstrip("=")
    connection.execute(TOKEN.insert().values(hash=hashed(token), sitting=sitting, kind=kind, until=until, spent=False))
    return token


def pair(connection: Connection, dice: Dice, sitting: str, ends: int, now: int) -> Pair:
    """An access token and a refresh token: the latter good for 12 hours from now, and for 30 days from signing in."""
    until, last = min(now + ACCESS, ends), min(now + REFRESH, ends)
    access = issue(connection, dice, sitting, "access", until)
    return Pair(access, until - now, issue(connection, dice, sitting, "refresh", last), last - now)


def spend(connection: Connection, token: str, device: str, now: int) -> tuple[str, int] | None:
    """Use up a refresh token: the sitting and when it ends. One that was used before ends the whole sitting: somebody has a copy.

    None where it is none, ran out, was used before, or belongs to another device.
    """
    found = connection.execute(
        select(TOKEN.c.spent, TOKEN.c.until, SITTING.c.sitting, SITTING.c.device, SITTING.c.ends, SITTING.c.over)
        .join(SITTING)
        .where(TOKEN.c.hash == hashed(token), TOKEN.c.kind == "refresh")
        .with_for_update()
    ).one_or_none()
    if found is None or found.device != device:
        return None
    if found.spent:
        end(connection, found.sitting)
        return None
    if found.over or not (lasts(found.until, now, REFRESH) and lasts(found.ends, now, SITTING_ENDS)):
        return None
    connection.execute(update(TOKEN).where(TOKEN.c.hash == hashed(token)).values(spent=True))
    connection.execute(delete(TOKEN).where(TOKEN.c.sitting == found.sitting, TOKEN.c.kind == "access"))
    return found.sitting, found.ends


def bearer(connection: Connection, token: str, kind: Kind, now: int) -> Bearer | None:
    """Who shows this token, with everything that could have been taken back since: person, agency and device as they stand now."""
    ends = {"latest": latest(now, LIVES[kind]), "last": latest(now, SITTING_ENDS)}
    told = row(connection, _BEARER, {"hash": hashed(token), "kind": kind, "now": now, **ends})
    return Bearer(*told[:-3], *map(bool, told[-3:])) if told else None


def prolong(connection: Connection, token: str, until: int) -> None:
    """Somebody in a browser is still there."""
    connection.execute(update(TOKEN).where(TOKEN.c.hash == hashed(token), TOKEN.c.kind == "page").values(until=until))


def end(connection: Connection, sitting: str) -> None:
    connection.execute(update(SITTING).where(SITTING.c.sitting == sitting).values(over=True))


def end_all(connection: Connection, *, person: str = "", device: str = "") -> None:
    """End every sitting of a person, or at a device."""
    whose = SITTING.c.person == person if person else SITTING.c.device == device
    connection.execute(update(SITTING).where(whose).values(over=True))


def clear_out(connection: Connection, now: int) -> None:
    """Forget sittings that are long over. A used refresh token stays as long as its sitting, so that a copy still gives itself away.

    Those that a clock made which ran ahead go too: else they would be good again when their day comes.
    """
    over = (SITTING.c.ends <= now) | (SITTING.c.ends > latest(now, SITTING_ENDS))
    gone = select(SITTING.c.sitting).where(over)
    connection.execute(delete(TOKEN).where(TOKEN.c.sitting.in_(gone)))
    connection.execute(delete(SITTING).where(over))


def hashed(token: str) -> bytes:
    return sha256(token.encode("utf-8", "surrogatepass")).digest()
