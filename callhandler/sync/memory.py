"""Stores without a disk, for trying things out: what they hold can be copied like a file, and put back."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import Field, fields
from typing import Any, ClassVar, Self


class Copied:
    """A store, as a dataclass, whose whole content is in dictionaries, lists and sets of values that never change."""

    __slots__ = ()
    __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    SHARED: ClassVar[frozenset[str]] = frozenset()  # what lies outside of it

    def copy(self) -> Self:
        """The same content on another disk."""
        twin = type(self).__new__(type(self))
        twin.put_back(self)
        return twin

    def put_back(self, other: Self) -> None:
        """Become what the other one is now, as by restoring a backup."""
        for part in fields(self):
            value = getattr(other, part.name)
            setattr(self, part.name, value if part.name in self.SHARED else _twin(value))

    def transaction(self) -> AbstractContextManager[None]:
        """All that happens in it, or nothing."""
        return self._undone_unless_done()

    @contextmanager
    def _undone_unless_done(self) -> Iterator[None]:
        before = self.copy()
        try:
            yield
        except BaseException:
            self.put_back(before)
            raise


def _twin(value: Any) -> Any:
    return value.copy() if isinstance(value, dict | list | set) else value
