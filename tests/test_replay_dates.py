"""A history is put on the calendar by fixed rules; a file that is none is refused in words, and what it expects is never read."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
import yaml

from callhandler.replay.dates import period, plan, spread
from callhandler.replay.story import Contact, Story, StoryTrouble, stories


def story(*contacts: Mapping[str, object], people: list[dict[str, object]] | None = None) -> Story:
    whole = [{"n": n, "kind": "report", "date": None, **contact} for n, contact in enumerate(contacts, 1)]
    return Story.model_validate({"id": "x", "people": people or [{"role": "victim"}], "contacts": whole})


def days(*contacts: Mapping[str, object]) -> list[tuple[int, int, str, bool]]:
    return [(step.n, step.k, step.on.isoformat(), step.invented) for step in plan(story(*contacts))]


@pytest.mark.parametrize(
    ("said", "first", "last"),
    [
        ("2020", date(2020, 1, 1), date(2020, 12, 31)),
        ("2020-02", date(2020, 2, 1), date(2020, 2, 29)),
        ("2021-12", date(2021, 12, 1), date(2021, 12, 31)),
        ("2020-03-05", date(2020, 3, 5), date(2020, 3, 5)),
    ],
)
def test_a_month_or_a_year_counts_from_its_first_to_its_last_day(said: str, first: date, last: date) -> None:
    assert period(said) == (first, last)


def test_a_run_is_spread_evenly_and_a_lone_contact_lies_in_the_middle() -> None:
    assert spread(date(2024, 1, 1), date(2024, 1, 31), 1) == (date(2024, 1, 16),)
    assert spread(date(2024, 1, 1), date(2024, 1, 31), 4) == (date(2024, 1, 1), date(2024, 1, 11), date(2024, 1, 21), date(2024, 1, 31))
    assert days({"date": "2024-01", "date_to": "2024-03", "count": 3, "approximate": True}) == [
        (1, 1, "2024-01-01", True),
        (1, 2, "2024-02-15", True),
        (1, 3, "2024-03-31", True),
    ]


def test_an_exact_day_is_not_invented_and_an_approximate_one_is() -> None:
    assert days({"date": "2024-01-05"}) == [(1, 1, "2024-01-05", False)]
    assert days({"date": "2024-01-05", "approximate": True}) == [(1, 1, "2024-01-05", True)]


def test_a_run_of_unknown_number_is_played_at_its_start_and_its_end() -> None:
    steps = plan(story({"date": "2024-01-05", "date_to": "2024-06", "count": None, "approximate": True}))
    assert [(step.on, step.last_of_unknown) for step in steps] == [(date(2024, 1, 5), False), (date(2024, 6, 30), True)]


def test_undated_contacts_lie_a_fortnight_apart_after_the_one_before() -> None:
    assert days({}, {"count": None}, {"date": "2023-03-01"}, {}) == [
        (1, 1, "2024-01-01", True),
        (2, 1, "2024-01-15", True),
        (2, 2, "2024-01-29", True),
        (3, 1, "2023-03-01", False),
        (4, 1, "2023-03-15", True),
    ]


def test_day_offsets_count_from_the_first_day_of_the_first_contacts_period() -> None:
    assert days({"date": "2023-11", "day_offset": 0}, {"date": "2023-11", "day_offset": 2}, {"date": "2023-12", "day_offset": 33}) == [
        (1, 1, "2023-11-01", True),
        (2, 1, "2023-11-03", True),
        (3, 1, "2023-12-04", True),
    ]
    assert days({"day_offset": 0}, {"day_offset": 3, "count": 2}, {"count": 2}) == [
        (1, 1, "2024-01-01", True),
        (2, 1, "2024-01-04", True),
        (2, 2, "2024-01-18", True),
        (3, 1, "2024-02-01", True),
        (3, 2, "2024-02-15", True),
    ]


def test_entries_are_played_in_their_order_also_where_their_days_overlap() -> None:
    assert [day for _, _, day, _ in days({"date": "2021-03"}, {"date": "2021-03", "date_to": "2021-12", "count": None})] == [
        "2021-03-16",
        "2021-03-01",
        "2021-12-31",
    ]


def test_what_is_no_history_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(StoryTrouble, match="no call histories"):
        stories(tmp_path)
    bad = tmp_path / "bad.yaml"
    bad.write_text("id: x\ncontacts:\n- {n: 1, date: null, kind: rumour}\n", encoding="utf-8")
    with pytest.raises(StoryTrouble, match=r"contacts\.0\.kind"):
        stories(tmp_path)
    bad.write_text("id: [", encoding="utf-8")
    with pytest.raises(StoryTrouble, match=r"bad\.yaml"):
        stories(bad)
    with pytest.raises(StoryTrouble, match=r"gone\.yaml"):
        stories(tmp_path / "gone.yaml")


def test_a_bare_yes_and_an_empty_value_are_read_as_written() -> None:
    told = Contact.model_validate(
        yaml.safe_load("{n: 1, date: 2020, kind: report, caller: null, facts: {violence: yes, threats: no, hate: [race], noise: null}}")
    )
    assert (told.date, told.caller) == ("2020", "")
    assert dict(told.facts) == {"violence": ("yes",), "threats": ("no",), "hate": ("race",), "noise": ()}
    assert Contact.model_validate({"n": 1, "date": None, "kind": "report", "facts": None}).facts == {}


def test_nothing_that_is_expected_or_was_found_is_ever_read() -> None:
    """Whoever reads a history sees people and contacts; there is no place to keep the rest."""
    assert set(Story.model_fields) == {"id", "people", "contacts"}
