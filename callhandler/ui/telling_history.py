"""Puts into sentences what is kept about a log: homes and numbers with their times, decisions that differ, and who looked."""

from collections.abc import Iterable
from datetime import date

from callhandler.cases.glass import NOTHING_OPENS, PURPOSE, GlassRules
from callhandler.cases.log import PersonLog
from callhandler.desk.looks import Kept, Look
from callhandler.people.phones import phone_digits
from callhandler.people.places import place_of
from callhandler.ui.agencies import agency_word
from callhandler.ui.dates import day, day_and_time, several
from callhandler.ui.duplicates_page.telling import decided_said
from callhandler.ui.why_page.saying import reason_word
from callhandler.words import Words, mark

MOST = 8  # looks that are listed
_LOOKED = {
    "person": mark("opened this log"),
    "search": mark("saw them among those found"),
    "case": mark("opened a complaint"),
    "print": mark("made a copy on paper"),
    PURPOSE: mark("opened what was withheld, in an emergency"),
}


def homes_told(words: Words, log: PersonLog) -> tuple[str, ...]:
    """Every address, then every number, the newest first; all but the newest are called earlier ones."""
    told = [(one, complaint.started.date()) for complaint in log.complaints for one in complaint.people if one.person in log.people]
    homes = _spans((str(place_of(one.place)), one.place, on) for one, on in told if one.place)
    phones = _spans((phone_digits(one.phone) or one.phone, one.phone, on) for one, on in told if one.phone)
    earlier = (mark("an earlier address"), mark("an earlier number"))
    return tuple(
        " · ".join(filter(None, (said, _span(words, first, last), words.say(earlier[kind]) if place else "")))
        for kind, spans in enumerate((homes, phones))
        for place, (said, first, last) in enumerate(spans)
    )


def disputed_told(words: Words, log: PersonLog, kept: Kept) -> tuple[str, ...]:
    """Decisions that contradict each other, and joins that follow only from others."""
    names = {one.person: one.name for one in log.descriptions if one.name}
    through = mark("{name}: joined only through others, {n} between; nobody decided on these two")
    chains = (words.say(through, name=names.get(other) or words.say("No name known"), n=between) for other, between in kept.chains)
    return (*(decided_said(words, decision) for decision in kept.disputed), *chains)


def looked_told(words: Words, looks: Iterable[Look], glass: GlassRules = NOTHING_OPENS) -> tuple[str, ...]:
    """Who looked and when, the newest first. `glass`: what an emergency is called in this area."""
    told = tuple(looks)
    said = (_look(words, one, glass) for one in told[:MOST])
    more = len(told) - MOST
    return (*said, *((several(words, more, mark("and 1 more"), mark("and {n} more")),) if more > 0 else ()))


def _look(words: Words, one: Look, glass: GlassRules) -> str:
    """By whom, how, and why, where they were asked."""
    in_emergency = one.what == PURPOSE
    why = glass.reason_in(words.language, one.reason) if in_emergency else reason_word(words, one.reason) if one.reason else ""
    about = words.say("for {reference}", reference=one.about) if one.about else ""
    did = words.say(_LOOKED.get(one.what, one.what))
    return " · ".join(filter(None, (day_and_time(words, one.at), f"{one.by}, {agency_word(words, one.agency)}", did, why, about)))


def _spans(told: Iterable[tuple[str, str, date]]) -> tuple[tuple[str, date, date], ...]:
    """Each as it was last said, with its first and last day; the newest first."""
    spans: dict[str, tuple[str, date, date]] = {}
    for like, said, on in sorted(told, key=lambda one: one[2]):
        spans[like] = (said, spans[like][1] if like in spans else on, on)
    return tuple(sorted(spans.values(), key=lambda span: span[2], reverse=True))


def _span(words: Words, first: date, last: date) -> str:
    if first == last:
        return words.say("told on {day}", day=day(words, first))
    return words.say("told from {since} to {until}", since=day(words, first), until=day(words, last))
