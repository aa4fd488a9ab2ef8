"""What an area takes for browsing: after how many logs, searches or days somebody is asked why they looked, and what is taken at random."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

Pattern = Literal[
    "own-log",
    "own-surname",
    "own-address",
    "neighbour",
    "colleague",
    "colleague-address",
    "many",
    "searching",
    "unlinked",
    "flagged",
    "sibling",
    "again",
]
PATTERNS: tuple[Pattern, ...] = get_args(Pattern)
SAMPLE = "sample"  # taken at random: it accuses nobody
MEMORY = 31  # days for which a look is remembered; no rule looks further back
FLAGS = ("public", "colleague", "witness", "sought", "other")  # why somebody is flagged


@dataclass(frozen=True, slots=True)
class LookRules:
    """The thresholds of an area.

    `logs_an_hour`, `reviewing_an_hour`: logs that anybody, and whoever reviews for their agency, opens within an hour without being asked.
    `searches_an_hour`: searches that lead to no work. `days`: on so many days `within` so many somebody opens one log without work of
    their own. `lately`: days for which a case that somebody writes in is work for the whole agency, by role. `unlinked_a_day`: logs that
    nothing links to work, by role, of which each further one is asked about. `common`: surnames, folded, that are too frequent here to say
    anything by themselves. `sample`: one look in so many is taken at random; 0 takes none. `left_out`: what this area does not ask about.
    """

    logs_an_hour: int = 40
    reviewing_an_hour: int = 120
    searches_an_hour: int = 8
    days: int = 3
    within: int = 14
    lately: Mapping[str, int] = field(default_factory=dict)
    unlinked_a_day: Mapping[str, int] = field(default_factory=dict)
    common: frozenset[str] = frozenset()
    sample: int = 200
    left_out: frozenset[Pattern] = frozenset()

    def lately_for(self, role: str) -> int:
        """Whoever takes calls has today's; a role that the area does not name has as much."""
        return self.lately.get(role, 1)

    def unlinked_for(self, role: str) -> int:
        return self.unlinked_a_day.get(role, 0)


USUAL = LookRules()
