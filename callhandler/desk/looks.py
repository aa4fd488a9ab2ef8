"""Who looked at somebody and when, and which decisions about who they are do not agree."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from callhandler.cases.log import PersonLog
from callhandler.desk.recognition import PeopleBook
from callhandler.log.kinds import PersonId, Viewed
from callhandler.people.cluster import Decision, ties
from callhandler.store.logbook import Logbook

BACK = timedelta(days=92)
PRINTED = "print"  # the purpose of a look that left the desk on paper


@dataclass(frozen=True, slots=True)
class Look:
    """One consultation: by whom, for which agency, when, and how: "person" opened, "search" shown among others, "case", or "print"."""

    by: str
    agency: str
    at: datetime
    what: str


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
    return PRINTED if body.purpose == PRINTED else body.what


def _looks(log: PersonLog, logbook: Logbook, now: datetime) -> tuple[Look, ...]:
    entries = logbook.entries(kinds=("viewed",), since=(now - BACK).date(), naming=log.people)
    told = [(entry, entry.body) for entry in entries if isinstance(entry.body, Viewed)]
    looks = (Look(entry.actor, entry.agency, entry.at, _how(body)) for entry, body in told if log.people & set(body.subject.split()))
    return tuple(sorted(looks, key=lambda one: one.at, reverse=True))
