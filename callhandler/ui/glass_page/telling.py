"""Tells in words what is open in an emergency, what was, and what somebody else said to it."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from callhandler.cases.glass import Broken, GlassRules
from callhandler.desk.glass import OpenNow
from callhandler.ui.dates import clock, day_and_time, due, several
from callhandler.ui.lines import Line, Tone
from callhandler.words import Words, mark

_OPEN = mark("Opened in an emergency: the health details of {reference}, until {time}. {reason}. It is on record, and will be reviewed.")
_VERDICTS = {"right": mark("it was right"), "wrong": mark("it was not right")}


def opening_lines(words: Words, openings: Iterable[Broken], rules: GlassRules, now: datetime) -> tuple[Line, ...]:
    """Who opened what of whom, why, and in which words; below that what was said to it."""
    return tuple(_line(words, one, rules, now) for one in openings)


def open_said(words: Words, open_now: Sequence[tuple[OpenNow, str]], rules: GlassRules) -> str:
    """What stays above every page while anything is open: each case with its reference; "" while nothing is."""
    return " ".join(
        words.say(
            _OPEN,
            reference=reference,
            time=clock(one.until),
            reason=rules.reason_in(words.language, one.reason),
        )
        for one, reference in open_now
    )


def waiting_said(words: Words, waiting: int, overdue: int) -> str:
    """What a supervisor is told, wherever they are in the program; "" where nothing waits."""
    if not waiting:
        return ""
    waits = several(
        words, waiting, mark("1 opening in an emergency waits for your review"), mark("{n} openings in an emergency wait for your review")
    )
    late = several(words, overdue, mark("1 is overdue"), mark("{n} are overdue")) if overdue else ""
    return ". ".join(filter(None, (waits, late, words.say("Ctrl+Shift+G shows them")))) + "."


def _line(words: Words, one: Broken, rules: GlassRules, now: datetime) -> Line:
    today = now.astimezone().date()
    tone: Tone = "soft" if one.settled else "late" if one.overdue(today) else "waiting"
    said = f"“{one.told.words}”" if one.told.words else words.say("without a word")
    span = words.say("health details, {from_} to {until}", from_=day_and_time(words, one.at), until=clock(one.told.until))
    about = " · ".join(filter(None, (one.reference, one.name)))
    settled = _settled(words, one)
    detail = " · ".join(filter(None, (about, said, span, settled)))
    when = words.say("reviewed") if one.settled else due(words, one.review_by, today)
    return Line(one.entry, f"{one.by}: {rules.reason_in(words.language, one.told.reason)}", detail, when, tone=tone)


def _settled(words: Words, one: Broken) -> str:
    if one.settled is None or one.settled_at is None:
        return ""
    verdict = words.say(_VERDICTS[one.settled.verdict])
    by = words.say("{who}, {when}: {verdict}", who=one.settled_by, when=day_and_time(words, one.settled_at), verdict=verdict)
    return f"{by}, “{one.settled.words}”" if one.settled.words else by
