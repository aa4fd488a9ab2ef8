"""What is read to the caller at the end of a call, what the band asks of us next, and what is due, in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from callhandler.cases.area import Area
from callhandler.cases.due import Due
from callhandler.log.kinds import Band
from callhandler.words import Words, mark

_MONTHS = (
    mark("January"), mark("February"), mark("March"), mark("April"), mark("May"), mark("June"),
    mark("July"), mark("August"), mark("September"), mark("October"), mark("November"), mark("December"),
)  # fmt: skip
_TAKEN: dict[Band, str] = {
    "standard": mark("We have put everything you told us on record."),
    "medium": mark("We have put everything you told us on record, and somebody will look into it."),
    "high": mark("We have put everything you told us on record, and we are treating it as urgent."),
}
STEPS: dict[str, str] = {
    "reference": mark("Give the reference, and say when we will be in touch"),
    "advice": mark("Say what to do if it happens again"),
    "diary": mark("Offer a diary: on paper, by phone or as a recording"),
    "named-contact": mark("Name one person whom the victim can ask for"),
    "victim-support": mark("Offer a referral to victim support"),
    "neighbourhood-team": mark("Pass it to the neighbourhood team"),
    "action-plan": mark("Begin an action plan with the victim"),
    "supervisor-now": mark("Tell the supervisor now"),
    "safeguarding": mark("Consider safeguarding for everybody in the home"),
    "partners": mark("Bring in the other agencies"),
}
_RANKS = {"sergeant": mark("sergeant"), "inspector": mark("inspector"), "chief-inspector": mark("chief inspector")}


@dataclass(frozen=True, slots=True)
class ReadBack:
    """What a summary is made of. `behaviours` are the form's own labels; `may_share` is "yes", "no" or anything else for not known."""

    reference: str
    band: Band
    behaviours: Sequence[str] = ()
    place: str = ""
    promised: date | None = None
    may_share: str = ""
    case_review: bool = False


def summary_said(words: Words, told: ReadBack) -> tuple[str, ...]:
    """The sentences to read to the caller, in the caller's language. The points are never read out, nor anybody's name."""
    said = [words.say("Your reference is {reference}.", reference=told.reference)]
    if told.behaviours:
        said.append(_what(words, told))
    said.append(words.say(_TAKEN[told.band]))
    if told.promised:
        said.append(words.say("We will contact you again by {day}.", day=day_said(words, told.promised)))
    if told.may_share in _SHARE:
        said.append(words.say(_SHARE[told.may_share]))
    if told.case_review:
        said.append(words.say("You may be able to ask for an ASB case review: the agencies then look together at what was done."))
    said.append(words.say("If you are in danger at any time, call 999."))
    return tuple(said)


def next_steps_said(words: Words, band: Band, area: Area) -> tuple[tuple[str, str], ...]:
    """What the agreement asks for at this band: its code and its sentence."""
    return tuple((step, step_said(words, step)) for step in area.agreement.actions.get(band, ()))


def step_said(words: Words, step: str) -> str:
    """One step by its code; an area's own, or one in a handler's words, as it was written."""
    return words.say(STEPS[step]) if step in STEPS else step


def due_said(words: Words, thing: Due) -> str:
    """What is to be done."""
    match thing.kind:
        case "lowered":
            return words.say("Lowered band: confirm it or send it back")
        case "glass":
            return words.say("{who} opened something in an emergency: was it right?", who=thing.what)
        case "review":
            rank = words.say(_RANKS[thing.what]) if thing.what in _RANKS else thing.what
            return words.say("Second look by the {rank}", rank=rank)
        case _:
            return step_said(words, thing.what) or words.say("Contact the victim again, as promised")


def day_said(words: Words, on: date) -> str:
    """A day as it is read out: "22 November 2026"."""
    return f"{on.day} {words.say(_MONTHS[on.month - 1])} {on.year}"


def _what(words: Words, told: ReadBack) -> str:
    what = ", ".join(told.behaviours)
    if told.place:
        return words.say("You told us about this: {what}, at {place}.", what=what, place=told.place)
    return words.say("You told us about this: {what}.", what=what)


_SHARE = {
    "yes": mark("You said that we may share this with others who can help."),
    "no": mark("You said that you would rather we did not share this."),
}
