"""What this call is, once it is known who calls: an incident of its own, or something about a case already told."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from callhandler.ui.dates import day
from callhandler.ui.flow import Flow
from callhandler.ui.safe import PlainButton, PlainLabel
from callhandler.ui.shown import Contact
from callhandler.words import Words, mark

KINDS = ("new", "more", "service", "elsewhere")  # in the order of their keys
FIRST_KEY = 6  # Ctrl+1 to 3 say who it is; Alt+Shift would change the layout of a bilingual keyboard
EARLIER = ("more", "elsewhere")  # they need an earlier case
_SHORT = {
    "new": mark("New incident"),
    "more": mark("Earlier one"),
    "service": mark("Our service"),
    "elsewhere": mark("Told elsewhere"),
}
_STANDS = _SHORT | {"more": mark("More on an earlier one")}
_WHOLE = {
    "new": mark("This call is a new incident"),
    "more": mark("This call is more about an earlier incident"),
    "service": mark("This call is a complaint about our service"),
    "elsewhere": mark("This call is the same incident, already told to another agency"),
}


class ContactKind(QWidget):
    """Ctrl+6 to Ctrl+9 say it, and say it anew; the latest case is offered first, Ctrl and an arrow goes to another.

    All four are offered until one was chosen; then only what stands is shown.
    """

    chosen = Signal(str, str)  # kind, case

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("contact")
        self._contact = Contact()
        self._heading, self._about = PlainLabel(role="heading", wrap=False), PlainLabel(role="strong")
        self._about.setObjectName("contact_about")
        self._kinds = {kind: PlainButton(role="pick") for kind in KINDS}
        self._change, self._other = PlainButton(role="small"), PlainButton(role="small")
        self._change.setObjectName("contact_change")
        self._other.setObjectName("contact_other")
        self._change.clicked.connect(self._unfold)
        self._other.clicked.connect(partial(self.another, 1))
        self._offered = QWidget()
        for kind, button in self._kinds.items():
            button.setCheckable(True)
            button.setObjectName(f"contact_{kind}")
            button.clicked.connect(partial(self.choose, kind))
        self._lay_out()

    def show_contact(self, words: Words, contact: Contact) -> None:
        """What stands, and the cases it may be about, the latest first."""
        self._contact = contact
        self._heading.setText(words.say("THIS CALL IS"))
        self._change.say(words.say("Ctrl+6–9"), words.say("Change what this call is"))
        for n, (kind, button) in enumerate(self._kinds.items(), FIRST_KEY):
            button.say(f"{n}  {words.say(_SHORT[kind])}", words.say(_WHOLE[kind]))
            button.setChecked(kind == contact.kind)
            button.setEnabled(kind not in EARLIER or bool(contact.earlier))
        about = next((each for each in contact.earlier if each.case == contact.case), None)
        said = (day(words, about.on), "-".join(about.reference.split("-")[-2:]), about.what) if about else ()
        self._about.setText(" · ".join(filter(None, (words.say(_STANDS[contact.kind]) if contact.kind in _STANDS else "", *said))))
        self._about.setVisible(contact.decided)
        self._offered.setVisible(not contact.decided)
        self._other.say(words.say("Ctrl+↓  Another"), words.say("Another earlier case"))
        self._other.setVisible(about is not None and len(contact.earlier) > 1)

    def choose(self, kind: str) -> None:
        """Say what it is; an earlier case already chosen is kept."""
        if kind in EARLIER:
            self._choose_about(kind, 0)
        else:
            self.chosen.emit(kind, "")

    def another(self, step: int) -> None:
        """The next earlier case, or with -1 the one before."""
        if self._contact.kind in EARLIER:
            self._choose_about(self._contact.kind, step)

    def _unfold(self) -> None:
        self._offered.show()
        self._kinds[KINDS[0]].setFocus()

    def _choose_about(self, kind: str, step: int) -> None:
        cases = [each.case for each in self._contact.earlier]
        if cases:
            here = cases.index(self._contact.case) if self._contact.case in cases else 0
            self.chosen.emit(kind, cases[(here + step) % len(cases)])

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        self._offered.setLayout(Flow(*self._kinds.values()))
        column.addLayout(Flow(self._heading, self._change, gap=8))
        column.addWidget(self._offered)
        column.addWidget(self._about)
        column.addLayout(Flow(self._other))
