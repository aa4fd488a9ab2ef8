"""What a device carries: everything that it may read, or the beats that its officer chose."""

from collections.abc import Collection, Iterable

from callhandler.log.ownership import Audience, Beat, carriers_of, opened_on, whole_of

MOST = 100  # beats
Beats = tuple[Beat, ...] | None  # None: everything


def carried(feeds: Iterable[Audience], beats: Beats, line: str) -> tuple[Audience, ...]:
    """The feeds that are read by a device that may read these and carries those beats. What it opened itself it always carries."""
    if beats is None:
        return tuple(feeds)
    chosen = dict.fromkeys((*beats, opened_on(line)))
    return tuple(one for feed in feeds for one in ((feed,) if "/" in feed else (carriers_of(feed, beat) for beat in chosen)))


def carries(feed: Audience, beats: Beats, line: str) -> bool:
    """Whether a device reads this feed on, where it may read it at all."""
    agency = whole_of(feed)
    if "/" in agency:
        return True
    return feed in carried((agency,), beats, line)


def left_behind(known: Iterable[Audience], feeds: Iterable[Audience], reads: Collection[Audience]) -> tuple[Audience, ...]:
    """Of the feeds that a device knows those that it may read and does not carry."""
    agencies = set(feeds)
    return tuple(feed for feed in known if feed not in reads and whole_of(feed) in agencies)[:MOST]
