"""Who is answered next, when more ask than can be answered at once: whoever brings a high risk, then whoever came first (G14)."""

from asyncio import Future, Task, create_task, current_task, get_running_loop
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush
from itertools import count

from anyio import CapacityLimiter, to_thread

from callhandler.endpoint.refusing import Refused
from callhandler.sync.messages import Ask

TOGETHER = 256 << 10  # bytes that are answered in one go: enough for a crowd of small questions, and nobody waits long for a large one


@dataclass(frozen=True, slots=True)
class Question:
    """What a desk asks, packed, and the token by which it says who it is. `read`: what it says, where somebody has looked already."""

    packed: bytes
    token: str
    read: Ask | None = None


Answers = Sequence[bytes | Exception]
Waiting = tuple[bool, int, Question, "Future[bytes]"]


@dataclass(slots=True)
class Turns:
    """So many threads at a time, each of which takes so many questions together as have come meanwhile. For one event loop."""

    answer: Callable[[Sequence[Question]], Answers]
    at_a_time: int
    together: int
    _queue: list[Waiting] = field(default_factory=list)
    _numbers: "count[int]" = field(default_factory=count)
    _working: set["Task[None]"] = field(default_factory=set)
    _threads: CapacityLimiter = field(init=False)

    def __post_init__(self) -> None:
        self._threads = CapacityLimiter(self.at_a_time)

    async def ask(self, question: Question, *, urgent: bool) -> bytes:
        """The answer, when its turn has come. Raises what went wrong with this question."""
        answer: Future[bytes] = get_running_loop().create_future()
        heappush(self._queue, (not urgent, next(self._numbers), question, answer))
        if len(self._working) < self.at_a_time:
            self._working.add(create_task(self._work()))
        try:
            return await answer
        finally:
            del answer, question  # else whatever went wrong would hold them, and they it, in a ring that lies there for a while

    async def _work(self) -> None:
        """Whoever finds nobody left has stopped by then: a moment later somebody would come, see it still there, and wait for nobody."""
        try:
            while those := self._next():
                await self._turn(those)
                del those  # before the next ones are read: a large question takes its room alone
        finally:
            self._working.discard(current_task())

    async def _turn(self, those: Sequence[Waiting]) -> None:
        """Whatever goes wrong, be it that there are too few answers or no thread to be had: each of them is told, and nobody waits on."""
        try:
            answers = await to_thread.run_sync(self._answered, [one[2] for one in those], limiter=self._threads)
            for (*_, waiting), answer in zip(those, answers, strict=True):
                _tell(waiting, answer)
        except Exception as trouble:  # noqa: BLE001 - at the edge of the worker: whoever still waits is told
            for *_, waiting in those:
                _tell(waiting, trouble)

    def _next(self) -> list[Waiting]:
        """The next ones, of whom nobody has gone away; a large question ends the list."""
        those: list[Waiting] = []
        size = 0
        while self._queue and len(those) < self.together and size < TOGETHER:
            one = heappop(self._queue)
            if not one[3].done():
                those.append(one)
                size += len(one[2].packed)
        return those

    def _answered(self, questions: Sequence[Question]) -> Answers:
        try:
            return self.answer(questions)
        except Exception as trouble:  # noqa: BLE001 - at the edge of the thread: whoever asked is told
            return [trouble] * len(questions)


def _tell(waiting: "Future[bytes]", answer: bytes | Exception) -> None:
    if waiting.done():
        return  # it went away meanwhile
    if isinstance(answer, Exception):
        waiting.set_exception(_bare(answer))
    else:
        waiting.set_result(answer)


def _bare(trouble: Exception) -> Exception:
    """A refusal without the way it came: that would hold everything which was unpacked on it, until the answer is sent."""
    if isinstance(trouble, Refused):
        trouble.__context__ = None
        return trouble.with_traceback(None)
    return trouble
