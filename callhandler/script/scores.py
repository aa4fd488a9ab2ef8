"""Writes scores out as ordinary calculates, so that points need no formula of their own and any XLSForm tool can run the workbook."""

from callhandler.script.workbook import Row, Workbook, switched_on


def expand(book: Workbook) -> tuple[Row, ...]:
    """The survey with its scores written out: before each total one calculate a scored question, then their sum.

    A scored calculate counts as it is, and the total is `coalesce(…, 0) + …` over all of them.
    """
    totals = _totals(book)
    return tuple(row for asked in book["survey"] for row in (_expanded(asked, book) if asked["name"] in totals else (asked,)))


def summed(book: Workbook) -> Workbook:
    """The same workbook with each total written into its cell anew: what an overlay adds counts, what it removes does not."""
    totals = _totals(book)
    survey = (row.having(calculation=_sum(row, book)) if row["name"] in totals else row for row in book["survey"])
    return book.having(survey=tuple(survey))


def _totals(book: Workbook) -> set[str]:
    return {row["score"] for row in switched_on(book["survey"]) if row["score"]}


def _expanded(total: Row, book: Workbook) -> tuple[Row, ...]:
    name = total["name"]
    scored = _scored(total, book)
    points = (Row(row.number, _calculate(row, name)) for row in scored if row["type"] != "calculate")
    terms = [row["name"] if row["type"] == "calculate" else f"{name}_{row['name']}" for row in scored]
    return (*points, total.having(calculation=" + ".join(f"coalesce(${{{term}}}, 0)" for term in terms)))


def _calculate(asked: Row, total: str) -> dict[str, str]:
    return {"type": "calculate", "name": f"{total}_{asked['name']}", "calculation": _points(asked)}


def _sum(total: Row, book: Workbook) -> str:
    terms = (f"${{{row['name']}}}" if row["type"] == "calculate" else _points(row) for row in _scored(total, book))
    return " + ".join(f"coalesce({term}, 0)" for term in terms)


def _scored(total: Row, book: Workbook) -> list[Row]:
    return [row for row in switched_on(book["survey"]) if row["score"] == total["name"]]


def _points(asked: Row) -> str:
    answers = asked["type"].partition(" ")[2].strip()
    return f"sum(instance('{answers}')/root/item[selected(${{{asked['name']}}}, name)]/points)"
