"""What a screen is given to show: plain values that the desk has chosen, nothing alive behind them."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Call:
    """A call in progress, or one of today's. `band` is "" while nothing is graded; `unasked` counts the questions still to ask."""

    case: str
    reference: str
    started: datetime
    person: str = ""
    name: str = ""
    place: str = ""
    band: str = ""
    unasked: int = 0
    open: bool = False
    taken_by: str = ""


@dataclass(frozen=True, slots=True)
class Due:
    """Something to be done by a time: kind is promise, action, review, lowered or glass; `entry` is what it is about."""

    kind: str
    what: str
    case: str
    person: str
    reference: str
    when: date
    overdue: bool
    name: str = ""
    band: str = ""
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """Somebody the log knows who may be the one asked for, and in plain words why and why not.

    `sure` is the code "very-likely", "likely", "possible" or "listed"; `rival` says who else it could be; `ask` is what would decide,
    and `ask_part` which part that is. `held_back`: address and number are not shown until the log is opened.
    """

    person: str
    name: str = ""
    phone: str = ""
    place: str = ""
    why: tuple[str, ...] = ()
    complaints: int = 0
    last: date | None = None
    band: str = ""
    linked: bool = False
    born: str = ""
    sure: str = ""
    against: tuple[str, ...] = ()
    rival: str = ""
    ask: str = ""
    ask_part: str = ""
    flags: tuple[str, ...] = ()
    held_back: bool = False


@dataclass(frozen=True, slots=True)
class Around:
    """What stands beside the person, four different things, each in sentences: the number, the home, the place, people held responsible.

    `matter`: several callers about this place in the same weeks.
    """

    number: tuple[str, ...] = ()
    home: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    alleged: tuple[str, ...] = ()
    matter: str = ""


@dataclass(frozen=True, slots=True)
class Searched:
    """What was looked through for the people panel: how many people (None: not told), by what, and by what it could not be."""

    people: int | None = None
    by: tuple[str, ...] = ()
    not_by: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Affected:
    """Whom the caller speaks for, as far as they were described."""

    name: str = ""
    phone: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class Earlier:
    """A case that a call may be about."""

    case: str
    reference: str
    on: date
    what: str = ""


@dataclass(frozen=True, slots=True)
class Contact:
    """What a call is: kind is new, more, service or elsewhere; `case` is the earlier one it is about, of those in `earlier`.

    `decided`: a handler said so, rather than nobody.
    """

    kind: str = "new"
    case: str = ""
    earlier: tuple[Earlier, ...] = ()
    decided: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """A known person in three lines, for a handler in the middle of a call: needs first, then complaints, promise, flags."""

    person: str
    name: str
    needs: str = ""
    complaints: int = 0
    since: date | None = None
    last: date | None = None
    band: str = ""
    promise: str = ""
    kept: bool | None = None
    flags: tuple[str, ...] = ()
    linked: bool = True


@dataclass(frozen=True, slots=True)
class Proposed:
    """What the log says to a question that is still open. It is no answer; `value` becomes one by a key.

    `said`: what, since when and from whom; `keys`: what takes it, `over`: what takes it where something is typed already.
    """

    value: str
    said: str
    keys: str = ""
    over: str = ""


@dataclass(frozen=True, slots=True)
class Flag:
    """Something that stands against a person's log, and what it rests on: code is repeat, vulnerable, high_risk, hate, and so on."""

    code: str
    why: str


@dataclass(frozen=True, slots=True)
class Meter:
    """How far the person is on the way to an ASB case review; `tell` from the second complaint on."""

    counted: int
    needed: int
    months: int
    met: bool = False
    tell: bool = False
    left_out: tuple[str, ...] = ()
    told: date | None = None
    asked: date | None = None
    case: str = ""  # where it goes on record that they were told


@dataclass(frozen=True, slots=True)
class Complaint:
    """One complaint as its row on the page says it; `standing` says where several answers, or several grades, stand at once."""

    case: str
    reference: str
    at: datetime
    what: str = ""
    where: str = ""
    band: str = ""
    reasons: tuple[str, ...] = ()
    gaps: int = 0
    taken_by: str = ""
    agency: str = ""
    awaiting: bool = False
    open: bool = False
    review: str = ""
    standing: tuple[str, ...] = ()
    ours: bool = False  # of the agency that sits here, which alone may close it
    closed: date | None = None
    closing: str = ""  # the entry that closed it


@dataclass(frozen=True, slots=True)
class Told:
    """Earlier history in the caller's own telling: never one of our reports. `number` is as said, `least` what is certain."""

    words: str
    since: date
    until: date
    least: int = 1
    case: str = ""


@dataclass(frozen=True, slots=True)
class Promise:
    """Something the person was told would happen; `entry` is what agreed it, "" for the promise to be in touch."""

    what: str
    case: str
    by: date
    kept: bool = False
    overdue: bool = False
    entry: str = ""


@dataclass(frozen=True, slots=True)
class Link:
    """Another description that a handler held to be the same person, and why."""

    person: str
    name: str = ""
    phone: str = ""
    place: str = ""
    why: tuple[str, ...] = ()
    by: str = ""
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Lowered:
    """A band that a handler set below the computed one and that waits for a supervisor."""

    entry: str
    case: str
    reference: str
    at: datetime
    computed: str
    band: str
    why: str
    supervisor: str
    by: str


@dataclass(frozen=True, slots=True)
class Person:
    """A person's whole log as the page shows it, newest complaint first."""

    person: str
    names: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    safe_contact: str = ""
    language: str = "en"
    flags: tuple[Flag, ...] = ()
    meter: Meter | None = None
    complaints: tuple[Complaint, ...] = ()
    told: tuple[Told, ...] = ()
    promises: tuple[Promise, ...] = ()
    links: tuple[Link, ...] = ()
    lowered: tuple[Lowered, ...] = ()
    homes: tuple[str, ...] = ()  # addresses and numbers with their times, the newest first
    disputed: tuple[str, ...] = ()  # decisions about who this is that contradict each other, and chains that nobody decided
    looked: tuple[str, ...] = ()  # who looked at this person and when, the newest first
    withheld: tuple[str, ...] = ()  # references of the complaints whose health details this operator does not see
    informed: tuple[str, ...] = ()  # when they were told that what they say about health is kept, or that nobody did
    corrected: tuple[str, ...] = ()  # what they asked to have put right, and what became of it, the newest first
