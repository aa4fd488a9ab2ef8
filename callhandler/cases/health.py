"""Health in a handler's own words: when a line sounds like it, by the area's list, and whether the person was told that it is kept (R8)."""

import re
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from unicodedata import combining, normalize

from callhandler.words import Words, mark

TOLD = mark("They were told that what they say about health is kept, and read only by those who need it for their case.")
NOT_TOLD = mark("They were not told after all that what they say about health is kept.")


def sounds_like_health(text: str, words: frozenset[str]) -> bool:
    """Whether one of these words stands in it, in whatever letters; one with a * behind it stands for all that begin so."""
    return bool(words) and bool(_any_of(words).search(_folded(text)))


def told_of_keeping(notes: Iterable[tuple[datetime, str]]) -> datetime | None:
    """When they were told, by what the handler put on record, the oldest line first; None where nobody did, or that was taken back."""
    told, said, taken_back = None, _in_both(TOLD), _in_both(NOT_TOLD)
    for at, text in notes:
        told = at if text in said else None if text in taken_back else told
    return told


def _in_both(sentence: str) -> frozenset[str]:
    """A call may go on in the other language."""
    return frozenset(Words(language).say(sentence) for language in ("en", "cy"))


@lru_cache(8)
def _any_of(words: frozenset[str]) -> re.Pattern[str]:
    said = (re.escape(_folded(word).rstrip("*")) + (r"\w*" if word.endswith("*") else "") for word in sorted(words))
    return re.compile(rf"\b(?:{'|'.join(said)})\b")


def _folded(text: str) -> str:
    """Small letters without their marks."""
    return "".join(letter for letter in normalize("NFKD", text.casefold()) if not combining(letter))
