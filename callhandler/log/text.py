"""Words that no database, wire or page can choke on."""

import unicodedata


def clean(text: str) -> str:
    """NFC text without NUL and without lone surrogates (R: requirements.md 4.5); everything else is kept as typed.

    NUL is kept by SQLite and refused by PostgreSQL; a lone surrogate cannot be written as UTF-8 at all. Both are replaced by U+FFFD.
    """
    if text.isascii() and "\0" not in text:
        return text  # as nearly all are: there is nothing to mend
    whole = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return unicodedata.normalize("NFC", whole.replace("\0", "�"))
