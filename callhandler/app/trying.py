"""Opens the window in which a draft of a script is tried."""

import sys
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication

from callhandler.app.clock import wall_clock
from callhandler.app.looks import Size
from callhandler.cases.area import load_area
from callhandler.config import RESOURCES
from callhandler.script.draft import read_draft
from callhandler.ui import theme
from callhandler.ui.try_window import TryWindow
from callhandler.words import Words


def window(file: Path, overlay: Path | None, area: str, words: Words, now: Callable[[], datetime] = wall_clock) -> TryWindow:
    """The window over a draft. Raises AreaTrouble."""
    return TryWindow(partial(read_draft, file, overlay), file.name, load_area(RESOURCES / "areas" / area), now, words)


def run(file: Path, overlay: Path | None, area: str) -> int:
    """Stay until the window is closed; the program's exit code. Raises AreaTrouble."""
    app = QApplication(sys.argv[:1])
    theme.apply(app)
    shown = window(file, overlay, area, Words("cy" if QLocale.system().language() == QLocale.Language.Welsh else "en"))
    size = Size()
    shown.larger.connect(size.step)
    shown.resize(1366, 768)
    shown.showMaximized()
    return app.exec()
