"""Names why we differ from another engine, as far as docs/conformance.md lists it; what it does not name is a difference to look into."""

import re
from collections.abc import Mapping
from typing import Any

from tests.peers.replay import Outcome

DATE = re.compile(r"\b(today|now|date|format-date)\s*\(|['\"]\d{4}-\d\d-\d\d")
DAY = re.compile(r"\d{4}-\d\d-\d\d")
COUNTED = re.compile(r'jr:count="')
CAUSES: Mapping[str, re.Pattern[str]] = {
    "a path that finds nothing is read as blank": re.compile(r"^[^ ]+ != \* gives True"),
    "max() and min() skip what is no number": re.compile(r"^(max|min)\(.* not NaN"),
    "a pattern must match the whole answer": re.compile(r"^regex\(.*, not True"),
    "-1.5 rounds up to -1": re.compile(r"^round\(-\d+\.5"),
    "names, numbers and nodes that no script needs": re.compile(
        r"self::|^/?html gives|^1 \+ count\(p\)|before “e-?\d|^once\(.*\) gives NaN"
    ),
    "a broken expression within a label": re.compile(r"^we refuse it: “&” is not expected here"),
}
ENDLESS = "counted rows are made at once"
DATES = "dates: whole days, and no number in a text"


def cause(line: Mapping[str, Any], outcome: Outcome) -> str:
    """The listed cause of a difference; "" where none is."""
    told = outcome.cause
    if "expression" in line:
        dated = DATE.search(line["expression"]) or (DAY.search(line["xml"]) and "date" in line["test"])
        named = next((name for name, sign in CAUSES.items() if sign.search(told)), "")
        return named or (DATES if dated else "")
    if COUNTED.search(line["xml"]) and "/count[" in told:
        return ENDLESS
    return next((name for name, sign in CAUSES.items() if sign.search(told)), "")
