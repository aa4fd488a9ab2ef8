"""Says in words what changes from one version of a script to the next: question by question, then answers, points, bands and floors."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from callhandler.script.finding import SHOWN, shortened
from callhandler.script.floors import CONDITION
from callhandler.script.lint_draft import REFERENCE
from callhandler.script.lint_sheets import TEXTS
from callhandler.script.matrix import CLOCKS, REPEATS, TARGETS
from callhandler.script.scale import BANDS, FLOORS
from callhandler.script.workbook import Row, Workbook, switched_on

SAID = {"label": "is said", "hint": "has the hint", "guidance_hint": "has the guidance", "short": "is called"}
SAID |= {"constraint_message": "says of a wrong answer", "required_message": "says where there is no answer"}
MEANT = {
    "type": "is of the type",
    "relevant": "is asked when",
    "constraint": "takes an answer only when",
    "calculation": "is reckoned as",
    "choice_filter": "offers the answers where",
    "appearance": "looks like",
    "default": "holds at first",
    "repeat_count": "has so many rows",
    "score": "counts towards",
    "note": "is marked",
}
KINDS = {BANDS: "the band ", FLOORS: "the floor ", CLOCKS: "the review clock ", TARGETS: "the target ", REPEATS: "the repeat rule "}
HOLDS = {"required": ("must be answered", "need no longer be answered"), "read_only": ("cannot be changed", "can be answered")}
YES = frozenset({"yes", "true", "true()"})


def changes(old: Workbook, new: Workbook) -> tuple[str, ...]:
    """One sentence for each change; none where the two versions are the same."""
    return (*_settings(old, new), *_survey(old, new), *_choices(old, new))


def _settings(old: Workbook, new: Workbook) -> Iterator[str]:
    before, after = (book["settings"][0] if book["settings"] else Row(0, {}) for book in (old, new))
    for column in dict.fromkeys((*before.cells, *after.cells)):
        if before[column] != after[column]:
            yield f"{column} is {_apart(before[column], after[column])}"


def _survey(old: Workbook, new: Workbook) -> Iterator[str]:
    before, after = _named(old), _named(new)
    names = list(after)
    for name, row in after.items():
        if name in before:
            yield from (f"“{name}” {said}" for said in _row(before[name], row))
        else:
            where = f"after “{names[names.index(name) - 1]}”" if names.index(name) else "at the top"
            yield f"“{name}” is new, {where}: {_wording(row)}"
    yield from (f"“{name}” is no longer asked: {_wording(row)}" for name, row in before.items() if name not in after)
    yield from _moved([name for name in before if name in after], [name for name in after if name in before])


def _row(before: Row, after: Row) -> Iterator[str]:
    for column in dict.fromkeys((*before.cells, *after.cells)):
        was, now = before[column], after[column]
        if was == now:
            continue
        bare, _, language = column.partition("::")
        if bare in TEXTS:
            yield f"{SAID[bare]}{f' in {language}' if language else ''} {_apart(was, now)}"
        elif column in HOLDS:
            yield _held(column, was, now)
        else:
            yield f"{MEANT.get(column, column)} {_apart(was, now)}"
        if column == "calculation":
            yield from _terms(_summed(was), _summed(now))


def _held(column: str, was: str, now: str) -> str:
    yes, no = HOLDS[column]
    if now in YES or not now:
        return yes if now else no
    return f"{yes} when {_apart(was, now)}"


def _summed(calculation: str) -> tuple[str, ...]:
    """The questions that a calculation reads, in their order."""
    return tuple(dict.fromkeys(REFERENCE.findall(calculation)))


def _terms(was: Sequence[str], now: Sequence[str]) -> Iterator[str]:
    if more := [f"“{name}”" for name in now if name not in was]:
        yield f"now depends on {', '.join(more)} as well"
    if less := [f"“{name}”" for name in was if name not in now]:
        yield f"no longer depends on {', '.join(less)}"


def _moved(before: Sequence[str], after: Sequence[str]) -> Iterator[str]:
    """Questions whose neighbour above is another one than before, and who were not merely pushed on."""
    if before == after:
        return
    place = {name: at for at, name in enumerate(before)}
    highest = -1
    for name in after:
        if place[name] < highest:
            yield f"“{name}” is asked later than before"
        highest = max(highest, place[name])


def _choices(old: Workbook, new: Workbook) -> Iterator[str]:
    before, after = ({(row["list_name"], row["name"]): row for row in book["choices"]} for book in (old, new))
    for key, row in after.items():
        if key not in before:
            points = f", {row['points']} points" if row["points"] else ""
            yield f"{_answer(row)} is new in {_users(new, key[0])}{points}"
        else:
            yield from (f"{_answer(row)} {said}" for said in _answered(before[key], row, new))
    for key, row in before.items():
        if key not in after:
            yield f"{_answer(row)} is no longer in {_users(old, key[0])}"


def _answered(before: Row, after: Row, book: Workbook) -> Iterator[str]:
    name = after["list_name"]
    for column in dict.fromkeys((*before.cells, *after.cells)):
        was, now = before[column] or "nothing", after[column] or "nothing"
        if was == now:
            continue
        if column == "points":
            yield f"scores {now} in {_users(book, name)} (was {was})"
        elif name == BANDS and column in ("low", "high"):
            yield f"{'begins at' if column == 'low' else 'ends at'} {now} points (was {was})"
        elif column == CONDITION:
            yield f"holds when {_apart(before[column], after[column])}"
        elif name == FLOORS and column == "rank":
            yield f"holds the band up to {_band(book, now)} (was {_band(book, was)})"
        elif column.startswith("label"):
            yield f"of {name} is called {_apart(before[column], after[column])} in {column.partition('::')[2]}"
        else:
            yield f"of {name} has the {column} {now} (was {was})"


def _answer(row: Row) -> str:
    kind = KINDS.get(row["list_name"], "the answer ")
    return f"{kind}“{row['name']}”"


def _band(book: Workbook, rank: str) -> str:
    found = next((row["name"] for row in book["choices"] if row["list_name"] == BANDS and row["rank"] == rank), f"rank {rank}")
    return f"{found}, that is, to nothing" if rank == "1" else found


def _users(book: Workbook, name: str) -> str:
    """The questions that offer a list."""
    asking = [row["name"] for row in switched_on(book["survey"]) if row["type"].partition(" ")[2].strip() == name]
    return ", ".join(f"“{one}”" for one in asking) or f"the list {name}"


def _named(book: Workbook) -> Mapping[str, Row]:
    return {row["name"]: row for row in switched_on(book["survey"]) if row["name"]}


def _wording(row: Row) -> str:
    said = [cell for column, cell in row.cells.items() if column.startswith("label")]
    return _quoted(" / ".join(said) or row["calculation"])


def _apart(was: str, now: str) -> str:
    """Two texts beside each other; long ones from where they part."""
    same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(was, now, strict=False)))
    start = was.rfind(" ", 0, same) + 1 if min(len(was), len(now)) > SHOWN else 0
    before, after = (f"… {text[start:]}" if start else text for text in (was, now))
    return f"{_quoted(after)} (was {_quoted(before)})"


def _quoted(text: str) -> str:
    return f"“{shortened(text)}”" if text else "blank"
