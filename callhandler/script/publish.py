"""Publishes a script: turns the workbook people write into the XForm that the desk runs."""

import re
from collections.abc import Iterable, Mapping
from html import escape
from importlib import import_module
from pathlib import Path

from callhandler.script.lint import check
from callhandler.script.load import load
from callhandler.script.trouble import ScriptTrouble
from callhandler.script.workbook import Row, Workbook, read_csv, read_xlsx

APP = 'app="urn:firstcall"'
CORE = re.compile(r"^(core|mandatory) \d")
LABEL = re.compile(r'(<text id="([^"]*):label">.*?)(</text>)', re.DOTALL)


def publish(workbook: Path) -> bytes:
    """The XForm of a workbook (xlsx, or a folder of csv), tried in our engine. The same workbook gives the same bytes.

    Raises ScriptTrouble for what is clearly broken.
    """
    book = read_csv(workbook) if workbook.is_dir() else read_xlsx(workbook)
    check(book)
    survey = [_carried(row) for row in expand(book)]
    published = _with_short_names(_converted(book, survey), survey).encode("utf-8")
    load(published)
    return published


def expand(book: Workbook) -> tuple[Row, ...]:
    """The survey with its scores written out: before each total one calculate a scored question, then their sum.

    A scored calculate counts as it is, and the total is `coalesce(…, 0) + …` over all of them.
    """
    totals = {row["score"] for row in book["survey"] if row["score"]}
    return tuple(row for asked in book["survey"] for row in (_total(asked, book) if asked["name"] in totals else (asked,)))


def _total(total: Row, book: Workbook) -> tuple[Row, ...]:
    name = total["name"]
    scored = [row for row in book["survey"] if row["score"] == name]
    points = tuple(_points(row, name) for row in scored if row["type"] != "calculate")
    terms = [row["name"] if row["type"] == "calculate" else f"{name}_{row['name']}" for row in scored]
    return (*points, total.having(calculation=" + ".join(f"coalesce(${{{term}}}, 0)" for term in terms)))


def _points(asked: Row, total: str) -> Row:
    answers = asked["type"].split()[1]
    sum_up = f"sum(instance('{answers}')/root/item[selected(${{{asked['name']}}}, name)]/points)"
    return Row(asked.number, {"type": "calculate", "name": f"{total}_{asked['name']}", "calculation": sum_up})


def _carried(row: Row) -> Row:
    """The row with what pyxform would drop: its number, the total it scores for, and which core question it is."""
    if row["type"].startswith("end"):
        return row
    core = row["note"] if CORE.match(row["note"]) else ""
    kept = {"bind::app:row": str(row.number), "bind::app:score": row["score"], "bind::app:core": core}
    return Row(row.number, {**row.cells, **{column: cell for column, cell in kept.items() if cell}})


def _converted(book: Workbook, survey: Iterable[Row]) -> str:
    rows = [dict(row.cells) for row in survey if row["disabled"] != "yes"]
    sheets = {
        "sheet_names": ["survey", "choices", "settings"],
        "survey": [{column: cell for column, cell in row.items() if _known(column)} for row in rows],
        "survey_header": [{column: None for row in rows for column in row if _known(column)}],
        "choices": [dict(row.cells) for row in book["choices"]],
        "choices_header": [dict.fromkeys(book.headings.get("choices", ()))],
        "settings": [_settings(book["settings"])],
        "settings_header": [dict.fromkeys(_settings(book["settings"]))],
    }
    pyxform = import_module("pyxform.xls2xform")
    try:
        return str(pyxform.convert(sheets, form_name="data").xform)
    except import_module("pyxform.errors").PyXFormError as trouble:
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
