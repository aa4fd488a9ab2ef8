"""Says what the log knows of a caller beside the questions that ask for it: what they told, when, how long ago, and to whom."""

from collections.abc import Mapping
from datetime import date

from callhandler.desk.said import PLACE
from callhandler.desk.told_before import Before
from callhandler.ui import shown
from callhandler.ui.agencies import agency_word
from callhandler.ui.dates import ago, day
from callhandler.ui.telling import Teller
from callhandler.words import mark

_SAID = mark("As on {day}, {ago} ({agency}): {what}")
_HOME = mark("At home, as on {day}, {ago} ({agency}): {what}")  # where something happened is not where somebody lives
_STILL, _THERE = mark("Enter: still so. Tab: leave it open."), mark("Enter: it was there. Tab: leave it open.")
_OVER = mark("Ctrl+T: still so. Enter: as typed.")


def before_told(tell: Teller, before: Mapping[str, Before], today: date) -> dict[str, shown.Proposed]:
    """By the question; each with the keys that take it."""
    return {path: _proposed(tell, path, one, today) for path, one in before.items()}


def _proposed(tell: Teller, path: str, one: Before, today: date) -> shown.Proposed:
    words, on = tell.words, one.at.astimezone().date()
    told = {"day": day(words, on), "ago": ago(words, on, today), "agency": agency_word(words, one.agency)}
    said = words.say(_HOME if path == PLACE else _SAID, what=tell.names.answer(path, one.value), **told)
    return shown.Proposed(one.value, said, words.say(_THERE if path == PLACE else _STILL), words.say(_OVER))
