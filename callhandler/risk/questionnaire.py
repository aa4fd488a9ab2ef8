"""What the script has to say about risk: the points so far, the floors that hold, the bands, and what an answer still open would change."""

from dataclasses import dataclass
from typing import Literal

from callhandler.log.kinds import Band

Status = Literal["asked", "told", "unknown", "declined", "unasked"]


@dataclass(frozen=True, slots=True)
class Scored:
    """One scored question; `most` is the best it could score. "unknown" is the answer "don't know", which is never a "no"."""

    path: str
    status: Status
    points: int
    most: int


@dataclass(frozen=True, slots=True)
class Floor:
    """A rule of the form that holds the band up whatever the sum; `paths` are the answers it rests on."""

    code: str
    band: Band
    paths: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class BandRange:
    """A band and the sums that make it, both ends included; `rank` 1 is the lowest band."""

    band: Band
    low: int
    high: int
    rank: int


@dataclass(frozen=True, slots=True)
class WhatIf:
    """One answer to one gap or unasked question that would raise the band."""

    path: str
    value: str
    band: Band
    score: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """The scored part of one call as it stands."""

    scored: tuple[Scored, ...]
    floors: tuple[Floor, ...]
    bands: tuple[BandRange, ...]
    score: int
    what_if: tuple[WhatIf, ...]
