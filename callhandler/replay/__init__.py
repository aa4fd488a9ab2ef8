"""Plays published call histories through the desk, and says at which contact each flag is raised.

A supervisor sees with it what a changed rule would have done. It uses the desk, the script and the rules that the screen uses.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from uuid_utils import uuid7

from callhandler.cases.area import Area
from callhandler.config import RESOURCES
from callhandler.replay.dates import plan
from callhandler.replay.player import Player, Stood
from callhandler.replay.story import Story, StoryTrouble, stories
from callhandler.replay.table import load_table
from callhandler.script.load import load
from callhandler.store.fleeting import fleeting

__all__ = ["Stood", "StoryTrouble", "as_result", "replay"]
WRITTEN = (  # the flags that a result file knows, in this order
    "repeat",
    "vulnerable",
    "high_risk",
    "case_review_threshold",
    "hate",
    "case_review_threshold_wales",
    "risk_assessment",
    "same_case_across_teams",
)
Progress = Callable[[str, int, int], None]  # the history at hand, contacts played, contacts in all


def replay(path: Path, area: Area, progress: Progress = lambda _story, _played, _all: None) -> Mapping[str, tuple[Stood, ...]]:
    """Play the histories of a file or a folder by the rules of an area, each in a fresh store. Raises StoryTrouble, AreaTrouble."""
    told = stories(path)
    every = sum(len(plan(story)) for story in told)
    form, table = load(area.script.read_bytes()), load_table(RESOURCES / "replay" / "facts.yaml")
    played: dict[str, tuple[Stood, ...]] = {}
    for story in told:
        vault = fleeting("replay")
        try:
            player = Player(story, area, form, table, vault.logbook, lambda: str(uuid7()))
            played[story.id] = _played(player, story, progress, sum(map(len, played.values())), every)
        finally:
            vault.close()
    return played


def as_result(played: Mapping[str, tuple[Stood, ...]]) -> dict[str, list[dict[str, object]]]:
    """The result as it is written to a file: for every history, contact by contact, the flags that stand and the band."""
    return {
        story: [
            {"n": one.step.n, "k": one.step.k, "raised": [flag for flag in WRITTEN if flag in one.raised], "band": one.band}
            for one in stood
        ]
        for story, stood in played.items()
    }


def _played(player: Player, story: Story, progress: Progress, before: int, every: int) -> tuple[Stood, ...]:
    stood: list[Stood] = []
    for one in player.play():
        stood.append(one)
        progress(story.id, before + len(stood), every)
    return tuple(stood)
