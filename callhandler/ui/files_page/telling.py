"""Tells the files of a case in lines: what each is, who attached it, what was said about it, and whether it is here and sent."""

from collections.abc import Iterable
from datetime import datetime

from callhandler.desk.attaching import FileHere
from callhandler.ui.dates import moment, several
from callhandler.ui.line_page.saying import FULL
from callhandler.ui.lines import Line
from callhandler.words import Words, mark

_SORTS = {"image": mark("Photograph"), "audio": mark("Recording"), "video": mark("Film"), "application": mark("PDF")}
_MORE_WITHHELD = mark("{n} files tell of health, and are withheld from you.")
_KIB, _MIB = 1 << 10, 1 << 20


def file_lines(words: Words, files: Iterable[FileHere], now: datetime) -> tuple[Line, ...]:
    """One line for each file, the newest first."""
    return tuple(_line(words, one, now) for one in files)


def sort_said(words: Words, media: str) -> str:
    """What sort of file it is, in one word."""
    return words.say(_SORTS.get(media.partition("/")[0], mark("File")))


def size_said(size: int) -> str:
    return f"{size / _MIB:.1f} MB" if size >= _MIB else f"{max(size // _KIB, 1)} kB"


def stands_said(words: Words, one: FileHere) -> str:
    """Whether it is here, and whether others can have it."""
    if one.wanted:
        return words.say("is being fetched")
    if not one.here:
        return words.say("not on this computer: Enter fetches it")
    return words.say("sent") if one.sent else words.say("kept here, still to be sent")


def attached_said(words: Words, reference: str, *, full: bool) -> str:
    """What becomes of a file now that it is attached; `full`: the endpoint takes none for now."""
    kept = words.say("Attached to {reference}. It is kept here encrypted, and sent after its entry.", reference=reference)
    return f"{kept} {full_said(words)}" if full else kept


def withheld_said(words: Words, n: int) -> str:
    """How many files are not in the list; "" where all are."""
    return several(words, n, mark("1 file tells of health, and is withheld from you."), mark(_MORE_WITHHELD)) if n else ""


def full_said(words: Words) -> str:
    return words.say(FULL)


def _line(words: Words, one: FileHere, now: datetime) -> Line:
    told = one.file.told
    health = words.say("tells of health") if told.health else ""
    title = " · ".join(filter(None, (told.words or told.name or sort_said(words, told.media), health)))
    about = (sort_said(words, told.media), told.name if told.words else "", size_said(told.size), one.file.actor, stands_said(words, one))
    return Line(one.file.entry, title, " · ".join(filter(None, about)), moment(words, one.file.at, now), tone="" if one.here else "soft")
