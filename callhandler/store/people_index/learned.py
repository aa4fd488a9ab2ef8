"""What the score has learned from this store: reckoned in a quiet moment, from a sample and from calls that nobody judged."""

import random
from collections.abc import Sequence
from typing import Any

from callhandler.people.learning import learn
from callhandler.people.parts import Parts
from callhandler.people.tables import Tables
from callhandler.store.people_index import descriptions
from callhandler.store.people_index.searching import Search

SAMPLE = 20_000  # descriptions among which strangers and homes are counted


def learn_from(connection: Any, calls: Sequence[Parts]) -> Tables:
    """Tables by a sample of the store and by these calls, with those whom the index finds for each. The same store gives the same."""
    search = Search()
    known = [(asked, [one.parts for one in search.find(connection, asked)]) for asked in calls]
    return learn(sampled(connection, SAMPLE), known, search.shares(connection))


def sampled(connection: Any, most: int) -> tuple[Parts, ...]:
    """Descriptions from all over the store, by chance: people of one home often stand side by side, and every tenth would miss them."""
    last = descriptions.next_number(connection)
    numbers = sorted(random.Random(last).sample(range(1, last), min(most, last - 1)))  # noqa: S311 - to count, not to hide
    return tuple(Parts(*row) for row in descriptions.readings(connection, numbers).values())
