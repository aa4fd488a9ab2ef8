"""What the last keys had read and compared, for the next key, which asks nearly the same; forgotten as soon as the index changes."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from callhandler.people.scoring import Compared, Row
from callhandler.people.tables import START, Tables
from callhandler.people.vocabulary import Variants
from callhandler.store.people_index import descriptions, postings
from callhandler.store.people_index.names import Heard, Near
from callhandler.store.people_index.postings import Posting
from callhandler.store.people_index.said import Known

MOST = 5_000  # rows or keys; some sixty keystrokes' worth, about 3 MB
Found = TypeVar("Found")


@dataclass(slots=True)
class Remembered:
    """Names, keys, rows and comparisons as the store has them now; for one thread at a time. Answers are the same without it."""

    heard: dict[tuple[str, str, str], tuple[Heard, Variants, Variants]] = field(default_factory=dict)
    near: dict[str, Near] = field(default_factory=dict)
    compared: Compared = field(default_factory=dict)
    _postings: dict[int, Posting | None] = field(default_factory=dict)
    _rows: dict[int, Row] = field(default_factory=dict)
    _known: dict[int, Known] = field(default_factory=dict)
    _changes: int = -1
    _kind: int = -1
    _tables: Tables = START

    def renew(self, connection: Any, kind: int, tables: Tables) -> None:
        """Before each search: forget all of it where the index has changed since, or something else is asked, or it is too much."""
        changes = descriptions.changes(connection)
        same = self._changes == changes and self._kind == kind and self._tables is tables
        if not same or max(len(self._postings), len(self._rows)) > MOST:
            self._forget()
        self._changes, self._kind, self._tables = changes, kind, tables

    def postings(self, connection: Any, keys: Sequence[int]) -> tuple[dict[int, Posting], bool]:
        """Who has these keys; and whether the store had to be asked."""
        return _through(self._postings, keys, lambda new: postings.shared(connection, new))

    def rows(self, connection: Any, numbers: Sequence[int]) -> tuple[dict[int, Row], bool]:
        """What is read of these descriptions; and whether the store had to be asked."""
        return _through(self._rows, numbers, lambda new: descriptions.readings(connection, new))

    def known(self, connection: Any, numbers: Sequence[int]) -> dict[int, Known]:
        """These descriptions as they were said."""
        return _through(self._known, numbers, lambda new: descriptions.known(connection, new))[0]

    def _forget(self) -> None:
        for kept in (self.heard, self.near, self.compared, self._postings, self._rows, self._known):
            kept.clear()


def _through(kept: dict[int, Any], wanted: Iterable[int], ask: Callable[[list[int]], Mapping[int, Found]]) -> tuple[dict[int, Found], bool]:
    """From what is kept, and the rest from the store; that nobody has one is kept, too."""
    new = [one for one in wanted if one not in kept]
    if new:
        kept |= dict.fromkeys(new) | ask(new)  # type: ignore[operator]
    return {one: found for one in wanted if (found := kept[one]) is not None}, bool(new)
