"""Checks every expression: that it can run, that the answers it names exist, and that it means what its writer meant."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from callhandler.script import xpath
from callhandler.script.finding import Finding
from callhandler.script.lint_draft import REFERENCE, Asked, Draft
from callhandler.script.lint_literals import hollow, literals, slips
from callhandler.script.lint_parts import parts, troubles
from callhandler.script.scope import Ground
from callhandler.script.trouble import ScriptTrouble, did_you_mean
from callhandler.script.xpath import Part

COLUMNS = ("relevant", "constraint", "calculation", "choice_filter", "required", "read_only", "repeat_count")
SLIPS = {"=<": "<=", "=>": ">=", "==": "=", "<>": "!=", "&&": "and", "||": "or"}
STRANGE = re.compile("[\u00a0\u202f\u2018\u2019\u201c\u201d]")


@dataclass(frozen=True, slots=True)
class Written:
    """One expression as it stands in a cell, read into its parts."""

    asked: Asked
    column: str
    part: Part
    ground: Ground


def expressions(draft: Draft) -> tuple[tuple[Written, ...], tuple[Finding, ...]]:
    """The expressions that can run, and what is wrong with the others."""
    runnable, found = [], []
    for one in draft.asked:
        for column in COLUMNS:
            cell = one.row[column]
            if not one.path or not cell or (column in ("required", "read_only") and cell.isalpha()):
                continue  # yes, no, or neither: the rows' check tells
            wrong = [*_unknown(draft, one, column)]
            written = _read(draft, one, column, wrong)
            if written is not None and not wrong:
                runnable.append(written)
            found += wrong
    return tuple(runnable), tuple(found)


def meanings(draft: Draft, runnable: tuple[Written, ...]) -> Iterator[Finding]:
    """Answers that no list has, and the warnings."""
    for one in draft.asked:
        for column in COLUMNS:
            if STRANGE.search(one.row[column]):
                yield draft.at(one, column, "quotes", "a non-breaking space or curly quotation marks within an expression", warning=True)
        if one.row["constraint"] and not any(column.startswith("constraint_message") for column in one.row.cells):
            yield draft.at(one, "constraint", "message", "the handler is not told what is wrong: write a constraint_message", warning=True)
    for written in runnable:
        whole = tuple(parts(written.part, written.ground))
        for said in dict.fromkeys(literals(draft, whole)):
            yield draft.at(written.asked, written.column, "literal", said)
        for said in dict.fromkeys(hollow(draft, whole)):
            yield draft.at(written.asked, written.column, "points", said)
        for code, said in dict.fromkeys(slips(draft, whole)):
            yield draft.at(written.asked, written.column, code, said, warning=True)


def _unknown(draft: Draft, one: Asked, column: str) -> Iterator[Finding]:
    for name in dict.fromkeys(REFERENCE.findall(one.row[column])):
        if name not in draft.by_name:
            yield draft.at(one, column, "path", f"no question “{name}”{did_you_mean(name, draft.by_name, '${{{}}}')}")


def _read(draft: Draft, one: Asked, column: str, wrong: list[Finding]) -> Written | None:
    if column == "choice_filter" and one.answers not in draft.lists:
        return None  # the unknown list is told of already
    ground = draft.ground(one, answer=column == "choice_filter")
    try:
        part = xpath.read(draft.written(one.row[column]))
    except ScriptTrouble as trouble:
        meant = next((f", did you mean {right} for {slip}?" for slip, right in SLIPS.items() if slip in one.row[column]), "")
        wrong.append(draft.at(one, column, trouble.code, trouble.said + meant))
        return None
    wrong += [draft.at(one, column, trouble.code, trouble.said) for trouble in troubles(part, ground)]
    return Written(one, column, part, ground)
