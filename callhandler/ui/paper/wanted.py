"""What can be taken along on paper says so."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal, NamedTuple, Protocol, runtime_checkable

from callhandler.ui.paper.sheet import Sheet
from callhandler.words import Words


class Wanted(NamedTuple):
    """Whose copy it is: a person's log, or the case in front where `subject` is ""; and how it is written, at a time and by a tool."""

    what: Literal["person", "case"]
    subject: str
    sheet: Callable[[Words, datetime, str], Sheet]


@runtime_checkable
class OnPaper(Protocol):
    """A part of the window that Ctrl+P copies while it is in sight."""

    def on_paper(self) -> Wanted: ...
