"""The endpoint over the line, with the same manners as in person: a question in, its answer out."""

from collections.abc import Callable, Mapping

from callhandler.line.accounts import Accounts, refusal, said
from callhandler.line.round import Coming
from callhandler.line.session import Reply, Session
from callhandler.line.tokens import Tokens, TokenShelf
from callhandler.line.troubles import Blocked, LineTrouble, Portal, Refused, SignInNeeded, TooLarge, WrongAnswer
from callhandler.log.ownership import Audience
from callhandler.sync.messages import Answer, Ask
from callhandler.sync.wire import MEDIA, PACKED, NotAMessage, decode_answer, encode_ask

OK, UNCHANGED, TOO_LARGE = 200, 304, 413
SLACK = 4096
SYNC = "/v1/sync"
FILES = "/v1/blobs"


def is_new(ends: Mapping[Audience, object], known: Mapping[Audience, int]) -> bool:
    """Of the feeds that are read here; an agency has others, which go on with every look that somebody takes."""
    return not known or any(ends.get(feed, 0) != pos for feed, pos in known.items())


class Remote:
    """Raises LineTrouble; then nothing has happened, or the same question may be asked again."""

    def __init__(self, session: Session, accounts: Callable[[], Accounts], shelf: TokenShelf) -> None:
        self._session, self._accounts, self._shelf = session, accounts, shelf
        self._tokens: Tokens | None = None
        self._leaving: Tokens | None = None
        self._etag = ""

    def send(self, ask: Ask) -> Answer:
        """One round."""
        return self.post(ask)()()

    def post(self, ask: Ask) -> Callable[[], Coming]:
        """The same, packed at once; to be sent, and unpacked, by whoever has time for it."""
        told = encode_ask(ask)
        return lambda: self._posted(told, ask)

    def has_news(self, known: Mapping[Audience, int]) -> bool:
        """Whether a feed ends elsewhere than is known here; costs the endpoint no look into its database.

        A device that was taken out reads no feeds: there is news for it in the next round.
        """
        headers = {"If-None-Match": self._etag} if self._etag else {}
        reply = self.ask("GET", "/v1/feeds", None, headers)
        if reply is None:
            return True
        if reply.status == UNCHANGED:
            return False
        if reply.status != OK:
            raise refusal(reply.status, str(said(reply).get("error", "")), reply.headers)
        self._etag = reply.headers.get("ETag", "")
        return is_new(said(reply), known)

    def ask_file(self, method: str, sha256: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Reply:
        """One question about an attached file: a piece of it, how much has come, or a range. A device that was taken out only hands in."""
        path, told = f"{FILES}/{sha256}", dict(headers or {})
        reply = self.ask(method, path, body, told)
        return self._with_leave(method, path, body, told) if reply is None else reply

    def ask(self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Reply | None:
        """Anything, in the name of whoever is signed in; None for a device that was taken out."""
        return None if self._leaving else self._signed_in(method, path, body, headers)

    def sign_in(self, tokens: Tokens) -> None:
        """Somebody signed in: kept before it is used."""
        self._shelf.keep(tokens)
        self._tokens = tokens

    def close(self) -> None:
        self._session.close()

    def _posted(self, told: bytes, ask: Ask) -> Coming:
        """What is not the endpoint's own is known by media type and shape; its signature is the replica's to check."""
        reply = self.ask("POST", SYNC, told, {"Urgency": "high"} if ask.urgent else None)
        if reply is None:
            reply = self._handing_in(told)
        if reply.status == TOO_LARGE:
            raise TooLarge
        if reply.status != OK:
            raise refusal(reply.status, str(said(reply).get("error", "")), reply.headers)
        if reply.media != MEDIA:
            raise Portal
        return lambda: _answer(reply.body, ask)

    def _signed_in(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str] | None) -> Reply | None:
        """Asked with the token; once it has run out, with a fresh one. None for a device that was taken out: it has leave to hand in."""
        try:
            reply = self._ask(method, path, body, headers, self._present())
            if reply.status == 401:
                reply = self._ask(method, path, body, headers, self._fresh())
            if reply.status != 403 or said(reply).get("error") != "blocked":
                return reply
            trouble: LineTrouble = Blocked()
        except (SignInNeeded, Blocked) as needed:
            trouble = needed
        self._leaving = self._leave(trouble)
        return None

    def _leave(self, trouble: LineTrouble) -> Tokens:
        """Whether nobody can sign in because the device was taken out, the endpoint tells the device itself. Raises `trouble` if not."""
        try:
            return self._accounts().leave()
        except (Refused, WrongAnswer):
            raise trouble from None

    def _handing_in(self, body: bytes) -> Reply:
        """The leave runs out like any token, and is void once the device is let in again."""
        reply = self._ask("POST", SYNC, body, None, self._leaving) if self._leaving else None
        if reply is None or reply.status in {401, 403}:
            self._leaving = None
            raise Blocked
        return reply

    def _with_leave(self, method: str, path: str, body: bytes | None, headers: dict[str, str]) -> Reply:
        """Asked with the leave that is there; once it has run out, with another. Raises Blocked where the device was let in again."""
        reply = self._ask(method, path, body, headers, self._leaving) if self._leaving else None
        if reply is None or reply.status in {401, 403}:
            self._leaving = None
            self._leaving = self._leave(Blocked())
            reply = self._ask(method, path, body, headers, self._leaving)
        return reply

    def _ask(self, method: str, path: str, body: bytes | None, headers: Mapping[str, str] | None, tokens: Tokens) -> Reply:
        told = {**tokens.bearer, **({"Content-Type": MEDIA} if body else {}), **(headers or {})}
        return self._session.ask(method, path, body=body, headers=told, most=PACKED + SLACK)

    def _present(self) -> Tokens:
        self._tokens = self._tokens or self._shelf.get()
        if self._tokens is None:
            raise SignInNeeded
        return self._tokens

    def _fresh(self) -> Tokens:
        """Those of whoever signed in meanwhile, be it while we ask, or else new ones for the old."""
        old, kept = self._present(), self._shelf.get()
        if kept in {old, None}:
            kept = self._shelf.change(old, self._refreshed(old))
        self._tokens = kept
        return self._present()

    def _refreshed(self, old: Tokens) -> Tokens | None:
        """None where somebody has to sign in."""
        try:
            return self._accounts().refresh(old)
        except SignInNeeded:
            return None


def _answer(body: bytes, ask: Ask) -> Answer:
    try:
        return decode_answer(body, ask)
    except NotAMessage:
        raise Portal from None
