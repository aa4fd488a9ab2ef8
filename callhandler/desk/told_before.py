"""What this caller told of themselves before: offered where nothing is answered today, and no answer by itself (ADR 0046)."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from callhandler.cases.asked import NOT_KNOWN
from callhandler.cases.complaint import Complaint
from callhandler.desk.said import ABOUT_BORN, CALLER_NAME, CALLER_PHONE, LANGUAGE, LANGUAGE_OTHER, PLACE
from callhandler.log.kinds import AgencyId
from callhandler.people.person import Description

DESCRIBED = {CALLER_NAME: "name", CALLER_PHONE: "phone", PLACE: "place", ABOUT_BORN: "born"}
ANSWERED = (LANGUAGE, LANGUAGE_OTHER)


@dataclass(frozen=True, slots=True)
class Before:
    """What was told before, when, and to which agency."""

    value: str
    at: datetime
    agency: AgencyId


def told_before(complaints: Iterable[Complaint], people: frozenset[str]) -> Mapping[str, Before]:
    """By the question that asks for it, as last told; `complaints` the newest first, `people` all descriptions held to be this caller.

    Only what they told of themselves: whoever spoke for them may have named another number than theirs. Where two desks wrote different
    things down for one call, nobody has decided which holds, and nothing is offered.
    """
    last: dict[str, tuple[Complaint, frozenset[str]]] = {}
    for one in complaints:
        for path, values in _told(one, people):
            if values:
                last.setdefault(path, (one, values))
    return {path: Before(next(iter(values)), one.started, one.agency) for path, (one, values) in last.items() if len(values) == 1}


def _told(one: Complaint, people: frozenset[str]) -> Iterator[tuple[str, frozenset[str]]]:
    if one.caller not in people:
        return
    own = [said for said in one.people if said.person == one.caller]
    yield from ((path, _values(_part(said, part) for said in own)) for path, part in DESCRIBED.items())
    yield from ((path, _values(said.value for said in one.answers.get(path, ()))) for path in ANSWERED)


def _part(said: Description, part: str) -> str:
    return str(getattr(said, part))


def _values(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(text for text in (" ".join(said.split()) for said in texts) if text and text not in NOT_KNOWN)
