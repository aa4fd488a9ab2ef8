"""Checks the sheets and their headings: a misspelt one would be passed over in silence by other tools, with all that stands under it."""

import re
from collections import Counter
from collections.abc import Iterator

from callhandler.script.finding import Finding, letter
from callhandler.script.lint_draft import Draft
from callhandler.script.trouble import did_you_mean

TEXTS = ("label", "hint", "guidance_hint", "short", "required_message", "constraint_message")
SURVEY = (
    *("type", "name", *TEXTS, "required", "relevant", "constraint", "calculation", "choice_filter", "appearance", "default"),
    *("read_only", "repeat_count", "score", "note", "disabled"),
)
SETTINGS = ("form_title", "form_id", "version", "default_language", "namespaces")
NEEDED = {"survey": ("type", "name"), "choices": ("list_name", "name"), "settings": ("form_id", "version")}
LANGUAGE = re.compile(r"^\w[\w -]* \([a-z]{2,3}\)$")


def sheets(draft: Draft) -> Iterator[Finding]:
    """Unknown sheets and stray cells, headings that nobody knows, headings that are missing, and what the settings must say."""
    yield from draft.book.strange
    for sheet, columns in NEEDED.items():
        headings = draft.book.headings.get(sheet)
        if headings is None:
            if sheet == "survey":
                yield Finding(sheet, 0, "", "", "", "sheet", "the sheet survey is missing or blank")
            continue
        for column in columns:
            if column not in headings and (sheet != "settings" or draft.book["settings"]):
                yield Finding(sheet, 1, column, "", "", "column", f"the column “{column}” is missing")
        yield from _headings(draft, sheet, headings)
    yield from _settings(draft)


def _headings(draft: Draft, sheet: str, headings: tuple[str, ...]) -> Iterator[Finding]:
    often = Counter(headings)
    for at, heading in enumerate(headings):
        said = _wrong(draft, sheet, heading) if heading else ""
        if heading and often[heading] > 1:
            said = said or f"the column “{heading}” stands {often[heading]} times"
        if said:
            yield Finding(sheet, 1, heading, letter(at), heading, "column", said)


def _wrong(draft: Draft, sheet: str, heading: str) -> str:
    """What is wrong with a heading; "" where nothing is."""
    bare, parted, language = (part.strip() for part in heading.partition("::"))
    known: tuple[str, ...] = {"survey": SURVEY, "settings": SETTINGS}.get(sheet, ("list_name", "name", "label", "points"))
    speaking = bool(parted) and (bare in TEXTS if sheet == "survey" else bare == "label")
    if (bare not in known and (sheet != "choices" or parted)) or (parted and not speaking):
        return f"unknown column “{heading}”{did_you_mean(bare, known)}"
    if speaking and not LANGUAGE.match(language):
        return f"“{language}” names no language; write it as in {bare}::English (en)"
    if speaking and bare != "label" and language not in draft.languages:
        return f"no label is in “{language}”{did_you_mean(language, draft.languages)}"
    if draft.languages and bare in TEXTS and not parted and sheet != "settings":
        return f"the column “{heading}” names no language; write {bare}::{draft.languages[0]}"
    return ""


def _settings(draft: Draft) -> Iterator[Finding]:
    rows = draft.book["settings"]
    if not rows:
        yield Finding("settings", 0, "", "", "", "settings", "the sheet settings must say form_id and version")
        return
    for column in NEEDED["settings"]:
        if column in draft.book.headings["settings"] and not rows[0][column]:
            yield draft.book.finding("settings", rows[0], column, "settings", f"{column} is blank")
    for row in rows[1:]:
        yield draft.book.finding("settings", row, "", "settings", "the settings have one row only")
    default = rows[0]["default_language"]
    if draft.languages and default not in draft.languages:
        said = f"no label is in the default language “{default}”{did_you_mean(default, draft.languages)}"
        yield draft.book.finding("settings", rows[0], "default_language", "language", said)
