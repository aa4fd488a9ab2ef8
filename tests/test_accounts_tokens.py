"""Tokens that were stolen, copied, made up or kept too long open nothing; nor does a device that nobody let in."""

import secrets
from base64 import urlsafe_b64encode
from dataclasses import replace
from hashlib import sha256

import pytest

from callhandler.endpoint.accounts.devices import NONCE_LIFE, challenge, proof_of, statement, use
from callhandler.endpoint.accounts.people import approve, change_person, revoke
from callhandler.log.device import DeviceKey, verify
from callhandler.sync.proof import Certificate, certified
from tests.towns import town

__all__ = ["town"]
SIGN_IN = (401, b'{"error":"sign-in"}')


@pytest.fixture
def sitting(town):
    person, key = town.somebody()
    return person, key, town.sign_in(person, key).json()


def forged(access: str, refresh: str) -> list[str]:
    """Whatever a thief or a tinkerer might show."""
    lengths = [access[:-1], access + "A", access * 2, "", " ", "A" * 43, "A" * 9000]
    spelled = [access.swapcase(), access[::-1], access[1:] + access[:1], f"{access} ", f"{access}=", f'"{access}"', f"{access}\t"]
    flipped = [access[:place] + ("A" if access[place] != "A" else "B") + access[place + 1 :] for place in range(0, 43, 9)]
    hashed = [sha256(access.encode()).hexdigest(), urlsafe_b64encode(sha256(access.encode()).digest()).decode().rstrip("=")]
    others = [refresh, "null", "undefined", "0", "' or 1=1 --", "%", "_" * 43, "%" * 43, "../" * 14 + "a"]
    jwts = ["eyJhbGciOiJub25lIn0.eyJzdWIiOiJyb290In0.", "eyJhbGciOiJIUzI1NiJ9.e30.x"]
    return [*lengths, *spelled, *flipped, *hashed, *others, *jwts, secrets.token_urlsafe(32)]


@pytest.mark.req("T17", "R15")
def test_no_forged_token_opens_a_door(town, sitting):
    _, _, told = sitting
    tokens = forged(told["access"], told["refresh"])
    assert len(tokens) >= 30
    blanks = {told["access"] + " ", told["access"] + "\t"}  # HTTP itself takes those off
    opened = [token for token in tokens if token not in blanks and town.get("/v1/me", token).status_code == 200]
    assert opened == []
    for scheme in ("Basic", "Token", "bearerx", "Bearer:"):
        answer = town.session.get(town.url + "/v1/me", headers={"Authorization": f"{scheme} {told['access']}"}, timeout=5)
        assert (answer.status_code, answer.content) == SIGN_IN


@pytest.mark.req("T17")
def test_a_token_dies_of_age(town, sitting):
    _, key, told = sitting
    town.clock.move(minutes=14, seconds=59)
    assert town.get("/v1/me", told["access"]).status_code == 200
    town.clock.move(seconds=1)
    assert town.get("/v1/me", told["access"]).status_code == 401
    town.clock.move(hours=12)
    assert town.refresh(told["refresh"], key).status_code == 401


@pytest.mark.req("T17", "R13")
def test_a_sitting_goes_on_while_it_is_used_and_for_thirty_days_at_most(town, sitting):
    _, key, told = sitting
    for _ in range(65):
        town.clock.move(hours=11)
        told = town.refresh(told["refresh"], key).json()
    assert told["refresh_expires_in"] <= 12 * 3600
    town.clock.move(hours=4.5)
    assert town.refresh(told["refresh"], key).status_code == 200
    town.clock.move(hours=1)
    assert town.refresh(told["refresh"], key).status_code == 401


@pytest.mark.req("T17", "R15")
def test_a_refresh_token_shown_twice_ends_the_sitting(town, sitting):
    _, key, told = sitting
    fresh = town.refresh(told["refresh"], key).json()
    assert town.get("/v1/me", told["access"]).status_code == 401
    assert town.get("/v1/me", fresh["access"]).status_code == 200
    assert town.refresh(told["refresh"], key).status_code == 401
    assert town.get("/v1/me", fresh["access"]).status_code == 401
    assert town.refresh(fresh["refresh"], key).status_code == 401


@pytest.mark.req("T17")
def test_a_refresh_token_is_worth_nothing_without_the_device(town, sitting):
    _, key, told = sitting
    other = town.device()
    assert town.refresh(told["refresh"], other).status_code == 401
    assert town.refresh(told["refresh"], DeviceKey.generate()).status_code == 401
    body = {"refresh": told["refresh"], **town.word(other, "refresh", sha256(told["refresh"].encode()).hexdigest()), "device": key.id}
    assert town.post("/v1/refresh", body).status_code == 401
    assert town.refresh(told["refresh"], key).status_code == 200


@pytest.mark.req("T17")
def test_what_a_device_signed_counts_once_for_one_purpose_and_for_a_while(town, sitting):
    person, key, told = sitting
    about = sha256(told["refresh"].encode()).hexdigest()
    word = town.word(key, "refresh", about)
    assert town.post("/v1/refresh", {"refresh": told["refresh"], **town.word(key, "sign-in", about)}).status_code == 401
    assert town.post("/v1/refresh", {"refresh": told["refresh"], **town.word(key, "refresh", "ab")}).status_code == 401
    fresh = town.post("/v1/refresh", {"refresh": told["refresh"], **word}).json()
    nonce = word["nonce"]
    again = key.sign(statement("refresh", bytes.fromhex(nonce), sha256(fresh["refresh"].encode()).hexdigest())).hex()
    assert town.post("/v1/refresh", {"refresh": fresh["refresh"], "device": key.id, "nonce": nonce, "signature": again}).status_code == 401
    late = town.word(key, "sign-in", person.account)
    town.clock.move(seconds=NONCE_LIFE)
    body = {"account": person.account, "password": "a long walk by the sea", "totp": town.digits(person), **late}
    assert town.post("/v1/sign-in", body).status_code == 401


@pytest.mark.req("T17")
def test_a_nonce_is_only_good_where_it_was_made(town):
    gatehouse, now = town.gatehouse, town.gatehouse.now()
    ours, theirs = (challenge(secret, secrets.token_bytes, now) for secret in (gatehouse.seal.challenge, b"theirs"))
    early = challenge(gatehouse.seal.challenge, secrets.token_bytes, now + 60)
    with gatehouse.engine.begin() as connection:
        judged = [use(connection, gatehouse.seal.challenge, nonce, now) for nonce in (ours, ours, theirs, early, b"", b"\0" * 56)]
    assert judged == [True, False, False, False, False, False]


@pytest.mark.req("T2")
def test_a_device_comes_in_by_a_code_that_an_administrator_approves(town):
    key, code = DeviceKey.generate(), town.code("council")
    assert town.enrol(key, code.lower().replace("-", " ")).json() == {"device": key.id, "state": "waiting"}
    assert town.enrol(key, code).status_code == 202
    approve(town.gatehouse, replace(town.root, agency="council", host=False), key.id)
    told = town.enrol(key, code).json()
    word = told["certificate"]
    endpoint = bytes.fromhex(told["endpoint_public"])
    certificate = Certificate(bytes.fromhex(word["public"]), word["agency"], word["line"], bytes.fromhex(word["signature"]))
    assert (told["state"], word["agency"], certificate.device) == ("approved", "council", key.id)
    assert certified(certificate, endpoint, verify)


@pytest.mark.req("T2")
def test_a_code_is_good_for_one_key_for_a_day_and_for_whoever_holds_it(town):
    key, other, code = DeviceKey.generate(), DeviceKey.generate(), town.code()
    wrong = {"code": code, "public": key.public.hex(), "proof": other.sign(proof_of(code, key.public)).hex()}
    answers = [town.post("/v1/enrol", wrong), town.enrol(key, "AAAAA-AAAAA-AAAAA-AAAAA")]
    assert town.enrol(key, code).status_code == 202
    answers += [town.enrol(other, code), town.enrol(key, town.code())]
    late = town.code()
    town.clock.move(hours=24)
    answers.append(town.enrol(other, late))
    assert {(answer.status_code, answer.content) for answer in answers} == {(403, b'{"error":"code"}')}
    assert town.enrol(key, code).status_code == 202


def test_nobody_signs_in_at_a_device_that_waits(town):
    person, _ = town.somebody()
    key = DeviceKey.generate()
    town.enrol(key, town.code())
    assert town.sign_in(person, key).status_code == 403


@pytest.mark.req("T20")
def test_a_revoked_device_may_only_leave_and_is_told_to_wipe(town):
    person, key = town.somebody()
    told = town.sign_in(person, key).json()
    assert town.post("/v1/leave", town.word(key, "leave")).status_code == 403
    revoke(town.gatehouse, town.root, key.id)
    assert town.post("/v1/leave", town.word(DeviceKey.generate(), "leave")).status_code == 401
    answer = town.post("/v1/leave", town.word(key, "leave"))
    assert (answer.status_code, len(answer.json()["access"])) == (200, 43)
    for token in (answer.json()["access"], told["access"]):
        assert town.get("/v1/me", token).status_code in {401, 403}
    assert town.enrol(key, town.code()).status_code == 403
    assert town.sign_in(person, key).status_code == 403
    assert town.disk.device(key.id).revoked


def test_a_person_who_was_disabled_does_not_keep_a_device_from_leaving(town):
    person, key = town.somebody()
    change_person(town.gatehouse, town.root, person.person, disabled=True)
    revoke(town.gatehouse, town.root, key.id)
    assert town.post("/v1/leave", town.word(key, "leave")).status_code == 200
