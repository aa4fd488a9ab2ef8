"""Turns what a look in the log has found around a call into what the people panel shows."""

from collections.abc import Iterable
from datetime import date

from callhandler.cases.complaint import Complaint
from callhandler.cases.linking import Linked
from callhandler.desk.glance import Beside, Calls, Home, NamedIn, Seen, There
from callhandler.people.born import born_on, cannot_be
from callhandler.ui import shown
from callhandler.ui.band_mark import band_word
from callhandler.ui.dates import ago, day, several
from callhandler.ui.telling import Teller
from callhandler.ui.why_words import RIVAL, against_said, ask_said, for_said
from callhandler.words import Words, mark

FEW = 4  # names in one sentence
RIVALS = -0.5  # bits that somebody else of the home must cost before they are worth a line


def seen_told(tell: Teller, seen: Seen, today: date) -> shown.Found:
    """A candidate; of somebody held back neither address nor number, also not among the reasons."""
    found, words = seen.candidate, tell.words
    rival = next((why for why in found.why if why.field == "rival" and why.bits <= RIVALS), None)
    return shown.Found(
        found.person,
        found.name,
        "" if seen.held_back else found.phone,
        "" if seen.held_back else found.place,
        for_said(words, found.why, whole=not seen.held_back),
        found.complaints,
        found.last,
        found.band or "",
        found.linked,
        born_said(words, found.born, today),
        found.sure,
        against_said(words, found.why, whole=not seen.held_back),
        words.say(RIVAL[rival.code]) if rival and rival.code in RIVAL else "",
        ask_said(words, found),
        found.ask,
        seen.flags,
        seen.held_back,
    )


def around_told(tell: Teller, beside: Beside, today: date) -> shown.Around:
    """What stands beside them."""
    words = tell.words
    return shown.Around(
        _number(words, beside.number, today) if beside.number else (),
        _home(words, beside.home) if beside.home else (),
        _place(tell, beside.place) if beside.place else (),
        tuple(_named(words, one, today) for one in beside.alleged),
        _matter(words, beside.place.matter) if beside.place and beside.place.matter else "",
    )


def born_said(words: Words, text: str, today: date) -> str:
    """When somebody was born, as far as it was told, and how old that makes them."""
    if cannot_be(text, today):
        return words.say("born {born}, which cannot be", born=text)
    born = born_on(text)
    if born is None:
        return words.say("born {born}", born=text) if text else ""
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return words.say("born {born}, {age} years old", born=day(words, born), age=age)


def _number(words: Words, calls: Calls, today: date) -> tuple[str, ...]:
    since = day(words, calls.since)
    several_said = words.say("{n} calls since {since}, the last {ago}", n=calls.n, since=since, ago=ago(words, calls.last, today))
    told = words.say("1 call, on {since}", since=since) if calls.n == 1 else several_said
    names = tuple(name for _, name in calls.people)
    return (told, words.say("by {names}", names=_names(words, names))) if names else (told, words.say("no name was given"))


def _home(words: Words, home: Home) -> tuple[str, ...]:
    if home.hidden:
        return (words.say("Protected address: nobody is looked for here, and nobody who lives here is shown."),)
    if home.many:
        here = mark("1 person here is in the log."), mark("{n} people here are in the log; they are not listed.")
        return (several(words, home.many, *here),)
    told = tuple(_lives(words, name, n) for _, name, n in home.people)
    return (words.say("Others who live here: {names}", names=_names(words, told)),)


def _lives(words: Words, name: str, n: int) -> str:
    count = several(words, n, mark("1 complaint"), mark("{n} complaints")) if n else words.say("no complaint of their own")
    return f"{name} ({count})"


def _place(tell: Teller, there: There) -> tuple[str, ...]:
    since = day(tell.words, there.since)
    said = mark("1 report, on {since}") if there.n == 1 else mark("{n} reports since {since}")
    return (tell.words.say(said, n=there.n, since=since), *(_report(tell, one) for one in there.newest))


def _report(tell: Teller, one: Complaint) -> str:
    what = " ".join(tell.what(one).split())
    told = (day(tell.words, one.started.astimezone().date()), what, band_word(tell.words, one.band or ""))
    return " · ".join(filter(None, told))


def _named(words: Words, named: NamedIn, today: date) -> str:
    count = several(words, named.n, mark("named in 1 other complaint"), mark("named in {n} other complaints"))
    known = words.say("there as {name}", name=named.known_as) if named.known_as != named.name else ""
    sure = words.say("very likely the same") if named.sure == "very-likely" else words.say("perhaps the same")
    return f"{named.name}: {', '.join(filter(None, (count, words.say('last {ago}', ago=ago(words, named.last, today)), known, sure)))}"


def _matter(words: Words, matter: Linked) -> str:
    n, since = len(matter.people) + 1, day(words, matter.since)
    return words.say("May be one matter: {n} callers about {place} since {since}, this one included.", n=n, place=matter.place, since=since)


def _names(words: Words, names: Iterable[str]) -> str:
    told = tuple(names)
    more = len(told) - FEW
    beyond = (several(words, more, mark("and 1 more"), mark("and {n} more")),) if more > 0 else ()
    return ", ".join((*told[:FEW], *beyond))
