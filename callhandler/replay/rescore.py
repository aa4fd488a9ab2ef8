"""Holds stored calls, or published case histories, against another version of the script."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from uuid_utils import uuid7

from callhandler.cases.area import Area
from callhandler.config import RESOURCES, profile
from callhandler.desk.desk import Desk
from callhandler.desk.forms import Forms, published
from callhandler.desk.hand import Hand, who_writes
from callhandler.desk.rescoring import Regraded, Rescoring, finished, rescored, side
from callhandler.log.clock import Clock
from callhandler.log.entry import Entry
from callhandler.replay.player import Player
from callhandler.replay.story import Story, stories
from callhandler.replay.table import Table, load_table
from callhandler.script.form import Form
from callhandler.store import operators, vault
from callhandler.store.fleeting import fleeting
from callhandler.store.pen import InlinePen
from callhandler.store.secrets import OsKeyring, SecretKeeper

Progress = Callable[[str, int, int], object]  # what is at hand, how much is done, how much there is
WHY = "rescore"  # the purpose of the look, as it goes on record


def histories_rescored(path: Path, area: Area, old: Form, new: Form, progress: Progress = lambda _what, _done, _all: None) -> Rescoring:
    """Play the histories of a file or a folder, as a handler would. Raises StoryTrouble.

    Where the new version asks something else, they are played under it as well; where only words and weights differ, the same answers do.
    """
    told, table = stories(path), load_table(RESOURCES / "replay" / "facts.yaml")
    same = old.places.keys() == new.places.keys()
    made: list[Regraded] = []
    for done, story in enumerate(told):
        progress(story.id, done, len(told))
        before = _played(story, area, old, table)
        sides = zip(before, before if same else _played(story, area, new, table), strict=True)
        for n, (one, other) in enumerate(sides, 1):
            both = side(one, old, area.questions), side(other, new, area.questions)
            made.append(Regraded(f"{story.id} · {n}", one[0].at.date(), *both))
    return Rescoring(old.version, new.version, tuple(made))


def stored_rescored(desk: Desk, old: Form | None, new: Form, progress: Progress = lambda _what, _done, _all: None) -> Rescoring:
    """The calls of a store; each against the version it was asked under, unless another is named. Raises NotRecorded."""
    calls = desk.finished_calls(WHY)()
    given = (lambda _begun: old) if old else desk.form_of
    return rescored(calls, given, new, desk.area.questions, lambda done: progress("", done, len(calls)))


@contextmanager
def desk_of(
    name: str, passphrase: str, area: Area, now: Callable[[], datetime], keeper: SecretKeeper | None = None, folder: Path | None = None
) -> Iterator[Desk]:
    """An operator's own desk, opened for a look at its calls. Raises VaultTrouble, ScriptTrouble, OSError."""
    opened = vault.unlock(operators.folder_of(folder or profile(), name), passphrase, keeper or OsKeyring())
    try:
        logbook = opened.logbook
        who = who_writes(opened.operator, logbook, area.agreement.agencies[0])
        hand = Hand(who, InlinePen(logbook), now, lambda: str(uuid7()), Clock(logbook.last_stamp()))
        yield Desk(hand, logbook, area, Forms(logbook, published(area)))
    finally:
        opened.close()


def _played(story: Story, area: Area, form: Form, table: Table) -> tuple[tuple[Entry, ...], ...]:
    """The calls of a history, in the order in which they were played."""
    kept = fleeting("rescore")
    try:
        for _stood in Player(story, area, form, table, kept.logbook, lambda: str(uuid7())).play():
            pass
        return finished(kept.logbook.entries())
    finally:
        kept.close()
