"""Tells an operator, in plain words, whether a new passphrase is long enough and hard enough to guess.

No rules about which signs it holds (NCSC; ASVS 6.2): length counts, and a guess that everybody would try first does not.
"""

import re
from dataclasses import dataclass

from callhandler.words import Words, mark

LEAST = 12
_OBVIOUS = ("password", "passphrase", "callhandler", "qwerty", "letmein", "welcome", "police", "antisocial", "abcdef", "12345", "iloveyou")
_LIKE = str.maketrans("013457@$!", "oieastasi")


@dataclass(frozen=True, slots=True)
class Strength:
    """What to tell the operator; `enough` when a vault may be made with it."""

    code: str
    enough: bool
    missing: int = 0

    def said(self, words: Words) -> str:
        if self.code == "short" and self.missing == 1:
            return words.say("One more character.")
        return words.say(_SENTENCES[self.code], n=self.missing)


def as_typed(text: str) -> str:
    """What was pasted, as hands could type it again: nothing around it, and one space for each line end within."""
    return " ".join(line.strip() for line in text.replace("\t", " ").splitlines()).strip()


def judge(passphrase: str, name: str) -> Strength:
    """How a new passphrase stands: nothing is demanded but length, and that it is not the first thing anybody would try."""
    if not passphrase:
        return Strength("empty", enough=False)
    if len(passphrase) < LEAST:
        return Strength("short", enough=False, missing=LEAST - len(passphrase))
    if _left_when_obvious_is_taken_out(passphrase, name) < LEAST // 2:
        return Strength("obvious", enough=False)
    return Strength("strong" if _varied(passphrase) else "enough", enough=True)


def _left_when_obvious_is_taken_out(passphrase: str, name: str) -> int:
    """How many different signs remain without common words, the operator's own name and one pattern over and over."""
    said = _plain(passphrase)
    for word in (*name.split(), *_OBVIOUS):
        said = said.replace(_plain(word), "") if len(word) > 2 else said
    said = re.sub(r"^(.{1,6}?)\1+.{0,5}$", r"\1", said)
    return len(set(said))


def _plain(text: str) -> str:
    """Letters for the signs that often stand in their place: "P4ssw0rd" is "password"."""
    return text.lower().translate(_LIKE)


def _varied(passphrase: str) -> bool:
    return len(passphrase.split()) >= 4 or len(passphrase) >= 20


_SENTENCES = {
    "empty": mark("At least 12 characters. Four or more unrelated words are easiest to remember and hard to guess."),
    "short": mark("{n} more characters."),
    "obvious": mark("Too easy to guess: a well-known word, your own name, or one pattern over and over. Choose other words."),
    "enough": mark("Good enough. A further word would make it stronger."),
    "strong": mark("Strong: long and hard to guess."),
}
