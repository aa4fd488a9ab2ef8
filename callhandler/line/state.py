"""How the desk stands with the shared endpoint, for the light that shows it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class OnTheWay:
    """How it stands with files: so many are still to be sent, so many of them pictures; so many to be fetched; bytes of the present one.

    `full`: the endpoint takes no more of them from this computer for now.
    """

    files: int = 0
    pictures: int = 0
    wanted: int = 0
    moved: int = 0
    size: int = 0
    full: bool = False


@dataclass(frozen=True, slots=True)
class LineState:
    """`saved` entries were written here, `sent` of them the endpoint has signed for. Whatever waits is on this disk.

    `trouble`: the code of a `LineTrouble`, or "" where all is well; `sentence` says it (through Words). With "full" what is
    new comes all the same. `read` of `ahead` rows of the feeds are here and can be found: while they differ, more is coming in.
    `need`: "" or what the endpoint wants first: "enrol", "update", "sign-in"; "wiped" once this device was taken out and nothing of its
    store is left. `refused`: removals that wait for an order. `files`: how it stands with attached files.
    """

    saved: int = 0
    sent: int = 0
    last_contact: datetime | None = None
    trouble: str = ""
    sentence: str = ""
    read: int = 0
    ahead: int = 0
    need: str = ""
    refused: int = 0
    files: OnTheWay = OnTheWay()

    @property
    def waiting(self) -> int:
        return self.saved - self.sent
