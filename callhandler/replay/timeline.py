"""Prints a replayed history as a timeline: when something began to stand, and what it rests on."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.table import Table
from rich.text import Text

from callhandler.cases.area import Area
from callhandler.cases.flags import Flag
from callhandler.cases.phrases import FormNames, band_said, flag_said
from callhandler.cases.plain import day_said
from callhandler.log.kinds import Band
from callhandler.replay.player import Stood
from callhandler.words import Words, mark

RAISED = {
    "repeat": mark("Repeat victim"),
    "vulnerable": mark("Vulnerable"),
    "high_risk": mark("High risk"),
    "hate": mark("Hate"),
    "case_review_threshold": mark("Case review threshold met"),
    "first_time_long_time": mark("First-time caller, long-time victim"),
    "lows": mark("Several low grades: look at them together"),
}
SYMBOL: dict[Band, str] = {"standard": "●", "medium": "▲", "high": "■"}
_WHAT = {
    "report": mark("report"),
    "follow_up": mark("chaser"),
    "complaint_about_service": mark("complaint about the service"),
    "agency_contact": mark("contact by the agency"),
    "referral": mark("referral"),
    "case_review_application": mark("application for a case review"),
}


def show(console: Console, story: str, stood: Sequence[Stood], area: Area, names: FormNames, words: Words) -> None:
    """One history: every contact at which something changed, and how many lay between in which nothing did."""
    table = Table(title=Text(story, style="bold"), title_justify="left", expand=True, show_lines=False)
    for heading in (words.say("Day"), words.say("Contact"), words.say("Band"), words.say("From here on")):
        table.add_column(Text(heading))
    skipped = 0
    for before, one in zip((None, *stood), stood, strict=False):
        if before and not _changed(before, one):
            skipped += 1
            continue
        _skip(table, skipped, words)
        skipped = 0
        table.add_row(*_row(before, one, area, names, words))
    _skip(table, skipped, words)
    console.print(table)
    if unread := sorted({fact for one in stood for fact in one.reading.unread}):
        console.print(Text(words.say("Stated, and asked by no question: {facts}", facts=", ".join(unread)), style="dim"))


def _changed(before: Stood, one: Stood) -> bool:
    return before.step.n != one.step.n or before.band != one.band or {f.code for f in before.flags} != {f.code for f in one.flags}


def _row(before: Stood | None, one: Stood, area: Area, names: FormNames, words: Words) -> Iterable[Text]:
    step = one.step
    day = day_said(words, step.on)
    yield Text(words.say("about {day}", day=day) if step.invented else day, style="dim" if step.invented else "")
    place = f"{step.n}.{step.k}" if step.of > 1 else str(step.n)
    yield Text(f"{place}  {words.say(_WHAT[step.contact.kind])}, {step.contact.agency or '–'}")
    yield Text(f"{SYMBOL[one.band]} {band_said(words, one.band)}")
    stood = {flag.code for flag in before.flags} if before else set()
    yield Text("\n").join(_flag(flag, area, names, words) for flag in one.flags if flag.code not in stood)


def _flag(flag: Flag, area: Area, names: FormNames, words: Words) -> Text:
    said = words.say(RAISED[flag.code]) if flag.code in RAISED else flag.code
    return Text.assemble((said, "bold"), f": {flag_said(words, flag, area, names)}")


def _skip(table: Table, skipped: int, words: Words) -> None:
    if skipped:
        table.add_row("", Text(words.say("… {n} more, nothing new", n=skipped), style="dim"))
