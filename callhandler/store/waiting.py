"""What was written down at the desk and is not on the disk yet, in the order in which it came."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from callhandler.log.entry import Unsealed
from callhandler.store.drafts import Draft, Focus, Place

Slot = tuple[type, *tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Job:
    """Entries that belong together, all or none, and the drafts that they settle."""

    entries: tuple[Unsealed, ...]
    clear: tuple[Place, ...] = ()


@dataclass(slots=True)
class Waiting:
    """Jobs in order; of drafts, only the latest of each field."""

    jobs: tuple[Job, ...] = ()
    drafts: dict[Slot, Draft | Focus] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.jobs or self.drafts)

    def add(self, job: Job) -> None:
        self.jobs = (*self.jobs, job)
        for case, path in job.clear:
            self.drafts.pop((Draft, case, path), None)

    def keep(self, one: Draft | Focus) -> None:
        slot = _slot(one)
        self.drafts.pop(slot, None)  # so that the newest comes last, and says where the caret is
        self.drafts[slot] = one

    def copy(self) -> "Waiting":
        return Waiting(self.jobs, dict(self.drafts))

    def parts(self) -> Iterator["Waiting"]:
        """Each job alone, then the drafts."""
        yield from (Waiting((job,)) for job in self.jobs)
        yield Waiting((), dict(self.drafts))

    def done(self, part: "Waiting") -> None:
        """Drop what is on the disk; what came later, or changed since, stays."""
        gone = set(map(id, part.jobs))
        self.jobs = tuple(job for job in self.jobs if id(job) not in gone)
        self.drafts = {slot: one for slot, one in self.drafts.items() if part.drafts.get(slot) is not one}

    @property
    def entries(self) -> tuple[Unsealed, ...]:
        return tuple(entry for job in self.jobs for entry in job.entries)

    @property
    def clear(self) -> tuple[Place, ...]:
        return tuple(place for job in self.jobs for place in job.clear)

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(entry.id for entry in self.entries)


def _slot(one: Draft | Focus) -> Slot:
    return (Draft, one.case, one.path) if isinstance(one, Draft) else (Focus, one.case)
