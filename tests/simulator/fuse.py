"""A store on a machine whose power goes at the kth touch: what was not in a finished transaction is gone, what was is not."""

from contextlib import AbstractContextManager
from typing import Any

from callhandler.sync.memory import Copied


class PowerCut(BaseException):
    """Not an error that anybody could handle."""


class Fused:
    """Stands before a store, lets so many calls through, then cuts the power."""

    def __init__(self, store: Copied, touches: int) -> None:
        self._store, self._left = store, touches

    def transaction(self) -> AbstractContextManager[None]:
        return Copied.transaction(self._store)

    def __getattr__(self, name: str) -> Any:
        if not self._left:
            raise PowerCut
        self._left -= 1
        return getattr(self._store, name)
