"""A person's log as a sheet: for a meeting, a court's bundle, or the person themselves."""

from datetime import datetime

from callhandler.cases.flag_words import flag_word
from callhandler.ui.band_mark import band_word
from callhandler.ui.dates import clock, day
from callhandler.ui.paper.sheet import Block, Sheet, section
from callhandler.ui.person_page.lines import link_words, meter_words, promise_words, told_lines
from callhandler.ui.shown import Complaint, Flag, Person
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
            *section(say("BEFORE ANYBODY CALLS"), _needs(words, person), "strong"),
            *section(say("WHAT STANDS OUT"), (_flag(words, each) for each in person.flags)),
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


def _needs(words: Words, person: Person) -> tuple[str, ...]:
    needs = words.say("Needs: {needs}", needs="; ".join(person.needs)) if person.needs else ""
    speaks = words.say("Speaks Welsh") if person.language == "cy" else ""
    return needs, speaks, words.say("Safe contact: {how}", how=person.safe_contact) if person.safe_contact else ""


def _flag(words: Words, flag: Flag) -> str:
    word = flag_word(words, flag.code)
    return flag.why if flag.why.startswith(word) else ": ".join(filter(None, (word, flag.why)))


def _complaint(words: Words, each: Complaint) -> tuple[Block, ...]:
    on = f"{day(words, each.at.astimezone().date())} {clock(each.at)}"
    taken = words.say("taken by {by}, {agency}", by=each.taken_by, agency=each.agency) if each.taken_by else each.agency
    band = band_word(words, each.band) or words.say("not graded yet")
    said = (words.say("in progress") if each.open else "", *each.reasons, *each.standing, each.review)
    return (
        Block("heading", f"{each.reference} · {on}"),
        Block("strong", " · ".join(filter(None, (each.what or words.say("Not told yet what happened"), band)))),
        *(Block("line", line) for line in (each.where, *said) if line),
        Block("hint", taken),
    )
