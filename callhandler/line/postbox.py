"""What an operator could not send leaves with whoever sits at the computer next, who cannot read it (F12)."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

from callhandler.line.session import Reply
from callhandler.log.device import verify
from callhandler.store.operators import stores
from callhandler.store.post import Lying, Post
from callhandler.store.replica.device import StoredDevice
from callhandler.sync.letters import Letter, Seal, write_letter

LETTERS, SEAL = "/v1/sync/letters", "/v1/sync/seal"
MEDIA = "application/octet-stream"
SHORT, SMALL = 50, 1 << 16  # entries, bytes: a letter with fewer is written anew with what comes next, so that a shift lies in a few
_TAKEN, _NONE = 204, frozenset({400, 413})  # what is no letter to the endpoint never will be


class Asks(Protocol):
    """Whoever asks the endpoint in the name of whoever is signed in. Raises LineTrouble."""

    def ask(self, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Reply | None: ...


@dataclass(slots=True)
class Postbox:
    """Of the operator whose store lies in `folder`. For one thread. Raises LineTrouble and VaultTrouble: then it is done again later."""

    store: StoredDevice
    folder: Path
    endpoint: Asks | None = None  # None: nothing is sent
    _asked: bool = field(default=False, init=False)

    def unsent(self) -> range:
        """The numbers of the entries that the endpoint has not signed for."""
        with self.store.looking():
            return range(self.store.progress().acked + 1, self.store.total() + 1)

    def fill(self, go_on: Callable[[], bool] = lambda: True) -> None:
        """Seal what has yet to be sent and is not sealed, for the day on which somebody else has the line; what was sent goes.

        One letter at least, and more for as long as `go_on` says so.
        """
        while self._fill_one() and go_on():
            pass

    def go_round(self, go_on: Callable[[], bool]) -> None:
        """While there is a line: learn how to seal, and take along what others at this computer could not send."""
        if not self._asked:
            self._learn()
        own = self.store.identity().signer.id
        for folder in stores(self.folder.parent):
            for one in Post(folder).lying():
                if go_on() and (folder != self.folder or one.device != own):
                    self._bring(one)

    def _fill_one(self) -> bool:
        """Says whether there is more to seal."""
        post, seal = Post(self.folder), self._seal()
        with self.store.looking():
            total, lying = self.store.total(), self._lying(post)
            letter = self._next(lying, seal) if seal else None
        if letter is None:
            return False
        post.keep(letter.device, letter.first, letter.last, letter.content)
        for one in lying:
            if one.first >= letter.first and (one.first, one.last) != (letter.first, letter.last):
                one.let_go()
        return self._tells_what_was_erased(post, letter) or letter.last < total

    def _lying(self, post: Post) -> list[Lying]:
        """Our own letters that are still needed, in their order; the others go."""
        acked, device = self.store.progress().acked, self.store.identity().signer.id
        own = [one for one in post.lying() if one.device == device]
        for one in own:
            if one.last <= acked:
                one.let_go()
        return [one for one in own if one.last > acked]

    def _next(self, lying: list[Lying], seal: Seal) -> Letter | None:
        """With what a last short letter says, where both go into one."""
        acked = self.store.progress().acked
        sealed = max([acked, *(one.last for one in lying)])
        if sealed == self.store.total():
            return None
        short = [one for one in lying if one.last == sealed and one.last - one.first < SHORT and len(one.content()) < SMALL]
        both = write_letter(self.store, max(short[0].first, acked + 1), seal) if short else None
        return both if both and both.last > sealed else write_letter(self.store, sealed + 1, seal)

    def _tells_what_was_erased(self, post: Post, letter: Letter) -> bool:
        """Somebody erased while it was being written: it goes, and is written anew."""
        with self.store.looking():
            own = self.store.own(letter.first, letter.last - letter.first + 1)
        if sum(bool(one.entry.payload) for one in own) == letter.bodies:
            return False
        post.clear()
        return True

    def _seal(self) -> Seal | None:
        """As it was kept, where the endpoint that let us in gave its word for it."""
        seal, endpoint = Seal(*Post(self.folder).seal()), self.store.endpoint()
        return seal if seal.public and endpoint and seal.genuine(endpoint, verify) else None

    def _learn(self) -> None:
        told = self.endpoint.ask("GET", SEAL) if self.endpoint else None
        if told is None:
            return
        self._asked = True
        seal = _seal_in(told.body)
        if seal and seal.genuine(self.store.endpoint(), verify) and seal != self._seal():
            Post(self.folder).keep_seal(seal.public, seal.signature)

    def _bring(self, one: Lying) -> None:
        content = one.content()
        told = self.endpoint.ask("POST", LETTERS, content, {"Content-Type": MEDIA}) if self.endpoint and content else None
        if told and (told.status == _TAKEN or told.status in _NONE):
            one.let_go()


def _seal_in(told: bytes) -> Seal | None:
    try:
        seal = json.loads(told)
        return Seal(bytes.fromhex(seal["public"]), bytes.fromhex(seal["signature"]))
    except (ValueError, KeyError, TypeError):
        return None
