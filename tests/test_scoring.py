"""The score of two descriptions: it adds up, it is the same every time, and people of one home are not taken for one another."""

from dataclasses import replace
from math import log2

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callhandler.people.parts import FIELDS, Parts
from callhandler.people.scoring import Scored, Scorer, probability_of
from callhandler.people.tables import START
from tests.people_shapes import MARGARET, Known, described

PEOPLE = 100_000
SCORER = Scorer(START, PEOPLE)
STORE = Known(1e-4, PEOPLE)
UNHEARD_OF = Known(None, PEOPLE)


def score(asked: Parts, known: Parts = MARGARET, typing: str = "") -> Scored:
    return SCORER.score(asked, (known,), STORE, typing)[0]


@given(described(), described(), st.sampled_from(("", *FIELDS)))
def test_the_parts_sum_to_the_bits_and_the_bits_say_the_probability(asked, known, typing):
    scored = score(asked, known, typing)
    assert sum(scored.parts.values()) == pytest.approx(scored.bits, abs=0.01)
    assert scored.probability == pytest.approx(1 / (1 + 2**-scored.bits))
    assert scored == score(asked, known, typing)


@given(described(), st.lists(described(), max_size=5))
def test_everybody_is_scored_alone_and_in_the_order_given(asked, known):
    assert SCORER.score(asked, known, STORE) == tuple(score(asked, one) for one in known)


@given(described(), described())
def test_a_part_told_on_one_side_only_changes_nothing_else(asked, known):
    for field in FIELDS:
        if field == "postcode":
            continue  # number, street and town are weighed given what the postcodes say
        without = score(replace(asked, **{field: ""}), known)
        bare = score(replace(asked, **{field: ""}), replace(known, **{field: ""}))
        assert {part: bits for part, bits in without.parts.items() if part != "rival"} == {
            part: bits for part, bits in bare.parts.items() if part != "rival"
        }


@given(described(), described())
def test_one_more_thing_in_common_never_lowers_the_score(asked, known):
    before = score(asked, known)
    for field in ("forename", "surname", "dob", "phone"):
        if not getattr(asked, field) and getattr(known, field) and not (field in ("forename", "surname") and before.swapped):
            assert score(replace(asked, **{field: getattr(known, field)}), known).bits >= before.bits - 1e-9


@given(described(), described())
def test_the_levels_are_the_same_both_ways(one, other):
    there, back = score(one, other), score(other, one)
    if not there.swapped and not back.swapped:
        assert there.levels == back.levels


def test_nothing_told_leaves_the_prior_alone():
    scored = score(Parts())
    assert set(scored.parts) == {"prior", "rival"}
    assert scored.parts["prior"] == pytest.approx(log2(START.same / PEOPLE))
    assert scored.probability < 1e-4


def test_a_rare_name_says_more_than_a_common_one():
    rare, common = (SCORER.score(Parts(surname="jones"), (MARGARET,), Known(share, PEOPLE))[0].parts["surname"] for share in (2e-5, 1e-2))
    assert rare > common + 5
    nearly_common = SCORER.score(Parts(surname="joness"), (MARGARET,), Known(1e-2, PEOPLE))[0].parts["surname"]
    assert nearly_common < common


def test_a_value_that_the_store_cannot_count_is_weighed_by_the_table():
    table = START.fields["surname"]
    scored = SCORER.score(Parts(surname="jones"), (MARGARET,), UNHEARD_OF)[0]
    assert scored.parts["surname"] == pytest.approx(log2(table.m[0] / table.u[0]))


def test_given_and_family_name_turned_about_are_found_and_cost_something():
    turned = score(replace(MARGARET, forename="jones", surname="margaret"))
    assert turned.swapped
    assert turned.parts["swapped"] < 0
    assert score(MARGARET).bits > turned.bits
    assert turned.probability > 0.9
    assert not score(MARGARET).swapped


@pytest.mark.parametrize(
    ("asked", "known"),
    [
        (("harpreet kaur", "gill"), ("harpreet", "kaur")),
        (("harpreet", "kaur"), ("harpreet kaur", "gill")),
        (("manjit singh", "sandhu"), ("manjit", "singh")),
        (("shahida", "begum"), ("shahida begum", "ali")),
    ],
)
def test_a_kaur_singh_or_begum_may_stand_in_the_other_box_and_it_costs_something(asked, known):
    told, other = (Parts(given, family, "19700101") for given, family in (asked, known))
    scored, plain = score(told, other), score(other, other)
    assert scored.swapped
    assert scored.parts["swapped"] < 0
    assert scored.levels["surname"] == 0
    assert scored.bits > score(Parts(asked[0].split()[0], "mahmood", "19700101"), other).bits
    assert plain.bits > scored.bits


@pytest.mark.req("R23")
@pytest.mark.parametrize(
    "told",
    [
        {"forename": "peter", "dob": "19480909"},  # another of the home
        {"forename": "peter"},  # a twin: same surname, same home, born the same day
        {"dob": "19750505"},  # a child of the same name
        {"forename": "", "dob": ""},  # somebody of that home and surname
        {"forename": "peter", "surname": "evans", "dob": ""},  # a lodger
    ],
)
def test_another_of_the_same_home_is_never_taken_for_her(told):
    other = replace(MARGARET, phone="", **told)
    assert score(other).probability < 0.9
    assert score(MARGARET).probability > 0.99


def test_one_address_counts_once():
    whole = score(Parts(number="14", street="maes glas", postcode="cf628ab", town="barry"))
    code = score(Parts(postcode="cf628ab"))
    assert whole.parts["street"] + whole.parts["town"] < 1
    assert whole.bits < code.bits + 7


def test_a_moved_caller_with_a_new_number_is_still_found_by_name_and_birth():
    moved = Parts("margaret", "jones", "19500203", "7700900999", "3", "heol fawr", "sa11aa", "swansea")
    assert score(moved).probability > 0.5


@pytest.mark.parametrize("typed", ["m", "marg", "margare"])
def test_a_name_still_being_typed_never_tells_against(typed):
    told = replace(MARGARET, forename="", phone="")
    assert score(replace(told, forename=typed), typing="forename").bits >= score(told).bits
    assert score(replace(told, forename="pet"), typing="forename").parts["forename"] == 0


def test_a_date_turned_about_or_a_year_out_tells_more_than_any_other_slip_and_less_than_the_same():
    bits = [score(Parts(dob=dob)).bits for dob in ("19500203", "19500302", "19510203", "19500204", "19530219")]
    assert bits == sorted(bits, reverse=True)
    assert bits[1] - bits[3] > 2
    assert bits[2] - bits[3] > 2


@pytest.mark.parametrize(("one", "other"), [("zu", "zhu"), ("kan", "chan"), ("zheng", "chenng"), ("labo", "debo")])
def test_a_family_name_somewhat_alike_tells_more_than_another(one, other):
    alike = score(Parts(surname=one, dob="19500203"), Parts(surname=other, dob="19500203"))
    another = score(Parts(surname=one, dob="19500203"), Parts(surname="wilkinson", dob="19500203"))
    assert alike.bits > another.bits + 2


def test_a_given_name_written_together_or_apart_is_a_form_and_a_slip_in_the_second_word_is_a_slip():
    levels = [score(Parts("xiao ming"), Parts(other)).levels["forename"] for other in ("xiaoming", "xiao min", "xiao yan", "wai yee")]
    assert levels == [1, 2, 1, 6]


def test_a_mobile_tells_a_person_from_their_home_and_a_land_line_does_not():
    sister = replace(MARGARET, forename="peter", dob="")
    mobile, line = (score(replace(sister, phone=phone), replace(MARGARET, phone=phone)) for phone in ("7700900123", "1446900123"))
    assert mobile.parts["phone"] == pytest.approx(line.parts["phone"])
    assert mobile.probability > line.probability
    assert line.probability < 0.5


def test_probability_is_bounded():
    assert probability_of(1e9) <= 1
    assert probability_of(-1e9) >= 0
    assert probability_of(0) == 0.5
