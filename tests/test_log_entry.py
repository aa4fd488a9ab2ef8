"""An entry carries what was said, byte for byte, in its place, and knows when it is not the one that was recorded."""

import json
from dataclasses import FrozenInstanceError
from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from callhandler.log.entry import NotAnEntry, compose, read, seal
from callhandler.log.kinds import (
    ActionAgreed,
    Answered,
    CallEnded,
    CallStarted,
    Gap,
    HistoryTold,
    Noted,
    NotSamePerson,
    PersonDescribed,
    Reason,
    RiskAssessed,
    SamePerson,
    ScriptVersion,
    UnknownBody,
    version_of,
)
from tests.scribe import MORNING, SALT, Scribe, rewritten, sealed

SCRIPT = ScriptVersion(form="first-call", version="1", sha256="ab")
BODIES = (
    CallStarted(reference="A1", area="generic", script=SCRIPT, caller="p1", number="07700 900123"),
    Answered(path="/data/danger", value="yes", manner="told", language="cy"),
    Noted(text="Gwnaeth e ŵyn – “noise”\n\tall night"),
    CallEnded(gaps=(Gap(path="/data/a", reason="refused"),), dropped=("/data/b",), promised=date(2026, 3, 4)),
    PersonDescribed(person="p1", role="victim", name="Siân ŵ"),
    HistoryTold(person="p1", what="incidents", least=3, since=date(2025, 9, 1), until=date(2026, 3, 1)),
    RiskAssessed(script=SCRIPT, computed="high", band="high", score=20, most=41, reasons=(Reason(code="floor:weapon", least="high"),)),
    ActionAgreed(agency="council", what="visit", due=datetime(2026, 3, 4, 12, tzinfo=UTC), promise=True),
)


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body.kind)
def test_what_was_sealed_is_read_again(body):
    entry = sealed(body, parents=("e0",), mono=5)
    assert entry.body == body
    assert (entry.kind, entry.kv, entry.field) == (body.kind, 1, body.field)
    assert read(entry.meta, entry.salt, entry.payload, entry.commitment) == entry
    assert read(entry.meta, entry.salt, entry.payload) == entry


def test_an_entry_is_never_altered():
    told = compose(Noted(text="x"), id="a", case="c", at=MORNING, hlc=1, actor="o", agency="p")
    assert (told.parents, told.mono) == ((), 0)
    for one in (told, seal(told, "desk", 1, SALT)):
        with pytest.raises(FrozenInstanceError):
            setattr(one, "hlc", 2)  # noqa: B010 - the type checker would not let us try it any other way


def test_meta_is_canonical():
    entry = sealed(Noted(text="x"), actor="Siân", parents=("b", "a", "b"), at=datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=1))))
    meta = json.loads(entry.meta)
    assert meta["v"] == 1
    assert list(meta) == sorted(meta)
    assert entry.parents == ("a", "b")
    assert meta["at"] == "2026-03-02T09:00:00+01:00"
    assert b" " not in entry.meta
    assert "Siân".encode() in entry.meta


def test_a_name_typed_with_a_loose_accent_is_written_in_one_form():
    assert sealed(Noted(text="x"), actor="Sia\u0302n").meta == sealed(Noted(text="x"), actor="Siân").meta


@pytest.mark.req("F19", "T4")
@pytest.mark.parametrize(
    "meta",
    [
        b'{"id":"a", "b":1}',
        b"[]",
        b"nonsense",
        b"",
        b"\xff",
        b'{"id":"e1"}',
        b'{"a":1,"a":1}',
    ],
)
def test_what_is_no_canonical_meta_is_no_entry(meta):
    entry = sealed(Noted(text="x"))
    with pytest.raises(NotAnEntry):
        read(meta, entry.salt, entry.payload)


@pytest.mark.parametrize(
    "told",
    [
        {"n": 0}, {"n": "1"}, {"n": True}, {"n": None}, {"kv": 0}, {"hlc": -1}, {"hlc": 2**63}, {"mono": 1.0}, {"extra": 1.5},
        {"server_offset": "1"}, {"id": 1}, {"device": None}, {"at": "today"}, {"at": "2026-03-02T09:00:00"}, {"at": 5},
        {"parents": "e0"}, {"parents": [1]}, {"parents": None}, {"actor": "Sia\u0302n"}, {"kind": "answered"},
    ],
    ids=str,
)  # fmt: skip
def test_a_part_of_the_wrong_kind_is_refused(told):
    entry = sealed(Noted(text="x"))
    with pytest.raises(NotAnEntry):
        read(rewritten(entry, **told), entry.salt, entry.payload)


def test_further_parts_of_a_newer_meta_are_carried():
    entry = sealed(Noted(text="x"))
    newer = rewritten(entry, witness="yes", server_offset=-120)
    assert read(newer, entry.salt, entry.payload).meta == newer
    assert read(newer, entry.salt, entry.payload).server_offset == -120


def test_a_time_without_its_offset_is_our_own_mistake():
    with pytest.raises(ValueError, match="offset"):
        sealed(Noted(text="x"), at=datetime(2026, 3, 2, 9))  # noqa: DTZ001


@pytest.mark.req("R19", "T4")
def test_a_body_that_is_not_the_one_recorded_is_refused():
    entry, other = sealed(Noted(text="x")), sealed(Noted(text="y"))
    for salt, payload in (
        (SALT, other.payload),
        (b"another 16 bytes", entry.payload),
        (SALT[:-1], entry.payload),
        (SALT, b""),
        (b"", entry.payload),
    ):
        with pytest.raises(NotAnEntry):
            read(entry.meta, salt, payload, entry.commitment)
    with pytest.raises(NotAnEntry):
        read(entry.meta, SALT[:-1], entry.payload)
    with pytest.raises(NotAnEntry):
        read(entry.meta, SALT, b"")


@pytest.mark.req("R5")
def test_an_erased_entry_keeps_its_place_and_loses_its_body():
    entry = sealed(Answered(path="/a", value="secret"))
    erased = read(entry.meta, b"", b"", entry.commitment)
    assert erased.body is None
    assert erased.field == ""
    assert (erased.id, erased.kind, erased.commitment) == (entry.id, "answered", entry.commitment)


@pytest.mark.parametrize("commitment", [None, b"", b"short"])
def test_an_erased_entry_without_the_hash_of_its_body_is_refused(commitment):
    with pytest.raises(NotAnEntry):
        read(sealed(Noted(text="x")).meta, b"", b"", commitment)


def test_the_salt_hides_what_was_said():
    one, other = compose(Noted(text="yes"), id="a", case="c", at=MORNING, hlc=1, actor="o", agency="p"), b"another 16 bytes"
    assert seal(one, "desk", 1, SALT).commitment != seal(one, "desk", 1, other).commitment


@pytest.mark.req("F14")
def test_a_kind_of_a_newer_version_is_carried_byte_for_byte():
    entry = sealed(Noted(text="x"))
    payload = rb'{ "kind":"made-in-2031", "field":"risk", "far":{"\u00e9":[1,2.50]}, "n":1e2 }'
    newer = read(rewritten(entry, kind="made-in-2031", kv=4), SALT, payload)
    assert isinstance(newer.body, UnknownBody)
    assert newer.payload == payload
    assert newer.field == ""
    assert newer.body.model_extra == {"field": "risk", "far": {"é": [1, 2.5]}, "n": 100.0}
    assert read(newer.meta, newer.salt, newer.payload, newer.commitment) == newer


@pytest.mark.req("F14")
def test_a_further_field_of_a_newer_version_is_carried_and_the_rest_is_read():
    entry = sealed(Noted(text="x"))
    payload = b'{"mood":"calm","text":"x",  "kind":"noted"}'
    newer = read(rewritten(entry, kv=2), SALT, payload)
    assert isinstance(newer.body, Noted)
    assert newer.body.text == "x"
    assert newer.body.model_extra == {"mood": "calm"}
    assert newer.payload == payload


@pytest.mark.req("F14")
def test_a_known_kind_in_a_newer_shape_is_shown_as_unknown_and_carried():
    payload = b'{"kind":"noted","lines":["x"]}'
    meta = rewritten(sealed(Noted(text="x")), kv=2)
    assert isinstance(read(meta, SALT, payload).body, UnknownBody)
    assert read(meta, SALT, payload).payload == payload


def test_the_versions_of_the_kinds_are_known():
    assert version_of("noted") == 1
    assert version_of("made-in-2031") == 0


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (Answered(path="/data/{danger}", value=""), "answer:/data/{danger}"),
        (SamePerson(one="b", other="a"), "link:a:b"),
        (NotSamePerson(one="a", other="b"), "link:a:b"),
        (PersonDescribed(person="p", role="caller"), "person:p:caller"),
        (Noted(text="x"), ""),
    ],
)
def test_each_body_names_the_field_it_writes(body, field):
    assert body.field == field


def test_a_scribe_numbers_its_entries():
    scribe = Scribe()
    assert [scribe.write(Noted(text="x")).n for _ in range(3)] == [1, 2, 3]
