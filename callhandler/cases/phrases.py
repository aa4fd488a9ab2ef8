"""Says in plain words why a band stands, what is missing, and what stands out in a person's log."""

from collections.abc import Callable
from dataclasses import dataclass

from callhandler.cases.area import Area
from callhandler.cases.flags import WITHHELD, Flag
from callhandler.log.kinds import Band, Reason
from callhandler.protocol.case_review import WhyNot
from callhandler.risk.assessment import Assessment
from callhandler.risk.questionnaire import WhatIf
from callhandler.risk.repeat import RepeatRule
from callhandler.words import Words, mark

BAND: dict[Band, str] = {"standard": mark("Standard"), "medium": mark("Medium"), "high": mark("High")}
_REPEAT = {"victim": mark("Repeat victim: {what}"), "household": mark("Repeat household: {what}"), "place": mark("Repeat place: {what}")}
_POINTS = {"points": mark("{question}: {n} points"), "gap": mark("{question}: not known, {n} points until it is")}
_POINT = {"points": mark("{question}: 1 point"), "gap": mark("{question}: not known, 1 point until it is")}
_SUM = {
    "sum:told": mark("The points of what was told make it {band}"),
    "sum:gaps": mark("With the points of what is not known it is {band}"),
}
_GROUND = {
    "complaints": mark("{n} complaints that count within {months} months"),
    "told": mark("by what was told, at least {n} complaints fell within {months} months: check with the agencies told"),
    "people": mark("different people complained about this place"),
    "hate": mark("a hate incident is enough here"),
}
_WHY_NOT: dict[WhyNot, str] = {
    "same-incident": mark("the same incident was told before"),
    "late": mark("made more than a month after its incident"),
    "old": mark("too long ago"),
}


def _last(path: str) -> str:
    return path.rsplit("/", 1)[-1]


@dataclass(frozen=True, slots=True)
class FormNames:
    """What the form calls things in the language spoken: a question by its path, an answer, a floor by its code."""

    question: Callable[[str], str] = _last
    answer: Callable[[str, str], str] = lambda _path, value: value
    floor: Callable[[str], str] = lambda code: code


def why_said(words: Words, assessment: Assessment, area: Area, names: FormNames) -> tuple[str, ...]:
    """What holds the band up, the strongest first: floors, the log, and the sum. Points are told apart, by `points_said`."""
    holding = [reason for reason in assessment.reasons if reason.least or reason.code.startswith("repeat:")]
    order: list[Band | None] = ["high", "medium", "standard", None]
    holding.sort(key=lambda reason: order.index(reason.least))
    return tuple(reason_said(words, reason, area, names) for reason in holding)


def points_said(words: Words, assessment: Assessment, area: Area, names: FormNames) -> tuple[str, ...]:
    """Every point at its answer."""
    return tuple(reason_said(words, reason, area, names) for reason in assessment.reasons if reason.points)


def reason_said(words: Words, reason: Reason, area: Area, names: FormNames) -> str:
    """One reason. A code of a newer version is shown as it is rather than left out."""
    kind = reason.code.partition(":")[0]
    if kind in _POINTS:
        said = _POINT[kind] if reason.points == 1 else _POINTS[kind]
        return words.say(said, question=names.question(reason.path), n=reason.points)
    if reason.code in _SUM and reason.least:
        return words.say(_SUM[reason.code], band=band_said(words, reason.least))
    what = _held_by(words, reason.code, area, names)
    return words.say("{what}: at least {band}", what=what, band=band_said(words, reason.least)) if reason.least else what


def band_said(words: Words, band: Band) -> str:
    return words.say(BAND[band])


def definition_said(words: Words, code: str, area: Area, *, short: bool = False) -> str:
    """A definition of repeat, by its code; `short` where it is plain that a repeat victim is meant."""
    rule = next((rule for rule in area.repeat if rule.code == code), None)
    if rule is None:
        return code
    return _within(words, rule) if short and rule.who == "victim" else words.say(_REPEAT[rule.who], what=_within(words, rule))


def partial_said(words: Words, assessment: Assessment) -> str:
    """Shows a partial score as partial; "" once everything scored was asked."""
    if not assessment.partial:
        return ""
    n = len(assessment.unasked)
    sentence = _SO_FAR_1 if n == 1 else _SO_FAR
    return words.say(sentence, score=assessment.score, n=n, most=assessment.most)


def gaps_said(words: Words, assessment: Assessment, names: FormNames) -> str:
    """The questions that were asked and not answered, with the worst they could make of it; "" where there are none."""
    if not assessment.gaps:
        return ""
    gaps = ", ".join(names.question(path) for path in assessment.gaps)
    if assessment.worst == assessment.computed:
        return words.say("Not known: {gaps}", gaps=gaps)
    return words.say("Not known: {gaps}. At worst it would be {band}", gaps=gaps, band=band_said(words, assessment.worst))


def what_if_said(words: Words, one: WhatIf, names: FormNames) -> str:
    """E.g. "Would be High if Threats is “Them, this time”"."""
    answer = names.answer(one.path, one.value)
    return words.say(
        "Would be {band} if {question} is “{answer}”", band=band_said(words, one.band), question=names.question(one.path), answer=answer
    )


def flag_said(words: Words, flag: Flag, area: Area, names: FormNames) -> str:
    """What a flag rests on."""
    sayers: dict[str, Callable[[str], str]] = {
        "repeat": lambda code: definition_said(words, code, area, short=True),
        "vulnerable": lambda tick: names.answer(area.questions.vulnerability, tick),
        "hate": lambda _: words.say("somebody thinks it happened because of who they are"),
        "high_risk": lambda code: _held_by(words, code, area, names),
        "case_review_threshold": lambda code: _ground(words, code, area),
        "first_time_long_time": lambda _: words.say(
            "the first call we know of, and it happened at least {n} times in a year", n=area.long_time
        ),
        "lows": lambda code: _watched(words, code, area),
    }
    say = sayers.get(flag.code, str)
    return "; ".join(words.say(_WITHHELD) if detail == WITHHELD else say(detail) for detail in flag.details)


def left_out_said(words: Words, why: WhyNot) -> str:
    """Why a complaint does not count towards a case review."""
    return words.say(_WHY_NOT[why])


def _held_by(words: Words, code: str, area: Area, names: FormNames) -> str:
    kind, _, name = code.partition(":")
    match kind:
        case "floor":
            return names.floor(name)
        case "repeat":
            return definition_said(words, name, area)
        case "sum":
            return words.say("the points")
        case "override":
            return words.say("a handler's own judgement")
        case "withheld":
            return words.say(_WITHHELD)
        case _:
            return code


def _ground(words: Words, code: str, area: Area) -> str:
    rule = area.case_review
    return words.say(_GROUND[code], n=rule.least, months=rule.months) if code in _GROUND else code


def _watched(words: Words, code: str, area: Area) -> str:
    rule = next((rule for rule in area.watch if rule.code == code), None)
    if rule is None:
        return code
    said = _LOWS_SPREAD if rule.agencies > 1 else _LOWS
    return words.say(said, n=rule.least, months=rule.months, band=band_said(words, rule.band), agencies=rule.agencies)


def _within(words: Words, rule: RepeatRule) -> str:
    if rule.days:
        return words.say("{n} reports in {days} days", n=rule.least, days=rule.days)
    return words.say("{n} reports in {months} months", n=rule.least, months=rule.months)


_WITHHELD = mark("health details, which are withheld")
_SO_FAR = mark("{score} so far, {n} questions unasked, could reach {most}")
_SO_FAR_1 = mark("{score} so far, 1 question unasked, could reach {most}")
_LOWS = mark("{n} reports or more of {band} at most, within {months} months")
_LOWS_SPREAD = mark("{n} reports or more of {band} at most, to {agencies} agencies or more, within {months} months")
