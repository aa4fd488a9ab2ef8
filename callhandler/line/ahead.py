"""Round after round, so long as there is more to say; while one is taken in, the next is already on its way."""

from collections.abc import Callable, Generator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from time import monotonic

from callhandler.line.round import Coming, Line, Looks, answered, take
from callhandler.line.troubles import LineTrouble
from callhandler.sync.feed import beginning
from callhandler.sync.messages import Answer, Ask, Verdict
from callhandler.sync.replica import Replica
from callhandler.sync.round import Taken


def rounds(
    replica: Replica,
    store: Looks,
    endpoint: Line,
    new_nonce: Callable[[], bytes],
    purpose: str = "routine",
    seconds: Callable[[], float] = monotonic,
    meanwhile: Callable[[], bool] = lambda: False,
) -> Generator[Taken]:
    """Each as `sync` gives it, until neither side has any more to say. Raises LineTrouble, VaultTrouble.

    The answer to a question that was sent ahead counts only where it is the very question that would be asked now; else that is asked.
    It is packed before the last answer is taken in, since the endpoint has nothing to do until it comes, and sent from a thread of its
    own, which has ended when this has. `meanwhile` does a little that is left to do, and says whether there was any: it is called so long
    as an answer that was asked for ahead is still on its way.
    """
    with ThreadPoolExecutor(1, "ahead") as sender:
        going, more = _Going(replica, store, endpoint, new_nonce, purpose, sender, meanwhile), True
        while more:
            answer = going.answer()
            taken = take(replica, going.ask, answer, seconds)
            yield taken
            more = taken.more


def goes_on(asked: Ask, answer: Answer) -> bool:
    """Whether it can be told what will be asked once this answer is taken in: there is more, and nothing but to go on with it."""
    feeds = {one.feed: one for one in answer.slices}
    as_before = answer.incarnation == asked.incarnation and answer.certificate in {None, asked.certificate}
    follows = (
        all(one.base == asked.cursors.get(feed, beginning(feed)) for feed, one in feeds.items()) and asked.cursors.keys() <= feeds.keys()
    )
    beside = (asked.offers, asked.sealed, asked.whole, answer.taken, answer.durable, answer.erased, answer.wanted)
    more = goes_up(asked) or any(one.to.pos < one.end for one in feeds.values())
    return more and answer.verdict == Verdict("ok", asked.last) and as_before and follows and not any(beside)


def goes_up(asked: Ask) -> bool:
    """Whether more entries go after those of this question; where it brings none though some wait, none go for now."""
    return bool(asked.entries) and asked.last < asked.total


@dataclass(slots=True)
class _Going:
    """The question that is asked now, and the one that was sent ahead."""

    replica: Replica
    store: Looks
    endpoint: Line
    new_nonce: Callable[[], bytes]
    purpose: str
    sender: ThreadPoolExecutor
    meanwhile: Callable[[], bool]
    ask: Ask = field(init=False)
    _ahead: tuple[Ask, Future[Coming]] | None = field(default=None, init=False)

    def answer(self) -> Answer:
        """To the question as it stands now; the next is sent before this one is taken in."""
        coming = self._asked_ahead() or self._asked_now()
        then = self._foretold() if goes_up(self.ask) else None
        answer = answered(self.replica, coming)
        if goes_on(self.ask, answer):
            cursors = {one.feed: one.to for one in answer.slices if one.to.pos}
            sent = replace(then or self._foretold(), cursors=cursors, receipt=answer.receipt)
            self._ahead = (sent, self.sender.submit(self.endpoint.post(sent)))
        return answer

    def _foretold(self) -> Ask:
        with self.store.looking():
            return self.replica.foretell(self.ask, self.new_nonce(), self.purpose)

    def _asked_now(self) -> Callable[[], Answer]:
        with self.store.looking():
            self.ask = self.replica.ask(self.new_nonce(), self.purpose)
        if goes_up(self.ask):  # what comes after it is made ready meanwhile
            return _unpacked(self.sender.submit(self.endpoint.post(self.ask)))
        return lambda: self.endpoint.send(self.ask)

    def _asked_ahead(self) -> Callable[[], Answer] | None:
        """Where what was sent ahead is what is to be asked."""
        if self._ahead is None:
            return None
        (sent, coming), self._ahead = self._ahead, None
        pace = self.replica.pace
        size, pace.size = pace.size, sent.rows
        with self.store.looking():
            self.ask = self.replica.ask(sent.nonce, self.purpose)
        pace.size = size
        if self.ask == sent:
            while not coming.done() and self.meanwhile():
                pass
            return _unpacked(coming)
        with suppress(LineTrouble):
            coming.result()
        return None


def _unpacked(coming: Future[Coming]) -> Coming:
    """On the thread that takes it in: two that take turns at every row would cost more than they gain."""

    def unpacked() -> Answer:
        return coming.result()()

    return unpacked
