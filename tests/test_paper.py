"""A copy on paper: marked and numbered on every page, letters whatever is in it, and on record before it is made."""

import re
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QImage, QPageSize, QPainter, QPdfWriter, QTextDocument
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QApplication

from callhandler.app.paper_room import PaperRoom
from callhandler.log.kinds import Band, Viewed
from callhandler.ui.paper.letter import letter
from callhandler.ui.paper.log_sheet import log_sheet
from callhandler.ui.paper.page import A4, PaperPage
from callhandler.ui.paper.pages import LARGE, Copy, NotMade, Pages, put_on
from callhandler.ui.safe import PlainButton, PlainLabel
from callhandler.words import Words
from tests.doubles import MORNING
from tests.ui_seat import CTRL, AtDesk, labels, log, seat
from tests.ui_shell_people import PERSON, RED, complaint, markup, red_pixels

__all__ = ["markup", "seat"]

TOOL = "Generic v1 — not a force's own tool"
Key = Qt.Key


def copy(person=PERSON, **more) -> Copy:
    sheet = log_sheet(person, Words(), MORNING, TOOL)
    return Copy(sheet, Words(), more.pop("number", "0F3A-92BC"), "4821 Okafor", "2 March 2026 09:00", **more)


def paper() -> QImage:
    blank = QImage(int(A4.width()), int(A4.height()), QImage.Format.Format_RGB32)
    blank.setDotsPerMeterX(3780)
    blank.setDotsPerMeterY(3780)
    blank.fill(Qt.GlobalColor.white)
    return blank


def drawn(made: Copy, page: int) -> QImage:
    blank = paper()
    painter = QPainter(blank)
    Pages(made, blank, A4).draw(painter, page)
    painter.end()
    return blank


def ink(picture: QImage, top: int, bottom: int) -> int:
    """How many bytes between two heights are not white."""
    return sum(1 for byte in bytes(picture.constBits())[top * picture.bytesPerLine() : bottom * picture.bytesPerLine()] if byte != 0xFF)


def reds(picture: QImage) -> int:
    return memoryview(picture.constBits()).cast("I").tolist().count(RED)


@pytest.mark.req("R9", "T15")
def test_every_page_bears_marking_number_tool_and_place(qapp: QApplication) -> None:
    long = replace(PERSON, complaints=tuple(complaint(str(n), n, "high") for n in range(60)))
    made = Pages(copy(long), paper(), A4)
    assert made.count() > 2
    for page in range(made.count()):
        head, foot = made.edges(page)
        assert "OFFICIAL-SENSITIVE" in head
        assert {"Copy 0F3A-92BC", "4821 Okafor", TOOL, f"page {page + 1} of {made.count()}"} <= set(re.split("  ·  |\n", foot))
        bare = replace(copy(long), sheet=replace(copy(long).sheet, marking=""))
        assert ink(drawn(copy(long), page), 60, 105) > ink(drawn(bare, page), 60, 105)


def test_the_whole_log_stands_on_it(qapp: QApplication) -> None:
    said = Pages(copy(), paper(), A4).words()
    for each in PERSON.complaints:
        assert each.reference in said
        assert each.what in said
    assert all(promise.what in said for promise in PERSON.promises)
    assert all(need in said for need in PERSON.needs)


@pytest.mark.req("T8")
def test_markup_stays_letters_on_paper(qapp: QApplication, markup: str) -> None:
    bad = replace(PERSON, names=(markup,), places=(markup,), needs=(markup,), complaints=(complaint("1", 1, "high", markup, where=markup),))
    assert markup in Pages(copy(bad), paper(), A4).words()
    pages = Pages(copy(bad), paper(), A4).count()
    assert [page for page in range(pages) if reds(drawn(copy(bad), page))] == []
    raw = paper()
    painter = QPainter(raw)
    rich = QTextDocument()
    rich.setHtml(markup)
    rich.drawContents(painter)
    painter.end()
    assert reds(raw), "the check sees red where markup is read"


def test_large_letters_take_more_paper(qapp: QApplication) -> None:
    long = replace(PERSON, complaints=tuple(complaint(str(n), n, "high") for n in range(20)))
    assert Pages(copy(long, points=LARGE), paper(), A4).count() > 2 * Pages(copy(long), paper(), A4).count() - 1


def pdf(file: Path) -> QPdfWriter:
    writer = QPdfWriter(str(file))
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    return writer


def test_a_file_has_the_pages_that_were_told(qapp: QApplication, tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    pages = put_on(pdf(tmp_path / "copy.pdf"), copy(points=LARGE), lambda done, of: told.append((done, of)))
    written = (tmp_path / "copy.pdf").read_bytes()
    assert written.startswith(b"%PDF")
    assert len(re.findall(rb"/Type /Page\b", written)) == pages == told[-1][1] > 1
    assert b"Jones" not in written.partition(b"stream")[0]


@pytest.mark.req("F22")
def test_where_it_cannot_be_written_it_is_said_and_nothing_falls(qapp: QApplication, tmp_path: Path) -> None:
    with pytest.raises(NotMade):
        put_on(pdf(tmp_path / "nowhere" / "copy.pdf"), copy())


def test_nobody_to_copy_is_an_empty_page_and_no_fault(qapp: QApplication) -> None:
    nobody = replace(PERSON, names=(), numbers=(), places=(), complaints=(), promises=(), told=(), links=(), flags=(), needs=(), meter=None)
    assert Pages(copy(nobody), paper(), QSizeF(794, 1123)).count() == 1


@dataclass(frozen=True)
class Over:
    """A call that ended so."""

    reference: str = "GEN-261122-K4CD-001"
    band: Band = "medium"
    summary: str = "You told us about lads by the shops.\nWe look into it."
    promise: date | None = date(2026, 3, 4)


@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_letter_says_what_was_read_out_and_bears_no_marking(qapp: QApplication, language: str) -> None:
    words = Words(language)
    made = Pages(Copy(letter(Over(), ("A visit",), words), words, "0F3A-92BC"), paper(), A4)
    assert {"GEN-261122-K4CD-001", "You told us about lads by the shops.", "A visit"} <= set(re.split(r"\n|: ", made.words()))
    assert made.edges(0)[0] == ""
    assert "0F3A-92BC" in made.edges(0)[1]


# at a desk


def room(seat: AtDesk) -> PaperRoom:
    assert seat.program.paper
    return seat.program.paper


def told(seat: AtDesk) -> str:
    return seat.part(PaperPage).findChild(PlainLabel, "paper_told").text()  # type: ignore[union-attr]


def at_a_log(seat: AtDesk, name: str = "Siân Jones") -> AtDesk:
    seat.start().sign_up().press(Key.Key_F9).answer(name=name, phone="07700 900123", where="12 High St", home="yes")
    seat.press(Key.Key_F2).press(Key.Key_F, CTRL).write("07700 900123")
    seat.qtbot.waitUntil(seat.finds)
    seat.press(Key.Key_Return)
    assert seat.window.current() == "person"
    return seat


@pytest.mark.req("R1", "R9", "T15")
def test_a_saved_copy_is_on_record_by_the_number_it_bears(seat: AtDesk, tmp_path: Path) -> None:
    at_a_log(seat).press(Key.Key_P, CTRL)
    assert "Siân Jones" in labels(seat.part(PaperPage))
    file = tmp_path / "copy.pdf"
    room(seat).ask_file = lambda _page, marking: file if marking == "OFFICIAL-SENSITIVE" else None
    seat.press(Key.Key_S, CTRL).press(Key.Key_7)  # why, since a copy leaves the desk
    seat.qtbot.waitUntil(lambda: "is saved as" in told(seat))
    assert file.read_bytes().startswith(b"%PDF")
    assert file.stat().st_mode & 0o077 == 0
    number = re.search(r"[0-9A-F]{4}-[0-9A-F]{4}", told(seat))
    assert number
    seat.press(Key.Key_Escape)
    seat.leave()
    looks = log(seat, lambda logbook: [one for one in logbook.entries(kinds=("viewed",)) if isinstance(one.body, Viewed)])
    (made,) = [one for one in looks if isinstance(one.body, Viewed) and one.body.purpose == "print"]
    assert made.id.replace("-", "").upper().endswith(number[0].replace("-", ""))
    assert isinstance(made.body, Viewed)
    assert made.body.reason == "proceedings"


def test_a_printer_gets_the_copy(seat: AtDesk, tmp_path: Path) -> None:
    at_a_log(seat).press(Key.Key_P, CTRL)
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "spooled.pdf"))
    room(seat).ask_printer = lambda _page: printer
    seat.press(Key.Key_Return).press(Key.Key_3)
    seat.qtbot.waitUntil(lambda: "is with the printer" in told(seat))
    assert (tmp_path / "spooled.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.req("F22")
def test_a_printer_that_fails_is_told_and_the_desk_goes_on(seat: AtDesk, tmp_path: Path) -> None:
    at_a_log(seat).press(Key.Key_P, CTRL)
    room(seat).ask_file = lambda _page, _marking: tmp_path / "gone" / "copy.pdf"
    seat.press(Key.Key_S, CTRL).press(Key.Key_1)
    seat.qtbot.waitUntil(lambda: "was not made" in told(seat))
    assert seat.part(PlainButton, "paper_print").isEnabled()
    seat.press(Key.Key_Escape).press(Key.Key_F9)
    assert seat.page.isVisible()


def test_whoever_thinks_better_of_it_leaves_nothing(seat: AtDesk) -> None:
    at_a_log(seat).press(Key.Key_P, CTRL)
    room(seat).ask_file = lambda _page, _marking: None
    seat.press(Key.Key_S, CTRL).press(Key.Key_1).press(Key.Key_L).press(Key.Key_Escape)
    seat.leave()
    looks = log(seat, lambda logbook: logbook.entries(kinds=("viewed",)))
    assert [one for one in looks if isinstance(one.body, Viewed) and one.body.purpose == "print"] == []


def test_where_there_is_nothing_to_copy_it_says_what_can_be(seat: AtDesk) -> None:
    seat.start().sign_up().press(Key.Key_P, CTRL)
    assert "Open one of them first" in seat.banner("paper")
    at = seat.press(Key.Key_F9)
    at.press(Key.Key_P, CTRL)
    assert seat.page.isVisible()


@pytest.mark.req("T8", "R22")
def test_the_page_is_drawn_in_both_sizes(seat: AtDesk, markup: str) -> None:
    at_a_log(seat, markup).press(Key.Key_P, CTRL)
    assert red_pixels(seat.window) == 0
    seat.press(Key.Key_L)
    assert "Ordinary letters" in seat.part(PlainButton, "paper_size").text()
    assert red_pixels(seat.window) == 0
