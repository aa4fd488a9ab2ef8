"""Which beats this desk carries, what has come of them, and which cases stand on none yet."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from callhandler.cases.beats import BeatOfArea, beats_at
from callhandler.desk.hand import Hand
from callhandler.desk.open_call import OpenCall
from callhandler.log.fold import fold
from callhandler.log.kinds import Body, CaseId, OnBeats, PlaceDescribed
from callhandler.log.ownership import Beat, carriers_of, opened_on, owner_of
from callhandler.store.logbook import Logbook


@dataclass(frozen=True, slots=True)
class BeatHere:
    """A beat, and what is here of it: so many cases, as they stood at the endpoint when the feed was last read to its end."""

    beat: BeatOfArea
    carried: bool
    cases: int
    brought: datetime | None = None


@dataclass(frozen=True, slots=True)
class Carried:
    """`chosen`: the beats that are carried, None for everything. `own`: cases opened here. `unplaced`: cases that could stand on a beat."""

    chosen: tuple[Beat, ...] | None
    beats: tuple[BeatHere, ...]
    own: int = 0
    unplaced: tuple[tuple[CaseId, tuple[Beat, ...]], ...] = ()


class Beats:
    """For one operator's desk. Reads the log as it is on the disk: ask it away from the screen."""

    def __init__(self, hand: Hand, logbook: Logbook, beats: Sequence[BeatOfArea]) -> None:
        self._hand, self._logbook, self._beats = hand, logbook, tuple(beats)

    @property
    def here(self) -> Beat:
        """What stands for this desk; "" while no endpoint has let it in."""
        certificate = self._logbook.replica().identity().certificate
        return opened_on(certificate.line) if certificate else ""

    def of_a_new_case(self) -> tuple[tuple[Body, tuple[str, ...]], ...]:
        """What a case says from its first moment on where beats are carried: it stays here."""
        return ((OnBeats(beats=(self.here,)), ()),) if self._logbook.replica().progress().beats is not None else ()

    def carry(self, beats: Collection[Beat] | None) -> None:
        """Carry these from the next round on; None: everything. What is on none of them goes once they have come."""
        store = self._logbook.replica()
        with store.transaction():
            store.set_progress(replace(store.progress(), beats=None if beats is None else tuple(sorted(beats))))

    def keep(self, calls: Iterable[OpenCall]) -> None:
        """These calls stay here whatever is carried."""
        for call in calls:
            call.stay_with(self.here)

    def carried(self) -> Carried:
        """How it stands."""
        come, agency = self._logbook.replica().progress(), self._hand.who.agency
        on = self._stand()
        counted = Counter(beat for beats in on.values() for beat in beats)
        found = tuple(
            BeatHere(
                one,
                come.beats is None or one.code in come.beats,
                counted[one.code],
                come.brought.get(agency if come.beats is None else carriers_of(agency, one.code)),
            )
            for one in self._beats
        )
        return Carried(come.beats, found, counted[self.here], self._unplaced(on) if come.beats is None else ())

    def place(self, cases: Iterable[tuple[CaseId, tuple[Beat, ...]]]) -> None:
        """Put these cases on these beats."""
        for case, beats in cases:
            self._hand.write(case, OnBeats(beats=beats))

    def _stand(self) -> dict[CaseId, frozenset[Beat]]:
        """The beats of every case that stands on any."""
        registers = fold(self._logbook.entries(kinds=("on-beats",)))
        told = {case: [entry.body for entry in registers.values(case, "beats")] for case in registers.cases()}
        return {
            case: frozenset(beat for body in bodies if isinstance(body, OnBeats) for beat in body.beats) for case, bodies in told.items()
        }

    def _unplaced(self, on: Collection[CaseId]) -> tuple[tuple[CaseId, tuple[Beat, ...]], ...]:
        """The cases of our own agency that stand on no beat although their place lies on one."""
        described = self._logbook.entries(kinds=("place-described",)) if self._beats else ()
        places = {entry.case: entry.body.place for entry in described if isinstance(entry.body, PlaceDescribed)}
        ours = ((case, place) for case, place in places.items() if case not in on and owner_of(case) == self._hand.who.agency)
        found = ((case, beats_at(place, self._beats)) for case, place in ours)
        return tuple((case, beats) for case, beats in found if beats)
