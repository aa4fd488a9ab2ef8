"""The people of one call: who calls, who is affected, who is alleged responsible, and who they may be in the log."""

from collections.abc import Iterable, Mapping
from typing import Literal

from callhandler.cases.log import PersonLog
from callhandler.cases.why import sensitive
from callhandler.desk.allowed import may
from callhandler.desk.glance import Wanted
from callhandler.desk.hand import Who
from callhandler.desk.paper import Paper
from callhandler.desk.recognition import Candidate, People, PeopleBook, Searched
from callhandler.desk.said import (
    ABOUT_BORN,
    ABOUT_NAME,
    ABOUT_PHONE,
    ABOUT_PLACE,
    ALLEGED,
    CALLER_NAME,
    CALLER_PHONE,
    DESCRIBING,
    HISTORY,
    NAMING,
    PLACE,
    SPEAKING_FOR,
    alleged_described,
    caller_described,
    for_somebody_else,
    history_told,
    place_described,
    rows,
)
from callhandler.desk.told_before import Before, told_before
from callhandler.log.entry import Entry
from callhandler.log.kinds import (
    Body,
    Corrected,
    HistoryTold,
    LinkUndone,
    NotSamePerson,
    PersonDescribed,
    PersonId,
    PlaceDescribed,
    SamePerson,
)
from callhandler.log.ownership import owner_of
from callhandler.people.parts import parts_of
from callhandler.people.person import Description

_TYPED = {
    ABOUT_BORN: "dob",
    CALLER_NAME: "name", ABOUT_NAME: "name", CALLER_PHONE: "phone", ABOUT_PHONE: "phone", PLACE: "place", ABOUT_PLACE: "place",
}  # fmt: skip


class Persons:
    """Who is who in this call."""

    def __init__(self, paper: Paper, book: PeopleBook) -> None:
        self._paper = paper
        self._book = book

    @property
    def caller(self) -> PersonId:
        return self._paper.begun.caller

    @property
    def subject(self) -> PersonId:
        """The person affected, on whom the log hangs: the caller, or whom the caller speaks for."""
        return self._victim if for_somebody_else(self._paper.script) else self.caller

    def one_with_subject(self) -> People:
        """The person affected under every description that handlers joined."""
        return self._book.one_with(self.subject)

    def news(self, path: str) -> Iterable[PersonDescribed | PlaceDescribed | HistoryTold | Corrected]:
        """The descriptions that an answer to this question changes."""
        if path in SPEAKING_FOR:
            yield from self._victim_or_not()
        if path == PLACE:
            yield place_described(self._paper.script)
        if path in DESCRIBING:
            yield from self._changed(self._caller(self._said("caller").born))
        if path.startswith(HISTORY):
            yield from self.history()
        if path.startswith(ALLEGED):
            yield from self.alleged()

    def history(self) -> Iterable[HistoryTold]:
        """What was told of earlier times, where it is not yet on record so."""
        for told in history_told(self._paper.script, self.subject, self._paper.at.date()):
            before = self._paper.told.get(told.field)
            if told != before and (told.least or before):
                yield told

    def alleged(self) -> Iterable[PersonDescribed]:
        """The people alleged responsible, as they stand and not yet as recorded; a row taken back leaves its description empty."""
        last = rows(self._paper.script, ALLEGED)
        for row in range(1, last + 1):
            yield from self._changed(alleged_described(self._paper.script, row, self._alleged(row)))
        row = last + 1
        while (self._alleged(row), "alleged") in self._paper.described:
            yield from self._changed(PersonDescribed(person=self._alleged(row), role="alleged"))
            row += 1

    def affected(self, name: str, phone: str, place: str) -> PersonDescribed:
        """The person affected, as the caller describes them."""
        return PersonDescribed(person=self.subject, role="victim", name=name, phone=phone, born=self._said("victim").born, place=place)

    def born(self, text: str) -> PersonDescribed:
        """The person affected with this date of birth."""
        own = self.subject == self.caller
        return self._caller(text) if own else self._said("victim").model_copy(update={"born": text})

    def candidates(self, typed: Mapping[str, str]) -> tuple[Candidate, ...]:
        """Who the person affected may be, by what was answered and is being typed."""
        asked = self.asked(typed)
        return self._book.like(asked, _typing(asked, typed))

    def searched(self, typed: Mapping[str, str]) -> Searched:
        """What of the description could be searched by."""
        return self._book.searched(self.asked(typed), self._paper.case)

    def wanted(self, typed: Mapping[str, str]) -> Wanted:
        """All that this call asks of the log as it stands."""
        asked, alleged = self.asked(typed), (said for (_, role), said in self._paper.described.items() if role == "alleged")
        return Wanted(
            self._paper.case,
            asked,
            _typing(asked, typed),
            typed.get(PLACE, self._paper.script.value(PLACE)),
            tuple(Description(one.person, one.name, place=one.place, words=one.words, role="alleged") for one in alleged if one.name),
        )

    def same(self, person: PersonId, typed: Mapping[str, str], why: tuple[str, ...] = ()) -> SamePerson:
        """The decision that this is somebody the log knows; `why`: the reasons that were shown, otherwise they are looked up."""
        return SamePerson(one=self.subject, other=person, why=why or self._reasons(person, typed))

    def not_same(self, person: PersonId, typed: Mapping[str, str], why: tuple[str, ...] = ()) -> NotSamePerson:
        """The decision that this is somebody else."""
        return NotSamePerson(one=self.subject, other=person, why=why or self._reasons(person, typed))

    def undone(self) -> Body | None:
        """What takes the last standing decision of this call back; None where there is none."""
        last = self._paper.decided[-1] if self._paper.decided else None
        return LinkUndone(one=last.one, other=last.other) if last else None

    def heard(self, entries: Iterable[Entry]) -> None:
        """Let the people of the log know of a decision just made."""
        self._book.heard(entries)

    def asked(self, typed: Mapping[str, str]) -> Description:
        """The person affected, as far as they were described or are being typed."""
        if self.subject != self.caller:
            said = self._said("victim")
            name, phone, place = typed.get(ABOUT_NAME, said.name), typed.get(ABOUT_PHONE, said.phone), typed.get(ABOUT_PLACE, said.place)
            return Description(said.person, name, phone, typed.get(ABOUT_BORN, said.born), place, said.words, "victim")
        script = self._paper.script
        return Description(
            self.caller,
            name=typed.get(CALLER_NAME, script.value(CALLER_NAME)),
            phone=typed.get(CALLER_PHONE, script.value(CALLER_PHONE)) or self._paper.begun.number,
            born=typed.get(ABOUT_BORN, self._said("caller").born),
            place=typed.get(PLACE, script.value(PLACE)),
        )

    def before(self, log: PersonLog, who: Who) -> Mapping[str, Before]:
        """What the caller told of themselves before, as this log tells it and `who` may see it.

        Nothing of whoever stays anonymous, and nothing of a sensitive log: whoever knows the name could have the address confirmed to them.
        """
        people = self.one_with_subject()
        own = self.subject == self.caller and self._paper.script.value(NAMING) != "anonymous"
        if not own or any(sensitive(one) or (one.home and self._book.hidden(one.home)) for one in self._book.complaints(people)):
            return {}
        earlier = (one for one in log.complaints if one.case != self._paper.case)
        return told_before((one for one in earlier if may(who, "view", "contact", owner=owner_of(one.case))), people)

    def _said(self, role: Literal["caller", "victim"]) -> PersonDescribed:
        """Somebody in this call as described so far."""
        person = self.caller if role == "caller" else self._victim
        return self._paper.described.get((person, role), PersonDescribed(person=person, role=role))

    def _caller(self, born: str) -> PersonDescribed:
        return caller_described(self._paper.script, self.caller, self._paper.begun.number, born)

    def _reasons(self, person: PersonId, typed: Mapping[str, str]) -> tuple[str, ...]:
        found = next((one for one in self.candidates(typed) if one.person == person), None)
        return tuple(why.code for why in found.why) if found else ("by-hand",)

    @property
    def _victim(self) -> PersonId:
        return f"{self._paper.case}.victim"

    def _victim_or_not(self) -> Iterable[PersonDescribed | Corrected]:
        """Whom the caller speaks for has a log of their own from then on, though nothing is known of them; until that is taken back."""
        written = [(entry.id, entry.body) for entry in self._paper.entries if isinstance(entry.body, PersonDescribed)]
        own = [(id, body) for id, body in written if body.person == self._victim]
        stands = (self._victim, "victim") in self._paper.described
        if for_somebody_else(self._paper.script) and not stands:
            yield own[-1][1] if own else PersonDescribed(person=self._victim, role="victim")
        elif stands and not for_somebody_else(self._paper.script):
            yield from [Corrected(of=id) for id, _ in own if id not in self._paper.corrected]

    def _alleged(self, row: int) -> PersonId:
        return f"{self._paper.case}.alleged.{row}"

    def _changed(self, said: PersonDescribed) -> Iterable[PersonDescribed]:
        """A description, where it says something new."""
        if said != self._paper.described.get((said.person, said.role), PersonDescribed(person=said.person, role=said.role)):
            yield said


def _typing(asked: Description, typed: Mapping[str, str]) -> str:
    """The part of the description under the cursor: what was typed last, and not yet left."""
    last = next((path for path in reversed(tuple(typed)) if path in _TYPED), "")
    parts = parts_of(asked)
    match _TYPED.get(last, ""):
        case "name":
            return "surname" if parts.surname else "forename"
        case "place":
            return "postcode" if parts.postcode else "street"
        case other:
            return other
