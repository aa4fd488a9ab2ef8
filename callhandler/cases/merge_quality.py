"""How good the decisions about who is who are: how many were made, how many taken back, and how often the agencies agree."""

from collections.abc import Iterable
from dataclasses import dataclass

from callhandler.log.entry import Entry
from callhandler.log.kinds import LinkUndone, NotSamePerson, SamePerson


@dataclass(frozen=True, slots=True)
class Quality:
    """Decisions ever made, whatever became of them. `judged_by_several`: pairs on which two agencies or more decided; `agreed`: alike."""

    combined: int = 0
    held_apart: int = 0
    undone: int = 0
    judged_by_several: int = 0
    agreed: int = 0

    @property
    def decided(self) -> int:
        return self.combined + self.held_apart


def quality(entries: Iterable[Entry]) -> Quality:
    """Counts decisions, each once however often it arrived."""
    made = {entry.id: entry for entry in entries if isinstance(entry.body, SamePerson | NotSamePerson | LinkUndone)}
    judged = list(_by_agency(made.values()).values())
    several = [last for last in judged if len(last) > 1]
    kinds = [entry.kind for entry in made.values()]
    return Quality(
        kinds.count("same-person"),
        kinds.count("not-same-person"),
        kinds.count("link-undone"),
        len(several),
        sum(len(set(last.values())) == 1 for last in several),
    )


def _by_agency(entries: Iterable[Entry]) -> dict[frozenset[str], dict[str, str]]:
    """Of each pair what each agency last decided; an undoing leaves what it undid to count as undone alone."""
    judged: dict[frozenset[str], dict[str, str]] = {}
    for entry in sorted(entries, key=lambda one: (one.hlc, one.id)):
        match entry.body:
            case SamePerson(one=one, other=other) | NotSamePerson(one=one, other=other):
                judged.setdefault(frozenset((one, other)), {})[entry.agency] = entry.kind
            case _:
                pass
    return judged
