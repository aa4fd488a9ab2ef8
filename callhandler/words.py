"""Says it in English or in Welsh: the English sentence is the key, the Welsh stands in resources/locale/cy.po."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from callhandler.config import RESOURCES


def mark(sentence: str) -> str:
    """The sentence unchanged: marks one that is said elsewhere, so that the check of the Welsh finds it."""
    return sentence


class Words:
    """One language of the desk."""

    def __init__(self, language: str = "en") -> None:
        self.language = language
        self._welsh: Mapping[str, str] = _catalogue(RESOURCES / "locale" / "cy.po") if language == "cy" else {}

    def say(self, sentence: str, **values: object) -> str:
        """The sentence in this language, its {names} filled in; in English where no Welsh is known."""
        said = self._welsh.get(sentence, sentence)
        return said.format(**values) if values else said


@cache
def _catalogue(path: Path) -> Mapping[str, str]:
    import polib  # noqa: PLC0415 - the first window of an English desk need not wait for it

    return {line.msgid: line.msgstr for line in polib.pofile(str(path)) if line.msgstr}
