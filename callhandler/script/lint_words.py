"""Checks what is said: every wording in every language, and none too long to be spoken in one breath."""

from collections.abc import Iterator, Sequence

from callhandler.script.finding import Finding
from callhandler.script.lint_draft import REFERENCE, Draft
from callhandler.script.lint_sheets import TEXTS
from callhandler.script.trouble import did_you_mean
from callhandler.script.workbook import Row

LONGEST = 240


def words(draft: Draft) -> Iterator[Finding]:
    """Missing translations (of a short name, never spoken, as a warning), missing wording, unknown names in it, and what is too long."""
    for one in draft.asked:
        for text in TEXTS:
            yield from _missing(draft, "survey", one.row, text)
        if one.shown and not any(one.row[heading] for heading in _headings(draft, "label")):
            yield draft.at(one, _headings(draft, "label")[0], "label", "the question has no wording")
        yield from _long(draft, one.row)
        yield from _names(draft, one.row)
    for row in draft.book["choices"]:
        yield from _missing(draft, "choices", row, "label")
        if row["list_name"] and not any(row[heading] for heading in _headings(draft, "label")):
            yield draft.book.finding("choices", row, _headings(draft, "label")[0], "label", f"the answer “{row['name']}” has no wording")


def _headings(draft: Draft, text: str) -> Sequence[str]:
    return [f"{text}::{language}" for language in draft.languages] or [text]


def _missing(draft: Draft, sheet: str, row: Row, text: str) -> Iterator[Finding]:
    headings = _headings(draft, text)
    said = [heading for heading in headings if row[heading]]
    for heading in (heading for heading in headings if said and not row[heading]):
        said_there = f"no {text} in {heading.partition('::')[2]}: “{row[said[0]][:60]}” is not translated"
        yield draft.book.finding(sheet, row, heading, "translation", said_there, warning=text == "short")


def _long(draft: Draft, row: Row) -> Iterator[Finding]:
    for heading in _headings(draft, "label"):
        spoken = row[heading]
        if len(spoken) > LONGEST and not spoken.startswith("("):
            said = f"{len(spoken)} characters are a lot to say at once (more than {LONGEST})"
            yield draft.book.finding("survey", row, heading, "long", said, warning=True)


def _names(draft: Draft, row: Row) -> Iterator[Finding]:
    for heading, cell in row.cells.items():
        if heading.partition("::")[0] in TEXTS:
            for name in (name for name in REFERENCE.findall(cell) if name not in draft.by_name):
                yield draft.book.finding(
                    "survey", row, heading, "path", f"no question “{name}”{did_you_mean(name, draft.by_name, '${{{}}}')}"
                )
