"""What stands beside people: what else was reported at a place, by anybody, and what else came from a number."""

from collections.abc import Collection
from typing import Any

from callhandler.people.keeping import of_number, stored_keys
from callhandler.people.parts import Parts
from callhandler.people.person import Description
from callhandler.people.phones import own_number
from callhandler.people.places import near_place, place_of, same_place
from callhandler.store.people_index import descriptions, postings
from callhandler.store.people_index.said import ALLEGED, PEOPLE, PLACES, Known, keyed

MOST = 200  # descriptions looked at: nobody can look at more of a hostel


def at_place(connection: Any, place: str, parts: Parts, protected: Collection[str] = ()) -> tuple[Known, ...]:
    """What is on record of a place, newest first: what happened there, and who gave it as theirs; `parts` are those of the place.

    Of a protected address, a refuge for one, nobody who lives there is ever named.
    """
    asked = place_of(place)
    hidden = any(same_place(asked, place_of(one)) or near_place(asked, place_of(one)) for one in protected)
    kinds = (PLACES,) if hidden else (PLACES, PEOPLE)
    keys = stored_keys(Parts(number=parts.number, street=parts.street, postcode=parts.postcode, town=parts.town))
    found = _newest(connection, [keyed(kind, key) for kind in kinds for key in keys])
    return tuple(one for one in found if _there(place, one.description))


def from_number(connection: Any, phone: str) -> tuple[Known, ...]:
    """Whatever else came from a number, newest first, and who gave it as theirs."""
    number = own_number(phone)
    if len(number) < len("7700900123"):
        return ()
    found = _newest(connection, [keyed(kind, of_number(number)) for kind in (PEOPLE, ALLEGED)])
    return tuple(one for one in found if own_number(one.description.phone) == number)


def _there(place: str, said: Description) -> bool:
    one, other = place_of(place), place_of(said.place)
    return same_place(one, other) or near_place(one, other)


def _newest(connection: Any, keys: Collection[int]) -> tuple[Known, ...]:
    """Those of the rarest key first: one house is not crowded out by all that was reported in its postcode."""
    rarest = sorted(postings.shared(connection, list(keys)).values(), key=lambda one: one.n) if keys else ()
    numbers = list(dict.fromkeys(int(id) for posting in rarest for id in posting.ids[::-1]))[:MOST]
    return tuple(sorted(descriptions.known(connection, numbers).values(), key=lambda one: (one.at, one.entry), reverse=True))
