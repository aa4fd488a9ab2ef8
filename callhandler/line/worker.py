"""One thread of its own that keeps the desk in step with the endpoint: at once where it is urgent, else when it is its turn."""

import sys
import threading
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from callhandler.line.ahead import rounds
from callhandler.line.parcels import Parcels
from callhandler.line.remote import is_new
from callhandler.line.round import Line
from callhandler.line.state import LineState
from callhandler.line.troubles import LineTrouble, SignInNeeded, TakesNoMore
from callhandler.log.entry import Entry
from callhandler.log.kinds import CaseId
from callhandler.log.ownership import Audience
from callhandler.store.replica.device import StoredDevice
from callhandler.store.troubles import VaultTrouble
from callhandler.sync.replica import Replica
from callhandler.sync.round import Taken
from callhandler.words import mark

AT_LEAST, AT_MOST = 15.0, 60.0  # seconds between two looks at a quiet endpoint
AGAIN = timedelta(hours=1)  # after which an endpoint that took no more entries from this computer is offered them again
GATHER = 1.0  # seconds in which entries are gathered into one round
BACK_OFF = (2.0, 5.0, 15.0, 30.0, 60.0)  # seconds after so many failures in a row, each half or one and a half times as long
_DISK = mark("What comes from the shared endpoint cannot be kept here just now. It is asked for again.")
_NEED = {
    "enrol": mark("The shared endpoint does not know this computer. Ask an administrator for an enrolment code."),
    "update": mark("The shared endpoint needs a newer version of this program. Everything is kept here until then."),
    "signature": mark("The shared endpoint does not accept what this computer signed. Everything is kept here. Tell IT."),
    "wipe": mark("This computer was taken out by an administrator. What it has not sent is handed in; then its store is removed."),
    "wiped": mark(
        "This computer was taken out by an administrator, and its store was removed. Everything that waited was handed in first."
    ),
}


class Remote(Line, Protocol):
    """Whoever answers, and says cheaply whether anything is new."""

    def has_news(self, known: Mapping[Audience, int]) -> bool: ...
    def close(self) -> None: ...


class Ear(Protocol):
    """Whatever hears from the endpoint between two looks."""

    def close(self, limit: float = 1.0) -> bool: ...


@dataclass(frozen=True, slots=True)
class News:
    """What a round brought, for whoever shows it: entries to read, and cases that have gone from here."""

    read: tuple[Entry, ...]
    gone: tuple[CaseId, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """Who hears what; all are called on the worker's own thread, and must not block."""

    state: Callable[[LineState], None]
    news: Callable[[News], None] = lambda _news: None
    wiped: Callable[[], None] = lambda: None  # once: the store is empty, and its files and keys are to go
    mistake: Callable[[Exception], None] = lambda mistake: sys.excepthook(type(mistake), mistake, mistake.__traceback__)


@dataclass(frozen=True, slots=True)
class Dice:
    """What the worker does not know by itself: the time, a nonce, and a number from 0 to 1."""

    now: Callable[[], datetime]
    nonce: Callable[[], bytes]
    throw: Callable[[], float]


class LineWorker:
    """Runs rounds until it is closed. `wake` and `nudge` return at once and may be called from any thread."""

    def __init__(
        self,
        replica: Replica,
        store: StoredDevice,
        remote: Remote,
        told: Told,
        dice: Dice,
        *,
        pause: tuple[float, float] = (AT_LEAST, AT_MOST),
        gather: float = GATHER,
        listen: Callable[[Callable[[Mapping[Audience, object]], None]], Ear] | None = None,
    ) -> None:
        """`listen`: begins to call `nudge` whenever the endpoint says that something is new; the looks go on all the same."""
        self._replica, self._store, self._remote, self._told, self._dice = replica, store, remote, told, dice
        self._pause, self._gather = pause, gather
        self._parcels: Parcels | None = None
        self._turn, self._closing, self._woken, self._urgent = threading.Condition(), False, True, True
        self._failures, self._state, self._found = 0, LineState(), False
        self._full: datetime | None = None  # since when the endpoint takes no more entries from here
        self._ends: Mapping[Audience, object] | None = None
        self._thread = threading.Thread(target=self._run, name="line", daemon=True)
        self._thread.start()
        self._ear = listen(self.nudge) if listen else None

    def wake(self, *, urgent: bool = False) -> None:
        """Something was written here; a high band goes at once."""
        with self._turn:
            self._woken, self._urgent = True, self._urgent or urgent
            self._turn.notify_all()

    def signed_in(self) -> None:
        """Somebody signed in: whatever the endpoint did not take before is tried once more."""
        with self._turn:
            self._full = None
        self.wake(urgent=True)

    def nudge(self, ends: Mapping[Audience, object] | None = None) -> None:
        """The endpoint says that there is news; or where its feeds end, so that whoever knows that need not ask."""
        if ends is None:
            self.wake(urgent=True)
            return
        with self._turn:
            self._ends = ends
            self._turn.notify_all()

    def carry(self, parcels: Parcels) -> None:
        """Attached files go along from now on."""
        self._parcels = parcels
        self.wake()

    def close(self, limit: float = 1.0) -> bool:
        """Stop, also in the middle of a round: what was not taken is asked for again. Says whether it has."""
        with self._turn:
            self._closing = True
            self._turn.notify_all()
        self._remote.close()
        deaf = self._ear.close(limit) if self._ear else True
        self._thread.join(limit)
        return deaf and not self._thread.is_alive()

    def _run(self) -> None:
        while not self._closing:
            try:
                self._work()
            except Exception as mistake:  # noqa: BLE001 - a worker's edge: our own mistake is logged, and the line goes on
                self._failures += 1
                self._told.mistake(mistake)
            self._wait()

    def _work(self) -> None:
        with self._turn:
            asked, ends = self._woken, self._ends
            self._woken, self._urgent, self._ends = False, False, None
        try:
            if asked or self._failures or self._is_new(ends):
                self._rounds()
            self._let_be_found()
            self._carry()
            self._failures = 0
            self._say(**self._spoken(self._state.need), last_contact=self._dice.now())
        except LineTrouble as trouble:
            self._fail(trouble.code, trouble.sentence, "sign-in" if isinstance(trouble, SignInNeeded) else self._state.need)
            self._rest(trouble.wait)
        except VaultTrouble as trouble:
            self._fail(trouble.code, _DISK, self._state.need)

    def _is_new(self, ends: Mapping[Audience, object] | None) -> bool:
        """An order, for which removals wait, moves no feed: so it is asked for at each look."""
        if self._state.refused or (self._full and self._may_bring()):
            return True
        with self._store.looking():
            known = {feed: self._store.end(feed).pos for feed in self._store.progress().goals}
        return self._remote.has_news(known) if ends is None else is_new(ends, known)

    def _rounds(self) -> None:
        """Until neither side has anything more to say; where it takes no more from this computer, it is still asked for what is new."""
        self._replica.pace.brings = self._may_bring()
        try:
            self._go_on()
        except TakesNoMore:
            if not self._replica.pace.brings:
                raise
            self._full, self._replica.pace.brings = self._dice.now(), False
            self._go_on()

    def _may_bring(self) -> bool:
        """Now and then it is tried again; also where the clock went back."""
        full, now = self._full, self._dice.now()
        return full is None or not full <= now < full + AGAIN

    def _go_on(self) -> None:
        """One round after the other."""
        with closing(rounds(self._replica, self._store, self._remote, self._dice.nonce, meanwhile=self._find_more)) as going:
            for taken in going:
                self._failures = 0
                self._tell(taken)
                if taken.wiped:
                    self._gone()
                elif taken.need == "wipe":
                    self._hand_in()
                if self._closing:
                    return

    def _let_be_found(self) -> None:
        """Whom very many new entries describe: portion by portion, and whatever is written meanwhile goes first."""
        while self._is_quiet() and self._find_more():
            self._say()
        if self._found:
            self._found = False
            self._told.news(News((), ()))

    def _find_more(self) -> bool:
        """Also between two rounds; that more can be found is told when they are over."""
        more = not self._closing and self._store.find_more()
        self._found |= more
        return more

    def _carry(self) -> None:
        """Files go in between: whatever is written meanwhile comes first."""
        if self._parcels and not self._closing:
            with self._store.looking():
                come = self._store.progress()
            self._parcels.carry(come.incarnation, come.acked, self._is_quiet, lambda files: self._say(files=files))
            self._say(files=self._parcels.stands(come.incarnation))

    def _hand_in(self) -> None:
        """Where this device was taken out: before its store goes, the files of what it handed in are handed in too."""
        if self._parcels:
            with self._store.looking():
                come = self._store.progress()
            self._parcels.hand_in(come.incarnation, come.acked, lambda: not self._closing, lambda files: self._say(files=files))

    def _is_quiet(self) -> bool:
        return not self._closing and not self._woken

    def _tell(self, taken: Taken) -> None:
        if taken.read or taken.gone or taken.left:
            self._told.news(News(taken.read, (*taken.gone, *taken.left)))
        if self._parcels and taken.read and self._store.progress().beats is not None:
            self._parcels.heard(taken.read)
        need = taken.need
        self._say(**self._spoken(need), last_contact=self._dice.now(), need="" if need == "wipe" else need, refused=taken.refused)

    def _spoken(self, need: str) -> Mapping[str, str]:
        """What there is to say though the endpoint answers."""
        if need or self._replica.pace.brings:
            return {"trouble": "", "sentence": _NEED.get(need, "")}
        return {"trouble": TakesNoMore.code, "sentence": TakesNoMore.sentence}

    def _gone(self) -> None:
        self._say(need="wiped", sentence=_NEED["wiped"])
        self._closing = True
        self._told.wiped()

    def _fail(self, code: str, sentence: str, need: str) -> None:
        self._failures += 1
        self._say(trouble=code, sentence=sentence, need=need)

    def _say(self, **changed: object) -> None:
        """Tell how it stands, where that is any news."""
        with self._store.looking():
            come, saved = self._store.progress(), self._store.total()
            read = sum(self._store.end(feed).pos for feed in come.goals) - self._store.unread()
        told = replace(self._state, saved=saved, sent=come.acked, read=read, ahead=max(read, sum(come.goals.values())), **changed)  # type: ignore[arg-type]
        if told != self._state:
            self._state = told
            self._told.state(told)

    def _rest(self, seconds: float) -> None:
        """The endpoint asked for so long a pause."""
        if seconds:
            with self._turn:
                self._turn.wait_for(lambda: self._closing, seconds * (1 + self._dice.throw() / 4))

    def _wait(self) -> None:
        """Until something is urgent, was written, or it is time for a look; after failures longer and longer, each desk at its own time."""
        with self._turn:
            if self._failures:
                longest = BACK_OFF[min(self._failures, len(BACK_OFF)) - 1]
                self._turn.wait_for(lambda: self._closing or self._urgent, longest * (0.5 + self._dice.throw()))
                return
            least, most = self._pause
            self._turn.wait_for(lambda: self._closing or self._woken or self._ends is not None, least + (most - least) * self._dice.throw())
            self._turn.wait_for(lambda: self._closing or self._urgent or not (self._woken or self._ends), self._gather)
