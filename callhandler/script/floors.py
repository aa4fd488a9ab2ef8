"""Writes the floors out as one ordinary calculate, so that a floor is a row of the list floors: its condition, its rank, its reason."""

from callhandler.script.scale import FIRED, FLOORS
from callhandler.script.workbook import Row, Workbook

CONDITION = "condition"


def conditional(book: Workbook) -> tuple[Row, ...]:
    """The floors of a workbook that writes their conditions in the list; none where it has no such column."""
    floors = tuple(row for row in book["choices"] if row["list_name"] == FLOORS)
    return floors if any(row[CONDITION] for row in floors) else ()


def calculation(floors: tuple[Row, ...]) -> str:
    """The calculate that gives the codes of the floors that hold, set apart by spaces."""
    terms = ", ".join(f"if({floor[CONDITION]}, '{floor['name']} ', '')" for floor in floors if floor[CONDITION])
    return f"normalize-space(concat({terms}))"


def fired(book: Workbook) -> Workbook:
    """The same workbook with the floors written into their cell anew."""
    floors = conditional(book)
    if not floors:
        return book
    survey = (row.having(calculation=calculation(floors)) if row["name"] == FIRED else row for row in book["survey"])
    return book.having(survey=tuple(survey))
