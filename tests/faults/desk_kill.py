"""Kill the desk at random in the middle of calls, and sit down at it again: `python -m tests.faults.desk_kill 1000`."""

import random
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from time import monotonic

from uuid_utils import uuid7

from callhandler.desk.desk import Desk
from callhandler.desk.hand import Hand, Who
from callhandler.desk.open_call import OpenCall
from callhandler.log.clock import Clock
from callhandler.log.entry import Unsealed
from callhandler.script.question import Question
from callhandler.store.drafts import Draft, Focus
from callhandler.store.drafts import Place as Field
from callhandler.store.logbook import Logbook
from callhandler.store.pen import InlinePen, Pen
from callhandler.store.vault import Vault
from tests.desks import generic
from tests.faults.kill import Tally, killed, run, say, telling_pen
from tests.stores import COLLAR, Place

SENTENCE = "Bechgyn wrth y drws eto, they threw a bottle and shouted her name, she is shaking"
ACCOUNT = "/data/incident/account"
LONGEST = 1.5  # seconds until the kill: in the sign-in, in the first letter, or some calls later
AREA, FORM = generic()


def _one_store(place: Place, kills: int, dice: random.Random, tally: Tally) -> None:
    place.create().close()
    acknowledged: set[str] = set()
    for _ in range(kills):
        said, _ = killed(partial(_take_calls, place, dice.randrange(2**32)), dice, LONGEST)
        acknowledged |= {line.split()[1] for line in said if line.startswith("entry ")}
        tally.faults += [line for line in said if line.startswith("trouble ")]
        tally.kills += 1
        _check(place, acknowledged, _must_be_kept(said), tally)
    tally.acknowledged += len(acknowledged)


def _must_be_kept(said: list[str]) -> list[tuple[str, int]]:
    """What was typed before the disk was asked to write, and was then asked once more and did: by case, how many letters.

    However quick or slow the disk is: the pen gathers keys while it writes, so that the write after has all of them.
    """
    told = [line.split() for line in said]
    begun = [float(words[1]) for words in told if words[0] == "writes"]
    before = begun[done - 2] if (done := said.count("wrote")) > 1 else 0.0
    return [(words[2], int(words[3])) for words in told if words[0] == "typed" and float(words[1]) < before]


def _check(place: Place, acknowledged: set[str], must: list[tuple[str, int]], tally: Tally) -> None:
    begun = monotonic()
    vault = place.unlock()
    desk = _desk(vault, InlinePen(vault.logbook))
    tally.slowest = max(tally.slowest, monotonic() - begun)
    if vault.trouble or vault.logbook.verify():
        tally.faults.append(f"turn {tally.kills}: {vault.trouble or vault.logbook.verify()}")
    entries = vault.logbook.entries()
    tally.lost += acknowledged - {entry.id for entry in entries}
    tally.lost += [f"typing {must[-1]}"] if must and not _kept(vault, *must[-1]) else []
    if any(call.place_left()[0] not in {"", ACCOUNT} and not call.paper.entries for call in desk.calls()):
        tally.faults.append(f"turn {tally.kills}: a call without a beginning")
    vault.close()


def _kept(vault: Vault, case: str, letters: int) -> bool:
    """Whether at least so many letters of the account are kept, as a draft or, later, as the answer."""
    drafts = [len(draft.text) for draft in vault.logbook.drafts(case) if draft.path == ACCOUNT]
    answered = any(entry.body and ACCOUNT in entry.body.field for entry in vault.logbook.entries(case=case))
    return answered or max(drafts, default=0) >= letters


class Telling:
    """A logbook that says when it begins to write, and when it has written."""

    def __init__(self, good: Logbook, tells: int) -> None:
        self._good, self._tells = good, tells

    def append(self, entries: Sequence[Unsealed], clear: Sequence[Field], kept: Sequence[Draft | Focus]) -> object:
        say(self._tells, f"writes {monotonic()}")
        written = self._good.append(entries, clear, kept)
        say(self._tells, "wrote")
        return written


def _take_calls(place: Place, seed: int, tells: int) -> None:
    """The child: a handler who takes calls without end, until the kill."""
    dice = random.Random(seed)
    vault = place.unlock()
    desk = _desk(vault, telling_pen(Telling(vault.logbook, tells), tells))
    for call in desk.calls()[:1]:
        call.end({question.path: "rang-off" for question in call.still_to_ask()})
    while True:
        _take_one(desk, dice, tells)


def _take_one(desk: Desk, dice: random.Random, tells: int) -> None:
    call = desk.start_call("07700 900123")
    for letters in range(1, dice.randrange(len(SENTENCE))):
        call.typing(ACCOUNT, SENTENCE[:letters], letters)
        say(tells, f"typed {monotonic()} {call.case} {letters}")
    for _ in range(dice.randrange(30)):
        _answer_one(call, dice)
    if dice.random() < 0.5 and call.candidates():
        call.accept(call.candidates()[0].person)
    call.note("she rang off in the middle")
    if dice.random() < 0.5:
        call.end({question.path: "rang-off" for question in call.still_to_ask()})


def _answer_one(call: OpenCall, dice: random.Random) -> None:
    asked: list[Question] = [
        one for section in call.sections() for one in section.questions if one.options and one.relevant and not one.readonly
    ]
    question = dice.choice(asked)
    call.answer(question.path, dice.choice(question.options).name)


def _desk(vault: Vault, pen: Pen | InlinePen) -> Desk:
    logbook = vault.logbook
    hand = Hand(Who(COLLAR, "police"), pen, lambda: datetime.now(UTC), lambda: str(uuid7()), Clock(logbook.last_stamp()))
    return Desk(hand, logbook, AREA, FORM)


if __name__ == "__main__":
    outcome = run(int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(2**32), print, _one_store)
    print(*outcome.lost, *outcome.faults, sep="\n")
    sys.exit(bool(outcome.lost or outcome.faults))
