"""The same way in against an identity provider that others wrote, where it is installed: OIDC_PROVIDER names its folder."""

import base64
import os
import re
import secrets
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import pytest
import requests

from callhandler.endpoint.accounts.oidc_keys import Keys, fetch
from callhandler.endpoint.accounts.oidc_settings import Provider
from callhandler.protocol.decision import Role
from tests.bad_tls import Authority
from tests.stores import Place
from tests.test_line_provider import joined
from tests.towns import Served, app_of, founded_at

SCRIPT = Path(__file__).with_name("real_provider.mjs")
HERE = "http://127.0.0.1:43210/here"
pytestmark = [pytest.mark.soak, pytest.mark.skipif("OIDC_PROVIDER" not in os.environ, reason="needs `npm install oidc-provider` somewhere")]


@contextmanager
def serving(algorithm: str, certificate: Path | None = None) -> Iterator[str]:
    told = {**os.environ, "ALGORITHM": algorithm, "CERTIFICATE": str(certificate or "")}
    running = subprocess.Popen(["node", str(SCRIPT)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env=told)
    try:
        assert running.stdout is not None
        yield next(line.strip() for line in running.stdout if line.startswith("http"))
    finally:
        running.kill()
        running.communicate()


def browse(session: requests.Session, where: str) -> str:
    """Signs in and agrees, as a person in a browser would, until sent back to the desk."""
    told: dict[str, str] | None = None
    for _ in range(12):
        answer = session.request("POST" if told else "GET", where, data=told, allow_redirects=False, timeout=10)
        told = None
        if "Location" in answer.headers:
            where = urljoin(where, answer.headers["Location"])
            if urlsplit(where).path == "/here":
                return where
            continue
        action = re.search(r'<form[^>]*action="([^"]+)"', answer.text)
        prompt = re.search(r'name="prompt"[^>]*value="(\w+)"', answer.text)
        assert action, answer.text
        assert prompt, answer.text
        where, told = urljoin(where, action.group(1)), {"prompt": prompt.group(1), "login": "nia", "password": "any"}
    raise AssertionError("never came back")


@pytest.mark.req("R15", "T24")
@pytest.mark.parametrize("algorithm", ["RS256", "ES256"])
def test_a_person_comes_in_by_a_provider_that_others_wrote(tmp_path, clock, algorithm):
    clock.turn_to(datetime.now(UTC))
    town, engine = founded_at(tmp_path, clock)
    with serving(algorithm) as issuer, requests.Session() as session:
        doors = session.get(f"{issuer}/.well-known/openid-configuration", timeout=10).json()
        groups: dict[str, Role] = {"asb-handlers": "handler"}
        provider = Provider(
            issuer,
            "callhandler-desk",
            doors["authorization_endpoint"],
            doors["token_endpoint"],
            doors["jwks_uri"],
            "police",
            groups,
            nbf=False,
        )
        town.gatehouse = replace(town.gatehouse, provider=provider, keys=Keys(provider.jwks_uri, town.gatehouse.now, fetch))
        with Served(app_of(town.gatehouse)) as town.url, town.session:
            desk, verifier, state = town.device(), secrets.token_urlsafe(48), secrets.token_urlsafe(16)
            nonce = town.get("/v1/challenge").json()["nonce"]
            token = came_back(session, provider, nonce, verifier, state)
            signature = desk.sign(f"callhandler oidc 1\n{nonce}\n{sha256(token.encode()).hexdigest()}".encode()).hex()
            body = {"id_token": token, "device": desk.id, "nonce": nonce, "signature": signature}
            told = town.post("/v1/oidc/sign-in", body).json()
            assert (told["name"], told["role"], town.get("/v1/me", told["access"]).status_code) == ("Nia Hughes", "handler", 200)
            assert town.post("/v1/oidc/sign-in", body).status_code == 401
            stale = town.get("/v1/challenge").json()["nonce"]
            signature = desk.sign(f"callhandler oidc 1\n{stale}\n{sha256(token.encode()).hexdigest()}".encode()).hex()
            assert town.post("/v1/oidc/sign-in", {**body, "nonce": stale, "signature": signature}).status_code == 401
    engine.dispose()


def came_back(session: requests.Session, provider: Provider, nonce: str, verifier: str, state: str) -> str:
    challenge = base64.urlsafe_b64encode(sha256(verifier.encode()).digest()).decode().rstrip("=")
    asked = {"client_id": provider.client_id, "response_type": "code", "scope": provider.scopes, "redirect_uri": HERE, "nonce": nonce}
    proof = {"state": state, "code_challenge": challenge, "code_challenge_method": "S256"}
    back = parse_qs(urlsplit(browse(session, f"{provider.authorization_endpoint}?{urlencode({**asked, **proof})}")).query)
    assert (back["state"], back["iss"]) == ([state], [provider.issuer])
    form = {"grant_type": "authorization_code", "code": back["code"][0], "redirect_uri": HERE, "client_id": provider.client_id}
    wrong = session.post(provider.token_endpoint, data={**form, "code_verifier": "x" * 64}, timeout=10)
    assert wrong.status_code == 400
    again = parse_qs(urlsplit(browse(session, f"{provider.authorization_endpoint}?{urlencode({**asked, **proof})}")).query)
    answer = session.post(provider.token_endpoint, data={**form, "code": again["code"][0], "code_verifier": verifier}, timeout=10)
    return str(answer.json()["id_token"])


@pytest.mark.req("R10", "R15", "T24")
def test_a_desk_signs_in_by_it_where_the_house_alone_vouches_for_it(tmp_path, clock):
    """The desk's own way: its port, its path, and the authority that the endpoint names."""
    clock.turn_to(datetime.now(UTC))
    house, vault = Authority(tmp_path, "house"), Place(tmp_path / "store").create()
    with serving("ES256", house.give()) as issuer, requests.Session() as session:
        session.verify, session.trust_env = str(house.bundle), False
        doors = session.get(f"{issuer}/.well-known/openid-configuration", timeout=10).json()
        groups: dict[str, Role] = {"asb-handlers": "handler"}
        authorize, exchange = doors["authorization_endpoint"], doors["token_endpoint"]
        plain = Provider(issuer, "callhandler-desk", authorize, exchange, doors["jwks_uri"], "police", groups, nbf=False)
        provider = replace(plain, ca=house.bundle, redirect="http://127.0.0.1/here")
        with joined(tmp_path, clock, vault, provider) as desk:
            assert desk.sign_in_by_browser(partial(_sent, session)) == "Nia Hughes"
    vault.close()


def _sent(session: requests.Session, address: str) -> None:
    Thread(target=lambda: session.get(browse(session, address), timeout=10), daemon=True).start()
