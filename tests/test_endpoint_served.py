"""The endpoint as desks meet it: over real HTTP, on both databases, with whatever else may come."""

import secrets

import pytest
import requests

from callhandler.log.kinds import CaseShared, DeviceRevoked, Erased
from callhandler.log.ownership import devices_of
from callhandler.sync.packing import PACKED, UP, pack
from callhandler.sync.wire import decode_answer, encode_ask
from tests.endpoints import served
from tests.patience import SOON, until

CANARY = "canary-4711"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def endpoint(request, tmp_path_factory):
    folder = tmp_path_factory.mktemp("endpoint")
    lite = request.param == "sqlite"
    database = f"sqlite:///{folder}/endpoint.db" if lite else request.getfixturevalue("postgres").fresh("served")
    with served(database, folder / "apart") as endpoint:
        yield endpoint


@pytest.fixture
def police(endpoint):
    return endpoint.caller()


def test_what_one_desk_sends_another_gets(endpoint, police):
    other, guest = endpoint.caller(), endpoint.caller("council")
    case = f"police.{secrets.token_hex(4)}"
    id = police.write(case)
    police.write(case, CaseShared(audience="council"))
    for desk in (police, other, guest):
        desk.sync()
    assert id in {holding.entry.id for holding in other.store.of_case(case)}
    assert "case-shared" in {holding.entry.kind for holding in guest.store.of_case(case)}
    assert police.store.progress().acked == 2


@pytest.mark.req("F9")
def test_the_same_question_again_gets_the_same_answer(police):
    police.write("police.again")
    ask = police.ask()
    first, second = (decode_answer(police.send(encode_ask(ask)).content, ask) for _ in range(2))
    assert (first.verdict, first.receipt.chain, first.slices) == (second.verdict, second.receipt.chain, second.slices)


def hostile(police):
    good = encode_ask(police.ask())
    return {
        "nothing": (b"", {}),
        "noise": (secrets.token_bytes(2000), {}),
        "cut": (good[: len(good) // 2], {}),
        "longer": (good + b"x", {}),
        "bomb": (pack(b"0" * (UP + 1)), {}),
        "deep": (pack(b'{"nonce":' + b"[" * 200_000), {}),
        "large": (b"0" * (PACKED + 1), {}),
        "another type": (good, {"Content-Type": "application/json"}),
        "packed twice": (good, {"Content-Encoding": "gzip"}),
        "nobody": (good, {"Authorization": ""}),
        "somebody": (good, {"Authorization": "Bearer " + "A" * 43}),
        "words": (pack(f'{{"nonce":"{CANARY}"}}'.encode()), {}),
    }


@pytest.mark.req("T19", "T12", "F8")
def test_whatever_else_comes_is_refused_in_one_word(police):
    for name, (body, headers) in hostile(police).items():
        answer = police.send(body, **headers)
        assert 400 <= answer.status_code < 500, name
        assert set(answer.json()) == {"error"}, name
        assert CANARY not in answer.text


@pytest.mark.req("T19")
def test_a_body_without_end_is_cut_off(police):
    def endless():
        for _ in range(64):
            yield b"0" * (64 << 10)

    headers = {"Authorization": f"Bearer {police.token}", "Content-Type": "application/vnd.callhandler.sync+zstd"}
    with requests.Session() as session:
        try:
            assert session.post(f"{police.url}/v1/sync", endless(), headers=headers, timeout=SOON).status_code == 413
        except requests.ConnectionError:
            return  # it hung up, which is as good


def test_nobody_asks_in_the_name_of_another_desk(endpoint, police):
    other = endpoint.caller()
    assert police.send(encode_ask(other.ask())).status_code == 403


@pytest.mark.req("T7")
@pytest.mark.parametrize("words", ["'; DROP TABLE entry; --", '{"x"}', "\\", "a,b", '"*NEAR('])
def test_words_are_never_taken_for_orders(endpoint, police, words):
    case = f"police.{words}{secrets.token_hex(4)}"
    id = police.write(case)
    police.sync()
    other = endpoint.caller()
    other.sync()
    assert [holding.entry.id for holding in other.store.of_case(case)] == [id]


@pytest.mark.req("T2", "T3")
def test_a_handler_erases_no_case_and_takes_no_colleague_out(endpoint, police):
    other, case = endpoint.caller(role="officer"), f"police.{secrets.token_hex(4)}"
    id = other.write(case)
    other.sync()
    police.write(case, Erased(entries=(), rule="spite", whole=True))
    police.write(devices_of("police"), DeviceRevoked(device=other.store.identity().signer.id))
    police.sync()
    other.sync()
    assert [holding.standing for holding in other.store.of_case(case)] == ["seen", "held"]
    assert {holding.entry.id for holding in other.store.of_case(case) if holding.entry.payload} >= {id}


@pytest.mark.req("T2")
@pytest.mark.parametrize("role", ["administrator", "analyst"])
def test_whoever_may_see_no_case_is_sent_none(endpoint, police, role):
    id = police.write(f"police.{secrets.token_hex(4)}")
    police.sync()
    for who, sees in ((role, False), ("handler", True)):
        desk = endpoint.caller(role=who)
        desk.sync()
        assert desk.store.progress().incarnation
        assert (id in {holding.entry.id for holding in desk.store.holdings.values()}) is sees


def test_a_poll_tells_numbers_only_and_only_what_is_new(police):
    police.get("/v1/feeds")
    police.write("police.poll")
    police.sync()
    seen = police.store.end("police").pos
    until(lambda: police.get("/v1/feeds").json().get("police", 0) >= seen, pause=0.01)
    told = police.get("/v1/feeds")
    assert set(told.json()) == {"police"}
    assert police.get("/v1/feeds", **{"If-None-Match": told.headers["ETag"]}).status_code == 304
    assert requests.Session().get(f"{police.url}/v1/feeds", timeout=SOON).status_code == 401


def test_a_nudge_tells_the_same_numbers(police):
    police.write("police.nudge")
    police.sync()
    with police.http.get(f"{police.url}/v1/nudge", headers={"Authorization": f"Bearer {police.token}"}, stream=True, timeout=SOON) as told:
        assert next(told.iter_lines()).startswith(b"data: {")


def test_health_and_figures_say_nothing_about_anybody(police):
    police.write(f"police.{CANARY}")
    police.sync()
    assert police.get("/v1/health").json() == {"health": "well"}
    figures = police.get("/metrics").text
    assert "callhandler_entries" in figures
    assert CANARY not in figures
    assert all(line.startswith("#") or line.rpartition(" ")[2].isdigit() for line in figures.splitlines())
