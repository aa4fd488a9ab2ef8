"""Puts a person's log into lines: complaints newest first, what was told, and the words of the case-review meter."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from callhandler.cases.closure import IN_OLD_LOG
from callhandler.cases.flag_words import flag_word
from callhandler.ui.band_mark import band_word
from callhandler.ui.dates import day, due, moment, several
from callhandler.ui.lines import Line
from callhandler.ui.shown import Complaint, Flag, Link, Meter, Person, Promise, Told
from callhandler.words import Words, mark


def complaint_lines(words: Words, complaints: Sequence[Complaint], now: datetime, opened: Collection[str]) -> tuple[Line, ...]:
    """One line each; those opened say everything."""
    newest = sorted(complaints, key=lambda each: each.at, reverse=True)
    return tuple(_complaint(words, each, now, whole=each.case in opened) for each in newest)


def told_lines(words: Words, told: Sequence[Told]) -> tuple[Line, ...]:
    """Earlier times in the caller's own telling, marked as that."""
    return tuple(Line(f"{place}", each.words, _span(words, each)) for place, each in enumerate(told))


def promise_words(words: Words, promise: Promise, today: date, *, just: bool = False) -> tuple[str, str, str]:
    """What was promised, how it stands, and how loudly to say so; `just`: it was marked as kept a moment ago."""
    if promise.kept and just:
        late = max((today - promise.by).days, 0)
        kept = several(words, late, mark("kept today, 1 day late"), mark("kept today, {n} days late")) if late else words.say("kept today")
        return promise.what, kept, "good"
    if promise.kept:
        return promise.what, words.say("kept"), "good"
    if promise.overdue:
        return promise.what, words.say("NOT KEPT · {overdue}", overdue=due(words, promise.by, today)), "problem"
    return promise.what, due(words, promise.by, today), "hint"


def link_words(words: Words, link: Link) -> tuple[str, str]:
    """Who else was held to be this person, and why."""
    name = link.name or words.say("No name known")
    on = day(words, link.at.astimezone().date()) if link.at else ""
    by = words.say("decided by {by}", by=", ".join(filter(None, (link.by, on)))) if link.by else ""
    return " · ".join(filter(None, (name, link.phone, link.place))), " · ".join(filter(None, ("; ".join(link.why), by)))


def meter_words(words: Words, meter: Meter) -> tuple[str, str]:
    """How far it is to an ASB case review, and what to tell the caller now."""
    so_far = words.say("{n} of {needed} complaints in {months} months", n=meter.counted, needed=meter.needed, months=meter.months)
    if meter.met:
        return so_far, words.say("Threshold met: they may ask for an ASB case review. Tell them how.")
    if meter.tell:
        return so_far, words.say("Tell them now about the ASB case review and what counts towards it.")
    return so_far, ""


def flag_said(words: Words, flag: Flag) -> str:
    """The flag by its word, and what it rests on."""
    word = flag_word(words, flag.code)
    return flag.why if flag.why.startswith(word) else ": ".join(filter(None, (word, flag.why)))


def needs_said(words: Words, person: Person) -> tuple[str, ...]:
    """What to know before speaking with them: needs, language, and how they can be reached without harm."""
    needs = words.say("Needs: {needs}", needs="; ".join(person.needs)) if person.needs else ""
    speaks = words.say("Speaks Welsh") if person.language == "cy" else ""
    safe = words.say("Safe contact: {how}", how=person.safe_contact) if person.safe_contact else ""
    return tuple(filter(None, (needs, speaks, safe)))


def taken_said(words: Words, each: Complaint) -> str:
    """By whom, and for which agency."""
    return words.say("taken by {by}, {agency}", by=each.taken_by, agency=each.agency) if each.taken_by else each.agency


def closed_said(words: Words, each: Complaint) -> str:
    """When the case was closed, or that it came in as closed; "" while it is open."""
    if each.closing == IN_OLD_LOG:
        return words.say("closed in the old log")
    return words.say("closed {day}", day=day(words, each.closed)) if each.closed else ""


def _complaint(words: Words, each: Complaint, now: datetime, *, whole: bool) -> Line:
    title = each.what or words.say("Not told yet what happened")
    closed = closed_said(words, each)
    first = (each.reference, each.where, words.say("in progress") if each.open else closed)
    waiting = words.say("lowered, waits for a supervisor") if each.awaiting else ""
    differing = words.say("more than one version stands") if each.standing else ""
    gaps = several(words, each.gaps, mark("1 question not known"), mark("{n} questions not known")) if each.gaps else ""
    detail = [" · ".join(filter(None, (*first, waiting, differing)))]
    if whole:
        detail += [*each.reasons, *each.standing, each.review, gaps, taken_said(words, each)]
    return Line(
        each.case,
        title,
        "\n".join(filter(None, detail)),
        moment(words, each.at, now),
        each.band,
        band_word(words, each.band),
        "waiting" if each.open or each.awaiting else "",
    )


def _span(words: Words, told: Told) -> str:
    return words.say("between {since} and {until}", since=day(words, told.since), until=day(words, told.until))
