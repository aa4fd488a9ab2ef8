"""Signs in by the agency's own identity provider: in the system's browser, with one answer on this computer's own port (T24, RFC 8252)."""

import base64
import hashlib
import hmac
import json
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Self
from urllib.parse import parse_qs, urlencode, urlsplit

from typing_extensions import override

from callhandler.line.accounts import Accounts
from callhandler.line.session import Address, Session
from callhandler.line.tokens import Tokens
from callhandler.line.troubles import Portal, WrongAnswer

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


def sign_in(accounts: Accounts, browse: Callable[[str], object], ca: Path | None = None, life: float = LIFE) -> Tokens:
    """Open the browser, wait for its answer, and hand the ID token to the endpoint. Raises LineTrouble; WrongAnswer where none came."""
    provider, nonce = accounts.oidc(), accounts.challenge()
    verifier = secrets.token_urlsafe(48)
    once = Once(f"/{secrets.token_urlsafe(24)}", secrets.token_urlsafe(24))
    with Listener(once) as listener:
        back = f"http://127.0.0.1:{listener.port}{once.path}"
        browse(f"{provider['authorization_endpoint']}?{urlencode(_asked(provider, once.state, nonce, verifier, back))}")
        if not once.heard.wait(life) or not once.code:
            raise WrongAnswer
    form = {"grant_type": "authorization_code", "code": once.code, "redirect_uri": back, "client_id": str(provider["client_id"]),
            "code_verifier": verifier}  # fmt: skip
    return accounts.sign_in_by(_exchanged(str(provider["token_endpoint"]), form, ca), nonce)


def _asked(provider: object, state: str, nonce: str, verifier: str, back: str) -> dict[str, str]:
    told = provider if isinstance(provider, dict) else {}
    scopes = told.get("scopes", "openid")
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    return {
        "response_type": "code", "client_id": str(told.get("client_id", "")), "redirect_uri": back, "state": state, "nonce": nonce,
        "scope": scopes if isinstance(scopes, str) else " ".join(scopes), "code_challenge": challenge, "code_challenge_method": "S256",
    }  # fmt: skip


def _exchanged(url: str, form: dict[str, str], ca: Path | None) -> str:
    parts = urlsplit(url)
    session = Session(Address(f"{parts.scheme}://{parts.netloc}", ca))
    try:
        kind = {"Content-Type": "application/x-www-form-urlencoded", "Accept": "application/json"}
        reply = session.ask("POST", parts.path, body=urlencode(form).encode(), headers=kind)
    finally:
        session.close()
    if reply.status != 200:
        raise WrongAnswer
    try:
        return str(json.loads(reply.body)["id_token"])
    except (ValueError, KeyError, TypeError):
        raise Portal from None


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
