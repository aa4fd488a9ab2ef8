"""Tells whether an answer fits a pattern such as ^[0-9 ]{10,16}$, in a time that grows with the answer and never beyond (decision 0009)."""

from functools import lru_cache
from typing import Protocol, cast

import re2

from callhandler.script.trouble import ScriptTrouble

MEMORY = 1 << 20


class Pattern(Protocol):
    """A pattern ready to use."""

    def fullmatch(self, text: str) -> object: ...


@lru_cache(maxsize=500)
def pattern(expression: str) -> Pattern:
    """Raises ScriptTrouble where it is no pattern, looks ahead or behind, refers back to what it matched, or is too large."""
    options = re2.Options()
    options.log_errors = False
    options.max_mem = MEMORY
    try:
        return cast("Pattern", re2.compile(expression, options))
    except re2.error as trouble:
        why = trouble.args[0] if trouble.args else ""
        said = why.decode("utf-8", "replace") if isinstance(why, bytes) else str(why)
        raise ScriptTrouble("regex", f"“{expression[:80]}” is not a pattern that runs here: {said[:80]}") from trouble
    except UnicodeEncodeError as trouble:
        raise ScriptTrouble("regex", "the pattern holds half a character") from trouble


def fits(said: str, expression: str) -> bool:
    """Whether all of a text is as the pattern says; one made up during the call, and broken, fits nothing."""
    try:
        return pattern(expression).fullmatch(said) is not None
    except (ScriptTrouble, UnicodeEncodeError):
        return False
