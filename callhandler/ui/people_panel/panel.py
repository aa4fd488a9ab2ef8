"""Who this may be: people already in the log who fit the name, number or place as it is typed, each with the reason."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from callhandler.ui.dress import dress
from callhandler.ui.people_panel.affected import AffectedFields
from callhandler.ui.people_panel.around import PARTS, AroundCall
from callhandler.ui.people_panel.card_rows import CardRows
from callhandler.ui.people_panel.cards import StoryCard
from callhandler.ui.people_panel.contact import FIRST_KEY, KINDS, ContactKind
from callhandler.ui.people_panel.deciding import Deciding
from callhandler.ui.people_panel.looked import looked_said
from callhandler.ui.people_panel.narrow import Narrow
from callhandler.ui.qt_override import override
from callhandler.ui.rows import stack
from callhandler.ui.safe import PlainLabel
from callhandler.ui.shown import Affected, Around, Contact, Found, Proposed, Searched, Story
from callhandler.words import Words

KEYED = 3
MOST, ENOUGH, LEAST = 19, 13, 8  # lines of text: as high as it may grow, for what is known of the call, at any rate


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
    born = Signal(str)  # their date of birth
    wanted = Signal(str)  # the part that would decide: to be asked now
    finished = Signal()  # the keyboard wants to go back to where it was
    sorted = Signal(str, str)  # what this call is, and the earlier case it is about

    def __init__(self, words: Words, today: Callable[[], date], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("people")
        self._words, self._today = words, today
        self._found: tuple[Found, ...] = ()
        self._searched = Searched()
        self._story: Story | None = None
        self._around, self._looking, self._trouble, self._told_born = Around(), False, "", ""
        self._heading, self._says, self._looked = PlainLabel(role="heading"), PlainLabel(), PlainLabel(role="hint")
        self._says.setObjectName("people_says")
        self._looked.setObjectName("people_looked")
        self._known, self._affected, self._contact = StoryCard(), AffectedFields(), ContactKind()
        self._deciding, self._number, self._beside = Deciding(today), AroundCall("number"), AroundCall(*PARTS)
        self._whom: Affected | None = None
        self._born_before: Proposed | None = None
        self._what: Contact | None = None
        self._rows, self._column = CardRows(self._heading, self._beside), QVBoxLayout()
        self._inside = Narrow(self._column)
        self._lay_out()
        self._make_keys()
        self.speak(words)

    def speak(self, words: Words) -> None:
        self._words = words
        self._heading.setText(words.say("MAY BE THIS PERSON"))
        self._inside.setAccessibleName(words.say("Who this may be"))
        self._show()

    def looking(self) -> bool:
        """Whether what is shown is about to be answered anew."""
        return self._looking

    def look(self) -> None:
        """A search is under way; what stands stays until its answer is here."""
        self._looking = True

    def say_trouble(self, sentence: str) -> None:
        """Why nothing new can be shown; "" once it can."""
        self._looking, self._trouble = False, sentence
        self._show()

    def show_people(self, searched: Searched, found: Sequence[Found], story: Story | None = None) -> None:
        """What the search found, best first, and the story of whoever was accepted."""
        others = tuple(each for each in found if not each.linked)
        same = (searched, story, others, "") == (self._searched, self._story, self._found, self._trouble)
        self._searched, self._story, self._found = searched, story, others
        self._looking, self._trouble = False, ""
        if not same or len(self._rows.order) != len(others):
            self._show()

    def show_known(self, story: Story | None, born: str) -> None:
        """The story of whoever was accepted, None where nobody was; and the date of birth as told so far."""
        self._story, self._told_born = story, born
        self._show()

    def propose_born(self, proposed: Proposed | None) -> None:
        """Offer the date of birth that the log knows, as long as none was told; None offers nothing."""
        if proposed != self._born_before:
            self._born_before = proposed
            self._show()

    def show_around(self, around: Around) -> None:
        """What stands beside the person."""
        if around != self._around:
            self._around = around
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

    def describe(self) -> None:
        """The keyboard goes to the person whom the caller speaks for."""
        if self._whom:
            self._affected.take_focus()
            self.ensureWidgetVisible(self._affected)

    def people(self) -> tuple[str, ...]:
        """The candidates in the order they stand in."""
        return tuple(self._rows.order)

    @override
    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self._height(MOST))

    @override
    def minimumSizeHint(self) -> QSize:
        """Enough for what is known of this call, which is always in sight; whoever else may be meant is scrolled to."""
        width = self.viewport().width()
        parts = (self._heading, self._affected, self._number, self._deciding, self._known, self._contact)
        known = [part for part in parts if not part.isHidden()]
        least = sum(part.sizeHint().height() if not part.hasHeightForWidth() else part.heightForWidth(width) + 6 for part in known)
        return QSize(0, max(self._height(LEAST), min(least, self._height(ENOUGH))))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.updateGeometry()

    # showing

    def _show(self) -> None:
        """Bring everything up to date in one repaint."""
        self.setUpdatesEnabled(False)
        self._rows.show_cards(self._words, self._found, self._today())
        self._show_call()
        self._say()
        self.setUpdatesEnabled(True)
        self.updateGeometry()

    def _show_call(self) -> None:
        self._heading.setVisible(self._story is None or bool(self._rows.order))
        asking = next((each for each in self._found if each.ask), Found(""))
        self._deciding.show_deciding(self._words, asking.ask, asking.ask_part, self._told_born, self._born_before)
        alone = not self._rows.order
        self._number.show_around(self._words, Around(self._around.number) if alone else Around())
        self._beside.show_around(self._words, replace(self._around, number=()) if alone else self._around)
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

    def _say(self) -> None:
        words = self._words
        nothing = words.say("No earlier complaint found for this person. They may still have suffered before: ask.")
        waiting = words.say("Type a name, a number or a place: whoever fits is shown here.")
        self._says.setText(self._trouble or (nothing if self._searched.by else waiting))
        self._says.setVisible(bool(self._trouble) or (not self._rows.order and not self._story))
        dress(self._says, "problem" if self._trouble else "")
        self._looked.setText(looked_said(words, self._searched))
        self._looked.setVisible(bool(self._looked.text()))

    # keys

    def _make_keys(self) -> None:
        for place in range(KEYED):
            self._key(f"Ctrl+{place + 1}", partial(self._accept, place))
            self._key(f"Ctrl+Shift+{place + 1}", partial(self._refuse, place))
        self._key("Ctrl+Alt+Z", self.undone.emit)
        self._key("Ctrl+I", self._open)
        self._key("Ctrl+B", self.describe)
        self._key("Ctrl+D", self._decide)
        for place, kind in enumerate(KINDS, FIRST_KEY):
            self._key(f"Ctrl+{place}", partial(self._sort, kind))
        self._key("Ctrl+Down", partial(self._another, 1))
        self._key("Ctrl+Up", partial(self._another, -1))

    def _key(self, sequence: str, act: Callable[[], None]) -> None:
        QShortcut(QKeySequence(sequence), self).activated.connect(act)

    def _accept(self, place: int) -> None:
        if place < len(self._rows.order):
            self.accepted.emit(self._rows.order[place])

    def _refuse(self, place: int) -> None:
        if place < len(self._rows.order):
            self.refused.emit(self._rows.order[place])

    def _open(self) -> None:
        """The whole log of whoever was accepted, or of the likeliest."""
        person = self._story.person if self._story else next(iter(self._rows.order), "")
        if person:
            self.opened.emit(person)

    def _decide(self) -> None:
        self._deciding.go()
        self.ensureWidgetVisible(self._deciding)

    def _sort(self, kind: str) -> None:
        if self._what:
            self._contact.choose(kind)

    def _another(self, step: int) -> None:
        if self._what:
            self._contact.another(step)

    def _lay_out(self) -> None:
        self._rows.same.connect(self.accepted)
        self._rows.other.connect(self.refused)
        self._rows.opened.connect(self.opened)
        self._rows.left.connect(self._show)
        self._affected.typed.connect(self.typed)
        self._affected.told.connect(self.told)
        self._affected.finished.connect(self.finished)
        self._contact.chosen.connect(self.sorted)
        self._deciding.wanted.connect(self.wanted)
        self._deciding.typed.connect(partial(self.typed.emit, "born"))
        self._deciding.told.connect(self.born)
        self._deciding.finished.connect(self.finished)
        self._known.undo.connect(self.undone)
        self._known.opened.connect(self._open)
        inside, column = self._inside, self._column
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        stack(column, self._affected, self._known, self._contact, self._number, self._deciding, self._heading, self._says)
        column.addLayout(self._rows)
        stack(column, self._beside, self._looked)
        column.addStretch()
        self.setWidget(inside)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
