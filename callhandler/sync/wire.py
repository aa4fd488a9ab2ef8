"""What goes over the line: a head, then one line for each entry or row, all packed. Whatever else arrives is NotAMessage."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from callhandler.log.chain import leaf
from callhandler.log.entry import Entry
from callhandler.log.ownership import Audience
from callhandler.sync import heads
from callhandler.sync.feed import Place, Row, RowKind, onward
from callhandler.sync.heads import AnswerHead, AskHead, OfferAlone
from callhandler.sync.lines import entry_of, letters, line_of, raw
from callhandler.sync.messages import Answer, Ask, Offer, Sent, Slice
from callhandler.sync.packing import DOWN, MEDIA, PACKED, UP, NotAMessage, pack, unpack
from callhandler.sync.proof import Certificate

__all__ = [
    "DOWN",
    "MEDIA",
    "PACKED",
    "UP",
    "NotAMessage",
    "decode_answer",
    "decode_ask",
    "decode_offer",
    "encode_answer",
    "encode_ask",
    "encode_offer",
]

Brought = tuple[int, Entry, bytes]
ReadLine = Callable[[bytes, str, int], Entry]
HELD, BARE, YOURS = b"held\t", b"bare\t", b"yours\t"
_KINDS: dict[bytes, RowKind] = {b"entry": "entry", b"held": "held", b"purge": "purge"}


def encode_ask(ask: Ask) -> bytes:
    """A question, packed."""
    proofs = list(dict.fromkeys(offer.proof for offer in ask.offers))
    known = {(one.entry.device, one.entry.n): one.leaf for one in ask.offers}
    head = AskHead(
        proto=ask.proto,
        nonce=ask.nonce,
        device=ask.device,
        certificate=heads.told_certificate(ask.certificate),
        vouch=heads.told_vouch(ask.vouch),
        incarnation=ask.incarnation,
        first=ask.first,
        prev=ask.prev,
        total=ask.total,
        entries=len(ask.entries),
        signature=ask.signature,
        cursors={feed: (place.pos, place.rh) for feed, place in ask.cursors.items()},
        receipt=heads.told_receipt(ask.receipt) if ask.receipt else None,
        proofs=tuple(heads.told_proof(proof, known) for proof in proofs),
        offers=tuple((proofs.index(offer.proof), offer.accepted) for offer in ask.offers),
        sealed=ask.sealed,
        whole=ask.whole,
        rows=ask.rows,
        urgent=ask.urgent,
        purpose=ask.purpose,
        beats=ask.beats,
        certified=ask.certified,
    )
    entries = (*ask.entries, *(offer.entry for offer in ask.offers))
    return pack(b"\n".join((heads.line_of_head(head), *map(line_of, entries))))


def decode_ask(packed: bytes, read_line: ReadLine = entry_of) -> Ask:
    """The question behind these bytes. An entry in it that nobody can read is kept as `Unreadable`. Raises NotAMessage."""
    first, *lines = _asked(unpack(packed, UP))
    head = heads.head_of(first, AskHead)
    if len(lines) != head.entries + len(head.offers):
        raise NotAMessage("count")
    entries = tuple(read_line(line, head.device, n) for n, line in enumerate(lines[: head.entries], head.first))
    return Ask(
        head.nonce,
        head.device,
        Certificate(*head.certificate) if head.certificate else None,
        heads.vouch_of(head.vouch),
        head.incarnation,
        head.first,
        head.prev,
        head.total,
        entries,
        head.signature,
        {feed: Place(*place) for feed, place in head.cursors.items()},
        heads.receipt_of(head.receipt) if head.receipt else None,
        _offers(head, [read_line(line, "", 0) for line in lines[head.entries :]]),
        head.sealed,
        head.whole,
        head.rows,
        head.urgent,
        head.purpose,
        head.beats,
        head.proto,
        head.certified,
    )


def _asked(message: bytes) -> list[bytes]:
    """What cannot be a question is refused before it is taken apart: others would wait meanwhile."""
    if message.count(b"\n") > 2 * heads.MOST:
        raise NotAMessage("count")
    if len(message) > heads.LARGEST_HEAD and message.find(b"\n", 0, heads.LARGEST_HEAD + 1) < 0:
        raise NotAMessage("head")
    return message.split(b"\n")


def encode_answer(answer: Answer, ask: Ask) -> bytes:
    """An answer to this question, packed. Raises NotAMessage where it is more than a device takes."""
    sent = [one for told in answer.slices for one in told.rows]
    known = {(one.entry.device, one.entry.n): one.row.leaf for one in sent if one.entry}
    verdict = answer.verdict
    head = AnswerHead(
        nonce=answer.nonce,
        incarnation=answer.incarnation,
        verdict=(verdict.outcome, verdict.n, verdict.why),
        receipt=heads.told_receipt(answer.receipt),
        certificate=heads.told_certificate(answer.certificate),
        slices=tuple((one.feed, one.base.pos, one.base.rh, len(one.rows), one.end, one.cleared) for one in answer.slices),
        proofs=tuple(heads.told_proof(proof, known) for proof in answer.proofs),
        taken=answer.taken,
        durable=answer.durable,
        erased=answer.erased,
        wanted=answer.wanted,
    )
    message = b"\n".join((heads.line_of_head(head), *_lines_of(sent, _brought(ask))))
    packed = pack(message, heads.repeated(ask))
    if len(message) > DOWN or len(packed) > PACKED or len(answer.proofs) > heads.MOST:
        raise NotAMessage("too-large")
    return packed


def decode_answer(packed: bytes, ask: Ask) -> Answer:
    """The answer to our question behind these bytes. Raises NotAMessage."""
    first, *lines = unpack(packed, DOWN, heads.repeated(ask)).split(b"\n")
    head = heads.head_of(first, AnswerHead)
    if len(lines) != sum(one[3] for one in head.slices):
        raise NotAMessage("count")
    slices, brought = [], list(_brought(ask).values())
    for feed, pos, rh, count, end, cleared in head.slices:
        slices.append(_slice(feed, Place(pos, rh), lines[:count], brought, end, cleared))
        lines = lines[count:]
    known = {(one.entry.device, one.entry.n): one.row.leaf for told in slices for one in told.rows if one.entry}
    return Answer(
        head.nonce,
        head.incarnation,
        heads.verdict_of(head.verdict),
        heads.receipt_of(head.receipt),
        Certificate(*head.certificate) if head.certificate else None,
        tuple(slices),
        heads.proofs_of(head.proofs, known),
        head.taken,
        head.durable,
        head.erased,
        head.wanted,
    )


def encode_offer(offer: Offer) -> bytes:
    """One offer by itself, packed."""
    known = {(offer.entry.device, offer.entry.n): offer.leaf}
    head = OfferAlone(proof=heads.told_proof(offer.proof, known), accepted=offer.accepted)
    return pack(heads.line_of_head(head) + b"\n" + line_of(offer.entry))


def decode_offer(packed: bytes) -> Offer:
    """The offer behind these bytes. Raises NotAMessage."""
    first, _, line = unpack(packed, UP).partition(b"\n")
    head, entry = heads.head_of(first, OfferAlone), entry_of(line)
    one = leaf(entry)
    return Offer(entry, one, heads.proofs_of((head.proof,), {(entry.device, entry.n): one})[0], head.accepted)


def _offers(head: AskHead, entries: Sequence[Entry]) -> tuple[Offer, ...]:
    leaves = [leaf(entry) for entry in entries]
    proofs = heads.proofs_of(head.proofs, {(entry.device, entry.n): one for entry, one in zip(entries, leaves, strict=True)})
    if any(place >= len(proofs) for place, _ in head.offers):
        raise NotAMessage("proof")
    told = zip(entries, leaves, head.offers, strict=True)
    return tuple(Offer(entry, one, proofs[place], accepted) for entry, one, (place, accepted) in told)


def _brought(ask: Ask) -> Mapping[bytes, Brought]:
    """What came with the question, by leaf: its place among the others, itself, and its leaf once more."""
    leaves = [leaf(entry) for entry in ask.entries]
    return {one: (place, entry, one) for place, (entry, one) in enumerate(zip(ask.entries, leaves, strict=True))}


def _lines_of(sent: Iterable[Sent], brought: Mapping[bytes, Brought]) -> Iterator[bytes]:
    for one in sent:
        row, known = one.row, brought.get(one.row.leaf)
        if one.entry:
            yield (HELD if row.kind == "held" else b"") + line_of(one.entry)
        elif known and (row.case, row.id) == (known[1].case, known[1].id):
            yield YOURS + b"%b\t%d" % (row.kind.encode(), known[0])
        else:
            yield BARE + b"\t".join((row.kind.encode(), row.case.encode(), row.id.encode(), letters(row.leaf)))


def _slice(feed: Audience, base: Place, lines: Iterable[bytes], brought: Sequence[Brought], end: int, cleared: int) -> Slice:
    """The rows as they were told; their positions and running hashes follow from them."""
    place, sent = base, []
    for line in lines:
        kind, case, id, one, entry = _told(line, brought)
        place = onward(place, kind, id, one)
        sent.append(Sent(Row(place.pos, kind, case, id, one, place.rh), entry))
    return Slice(feed, base, tuple(sent), end, cleared)


def _told(line: bytes, brought: Sequence[Brought]) -> tuple[RowKind, str, str, bytes, Entry | None]:
    if line.startswith(BARE):
        return _bare(line)
    return _yours(line, brought) if line.startswith(YOURS) else _filled(line)


def _yours(line: bytes, brought: Sequence[Brought]) -> tuple[RowKind, str, str, bytes, None]:
    """A row about an entry that came with the question: it need not be named to whoever sent it."""
    _, kind, place = line.split(b"\t") if line.count(b"\t") == 2 else (b"", b"", b"")
    if kind not in _KINDS or not place.isdigit() or len(place) > 4 or int(place) >= len(brought):
        raise NotAMessage("line")
    _, entry, one = brought[int(place)]
    return _KINDS[kind], entry.case, entry.id, one, None


def _filled(line: bytes) -> tuple[RowKind, str, str, bytes, Entry]:
    held = line.startswith(HELD)
    entry = entry_of(line[len(HELD) :] if held else line)
    return "held" if held else "entry", entry.case, entry.id, leaf(entry), entry


def _bare(line: bytes) -> tuple[RowKind, str, str, bytes, None]:
    parts = line.split(b"\t")
    if len(parts) != 5 or parts[1] not in _KINDS:
        raise NotAMessage("line")
    try:
        case, id = parts[2].decode(), parts[3].decode()
    except UnicodeDecodeError:
        raise NotAMessage("line") from None
    if "\0" in case + id:
        raise NotAMessage("line")
    return _KINDS[parts[1]], case, id, raw(parts[4]), None
