"""The language and the size of text that somebody chose: theirs from sign-in on, and this computer's until somebody signs in."""

import json
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

NAME = "look.json"
LANGUAGES = ("en", "cy")


@dataclass(frozen=True, slots=True)
class Look:
    """`language` is "" where nobody chose one yet; `scale` of all text goes from 1 to theme.LARGEST."""

    language: str = ""
    scale: float = 1.0


class Size:
    """How large the letters are: once to twice, a quarter at a time."""

    def __init__(self, scale: float = 1.0) -> None:
        self.scale = scale

    def step(self, steps: int) -> None:
        """Larger or smaller; 0 is back to once."""
        from callhandler.ui.theme import LARGEST

        self.put(min(max(self.scale + steps / 4, 1.0), LARGEST) if steps else 1.0)

    def listen(self) -> None:
        """Dress anew, in the same size, when the computer is set to high contrast, or back."""
        from PySide6.QtWidgets import QApplication

        from callhandler.ui import theme

        if isinstance(app := QApplication.instance(), QApplication):
            theme.hints(app).accessibility().contrastPreferenceChanged.connect(self.again)

    def again(self) -> None:
        self.put(self.scale)

    def put(self, scale: float) -> None:
        from PySide6.QtWidgets import QApplication

        from callhandler.ui import theme

        self.scale, app = scale, QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, scale)


def look_in(folder: Path) -> Look:
    """What was chosen last in this folder; the plain look where nothing was, or what lies there makes no sense."""
    from callhandler.ui.theme import LARGEST

    try:
        told = json.loads((folder / NAME).read_bytes())
        language, scale = str(told["language"]), float(told["scale"])
    except (OSError, ValueError, TypeError, KeyError):
        return Look()
    return Look(language if language in LANGUAGES else "", min(max(scale, 1.0), LARGEST))


def keep_look(look: Look, *folders: Path) -> None:
    """Remember it in each; where the disk refuses, it is chosen again next time, which is no trouble worth a sentence."""
    from callhandler.store import files
    from callhandler.store.troubles import VaultTrouble

    for folder in folders:
        with suppress(VaultTrouble, OSError):
            files.write_whole(folder / NAME, json.dumps(asdict(look)).encode())
