"""Turns the bytes of a picture into one that can be drawn: by the decoder of its own kind alone, and none that is too large (T11)."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

DECODERS = {"image/jpeg": b"jpeg", "image/png": b"png", "image/webp": b"webp"}  # no SVG: it is a program that draws
LARGEST_SIDE = 16_000  # pixels
MOST = {b"jpeg": 64_000_000, b"png": 16_000_000, b"webp": 16_000_000}  # pixels; a JPEG is made small while it is read
ROOM = 128  # MiB of memory for one picture


def picture_of(content: bytes, media: str, room: QSize) -> QImage:
    """The picture, no larger than `room`; a null image for what is none, is damaged, or would need too much memory."""
    decoder = DECODERS.get(media)
    if decoder is None:
        return QImage()
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(decoder))
    reader.setAutoDetectImageFormat(False)
    reader.setAutoTransform(True)
    size = reader.size()
    if not _fits(size, MOST[decoder]):
        return QImage()
    if size.width() > room.width() or size.height() > room.height():
        turned = room.transposed() if _turned(reader) else room
        reader.setScaledSize(size.scaled(turned, Qt.AspectRatioMode.KeepAspectRatio))
    QImageReader.setAllocationLimit(ROOM)
    return reader.read()


def png_of(picture: QImage) -> bytes:
    """A picture that was pasted, as a file."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(buffer.data().data())


def _fits(size: QSize, most: int) -> bool:
    width, height = size.width(), size.height()
    return 0 < width <= LARGEST_SIDE and 0 < height <= LARGEST_SIDE and width * height <= most


def _turned(reader: QImageReader) -> bool:
    """Whether it is held upright by a note beside it."""
    return bool(reader.transformation().value & 4)
