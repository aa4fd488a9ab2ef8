"""People come in by their agency's own sign-in, and by nothing that only looks like it."""

import base64
import hmac
import json
import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
import requests
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from sqlalchemy import select

from callhandler.endpoint.accounts.oidc import check
from callhandler.endpoint.accounts.oidc_keys import Keys, fetch
from callhandler.endpoint.accounts.oidc_settings import Provider
from callhandler.endpoint.accounts.people import change_person
from callhandler.endpoint.accounts.tables import PERSON
from callhandler.endpoint.refusing import Refused
from callhandler.log.device import DeviceKey
from tests.doubles import ToldClock
from tests.providers import CLIENT, Idp, idp, provider_keys
from tests.towns import Served, Town, app_of, founded_at

__all__ = ["idp", "provider_keys"]


@pytest.fixture
def town(tmp_path, clock: ToldClock, idp: Idp) -> Iterator[Town]:
    town, engine = founded_at(tmp_path, clock)
    town.gatehouse = replace(town.gatehouse, provider=idp.provider, keys=Keys(f"{idp.url}/keys", town.gatehouse.now, fetch))
    with Served(app_of(town.gatehouse)) as town.url, town.session:
        yield town
    engine.dispose()


@pytest.fixture
def desk(town):
    return town.device()


def nonce_of(town) -> str:
    return str(town.get("/v1/challenge").json()["nonce"])


def come(town: Town, key: DeviceKey, token: str, nonce: str) -> requests.Response:
    signature = key.sign(f"callhandler oidc 1\n{nonce}\n{sha256(token.encode()).hexdigest()}".encode()).hex()
    return town.post("/v1/oidc/sign-in", {"id_token": token, "device": key.id, "nonce": nonce, "signature": signature})


@pytest.mark.req("R15")
@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "EdDSA"])
def test_a_person_is_found_by_issuer_and_subject_and_has_the_role_of_their_group(town, desk, idp, algorithm):
    nonce = nonce_of(town)
    first = come(town, desk, idp.token(idp.claims(town.gatehouse.now(), nonce), algorithm), nonce).json()
    assert (first["name"], first["role"], first["agency"]) == ("Nia Hughes", "handler", "police")
    assert town.get("/v1/me", first["access"]).status_code == 200
    nonce = nonce_of(town)
    again = idp.token(idp.claims(town.gatehouse.now(), nonce, groups=["asb-supervisors"], name="Another name", email="x@y"), algorithm)
    second = come(town, desk, again, nonce).json()
    assert (second["person"], second["role"]) == (first["person"], "supervisor")
    with town.gatehouse.engine.begin() as connection:
        assert len(connection.execute(select(PERSON)).all()) == 2


@pytest.mark.req("R15", "T24")
def test_the_whole_way_through_the_browser(town, desk, idp):
    """Code and PKCE, as a desk does it, against the provider's own doors."""
    told = town.get("/v1/oidc").json()
    assert told["issuer"] == idp.url
    nonce, verifier, state = nonce_of(town), secrets.token_urlsafe(48), secrets.token_urlsafe(16)
    challenge = base64.urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")
    redirect = "http://127.0.0.1:54321/here"
    asked = {"client_id": CLIENT, "redirect_uri": redirect, "code_challenge": challenge, "nonce": nonce, "state": state}
    where = browse(town, told, asked)
    back = parse_qs(urlsplit(where).query)
    assert back["state"] == [state]
    wrong = {"code": back["code"][0], "code_verifier": verifier + "x", "redirect_uri": redirect}
    assert town.session.post(told["token_endpoint"], data=wrong, timeout=5).status_code == 400
    browse(town, told, asked)
    answer = town.session.post(told["token_endpoint"], data={**wrong, "code_verifier": verifier}, timeout=5).json()
    assert come(town, desk, answer["id_token"], nonce).status_code == 200


def browse(town, told, asked) -> str:
    """What the system's browser does: it is sent back to the desk."""
    query = urlencode({**asked, "now": town.gatehouse.now()})
    answer = town.session.get(f"{told['authorization_endpoint']}?{query}", allow_redirects=False, timeout=5)
    return str(answer.headers["Location"])


Forge = Callable[[Idp, int, str], str]


def hmac_of_public(idp: Idp, now: int, nonce: str) -> str:
    """The old trick: the public key as the secret of an HMAC."""
    pem = idp.keys.rsa.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return by_hand({"alg": "HS256", "kid": "rsa-1"}, idp.claims(now, nonce), lambda text: _hmac(pem, text))


def by_hand(header: dict[str, object], claims: object, sign: Callable[[bytes], bytes] = lambda _: b"") -> str:
    text = ".".join(_b64(json.dumps(part).encode()) for part in (header, claims))
    return f"{text}.{_b64(sign(text.encode()))}"


def _hmac(key: bytes, text: bytes) -> bytes:
    return hmac.new(key, text, sha256).digest()


def _b64(told: bytes) -> str:
    return base64.urlsafe_b64encode(told).decode().rstrip("=")


def claimed(**other: Any) -> Forge:
    return lambda idp, now, nonce: idp.token(idp.claims(now, nonce, **other))


def without(*names: str) -> Forge:
    return lambda idp, now, nonce: idp.token({name: value for name, value in idp.claims(now, nonce).items() if name not in names})


def headed(**headers: Any) -> Forge:
    return lambda idp, now, nonce: idp.token(idp.claims(now, nonce), **headers)


def aged(**seconds: int) -> Forge:
    return lambda idp, now, nonce: idp.token(idp.claims(now, nonce, **{name: now + second for name, second in seconds.items()}))


def cut(change: Callable[[list[str]], list[str]]) -> Forge:
    return lambda idp, now, nonce: ".".join(change(idp.token(idp.claims(now, nonce)).split(".")))


STRANGER = generate_private_key(65537, 2048)
FORGED: dict[str, Forge] = {
    "alg none": lambda idp, now, nonce: by_hand({"alg": "none", "kid": "rsa-1"}, idp.claims(now, nonce)),
    "alg None, spelled": lambda idp, now, nonce: by_hand({"alg": "nOnE", "kid": "rsa-1"}, idp.claims(now, nonce)),
    "hmac of the public key": hmac_of_public,
    "hmac of nothing": lambda idp, now, nonce: by_hand({"alg": "HS256", "kid": ""}, idp.claims(now, nonce), lambda text: _hmac(b"", text)),
    "a stranger's key": lambda idp, now, nonce: jwt.encode(idp.claims(now, nonce), STRANGER, "RS256", {"kid": "rsa-1"}),
    "a key that is not there": headed(kid="rsa-2"),
    "no key named": headed(kid=""),
    "another family's key": headed(kid="ec-1"),
    "an algorithm not agreed": lambda idp, now, nonce: idp.token(idp.claims(now, nonce), "RS512"),
    "another padding": lambda idp, now, nonce: idp.token(idp.claims(now, nonce), "PS256"),
    "brings its own key": headed(jwk={"kty": "oct", "k": "AAAA"}),
    "says where keys are": headed(jku="http://127.0.0.1:1/keys"),
    "says where a certificate is": headed(x5u="http://127.0.0.1:1/cert"),
    "something critical": headed(crit=["exp"]),
    "another issuer": claimed(iss="https://elsewhere.example"),
    "issuer with a stroke": lambda idp, now, nonce: idp.token(idp.claims(now, nonce, iss=idp.url + "/")),
    "another audience": claimed(aud="another-client"),
    "two audiences": claimed(aud=[CLIENT, "another-client"]),
    "another party": claimed(azp="another-client"),
    "no issuer": without("iss"),
    "no audience": without("aud"),
    "no end": without("exp"),
    "no beginning": without("nbf"),
    "no time of issue": without("iat"),
    "no subject": without("sub"),
    "no nonce": without("nonce"),
    "another nonce": lambda idp, now, _: idp.token(idp.claims(now, "00" * 56)),
    "an empty subject": claimed(sub=""),
    "a subject that is a number": claimed(sub=7),
    "a subject too long": claimed(sub="u" * 256),
    "run out": aged(exp=-61),
    "not yet": aged(nbf=61),
    "from the future": aged(iat=61),
    "issued long ago": aged(iat=-3601),
    "good for ever": aged(exp=86_401),
    "an end that is a text": claimed(exp="tomorrow"),
    "an end that is true": claimed(exp=True),
    "an end without end": claimed(exp=1e400),
    "no group of ours": claimed(groups=["staff"]),
    "groups that are a number": claimed(groups=7),
    "no signature": cut(lambda parts: [parts[0], parts[1], ""]),
    "half a signature": cut(lambda parts: [parts[0], parts[1], parts[2][:100]]),
    "two parts": cut(lambda parts: parts[:2]),
    "five parts": cut(lambda parts: [*parts, "", ""]),
    "parts swapped": cut(lambda parts: [parts[1], parts[0], parts[2]]),
    "a list for claims": lambda idp, now, nonce: by_hand({"alg": "RS256", "kid": "rsa-1"}, []),
    "no letters": lambda idp, now, nonce: "..",
    "too long": claimed(more="x" * 9_000),
}


@pytest.mark.req("R15", "T17")
def test_no_forged_token_is_taken(town, desk, idp):
    assert len(FORGED) >= 30
    for what, forge in FORGED.items():
        town.clock.move(minutes=10)
        nonce = nonce_of(town)
        answer = come(town, desk, forge(idp, town.gatehouse.now(), nonce), nonce)
        assert (answer.status_code, answer.content) in {(401, b'{"error":"wrong"}'), (422, b'{"error":"unreadable"}')}, what


@pytest.mark.req("R15", "T24")
def test_a_token_counts_once_and_only_at_the_device_that_asked(town, desk, idp):
    nonce, other = nonce_of(town), town.device()
    token = idp.token(idp.claims(town.gatehouse.now(), nonce))
    signature = other.sign(f"callhandler oidc 1\n{nonce}\n{sha256(token.encode()).hexdigest()}".encode()).hex()
    stolen = {"id_token": token, "device": desk.id, "nonce": nonce, "signature": signature}
    assert town.post("/v1/oidc/sign-in", stolen).status_code == 401
    assert come(town, town.device("council"), token, nonce).status_code == 401
    assert come(town, desk, token, nonce).status_code == 200
    assert come(town, desk, token, nonce).status_code == 401
    assert come(town, desk, token, nonce_of(town)).status_code == 401


@pytest.mark.req("R13")
def test_whoever_was_disabled_here_stays_out_whatever_their_agency_says(town, desk, idp):
    nonce = nonce_of(town)
    told = come(town, desk, idp.token(idp.claims(town.gatehouse.now(), nonce)), nonce).json()
    change_person(town.gatehouse, town.root, told["person"], disabled=True)
    nonce = nonce_of(town)
    assert come(town, desk, idp.token(idp.claims(town.gatehouse.now(), nonce)), nonce).status_code == 401
    assert town.get("/v1/me", told["access"]).status_code == 401


def test_keys_are_asked_for_once_an_hour_and_for_a_strange_one_once_a_minute(town, desk, idp):
    for _ in range(3):
        nonce = nonce_of(town)
        come(town, desk, idp.token(idp.claims(town.gatehouse.now(), nonce)), nonce)
    assert idp.asked == 1
    for _ in range(3):
        town.clock.move(seconds=61)
        for _ in range(2):
            nonce = nonce_of(town)
            come(town, desk, idp.token(idp.claims(town.gatehouse.now(), nonce), kid="strange"), nonce)
    assert idp.asked == 4


def test_a_provider_that_sends_us_on_or_never_ends_is_not_heard(idp):
    for path in ("/moved", "/long"):
        with pytest.raises(Refused, match="busy"):
            Keys(idp.url + path, lambda: 0, fetch).find("rsa-1", "RS256")
    with pytest.raises(Refused, match="busy"):
        Keys("http://127.0.0.1:1/keys", lambda: 0, fetch).find("rsa-1", "RS256")


def test_no_algorithm_without_a_public_key_is_ever_agreed(idp):
    for algorithm in ("none", "HS256", "HS512", ""):
        with pytest.raises(ValueError, match="not an algorithm"):
            replace(idp.provider, algorithms=("RS256", algorithm))


def test_a_provider_that_never_says_from_when_may_be_agreed(town, desk, idp):
    provider: Provider = replace(idp.provider, nbf=False)
    assert provider.nbf is False
    keys = Keys(f"{idp.url}/keys", town.gatehouse.now, fetch)
    nonce = nonce_of(town)
    assert (
        check(provider, keys, without("nbf")(idp, town.gatehouse.now(), nonce), bytes.fromhex(nonce), town.gatehouse.now())["sub"] == "u-1"
    )


def test_without_a_provider_there_is_no_such_door(tmp_path, clock):
    town, engine = founded_at(tmp_path, clock)
    with Served(app_of(town.gatehouse)) as town.url, town.session:
        assert town.get("/v1/oidc").status_code == 404
        assert come(town, town.device(), "a.b.c", "00" * 56).status_code == 404
    engine.dispose()
