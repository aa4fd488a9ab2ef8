"""The side of a person's log: the case-review meter, what was promised, what was told, and who else was held to be this person."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from callhandler.ui.deed_row import DeedRow
from callhandler.ui.person_page.lines import link_words, meter_words, promise_words, told_lines
from callhandler.ui.safe import PlainLabel
from callhandler.ui.shown import Link, Meter, Person, Promise
from callhandler.words import Words


class PersonSide(QWidget):
    """Rebuilt whole whenever a log is shown; it is short."""

    kept = Signal(str, str)  # case, and the entry that agreed it
    parted = Signal(str)  # the other description

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._parts: list[QWidget] = []
        self._just_kept: Collection[tuple[str, str]] = ()

    def show_person(self, words: Words, person: Person, today: date, just_kept: Collection[tuple[str, str]] = ()) -> None:
        """`just_kept`: the promises, by case and entry, that were marked as kept a moment ago; they stay where they stood."""
        self._just_kept = just_kept
        self._clear()
        self._add(_heading(words.say("CASE REVIEW")), *_meter(words, person.meter))
        self._add(_heading(words.say("PROMISED")), *self._promises(words, person.promises, today))
        if person.told:
            self._add(_heading(words.say("TOLD BY THE CALLER, NOT REPORTED TO US")))
            self._add(*(DeedRow(f"told_{line.key}", line.title, line.detail) for line in told_lines(words, person.told)))
        if person.links:
            self._add(_heading(words.say("HELD TO BE THE SAME PERSON")), *(self._link(words, link) for link in person.links))
        told = (
            (words.say("HOMES AND NUMBERS"), person.homes),
            (words.say("DECISIONS THAT DIFFER"), person.disputed),
            (words.say("WHO LOOKED, LAST THREE MONTHS"), person.looked),
        )
        for heading, lines in told:
            if lines:
                self._add(_heading(heading), *(PlainLabel(line) for line in lines))
        self._column.addStretch()

    def _promises(self, words: Words, promises: Sequence[Promise], today: date) -> Sequence[QWidget]:
        if not promises:
            return (PlainLabel(words.say("Nothing was promised yet."), role="hint"),)
        ordered = sorted(promises, key=lambda each: (each.kept and not self._just(each), each.by))
        return tuple(self._promise(words, place, each, today) for place, each in enumerate(ordered))

    def _promise(self, words: Words, place: int, promise: Promise, today: date) -> DeedRow:
        title, detail, tone = promise_words(words, promise, today, just=self._just(promise))
        act, sure = words.say("Mark as kept"), words.say("Press again: this goes on record")
        row = DeedRow(f"promise_{place}", title, detail, tone=tone, act="" if promise.kept else act, sure=sure)
        row.pressed.connect(partial(self.kept.emit, promise.case, promise.entry))
        if promise.kept and self._just(promise):
            row.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # its button is gone, and the keyboard stays where it was
        return row

    def _just(self, promise: Promise) -> bool:
        return (promise.case, promise.entry) in self._just_kept

    def _link(self, words: Words, link: Link) -> DeedRow:
        title, why = link_words(words, link)
        row = DeedRow(f"link_{link.person}", title, why, act=words.say("Not the same"))
        row.pressed.connect(partial(self.parted.emit, link.person))
        return row

    def _add(self, *parts: QWidget) -> None:
        for part in parts:
            self._column.addWidget(part)
            part.show()
            self._parts.append(part)

    def _clear(self) -> None:
        for part in self._parts:
            self._column.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts = []
        while self._column.count():
            self._column.takeAt(0)


def _meter(words: Words, meter: Meter | None) -> Sequence[QWidget]:
    if meter is None:
        return ()
    so_far, tell = meter_words(words, meter)
    boxes = "■" * min(meter.counted, meter.needed) + "□" * max(meter.needed - meter.counted, 0)
    says = PlainLabel(f"{boxes}  {so_far}", role="strong")
    says.setObjectName("meter")
    says.setAccessibleName(so_far)
    told = (PlainLabel(tell, role="notice" if meter.met else "warning"),) if tell else ()
    return (says, *told, *(PlainLabel(left, role="hint") for left in meter.left_out))


def _heading(text: str) -> PlainLabel:
    return PlainLabel(text, role="heading")
