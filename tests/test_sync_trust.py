"""Whom one has to believe: nobody without a signature, and nothing that does not follow from what one has."""

from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256

import pytest

from callhandler.log.chain import fasten, leaf
from callhandler.log.device import head
from callhandler.log.kinds import Noted, UnknownBody
from callhandler.sync.feed import Place, onward
from callhandler.sync.messages import Answer, Offer, Sent, Slice, Verdict, signed
from callhandler.sync.proof import Certificate, Proof, certify, vouch
from callhandler.sync.rules import emptied
from tests.simulator.machine import Machine
from tests.simulator.stage import Stage

pytestmark = pytest.mark.req("T4")


def scene() -> tuple[Stage, Machine, Answer]:
    """A desk that has asked, and the true answer with two lines for it."""
    stage = Stage(earnest=True)
    police, other = stage.desk(), stage.desk()
    case = stage.case(other)
    stage.sync(other, police)
    stage.write(other, case)
    stage.write(other, case)
    stage.sync(other)
    return stage, police, stage.world.answer(stage.world.ask(police))


def resigned(stage: Stage, answer: Answer) -> Answer:
    """With the endpoint's own signature under whatever it says now: as if the endpoint itself had gone astray."""
    feeds = tuple((one.feed, one.to) for one in answer.slices)
    return replace(answer, receipt=signed(replace(answer.receipt, feeds=feeds, rest=answer.rest()), stage.world.key))


def rows(answer: Answer, change: Callable[[tuple[Sent, ...]], tuple[Sent, ...]]) -> Answer:
    one = answer.slices[0]
    return replace(answer, slices=(replace(one, rows=change(one.rows)),))


def altered(sent: Sent) -> Sent:
    """With another body, as whoever reads it from the wire would see it: the hash is taken of what came."""
    assert sent.entry
    body = Noted(text="something else").model_dump_json().encode()
    return replace(sent, entry=replace(sent.entry, payload=body, commitment=sha256(sent.entry.salt + body).digest()))


TAMPERED: dict[str, Callable[[Answer], Answer]] = {
    "another verdict": lambda answer: replace(answer, verdict=Verdict("fork", 0)),
    "a wipe": lambda answer: replace(answer, verdict=replace(answer.verdict, why="wipe")),
    "another incarnation": lambda answer: replace(answer, incarnation="elsewhere"),
    "an order": lambda answer: replace(answer, slices=tuple(replace(one, cleared=99) for one in answer.slices)),
    "another end": lambda answer: replace(answer, slices=tuple(replace(one, end=2) for one in answer.slices)),
    "no feeds": lambda answer: replace(answer, slices=()),
    "an erasure": lambda answer: replace(answer, erased=(b"leaf",)),
    "something durable": lambda answer: replace(answer, durable=(b"leaf",)),
    "something taken": lambda answer: replace(answer, taken=(b"leaf",)),
    "a later receipt": lambda answer: replace(answer, receipt=replace(answer.receipt, n=9)),
    "another signature": lambda answer: replace(answer, receipt=replace(answer.receipt, signature=bytes(64))),
    "another device's": lambda answer: replace(answer, receipt=replace(answer.receipt, device="somebody")),
    "a row less": lambda answer: rows(answer, lambda told: told[:-1]),
    "the first row missing": lambda answer: rows(answer, lambda told: told[1:]),
    "rows swapped": lambda answer: rows(answer, lambda told: told[::-1]),
    "a row twice": lambda answer: rows(answer, lambda told: (*told, told[-1])),
    "another body": lambda answer: rows(answer, lambda told: (altered(told[0]), *told[1:])),
    "no author's proof": lambda answer: replace(answer, proofs=()),
    "a false proof": lambda answer: replace(answer, proofs=tuple(replace(one, signature=bytes(64)) for one in answer.proofs)),
}


def unchanged(before: object, machine: Machine) -> bool:
    return repr(before) == repr(machine.disk)


@pytest.mark.req("F7")
@pytest.mark.parametrize("what", TAMPERED)
def test_an_answer_that_was_tampered_with_changes_nothing_that_is_shown(what):
    stage, police, answer = scene()
    before = stage.shown(police)
    assert TAMPERED[what](answer) != answer
    police.program.take(TAMPERED[what](answer))
    assert stage.shown(police) == before
    assert not police.disk.progress().leaving
    stage.sync(police)
    assert len(stage.shown(police)) == 3


@pytest.mark.parametrize("what", [what for what in TAMPERED if "row" in what or "proof" in what or what == "another body"])
def test_rows_that_do_not_bear_out_are_not_taken_even_from_the_endpoint_itself(what):
    stage, police, answer = scene()
    before = police.disk.end("police")
    wrong = resigned(stage, TAMPERED[what](answer))
    police.program.take(wrong)
    assert police.disk.end("police").pos - before.pos == (1 if what == "a row less" else 0)


def test_rows_from_further_on_are_not_taken():
    stage, police, answer = scene()
    one = answer.slices[0]
    base = Place(one.base.pos + 7, sha256(b"further").digest())
    rows, place = [], base
    for sent in one.rows:
        place = onward(place, sent.row.kind, sent.row.id, sent.row.leaf)
        rows.append(replace(sent, row=replace(sent.row, pos=place.pos, rh=place.rh)))
    police.program.take(resigned(stage, replace(answer, slices=(Slice("police", base, tuple(rows), place.pos),))))
    assert police.disk.end("police") == one.base


def test_an_answer_counts_once_and_only_for_the_last_question():
    stage, police, first = scene()
    second = stage.world.answer(stage.world.ask(police))
    assert not police.program.take(first).done
    assert police.program.take(second).done
    assert not police.program.take(second).done


def test_a_stale_answer_takes_no_tick_back_and_gives_none():
    stage = Stage()
    police = stage.desk()
    case = stage.case(police)
    backup = stage.backup()
    late = stage.world.answer(stage.world.ask(police))
    stage.restore(backup)
    ask = stage.world.ask(police)
    police.program.take(late)
    assert police.disk.progress().acked == 0
    assert stage.world.answer(ask).verdict == Verdict("ok", 1)
    assert case


def test_a_receipt_for_another_chain_earns_no_tick():
    stage = Stage(earnest=True)
    police = stage.desk()
    stage.case(police)
    answer = stage.world.answer(stage.world.ask(police))
    police.program.take(resigned(stage, replace(answer, receipt=replace(answer.receipt, chain=bytes(32)))))
    assert police.disk.progress().acked == 0


@pytest.mark.req("F9")
def test_the_same_question_again_gets_the_same_answer_and_changes_nothing():
    stage = Stage()
    police = stage.desk()
    stage.case(police)
    ask = stage.world.ask(police)
    first, kept = stage.world.answer(ask), len(stage.disk.entries)
    for _ in range(3):
        again = stage.world.answer(ask)
        assert (again.verdict, again.receipt.n, again.receipt.chain) == (first.verdict, first.receipt.n, first.receipt.chain)
        assert [one.rows for one in again.slices] == [one.rows for one in first.slices]
    assert len(stage.disk.entries) == kept


def test_entries_that_the_device_did_not_sign_are_refused():
    stage = Stage(earnest=True)
    police = stage.desk()
    stage.case(police)
    ask = stage.world.ask(police)
    for wrong in (replace(ask, signature=bytes(64)), replace(ask, entries=ask.entries[::-1] * 2), replace(ask, signature=b"")):
        assert stage.world.answer(wrong).verdict == Verdict("need", 0, "signature")
    assert stage.disk.entries == {}


def test_entries_of_another_device_are_refused():
    stage = Stage(earnest=True)
    police, other = stage.desk(), stage.desk()
    stage.case(other)
    stolen, ask = stage.world.ask(other), stage.world.ask(police)
    signer, chain = police.disk.identity().signer, fasten(ask.prev, leaf(stolen.entries[0]))
    forged = replace(ask, entries=stolen.entries, total=1, signature=signer.sign(head(signer.public, 1, chain)))
    assert stage.world.answer(forged).verdict == Verdict("need", 0, "signature")


def test_nobody_speaks_without_being_let_in():
    stage = Stage(earnest=True)
    police, stranger = stage.desk(), stage.stranger("police")
    stage.case(police)
    stage.sync(police)
    ask, signer, elsewhere = stage.world.ask(stranger), stranger.disk.identity().signer, stage.world.smithy.key("another endpoint")
    certificate = police.disk.identity().certificate
    assert certificate
    for wrong in (
        ask,
        replace(ask, certificate=certify(elsewhere, signer.public, "police")),
        replace(ask, certificate=certificate),
        replace(ask, vouch=vouch(certificate, signer, signer.public)),
        replace(ask, vouch=vouch(certify(elsewhere, signer.public, "police"), signer, signer.public)),
        replace(ask, certificate=Certificate(signer.public, "police", signer.id, bytes(64))),
    ):
        answer = stage.world.answer(wrong)
        assert answer.verdict == Verdict("need", 0, "enrol")
        assert (answer.slices, answer.proofs) == ((), ())


def test_another_version_of_the_protocol_is_told_to_update():
    stage = Stage()
    police = stage.desk()
    assert stage.world.answer(replace(stage.world.ask(police), proto=99)).verdict == Verdict("need", 0, "update")


def test_what_is_handed_in_without_a_true_proof_is_not_taken():
    stage = Stage(earnest=True)
    police, other = stage.desk(), stage.desk()
    case = stage.case(other)
    line = stage.write(other, case)
    holding, certificate = stage.on(other, line), other.disk.identity().certificate
    assert certificate
    good = Proof(certificate, 1, other.disk.link(0), tuple(one.leaf for one in other.disk.own(1, 2)), stage.world.ask(other).signature)
    body = replace(holding.entry, payload=Noted(text="forged").model_dump_json().encode())
    stage.case(police)
    stage.sync(police)
    anothers = police.disk.proof(police.disk.own(1, 1)[0].leaf)
    assert anothers
    for proof, entry in (
        (replace(good, signature=bytes(64)), holding.entry),
        (replace(good, first=2), holding.entry),
        (replace(good, prev=bytes(32)), holding.entry),
        (replace(good, author=replace(certificate, agency="council")), holding.entry),
        (replace(good, leaves=good.leaves[:1]), holding.entry),
        (anothers, holding.entry),
        (good, replace(body, commitment=sha256(body.salt + body.payload).digest())),
    ):
        answer = stage.world.answer(replace(stage.world.ask(police), offers=(Offer(entry, holding.leaf, proof),)))
        assert answer.taken == ()
    assert stage.kept(line) == []
    answer = stage.world.answer(replace(stage.world.ask(police), offers=(Offer(holding.entry, holding.leaf, good),)))
    assert answer.taken == (holding.leaf,)
    assert stage.kept(line) == [""]


def test_nobody_destroys_a_body_by_handing_it_in_empty():
    stage = Stage()
    police, council, case = stage.shared()
    backup = stage.backup()
    line = stage.write(police, case)
    stage.sync(police, council)
    holding = stage.on(council, line)
    stage.restore(backup)
    proof = council.disk.proof(holding.leaf)
    assert proof
    stage.world.answer(replace(stage.world.ask(council), offers=(Offer(emptied(holding.entry), holding.leaf, proof),)))
    stage.sync(police)
    assert [kept.entry.payload for kept in stage.disk.entries.values() if kept.entry.id == line] == [holding.entry.payload]
    assert stage.judge() == []


def test_another_entry_under_a_known_id_is_held_back():
    stage = Stage()
    police, other = stage.desk(), stage.desk()
    case = stage.case(police)
    line = stage.write(police, case)
    stage.sync(police)
    stage.write(other, case, id=line)
    stage.sync(other, police)
    assert sorted(stage.kept(line)) == ["", "id"]


@pytest.mark.req("F19")
def test_a_body_that_does_not_fit_its_kind_is_held_back_and_the_others_flow():
    stage = Stage()
    police, other = stage.desk(), stage.desk()
    case = stage.case(police)
    poison = stage.write(police, case)
    holding = police.disk.own(2, 1)[0]
    payload = b'{"kind":"noted","text":5}'
    commitment = sha256(holding.entry.salt + payload).digest()
    entry = replace(holding.entry, payload=payload, commitment=commitment, body=UnknownBody(kind="noted"))
    police.disk.rewrite(2, replace(holding, entry=entry, leaf=leaf(entry)))
    fine = stage.write(police, case)
    stage.sync(police, other)
    assert (stage.kept(poison), stage.kept(fine)) == (["poison"], [""])
    assert stage.on(other, poison).standing == "held"
    assert stage.has(other, fine)
