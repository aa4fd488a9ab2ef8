"""The score in words: every bit accounted for, how sure it makes us, who else it could be, and what to ask."""

from dataclasses import replace

import pytest
from hypothesis import given

from callhandler.people.parts import Parts
from callhandler.people.saying import ask_dob, band_of, explain, odds_of, rival_of, would_decide
from callhandler.people.scoring import Scored, Scorer
from callhandler.people.tables import START
from tests.people_shapes import MARGARET, Known, described

SCORER = Scorer(START, 100_000)


def score(asked: Parts, known: Parts = MARGARET) -> Scored:
    return SCORER.score(asked, (known,), Known(1e-4, 100_000))[0]


@given(described(), described())
def test_the_reasons_sum_to_the_score_and_come_in_one_order(asked, known):
    scored = score(asked, known)
    reasons = explain(scored, known)
    assert sum(why.bits for why in reasons) == pytest.approx(scored.bits, abs=0.01)
    assert reasons == explain(score(asked, known), known)
    assert [why.field for why in reasons][-2:] == ["prior", "rival"]


def test_the_weightiest_reason_comes_first_and_quotes_what_is_known():
    first = explain(score(Parts("peggy", phone="7700900123")), MARGARET)[0]
    assert (first.field, first.code, first.value) == ("phone", "phone-same", "7700900123")


@pytest.mark.parametrize(
    ("told", "rival"),
    [
        ({}, "home"), ({"forename": "peter"}, "twin"), ({"dob": "19750505"}, "parent-child"), ({"dob": ""}, "parent-child-unless-born"),
        ({"forename": "peter", "dob": "19480909"}, "home"),
        ({"postcode": "sa11aa", "street": "heol fawr", "phone": "7700900999"}, "other"),
    ],
)  # fmt: skip
def test_it_says_who_else_it_could_be(told, rival):
    assert rival_of(score(replace(MARGARET, **told))) == rival


def test_the_bands():
    assert band_of(score(MARGARET)) == "very-likely"
    assert band_of(score(Parts("peter", "evans"))) == "listed"
    assert band_of(score(replace(MARGARET, dob="", phone=""))) in ("possible", "likely")


def test_what_is_in_conflict_is_never_very_likely():
    sure = score(MARGARET)
    assert band_of(replace(sure, levels={**sure.levels, "dob": 4})) == "likely"
    assert band_of(replace(sure, levels={**sure.levels, "forename": 6})) == "likely"


def test_the_date_of_birth_is_asked_where_name_and_home_agree_without_it():
    unborn = replace(MARGARET, dob="")
    assert ask_dob(score(unborn), unborn, MARGARET)
    assert would_decide(score(unborn), unborn, MARGARET) == "dob"
    assert not ask_dob(score(MARGARET), MARGARET, MARGARET)
    assert would_decide(score(MARGARET), MARGARET, MARGARET) == ""
    never_told = replace(MARGARET, dob="")
    assert not ask_dob(score(unborn, never_told), unborn, never_told)


def test_among_other_parts_the_one_is_asked_that_tells_most_between_two_of_a_home():
    asked = Parts(surname="jones", street="maes glas", postcode="cf628ab", dob="19500203")
    assert would_decide(score(asked), asked, MARGARET) == "forename"


@pytest.mark.parametrize(("bits", "odds"), [(14.3, 20000), (-14.3, 20000), (1.0, 2), (0.0, 1), (99.0, 1200000000000000000)])
def test_odds_are_said_to_two_digits(bits, odds):
    assert odds_of(bits) == odds
