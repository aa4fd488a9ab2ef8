"""Nothing gets into an entry, or out of one, that some database or wire between two desks cannot carry."""

import json
import math
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callhandler.log.canonical import DEEPEST, LARGEST, LONGEST
from callhandler.log.entry import NotAnEntry, PoisonText, read
from callhandler.log.kinds import Answered, Noted
from callhandler.log.text import clean
from tests.scribe import SALT, rewritten, sealed

anything = st.text(st.characters(exclude_categories=()), max_size=12)  # also NUL, surrogates, what no keyboard makes
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | anything | st.sampled_from([2**63, -(2**63) - 1, 2**63 - 1, -(2**63)]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(anything, inner, max_size=3),
    max_leaves=8,
)


def can_travel(value: object) -> bool:
    """Written apart from the code under test: what SQLite, PostgreSQL and JSON all keep as it is."""
    if isinstance(value, dict):
        return all(can_travel(key) and can_travel(inner) for key, inner in value.items())
    if isinstance(value, list):
        return all(map(can_travel, value))
    if isinstance(value, str):
        return not any(letter == "\0" or 0xD800 <= ord(letter) <= 0xDFFF for letter in value)
    return value is None or (math.isfinite(value) if isinstance(value, float) else isinstance(value, int) and -(2**63) <= value < 2**63)


@pytest.mark.req("T19")
def test_the_limits_are_those_of_the_endpoint():
    assert (DEEPEST, LONGEST, LARGEST) == (16, 64 * 1024, 1024 * 1024)


@pytest.mark.req("F19")
@given(values)
def test_no_poison_gets_into_an_entry(value):
    body = Answered.model_validate({"path": "/a", "value": "x", "newer": value, "deep": {"in": [value]}})
    try:
        entry = sealed(body)
    except PoisonText:
        return
    told = json.loads(entry.payload)
    assert can_travel(told)
    assert can_travel(json.loads(entry.meta))
    assert read(entry.meta, entry.salt, entry.payload, entry.commitment) == entry


@pytest.mark.req("F19")
@given(anything)
def test_every_text_is_cleaned_and_kept(text):
    entry = sealed(Noted(text=text))
    expected = "".join("\ufffd" if letter == "\0" or 0xD800 <= ord(letter) <= 0xDFFF else letter for letter in text)
    pairs = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")  # two halves typed apart are one letter
    assert isinstance(entry.body, Noted)
    assert entry.body.text in (unicodedata.normalize("NFC", expected), unicodedata.normalize("NFC", pairs.replace("\0", "\ufffd")))
    assert clean(entry.body.text) == entry.body.text


@given(st.text())
def test_a_text_without_poison_is_kept_as_typed(text):
    assert clean(text) == unicodedata.normalize("NFC", text.replace("\0", "\ufffd"))


def test_a_text_that_went_around_the_kinds_is_cleaned_all_the_same():
    entry = sealed(Noted.model_construct(kind="noted", text="a\0b\ud800"))
    assert isinstance(entry.body, Noted)
    assert entry.body.text == "a\ufffdb\ufffd"


@pytest.mark.req("F19")
@pytest.mark.parametrize(
    "value",
    [
        2**63, -(2**63) - 1, math.nan, math.inf, b"\xff", "x" * (LONGEST + 1), {"a\0": 1, "a\ufffd": 2}, [[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]],
    ],
    ids=lambda value: repr(value)[:20],
)  # fmt: skip
def test_what_cannot_be_cleaned_is_refused(value):
    with pytest.raises(PoisonText):
        sealed(Answered.model_validate({"path": "/a", "value": "x", "newer": value}))


@pytest.mark.parametrize(
    "value",
    [2**63 - 1, -(2**63), 0.5, "x" * LONGEST, json.loads("[" * (DEEPEST - 1) + "]" * (DEEPEST - 1)), True, None, {"": ""}],
    ids=lambda value: repr(value)[:20],
)
def test_what_every_database_keeps_is_kept(value):
    body = Answered.model_validate({"path": "/a", "value": "x", "newer": value})
    assert sealed(body).body == body


@pytest.mark.req("F19")
@pytest.mark.parametrize("part", ["id", "case", "actor", "agency"])
@pytest.mark.parametrize("poison", ["a\0", "\ud800"])
def test_a_poisoned_id_is_refused_never_mended(part, poison):
    with pytest.raises(PoisonText):
        sealed(Noted(text="x"), **{part: poison})


def test_a_stamp_beyond_64_bits_is_refused():
    with pytest.raises(PoisonText):
        sealed(Noted(text="x"), hlc=2**63)


@pytest.mark.req("F19")
@pytest.mark.parametrize(
    "newer",
    [
        r'"\u0000"', r'"a\ud800"', r'"\udc00\ud800"', "9223372036854775808", "-9223372036854775809", "NaN", "Infinity", "-Infinity",
        "1e999", r'{"\u0000":1}', r'{"\ud800":1}', '{"a":1,"a":2}', r'["\u0000"]', "[" * DEEPEST + "]" * DEEPEST,
        '"' + "x" * (LONGEST + 1) + '"',
    ],
    ids=lambda newer: newer[:12],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["noted", "made-in-2031"])
def test_poison_from_elsewhere_is_refused_where_it_is_read(newer, kind):
    entry = sealed(Noted(text="x"))
    payload = f'{{"kind":"{kind}","text":"x","newer":{newer}}}'.encode()
    with pytest.raises(PoisonText):
        read(rewritten(entry, kind=kind), SALT, payload)


@pytest.mark.req("F19", "T19")
@pytest.mark.parametrize(
    "payload",
    [
        b"[]", b"{}", b"nonsense", b'{"kind":"noted"', b'{"kind":"answered","path":"/a","value":"x"}', b'{"kind":"noted"}',
        b'{"kind":"noted","text":5}', b'{"kind":"noted","text":"\xff"}', b'{"kind":"noted",\t"text":"x"}', b'{"kind":"noted",\n"text":"x"}',
        b"[" * 100_000, b'{"kind":"noted","text":"x","n":' + b"9" * 5_000 + b"}", b'{"kind":"noted","text":"x"' + b" " * LARGEST + b"}",
    ],
    ids=lambda payload: repr(payload[:24]),
)  # fmt: skip
def test_what_is_no_body_is_no_entry(payload):
    with pytest.raises(NotAnEntry):
        read(sealed(Noted(text="x")).meta, SALT, payload)
