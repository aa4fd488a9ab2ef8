"""How a name sounds: to an English ear by Double Metaphone, and to a Welsh one."""

from functools import lru_cache

from doublemetaphone import doublemetaphone  # type: ignore[import-untyped]  # it has no stubs

_WELSH = (  # as it is written in Welsh, and how an English hand would write the sound
    ("dd", "th"), ("ff", "v*"), ("f", "v"), ("v*", "f"), ("ll", "l"), ("rh", "r"), ("si", "sh"), ("ch", "k"), ("w", "oo"), ("y", "i"),
)  # fmt: skip
_BACK = (("th", "dd"), ("ff", "f"), ("v", "f"), ("ph", "f"), ("sh", "si"), ("oo", "w"), ("ck", "c"), ("k", "c"))


@lru_cache(16384)
def sounds(word: str) -> tuple[str, ...]:
    """One or two codes of how a word sounds, the likelier first; a word that has none, as in another script, stands for itself."""
    codes = tuple(dict.fromkeys(code for code in doublemetaphone(word) if code))
    return codes or ((word[:6],) if word else ())


@lru_cache(16384)
def first_sound(word: str) -> str:
    """The likelier code; "" of no word."""
    return next(iter(sounds(word)), "")


@lru_cache(16384)
def welsh_sounds(word: str) -> tuple[str, ...]:
    """The further codes of a word read as Welsh, or written as Welsh would: Dafydd and Davith, Llŷr and Lir."""
    heard = (first_sound(_written(word, table)) for table in (_WELSH, _BACK))
    return tuple(code for code in dict.fromkeys(heard) if code and code not in sounds(word))


def _written(word: str, table: tuple[tuple[str, str], ...]) -> str:
    for welsh, english in table:
        word = word.replace(welsh, english)
    return word
