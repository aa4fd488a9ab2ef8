"""What the page of the files shows, told in values."""

from dataclasses import dataclass

from callhandler.ui.lines import Line


@dataclass(frozen=True, slots=True)
class FilesSheet:
    """Everything on the page. `may_attach`: whoever sits here may add a file to this case."""

    case: str = ""
    reference: str = ""
    lines: tuple[Line, ...] = ()
    may_attach: bool = True
