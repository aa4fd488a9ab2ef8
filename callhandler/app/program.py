"""The program from start to log-off: the window at once, what is heavy behind it, one operator at a time."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication

from callhandler.app.clock import passed
from callhandler.app.doors import Entrance, load_the_rest
from callhandler.app.looks import Look, Size, keep_look, look_in
from callhandler.store.troubles import VaultTrouble, told
from callhandler.ui.agencies import agency_word
from callhandler.ui.copied import Copied
from callhandler.ui.errand import Errand
from callhandler.ui.gone_page import GonePage
from callhandler.ui.idle import IdleWatch
from callhandler.ui.main_window import UNLOCK, MainWindow
from callhandler.ui.unlock_dialog.page import UnlockPage
from callhandler.words import Words, mark

if TYPE_CHECKING:
    from callhandler.app.abroad import Abroad
    from callhandler.app.demo_town import DemoTown
    from callhandler.app.front import Front
    from callhandler.app.line_watch import LineWatch
    from callhandler.app.paper_room import PaperRoom
    from callhandler.app.session import Opened, PenNews, Session
    from callhandler.line.joining import Membership

GONE = "gone"
_DEMO = mark("Demo: everybody here is invented, and nothing is kept.")
_DEMO_SHARES = mark(
    "Demo: everybody here is invented, and nothing is kept. F11 opens the council's desk, Shift+F11 the housing association's: "
    "share a case from a person's log (F6), and see it arrive there (F10)."
)
_NOT_HANDED_OVER = mark("What you captured is not handed over yet: it is still in memory only, and the call goes on here. {why}")


class Program(QObject):
    """Holds the window, and whoever is signed in. `over` is said once everything is put away: the process may end."""

    loaded = Signal()  # nothing heavy is left to load
    seated = Signal()  # somebody works here now
    over = Signal()

    def __init__(self, entrance: Entrance, now: Callable[[], datetime], words: Words, scale: float = 1.0) -> None:
        super().__init__()
        self._entrance, self._now, self._words = entrance, now, words
        self._size = Size(scale)
        self._session: Session | None = None
        self._front: Front | None = None
        self.abroad: Abroad | None = None
        self.paper: PaperRoom | None = None
        self._news: PenNews | None = None
        self._refusal: VaultTrouble | None = None
        self.line: LineWatch | None = None
        self._demo, self._agency = False, ""
        self.town: DemoTown | None = None
        self._rest = Errand(load_the_rest)
        self._copied = Copied(QGuiApplication.clipboard(), self)
        self.window = MainWindow(words)
        self._unlock = UnlockPage(words, entrance.doors(), first_run=entrance.first_run())
        self.window.put(UNLOCK, self._unlock)
        self.window.show_page(UNLOCK)
        self._connect()

    def start(self, *, demo: bool = False) -> None:
        """Show the window, and load the rest while the operator reads it; a demo comes in by itself."""
        self.window.show()
        self._unlock.begin()
        self._demo = demo
        if demo:
            self.window.tell("demo", self._words.say(_DEMO), "notice")
            self._unlock.come_in(self._entrance.demo)
        else:
            QTimer.singleShot(0, self._rest.start)
        self._watch_idle()

    def sit(self, opened: "Opened", joined: "Membership", agency: str) -> None:
        """Work at the desk of a demo's other agency at once, in this window."""
        self._agency = agency
        self.window.closing.disconnect(self._leave)  # closed, it is only out of sight: the demo's store ends with the demo
        self.window.resize(1200, 700)
        self.window.show()
        self.let_in(opened)
        if self.abroad:
            self.abroad.join.join(joined)
        self._say_demo()
        self._watch_idle()

    def _watch_idle(self) -> None:
        self._idle = IdleWatch(self.window.windowHandle(), passed)
        self._idle.idle.connect(self.lock)

    def let_in(self, opened: "Opened | None") -> None:
        """Somebody came through a door; nobody new, where the desk was only locked. A store that will not do is let go of again."""
        if opened is None:
            self.window.unlock()
            return
        self._tell_refusal(None)
        try:
            self._seat(opened)
        except VaultTrouble as trouble:
            self._turn_away(opened, trouble)
        except BaseException:
            self._turn_away(opened, VaultTrouble())
            raise

    def lock(self) -> None:
        """Nobody has touched the desk for a while; a captured call and a demo have no passphrase to ask for."""
        if self._session and not (self._session.opened.passes_on or self._session.opened.keeper):
            if self.abroad:
                self.abroad.lock()
            self._unlock.lock(self._session.operator, self._entrance.check)
            self.window.lock()

    def speak(self, language: str) -> None:
        """The operator's own choice; in a call that of the caller."""
        if self._front and self._front.switch_call_language():
            return
        self._speak(language)
        self._keep_look()

    def _speak(self, language: str) -> None:
        self._words = Words(language)
        self._say_demo()
        self._tell_refusal(self._refusal)
        self.window.speak(self._words)
        self._unlock.speak(self._words)
        for pages in (self._front, self.abroad, self.paper):
            if pages:
                pages.speak(self._words)

    def come_forward(self) -> None:
        """Somebody started the program again: this is the window they mean."""
        self.window.showNormal() if self.window.isMinimized() else self.window.show()
        self.window.raise_()
        self.window.activateWindow()

    def enlarge(self, steps: int) -> None:
        """Larger or smaller text, a quarter at a time, from once to twice; 0 is back to once."""
        self._size.step(steps)
        self._keep_look()

    def _wear(self, look: Look) -> None:
        """What this operator chose last, whoever sat here before; the first time, what stands on the screen."""
        if not look.language:
            return
        self._size.put(look.scale)
        if look.language != self._words.language:
            self._speak(look.language)

    def _keep_look(self) -> None:
        """For the next time: the operator's, and until somebody signs in this computer's. A demo leaves nothing."""
        own = self._session.opened.folder if self._session else None
        if not self._demo and not self._agency:
            keep_look(Look(self._words.language, self._size.scale), self._entrance.profile, *([own] if own else []))

    def put_away(self) -> None:
        """Write what waits, and let go of the store."""
        self._copied.end()
        if self.town:
            self.town.end()
            self.town = None
        if self.line:
            self.line.end()
        if self.abroad:
            self.abroad.join.ask_no_more()
        if self._front:
            self._front.look_no_more()
        if self._session:
            self._session.leave()
            self._session = None

    def _seat(self, opened: "Opened") -> None:
        """Work in this store from now on. Until that is certain, whoever worked before keeps their desk."""
        from callhandler.app.abroad import Abroad
        from callhandler.app.front import Front
        from callhandler.app.line_watch import LineWatch
        from callhandler.app.paper_room import PaperRoom
        from callhandler.app.session import PenNews, sit_down

        if self._session and self._session.opened.passes_on:
            self._session.hand_over(opened)
        news = PenNews()
        session = sit_down(opened, news, self._now)
        self._clear_desk()
        self._news, self._session = news, session
        if opened.folder:
            self._wear(look_in(opened.folder))
        self._front = Front(self.window, session, news, self._now, self._words)
        self._front.stuck.connect(self._capture)
        self.line = LineWatch(session, news, self._front)
        self.line.taken_out.connect(self._taken_out)
        self.paper = PaperRoom(self.window, session, self._now, self._words, self._front.why.ask)
        self.abroad = Abroad(self.window, session, self._front, self.line, self._now, self._words, self._entrance.remember)
        if opened.passes_on:
            self._front.new_call()
        if self._demo:
            self._found_town(opened)
        self.seated.emit()

    def _found_town(self, opened: "Opened") -> None:
        """The demo's other agencies come up behind the desk."""
        from callhandler.app.demo_town import DemoTown

        self.town = DemoTown(self._entrance, self._now, self)
        self.town.stands.connect(self._town_stands)
        self.town.begin(opened)

    def _town_stands(self, joined: "Membership") -> None:
        if self.abroad and self.town:
            self.abroad.join.join(joined)
            self.abroad.offer_desks(self.town.agencies, self._open_desk)
        self._say_demo()

    def _open_desk(self, agency: str) -> None:
        if self.town:
            self.town.open(agency, self._words)

    def _say_demo(self) -> None:
        """What the demo is, and how to look at the other agencies' desks once they stand."""
        if self._agency:
            told = self._words.say("Demo: the desk of {agency}. Everybody here is invented.", agency=agency_word(self._words, self._agency))
        elif self._demo:
            told = self._words.say(_DEMO_SHARES if self.town and self.town.agencies else _DEMO)
        else:
            return
        self.window.tell("demo", told, "notice")

    def _turn_away(self, opened: "Opened", trouble: VaultTrouble) -> None:
        """Let go of the store, so that the next try finds it free; a call that is being captured goes on."""
        if self._session and self._session.opened is opened:
            self._clear_desk()
            self.window.sign_in("")
        else:
            opened.vault.close()
        self._tell_refusal(trouble)
        if self.window.current() == UNLOCK:
            self.window.back()

    def _tell_refusal(self, trouble: VaultTrouble | None) -> None:
        self._refusal = trouble
        why = told(trouble, self._words) if trouble else ""
        captured = bool(why and self._session and self._session.opened.passes_on)
        self.window.tell("refusal", self._words.say(_NOT_HANDED_OVER, why=why) if captured else why)

    def _clear_desk(self) -> None:
        """Nobody works here any more."""
        if self.abroad:
            self.abroad.leave()
            self.abroad = None
        if self.paper:
            self.paper.leave()
            self.paper = None
        if self._front:
            self._front.leave()
            self._front = None
        self.put_away()

    def _capture(self) -> None:
        """Take the call without the store, which can only be read."""
        name = self._session.operator if self._session else ""
        self.let_in(self._entrance.emergency(name))

    def _taken_out(self) -> None:
        """An administrator took this computer out: the desk says so, and nothing of the store is left (T20)."""
        from callhandler.store.troubles import TakenOut

        session, self._session = self._session, None
        self._clear_desk()
        unsaved = session.taken_out() if session else ()
        self.window.sign_in("")
        gone = GonePage(self._words, told(TakenOut(), self._words), len(unsaved))
        gone.left.connect(self._leave)
        self.window.put(GONE, gone)
        self.window.show_page(GONE)
        gone.take_focus()

    def _leave(self) -> None:
        self.put_away()
        self.over.emit()

    def _ask_to_sign_in(self) -> None:
        self.window.show_page(UNLOCK)
        self._unlock.begin()

    def _connect(self) -> None:
        self._rest.done.connect(self.loaded)
        self._unlock.opened.connect(self.let_in)
        self._unlock.language_chosen.connect(self.speak)
        self.window.language_chosen.connect(self.speak)
        self.window.larger.connect(self.enlarge)
        self._size.listen()
        self.window.sign_in_wanted.connect(self._ask_to_sign_in)
        self.window.closing.connect(self._leave)
