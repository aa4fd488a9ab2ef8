"""The cards of the people panel: somebody who may be calling, and somebody the handler said it is."""

from datetime import date
from functools import partial

from PySide6.QtCore import QEvent, Signal, SignalInstance
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from callhandler.cases.flag_words import flag_word
from callhandler.ui.band_mark import BandMark
from callhandler.ui.dates import ago, day, several
from callhandler.ui.dress import dress
from callhandler.ui.flow import Flow
from callhandler.ui.qt_override import override
from callhandler.ui.rows import row_of
from callhandler.ui.safe import PlainButton, PlainLabel, in_words
from callhandler.ui.shown import Found, Story
from callhandler.ui.why_words import SURE
from callhandler.words import Words, mark


class PersonCard(QFrame):
    """One candidate: who, where, how often before, and why they may be the one; two buttons decide. Signals carry the candidate's id."""

    same = Signal(str)
    other = Signal(str)
    opened = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self._person = ""
        self._band, self._name = BandMark(), PlainLabel(role="strong")
        self._sure, self._facts = PlainLabel(role="strong"), PlainLabel()
        self._flags, self._why, self._against = PlainLabel(role="warning"), PlainLabel(role="hint"), PlainLabel(role="hint")
        self._rival, self._held = PlainLabel(role="warning"), PlainLabel(role="hint")
        self._same, self._other, self._open = (PlainButton(role="small") for _ in range(3))
        for button, decided in ((self._same, self.same), (self._other, self.other), (self._open, self.opened)):
            button.clicked.connect(partial(self._decide, decided))
        self._lay_out()

    def become(self, person: str) -> None:
        """Stand for this candidate from now on: cards are dear to make, and a key may bring five others."""
        self._person = person
        parts = {"person": self, "same": self._same, "other": self._other, "open": self._open}
        for part, widget in parts.items():
            widget.setObjectName(f"{part}_{person}")

    def show_person(self, words: Words, found: Found, place: int, today: date) -> None:
        """Say who it is; `place` counts from 0, and the first three have keys."""
        name = found.name or found.phone or words.say("No name known")
        self._band.show_band(words, found.band, with_word=False)
        self._name.setText(name)
        sure = words.say(SURE[found.sure]) if found.sure in SURE else ""
        self._sure.setText(" · ".join(filter(None, (sure, _complaints(words, found, today)))))
        self._facts.setText(" · ".join(filter(None, (found.born, found.place))))
        self._flags.setText(" · ".join(f"⚑ {flag_word(words, code)}" for code in found.flags))
        likely = found.sure != "listed"
        self._why.setText(words.say("For: {why}", why="; ".join(found.why)) if found.why else "")
        self._against.setText(words.say("Against: {why}", why="; ".join(found.against)) if found.against and likely else "")
        self._rival.setText(found.rival if likely else "")
        self._held.setText(words.say("Address and number are held back until you open this log.") if found.held_back else "")
        self._same.say(_keyed(words.say("Same"), f"Ctrl+{place + 1}", place), words.say("{name} is the same person", name=name))
        self._other.say(_keyed(words.say("Not"), f"Ctrl+Shift+{place + 1}", place), words.say("{name} is not the same person", name=name))
        self._open.say(words.say("Open the log"), words.say("Open the log of {name}", name=name))
        said = self._said()
        for label in said:
            label.setVisible(bool(label.text()))
        spoken = (name, self._band.accessibleName(), *(label.text() for label in said))
        self.setAccessibleName(in_words(". ".join(part.removesuffix(".") for part in spoken if part)))

    @override
    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.left.emit()

    def follow(self, stop: QWidget) -> QWidget:
        """Tab leads from there through this card; gives its last stop."""
        for button in (self._same, self._other, self._open):
            QWidget.setTabOrder(stop, button)
            stop = button
        return stop

    def held(self) -> bool:
        """Tell whether the pointer or the keyboard is on this card."""
        return self.underMouse() or any(button.hasFocus() for button in (self._same, self._other, self._open))

    def _decide(self, decided: SignalInstance) -> None:
        decided.emit(self._person)

    def _said(self) -> tuple[PlainLabel, ...]:
        return self._sure, self._facts, self._flags, self._why, self._against, self._rival, self._held

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 6, 8, 4)
        column.setSpacing(2)
        column.addLayout(row_of(self._band, self._name))
        column.addWidget(self._sure)
        column.addWidget(self._facts)
        column.addLayout(Flow(self._same, self._other, self._open, gap=8))  # above the reasons: on a low window those may have to scroll
        for part in self._said()[2:]:
            column.addWidget(part)
            part.raise_()  # read as it stands: after the keys


class StoryCard(QFrame):
    """Somebody known, in three lines: how often before, what was promised, which flags; needs stand above all."""

    undo = Signal()
    opened = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "known")
        self._needs, self._name = PlainLabel(role="notice"), PlainLabel(role="strong")
        self._band, self._lines = BandMark(), tuple(PlainLabel() for _ in range(3))
        self._open, self._undo = PlainButton(role="small"), PlainButton(role="small")
        self._open.setObjectName("story_open")
        self._undo.setObjectName("story_undo")
        self._open.clicked.connect(self.opened)
        self._undo.clicked.connect(self.undo)
        self._lay_out()

    def show_story(self, words: Words, story: Story, today: date) -> None:
        self._needs.setText(words.say("Needs: {needs}", needs=story.needs))
        self._needs.setVisible(bool(story.needs))
        self._name.setText(story.name or words.say("No name known"))
        self._band.show_band(words, story.band)
        self._lines[0].setText(_so_far(words, story, today))
        self._say_promise(words, story)
        self._lines[2].setText(" · ".join(flag_word(words, code) for code in story.flags))
        self._lines[2].setVisible(bool(story.flags))
        self._open.say(words.say("Ctrl+I  Log"), words.say("The whole log"))
        self._undo.say(words.say("Ctrl+Alt+Z  Not them"), words.say("Not the same person after all"))
        self._undo.setVisible(story.linked)
        needs = self._needs.text() if story.needs else ""
        said = (needs, self._name.text(), self._band.accessibleName(), *(line.text() for line in self._lines))
        self.setAccessibleName(". ".join(filter(None, said)))

    def _say_promise(self, words: Words, story: Story) -> None:
        sentence = {True: mark("Promised: {what} — kept"), False: mark("Promised: {what} — NOT kept"), None: mark("Promised: {what}")}
        said = words.say(sentence[story.kept], what=story.promise) if story.promise else words.say("Nothing was promised.")
        self._lines[1].setText(said)
        dress(self._lines[1], {True: "good", False: "problem", None: ""}[story.kept] if story.promise else "hint")

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 8, 4)
        column.setSpacing(1)
        column.addWidget(self._needs)
        head = row_of(self._name, self._band)
        head.setStretch(0, 1)
        column.addLayout(head)
        for part in self._lines:
            column.addWidget(part)
        column.addLayout(Flow(self._open, self._undo, gap=8))
        dress(self._lines[2], "warning")


def _so_far(words: Words, story: Story, today: date) -> str:
    count = several(words, story.complaints, mark("1 complaint so far"), mark("{n} complaints so far"))
    since = words.say("first {day}", day=day(words, story.since)) if story.since and story.complaints > 1 else ""
    last = words.say("last {ago}", ago=ago(words, story.last, today)) if story.last else ""
    return " · ".join(filter(None, (count, since, last)))


def _complaints(words: Words, found: Found, today: date) -> str:
    if not found.complaints:
        return words.say("no complaint of their own")
    count = several(words, found.complaints, mark("1 complaint"), mark("{n} complaints"))
    return words.say("{count}, last {ago}", count=count, ago=ago(words, found.last, today)) if found.last else count


def _keyed(word: str, key: str, place: int) -> str:
    return f"{key}  {word}" if place < 3 else word
