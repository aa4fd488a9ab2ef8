"""How much goes into one round: less after a failure, more after a success."""

from collections.abc import Callable, Iterable
from typing import TypeVar

SMALLEST = 1
LARGEST = 1000  # entries, each way
HEAVIEST = 4 << 20  # bytes of entries, each way

Thing = TypeVar("Thing")


def light(things: Iterable[Thing], weight: Callable[[Thing], int]) -> tuple[Thing, ...]:
    """As many of them as are not too much for one round; the first always."""
    taken: list[Thing] = []
    load = 0
    for one in things:
        load += weight(one)
        if taken and load > HEAVIEST:
            break
        taken.append(one)
    return tuple(taken)


class Pace:
    """The size of the next batch. It halves when a round fails, and doubles when one is done.

    `brings`: whether entries go along. Where the endpoint takes none for now, what others wrote is asked for all the same.
    """

    __slots__ = ("brings", "size")

    def __init__(self, size: int = 100) -> None:
        self.size, self.brings = size, True

    def failed(self) -> None:
        self.size = max(SMALLEST, self.size // 2)

    def succeeded(self) -> None:
        self.size = min(LARGEST, self.size * 2)
