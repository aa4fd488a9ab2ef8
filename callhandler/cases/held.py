"""What one entry holds, in words that the person themselves can read: an answer, a note, a grade, a file."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from callhandler.cases.area import Area
from callhandler.cases.phrases import FormNames, band_said, reason_said
from callhandler.log.kinds import (
    ActionAgreed,
    Answered,
    Body,
    CallEnded,
    CallStarted,
    CaseClosed,
    CaseReviewOffered,
    ContactMade,
    FileAttached,
    HistoryTold,
    KeepingTold,
    Noted,
    PersonDescribed,
    PlaceDescribed,
    Reviewed,
    RiskAssessed,
)
from callhandler.words import Words, mark

PARTS = {
    "name": mark("Name"),
    "phone": mark("Number"),
    "born": mark("Date of birth"),
    "place": mark("Address"),
    "words": mark("Description"),
}
HISTORY = {"incidents": mark("Earlier incidents, as told"), "reports": mark("Earlier reports, as told")}


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that an entry says. `part`: of a description; `free`: in somebody's own words, so it may speak of anybody."""

    what: str
    text: str
    part: str = ""
    free: bool = False


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads entries to somebody, in their language."""

    words: Words
    area: Area
    names: FormNames
    day: Callable[[date], str]

    def said(self, body: Body) -> Iterator[Said]:
        """Everything that this body says about anybody; nothing for what is only our own book-keeping."""
        yield from (one for one in (*self._of_the_call(body), *self._of_what_followed(body)) if one.text)

    def _of_the_call(self, body: Body) -> Iterable[Said]:
        told: Iterable[Said] = ()
        match body:
            case CallStarted():
                told = self.started(body)
            case PersonDescribed():
                told = self.described(body)
            case Answered():
                told = self.answered(body)
            case Noted():
                told = self.noted(body)
            case HistoryTold():
                told = self.history(body)
            case PlaceDescribed():
                told = self.place(body)
            case CallEnded():
                told = self.ended(body)
        return told

    def _of_what_followed(self, body: Body) -> Iterable[Said]:
        told: Iterable[Said] = ()
        match body:
            case RiskAssessed():
                told = self.graded(body)
            case Reviewed():
                told = self.reviewed(body)
            case ActionAgreed():
                told = self.agreed(body)
            case ContactMade():
                told = self.contacted(body)
            case CaseReviewOffered():
                told = self.offered(body)
            case KeepingTold():
                told = self.keeping(body)
            case CaseClosed():
                told = self.closed(body)
            case FileAttached():
                told = self.attached(body)
        return told

    def started(self, body: CallStarted) -> Iterator[Said]:
        yield Said(self.words.say("Number that called"), body.number, "number")

    def described(self, body: PersonDescribed) -> Iterable[Said]:
        told = body.model_dump()
        return (Said(self.words.say(what), told[part], part, part == "words") for part, what in PARTS.items())

    def answered(self, body: Answered) -> Iterator[Said]:
        ticks = [self.names.answer(body.path, tick) for tick in body.value.split()]
        plain = self.names.answer(body.path, body.value)
        chosen = bool(body.value) and all(said != tick for said, tick in zip(ticks, body.value.split(), strict=True))
        yield Said(self.names.question(body.path), ", ".join(ticks) if chosen else plain, free=not chosen)

    def noted(self, body: Noted) -> Iterator[Said]:
        yield Said(self.words.say("Note"), body.text, free=True)

    def history(self, body: HistoryTold) -> Iterator[Said]:
        number = body.number if body.number is not None else self.words.say("at least {what}", what=body.least)
        span = self.words.say("{n}, from {since} to {until}", n=number, since=self.day(body.since), until=self.day(body.until))
        yield Said(self.words.say(HISTORY[body.what]), span)

    def place(self, body: PlaceDescribed) -> Iterator[Said]:
        yield Said(self.words.say("Where it happened"), body.place, free=True)

    def graded(self, body: RiskAssessed) -> Iterator[Said]:
        band = self.words.say("{band}, {n} points", band=band_said(self.words, body.band), n=body.score)
        holding = [reason for reason in body.reasons if reason.least or reason.code.startswith("repeat:")]
        reasons = [reason_said(self.words, reason, self.area, self.names) for reason in holding]
        yield Said(self.words.say("How urgent it was held to be"), "; ".join((band, *reasons)))
        yield Said(self.words.say("Why a handler set another band"), body.why, free=True)

    def reviewed(self, body: Reviewed) -> Iterator[Said]:
        yield Said(self.words.say("What a supervisor said to that"), body.words, free=True)

    def ended(self, body: CallEnded) -> Iterator[Said]:
        yield Said(self.words.say("Read out at the end"), body.summary, free=True)

    def agreed(self, body: ActionAgreed) -> Iterator[Said]:
        what = body.what or self.words.say("Contact the victim again, as promised")
        yield Said(self.words.say("Agreed, by {day}", day=self.day(body.due.date())), what, free=True)

    def contacted(self, body: ContactMade) -> Iterator[Said]:
        yield Said(self.words.say("Contact"), " · ".join(filter(None, (body.how, body.words))), free=True)

    def offered(self, body: CaseReviewOffered) -> Iterator[Said]:
        told = self.words.say("asked for") if body.asked_for else self.words.say("told of")
        yield Said(self.words.say("ASB case review"), told)

    def keeping(self, body: KeepingTold) -> Iterator[Said]:
        told = self.words.say("told of") if body.told else self.words.say("not told after all")
        yield Said(self.words.say("That what is said about health is kept"), told)

    def closed(self, body: CaseClosed) -> Iterator[Said]:
        yield Said(self.words.say("Closed"), body.words or self.words.say("the victim was told"), free=True)

    def attached(self, body: FileAttached) -> Iterator[Said]:
        told = (body.name, body.media, f"{max(1, body.size // 1024):,} KiB", body.words)
        yield Said(self.words.say("File, to be looked through and handed over by itself"), " · ".join(filter(None, told)), free=True)
