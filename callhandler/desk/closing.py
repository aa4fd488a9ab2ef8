"""Closes a call: nothing is left without a reason, the grade is on record, and the caller knows what happens next."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from callhandler.cases.beats import beats_at
from callhandler.cases.plain import ReadBack, next_steps_said, summary_said
from callhandler.desk.grading import Grading
from callhandler.desk.paper import Paper
from callhandler.desk.said import BEHAVIOURS, MAY_SHARE, PLACE, left, vanished
from callhandler.log.kinds import ActionAgreed, AgencyId, Band, Body, CallEnded, Gap, OnBeats
from callhandler.log.ownership import Beat
from callhandler.words import Words

Outcome = Literal["closed", "rang-off", "emergency"]
CONTACT = ""  # an action without words of its own is the promise to be in touch again


class GapsOpen(Exception):  # noqa: N818 - named as a handler would
    """Required questions were left without a reason; `paths` names them."""

    def __init__(self, paths: Sequence[str]) -> None:
        super().__init__(", ".join(paths))
        self.paths = tuple(paths)


@dataclass(frozen=True, slots=True)
class NextStep:
    """Something that the agreement asks for at a band: its code, its sentence, and by when."""

    code: str
    what: str
    due: datetime


@dataclass(frozen=True, slots=True)
class Ending:
    """What the handler reads out and does next."""

    reference: str
    band: Band
    summary: str
    promise: date | None  # None where the caller wants no contact
    steps: tuple[NextStep, ...]


def steps(grading: Grading, language: str) -> tuple[NextStep, ...]:
    """What the agencies agreed to do at this band."""
    area, called, band = grading.area, grading.paper.at, grading.held()
    by = _end_of(area.agreement.contact_by(band, called), called)
    return tuple(NextStep(code, what, by) for code, what in next_steps_said(Words(language), band, area))


def closed(
    paper: Paper, grading: Grading, agency: AgencyId, reasons: Mapping[str, str], outcome: Outcome, language: str
) -> tuple[tuple[Body, ...], Ending]:
    """Everything that the end of a call puts on record, and what is read out. Raises GapsOpen."""
    unasked = tuple(question.path for question in left(paper.script, language))
    if unexplained := [path for path in unasked if path not in reasons]:
        raise GapsOpen(unexplained)
    graded, promise = grading.recorded(), grading.promise_by()
    said = "\n".join(summary_said(Words(language), _read_back(paper, grading, grading.held(), promise, language)))
    gaps = tuple(Gap(path=path, reason=reasons[path]) for path in unasked)
    bodies = (
        graded,
        *_promised(promise, agency, paper),
        *stands_on(paper, beats_at(_place(paper), grading.area.beats)),
        CallEnded(outcome=outcome, gaps=gaps, dropped=vanished(paper.script, language), summary=said, promised=promise),
    )
    return bodies, Ending(paper.begun.reference, graded.band, said, promise, steps(grading, language))


def _place(paper: Paper) -> str:
    """Where it happened, or else where the person affected lives."""
    homes = (body.place for (_, role), body in paper.described.items() if role == "victim" and body.place)
    return paper.script.value(PLACE) or next(homes, "")


def stands_on(paper: Paper, beats: Iterable[Beat] = (), carrier: Beat = "") -> tuple[OnBeats, ...]:
    """What says so, where that is any news: the case stands on these beats, or on those it stood on; and stays with whoever carries it."""
    heads = set(paper.standing("beats"))
    told = {beat for entry in paper.entries if entry.id in heads and isinstance(entry.body, OnBeats) for beat in entry.body.beats}
    carriers = {beat for beat in told if beat.startswith("~")} | ({carrier} if carrier else set())
    stands = (set(beats) or told) | carriers
    return () if stands == told and len(heads) < 2 else (OnBeats(beats=tuple(sorted(stands))),)


def _read_back(paper: Paper, grading: Grading, band: Band, promise: date | None, language: str) -> ReadBack:
    behaviours = paper.script.question(BEHAVIOURS, language)
    ticked = paper.script.value(BEHAVIOURS).split()
    return ReadBack(
        paper.begun.reference,
        band,
        tuple(option.label for option in behaviours.options if option.name in ticked),
        paper.script.value(PLACE),
        promise,
        paper.script.value(MAY_SHARE),
        grading.findings().meter.tell,
    )


def _promised(promise: date | None, agency: AgencyId, paper: Paper) -> tuple[ActionAgreed, ...]:
    """The promise to be in touch again; nobody who wants no contact is promised any."""
    return (ActionAgreed(agency=agency, what=CONTACT, due=_end_of(promise, paper.at), promise=True),) if promise else ()


def _end_of(day: date, like: datetime) -> datetime:
    return datetime.combine(day, time(23, 59), like.tzinfo)
