"""Standard, medium and high, and which of two bands is the higher."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from callhandler.log.kinds import Band
from callhandler.risk.questionnaire import BandRange

RANK: Mapping[Band, int] = MappingProxyType({"standard": 1, "medium": 2, "high": 3})


def highest(*bands: Band) -> Band:
    """The highest of these bands; standard where there is none."""
    return max(bands, key=RANK.__getitem__, default="standard")


def at_least(band: Band, least: Band) -> bool:
    return RANK[band] >= RANK[least]


def band_of(score: int, ranges: Sequence[BandRange]) -> Band:
    """The band that a sum makes; one that falls below every range makes the lowest band."""
    reached = (span.band for span in ranges if span.low <= score)
    return highest(*reached)
