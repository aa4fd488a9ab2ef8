"""What the desk says about a grade, a flag, the end of a call and what is due: in English and in Welsh, nothing left out."""

from datetime import UTC, date, datetime
from itertools import product
from typing import get_args

import pytest

from callhandler.cases.area import Area, load_area
from callhandler.cases.due import Due, Kind
from callhandler.cases.flags import Flag
from callhandler.cases.phrases import (
    FormNames,
    flag_said,
    gaps_said,
    left_out_said,
    partial_said,
    points_said,
    reason_said,
    what_if_said,
    why_said,
)
from callhandler.cases.plain import ReadBack, due_said, next_steps_said, summary_said
from callhandler.config import RESOURCES
from callhandler.log.kinds import Band, Reason
from callhandler.protocol.case_review import WhyNot
from callhandler.risk.assessment import assess
from callhandler.risk.questionnaire import BandRange, Floor, Scored, Sheet, WhatIf
from callhandler.risk.repeat import Fired
from callhandler.words import Words

ENGLISH, WELSH = Words("en"), Words("cy")
BANDS = (BandRange("standard", 0, 12, 1), BandRange("medium", 13, 24, 2), BandRange("high", 25, 999, 3))
SHORT = {"/data/who/r_threats": "Threats", "/data/harm/r_often": "How often", "/data/harm/r_home": "Safe tonight"}
NAMES = FormNames(
    SHORT.__getitem__,
    lambda _path, value: {"me_now": "Them, this time", "mental": "Mental health"}[value],
    {"weapon": "Weapon"}.__getitem__,
)
THEN = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def area() -> Area:
    return load_area(RESOURCES / "areas" / "generic")


def sheet(*scored: Scored, floors: tuple[Floor, ...] = (), what_if: tuple[WhatIf, ...] = ()) -> Sheet:
    return Sheet(scored, floors, BANDS, sum(one.points for one in scored), what_if)


def test_why_names_the_strongest_first_and_points_stand_apart(area: Area) -> None:
    told = Scored("/data/harm/r_often", "asked", 5, 5)
    grade = assess(sheet(told, floors=(Floor("weapon", "high"),)), (Fired(area.repeat[2], ("a",)), Fired(area.repeat[0], ("a",))))
    assert why_said(ENGLISH, grade, area, NAMES) == (
        "Weapon: at least High",
        "Repeat victim: 3 reports in 3 months: at least Medium",
        "Repeat victim: 2 reports in 12 months",
    )
    assert points_said(ENGLISH, grade, area, NAMES) == ("How often: 5 points",)


@pytest.mark.parametrize(
    ("words", "one", "unknown"),
    [
        (ENGLISH, "How often: 1 point", "Safe tonight: not known, 1 point until it is"),
        (WELSH, "How often: 1 pwynt", "Safe tonight: ddim yn hysbys, 1 pwynt nes y bydd"),
    ],
)
def test_one_point_is_one(area: Area, words: Words, one: str, unknown: str) -> None:
    grade = assess(sheet(Scored("/data/harm/r_often", "asked", 1, 5), Scored("/data/harm/r_home", "unknown", 1, 3)))
    assert points_said(words, grade, area, NAMES) == (one, unknown)


def test_partial_is_said_to_be_partial(area: Area) -> None:
    some = Scored("/data/harm/r_often", "asked", 10, 10)
    unasked = tuple(Scored(f"/data/harm/q{n}", "unasked", 0, 5) for n in range(6))
    grade = assess(sheet(some, *unasked, Scored("/data/harm/r_home", "unasked", 0, 1)))
    assert partial_said(ENGLISH, grade) == "10 so far, 7 questions unasked, could reach 41"
    assert partial_said(ENGLISH, assess(sheet(some, unasked[0]))) == "10 so far, 1 question unasked, could reach 15"
    assert partial_said(ENGLISH, assess(sheet(some))) == ""


def test_gaps_are_named_with_the_worst_they_could_make() -> None:
    gap = Scored("/data/harm/r_home", "unknown", 1, 3)
    assert gaps_said(ENGLISH, assess(sheet(gap)), NAMES) == "Not known: Safe tonight"
    grade = assess(sheet(Scored("/data/harm/r_often", "asked", 10, 10), gap))
    assert gaps_said(ENGLISH, grade, NAMES) == "Not known: Safe tonight. At worst it would be Medium"
    assert gaps_said(ENGLISH, assess(sheet()), NAMES) == ""


def test_what_if_is_said_in_the_words_of_the_form() -> None:
    one = WhatIf("/data/who/r_threats", "me_now", "high", 25)
    assert what_if_said(ENGLISH, one, NAMES) == "Would be High if Threats is “Them, this time”"
    assert what_if_said(WELSH, one, NAMES) == "Byddai'n Uchel pe bai Threats yn “Them, this time”"


@pytest.mark.req("R23")
@pytest.mark.parametrize("words", [ENGLISH, WELSH])
def test_every_reason_can_be_said(words: Words, area: Area) -> None:
    codes = ["sum:told", "sum:gaps", "floor:weapon", *(f"repeat:{rule.code}" for rule in area.repeat), "points:r_often", "gap:r_often"]
    said = [reason_said(words, Reason(code=code, least="high", points=1, path="/data/harm/r_often"), area, NAMES) for code in codes]
    assert all(one and code not in one for one, code in zip(said, codes, strict=True))
    assert len(set(said)) == len(said)


def test_a_reason_or_flag_of_a_newer_version_is_shown_by_its_code(area: Area) -> None:
    assert reason_said(ENGLISH, Reason(code="moon:full"), area, NAMES) == "moon:full"
    assert reason_said(ENGLISH, Reason(code="repeat:7-in-7-days"), area, NAMES) == "7-in-7-days"
    assert flag_said(ENGLISH, Flag("new", THEN, (), (), ("x",)), area, NAMES) == "x"


@pytest.mark.parametrize("words", [ENGLISH, WELSH])
@pytest.mark.parametrize(
    ("code", "details"),
    [
        ("repeat", ("2-in-12-months", "household-2-in-12-months")),
        ("vulnerable", ("mental",)),
        ("hate", ("hate",)),
        ("high_risk", ("floor:weapon", "sum:told", "override")),
        ("case_review_threshold", ("complaints", "told", "people", "hate")),
        ("first_time_long_time", ("told",)),
        ("lows", ("repeated-lows", "several-agencies")),
    ],
)
def test_every_flag_says_what_it_rests_on(words: Words, area: Area, code: str, details: tuple[str, ...]) -> None:
    said = flag_said(words, Flag(code, THEN, ("a",), ("e",), details), area, NAMES)
    assert said
    assert "{" not in said
    assert said.count("; ") == len(details) - 1


@pytest.mark.parametrize(("words", "why"), list(product((ENGLISH, WELSH), get_args(WhyNot))))
def test_every_reason_not_to_count_can_be_said(words: Words, why: WhyNot) -> None:
    assert left_out_said(words, why)


@pytest.mark.req("R23")
def test_the_summary_is_read_in_the_callers_language_and_names_no_points(area: Area) -> None:
    told = ReadBack("GEN-1", "high", ("Noise", "Rowdy: neighbours"), "Bus station", date(2026, 11, 23), "yes", case_review=True)
    said = summary_said(ENGLISH, told)
    assert said[0] == "Your reference is GEN-1."
    assert said[1] == "You told us about this: Noise, Rowdy: neighbours, at Bus station."
    assert "We will contact you again by 23 November 2026." in said
    assert said[-1] == "If you are in danger at any time, call 999."
    welsh = summary_said(WELSH, told)
    assert "Byddwn yn cysylltu â chi eto erbyn 23 Tachwedd 2026." in welsh
    assert not set(said) & set(welsh)


@pytest.mark.parametrize("band", get_args(Band))
def test_a_bare_summary_still_gives_reference_and_emergency_number(band: Band) -> None:
    assert len(summary_said(ENGLISH, ReadBack("GEN-1", band))) == 3


@pytest.mark.parametrize("band", get_args(Band))
def test_each_band_has_its_next_steps_in_both_languages(band: Band, area: Area) -> None:
    english, welsh = next_steps_said(ENGLISH, band, area), next_steps_said(WELSH, band, area)
    assert len(english) >= 3
    assert all(code != one != other for (code, one), (_, other) in zip(english, welsh, strict=True))


@pytest.mark.parametrize(("words", "kind"), list(product((ENGLISH, WELSH), get_args(Kind))))
def test_everything_due_can_be_said(words: Words, kind: Kind) -> None:
    thing = Due("sergeant" if kind == "review" else "", "a", "GEN-1", "ann", "high", date(2026, 11, 23), overdue=False, kind=kind)
    assert due_said(words, thing)


def test_an_action_is_said_as_it_was_agreed() -> None:
    thing = Due("Change the lock", "a", "GEN-1", "ann", "high", date(2026, 11, 23), overdue=False, kind="action")
    assert due_said(ENGLISH, thing) == "Change the lock"
