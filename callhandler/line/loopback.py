"""Signs in by the agency's own identity provider: in the system's browser, with one answer on this computer's own port (T24, RFC 8252)."""

import base64
import hashlib
import hmac
import json
import secrets
import ssl
import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any, Self
from urllib.parse import parse_qs, urlencode, urlsplit

from typing_extensions import override

from callhandler.line.accounts import Accounts
from callhandler.line.session import Address, Reply, Session, refuse_insecure
from callhandler.line.tokens import Tokens
from callhandler.line.troubles import (
    Insecure,
    NoLine,
    NoProvider,
    Portal,
    ProviderAway,
    ProviderUntrusted,
    Refused,
    Slow,
    Untrusted,
    WrongAnswer,
)

HERE = frozenset({"127.0.0.1", "localhost"})
LIFE = 120.0  # seconds
MOST = 16384
DONE = b"<!doctype html><meta charset=utf-8><title>callhandler</title><p>You can close this page and go back to your desk."


@dataclass(slots=True)
class Once:
    """The one answer that counts."""

    path: str
    state: str
    code: str = ""
    used: bool = False
    heard: threading.Event = field(default_factory=threading.Event)

    def take(self, target: str) -> bool:
        """Whether this is that answer; a wrong path or state, and a second one, never is."""
        asked = urlsplit(target)
        told = parse_qs(asked.query)
        state, code = told.get("state", [""])[0], told.get("code", [""])[0]
        same = hmac.compare_digest(asked.path.encode(), self.path.encode()) and hmac.compare_digest(state.encode(), self.state.encode())
        if not same or self.used:
            return False
        self.used, self.code = True, code
        self.heard.set()
        return True


@dataclass(frozen=True, slots=True)
class Provider:
    """An agency's own sign-in as the endpoint tells of it. `ca`: who vouches for it (PEM), where the operating system does not know them.

    `redirect`: where the browser is sent back to; a path of chance where it names none.
    """

    client_id: str
    authorization_endpoint: str
    token_endpoint: str
    scopes: str = "openid"
    redirect: str = "http://127.0.0.1"
    ca: str = ""

    @classmethod
    def told(cls, told: Mapping[str, Any]) -> Self:
        """Raises Portal where it is none, Insecure where what is said to it could be overheard."""
        try:
            one = cls(**{name.name: str(told[name.name]) for name in fields(cls) if name.name in told})
            back = urlsplit(one.redirect)
        except (TypeError, ValueError):
            raise Portal from None
        if back.scheme != "http" or back.netloc not in HERE:
            raise Insecure
        refuse_insecure(one.authorization_endpoint)
        return one


def sign_in(accounts: Accounts, browse: Callable[[str], object], address: Address, life: float = LIFE) -> Tokens:
    """Open the browser, wait for its answer, and hand the ID token to the endpoint. Raises LineTrouble; WrongAnswer where none came.

    `address`: of the endpoint, whose proxy leads to the provider as well.
    """
    provider, nonce = _provider(accounts), accounts.challenge()
    verifier, back = secrets.token_urlsafe(48), urlsplit(provider.redirect)
    once = Once(back.path.rstrip("/") or f"/{secrets.token_urlsafe(24)}", secrets.token_urlsafe(24))
    with Listener(once) as listener:
        where = f"http://{back.netloc}:{listener.port}{once.path}"
        browse(f"{provider.authorization_endpoint}?{urlencode(_asked(provider, once.state, nonce, verifier, where))}")
        if not once.heard.wait(life) or not once.code:
            raise WrongAnswer
    form = {"grant_type": "authorization_code", "code": once.code, "redirect_uri": where, "client_id": provider.client_id,
            "code_verifier": verifier}  # fmt: skip
    return accounts.sign_in_by(_exchanged(provider, form, address), nonce)


def _provider(accounts: Accounts) -> Provider:
    try:
        return Provider.told(accounts.oidc())
    except Refused:
        raise NoProvider from None


def _asked(provider: Provider, state: str, nonce: str, verifier: str, back: str) -> dict[str, str]:
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    return {
        "response_type": "code", "client_id": provider.client_id, "redirect_uri": back, "state": state, "nonce": nonce,
        "scope": provider.scopes, "code_challenge": challenge, "code_challenge_method": "S256",
    }  # fmt: skip


def _exchanged(provider: Provider, form: dict[str, str], address: Address) -> str:
    """Who vouches for the provider is the endpoint's to say; else this computer's own judgement, or the endpoint's authority."""
    parts = urlsplit(provider.token_endpoint)
    try:
        reply = _told_to(
            Address(f"{parts.scheme}://{parts.netloc}", provider.ca or address.ca, address.proxy, also=not provider.ca), parts.path, form
        )
    except Untrusted:
        raise ProviderUntrusted from None
    except (NoLine, Slow):
        raise ProviderAway from None
    if reply.status != 200:
        raise WrongAnswer
    try:
        return str(json.loads(reply.body)["id_token"])
    except (ValueError, KeyError, TypeError):
        raise Portal from None


def _told_to(address: Address, path: str, form: dict[str, str]) -> Reply:
    try:
        session = Session(address)
    except ssl.SSLError:  # who should vouch for it is no certificate
        raise Untrusted from None
    try:
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        return session.ask("POST", path, body=urlencode(form).encode(), headers=kind)
    finally:
        session.close()


class Listener:
    """Listens on a port of this computer alone, for as long as it is entered."""

    def __init__(self, once: Once) -> None:
        class Handler(BaseHTTPRequestHandler):
            timeout = 5

            def do_GET(self) -> None:
                right = len(self.path) < MOST and once.take(self.path)
                self.send_response(200 if right else 400)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Cache-Control", "no-store")
                self.end_headers()
                self.wfile.write(DONE if right else b"")

            @override
            def log_message(self, format: str, *args: object) -> None:
                """The code stands in the address: it is written down nowhere (T12)."""

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, name="loopback", daemon=True)
        self.port = self._server.server_port

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *left: object) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()
