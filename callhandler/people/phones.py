"""Telephone numbers as digits: the same number however it is spaced or prefixed, and none where it was withheld."""

import re
from functools import lru_cache

import phonenumbers

HOME = "GB"
_BRITISH = "44"
_TAIL = 6
_WHOLE = 10  # digits from which a number in no known range, such as one kept for plays, is taken as whole
_SHORTEST = 6  # digits of a number still being typed that are worth looking up
_LEAST_PART = 4  # digits of a number told in part that are worth comparing
_RUN = re.compile(r"\+?[0-9(][0-9 ().-]{4,}[0-9]")  # a number among words, as in "07700 900123 (mum)"
_NO_DIGIT = re.compile("[^0-9]")
_NATIONAL = re.compile(r"^(?:\+44|0044|0)?([1-9][0-9]{8,9})$")
_SHARED = re.compile(r"^(?:[389][0-9]{8,9}|800[0-9]{4}|118[0-9]{3})$")  # helplines, agencies, switchboards: nobody's own
_RELAY = re.compile(r"^1800[0-9]")  # before the number of a caller who types or whose call is relayed


@lru_cache(4096)
def phone_digits(text: str) -> str:
    """Country code and number, "447700900123"; without a country code it is British.

    "" for a number withheld, too short, impossible, or made up of one digit.
    """
    run = _RUN.search(text)
    try:
        number = phonenumbers.parse(run[0] if run else "", HOME)
    except phonenumbers.NumberParseException:
        return ""
    digits = phonenumbers.national_significant_number(number)
    whole = phonenumbers.is_valid_number(number) or (phonenumbers.is_possible_number(number) and len(digits) >= _WHOLE)
    return f"{number.country_code}{digits}" if whole and len(set(digits)) > 1 else ""


@lru_cache(4096)
def own_number(text: str, none: frozenset[str] = frozenset()) -> str:
    """The digits of somebody's own number, without country code where it is British; or the part of one that was told.

    "" for a number withheld, too short, of one digit, of a helpline or switchboard, or among `none`, such as a call box known here.
    """
    plain = "".join(letter for letter in text if letter not in " ()-.")
    if _RELAY.match(plain):
        plain = plain[5:]
    if found := _NATIONAL.match(plain):
        digits = found[1] if len(set(found[1])) > 1 else ""
    else:
        digits = phone_digits(text).removeprefix(_BRITISH) or _part(plain)
    return "" if digits in none or _SHARED.match(digits) else digits


def _part(plain: str) -> str:
    digits = plain.removeprefix("+").removeprefix("0044") if plain.startswith(("+", "00")) else plain.removeprefix("0")
    return digits if digits.isascii() and digits.isdigit() and len(digits) >= _LEAST_PART and len(set(digits)) > 1 else ""


@lru_cache(4096)
def phone_begun(text: str) -> str:
    """The digits so far of a British number that is not whole yet, without its leading 0; "" below six of them."""
    digits = _NO_DIGIT.sub("", text)
    if phone_digits(text) or any(letter.isalpha() for letter in text):
        return ""
    for prefix in (f"00{_BRITISH}", _BRITISH, "0"):
        if digits.startswith(prefix):
            digits = digits.removeprefix(prefix)
            break
    return digits if len(digits) >= _SHORTEST and len(set(digits)) > 1 else ""


def fits(begun: str, whole: str) -> bool:
    """Whether a number may be the one that was begun, or told without its area code."""
    return whole.removeprefix(_BRITISH).startswith(begun) or tail(whole) == tail(begun)


def tail(digits: str) -> str:
    """The last six digits: what people remember, and what stays when the area code is left out."""
    return digits[-_TAIL:]


def head(digits: str) -> str:
    """The first digits of a British number, without country code; what has been typed of it so far."""
    return digits.removeprefix(_BRITISH)[:_SHORTEST]
