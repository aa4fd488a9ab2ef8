"""Connecting this desk to the shared endpoint, and signing in there: the page, and what it asks away from the screen."""

import webbrowser
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from PySide6.QtCore import QObject, Signal

from callhandler.app.session import Session, membership
from callhandler.desk.hand import Who
from callhandler.line.joining import Membership
from callhandler.line.session import Address
from callhandler.line.tokens import Tokens
from callhandler.line.troubles import LineTrouble
from callhandler.line.troubles import told as line_told
from callhandler.protocol.decision import ROLES, Role
from callhandler.store.troubles import VaultTrouble, told
from callhandler.ui.errand import Errand
from callhandler.ui.join_page.page import AGAIN, JoinPage
from callhandler.ui.join_page.stages import Asked, JoinDoors
from callhandler.ui.main_window import MainWindow
from callhandler.words import Words

JOIN = "join"


class CannotJoin(Exception):  # noqa: N818 - named as a handler would
    """A store that can only be read, or that is to be handed over, joins no endpoint."""


class JoinRoom(QObject):
    """`signed_in` is said with the name of whoever is, from the keyring or just now; `on_line` once the line has come up."""

    asked = Signal()  # the keyring, whatever it said and whoever still listens
    signed_in = Signal(str)
    on_line = Signal()

    def __init__(
        self, window: MainWindow, session: Session, remember: Callable[[Address], None], words: Words, parent: QObject, again: int = AGAIN
    ) -> None:
        super().__init__(parent)
        self._window, self._session, self._remember = window, session, remember
        self._joined: Membership | None = session.line.membership
        doors = JoinDoors(self._ask, self._set_up, self._sign_in, self._by_browser, explained)
        self._page = JoinPage(words, doors, again=again)
        window.put(JOIN, self._page)
        self._page.left.connect(window.back)
        self._page.let_in.connect(self._let_in)
        self._page.signed_in.connect(self.know)
        self._errand: Errand | None = None
        self._listens = True

    def speak(self, words: Words) -> None:
        self._page.speak(words)

    def show(self) -> None:
        """Open the page where this computer stands."""
        joined = self._joined
        self._window.show_page(JOIN)
        self._page.begin(joined.address.url if joined else "", let_in=self._session.line.up)

    def ask_no_more(self) -> None:
        """The store is about to be let go of: what the keyring still says is about nobody who works here."""
        self._listens = False

    def leave(self) -> None:
        self.ask_no_more()
        self._page.end()
        self._window.drop(JOIN)

    def join(self, joined: Membership) -> None:
        """Where this store is a member already: be on line from now on."""
        self._joined = joined
        self._be_on_line(joined)
        self.know()

    def know(self, _name: str = "") -> None:
        """Ask the keyring who is signed in, away from the screen: it may take its time."""
        if joined := self._session.line.membership:
            self._errand = Errand(joined.shelf.get)
            self._errand.done.connect(self._known)
            self._errand.failed.connect(self._unknown)
            self._errand.start()

    def _known(self, tokens: Tokens | None) -> None:
        """From here on what the endpoint's table gives this role is what the desk gives too (ADR 0026)."""
        self.asked.emit()
        if not self._listens:
            return
        who, given = self._session.hand.who, tokens.role if tokens else ""
        role: Role | Literal[""] = next((one for one in ROLES if one == given), "")
        self._session.hand.who = Who(who.operator, who.agency, role, frozenset(tokens.knows.split()) if tokens else frozenset())
        self._session.line.signed_in()
        self.signed_in.emit(tokens.name if tokens else "")

    def _unknown(self, trouble: Exception) -> None:
        if not isinstance(trouble, VaultTrouble):
            raise trouble

    def _let_in(self) -> None:
        """The line comes up, and what is written from here on is this agency's."""
        if self._joined:
            self._be_on_line(self._joined)
            self._remember(self._joined.address)

    def _be_on_line(self, joined: Membership) -> None:
        session = self._session
        certificate = joined.store.identity().certificate
        if certificate:
            session.hand.who = Who(session.hand.who.operator, certificate.agency)
        session.line.join(joined)
        self.on_line.emit()

    # on a thread of its own

    def _ask(self, url: str, code: str) -> Asked:
        plain = url.strip().rstrip("/")
        address = replace(self._joined.address, url=plain) if self._joined else Address(plain)
        joined = membership(self._session.opened, address)
        if joined is None:
            raise CannotJoin
        self._joined = joined
        answer = joined.enrol(code)
        return Asked(answer.device, bool(answer.certificate))

    def _set_up(self, account: str, code: str, password: str) -> tuple[str, ...]:
        made = self._member().set_up(account, code, password)
        return (made.secret, "", *made.recovery)

    def _sign_in(self, account: str, password: str, digits: str) -> str:
        return self._member().sign_in(account, password, digits)

    def _by_browser(self) -> str:
        return self._member().sign_in_by_browser(webbrowser.open)

    def _member(self) -> Membership:
        if self._joined is None:
            raise CannotJoin
        return self._joined


def explained(trouble: Exception, words: Words) -> str | None:
    """What the world did wrong, with what to do next."""
    if isinstance(trouble, LineTrouble):
        return line_told(trouble, words)
    if isinstance(trouble, CannotJoin):
        return words.say("This desk cannot be connected: its store is not kept on this computer. Sign in to a store of your own first.")
    if isinstance(trouble, VaultTrouble):
        return told(trouble, words)
    return (
        words.say("It could not be written down where the endpoint is: {why}.", why=trouble.strerror)
        if isinstance(trouble, OSError)
        else None
    )
