"""Marks a method that answers to one of Qt's own names, without loading for it what the first window would have to wait for."""

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

__all__ = ["override"]
Method = TypeVar("Method", bound=Callable[..., object])

if TYPE_CHECKING:
    from typing_extensions import override
else:

    def override(method: Method) -> Method:
        """The method unchanged; the type checker sees that it replaces one of Qt's."""
        return method
