"""Checks the lists of answers: names and points, bands from 0 without gap or overlap, floors, and what every risk list ends with."""

import re
from collections.abc import Iterator
from itertools import pairwise

from callhandler.script.finding import Finding, letter
from callhandler.script.floors import CONDITION
from callhandler.script.lint_draft import NUMBER, REFERENCE, SELECTS, Asked, Draft
from callhandler.script.matrix import COLUMNS, LISTS
from callhandler.script.scale import BANDS, FIRED, FLOORS
from callhandler.script.trouble import did_you_mean
from callhandler.script.workbook import Row

CODE = re.compile(r"['\"](\w+) ?['\"]\s*,\s*(?:''|\"\")")
OPEN = ("dk", "declined")
KEYS = 9
FIGURES = {BANDS: ("low", "high", "rank"), FLOORS: ("rank",)}
PLAIN = frozenset({"list_name", "name", "label", "points", CONDITION, *COLUMNS})


def choices(draft: Draft) -> Iterator[Finding]:
    """What is wrong with the answers."""
    for name, rows in draft.answers.items():
        yield from _names(draft, name, rows)
        yield from _figures(draft, name, rows)
    for row in draft.book["choices"]:
        if not row["list_name"] and "list_name" in draft.book.headings["choices"]:
            yield draft.book.finding("choices", row, "list_name", "list", "the answer belongs to no list")
    yield from _bands(draft)
    yield from _floors(draft)
    yield from _unused(draft)
    for one in draft.asked:
        yield from _asked(draft, one)
    yield from _totals(draft)


def _names(draft: Draft, name: str, rows: tuple[Row, ...]) -> Iterator[Finding]:
    seen: dict[str, int] = {}
    for row in rows:
        answer = row["name"]
        if not answer or " " in answer:
            said = f"“{answer}” cannot be an answer: it has a blank in it" if answer else "the answer has no name"
            yield draft.book.finding("choices", row, "name", "name", said)
        elif answer in seen:
            yield draft.book.finding("choices", row, "name", "name", f"the list {name} has “{answer}” in row {seen[answer]} already")
        seen.setdefault(answer, row.number)


def _figures(draft: Draft, name: str, rows: tuple[Row, ...]) -> Iterator[Finding]:
    for row in rows:
        if row["points"] and not NUMBER.match(row["points"]):
            said = f"points of {name} {row['name']} is “{row['points']}”, not a number"
            yield draft.book.finding("choices", row, "points", "points", said)
        for column in FIGURES.get(name, ()):
            if not NUMBER.match(row[column]):
                said = f"{column} of {name} {row['name']} must be a number" + (f", not “{row[column]}”" if row[column] else "")
                yield draft.book.finding("choices", row, column, "points", said)


def _bands(draft: Draft) -> Iterator[Finding]:
    """The bands lie side by side from 0, each with a rank of its own, higher where the points are higher."""
    rows = draft.answers.get(BANDS, ())
    if any(not NUMBER.match(row[column]) for row in rows for column in FIGURES[BANDS]):
        return
    bands = sorted(((float(row["low"]), float(row["high"]), row) for row in rows), key=lambda one: one[0])
    for low, high, row in bands:
        if low > high:
            yield draft.book.finding(
                "choices", row, "high", "bands", f"the band {row['name']} ends at {high:g} before it begins at {low:g}"
            )
    if bands and bands[0][0] != 0:
        yield draft.book.finding("choices", bands[0][2], "low", "bands", f"the lowest band begins at {bands[0][0]:g}, not at 0")
    for (_, end, below), (start, _, row) in pairwise(bands):
        if start != end + 1:
            what = "points between" if start > end + 1 else "points shared by"
            said = f"{what} the bands {below['name']} (to {end:g}) and {row['name']} (from {start:g})"
            yield draft.book.finding("choices", row, "low", "bands", said)
        if float(row["rank"]) <= float(below["rank"]):
            yield draft.book.finding("choices", row, "rank", "bands", f"{row['name']} must have a higher rank than {below['name']}")


def _floors(draft: Draft) -> Iterator[Finding]:
    """Each floor that can fire is in the list, and asks for the rank of a band; each in the list can fire."""
    rows, fired = draft.answers.get(FLOORS, ()), draft.by_name.get(FIRED)
    ranks = {row["rank"] for row in draft.answers.get(BANDS, ())}
    for row in rows:
        if ranks and NUMBER.match(row["rank"]) and row["rank"] not in ranks:
            yield draft.book.finding("choices", row, "rank", "floors", f"no band has the rank {row['rank']}")
    if fired is None or not rows:
        return
    codes, names = CODE.findall(fired.row["calculation"]), [row["name"] for row in rows]
    for code in (code for code in codes if code not in names):
        yield draft.at(fired, "calculation", "floors", f"the floor “{code}” is not in the list floors{did_you_mean(code, names)}")
    for row in (row for row in rows if row["name"] not in codes):
        said = f"nothing fires the floor “{row['name']}”{did_you_mean(row['name'], codes)}"
        yield draft.book.finding("choices", row, "name", "floors", said, warning=True)


def _unused(draft: Draft) -> Iterator[Finding]:
    """Lists that no question offers, and columns that no expression names: most often misspelt ones."""
    written = " ".join(cell for one in draft.asked for cell in one.row.cells.values())
    offered = {one.answers for one in draft.asked}
    for name, rows in draft.answers.items():
        if name not in offered and name not in LISTS and f"'{name}'" not in written and f'"{name}"' not in written:
            said = f"no question uses the list “{name}”{did_you_mean(name, offered - set(draft.answers) - {''})}"
            yield draft.book.finding("choices", rows[0], "list_name", "unused", said, warning=True)
    for at, heading in enumerate(draft.book.headings.get("choices", ())):
        if heading and "::" not in heading and heading not in PLAIN and not re.search(rf"\b{re.escape(heading)}\b", written):
            said = f"no expression names the column “{heading}”{did_you_mean(heading, PLAIN)}"
            yield Finding("choices", 1, heading, letter(at), heading, "unused", said, warning=True)


def _asked(draft: Draft, one: Asked) -> Iterator[Finding]:
    """What a question needs of its list."""
    rows = draft.answers.get(one.answers, ())
    if one.kind not in SELECTS or not rows:
        return
    names = [row["name"] for row in rows]
    weighs = bool(one.row["score"]) or any(row["points"] for row in rows)
    for open_ in (open_ for open_ in OPEN if weighs and open_ not in names):
        said = f"a risk question offers dk and declined, and the list {one.answers} has no “{open_}”{did_you_mean(open_, names)}"
        yield draft.at(one, "type", "open", said)
    if weighs and not any(row["points"] for row in rows):
        yield draft.at(one, "score", "points", f"it is scored, but the list “{one.answers}” has no points")
    for row in (row for row in rows if weighs and any(row["points"] for row in rows) and not row["points"]):
        yield draft.book.finding(
            "choices", row, "points", "points", f"points of {one.answers} {row['name']} are missing; {one.name} is scored"
        )
    many = len([name for name in names if name not in OPEN])
    if many > KEYS and "autocomplete" not in one.row["appearance"] and not one.row["read_only"]:
        said = f"{many} answers besides dk and declined: only {KEYS} have a key; appearance autocomplete lets the handler type"
        yield draft.at(one, "type", "keys", said, warning=True)


def _totals(draft: Draft) -> Iterator[Finding]:
    """Every scored question counts towards a total that is there, and a total that is written out leaves none of them out."""
    totals = {one.name for one in draft.asked if one.kind == "calculate"}
    for one in (one for one in draft.asked if one.row["score"]):
        total = one.row["score"]
        if total not in totals:
            yield draft.at(one, "score", "score", f"no calculate “{total}” to score for{did_you_mean(total, totals)}")
            continue
        written = draft.by_name[total]
        named = REFERENCE.findall(written.row["calculation"])
        if named and not {one.name, f"{total}_{one.name}"} & set(named):
            yield draft.at(written, "calculation", "score", f"the total leaves out “{one.name}” (row {one.row.number}), which is scored")
