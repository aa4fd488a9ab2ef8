"""How the endpoint reads an entry: envelope and rules at once, everything else only so far as to know that others can read it."""

from callhandler.log.entry import Entry
from callhandler.log.ownership import Audience, agency_of, owner_of
from callhandler.sync.intake import Readers
from callhandler.sync.lines import entry_of
from callhandler.sync.reading import Unopened, opened


def arrived(line: bytes, device: str, n: int) -> Entry:
    """The entry on a line from a device."""
    return entry_of(line, device, n, opened=False)


def opening(tells: Readers) -> Readers:
    """The same rule about who reads what, shown the body wherever somebody other than owner and writer may be told of it."""

    def readers(entry: Entry, audience: frozenset[Audience]) -> frozenset[Audience]:
        near = {owner_of(entry.case), entry.agency}
        if isinstance(entry.body, Unopened) and not all(agency_of(one) in near for one in audience):
            return tells(opened(entry.meta, entry.salt, entry.payload, entry.commitment), audience)
        return tells(entry, audience)

    return readers
