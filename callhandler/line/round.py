"""One round with the endpoint. Any step of it may be repeated after a failure, and nothing is lost."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from time import monotonic
from typing import Protocol

from callhandler.line.troubles import Portal, Slow, TooLarge
from callhandler.sync.messages import Answer, Ask
from callhandler.sync.replica import Replica
from callhandler.sync.round import Taken

SHORT = 0.05  # seconds for which the store may be busy with what came in, while the desk wants to write
FIRST = 50  # entries: so many never take long, and a slow disk must not make a fast line crawl


Coming = Callable[[], Answer]


class Endpoint(Protocol):
    """Whoever answers: over the line, or in person."""

    def send(self, ask: Ask) -> Answer: ...


class Line(Endpoint, Protocol):
    """An endpoint that can be waited for on one thread while another has all its hands full."""

    def post(self, ask: Ask) -> Callable[[], Coming]:
        """As `send`, a step at a time: packed at once, sent when this is called, and unpacked when what came back is called."""
        ...


class Looks(Protocol):
    """A store at which one can look several times at the same moment."""

    def looking(self) -> AbstractContextManager[None]: ...


def sync(
    replica: Replica,
    store: Looks,
    endpoint: Endpoint,
    new_nonce: Callable[[], bytes],
    purpose: str = "routine",
    seconds: Callable[[], float] = monotonic,
) -> Taken:
    """Ask, and take the answer. Raises LineTrouble, VaultTrouble; then the next round asks for the same, or for less."""
    with store.looking():
        ask = replica.ask(new_nonce(), purpose)
    return take(replica, ask, answered(replica, lambda: endpoint.send(ask)), seconds)


def answered(replica: Replica, coming: Callable[[], Answer]) -> Answer:
    """The answer that is coming. Raises LineTrouble; where it was too long on its way, less is asked for next."""
    try:
        return coming()
    except (Slow, TooLarge):
        replica.failed()
        raise


def take(replica: Replica, ask: Ask, answer: Answer, seconds: Callable[[], float]) -> Taken:
    """Take in the answer to this question. Raises Portal, VaultTrouble."""
    begun = seconds()
    taken = replica.take(answer)
    if not taken.done:
        raise Portal  # whole and well formed, and not the endpoint's own answer to this question
    told = len(ask.entries) + sum(len(one.rows) for one in answer.slices)
    replica.pace.size = fitting(replica.pace.size, told, seconds() - begun)
    return taken


def fitting(size: int, told: int, took: float) -> int:
    """How much to ask for next, at most `size`: what the store takes in SHORT seconds, at the rate at which it took what was told."""
    if told < FIRST or took <= 0:
        return size
    return min(size, max(FIRST, int(told * SHORT / took)))
