"""Who and where: people and places as described, and which descriptions a handler held to be one person."""

from datetime import date
from typing import ClassVar, Literal

from typing_extensions import override

from callhandler.log.kinds.body import Body, PersonId, Text


class PersonDescribed(Body):
    """How somebody in a case was described on this occasion. Descriptions pile up; none replaces another person's."""

    kind: Literal["person-described"] = "person-described"
    writes: ClassVar[str] = "person:{person}:{role}"
    person: PersonId
    role: Literal["caller", "victim", "alleged"]
    name: Text = ""
    phone: Text = ""
    born: Text = ""
    place: Text = ""
    words: Text = ""  # "tall, red jacket", where no name is known


class PlaceDescribed(Body):
    """Where it happened, as told: places have a log of their own, whoever calls about them."""

    kind: Literal["place-described"] = "place-described"
    writes: ClassVar[str] = "place"
    place: Text


class _Link(Body):
    one: PersonId
    other: PersonId
    why: tuple[Text, ...] = ()

    @property
    @override
    def field(self) -> str:
        return "link:" + ":".join(sorted((self.one, self.other)))


class SamePerson(_Link):
    """A handler decided that two descriptions are one person, for these reasons."""

    kind: Literal["same-person"] = "same-person"


class NotSamePerson(_Link):
    """A handler decided that two descriptions are two people."""

    kind: Literal["not-same-person"] = "not-same-person"


class LinkUndone(_Link):
    """A handler took such a decision back: the question is open again."""

    kind: Literal["link-undone"] = "link-undone"


class HistoryTold(Body):
    """Earlier incidents, or earlier reports, as the caller told them: dated facts of their own, never turned into reports of ours."""

    kind: Literal["history-told"] = "history-told"
    writes: ClassVar[str] = "history:{what}"
    person: PersonId
    what: Literal["incidents", "reports"]
    least: int
    number: int | None = None  # as said; None where only a range was said
    since: date
    until: date
    agencies: tuple[Text, ...] = ()
