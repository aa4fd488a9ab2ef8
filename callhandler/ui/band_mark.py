"""A band in small: its symbol in its colour, with or without its word, and always its word for a screen reader."""

from PySide6.QtWidgets import QSizePolicy, QWidget

from callhandler.ui.dress import dress
from callhandler.ui.safe import PlainLabel
from callhandler.ui.theme import BANDS
from callhandler.words import Words

_ROLES = {"standard": "good", "medium": "warning", "high": "problem"}


def band_word(words: Words, band: str) -> str:
    """The band's word; "" where nothing is graded."""
    return words.say(BANDS[band].word) if band in BANDS else ""


class BandMark(PlainLabel):
    """Takes no room where nothing is graded."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent, wrap=False)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)

    def show_band(self, words: Words, band: str, *, with_word: bool = True) -> None:
        look = BANDS.get(band)  # type: ignore[call-overload]
        word = words.say(look.word) if look else ""
        self.setText(" ".join(filter(None, (look.symbol, word if with_word else ""))) if look else "")
        self.setAccessibleName(word)
        dress(self, _ROLES.get(band, ""))
        self.setVisible(look is not None)
