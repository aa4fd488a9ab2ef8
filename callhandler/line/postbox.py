"""What an operator could not send leaves with whoever sits at the computer next, who cannot read it (F12)."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from callhandler.line.session import Session
from callhandler.line.tokens import TokenShelf
from callhandler.log.device import verify
from callhandler.store.operators import stores
from callhandler.store.post import Lying, Post
from callhandler.store.replica.device import StoredDevice
from callhandler.sync.letters import Seal, write_letter

LETTERS, SEAL = "/v1/sync/letters", "/v1/sync/seal"
MEDIA = "application/octet-stream"
_TAKEN, _NONE = 204, frozenset({400, 413})  # what is no letter to the endpoint never will be


@dataclass(slots=True)
class Postbox:
    """Of the operator whose store lies in `folder`. For one thread. Raises LineTrouble and VaultTrouble: then it is done again later."""

    store: StoredDevice
    folder: Path
    session: Session | None = None  # None: nothing is sent
    tokens: TokenShelf | None = None
    _asked: bool = field(default=False, init=False)

    def fill(self) -> None:
        """Seal what has yet to be sent and is not sealed, for the day on which somebody else has the line; what was sent goes."""
        post, seal = Post(self.folder), self._seal()
        with self.store.looking():
            acked, total, device = self.store.progress().acked, self.store.total(), self.store.identity().signer.id
            sealed = acked
            for one in post.lying():
                if one.device == device and one.last <= acked:
                    one.let_go()
                elif one.device == device:
                    sealed = max(sealed, one.last)
            while seal and sealed < total and (letter := write_letter(self.store, sealed + 1, seal)):
                post.keep(letter.device, letter.first, letter.last, letter.content)
                sealed = letter.last

    def go_round(self, go_on: Callable[[], bool]) -> None:
        """While there is a line: learn how to seal, and take along what others at this computer could not send."""
        if not self._asked:
            self._learn()
        own = self.store.identity().signer.id
        for folder in stores(self.folder.parent):
            for one in Post(folder).lying():
                if go_on() and (folder != self.folder or one.device != own):
                    self._bring(one)

    def close(self) -> None:
        if self.session:
            self.session.close()

    def _seal(self) -> Seal | None:
        """As it was kept, where the endpoint that let us in gave its word for it."""
        seal, endpoint = Seal(*Post(self.folder).seal()), self.store.endpoint()
        return seal if seal.public and endpoint and seal.genuine(endpoint, verify) else None

    def _learn(self) -> None:
        told = self._ask("GET", SEAL)
        if told is None:
            return
        self._asked = True
        seal = _seal_in(told[1])
        if seal and seal.genuine(self.store.endpoint(), verify) and seal != self._seal():
            Post(self.folder).keep_seal(seal.public, seal.signature)

    def _bring(self, one: Lying) -> None:
        content = one.content()
        told = self._ask("POST", LETTERS, content) if content else None
        if told and (told[0] == _TAKEN or told[0] in _NONE):
            one.let_go()

    def _ask(self, method: str, path: str, body: bytes | None = None) -> tuple[int, bytes] | None:
        """None where nobody is signed in."""
        known = self.tokens.get() if self.tokens else None
        if self.session is None or known is None:
            return None
        headers = {"Authorization": f"Bearer {known.access}", **({"Content-Type": MEDIA} if body else {})}
        reply = self.session.ask(method, path, body=body, headers=headers)
        return (reply.status, reply.body) if reply.status != 401 else None


def _seal_in(told: bytes) -> Seal | None:
    try:
        seal = json.loads(told)
        return Seal(bytes.fromhex(seal["public"]), bytes.fromhex(seal["signature"]))
    except (ValueError, KeyError, TypeError):
        return None
