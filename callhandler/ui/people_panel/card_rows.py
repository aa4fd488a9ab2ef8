"""The cards of those who may be meant, in the order they stand in; some lie ready before the first key needs them."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from callhandler.ui.people_panel.cards import PersonCard
from callhandler.ui.people_panel.standing import steady
from callhandler.ui.rows import read_in_order
from callhandler.ui.shown import Found
from callhandler.words import Words

READY = 5  # as many as a search brings


class CardRows(QVBoxLayout):
    """Signals carry the candidate's id; `left`: the pointer went off a card, which may now move. They stand from `before` to `after`."""

    same = Signal(str)
    other = Signal(str)
    opened = Signal(str)
    left = Signal()

    def __init__(self, before: QWidget, after: QWidget) -> None:
        super().__init__()
        self._before, self._after = before, after
        self._order: list[str] = []
        self._cards: dict[str, PersonCard] = {}
        self._spare: list[PersonCard] = []  # made, and of nobody at the moment
        self.setSpacing(6)
        QTimer.singleShot(0, self, self._make_ready)

    @property
    def order(self) -> Sequence[str]:
        """The candidates as they stand."""
        return self._order

    def show_cards(self, words: Words, found: Sequence[Found], today: date) -> None:
        """While the pointer or the keyboard is on a card, none moves and none goes."""
        fresh: Mapping[str, Found] = {each.person: each for each in found}
        held = any(card.held() for card in self._cards.values())
        kept = self._order if held else []
        self._order = [*kept, *(person for person in steady(fresh, self._order) if person not in kept)]
        self._spare += [self._cards.pop(gone) for gone in tuple(self._cards) if gone not in self._order]
        moved = False
        for place, person in enumerate(self._order):
            card = self._cards.get(person) or self._add(person)
            if person in fresh:
                card.show_person(words, fresh[person], place, today)
            if self.indexOf(card) != place:
                self.insertWidget(place, card)
                card.show()
                moved = True
        if moved:
            read_in_order((*(self._cards[person] for person in self._order), self._after))
            stop = self._before
            for person in self._order:
                stop = self._cards[person].follow(stop)
        for card in self._spare:
            self._put_away(card)

    def _add(self, person: str) -> PersonCard:
        card = self._cards[person] = self._spare.pop(0) if self._spare else self._made()
        card.become(person)
        return card

    def _make_ready(self) -> None:
        """Cards are dear to make and to dress: one at a time, while nobody waits for them."""
        if len(self._cards) + len(self._spare) < READY:
            self._spare.append(self._made())
            QTimer.singleShot(0, self, self._make_ready)

    def _made(self) -> PersonCard:
        card = PersonCard(self.parentWidget())
        card.hide()
        card.ensurePolished()
        card.same.connect(self.same)
        card.other.connect(self.other)
        card.opened.connect(self.opened)
        card.left.connect(self.left)
        return card

    def _put_away(self, card: PersonCard) -> None:
        if not card.isHidden():
            card.hide()
            self.removeWidget(card)
            card.become("")
