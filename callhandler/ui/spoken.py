"""Keeps what a page says together with where it says it, so that the page can say it all again in the other language."""

from collections.abc import Callable

from callhandler.words import Words

Put = Callable[[str], object]


class Spoken:
    """The fixed sentences of one page; each was wrapped in `mark` where it was written."""

    def __init__(self) -> None:
        self._lines: list[tuple[Put, str]] = []

    def add(self, sentence: str, *puts: Put) -> None:
        """Say this sentence in each of these places whenever the page speaks."""
        self._lines.extend((put, sentence) for put in puts)

    def speak(self, words: Words) -> None:
        for put, sentence in self._lines:
            put(words.say(sentence))
