"""Who looked at somebody and when, and which decisions about who they are do not agree."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from callhandler.cases.glass import PURPOSE
from callhandler.cases.log import PersonLog
from callhandler.desk.recognition import PeopleBook
from callhandler.log.kinds import CallStarted, CaseId, PersonId, Viewed
from callhandler.people.cluster import Decision, ties
from callhandler.store.logbook import Logbook

BACK = timedelta(days=92)
PRINTED = "print"  # the purpose of a look that left the desk on paper


@dataclass(frozen=True, slots=True)
class Look:
    """One consultation: by whom, for which agency, when, and how: "person" opened, "search" shown among others, "case", "print", "glass".

    `reason`: why, as a code; `about`: the reference of the case that it was for, as far as it is here.
    """

    by: str
    agency: str
    at: datetime
    what: str
    reason: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Kept:
    """What is kept about a log beside the complaints: looks, newest first; decisions that differ; and joins that no one decided."""

    looks: tuple[Look, ...] = ()
    disputed: tuple[Decision, ...] = ()
    chains: tuple[tuple[PersonId, int], ...] = ()  # somebody joined only through so many others


def kept_of(log: PersonLog, logbook: Logbook, book: PeopleBook, now: datetime) -> Kept:
    """Of the last three months, as far as it is on this computer."""
    decided = ties(book.links())
    disputed = [pair for pair in sorted(decided.disputed) if log.people & set(pair)]
    chains = ((other, len(decided.chain(log.person, other)) - 2) for other in sorted(log.people - {log.person}))
    return Kept(
        _looks(log, logbook, now),
        tuple(one for pair in disputed for one in decided.decided.get(pair, ())),
        tuple((other, between) for other, between in chains if between > 0),
    )


def number_of_copy(entry: str) -> str:
    """What a copy on paper bears, so that the line on record which made it is found again: the last eight of its 32 hexadecimal digits."""
    end = entry.replace("-", "")[-8:].upper()
    return f"{end[:4]}-{end[4:]}"


def _how(body: Viewed) -> str:
    return body.purpose if body.purpose in {PRINTED, PURPOSE} else body.what


def _looks(log: PersonLog, logbook: Logbook, now: datetime) -> tuple[Look, ...]:
    entries = logbook.entries(kinds=("viewed",), since=(now - BACK).date(), looked_at=log.people)
    told = [(entry, entry.body) for entry in entries if isinstance(entry.body, Viewed)]
    called = references(logbook, {body.about for _, body in told if body.about})
    looks = (Look(entry.actor, entry.agency, entry.at, _how(body), body.reason, called.get(body.about, "")) for entry, body in told)
    return tuple(sorted(looks, key=lambda one: one.at, reverse=True))


def references(logbook: Logbook, cases: Collection[CaseId]) -> dict[CaseId, str]:
    """What these cases are called, as far as they are here."""
    begun = logbook.entries(cases=cases, kinds=("call-started", "call-brought-in")) if cases else ()
    return {entry.case: entry.body.reference for entry in begun if isinstance(entry.body, CallStarted)}
