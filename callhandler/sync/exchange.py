"""The endpoint in person: it takes in what a device sends, says what it makes of it, and hands out what the device is owed."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from callhandler.log.chain import leaf, start
from callhandler.log.entry import Entry
from callhandler.log.kinds import AgencyId
from callhandler.log.ownership import Audience, agency_of, owner_of
from callhandler.sync.admission import Admission
from callhandler.sync.carrying import carried, left_behind
from callhandler.sync.comparing import compare
from callhandler.sync.delivery import Delivery, deliver
from callhandler.sync.incarnations import begin_anew, regressed
from callhandler.sync.intake import Intake, Readers, readers
from callhandler.sync.messages import Answer, Ask, Offer, Receipt, Slice, Verdict, signed
from callhandler.sync.proof import Certificate, Proof, Signer, Verify, proven
from callhandler.sync.retelling import retell
from callhandler.sync.rules import RULES, May, anybody
from callhandler.sync.stores import Disclosure, EndpointStore, Enrolled, Link

FeedsOf = Callable[[Enrolled], tuple[Audience, ...]]


def own_feed(enrolled: Enrolled) -> tuple[Audience, ...]:
    """Every device reads what its agency may see."""
    return (enrolled.agency,)


@dataclass(frozen=True, slots=True)
class Sitting:
    """Who sits at the device that asks, and which decisions they may hand in."""

    person: str = ""
    may: May = anybody

    def lets(self, entry: Entry) -> bool:
        return entry.kind not in RULES or self.may(entry)


class Exchange:
    """Answers what devices ask. It keeps nothing between two questions but what is in its store."""

    def __init__(
        self,
        store: EndpointStore,
        key: Signer,
        verify: Verify,
        *,
        new_incarnation: Callable[[], str],
        feeds_of: FeedsOf = own_feed,
        tells: Readers = readers,
    ) -> None:
        self._store, self._key, self._verify = store, key, verify
        self._new_incarnation, self._feeds_of, self._tells = new_incarnation, feeds_of, tells
        self._admission = Admission(store, key, verify)

    def open(self, *, restored: bool = False) -> None:
        """Before the first answer, and after every restore: another incarnation where the database is an older one, and erase again."""
        with self._store.transaction():
            incarnation, erasures = self._store.outside()
            if restored or not incarnation or incarnation != self._store.incarnation():
                begin_anew(self._store, self._new_incarnation(), announced=True)
            self._take_offers(erasures, Sitting(), vouched=True)

    def enrol(self, public: bytes, agency: AgencyId) -> Certificate:
        """Let a device speak for an agency. The first of an agency comes in this way, the others by an entry of its administrator."""
        with self._store.transaction():
            return self._admission.let_in(public, agency)

    def answer(self, ask: Ask, now: datetime, person: str = "", may: May = anybody) -> Answer:
        """One round, in one transaction. The same question again gets the same answer, and changes nothing.

        `ask.device` must be whoever was signed in: the question itself carries no signature where it carries no entries. `person`: who
        sits at it, so that what is disclosed is laid at somebody's door. `may`: which decisions they may take; others that they hand in are
        held back, their own and those of others alike.
        """
        with self._store.transaction():
            self._store.lock(device=ask.device)
            if regressed(self._store, ask, self._key.public, self._verify):
                self._store.alarm("restored", ask.device)
                begin_anew(self._store, self._new_incarnation(), announced=False)
            device = self._admission.admit(ask)
            return self._refusal(ask, device, now) if isinstance(device, Verdict) else self._round(ask, device, now, Sitting(person, may))

    def retell(self, under: str) -> bool:
        """One step of telling guests anew, before the first answer under another agreement; True while there are more."""
        with self._store.transaction():
            return retell(self._store, self._tells, under)

    def hand_in(self, offers: Collection[Offer]) -> int:
        """Take what somebody else brought under seal; says how much. Their authors' proofs count, and no decision before they sit there."""
        with self._store.transaction():
            return len(self._take_offers(self._proven(offers), Sitting(may=lambda _: False)))

    def clear(self, feed: Audience) -> None:
        """An administrator orders what the rows so far put away, however much it is."""
        with self._store.transaction():
            self._clear(feed)

    def order(self, agency: AgencyId) -> int:
        """The same for all feeds of an agency; says how many they are."""
        with self._store.transaction():
            feeds = [feed for feed in self._store.feeds() if agency_of(feed) == agency]
            for feed in feeds:
                self._clear(feed)
        return len(feeds)

    def verified(self, leaves: Collection[bytes]) -> None:
        """A backup was read back and holds these entries: no device need keep them for our sake."""
        with self._store.transaction():
            self._store.mark_durable(leaves)

    def _clear(self, feed: Audience) -> None:
        self._store.clear(feed, self._store.end(feed).pos)

    def _round(self, ask: Ask, device: Enrolled, now: datetime, sitting: Sitting) -> Answer:
        verdict, links = compare(ask, device, self._store, self._verify)
        if verdict.outcome == "need":
            return self._refusal(ask, verdict, now)
        device = self._take_entries(ask, device, links, sitting)
        taken = self._take_offers(self._proven(ask.offers), sitting, owner=device)
        device = (self._store.device(device.device) or device) if taken else device  # it may have handed in that it was let in again
        served = Delivery((), ())
        if device.revoked:
            verdict = replace(verdict, why="wipe")
        elif verdict.outcome in {"ok", "gap"}:
            brought = frozenset[bytes]() if ask.whole else frozenset(link.leaf for link in links)
            served = self._serve(ask, device, brought, now, sitting.person)
        return self._answer(ask, device, verdict, taken, served, now)

    def _take_entries(self, ask: Ask, device: Enrolled, links: tuple[Link, ...], sitting: Sitting) -> Enrolled:
        if not links:
            return device
        fresh = ask.entries[links[0].n - ask.first :]
        held = replace(device, n=links[-1].n, head=links[-1].chain)
        self._store.prove(Proof(device.certificate, links[0].n, device.head, tuple(link.leaf for link in links), ask.signature))
        self._store.fasten(device.device, links)
        self._store.enrol(held)
        intake = Intake(self._store, self._admission, self._tells)
        intake.foresee([(entry, link.leaf) for entry, link in zip(fresh, links, strict=True)])
        for entry, link in zip(fresh, links, strict=True):
            intake.take(entry, link.leaf, held, allowed=sitting.lets(entry))
        intake.publish()
        return held

    def _proven(self, offers: Iterable[Offer]) -> list[Offer]:
        sound: dict[Proof, bool] = {}
        for offer in offers:
            if offer.proof not in sound:
                sound[offer.proof] = proven(offer.proof, self._key.public, self._verify)
        return [one for one in offers if sound[one.proof] and leaf(one.entry) == one.leaf and one.proof.covers(one.entry, one.leaf)]

    def _take_offers(
        self, offers: Iterable[Offer], sitting: Sitting, *, owner: Enrolled | None = None, vouched: bool = False
    ) -> tuple[bytes, ...]:
        """Take what was handed in with its proof. `owner`: whoever hands it in, whose word counts in the cases of its own agency."""
        offered = list(offers)
        if not offered:
            return ()
        intake = Intake(self._store, self._admission, self._tells)
        intake.foresee([(offer.entry, offer.leaf) for offer in offered])
        for proof in dict.fromkeys(offer.proof for offer in offered):
            self._store.prove(proof)
        for offer in offered:
            author, counts = self._admission.known(offer.proof.author), vouched or _counts(offer, owner)
            intake.take(offer.entry, offer.leaf, author, vouched=counts, allowed=offer.accepted and sitting.lets(offer.entry))
        intake.publish()
        return tuple(offer.leaf for offer in offered)

    def _serve(self, ask: Ask, device: Enrolled, brought: frozenset[bytes], now: datetime, person: str) -> Delivery:
        may = self._feeds_of(device)
        reads = carried(may, ask.beats, device.certificate.line)
        served = deliver(self._store, ask, reads, self._tells, brought, left=left_behind(ask.cursors, may, reads))
        for one in served.slices:
            if one.rows:
                self._store.disclose(Disclosure(device.device, one.feed, one.base.pos + 1, one.to.pos, now, ask.purpose, person))
        return served

    def _answer(self, ask: Ask, device: Enrolled, verdict: Verdict, taken: tuple[bytes, ...], served: Delivery, now: datetime) -> Answer:
        kept = self._store.kept(ask.sealed)
        answer = Answer(
            ask.nonce,
            self._store.incarnation(),
            verdict,
            self._receipt(device.device, verdict.n, self._chain(device, verdict.n), served.slices, now),
            certificate=None if ask.certified else device.certificate,
            slices=served.slices,
            proofs=served.proofs,
            taken=taken,
            durable=tuple(sorted(self._store.durable(ask.sealed))),
            erased=tuple(leaf for leaf, one in kept.items() if not (one.entry.payload or one.hollow)),
            wanted=(*served.wanted, *(leaf for leaf in ask.sealed if leaf not in kept)),
        )
        return self._signed(answer)

    def _refusal(self, ask: Ask, verdict: Verdict, now: datetime) -> Answer:
        receipt = self._receipt(ask.device, 0, b"", (), now)
        return self._signed(Answer(ask.nonce, self._store.incarnation(), verdict, receipt))

    def _receipt(self, device: str, n: int, chain: bytes, slices: tuple[Slice, ...], now: datetime) -> Receipt:
        return Receipt(device, n, chain, self._store.incarnation(), now, tuple((one.feed, one.to) for one in slices), b"")

    def _signed(self, answer: Answer) -> Answer:
        return replace(answer, receipt=signed(replace(answer.receipt, rest=answer.rest()), self._key))

    def _chain(self, device: Enrolled, n: int) -> bytes:
        if n == device.n:
            return device.head
        return self._store.links(device.device, n, n)[0].chain if n else start(device.certificate.public)


def _counts(offer: Offer, owner: Enrolled | None) -> bool:
    return offer.accepted and owner is not None and not owner.revoked and owner.agency == owner_of(offer.entry.case)
