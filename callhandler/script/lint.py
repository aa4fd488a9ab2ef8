"""Looks a workbook over before it is published, and says in plain words what is clearly broken."""

import re

from callhandler.script.trouble import ScriptTrouble, did_you_mean
from callhandler.script.workbook import Row, Workbook

TEXTS = frozenset({"label", "hint", "guidance_hint", "short", "required_message", "constraint_message"})
SURVEY = TEXTS | {
    *("type", "name", "required", "relevant", "constraint", "calculation", "choice_filter", "appearance", "default", "read_only"),
    *("repeat_count", "score", "note", "disabled"),
}
SETTINGS = frozenset({"form_title", "form_id", "version", "default_language", "namespaces"})
PLAIN = frozenset({"text", "integer", "decimal", "date", "time", "note", "calculate", "hidden", "start", "end", "today"})
BRACKETS = frozenset({"begin group", "end group", "begin repeat", "end repeat"})
SELECTS = frozenset({"select_one", "select_multiple"})
NAME = re.compile(r"^[^\W\d][\w.-]*$")
NUMBER = re.compile(r"^-?\d+(\.\d+)?$")


def check(book: Workbook) -> None:
    """Raises ScriptTrouble for the first thing that is broken: a column, a type, a list, points or a total."""
    _columns(book)
    lists = {row["list_name"] for row in book["choices"]}
    for row in book["survey"]:
        _type(row, lists)
    _points(book)
    _totals(book)


def _columns(book: Workbook) -> None:
    for sheet, known in (("survey", SURVEY), ("settings", SETTINGS)):
        for heading in book.headings.get(sheet, ()):
            bare = heading.split("::")[0]
            if heading and (bare not in known or ("::" in heading and bare not in TEXTS)):
                raise ScriptTrouble("column", f"sheet {sheet}: unknown column “{heading}”{did_you_mean(bare, known)}", row=1)


def _type(row: Row, lists: set[str]) -> None:
    kind, _, answers = " ".join(row["type"].split()).partition(" ")
    whole = f"{kind} {answers}".strip().replace("_", " ") if kind.startswith(("begin", "end")) and kind != "end" else kind
    if kind in SELECTS:
        if answers not in lists:
            raise _wrong(row, "list", f"unknown list “{answers}”{did_you_mean(answers, lists)}")
    elif row["type"] not in PLAIN and row["type"] not in BRACKETS and whole not in BRACKETS:
        known = PLAIN | BRACKETS | SELECTS
        raise _wrong(row, "type", f"unknown type “{row['type']}”{did_you_mean(row['type'], known)}")
    if not row["type"].startswith("end") and not NAME.match(row["name"]):
        raise _wrong(row, "name", f"“{row['name']}” cannot be a name: use letters, digits and _")


def _points(book: Workbook) -> None:
    for row in book["choices"]:
        if row["points"] and not NUMBER.match(row["points"]):
            told = f"sheet choices: points of {row['list_name']} {row['name']} is “{row['points']}”, not a number"
            raise ScriptTrouble("points", told, row=row.number)


def _totals(book: Workbook) -> None:
    names = {row["name"] for row in book["survey"] if row["type"] == "calculate"}
    scored = {row["list_name"] for row in book["choices"] if row["points"]}
    for row in book["survey"]:
        if not row["score"]:
            continue
        kind, _, answers = row["type"].partition(" ")
        if row["score"] not in names:
            raise _wrong(row, "score", f"no calculate “{row['score']}” to score for{did_you_mean(row['score'], names)}")
        if kind != "calculate" and answers not in scored:
            raise _wrong(row, "points", f"it is scored, but the list “{answers}” has no points")


def _wrong(row: Row, code: str, said: str) -> ScriptTrouble:
    return ScriptTrouble(code, said, where=row["name"], row=row.number)
