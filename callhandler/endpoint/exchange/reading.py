"""How the endpoint reads an entry: envelope and rules at once, everything else only so far as to know that others can read it."""

from callhandler.log.entry import Entry
from callhandler.log.kinds import AgencyId
from callhandler.log.ownership import Audience, agency_of, owner_of
from callhandler.sync.intake import Readers
from callhandler.sync.lines import entry_of
from callhandler.sync.reading import Unopened, looked_into


def arrived(line: bytes, device: str, n: int) -> Entry:
    """The entry on a line from a device."""
    return entry_of(line, device, n, opened=False)


def opening(tells: Readers) -> Readers:
    """The same rule about who reads what, shown the body wherever somebody other than owner and writer may be told of it.

    Where nobody else may, the answer is the same for all entries of a kind, and is found once. For one question, then: it is remembered.
    """
    near: dict[tuple[str, AgencyId, AgencyId, frozenset[Audience]], frozenset[Audience] | None] = {}

    def readers(entry: Entry, audience: frozenset[Audience]) -> frozenset[Audience]:
        if not isinstance(entry.body, Unopened):
            return tells(entry, audience)
        alike = (entry.kind, entry.agency, owner_of(entry.case), audience)
        if alike not in near:
            near[alike] = tells(entry, audience) if all(agency_of(one) in alike[1:3] for one in audience) else None
        told = near[alike]
        return tells(whole(entry), audience) if told is None else told

    return readers


def whole(entry: Entry) -> Entry:
    """The same with its body, into which nobody has looked yet."""
    return looked_into(entry.meta, entry.salt, entry.payload, entry.commitment, (entry.device, entry.n))
