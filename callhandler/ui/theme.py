"""How everything looks: one calm light palette, one type family, one stylesheet, and sizes that grow to twice.

Where the computer is set to high contrast, everything is black on white or white on black, and every edge is seen.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QPalette, QStyleHints
from PySide6.QtWidgets import QApplication, QStyleFactory

from callhandler.config import RESOURCES
from callhandler.words import mark

if TYPE_CHECKING:
    from callhandler.log.kinds import Band  # the window shows before the kinds of entry are loaded, which takes a second

FAMILY = "Inter"
LARGEST = 2.0


class Colour(StrEnum):
    """Every colour of every screen, by what it is for."""

    NAVY = "#14263f"
    ON_NAVY = "#ffffff"
    DIM_ON_NAVY = "#c3cfdf"
    PAGE = "#f2f4f7"
    CARD = "#ffffff"
    LINE = "#d4dae3"
    EDGE = "#6f7d90"  # of a control: 3:1 on a card
    THUMB = "#a3aebb"  # of a scroll bar
    INK = "#17212e"
    SOFT = "#4c596a"
    BLUE = "#1452b3"
    ON_BLUE = "#ffffff"
    TINT = "#edf4ff"
    HOVER = "#e3ecfa"
    GREEN = "#2c6e3f"
    GREEN_TINT = "#e9f4ec"
    AMBER = "#f4b73f"
    ON_AMBER = "#17212e"
    AMBER_TEXT = "#7a4b00"
    AMBER_TINT = "#fdf3dd"
    RED = "#ad1f1a"
    RED_TINT = "#fdeceb"
    WHITE = "#ffffff"
    GONE = "#5a6675"
    GONE_CARD = "#e9edf1"


_READ_ON = {  # ground: the texts read on it, each at 4.5:1 or better
    Colour.NAVY: (Colour.ON_NAVY, Colour.DIM_ON_NAVY),
    Colour.PAGE: (Colour.INK, Colour.SOFT, Colour.BLUE, Colour.GREEN, Colour.AMBER_TEXT, Colour.RED),
    Colour.CARD: (Colour.INK, Colour.SOFT, Colour.BLUE, Colour.GREEN, Colour.AMBER_TEXT, Colour.RED),
    Colour.TINT: (Colour.INK, Colour.SOFT, Colour.BLUE, Colour.RED),
    Colour.HOVER: (Colour.INK,),
    Colour.BLUE: (Colour.ON_BLUE,),
    Colour.GREEN: (Colour.WHITE,),
    Colour.GREEN_TINT: (Colour.GREEN, Colour.INK),
    Colour.AMBER: (Colour.ON_AMBER,),
    Colour.AMBER_TINT: (Colour.AMBER_TEXT, Colour.INK),
    Colour.RED: (Colour.WHITE,),
    Colour.RED_TINT: (Colour.RED, Colour.INK),
    Colour.GONE_CARD: (Colour.GONE,),
}
STRONG: Mapping[Colour, str] = {colour: colour.value for colour in Colour} | {
    Colour.NAVY: "#000000", Colour.DIM_ON_NAVY: "#ffffff", Colour.PAGE: "#ffffff", Colour.LINE: "#000000", Colour.EDGE: "#000000",
    Colour.THUMB: "#000000", Colour.INK: "#000000", Colour.SOFT: "#000000", Colour.BLUE: "#00307a", Colour.TINT: "#ffffff",
    Colour.HOVER: "#ffffff", Colour.GREEN: "#004a18", Colour.GREEN_TINT: "#ffffff", Colour.ON_AMBER: "#000000",
    Colour.AMBER_TEXT: "#4a2d00", Colour.AMBER_TINT: "#ffffff", Colour.RED: "#8a0000", Colour.RED_TINT: "#ffffff",
    Colour.GONE: "#333333", Colour.GONE_CARD: "#ffffff",
}  # fmt: skip
READ_ON = tuple((text, ground) for ground, texts in _READ_ON.items() for text in texts)


@dataclass(frozen=True, slots=True)
class BandLook:
    """A band is told three ways, so that none rests on colour alone."""

    word: str
    symbol: str
    ground: Colour
    text: Colour
    on_card: Colour


BANDS: dict["Band", BandLook] = {
    "standard": BandLook(mark("Standard"), "●", Colour.GREEN, Colour.WHITE, Colour.GREEN),
    "medium": BandLook(mark("Medium"), "◆", Colour.AMBER, Colour.ON_AMBER, Colour.AMBER_TEXT),
    "high": BandLook(mark("High"), "▲", Colour.RED, Colour.WHITE, Colour.RED),
}


NOT_GRADED = BandLook(mark("Not yet graded"), "○", Colour.GONE_CARD, Colour.GONE, Colour.GONE)


def contrast(text: str, ground: str) -> float:
    """Contrast of two colours, 1 to 21, by the formula of WCAG 2.2."""
    lighter, darker = sorted((_luminance(QColor(text)), _luminance(QColor(ground))), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def apply(app: QApplication, scale: float = 1.0, *, strong: bool | None = None) -> None:
    """Dress the whole desk; `scale` 1.0 to 2.0 enlarges all text and what holds it. Nothing is done anew where nothing changes.

    `strong`: in high contrast; None asks the computer whether it is set so.
    """
    strong = wants_contrast(app) if strong is None else strong
    sheet = stylesheet(scale, strong=strong)
    if app.styleSheet() == sheet:
        return
    load_fonts()
    app.setStyle(QStyleFactory.create("Fusion"))
    app.setPalette(_palette(strong=strong))
    app.setFont(font(13, scale))
    app.setStyleSheet(sheet)


def wants_contrast(app: QApplication) -> bool:
    """Whether this computer is set to high contrast."""
    return hints(app).accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast


@cache
def hints(app: QApplication) -> QStyleHints:
    """What the computer says of how it is to look. Held on to: PySide 6.11 forgets its parts for good once nobody holds it."""
    return app.styleHints()


def load_fonts() -> None:
    """Make the shipped type known to Qt; Welsh ŵ and ŷ are in it."""
    for weight in ("Regular", "Medium", "SemiBold", "Bold"):
        if QFontDatabase.addApplicationFont(str(RESOURCES / "fonts" / f"Inter-{weight}.otf")) < 0:
            raise FileNotFoundError(f"resources/fonts/Inter-{weight}.otf")


def font(pixels: int, scale: float = 1.0, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    made = QFont(FAMILY)
    made.setPixelSize(round(pixels * scale))
    made.setWeight(weight)
    return made


def larger(font: QFont, times: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The same type in another size, as a multiple of what it is."""
    made = QFont(font)
    pixels = font.pixelSize() if font.pixelSize() > 0 else QFontInfo(font).pixelSize()
    made.setPixelSize(max(round(pixels * times), 1))
    made.setWeight(weight)
    return made


def stylesheet(scale: float = 1.0, *, strong: bool = False) -> str:
    """The one stylesheet. Sizes stand as <13> for 13 pixels at scale 1, colours as {NAVY}; `strong`: in high contrast."""
    sheet = (RESOURCES / "look.css").read_text(encoding="utf-8")
    if strong:
        sheet = sheet.replace("border: 2px solid {BLUE}", "border: 3px solid {BLUE}")
    for name, colour in Colour.__members__.items():  # two names of one colour are both members
        sheet = sheet.replace("{" + name + "}", _value(colour, strong=strong))
    for pixels in range(60):
        sheet = sheet.replace(f"<{pixels}>", f"{round(pixels * min(max(scale, 1.0), LARGEST))}px")
    return sheet


def _value(colour: Colour, *, strong: bool) -> str:
    return STRONG[colour] if strong else colour.value


def _palette(*, strong: bool) -> QPalette:
    role = QPalette.ColorRole
    chosen = {
        role.Window: Colour.PAGE, role.WindowText: Colour.INK, role.Base: Colour.CARD, role.Text: Colour.INK, role.Button: Colour.CARD,
        role.ButtonText: Colour.INK, role.Highlight: Colour.BLUE, role.HighlightedText: Colour.ON_BLUE, role.PlaceholderText: Colour.SOFT,
        role.ToolTipBase: Colour.INK, role.ToolTipText: Colour.WHITE, role.AlternateBase: Colour.PAGE, role.Link: Colour.BLUE,
    }  # fmt: skip
    palette = QPalette()
    for part, colour in chosen.items():
        palette.setColor(part, QColor(_value(colour, strong=strong)))
    return palette


def _luminance(colour: QColor) -> float:
    red, green, blue = (_linear(part / 255) for part in (colour.red(), colour.green(), colour.blue()))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
