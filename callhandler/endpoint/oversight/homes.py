"""Where people live, as signs that can be compared and not read back: of those in a case, and of the agencies' own people."""

from collections.abc import Callable

from sqlalchemy import Connection, delete, select

from callhandler.endpoint.oversight.patterns import Told
from callhandler.endpoint.oversight.tables import STAFF_HOME
from callhandler.endpoint.refusing import Refused
from callhandler.people.name_forms import house
from callhandler.people.parts import Parts, district, parts_of
from callhandler.people.person import Description

Sign = Callable[..., bytes]  # of words


def told_of(name: str, place: str, sign: Sign) -> Told:
    """Somebody as they were described. Only what was said in full counts: a street without house and postcode stands for no home."""
    parts = parts_of(Description("", name=name, place=place))
    return Told(parts.forename, parts.surname, _homes(parts, sign), _near(parts, sign))


def keep_home(connection: Connection, person: str, place: str, sign: Sign) -> None:
    """Keep where one of the own people lives, in place of what was kept; nothing of "". Raises Refused for what is no address."""
    parts = parts_of(Description("", place=place))
    if place.strip() and not (parts.postcode and parts.number):
        raise Refused(422, "no-home")
    connection.execute(delete(STAFF_HOME).where(STAFF_HOME.c.person == person))
    kept = [("home", one) for one in _homes(parts, sign)] + [("near", one) for one in _near(parts, sign)]
    if parts.street and parts.number:
        kept.append(("home", sign("street", parts.street, house(parts.number), "")))  # as it is told without a postcode
    if kept:
        connection.execute(STAFF_HOME.insert(), [{"person": person, "what": what, "sign": one} for what, one in kept])


def homes_kept(connection: Connection) -> frozenset[str]:
    """Of whom a home is kept."""
    return frozenset(connection.execute(select(STAFF_HOME.c.person).distinct()).scalars())


def _homes(parts: Parts, sign: Sign) -> frozenset[bytes]:
    """A house by its postcode, and by its street; in another district another house."""
    number = house(parts.number)
    by_postcode = {sign("postcode", parts.postcode, number)} if parts.postcode and number else set()
    by_street = {sign("street", parts.street, number, district(parts.postcode))} if parts.street and number else set()
    return frozenset(by_postcode | by_street)


def _near(parts: Parts, sign: Sign) -> frozenset[bytes]:
    """A dozen homes have one postcode; a street is told apart by its district."""
    if not parts.postcode:
        return frozenset()
    street = {sign("near", parts.street, district(parts.postcode))} if parts.street else set()
    return frozenset({sign("near", parts.postcode), *street})
