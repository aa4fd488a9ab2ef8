"""Checks the matrix: the condition of each floor, review clocks and response targets per band, and the definitions of a repeat."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from callhandler.script import xpath
from callhandler.script.finding import Finding
from callhandler.script.floors import CONDITION, calculation, conditional
from callhandler.script.lint_draft import NAME, REFERENCE, Draft
from callhandler.script.lint_literals import hollow, literals, slips
from callhandler.script.lint_parts import parts, troubles
from callhandler.script.matrix import BANDS as KNOWN
from callhandler.script.matrix import CLOCKS, RANKS, REPEATS, TARGETS, WHO
from callhandler.script.scale import BANDS, FIRED
from callhandler.script.trouble import ScriptTrouble, did_you_mean
from callhandler.script.workbook import Row

COUNTS = {REPEATS: ("least", "days", "months"), TARGETS: ("hours", "working_days"), CLOCKS: ("days",)}
NEEDED = {REPEATS: ("least",), TARGETS: ("band",), CLOCKS: ("band", "by", "days")}
EITHER = {REPEATS: ("days", "months"), TARGETS: ("working_days", "hours")}


def matrix(draft: Draft) -> Iterator[Finding]:
    """What is wrong with the rows of the matrix."""
    yield from _conditions(draft)
    for name in (REPEATS, TARGETS, CLOCKS):
        for row in draft.answers.get(name, ()):
            yield from _figures(draft, name, row)
            yield from _words(draft, row)
    yield from _each_band(draft, TARGETS, warning=False)
    yield from _each_band(draft, CLOCKS, warning=True)
    yield from _twice(draft, TARGETS, ("band",))
    yield from _twice(draft, CLOCKS, ("band", "by"))
    yield from _longer(draft)


def _conditions(draft: Draft) -> Iterator[Finding]:
    """Each floor says when it holds, in an expression that can run; what is written out beside it says the same."""
    floors = conditional(draft.book)
    for row in floors:
        yield from _condition(draft, row)
    if floors and FIRED not in draft.by_name:
        yield draft.book.finding("choices", floors[0], CONDITION, "floors", f"the survey has no calculate {FIRED} for the floors that hold")
    elif floors and (written := draft.by_name[FIRED].row["calculation"]) and not _same(written, calculation(floors)):
        said = "this is not what the list floors says; leave the cell blank, and publishing writes it"
        yield draft.at(draft.by_name[FIRED], "calculation", "floors", said)


def _condition(draft: Draft, row: Row) -> Iterator[Finding]:
    said = row[CONDITION]
    if not NAME.match(row["name"]):
        yield draft.book.finding(
            "choices", row, "name", "name", f"“{row['name']}” cannot be the code of a floor: use letters, digits and _"
        )
    if not said:
        yield draft.book.finding("choices", row, CONDITION, "floors", f"the floor {row['name']} does not say when it holds")
        return
    unknown = [name for name in dict.fromkeys(REFERENCE.findall(said)) if name not in draft.by_name]
    for name in unknown:
        told = f"no question “{name}”{did_you_mean(name, draft.by_name, '${{{}}}')}"
        yield draft.book.finding("choices", row, CONDITION, "path", told)
    if not unknown and FIRED in draft.by_name:
        yield from _meant(draft, row)


def _meant(draft: Draft, row: Row) -> Iterator[Finding]:
    """Whether a condition can run, and names answers that exist."""
    ground = draft.ground(draft.by_name[FIRED])
    try:
        part = xpath.read(draft.written(row[CONDITION]))
    except ScriptTrouble as trouble:
        yield draft.book.finding("choices", row, CONDITION, trouble.code, trouble.said)
        return
    if broken := troubles(part, ground):
        yield from (draft.book.finding("choices", row, CONDITION, one.code, one.said) for one in broken)
        return
    whole = tuple(parts(part, ground))
    for said in dict.fromkeys((*literals(draft, whole), *hollow(draft, whole))):
        yield draft.book.finding("choices", row, CONDITION, "literal", said)
    for code, said in dict.fromkeys(slips(draft, whole)):
        yield draft.book.finding("choices", row, CONDITION, code, said, warning=True)


def _same(written: str, meant: str) -> bool:
    return "".join(written.split()) == "".join(meant.split())


def _figures(draft: Draft, name: str, row: Row) -> Iterator[Finding]:
    for column in NEEDED[name]:
        if not row[column]:
            yield draft.book.finding("choices", row, column, "matrix", f"{name} {row['name']} says no {column}")
    either = EITHER.get(name, ())
    if either and not any(row[column] for column in either):
        yield draft.book.finding("choices", row, either[0], "matrix", f"{name} {row['name']} says neither {' nor '.join(either)}")
    if name == TARGETS and all(row[column] for column in either):
        yield draft.book.finding("choices", row, "hours", "matrix", f"{name} {row['name']} says both hours and working_days; one must do")
    for column in COUNTS[name]:
        if row[column] and not (row[column].isascii() and row[column].isdecimal() and 0 < int(row[column][:9]) < 10_000):
            told = f"{column} of {name} {row['name']} must be a whole number from 1, not “{row[column]}”"
            yield draft.book.finding("choices", row, column, "matrix", told)


def _words(draft: Draft, row: Row) -> Iterator[Finding]:
    """Bands that there are, ranks and people that the desk knows."""
    bands = [band["name"] for band in draft.answers.get(BANDS, ())] or KNOWN
    for column, known in (("band", bands), ("by", RANKS), ("who", WHO)):
        if row[column] and row[column] not in known:
            told = f"“{row[column]}” is none of {', '.join(known)}{did_you_mean(row[column], known)}"
            yield draft.book.finding("choices", row, column, "matrix", told)


def _each_band(draft: Draft, name: str, *, warning: bool) -> Iterator[Finding]:
    """Every band has its target; every band but the lowest should have its clocks."""
    rows, bands = draft.answers.get(name, ()), draft.answers.get(BANDS, ())
    missing = [band["name"] for band in bands[1 if warning else 0 :] if band["name"] not in [row["band"] for row in rows]]
    for band in missing if rows else ():
        yield draft.book.finding("choices", rows[0], "band", "matrix", f"the list {name} has nothing for the band {band}", warning=warning)


def _twice(draft: Draft, name: str, keys: Sequence[str]) -> Iterator[Finding]:
    seen: dict[tuple[str, ...], int] = {}
    for row in draft.answers.get(name, ()):
        key = tuple(row[one] for one in keys)
        if key in seen and all(key):
            told = f"{name} has {' and '.join(key)} in row {seen[key]} already"
            yield draft.book.finding("choices", row, keys[-1], "matrix", told)
        seen.setdefault(key, row.number)


def _longer(draft: Draft) -> Iterator[Finding]:
    """A higher band is looked at no less often."""
    order = [band["name"] for band in draft.answers.get(BANDS, ())]
    rows = [row for row in draft.answers.get(CLOCKS, ()) if row["days"].isdecimal() and row["band"] in order]
    for rank in RANKS:
        clocks = sorted((row for row in rows if row["by"] == rank), key=lambda row: order.index(row["band"]))
        for below, row in pairwise(clocks):
            if int(row["days"][:9]) > int(below["days"][:9]) and row["band"] != below["band"]:
                told = f"the {rank} looks at {row['band']} less often than at {below['band']}"
                yield draft.book.finding("choices", row, "days", "matrix", told, warning=True)
