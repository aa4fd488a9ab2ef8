"""An honest control room, day by day: who rings, who looks at what and why, as the field and the screens of the desk have it (T2).

Written from how the work is done and not from the rules: calls that bring a log or two, callers about their mother, a question across the
room, the sergeant who reads everything of the last 24 hours, clocks of 28 days, officers who hear a name in the street and do not always
write it down, panels, case reviews that go back a year, access requests, pairs.
"""

import random
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zlib import crc32

from bench.recognition_people import People
from callhandler.log.entry import compose
from callhandler.log.kinds import (
    ActionAgreed,
    ActionDone,
    Body,
    CallEnded,
    CallStarted,
    CaseClosed,
    PersonDescribed,
    ScriptVersion,
    Viewed,
)
from callhandler.protocol.decision import Role
from tests.premises import Desk

FIRST = datetime(2026, 3, 2, tzinfo=UTC)
SCRIPT = ScriptVersion(form="generic", version="1", sha256="0" * 64)
BEATS = 10
LETTERS = "ABDEFGHJLNPQRSTUWXYZ"
HOURS = {"early": range(6, 14), "late": range(14, 22), "night": range(22, 30), "day": range(8, 16)}


@dataclass(frozen=True, slots=True)
class Plan:
    """How large it is. `calls`: a handler's in one shift."""

    people: int = 40_000
    handlers: int = 20
    supervisors: int = 3
    officers: int = 10
    coordinators: int = 2
    days: int = 30
    calls: int = 12
    history: int = 7_000  # complaints of the year before


@dataclass(slots=True)
class Complaint:
    """A case: who rang, where they live, and what was done in it last."""

    case: str
    person: int
    at: datetime
    beat: int
    band: str
    touched: datetime
    action: str = ""

    @property
    def caller(self) -> str:
        return f"{self.case}.caller"


@dataclass(slots=True)
class Worker:
    """Somebody at a desk. `own`: their place among the people of the town."""

    number: int
    name: str
    role: Role
    own: int
    home: str
    desk: Desk
    beats: tuple[int, ...] = ()
    clock: datetime = FIRST


Work = Callable[["Month", Worker, datetime], None]


@dataclass
class Month:
    """Everything that happens, hour by hour. `looks` counts what was searched for and opened."""

    plan: Plan
    seed: int = 1
    workers: list[Worker] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)
    of_person: dict[int, list[Complaint]] = field(default_factory=dict)
    live: deque[Complaint] = field(default_factory=lambda: deque(maxlen=400))
    looks: int = 0
    listings: int = 0
    stamp: int = 0
    doors: dict[str, dict[int, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.dice, self.town = random.Random(self.seed), People(self.plan.people, self.seed)
        self.rows: dict[int, tuple[str, str]] = {}

    # the town

    def staff(self) -> Iterator[tuple[Role, str, int, str]]:
        """Role, name, place among the people, and home; three in five live where they work."""
        counts: tuple[tuple[Role, int], ...] = (
            ("handler", self.plan.handlers),
            ("supervisor", self.plan.supervisors),
            ("officer", self.plan.officers),
            ("coordinator", self.plan.coordinators),
        )
        for role, count in counts:
            for _ in range(count):
                own = self.dice.randrange(self.plan.people)
                name, home = self.who(own)
                yield (
                    role,
                    name,
                    own,
                    home if self.dice.random() < 0.6 else f"{self.dice.randrange(1, 90)} Elsewhere Road, NP44 {own % 9}AB",
                )

    def who(self, person: int) -> tuple[str, str]:
        """Name and address. The town has six districts, as a town has, and no two homes of one postcode have one number."""
        if person not in self.rows:
            row = self.town.row(person)
            code = crc32(row["postcode"].encode())
            postcode = f"CF{31 + code % 6} {code // 6 % 9 + 1}{LETTERS[code // 54 % 20]}{LETTERS[code // 1080 % 20]}"
            doors = self.doors.setdefault(postcode, {})
            number = doors.setdefault(int(self.town.home[person]), len(doors) + 1)
            self.rows[person] = (f"{row['forename']} {row['surname']}".title(), f"{number} {row['street'].title()}, {postcode}")
        return self.rows[person]

    # what is put down

    def write(self, who: Worker, case: str, body: Body, *, at: datetime | None = None) -> str:
        self.stamp += 1
        when = at or who.clock
        id = f"e{self.stamp}"
        told = compose(body, id=id, case=case, at=when, hlc=int(when.timestamp() * 1000) << 16, actor=who.name, agency="police")
        who.desk.disk.write(told, self.dice.randbytes(16))
        if isinstance(body, Viewed):
            self.looks += body.purpose not in {"call", "duplicates"}
            self.listings += body.purpose in {"call", "duplicates"}
        return id

    def take(self, who: Worker, person: int, *, ended: bool = True) -> Complaint:
        """A complaint taken down; mostly somebody next door is complained of, and a name is known for half of them."""
        case = f"police.c{len(self.complaints)}"
        name, home = self.who(person)
        reference = f"GEN-{len(self.complaints):06}"
        self.write(who, case, CallStarted(reference=reference, area="generic", script=SCRIPT, caller=f"{case}.caller"))
        told = home if self.dice.random() < 0.85 else home.partition(",")[0]
        self.write(who, case, PersonDescribed(person=f"{case}.caller", role="caller", name=name, place=told))
        if self.dice.random() < 0.5:
            other, there = self.who(max(0, min(self.plan.people - 1, person + self.dice.choice((-6, -3, 3, 6)))))
            self.write(who, case, PersonDescribed(person=f"{case}.alleged.1", role="alleged", name=other, place=there))
        band = self.dice.choices(("standard", "medium", "high"), (70, 22, 8))[0]
        one = Complaint(case, person, who.clock, crc32(home.encode()) % BEATS, band, who.clock)
        if self.dice.random() < 0.35:
            due = who.clock + timedelta(days=self.dice.choice((1, 2, 5)))
            one.action = self.write(who, case, ActionAgreed(agency="police", what="ring back", due=due, promise=True))
        if ended:
            who.clock += timedelta(minutes=self.dice.randint(4, 11))
            self.write(who, case, CallEnded())
        self.complaints.append(one)
        self.of_person.setdefault(person, []).append(one)
        self.live.append(one)
        return one

    def touch(self, who: Worker, one: Complaint, body: Body) -> None:
        self.write(who, one.case, body)
        one.touched = who.clock
        if one not in self.live:
            self.live.append(one)

    def search(self, who: Worker, people: Sequence[str]) -> None:
        who.clock += timedelta(seconds=self.dice.randint(15, 50))
        self.write(who, f"police.s{self.stamp}", Viewed(what="search", subject=" ".join(people) or "nobody", terms=("x",)))

    def open(self, who: Worker, one: Complaint, purpose: str = "routine", *, about: str = "", reason: str = "") -> None:
        """Nobody opens what somebody else has not taken down yet."""
        if one.at > who.clock:
            return
        who.clock += timedelta(seconds=self.dice.randint(20, 120))
        newest = self.of_person[one.person][-1]
        self.write(who, newest.case, Viewed(what="person", subject=one.caller, purpose=purpose, about=about, reason=reason))

    def known(self, one: Complaint) -> list[str]:
        """Whom a search by a name like theirs lists: their own complaints, and some of others."""
        others = self.dice.sample(self.complaints, min(4, len(self.complaints)))
        return [each.caller for each in (*self.of_person[one.person][-3:], *others)]

    # a day

    def hours(self, work: Mapping[str, Work]) -> Iterator[datetime]:
        """Every hour of the month, once everybody has done in it what they do."""
        for day in range(self.plan.days):
            for hour in range(24):
                now = FIRST + timedelta(days=day, hours=hour)
                for number, worker in enumerate(self.workers):
                    if self.is_on(worker, number, day, hour):
                        worker.clock = max(worker.clock, now + timedelta(minutes=self.dice.randint(0, 9)))
                        work[worker.role](self, worker, now)
                yield now + timedelta(hours=1)

    def is_on(self, worker: Worker, number: int, day: int, hour: int) -> bool:
        if worker.role != "handler":
            return (day + number) % 7 < 5 and hour in HOURS["day"]
        shift = ("early", "late", "night", "off")[(number + day // 2) % 4]
        return shift != "off" and (hour in HOURS[shift] or hour + 24 in HOURS[shift])

    def past(self) -> None:
        """The year before: complaints that are over by now, taken by whoever was there."""
        old = [one for one in self.workers if one.role == "handler"]
        for number in range(self.plan.history):
            worker = old[number % len(old)]
            worker.clock = FIRST - timedelta(days=365) + timedelta(days=365) * number / self.plan.history
            again = self.complaints and self.dice.random() < 0.35
            one = self.take(worker, self.dice.choice(self.complaints).person if again else self.dice.randrange(self.plan.people))
            if one.action:
                self.write(worker, one.case, ActionDone(action=one.action), at=worker.clock + timedelta(days=2))
                one.action = ""
            if self.dice.random() < 0.8:
                self.write(worker, one.case, CaseClosed(), at=worker.clock + timedelta(days=9))
