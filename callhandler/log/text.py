"""Words that no database, wire or page can choke on."""

import unicodedata

LONGEST_NAME = 120  # letters
_KEEPS = frozenset("-_.,()+&' ")  # beside letters and digits


def clean(text: str) -> str:
    """NFC text without NUL and without lone surrogates (R: requirements.md 4.5); everything else is kept as typed.

    NUL is kept by SQLite and refused by PostgreSQL; a lone surrogate cannot be written as UTF-8 at all. Both are replaced by U+FFFD.
    """
    if text.isascii() and "\0" not in text:
        return text  # as nearly all are: there is nothing to mend
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return unicodedata.normalize("NFC", whole.replace("\0", "�"))


def clean_name(name: str) -> str:
    """What a file is called, without a path and without letters that any file system reads as something else (R17); "" where none is left.

    Also letters that turn the reading order go, which let "gpj.exe" pass for "exe.jpg".
    """
    last = clean(name).replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(letter for letter in last if letter.isalnum() or letter in _KEEPS or unicodedata.combining(letter))
    stem, stop, ending = kept.strip(" .").rpartition(".")
    return f"{stem[: LONGEST_NAME - len(ending) - 1]}{stop}{ending[:LONGEST_NAME]}".strip(" .")
