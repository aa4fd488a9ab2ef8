"""The desk as a program: the window stands first, everything else comes up behind it."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from callhandler.app.one_window import OneWindow
    from callhandler.app.program import Program
    from callhandler.words import Words


def run(*, demo: bool = False, area: str = "generic", folder: Path | None = None) -> int:
    """Open the desk and stay until the operator logs off; log-off ends the process, and the keys go with it."""
    begun = begin(demo=demo, area=area, folder=folder)
    return begun[0].exec() if begun else 0


def begin(*, demo: bool = False, area: str = "generic", folder: Path | None = None) -> "tuple[QApplication, Program] | None":
    """Show the window; None where a desk is open already, which then comes to the front."""
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QApplication

    from callhandler.app import mistakes
    from callhandler.app.clock import wall_clock
    from callhandler.app.doors import Entrance
    from callhandler.app.looks import look_in
    from callhandler.app.one_window import OneWindow
    from callhandler.app.program import Program
    from callhandler.app.tidying import Tidying
    from callhandler.config import profile
    from callhandler.ui import theme

    _keep_to_the_owner()
    app = QApplication(sys.argv[:1])
    home = folder or profile()
    sys.excepthook = mistakes.hook(home / "mistakes.log", wall_clock)
    owner = OneWindow(home / "demo" if demo else home)
    if not owner.first and owner.knock():
        return None
    look = look_in(home)
    theme.apply(app, look.scale)
    program = Program(Entrance(home, area), wall_clock, _words(look.language), look.scale)
    program.over.connect(app.quit)
    program.window.setWindowState(Qt.WindowState.WindowMaximized)
    program.start(demo=demo)
    Tidying(program)
    _come_forward_when_asked(program, owner)
    return app, program


def _words(language: str) -> "Words":
    """In the language chosen before, or else in that of the computer."""
    from PySide6.QtCore import QLocale

    from callhandler.words import Words

    return Words(language or ("cy" if QLocale.system().language() == QLocale.Language.Welsh else "en"))


def _come_forward_when_asked(program: "Program", owner: "OneWindow") -> None:
    """A second start brings this window forward instead of opening another."""
    from PySide6.QtCore import QTimer

    owner.knocked.connect(program.come_forward)
    QTimer.singleShot(0, owner.listen)
    program.setProperty("owner", owner)  # lives as long as the program


def _keep_to_the_owner() -> None:
    """What is written is for nobody else, and a crash leaves no memory behind."""
    from callhandler.store import ground

    ground.owner_only()
    ground.no_dumps()
