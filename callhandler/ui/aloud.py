"""Says something aloud to a screen reader the moment it appears, because a handler who cannot see it must not miss it."""

from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget


def say_aloud(widget: QWidget, words: str, *, at_once: bool = False) -> None:
    """Announce words; `at_once` breaks into what is being read, for what cannot wait."""
    event = QAccessibleAnnouncementEvent(widget, words)
    urgent = QAccessible.AnnouncementPoliteness.Assertive if at_once else QAccessible.AnnouncementPoliteness.Polite
    event.setPoliteness(urgent)
    QAccessible.updateAccessibility(event)
