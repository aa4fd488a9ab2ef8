"""A person as a caller described them on one occasion: never the person, only what was said."""

from dataclasses import dataclass

from callhandler.log.kinds import PersonId


@dataclass(frozen=True, slots=True)
class Description:
    """What was said of one person. Every part may be missing: "" says nothing, and matches nothing."""

    person: PersonId
    name: str = ""
    phone: str = ""
    born: str = ""
    place: str = ""
    words: str = ""
    role: str = "caller"
