"""What the light and the page of the line show, told in values."""

from dataclasses import dataclass
from datetime import datetime

from callhandler.ui.lines import Line


@dataclass(frozen=True, slots=True)
class LineTold:
    """How it stands. `sentence`: what went wrong or what is wanted, as a key of Words; `calm`: it passes by itself.

    `saved` entries were written here, the endpoint has signed for `sent` of them; `read` of `ahead` rows of others have come.
    `files` are still to be sent, `pictures` of them photographs; `full`: the endpoint takes none for now. `kept`: it takes no entries for
    now either, and tells what is new all the same.
    """

    saved: int = 0
    sent: int = 0
    last: datetime | None = None
    sentence: str = ""
    calm: bool = True
    trouble: bool = False
    read: int = 0
    ahead: int = 0
    refused: int = 0
    files: int = 0
    pictures: int = 0
    moved: int = 0  # per cent of the file under way; 0 while none is
    full: bool = False
    kept: bool = False

    @property
    def waiting(self) -> int:
        return self.saved - self.sent


@dataclass(frozen=True, slots=True)
class LineSheet:
    """Everything on the page. `held`: what waits for our word, by case; `guests`: cases of others; `rounds`: the last, newest first."""

    told: LineTold | None = None
    signed_in: str = ""
    waits: tuple[Line, ...] = ()
    held: tuple[Line, ...] = ()
    guests: tuple[Line, ...] = ()
    rounds: tuple[Line, ...] = ()
