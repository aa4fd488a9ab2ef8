"""The grade: every point has a reason, one more yes never lowers a band, and a lower band needs a supervisor."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callhandler.log.kinds import Band, ScriptVersion
from callhandler.risk.assessment import Override, OverrideRefused, assess, override_of, recorded
from callhandler.risk.bands import RANK, at_least, band_of, highest
from callhandler.risk.questionnaire import BandRange, Floor, Scored, Sheet, Status, WhatIf
from callhandler.risk.repeat import Fired, RepeatRule

BANDS = (BandRange("standard", 0, 12, 1), BandRange("medium", 13, 24, 2), BandRange("high", 25, 999, 3))
STATUSES: tuple[Status, ...] = ("asked", "told", "unknown", "declined", "unasked")
bands = st.sampled_from(tuple(RANK))
floors = st.builds(Floor, st.text("abc", min_size=1), bands, st.just(("/data/who/r_threats",)))


def sheet(*scored: Scored, floors: tuple[Floor, ...] = (), what_if: tuple[WhatIf, ...] = ()) -> Sheet:
    return Sheet(scored, floors, BANDS, sum(one.points for one in scored), what_if)


def asked(name: str, points: int, status: Status = "asked", most: int = 5) -> Scored:
    return Scored(f"/data/harm/{name}", status, points, max(most, points))


@st.composite
def sheets(draw: st.DrawFn) -> Sheet:
    some = draw(st.lists(st.tuples(st.sampled_from(STATUSES), st.integers(0, 5)), max_size=16))
    scored = (asked(f"q{n}", 0 if status == "unasked" else points, status) for n, (status, points) in enumerate(some))
    return sheet(*scored, floors=tuple(draw(st.lists(floors, max_size=3))))


@pytest.mark.parametrize(("score", "band"), [(0, "standard"), (12, "standard"), (13, "medium"), (24, "medium"), (25, "high"), (99, "high")])
def test_a_sum_makes_its_band(score: int, band: Band) -> None:
    assert band_of(score, BANDS) == band


def test_a_sum_below_or_between_the_ranges_makes_the_band_below() -> None:
    assert band_of(-1, BANDS) == "standard"
    assert band_of(12, (BANDS[0], BandRange("high", 20, 99, 3))) == "standard"


def test_the_highest_band_holds() -> None:
    assert highest("standard", "high", "medium") == "high"
    assert highest() == "standard"
    assert at_least("medium", "medium")
    assert not at_least("standard", "medium")


@given(sheets())
def test_every_point_has_a_reason_at_its_answer(given_sheet: Sheet) -> None:
    reasons = assess(given_sheet).reasons
    assert sum(reason.points for reason in reasons) == given_sheet.score
    assert all(reason.path or reason.entries for reason in reasons if reason.points or reason.least)


@given(sheets())
def test_a_band_above_standard_has_a_reason_that_asks_for_it(given_sheet: Sheet) -> None:
    assessment = assess(given_sheet)
    asking = {reason.least for reason in assessment.reasons}
    assert assessment.band == "standard" or assessment.band in asking


@given(sheets(), st.integers(1, 5), st.integers(0, 15))
def test_one_more_yes_never_lowers_a_band(given_sheet: Sheet, more: int, which: int) -> None:
    scored = list(given_sheet.scored) or [asked("q0", 0)]
    place = which % len(scored)
    scored[place] = asked(f"q{place}", scored[place].points + more)
    raised = sheet(*scored, floors=given_sheet.floors)
    assert at_least(assess(raised).band, assess(given_sheet).band)


@given(sheets(), floors)
def test_one_more_floor_never_lowers_a_band(given_sheet: Sheet, floor: Floor) -> None:
    more = Sheet(given_sheet.scored, (*given_sheet.floors, floor), given_sheet.bands, given_sheet.score, ())
    assert at_least(assess(more).band, highest(assess(given_sheet).band, floor.band))


@given(sheets())
def test_the_worst_the_gaps_can_make_is_never_below_what_stands(given_sheet: Sheet) -> None:
    assessment = assess(given_sheet)
    assert at_least(assessment.worst, assessment.computed)
    assert assessment.most >= assessment.score


def test_a_floor_holds_the_band_whatever_the_sum() -> None:
    assessment = assess(sheet(asked("r_often", 0), floors=(Floor("weapon", "high", ("/data/who/r_weapon",)),)))
    assert assessment.band == "high"
    assert assessment.reasons[-1].code == "floor:weapon"
    assert assessment.reasons[-1].path == "/data/who/r_weapon"


def test_a_partial_score_is_partial_and_says_what_it_could_reach() -> None:
    assessment = assess(sheet(asked("r_often", 5), asked("r_long", 0, "unasked", 3), asked("r_worse", 1, "unknown", 2)))
    assert assessment.partial
    assert (assessment.score, assessment.most) == (6, 9)
    assert assessment.unasked == ("/data/harm/r_long",)


def test_dont_know_and_declined_score_the_middle_and_are_gaps() -> None:
    assessment = assess(sheet(asked("r_worse", 1, "unknown"), asked("r_home", 1, "declined"), asked("r_often", 0)))
    assert assessment.gaps == ("/data/harm/r_worse", "/data/harm/r_home")
    assert [reason.code for reason in assessment.reasons] == ["gap:r_worse", "gap:r_home"]
    assert not assessment.partial


def test_a_band_reached_only_with_the_gaps_says_so() -> None:
    gaps = [asked(f"q{n}", 2, "unknown") for n in range(7)]
    told = assess(sheet(asked("r_often", 13), *gaps))
    assert told.band == "high"
    assert [(reason.code, reason.least) for reason in told.reasons if reason.least] == [("sum:told", "medium"), ("sum:gaps", "high")]


def test_what_if_names_only_what_would_raise_the_band() -> None:
    ifs = (WhatIf("/data/who/r_threats", "me_now", "high", 4), WhatIf("/data/harm/r_home", "unsafe", "medium", 3))
    assessment = assess(sheet(floors=(Floor("hate", "medium"),), what_if=ifs))
    assert [one.path for one in assessment.what_if] == ["/data/who/r_threats"]
    assert assessment.worst == "high"


def test_history_raises_the_band_and_names_its_entries() -> None:
    rule = RepeatRule("3-in-3-months", 3, months=3, band="medium")
    assessment = assess(sheet(), (Fired(rule, ("a", "b", "c"), ("e1", "e2", "e3")),))
    assert assessment.band == "medium"
    assert assessment.reasons[0].code == "repeat:3-in-3-months"
    assert assessment.reasons[0].entries == ("e1", "e2", "e3")


def test_a_definition_that_only_flags_is_named_and_leaves_the_band() -> None:
    assessment = assess(sheet(), (Fired(RepeatRule("2-in-12-months", 2, months=12), ("a", "b"), ("e1", "e2")),))
    assert assessment.band == "standard"
    assert assessment.reasons[0].code == "repeat:2-in-12-months"


def test_raising_a_band_is_free_with_a_reason() -> None:
    assessment = assess(sheet(), override=Override("high", "She cannot speak freely."))
    assert (assessment.computed, assessment.band) == ("standard", "high")
    assert not assessment.awaiting_supervisor


def test_raising_a_band_without_a_reason_is_refused() -> None:
    with pytest.raises(OverrideRefused) as refused:
        assess(sheet(), override=Override("high", "  "))
    assert refused.value.code == "why-missing"


def test_lowering_a_band_needs_a_supervisor_and_waits_for_them() -> None:
    high = sheet(floors=(Floor("weapon", "high"),))
    with pytest.raises(OverrideRefused) as refused:
        assess(high, override=Override("medium", "A toy, she says."))
    assert refused.value.code == "supervisor-missing"
    lowered = assess(high, override=Override("medium", "A toy, she says.", "Sgt Rees"))
    assert (lowered.computed, lowered.band) == ("high", "medium")
    assert lowered.awaiting_supervisor


def test_a_lowered_band_lapses_when_something_new_is_told() -> None:
    before = assess(sheet(floors=(Floor("weapon", "high"),)))
    lowering = override_of(before, "medium", "A toy, she says.", "Sgt Rees")
    assert assess(sheet(floors=(Floor("weapon", "high"),)), override=lowering).band == "medium"
    after = assess(sheet(floors=(Floor("weapon", "high"), Floor("selfharm", "high"))), override=lowering)
    assert after.band == "high"
    assert after.lapsed


@given(sheets(), bands, floors)
def test_no_override_hides_what_is_told_after_it(given_sheet: Sheet, band: Band, floor: Floor) -> None:
    before = assess(given_sheet)
    override = override_of(before, band, "our judgement", "Sgt Rees")
    known = {f"floor:{one.code}" for one in given_sheet.floors}
    more = Sheet(given_sheet.scored, (*given_sheet.floors, floor), given_sheet.bands, given_sheet.score, ())
    after = assess(more, override=override)
    assert f"floor:{floor.code}" in known or at_least(after.band, floor.band)


def test_the_grade_on_record_names_the_very_form() -> None:
    script = ScriptVersion(form="asb_first_call", version="generic-1.0", sha256="ab" * 32)
    graded = assess(sheet(asked("r_often", 5), asked("r_long", 0, "unasked")), override=Override("high", "fear in her voice"))
    body = recorded(graded, script)
    assert body.script == script
    assert (body.computed, body.band, body.score, body.unasked) == ("standard", "high", 5, ("/data/harm/r_long",))
    assert body.reasons == graded.reasons
