"""By what a description is found again: however it is told, it shares a key with what was kept, and no more keys are asked than agreed."""

from dataclasses import replace

import pytest
from hypothesis import given

from callhandler.people.asking import MOST
from callhandler.people.keys import asked_keys, stored_keys
from callhandler.people.parts import Parts, parts_of, parts_told
from callhandler.people.person import Description
from callhandler.people.places import street_mended
from callhandler.people.vocabulary import Variants, deletions, deletions_stored, likeliest, rank
from tests.people_shapes import MARGARET, described


def finds(asked: Parts, known: Parts = MARGARET, variants: Variants | None = None, tier: int = 1, typing: str = "") -> bool:
    keys = asked_keys(asked, variants or Variants(), 2 if tier == 2 else 1, typing)
    return not {one.key for one in keys}.isdisjoint(stored_keys(known))


@pytest.mark.parametrize(
    ("said", "parts"),
    [
        (
            Description("p", "Mrs Siân ap Rhys", "07700 900123", "3/2/1950", "Flat 3, 14a St. Mary's Rd, Barry CF62 8AB"),
            Parts("sian", "ap rhys", "19500203", "7700900123", "3 14a", "st marys road", "cf628ab", "barry"),
        ),
        (Description("p", "Jones, Margaret Ann", "withheld", "1950"), Parts("margaret ann", "jones", "1950")),
        (Description("p", "Ann Wyn-Jones", "0800 1111"), Parts("ann", "wyn jones")),
        (Description("p", "Margaret"), Parts("margaret")),
        (Description("p", "Bevington", "18001 07700 900123"), Parts("", "bevington", phone="7700900123")),
        (Description("p", "unknown", "999", "unknown", "no fixed abode"), Parts()),
        (Description("p", "Jean Mac Donald", "+353 85 012 3456"), Parts("jean", "macdonald", phone="353850123456")),
    ],
)  # fmt: skip
def test_a_description_is_taken_apart(said, parts):
    assert parts_of(said) == parts


def test_parts_from_columns_are_folded_alike():
    told = parts_told(forename="SIÂN", surname="O'Brien", dob="1950-02-03", phone="+44 7700 900123", postcode="CF62 8AB", street="High St")
    assert told == Parts("sian", "obrien", "19500203", "7700900123", "", "high street", "cf628ab")
    assert parts_told(dob="19501332").dob == "19501332"
    with pytest.raises(TypeError):
        parts_told(shoe_size="6")


@pytest.mark.parametrize(
    ("forename", "surname", "told"),
    [
        ("Tianyu", "Man", ("tianyu", "man")), ("Na", "Lee", ("na", "lee")), ("unknown", "man", ("", "")), ("", "man", ("", "man")),
        ("na", "", ("", "")), ("", "na", ("", "")),
        ("Ann", "unknown", ("ann", "")), ("refused", "Jones", ("", "jones")), ("N/A", "Jones", ("", "jones")),
    ],
)  # fmt: skip
def test_a_word_for_nobody_is_a_name_beside_a_name(forename, surname, told):
    read = parts_told(forename=forename, surname=surname)
    assert (read.forename, read.surname) == told


def test_an_ordinary_description_has_sixteen_keys_always_the_same():
    assert len(stored_keys(MARGARET)) == 16
    assert stored_keys(MARGARET) == tuple(sorted(stored_keys(MARGARET)))
    assert all(0 <= key < 2**47 for key in stored_keys(MARGARET))
    assert stored_keys(Parts(dob="19500203")) == (136218009300454,)
    assert stored_keys(Parts()) == ()


@given(described())
def test_what_is_asked_is_bounded_and_each_key_once(asked):
    first, second = (asked_keys(asked, Variants(), tier) for tier in (1, 2))
    assert len(first) <= MOST
    assert len(second) <= MOST
    assert len({one.key for one in (*first, *second)}) == len(first) + len(second)
    assert asked_keys(asked, Variants(), 1) == first


@given(described())
def test_whoever_is_told_in_the_same_words_is_found(asked):
    if set(stored_keys(asked)) and not (asked.forename and not asked.surname):
        assert finds(asked, asked) or finds(asked, asked, tier=2)


@pytest.mark.req("R23")
@pytest.mark.parametrize(
    "told",
    [
        {"forename": "peggy", "surname": "jones"},
        {"forename": "jones", "surname": "margaret"},
        {"forename": "jones", "surname": "margaret", "dob": "19500203"},
        {"dob": "19500302"},  # day and month turned
        {"phone": "7700900199"},
        {"phone": "900123"},
        {"surname": "jones"},
        {"forename": "margaret"},
        {"number": "14", "street": "maes glas"},
        {"number": "14", "postcode": "cf628xx"},
        {"postcode": "cf628ab"},
        {"surname": "joans", "dob": "1950"},
        {"forename": "margret", "dob": "19500219"},
    ],
    ids=str,
)  # fmt: skip
def test_half_of_it_or_some_of_it_wrong_finds_her(told):
    assert finds(Parts(**told))


@pytest.mark.parametrize(
    "told",
    [
        {"phone": "7700800123"}, {"dob": "19510203"},
        *({"postcode": told} for told in ("cf268ab", "cf68ab", "cf6228ab", "cf628abb", "cf62ab", "f628ab", "cd628ab", "cf618ab")),
    ],
    ids=str,
)  # fmt: skip
def test_one_slip_finds_her_in_the_second_tier(told):
    assert finds(Parts(**told), tier=2)


@pytest.mark.parametrize(
    ("asked", "kept"),
    [
        ("smith jones", "jones"), ("jones", "smith jones"), ("price", "ap rhys"), ("ap rhys", "price"), ("mcdonald", "macdonald"),
        ("obrien", "brien"), ("van der berg", "berg"), ("rhys", "rees"), ("gruffudd", "griffith"), ("llywelyn", "llewellyn"),
        ("zeng", "tsang"), ("ye", "yip"), ("zhang", "cheung"),
    ],
)  # fmt: skip
def test_the_forms_of_a_surname_find_each_other(asked, kept):
    assert finds(Parts("ann", asked), Parts("ann", kept))


@pytest.mark.parametrize("postcode", ["cf628a", "cf628abq", "cf628", "cf628ax"])
def test_a_postcode_told_with_a_letter_too_few_or_too_many_still_names_its_sector(postcode):
    assert finds(Parts("margaret", postcode=postcode))
    assert finds(Parts(number="14", postcode=postcode))


def test_of_a_common_name_the_sector_near_the_one_told_is_asked():
    asked = asked_keys(Parts("margaret", postcode="cf6228ab"), Variants(), 2)
    assert {one.key for one in asked if one.tag == "g"} & set(stored_keys(MARGARET))


def test_of_a_few_keys_some_of_every_kind_are_asked():
    asked = replace(MARGARET, dob="19500302", postcode="cf628abb")
    for most in (12, 30, 60):
        few = asked_keys(asked, Variants(), 2, most=most)
        assert len(few) == most
        assert {one.tag for one in few} >= {"c", "d", "p"}


def test_a_variant_of_the_vocabulary_is_asked_too():
    variants = Variants(surname=(("bevington", 3.0),))
    asked = Parts("", "bvenigtom", "19500203")
    known = Parts("amy", "bevington", "19500219")
    assert not finds(asked, known)
    assert finds(replace(asked, dob=""), known, variants)


def test_a_number_still_being_typed_is_looked_for():
    assert finds(Parts(phone="7700900"), typing="phone")
    assert finds(Parts(phone="77009001"), typing="phone")


def test_the_vocabulary_prefers_the_near_and_the_common():
    assert rank(1, 1024) == 6
    assert likeliest("smiht", {"smith": 900, "smyth": 30, "jones": 999, "smiht": 1}) == (("smith", 3.0), ("smyth", 6.0))
    assert likeliest("smith", {"smyth": 4, "smit": 4}, most=1) == (("smit", 3.0),)


def test_a_name_and_its_slip_share_a_deletion():
    assert not set(deletions("margaret")).isdisjoint(deletions("margret"))
    assert not set(deletions("magaretx", 2)).isdisjoint(deletions_stored("margaret", 3))
    assert len(deletions("margaret")) == 9
    assert len(deletions_stored("margaret", 1)) < len(deletions_stored("margaret", 3))
    assert deletions("") == deletions("", 2)


@pytest.mark.parametrize(
    ("typed", "mended"),
    [
        ("high sreet", "high street"), ("high stret", "high street"), ("maes palce", "maes place"), ("la perouse raod", "la perouse road"),
        ("high street", ""), ("maes glas", ""), ("mill laen", "mill lane"), ("sreet", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_slip_in_the_kind_of_road_is_mended_and_her_house_is_found(typed, mended):
    assert street_mended(typed) == mended
    if mended:
        assert finds(Parts(number="14", street=typed), Parts(number="14", street=mended))
