"""Dates of birth as they are typed: a short year is written out, and what cannot be is said to be so."""

from collections.abc import Callable
from datetime import date

import pytest
from pytestqt.qtbot import QtBot

from callhandler.people.born import born_on, cannot_be, with_whole_year
from callhandler.ui.people_panel.deciding import Deciding
from callhandler.ui.safe import PlainField, PlainLabel
from callhandler.ui.telling_around import born_said
from callhandler.words import Words

TODAY = date(2026, 11, 23)
EN = Words("en")


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("3/11/85", "3/11/1985"), ("3.11.26", "3.11.2026"), ("3-11-27", "3-11-1927"), (" 31/2/85 ", "31/2/1985"),
        ("3/11/1985", "3/11/1985"), ("1985", "1985"), ("85", "85"), ("3/11", "3/11"), ("in 85", "in 85"), ("", ""),
    ],
)  # fmt: skip
def test_a_short_year_is_the_last_that_has_been(typed: str, whole: str) -> None:
    assert with_whole_year(typed, TODAY) == whole


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("3/11/1985", ""), ("1985", ""), ("", ""), ("some time in May", ""), ("23/11/2026", ""), ("2026", ""),
        ("24/11/2026", "ahead"), ("3/11/2085", "ahead"), ("2027", "ahead"),
        ("31/2/1985", "no-day"), ("2/13/1985", "no-day"), ("0/0/1985", "no-day"),
    ],
)  # fmt: skip
def test_what_cannot_be_a_date_of_birth_is_told_from_what_can(said: str, why: str) -> None:
    assert cannot_be(said, TODAY) == why


def test_day_and_month_are_read_as_they_are_said_here_and_never_turned_round() -> None:
    assert born_on("3/11/1985") == date(1985, 11, 3)
    assert born_on("11/3/1985") == date(1985, 3, 11)
    assert born_on("3/13/1985") is None


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("3/11/1985", "born 3 Nov 1985, 41 years old"), ("1985", "born 1985"), ("", ""), ("May", "born May"),
        ("3/11/2085", "born 3/11/2085, which cannot be"), ("31/2/1985", "born 31/2/1985, which cannot be"),
    ],
)  # fmt: skip
def test_nobody_is_a_number_of_years_old_that_cannot_be(said: str, told: str) -> None:
    assert born_said(EN, said, TODAY) == told


@pytest.fixture
def leave(qtbot: QtBot) -> Callable[[str], tuple[str, str, list[str]]]:
    """Type a date of birth and go on: what stands in the field, what is remarked, and what goes on record."""
    deciding, told = Deciding(lambda: TODAY), list[str]()
    qtbot.addWidget(deciding)
    deciding.told.connect(told.append)
    deciding.show_deciding(EN, "", "", "")

    def leave(text: str) -> tuple[str, str, list[str]]:
        field, remark = deciding.findChild(PlainField, "about_born"), deciding.findChild(PlainLabel, "born_remark")
        assert field
        assert remark
        field.setText(text)
        field.editingFinished.emit()
        return field.text(), remark.text(), told

    return leave


def test_a_short_year_stands_in_full_once_the_field_is_left(leave: Callable[[str], tuple[str, str, list[str]]]) -> None:
    assert leave("3/11/85") == ("3/11/1985", "", ["3/11/1985"])


@pytest.mark.parametrize(
    ("typed", "remark"), [("3/11/2085", "still to come"), ("31/2/1985", "no such day"), ("3/13/85", "no such day"), ("spring", "Not read")]
)
def test_a_date_that_cannot_be_meant_is_said_to_be_so_and_kept_as_typed(
    leave: Callable[[str], tuple[str, str, list[str]]], typed: str, remark: str
) -> None:
    stands, said, told = leave(typed)
    assert remark in said
    assert told == [stands]
    assert stands == with_whole_year(typed, TODAY)
