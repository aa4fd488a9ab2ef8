"""Tells what is held about a person line by line: what of it goes to them, what is kept back and why, and what others are covered."""

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime

from callhandler.cases.access import GROUNDS, Choices, Held, HeldCase, Mark, chosen, kept_back, lines_of
from callhandler.desk.recipients import Recipient
from callhandler.desk.rights import Asked, Everything
from callhandler.ui.agencies import agency_word
from callhandler.ui.dates import day, several
from callhandler.ui.lines import Line
from callhandler.ui.rights_page.shown import AskedLine, RightsSheet
from callhandler.words import Words, mark

_GROUNDS = {
    "others": mark("the rights and freedoms of others"),
    "offences": mark("preventing, finding or prosecuting offences"),
    "inquiry": mark("an inquiry, or a procedure of a court"),
    "public-security": mark("public security"),
    "national-security": mark("national security"),
}
_MARKS: dict[Mark, str] = {
    "others": mark("names others, who are covered"),
    "free": mark("free words: read them"),
    "informant": mark("told by somebody else"),
    "theirs": mark("of another agency: ask them first"),
    "earlier": mark("no longer counts"),
}
WHOLE = mark("given whole, others too")


def ground_word(words: Words, ground: str) -> str:
    return words.say(_GROUNDS[ground]) if ground in _GROUNDS else ground


def rights_told(words: Words, told: Everything, choices: Choices, read: Collection[str]) -> RightsSheet:
    """`read`: the lines of which the reviewer sees the whole text. What waits for a decision stands first."""
    lines = tuple(line for case in told.cases for line in _case(words, case, choices, read))
    return RightsSheet(
        told.person,
        named(words, told),
        figures_said(words, told.cases, choices),
        lines,
        tuple(asked_told(words, one) for one in sorted(told.asked, key=lambda one: one.verdict != "")),
    )


def named(words: Words, told: Everything) -> str:
    return told.name or words.say("No name known")


def figures_said(words: Words, cases: Sequence[HeldCase], choices: Choices) -> str:
    lines = lines_of(cases)
    back, named = len(kept_back(cases, choices)), sum("others" in line.marks for line in lines)
    said = several(words, len(lines), mark("1 line is held."), mark("{n} lines are held."))
    kept = several(words, back, mark("1 is kept back."), mark("{n} are kept back."))
    return f"{said} {kept} {several(words, named, mark('1 names others.'), mark('{n} name others.'))}"


def asked_told(words: Words, one: Asked) -> AskedLine:
    """What they say would be right, and what became of it."""
    still = (
        tuple((each.key, recipient_said(words, each)) for each in one.tell if each.key not in one.told) if one.verdict == "granted" else ()
    )
    line = Line(
        one.entry, asked_said(words, one), _became(words, one, len(still)), day(words, _day(one.at)), tone="" if one.verdict else "waiting"
    )
    return AskedLine(one.entry, line, not one.verdict, still)


def asked_said(words: Words, one: Asked) -> str:
    """One line of a log or of a copy."""
    right = words.say("It should say “{right}”", right=one.body.right)
    return f"{right} ({one.body.words})" if one.body.words else right


def became_said(words: Words, one: Asked) -> str:
    """On a line of its own: what was asked, and what became of it."""
    return f"{day(words, _day(one.at))} · {asked_said(words, one)} · {_became(words, one, 0)}"


def recipient_said(words: Words, one: Recipient) -> str:
    """Who has it, and since when."""
    if not one.audience:
        return words.say("whoever holds copy {number}, of {day}", number=one.number, day=day(words, _day(one.since)))
    who, since = agency_word(words, one.audience), day(words, _day(one.since))
    if one.until is None:
        return words.say("{agency}, which sees it since {day}", agency=who, day=since)
    return words.say("{agency}, which saw it from {day} to {until}", agency=who, day=since, until=day(words, _day(one.until)))


def ground_keys(words: Words) -> str:
    """The keys that keep a line back."""
    return " · ".join(f"{n}  {ground_word(words, ground)}" for n, ground in enumerate(GROUNDS, 1))


def _became(words: Words, one: Asked, still: int) -> str:
    if one.decided is None or one.decided_at is None:
        return words.say("Nobody has decided yet. Asked by way of {who}.", who=one.actor)
    said = mark("Put right on {day}; {who} decided.") if one.verdict == "granted" else mark("Left as it is on {day}; {who} decided.")
    decided = words.say(said, day=day(words, _day(one.decided_at)), who=one.decided.supervisor or one.decided_by)
    tell = several(words, still, mark("1 still to be told."), mark("{n} still to be told.")) if still else ""
    return " ".join(filter(None, (decided, one.decided.words, tell)))


def _case(words: Words, case: HeldCase, choices: Choices, read: Collection[str]) -> Iterable[Line]:
    named = words.say("named by somebody else") if case.named else ""
    detail = " · ".join(filter(None, (agency_word(words, case.agency), named)))
    yield Line(case.case, f"▬ {case.reference}", detail, day(words, _day(case.at)))
    for line in case.lines:
        yield _line(words, line, choices, whole=line.key in read)


def _line(words: Words, line: Held, choices: Choices, *, whole: bool) -> Line:
    choice = chosen(line, choices)
    given = line.text if whole or choice.whole else line.covered
    kept = words.say("✗ kept back: {ground}", ground=ground_word(words, choice.ground)) if choice.ground else ""
    marks = [words.say(_MARKS[each]) for each in _MARKS if each in line.marks]
    notes = " · ".join((*([words.say(WHOLE)] if choice.whole else ()), *marks))
    detail = "\n".join(filter(None, (kept, given, notes and f"⚑ {notes}")))
    return Line(line.key, line.what, detail, tone="soft" if choice.ground else "")


def _day(at: datetime) -> date:
    return at.astimezone().date()
