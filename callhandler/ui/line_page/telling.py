"""Tells the lists of the page in values: what waits, what is held back, and the cases of other agencies."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from callhandler.desk.partners import Guest, Waiting
from callhandler.log.entry import Entry
from callhandler.ui.agencies import agency_word
from callhandler.ui.dates import moment, several
from callhandler.ui.lines import Line
from callhandler.words import Words, mark

Named = Callable[[str], str]  # of a case: its reference


def wait_lines(words: Words, waits: Iterable[Waiting], name: Named, now: datetime) -> tuple[Line, ...]:
    """What is not sent yet, by case."""
    return tuple(_wait(words, wait, name(wait.case), now) for wait in waits)


def held_lines(words: Words, held: Iterable[tuple[str, Sequence[Entry]]], name: Named, now: datetime) -> tuple[Line, ...]:
    """What others wrote in our cases without leave, by case."""
    return tuple(_held(words, case, entries, name(case), now) for case, entries in held)


def guest_lines(words: Words, guests: Iterable[Guest], name: Named, now: datetime) -> tuple[Line, ...]:
    """Cases of other agencies that are here."""
    return tuple(_guest(words, guest, name(guest.case), now) for guest in guests)


def _wait(words: Words, wait: Waiting, name: str, now: datetime) -> Line:
    entries = several(words, wait.entries, mark("1 entry"), mark("{n} entries"))
    first = words.say("high risk: sent first") if wait.high else ""
    return Line(wait.case, name, " · ".join(filter(None, (entries, first))), moment(words, wait.since, now), "high" if wait.high else "")


def _held(words: Words, case: str, entries: Sequence[Entry], name: str, now: datetime) -> Line:
    who = ", ".join(dict.fromkeys(f"{entry.actor} ({agency_word(words, entry.agency)})" for entry in entries))
    count = several(words, len(entries), mark("1 entry"), mark("{n} entries"))
    why = words.say(
        "{count} by {who}, written without leave or after the share had ended. Enter twice lets it count.", count=count, who=who
    )
    return Line(case, name, why, moment(words, entries[-1].at, now), tone="waiting")


def _guest(words: Words, guest: Guest, name: str, now: datetime) -> Line:
    owner = agency_word(words, guest.owner)
    return Line(guest.case, name, words.say("Shared by {who}, {agency}", who=guest.by, agency=owner), moment(words, guest.since, now))
