"""A person's log as a sheet: for a meeting, a court's bundle, or the person themselves."""

from datetime import datetime

from callhandler.ui.band_mark import band_word
from callhandler.ui.dates import day_and_time
from callhandler.ui.paper.sheet import Block, Sheet, section
from callhandler.ui.person_page.lines import flag_said, link_words, meter_words, needs_said, promise_words, taken_said, told_lines
from callhandler.ui.shown import Complaint, Person
from callhandler.words import Words


def log_sheet(person: Person, words: Words, now: datetime, tool: str) -> Sheet:
    """Everything that the page shows of this log, but for who looked at it."""
    say, today = words.say, now.astimezone().date()
    title = say("The log of {name}", name=" / ".join(person.names) or say("No name known"))
    return Sheet(
        title,
        marking_said(words),
        (
            Block("title", title),
            Block("line", "  ·  ".join((*person.numbers, *person.places))),
            *section(say("BEFORE ANYBODY CALLS"), needs_said(words, person), "strong"),
            *section(say("WHAT STANDS OUT"), (flag_said(words, each) for each in person.flags)),
            *section(say("CASE REVIEW"), meter_words(words, person.meter) if person.meter else ()),
            *section(say("PROMISED"), (" · ".join(promise_words(words, each, today)[:2]) for each in person.promises)),
            *(block for each in person.complaints for block in _complaint(words, each)),
            *section(
                say("TOLD BY THE CALLER, NOT REPORTED TO US"), (f"{each.title} · {each.detail}" for each in told_lines(words, person.told))
            ),
            *section(say("HELD TO BE THE SAME PERSON"), (" · ".join(filter(None, link_words(words, each))) for each in person.links)),
            *section(say("DECISIONS THAT DIFFER"), person.disputed),
            *section(say("HOMES AND NUMBERS"), person.homes),
        ),
        tool,
    )


def marking_said(words: Words) -> str:
    """What every page bears (GSC, R9)."""
    return f"{words.say('OFFICIAL-SENSITIVE')} · {words.say('show and share only what the work needs')}"


def _complaint(words: Words, each: Complaint) -> tuple[Block, ...]:
    band = band_word(words, each.band) or words.say("not graded yet")
    said = (words.say("in progress") if each.open else "", *each.reasons, *each.standing, each.review)
    return (
        Block("heading", f"{each.reference} · {day_and_time(words, each.at)}"),
        Block("strong", " · ".join(filter(None, (each.what or words.say("Not told yet what happened"), band)))),
        *(Block("line", line) for line in (each.where, *said) if line),
        Block("hint", taken_said(words, each)),
    )
