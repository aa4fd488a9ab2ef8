"""Sets what an area's rules raise beside what the generic ones raise, and names the rule behind every difference."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from callhandler.cases.area import Area
from callhandler.log.calendar import Span
from callhandler.protocol.case_review import CaseReviewRule
from callhandler.replay.player import Stood

THRESHOLD = "case_review_threshold"


@dataclass(frozen=True, slots=True)
class Apart:
    """A rule that an area has and the generic one has not, or the other way round, and the flag it decides; "band" for the band."""

    flag: str
    rule: str
    ours: bool  # the area's own; else one that it leaves out


@dataclass(frozen=True, slots=True)
class Difference:
    """At the kth contact of entry n something stands under one set of rules only; `rules`: what may have caused it."""

    story: str
    n: int
    k: int
    flag: str
    rules: tuple[Apart, ...]


def apart(area: Area, generic: Area) -> tuple[Apart, ...]:
    """Every rule in which an area is not as the generic one, in a fixed order."""
    return (*_repeats(area, generic), *_reviews(area.case_review, generic.case_review), *_watches(area, generic))


def differences(
    own: Mapping[str, Sequence[Stood]], generic: Mapping[str, Sequence[Stood]], rules: Sequence[Apart]
) -> tuple[Difference, ...]:
    """Every contact at which a flag or the band is not the same; one without `rules` has no explanation."""
    return tuple(
        Difference(story, one.step.n, one.step.k, flag, tuple(rule for rule in rules if rule.flag == flag))
        for story, stood in own.items()
        for one, other in zip(stood, generic[story], strict=True)
        for flag in _unlike(one, other)
    )


def _unlike(one: Stood, other: Stood) -> Iterator[str]:
    yield from sorted(set(one.raised) ^ set(other.raised))
    if one.band != other.band:
        yield "band"


def _repeats(area: Area, generic: Area) -> Iterator[Apart]:
    for rule in (*area.repeat, *generic.repeat):
        if not (rule in area.repeat and rule in generic.repeat):
            yield Apart("repeat", rule.code, rule in area.repeat)
            if rule.band:
                yield Apart("band", rule.code, rule in area.repeat)


def _reviews(own: CaseReviewRule, generic: CaseReviewRule) -> Iterator[Apart]:
    for name, said, usual in (
        ("incidents", own.least, generic.least),
        ("months", own.months, generic.months),
        ("people at one place", own.people, generic.people),
        ("hate incidents", own.hate, generic.hate),
        ("reported within", _span(own.made_within), _span(generic.made_within)),
    ):
        if said != usual:
            yield Apart(THRESHOLD, f"{name}: {said}", ours=True)


def _watches(area: Area, generic: Area) -> Iterator[Apart]:
    for rule in (*area.watch, *generic.watch):
        if not (rule in area.watch and rule in generic.watch):
            yield Apart("lows", f"{rule.code}: {rule.least} in {rule.months} months", rule in area.watch)


def _span(span: Span) -> str:
    return f"{span.months} months" if span.months else f"{span.days} days"
