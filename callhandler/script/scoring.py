"""Draws up the risk sheet of a call: the points of each answer, the floors that hold, and what one more answer would change."""

import math
from collections.abc import Iterator, Mapping

from callhandler.log.kinds import Manner
from callhandler.risk.questionnaire import Floor, Scored, Sheet, Status, WhatIf
from callhandler.script.call import Call
from callhandler.script.question import Question
from callhandler.script.scale import FIRED, RANK, TOTAL, Scale, Weighed
from callhandler.script.values import number

DONT_KNOW, DECLINED = "dk", "declined"
ALONE = frozenset({"none", DONT_KNOW, DECLINED})
GAPS: dict[str, Status] = {DONT_KNOW: "unknown", DECLINED: "declined"}
OPEN = frozenset({"unasked", "unknown", "declined"})


def sheet(call: Call, manners: Mapping[str, Manner], *, ahead: bool = True) -> Sheet:
    """The sheet of a call as it stands. `manners`: how each answer came, by path; one without is taken as asked.

    `ahead` looks at what each answer still open would make of it, which takes ten times as long as all the rest.
    """
    scale = call.scale
    score = _whole(call.calculated(TOTAL)) if scale.weighed else 0
    scored = tuple(_scored(call, one, manners) for one in scale.weighed if call.relevant(one.question.path))
    return Sheet(scored, tuple(_floors(call, scale)), scale.bands, score, tuple(_what_if(call, scale)) if ahead else ())


def status(question: Question, manner: Manner = "asked") -> Status:
    """Whether a question was asked, told or is still open. An answer that does not count leaves it open."""
    if not question.answered:
        return "unasked"
    gap = next((gap for answer, gap in GAPS.items() if answer in question.value.split()), None)
    return gap or manner


def _scored(call: Call, one: Weighed, manners: Mapping[str, Manner]) -> Scored:
    path = one.question.path
    question = call.question(path)
    how = status(question, manners.get(path, "asked"))
    points = _whole(call.calculated(one.points.name))
    return Scored(path, how, points, max(points, _most(call, one, question)) if how in OPEN else points)


def _most(call: Call, one: Weighed, question: Question) -> int:
    """The greatest points an answer would give: the best of one choice, or all real answers of many together."""
    if question.kind == "one":
        return max((option.points or 0 for option in question.options), default=0)
    ticked = " ".join(option.name for option in question.options if option.name not in ALONE)
    return _whole(call.trial({question.path: ticked}, [one.points.name])[0])


def _floors(call: Call, scale: Scale) -> Iterator[Floor]:
    """The floors that hold, with the answers each rests on; one of rank 1 is switched off."""
    for code in call.calculated(FIRED).split() if scale.floors else ():
        band = scale.band(scale.ranks.get(code, 1))
        if band and band.rank > 1:
            paths = (path for shape in scale.floors.get(code, ()) for path in call.places(shape))
            yield Floor(code, band.band, tuple(path for path in paths if call.relevant(path) and call.value(path)))


def _what_if(call: Call, scale: Scale) -> Iterator[WhatIf]:
    """For each open question the one answer that would raise the band most."""
    if not scale.bands:
        return
    now = _whole(call.calculated(RANK))
    for shape in scale.weighty:
        for path in call.places(shape) if now < len(scale.bands) else ():
            question = call.question(path)
            if question.relevant and status(question) in OPEN:
                yield from _raising(call, scale, question, now)


def _raising(call: Call, scale: Scale, question: Question, now: int) -> Iterator[WhatIf]:
    best = (now, 0, "")
    for option in question.options:
        if option.name not in ALONE:
            score, rank = (_whole(told) for told in call.trial({question.path: option.name}, (TOTAL, RANK)))
            best = max(best, (rank, score, option.name))
    band = scale.band(best[0])
    if best[0] > now and band:
        yield WhatIf(question.path, best[2], band.band, best[1])


def _whole(told: str) -> int:
    """A number the form reckoned; 0 where it is none."""
    amount = number(told)
    return int(amount) if math.isfinite(amount) else 0
