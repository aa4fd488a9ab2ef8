"""Names, numbers, places and births are the same however they are said; and what is unknown is nothing at all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callhandler.people.born import born_digits, like_born
from callhandler.people.names import fold_name, name_tokens, short_for, sound
from callhandler.people.nicknames import VERSION
from callhandler.people.phones import phone_begun, phone_digits
from callhandler.people.places import near_place, place_key, place_of, postcode, same_place

SOUND_ALIKE = (
    "rhys=rees stephen=steven llywelyn=llewellyn sian=shan catherine=katherine gruffydd=griffith geoffrey=jeffrey leigh=lee "
    "philips=fillips davies=davis wright=rite knott=nott yusuf=youssef alexandra=aleksandra quinn=kwin mathew=matthew "
    "psmith=smith xavier=savier zoe=soe nic=nick cecil=sesil mitchell=mishel schmidt=shmidt"
)
FORMS_OF_ONE = (
    "margaret=peggy dafydd=david dai=dafydd ioan=john gwilym=william mohammed=muhammad edward=ted eleanor=nell sian=jane "
    "rhys=price owen=bowen catrin=catherine"
)


@pytest.mark.req("R23")
@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Siân", "sian"), ("Sia\u0302n", "sian"), ("Ŵyn", "wyn"), ("Gwŷr", "gwyr"), ("  ANN\tMarie ", "ann marie"),
        ("O’Brien-Jones", "obrien jones"), ("Łukasz Müller", "lukasz muller"), ("Søren Weiß", "soren weiss"),
        ("J. R. Evans", "j r evans"), ("", ""), ("…", ""), ("محمد", "محمد"),
    ],
)  # fmt: skip
def test_a_name_is_folded(typed, folded):
    assert fold_name(typed) == folded


@given(st.text())
def test_folding_twice_is_folding_once(text):
    assert fold_name(fold_name(text)) == fold_name(text)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Mrs Margaret Jones", ("margaret", "jones")),
        ("Jones, Margaret", ("margaret", "jones")),
        ("Siân ap Rhys", ("sian", "rhys")),
        ("Ap Rhys", ("ap", "rhys")),
        ("Al Jones", ("al", "jones")),
        ("Omar al Masri", ("omar", "masri")),
        ("Mac Donald", ("macdonald",)),
        ("Sinead O Brien", ("sinead", "obrien")),
        ("Ludwig van Beethoven", ("ludwig", "beethoven")),
        ("Dr", ()),
    ],
)
def test_the_words_that_tell_people_apart(typed, words):
    assert name_tokens(typed) == words


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "unknown",
        "Not known",
        "anonymous",
        "ANON",
        "don't know",
        "didn't say",
        "declined",
        "N/A",
        "withheld",
        "anhysbys",
        "ddim yn gwybod",
        "?",
    ],
)
def test_no_name_is_no_name(typed):
    assert name_tokens(typed) == ()


def test_a_name_with_one_unknown_word_is_still_a_name():
    assert name_tokens("Don Unknown") == ("don", "unknown")


@pytest.mark.req("R23")
@pytest.mark.parametrize("pair", SOUND_ALIKE.split())
def test_names_that_sound_alike(pair):
    one, other = pair.split("=")
    assert sound(one) == sound(other)


@pytest.mark.parametrize(("one", "other"), [("jones", "evans"), ("david", "daniel"), ("ann", "nan"), ("mair", "nia"), ("hughes", "giles")])
def test_names_that_do_not_sound_alike(one, other):
    assert sound(one) != sound(other)


@pytest.mark.req("R23")
@pytest.mark.parametrize("pair", FORMS_OF_ONE.split())
def test_short_and_other_forms_of_a_name(pair):
    one, other = pair.split("=")
    assert short_for(one, other)
    assert short_for(other, one)


def test_no_form_is_a_form_of_everything():
    assert not short_for("margaret", "david")
    assert not short_for("zzz", "zzz")
    assert VERSION == 3


@pytest.mark.parametrize(
    "typed",
    [
        "07700 900123",
        "+44 7700 900123",
        "0044 7700 900 123",
        "(07700) 900-123",
        "+44 (0)7700 900123",
        "07700 900123 (mum's)",
        "07700 900123 ext 4",
        "tel: 07700900123",
    ],
)
def test_one_number_however_it_is_written(typed):
    assert phone_digits(typed) == "447700900123"


def test_numbers_of_other_kinds():
    assert phone_digits("029 2087 0000") == "442920870000"
    assert phone_digits("0800 1111") == "448001111"
    assert phone_digits("+353 85 012 3456") == "353850123456"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "withheld",
        "private",
        "unknown",
        "999",
        "101",
        "07700 9",
        "0000000000",
        "11111111111",
        "02222222222",
        "no number",
        "12",
        "+999 123456789",
    ],
)
def test_no_number_is_no_number(typed):
    assert phone_digits(typed) == ""


@pytest.mark.parametrize(
    ("typed", "begun"),
    [
        ("07700 900", "7700900"), ("077009", ""), ("0770090", "770090"), ("+44 7700 900", "7700900"), ("0044 7700 9001", "77009001"),
        ("900123", "900123"), ("07700 900123", ""), ("withheld", ""), ("room 123456", ""), ("000000", ""), ("0770 077", "770077"),
        ("٠٧٧٠٠٩٠٠", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_number_that_is_still_being_typed(typed, begun):
    assert phone_begun(typed) == begun


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("14 Maes Glas, Barry CF62 8AB", "CF62 8AB"),
        ("cf628ab", "CF62 8AB"),
        ("SW1A 1AA", "SW1A 1AA"),
        ("M1 1AE", "M1 1AE"),
        ("CF62", ""),
        ("", ""),
    ],
)
def test_the_postcode_in_a_place(typed, found):
    assert postcode(typed) == found


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("14 Maes Glas, Barry", "14 maes"), ("Flat 3, 14a St. Mary's Rd", "14a st"), ("Maes Glas 14", "14 maes"),
        ("12 The Avenue", "12 avenue"), ("14, CF62 8AB", ""), ("Maes Glas", "maes glas"),
        ("Rose Cottage, Llanfair", "rose cottage"), ("Library", ""), ("", ""), ("no fixed abode", ""),
        ("7 Saint Mary's Road", "7 st"),
    ],
)  # fmt: skip
def test_the_key_of_a_place(typed, key):
    assert place_key(typed) == key


HOME = "14 Maes Glas, Barry CF62 8AB"


@pytest.mark.parametrize(
    "said",
    [
        "14 maes glas cf628ab",
        "14 Maes Glas",
        "14 Maes Glas, Barry",
        "14, CF62 8AB",
        "14 Maas Glas CF62 8AB",
        "Flat 2, 14 Maes Glas",
        "Maes Glas 14",
        "14 Maes Glass",
    ],
)
def test_one_home_however_it_is_said(said):
    assert same_place(place_of(said), place_of(HOME))
    assert same_place(place_of(HOME), place_of(said))


@pytest.mark.parametrize(
    "said",
    [
        "16 Maes Glas CF62 8AB",
        "14 Maes Glas CF10 1AA",
        "14 Heol Fawr",
        "Maes Glas",
        "CF62 8AB",
        "14",
        "",
        "no fixed abode",
        "14a Maes Glas",
        "14 Maes",
    ],
)
def test_another_home_or_too_little_to_tell(said):
    assert not same_place(place_of(said), place_of(HOME))
    assert not same_place(place_of(HOME), place_of(said))


@pytest.mark.parametrize(
    ("said", "near"),
    [
        ("Maes Glas", True),
        ("CF62 8AB", True),
        ("Maes Glas, Barry", True),
        ("16 Maes Glas", False),
        ("Heol Fawr", False),
        ("Maes Glas CF10 1AA", False),
        ("", False),
    ],
)
def test_a_place_told_in_part(said, near):
    assert near_place(place_of(said), place_of(HOME)) is near
    assert near_place(place_of(HOME), place_of(said)) is near


def test_two_flats_of_one_house_are_two_homes():
    assert not same_place(place_of("Flat 1, 14 Maes Glas CF62 8AB"), place_of("Flat 2, 14 Maes Glas CF62 8AB"))
    assert not near_place(place_of("Flat 1, 14 Maes Glas CF62 8AB"), place_of("Flat 2, 14 Maes Glas CF62 8AB"))
    assert same_place(place_of("Fflat 2, 14 Maes Glas"), place_of("flat 2 14 maes glas"))


def test_a_house_with_a_name_and_no_number():
    assert same_place(place_of("Rose Cottage, Llanfair"), place_of("rose cottage llanfair"))
    assert same_place(place_of("Rose Cottage CF62 8AB"), place_of("Rose Cottage, CF62 8AB"))
    assert not same_place(place_of("Library"), place_of("library"))


def test_a_street_of_one_word_is_the_street_of_that_word_alone():
    assert same_place(place_of("12 The Avenue"), place_of("12 Avenue"))
    assert not same_place(place_of("14 Maes"), place_of("14 Maes Glas"))


@pytest.mark.parametrize(
    ("typed", "digits"),
    [
        ("1980-02-01", "19800201"), ("01/02/1980", "19800201"), ("1.2.1980", "19800201"), (" 1980 ", "1980"), ("1980-00-52", "19800052"),
        ("", ""), ("unknown", ""), ("about 40", ""), ("01/02/80", ""),
    ],
)  # fmt: skip
def test_a_date_of_birth(typed, digits):
    assert born_digits(typed) == digits


@pytest.mark.parametrize(
    ("one", "other", "like"),
    [
        ("19800201", "19800102", True), ("19800201", "19800211", True), ("19800201", "1980", True), ("1980", "19800201", True),
        ("19800201", "19810202", False), ("19800201", "1981", False), ("1980", "1981", False), ("19800201", "19800201", True),
    ],
)  # fmt: skip
def test_births_with_one_slip_between_them(one, other, like):
    assert like_born(one, other) is like
    assert like_born(other, one) is like
