"""Lets the desk be quick under the fingers: what memory still holds for nothing is looked for while nobody types, never under a key."""

import gc
import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from callhandler.ui.idle import IdleWatch

if TYPE_CHECKING:
    from callhandler.app.program import Program

QUIET = 3.0  # seconds without a touch
SELDOM = 1_000  # in place of 10: so rarely Python looks through everything by itself, where nobody ever rests


class Tidying(QObject):
    """Python's own look through everything took 90 to 270 ms, every few hundred keys, whatever was being done just then."""

    def __init__(self, program: "Program") -> None:
        super().__init__(program)
        program.seated.connect(lambda: QTimer.singleShot(0, self, settle))  # once the desk is painted
        quiet = IdleWatch(program.window.windowHandle(), time.monotonic, QUIET)
        quiet.idle.connect(tidy)


def settle() -> None:
    """Take all that is in memory now for good: forms, areas and words need never be looked through again, and the rest seldom."""
    young, middle, _ = gc.get_threshold()
    gc.set_threshold(young, middle, SELDOM)
    gc.unfreeze()  # what somebody who sat here before left
    gc.collect()
    gc.freeze()


def tidy() -> None:
    """Let go of what came since then and is of no use any more."""
    gc.collect()
