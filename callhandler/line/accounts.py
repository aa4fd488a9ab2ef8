"""Lets this device be known to the endpoint, and its operator sign in; docs/endpoint.md says what is said."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from callhandler.line.session import Reply, Session
from callhandler.line.tokens import Tokens
from callhandler.line.troubles import Blocked, Busy, LineTrouble, Portal, Refused, SignInNeeded, TakesNoMore, WrongAnswer
from callhandler.sync.proof import Certificate, Signer

JSON = "application/json"
WRONG = frozenset({"wrong", "code", "weak"})


@dataclass(frozen=True, slots=True)
class Enrolment:
    """How it stands with a device: an administrator has yet to approve it, or has given the endpoint's word for it."""

    device: str
    certificate: Certificate | None = None
    endpoint: bytes = b""  # the endpoint's public key, pinned from here on


@dataclass(frozen=True, slots=True)
class SetUp:
    """Shown once: the secret for an authenticator, and codes for the day it is lost."""

    secret: str
    uri: str
    recovery: tuple[str, ...]


class Accounts:
    """Speaks to the endpoint's accounts for one device. Raises LineTrouble."""

    def __init__(self, session: Session, key: Signer) -> None:
        self._session, self._key = session, key

    def enrol(self, code: str) -> Enrolment:
        """Ask to be let in with the code that an administrator read out; ask the same again until it is approved. Raises WrongAnswer."""
        plain = "".join(letter for letter in code.upper() if letter.isalnum())
        public = self._key.public.hex()
        proof = self._key.sign(f"callhandler enrol 1\n{plain}\n{public}".encode())
        told = self._post("/v1/enrol", {"code": plain, "public": public, "proof": proof.hex()}, accepted=(200, 202))
        if told.get("state") != "approved":
            return Enrolment(str(told.get("device", "")))
        given = told["certificate"]
        one = Certificate(bytes.fromhex(given["public"]), given["agency"], given["line"], bytes.fromhex(given["signature"]))
        return Enrolment(str(told["device"]), one, bytes.fromhex(told["endpoint_public"]))

    def set_up(self, account: str, code: str, password: str) -> SetUp:
        """Choose a password, with the set-up code that an administrator handed over."""
        told = self._vouched("/v1/set-up", "set-up", account, {"account": account, "code": code, "password": password})
        return SetUp(str(told["totp_secret"]), str(told["totp_uri"]), tuple(map(str, told["recovery"])))

    def sign_in(self, account: str, password: str, totp: str) -> Tokens:
        """`totp`: six digits, or a recovery code. The device passphrase has nothing to do with it. Raises WrongAnswer, Blocked, Busy."""
        return _tokens(self._vouched("/v1/sign-in", "sign-in", account, {"account": account, "password": password, "totp": totp}))

    def sign_in_by(self, id_token: str, nonce: str) -> Tokens:
        """With what the agency's own sign-in gave (OpenID Connect), for the challenge that it was asked with."""
        signature = self._sign("oidc", nonce, sha256(id_token.encode()).hexdigest())
        body = {"id_token": id_token, "device": self._key.id, "nonce": nonce, "signature": signature}
        return _tokens(self._post("/v1/oidc/sign-in", body))

    def refresh(self, tokens: Tokens) -> Tokens:
        """New tokens for old. Raises SignInNeeded where the old ones are void."""
        told = sha256(tokens.refresh.encode()).hexdigest()
        try:
            return _tokens(self._vouched("/v1/refresh", "refresh", told, {"refresh": tokens.refresh}))
        except WrongAnswer:
            raise SignInNeeded from None

    def sign_out(self, tokens: Tokens) -> None:
        self._session.ask("POST", "/v1/sign-out", body=b"", headers=tokens.bearer)

    def leave(self) -> Tokens:
        """A device that was taken out may still hand in what waits: a token for that alone."""
        nonce = self.challenge()
        signature = self._key.sign(f"callhandler leave 1\n{nonce}".encode()).hex()
        told = self._post("/v1/leave", {"device": self._key.id, "nonce": nonce, "signature": signature})
        return Tokens(str(told["access"]), "")

    def oidc(self) -> Mapping[str, Any]:
        """How the agency's own sign-in is asked. Raises Refused where there is none."""
        return self._read(self._session.ask("GET", "/v1/oidc"), (200,))

    def challenge(self) -> str:
        return str(self._read(self._session.ask("GET", "/v1/challenge"), (200,))["nonce"])

    def _vouched(self, path: str, what: str, about: str, body: Mapping[str, str]) -> dict[str, Any]:
        nonce = self.challenge()
        return self._post(path, {**body, "device": self._key.id, "nonce": nonce, "signature": self._sign(what, nonce, about)})

    def _sign(self, what: str, nonce: str, about: str) -> str:
        return self._key.sign(f"callhandler {what} 1\n{nonce}\n{about}".encode()).hex()

    def _post(self, path: str, body: Mapping[str, str], accepted: tuple[int, ...] = (200,)) -> dict[str, Any]:
        reply = self._session.ask("POST", path, body=json.dumps(body).encode(), headers={"Content-Type": JSON})
        return self._read(reply, accepted)

    def _read(self, reply: Reply, accepted: tuple[int, ...]) -> dict[str, Any]:
        told = said(reply)
        if reply.status not in accepted:
            raise refusal(reply.status, str(told.get("error", "")), reply.headers)
        return told


def said(reply: Reply) -> dict[str, Any]:
    """The JSON of an answer. Raises Portal where it is none of the endpoint's."""
    try:
        told = json.loads(reply.body or b"{}") if reply.media == JSON or not reply.body else None
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise Portal
    return told


def refusal(status: int, code: str, headers: Mapping[str, str]) -> LineTrouble:
    """What a refusal means for whoever asked."""
    if code in WRONG:
        return WrongAnswer()
    if code == "blocked":
        return Blocked()
    if status == 401:
        return SignInNeeded()
    if code == "full":
        return TakesNoMore()
    if status == 429 or status >= 500:
        return Busy(_seconds(headers.get("Retry-After", "")))
    return Refused() if code else Portal()


def _tokens(told: Mapping[str, Any]) -> Tokens:
    knows = " ".join(map(str, told.get("knows") or ()))
    return Tokens(knows=knows, **{name: str(told[name]) for name in ("access", "refresh", "person", "name", "role", "agency")})


def _seconds(text: str) -> float:
    return float(min(int(text), 600)) if text.isdigit() else 0.0
