"""Repeat victims, first-time callers who suffered long, and the watch on lows."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callhandler.log.calendar import Span, is_working_day, months_after, working_days_after
from callhandler.log.incidents import one_each
from callhandler.log.kinds import Band
from callhandler.risk.history import History, Report, Told
from callhandler.risk.repeat import RepeatRule, fired, first_time_caller_long_time_victim
from callhandler.risk.watch import WatchRule, lows

THREE_MONTHS = RepeatRule("3-in-3-months", 3, months=3)
FORTNIGHT = RepeatRule("2-in-14-days", 2, days=14)
HALF_YEAR = RepeatRule("5-in-180-days", 5, days=180)
YEAR = RepeatRule("2-in-12-months", 2, months=12)
ALL = (THREE_MONTHS, FORTNIGHT, HALF_YEAR, YEAR)
days = st.dates(date(2019, 1, 1), date(2029, 12, 31))


def report(on: date, case: str = "", same: str = "", band: Band | None = None, agency: str = "police") -> Report:
    return Report(case or on.isoformat(), datetime(on.year, on.month, on.day, 12, tzinfo=UTC), None, agency, "", band, same, f"e-{on}")


def history(*on: date) -> History:
    return History(tuple(report(day) for day in on))


def codes(of: History, on: date) -> set[str]:
    return {one.rule.code for one in fired(ALL, of, on)}


@pytest.mark.parametrize(
    ("first", "months", "last"),
    [
        (date(2026, 1, 15), 1, date(2026, 2, 15)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2028, 1, 31), 1, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_months_are_calendar_months(first: date, months: int, last: date) -> None:
    assert months_after(first, months) == last
    assert Span(months=months).takes_in(last, first)
    assert not Span(months=months).takes_in(first, last + timedelta(days=1))


@pytest.mark.parametrize(
    ("since", "number", "due"),
    [
        (date(2026, 11, 20), 1, date(2026, 11, 23)),  # a Friday: the Monday
        (date(2026, 11, 21), 1, date(2026, 11, 23)),  # a Saturday: the Monday too
        (date(2026, 11, 21), 0, date(2026, 11, 23)),
        (date(2026, 12, 24), 1, date(2026, 12, 29)),  # Christmas, a weekend, and Boxing Day kept on the Monday
        (date(2026, 11, 18), 5, date(2026, 11, 25)),
    ],
)
def test_working_days_leave_out_weekends_and_bank_holidays(since: date, number: int, due: date) -> None:
    assert working_days_after(since, number, {date(2026, 12, 25), date(2026, 12, 28)}) == due


@given(days, st.integers(0, 30))
def test_a_target_in_working_days_falls_on_a_working_day(since: date, number: int) -> None:
    assert is_working_day(working_days_after(since, number))


@pytest.mark.parametrize(
    ("on", "codes_expected"),
    [
        ((date(2026, 1, 1), date(2026, 1, 15)), {"2-in-14-days", "2-in-12-months"}),
        ((date(2026, 1, 1), date(2026, 1, 16)), {"2-in-12-months"}),
        ((date(2026, 1, 1), date(2027, 1, 1)), {"2-in-12-months"}),
        ((date(2026, 1, 1), date(2027, 1, 2)), set()),
        ((date(2026, 1, 1), date(2026, 2, 20), date(2026, 4, 1)), {"3-in-3-months", "2-in-12-months"}),
        ((date(2026, 1, 1), date(2026, 2, 20), date(2026, 4, 2)), {"2-in-12-months"}),
    ],
)
def test_definitions_are_met_up_to_their_very_last_day(on: tuple[date, ...], codes_expected: set[str]) -> None:
    assert codes(history(*on), on[-1]) == codes_expected


def test_five_in_180_days() -> None:
    first = date(2026, 1, 1)
    on = [first + timedelta(days=45 * n) for n in range(5)]
    assert "5-in-180-days" in codes(history(*on), on[-1])
    assert "5-in-180-days" not in codes(history(*on[:-1], on[-1] + timedelta(days=1)), on[-1] + timedelta(days=1))


def test_a_definition_lapses_with_time() -> None:
    pair = history(date(2026, 1, 1), date(2026, 1, 10))
    assert "2-in-14-days" in codes(pair, date(2026, 1, 15))
    assert "2-in-14-days" not in codes(pair, date(2026, 1, 16))


def test_one_incident_told_to_three_agencies_is_one_report() -> None:
    day = date(2026, 5, 1)
    told = History((report(day, "a"), report(day, "b", same="a"), report(day, "c", same="b")))
    assert codes(told, day) == set()
    assert [one.case for one in one_each(told.reports)] == ["a"]


@given(st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from(("", *"abcdef"))), unique_by=lambda pair: pair[0]))
def test_counting_incidents_ends_whoever_names_whom(pairs: list[tuple[str, str]]) -> None:
    told = [report(date(2026, 5, 1), case, same) for case, same in pairs]
    once = one_each(told)
    assert len(once) <= len(told)
    assert bool(once) == bool(told)


def test_a_report_keyed_late_counts_whatever_the_order() -> None:
    late = history(date(2026, 3, 16), date(2026, 2, 15), date(2026, 3, 1))
    assert "3-in-3-months" in codes(late, date(2026, 3, 1))


@given(st.lists(days, max_size=8), days, days)
def test_one_more_report_never_takes_a_flag_away(on: list[date], more: date, today: date) -> None:
    assert codes(history(*on), today) <= codes(history(*on, more), today)


def told(least: int, until: date, what: str = "reports", case: str = "") -> Told:
    return Told(
        "reports" if what == "reports" else "incidents", least, None, months_after(until, -12), until, case or until.isoformat(), "h1"
    )


def test_reports_told_meet_a_definition_that_takes_in_the_whole_time_told_of() -> None:
    day = date(2026, 5, 1)
    of = History((report(day),), (told(1, day),))
    assert codes(of, day) == {"2-in-12-months"}
    assert fired((YEAR,), of, day)[0].told
    assert fired((YEAR,), of, day)[0].entries == ("h1",)


def test_reports_told_never_meet_a_shorter_definition() -> None:
    day = date(2026, 5, 1)
    assert codes(History((report(day),), (told(11, day),)), day) == {"2-in-12-months"}


def test_no_earlier_report_told_is_no_repeat_and_neither_are_incidents() -> None:
    day = date(2026, 5, 1)
    assert codes(History((report(day),), (told(0, day), told(11, day, "incidents"))), day) == set()


def test_what_was_told_is_not_counted_on_top_of_what_the_log_holds() -> None:
    three = RepeatRule("3-in-12-months", 3, months=12)
    first, second = date(2026, 4, 1), date(2026, 5, 1)
    assert fired((three,), History((report(first), report(second)), (told(1, second),)), second) == ()


def test_a_first_time_caller_may_be_a_long_time_victim() -> None:
    day = date(2026, 5, 1)
    long = (told(11, day, "incidents"),)
    assert first_time_caller_long_time_victim(History((report(day),), long))
    assert first_time_caller_long_time_victim(History((report(day),), (*long, told(0, day))))
    assert not first_time_caller_long_time_victim(History((report(day),), (*long, told(1, day))))
    assert not first_time_caller_long_time_victim(History((report(date(2026, 4, 1)), report(day)), long))
    assert not first_time_caller_long_time_victim(History((report(day),), (told(2, day, "incidents"),)))


def test_definitions_for_a_place_are_held_apart_from_those_for_a_victim() -> None:
    place = RepeatRule("place", 2, months=1, who="place")
    pair = history(date(2026, 1, 1), date(2026, 1, 2))
    assert fired((place,), pair, date(2026, 1, 2)) == ()
    assert fired((place,), pair, date(2026, 1, 2), "place")


LOWS = WatchRule("repeated-lows", 3, 6)
MEDIUMS = WatchRule("several-agencies", 2, 6, "medium", agencies=2)


def test_the_watch_sees_repeated_lows_and_what_several_agencies_hold() -> None:
    on = [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]
    small = [report(day, band="standard") for day in on]
    seen = lows((LOWS, MEDIUMS), small, on[-1])
    assert [one.rule.code for one in seen] == ["repeated-lows"]
    spread = [report(on[0], band="medium", agency="council"), report(on[1], band="standard", agency="landlord")]
    assert [(one.rule.code, one.agencies) for one in lows((LOWS, MEDIUMS), spread, on[1])] == [
        ("several-agencies", ("council", "landlord"))
    ]


def test_a_high_or_ungraded_report_is_no_low() -> None:
    on = [date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)]
    mixed = [report(on[0], band="standard"), report(on[1], band="high"), report(on[2])]
    assert lows((LOWS,), mixed, on[-1]) == ()
