"""Stores without a disk, for trying things out: what they hold can be copied like a file, and put back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import fields
from typing import Any, ClassVar, Self


class Copied:
    """A store whose whole content is in dictionaries, lists and sets of values that never change."""

    __slots__ = ()
    SHARED: ClassVar[frozenset[str]] = frozenset()  # what lies outside of it

    def copy(self) -> Self:
        """The same content on another disk."""
        twin = type(self).__new__(type(self))
        twin.put_back(self)
        return twin

    def put_back(self, other: Self) -> None:
        """Become what the other one is now, as by restoring a backup."""
        for name in self._names():
            value = getattr(other, name)
            object.__setattr__(self, name, _twin(value) if name not in self.SHARED else value)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        before = self.copy()
        try:
            yield
        except BaseException:
            self.put_back(before)
            raise

    def _names(self) -> Iterator[str]:
        return (one.name for one in fields(self))  # type: ignore[arg-type]


def _twin(value: Any) -> Any:
    return value.copy() if isinstance(value, dict | list | set) else value
