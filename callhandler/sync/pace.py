"""How much goes into one round: less after a failure, more after a success."""

SMALLEST = 1
LARGEST = 1000  # entries, each way


class Pace:
    """The size of the next batch. It halves when a round fails, and doubles when one is done."""

    __slots__ = ("size",)

    def __init__(self, size: int = 100) -> None:
        self.size = size

    def failed(self) -> None:
        self.size = max(SMALLEST, self.size // 2)

    def succeeded(self) -> None:
        self.size = min(LARGEST, self.size * 2)
