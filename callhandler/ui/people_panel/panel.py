"""Who this may be: people already in the log who fit the name, number or place as it is typed, each with the reason."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from callhandler.ui.people_panel.affected import AffectedFields
from callhandler.ui.people_panel.cards import PersonCard, StoryCard
from callhandler.ui.people_panel.contact import FIRST_KEY, KINDS, ContactKind
from callhandler.ui.qt_override import override
from callhandler.ui.rows import stack
from callhandler.ui.safe import PlainLabel
from callhandler.ui.shown import Affected, Contact, Found, Searched, Story
from callhandler.words import Words, mark

KEYED = 3
MOST, ENOUGH, LEAST = 17, 13, 8  # lines of text: as high as it may grow, for what is known of the call, at any rate
_BY = {"name": mark("name"), "phone": mark("number"), "place": mark("place"), "born": mark("date of birth")}
_SEARCHED = {
    None: mark("Searched by {by}."),
    0: mark("Searched by {by}; nobody else is in the log yet."),
    1: mark("Searched 1 person by {by}."),
}
_NOT_BY = {
    "name": mark("Not by name: too little of it is known."),
    "phone": mark("Not by number: it is withheld or not complete."),
    "place": mark("Not by place: it is too vague."),
}


class PeoplePanel(QScrollArea):
    """Candidates by key; once one is accepted, that person's story and what this call is. Signals carry the candidate's id.

    Where the caller speaks for somebody else, that person is described here. The panel takes the height that it needs
    up to MOST lines of text, and scrolls beyond: no line is ever cut.
    """

    accepted = Signal(str)
    refused = Signal(str)
    undone = Signal()
    opened = Signal(str)
    typed = Signal(str, str, int)  # of the person affected: field, text, caret
    told = Signal(str, str, str)  # the person affected: name, number, place
    finished = Signal()  # the keyboard wants to go back to where it was
    sorted = Signal(str, str)  # what this call is, and the earlier case it is about

    def __init__(self, words: Words, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("people")
        self._words, self._today = words, today
        self._found: tuple[Found, ...] = ()
        self._searched = Searched()
        self._story: Story | None = None
        self._order: list[str] = []
        self._cards: dict[str, PersonCard] = {}
        self._heading, self._says, self._looked = PlainLabel(role="heading"), PlainLabel(), PlainLabel(role="hint")
        self._says.setObjectName("people_says")
        self._looked.setObjectName("people_looked")
        self._known, self._affected, self._contact = StoryCard(), AffectedFields(), ContactKind()
        self._whom: Affected | None = None
        self._what: Contact | None = None
        self._rows, self._column = QVBoxLayout(), QVBoxLayout()
        self._lay_out()
        self._make_keys()
        self.speak(words)

    def speak(self, words: Words) -> None:
        self._words = words
        self._heading.setText(words.say("IN THE LOG"))
        self._show()

    def show_people(self, searched: Searched, found: Sequence[Found], story: Story | None = None) -> None:
        """What the search found, best first, and the story of whoever was accepted."""
        self._searched, self._story = searched, story
        self._found = tuple(each for each in found if not each.linked)
        self._show()

    def show_flags(self, flags: Sequence[str]) -> None:
        """An answer raised a flag of whoever was accepted, or took one back."""
        if self._story and self._story.flags != tuple(flags):
            self._story = replace(self._story, flags=tuple(flags))
            self._show()

    def show_call(self, affected: Affected | None, contact: Contact | None) -> None:
        """Whom the caller speaks for, None = for themselves; and what the call is, None while nobody was accepted."""
        self._whom, self._what = affected, contact
        self._show()

    def people(self) -> tuple[str, ...]:
        """The candidates in the order they stand in."""
        return tuple(self._order)

    @override
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._height(MOST))

    @override
    def minimumSizeHint(self) -> QSize:
        """Enough for what is known of this call, which is always in sight; whoever else may be meant is scrolled to."""
        width = self.viewport().width()
        known = (part for part in (self._heading, self._affected, self._known, self._contact) if not part.isHidden())
        least = sum(part.sizeHint().height() if not part.hasHeightForWidth() else part.heightForWidth(width) + 6 for part in known)
        return QSize(0, max(self._height(LEAST), min(least, self._height(ENOUGH))))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    # showing

    def _show(self) -> None:
        """Bring the cards up to date; while the pointer or the keyboard is on one, none moves and none goes."""
        fresh = {each.person: each for each in self._found}
        held = any(card.held() for card in self._cards.values())
        kept = self._order if held else []
        self._order = [*kept, *(person for person in fresh if person not in kept)]
        for gone in [person for person in self._cards if person not in self._order]:
            self._drop(gone)
        for place, person in enumerate(self._order):
            self._place(person, place, fresh.get(person))
        self._show_call()
        self._say()
        self.updateGeometry()

    def _show_call(self) -> None:
        self._heading.setVisible(self._story is None)
        for part, shown in ((self._known, self._story), (self._affected, self._whom), (self._contact, self._what)):
            part.setVisible(shown is not None)
        if self._story:
            self._known.show_story(self._words, self._story, self._today())
        if self._whom:
            self._affected.show_affected(self._words, self._whom, known=self._story is not None)
        if self._what:
            self._contact.show_contact(self._words, self._what)

    def _height(self, most: int) -> int:
        """What is shown at this width, or so many lines of it."""
        return min(self._column.totalHeightForWidth(self.viewport().width()), most * self.fontMetrics().lineSpacing())

    def _place(self, person: str, place: int, found: Found | None) -> None:
        card = self._cards.get(person) or self._add(person)
        if found:
            card.show_person(self._words, found, place, self._today())
        if self._rows.indexOf(card) != place:
            self._rows.insertWidget(place, card)
            card.show()

    def _add(self, person: str) -> PersonCard:
        card = self._cards[person] = PersonCard(person, self.widget())
        card.same.connect(partial(self.accepted.emit, person))
        card.other.connect(partial(self.refused.emit, person))
        card.left.connect(self._show)
        return card

    def _drop(self, person: str) -> None:
        card = self._cards.pop(person)
        self._rows.removeWidget(card)
        card.hide()
        card.deleteLater()

    def _say(self) -> None:
        words = self._words
        nothing = words.say("No earlier complaint found for this person. They may still have suffered before: ask.")
        waiting = words.say("Type a name, a number or a place: whoever fits is shown here.")
        self._says.setText(nothing if self._searched.by else waiting)
        self._says.setVisible(not self._order and not self._story)
        self._looked.setText(" ".join((*self._looked_through(), *(words.say(_NOT_BY[part]) for part in self._searched.not_by))))
        self._looked.setVisible(bool(self._looked.text()))

    def _looked_through(self) -> Sequence[str]:
        """What the silence of the panel is worth: who was looked through, and by what."""
        words, searched = self._words, self._searched
        if not searched.by:
            return ()
        *first, last = (words.say(_BY[part]) for part in searched.by)
        by = words.say("{first} and {last}", first=", ".join(first), last=last) if first else last
        return (words.say(_SEARCHED.get(searched.people, mark("Searched {n} people by {by}.")), n=searched.people, by=by),)

    # keys

    def _make_keys(self) -> None:
        for place in range(KEYED):
            self._key(f"Ctrl+{place + 1}", partial(self._accept, place))
            self._key(f"Ctrl+Shift+{place + 1}", partial(self._refuse, place))
        self._key("Ctrl+Alt+Z", self._undo)
        self._key("Ctrl+I", self._open)
        self._key("Ctrl+B", self._describe)
        for place, kind in enumerate(KINDS, FIRST_KEY):
            self._key(f"Ctrl+{place}", partial(self._sort, kind))
        self._key("Ctrl+Down", partial(self._another, 1))
        self._key("Ctrl+Up", partial(self._another, -1))

    def _key(self, sequence: str, act: Callable[[], None]) -> None:
        QShortcut(QKeySequence(sequence), self).activated.connect(act)

    def _accept(self, place: int) -> None:
        if place < len(self._order):
            self.accepted.emit(self._order[place])

    def _refuse(self, place: int) -> None:
        if place < len(self._order):
            self.refused.emit(self._order[place])

    def _undo(self) -> None:
        self.undone.emit()

    def _open(self) -> None:
        """The whole log of whoever was accepted, or of the likeliest."""
        person = self._story.person if self._story else next(iter(self._order), "")
        if person:
            self.opened.emit(person)

    def _describe(self) -> None:
        if self._whom:
            self._affected.take_focus()
            self.ensureWidgetVisible(self._affected)

    def _sort(self, kind: str) -> None:
        if self._what:
            self._contact.choose(kind)

    def _another(self, step: int) -> None:
        if self._what:
            self._contact.another(step)

    def _lay_out(self) -> None:
        self._affected.typed.connect(self.typed)
        self._affected.told.connect(self.told)
        self._affected.finished.connect(self.finished)
        self._contact.chosen.connect(self.sorted)
        self._known.undo.connect(self._undo)
        self._known.opened.connect(self._open)
        inside = QWidget()
        inside.setProperty("role", "side")
        column = self._column
        inside.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._rows.setSpacing(6)
        stack(column, self._heading, self._affected, self._known, self._contact, self._says)
        column.addLayout(self._rows)
        column.addWidget(self._looked)
        column.addStretch()
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
