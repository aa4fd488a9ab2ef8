"""In which order candidates stand: the likeliest first, and nobody overtakes another without a reason that has a word."""

from collections.abc import Mapping, Sequence

from callhandler.ui.shown import Found

ORDER = ("very-likely", "likely", "possible")  # within one of these nobody overtakes whoever stands there already


def steady(fresh: Mapping[str, Found], before: Sequence[str]) -> Sequence[str]:
    """Best first; among those who are equally likely in words, whoever stood above stays above."""
    stood = {person: place for place, person in enumerate(before)}

    def rank(person: str) -> tuple[int, int]:
        sure = fresh[person].sure
        return (ORDER.index(sure), stood.get(person, len(stood))) if sure in ORDER else (len(ORDER), 0)

    return sorted(fresh, key=rank)
