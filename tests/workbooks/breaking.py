"""A small workbook in which nothing is wrong, and ways to break it cell by cell."""

import csv
import io
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path

Sheets = dict[str, list[list[str]]]

SOUND = Path(__file__).with_name("sound")


def sheets() -> Sheets:
    """The sound workbook."""
    return {path.stem: list(csv.reader(io.StringIO(path.read_text(encoding="utf-8")))) for path in sorted(SOUND.glob("*.csv"))}


def changed(before: Sheets, changes: Mapping[str, str]) -> Sheets:
    """The workbook with some cells changed: "survey 4 type" → what it says then; row 1 is the headings; "survey 40" a whole line of csv."""
    after = deepcopy(before)
    for place, text in changes.items():
        sheet, _, rest = place.partition(" ")
        row, _, column = rest.partition(" ")
        lines = after.setdefault(sheet, [[]])
        if not column:
            lines.append(next(csv.reader([text])))
            continue
        headings = before.get(sheet, [[]])[0]
        at = headings.index(column) if column in headings else int(column)
        line = lines[int(row) - 1]
        line.extend([""] * (at + 1 - len(line)))
        line[at] = text
    return after


def written(what: Sheets, folder: Path) -> Path:
    """The workbook as a folder of csv."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, lines in what.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(lines)
    return folder
