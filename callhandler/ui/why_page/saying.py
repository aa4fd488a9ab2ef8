"""The reasons for a look in words, on the page that asks for one and wherever it is told who looked."""

from collections.abc import Sequence

from callhandler.cases.why import IN_CALL, Ground
from callhandler.words import Words, mark

_REASONS = {
    "follow-up": mark("Follow-up of a case"),
    "contact": mark("They are in touch, or somebody for them"),
    "partners": mark("A partner agency asks, or a meeting about the case"),
    "safeguarding": mark("Safeguarding: somebody may be at risk"),
    "review": mark("Supervision, or a check of quality"),
    "subject": mark("They ask what is held about them, or to have it put right"),
    "proceedings": mark("A court, a case review, or a complaint about us"),
    "other": mark("Something else: a supervisor may ask"),
    IN_CALL: mark("A call with them"),
}
_GROUNDS: dict[Ground, str] = {
    "copy": mark("A copy leaves the desk."),
    "own-name": mark("They bear a name of yours."),
    "sensitive": mark("This log is a sensitive one."),
    "always": mark("This area asks whoever opens a log."),
    "search": mark("This area asks whoever looks for somebody."),
}
_TITLES: dict[Ground, str] = {"copy": mark("Why is a copy made?"), "search": mark("Why do you look for somebody?")}
_OPENING = mark("Why do you open this log?")


def reason_word(words: Words, code: str) -> str:
    """A code of another version is told as it stands."""
    return words.say(_REASONS[code]) if code in _REASONS else code


def title_of(grounds: Sequence[Ground]) -> str:
    """The question that is asked on these grounds."""
    return next((_TITLES[ground] for ground in grounds if ground in _TITLES), _OPENING)


def ground_said(words: Words, ground: Ground) -> str:
    return words.say(_GROUNDS[ground])
