"""Attached files on their way: sent once their entries are, fetched when wanted; cut anywhere, they go on from there."""

from collections.abc import Callable, Iterable, Mapping
from typing import Protocol

from callhandler.line.accounts import refusal, said
from callhandler.line.session import Reply
from callhandler.line.state import OnTheWay
from callhandler.line.troubles import Portal, Refused, SignInNeeded
from callhandler.log.entry import Entry
from callhandler.log.kinds import FileAttached
from callhandler.store.sealed_pieces import PIECE
from callhandler.store.sent_for import Parcel
from callhandler.store.shelf import Place, Shelf
from callhandler.store.troubles import FileDamaged, FileGone

FETCH = 4 * PIECE  # bytes asked for at once
DONE, ALL, PART, MISSING, ELSEWHERE, TOO_LARGE, NO_KIND, PAST_END, FULL = 204, 200, 206, 404, 409, 413, 415, 416, 507
MEDIA = "application/octet-stream"
TRIES = 3  # answers in a row that bring a file no further
_Moved = Callable[[int, int], None]  # bytes of so many


class AsksForFiles(Protocol):
    """Whoever carries one question about a file to the endpoint. Raises LineTrouble."""

    def ask_file(self, method: str, sha256: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> Reply: ...


class Parcels:
    """For one thread. Raises LineTrouble and VaultTrouble: then the next time goes on from there."""

    def __init__(self, shelf: Shelf, endpoint: AsksForFiles, beside: Callable[[Callable[[], bool]], None] = lambda _go_on: None) -> None:
        """`beside`: what else is taken along while there is a line, for as long as nothing else comes first."""
        self._shelf, self._endpoint, self._beside, self._full = shelf, endpoint, beside, False

    def stands(self, life: str, moved: tuple[int, int] = (0, 0)) -> OnTheWay:
        """`life`: of the endpoint that we know; another one may have lost what was sent."""
        waits = self._shelf.unsent(life)
        pictures = sum(one.media.startswith("image/") for one in waits)
        return OnTheWay(len(waits), pictures, len(self._shelf.wanted()), *moved, full=self._full and bool(waits))

    def waits(self, life: str) -> bool:
        """Whether anything has yet to be handed in before this device leaves."""
        return bool(self._shelf.unsent(life))

    def heard(self, read: Iterable[Entry]) -> None:
        """Where cases are carried along, their files are: fetch those of what just came in."""
        for body in (entry.body for entry in read):
            if isinstance(body, FileAttached):
                self._shelf.want(body.sha256, body.size)

    def carry(self, life: str, acked: int, go_on: Callable[[], bool], told: Callable[[OnTheWay], None]) -> None:
        """Send and fetch until nothing is left, or `go_on` says that something else comes first. `acked`: entries that the endpoint has."""
        self._beside(go_on)
        self._full = False
        for parcel in self._shelf.unsent(life):
            if go_on() and parcel.n <= acked and (parcel.again or not self._full):
                self._send(parcel, life, go_on, lambda moved, of: told(self.stands(life, (moved, of))))
        for wanted in self._shelf.wanted():
            if go_on():
                self._fetch(wanted, go_on, lambda moved, of: told(self.stands(life, (moved, of))))

    def hand_in(self, life: str, acked: int, go_on: Callable[[], bool], told: Callable[[OnTheWay], None]) -> None:
        """Where this device was taken out: send what its entries name. What the endpoint does not take now waits for nothing any more."""
        for parcel in self._shelf.unsent(life):
            if go_on() and parcel.n <= acked:
                self._send_or_give_up(parcel, life, go_on, lambda moved, of: told(self.stands(life, (moved, of))))

    def _send_or_give_up(self, parcel: Parcel, life: str, go_on: Callable[[], bool], told: _Moved) -> None:
        try:
            taken = self._send(parcel, life, go_on, told)
        except (SignInNeeded, Refused):  # with a leave of this moment: an endpoint that takes no files from whoever leaves
            taken = False
        if not taken and go_on():
            self._shelf.refuse(parcel.sha256, parcel.case)

    def _send(self, parcel: Parcel, life: str, go_on: Callable[[], bool], told: _Moved) -> bool:
        """Whether the endpoint has it all now."""
        try:
            come, tries = self._come(parcel), 0
            while come < parcel.size and go_on() and tries < TRIES:
                before, come = come, self._put(parcel, come)
                tries = 0 if come > before else tries + 1
                told(come, parcel.size)
        except (FileDamaged, FileGone):
            self._shelf.refuse(parcel.sha256, parcel.case)
        except _NotTaken:
            return False
        else:
            if come == parcel.size:
                self._shelf.sent(parcel.sha256, parcel.case, life)
                told(come, parcel.size)
            return come == parcel.size
        return False

    def _come(self, parcel: Parcel) -> int:
        """How much of it the endpoint has from us for this case. What it has for another need only be said to belong to this one too."""
        if parcel.again:
            return self._put(parcel, parcel.size)
        reply = self._endpoint.ask_file("HEAD", parcel.sha256, None, {"Case": parcel.case})
        self._unless_full(reply)
        return 0 if reply.status == MISSING else min(_offset(reply), parcel.size)

    def _put(self, parcel: Parcel, come: int) -> int:
        """From here on; at the end of it nothing."""
        number, skipped = divmod(come, PIECE)
        piece = next(self._shelf.pieces(parcel.sha256, number), b"")[skipped:]
        told = {"Upload-Offset": str(come), "Upload-Length": str(parcel.size), "Case": parcel.case}
        reply = self._endpoint.ask_file("PUT", parcel.sha256, piece, told)
        self._unless_full(reply)
        if reply.status in {TOO_LARGE, NO_KIND}:
            self._shelf.refuse(parcel.sha256, parcel.case)
        if reply.status in {TOO_LARGE, NO_KIND, MISSING} and said(reply):
            raise _NotTaken
        return min(_offset(reply), parcel.size)

    def _unless_full(self, reply: Reply) -> None:
        """Where this computer has brought as much as it may for now, it waits here, and so do all the others."""
        if reply.status == FULL and (said(reply) or not reply.body):
            self._full = True
            raise _NotTaken

    def _fetch(self, wanted: Place, go_on: Callable[[], bool], told: _Moved) -> None:
        have = wanted.have
        while have < wanted.size and go_on():
            reply = self._endpoint.ask_file("GET", wanted.sha256, None, {"Range": f"bytes={have}-{have + FETCH - 1}"})
            if reply.status == MISSING:
                return  # whoever has it has yet to send it
            if reply.status == PAST_END or not self._taken(wanted.sha256, have, reply):
                self._shelf.forget(wanted.sha256)
                return
            have += len(reply.body)
            told(have, wanted.size)

    def _taken(self, sha256: str, have: int, reply: Reply) -> bool:
        """Whether it could be put behind what is here, and is what its name says."""
        if reply.status not in {ALL, PART}:
            raise refusal(reply.status, str(said(reply).get("error", "")), reply.headers)
        if reply.media != MEDIA:
            raise Portal
        whole = self._shelf.add(sha256, have, reply.body)
        found = self._shelf.find(sha256)
        return whole or (found is not None and found.have == have + len(reply.body) > have)


class _NotTaken(Exception):  # noqa: N818 - says what happened
    """The endpoint does not take it: never, or not before something else has come."""


def _offset(reply: Reply) -> int:
    told = reply.headers.get("Upload-Offset", "")
    if reply.status not in {ALL, DONE, ELSEWHERE} or not told.isdigit():
        raise refusal(reply.status, str(said(reply).get("error", "")), reply.headers)
    return int(told)
