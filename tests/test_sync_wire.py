"""What goes over the line comes off it the same, and whatever else comes is refused or kept apart."""

import json
import re
from collections.abc import Callable
from contextlib import suppress
from random import Random

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from callhandler.log.chain import leaf
from callhandler.log.kinds import CaseShared, Noted
from callhandler.sync.heads import repeated
from callhandler.sync.lines import entry_of, line_of
from callhandler.sync.messages import Answer, Ask
from callhandler.sync.packing import PACKED, SMALL, UP, NotAMessage, pack, unpack
from callhandler.sync.poison import Unreadable
from callhandler.sync.wire import decode_answer, decode_ask, encode_answer, encode_ask
from tests.scribe import sealed
from tests.simulator.play import play
from tests.simulator.stage import Stage
from tests.simulator.world import Message

UNKNOWN = re.compile(r"UnknownBody\(.*?\)(?=, meta=)")
DEEP = "[" * 40 + "]" * 40


def over_the_line(message: Message, asked: Ask) -> Message:
    """There and back; what arrives must be what was sent."""
    sent: Ask | Answer = message
    arrived = decode_ask(encode_ask(sent)) if isinstance(sent, Ask) else decode_answer(encode_answer(sent, asked), asked)
    assert without_unknown(arrived) == without_unknown(sent)
    return message


def without_unknown(message: object) -> object:
    """Bodies of kinds that nobody here knows travel unread; their bytes are compared with everything else."""
    return UNKNOWN.sub("UnknownBody()", repr(message))


def answer_to(ask: Ask) -> Callable[[bytes], Answer]:
    return lambda packed: decode_answer(packed, ask)


def exchanged() -> tuple[bytes, bytes, Ask]:
    """A question with entries, an answer with rows, as they are on the line, and the question of that answer."""
    stage = Stage()
    police, council = stage.desk(), stage.desk("council")
    case = stage.case(police)
    stage.write(police, case, CaseShared(audience="council"))
    stage.sync(police, council)
    stage.write(council, case)
    stage.write(council, case)
    ask = stage.world.ask(council)
    return encode_ask(ask), encode_answer(stage.world.answer(ask), ask), ask


def rewritten(packed: bytes, **changed: object) -> bytes:
    """The same message with another head."""
    head, *lines = unpack(packed, UP).split(b"\n")
    return pack(b"\n".join((json.dumps(json.loads(head) | changed).encode(), *lines)))


@pytest.mark.parametrize("first", range(0, 90, 30))
def test_every_message_of_the_simulator_comes_over_the_line_the_same(first):
    assert {seed: failures for seed in range(first, first + 30) if (failures := play(seed, carry=over_the_line).failures)} == {}


@given(st.text(max_size=200))
def test_an_entry_comes_off_its_line_the_same(text):
    entry = sealed(Noted(text=text))
    assert entry_of(line_of(entry)) == entry


@pytest.mark.req("T19", "F8")
@pytest.mark.parametrize("which", [0, 1])
def test_no_damage_does_more_than_be_refused(which):
    question, answer, ask = exchanged()
    packed, dice = (question, answer)[which], Random(7)
    decode: Callable[[bytes], object] = (decode_ask, answer_to(ask))[which]
    message = unpack(packed, UP, repeated(ask) if which else b"")
    for _ in range(400):
        place = dice.randrange(len(message))
        cut = message[:place] + (bytes((dice.randrange(256),)) if dice.random() < 0.7 else b"") + message[place + 1 :]
        for sent in (pack(cut), pack(message[:place]), packed[: dice.randrange(len(packed))]):
            with suppress(NotAMessage):
                assert isinstance(decode(sent), Ask | Answer)


def test_a_small_answer_does_not_send_again_what_the_question_said():
    question, answer, ask = exchanged()
    message = unpack(answer, UP, repeated(ask))
    assert len(answer) < 0.8 * len(pack(message))
    assert len(pack(message)) < 0.9 * len(zstandard.ZstdCompressor(level=19).compress(message))
    assert len(question) < 0.9 * len(zstandard.ZstdCompressor(level=19).compress(unpack(question, UP)))


def test_a_large_message_is_packed_without_what_both_sides_know():
    large = b"".join(b"%d," % number for number in range(SMALL))
    assert unpack(pack(large), UP) == zstandard.ZstdDecompressor().decompress(pack(large)) == large


@pytest.mark.req("T19")
@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"{}",
        b"\x28\xb5\x2f\xfd",
        pack(b""),
        pack(b"null"),
        pack(b"[]"),
        pack(b'{"nonce":' + b"[" * 100_000),
        pack(b"\xff\xfe"),
        pack(b" " * (UP + 1)),
        zstandard.ZstdCompressor(write_content_size=False).compress(b"{}"),
        pack(b"{}") + b"more",
        Random(1).randbytes(PACKED + 1),
    ],
    ids=range(12),
)
def test_what_is_no_message_is_refused(sent):
    with pytest.raises(NotAMessage):
        decode_ask(sent)
    with pytest.raises(NotAMessage):
        decode_answer(sent, exchanged()[2])


@pytest.mark.req("T19")
@pytest.mark.parametrize(
    "changed",
    [
        {"entries": 1001},
        {"entries": -1},
        {"entries": True},
        {"first": 0},
        {"first": 1 << 63},
        {"device": "\0"},
        {"device": "x" * 501},
        {"device": 1},
        {"nonce": "!"},
        {"cursors": {"police": [1]}},
        {"rows": 1_000_000},
        {"offers": [[0, True]]},
        {"beats": ["a/b"]},
        {"beats": [f"b{n}" for n in range(101)]},
        {"receipt": ["d", 1, "", "i", "yesterday", [], "", ""]},
    ],
    ids=repr,
)
def test_a_head_that_says_too_much_is_refused(changed):
    with pytest.raises(NotAMessage):
        decode_ask(rewritten(exchanged()[0], **changed))


def test_a_head_of_a_newer_version_is_read():
    assert decode_ask(rewritten(exchanged()[0], weather="rain")) == decode_ask(exchanged()[0])


def test_a_bomb_is_refused_by_what_it_says_of_itself():
    bomb = pack(b"0" * (64 << 20))
    assert len(bomb) < 10_000
    with pytest.raises(NotAMessage, match="too-large"):
        unpack(bomb, UP)


@pytest.mark.req("F19")
@pytest.mark.parametrize(
    "body",
    [
        '{"kind":"noted","text":"\\u0000"}',
        '{"kind":"noted","text":"\\ud800"}',
        f'{{"kind":"noted","text":{DEEP}}}',
        "no JSON",
        '{"kind":"noted"}',
    ],
)
def test_a_body_that_nobody_can_read_keeps_its_envelope_and_its_place(body):
    entry = sealed(Noted(text="sound"))
    line = line_of(entry).rpartition(b"\t")[0] + b"\t" + body.encode()
    kept = entry_of(line)
    assert isinstance(kept.body, Unreadable)
    assert (kept.id, kept.case, kept.n) == (entry.id, entry.case, entry.n)
    assert line_of(kept) == line


@pytest.mark.req("F19")
def test_an_envelope_that_nobody_can_read_keeps_its_place():
    line = line_of(sealed(Noted(text="sound"))).replace(b'"case":"', b'"case":"\\u0000')
    kept = entry_of(line, "somebody", 7)
    assert (kept.device, kept.n, kept.case) == ("somebody", 7, "")
    assert kept.id == f"unreadable-{leaf(kept).hex()}"
    assert line_of(kept) == line
