"""Puts the lists of the desk page into lines: calls, what is due, and people found."""

from collections.abc import Sequence
from datetime import datetime

from callhandler.ui.band_mark import band_word
from callhandler.ui.dates import ago, clock, due, moment, several
from callhandler.ui.lines import Line, Tone
from callhandler.ui.shown import Call, Due, Found
from callhandler.words import Words, mark

_KINDS = {
    "promise": mark("Promise to the caller"),
    "action": mark("Action"),
    "review": mark("Review"),
    "lowered": mark("Lowered band: a supervisor must look at it"),
    "glass": mark("Opened in an emergency: a second person must look at it"),
}


def call_lines(words: Words, calls: Sequence[Call], now: datetime) -> tuple[Line, ...]:
    """Calls in progress, the newest last, as they stand on the strip."""
    return tuple(_call(words, call, _unfinished(words, call), moment(words, call.started, now)) for call in calls)


def today_lines(words: Words, calls: Sequence[Call]) -> tuple[Line, ...]:
    """Calls of today, the newest first."""
    newest = sorted(calls, key=lambda call: call.started, reverse=True)
    return tuple(_call(words, call, words.say("in progress") if call.open else "", clock(call.started)) for call in newest)


def due_lines(words: Words, dues: Sequence[Due], now: datetime) -> tuple[Line, ...]:
    """Everything due, what is overdue longest first. Keys are places in this order."""
    return tuple(_due(words, str(place), each, now) for place, each in enumerate(in_order(dues)))


def in_order(dues: Sequence[Due]) -> tuple[Due, ...]:
    return tuple(sorted(dues, key=lambda each: (not each.overdue, each.when)))


def found_lines(words: Words, found: Sequence[Found], now: datetime) -> tuple[Line, ...]:
    """People found, the likeliest first."""
    return tuple(_found(words, each, now) for each in found)


def _call(words: Words, call: Call, state: str, when: str) -> Line:
    title = call.name or (words.say("Name not given yet") if call.open else words.say("Name not given"))
    detail = " · ".join(filter(None, (call.reference, call.place, state, call.taken_by)))
    return Line(call.case, title, detail, when, call.band, band_word(words, call.band), "waiting" if call.open else "")


def _unfinished(words: Words, call: Call) -> str:
    return several(words, call.unasked, mark("1 question to ask"), mark("{n} questions to ask")) if call.unasked else ""


def _due(words: Words, key: str, each: Due, now: datetime) -> Line:
    tone: Tone = "late" if each.overdue else "waiting" if each.kind in {"lowered", "glass"} else ""
    detail = " · ".join(filter(None, (words.say(_KINDS.get(each.kind, each.kind)), each.name, each.reference)))
    return Line(key, each.what, detail, due(words, each.when, now.astimezone().date()), each.band, band_word(words, each.band), tone)


def _found(words: Words, found: Found, now: datetime) -> Line:
    count = several(words, found.complaints, mark("1 complaint"), mark("{n} complaints")) if found.complaints else ""
    detail = " · ".join(filter(None, (found.place, found.phone, count, "; ".join(found.why))))
    when = ago(words, found.last, now.astimezone().date()) if found.last else ""
    return Line(found.person, found.name or words.say("No name known"), detail, when, found.band, band_word(words, found.band))
