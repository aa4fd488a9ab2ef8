"""Says what is carried on this computer, beat by beat, and how much room there is."""

from collections.abc import Collection
from datetime import datetime, timedelta

from callhandler.ui.beats_page.shown import BeatLine, BeatsSheet
from callhandler.ui.dates import moment, several
from callhandler.ui.lines import Line
from callhandler.words import Words, mark

GIGABYTE = 10**9
LITTLE = GIGABYTE  # bytes: below that the officer should know


def stands_said(words: Words, sheet: BeatsSheet) -> str:
    """What this computer carries now."""
    if not sheet.read:
        return words.say("The beats are being looked up …")
    if not sheet.lines:
        return words.say("This area's data name no beats, so this computer carries every case of its agency.")
    if sheet.chosen is None:
        return words.say("This computer carries every case of its agency. On a laptop, tick the beats you work on.")
    beats = several(words, len(sheet.chosen), mark("1 beat"), mark("{n} beats"))
    own = several(words, sheet.own, mark("1 case opened on it"), mark("{n} cases opened on it"))
    return words.say("This computer carries {beats}, and {own}.", beats=beats, own=own)


def free_said(words: Words, free: int | None) -> str:
    """How much room is left on the disk; "" where nothing is kept on one."""
    if free is None:
        return ""
    room = words.say("{n} GB are free on this disk.", n=f"{free / GIGABYTE:.1f}")
    return f"{room} {words.say('That is little: make room before you carry more.')}" if free < LITTLE else room


def beat_lines(words: Words, sheet: BeatsSheet, ticked: Collection[str], now: datetime) -> tuple[Line, ...]:
    """Each beat with its tick: what is here of it, since when, and whether it goes once these are carried."""
    chooses = frozenset(ticked) != (sheet.chosen or frozenset())
    return tuple(_line(words, one, now, ticked=one.code in ticked, chooses=chooses) for one in sheet.lines)


def since_said(words: Words, at: datetime, now: datetime) -> str:
    """How long ago, as exactly as it helps."""
    passed = max(now - at, timedelta())
    minutes = int(passed.total_seconds() // 60)
    if minutes == 0:
        return words.say("just now")
    if minutes < 120:
        return several(words, minutes, mark("1 minute ago"), mark("{n} minutes ago"))
    return words.say("{n} hours ago", n=minutes // 60) if minutes < 2880 else moment(words, at, now)


def _line(words: Words, one: BeatLine, now: datetime, *, ticked: bool, chooses: bool) -> Line:
    title = f"{'☑' if ticked else '☐'} {one.name}"
    if one.cases is None:
        detail = words.say("comes once you carry it") if ticked else words.say("not on this computer")
        return Line(one.code, title, detail, tone="" if ticked else "soft")
    cases = several(words, one.cases, mark("1 case"), mark("{n} cases"))
    brought = words.say("brought {ago}", ago=since_said(words, one.brought, now)) if one.brought else words.say("on its way")
    goes = words.say("goes from here") if chooses and not ticked else ""
    return Line(one.code, title, " · ".join(filter(None, (cases, brought, goes))), tone="waiting" if goes else "")
