"""Pictures are decoded only where that is safe, and the light says how many files wait."""

import secrets
import zlib

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QImage

from callhandler.ui.files_page.picture import picture_of
from callhandler.ui.line_page.saying import light_said, stands_said
from callhandler.ui.line_page.shown import LineTold
from callhandler.words import Words


@pytest.mark.req("T11")
def test_a_picture_that_is_none_or_larger_than_is_safe_is_not_decoded():
    room = QSize(800, 600)
    assert picture_of(b"<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9'/>", "image/png", room).isNull()
    assert picture_of(b"\x89PNG\r\n\x1a\n" + secrets.token_bytes(200), "image/png", room).isNull()
    assert picture_of(_png_of(5_000, 5_000), "image/png", room).isNull()
    assert picture_of(_png_of(20_000, 100), "image/png", room).isNull()
    assert not picture_of(_png_of(2_000, 1_000), "image/png", room).isNull()
    assert picture_of(b"%PDF-1.4", "application/pdf", room).isNull()


def test_a_large_photograph_is_made_to_fit(tmp_path):
    large = QImage(4000, 3000, QImage.Format.Format_RGB32)
    large.fill(QColor("green"))
    assert large.save(str(tmp_path / "large.jpg"))
    small = picture_of((tmp_path / "large.jpg").read_bytes(), "image/jpeg", QSize(400, 400))
    assert (small.width(), small.height()) == (400, 300)


def _png_of(width: int, height: int) -> bytes:
    """A black PNG of one bit a pixel: a few kilobytes that unpack to very much more."""

    def chunk(kind: bytes, told: bytes) -> bytes:
        return len(told).to_bytes(4) + kind + told + zlib.crc32(kind + told).to_bytes(4)

    head = width.to_bytes(4) + height.to_bytes(4) + bytes((1, 0, 0, 0, 0))
    rows = zlib.compress(bytes((1 + -(-width // 8)) * height))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("told", "light", "sentence"),
    [
        (LineTold(5, 5, files=2, pictures=2), "↑ 2 photographs", "2 photographs still to send"),
        (LineTold(5, 5, files=1, pictures=0, moved=40), "↑ 1 file", "1 file still to send · the present one 40 %"),
        (LineTold(6, 5, files=2, pictures=1), "↑ 1 waits", "1 entry is on its way."),
        (LineTold(5, 5), "✓ Sent", "Everything that was written here is sent, and everything that others wrote for this desk is here."),
    ],
)
def test_the_light_says_how_many_files_wait(told: LineTold, light: str, sentence: str):
    assert light_said(Words(), told) == light
    assert stands_said(Words(), told) == sentence
