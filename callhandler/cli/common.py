"""What every command shares: which area, and trouble said in a sentence."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer


@contextmanager
def in_plain_words() -> Iterator[None]:
    """What the world does wrong is said in a sentence, and ends with exit code 2; what we did wrong crashes loudly."""
    from callhandler.cases.area import AreaTrouble
    from callhandler.replay.story import StoryTrouble
    from callhandler.script.trouble import ScriptTrouble

    try:
        yield
    except (AreaTrouble, ScriptTrouble, StoryTrouble, OSError) as trouble:
        typer.echo(str(trouble), err=True)
        raise typer.Exit(2) from None


def known_area(code: str) -> str:
    from callhandler.config import RESOURCES

    areas = sorted(folder.name for folder in (RESOURCES / "areas").iterdir())
    if code not in areas:
        raise typer.BadParameter(f"there is no area {code!r}; there are {', '.join(areas)}")
    return code


Area = Annotated[str, typer.Option("--area", callback=known_area, help="Which area's script and rules to use.")]
