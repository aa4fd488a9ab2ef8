"""Sharing a case, and settling what two people wrote at once: the pages, and what they do at the desk."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial

from PySide6.QtCore import QObject, Signal

from callhandler.app.session import SETTLED, Session
from callhandler.desk.said import MAY_SHARE
from callhandler.desk.sharing import Conflict, NotOurs
from callhandler.log.ownership import agency_of, owner_of
from callhandler.script.call import Call
from callhandler.ui.agencies import agency_word
from callhandler.ui.form_names import names_of
from callhandler.ui.main_window import MainWindow
from callhandler.ui.share_page.around import SharedAround
from callhandler.ui.share_page.both import BothPage
from callhandler.ui.share_page.page import SharePage
from callhandler.ui.share_page.shown import SharedLine, ShareSheet
from callhandler.ui.share_page.telling import audience_lines, preview_told, shared_said, side_by_side
from callhandler.words import Words, mark

SHARE, BOTH = "share", "both"
GATEWAY = "cda-115"
_SHARED = mark("Shared with {agency}. What is on this disk is sent with the next round. Ctrl+Z takes it back.")
_ENDED = mark("The share with {agency} is ended: at its next contact the case goes from their desks. Ctrl+Z shares it again.")
_NOT_OURS = mark("Only the agency that a case belongs to decides who may see it.")


class ShareRoom(QObject):
    """`decided`: something about a case is otherwise now. `role_missing`: whoever is signed in may not do this."""

    decided = Signal()
    role_missing = Signal()

    def __init__(
        self, window: MainWindow, session: Session, around: SharedAround, now: Callable[[], datetime], words: Words, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._window, self._session, self._desk, self._now, self._words = window, session, session.desk, now, words
        self._blank = Call(session.opened.form, now=now)
        self._around, self._page, self._both = around, SharePage(words), BothPage(words)
        self._cases: tuple[str, ...] = ()
        self._undo: list[Callable[[], object]] = []
        window.put(SHARE, self._page)
        window.put(BOTH, self._both)
        self._connect()

    def speak(self, words: Words) -> None:
        self._words = words
        for page in (self._around, self._page, self._both):
            page.speak(words)
        self.look()

    def leave(self) -> None:
        for page in (SHARE, BOTH):
            self._window.drop(page)

    def look(self) -> None:
        """Show anew what stands, wherever it is seen."""
        self._show_around()
        if self._page.case():
            self._show_share(self._page.case())
        if self._window.current() == BOTH:
            self._show_both()

    def open_share(self, case: str) -> None:
        """Show who sees a case, and what they would hold."""
        self._page.tell("")
        self._show_share(case)
        self._window.show_page(SHARE)
        self._page.take_focus()

    def open_both(self) -> None:
        """Show the fields of this person's cases of which two values stand."""
        self._show_both()
        self._window.show_page(BOTH)

    # who sees it

    def _show_share(self, case: str) -> None:
        words, desk, now = self._words, self._desk, self._now()
        shares = desk.partners.shares(case)
        complaint = desk.complaint(case)
        offered = [one for one in desk.area.discloses.to if agency_of(one) not in {owner_of(case), ""}]
        self._page.show_sheet(
            ShareSheet(
                case,
                complaint.reference if complaint else "",
                complaint.name if complaint else "",
                owner_of(case) == self._session.hand.who.agency,
                agency_word(words, owner_of(case)),
                desk.may("share", "case", "contact", "account", "risk"),
                desk.may("end-share", "sharing"),
                audience_lines(words, offered, shares, now),
                frozenset(share.audience for share in shares),
                self._consent(complaint.answers.get(MAY_SHARE, ()) if complaint else ()),
            )
        )

    def _consent(self, answers: Sequence[object]) -> str:
        value = getattr(answers[-1], "value", "") if answers else ""
        if not value:
            return self._words.say("The caller was not asked whether this may be shared.")
        said = names_of(self._blank, self._words.language).answer(MAY_SHARE, value)
        return self._words.say("Asked whether this may be shared, the caller said: {answer}", answer=said)

    def _preview(self, audience: str) -> None:
        self._page.show_preview(preview_told(self._words, self._desk.partners.preview(self._page.case(), audience), audience))

    def _share(self, audience: str) -> None:
        case = self._page.case()
        self._decide(partial(self._desk.sharing.share, case, audience, GATEWAY), partial(self._desk.sharing.end, case, audience))
        self._page.tell(self._words.say(_SHARED, agency=agency_word(self._words, audience)))

    def _end(self, audience: str) -> None:
        case = self._page.case()
        self._decide(partial(self._desk.sharing.end, case, audience), partial(self._desk.sharing.share, case, audience, GATEWAY))
        self._page.tell(self._words.say(_ENDED, agency=agency_word(self._words, audience)))

    def _decide(self, deed: Callable[[], object], undo: Callable[[], object]) -> None:
        try:
            deed()
        except NotOurs:
            self._window.tell("role", self._words.say(_NOT_OURS), "passing")
            return
        self._undo.append(undo)
        self._done()

    def _take_back(self) -> None:
        if self._undo:
            self._undo.pop()()
            self._page.tell(self._words.say("Taken back."))
            self._done()

    def _done(self) -> None:
        """Read anew what was decided, once it is on the disk."""
        self._session.pen.settled(SETTLED)
        self.look()
        self.decided.emit()

    # several values

    def _show_both(self) -> None:
        names = names_of(self._blank, self._words.language)
        told = [
            side_by_side(self._words, case, self._reference(case), conflict, names, self._now())
            for case in self._cases
            for conflict in self._conflicts(case)
        ]
        self._both.show_fields(told)

    def _conflicts(self, case: str) -> list[Conflict]:
        """But for what is withheld from whoever sits here: somebody else settles that."""
        tells = self._desk.glass.tells
        return [one for one in self._desk.sharing.conflicts(case) if all(tells(case, value.body) for value in one.values)]

    def _resolve(self, case: str, field: str, entry: str) -> None:
        try:
            decided = self._desk.sharing.resolve(case, field, entry)
        except LookupError:  # somebody else was quicker
            self.look()
            return
        self._undo.append(partial(self._desk.sharing.unresolve, decided))
        self._done()

    # above the log

    def _cases_shown(self, cases: tuple[str, ...]) -> None:
        self._cases = cases
        self._show_around()

    def _show_around(self) -> None:
        self._around.show_shared(self._cases, [self._line(case) for case in self._cases])

    def _line(self, case: str) -> SharedLine:
        words, own, owner = self._words, self._session.hand.who.agency, owner_of(case)
        several = len(self._conflicts(case))
        if owner and owner != own:
            theirs = words.say(
                "{reference}: a case of {agency}, shared with us", reference=self._reference(case), agency=agency_word(words, owner)
            )
            return SharedLine(case, theirs, several)
        shares = self._desk.partners.shares(case)
        return SharedLine(case, shared_said(words, self._reference(case), shares, self._now()) if shares else "", several)

    def _reference(self, case: str) -> str:
        complaint = self._desk.complaint(case)
        return complaint.reference if complaint else ""

    def _connect(self) -> None:
        self._around.cases_shown.connect(self._cases_shown)
        self._around.share_wanted.connect(self.open_share)
        self._around.both_wanted.connect(self.open_both)
        self._page.left.connect(self._window.back)
        self._page.looked.connect(self._preview)
        self._page.shared.connect(self._share)
        self._page.ended.connect(self._end)
        self._page.taken_back.connect(self._take_back)
        self._both.left.connect(self._window.back)
        self._both.decided.connect(self._resolve)
        self._both.taken_back.connect(self._take_back)
