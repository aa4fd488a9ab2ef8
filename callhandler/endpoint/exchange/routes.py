"""The one road by which desks send what they recorded, and get what they are owed."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

from fastapi import Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from callhandler.endpoint.accounts.asking import Asker, leaving, looking, token_of
from callhandler.endpoint.accounts.gatehouse import Gatehouse
from callhandler.endpoint.exchange.callers import callers_of
from callhandler.endpoint.exchange.narrow import Narrow
from callhandler.endpoint.exchange.ruling import ruling
from callhandler.endpoint.exchange.switchboard import Call, Switchboard, is_large, understood
from callhandler.endpoint.exchange.turns import Answers, Question, Turns
from callhandler.endpoint.limits import body_of
from callhandler.endpoint.refusing import Refused
from callhandler.sync.wire import MEDIA, PACKED

MOST_WAITING = 200
OF_ONE = 8  # of them: a desk asks one thing after another
AT_A_TIME = 4  # each holds a connection, and may want a second one for a moment: half of what the pool has
TOGETHER = 32  # questions in one transaction, where only one at a time can write anyway
RETRY_AFTER = 5  # seconds


@dataclass(slots=True)
class SyncRoute:
    """`POST /v1/sync`. Whoever brings a high risk goes first; whoever comes while too many wait is asked to come again.

    A stranger never takes a place among them, and nobody takes many, however slowly they say what they ask (T3, T19). A large question is
    read before it waits for its turn, since it may prove to be none: only so many at a time, as they take room until they are answered.
    """

    switchboard: Switchboard
    gatehouse: Gatehouse
    turns: Turns = field(init=False)
    large: Narrow = field(init=False)
    waiting: int = field(default=0)
    rounds: int = field(default=0)
    _of_one: Counter[str] = field(default_factory=Counter)  # places that each token holds

    def __post_init__(self) -> None:
        alone = self.switchboard.one_writes
        self.turns = Turns(self._answers, 1 if alone else AT_A_TIME, TOGETHER if alone else 1)
        self.large = Narrow(self.turns.at_a_time)

    async def answer(self, request: Request) -> Response:
        if request.headers.get("content-type") != MEDIA:
            raise Refused(415, "unreadable")
        await callers_of(request).admit(request)
        with self._place(token_of(request)) as token:
            question = Question(await body_of(request, PACKED), token)
            answer = await self._answer(question, urgent=request.headers.get("urgency") == "high")
        self.rounds += 1
        return Response(answer, media_type=MEDIA, headers={"Cache-Control": "no-store"})

    @contextmanager
    def _place(self, token: str) -> Iterator[str]:
        """Raises Refused where there is none."""
        if self._of_one[token] >= OF_ONE:
            raise Refused(429, "slow-down", retry_after=RETRY_AFTER)
        if self.waiting >= MOST_WAITING:
            raise Refused(503, "busy", retry_after=RETRY_AFTER)
        self.waiting += 1
        self._of_one[token] += 1
        try:
            yield token
        finally:
            self.waiting -= 1
            self._of_one[token] -= 1
            self._of_one += Counter()  # forgets those who have none

    async def _answer(self, question: Question, *, urgent: bool) -> bytes:
        if not is_large(question.packed):
            return await self.turns.ask(question, urgent=urgent)
        async with self.large.inside(urgent=urgent):
            read = await run_in_threadpool(understood, question.packed)
            return await self.turns.ask(replace(question, read=read), urgent=urgent)

    def _answers(self, questions: Sequence[Question]) -> Answers:
        """Each question's answer, or why it gets none."""
        calls = list(self._calls(questions))
        told = iter(self.switchboard.answer_all([call for call in calls if isinstance(call, Call)]))
        return [next(told) if isinstance(call, Call) else call for call in calls]

    def _calls(self, questions: Sequence[Question]) -> Iterator[Call | Refused]:
        """Who is asking, as it stands at this moment: whoever was taken out while they waited is not answered any more."""
        with looking(self.gatehouse) as connection:
            for question in questions:
                try:
                    who: Asker = leaving(self.gatehouse, connection, question.token)
                except Refused as refused:
                    yield refused
                else:
                    yield Call(question.packed, who.device, who.person, ruling(who), question.read)
