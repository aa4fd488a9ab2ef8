"""Shows a replay to whoever started it: a bar while it runs, then the timeline, or a file for another program."""

import json
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from callhandler.cases.area import Area, load_area
from callhandler.config import RESOURCES
from callhandler.replay import Stood, as_result, replay
from callhandler.replay.timeline import timeline
from callhandler.script.call import Call
from callhandler.script.load import load
from callhandler.ui.form_names import names_of
from callhandler.words import Words


def play(path: Path, area_code: str, out: Path | None, tell: Callable[[str], None], now: Callable[[], datetime]) -> None:
    """Play what is there, and print it or write it to `out`. Raises StoryTrouble, AreaTrouble, ScriptTrouble, OSError."""
    area = load_area(RESOURCES / "areas" / area_code)
    played = _with_a_bar(path, area)
    if out:
        out.write_text(json.dumps(as_result(played), indent=1), encoding="utf-8")
        tell(f"Histories: {len(played)}. Contacts: {sum(map(len, played.values()))}. Written to {out}.")
        return
    words, names = Words("en"), names_of(Call(load(area.script.read_bytes()), now=now), "en")
    for story, stood in played.items():
        for line in timeline(story, stood, area, names, words):
            tell(line)


def _with_a_bar(path: Path, area: Area) -> Mapping[str, tuple[Stood, ...]]:
    columns = (TextColumn("{task.description:<28}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("", total=None)
        return replay(path, area, lambda story, done, every: bar.update(task, description=story, completed=done, total=every))
