"""The side of a person's log: the case-review meter, what was promised, what was told, and who else was held to be this person."""

from collections.abc import Collection, Sequence
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from callhandler.ui.dates import day
from callhandler.ui.deed_row import DeedRow
from callhandler.ui.person_page.lines import closed_said, link_words, meter_words, promise_words, told_lines
from callhandler.ui.safe import PlainLabel
from callhandler.ui.shown import Complaint, Link, Meter, Person, Promise
from callhandler.words import Words


class PersonSide(QFrame):
    """Rebuilt whole whenever a log is shown; it is short."""

    kept = Signal(str, str)  # case, and the entry that agreed it
    parted = Signal(str)  # the other description
    closed = Signal(str, str)  # case, and the entry that closed it where it is to be opened again
    review_told = Signal(str, bool)  # case, and whether they asked for the case review

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
        self.setAccessibleName(words.say("Promises, cases and links"))
        self._add(_heading(words.say("CASE REVIEW")), *self._meter(words, person.meter))
        self._add(_heading(words.say("PROMISED")), *self._promises(words, person.promises, today))
        cases = [each for each in person.complaints if each.ours and not each.open]
        if cases:
            self._add(_heading(words.say("CASES")), *(self._case(words, each) for each in cases))
        if person.told:
            self._add(_heading(words.say("TOLD BY THE CALLER, NOT REPORTED TO US")))
            self._add(*(DeedRow(f"told_{line.key}", line.title, line.detail) for line in told_lines(words, person.told)))
        if person.links:
            self._add(_heading(words.say("HELD TO BE THE SAME PERSON")), *(self._link(words, link) for link in person.links))
        told = (
            (words.say("HEALTH DETAILS"), person.informed),
            (words.say("PUT RIGHT, OR ASKED TO BE"), person.corrected),
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

    def _case(self, words: Words, each: Complaint) -> DeedRow:
        """Open until somebody says that the victim was told; nothing is due on a closed one."""
        stands = closed_said(words, each) or words.say("open")
        act = words.say("Open again") if each.closed else words.say("Close it")
        sure = "" if each.closed else words.say("Press again: the victim was told")
        row = DeedRow(f"case_{each.case}", each.reference, " · ".join(filter(None, (stands, each.what))), act=act, sure=sure)
        row.pressed.connect(partial(self.closed.emit, each.case, each.closing))
        return row

    def _meter(self, words: Words, meter: Meter | None) -> Sequence[QWidget]:
        if meter is None:
            return ()
        so_far, tell = meter_words(words, meter)
        boxes = "■" * min(meter.counted, meter.needed) + "□" * max(meter.needed - meter.counted, 0)
        says = PlainLabel(f"{boxes}  {so_far}", role="strong")
        says.setObjectName("meter")
        says.setAccessibleName(so_far)
        return (says, *self._review(words, meter, tell), *(PlainLabel(left, role="hint") for left in meter.left_out))

    def _review(self, words: Words, meter: Meter, tell: str) -> Sequence[QWidget]:
        """What to tell them, until it is on record that they were told; then whether they asked for one."""
        if not tell:
            return ()
        if meter.asked:
            return (DeedRow("review", words.say("They asked for a case review"), day(words, meter.asked)),)
        if meter.told and not meter.met:
            return (DeedRow("review", words.say("They were told about the case review"), day(words, meter.told), tone="good"),)
        says = PlainLabel(tell, role="notice" if meter.met else "warning")
        return (says, self._tell_of_review(words, meter)) if meter.case else (says,)

    def _tell_of_review(self, words: Words, meter: Meter) -> DeedRow:
        on = (
            words.say("They were told on {day}", day=day(words, meter.told))
            if meter.told
            else words.say("Not on record yet that they were told")
        )
        act = words.say("They ask for one") if meter.told else words.say("Mark as told")
        row = DeedRow("review", on, "", act=act, sure=words.say("Press again: this goes on record"))
        row.pressed.connect(partial(self.review_told.emit, meter.case, bool(meter.told)))
        return row

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


def _heading(text: str) -> PlainLabel:
    return PlainLabel(text, role="heading")
