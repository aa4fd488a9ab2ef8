"""Reads a draft of a script to try it: a workbook on its way, or a published form; whatever is wrong with it is told, not raised."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from callhandler.script.finding import BrokenWorkbook, Finding
from callhandler.script.form import Form
from callhandler.script.load import load
from callhandler.script.trouble import ScriptTrouble


@dataclass(frozen=True, slots=True)
class Draft:
    """A form to be tried, None where it cannot be run; with what was found in it, or the one `trouble` that stopped the reading."""

    form: Form | None
    mistakes: Sequence[Finding] = ()
    warnings: Sequence[Finding] = ()
    trouble: str = ""


def read_draft(file: Path, overlay: Path | None = None) -> Draft:
    """A published form (.xml), or a workbook (.xlsx, or a folder of .csv) with an area's overlay laid over it."""
    try:
        return _read(file, overlay)
    except BrokenWorkbook as broken:
        return Draft(None, broken.mistakes, broken.warnings)
    except ScriptTrouble as trouble:
        return Draft(None, trouble=str(trouble))
    except OSError as trouble:
        return Draft(None, trouble=f"{trouble.filename or file}: {trouble.strerror or 'cannot be read'}")


def form_in(file: Path, overlay: Path | None = None) -> Form:
    """The form of such a file, for whoever cannot go on without. Raises BrokenWorkbook, ScriptTrouble, OSError."""
    form = _read(file, overlay).form
    assert form  # noqa: S101 - it is there, or the reading has raised
    return form


def _read(file: Path, overlay: Path | None) -> Draft:
    if file.suffix.lower() == ".xml":
        return Draft(load(file.read_bytes()))
    from callhandler.script.publish import prepare  # noqa: PLC0415 - what converts a workbook need not be installed at a desk

    ready = prepare(file, overlay)
    return Draft(load(ready.form), warnings=ready.warnings)
