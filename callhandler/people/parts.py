"""What was said of a person, taken apart: given and family name, date of birth, number, house, street, postcode and town."""

import re
from dataclasses import dataclass, fields

from callhandler.people.born import born_digits
from callhandler.people.names import both_names, full_name, no_name
from callhandler.people.person import Description
from callhandler.people.phones import own_number
from callhandler.people.places import address_of, folded_street

_NO_LETTER = re.compile("[^a-z0-9]")
_UP_TO_DIGIT = re.compile("^[a-z].*[0-9]")
_SHORT = 2  # signs of an area and a district
_EIGHT = re.compile("^[0-9]{8}$")


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a description, folded and lower case, so that two can be compared; "" where a part was not told.

    `dob` is eight digits as typed, year first, or the four of the year alone. `phone` is the national digits without the leading 0,
    of a foreign number with its country code, and of one told in part the digits told. `postcode` has no space.
    """

    forename: str = ""
    surname: str = ""
    dob: str = ""
    phone: str = ""
    number: str = ""
    street: str = ""
    postcode: str = ""
    town: str = ""


FIELDS = tuple(field.name for field in fields(Parts))


def parts_of(description: Description) -> Parts:
    """The parts of what was said in a handler's own words. Nothing is told by "unknown", "withheld" or "no fixed abode"."""
    forename, surname = full_name(description.name)
    place = address_of(description.place)
    return Parts(
        forename,
        surname,
        born_digits(description.born),
        own_number(description.phone),
        place.number,
        place.street,
        _postcode(place.postcode),
        place.town,
    )


def parts_told(**told: str) -> Parts:
    """The same from a list that has each part in a column of its own. A column without a part here is an error."""
    given = Parts(**told)
    return Parts(
        *both_names(given.forename, given.surname),
        given.dob if _EIGHT.match(given.dob) else born_digits(given.dob),
        own_number(given.phone),
        folded_street(given.number),
        folded_street(given.street),
        _postcode(given.postcode),
        no_name(given.town),
    )


def sector(postcode: str) -> str:
    """A postcode without its last two letters: some thousand homes. "" of one too short to have them."""
    return postcode[:-2] if len(postcode) > 3 else ""


def sector_told(postcode: str) -> str:
    """The sector of a postcode as it was told, which may have a letter too many or too few behind it: all up to its last digit."""
    told = _UP_TO_DIGIT.match(postcode)
    return told[0] if told and len(told[0]) > _SHORT else sector(postcode)


def district(postcode: str) -> str:
    """A postcode without its last three letters: a town, or a quarter of a city."""
    return postcode[:-3] if len(postcode) > 3 else ""


def _postcode(text: str) -> str:
    return _NO_LETTER.sub("", text.lower())
