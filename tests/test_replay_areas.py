"""Histories stay at their bar under every area's rules; each difference from the generic ones comes from a rule that is written down."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import pytest

from callhandler.cases.area import Area, load_area
from callhandler.config import RESOURCES
from callhandler.replay import replay
from callhandler.replay.areas import Difference, apart, differences
from tests.source import HERE

CASES = Path(__file__).parent / "cases"
GENERIC = load_area(RESOURCES / "areas" / "generic")
EIGHT = sorted(folder.name for folder in (RESOURCES / "areas").iterdir() if folder.name != "generic")
JUDGED = frozenset({"repeat", "vulnerable", "high_risk", "case_review_threshold", "hate"})


def area_of(code: str) -> Area:
    return load_area(RESOURCES / "areas" / code)


def written() -> set[tuple[str, ...]]:
    """The rows of the table in docs/areas.md."""
    told = (HERE / "docs" / "areas.md").read_text(encoding="utf-8")
    return set(re.findall(r"^\| ([a-z-]+) \| (\w+) \| ([^|]+) \| (its own|left out) \|$", told, re.MULTILINE))


def test_the_table_of_differences_is_what_the_areas_rules_say():
    found = {(code, one.flag, one.rule, "its own" if one.ours else "left out") for code in EIGHT for one in apart(area_of(code), GENERIC)}
    assert found == written()


@pytest.mark.parametrize("code", EIGHT)
def test_no_area_falls_below_the_general_definition_of_a_repeat(code):
    """A definition of its own comes on top; whatever is left out holds only where the general one holds."""
    area = area_of(code)
    general = [rule for rule in area.repeat if rule.code in ("2-in-12-months", "household-2-in-12-months")]
    assert general == [rule for rule in GENERIC.repeat if rule.code in ("2-in-12-months", "household-2-in-12-months")]
    for rule in set(GENERIC.repeat) - set(area.repeat):
        assert rule.least >= 2
        assert (rule.months or 0) + (rule.days or 0) / 30 <= 12
    assert area.case_review.least <= GENERIC.case_review.least
    assert area.case_review.months >= GENERIC.case_review.months


def apart_from_generic(name: str, codes: Sequence[str]) -> Mapping[str, tuple[Difference, ...]]:
    usual, areas = replay(CASES / name, GENERIC), [area_of(code) for code in codes]
    return {area.code: differences(replay(CASES / name, area), usual, apart(area, GENERIC)) for area in areas}


def test_a_history_differs_only_by_rules_that_are_written_down():
    """One hate report: a case review is due at once under the Welsh scheme, and nowhere else."""
    found = apart_from_generic("ho-islington-202323409.yaml", ("lincolnshire", "london", "south-wales"))
    assert [one for several in found.values() for one in several if not one.rules] == []
    assert {code for code, several in found.items() if any(one.flag in JUDGED for one in several)} == {"south-wales"}
    assert {rule.rule for one in found["south-wales"] if one.flag in JUDGED for rule in one.rules} >= {"hate incidents: 1"}


def test_a_difference_without_a_rule_is_told_as_such():
    usual = replay(CASES / "ho-guinness-202211167.yaml", GENERIC)
    other = {story: tuple(type(one)(one.step, (), "high", (), one.reading) for one in stood) for story, stood in usual.items()}
    found = differences(other, usual, apart(area_of("london"), GENERIC))
    assert {one.flag for one in found} >= {"risk_assessment", "band"}
    assert all(one.rules == () for one in found)


@pytest.mark.soak
@pytest.mark.parametrize("name", sorted(file.name for file in CASES.glob("*.yaml")))
def test_every_history_differs_only_by_rules_that_are_written_down(name):
    assert [one for several in apart_from_generic(name, EIGHT).values() for one in several if not one.rules] == []
