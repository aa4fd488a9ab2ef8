"""Names as they are heard: in any order, half of them, misspelt, short for another, with or without accents."""

import re
import unicodedata
from functools import lru_cache

from callhandler.people.nicknames import groups_of

PARTICLES = frozenset((
    "ab", "al", "ap", "bin", "bint", "da", "de", "del", "den", "der", "di", "dos", "du", "el", "ferch", "ibn", "la", "le", "les", "van",
    "verch", "von", "y", "yr",
))  # fmt: skip
_JOINED = frozenset(("mac", "mc", "o"))
_TITLES = frozenset((
    "cllr", "dame", "dr", "insp", "madam", "master", "miss", "mister", "mr", "mrs", "ms", "mx", "pc", "prof", "ps", "rev", "revd",
    "sgt", "sir",
))  # fmt: skip
_UNKNOWN = frozenset((
    "a", "anhysbys", "anon", "anonymous", "caller", "cymydog", "ddienw", "ddim", "declined", "didnt", "dim", "dk", "doesnt", "dont", "enw",
    "female", "give", "given", "gwrthod", "gwybod", "know", "known", "male", "man", "n", "na", "name", "neb", "neighbour", "no",
    "nobody", "none", "not", "private", "refused", "said", "say", "unknown", "victim", "withheld", "woman", "yn",
))  # fmt: skip
_ALSO_NAMES = frozenset(("man", "na", "no", "may", "so"))  # words for what is not known, and Chinese names
_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h", "’": "'", "‘": "'"})
_PLAIN = {code: None if code == ord("'") else " " for code in range(128) if not chr(code).isalnum()}
_SOUNDS = tuple(
    (re.compile(written), heard)
    for written, heard in (
        (r"^[kg]n", "n"),
        (r"^wr", "r"),
        (r"^(ps|x)", "s"),
        (r"(?<=.)gh(?=[^aeiouy]|$)", ""),
        (r"ph|v", "f"),
        (r"t?sch|tch|sh|si(?=[aeou])", "s"),
        (r"rh", "r"),
        (r"th|dd", "t"),
        (r"d?g(?=[eiy])", "j"),
        (r"ch|ck|q", "k"),
        (r"c(?=[eiy])|z", "s"),
        (r"c", "k"),
        (r"x", "ks"),
        (r"(.)\1+", r"\1"),
        (r"(?<=.)[aehiouwy]", ""),
        (r"^[aeiouy]", "a"),
    )
)


@lru_cache(4096)
def fold_name(text: str) -> str:
    """Lower case without accents or punctuation, single spaces: "Siân O'Brien-Ŵyn" is "sian obrien wyn"."""
    if text.isascii():
        return " ".join(text.lower().translate(_PLAIN).split())
    bare = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold().translate(_LETTERS))
    letters = "".join(letter for letter in bare if not unicodedata.combining(letter)).replace("'", "")
    return " ".join("".join(letter if letter.isalnum() else " " for letter in letters).split())


@lru_cache(4096)
def name_tokens(text: str) -> tuple[str, ...]:
    """The words of a name that tell people apart: no titles or particles, "Mac Donald" as one, "Jones, Ann" turned.

    () where no name was told, as in "unknown" or "don't know".
    """
    family, _, given = text.partition(",")
    words = [word for word in fold_name(f"{given} {family}").split() if word not in _TITLES]
    if all(word in _UNKNOWN for word in words):
        return ()
    joined = _join(words)
    return tuple(word for place, word in enumerate(joined) if not place or word not in PARTICLES)


@lru_cache(4096)
def full_name(text: str) -> tuple[str, str]:
    """Given and family name of a name said in one breath, folded; the particles stay with the family name.

    "Siân ap Rhys" is ("sian", "ap rhys"), "Ann Wyn-Jones" ("ann", "wyn jones"). One word alone is the given name if it is known as one.
    """
    family, _, given = text.partition(",")
    words = _words(f"{given} {family}")
    if all(part in _UNKNOWN for word in words for part in word.split()):
        return "", ""
    if len(words) == 1:
        return (words[0], "") if groups_of(words[0]) else ("", words[0])
    first = next((place for place, word in enumerate(words) if place and word in PARTICLES), len(words) - 1)
    return " ".join(words[:first]), " ".join(words[first:])


def no_name(text: str) -> str:
    """A name from a column of its own, folded; "" where the words only say that it is not known."""
    folded = " ".join(_words(text))
    return "" if all(part in _UNKNOWN for part in folded.split()) else folded


def both_names(forename: str, surname: str) -> tuple[str, str]:
    """A given and a family name from columns of their own, folded; "" where the words only say that it is not known.

    "na" alone says nothing, as "unknown" does; beside a name that is one it is one, too: Na Lee. "man" is one as the family name alone.
    """
    given, family = no_name(forename), no_name(surname)
    if not family and (given or (not forename and fold_name(surname) == "man")):
        family = _known_as(surname)
    elif family and not given:
        given = _known_as(forename)
    return given, family


def _known_as(text: str) -> str:
    folded = " ".join(_words(text))
    return folded if folded in _ALSO_NAMES else ""


def _words(text: str) -> list[str]:
    folded = [fold_name(word) for word in text.split()]
    return _join([word for word in folded if word and word not in _TITLES])


@lru_cache(8192)
def sound(token: str) -> str:
    """How a word of a name sounds to an English or Welsh ear: Rhys as Rees, Stephen as Steven, Llywelyn as Llewellyn."""
    for pattern, heard in _SOUNDS:
        token = pattern.sub(heard, token)
    return token


def short_for(one: str, other: str) -> bool:
    """Whether one of two words of a name is a known short or other form of the other."""
    return not groups_of(one).isdisjoint(groups_of(other))


def _join(words: list[str]) -> list[str]:
    joined: list[str] = []
    for word in words:
        if joined and joined[-1] in _JOINED:
            joined[-1] += word
        else:
            joined.append(word)
    return joined
