"""Publishes a script: turns the workbook people write into the XForm that the desk runs."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import escape
from pathlib import Path

from callhandler.script.extra import extra
from callhandler.script.finding import Finding
from callhandler.script.floors import CONDITION, fired
from callhandler.script.lint import check, lint
from callhandler.script.load import load
from callhandler.script.overlay import overlaid, read_overlay
from callhandler.script.scale import scale
from callhandler.script.scores import expand, summed
from callhandler.script.trouble import ScriptTrouble
from callhandler.script.twins import differences
from callhandler.script.workbook import Row, Workbook, read_workbook, switched_on

APP = 'app="urn:firstcall"'
CORE = re.compile(r"^(core|mandatory) \d")
LABEL = re.compile(r'(<text id="([^"]*):label">.*?)(</text>)', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Published:
    """A script ready to be released: the XForm, the plain workbook it stands for (overlay and totals written out), and what to look at."""

    form: bytes
    book: Workbook
    warnings: tuple[Finding, ...]


def publish(workbook: Path, overlay: Path | None = None) -> bytes:
    """The XForm of a workbook; as `prepare`."""
    return prepare(workbook, overlay).form


def prepare(workbook: Path, overlay: Path | None = None) -> Published:
    """A script made of a workbook (xlsx, or a folder of csv) and an area's overlay, tried in our engine.

    The same workbook gives the same bytes. Raises BrokenWorkbook with every mistake, ScriptTrouble, OSError.
    """
    book = read_workbook(workbook)
    strange = tuple(differences(book, workbook))
    if overlay:
        changed, wrong = overlaid(book, read_overlay(overlay))
        if wrong or strange or any(not one.warning for one in lint(book)):
            check(book, *strange, *wrong)
        book = summed(fired(changed))
    warnings = check(book, *strange)
    book = fired(book)
    survey = [_carried(row) for row in expand(book.having(survey=tuple(switched_on(book["survey"]))))]
    form = _with_short_names(_converted(book, survey), survey).encode("utf-8")
    scale(load(form))
    return Published(form, summed(book), warnings)


def _carried(row: Row) -> Row:
    """The row with what pyxform would drop: its number, the total it scores for, and which core question it is."""
    if row["type"].startswith("end"):
        return row
    core = row["note"] if CORE.match(row["note"]) else ""
    kept = {"bind::app:row": str(row.number), "bind::app:score": row["score"], "bind::app:core": core}
    return Row(row.number, {**row.cells, **{column: cell for column, cell in kept.items() if cell}})


def _converted(book: Workbook, survey: Iterable[Row]) -> str:
    rows = [dict(row.cells) for row in survey]
    sheets = {
        "sheet_names": ["survey", "choices", "settings"],
        "survey": [{column: cell for column, cell in row.items() if _known(column)} for row in rows],
        "survey_header": [{column: None for row in rows for column in row if _known(column)}],
        "choices": [{column: cell for column, cell in row.cells.items() if column != CONDITION} for row in book["choices"]],
        "choices_header": [dict.fromkeys(column for column in book.headings.get("choices", ()) if column != CONDITION)],
        "settings": [_settings(book["settings"])],
        "settings_header": [dict.fromkeys(_settings(book["settings"]))],
    }
    pyxform = extra("pyxform.xls2xform")
    try:
        return str(pyxform.convert(sheets, form_name="data").xform)
    except (extra("pyxform.errors").PyXFormError, KeyError, TypeError, ValueError, AttributeError, RecursionError) as trouble:
        raise ScriptTrouble("pyxform", " ".join(str(trouble).split())) from trouble


def _known(column: str) -> bool:
    return column not in {"score", "note", "disabled"} and not column.startswith("short")


def _settings(rows: tuple[Row, ...]) -> Mapping[str, str]:
    cells = rows[0].cells if rows else {}
    spaces = cells.get("namespaces", "")
    return {**cells, "namespaces": spaces if APP in spaces else f"{spaces} {APP}".strip()}


def _with_short_names(xform: str, survey: Iterable[Row]) -> str:
    """Puts the short names beside the labels, language by language."""
    names = {row["name"]: row for row in survey}
    return "<translation".join(_translated(part, names) for part in xform.split("<translation"))


def _translated(part: str, names: Mapping[str, Row]) -> str:
    language = re.match(r' lang="([^"]*)"', part)
    if not language:
        return part
    column = f"short::{language.group(1)}"

    def shortened(found: re.Match[str]) -> str:
        row = names.get(found.group(2).rsplit("/", 1)[-1])
        short = row[column] if row else ""
        return f'{found.group(1)}<value form="short">{escape(short, quote=False)}</value></text>' if short else found.group(0)

    return LABEL.sub(shortened, part)
