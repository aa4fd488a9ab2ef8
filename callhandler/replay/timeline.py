"""A replayed history as a timeline in lines of text: when something began to stand, and what it rests on."""

from collections.abc import Iterator, Sequence

from callhandler.cases.area import Area
from callhandler.cases.flag_words import flag_word
from callhandler.cases.flags import Flag
from callhandler.cases.phrases import FormNames, band_said, flag_said
from callhandler.cases.plain import day_said
from callhandler.log.kinds import Band
from callhandler.replay.player import Stood
from callhandler.words import Words, mark

SYMBOL: dict[Band, str] = {"standard": "●", "medium": "▲", "high": "■"}
_WHAT = {
    "report": mark("report"),
    "follow_up": mark("chaser"),
    "complaint_about_service": mark("complaint about the service"),
    "agency_contact": mark("contact by the agency"),
    "referral": mark("referral"),
    "case_review_application": mark("application for a case review"),
}


def timeline(story: str, stood: Sequence[Stood], area: Area, names: FormNames, words: Words) -> Iterator[str]:
    """The lines of one history: every contact at which something changed, and how many lay between in which nothing did."""
    yield ""
    yield f"{story}  ({area.label_in(words.language)})"
    quiet = 0
    before: Stood | None = None
    for one in stood:
        if before and not _changed(before, one):
            quiet += 1
        else:
            yield from _nothing_new(quiet, words)
            yield from _lines(before, one, area, names, words)
            quiet = 0
        before = one
    yield from _nothing_new(quiet, words)
    if unread := sorted({fact for one in stood for fact in one.reading.unread}):
        yield "  " + words.say("Stated, and asked by no question: {facts}", facts=", ".join(unread))


def _changed(before: Stood, one: Stood) -> bool:
    return before.step.n != one.step.n or before.band != one.band or _codes(before) != _codes(one)


def _lines(before: Stood | None, one: Stood, area: Area, names: FormNames, words: Words) -> Iterator[str]:
    """The contact in one line, and below it each flag that stands from here on, and each that no longer does."""
    step, day = one.step, day_said(words, one.step.on)
    number = f"{step.n}.{step.k}" if step.of > 1 else str(step.n)
    on = words.say("about {day}", day=day) if step.invented else day
    what = f"{words.say(_WHAT[step.contact.kind])}, {step.contact.agency or '–'}"
    yield f"  {number:>6}  {on:<24} {SYMBOL[one.band]} {band_said(words, one.band):<9} {what}"
    stands = _codes(before) if before else set()
    yield from (f"{'':10}+ {_flag(flag, area, names, words)}" for flag in one.flags if flag.code not in stands)
    yield from (f"{'':10}– {flag_word(words, code)}" for code in sorted(stands - _codes(one)))


def _flag(flag: Flag, area: Area, names: FormNames, words: Words) -> str:
    return f"{flag_word(words, flag.code)}: {flag_said(words, flag, area, names)}"


def _codes(one: Stood) -> set[str]:
    return {flag.code for flag in one.flags}


def _nothing_new(quiet: int, words: Words) -> Iterator[str]:
    if quiet:
        yield f"{'':10}" + words.say("… {n} more, nothing new", n=quiet)
