"""The chain shows every change: the least bit, a line dropped, swapped, slipped in or taken from another device."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from callhandler.log.chain import follow, start, verify
from callhandler.log.device import DeviceKey, id_of, verify_head
from callhandler.log.entry import Entry, NotAnEntry, read
from callhandler.log.kinds import Answered, Noted
from tests.scribe import Scribe, rewritten


def scribe_with(lines: int, name: str = "desk") -> Scribe:
    scribe = Scribe(name)
    for number in range(lines):
        scribe.write(Answered(path="/data/danger", value=str(number)))
    return scribe


def verified(scribe: Scribe, entries: list[Entry], *, linked: bool = True) -> int | None:
    return verify(scribe.key.public, entries, scribe.head, scribe.links if linked else None)


def erased(entry: Entry) -> Entry:
    return read(entry.meta, b"", b"", entry.commitment)


def flipped(whole: bytes) -> Iterator[bytes]:
    for bit in range(8 * len(whole)):
        changed = bytearray(whole)
        changed[bit // 8] ^= 1 << bit % 8
        yield bytes(changed)


def changed_in(entry: Entry, part: str, changed: bytes) -> Entry:
    return replace(entry, **{part: changed})  # type: ignore[arg-type]


def forged(entry: Entry, meta: bytes) -> Entry:
    """The entry as a forger leaves it who writes to the file: every hash of his own made to fit."""
    try:
        return read(meta, entry.salt, entry.payload)
    except NotAnEntry:
        return replace(entry, meta=meta)


def test_a_chain_as_it_was_written_verifies():
    scribe = scribe_with(5)
    assert verified(scribe, scribe.written) is None
    assert verified(scribe, scribe.written, linked=False) is None
    assert verified(Scribe(), []) is None
    assert verified(Scribe(), [], linked=False) is None


@pytest.mark.req("R5", "R19")
@given(st.sets(st.integers(0, 5)))
def test_erased_bodies_leave_the_chain_verifiable(gone):
    scribe = scribe_with(6)
    left = [erased(entry) if place in gone else entry for place, entry in enumerate(scribe.written)]
    assert verified(scribe, left) is None
    assert verified(scribe, left, linked=False) is None
    assert all(b"value" not in entry.payload for place, entry in enumerate(left) if place in gone)


@pytest.mark.req("R19", "T4", "T5", "T21")
@pytest.mark.parametrize("part", ["meta", "salt", "payload", "commitment"])
def test_every_single_bit_is_guarded(part):
    scribe = scribe_with(3)
    first, second, third = scribe.written
    for changed in flipped(getattr(second, part)):
        assert verified(scribe, [first, changed_in(second, part, changed), third]) == 2


@pytest.mark.req("R19", "T4")
@pytest.mark.parametrize("part", ["salt", "payload", "commitment"])
def test_every_single_bit_of_a_body_is_guarded_where_it_is_read(part):
    entry = Scribe().write(Noted(text="x"))
    parts = {"meta": entry.meta, "salt": entry.salt, "payload": entry.payload, "commitment": entry.commitment}
    for changed in flipped(parts[part]):
        with pytest.raises(NotAnEntry):
            read(**{**parts, part: changed})


@pytest.mark.req("R5", "R19")
@pytest.mark.parametrize("part", ["meta", "commitment"])
def test_every_single_bit_is_guarded_after_erasure(part):
    scribe = scribe_with(3)
    first, second, third = scribe.written
    for changed in flipped(getattr(second, part)):
        assert verified(scribe, [first, changed_in(erased(second), part, changed), third]) == 2


@pytest.mark.req("R19", "T21")
def test_every_single_bit_of_the_head_and_of_the_links_is_guarded():
    scribe = scribe_with(2)
    for head in flipped(scribe.head):
        assert verify(scribe.key.public, scribe.written, head) == 2
    for link in flipped(scribe.links[0]):
        assert verify(scribe.key.public, scribe.written, scribe.head, [link, scribe.links[1]]) == 1


@pytest.mark.req("R19", "T21")
@given(st.integers(0, 5), st.sampled_from(["actor", "agency", "at", "case", "hlc", "parents", "mono", "id"]))
def test_a_forged_envelope_is_named_even_with_its_own_hashes_made_to_fit(place, part):
    scribe = scribe_with(6)
    told = {"at": "2026-03-02T09:00:01+00:00", "hlc": 77, "mono": 77, "parents": ["desk-001", "x"]}.get(part, "other")
    entries = list(scribe.written)
    entries[place] = forged(entries[place], rewritten(entries[place], **{part: told}))
    assert entries[place] != scribe.written[place]
    assert verified(scribe, entries) == place + 1
    assert verified(scribe, entries, linked=False) == 6  # only the head is there to show it


def other_device(entries: list[Entry]) -> list[Entry]:
    return [*entries[:2], scribe_with(6, "another desk").written[2], *entries[3:]]


@pytest.mark.req("T4", "R19")
@pytest.mark.parametrize("linked", [True, False])
@pytest.mark.parametrize(
    ("change", "first_bad"),
    [
        (lambda entries: entries[:2] + entries[3:], 3),
        (lambda entries: [*entries[:2], entries[3], entries[2], *entries[4:]], 3),
        (lambda entries: [*entries[:3], entries[2], *entries[3:]], 4),
        (lambda entries: entries[1:], 1),
        (lambda entries: [*entries, entries[-1]], 7),
        (other_device, 3),
    ],
    ids=["dropped", "swapped", "doubled", "beheaded", "added", "spliced"],
)
def test_a_line_out_of_its_place_is_named(change: Callable[[list[Entry]], list[Entry]], first_bad, linked):
    scribe = scribe_with(6)
    assert verified(scribe, change(scribe.written), linked=linked) == first_bad


@pytest.mark.req("T6")
def test_a_tail_that_is_missing_is_seen():
    scribe = scribe_with(6)
    assert verified(scribe, scribe.written[:4]) == 5
    assert verified(scribe, scribe.written[:4], linked=False) == 4
    assert verified(scribe, [], linked=False) == 1


@pytest.mark.req("T4")
def test_the_chain_of_one_device_is_no_chain_of_another():
    scribe, other = scribe_with(2), Scribe("other")
    assert verify(other.key.public, scribe.written, scribe.head) == 1
    assert start(scribe.key.public) != start(other.key.public)


def test_the_chain_depends_on_what_came_before():
    scribe = scribe_with(2)
    assert follow(start(scribe.key.public), scribe.written[1]) != follow(scribe.links[0], scribe.written[1])


@pytest.mark.req("R19", "T4")
def test_the_device_vouches_for_its_head_and_nobody_else_can():
    key, other, chain = Scribe().key, Scribe("other").key, scribe_with(3).head
    signature = key.sign_head(3, chain)
    assert verify_head(key.public, 3, chain, signature)
    assert not verify_head(other.public, 3, chain, signature)
    assert not verify_head(key.public, 3, chain, other.sign_head(3, chain))
    assert not verify_head(key.public, 4, chain, signature)
    assert not verify_head(key.public, 3, start(key.public), signature)


@pytest.mark.req("R19", "T4")
def test_every_single_bit_of_a_signature_counts():
    key, chain = Scribe().key, scribe_with(1).head
    assert not any(verify_head(key.public, 1, chain, changed) for changed in flipped(key.sign_head(1, chain)))


@pytest.mark.parametrize("public", [b"", b"short", b"\xff" * 32])
def test_what_is_no_key_vouches_for_nothing(public):
    assert not verify_head(public, 1, b"chain", b"signature" * 8)


def test_a_device_key_comes_back_from_its_bytes():
    key = DeviceKey.generate()
    again = DeviceKey.from_bytes(key.to_bytes())
    assert (again.public, again.id) == (key.public, key.id)
    assert key.id == id_of(key.public)
    assert len(key.id) == 24
    assert key.id != DeviceKey.generate().id
    with pytest.raises(ValueError, match="32"):
        DeviceKey.from_bytes(b"short")
