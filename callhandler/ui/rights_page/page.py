"""Everything held about a person, for whoever goes through it before it goes to them; and what they ask to have put right."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from callhandler.cases.access import GROUNDS, Choice
from callhandler.ui.aloud import say_aloud
from callhandler.ui.lines import LinesView
from callhandler.ui.named_field import NamedField
from callhandler.ui.paper.sheet import Sheet
from callhandler.ui.paper.wanted import Wanted
from callhandler.ui.qt_override import override
from callhandler.ui.rights_page.forms import NAME_ONE, AskForm, DecideForm
from callhandler.ui.rights_page.requests import RequestsView
from callhandler.ui.rights_page.shown import RightsSheet
from callhandler.ui.rights_page.telling import ground_keys
from callhandler.ui.rows import row_of, stack
from callhandler.ui.safe import PlainButton, PlainLabel
from callhandler.words import Words, mark

_KEYS = mark("On a line: 0  give it, others covered · 9  give it whole · {grounds} · Enter  read all of it · R  it is wrong")
_OUT = mark("It may go out, as gone through by {who}. Ctrl+P puts it on paper, or into a file.")


_NOTHING = Wanted("person", "", lambda *_: Sheet("", "", ()))


class HeldView(LinesView):
    """Digits and letters belong to the page: nobody looks for a line by its first letter here."""

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.text() and event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.ignore()
        else:
            super().keyPressEvent(event)


class LetOut(PlainLabel):
    """Stands there once somebody went through it all: only then is there anything to put on paper."""

    def __init__(self) -> None:
        super().__init__(role="good")
        self.setObjectName("rights_out")
        self._wanted = _NOTHING

    def let_out(self, sentence: str, wanted: Wanted) -> None:
        self._wanted = wanted
        self.setText(sentence)
        self.setVisible(bool(sentence))

    def on_paper(self) -> Wanted:
        return self._wanted


class RightsPage(QScrollArea):
    """What is chosen, asked, decided and let out goes up by signal; the first letter of a key stands beside what it does."""

    left = Signal()
    chosen = Signal(str, object)  # key of a line, Choice
    read = Signal(str)
    asked = Signal(str, str, str)  # key of a line, what would be right, words
    decided = Signal(str, str, str, str)  # request, verdict, supervisor, words
    told = Signal(str, str)  # request, recipient
    given = Signal(str)  # supervisor

    def __init__(self, words: Words, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("rights")
        self._words, self._sheet = words, RightsSheet()
        self._title, self._figures, self._keys = PlainLabel(role="title"), PlainLabel(role="strong"), PlainLabel(role="hint")
        self._figures.setObjectName("rights_figures")
        self._asked_heading, self._requests = PlainLabel(role="heading"), RequestsView(words)
        self._lines, self._ask, self._decide = HeldView(name="rights_lines"), AskForm(words), DecideForm(words)
        self._who, self._give, self._leave = NamedField(name="rights_supervisor"), PlainButton(role="main"), PlainButton(role="link")
        self._give.setObjectName("rights_give")
        self._told, self._out = PlainLabel(role="notice"), LetOut()
        self._told.setObjectName("rights_told")
        self._about = ""
        self._lay_out()
        self._connect()
        self.speak(words)

    def speak(self, words: Words) -> None:
        self._words = words
        self._ask.speak(words)
        self._decide.speak(words)
        self._requests.speak(words)
        self._asked_heading.setText(words.say("ASKED TO BE PUT RIGHT · Enter decides, or marks as told"))
        self._lines.setAccessibleName(words.say("What is held, line by line"))
        self._lines.say_empty(words.say("Nothing is held about them on this computer."))
        self._keys.setText(words.say(_KEYS, grounds=ground_keys(words)))
        self._who.call_it(words.say("Supervisor or coordinator who went through it"))
        self._give.say(words.say("Ctrl+Enter  It may go out"))
        self._leave.say(words.say("Esc  Back"))
        self._show()

    def show_sheet(self, sheet: RightsSheet) -> None:
        if sheet.person != self._sheet.person:
            self._close_forms()
            self._who.field.clear()
        self._sheet = sheet
        self._show()

    def take_focus(self) -> None:
        """To the lines."""
        self._lines.setFocus()

    def let_out(self, who: str, wanted: Wanted = _NOTHING) -> None:
        """It is on record that `who` went through it; "": something changed since, and it is to be gone through again."""
        self._out.let_out(self._words.say(_OUT, who=who) if who else "", wanted)

    def tell(self, sentence: str) -> None:
        self._told.setText(sentence)
        self._told.setVisible(bool(sentence))
        if sentence:
            say_aloud(self, sentence)

    def not_so(self, sentence: str) -> None:
        """What was decided does not hold."""
        self._decide.refuse(sentence)

    def recorded(self) -> None:
        """What was written in a form is on record."""
        self._close_forms()
        self._lines.setFocus()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if event.key() == Qt.Key.Key_Escape:
            self._back()
        elif control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._give.click()
        elif self._lines.hasFocus() and not control and self._choose(event.text().upper()):
            return
        else:
            super().keyPressEvent(event)

    def _choose(self, key: str) -> bool:
        """What a digit, or R, does to the line stood on; False where it is none of these."""
        line = self._lines.chosen()
        choices = {"0": Choice(), "9": Choice(whole=True), **{str(n): Choice(ground) for n, ground in enumerate(GROUNDS, 1)}}
        if not line or key not in (*choices, "R"):
            return False
        if key == "R":
            self._about = line
            self._ask.begin(next(each.title for each in self._lines.lines() if each.key == line))
            self.ensureWidgetVisible(self._ask)
        else:
            self.chosen.emit(line, choices[key])
        return True

    def _back(self) -> None:
        """Out of a form first."""
        if self._ask.isVisible() or self._decide.isVisible():
            self.recorded()
        else:
            self.left.emit()

    def _begin_to_decide(self, entry: str) -> None:
        self._about = entry
        self._decide.begin(next(each.line.title for each in self._sheet.asked if each.entry == entry))
        self.ensureWidgetVisible(self._decide)

    def _may_go(self) -> None:
        who = self._who.text().strip()
        self._who.remark("" if who else self._words.say(NAME_ONE), "problem")
        if who:
            self.given.emit(who)
        else:
            self._who.field.setFocus()

    def _close_forms(self) -> None:
        self._ask.hide()
        self._decide.hide()

    def _show(self) -> None:
        title = self._words.say("What is held about {name}", name=self._sheet.name)
        self._title.setText(title)
        self.setAccessibleName(title)
        self._figures.setText(self._sheet.figures)
        self._requests.show_requests(self._sheet.asked)
        for part in (self._asked_heading, self._requests):
            part.setVisible(bool(self._sheet.asked))
        self._lines.show_lines(self._sheet.lines)

    def _connect(self) -> None:
        self._lines.opened.connect(self.read)
        self._requests.decide.connect(self._begin_to_decide)
        self._requests.told.connect(self.told)
        self._ask.asked.connect(lambda right, words: self.asked.emit(self._about, right, words))
        self._decide.decided.connect(lambda verdict, who, words: self.decided.emit(self._about, verdict, who, words))
        self._give.clicked.connect(self._may_go)
        self._who.field.returnPressed.connect(self._may_go)
        self._leave.clicked.connect(self._back)
        self.setFocusProxy(self._lines)

    def _lay_out(self) -> None:
        page, top = QWidget(), row_of(self._title, self._leave)
        page.setProperty("role", "page")
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(6)
        top.setStretch(0, 1)
        column.addLayout(top)
        stack(column, self._figures, self._told, self._asked_heading, self._requests, self._keys)
        column.addWidget(self._lines, 1)
        stack(column, self._ask, self._decide, self._out)
        foot = row_of(self._who, self._give)
        foot.setStretch(0, 1)
        foot.setAlignment(self._give, Qt.AlignmentFlag.AlignBottom)
        column.addLayout(foot)
        self._lines.setMinimumHeight(12 * self.fontMetrics().height())
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._close_forms()
        self.tell("")
        self.let_out("")
