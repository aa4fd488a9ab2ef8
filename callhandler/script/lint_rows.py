"""Checks the survey row by row: types, names, groups that open and close, and cells that make no sense where they stand."""

import re
from collections.abc import Iterator
from datetime import date

from callhandler.script.finding import Finding
from callhandler.script.lint_draft import BRACKETS, NAME, SELECTS, Asked, Draft
from callhandler.script.lint_sheets import TEXTS
from callhandler.script.trouble import did_you_mean

PLAIN = frozenset({"text", "integer", "decimal", "date", "time", "note", "calculate", "hidden", "start", "end", "today"})
KNOWN = PLAIN | BRACKETS | SELECTS
LOOKS = ("say", "alert", "multiline", "minimal", "autocomplete", "gazetteer", "likert")
OUTSIDE = re.compile(
    r"^(geo\w+|image|audio|video|file|photo|barcode|rank|range|osm|acknowledge|audit|entities|background-[\w-]+|start-geopoint"
    r"|select_(one|multiple)_(from_file|external)|select_all_\w+|xml-external|csv-external|dateTime|deviceid|username|email|phonenumber)\b"
)
ANYWHERE = frozenset({"type", "name", "note", "disabled"})
SPOKEN = ANYWHERE | {"label", "hint", "guidance_hint", "short", "relevant", "appearance", "calculation"}
ANSWERED = SPOKEN | {"required", "required_message", "constraint", "constraint_message", "default", "read_only"}
FITTING = {
    "note": SPOKEN,
    "calculate": ANYWHERE | {"calculation", "relevant", "score"},
    "hidden": ANYWHERE | {"calculation", "relevant", "default"},
    "begin group": ANYWHERE | {"label", "short", "relevant", "appearance"},
    "begin repeat": ANYWHERE | {"label", "short", "relevant", "appearance", "repeat_count"},
    **dict.fromkeys(("end group", "end repeat", "start", "end", "today"), ANYWHERE),
    **dict.fromkeys(("text", "integer", "decimal", "date", "time"), ANSWERED),
    **dict.fromkeys(SELECTS, ANSWERED | {"choice_filter", "score"}),
}
YES_NO = frozenset({"yes", "no", "true", "false", "true()", "false()"})
DEFAULTS = {"integer": r"^-?\d+$", "decimal": r"^-?\d+(\.\d+)?$", "time": r"^\d\d:\d\d(:\d\d)?$"}


def rows(draft: Draft) -> Iterator[Finding]:
    """What is wrong with single rows, and with how they stand together."""
    seen: dict[str, Asked] = {}
    totals = {one.row["score"] for one in draft.asked}
    if "type" not in draft.book.headings.get("survey", ()):
        return  # told already, and everything else would only follow from it
    for one in draft.asked:
        yield from _type(draft, one)
        yield from _name(draft, one, seen)
        yield from _cells(draft, one)
        if one.kind == "calculate" and not one.row["calculation"] and one.name not in totals:
            yield draft.at(one, "calculation", "cell", "a calculate without a calculation")
    yield from _brackets(draft)


def _type(draft: Draft, one: Asked) -> Iterator[Finding]:
    if one.kind in SELECTS:
        if one.answers.endswith(" or_other"):
            yield draft.at(one, "type", "type", "or_other is not asked here; add an answer “other”, and a text question for it")
        elif one.answers not in draft.answers:
            yield draft.at(one, "type", "list", f"unknown list “{one.answers}”{did_you_mean(one.answers, draft.answers)}")
    elif OUTSIDE.match(one.kind):
        yield draft.at(one, "type", "type", f"unknown type “{one.kind}”: questions of this type are not asked here")
    elif one.kind not in KNOWN:
        yield draft.at(one, "type", "type", f"unknown type “{one.row['type']}”{did_you_mean(one.kind, KNOWN)}")


def _name(draft: Draft, one: Asked, seen: dict[str, Asked]) -> Iterator[Finding]:
    if one.kind.startswith("end "):
        return
    if not NAME.match(one.name):
        said = f"“{one.name}” cannot be a name: use letters, digits and _" if one.name else "the name is missing"
        yield draft.at(one, "name", "name", said)
    elif one.name in seen:
        yield draft.at(one, "name", "name", f"the name “{one.name}” stands in row {seen[one.name].row.number} already")
    else:
        seen[one.name] = one


def _cells(draft: Draft, one: Asked) -> Iterator[Finding]:
    fitting = FITTING.get(one.kind)
    known = {*TEXTS, *ANSWERED, "choice_filter", "repeat_count", "score"}
    for column in one.row.cells:
        bare = column.partition("::")[0]
        if fitting and bare in known and bare not in fitting:
            yield draft.at(one, column, "cell", f"a row of type “{one.kind}” has no {bare}{_slipped(draft, one, column)}")
    yield from _words(draft, one)
    yield from _default(draft, one)


def _slipped(draft: Draft, one: Asked, column: str) -> str:
    """Where the cell may have come from: the nearest column to the left that is blank and would fit."""
    headings = draft.book.headings["survey"]
    for heading in reversed(headings[: headings.index(column)]):
        if heading in ("relevant", "calculation", "required") and heading in FITTING[one.kind]:
            return "" if one.row[heading] else f"; did it slip from the column {heading}?"
    return ""


def _words(draft: Draft, one: Asked) -> Iterator[Finding]:
    """Cells that hold one of a few words."""
    if one.row["disabled"] not in ("", "yes", "no"):
        yield draft.at(one, "disabled", "cell", f"“{one.row['disabled']}” is neither yes nor no")
    for column in ("required", "read_only"):
        written = one.row[column]
        if written.isalpha() and written not in YES_NO:
            yield draft.at(one, column, "cell", f"“{written}” is neither yes, no nor a condition{did_you_mean(written, ('yes', 'no'))}")
    for look in one.row["appearance"].split() if "appearance" in FITTING.get(one.kind, ()) else ():
        if look not in LOOKS:
            yield draft.at(one, "appearance", "cell", f"unknown appearance “{look}”{did_you_mean(look, LOOKS)}")


def _default(draft: Draft, one: Asked) -> Iterator[Finding]:
    written = one.row["default"]
    if not written or "default" not in FITTING.get(one.kind, ()):
        return
    if one.kind in SELECTS and one.answers in draft.answers:
        names = [row["name"] for row in draft.answers[one.answers]]
        for word in (word for word in written.split() if word not in names):
            yield draft.at(one, "default", "literal", f"“{word}” is no answer of the list {one.answers}{did_you_mean(word, names)}")
    elif not re.match(DEFAULTS.get(one.kind, ""), written) or (one.kind == "date" and not _day(written)):
        yield draft.at(one, "default", "cell", f"“{written}” cannot be the default of a question of type {one.kind}")
    elif "(" in written and written != "today()":
        yield draft.at(one, "default", "cell", "a default is a fixed answer, or today()")


def _day(written: str) -> bool:
    try:
        return written == "today()" or bool(date.fromisoformat(written))
    except ValueError:
        return False


def _brackets(draft: Draft) -> Iterator[Finding]:
    """Groups and repeats that are never closed, or closed without being opened."""
    opened: list[Asked] = []
    for one in draft.asked:
        if one.kind in ("begin group", "begin repeat"):
            opened.append(one)
        elif one.kind in ("end group", "end repeat"):
            if not opened:
                yield draft.at(one, "type", "group", f"“{one.kind}” closes nothing")
            elif opened[-1].kind[6:] != one.kind[4:]:
                last = opened.pop()
                yield draft.at(one, "type", "group", f"“{one.kind}” closes the {last.kind[6:]} “{last.name}” of row {last.row.number}")
            else:
                opened.pop()
    for one in opened:
        yield draft.at(one, "type", "group", f"the {one.kind[6:]} “{one.name}” is never closed")
