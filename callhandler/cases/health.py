"""Health in a call: when a line sounds like it, by the area's list, and whether the person was told that it is kept (R8)."""

import re
from datetime import datetime
from functools import lru_cache
from unicodedata import combining, normalize

from callhandler.log.fold import Registers
from callhandler.log.kinds import CaseId, KeepingTold


def sounds_like_health(text: str, words: frozenset[str]) -> bool:
    """Whether one of these words stands in it, in whatever letters; one with a * behind it stands for all that begin so."""
    return bool(words) and bool(_any_of(words).search(_folded(text)))


def told_of_keeping(registers: Registers, case: CaseId) -> datetime | None:
    """When they were told; None where nobody told them, it was taken back, or two desks said both without having seen each other."""
    said = [(entry.at, entry.body.told) for entry in registers.values(case, "keeping-told") if isinstance(entry.body, KeepingTold)]
    return max(at for at, _ in said) if said and all(told for _, told in said) else None


@lru_cache(8)
def _any_of(words: frozenset[str]) -> re.Pattern[str]:
    said = (re.escape(_folded(word).rstrip("*")) + (r"\w*" if word.endswith("*") else "") for word in sorted(words))
    return re.compile(rf"\b(?:{'|'.join(said)})\b")


def _folded(text: str) -> str:
    """Small letters without their marks."""
    return "".join(letter for letter in normalize("NFKD", text.casefold()) if not combining(letter))
