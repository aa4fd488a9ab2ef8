"""The case-review meter, the local schemes, and what the agencies agreed."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callhandler.log.calendar import Span, months_after
from callhandler.protocol.agreement import Agreement, Target, due_by
from callhandler.protocol.case_review import CaseReviewRule, Complained, ToldOf, meter

RULE = CaseReviewRule()
days = st.dates(date(2019, 1, 1), date(2029, 12, 31))


def complaint(
    on: date, case: str = "", incident_on: date | None = None, agency: str = "police", person: str = "p", **more: object
) -> Complained:
    at = datetime(on.year, on.month, on.day, 12, tzinfo=UTC)
    return Complained(case or on.isoformat(), at, incident_on, agency, person, bool(more.get("hate")), str(more.get("same", "")))


def test_three_complaints_to_three_agencies_within_six_months_meet_it() -> None:
    told = [
        complaint(date(2026, 1, 10), agency="police"),
        complaint(date(2026, 3, 10), agency="council"),
        complaint(date(2026, 7, 10), agency="landlord"),
    ]
    measured = meter(told, RULE, date(2026, 7, 10))
    assert measured.met
    assert measured.grounds == ("complaints",)
    assert measured.counted == ("2026-01-10", "2026-03-10", "2026-07-10")


def test_a_day_over_six_months_is_too_long() -> None:
    told = [complaint(date(2026, 1, 10)), complaint(date(2026, 3, 10)), complaint(date(2026, 7, 11))]
    measured = meter(told, RULE, date(2026, 7, 11))
    assert not measured.met
    assert measured.why_not == {"2026-01-10": "old"}


@pytest.mark.parametrize(
    ("incident", "made", "counts"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), True),
        (date(2026, 1, 31), date(2026, 3, 1), False),
        (date(2028, 1, 31), date(2028, 2, 29), True),
        (date(2026, 5, 15), date(2026, 6, 15), True),
        (date(2026, 5, 15), date(2026, 6, 16), False),
        (None, date(2026, 6, 16), True),
    ],
)
def test_a_complaint_counts_if_made_within_a_calendar_month_of_its_incident(incident: date | None, made: date, counts: bool) -> None:
    measured = meter([complaint(made, "a", incident)], RULE, made)
    assert (measured.counted == ("a",)) is counts
    assert measured.why_not == ({} if counts else {"a": "late"})


def test_an_area_may_say_thirty_days() -> None:
    strict = CaseReviewRule(made_within=Span(days=30))
    made = date(2026, 6, 15)
    assert meter([complaint(made, "a", date(2026, 5, 15))], strict, made).counted == ()


def test_one_incident_told_to_three_agencies_counts_once() -> None:
    day = date(2026, 1, 10)
    told = [complaint(day, "a"), complaint(day + timedelta(1), "b", same="a"), complaint(day + timedelta(2), "c", same="b")]
    measured = meter(told, RULE, day + timedelta(2))
    assert measured.counted == ("a",)
    assert measured.why_not == {"b": "same-incident", "c": "same-incident"}
    assert not measured.tell


@given(st.lists(st.tuples(days, st.sampled_from(("", *"abcdefgh"))), max_size=8), days)
def test_the_meter_never_counts_one_incident_twice(drawn: list[tuple[date, str]], on: date) -> None:
    told = [complaint(day, "abcdefgh"[n], same=same) for n, (day, same) in enumerate(drawn)]
    counted = meter(told, RULE, on).counted
    assert len(set(counted)) == len(counted)
    named = {one.case: one.same_incident_as for one in told}
    assert not any(named[case] in counted and named[case] != case for case in counted)


@given(st.lists(days, max_size=8, unique=True), days, days)
def test_the_meter_counts_only_what_lies_within_six_months_and_loses_nothing_with_more(on: list[date], more: date, today: date) -> None:
    measured = meter([complaint(day) for day in on], RULE, today)
    counted = sorted(date.fromisoformat(case) for case in measured.counted)
    assert not counted or counted[-1] <= months_after(counted[0], 6)
    with_more = meter([complaint(day) for day in {*on, more}], RULE, today)
    assert len(with_more.counted) >= len(counted)


def test_the_victim_is_told_at_the_second_complaint() -> None:
    pair = [complaint(date(2026, 1, 10)), complaint(date(2026, 2, 10))]
    assert meter(pair, RULE, date(2026, 2, 10)).tell
    assert not meter(pair[:1], RULE, date(2026, 1, 10)).tell
    assert not meter(pair, RULE, date(2026, 2, 10)).met


def told_of(least: int, until: date) -> ToldOf:
    return ToldOf("a", least, months_after(until, -12), until)


@pytest.mark.parametrize(
    ("least", "met", "tell"), [(0, False, False), (1, False, True), (3, False, True), (4, True, True), (11, True, True)]
)
def test_complaints_told_meet_it_only_where_three_must_lie_in_six_months(least: int, met: bool, tell: bool) -> None:
    day = date(2026, 6, 1)
    measured = meter([complaint(day, "a")], RULE, day, [told_of(least, day)])
    assert (measured.met, measured.tell) == (met, tell)
    assert measured.grounds == (("told",) if met else ())


def test_what_was_told_lapses_with_its_time() -> None:
    day = date(2026, 6, 1)
    assert not meter([], RULE, date(2026, 12, 2), [told_of(11, day)]).met
    assert meter([], RULE, date(2026, 12, 1), [told_of(11, day)]).met


def test_local_schemes_know_people_at_a_place_and_hate() -> None:
    wales = CaseReviewRule(people=5, hate=1)
    day = date(2026, 6, 1)
    assert meter([complaint(day, "a", hate=True)], wales, day).grounds == ("hate",)
    assert not meter([complaint(day, "a", hate=True)], RULE, day).met
    street = [complaint(day, f"c{n}", person=f"p{n}") for n in range(5)]
    assert meter(street[:1], wales, day, place=street).grounds == ("people",)
    assert not meter(street[:1], wales, day, place=street[:4]).met
    same_person = [complaint(day, f"c{n}") for n in range(5)]
    assert not meter(same_person[:1], wales, day, place=same_person).met


@pytest.mark.parametrize(
    ("target", "due"),
    [(Target(working_days=1), date(2026, 11, 23)), (Target(hours=24), date(2026, 11, 21)), (Target(working_days=5), date(2026, 11, 27))],
)
def test_targets_are_hours_or_working_days(target: Target, due: date) -> None:
    friday = datetime(2026, 11, 20, 15, tzinfo=UTC)
    assert due_by(target, friday) == due
    assert Agreement(("police",), {"high": target}).contact_by("high", friday) == due


def test_each_rank_has_its_own_clock() -> None:
    graded = datetime(2026, 1, 1, 9, tzinfo=UTC)
    agreed = Agreement(("police",), {}, {"high": {"sergeant": 14, "inspector": 28}})
    assert agreed.reviews("high", graded, {}) == (("sergeant", date(2026, 1, 15)), ("inspector", date(2026, 1, 29)))
    looked = {"sergeant": graded + timedelta(days=10)}
    assert agreed.reviews("high", graded, looked)[0] == ("sergeant", date(2026, 1, 25))
    assert agreed.reviews("standard", graded, {}) == ()
