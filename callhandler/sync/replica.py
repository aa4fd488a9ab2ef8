"""A device's side of a round: what it says next, and what it does with the answer. Any step may be repeated, and nothing is lost."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from callhandler.log.device import head
from callhandler.log.kinds import RiskAssessed
from callhandler.sync.carrying import Beats
from callhandler.sync.following import Guard
from callhandler.sync.messages import Answer, Ask, Offer, genuine
from callhandler.sync.pace import LARGEST, Pace, light
from callhandler.sync.proof import Certificate, Proof, Signer, Verify, proven
from callhandler.sync.round import Round, Taken, may_offer
from callhandler.sync.settling import offers, sealed
from callhandler.sync.stores import DeviceStore, Holding, Identity, Progress


class Replica:
    """One device. It remembers its question until that is answered, and whether it is known; everything else is in its store."""

    def __init__(
        self,
        store: DeviceStore,
        endpoint: bytes,
        verify: Verify,
        mint: Callable[[], Signer],
        *,
        guard: Guard | None = None,
        pace: Pace | None = None,
    ) -> None:
        self._store, self._endpoint, self._verify, self._mint = store, endpoint, verify, mint
        self._guard, self.pace = guard or Guard(), pace or Pace()
        self._asked: Ask | None = None
        self._is_known = False

    def ask(self, nonce: bytes, purpose: str = "routine") -> Ask:
        """The next question. The answer to any earlier one is stale from here on."""
        self._asked = self._question(nonce, purpose, self._store.progress())
        return self._asked

    def foretell(self, asked: Ask, nonce: bytes, purpose: str = "routine") -> Ask:
        """What will be asked once the entries of this question are acknowledged; of what its answer will say it knows nothing yet."""
        return self._question(nonce, purpose, replace(self._store.progress(), acked=asked.last))

    def carry(self, beats: Beats) -> None:
        """Carry these beats from the next question on; what is on none of them goes once they have come. None: carry everything."""
        with self._store.transaction():
            self._store.set_progress(replace(self._store.progress(), beats=beats))

    def failed(self) -> None:
        """No answer came: ask for less."""
        self._asked = None
        self.pace.failed()

    def take(self, answer: Answer) -> Taken:
        """Take an answer. Nothing of it counts unless it is the endpoint's own, to our last question."""
        asked = self._asked
        if asked is None or answer.nonce != asked.nonce or not self._is_genuine(answer, asked):
            return Taken()
        self._asked = None
        self.pace.succeeded()
        self._see_whether_known(answer, asked)
        if answer.verdict.outcome == "need":
            return Taken(done=True, more=True) if asked.certified else Taken(done=True, need=answer.verdict.why)
        with self._store.transaction():
            return Round(self._store, asked, answer, self._proofs(answer), self._guard, brings=self.pace.brings).take(self._mint)

    def _question(self, nonce: bytes, purpose: str, progress: Progress) -> Ask:
        identity = self._store.identity()
        waiting = self._store.own(progress.acked + 1, LARGEST) if self.pace.brings else ()
        own = light(waiting[: self.pace.size], _weight)
        last, total = progress.acked + len(own), self._store.total()
        hands_in = self.pace.brings and last == total and may_offer(self._store, progress)
        signer, shown = identity.signer, self._shown(identity)
        return Ask(
            nonce,
            signer.id,
            shown,
            identity.vouch,
            progress.incarnation,
            progress.acked + 1,
            self._store.link(progress.acked),
            total,
            tuple(holding.entry for holding in own),
            signer.sign(head(signer.public, last, self._store.link(last))) if own else b"",
            {feed: self._store.end(feed) for feed in self._store.feeds()},
            progress.receipt,
            light(offers(self._store, self.pace.size), _weight) if hands_in else (),
            sealed(self._store, LARGEST),
            progress.whole,
            self.pace.size,
            any(isinstance(holding.entry.body, RiskAssessed) and holding.entry.body.band == "high" for holding in waiting),
            purpose,
            progress.beats,
            certified=identity.certificate is not None and shown is None,
        )

    def _shown(self, identity: Identity) -> Certificate | None:
        """Our certificate, unless the endpoint knows it. A copy shows it always: it may ask in another one's name."""
        told = identity.certificate
        return None if told and told.line == told.device and self._is_known else told

    def _see_whether_known(self, answer: Answer, asked: Ask) -> None:
        """An endpoint that was restored may have forgotten us: whatever it needs, it is shown the certificate first."""
        if answer.verdict.outcome == "need":
            self._is_known = False
        elif asked.certificate:
            self._is_known = answer.certificate == asked.certificate

    def _is_genuine(self, answer: Answer, asked: Ask) -> bool:
        receipt = answer.receipt
        feeds = tuple((one.feed, one.to) for one in answer.slices)
        ours = (receipt.device, receipt.incarnation, receipt.feeds) == (asked.device, answer.incarnation, feeds)
        return ours and receipt.rest == answer.rest() and genuine(receipt, self._endpoint, self._verify)

    def _proofs(self, answer: Answer) -> Mapping[bytes, Proof]:
        """By leaf, those that bear out."""
        sound = [proof for proof in answer.proofs if proven(proof, self._endpoint, self._verify)]
        return {leaf: proof for proof in sound for leaf in proof.leaves}


def _weight(one: Holding | Offer) -> int:
    return len(one.entry.meta) + len(one.entry.payload)
