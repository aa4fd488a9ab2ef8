"""A complaint, a person's log and what is due, as their entries tell them."""

from datetime import UTC, date, datetime, timedelta

import pytest

from callhandler.cases.area import Area, load_area
from callhandler.cases.asked import Questions
from callhandler.cases.complaint import Complaint, tell
from callhandler.cases.due import due
from callhandler.cases.log import PersonLog, log_of
from callhandler.config import RESOURCES
from callhandler.log.fold import fold
from callhandler.log.kinds import (
    ActionAgreed,
    ActionDone,
    Answered,
    CallEnded,
    CaseClosed,
    ContactMade,
    Corrected,
    Reason,
    Reviewed,
)
from tests.trail import HARM, HATE, INCIDENT, Trail

AREAS = RESOURCES / "areas"
TODAY = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def area() -> Area:
    return load_area(AREAS / "generic")


@pytest.fixture
def trail() -> Trail:
    return Trail()


def one(trail: Trail, case: str) -> Complaint:
    told = tell(fold(trail.entries), case, Questions())
    assert told
    return told


def log(trail: Trail, area: Area, person: str = "ann", now: datetime = TODAY) -> PersonLog:
    return log_of(person, trail.entries, area, now)


def codes(of: PersonLog) -> set[str]:
    return {flag.code for flag in of.flags}


def test_a_complaint_is_told_by_its_entries(trail: Trail) -> None:
    trail.call("a", "2026-11-20", answers={INCIDENT + "location": "Bus station", INCIDENT + "when_happened": "yesterday"})
    told = one(trail, "a")
    assert (told.reference, told.agency, told.purpose, told.place) == ("GEN-a", "police", "report", "Bus station")
    assert told.incident_on == date(2026, 11, 19)
    assert told.script.sha256 == "ab" * 32
    assert not told.in_progress
    assert told.open


@pytest.mark.parametrize(
    ("when", "day", "on"),
    [
        ("now", "", date(2026, 11, 20)),
        ("earlier", "2026-10-01", date(2026, 10, 1)),
        ("earlier", "", None),
        ("dk", "", None),
        ("declined", "", None),
    ],
)
def test_the_day_of_the_incident_is_what_was_said_and_never_a_guess(trail: Trail, when: str, day: str, on: date | None) -> None:
    trail.call("a", "2026-11-20", answers={INCIDENT + "when_happened": when, INCIDENT + "when_date": day})
    assert one(trail, "a").incident_on == on


def test_an_answer_taken_back_or_corrected_is_no_answer(trail: Trail) -> None:
    trail.call("a", "2026-11-20", answers={HARM + "r_vuln": "mental", HATE + "r_hate": "yes"})
    hate = trail.heads["a", f"answer:{HATE}r_hate"]
    trail.write("a", TODAY, Answered(path=HARM + "r_vuln", value=""))
    trail.write("a", TODAY, Corrected(of=hate))
    told = one(trail, "a")
    assert told.ticked(HARM + "r_vuln") == ()
    assert told.says(HATE + "r_hate", "yes") == ()


def test_a_case_whose_beginning_is_not_here_tells_nothing(trail: Trail) -> None:
    trail.write("a", TODAY, Answered(path=HARM + "r_vuln", value="mental"))
    assert tell(fold(trail.entries), "a", Questions()) is None


def test_of_two_grades_made_apart_the_higher_holds_and_both_stay(trail: Trail) -> None:
    trail.call("a", "2026-11-20", band=None)
    trail.write("a", TODAY, trail.grade("a", TODAY, "high").body, parents=())  # type: ignore[arg-type]
    trail.grade("a", TODAY + timedelta(hours=1), "standard")
    told = one(trail, "a")
    assert told.band == "high"
    assert len(told.standing) == 2


def test_a_lowered_band_waits_for_a_supervisor_who_confirms_it_or_sends_it_back(trail: Trail, area: Area) -> None:
    trail.call("a", "2026-11-20", band=None)
    grade = trail.grade("a", TODAY, "medium", computed="high", supervisor="Sgt Rees")
    assert one(trail, "a").awaiting_supervisor
    assert [thing.kind for thing in due(trail.entries, area, TODAY)] == ["lowered", "review", "review", "review"]
    trail.write("a", TODAY, Reviewed(of=grade.id, verdict="confirmed"))
    assert one(trail, "a").band == "medium"
    assert not one(trail, "a").awaiting_supervisor
    trail.write("a", TODAY, Reviewed(of=grade.id, verdict="returned"))
    assert one(trail, "a").band == "high"


def test_a_second_report_within_a_year_is_a_repeat_whichever_agency_took_it(trail: Trail, area: Area) -> None:
    trail.call("a", "2025-11-22", agency="council")
    trail.call("b", "2026-11-22")
    flag = log(trail, area).flag("repeat")
    assert flag
    assert flag.cases == ("a", "b")
    assert flag.details == ("2-in-12-months",)


@pytest.mark.parametrize("purpose", ["follow-up", "service-complaint", "agency-contact", "case-review"])
def test_what_is_no_report_makes_no_repeat(trail: Trail, area: Area, purpose: str) -> None:
    trail.call("a", "2026-11-01")
    trail.call("b", "2026-11-22", purpose=purpose)  # type: ignore[arg-type]
    assert log(trail, area).flag("repeat") is None


def test_one_incident_told_to_another_agency_makes_no_repeat(trail: Trail, area: Area) -> None:
    trail.call("a", "2026-11-01")
    trail.call("b", "2026-11-22", agency="landlord", incident="a")
    assert log(trail, area).flag("repeat") is None
    assert log(trail, area).meter.why_not == {"b": "same-incident"}


def test_joined_descriptions_are_one_person_and_a_link_undone_parts_them(trail: Trail, area: Area) -> None:
    trail.call("a", "2026-11-01", caller="anon")
    trail.call("b", "2026-11-22", caller="ann")
    assert log(trail, area).flag("repeat") is None
    trail.same("b", TODAY, "anon", "ann")
    assert log(trail, area).flag("repeat")
    assert log(trail, area, "anon").people == frozenset(("anon", "ann"))


def test_a_second_report_from_the_same_home_is_a_repeat_household(trail: Trail, area: Area) -> None:
    trail.call("a", "2026-11-01", caller="bob", home="14 Maes Street, CF62 8AB")
    trail.call("b", "2026-11-22", caller="ann", home="14 Maes St CF62 8AB")
    flag = log(trail, area).flag("repeat")
    assert flag
    assert flag.details == ("household-2-in-12-months",)
    assert len(log(trail, area).complaints) == 1


def test_the_log_hangs_on_the_victim_whoever_called(trail: Trail, area: Area) -> None:
    trail.call("a", "2026-11-01", caller="nurse", victim="ann", answers={HARM + "r_vuln": "mental alone"})
    trail.call("b", "2026-11-22", caller="ann")
    assert [complaint.case for complaint in log(trail, area).complaints] == ["b", "a"]
    assert log(trail, area, "nurse").complaints == ()
    assert codes(log(trail, area)) >= {"vulnerable", "repeat"}


@pytest.mark.parametrize("answer", ["none", "dk", "declined", ""])
def test_no_tick_is_no_vulnerability(trail: Trail, area: Area, answer: str) -> None:
    trail.call("a", "2026-11-22", answers={HARM + "r_vuln": answer, HATE + "r_hate": answer or "dk"})
    assert codes(log(trail, area)) == set()


def test_a_contradictory_kept_tick_counts_as_the_real_one(trail: Trail, area: Area) -> None:
    trail.call("a", "2026-11-22", answers={HARM + "r_vuln": "mental none"})
    flag = log(trail, area).flag("vulnerable")
    assert flag
    assert flag.details == ("mental",)
    assert flag.entries == (trail.heads["a", f"answer:{HARM}r_vuln"],)


def test_a_condition_told_once_stays_with_the_person(trail: Trail, area: Area) -> None:
    trail.call("a", "2025-01-01", answers={HARM + "r_vuln": "learning"})
    trail.call("b", "2026-11-22", answers={HARM + "r_vuln": "dk"})
    flag = log(trail, area).flag("vulnerable")
    assert flag
    assert flag.since.date() == date(2025, 1, 1)


def test_vulnerable_and_low_risk_at_once(trail: Trail, area: Area) -> None:
    trail.call("a", "2026-11-22", answers={HARM + "r_vuln": "mental"})
    assert codes(log(trail, area)) == {"vulnerable"}
    assert log(trail, area).band == "standard"


def test_a_high_band_on_gaps_alone_is_high_and_not_flagged(trail: Trail, area: Area) -> None:
    end = trail.call("a", "2026-11-22", band=None)
    told, gaps = Reason(code="sum:told", least="medium", path="/data/harm/r_often"), Reason(code="sum:gaps", least="high", path="/data/x")
    often = Reason(code="floor:daily_long", least="medium")
    trail.grade("a", end, "high", reasons=(told, gaps, often))
    assert log(trail, area).band == "high"
    assert log(trail, area).flag("high_risk") is None
    trail.grade("a", end, "high", reasons=(told, gaps, Reason(code="floor:threat", least="medium", path="/data/who/r_threats")))
    assert log(trail, area).flag("high_risk")


def test_a_handlers_own_high_is_flagged(trail: Trail, area: Area) -> None:
    end = trail.call("a", "2026-11-22", band=None)
    trail.grade("a", end, "high", computed="standard", reasons=(Reason(code="points:r_often", points=1, path="/data/harm/r_often"),))
    assert log(trail, area).flag("high_risk")


def test_a_closed_case_is_no_longer_at_high_risk_and_due_nothing(trail: Trail, area: Area) -> None:
    end = trail.call("a", "2026-11-22", band="high")
    assert log(trail, area).flag("high_risk")
    trail.write("a", end, CaseClosed())
    assert log(trail, area).flag("high_risk") is None
    assert log(trail, area).band is None
    assert due(trail.entries, area, TODAY + timedelta(days=99)) == ()


def test_hate_is_flagged_on_perception(trail: Trail, area: Area) -> None:
    trail.call("a", "2026-11-22", answers={HATE + "r_hate": "yes"})
    assert codes(log(trail, area)) == {"hate"}
    assert log(trail, area).findings.schemes["wales"].grounds == ("hate",)


def test_three_reports_in_six_months_reach_the_case_review(trail: Trail, area: Area) -> None:
    for case, day in (("a", "2026-06-01"), ("b", "2026-08-01"), ("c", "2026-11-22")):
        trail.call(case, day)
    assert log(trail, area).meter.met
    assert log(trail, area, now=datetime(2026, 8, 1, 12, tzinfo=UTC)).flag("case_review_threshold")
    assert log(trail, area).flag("lows")


def test_a_late_complaint_does_not_count_towards_the_case_review(trail: Trail, area: Area) -> None:
    trail.call("a", "2026-09-01")
    trail.call("b", "2026-10-01", answers={INCIDENT + "when_happened": "earlier", INCIDENT + "when_date": "2026-08-15"})
    trail.call("c", "2026-11-01")
    assert not log(trail, area).meter.met
    assert log(trail, area).meter.why_not == {"b": "late"}


def test_five_people_at_one_place_reach_the_welsh_scheme(trail: Trail, area: Area) -> None:
    for n in range(5):
        trail.call(f"c{n}", "2026-11-20", caller=f"p{n}", answers={INCIDENT + "location": "3 Heol Fawr CF10 1AA"})
    assert log(trail, area, "p0").findings.schemes["wales"].grounds == ("people",)
    assert log(trail, area, "p0").flag("lows")
    assert log(trail, area, "p0").flag("case_review_threshold") is None
    assert log(trail, area, "p0").flag("repeat") is None


def test_a_first_time_caller_who_suffered_long_stands_out(trail: Trail, area: Area) -> None:
    trail.call("a", "2026-11-22", incidents=11, reports=0)
    flag = log(trail, area).flag("first_time_long_time")
    assert flag
    assert flag.entries
    assert log(trail, area).flag("repeat") is None


def test_bands_over_time_and_promises(trail: Trail, area: Area) -> None:
    end = trail.call("a", "2026-11-01", band="standard")
    trail.write("a", end, CallEnded(promised=date(2026, 11, 9)))
    trail.call("b", "2026-11-22", band="high")
    of = log(trail, area)
    assert [(band.case, band.band) for band in of.bands] == [("a", "standard"), ("b", "high")]
    assert [(promise.case, promise.by, promise.kept) for promise in of.promises] == [("a", date(2026, 11, 9), False)]
    late = [thing for thing in due(trail.entries, area, TODAY) if thing.kind == "promise"]
    assert [(thing.case, thing.overdue) for thing in late] == [("a", True)]
    trail.write("a", TODAY, ContactMade(how="phone", reached=True))
    assert log(trail, area).promises[0].kept


def test_actions_are_due_until_done_and_the_overdue_come_first(trail: Trail, area: Area) -> None:
    end = trail.call("a", "2026-11-20", band="high")
    visit = trail.write("a", end, ActionAgreed(agency="council", what="Visit", due=TODAY - timedelta(days=1)))
    trail.write("a", end, ActionAgreed(agency="police", what="Call back", due=TODAY + timedelta(days=1), promise=True))
    kinds = [(thing.kind, thing.what, thing.overdue) for thing in due(trail.entries, area, TODAY)]
    assert kinds[0] == ("action", "Visit", True)
    assert ("promise", "Call back", False) in kinds
    trail.write("a", TODAY, ActionDone(action=visit.id))
    assert "Visit" not in [thing.what for thing in due(trail.entries, area, TODAY)]


def test_each_rank_looks_again_in_its_own_time(trail: Trail, area: Area) -> None:
    trail.call("a", "2026-11-01", band="high")
    looks = {thing.what: thing.when for thing in due(trail.entries, area, TODAY) if thing.kind == "review"}
    assert looks == {"sergeant": date(2026, 11, 15), "inspector": date(2026, 11, 29), "chief-inspector": date(2026, 12, 27)}
    assert [thing.overdue for thing in due(trail.entries, area, TODAY)] == [True, False, False]
