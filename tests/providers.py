"""An identity provider of our own: a real program with real keys, over real HTTP, that says whatever a test wants it to say."""

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
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

from callhandler.endpoint.oidc_settings import Provider

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


def handler_of(idp: Idp) -> type[BaseHTTPRequestHandler]:
    class Door(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told = urlsplit(self.path)
            if told.path == "/keys":
                idp.asked += 1
                self._say(200, idp.keys.public())
            elif told.path == "/moved":
                self.send_response(302)
                self.send_header("Location", f"{idp.url}/keys")
                self.end_headers()
            elif told.path == "/long":
                self._say(200, {"keys": [], "more": "x" * 100_000})
            else:
                self._authorize({name: values[0] for name, values in parse_qs(told.query).items()})

        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            asked = idp.codes.pop(form["code"][0], None)
            made = base64.urlsafe_b64encode(sha256(form["code_verifier"][0].encode()).digest()).decode().rstrip("=")
            if asked is None or asked["code_challenge"] != made or asked["redirect_uri"] != form["redirect_uri"][0]:
                self._say(400, {"error": "invalid_grant"})
            else:
                self._say(200, {"id_token": idp.token(idp.claims(int(asked["now"]), asked["nonce"])), "token_type": "Bearer"})

        def _authorize(self, asked: dict[str, str]) -> None:
            code = sha256(asked["state"].encode()).hexdigest()
            idp.codes[code] = asked
            self.send_response(302)
            self.send_header("Location", asked["redirect_uri"] + "?" + urlencode({"code": code, "state": asked["state"]}))
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

    return Door


@pytest.fixture(scope="session")
def provider_keys() -> Keys:
    return Keys()


@pytest.fixture
def idp(provider_keys: Keys) -> Iterator[Idp]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    idp = Idp(f"http://127.0.0.1:{server.server_address[1]}", provider_keys)
    server.RequestHandlerClass = handler_of(idp)
    thread = Thread(target=lambda: server.serve_forever(poll_interval=0.02), name="provider")
    thread.start()
    yield idp
    server.shutdown()
    thread.join()
    server.server_close()
