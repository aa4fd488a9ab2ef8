"""What is held about a person, as it goes to them; and what they ask to have put right, decided by another, never overwritten."""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from callhandler.cases.access import Choice, Held, lines_of
from callhandler.cases.covering import COVER, cover, others_of
from callhandler.cases.held import Reader
from callhandler.desk.desk import Desk
from callhandler.desk.putting_right import as_answer
from callhandler.desk.rights import Asked, Everything, OwnAsking
from callhandler.desk.sharing import NotOurs
from callhandler.desk.why import Why
from callhandler.log.kinds import AccessGiven, Answered, PersonDescribed, Viewed
from callhandler.people.person import Description
from callhandler.script.call import Call
from callhandler.ui.dates import day
from callhandler.ui.form_names import names_of
from callhandler.ui.paper.access_sheet import AccessSheet
from callhandler.ui.rights_page.telling import became_said, rights_told
from callhandler.words import Words
from tests.desks import NUMBER, Room, generic, margaret, rung_off, told
from tests.desks import room as opened

GOLDEN = Path(__file__).parent / "golden"
ACCOUNT, ROWS = "/data/incident/account", "/data/who/person"
DARREN, SIAN = "Darren Pike", "Siân Lloyd"
SUBJECT = Why("subject")
OKAFOR = "Sgt Rees"


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with opened(tmp_path) as made:
        yield made


def reader(room: Room, language: str = "en") -> Reader:
    area, form = generic()
    words = Words(language)
    return Reader(words, area, names_of(Call(form, now=room.now), language), partial(day, words))


def own_call(desk: Desk) -> str:
    """Margaret tells of Darren, in whose words others are named."""
    call = margaret(desk.start_call(NUMBER))
    call.answer(ACCOUNT, "Darren's mates outside number 16 again. Ring me on 07700 900123, never on 01632 960001.")
    call.add_row(ROWS)
    call.answer(f"{ROWS}[1]/person_name", DARREN)
    call.answer(f"{ROWS}[1]/person_where", "16 Maes Road")
    call.note("Mrs Pike (01632 960001) hung up on us; Margaret is frightened.")
    rung_off(call)
    return call.paper.begun.caller


def neighbours_call(desk: Desk, margarets: str) -> str:
    """Siân rings about Margaret, and a handler knows that it is her."""
    call = told(desk.start_call("01632 960777"), NAME=SIAN, WHEN="today", WHERE="18 Maes Road, CF62 8AB", HOME="yes", ROLE="victim")
    call.answer(ACCOUNT, "Margaret Jones plays music all night.")
    call.add_row(ROWS)
    call.answer(f"{ROWS}[1]/person_name", "Margaret Jones")
    rung_off(call)
    alleged = next(one.person for one in desk.complaint(call.case).people if one.role == "alleged")  # type: ignore[union-attr]
    desk.combine(margarets, alleged, ("name-same",))
    return call.case


def everything(room: Room, desk: Desk, person: str, language: str = "en") -> Everything:
    return desk.rights.look(person, reader(room, language), SUBJECT)


def line(whole: Everything, text: str) -> Held:
    """The first such line, of their own calls before those of others."""
    return next(one for one in lines_of(sorted(whole.cases, key=lambda case: case.named)) if text in one.text)


def as_sheet(room: Room, whole: Everything, choices: dict[str, Choice], language: str = "en") -> str:
    sheet = AccessSheet(whole, choices, "police")(Words(language), room.now(), "Generic v1")
    said = "\n".join(f"{block.kind:8}{block.text}" for block in sheet.blocks)
    said = re.sub(r"GEN-\d{6}-[A-Z0-9]+-(\d+)", r"GEN-REFERENCE-\1", said)
    return re.sub(r"[0-9A-F]{4}-[0-9A-F]{4}", "COPY-NUMB", said)


def told_of(room: Room) -> tuple[Desk, str]:
    """A desk that knows of both calls, shared one with the council for a week, and copied it out."""
    desk = room.desk()
    person = own_call(desk)
    room.now.move(days=1)
    case = desk.person(person).complaints[0].case
    desk.sharing.share(case, "council", "cda-115")
    room.now.move(days=7)
    desk.sharing.end(case, "council")
    desk.sharing.share(case, "landlord", "cda-115")
    desk.copied("person", person, Why("proceedings"))
    neighbours_call(desk, person)
    return desk, person


@pytest.mark.req("R6")
@pytest.mark.parametrize("language", ["en", "cy"])
def test_the_pack_reads_as_it_did(room: Room, language: str) -> None:
    desk, person = told_of(room)
    said = as_sheet(room, everything(room, desk, person, language), {}, language)
    golden = GOLDEN / f"access_{language}.txt"
    assert said == golden.read_text(encoding="utf-8").rstrip("\n")


@pytest.mark.req("R6")
def test_nobody_else_is_named_in_it_and_who_named_them_is_not_given_away(room: Room) -> None:
    desk, person = told_of(room)
    whole = everything(room, desk, person)
    said = as_sheet(room, whole, {})
    for hidden in ("Darren", "Pike", "16 Maes", "960001", "Lloyd", "960777", "18 Maes", "music all night"):
        assert hidden not in said
    for theirs in ("Margaret", NUMBER, "14 Maes Road", "frightened", COVER):
        assert theirs in said
    (named,) = [case for case in whole.cases if case.named]
    assert named.reference.split("-")[-1] not in re.findall(r"GEN-REFERENCE-(\d+)", said), "not even that there was a call"
    assert {one.ground for one in named.lines} == {"others"}


@pytest.mark.req("R6")
def test_a_reviewer_gives_covers_and_keeps_back_line_by_line(room: Room) -> None:
    desk, person = told_of(room)
    whole = everything(room, desk, person)
    note, music = line(whole, "hung up on us"), line(whole, "music all night")
    assert {"others", "free"} <= note.marks
    assert "informant" in music.marks
    choices = {note.key: Choice("inquiry"), music.key: Choice()}
    said = as_sheet(room, whole, choices)
    assert "hung up" not in said
    assert "an inquiry, or a procedure of a court" in said
    assert "Margaret Jones plays music all night." in said
    assert DARREN in as_sheet(room, whole, {line(whole, DARREN).key: Choice(whole=True)})
    sheet = rights_told(Words(), whole, choices, {note.key})
    (shown,) = [one for one in sheet.lines if one.key == note.key]
    assert "Mrs Pike" in shown.detail, "who goes through it may read all of it"
    assert "kept back" in shown.detail


@pytest.mark.req("R6", "R1")
def test_looking_and_letting_out_are_on_record_first(room: Room) -> None:
    desk, person = told_of(room)
    whole = everything(room, desk, person)
    note = line(whole, "hung up on us")
    desk.rights.give(whole, {note.key: Choice("inquiry")}, OKAFOR)
    bodies = [entry.body for entry in room.vault.logbook.entries()]
    (look,) = [one for one in bodies if isinstance(one, Viewed) and one.purpose == "access"]
    assert (look.subject, look.reason) == (person, "subject")
    (given,) = [one for one in bodies if isinstance(one, AccessGiven)]
    assert given.supervisor == OKAFOR
    assert (note.key, "inquiry") in [(one.line, one.ground) for one in given.kept_back]
    assert given.lines + len(given.kept_back) == len(lines_of(whole.cases))
    assert "hung up" not in str(given)


def asked(room: Room, desk: Desk, person: str, text: str, right: str) -> Asked:
    whole = everything(room, desk, person)
    desk.rights.ask(person, line(whole, text), right, "She showed her passport")
    return everything(room, desk, person).asked[0]


def decide(desk: Desk, one: Asked, verdict: str = "granted", by: str = OKAFOR, words: str = "") -> None:
    _, form = generic()
    desk.rights.decide(one, verdict, partial(as_answer, Call(form, now=desk_now)), by, words)


def desk_now():
    raise AssertionError


@pytest.mark.req("R6", "R4")
def test_a_name_is_put_right_by_appending_and_whoever_was_told_is_to_be_told(room: Room) -> None:
    desk, person = told_of(room)
    one = asked(room, desk, person, "Margaret Jones", "Margaret Johns")
    assert one.verdict == ""
    with pytest.raises(OwnAsking):
        decide(desk, one, by="me")
    decide(desk, one)
    log = desk.person(person)
    assert log.complaints[-1].name == "Margaret Johns"
    names = [
        entry.body.name for entry in room.vault.logbook.entries(kinds=("person-described",)) if isinstance(entry.body, PersonDescribed)
    ]
    assert "Margaret Jones" in names, "what was wrong stays on record"
    assert desk.find(name="Margaret Johns")[0].person == person
    (now,) = everything(room, desk, person).asked
    assert {each.audience for each in now.tell} == {"council", "landlord", ""}, "agencies, also those of before, and paper"
    desk.rights.told(now, now.tell[0])
    (after,) = everything(room, desk, person).asked
    assert after.told == {now.tell[0].key}
    assert "Put right" in became_said(Words(), after)


@pytest.mark.req("R6")
def test_what_stays_as_it_is_says_why(room: Room) -> None:
    desk, person = told_of(room)
    one = asked(room, desk, person, "Margaret Jones", "Margaret Smith")
    decide(desk, one, "refused", words="The passport says Jones")
    assert desk.person(person).complaints[-1].name == "Margaret Jones"
    (after,) = everything(room, desk, person).asked
    assert (after.verdict, after.tell != ()) == ("refused", True)
    assert "The passport says Jones" in became_said(Words(), after)
    assert became_said(Words(), after) in as_sheet(room, everything(room, desk, person), {})


@pytest.mark.req("R6")
@pytest.mark.parametrize(
    ("text", "right", "stands"),
    [
        ("outside number 16", "It was number 18.", "answer"),
        ("hung up on us", "She did not hang up.", "note"),
        ("Standard", "It was worse.", "note"),
    ],
)
def test_answers_notes_and_grades_are_put_right_each_in_its_way(room: Room, text: str, right: str, stands: str) -> None:
    desk, person = told_of(room)
    decide(desk, asked(room, desk, person, text, right))
    complaint = desk.person(person).complaints[-1]
    said = {"answer": [one.value for one in complaint.answers.get(ACCOUNT, ())], "note": [note for _, note, _ in complaint.notes]}
    assert right in said[stands]
    if text == "hung up on us":
        assert not any(text in note for note in said["note"])
    earlier = [one for one in lines_of(everything(room, desk, person).cases) if text in one.text]
    assert earlier, "it is still held, and still told to them"


@pytest.mark.req("R6")
def test_an_answer_is_one_that_the_form_offers(room: Room) -> None:
    _, form = generic()
    blank = Call(form, now=room.now)
    assert as_answer(blank, "/data/incident/when_happened", "yesterday") == "yesterday"
    assert as_answer(blank, "/data/incident/when_happened", "Ddoe") == "yesterday"
    assert as_answer(blank, "/data/incident/when_happened", "last spring") is None
    assert as_answer(blank, ACCOUNT, "anything") == "anything"
    assert as_answer(blank, "/data/gone", "anything") == "anything"
    assert as_answer(blank, "/data/incident/when_date", "soon") is None


@pytest.mark.req("R6")
def test_another_agencys_case_is_theirs_to_put_right(room: Room) -> None:
    desk, person = told_of(room)
    one = asked(room, desk, person, "Margaret Jones", "Margaret Johns")
    room.agency = "council"
    with pytest.raises(NotOurs):
        decide(room.desk(), one)
    theirs = everything(room, room.desk(), person)
    assert all("theirs" in each.marks for each in lines_of(theirs.cases))


@pytest.mark.parametrize(
    ("text", "covered"),
    [
        ("Darren rang", f"{COVER} rang"),
        ("DARREN PIKE rang", f"{COVER} rang"),
        ("Darren's dog, Pike’s too", f"{COVER} dog, {COVER} too"),
        ("Pike-Jones", COVER),
        ("spike of noise", "spike of noise"),
        ("at 16 maes road, twice", f"at {COVER}, twice"),
        ("ring 01632 960 001 or +44 1632 960001", f"ring {COVER} or {COVER}"),
        ("Mrs Pike (01632 960001) rang", f"Mrs {COVER} ({COVER}) rang"),
        ("ring 07700 900123", "ring 07700 900123"),
        ("Margaret Jones of 14 Maes Road", "Margaret Jones of 14 Maes Road"),
        ("Siôn Ŵyn-Roberts", COVER),
        ("", ""),
    ],
)
def test_others_are_covered_wherever_they_are_named(text: str, covered: str) -> None:
    described = (
        Description("me", "Margaret Jones", NUMBER, place="14 Maes Road, CF62 8AB"),
        Description("a", "Darren Pike Jones", "01632 960001", place="16 Maes Road, CF62 8AB"),
        Description("b", "Sion Wyn Roberts", place="14 Maes Road, CF62 8AB"),
    )
    assert cover(text, others_of(described, frozenset({"me"}))) == covered


def test_an_answer_that_was_changed_is_still_held(room: Room) -> None:
    desk = room.desk()
    call = margaret(desk.start_call(NUMBER))
    call.answer(ACCOUNT, "Blue car")
    call.answer(ACCOUNT, "Red car")
    rung_off(call)
    whole = everything(room, desk, call.paper.begun.caller)
    assert "earlier" in line(whole, "Blue car").marks
    assert "earlier" not in line(whole, "Red car").marks
    assert "earlier" not in line(whole, "Margaret Jones").marks, "said twice, it counts once"
    answers = [entry.body.value for entry in room.vault.logbook.entries(kinds=("answered",)) if isinstance(entry.body, Answered)]
    assert {"Blue car", "Red car"} <= set(answers)
