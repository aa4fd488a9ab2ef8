"""Files at the desk, through the real window: attached by key, looked at once that is on record, and copied out only on purpose."""

import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QColor, QDropEvent, QGuiApplication, QImage, QPainter

from callhandler.app.doors import Entrance
from callhandler.app.files_room import FilesRoom
from callhandler.app.session import Opened, scratch_desk
from callhandler.desk.attaching import Attaching
from callhandler.desk.hand import Hand, NotRecorded, Who
from callhandler.log.clock import Clock
from callhandler.log.kinds import FileAttached, Viewed
from callhandler.store.fleeting import FleetingVault, fleeting_in
from callhandler.store.pen import InlinePen
from callhandler.store.secrets import KeptInMemory
from callhandler.ui.files_page.page import FilesPage
from callhandler.ui.files_page.picture import picture_of
from callhandler.ui.lines import LinesView
from callhandler.ui.safe import PlainField, PlainLabel
from tests.desks import NUMBER, generic, margaret, rung_off
from tests.doubles import CountedIds, ToldClock
from tests.test_whole_markup import RED, red_pixels
from tests.ui_seat import CTRL, AtDesk, seat

__all__ = ["seat"]

MARKUP = '<img src="file:///red.png"><font color=red size=7>███</font>'


def graffiti(path: Path, kind: str = "JPG") -> Path:
    """A photograph of a wall."""
    picture = QImage(640, 480, QImage.Format.Format_RGB32)
    picture.fill(QColor("#8a6f5a"))
    painter = QPainter(picture)
    painter.fillRect(80, 120, 300, 90, QColor("#2455a4"))
    painter.end()
    assert picture.save(str(path), kind)  # type: ignore[call-overload]
    return path


@pytest.fixture
def vault(tmp_path: Path) -> Iterator[FleetingVault]:
    made = fleeting_in(tmp_path, "4821 Okafor")
    yield made
    made.close()


@pytest.fixture
def opened(vault: FleetingVault, clock: ToldClock) -> Opened:
    opened = Opened(vault, *generic())
    rung_off(margaret(scratch_desk(opened, InlinePen(vault.logbook), clock).start_call(NUMBER)))
    return opened


def room(seat: AtDesk, tmp_path: Path) -> FilesRoom:
    assert seat.program.abroad is not None
    files = seat.program.abroad.files
    files.folder = tmp_path / "Documents"
    return files


def at_the_files(seat: AtDesk, opened: Opened) -> FilesPage:
    seat.start().program.let_in(opened)
    seat.press(Qt.Key.Key_F, CTRL).write("Margaret").press(Qt.Key.Key_Return).press(Qt.Key.Key_Return)
    assert seat.window.current() == "person"
    seat.press(Qt.Key.Key_O, CTRL)
    assert seat.window.current() == "files"
    return seat.part(FilesPage)


def attached(opened: Opened) -> list[FileAttached]:
    return [entry.body for entry in opened.vault.logbook.entries() if isinstance(entry.body, FileAttached)]


def looks(opened: Opened) -> list[str]:
    return [entry.body.purpose for entry in opened.vault.logbook.entries() if isinstance(entry.body, Viewed) and entry.body.what == "case"]


def said(seat: AtDesk) -> str:
    return seat.part(PlainLabel, "files_said").text()


def take(seat: AtDesk, opened: Opened, tmp_path: Path, *paths: Path) -> None:
    before = len(attached(opened))
    room(seat, tmp_path).choose = lambda _over, _words: [str(path) for path in paths]
    seat.press(Qt.Key.Key_O, CTRL)
    seat.qtbot.waitUntil(lambda: len(attached(opened)) == before + len(paths), timeout=20_000)


def test_it_says_what_to_do_while_there_is_none(seat, opened):
    at_the_files(seat, opened)
    assert "Ctrl+O chooses a file" in seat.part(LinesView, "files_list").accessibleDescription()


@pytest.mark.req("R1", "R17")
def test_a_photograph_is_attached_by_key_with_the_words_about_it_and_nothing_of_its_path(seat, opened, tmp_path):
    at_the_files(seat, opened)
    seat.part(PlainField, "files_words").setText("The wall, sent by Margaret")
    seat.press(Qt.Key.Key_H, CTRL)
    take(seat, opened, tmp_path, graffiti(tmp_path / "graffiti.jpg"))
    (body,) = attached(opened)
    assert (body.name, body.media, body.words, body.health) == ("graffiti.jpg", "image/jpeg", "The wall, sent by Margaret", True)
    assert str(tmp_path) not in body.model_dump_json()
    (line,) = seat.part(LinesView, "files_list").lines()
    assert line.title == "The wall, sent by Margaret · tells of health"
    assert "kept here, still to be sent" in line.detail
    assert seat.part(PlainField, "files_words").text() == ""
    assert looks(opened) == ["files"]


@pytest.mark.req("R1")
def test_opening_it_is_on_record_before_it_is_shown(seat, opened, tmp_path):
    at_the_files(seat, opened)
    take(seat, opened, tmp_path, graffiti(tmp_path / "graffiti.jpg"))
    picture = seat.part(PlainLabel, "files_picture")
    assert picture.pixmap().isNull()
    seat.part(LinesView, "files_list").setFocus()
    seat.press(Qt.Key.Key_Return)
    assert not picture.pixmap().isNull()
    assert looks(opened) == ["files", "file opened"]


@pytest.mark.req("R1")
def test_a_copy_is_saved_only_when_asked_twice_and_that_is_on_record(seat, opened, tmp_path):
    at_the_files(seat, opened)
    photo = graffiti(tmp_path / "graffiti.jpg")
    take(seat, opened, tmp_path, photo)
    seat.part(LinesView, "files_list").setFocus()
    seat.press(Qt.Key.Key_S, CTRL)
    assert "protected by nothing" in said(seat)
    assert not (tmp_path / "Documents").exists()
    assert looks(opened) == ["files"]
    seat.press(Qt.Key.Key_S, CTRL).press(Qt.Key.Key_3)  # why (R3)
    (copy,) = (tmp_path / "Documents").iterdir()
    assert (copy.name, copy.read_bytes()) == ("OFFICIAL-SENSITIVE graffiti.jpg", photo.read_bytes())
    assert copy.stat().st_mode & 0o077 == 0
    assert looks(opened) == ["files", "file copied"]


@pytest.mark.req("F22", "R1")
def test_attached_to_the_wrong_complaint_it_is_taken_off_when_asked_twice_and_stays_on_record(seat, opened, tmp_path):
    at_the_files(seat, opened)
    take(seat, opened, tmp_path, graffiti(tmp_path / "graffiti.jpg"))
    files = seat.part(LinesView, "files_list")
    files.setFocus()
    seat.press(Qt.Key.Key_Return).press(Qt.Key.Key_S, CTRL).press(Qt.Key.Key_Delete)
    assert "Delete again takes it off" in said(seat)
    assert len(files.lines()) == 1
    seat.press(Qt.Key.Key_Delete)
    assert (files.lines(), said(seat)) == ((), "Taken off this complaint.")
    assert seat.part(PlainLabel, "files_picture").pixmap().isNull()
    assert len(attached(opened)) == 1


@pytest.mark.req("F22")
def test_what_may_not_be_attached_is_said_and_the_others_go_in(seat, opened, tmp_path):
    at_the_files(seat, opened)
    program = tmp_path / "photo.jpg.lnk"
    program.write_bytes(b"L\0\0\0" + secrets.token_bytes(100))
    take(seat, opened, tmp_path, graffiti(tmp_path / "wall.png", "PNG"))
    room(seat, tmp_path).attach([(program, program.name), (tmp_path / "gone.jpg", "gone.jpg")])
    seat.qtbot.waitUntil(lambda: "cannot be read" in said(seat))
    assert [body.media for body in attached(opened)] == ["image/png"]


def test_files_can_be_dropped_and_a_copied_picture_pasted(seat, opened, tmp_path):
    page = at_the_files(seat, opened)
    dropped = QMimeData()
    dropped.setUrls([QUrl.fromLocalFile(str(graffiti(tmp_path / "dropped.jpg"))), QUrl("https://example.org/a.jpg")])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    event = QDropEvent(QPointF(9, 9), copy, dropped, left, Qt.KeyboardModifier.NoModifier)
    page.dropEvent(event)
    seat.qtbot.waitUntil(lambda: len(attached(opened)) == 1)
    QGuiApplication.clipboard().clear()
    page.take_focus()
    seat.press(Qt.Key.Key_V, CTRL)
    assert said(seat) == "There is no picture to paste."
    QGuiApplication.clipboard().setImage(QImage(str(tmp_path / "dropped.jpg")))
    seat.press(Qt.Key.Key_V, CTRL)
    seat.qtbot.waitUntil(lambda: len(attached(opened)) == 2)
    QGuiApplication.clipboard().clear()
    assert {body.media for body in attached(opened)} == {"image/jpeg", "image/png"}


def test_from_a_call_too_and_back_to_where_one_was(seat, opened, tmp_path):
    seat.start().program.let_in(opened)
    seat.press(Qt.Key.Key_F9)
    call = seat.window.current()
    seat.press(Qt.Key.Key_O, CTRL)
    assert seat.window.current() == "files"
    take(seat, opened, tmp_path, graffiti(tmp_path / "wall.jpg"))
    assert opened.vault.logbook.entries(case=call, kinds=("file-attached",))
    seat.press(Qt.Key.Key_Escape)
    assert seat.window.current() == call


def test_without_a_complaint_in_front_it_says_so(seat, opened):
    seat.start().program.let_in(opened)
    seat.press(Qt.Key.Key_O, CTRL)
    assert seat.window.current() == "desk"
    assert "a file belongs to a complaint" in seat.banner("role")


@pytest.mark.req("T8", "T25")
def test_markup_in_names_and_words_stays_letters(seat, opened, tmp_path):
    at_the_files(seat, opened)
    red = QImage(40, 40, QImage.Format.Format_RGB32)
    red.fill(RED)
    assert red.save(str(tmp_path / "red.png"))
    seat.part(PlainField, "files_words").setText(MARKUP.replace("/red.png", f"/{tmp_path}/red.png"))
    take(seat, opened, tmp_path, graffiti(tmp_path / "<b>wall.jpg"))
    seat.press(Qt.Key.Key_Return)
    assert red_pixels(seat.window) == 0
    seat.program.speak("cy")
    assert red_pixels(seat.window) == 0
    assert attached(opened)[0].name == "bwall.jpg"


def test_the_demo_shows_one(qtbot, tmp_path):
    demo = Entrance(tmp_path, "generic", KeptInMemory()).demo()
    (told,) = attached(demo)
    assert demo.vault.shelf is not None
    assert not picture_of(demo.vault.shelf.content(told.sha256), told.media, QSize(88, 66)).isNull()
    demo.vault.close()


@pytest.mark.req("R14")
def test_whose_role_sees_no_files_of_a_shared_case_opens_none(vault, clock, tmp_path):
    def attaching(role: str, agency: str) -> Attaching:
        hand = Hand(Who("C1", agency, role), InlinePen(vault.logbook), clock, CountedIds(), Clock(0))  # type: ignore[arg-type]
        return Attaching(hand, vault.logbook, vault.shelf)

    assert attaching("handler", "police").may("police.1", write=True)
    assert not attaching("handler", "council").may("police.1")
    assert attaching("officer", "council").may("police.1", write=True)
    assert not attaching("analyst", "police").may("police.1")


@pytest.mark.req("R1")
def test_while_nothing_can_be_put_on_record_nothing_is_shown_or_copied(vault, clock, tmp_path):
    hand = Hand(Who("C1", "police"), InlinePen(vault.logbook), clock, CountedIds(), Clock(0))
    there = Attaching(hand, vault.logbook, vault.shelf)
    there.attach("police.1", there.take_in(graffiti(tmp_path / "wall.jpg")), "wall.jpg")
    (one,) = there.look("police.1")
    stuck = Attaching(Hand(Who("C1", "police"), _FullDisk(), clock, CountedIds(), Clock(0)), vault.logbook, vault.shelf)
    for deed in (lambda: stuck.look("police.1"), lambda: stuck.open(one.file), lambda: stuck.copy_out(one.file, tmp_path / "out")):
        with pytest.raises(NotRecorded):
            deed()
    assert not (tmp_path / "out").exists()


class _FullDisk:
    """A pen whose disk takes nothing."""

    def submit(self, entries: object, clear: object = ()) -> None:
        """Kept in memory for ever."""

    def keep(self, draft: object) -> None:
        """Not kept."""

    def settled(self, limit: float) -> bool:
        return limit < 0


@pytest.mark.req("F22", "F1")
def test_whoever_leaves_while_a_file_is_taken_in_is_told_and_asked_once_more(seat, opened, tmp_path):
    at_the_files(seat, opened)
    photo = graffiti(tmp_path / "wall.jpg")
    room(seat, tmp_path).attach([(photo, photo.name)] * 2)
    assert not seat.window.close()  # before it can have heard that the first one was taken in
    assert "A file is still being taken in." in seat.banner("closing")
    seat.qtbot.waitUntil(lambda: len(attached(opened)) == 2)
    assert seat.window.close()
