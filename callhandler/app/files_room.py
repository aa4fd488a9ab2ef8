"""The files of the complaint in front: attached, looked at and copied out, all that is slow away from the screen."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt, QUrl, Signal
from PySide6.QtGui import QGuiApplication, QImage, QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from callhandler.app.front import Front
from callhandler.app.person_room import PERSON
from callhandler.app.session import Session, attaching
from callhandler.app.taking_in import Source, TakingIn
from callhandler.cases.attached import Attached
from callhandler.cases.why import IN_CALL
from callhandler.desk.attaching import FileHere
from callhandler.desk.hand import NotRecorded
from callhandler.desk.why import UNASKED, Why
from callhandler.line.state import LineState, OnTheWay
from callhandler.store.shelf import Shelved
from callhandler.store.troubles import VaultTrouble, told
from callhandler.ui.errand import Errand
from callhandler.ui.files_page.choosing import chosen_files
from callhandler.ui.files_page.look import SMALL
from callhandler.ui.files_page.page import FilesPage
from callhandler.ui.files_page.picture import DECODERS, picture_of, png_of
from callhandler.ui.files_page.shown import FilesSheet
from callhandler.ui.files_page.telling import attached_said, file_lines, full_said, withheld_said
from callhandler.ui.lines import LinesView
from callhandler.ui.main_window import MainWindow
from callhandler.words import Words, mark

FILES, KEY = "files", "Ctrl+O"
SHARPER = 2  # small pictures are made so many times larger, for screens that are
_COPY = mark(
    "A copy outside this program is protected by nothing: whoever uses this computer can open it, and an erasure does not reach it. "
    "Ctrl+S again saves it in {folder}, and that is put on record."
)
_OFF = mark("It stays on record, but shows in this complaint no more; only an erasure takes it away. Delete again takes it off.")
_NO_PICTURE = mark("This picture cannot be shown: it is damaged, or larger than is safe to open. Ctrl+S saves a copy.")
_NOT_RECORDED = mark("That you looked could not be put on record, so nothing is shown. Try again.")
_TAKING = mark("A file is still being taken in. It is not attached if you leave now. Do it once more to leave all the same.")
_NOWHERE = mark("Open a call or a person's log first: a file belongs to a complaint.")
Choose = Callable[[QWidget, Words], Sequence[str]]


class FilesRoom(QObject):
    """`choose` asks the operator for files; `folder` is where copies go."""

    attached = Signal()

    def __init__(
        self, window: MainWindow, session: Session, front: Front, now: Callable[[], datetime], words: Words, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._window, self._front, self._desk, self._now, self._words = window, front, session.desk, now, words
        self._attaching = attaching(session)
        self.choose: Choose = chosen_files
        self.folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        self._page, self._files, self._asked = FilesPage(words), dict[str, FileHere](), ""
        self._moving, self._why_looked = OnTheWay(), UNASKED
        self._taking = TakingIn(self._attaching.take_in, self)
        self._making: Errand | None = None  # of small pictures
        self._key = QShortcut(QKeySequence(KEY), window)
        window.put(FILES, self._page)
        self._connect()

    def speak(self, words: Words) -> None:
        self._words = words
        self._page.speak(words)
        if self._window.current() == FILES:
            self._show()

    def leave(self) -> None:
        self._taking.end()
        self._key.deleteLater()
        self._window.drop(FILES)

    def stands(self, state: LineState) -> None:
        """Files went out or came in, or are not taken for now."""
        if state.files != self._moving:
            fresh, self._moving = state.files.full and not self._moving.full, state.files
            self.look_again()
            if fresh and self._window.current() == FILES:
                self._page.tell(full_said(self._words))

    def look_again(self) -> None:
        """Something is otherwise: show it where it is in sight."""
        if self._window.current() == FILES and self._page.case():
            self._show()

    def open(self, case: str) -> None:
        """Show the files of a complaint, once it is on record that somebody looked: with the reason that stands for the log in front."""
        if not self._attaching.may(case):
            self._window.tell("role", self._words.say("Your role does not allow this."), "passing")
            return
        try:
            self._why_looked = Why(IN_CALL, case) if case in self._calls() else self._front.reason()
            self._attaching.look(case, self._why_looked)
        except NotRecorded:
            self._window.tell("looking", self._words.say(_NOT_RECORDED), "passing")
            return
        self._page.tell(withheld_said(self._words, self._attaching.withheld(case)))
        self._show(case)
        self._window.show_page(FILES)
        self._page.take_focus()

    def attach(self, sources: Sequence[Source]) -> None:
        """Take these in, one after the other."""
        case = self._page.case()
        if self._attaching.may(case, write=True):
            self._taking.add(case, sources)
        else:
            self._page.tell(self._words.say("Your role does not allow this."))

    # what the keys do

    def _pressed(self) -> None:
        if self._window.current() == FILES:
            self._choose()
        elif case := self._in_front():
            self.open(case)
        else:
            self._window.tell("role", self._words.say(_NOWHERE), "passing")

    def _in_front(self) -> str:
        """The complaint of the call in front, or the one stood on in the log in front."""
        if (page := self._window.current()) in self._calls():
            return page
        complaints = self._window.findChild(LinesView, "person_complaints") if page == PERSON else None
        return (complaints.chosen() or next((line.key for line in complaints.lines()), "")) if complaints else ""

    def _calls(self) -> set[str]:
        return {room.case for room in self._front.calls()}

    def _choose(self) -> None:
        self._given(self.choose(self._window, self._words))

    def _given(self, paths: Sequence[str]) -> None:
        self.attach([(Path(path), Path(path).name) for path in paths])

    def _paste(self) -> None:
        copied: list[QUrl] = getattr(QGuiApplication.clipboard().mimeData(), "urls", list)()  # nothing at all while nothing was copied
        paths = [url.toLocalFile() for url in copied if url.isLocalFile()]
        picture = QGuiApplication.clipboard().image()
        if paths:
            self._given(paths)
        elif picture.isNull():
            self._page.tell(self._words.say("There is no picture to paste."))
        else:
            self.attach([(png_of(picture), "")])

    # taken in

    def _why_stay(self) -> str:
        return self._words.say(_TAKING) if self._taking.busy else ""

    def _taken(self, case: str, shelved: Shelved, name: str) -> None:
        words, health = self._page.about_the_next()
        self._attaching.attach(case, shelved, name, words, health=health)
        self._page.begin_anew()
        self._page.tell(attached_said(self._words, self._reference(case), full=self._moving.full))
        self._desk_settled()
        self.attached.emit()

    def _not(self, trouble: Exception) -> None:
        self._page.tell(self._why(trouble))

    def _say_come(self, percent: int) -> None:
        self._page.tell(self._words.say("Taking it in: {n} %", n=percent))

    # looked at

    def _open_one(self, entry: str) -> None:
        one = self._files.get(entry)
        if one and not one.here:
            self._attaching.want(one.file)
            self._page.tell(self._words.say("It is fetched as soon as there is a line."))
            self._show()
        elif one and one.file.told.media not in DECODERS:
            self._page.tell(self._words.say("This sort of file is not shown here. Ctrl+S saves a copy."))
        elif one:
            self._show_large(one.file)

    def _show_large(self, file: Attached) -> None:
        try:
            picture = picture_of(self._attaching.open(file, self._why_looked), file.told.media, self._page.room())
        except (VaultTrouble, NotRecorded) as trouble:
            self._page.tell(self._why(trouble))
        else:
            self._page.tell(self._words.say(_NO_PICTURE) if picture.isNull() else "")
            self._page.show_picture(picture, file.told.words)

    def _copy(self, entry: str) -> None:
        """Asked once it says what that means; asked again it does it, with a reason where the area wants one (R3)."""
        one, sure = self._files.get(entry), self._asked == entry
        self._asked = "" if sure else entry
        if one and sure:
            self._front.why.ask_copy(one.file.case, partial(self._copy_out, one.file))
        elif one:
            self._page.tell(self._words.say(_COPY, folder=self.folder))

    def _copy_out(self, file: Attached, why: Why) -> None:
        try:
            path = self._attaching.copy_out(file, self.folder, why)
        except (VaultTrouble, NotRecorded) as trouble:
            self._page.tell(self._why(trouble))
        else:
            self._page.tell(self._words.say("Saved as {file}. Delete it when you no longer need it.", file=path))

    def _take_off(self, entry: str) -> None:
        """Asked twice too."""
        one = self._files.get(entry)
        if one is None or not self._attaching.may(one.file.case, write=True):
            return
        sure, self._asked = self._asked == f"off {entry}", f"off {entry}"
        if sure:
            self._attaching.take_off(one.file)
            self._page.show_picture(QImage())
            self._desk_settled()
        self._page.tell(self._words.say("Taken off this complaint.") if sure else self._words.say(_OFF))

    # shown

    def _show(self, case: str = "") -> None:
        case = case or self._page.case()
        files = self._attaching.files(case)
        fresh = [one for one in files if one.here and one.file.entry not in self._files and one.file.told.media in DECODERS]
        self._files = {one.file.entry: one for one in files}
        may = self._attaching.may(case, write=True)
        self._page.show_sheet(FilesSheet(case, self._reference(case), file_lines(self._words, files, self._now()), may))
        if fresh:
            self._making = self._run(partial(self._small, [one.file for one in fresh]), self._page.show_small, self._no_small)

    def _small(self, files: Sequence[Attached]) -> dict[str, QImage]:
        made = {}
        for one in files:
            try:
                made[one.entry] = picture_of(self._attaching.content(one), one.told.media, SMALL * SHARPER)
            except VaultTrouble:
                continue
        return made

    def _no_small(self, trouble: Exception) -> None:
        """Without its picture a line says the same."""
        if not isinstance(trouble, VaultTrouble):
            raise trouble

    def _desk_settled(self) -> None:
        """What was written can be read once it is on the disk."""
        self._attaching.hand.pen.settled(3.0)
        self._show()

    def _why(self, trouble: Exception) -> str:
        if isinstance(trouble, VaultTrouble):
            return told(trouble, self._words)
        if isinstance(trouble, NotRecorded):
            return self._words.say(_NOT_RECORDED)
        if isinstance(trouble, OSError):
            return self._words.say("The file cannot be read: {why}.", why=trouble.strerror or "?")
        raise trouble

    def _reference(self, case: str) -> str:
        complaint = self._desk.complaint(case)
        return complaint.reference if complaint else ""

    def _run(self, what: Callable[[], object], done: Callable[..., None], failed: Callable[[Exception], None]) -> Errand:
        errand = Errand(what)
        errand.done.connect(done)
        errand.failed.connect(failed)
        errand.start()
        return errand

    def _connect(self) -> None:
        self._key.activated.connect(self._pressed)
        self._taking.taken.connect(self._taken)
        self._taking.failed.connect(self._not)
        self._taking.come.connect(self._say_come, Qt.ConnectionType.QueuedConnection)
        self._front.also_stay.append(self._why_stay)
        self._page.left.connect(self._window.back)
        self._page.wanted.connect(self._choose)
        self._page.given.connect(self._given)
        self._page.pasted.connect(self._paste)
        self._page.opened.connect(self._open_one)
        self._page.copied.connect(self._copy)
        self._page.mistaken.connect(self._take_off)
