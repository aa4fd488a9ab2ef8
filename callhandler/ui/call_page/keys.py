"""Which key does what on the call page, wherever the caret is."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent

_PLAIN = Qt.KeyboardModifier.NoModifier
_CTRL = Qt.KeyboardModifier.ControlModifier
_CTRL_SHIFT = _CTRL | Qt.KeyboardModifier.ShiftModifier

ACTS = {
    (Qt.Key.Key_F1, _PLAIN): "guidance",
    (Qt.Key.Key_F6, _PLAIN): "next to ask",
    (Qt.Key.Key_F8, _PLAIN): "language",
    (Qt.Key.Key_F12, _PLAIN): "emergency",
    (Qt.Key.Key_Escape, _PLAIN): "back",
    (Qt.Key.Key_K, _CTRL): "go to",
    (Qt.Key.Key_N, _CTRL): "note",
    (Qt.Key.Key_H, _CTRL): "note about health",
    (Qt.Key.Key_H, _CTRL_SHIFT): "told of health",
    (Qt.Key.Key_Z, _CTRL): "undo",
    (Qt.Key.Key_Return, _CTRL): "close",
    (Qt.Key.Key_Enter, _CTRL): "close",
    (Qt.Key.Key_A, _CTRL_SHIFT): "anonymous",
    (Qt.Key.Key_T, _CTRL): "still so",
    (Qt.Key.Key_M, _CTRL): "one row more",
    (Qt.Key.Key_M, _CTRL_SHIFT): "one row less",
}


def act(event: QKeyEvent, acts: dict[str, Callable[[], None]]) -> bool:
    """Do what the key asks for; False where it asks for nothing here."""
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    wanted = acts.get(ACTS.get((Qt.Key(event.key()), modifiers), ""))
    if wanted:
        wanted()
    return wanted is not None
