"""Grading a call: points, floors, gaps and history make a band; a handler may raise it, and with a supervisor lower it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from callhandler.log.kinds import Band, Reason, RiskAssessed, ScriptVersion
from callhandler.risk.bands import RANK, at_least, band_of, highest
from callhandler.risk.questionnaire import Scored, Sheet, WhatIf
from callhandler.risk.repeat import Fired

GAP = frozenset(("unknown", "declined"))


class OverrideRefused(Exception):  # noqa: N818 - says what happened, as a handler would
    """A band may not be set so: `code` is "why-missing", "supervisor-missing", or "own-supervisor"."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Override:
    """A handler's own band. `seen` are the reasons that stood when it was lowered, each with the band it asked for.

    A new reason, or an old one that asks for more, brings the computed band back.
    """

    band: Band
    why: str
    supervisor: str = ""
    seen: Mapping[str, Band] | None = None


@dataclass(frozen=True, slots=True)
class Assessment:
    """A grade as it stands.

    `most` is what the score could reach with the questions not yet asked; `partial` says that some are; `worst` is the
    band that the worst answers to all gaps and open questions could make by points, or one answer by a floor.
    `lapsed` tells that a lowered band was put aside because something new was told; `begun` that a scored question was answered.
    """

    computed: Band
    band: Band
    score: int
    most: int
    unasked: tuple[str, ...]
    gaps: tuple[str, ...]
    reasons: tuple[Reason, ...]
    what_if: tuple[WhatIf, ...]
    worst: Band
    why: str = ""
    supervisor: str = ""
    lapsed: bool = False
    begun: bool = True

    @property
    def graded(self) -> bool:
        """Whether there is anything to grade by: an answer, a log that raises it, or a handler's own band.

        Else "standard" would be said of nothing: that somebody called before does not tell that nothing is wrong now.
        """
        return self.begun or self.computed != "standard" or self.band != self.computed

    @property
    def partial(self) -> bool:
        return bool(self.unasked)

    @property
    def awaiting_supervisor(self) -> bool:
        return RANK[self.band] < RANK[self.computed]


def assess(sheet: Sheet, repeats: Sequence[Fired] = (), override: Override | None = None) -> Assessment:
    """Grade a call. Every point and every floor is traceable to an answer or to the log; the category never enters.

    Raises OverrideRefused for another band without a reason, or a lower one without a supervisor's name.
    """
    reasons = (*_points(sheet), *_sums(sheet), *_floors(sheet), *_repeats(repeats))
    computed = highest(*(reason.least for reason in reasons if reason.least))
    agreed = _agreed(override, computed, reasons)
    return Assessment(
        computed=computed,
        band=agreed.band if agreed else computed,
        score=sheet.score,
        most=sheet.score + _still(sheet, frozenset(("unasked",))),
        unasked=tuple(one.path for one in sheet.scored if one.status == "unasked"),
        gaps=tuple(one.path for one in sheet.scored if one.status in GAP),
        reasons=reasons,
        what_if=tuple(one for one in sheet.what_if if RANK[one.band] > RANK[computed]),
        worst=_worst(sheet, computed),
        why=agreed.why if agreed else "",
        supervisor=agreed.supervisor if agreed else "",
        lapsed=override is not None and agreed is None and override.band != computed,
        begun=any(one.status != "unasked" for one in sheet.scored),
    )


def override_of(assessment: Assessment, band: Band, why: str, supervisor: str = "") -> Override:
    """A handler's own band against this grade; a lowered one holds only for the reasons that stand now."""
    return Override(band, why, supervisor, asking(assessment.reasons))


def asking(reasons: Iterable[Reason]) -> Mapping[str, Band]:
    """The reasons that ask for a band, each by its code."""
    return {reason.code: reason.least for reason in reasons if reason.least}


def recorded(assessment: Assessment, script: ScriptVersion) -> RiskAssessed:
    """The grade as it goes into the log, with the very wording that was asked."""
    return RiskAssessed(
        script=script,
        computed=assessment.computed,
        band=assessment.band,
        score=assessment.score,
        most=assessment.most,
        unasked=assessment.unasked,
        gaps=assessment.gaps,
        reasons=assessment.reasons,
        why=assessment.why,
        supervisor=assessment.supervisor,
    )


def _agreed(override: Override | None, computed: Band, reasons: Sequence[Reason]) -> Override | None:
    """The override where one applies: none where the band is the computed one anyway, or where a new reason came after a lowering."""
    if override is None or override.band == computed:
        return None
    if not override.why.strip():
        raise OverrideRefused("why-missing")
    if at_least(override.band, computed):
        return override
    if not override.supervisor.strip():
        raise OverrideRefused("supervisor-missing")
    return None if _news(override, reasons) else override


def _news(override: Override, reasons: Sequence[Reason]) -> bool:
    """Whether something now asks for more than the lowered band that did not stand when it was lowered."""
    if override.seen is None:
        return False
    wanted = {code: band for code, band in asking(reasons).items() if RANK[band] > RANK[override.band]}
    return any(code not in override.seen or RANK[band] > RANK[override.seen[code]] for code, band in wanted.items())


def _points(sheet: Sheet) -> Iterable[Reason]:
    """Every point, at its answer. The cautious middle of "don't know" and "declined" is told apart: nobody said it."""
    for one in sheet.scored:
        if one.points:
            yield Reason(code=f"{'gap' if one.status in GAP else 'points'}:{_name(one.path)}", points=one.points, path=one.path)


def _sums(sheet: Sheet) -> Iterable[Reason]:
    """The band of the sum: of what was told, and where it makes a difference, of the gaps on top of it."""
    gaps = [one for one in sheet.scored if one.status in GAP and one.points]
    told = [one for one in sheet.scored if one.status not in GAP and one.points]
    on_told = band_of(sheet.score - sum(one.points for one in gaps), sheet.bands)
    with_gaps = band_of(sheet.score, sheet.bands)
    if RANK[on_told] > RANK["standard"]:
        yield Reason(code="sum:told", least=on_told, path=_paths(told))
    if on_told != with_gaps:
        yield Reason(code="sum:gaps", least=with_gaps, path=_paths(gaps))


def _floors(sheet: Sheet) -> Iterable[Reason]:
    for floor in sheet.floors:
        yield Reason(code=f"floor:{floor.code}", least=floor.band, path=" ".join(floor.paths))


def _repeats(repeats: Sequence[Fired]) -> Iterable[Reason]:
    for one in repeats:
        yield Reason(code=f"repeat:{one.rule.code}", least=one.rule.band, entries=one.entries)


def _worst(sheet: Sheet, computed: Band) -> Band:
    by_points = band_of(sheet.score + _still(sheet, GAP | {"unasked"}), sheet.bands)
    return highest(computed, by_points, *(one.band for one in sheet.what_if))


def _still(sheet: Sheet, open_: frozenset[str]) -> int:
    return sum(one.most - one.points for one in sheet.scored if one.status in open_)


def _paths(scored: Iterable[Scored]) -> str:
    """Several answers of one reason, set apart by spaces: no path holds one."""
    return " ".join(one.path for one in scored)


def _name(path: str) -> str:
    return path.rsplit("/", 1)[-1]
