"""No moment that an entry tells of, from whatever clock, stops a desk from reading what comes after it."""

from datetime import UTC, date, datetime

import pytest

from callhandler.log.calendar import Span
from callhandler.log.entry import NotAnEntry, read
from callhandler.log.kinds import Noted
from callhandler.risk.history import History, Told
from callhandler.risk.repeat import RepeatRule, fired
from callhandler.sync.reading import at_once
from tests.scribe import SALT, rewritten, sealed

ENDS = ("0001-01-01T00:00:00+01:00", "9999-12-31T23:59:00-01:00")


@pytest.mark.req("F19")
@pytest.mark.parametrize("at", ENDS)
def test_a_moment_that_has_no_day_in_another_zone_is_refused_where_it_is_read(at: str) -> None:
    entry = sealed(Noted(text="x"))
    meta = rewritten(entry, at=at)
    assert at_once(meta, SALT, entry.payload, opened=True) is None
    with pytest.raises(NotAnEntry):
        read(meta, SALT, entry.payload)


@pytest.mark.parametrize("at", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)])
def test_nor_is_it_written(at: datetime) -> None:
    with pytest.raises(ValueError, match="end of all time"):
        sealed(Noted(text="x"), at=at)


def test_a_span_goes_no_further_than_the_last_of_all_days() -> None:
    assert Span(months=6).after(date(9999, 8, 1)) == date.max
    assert Span(days=14).after(date.max) == date.max


@pytest.mark.req("F19")
def test_a_history_told_of_the_end_of_all_time_is_counted_nowhere_and_stops_nobody() -> None:
    told = Told("reports", 3, 3, date.max, date.max, "case")
    assert fired((RepeatRule("three", 3, months=6),), History((), (told,)), date(2026, 11, 23)) == ()
