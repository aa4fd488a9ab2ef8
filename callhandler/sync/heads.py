"""The first line of a message: who asks, how far everybody has come, and who vouches for it. Strangers send these, so all is checked."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cache
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from callhandler.log.kinds.sharing import BEAT
from callhandler.sync.carrying import MOST as CARRIED
from callhandler.sync.feed import Place
from callhandler.sync.messages import PROTO, Ask, Outcome, Receipt, Verdict
from callhandler.sync.packing import NotAMessage
from callhandler.sync.proof import Certificate, Proof, Vouch

LARGEST_HEAD = 4 << 20
MOST = 1000  # entries, offers, rows or leaves of one proof
MANY = 64_000  # leaves of all proofs together
NAMES = MANY + 2 * MOST  # in one head: those leaves, the feeds, and what a head is made of

Word = Annotated[str, Field(max_length=500)]
Beat = Annotated[str, Field(pattern=BEAT, max_length=80)]
Hash = Annotated[bytes, Field(max_length=64)]
Key = Annotated[bytes, Field(max_length=128)]
Count = Annotated[int, Field(ge=0, lt=1 << 62)]
Few = Annotated[int, Field(ge=0, le=MOST)]
PlaceHead = tuple[Count, Hash]
CertificateHead = tuple[Key, Word, Word, Key]
VouchHead = tuple[CertificateHead, Key, Key]
ReceiptHead = tuple[Word, Count, Hash, Word, Word, tuple[tuple[Word, Count, Hash], ...], Hash, Key]
ProofHead = tuple[CertificateHead, Count, Hash, Few, dict[Few, Hash], Key]  # the leaves that are not in the message, by place
OfferHead = tuple[Few, bool]  # which proof; whether it counted
Leaves = Annotated[tuple[Hash, ...], Field(max_length=MOST)]
Known = Mapping[tuple[str, int], bytes]  # the leaves that are in the message, by device and n


class Head(BaseModel):
    """A head. Fields of a newer version are passed over."""

    model_config = ConfigDict(frozen=True, strict=True, extra="ignore", ser_json_bytes="base64", val_json_bytes="base64")


class AskHead(Head):
    """Of a question."""

    proto: Count = PROTO
    nonce: Hash
    device: Word
    certificate: CertificateHead | None = None
    vouch: VouchHead | None = None
    incarnation: Word = ""
    first: Annotated[int, Field(ge=1, lt=1 << 62)]
    prev: Hash
    total: Count
    entries: Few = 0
    signature: Key = b""
    cursors: Annotated[dict[Word, PlaceHead], Field(max_length=MOST)] = {}
    receipt: ReceiptHead | None = None
    proofs: Annotated[tuple[ProofHead, ...], Field(max_length=MOST)] = ()
    offers: Annotated[tuple[OfferHead, ...], Field(max_length=MOST)] = ()
    sealed: Leaves = ()
    whole: bool = False
    rows: Annotated[int, Field(ge=1, le=MOST)] = MOST
    urgent: bool = False
    purpose: Word = "routine"
    beats: Annotated[tuple[Beat, ...], Field(max_length=CARRIED)] | None = None
    certified: bool = False


class AnswerHead(Head):
    """Of an answer. A slice: feed, position and running hash of its base, rows, end, cleared."""

    nonce: Hash
    incarnation: Word
    verdict: tuple[Outcome, Count, Word]
    receipt: ReceiptHead
    certificate: CertificateHead | None = None
    slices: Annotated[tuple[tuple[Word, Count, Hash, Count, Count, int], ...], Field(max_length=MOST)] = ()
    proofs: Annotated[tuple[ProofHead, ...], Field(max_length=2 * MOST)] = ()
    taken: Leaves = ()
    durable: Leaves = ()
    erased: Leaves = ()
    wanted: tuple[Hash, ...] = ()


class OfferAlone(Head):
    """Of an entry that is handed in by itself."""

    proof: ProofHead
    accepted: bool = True


Kind = TypeVar("Kind", bound=Head)


def head_of(line: bytes, kind: type[Kind]) -> Kind:
    """The head on a line. Raises NotAMessage, which quotes nothing of it."""
    if len(line) > LARGEST_HEAD or b"\\u0000" in line or not all(b'"%b"' % name in line for name in _required(kind)):
        raise NotAMessage("head")  # of a missing name pydantic would tell with all that is there: a hundred megabytes, at the worst
    if line.count(b'":') > NAMES:
        raise NotAMessage("head")  # looked at before anybody reads it, as others would have to wait
    try:
        return kind.model_validate_json(line)
    except ValidationError:
        raise NotAMessage("head") from None


@cache
def _required(kind: type[Head]) -> tuple[bytes, ...]:
    return tuple(name.encode() for name, field in kind.model_fields.items() if field.is_required())


def line_of_head(head: Head) -> bytes:
    return head.model_dump_json(exclude_defaults=True).encode()


def repeated(ask: Ask) -> bytes:
    """What the answer to a question mostly repeats of it. Both sides must come to the same bytes."""
    head = AskHead(
        nonce=ask.nonce,
        device=ask.device,
        certificate=told_certificate(ask.certificate),
        incarnation=ask.incarnation,
        first=1,
        prev=ask.prev,
        total=0,
        cursors={feed: (place.pos, place.rh) for feed, place in ask.cursors.items()},
        receipt=told_receipt(ask.receipt) if ask.receipt else None,
    )
    return line_of_head(head)


def told_certificate(one: Certificate | None) -> CertificateHead | None:
    return (one.public, one.agency, one.line, one.signature) if one else None


def told_vouch(one: Vouch | None) -> VouchHead | None:
    return ((one.former.public, one.former.agency, one.former.line, one.former.signature), one.public, one.signature) if one else None


def vouch_of(told: VouchHead | None) -> Vouch | None:
    return Vouch(Certificate(*told[0]), told[1], told[2]) if told else None


def told_receipt(one: Receipt) -> ReceiptHead:
    feeds = tuple((feed, place.pos, place.rh) for feed, place in one.feeds)
    return (one.device, one.n, one.chain, one.incarnation, one.at.isoformat(), feeds, one.rest, one.signature)


def receipt_of(told: ReceiptHead) -> Receipt:
    device, n, chain, incarnation, at, feeds, rest, signature = told
    return Receipt(device, n, chain, incarnation, _moment(at), tuple((f, Place(pos, rh)) for f, pos, rh in feeds), rest, signature)


def verdict_of(told: tuple[Outcome, int, str]) -> Verdict:
    outcome, n, why = told
    for known in ("", "enrol", "update", "signature", "wipe"):
        if why == known:
            return Verdict(outcome, n, known)
    raise NotAMessage("head")


def told_proof(one: Proof, known: Known) -> ProofHead:
    device = one.author.device
    hidden = {place: leaf for place, leaf in enumerate(one.leaves) if known.get((device, one.first + place)) != leaf}
    author = (one.author.public, one.author.agency, one.author.line, one.author.signature)
    return (author, one.first, one.prev, len(one.leaves), hidden, one.signature)


def proofs_of(told: Iterable[ProofHead], known: Known) -> tuple[Proof, ...]:
    """The proofs with every leaf in its place. Raises NotAMessage where one is missing, or there are too many."""
    given = tuple(told)
    if sum(one[3] for one in given) > MANY + MOST:
        raise NotAMessage("proof")
    return tuple(_proof_of(one, known) for one in given)


def _proof_of(told: ProofHead, known: Known) -> Proof:
    author, first, prev, count, hidden, signature = told
    certificate = Certificate(*author)
    device = certificate.device
    leaves = [hidden.get(place) or known.get((device, first + place)) for place in range(count)]
    if not count or any(leaf is None for leaf in leaves):
        raise NotAMessage("proof")
    return Proof(certificate, first, prev, tuple(leaf for leaf in leaves if leaf), signature)


def _moment(at: str) -> datetime:
    try:
        moment = datetime.fromisoformat(at)
    except ValueError:
        raise NotAMessage("head") from None
    if moment.utcoffset() is None:
        raise NotAMessage("head")
    return moment
