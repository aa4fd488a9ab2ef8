"""An identity provider of our own: a real program with real keys, over real HTTP, that says whatever a test wants it to say."""

import base64
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ssl import SSLContext
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key as generate_rsa
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm
from typing_extensions import override

from callhandler.endpoint.accounts.oidc_settings import Provider
from tests.patience import gone

CLIENT = "callhandler-desk"


@dataclass
class Keys:
    """One key of each family, under its own name."""

    rsa: Any = field(default_factory=lambda: generate_rsa(65537, 2048))
    ec: Any = field(default_factory=lambda: generate_private_key(SECP256R1()))
    ed: Any = field(default_factory=Ed25519PrivateKey.generate)

    def of(self, algorithm: str) -> tuple[Any, str]:
        return {"RS": (self.rsa, "rsa-1"), "PS": (self.rsa, "rsa-1"), "ES": (self.ec, "ec-1"), "Ed": (self.ed, "ed-1")}[algorithm[:2]]

    def public(self) -> dict[str, Any]:
        told = [
            {**json.loads(RSAAlgorithm.to_jwk(self.rsa.public_key())), "kid": "rsa-1", "use": "sig"},
            {**json.loads(ECAlgorithm.to_jwk(self.ec.public_key())), "kid": "ec-1", "use": "sig", "alg": "ES256"},
            {**json.loads(OKPAlgorithm.to_jwk(self.ed.public_key())), "kid": "ed-1"},
        ]
        return {"keys": told}


@dataclass
class Idp:
    """The provider: `/keys`, `/authorize` and `/token`, with PKCE as the standard has it."""

    url: str
    keys: Keys
    codes: dict[str, dict[str, Any]] = field(default_factory=dict)
    asked: int = 0

    @property
    def provider(self) -> Provider:
        groups = {"asb-supervisors": "supervisor", "asb-handlers": "handler"}
        return Provider(self.url, CLIENT, f"{self.url}/authorize", f"{self.url}/token", f"{self.url}/keys", "police", groups)  # type: ignore[arg-type]

    def claims(self, now: int, nonce: str, **other: Any) -> dict[str, Any]:
        told = {"iss": self.url, "aud": CLIENT, "sub": "u-1", "iat": now, "nbf": now, "exp": now + 300, "nonce": nonce}
        return {**told, "name": "Nia Hughes", "groups": ["asb-handlers"], **other}

    def token(self, claims: dict[str, Any], algorithm: str = "RS256", **headers: Any) -> str:
        key, kid = self.keys.of(algorithm)
        return jwt.encode(claims, key, algorithm, {"kid": kid, **headers})


class Door(BaseHTTPRequestHandler):
    """What the provider answers at each of its addresses."""

    @property
    def idp(self) -> Idp:
        assert isinstance(self.server, Standing)
        return self.server.idp

    def do_GET(self) -> None:
        told = urlsplit(self.path)
        match told.path:
            case "/keys":
                self.idp.asked += 1
                self._say(200, self.idp.keys.public())
            case "/moved":
                self._send_on(f"{self.idp.url}/keys")
            case "/long":
                self._say(200, {"keys": [], "more": "x" * 100_000})
            case _:
                self._authorize({name: values[0] for name, values in parse_qs(told.query).items()})

    def do_POST(self) -> None:
        form = {name: values[0] for name, values in parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()).items()}
        asked = self.idp.codes.pop(form["code"], None)
        made = base64.urlsafe_b64encode(sha256(form["code_verifier"].encode()).digest()).decode().rstrip("=")
        if asked is None or asked["code_challenge"] != made or asked["redirect_uri"] != form["redirect_uri"]:
            self._say(400, {"error": "invalid_grant"})
        else:
            claims = self.idp.claims(int(asked["now"]), asked["nonce"])
            self._say(200, {"id_token": self.idp.token(claims), "token_type": "Bearer"})

    def _authorize(self, asked: dict[str, str]) -> None:
        code = sha256(asked["state"].encode()).hexdigest()
        self.idp.codes[code] = asked
        self._send_on(asked["redirect_uri"] + "?" + urlencode({"code": code, "state": asked["state"]}))

    def _send_on(self, where: str) -> None:
        self.send_response(302)
        self.send_header("Location", where)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def _say(self, status: int, told: dict[str, Any]) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    @override
    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


class Standing(ThreadingHTTPServer):
    """The provider's doors on a port of their own."""

    def __init__(self, keys: Keys, tls: SSLContext | None = None) -> None:
        super().__init__(("127.0.0.1", 0), Door)
        if tls:
            self.socket = tls.wrap_socket(self.socket, server_side=True)
        self.idp = Idp(f"{'https://localhost' if tls else 'http://127.0.0.1'}:{self.server_address[1]}", keys)


@pytest.fixture(scope="session")
def provider_keys() -> Keys:
    return Keys()


@pytest.fixture
def idp(provider_keys: Keys) -> Iterator[Idp]:
    with standing(provider_keys) as provider:
        yield provider


@contextmanager
def standing(keys: Keys, tls: SSLContext | None = None) -> Iterator[Idp]:
    """`tls`: behind a certificate."""
    server = Standing(keys, tls)
    thread = Thread(target=lambda: server.serve_forever(poll_interval=0.02), name="provider", daemon=True)
    thread.start()
    try:
        yield server.idp
    finally:
        server.shutdown()
        gone(thread)
        server.server_close()
