"""Tells an analyst what another version of a script would have done: as a table on the terminal, and as csv."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from callhandler.desk.rescoring import Regraded, Rescoring, Turned
from callhandler.log.cells import table
from callhandler.risk.bands import RANK

MOST = 20  # calls, or questions, that are listed on the terminal; the csv has them all


def told(found: Rescoring) -> Iterator[str]:
    """The sentences and tables, line by line."""
    yield f"{len(found.calls)} calls over {found.weeks:.0f} weeks. Before: {found.old}. After: {found.new}."
    yield from ("", *_bands(found), "", _highs(found))
    yield from _listed("Highs that would have been missed", [_call(one) for one in found.missed])
    yield from _listed("Calls that only the new version calls high", [_call(one) for one in found.found])
    yield from _listed("Moved by question", [_turned(one) for one in found.turned])


def as_csv(found: Rescoring) -> str:
    """A row for each call, moved or not."""
    headings = ("call", "on", "version before", "version after", "band before", "band after", "points before", "points after", "what moved")
    return table(headings, (_row(found, one) for one in found.calls))


def write_csv(found: Rescoring, file: Path) -> None:
    """Raises OSError."""
    file.write_text(as_csv(found), encoding="utf-8", newline="")


def differing(one: Regraded) -> str:
    """What moved a call: "r_threats -3, floor weapon gone"."""
    return ", ".join(_difference(name, by) for name, by in one.differences.items())


def _bands(found: Rescoring) -> Iterator[str]:
    yield f"{'before / after':<16}" + "".join(f"{band:>10}" for band in RANK)
    for before in RANK:
        yield f"{before:<16}" + "".join(f"{found.count(before, after):>10}" for after in RANK)


def _highs(found: Rescoring) -> str:
    before = sum(one.before.band == "high" for one in found.calls)
    after = before + len(found.found) - len(found.missed)
    return f"{len(found.moved)} calls change their band. Highs: {before} before, {after} after, {found.more_highs_a_week:+.1f} a week."


def _listed(heading: str, found: Sequence[str]) -> Iterator[str]:
    if found:
        yield from ("", f"{heading}: {len(found)}", *(f"- {one}" for one in found[:MOST]))
    if len(found) > MOST:
        yield f"  and {len(found) - MOST} more; --csv FILE has them all"


def _call(one: Regraded) -> str:
    points = f"{one.before.score} to {one.after.score} points"
    return f"{one.call}, {one.on.isoformat()}: {one.before.band} to {one.after.band}, {points}" + (
        f" ({why})" if (why := differing(one)) else ""
    )


def _turned(one: Turned) -> str:
    points = f", {one.points:+d} points together" if one.points and not one.name.startswith("floor:") else ""
    return f"{one.name.replace(':', ' ')}: in {one.calls} calls{points}, in {one.bands} of them the band changed"


def _difference(name: str, by: int) -> str:
    if name.startswith("floor:"):
        return f"floor {name.removeprefix('floor:')} {'new' if by > 0 else 'gone'}"
    return f"{name} {by:+d}"


def _row(found: Rescoring, one: Regraded) -> tuple[str, ...]:
    scores = str(one.before.score), str(one.after.score)
    return (one.call, one.on.isoformat(), found.old, found.new, one.before.band, one.after.band, *scores, differing(one))
